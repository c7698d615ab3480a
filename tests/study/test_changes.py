"""Changes of a scenario's plain data."""

import pytest

from commsim.scenario import load_scenario
from commsim.scenario.paths import UnknownPathError
from commsim.study.changes import apply, checked, copy_of, fits
from commsim.study.schema import Change


def plain():
    return load_scenario("tianhu-garden").to_dict()


@pytest.mark.parametrize(
    ("pattern", "event", "fitting"),
    [("elect", "elect", True), ("elect", "elect-2", False), ("elect*", "elect-2", True), ("*", "any", True)],
)
def test_a_final_star_stands_for_any_ending(pattern, event, fitting):
    assert fits(pattern, event) is fitting


def test_events_are_left_out_then_added_then_changed():
    content = plain()
    change = {"without": ("elect",), "add": ({"event": "elect", "month": 80},), "set": {"timeline.elect.attempts": 9}}
    apply(content, Change.model_validate(change), "tianhu-garden")
    assert [event for event in content["timeline"] if event["event"] == "elect"] == [
        {**content["timeline"][-1], "month": 80, "attempts": 9}
    ]


def test_an_event_that_is_left_out_has_no_path():
    change = Change.model_validate({"without": ("elect",), "set": {"timeline.elect.attempts": 9}})
    with pytest.raises(UnknownPathError, match="no event 'elect' in mine"):
        apply(plain(), change, "mine")


def test_targets_that_need_more_months_are_no_mistake():
    content = plain()
    content["timeline"] = []
    content["months"] = 59
    made, found = checked(content)
    assert found == []
    assert [target.id for target in made.targets] == ["dividends", "surplus"]


def test_a_copy_shares_nothing_with_its_original():
    content = plain()
    copied = copy_of(content)
    assert copied == content
    copied["timeline"][0]["month"] = 99
    copied["start"]["fee_rate"] = 0.0
    assert content == plain()
