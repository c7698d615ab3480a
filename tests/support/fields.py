"""Every field a scenario can have, and sensible other values for each, read from the schema that editors use.

A *field* is a place for one value: ``estates.*.company.effort``, ``timeline[activate].share``, ``behaviour.fees.b_S``.
In one scenario it stands at one or several *paths*: ``estates.main.company.effort``. A *change* is the values by path
that a test sets together, since shares of a whole must go on adding up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from commsim.scenario import Scenario
from commsim.scenario.fields import json_schema, resolve

Change = dict[str, Any]

WHOLES = {
    "tenure": ("owner", "tenant", "absent"),
    "ages": ("young", "middle", "old"),
    "types": ("conditional", "free_rider", "hump", "unconditional"),
}
"""Groups of shares that add up to 1."""

OTHER_VALUES: dict[str, tuple[Any, ...]] = {
    "first_year": (2015,),  # under the law before 2021
    "world_seed": (5,),
}
"""Other values of fields whose range does not say which would make a difference."""

MOVED = 0.25
"""How far a share is moved."""


class Field(NamedTuple):
    """A place for one value.

    Attributes:
        label: name with ``*`` for every estate and ``timeline[kind]`` for every event of a kind.
        node: its JSON schema.
    """

    label: str
    node: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Last part of the label."""
        return self.label.rpartition(".")[2]

    @property
    def choices(self) -> tuple[Any, ...]:
        """The values it can take, where they are listed."""
        if self.node.get("type") == "boolean":
            return (False, True)
        return tuple(self.node.get("enum", ()))


def all_fields() -> list[Field]:
    """Return every field of a scenario, behaviour parameters included, in the order of the schema."""
    return list(_walk(json_schema(), ""))


def _walk(node: Mapping[str, Any], prefix: str) -> Iterator[Field]:
    for name, below in resolve(node)["properties"].items():
        label = f"{prefix}.{name}" if prefix else name
        inner = resolve(below)
        if "properties" in inner:
            yield from _walk(inner, label)
        elif "patternProperties" in inner:
            yield from _walk(next(iter(inner["patternProperties"].values())), f"{label}.*")
        elif "discriminator" in inner.get("items", {}):
            for kind, reference in inner["items"]["discriminator"]["mapping"].items():
                yield from _walk({"$ref": reference}, f"{label}[{kind}]")
        else:
            yield Field(label, inner)


def paths_in(field: Field, scenario: Scenario) -> list[str]:
    """Return the paths at which a field stands in a scenario, in written order."""
    group, _, rest = field.label.partition(".")
    if group == "estates":
        return [field.label.replace("*", name) for name in scenario.estate_names]
    if group.startswith("timeline["):
        kind = group.removeprefix("timeline[").removesuffix("]")
        return [f"timeline.{event.key}.{rest}" for event in scenario.data.timeline if event.event == kind]
    return [field.label]


def value_at(scenario: Scenario, path: str) -> Any:
    """Return the value at a path; for what an estate leaves open the value that holds for it, else None."""
    steps = path.split(".")
    here: Any = scenario.data
    if steps[0] == "behaviour":
        here, steps = scenario.behaviour, steps[1:]
    elif steps[0] == "timeline":
        here = next(event for event in scenario.data.timeline if event.key == steps[1])
        steps = steps[2:]
    elif steps[0] == "estates" and steps[2] == "residents":
        here, steps = scenario.residents(steps[1]), steps[3:]
    for step in steps:
        here = here[step] if isinstance(here, dict) else getattr(here, step)
    return here


def changes_of(field: Field, path: str, scenario: Scenario) -> list[Change]:
    """Return ways to change a field at one path, the likelier to matter first; none may be allowed there."""
    value = value_at(scenario, path)
    holder, _, name = path.rpartition(".")
    whole = WHOLES.get(holder.rpartition(".")[2])
    if whole is not None:
        return _within_whole(scenario, holder, whole, name)
    others = [choice for choice in field.choices if choice != value]
    if field.label in OTHER_VALUES:
        others = list(OTHER_VALUES[field.label])
    if field.label == "network.kind":
        drawn = [{path: other, "network.file": None} for other in others if other != "file"]
        read = [{path: "file", "network.file": "ties.txt"}] if "file" in others else []
        return drawn + read if len(scenario.estate_names) == 1 else drawn
    if field.label == "timeline[call_assembly].matter":
        return [{path: other, f"{holder}.yuan": 5000.0} for other in others]
    if field.name == "share" and field.label.startswith("timeline[activate]"):
        return [{path: other, f"{holder}.count": None} for other in other_numbers(field.node, value)]
    if field.name == "count":
        return [{path: other, f"{holder}.share": None} for other in other_numbers(field.node, value)]
    if field.node.get("type") in ("integer", "number") and not others:
        others = other_numbers(field.node, value)
    elif field.node.get("type") == "string" and not others:
        others = _other_texts(field, scenario, value)
    return [{path: other} for other in others]


def _other_texts(field: Field, scenario: Scenario, value: str | None) -> list[str]:
    if field.name == "estate":
        return [name for name in ("all", *reversed(scenario.estate_names)) if name != value]
    if field.label == "timeline[mechanism].name":
        return [name for name in ("fees", "trust", "disputes") if name != value]
    return {"id": ["renamed"], "file": ["other.txt"]}.get(field.name, [])


def _within_whole(scenario: Scenario, holder: str, whole: tuple[str, ...], name: str) -> list[Change]:
    """Move a share of a whole, and take it from the greatest of the others."""
    values = {other: value_at(scenario, f"{holder}.{other}") for other in whole}
    greatest = max((other for other in whole if other != name), key=lambda other: values[other])
    step = min(MOVED, values[greatest])
    moved = values | {name: values[name] + step, greatest: values[greatest] - step}
    return [{f"{holder}.{other}": value for other, value in moved.items()}]


def other_numbers(node: Mapping[str, Any], value: float | None) -> list[float]:
    """Return two other numbers allowed at a node, one above the value and one below, as far as there is room."""
    low = node.get("minimum", 0)
    high = node.get("maximum", node.get("exclusiveMaximum", low + 1_000_000))
    whole = node.get("type") == "integer"
    if value is None:
        value = low
    if not whole and low >= 0 and high <= 1:
        wanted = [value + MOVED, value - MOVED, value / 2]
    else:
        wanted = [2 * value + 1, value + 1, value / 2, 0.0] if value >= 0 else [value / 2, 2 * value]
    numbers = [int(number) if whole else float(number) for number in wanted]
    return [number for number in dict.fromkeys(numbers) if low <= number <= high and number != value]
