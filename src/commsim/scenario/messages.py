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
    Path,
    allowed_words,
    children,
    nearest,
    node_at,
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


def _clean_path(error: ErrorDetails) -> Path:
    """Return the path of an error without pydantic's own steps (the event's kind, '[key]')."""
    location: Path = tuple(error["loc"])
    if location[:1] == ("timeline",) and len(location) > 2:
        location = (*location[:2], *location[3:])
    return location[:-1] if location[-1:] == ("[key]",) else location


def _unknown_key(path: Path, content: Any) -> Finding:
    key = brief(str(path[-1]))
    parent = node_at(path[:-1], content)
    keys = children(parent) if parent is not None else ()
    keys = keys if len(path) > 1 else (*OWN_KEYS, *keys)
    if key == "<<":
        return Finding(path, "merge key '<<'", "values written out; 'extend' reuses a scenario")
    return Finding(path, f"unknown key '{key}'{nearest(key, keys)}", "one of " + ", ".join(keys))


def _event_kind(path: Path, content: Any, value: Any) -> Finding:
    """An event whose kind is missing or unknown."""
    timeline = node_at(path[:1], content)
    kinds = tuple(resolve(timeline)["items"]["discriminator"]["mapping"]) if timeline else ()
    allowed = "one of " + ", ".join(kinds)
    kind = value.get("event") if isinstance(value, Mapping) else None
    if kind is None:
        return Finding(path, "'event' is missing: which kind of event it is", allowed)
    hint = nearest(kind, kinds) if isinstance(kind, str) else ""
    return Finding((*path, "event"), f"unknown event {shown(kind)}{hint}", allowed)


def _bound(error: ErrorDetails) -> str:
    too = "small" if error["type"].startswith("greater") else "large"
    return f"{shown(error['input'])} is too {too}"


def finding(error: ErrorDetails, content: Any) -> Finding:
    """Return one error of pydantic as a path with a message in plain words.

    Args:
        error: an entry of ``ValidationError.errors()``.
        content: the plain data that was validated.
    """
    path, code, value = _clean_path(error), error["type"], error["input"]
    node = node_at(path, content)
    allowed = allowed_words(node)
    kind = resolve(node).get("type") if node is not None else None
    if code == "extra_forbidden":
        return _unknown_key(path, content)
    if code == "missing":
        return Finding(path, f"'{path[-1]}' is missing", allowed)
    if code in ("union_tag_not_found", "union_tag_invalid"):
        return _event_kind(path, content, value)
    if path[:1] == ("timeline",) and len(path) == 2 and not isinstance(value, Mapping):
        return Finding(path, f"{shown(value)} where an event is wanted", "a group with 'event', 'month' and more")
    if code in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        return Finding(path, _bound(error), allowed)
    if code == "literal_error" and isinstance(value, str):
        choices = tuple(str(choice) for choice in resolve(node).get("enum", ())) if node else ()
        return Finding(path, f"unknown value {shown(value)}{nearest(value, choices)}", allowed)
    if code == "string_pattern_mismatch":
        return Finding(path, f"{shown(value)} is not of the form wanted", _form(error, allowed))
    if code in ("string_too_long", "string_too_short"):
        return Finding(path, f"a text of {len(value)} characters", allowed)
    if code in ("too_short", "too_long"):
        return Finding(path, f"{error['ctx']['actual_length']} entries", f"{_count_words(error)}")
    is_choice = node is not None and "enum" in resolve(node)
    return Finding(path, _wrong_kind(value, kind, is_choice), allowed)


def _form(error: ErrorDetails, allowed: str) -> str:
    """Return the words for a pattern; that of a key stands with its error, not in the schema at its path."""
    if tuple(error["loc"])[-1:] == ("[key]",):
        return allowed_words({"type": "string", "pattern": error["ctx"]["pattern"]})
    return allowed


def _count_words(error: ErrorDetails) -> str:
    bounds = error["ctx"]
    least, most = bounds.get("min_length"), bounds.get("max_length")
    return f"at least {least}" if least is not None else f"at most {most}"


def findings(error: ValidationError, content: Any) -> list[Finding]:
    """Return all errors of pydantic as findings.

    Args:
        error: what validation raised.
        content: the plain data that was validated.
    """
    return [finding(entry, content) for entry in error.errors(include_url=False)]
