"""Many runs: fair turns, an end within one run, failures counted, and the figures of the command line."""

from __future__ import annotations

import gc
import math
import threading
import time
import weakref
from collections.abc import Callable, Iterator

import numpy as np
import pytest

import commsim
from commsim.dashboard import fans, limits, many
from commsim.dashboard import pool as pool_module
from commsim.dashboard.fans import CURVES, quantiles
from commsim.dashboard.many import Job, Owner, Pool, fan, response
from commsim.dashboard.pool import CANCELLED, DONE, FAILED, RUNNING, WAITING
from commsim.dashboard.responses import mean_and_interval, with_value
from commsim.errors import InputError, SeedError, UnknownNameError
from commsim.results.measures import measure
from commsim.results.spread import quantile
from commsim.scenario import Scenario, load_scenario

PATIENCE = 60.0


@pytest.fixture
def pool() -> Iterator[Pool]:
    one = Pool(threads=2)
    yield one
    assert one.shutdown()


class Gate:
    """Tasks that wait until they are let through, and say in which order they began."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.through = threading.Semaphore(0)
        self.waiting = threading.Semaphore(0)

    def task(self, name: str) -> Callable[[], None]:
        def wait() -> None:
            self.begun.append(name)
            self.waiting.release()
            assert self.through.acquire(timeout=PATIENCE)

        return wait

    def let(self, many: int = 1) -> None:
        for _ in range(many):
            self.through.release()

    def arrive(self, many: int = 1) -> None:
        for _ in range(many):
            assert self.waiting.acquire(timeout=PATIENCE)


def plain(*tasks: Callable[[], None]) -> Job:
    return Job(tasks, lambda: lambda: "answer", lambda: None)


# --- the pool
# ----------------------------------------------------------------------------------------------


def test_jobs_take_turns_a_task_each() -> None:
    gate, one = Gate(), Pool(threads=1)
    first = one.submit(plain(*[gate.task("a")] * 4))
    gate.arrive()
    second = one.submit(plain(*[gate.task("b")] * 2))
    gate.let(6)
    assert first.wait(PATIENCE)
    assert second.wait(PATIENCE)
    assert gate.begun == list("aababa")
    assert one.shutdown()


def test_a_job_waits_then_runs_then_is_done(pool: Pool) -> None:
    gate = Gate()
    job = plain(gate.task("a"), gate.task("b"), gate.task("c"))
    assert (job.state, job.done, job.total) == (WAITING, 0, 3)
    pool.submit(job)
    gate.arrive(2)
    assert (job.state, job.done) == (RUNNING, 0)
    gate.let(3)
    assert job.wait(PATIENCE)
    assert (job.state, job.done, job.failed, job.error) == (DONE, 3, 0, "")


def test_a_cancelled_job_begins_no_further_run(pool: Pool) -> None:
    gate = Gate()
    job = pool.submit(plain(*[gate.task("a")] * 50))
    gate.arrive(2)
    gate.let(2)
    gate.arrive(2)
    job.cancel()
    assert job.state == CANCELLED
    assert job.wait(0)
    gate.let(2)
    after = plain(lambda: None)
    pool.submit(after)
    assert after.wait(PATIENCE)
    assert len(gate.begun) == 4  # the two under way were the last
    assert job.done == 2
    job.cancel()
    assert job.state == CANCELLED


def test_what_ends_after_cancelling_is_not_kept(pool: Pool) -> None:
    gate, kept = Gate(), []

    def late() -> None:
        gate.task("late")()
        job.keep(lambda: kept.append("late"))

    job = plain(late)
    pool.submit(job)
    gate.arrive()
    job.cancel()
    gate.let()
    assert pool.shutdown()
    assert kept == []


def test_failing_runs_are_counted_with_their_cause(pool: Pool) -> None:
    def fail(cause: str) -> Callable[[], None]:
        def raise_it() -> None:
            raise InputError(cause)

        return raise_it

    job = pool.submit(plain(lambda: None, fail("rare"), fail("often"), fail("often"), lambda: None))
    assert job.wait(PATIENCE)
    assert (job.state, job.done, job.failed, job.error) == (DONE, 5, 3, "often")
    assert dict(job.causes) == {"rare": 1, "often": 2}


def test_a_job_whose_every_run_fails_has_failed(pool: Pool) -> None:
    def fail() -> None:
        raise ValueError

    job = pool.submit(plain(fail, fail))
    assert job.wait(PATIENCE)
    assert (job.state, job.error) == (FAILED, "ValueError")


def test_causes_that_are_told_apart_are_bounded(pool: Pool) -> None:
    def fail(number: int) -> Callable[[], None]:
        def raise_it() -> None:
            raise ValueError(f"cause {number}")

        return raise_it

    job = pool.submit(plain(*[fail(number) for number in range(20)]))
    assert job.wait(PATIENCE)
    assert len(job.causes) == pool_module.MOST_CAUSES + 1
    assert sum(job.causes.values()) == job.failed == 20


def test_no_thread_is_left_after_shutdown(small: Scenario) -> None:
    before = set(threading.enumerate())
    one = Pool(threads=3)
    assert set(threading.enumerate()) == before  # none before there is work
    gate = Gate()
    busy = one.submit(plain(*[gate.task("a")] * 9))
    gate.arrive(3)
    gate.let(3)
    done = threading.Event()
    threading.Timer(0.1, lambda: (gate.let(9), done.set())).start()
    assert one.shutdown(PATIENCE)
    assert done.wait(PATIENCE)
    assert busy.state == CANCELLED
    time.sleep(0.05)
    assert {thread for thread in threading.enumerate() if "many runs" in thread.name} <= before
    with pytest.raises(InputError, match="the server is closing"):
        one.submit(plain(lambda: None))


def test_a_shutdown_that_takes_too_long_says_so() -> None:
    gate, one = Gate(), Pool(threads=1)
    one.submit(plain(gate.task("a")))
    gate.arrive()
    assert one.shutdown(0.01) is False
    gate.let()
    assert one.shutdown(PATIENCE)


def test_the_pool_of_the_process_is_made_once_and_can_be_ended() -> None:
    one = many.shared_pool()
    assert many.shared_pool() is one
    many.shutdown()
    assert many.shared_pool() is not one
    many.shutdown()


# --- owners and limits
# ----------------------------------------------------------------------------------------------


def test_an_owner_has_two_jobs_at_most(pool: Pool) -> None:
    gate, owner, other = Gate(), Owner(), Owner()
    jobs = [pool.submit(plain(gate.task("a")), owner) for _ in range(2)]
    with pytest.raises(InputError, match="2 series of runs are under way, the most for one page; stop one first"):
        pool.submit(plain(gate.task("a")), owner)
    pool.submit(plain(lambda: None), other)  # others are not held up
    jobs[0].cancel()
    third = pool.submit(plain(gate.task("a")), owner)
    assert set(owner.jobs) == {jobs[1], third}
    gate.let(9)
    assert third.wait(PATIENCE)


def test_an_owner_that_goes_away_cancels_its_jobs(pool: Pool) -> None:
    gate, owner = Gate(), Owner()
    job = pool.submit(plain(*[gate.task("a")] * 9), owner)
    gate.arrive(2)
    owner.close()
    assert job.state == CANCELLED
    assert job.result() is None
    gate.let(2)
    with pytest.raises(InputError, match="closed"):
        pool.submit(plain(lambda: None), owner)
    owner.close()  # twice does no harm


def test_an_owner_that_is_forgotten_cancels_its_jobs(pool: Pool) -> None:
    gate, owner = Gate(), Owner()
    job = pool.submit(plain(*[gate.task("a")] * 9), owner)
    gate.arrive(2)
    del owner
    gc.collect()
    assert job.state == CANCELLED
    gate.let(2)


def test_jobs_in_all_are_bounded(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "MOST_JOBS", 3)
    gate = Gate()
    jobs = [pool.submit(plain(gate.task("a"))) for _ in range(3)]
    with pytest.raises(InputError, match="3 series of runs wait"):
        pool.submit(plain(lambda: None))
    gate.let(3)
    assert all(job.wait(PATIENCE) for job in jobs)
    assert pool.submit(plain(lambda: None)).wait(PATIENCE)


# --- fans
# ----------------------------------------------------------------------------------------------


def same(ours: float | None, theirs: float) -> bool:
    return ours == theirs or (ours is None and math.isnan(theirs))


def test_quantiles_are_those_of_the_results_to_the_bit() -> None:
    lots = np.random.default_rng(3)
    for runs in (1, 2, 3, 7, 20, 101):
        figures = lots.random((runs, 4, 9)) * lots.choice([1.0, 1e-7, 1e9], (runs, 4, 9))
        figures[lots.random(figures.shape) < 0.2] = np.nan
        figures[:, 0, 0] = np.nan
        found = quantiles(figures)
        for name, share in fans.QUANTILES.items():
            for row in range(4):
                for month in range(9):
                    expected = quantile(figures[:, row, month].tolist(), share)
                    ours = float(found[name][row, month])
                    assert ours == expected or (math.isnan(ours) and math.isnan(expected))


def test_a_fan_has_the_figures_of_the_command_line(small: Scenario, pool: Pool) -> None:
    seeds = range(1, 8)
    job = fan(small, seeds, 0, pool=pool)
    assert job.wait(PATIENCE)
    found = job.result()
    assert (found.months, found.first_year, found.seeds, found.asked, found.failed) == (26, 2021, tuple(seeds), 7, 0)
    assert set(found.columns) == {line.name for line in CURVES}
    monthly = commsim.simulate_seeds(small, seeds).monthly
    for line in CURVES:
        by_month = monthly.groupby("month")[line.column].apply(list)
        for name, share in fans.QUANTILES.items():
            for month, values in by_month.items():
                expected = quantile([value / line.divisor for value in values], share)
                assert same(found.columns[line.name][name][int(month) - 1], expected), (line.name, name, month)


def test_a_fan_of_a_second_estate_is_of_that_estate(pool: Pool) -> None:
    content = load_scenario("tianhu-garden").with_months(12).to_dict()
    content["estates"] = {
        "first": {**content["estates"]["main"], "homes": 60},
        "second": {**content["estates"]["main"], "homes": 80},
    }
    two = load_scenario("tianhu-garden").with_months(12)._validated(content)
    job = fan(two, [4], 1, ["open_disputes", "arrears_yuan"], pool=pool)
    assert job.wait(PATIENCE)
    run = commsim.simulate(two, seed=4).monthly
    rows = run[run["estate"] == "second"]
    assert job.result().columns["open_disputes"]["p50"] == rows["open_disputes"].tolist()
    assert job.result().columns["arrears_yuan"]["p95"] == (rows["arrears_fen"] / 100).tolist()


def test_the_fan_so_far_is_of_the_runs_so_far(small: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, real = Gate(), fans.run_estate

    def slow(plan, seed):
        gate.task(str(seed))()
        return real(plan, seed)

    monkeypatch.setattr(fans, "run_estate", slow)
    one = Pool(threads=1)
    job = fan(small, [5, 6, 7], 0, "fee_rate", pool=one)
    assert set(job.result().columns["fee_rate"]["p50"]) == {None}
    gate.arrive()
    gate.let()
    gate.arrive()  # the second begins: the first is done
    so_far = job.result()
    assert (so_far.seeds, so_far.asked, job.done) == ((5,), 3, 1)
    assert so_far.columns["fee_rate"]["p5"] == commsim.simulate(small, seed=5).monthly["fee_rate"].tolist()
    job.cancel()
    gate.let(2)
    assert job.result().seeds == (5,)
    assert job.result() is job.result()
    job.close()
    assert job.result() is None
    assert one.shutdown()


def test_a_run_that_fails_is_left_out_of_the_fan(small: Scenario, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fans.run_estate

    def sometimes(plan, seed):
        if seed == 2:
            raise commsim.CommsimError("no money")
        return real(plan, seed)

    monkeypatch.setattr(fans, "run_estate", sometimes)
    job = fan(small, [1, 2, 3], 0, "fee_rate", pool=pool)
    assert job.wait(PATIENCE)
    assert (job.state, job.failed, job.error) == (DONE, 1, "no money")
    assert (job.result().seeds, job.result().failed) == ((1, 3), 1)


def test_a_finished_fan_lets_go_of_its_runs(small: Scenario, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[weakref.ref] = []
    real = fans.figures_of

    def noted(run, lines):
        figures = real(run, lines)
        held.append(weakref.ref(figures))
        return figures

    monkeypatch.setattr(fans, "figures_of", noted)
    job = fan(small, [1, 2], 0, "fee_rate", pool=pool)
    assert job.wait(PATIENCE)
    assert [one() is None for one in held] == [False, False]
    answer = job.result()
    gc.collect()
    assert [one() is None for one in held] == [True, True]
    assert job.result() is answer


@pytest.mark.parametrize(
    ("seeds", "estate", "column", "error", "message"),
    [
        ([], 0, None, InputError, "allowed here: 1 to 500"),
        (range(limits.MAX_SEEDS + 1), 0, None, InputError, "501 runs"),
        ([1, 1], 0, None, SeedError, "seed 1 is given twice"),
        ([-1], 0, None, SeedError, "-1"),
        ([1], 1, None, InputError, "no estate number 1; allowed: 0 to 0"),
        ([1], 0, "fees", UnknownNameError, "no monthly column 'fees'"),
        ([1], 0, "arrears_fen", UnknownNameError, "arrears_yuan"),
    ],
)
def test_a_fan_that_cannot_be_made_is_refused(small, pool, seeds, estate, column, error, message) -> None:
    with pytest.raises(error, match=message):
        fan(small, seeds, estate, column, pool=pool)


def test_a_fan_too_large_to_keep_is_refused(small, pool, monkeypatch) -> None:
    monkeypatch.setattr(fans, "MOST_FIGURES", 100)
    with pytest.raises(InputError, match="4 seeds of 26 months with 1 curves are 104 figures; at most 100"):
        fan(small, range(4), 0, "fee_rate", pool=pool)


# --- responses
# ----------------------------------------------------------------------------------------------


def test_a_response_is_that_of_runs_made_one_by_one(small: Scenario, pool: Pool) -> None:
    values, seeds, window = ["0", "0.5", "1"], [1, 2, 3, 4], "last 6 months"
    job = response(small, "timeline.activate.share", values, seeds, window, pool=pool)
    assert job.wait(PATIENCE)
    found = job.result()
    assert (found.what, found.measure, found.window, found.estate) == (
        "timeline.activate.share",
        "fee_rate",
        window,
        "main",
    )
    for value, answer in zip(values, found.answers, strict=True):
        changed = small.set("timeline.activate.share", value)
        figures = [measure(commsim.simulate(changed, seed=seed).monthly, "fee_rate", window) for seed in seeds]
        assert answer.value == value
        assert answer.figures == tuple(figures)
        assert (answer.runs, answer.failed, answer.error) == (4, 0, "")
        assert answer.mean == pytest.approx(np.mean(figures), abs=1e-15)
        half = 3.182446305284263 * np.std(figures, ddof=1) / 2  # Student's t, 3 degrees of freedom
        assert (answer.low, answer.high) == pytest.approx((answer.mean - half, answer.mean + half), abs=1e-12)
    assert len({answer.mean for answer in found.answers}) == 3


def test_a_lever_is_set_as_the_page_sets_it(small: Scenario, pool: Pool) -> None:
    job = response(small, "activated", ["0", "0.8"], [1, 2], "last month", measure="members_active", pool=pool)
    assert job.wait(PATIENCE)
    for value, answer in zip(("0", "0.8"), job.result().answers, strict=True):
        changed = with_value(small, "activated", value)
        figures = [commsim.simulate(changed, seed=seed).monthly["members_active"].iloc[-1] for seed in (1, 2)]
        assert answer.figures == tuple(figures)
    assert job.result().answers[0].mean == 0 < job.result().answers[1].mean


def test_a_value_that_is_not_allowed_counts_as_failed_runs(small: Scenario, pool: Pool) -> None:
    job = response(small, "start.service", ["0.5", "7"], [1, 2], pool=pool)
    assert job.wait(PATIENCE)
    good, bad = job.result().answers
    assert (good.runs, good.failed) == (2, 0)
    assert (bad.runs, bad.failed, bad.mean, bad.figures) == (2, 2, None, ())
    assert "start.service" in bad.error
    assert (job.state, job.failed) == (DONE, 2)


def test_a_change_that_makes_the_estate_too_large_fails(small: Scenario, pool: Pool) -> None:
    job = response(small, "estates.main.homes", ["99999"], [1], pool=pool)
    assert job.wait(PATIENCE)
    assert (job.state, job.failed) == (FAILED, 1)
    assert str(limits.MAX_HOUSEHOLDS) in job.error.replace(",", "")


def test_figures_that_are_undefined_are_left_out(small: Scenario, pool: Pool) -> None:
    job = response(small, "start.service", ["0.5"], [1, 2], "months 1..3", measure="load", pool=pool)
    assert job.wait(PATIENCE)
    (answer,) = job.result().answers
    assert (answer.mean, answer.low, answer.figures, answer.runs, answer.failed) == (None, None, (), 2, 0)


def test_means_and_intervals_of_few() -> None:
    assert mean_and_interval([]) == (None, None, None)
    assert mean_and_interval([0.25]) == (0.25, None, None)
    mean, low, high = mean_and_interval([1.0, 3.0])
    assert mean == 2.0
    assert (low, high) == pytest.approx((2 - 12.706204736432095, 2 + 12.706204736432095))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"values": []}, InputError, "0 values were given; allowed: 1 to 25"),
        ({"values": ["1"] * 26}, InputError, "26 values"),
        ({"values": ["0.1"] * 20, "seeds": range(101)}, InputError, "2020 runs; at most 2000"),
        ({"measure": "happiness"}, UnknownNameError, "happiness"),
        ({"window": "yesterday"}, InputError, "yesterday"),
        ({"window": "each year"}, InputError, "each year"),
        ({"estate": 3}, InputError, "no estate number 3"),
    ],
)
def test_a_response_that_cannot_be_made_is_refused(small, pool, change, error, message) -> None:
    asked = {"what": "start.service", "values": ["0.5"], "seeds": [1], **change}
    with pytest.raises(error, match=message):
        response(small, **asked, pool=pool)


def test_two_visitors_progress_together(small: Scenario) -> None:
    one = Pool(threads=2)
    long = fan(small, range(120), pool=one)
    short = fan(small, range(10), pool=one)
    assert short.wait(PATIENCE)
    assert long.state == RUNNING
    assert long.done < 60
    long.cancel()
    assert one.shutdown()
