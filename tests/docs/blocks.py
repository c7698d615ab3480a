"""The steps a reader of a page takes: commands and code to run, files to write, edits to make.

A comment right before a block says what a test does with it:

* ``<!-- run -->`` or ``<!-- run: months=3 -->``: it is run; ``months`` and ``replicates`` keep a long one short;
* ``<!-- test-command -->``: the command that runs the tests, which does not run itself;
* ``<!-- file: NAME -->``: the block is the content of a file;
* ``<!-- edit: NAME: OLD => NEW -->`` stands alone: what the text tells the reader to change in a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MARKERS = ("run", "test-command", "file", "edit")
RUNNABLE = ("bash", "python")

_COMMENT = re.compile(r"<!-- (?P<name>[\w-]+)(?:: (?P<about>.*))? -->")


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        line: line of the page it begins in.
        kind: language of the block, or ``edit``.
        marker: name of the comment before it, empty if there is none.
        about: what the comment says after its name.
        text: content of the block.
        generated: it stands in a region that is made from the code.
    """

    line: int
    kind: str
    marker: str
    about: str
    text: str
    generated: bool = False

    @property
    def months(self) -> int | None:
        """The months a run is cut to, or None."""
        return self._number("months")

    @property
    def replicates(self) -> int | None:
        """The replicates a sweep is cut to, or None."""
        return self._number("replicates")

    def _number(self, name: str) -> int | None:
        found = re.search(rf"{name}=(\d+)", self.about)
        return int(found[1]) if found else None


def steps(page: str) -> list[Step]:
    """Return the steps of a page in order.

    Raises:
        ValueError: a block that is not closed.
    """
    found: list[Step] = []
    lines = page.splitlines()
    marker, about, generated = "", "", False
    place = 0
    while place < len(lines):
        line = lines[place]
        comment = _COMMENT.fullmatch(line)
        if comment:
            generated = comment["name"] == "generated" or (generated and comment["name"] != "end")
            marker, about = (comment["name"], comment["about"] or "") if comment["name"] in MARKERS else ("", "")
            if marker == "edit":
                found.append(Step(place + 1, "edit", "edit", about, ""))
                marker, about = "", ""
        elif line.startswith("```"):
            end = next((n for n in range(place + 1, len(lines)) if lines[n].startswith("```")), None)
            if end is None:
                raise ValueError(f"line {place + 1}: a block that is not closed")
            text = "\n".join(lines[place + 1 : end]) + "\n"
            found.append(Step(place + 1, line[3:].strip(), marker, about, text, generated))
            place, marker, about = end, "", ""
        elif line.strip():
            marker, about = "", ""
        place += 1
    return found


def pages() -> list[Path]:
    """Return README and the pages of the documentation."""
    return [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]


def name_of(page: Path) -> str:
    """Return the name of a page relative to the repository, for messages and test ids."""
    return page.relative_to(REPOSITORY).as_posix()


def edited(text: str, about: str) -> str:
    """Return a file's text after an edit ``NAME: OLD => NEW``.

    Raises:
        ValueError: the old text does not stand there exactly once.
    """
    old, new = about.split(": ", 1)[1].split(" => ")
    if text.count(old) != 1:
        raise ValueError(f"'{old}' stands {text.count(old)} times in the file that the page tells the reader to edit")
    return text.replace(old, new)
