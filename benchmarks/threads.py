"""Two threads over one, on a batch of runs: ``python -m benchmarks threads``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from benchmarks.engines import COMPILED
from benchmarks.equality import check_runs
from benchmarks.report import Report, Single, interval, table
from benchmarks.sizes import sized
from benchmarks.timing import Effort, Progress, Spread, measure, ratios, spread
from commsim.engine.run import simulate_many
from commsim.scenario import Scenario

SCENARIO = "typical-estate"
LEAST = 1.8
INTRODUCTION = """\
A batch of {seeds} runs of typical-estate on the compiled engine, on one thread and on two; each run is one sequential
loop, so the runs are shared out. Both gave the same bits before they were timed. The ratio's spread is over
{repetitions} repetitions in turns.
"""


def check(scenario: Scenario, seeds: Sequence[int]) -> None:
    """Check that two threads give the same bits as one.

    Raises:
        UnequalError: they do not.
    """
    for one, two in zip(simulate_many(scenario, seeds, 1), simulate_many(scenario, seeds, 2), strict=True):
        check_runs(one, two, "two threads")


def benchmark(sizes: Sequence[int], months: int | None, runs: int, effort: Effort, tell: Progress) -> Report:
    """Check, measure and report a batch of runs on one thread and on two.

    Args:
        sizes: households of the one estate.
        months: months of a run; None for what the scenario says.
        runs: runs of a batch.
        effort: how long to measure.
        tell: told what is going on.

    Raises:
        UnequalError: the bits differ; nothing is measured.
    """
    seeds = range(1, runs + 1)
    rows, singles = [], []
    for households in sizes:
        scenario = sized(SCENARIO, households, months)
        tell(f"checking that threads do not matter, {households} households")
        check(scenario, seeds)
        tasks = {f"{n} threads": partial(simulate_many, scenario, seeds, n) for n in (1, 2)}
        times = measure(tasks, effort, tell)
        gain = spread(ratios(times["1 threads"], times["2 threads"]))
        lived = households * scenario.data.months * runs
        rows.append(_row(households, lived, times, gain))
        for name, values in times.items():
            singles += [
                Single(
                    SCENARIO, f"{COMPILED}, {name}", households, scenario.data.months, "batch", i, seconds, "seconds"
                )
                for i, seconds in enumerate(values, start=1)
            ]
    heads = ("Households", "One thread, ns a household-month", "Two threads", "Faster by", "Asked for", "Met")
    text = INTRODUCTION.format(seeds=runs, repetitions=effort.repetitions)
    return Report("threads", "Two threads over one", f"{text}\n{table(heads, rows)}", singles, None)


def _row(households: int, lived: int, times: dict[str, list[float]], gain: Spread) -> tuple[str, ...]:
    one, two = (interval(spread([s / lived * 1e9 for s in times[name]])) for name in ("1 threads", "2 threads"))
    met = "yes" if gain.median >= LEAST else "no"
    return (f"{households:,}", one, two, interval(gain), f"at least {LEAST}", met)
