"""How a behaviour parameter is declared: once, beside the rule that reads it.

A group of parameters is a ``NamedTuple`` whose fields are annotated with :class:`Parameter`::

    class TrustParameters(NamedTuple):
        up: Annotated[float, Parameter("a month", 0.0, 1.0, "speed at which trust rises", "assumed")] = 0.06

The default stands as the field's default. The behaviour file, the schema of scenarios, the command line's
``parameters`` and ``explain``, the documentation and the dashboard are all made from these declarations.
A ``NamedTuple`` is plain Python for the Mesa model and is understood by a compiler.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_type_hints


@dataclass(frozen=True)
class Parameter:
    """The declaration of one behaviour parameter.

    Attributes:
        unit: unit in words ("a month", "logit", "yuan", "share").
        low: least allowed value.
        high: greatest allowed value.
        meaning: what it does, in one plain sentence.
        source: where the value or form comes from, or "assumed".
    """

    unit: str
    low: float
    high: float
    meaning: str
    source: str


@dataclass(frozen=True)
class Declared:
    """A declared parameter together with its name, group and default."""

    group: str
    name: str
    default: float
    parameter: Parameter

    @property
    def path(self) -> str:
        """Dotted path in a scenario, such as ``behaviour.fees.social``."""
        return f"behaviour.{self.group}.{self.name}"


def declared(group: str, kind: type[Any]) -> list[Declared]:
    """Return the declarations of one group in their written order.

    Args:
        group: name of the group, which is also the name of the rule's file.
        kind: a ``NamedTuple`` class whose fields are annotated with :class:`Parameter`.

    Raises:
        TypeError: a field has no declaration, or a default outside its own range.
    """
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for name in kind._fields:
        metadata = getattr(hints[name], "__metadata__", ())
        if not metadata or not isinstance(metadata[0], Parameter):
            raise TypeError(f"{kind.__name__}.{name} is not declared with Parameter(...)")
        default = kind._field_defaults[name]
        parameter = metadata[0]
        if not parameter.low <= default <= parameter.high:
            raise TypeError(f"{kind.__name__}.{name}: default {default} outside {parameter.low} to {parameter.high}")
        found.append(Declared(group, name, default, parameter))
    return found
