"""What pydantic found, in plain words: the value that came and what is allowed instead."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from commsim.scenario.fields import (
    OWN_KEYS,
    Node,
    Path,
    allowed_words,
    children,
    is_optional,
    nearest,
    node_at,
    node_before_choice,
    number_text,
    resolve,
)
from commsim.scenario.yaml_text import Finding, brief


def shown(value: Any) -> str:
    """Return a value as it would stand in the file, shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value) if math.isfinite(value) else _not_finite(value)
    if isinstance(value, Mapping):
        return "a group" + (f" with {brief(', '.join(map(str, value)))}" if value else "")
    if isinstance(value, list | tuple):
        return "a list"
    return f"'{brief(value)}'" if isinstance(value, str) else brief(str(value))


def _not_finite(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    return ".inf" if value > 0 else "-.inf"


def _text_for_number(value: str) -> str:
    """Say why a text is no number, and what to write if it looks like one."""
    if re.fullmatch(r"[-+]?[0-9]+([.,][0-9]+)?\s*%", value):
        percent = float(value.rstrip("% ").replace(",", "."))
        return f"{shown(value)} is text, not a number; write {percent / 100:g}"
    if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", value):
        return f"{shown(value)} is text, not a number; write it without quotes"
    return f"{shown(value)} is text, not a number"


def _wrong_kind(value: Any, kind: str | None, is_choice: bool) -> str:
    """Say in plain words that a value is not of the kind wanted."""
    numeric = kind in ("number", "integer")
    if value is None:
        return "nothing is given"
    if kind in ("object", "array"):
        return f"{shown(value)} where a {'group' if kind == 'object' else 'list'} is wanted"
    if isinstance(value, list | tuple) and numeric:
        return "a list where one number is wanted: no numeric field takes a list"
    if isinstance(value, str) and numeric:
        return _text_for_number(value)
    if isinstance(value, bool):
        return f"{shown(value)} is a yes/no value"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{shown(value)} is not a finite number"
    if isinstance(value, int) and kind == "number":
        return f"{shown(value)} is too large"
    if isinstance(value, int | float) and kind == "integer":
        return f"{value!r} is not a whole number"
    if isinstance(value, int | float):
        return f"{shown(value)} is a number" + ("; put it in quotes" if kind == "string" and not is_choice else "")
    if isinstance(value, str):
        return f"{shown(value)} is text"
    return f"{shown(value)} where one value is wanted"


def _choice_at(path: Path, content: Any, root: Node | None) -> Node | None:
    """Return the key that decides and the kinds there are, where a path leads to a choice by kind."""
    node = node_before_choice(path, content, root)
    return None if node is None else resolve(node, root).get("discriminator")


def _clean_path(error: ErrorDetails, content: Any, root: Node | None) -> Path:
    """Return the path of an error without pydantic's own steps (the kind of a choice by kind, '[key]')."""
    path: Path = ()
    location = list(error["loc"])
    while location:
        path = (*path, location.pop(0))
        choice = _choice_at(path, content, root)
        if location and choice is not None and location[0] in choice["mapping"]:
            location.pop(0)
    return path[:-1] if path[-1:] == ("[key]",) else path


def _unknown_key(path: Path, content: Any, root: Node | None) -> Finding:
    key = brief(str(path[-1]))
    parent = node_at(path[:-1], content, root)
    keys = children(parent, root) if parent is not None else ()
    keys = keys if len(path) > 1 or root is not None else (*OWN_KEYS, *keys)
    if key == "<<":
        reuse = "; 'extend' reuses a scenario" if root is None else ""
        return Finding(path, "merge key '<<'", f"values written out{reuse}")
    return Finding(path, f"unknown key '{key}'{nearest(key, keys)}", "one of " + ", ".join(keys))


def _unknown_kind(path: Path, choice: Node, value: Any) -> Finding:
    """An event, a design, ... whose kind is missing or unknown."""
    key, kinds = choice["propertyName"], tuple(choice["mapping"])
    what = key if isinstance(path[-1], int) else str(path[-1])
    allowed = "one of " + ", ".join(kinds)
    kind = value.get(key) if isinstance(value, Mapping) else None
    if kind is None:
        return Finding(path, f"'{key}' is missing: which kind of {what} it is", allowed)
    hint = nearest(kind, kinds) if isinstance(kind, str) else ""
    return Finding((*path, key), f"unknown {what} {shown(kind)}{hint}", allowed)


def _bound(error: ErrorDetails) -> str:
    too = "small" if error["type"].startswith("greater") else "large"
    return f"{shown(error['input'])} is too {too}"


def finding(error: ErrorDetails, content: Any, root: Node | None = None) -> Finding:
    """Return one error of pydantic as a path with a message in plain words.

    Args:
        error: an entry of ``ValidationError.errors()``.
        content: the plain data that was validated.
        root: the JSON Schema of the kind of file; by default that of a scenario.
    """
    path, code, value = _clean_path(error, content, root), error["type"], error["input"]
    node, choice = node_at(path, content, root), _choice_at(path, content, root)
    allowed = allowed_words(node, root)
    kind = resolve(node, root).get("type") if node is not None else None
    if code == "extra_forbidden":
        return _unknown_key(path, content, root)
    if code == "missing":
        return Finding(path, f"'{path[-1]}' is missing", allowed)
    if choice is not None and not isinstance(value, Mapping):
        return _no_choice(path, choice, value)
    if choice is not None and code in ("union_tag_not_found", "union_tag_invalid"):
        return _unknown_kind(path, choice, value)
    if code in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        return Finding(path, _bound(error), allowed)
    if code == "literal_error" and isinstance(value, str):
        choices = tuple(str(one) for one in resolve(node, root).get("enum", ())) if node else ()
        return Finding(path, f"unknown value {shown(value)}{nearest(value, choices)}", allowed)
    if code == "string_pattern_mismatch":
        return Finding(path, f"{shown(value)} is not of the form wanted", _form(error, allowed))
    if code in ("string_too_long", "string_too_short"):
        return Finding(path, f"a text of {len(value)} characters", allowed)
    if code in ("too_short", "too_long"):
        return Finding(path, f"{error['ctx']['actual_length']} entries", f"{_count_words(error)}")
    is_choice = node is not None and "enum" in resolve(node, root)
    return Finding(path, _wrong_kind(value, kind, is_choice), allowed)


def _no_choice(path: Path, choice: Node, value: Any) -> Finding:
    """A value where an event, a design, ... is wanted."""
    if choice["propertyName"] == "event":
        return Finding(path, f"{shown(value)} where an event is wanted", "a group with 'event', 'month' and more")
    allowed = f"a group with '{choice['propertyName']}': one of {', '.join(choice['mapping'])}"
    return Finding(path, f"{shown(value)} where a group is wanted", allowed)


def value_finding(path: Path, value: Any, node: Node, root: Node | None = None) -> Finding | None:
    """Return what is wrong with one value that is to stand at a node of the schema, None if nothing is.

    Args:
        path: where the value is written.
        value: a number, a text, true, false or None.
        node: the schema at the place it is meant for.
        root: the JSON Schema of the kind of file; by default that of a scenario.
    """
    allowed = allowed_words(node, root)
    if value is None and is_optional(node):
        return None
    node = resolve(node, root)
    kind, choices = node.get("type"), tuple(node.get("enum", ()))
    if not _is_kind(value, kind):
        return Finding(path, _wrong_kind(value, kind, bool(choices)), allowed)
    if choices and value not in choices:
        return Finding(path, f"unknown value {shown(value)}{nearest(str(value), list(map(str, choices)))}", allowed)
    wrong = _wrong_text(value, node) if kind == "string" else _out_of_range(value, node)
    return Finding(path, wrong, allowed) if wrong else None


def _wrong_text(value: str, node: Node) -> str:
    if not re.search(node.get("pattern", ""), value):
        return f"{shown(value)} is not of the form wanted"
    fits = node.get("minLength", 0) <= len(value) <= node.get("maxLength", len(value))
    return "" if fits else f"a text of {len(value)} characters"


def _out_of_range(value: float, node: Node) -> str:
    if value < node.get("minimum", value):
        return f"{shown(value)} is too small"
    if value > node.get("maximum", value) or value >= node.get("exclusiveMaximum", math.inf):
        return f"{shown(value)} is too large"
    return ""


def _is_kind(value: Any, kind: Any) -> bool:
    """Say whether a value is of a kind as JSON Schema names it; true and false are no numbers."""
    if isinstance(value, bool):
        return bool(kind == "boolean")
    if isinstance(value, str):
        return bool(kind == "string")
    if isinstance(value, int):
        return kind in ("integer", "number") and abs(value) < 1 << 1023
    return isinstance(value, float) and kind == "number" and math.isfinite(value)


def _form(error: ErrorDetails, allowed: str) -> str:
    """Return the words for a pattern; that of a key stands with its error, not in the schema at its path."""
    if tuple(error["loc"])[-1:] == ("[key]",):
        return allowed_words({"type": "string", "pattern": error["ctx"]["pattern"]})
    return allowed


def _count_words(error: ErrorDetails) -> str:
    bounds = error["ctx"]
    least, most = bounds.get("min_length"), bounds.get("max_length")
    return f"at least {least}" if least is not None else f"at most {most}"


def findings(error: ValidationError, content: Any, root: Node | None = None) -> list[Finding]:
    """Return all errors of pydantic as findings.

    Args:
        error: what validation raised.
        content: the plain data that was validated.
        root: the JSON Schema of the kind of file; by default that of a scenario.
    """
    return [finding(entry, content, root) for entry in error.errors(include_url=False)]
