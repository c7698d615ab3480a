"""What may stand at a path of a file, in words: read from the JSON Schema that editors use too.

``timeline`` and ``targets`` are lists in the file; a path names their entries by position in plain data
(``("timeline", 2, "share")``) and by id where people read it (``timeline.activate.share``).

The file is a scenario unless ``root``, the JSON Schema of another kind of file, is given. A *choice by kind* is a node
whose schema depends on one key of the group that stands there: an event on ``event``, a design of a study on ``kind``.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from commsim.scenario.schema import ScenarioData
from commsim.scenario.yaml_text import brief

Node = Mapping[str, Any]
Path = tuple[Hashable, ...]

OWN_KEYS = ("extend", "remove", "keep_targets")
"""Keys of a file that say how it changes another one; they are gone once that is done."""

PATTERN_WORDS = {
    r"^[a-z][a-z0-9_-]{0,59}$": "lower-case letters, digits, '-' and '_', a letter first, at most 60",
    r"^[a-z][a-z0-9_-]{0,39}$": "lower-case letters, digits, '-' and '_', a letter first, at most 40",
    r"^[a-z][a-z0-9-]{0,59}$": "lower-case letters, digits and '-', a letter first, at most 60",
    r"^[A-Za-z][A-Za-z0-9_]{0,59}$": "letters, digits and '_', a letter first, at most 60",
}
WINDOW_WORDS = (
    "'whole run', 'last month', 'last N months', 'month N', 'months A..B' or 'month A..B', "
    "'years A..B from first dividend', 'each year'"
)
_KIND_WORDS = {
    "array": "a list",
    "boolean": "true or false",
    "number": "a number",
    "string": "text",
    "null": "null for nothing",
}


@cache
def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a complete scenario (without ``extend``)."""
    return ScenarioData.model_json_schema()


def resolve(node: Node, root: Node | None = None) -> Node:
    """Follow references and drop the ``null`` of an optional field."""
    while True:
        if "$ref" in node:
            node = (root or json_schema())["$defs"][node["$ref"].rsplit("/", 1)[1]]
        elif "anyOf" in node:
            node = next(option for option in node["anyOf"] if option.get("type") != "null")
        else:
            return node


def is_optional(node: Node) -> bool:
    """Say whether ``null`` may stand here."""
    return any(option.get("type") == "null" for option in node.get("anyOf", ()))


def children(node: Node, root: Node | None = None) -> tuple[str, ...]:
    """Return the keys a group may have, in the order of the schema; none if it is no group or has free names."""
    return tuple(resolve(node, root).get("properties", ()))


def chosen(node: Node | None, content: Any, root: Node | None = None) -> Node | None:
    """Return the schema that a choice by kind comes down to, None for an unknown kind; other nodes as they are."""
    choice = None if node is None else resolve(node, root).get("discriminator")
    if choice is None:
        return node
    kind = content.get(choice["propertyName"]) if isinstance(content, Mapping) else None
    reference = choice["mapping"].get(kind) if isinstance(kind, str) else None
    return {"$ref": reference} if reference else None


def node_at(path: Path, content: Any, root: Node | None = None) -> Node | None:
    """Return the schema at a path, or None if nothing may stand there.

    Args:
        path: keys and list positions.
        content: the plain data the path leads through (an event's fields depend on its kind).
        root: the JSON Schema of the kind of file; by default that of a scenario.
    """
    node = node_before_choice(path, content, root)
    for step in path:
        content = below(content, step)
    return chosen(node, content, root)


def node_before_choice(path: Path, content: Any, root: Node | None = None) -> Node | None:
    """Return the schema at a path as :func:`node_at` does, but a choice by kind as it stands, whatever was chosen."""
    node: Node | None = root or json_schema()
    for step in path:
        node = chosen(node, content, root)
        if node is None:
            return None
        node = resolve(node, root)
        content = below(content, step)
        if isinstance(step, int):
            node = node.get("items")
        elif step in node.get("properties", {}):
            node = node["properties"][step]
        else:
            free_names = node.get("patternProperties")
            node = next(iter(free_names.values())) if free_names else None
    return node


def below(content: Any, step: Hashable) -> Any:
    """Return what lies under a key or position, or None."""
    if isinstance(content, Mapping):
        return content.get(step)
    if isinstance(content, list | tuple) and isinstance(step, int) and step < len(content):
        return content[step]
    return None


def number_text(value: float) -> str:
    """Return a number as a reader would write it."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e18 else repr(value)


def _range(node: Node) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    if "exclusiveMinimum" in node:
        most = "" if high is None else f", at most {number_text(high)}"
        return f" above {number_text(node['exclusiveMinimum'])}{most}"
    if "exclusiveMaximum" in node:
        high = node["exclusiveMaximum"] - 1
    if low is not None and high is not None:
        return f" from {number_text(low)} to {number_text(high)}"
    return f" of at least {number_text(low)}" if low is not None else ""


def _text_words(node: Node) -> str:
    pattern = node.get("pattern")
    if pattern is not None:
        return str(node.get("patternErrorMessage") or PATTERN_WORDS.get(pattern, WINDOW_WORDS))
    low, high = node.get("minLength", 0), node.get("maxLength")
    return f"text of {low} to {high} characters" if low else f"text of at most {high} characters"


def allowed_words(node: Node | None, root: Node | None = None) -> str:
    """Return in words what may stand at a node of the schema."""
    if node is None:
        return ""
    node = resolve(node, root)
    if "const" in node:
        return f"{node['const']}"
    if "enum" in node:
        return "one of " + ", ".join(str(choice) for choice in node["enum"])
    kind = node.get("type")
    if isinstance(kind, list):
        return ", ".join(_KIND_WORDS[one] for one in kind)
    if kind == "boolean":
        return "true or false"
    if kind in ("integer", "number"):
        return ("a whole number" if kind == "integer" else "a number") + _range(node)
    if kind == "string":
        return _text_words(node)
    if kind == "array":
        return "a list, each entry after a '-'"
    keys = children(node, root)
    return f"a group with {', '.join(keys)}" if keys else "a group of named entries"


def nearest(name: str, names: tuple[str, ...] | list[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the most similar name, or nothing."""
    found = get_close_matches(name, names, n=1)
    return f"; did you mean '{found[0]}'?" if found else ""


def entry_id(entry: Any) -> str | None:
    """Return the id by which people name a list entry: ``id``, or for an event without one its kind."""
    if not isinstance(entry, Mapping):
        return None
    name = entry.get("id") or entry.get("event")
    return name if isinstance(name, str) else None


def dotted(path: Path, content: Any) -> str:
    """Return a path as people read it: ``timeline.activate.share``, or ``timeline[3]`` for an entry without an id."""
    text = ""
    for step in path:
        content = below(content, step)
        if isinstance(step, int):
            name = entry_id(content)
            text += f".{brief(name)}" if name else f"[{step + 1}]"
        else:
            text += f".{brief(str(step))}" if text else brief(str(step))
    return text
