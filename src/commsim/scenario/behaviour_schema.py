"""The ``behaviour`` part of a scenario: any behaviour parameter, by group and name, with its declared range.

The models are made from the declarations beside the rules, so a parameter is declared once. Every group and every
parameter is optional; what is left out keeps its default (``behaviour/default.yaml``).
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, create_model

from commsim.rules import GROUPS, Behaviour, default_behaviour
from commsim.rules.parameters import Declared, declared
from commsim.scenario.base import Strict


def described(entry: Declared) -> str:
    """Return unit, meaning and source of a parameter in one line, for editors and error messages."""
    parameter = entry.parameter
    return f"{parameter.meaning} ({parameter.unit}); default {entry.default:g}; source: {parameter.source}"


def _group_model(group: str, kind: type[Any]) -> type[Strict]:
    """Return the model of one group: an optional number, with its range, for each declared parameter."""
    fields: dict[str, Any] = {
        entry.name: (
            float | None,
            Field(None, ge=entry.parameter.low, le=entry.parameter.high, description=described(entry)),
        )
        for entry in declared(group, kind)
    }
    name = group.title().replace("_", "") + "Overrides"
    return create_model(name, __base__=Strict, __module__=__name__, __doc__=f"Parameters of rule '{group}'.", **fields)


GROUP_MODELS: dict[str, type[Strict]] = {group: _group_model(group, kind) for group, kind in GROUPS.items()}

# Pickle finds a class by module and name; runs are sent to worker processes.
globals().update({model.__name__: model for model in GROUP_MODELS.values()})

_FIELDS: dict[str, Any] = {
    group: (model | None, Field(None, description=f"parameters of rule '{group}', see `commsim explain {group}`"))
    for group, model in GROUP_MODELS.items()
}

BehaviourOverrides = create_model(
    "BehaviourOverrides",
    __base__=Strict,
    __module__=__name__,
    __doc__="Behaviour parameters that differ from their defaults.",
    **_FIELDS,
)


def with_overrides(overrides: Strict) -> Behaviour:
    """Return the default behaviour with the given parameters changed.

    Args:
        overrides: a ``BehaviourOverrides``; parameters that are ``None`` keep their default.
    """
    behaviour = default_behaviour()
    for group in GROUPS:
        chosen = getattr(overrides, group)
        if chosen is not None:
            changed = getattr(behaviour, group)._replace(**chosen.model_dump(exclude_none=True))
            behaviour = behaviour._replace(**{group: changed})
    return behaviour
