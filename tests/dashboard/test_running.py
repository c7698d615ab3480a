"""Live runs: the same figures as the command line's, made once, kept within bounds."""

from __future__ import annotations

import math
import threading
import time

import pytest

import commsim
from commsim.dashboard import running
from commsim.dashboard.running import Kept, LiveRun, key_of, live, make_run
from commsim.errors import InputError, SeedError, UnknownNameError
from commsim.results.tables import events_frame, frame, households_arrow, monthly_arrow
from commsim.rules.columns import MONTHLY_NAMES
from commsim.scenario import Scenario, load_scenario


@pytest.fixture(scope="module")
def run(small: Scenario) -> LiveRun:
    return live(small, 1)


def test_tables_are_those_of_a_plain_run(small: Scenario, run: LiveRun) -> None:
    plain = commsim.simulate(small, seed=1)
    assert frame(monthly_arrow(run.raw)).equals(plain.monthly)
    assert frame(households_arrow(run.raw)).equals(plain.households)
    assert events_frame([run.raw]).equals(plain.events)
    assert run.raw.outcomes == plain.outcomes


def test_a_run_keeps_its_scenario_as_it_came(small: Scenario, run: LiveRun) -> None:
    assert run.raw.scenario is small
    assert run.scenario.data.record.households is False
    assert run.raw.history is None


def test_a_scenario_that_records_histories_runs_the_same(small: Scenario, run: LiveRun) -> None:
    recording = make_run(small.set("record.households", True), 1, run.key)
    assert recording.packs == run.packs
    assert recording.raw.history is None
    assert frame(monthly_arrow(recording.raw)).equals(frame(monthly_arrow(run.raw)))


def test_each_estate_has_its_pack_and_its_months() -> None:
    two = _two_estates()
    run = live(two, 3)
    assert len(run.packs) == len(run.estates) == len(two.estate_names) > 1
    for place, name in enumerate(run.estates):
        rows = [row for row, estate in enumerate(run.raw.monthly["estate"]) if estate == name]
        assert run.column(place, "fee_rate_households") == [run.raw.monthly["fee_rate_households"][row] for row in rows]


def _two_estates() -> Scenario:
    scenario = load_scenario("tianhu-garden").with_months(24)
    content = scenario.to_dict()
    content["estates"]["second"] = {**content["estates"]["main"], "homes": 100, "buildings": 3}
    return scenario._validated(content)


def test_a_month_has_every_column_exactly(run: LiveRun) -> None:
    month = run.month(0, 7)
    assert list(month) == list(MONTHLY_NAMES)
    for name, value in month.items():
        told = run.raw.monthly[name][6]
        assert value == told or (value is None and math.isnan(told)), name
    assert None in month.values()


@pytest.mark.parametrize("month", [0, 27, -1])
def test_a_month_outside_the_run_is_refused(run: LiveRun, month: int) -> None:
    with pytest.raises(InputError, match=f"month {month} is not in the run; allowed: 1 to 26"):
        run.month(0, month)


def test_an_estate_that_is_not_there_is_refused(run: LiveRun) -> None:
    with pytest.raises(InputError, match="no estate number 1; allowed: 0 to 0"):
        run.month(1, 1)
    with pytest.raises(UnknownNameError, match="no monthly column 'fees'"):
        run.column(0, "fees")


def test_a_seed_that_is_none_is_refused(small: Scenario) -> None:
    with pytest.raises(SeedError):
        live(small, -1)


def test_the_same_run_is_not_made_again(small: Scenario) -> None:
    changed = small.set("start.service", 0.61)
    assert live(changed, 5) is live(small.set("start.service", 0.61), 5)
    assert live(changed, 5) is not live(changed, 6)
    assert key_of(changed, 5) != key_of(changed, 6) != key_of(small, 6)


def test_the_first_run_of_620_homes_is_quick(small: Scenario) -> None:
    live(small, 1)  # compiled
    tianhu = load_scenario("tianhu-garden").with_months(180)
    times = []
    for seed in range(901, 906):
        start = time.thread_time()
        live(tianhu, seed)
        times.append(time.thread_time() - start)
    assert min(times) < 0.15


# --- what is kept
# ----------------------------------------------------------------------------------------------


def test_the_longest_unused_goes_first() -> None:
    kept = Kept[str](len, 10, 100)
    for key in "abc":
        kept.get(key, lambda: "xxxx")  # c pushes a out
    made = []
    kept.get("b", lambda: made.append("b") or "xxxx")
    kept.get("a", lambda: made.append("a") or "xxxx")  # pushes c out
    kept.get("c", lambda: made.append("c") or "xxxx")
    assert made == ["a", "c"]
    assert kept.bytes <= 10


def test_no_more_things_are_kept_than_allowed() -> None:
    kept = Kept[str](len, 1000, 2)
    for key in "abcd":
        kept.get(key, lambda: "x")
    assert len(kept) == 2
    kept.clear()
    assert (len(kept), kept.bytes) == (0, 0)


def test_a_thing_larger_than_the_bound_pushes_nothing_out() -> None:
    kept = Kept[str](len, 10, 100)
    kept.get("small", lambda: "x")
    assert kept.get("large", lambda: "x" * 11) == "x" * 11
    assert kept.get("small", lambda: "made again") == "x"


def test_two_who_ask_at_once_wait_for_one() -> None:
    kept = Kept[str](len, 100, 10)
    begun, go_on = threading.Event(), threading.Event()
    made, found = [], []

    def make() -> str:
        begun.set()
        go_on.wait(10)
        made.append(1)
        return "thing"

    threads = [threading.Thread(target=lambda: found.append(kept.get("key", make))) for _ in range(4)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    assert kept.get("other", lambda: "at once") == "at once"  # nobody else is held up
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert found == ["thing"] * 4
    assert made == [1]


def test_an_error_reaches_all_and_is_not_kept() -> None:
    kept = Kept[str](len, 100, 10)

    def fail() -> str:
        raise InputError("no")

    with pytest.raises(InputError, match="no"):
        kept.get("key", fail)
    assert kept.get("key", lambda: "now") == "now"


def test_runs_are_kept_within_bounds(small: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    one = make_run(small, 1, "k").size
    runs = Kept[LiveRun](lambda run: run.size, 3 * one + one // 2, 100)
    monkeypatch.setattr(running, "_runs", runs)
    for seed in range(6):
        live(small, seed)
    assert len(runs) == 3
    assert runs.bytes < 4 * one
