"""The strict base of every part of a scenario: unknown keys are errors, nothing is coerced, nothing changes later."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(max_length=2000)]
EventId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]


class Strict(BaseModel):
    """A part of a scenario: frozen, typed strictly, no unknown keys, no infinities."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        validate_default=True,
        use_attribute_docstrings=True,
    )
