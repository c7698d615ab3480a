"""One size of ``growth.py``, in a process of its own: ``python -m benchmarks.growth_cell TASK`` prints JSON."""

from __future__ import annotations

import ctypes
import gc
import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.engines import COMPILED
from benchmarks.growth import Cell
from benchmarks.lives import NS, SHORT
from benchmarks.sizes import district
from benchmarks.timing import Effort
from commsim.api import simulate
from commsim.engine.columns import WITHIN_MONTH_FLAGS, WITHIN_MONTH_REALS
from commsim.engine.plan import begin, plan_estate
from commsim.scenario import Scenario
from commsim.world import build_world

STATUS = Path("/proc/self/status")
FORGET = Path("/proc/self/clear_refs")
KIB = 1024
MOST_SECONDS = 60.0
LEAST_REPETITIONS = 2


def measure_cell(cell: Cell, effort: Effort) -> dict[str, Any]:
    """Measure one size.

    Args:
        cell: the size.
        effort: how long to measure; after a minute no more than two repetitions are made.

    Returns:
        ``whole_ns``, ``month_ns``: nanoseconds a household-month, one number a repetition; ``state_bytes``,
        ``work_bytes``, ``peak_bytes``: bytes a household.
    """
    short = district(cell.scenario, cell.households, cell.estates, SHORT)
    whole = district(cell.scenario, cell.households, cell.estates, cell.months)
    _seconds(district(cell.scenario, 60, 2, SHORT + 1), 1)  # compiles and loads all there is
    before = forget_peak()
    once = _seconds(whole, 1)
    peak = peak_memory() - before
    calls = max(1, round(effort.least_seconds / (once * cell.seeds)))
    times: list[tuple[float, float]] = []
    started = perf_counter()
    while len(times) < effort.repetitions:
        if len(times) >= LEAST_REPETITIONS and perf_counter() - started > MOST_SECONDS:
            break
        both = [sum(_seconds(one, cell.seeds) for _ in range(calls)) / calls for one in (whole, short)]
        times.append((both[0], both[1]))
    lived = cell.total * (cell.months - SHORT)
    return {
        "whole_ns": [long / cell.total / cell.months * NS for long, _ in times],
        "month_ns": [(long - less) / lived * NS for long, less in times],
        "state_bytes": state_bytes(whole)[0] / cell.households,
        "work_bytes": state_bytes(whole)[1] / cell.households,
        "peak_bytes": peak / (cell.households * cell.estates),
    }


def state_bytes(scenario: Scenario) -> tuple[int, int]:
    """Return the bytes of a scenario's first estate: columns and network, and what is only used within a month.

    What a run records (monthly rows, bills paid in time, the log) is in neither.
    """
    world = build_world(scenario, 0, 1)
    homes, estate = begin(plan_estate(scenario, 0), world, 1, np.empty((0, world.households)))
    work = [homes.tile, *(homes.real[row] for row in WITHIN_MONTH_REALS)]
    work += [homes.flag[row] for row in WITHIN_MONTH_FLAGS]
    recorded = [estate.whole_out, estate.real_out, estate.in_time, estate.line]
    everything = array_bytes(homes) + array_bytes(estate)
    return everything - array_bytes(recorded) - array_bytes(work), array_bytes(work)


def array_bytes(content: object) -> int:
    """Return the bytes of all arrays in (nested) tuples and lists."""
    if isinstance(content, np.ndarray):
        return content.nbytes
    if isinstance(content, tuple | list):
        return sum(array_bytes(one) for one in content)
    return 0


def _seconds(scenario: Scenario, seeds: int) -> float:
    begin = perf_counter()
    for seed in range(1, seeds + 1):
        simulate(scenario, seed=seed, engine=COMPILED)
    return perf_counter() - begin


def forget_peak() -> int:
    """Let the peak of this process's memory begin anew, where the system can; return the peak it has now, in bytes.

    What was freed is given back first: a run that lives in what the compiler left would seem to need nothing.
    """
    gc.collect()
    with suppress(AttributeError, OSError):  # only the GNU C library has it
        ctypes.CDLL(None).malloc_trim(0)
    if FORGET.exists():
        FORGET.write_text("5", encoding="ascii")
    return peak_memory()


def peak_memory() -> int:
    """Return the most bytes this process held in memory since :func:`forget_peak`."""
    if STATUS.is_file():
        for line in STATUS.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * KIB
    unit = 1 if sys.platform == "darwin" else KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    print(json.dumps(measure_cell(Cell(**task["cell"]), Effort(**task["effort"]))))
