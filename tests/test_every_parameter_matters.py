"""Every field of a scenario and every behaviour parameter changes a result, or is listed here with the reason.

A parameter nobody reads is the worst bug a sweep can have. Each field is changed in small worlds in which it must act;
a result is any monthly column, household value or outcome, but not what merely repeats the scenario: the log of events
and the traits of households. Where values are listed, every one of them must make a difference. An event's kind is
tested by leaving the event out. The compiled engine runs the worlds; that the Mesa model gives the same stands in
``tests/docking``.
"""

from __future__ import annotations

import pytest

from commsim.engine.run import simulate_compiled
from commsim.rules import all_declared
from commsim.scenario import parse_scenario
from tests.support.fields import Field, all_fields
from tests.support.mattering import SEED, Worlds, changed_worlds, choices_that_differ, matters, result
from tests.support.small_worlds import ACTS_IN, CONFLICT, small_worlds

FOR_READERS = {
    "schema_version": "names the format; there is only one",
    "name": "a name",
    "title.en": "a text for readers",
    "title.zh": "a text for readers",
    "question.en": "a text for readers",
    "question.zh": "a text for readers",
    "notes": "a text for readers",
    "sources": "a text for readers",
    "twin": "chooses what a picture shows beside this scenario",
    "targets": "what a run is held against, not what it does",
    "record.households": "keeps the history of households; the run is the same",
}
"""Fields that say nothing about the world, and why."""

ONLY_DESCRIBES = {
    "estates.*.floors": "tells on which floor a household lives; no rule asks for it yet (a lift in a stairwell will)",
}
"""Fields that change traits of households and nothing else, and why."""

ONLY_CHECKED = {
    "estates.*.common.parking_spaces": "bounds parking_let, which earns",
    "timeline[activate].by": "says who asks; 'branch' is refused where none was founded. What members get comes from "
    "the branch itself",
}
"""Fields that only decide whether a scenario is allowed, and why."""

EVENT_ID = "id"
"""Name of the field by which paths and the log call an event."""

LISTED = {**FOR_READERS, **ONLY_DESCRIBES, **ONLY_CHECKED}
FIELDS = [field for field in all_fields() if field.label not in LISTED and field.name != EVENT_ID]
BY_LABEL = {field.label: field for field in all_fields()}


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """The small worlds."""
    return Worlds(small_worlds(tmp_path_factory.mktemp("worlds")), ACTS_IN)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.label)
def test_changing_a_field_changes_the_result(field: Field, worlds: Worlds) -> None:
    if field.choices:
        assert choices_that_differ(field, worlds) == set(field.choices)
    else:
        assert matters(field, worlds)


def test_every_behaviour_parameter_is_among_the_fields() -> None:
    assert {label for label in BY_LABEL if label.startswith("behaviour.")} == {one.path for one in all_declared()}


def test_listed_fields_exist() -> None:
    assert set(LISTED) <= set(BY_LABEL)


@pytest.mark.parametrize("label", ONLY_DESCRIBES)
def test_a_field_that_only_describes_changes_traits_alone(label: str, worlds: Worlds) -> None:
    name, changed, _ = next(changed_worlds(BY_LABEL[label], worlds))
    before, after = simulate_compiled(worlds.scenarios[name], SEED), simulate_compiled(changed, SEED)
    assert result(before) == result(after)
    assert result(before, traits=True) != result(after, traits=True)


@pytest.mark.parametrize("label", ONLY_CHECKED)
def test_a_field_that_is_only_checked_changes_nothing(label: str, worlds: Worlds) -> None:
    assert not matters(BY_LABEL[label], worlds)


def test_texts_and_targets_change_nothing(worlds: Worlds) -> None:
    text = (
        CONFLICT.replace("name: small-world", "name: another").replace("A small world", "Another").replace("小", "大")
    )
    text += """
question: {en: Why?, zh: 为什么？}
notes: Something else.
sources: [somebody]
twin: typical-estate
targets: [{id: pays, measure: fee_rate, window: last month, relation: above, value: 0.5, assumed: true}]
record: {households: true}
"""
    assert result(simulate_compiled(parse_scenario(text), SEED)) == worlds.result("conflict")


def test_recording_households_keeps_their_history(worlds: Worlds) -> None:
    scenario = worlds.scenarios["rings"]
    assert simulate_compiled(scenario, SEED).history is None
    assert simulate_compiled(scenario.set("record.households", True), SEED).history is not None


def test_the_log_calls_an_event_by_its_id(worlds: Worlds) -> None:
    scenario = worlds.scenarios["rings"].set("timeline.meeting.id", "evening")
    assert "evening" in [event["event"] for event in simulate_compiled(scenario, SEED).events]
