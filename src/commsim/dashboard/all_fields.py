"""Every other setting of a scenario, generated from its schema and from the declarations of the behaviour parameters.

What the schema says is not said again here: ranges, choices, defaults and descriptions are read from it. Left out is
what decides no run (name, title, notes, sources, targets, record), what would make another kind of file (format,
twin, network file), ids of events, and shares of an estate's own residents where it has none of its own: such shares
add up to 1, so that one of them alone can never be changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from commsim.rules import GROUPS, declared
from commsim.scenario import Scenario
from commsim.scenario.fields import (
    Node,
    below,
    chosen,
    entry_id,
    is_optional,
    json_schema,
    node_at,
    number_text,
    resolve,
)
from commsim.scenario.mechanisms import Mechanisms

NOTHING = "null"
"""Value of a setting that says nothing of its own; as text of a change it means the same."""

_TOP = ("first_year", "world_seed")
_PARTS = ("timeline", "estates", "residents", "start", "network", "mechanisms")
_SKIPPED = ("id", "event", "file")
_BRACKETED = re.compile(r"\s*\((share[^()]*|number|standard deviation)\)")
_AFTER_COMMA = re.compile(r", ((?:yuan|hours|m²|a month)(?: [^,;:()]*)?)$")
Path = tuple[Any, ...]


@dataclass(frozen=True)
class Setting:
    """One value of a scenario that can be changed.

    Attributes:
        path: dotted path, as for ``--set``.
        label: its name in words, English.
        group: dotted path of the group it stands in; ``scenario`` for what stands at the top.
        unit: its unit, English; empty where it has none or the sentence says it.
        sentence: what it is, English.
        kind: ``share``, ``number``, ``whole``, ``switch``, ``choice`` or ``text``.
        low: least value of a number, or None.
        high: greatest value of a number, or None.
        choices: the words of a choice.
        value: what the scenario has, as text of a change; ``null`` where it says nothing of its own.
        default: what holds where a file says nothing, as text; empty where a file must say it.
    """

    path: str
    label: str
    group: str
    unit: str
    sentence: str
    kind: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    value: str
    default: str


def all_settings(scenario: Scenario) -> tuple[Setting, ...]:
    """Return every setting of a scenario: of the run, its timeline, estates, people, switches, and the behaviour.

    Args:
        scenario: a valid scenario.

    Returns:
        The settings, those of one group together, each path once.
    """
    content = scenario.to_dict()
    found = [_setting((name,), content, scenario) for name in _TOP]
    for part in _PARTS:
        found += [_setting(path, content, scenario) for path in _leaves((part,), content)]
    return (*found, *_behaviour(scenario))


def split_unit(description: str) -> tuple[str, str]:
    """Split the description of a field into a sentence and its unit, in brackets or after the last comma.

    Returns:
        Sentence and unit; the unit is empty where the description has none.
    """
    bracketed = _BRACKETED.search(description)
    if bracketed:
        return _BRACKETED.sub("", description, count=1), bracketed[1]
    after = _AFTER_COMMA.search(description)
    return (description[: after.start()], after[1]) if after else (description, "")


def value_text(value: Any) -> str:
    """Return a plain value as the text of a change that means it."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, int | float) else str(value)


def _leaves(path: Path, content: dict[str, Any]) -> Iterator[Path]:
    """Yield the paths of all single values below a path, with positions in lists."""
    node = node_at(path, content)
    if node is None:
        return
    inside: Any = content
    for step in path:
        inside = below(inside, step)
    kind = resolve(node).get("type")
    if kind == "array":
        for position in range(len(inside or ())):
            yield from _leaves((*path, position), content)
    elif kind == "object":
        if inside is None and is_optional(_node(path, content)):
            return
        named = resolve(node).get("properties") or inside
        for name in named:
            if name not in _SKIPPED:
                yield from _leaves((*path, name), content)
    else:
        yield path


def _node(path: Path, content: dict[str, Any]) -> Node:
    """Return the schema of a value that is there, with its description and default."""
    node: Node | None = json_schema()
    inside: Any = content
    for step in path:
        holder = resolve(chosen(node, inside) or {})
        inside = below(inside, step)
        if isinstance(step, int):
            node = holder["items"]
        else:
            named, free = holder.get("properties", {}), holder.get("patternProperties", {})
            node = named[step] if step in named else next(iter(free.values()))
    assert node is not None
    return node


def _setting(path: Path, content: dict[str, Any], scenario: Scenario) -> Setting:
    node = _node(path, content)
    bare = resolve(node)
    inside: Any = content
    for step in path:
        inside = below(inside, step)
    sentence, unit = split_unit(node.get("description", ""))
    kind, low, high = _kind(bare)
    choices = tuple(str(choice) for choice in bare.get("enum", ())) or _names(path, scenario)
    return Setting(
        path=_dotted(path, content),
        label=str(path[-1]).replace("_", " "),
        group=_dotted(path[:-1], content) or "scenario",
        unit=unit,
        sentence=sentence,
        kind="choice" if choices else kind,
        low=low,
        high=high,
        choices=choices,
        value=value_text(inside),
        default=value_text(node["default"]) if "default" in node else "",
    )


def _kind(node: Node) -> tuple[str, float | None, float | None]:
    """Return kind, least and greatest value of a single value."""
    kind = node.get("type")
    if kind == "boolean":
        return "switch", None, None
    if kind not in ("integer", "number"):
        return "text", None, None
    low, high = node.get("minimum"), node.get("maximum")
    if "exclusiveMaximum" in node:
        high = node["exclusiveMaximum"] - 1
    if kind == "number" and (low, high) == (0, 1):
        return "share", 0.0, 1.0
    return "whole" if kind == "integer" else "number", _float(low), _float(high)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


_NAMES: dict[str, Callable[[Scenario], tuple[str, ...]]] = {
    "estate": lambda scenario: ("all", *scenario.estate_names),
    "name": lambda _: tuple(Mechanisms.model_fields),
}
"""Texts of an event that are names of something; the schema cannot list them."""


def _names(path: Path, scenario: Scenario) -> tuple[str, ...]:
    is_of_event = path[0] == "timeline" and path[-1] in _NAMES
    return _NAMES[path[-1]](scenario) if is_of_event else ()


def _dotted(path: Path, content: dict[str, Any]) -> str:
    """Return a path as ``--set`` reads it, entries of the timeline by id."""
    words, inside = [], content
    for step in path:
        inside = below(inside, step)
        words.append(str(entry_id(inside)) if isinstance(step, int) else str(step))
    return ".".join(words)


def _behaviour(scenario: Scenario) -> Iterator[Setting]:
    """Yield every declared behaviour parameter, group by group."""
    for group, kind in GROUPS.items():
        values = getattr(scenario.behaviour, group)
        for entry in declared(group, kind):
            parameter = entry.parameter
            is_share = parameter.unit == "share" and (parameter.low, parameter.high) == (0.0, 1.0)
            yield Setting(
                path=entry.path,
                label=entry.name.replace("_", " "),
                group=f"behaviour.{group}",
                unit=parameter.unit,
                sentence=parameter.meaning,
                kind="share" if is_share else "number",
                low=parameter.low,
                high=parameter.high,
                choices=(),
                value=value_text(getattr(values, entry.name)),
                default=value_text(entry.default),
            )
