"""From a thousand to ten million households: ``python -m benchmarks growth``.

Each size runs in a process of its own (``growth_cell.py``), so that its memory can be told from that of the others.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import pictures
from benchmarks.engines import COMPILED
from benchmarks.full import check
from benchmarks.report import Report, Single, interval, number, table
from benchmarks.sizes import CORE, district
from benchmarks.timing import Effort, Progress, spread

HOMES = 1_000
MOST_ESTATES = 1_000
ALONE = (1_000, 3_000, 10_000, 30_000, 100_000)
FLAT_ALONE = 10_000
SCENARIOS = ("typical-estate", CORE)
CHECKED = (60, 3, 12)  # households, estates and months of the district both drivers are compared on
FLAT = 1.5
MOST_BYTES = 240
INTRODUCTION = """\
`simulate()` of a loaded scenario on the compiled engine, one thread, {months} months; both drivers gave the same bits
for a small district of each scenario before anything was timed. A *district* is so many estates of {homes:,}
households; a scenario holds at most 1,000 estates, so more are several districts under several seeds, one after the
other. *One estate* is a single estate of that size. Every size runs in a process of its own. Times are nanoseconds a
household-month, median and spread. *State* is the engine's columns and network; *peak* is what the process needed
above what it had before the run, output included, and districts under several seeds need no more than one.
"""


class Cell(NamedTuple):
    """One size.

    Attributes:
        scenario: typical-estate or core.
        shape: "district" or "one estate".
        households: of an estate; estates: of a district; seeds: districts.
        months: months of a run.
    """

    scenario: str
    shape: str
    households: int
    estates: int
    seeds: int
    months: int

    @property
    def total(self) -> int:
        """Households in all."""
        return self.households * self.estates * self.seeds


def cells(scenario: str, most: int, months: int, homes: int = HOMES) -> list[Cell]:
    """Return the sizes of one scenario, up to ``most`` households: districts by tens, then estates alone."""
    found = []
    estates = 1
    while estates * homes <= most:
        districts = -(-estates // MOST_ESTATES)
        found.append(Cell(scenario, "district", homes, estates // districts, districts, months))
        estates *= 10
    return found + [Cell(scenario, "one estate", size, 1, 1, months) for size in ALONE if homes < size <= most]


def measured(cell: Cell, effort: Effort) -> dict[str, Any]:
    """Return what a process of its own measured of one size; see ``growth_cell.measure_cell``.

    Raises:
        RuntimeError: the process failed.
    """
    task = {"cell": cell._asdict(), "effort": effort._asdict()}
    command = [sys.executable, "-m", "benchmarks.growth_cell", json.dumps(task)]
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{cell}: the process ended with {done.returncode}\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def benchmark(most: int, months: int, homes: int, effort: Effort, tell: Progress) -> Report:
    """Measure and report how cost grows with size.

    Args:
        most: households of the largest size.
        months: months of a run.
        homes: households of an estate of a district.
        effort: how long to measure.
        tell: told what is going on.
    """
    found: list[tuple[Cell, dict[str, Any]]] = []
    for scenario in SCENARIOS:
        tell(f"checking that both drivers agree on a district of {scenario}")
        check(district(scenario, *CHECKED))
        for cell in cells(scenario, most, months, homes):
            tell(f"{scenario}, {cell.shape}, {cell.total:,} households")
            found.append((cell, measured(cell, effort)))
    sections = [INTRODUCTION.format(months=months, homes=homes)]
    for scenario in SCENARIOS:
        of_scenario = [(cell, values) for cell, values in found if cell.scenario == scenario]
        sections.append(f"## {scenario}\n\n{_table(of_scenario)}\n{_flatness(of_scenario)}")
    return Report("growth", "Growth with size", "\n".join(sections), _singles(found), _picture(found))


def _table(found: Sequence[tuple[Cell, dict[str, Any]]]) -> str:
    heads = ("Households", "as", "Whole run: least", "median (spread)", "Months only: median (spread)")
    rows = []
    for cell, values in found:
        shape = _shape(cell)
        whole = spread(values["whole_ns"])
        times = (number(whole.least), interval(whole), interval(spread(values["month_ns"])))
        bytes_of = [number(values[name]) for name in ("state_bytes", "work_bytes", "peak_bytes")]
        rows.append((f"{cell.total:,}", shape, *times, *bytes_of))
    memory = [f"{what}, bytes a household" for what in ("State", "Work", "Peak")]
    return table((*heads, *memory), rows)


def _shape(cell: Cell) -> str:
    estates = cell.estates * cell.seeds
    return f"{estates:,} estates of {cell.households:,}" if estates > 1 else "one estate"


def _flatness(found: Sequence[tuple[Cell, dict[str, Any]]]) -> str:
    """Return the budgets on growth, each with what was found."""
    rows = []
    groups = {
        "districts": [pair for pair in found if pair[0].shape == "district"],
        f"one estate up to {FLAT_ALONE:,}": [
            pair for pair in found if pair[0].estates == 1 and pair[0].total <= FLAT_ALONE
        ],
    }
    for name, group in groups.items():
        for what in ("whole_ns", "month_ns"):
            medians = [spread(values[what]).median for _, values in group]
            worst = max(medians) / min(medians)
            label = "whole run" if what == "whole_ns" else "months only"
            rows.append(
                (
                    f"dearest over cheapest, {name}, {label}",
                    number(worst),
                    f"at most {FLAT}",
                    "yes" if 0.0 < worst <= FLAT else "no",
                )
            )
    most = max(values["state_bytes"] for _, values in found)
    met = "yes" if most <= MOST_BYTES else "no"
    rows.append(("state and network, bytes a household", number(most), f"at most {MOST_BYTES}", met))
    return table(("Budget", "Found", "Asked for", "Met"), rows)


def _singles(found: Sequence[tuple[Cell, dict[str, Any]]]) -> list[Single]:
    rows = []
    units = dict.fromkeys(("whole_ns", "month_ns"), "ns a household-month")
    units |= dict.fromkeys(("state_bytes", "work_bytes", "peak_bytes"), "bytes a household")
    for cell, values in found:
        case = f"{cell.scenario}, {cell.shape}"
        for name, unit in units.items():
            figures = values[name] if isinstance(values[name], list) else [values[name]]
            for repetition, figure in enumerate(figures, start=1):
                rows.append(Single(case, COMPILED, cell.total, cell.months, name, repetition, figure, unit))
    return rows


def _picture(found: Sequence[tuple[Cell, dict[str, Any]]]) -> pictures.Picture:
    times: dict[str, pictures.Curve] = {}
    memory: dict[str, pictures.Curve] = {}
    for scenario in SCENARIOS:
        for shape in ("district", "one estate"):
            group = [pair for pair in found if pair[0].scenario == scenario and pair[0].shape == shape]
            if not group:
                continue
            sizes = [cell.total for cell, _ in group]
            whole = [spread(values["whole_ns"]) for _, values in group]
            peak = [values["peak_bytes"] for _, values in group]
            times[f"{scenario}, {shape}"] = pictures.Curve(sizes, *zip(*whole, strict=True))
            memory[f"{scenario}, {shape}"] = pictures.Curve(sizes, peak, peak, peak)
    return pictures.draw_growth(
        {
            "What a household-month takes, world building included": ("nanoseconds", times),
            "Peak memory, output included": ("bytes a household", memory),
        }
    )
