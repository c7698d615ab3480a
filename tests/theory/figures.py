"""The table of docs/verification.md: what each limit gives, made by ``python -m tests.theory.figures``.

Each test module has ``figures()``; the same numbers are asserted there and shown in the document, and each module tests
that the document still shows them.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

DOCUMENT = Path(__file__).parents[2] / "docs" / "verification.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEAD = "| limit | closed form | model | allowed |\n| --- | --- | --- | --- |"
MODULES = (
    "test_mean_field",
    "test_small_estates",
    "test_speaking_up",
    "test_trust_network",
    "test_trust_recursion",
    "test_votes",
    "test_luck_in_use",
)


class Figure(NamedTuple):
    """One row: the limit, what the closed form says, what the model gave, and what was allowed."""

    limit: str
    expected: str
    model: str
    allowed: str

    def row(self) -> str:
        """Return the row in Markdown."""
        return f"| {self.limit} | {self.expected} | {self.model} | {self.allowed} |"


def assert_documented(figures: Sequence[Figure]) -> None:
    """Check that docs/verification.md shows these figures."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    missing = [figure.row() for figure in figures if figure.row() not in lines]
    assert not missing, "docs/verification.md is out of date; run: python -m tests.theory.figures"


def main() -> None:
    """Measure everything and write the table into the document."""
    rows = [HEAD]
    for name in MODULES:
        rows += [figure.row() for figure in importlib.import_module(f"tests.theory.{name}").figures()]
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join(rows)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
