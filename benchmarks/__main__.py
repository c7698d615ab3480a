"""``python -m benchmarks core|full|growth|threads|sweep|memory|all``: check that answers are equal, measure, write.

``python -m benchmarks visitors`` is no part of ``all``: it needs the dashboard and a browser.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

# One thread each: set before anything loads the libraries that read these.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ[variable] = "1"

if TYPE_CHECKING:
    from benchmarks.report import Report

NAMES = ("core", "full", "growth", "threads", "sweep", "memory")
ALONE = ("visitors",)
RESULTS = Path(__file__).resolve().parents[1] / "results" / "benchmarks"
REPETITIONS = {"core": 9, "full": 3, "growth": 5, "threads": 9, "sweep": 3, "memory": 1}
SIZES = {"core": (1_000,), "full": (300, 1_000, 5_000), "threads": (1_000, 5_000)}
MONTHS = {"core": 120, "growth": 48}
RUNS = 16
MOST_HOUSEHOLDS = 10_000_000
QUICK_SIZE, QUICK_MONTHS = 60, 6
MEMORY_RUNS = (10_000, 1_000_000)
QUICK_RUNS = (200, 400)
VISITORS, QUICK_VISITORS = 20, 2
LEAST_SECONDS, CLICK_SECONDS, QUICK_CLICK_SECONDS = 0.2, 60.0, 3.0


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("benchmark", choices=[*NAMES, *ALONE, "all"])
    parser.add_argument(
        "--quick", action="store_true", help="tiny sizes, to see that it works; written only with --out"
    )
    parser.add_argument("--out", type=Path, help="folder of the results (default: results/benchmarks)")
    parser.add_argument("--households", help="sizes of the estate, such as 300,1000 (core, full, threads)")
    parser.add_argument("--max-households", type=int, default=MOST_HOUSEHOLDS, help="no size above this")
    parser.add_argument("--months", type=int, help="months of a run")
    parser.add_argument("--repetitions", type=int, help="measurements of each")
    parser.add_argument("--seconds", type=float, help="least length of a measurement; how long visitors click")
    parser.add_argument("--visitors", type=int, help="visitors at the same time (visitors)")
    return parser.parse_args(given)


def run(name: str, options: argparse.Namespace) -> Report:
    """Run one benchmark."""
    if name == "visitors":
        return run_visitors(options)
    # Loaded only now, when the number of threads is set.
    from benchmarks import core, full, growth, memory, sweep, threads  # noqa: PLC0415
    from benchmarks.timing import Effort  # noqa: PLC0415

    quick: bool = options.quick
    repetitions = options.repetitions or (2 if quick else REPETITIONS[name])
    effort = Effort(repetitions, 0.001 if quick else options.seconds or LEAST_SECONDS)
    months: int | None = options.months or (QUICK_MONTHS if quick else MONTHS.get(name))
    most: int = options.max_households
    if name == "growth":
        homes = QUICK_SIZE if quick else growth.HOMES
        return growth.benchmark(min(most, 10 * homes) if quick else most, months or 1, homes, effort, tell)
    if name == "sweep":
        with tempfile.TemporaryDirectory() as scratch:
            return sweep.benchmark(
                2 if quick else None,
                2 if quick else sweep.MESA_RUNS,
                effort,
                tell,
                Path(scratch),
            )
    if name == "memory":
        return memory.benchmark(QUICK_RUNS if quick else MEMORY_RUNS, tell)
    sizes = [QUICK_SIZE] if quick else list(SIZES[name])
    if options.households:
        sizes = [int(size) for size in options.households.split(",")]
    sizes = [size for size in sizes if size <= most]
    if name == "core":
        return core.benchmark([core.Size(size, months or 1) for size in sizes], effort, tell)
    if name == "full":
        return full.benchmark(sizes, months, effort, tell)
    return threads.benchmark(sizes, months, 4 if quick else RUNS, effort, tell)


def run_visitors(options: argparse.Namespace) -> Report:
    """Run the benchmark of visitors."""
    from benchmarks import visitors  # noqa: PLC0415 (needs the dashboard, which the others do not)

    quick: bool = options.quick
    many = options.visitors or (QUICK_VISITORS if quick else VISITORS)
    seconds = options.seconds or (QUICK_CLICK_SECONDS if quick else CLICK_SECONDS)
    return visitors.benchmark(many, seconds, tell, 1 if quick else visitors.WAVES)


def tell(line: str) -> None:
    """Say what is going on."""
    print(line, file=sys.stderr, flush=True)


def main(given: list[str] | None = None) -> int:
    """Run the benchmarks asked for; return the exit code."""
    options = arguments(given)
    folder = options.out or (None if options.quick else RESULTS)
    for name in NAMES if options.benchmark == "all" else (options.benchmark,):
        report = run(name, options)
        from benchmarks.report import page, write  # noqa: PLC0415 (as in run)

        print(page(report))
        for file in write(report, folder) if folder is not None else []:
            tell(f"wrote {file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
