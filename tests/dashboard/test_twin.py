"""Twins: nothing differs where nothing was changed, and differences are those of the two histories."""

from __future__ import annotations

import math

import numpy as np
import pytest

import commsim
from commsim.dashboard.pack import unpack
from commsim.dashboard.panels import HEADLINES
from commsim.dashboard.running import LiveRun, live
from commsim.dashboard.twin import SEEN, differences, first_month, twin_pack
from commsim.errors import InputError
from commsim.rules.columns import HOUSEHOLD_FINAL
from commsim.scenario import Scenario

SHARES = ("norm", "trust_payee", "trust_self", "belonging")
DOINGS = ("active", "pays", "ever_visited", "dispute_payee", "dispute_neighbour")


@pytest.fixture(scope="module")
def pair(small: Scenario) -> tuple[LiveRun, LiveRun]:
    return live(small, 1), live(small.without("activate"), 1)


@pytest.fixture(scope="module")
def histories(small: Scenario) -> tuple[list[dict], list[dict]]:
    """The recorded histories of both worlds, a row a household and month, from the plain interface."""
    runs = [
        commsim.simulate(scenario.set("record.households", True), seed=1)
        for scenario in (small, small.without("activate"))
    ]
    first, second = (run.history.to_dict("records") for run in runs)
    return first, second


def differ(ours: dict, theirs: dict, names: tuple[str, ...]) -> bool:
    both = [(ours[name], theirs[name]) for name in names]
    return any(a != b and not (math.isnan(a) and math.isnan(b)) for a, b in both)


def by_force(histories: tuple[list[dict], list[dict]], unlike) -> list[int]:
    """The first month in which a household is unlike its twin, found row by row."""
    since = [0] * 42
    for ours, theirs in zip(*histories, strict=True):
        assert (ours["month"], ours["household"]) == (theirs["month"], theirs["household"])
        if since[ours["household"]] == 0 and unlike(ours, theirs):
            since[ours["household"]] = ours["month"]
    return since


def test_an_untouched_twin_differs_nowhere(small: Scenario) -> None:
    run = live(small, 1)
    same = live(small.set("title.en", "Another name"), 1)
    assert same is not run
    found = differences(run, same, 0)
    assert not found.since.any()
    assert not found.seen_since.any()
    assert not found.pays_since.any()
    assert set(found.by_month) == set(found.differing) == {0}
    assert {value for values in found.columns.values() for value in values} <= {0, None}


def test_since_is_the_first_month_in_which_anything_differs(pair, histories) -> None:
    expected = by_force(histories, lambda ours, theirs: differ(ours, theirs, HOUSEHOLD_FINAL))
    found = differences(*pair, 0)
    assert found.since.dtype == np.uint16
    assert found.since.tolist() == expected
    assert any(expected)
    assert min(month for month in expected if month) == 6  # when members are activated


def test_seen_since_is_the_first_month_in_which_a_difference_can_be_seen(pair, histories) -> None:
    def seen(ours: dict, theirs: dict) -> bool:
        return any(abs(ours[name] - theirs[name]) >= SEEN for name in SHARES) or differ(ours, theirs, DOINGS)

    found = differences(*pair, 0)
    assert found.seen_since.tolist() == by_force(histories, seen)
    assert (found.seen_since >= found.since).sum() + (found.seen_since == 0).sum() >= 42


def test_pays_since_is_the_first_month_in_which_payment_differs(pair, histories) -> None:
    found = differences(*pair, 0)
    assert found.pays_since.tolist() == by_force(histories, lambda ours, theirs: ours["pays"] != theirs["pays"])
    assert found.pays_since.any()


def test_windows_that_differ_are_counted_each_month(pair, histories) -> None:
    counts, anything = [0] * 26, [0] * 26
    for ours, theirs in zip(*histories, strict=True):
        counts[ours["month"] - 1] += ours["pays"] != theirs["pays"]
        anything[ours["month"] - 1] += differ(ours, theirs, HOUSEHOLD_FINAL)
    found = differences(*pair, 0)
    assert found.by_month == counts
    assert found.differing == anything


def test_monthly_differences_are_those_of_compare(small: Scenario, pair) -> None:
    compared = commsim.compare(small, small.without("activate"), seed=1).monthly
    found = differences(*pair, 0).columns
    for headline in HEADLINES:
        line = headline.line
        expected = compared[line.column].tolist()
        for ours, theirs in zip(found[line.name], expected, strict=True):
            undefined = ours is None and math.isnan(theirs)
            assert undefined or ours == theirs / line.divisor, line.name


def test_the_other_way_round_has_the_other_sign(pair) -> None:
    there, back = differences(*pair, 0), differences(*reversed(pair), 0)
    assert there.since.tolist() == back.since.tolist()
    assert there.columns["service"] == [-value for value in back.columns["service"]]


def test_differences_are_kept(pair) -> None:
    assert differences(*pair, 0) is differences(*pair, 0)


def test_the_first_month_of_a_row_of_answers() -> None:
    differs = np.array([[0, 1, 0], [0, 0, 0], [1, 1, 0]], np.bool_)
    assert first_month(differs).tolist() == [3, 1, 0]


def test_a_pack_of_differences(pair) -> None:
    found = differences(*pair, 0)
    header, arrays = unpack(twin_pack(*pair, 0))
    assert {name: array.tolist() for name, array in arrays.items()} == {
        "since": found.since.tolist(),
        "seen_since": found.seen_since.tolist(),
        "pays_since": found.pays_since.tolist(),
    }
    assert (header["n"], header["months"], header["by_month"]) == (42, 26, found.by_month)
    assert header["differing"] == found.differing


def test_runs_that_cannot_be_paired_are_refused(small: Scenario, pair) -> None:
    run = pair[0]
    for other, message in (
        (live(small, 2), "seed 1 and 2"),
        (live(small.with_months(20), 1), "months 26 and 20"),
        (live(small.set("estates.main.homes", 41), 1), "42 and 43 households"),
        (live(small.set("first_year", 2020), 1), "first year 2021 and 2020"),
    ):
        with pytest.raises(InputError, match=f"cannot be paired.*{message}"):
            differences(run, other, 0)
    with pytest.raises(InputError, match="no estate number 1; allowed: 0 to 0"):
        differences(*pair, 1)
    content = small.to_dict()
    content["estates"] = {"other": content["estates"]["main"]}
    with pytest.raises(InputError, match="estates main and other"):
        differences(run, live(small._validated(content), 1), 0)
