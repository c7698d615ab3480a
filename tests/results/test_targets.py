import math

import pandas as pd
import pytest

from commsim.results.targets import bounds, demanded, evaluate_targets, figure_text, holds, room
from commsim.scenario.targets import Target
from tests.small_estate import monthly_of

NAN = math.nan


def target(relation: str = "below", value: float | None = 0.5, **more) -> Target:
    return Target(id="one", **({"measure": "service", "window": "whole run"} | more), relation=relation, value=value)


def between(low: float, high: float) -> Target:
    return target("between", None, low=low, high=high)


class Plan:
    """A scenario that has targets and nothing else."""

    estate_names = ("main", "other")

    def __init__(self, *targets: Target) -> None:
        self.data = type("Data", (), {"targets": targets})


@pytest.mark.parametrize(
    ("asked", "inside", "edge_holds", "outside"),
    [
        (target("below"), 0.4, False, 0.6),
        (target("at_most"), 0.4, True, 0.6),
        (target("above"), 0.6, False, 0.4),
        (target("at_least"), 0.6, True, 0.4),
        (target("equal"), 0.5, True, 0.6),
        (between(0.5, 0.8), 0.7, True, 0.9),
    ],
    ids=lambda case: case.relation if isinstance(case, Target) else None,
)
def test_a_relation_holds_inside_its_bounds(asked: Target, inside: float, edge_holds: bool, outside: float) -> None:
    assert holds(asked, inside)
    assert holds(asked, 0.5) is edge_holds
    assert not holds(asked, outside)
    assert not holds(asked, NAN)


def test_bounds_and_words_say_what_is_asked() -> None:
    assert bounds(target("below")) == (-math.inf, 0.5)
    assert bounds(target("at_least")) == (0.5, math.inf)
    assert demanded(target("above", 1_000_000)) == "above 1,000,000"
    assert demanded(target("at_most", 0.5)) == "at most 0.5"
    assert demanded(between(0.98, 0.999)) == "between 0.98 and 0.999"
    assert room(between(0.2, 0.8), 0.7) == pytest.approx(0.1)


def runs(*services: float) -> pd.DataFrame:
    tables = [monthly_of(12, seed=seed, service=value) for seed, value in enumerate(services, start=1)]
    return pd.concat(tables, ignore_index=True)


def test_a_target_is_met_if_nine_of_ten_seeds_hold_it() -> None:
    [nine] = evaluate_targets(Plan(target()), runs(*[0.1] * 9, 0.9))
    [eight] = evaluate_targets(Plan(target()), runs(*[0.1] * 8, 0.9, 0.9))
    assert nine.met
    assert nine.share_holding == 0.9
    assert not eight.met


def test_a_result_tells_each_seed() -> None:
    [result] = evaluate_targets(Plan(target()), runs(0.1, 0.7))
    assert result.seeds == (1, 2)
    assert result.holds == (True, False)
    assert result.mean == pytest.approx(0.4)
    assert result.spread.median == pytest.approx(0.4)
    assert result.to_dict()["by_seed"][1] == {"seed": 2, "value": pytest.approx(0.7), "holds": False}


def test_an_undefined_figure_does_not_hold_and_is_null_in_json() -> None:
    [result] = evaluate_targets(Plan(target(window="month 99")), runs(0.1))
    assert not result.met
    assert result.to_dict()["mean"] is None


def test_each_year_must_hold_and_the_worst_is_shown() -> None:
    table = monthly_of(24, service=[0.1] * 12 + [0.7] * 12)
    [result] = evaluate_targets(Plan(target(window="each year")), table)
    assert result.holds == (False,)
    assert result.values[0] == pytest.approx(0.7)


def test_no_whole_year_holds_nothing_each_year() -> None:
    [result] = evaluate_targets(Plan(target(window="each year")), monthly_of(6, service=0.1))
    assert result.holds == (False,)


def test_each_year_can_be_relative() -> None:
    table = monthly_of(24, service=[0.2] * 12 + [0.8] * 12)
    asked = target("at_least", 1.0, window="each year", relative_to="months 1..12")
    [result] = evaluate_targets(Plan(asked), table)
    assert result.holds == (True,)
    assert result.values[0] == pytest.approx(1.0)


def test_a_target_is_held_against_its_own_estate() -> None:
    tables = [monthly_of(12, service=0.9), monthly_of(12, estate="other", service=0.1)]
    [first, other] = evaluate_targets(Plan(target(), target(estate="other")), pd.concat(tables))
    assert (first.estate, first.met) == ("main", False)
    assert (other.estate, other.met) == ("other", True)


def test_figures_are_short_and_readable() -> None:
    assert figure_text(1_583_864.2) == "1,583,864"
    assert figure_text(0.923456) == "0.9235"
    assert figure_text(NAN) == "undefined"


def test_the_targets_of_a_scenario_are_held_against_real_runs(small_runs) -> None:
    assert [(result.target.id, result.met) for result in small_runs.targets()] == [
        ("pays", True),
        ("never", False),
        ("years", True),
    ]
