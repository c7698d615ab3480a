"""The facts the shipped scenarios rest on: each with its id, kind, figure and the source that reports it.

``casebook.yaml`` beside this file holds those entries of the project's casebook that a shipped scenario names, and the
population figures used. ``kind`` is observed (the source reports it happened), claim (an author's explanation, never
assumed), plan, or input (a size or price a scenario starts from).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from commsim.scenario.yaml_text import parse


class Fact(NamedTuple):
    """One entry of the casebook.

    Attributes:
        id: name by which scenarios point to it.
        kind: observed, claim, plan or input.
        source: the document that reports it, in words.
        what: what it says; empty where id, value and unit say it all.
        value: its figure, or None.
        relation: how the truth stands to the figure (below, above, about, ...); empty where it is exact.
        unit: unit of the figure; empty for shares and counts.
    """

    id: str
    kind: str
    source: str
    what: str = ""
    value: Any = None
    relation: str = ""
    unit: str = ""


@cache
def casebook() -> dict[str, Fact]:
    """Return every packaged fact by its id, in written order."""
    text = files("commsim.scenario").joinpath("casebook.yaml").read_text(encoding="utf-8")
    content = parse(text).content
    sources = content["sources"]
    return {
        name: Fact(id=name, **{**entry, "source": sources[entry["source"]]}) for name, entry in content["facts"].items()
    }
