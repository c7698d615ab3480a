"""The benchmarks themselves, at toy size: that they run, check first, and write what they found."""

import csv

import pytest

from benchmarks import core, full, memory, sweep, threads
from benchmarks.__main__ import arguments, main
from benchmarks.engines import ENGINES
from benchmarks.equality import UnequalError
from benchmarks.sizes import sized
from benchmarks.timing import Effort

SHORTEST = Effort(2, 0.0)


def quiet(_line):
    """Tell nobody."""


def rows(report):
    return {(row.implementation, row.measure) for row in report.singles}


def test_the_command_writes_page_table_and_picture(tmp_path, capsys):
    assert main(["core", "--quick", "--households", "30", "--months", "3", "--out", str(tmp_path)]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {"core.md", "core.csv", "core.svg", "core.png"}
    assert capsys.readouterr().out.startswith("# The core model, side by side")
    with (tmp_path / "core.csv").open(encoding="utf-8") as lines:
        measured = {row["implementation"] for row in csv.DictReader(lines)}
    assert measured == set(core.TITLES) - set(core.left_out())


def test_a_quick_run_leaves_the_results_alone():
    assert arguments(["core", "--quick"]).out is None


def test_the_core_page_tells_every_contestant_and_who_is_missing():
    report = core.benchmark([core.Size(30, 3)], SHORTEST, quiet)
    for name, title in core.TITLES.items():
        assert title in report.text
        assert (name, "whole run") in rows(report) or name in core.left_out()


def test_nothing_is_measured_where_answers_differ(monkeypatch):
    def wrong(inputs, keep_who=False):
        found = right(inputs, keep_who)
        return found._replace(payers=[number + 1 for number in found.payers])

    right = core.RIVALS["numpy"]
    monkeypatch.setattr(core, "RIVALS", {**core.RIVALS, "numpy": wrong})
    monkeypatch.setattr(core, "measure_lives", lambda *_: pytest.fail("measured before the answers agreed"))
    with pytest.raises(UnequalError, match="numpy: payers of month 1"):
        core.benchmark([core.Size(30, 3)], SHORTEST, quiet)


def test_the_full_model_is_measured_by_both_engines():
    report = full.benchmark([40], 3, SHORTEST, quiet)
    measures = ("whole run", "run of one month")
    assert rows(report) == {(engine, measure) for engine in ENGINES for measure in measures}
    assert report.text.count("40 households, 3 months") == len(full.SCENARIOS)


def test_drivers_that_differ_are_refused(monkeypatch):
    right = full.simulate
    seeds = dict(zip(ENGINES, (1, 2), strict=True))
    monkeypatch.setattr(full, "simulate", lambda scenario, engine, **_: right(scenario, seed=seeds[engine]))
    with pytest.raises(UnequalError, match="compiled: typical-estate"):
        full.check(sized("typical-estate", 40, 3))


def test_threads_are_compared_and_measured():
    report = threads.benchmark([40], 3, 4, SHORTEST, quiet)
    assert {row.implementation for row in report.singles} == {"compiled, 1 threads", "compiled, 2 threads"}


def test_threads_that_matter_are_refused(monkeypatch):
    right = threads.simulate_many
    others = {1: range(1, 3), 2: range(2, 4)}
    monkeypatch.setattr(threads, "simulate_many", lambda scenario, _, count: right(scenario, others[count], 1))
    with pytest.raises(UnequalError, match="two threads: typical-estate"):
        threads.check(sized("typical-estate", 40, 3), range(1, 3))


def test_a_sweep_is_measured_beside_mesas_batch_run(tmp_path):
    report = sweep.benchmark(2, 2, Effort(1, 0.0), quiet, tmp_path)
    assert {(row.implementation, row.measure) for row in report.singles} == {
        ("commsim sweep, 1 thread(s)", "sweep"),
        ("commsim sweep, 1 thread(s)", "in the engine"),
        ("commsim sweep, 2 thread(s)", "sweep"),
        ("commsim sweep, 2 thread(s)", "in the engine"),
        ("Mesa batch run", "extrapolated"),
    }
    for row in report.singles:
        assert row.value > 0
    assert "Time in the engine" in report.text


def test_a_sweep_is_not_measured_where_mesas_batch_run_says_otherwise(monkeypatch, tmp_path):
    plain = sweep.batch_run

    def wrong(study, runs):
        return [row | {"fee_rate": 2.0} for row in plain(study, runs)]

    monkeypatch.setattr(sweep, "batch_run", wrong)
    monkeypatch.setattr(sweep, "timed_sweep", lambda *_: pytest.fail("measured before the answers agreed"))
    with pytest.raises(AssertionError, match="other fee rates under seed 1"):
        sweep.benchmark(2, 2, Effort(1, 0.0), quiet, tmp_path)


def test_memory_is_measured_in_processes_of_their_own():
    report = memory.benchmark((200, 400), quiet)
    assert [row.case for row in report.singles] == ["200 runs", "400 runs"]
    for row in report.singles:
        assert 50 < row.value < 5_000  # MB: a Python process with its libraries
