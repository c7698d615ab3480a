"""How long a household-month takes, for several ways of living the same months.

Concepts:
    contestant: a way to live a scenario's months: an engine of ours, another tool, the memory floor.
    whole: a whole run, as a user waits for it. Ours begin with a loaded scenario and build the world; the others are
        given the world's columns and make their agents, matrices or frames of it.
    short: the same with one month. The rest of a whole run is months and nothing else, hence the cost of a month, and
        with it how long it took before month 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.engines import COMPILED
from benchmarks.report import Single, interval, number, table
from benchmarks.timing import Effort, Progress, measure, ratios, spread
from commsim.rules.fees import IN_TIME_MONTHS

SHORT = 1
NS, MS = 1e9, 1e3
WORLD_MONTHS = 12


class Contestant(NamedTuple):
    """A way to live the months of one scenario.

    Attributes:
        name: short name, as in the table of measurements.
        title: how the page calls it.
        live: lives so many months, the first argument; called with ``months`` and with ``SHORT``.
        settles: it lives two more months than asked for, so that the last bills have their time (ours do).
        sets_up: it does something before month 1.
    """

    name: str
    title: str
    live: Callable[[int], object]
    settles: bool = False
    sets_up: bool = True


class Lives(NamedTuple):
    """Times of one contestant, in seconds, one number a repetition; n households, t months."""

    households: int
    months: int
    settles: bool
    whole: list[float]
    short: list[float]

    def whole_ns(self) -> list[float]:
        """Return the time of a whole run in nanoseconds a household-month."""
        return [seconds / self.households / self.months * NS for seconds in self.whole]

    def month_ns(self) -> list[float]:
        """Return the time of months alone, in nanoseconds a household-month."""
        lived = (self.months - SHORT) * self.households
        return [(long - short) / lived * NS for long, short in zip(self.whole, self.short, strict=True)]

    def before_ms(self) -> list[float]:
        """Return the time before month 1, in milliseconds."""
        lived = SHORT + (IN_TIME_MONTHS - 1 if self.settles else 0)
        months = [ns * self.households * lived / NS for ns in self.month_ns()]
        return [(short - month) * MS for short, month in zip(self.short, months, strict=True)]

    def before_months(self) -> list[float]:
        """Return the time before month 1, in months."""
        return [ms / MS / (ns * self.households / NS) for ms, ns in zip(self.before_ms(), self.month_ns(), strict=True)]


class Ratio(NamedTuple):
    """How many times one contestant takes as long as another, and what is asked of it.

    Attributes:
        slower, faster: names of the contestants.
        asked: the budget, in words; "" where there is none.
        least, most: its bounds.
    """

    slower: str
    faster: str
    asked: str = ""
    least: float = 0.0
    most: float = float("inf")


def measure_lives(
    contestants: Sequence[Contestant], households: int, months: int, effort: Effort, tell: Progress
) -> dict[str, Lives]:
    """Measure contestants side by side.

    Args:
        contestants: who takes part; all have been shown to give equal results.
        households: n, all estates together.
        months: more than one.
        effort: how long to measure.
        tell: told what is going on.
    """
    tasks: dict[str, Callable[[], object]] = {}
    for one in contestants:
        tasks[f"{one.name}, {months} months"] = lambda one=one: one.live(months)
        if one.sets_up:
            tasks[f"{one.name}, {SHORT} month"] = lambda one=one: one.live(SHORT)
    times = measure(tasks, effort, tell)
    found = {}
    for one in contestants:
        whole = times[f"{one.name}, {months} months"]
        short = times.get(f"{one.name}, {SHORT} month", [seconds / months for seconds in whole])
        found[one.name] = Lives(households, months, one.settles, whole, short)
    return found


def lives_table(contestants: Sequence[Contestant], lives: Mapping[str, Lives]) -> str:
    """Return the times of all contestants as a Markdown table."""
    heads = ("Implementation", "Whole run: least", "median (spread)", "million a second", "Before month 1, ms")
    rows = []
    for one in contestants:
        its = lives[one.name]
        whole, month = spread(its.whole_ns()), spread(its.month_ns())
        before = (number(spread(its.before_ms()).median), number(spread(its.before_months()).median))
        rows.append(
            (one.title, number(whole.least), interval(whole), number(1e3 / whole.median))
            + (before if one.sets_up else ("–", "–"))
            + (number(month.least), interval(month))
        )
    return table((*heads, "the same in months", "Months only: least", "median (spread)"), rows)


def ratio_table(wanted: Sequence[Ratio], contestants: Sequence[Contestant], lives: Mapping[str, Lives]) -> str:
    """Return the ratios between contestants as a Markdown table; a ratio with one that is missing is left out."""
    titles = {one.name: one.title for one in contestants}
    rows = []
    for one in wanted:
        if one.slower not in lives or one.faster not in lives:
            continue
        slower, faster = lives[one.slower], lives[one.faster]
        whole = spread(ratios(slower.whole_ns(), faster.whole_ns()))
        month = spread(ratios(slower.month_ns(), faster.month_ns()))
        met = ("yes" if one.least <= whole.median <= one.most else "no") if one.asked else ""
        name = f"{titles[one.slower]} over {titles[one.faster]}"
        of_least = min(slower.whole) / min(faster.whole)
        rows.append((name, interval(whole), number(of_least), interval(month), one.asked, met))
    return table(
        ("Takes how many times as long", "Whole run", "of the least times", "Months only", "Asked for", "Met"), rows
    )


def section(
    heading: str, wanted: Sequence[Ratio], contestants: Sequence[Contestant], lives: Mapping[str, Lives]
) -> str:
    """Return a section of a page: times, ratios, and what the worlds of ours need."""
    worlds = [world_line(one, lives) for one in contestants if one.name == COMPILED]
    parts = [lives_table(contestants, lives), ratio_table(wanted, contestants, lives), *worlds]
    return f"## {heading}\n\n" + "\n".join(parts)


def world_line(contestant: Contestant, lives: Mapping[str, Lives]) -> str:
    """Return the budget on world building and what one of ours needs, as a sentence."""
    months = spread(lives[contestant.name].before_months())
    met = "yes" if months.median <= WORLD_MONTHS else "no"
    return (
        f"World building of {contestant.title} takes as long as {interval(months)} months; "
        f"asked for: at most {WORLD_MONTHS}; met: {met}.\n"
    )


def singles(case: str, lives: Mapping[str, Lives]) -> list[Single]:
    """Return every measurement."""
    found = []
    for name, its in lives.items():
        for measure_name, values in (("whole run", its.whole), ("run of one month", its.short)):
            for repetition, seconds in enumerate(values, start=1):
                found.append(
                    Single(case, name, its.households, its.months, measure_name, repetition, seconds, "seconds")
                )
    return found
