"""Values in a study file: numbers, words, true and false, as they stand in YAML."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

LONGEST_WORD = 2000
LARGEST_WHOLE = 2**64 - 1
"""Whole numbers beyond this fit no column; no field of a scenario takes one."""

Scalar = bool | int | float | str
"""A value a factor can take."""


def _plain(value: Any) -> Any:
    """Let a single finite value through."""
    if isinstance(value, str) and len(value) <= LONGEST_WORD:
        return value
    if isinstance(value, bool) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, int) and abs(value) <= LARGEST_WHOLE:
        return value
    raise PydanticCustomError("plain_value", "no single value")


def _optional(value: Any) -> Any:
    return None if value is None else _plain(value)


Value = Annotated[Any, PlainValidator(_plain), WithJsonSchema({"type": ["number", "string", "boolean"]})]
OptionalValue = Annotated[
    Any, PlainValidator(_optional), WithJsonSchema({"type": ["number", "string", "boolean", "null"]})
]


def kind_of_values(values: tuple[Scalar, ...]) -> str | None:
    """Return the kind of a column that holds these values, None where they do not go together.

    Returns:
        ``bool``, ``int``, ``float`` (also for whole numbers beside others) or ``string``.
    """
    kinds = {type(value).__name__ for value in values}
    if kinds == {"str"}:
        return "string"
    if kinds <= {"int", "float"}:
        return "float" if "float" in kinds else "int"
    return "bool" if kinds == {"bool"} else None
