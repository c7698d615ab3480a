"""The benchmark of visitors: its figures and its page from made-up outcomes, and a small class in a browser."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

from benchmarks import visitors
from benchmarks.__main__ import NAMES, arguments
from benchmarks.report import page
from commsim.dashboard.links import query_of


def test_quantiles_are_of_times_that_were_measured():
    assert visitors.quantiles([float(one) for one in range(100, 0, -1)]) == (50.0, 95.0, 100.0)
    assert visitors.quantiles([7.0]) == (7.0, 7.0, 7.0)
    assert all(math.isnan(one) for one in visitors.quantiles([]))


def test_no_two_visitors_come_by_the_same_link_and_none_at_random():
    links = [query_of(visitors.first_place(each)) for each in range(60)]
    assert len(set(links)) == 60
    assert links == [query_of(visitors.first_place(each)) for each in range(60)]


def test_a_change_that_cannot_be_run_leaves_the_place_as_it_is():
    visit = visitors.Visit("one", None, visitors.Outcome(), visitors.first_place(0))
    before = visit.place
    assert visit.after(before.settings.with_change("no.such.path", "1")) == before
    after = visit.after(before.settings.with_seed(7))
    assert after.settings.seed == 7
    assert visit.key() != visitors.Visit("two", None, visitors.Outcome(), after).key()


def test_the_page_tells_times_memory_and_what_went_wrong():
    outcome = visitors.Outcome(opened=[900.0], megabytes={"before": 300.0, "peak": 420.0, "after class 1": 310.0})
    outcome.milliseconds |= {"lever": [100.0, 200.0], "scenario": [300.0], "language": [5.0]}
    outcome.mistakes.append("class 1, visitor 2: after lever: something else\nand more")
    report = visitors.report_of(outcome, 2, 3.0, 1)
    told = page(report)
    assert "| a new run, in all | 3 | 200 | 300 | 300 |" in told
    assert "| after class 1 | 310 |" in told
    assert "showed anything else: 1. " in told
    assert "- `class 1, visitor 2: after lever: something else`" in told
    assert "and more" not in told
    assert len(report.singles) == 4 + 1 + 3


def test_it_is_a_command_of_its_own():
    assert "visitors" not in NAMES
    options = arguments(["visitors", "--visitors", "3", "--seconds", "2"])
    assert (options.visitors, options.seconds) == (3, 2.0)


@pytest.mark.slow
def test_a_class_sees_its_own_settings_and_no_errors():
    with ThreadPoolExecutor(1) as thread:  # a loop of its own: that of other tests' browser runs in this thread
        report = thread.submit(visitors.benchmark, 3, 4.0, print, waves=1).result()
    assert "showed anything else: 0. Errors noted by the browsers or by the server: 0." in report.text, report.text
    assert sum(single.measure == "click to drawn" for single in report.singles) > 3
