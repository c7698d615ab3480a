"""Small pieces of Markdown: tables, and docstrings as Markdown.

A *region* of a page is what stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``; the files ``doc_*.py``
make the text of the regions from the declarations in the package, and ``make_docs.py`` puts it into the pages.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Iterable, Sequence

_LABEL = re.compile(r"\A(Meaning|Equations?|Sources?)\b([^:]{0,120}):\s*(\w?)")


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; cells are shown as text, with ``|`` and line ends made harmless."""
    lines = [_row(headings), _row(["---"] * len(headings))]
    lines.extend(_row(row) for row in rows)
    return "\n".join(lines)


def _row(cells: Sequence[object]) -> str:
    shown = [" ".join(str(cell).split()).replace("|", "\\|") for cell in cells]
    return "| " + " | ".join(shown) + " |"


def code(text: object) -> str:
    """Return text in code style; empty text stays empty."""
    return f"`{text}`" if str(text) else ""


def inline(text: str) -> str:
    """Return a piece of a docstring as Markdown: code between single backquotes."""
    return text.replace("``", "`")


def number(value: float) -> str:
    """Return a number as short as it can be written, undefined ones as a dash."""
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:g}"


def doc(thing: object) -> str:
    """Return the docstring of something with its indentation taken away.

    Raises:
        ValueError: it has none.
    """
    text = inspect.getdoc(thing)
    if not text:
        raise ValueError(f"{thing!r} has no docstring to make documentation from")
    return text


def first_sentence(text: str) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join(text.split("\n\n", 1)[0].split())


def docstring_markdown(text: str) -> str:
    """Return a rule's docstring as Markdown.

    The words *Meaning*, *Equation* and *Sources* become bold, indented lines become a block of code, lists stay lists.
    """
    parts: list[str] = []
    for paragraph in inline(text).split("\n\n"):
        for indented, lines in _runs(paragraph.splitlines()):
            if indented:
                parts.append("```text\n" + inspect.cleandoc("\n" + "\n".join(lines)) + "\n```")
            elif any(line.startswith("- ") for line in lines):
                parts.append("\n".join(lines))
            else:
                parts.append(_LABEL.sub(_bold, " ".join(lines), count=1).strip())
    return "\n\n".join(parts)


def _bold(found: re.Match[str]) -> str:
    return f"**{found[1]}{found[2]}.** {found[3].upper()}"


def _runs(lines: Iterable[str]) -> list[tuple[bool, list[str]]]:
    """Return runs of indented and of plain lines, in order; the lines of a list item stay with it."""
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        in_list = bool(runs) and not runs[-1][0] and runs[-1][1][-1].startswith(("- ", "  "))
        indented = line.startswith("    ") or (line.startswith("  ") and not in_list)
        if runs and runs[-1][0] == indented:
            runs[-1][1].append(line)
        else:
            runs.append((indented, [line]))
    return runs


def attributes(text: str) -> dict[str, str]:
    """Return the entries of the ``Attributes:`` section of a Google-style docstring: name to what it says."""
    section = text.split("Attributes:\n", 1)[1].split("\n\n", 1)[0]
    found: dict[str, str] = {}
    name = ""
    for line in section.splitlines():
        started = re.match(r"    (\w+): (.*)", line)
        if started:
            name = started[1]
            found[name] = started[2]
        else:
            found[name] += " " + line.strip()
    return found
