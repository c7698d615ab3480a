"""A scenario file that a visitor brings along, read as if it came from an enemy.

A file is text and nothing else: its name is only shown, nothing it names is ever opened, and it is refused by its size
and by the number of its entries before it is parsed. What is wrong is said with the line, as ``commsim validate`` does.
"""

from __future__ import annotations

import re

from commsim.dashboard import limits
from commsim.dashboard.settings import MAX_SOURCE_BYTES, Source, source_scenario
from commsim.scenario.files import decode, refuse
from commsim.scenario.yaml_text import parse

MAX_ENTRIES = 10_000
"""Most keys, list entries and values in an upload; the longest shipped scenario has about 150."""

_MARKS = (",", "[", "{", ": ", ":\n", "- ", "-\n")
_NAME_CHARS = 80


def safe_name(name: str, instead: str) -> str:
    """Return the last part of a file name as text to show: printable, short, never a path.

    Args:
        name: the name as it came.
        instead: what to show where nothing is left.
    """
    last = re.split(r"[/\\]", name)[-1]
    printable = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    return printable[-_NAME_CHARS:] or instead


def read_scenario(name: str, content: bytes) -> Source:
    """Read an uploaded scenario file.

    Args:
        name: name of the file; only shown.
        content: its bytes.

    Returns:
        A source whose scenario is valid and within the limits.

    Raises:
        ScenarioError: too large, no text, or not valid; the message lists the problems, with lines.
        InputError: the dashboard does not take it, see :mod:`commsim.dashboard.limits`.
    """
    shown = safe_name(name, "scenario.yaml")
    if len(content) > MAX_SOURCE_BYTES:
        refuse(shown, f"the file has {len(content)} bytes", f"at most {MAX_SOURCE_BYTES} bytes here")
    text = decode(content, shown)
    _check_entries(text, shown)
    if not text.strip():
        refuse(shown, "the file says nothing", "a scenario (see `commsim scenarios show typical-estate`)", line=1)
    source = Source(name="", text=text, shown=shown)
    source_scenario(source)
    return source


def _check_entries(text: str, shown: str) -> None:
    """Refuse by number what would keep the server busy, before anything is built of it."""
    entries = sum(text.count(mark) for mark in _MARKS)
    if entries > MAX_ENTRIES:
        refuse(shown, f"about {entries} entries", f"at most {MAX_ENTRIES} here")
    parsed = parse(text)
    if parsed.usable and isinstance(parsed.content, dict):
        limits.check_counts(parsed.content, shown)
