"""Behaviour in a scenario: made from the declarations beside the rules."""

import pytest
from pydantic import ValidationError

from commsim.rules import GROUPS, default_behaviour
from commsim.scenario.behaviour_schema import GROUP_MODELS, BehaviourOverrides, with_overrides


def test_every_group_and_parameter_can_be_changed():
    assert {group: tuple(model.model_fields) for group, model in GROUP_MODELS.items()} == {
        group: kind._fields for group, kind in GROUPS.items()
    }
    assert tuple(BehaviourOverrides.model_fields) == tuple(GROUPS)


def test_nothing_said_is_the_default():
    assert with_overrides(BehaviourOverrides()) == default_behaviour()
    assert with_overrides(BehaviourOverrides.model_validate({"fees": {}})) == default_behaviour()


def test_only_what_is_said_changes():
    changed = with_overrides(BehaviourOverrides.model_validate({"fees": {"b_S": 1}}))
    assert changed == default_behaviour()._replace(fees=default_behaviour().fees._replace(b_S=1.0))
    assert isinstance(changed.fees.b_S, float)


@pytest.mark.parametrize("value", [20.5, -0.1, True, "1", float("nan"), [1.0]])
def test_a_value_outside_its_declaration_is_refused(value):
    with pytest.raises(ValidationError):
        BehaviourOverrides.model_validate({"fees": {"b_S": value}})
