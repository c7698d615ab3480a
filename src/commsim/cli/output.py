"""Where the command writes: tables and results to the output stream, messages to the error stream."""

from __future__ import annotations

import io
import json
import math
import os
import sys
from typing import Any, TextIO

from rich.console import Console

PIPE_WIDTH = 118
"""Columns of a table that is not written to a terminal."""

ENGINE_WORDS = "auto|agents|compiled"
ENGINE_HELP = "What runs the model, with equal results: agents (Mesa), compiled, or whichever is done first."


def plain_streams() -> None:
    """Let a stream that cannot show a character write ``?`` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def can_show(text: str, stream: TextIO) -> bool:
    """Return whether a stream's encoding has the characters of a text."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def mark(met: bool, stream: TextIO | None = None) -> str:
    """Return ✓ or ✗, or ``yes`` and ``NO`` where the stream cannot show them."""
    out = stream or sys.stdout
    if can_show("✓✗", out):
        return "✓" if met else "✗"
    return "yes" if met else "NO"


def dash(stream: TextIO | None = None) -> str:
    """Return an en dash, or a hyphen where the stream cannot show one."""
    return "–" if can_show("–", stream or sys.stdout) else "-"


class _Paper(Console):
    """A console that leaves it to the command what happens when the reader has gone."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console() -> Console:
    """Return a console on the output stream; text is shown as it is, without markup."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return _Paper(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)


def say(text: str = "") -> None:
    """Write a line to the output stream."""
    sys.stdout.write(text + "\n")


def say_error(text: str, prefix: str = "error: ") -> None:
    """Write a message to the error stream."""
    sys.stderr.write(f"{prefix}{text}\n")
    sys.stderr.flush()


def say_json(content: Any) -> None:
    """Write content as JSON to the output stream; undefined figures are null."""
    ascii_only = not can_show("中", sys.stdout)
    say(json.dumps(_defined(content), indent=2, ensure_ascii=ascii_only, allow_nan=False))


def _defined(content: Any) -> Any:
    if isinstance(content, dict):
        return {str(key): _defined(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_defined(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content


def number(value: float, places: int) -> str:
    """Return a figure with thousands separators, or ``-`` where it is undefined."""
    return "-" if math.isnan(value) else f"{value:,.{places}f}"
