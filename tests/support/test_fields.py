"""The helpers that find fields, change them and see what that does."""

from __future__ import annotations

from pathlib import Path

import pytest

from commsim.agents import resident, simulate_agents
from commsim.rules.norms import NormParameters, perceived_norm
from commsim.scenario import Scenario, parse_scenario
from tests.support.fields import WHOLES, all_fields, changes_of, other_numbers, paths_in, value_at
from tests.support.mattering import Worlds, choices_that_differ, matters
from tests.support.small_worlds import RINGS, small_worlds

FIELDS = {field.label: field for field in all_fields()}


@pytest.fixture(scope="module")
def rings() -> Scenario:
    """A small world."""
    return parse_scenario(RINGS)


@pytest.mark.parametrize(
    "label",
    [
        "months",
        "residents.tenure.owner",
        "estates.*.homes",
        "estates.*.residents.types.hump",
        "estates.*.company.effort",
        "timeline[activate].strategy",
        "timeline[company_leaves].month",
        "behaviour.fees.b_S",
        "mechanisms.quorum",
        "record.households",
    ],
)
def test_the_walk_finds_fields_at_every_depth(label: str) -> None:
    assert label in FIELDS


def test_a_field_of_estates_stands_in_every_estate(tmp_path: Path) -> None:
    conflict = small_worlds(tmp_path)["conflict"]
    assert paths_in(FIELDS["estates.*.homes"], conflict) == ["estates.main.homes", "estates.elsewhere.homes"]
    assert paths_in(FIELDS["timeline[subsidy].months"], conflict) == [
        "timeline.subsidy.months",
        "timeline.repair_subsidy.months",
    ]
    assert paths_in(FIELDS["timeline[self_run].month"], conflict) == []


def test_values_are_those_that_hold(rings: Scenario) -> None:
    assert value_at(rings, "estates.main.homes") == 40
    assert value_at(rings, "estates.main.residents.private_gain_share") == 0.6
    assert value_at(rings, "timeline.meeting.month") == 6
    assert value_at(rings, "behaviour.norms.w0") == 1.0


@pytest.mark.parametrize(
    ("node", "value", "expected"),
    [
        ({"type": "number", "minimum": 0, "maximum": 1}, 0.5, [0.75, 0.25]),
        ({"type": "number", "minimum": 0, "maximum": 1}, 0.9, [0.65, 0.45]),
        ({"type": "number", "minimum": 0, "maximum": 1}, 0.0, [0.25]),
        ({"type": "number", "minimum": 0, "maximum": 1}, None, [0.25]),
        ({"type": "integer", "minimum": 1, "maximum": 24}, 3, [7, 4, 1]),
        ({"type": "number", "minimum": -20, "maximum": 20}, -3.0, [-1.5, -6.0]),
        ({"type": "integer", "minimum": 0}, 0, [1]),
    ],
)
def test_other_numbers_are_allowed_and_different(node: dict[str, float], value: float, expected: list[float]) -> None:
    assert other_numbers(node, value) == pytest.approx(expected)


@pytest.mark.parametrize("whole", WHOLES)
def test_shares_of_a_whole_go_on_adding_up(whole: str, rings: Scenario) -> None:
    for part in WHOLES[whole]:
        (change,) = changes_of(FIELDS[f"residents.{whole}.{part}"], f"residents.{whole}.{part}", rings)
        changed = rings.set_many(change)
        assert value_at(changed, f"residents.{whole}.{part}") > value_at(rings, f"residents.{whole}.{part}")


def test_a_parameter_nobody_reads_is_found(rings: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    assert matters(FIELDS["behaviour.norms.w0"], Worlds({"rings": rings}, engine=simulate_agents))
    default = NormParameters()
    monkeypatch.setattr(
        resident, "perceived_norm", lambda paying, ties, signal, _p: perceived_norm(paying, ties, signal, default)
    )
    assert not matters(FIELDS["behaviour.norms.w0"], Worlds({"rings": rings}, engine=simulate_agents))


def test_a_choice_without_a_difference_is_found(rings: Scenario) -> None:
    choices = choices_that_differ(FIELDS["estates.*.common.operator"], Worlds({"rings": rings}))
    assert {"company", "group", "nobody"} <= choices
    unearning = rings.set("mechanisms.revenue", False)
    assert choices_that_differ(FIELDS["estates.*.common.operator"], Worlds({"rings": unearning})) == set()


def test_the_likeliest_world_is_tried_first(rings: Scenario) -> None:
    worlds = Worlds({"a": rings, "b": rings, "c": rings}, {"behaviour.": "b", "behaviour.fees.": "c"})
    assert [name for name, _ in worlds.in_order("months")] == ["a", "b", "c"]
    assert [name for name, _ in worlds.in_order("behaviour.ties.up")] == ["b", "a", "c"]
    assert [name for name, _ in worlds.in_order("behaviour.fees.a")] == ["c", "a", "b"]
