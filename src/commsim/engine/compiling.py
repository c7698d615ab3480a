"""Who is told that the engine is being compiled, which happens once and takes the better part of a minute.

A cold start says so in one line, on the error stream; later starts say nothing. The command line shows a bar beside the
line; ``told_by(SILENT)`` says nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Teller:
    """Tells a person, in a line, that the engine is being compiled."""

    def says(self, text: str) -> None:
        """Write one line to the error stream."""
        if sys.stderr is not None:  # a program without a console has none
            sys.stderr.write(f"commsim: {text}\n")
            sys.stderr.flush()

    def begins(self, seconds: float) -> None:
        """Compiling begins and takes about so many seconds."""

    def ends(self) -> None:
        """Compiling is done."""


class _Silent(Teller):
    def says(self, text: str) -> None:
        """Say nothing."""


SILENT = _Silent()
"""Tells nobody."""

_tellers: list[Teller] = [Teller()]

ready: set[str] = set()
"""Entry points that this process has loaded or compiled."""


@contextmanager
def told_by(teller: Teller) -> Iterator[None]:
    """Let a teller speak while the block runs, in all threads of this process."""
    _tellers.append(teller)
    try:
        yield
    finally:
        _tellers.remove(teller)


class Watch:
    """Follows the entry points that are still to be compiled, and tells when that begins and ends.

    Attributes:
        waiting: entry points that are to be compiled before compiling is done; empty while nothing is compiled.
    """

    def __init__(self) -> None:
        self.waiting: set[str] = set()
        self._lock = Lock()
        self._told: Teller = SILENT

    def begins(self, entry_point: str, missing: list[str], seconds: float, why_not_kept: str | None) -> None:
        """Note that an entry point is about to be compiled; says so where it is the first of them.

        Args:
            entry_point: its name.
            missing: all that are missing.
            seconds: how long it will take to compile all of them.
            why_not_kept: why the result is lost when the process ends, or None.
        """
        with self._lock:
            first = not self.waiting
            self.waiting |= {entry_point, *missing}
            if first:
                self._told = _tellers[-1]
                self._told.says(_line(seconds, why_not_kept))
                self._told.begins(seconds)

    def ends(self, entry_point: str) -> None:
        """Note that an entry point is compiled; tells when it was the last."""
        with self._lock:
            self.waiting.discard(entry_point)
            if not self.waiting:
                self._told.ends()


def _line(seconds: float, why_not_kept: str | None) -> str:
    takes = f"compiling the engine, about {max(1, round(seconds))} s"
    if why_not_kept is None:
        return f"{takes}; this is done once, later starts use the result"
    return f"{takes}; the result is not kept for later starts: {why_not_kept}"
