"""Measuring several things side by side.

Concepts:
    task: something to call; a fast one is called several times in a row, so that one measurement lasts long enough.
    repetition: every task once, one after the other, each time beginning with another one; so that what disturbs the
        machine for a while disturbs all alike.
    ratio: of two tasks of the same repetition; its spread over the repetitions is the spread of a ratio.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple

Task = Callable[[], object]
Progress = Callable[[str], None]


class Effort(NamedTuple):
    """How long to measure.

    Attributes:
        repetitions: measurements of each task.
        least_seconds: least time of one measurement; a faster task is called several times in it.
    """

    repetitions: int = 7
    least_seconds: float = 0.2


class Spread(NamedTuple):
    """A figure over the repetitions: least, median, greatest."""

    least: float
    median: float
    greatest: float


def spread(values: Sequence[float]) -> Spread:
    """Return least, median and greatest of some figures."""
    return Spread(min(values), median(values), max(values))


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Return how many times one task takes as long as another, one ratio a repetition."""
    return [one / other for one, other in zip(above, below, strict=True)]


def measure(tasks: Mapping[str, Task], effort: Effort, tell: Progress = lambda _: None) -> dict[str, list[float]]:
    """Measure tasks in turns.

    Each is called once or more beforehand, which is not counted: it compiles, fills caches, and tells how often the
    task must be called in one measurement.

    Args:
        tasks: name -> what to call.
        effort: how long to measure.
        tell: told what is going on.

    Returns:
        name -> seconds of one call, one number a repetition.
    """
    calls = {}
    for name, task in tasks.items():
        tell(f"warming up: {name}")
        calls[name] = _calls_needed(task, effort.least_seconds)
    times: dict[str, list[float]] = {name: [] for name in tasks}
    names = list(tasks)
    for repetition in range(effort.repetitions):
        tell(f"repetition {repetition + 1} of {effort.repetitions}")
        first = repetition % len(names)
        for name in names[first:] + names[:first]:
            times[name].append(_seconds(tasks[name], calls[name]) / calls[name])
    return times


def _seconds(task: Task, calls: int) -> float:
    """Return the time of so many calls; garbage of what ran before is not on this bill."""
    gc.collect()
    begin = perf_counter()
    for _ in range(calls):
        task()
    return perf_counter() - begin


def _calls_needed(task: Task, least_seconds: float) -> int:
    """Return how often a task must be called to last long enough; its first call is not counted."""
    task()
    calls = 1
    while (taken := _seconds(task, calls)) < least_seconds:
        calls = max(2 * calls, min(100 * calls, int(1.2 * calls * least_seconds / max(taken, 1e-9))))
    return calls
