"""The progress bar, on a terminal only, and the line that says that the engine is being compiled; both on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from commsim.cli.output import say_error
from commsim.engine.compiling import SILENT, Teller, told_by

Progress = Callable[[int, int], None]

TICK = 0.25
"""Seconds between two movements of the bar while the engine is compiled."""

CLOCK = "commsim compiling"
"""Name of the thread that moves it."""

NEARLY = 0.98
"""Share of the bar that is shown while compiling takes longer than expected."""


@contextmanager
def progress_bar(name: str, quiet: bool, unit: str | None = None) -> Iterator[Progress]:
    """Show a bar while the block runs; yields a function to call with how much is done, and of how much.

    Args:
        name: what is being done, before the bar.
        quiet: show nothing.
        unit: what is counted, to show how many of how many and how many a second; by default only the share is shown.
    """
    if quiet or not sys.stderr.isatty():
        with told_by(SILENT if quiet else _Line()):
            yield _silent
        return
    columns: list[ProgressColumn] = [TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn()]
    columns += [] if unit is None else [MofNCompleteColumn(), _Rate(unit)]
    columns.append(TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        teller = _LineAndBar(bar)
        with told_by(teller):
            try:
                yield lambda done, total: bar.update(task, completed=done, total=total)
            finally:
                teller.ends()


class _Rate(ProgressColumn):
    """How many a second, over the last half a minute."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.unit = unit

    def render(self, task: Task) -> Text:
        """Return the rate as text; nothing while it is not known."""
        return Text("" if task.speed is None else f"{task.speed:,.0f} {self.unit}/s")


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


class _Line(Teller):
    """Says in a line that the engine is being compiled."""

    def says(self, text: str) -> None:
        say_error(text, prefix="note: ")


class _LineAndBar(_Line):
    """Says it in a line and shows a bar that moves with the clock, since the compiler tells nothing for long spells."""

    def __init__(self, bar: Bar) -> None:
        self.bar = bar
        self.done = Event()
        self.clock: Thread | None = None

    def begins(self, seconds: float) -> None:
        self.done.clear()
        task = self.bar.add_task("compiling", total=seconds)
        self.clock = Thread(target=self._move, args=(task, seconds), daemon=True, name=CLOCK)
        self.clock.start()

    def ends(self) -> None:
        self.done.set()
        if self.clock is not None:
            self.clock.join()

    def _move(self, task: TaskID, seconds: float) -> None:
        began = monotonic()
        while not self.done.wait(TICK):
            self.bar.update(task, completed=min(monotonic() - began, NEARLY * seconds))
        self.bar.remove_task(task)
