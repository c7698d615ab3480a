"""Whether the memory of a sweep grows with the number of its runs: ``python -m benchmarks memory``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import Report, Single, number, table
from benchmarks.timing import Progress

MOST = 1.2
HOMES, MONTHS, THREADS = 20, 12, 2
INTRODUCTION = """\
`commsim.run_study` on studies of one estate of {homes} households over {months} months, {threads} threads, results
written to the disk block by block. Each number of runs has a process of its own; its peak is what it held at most,
libraries included.
"""


def benchmark(runs: Sequence[int], tell: Progress) -> Report:
    """Measure and report the peak memory of sweeps.

    Args:
        runs: numbers of runs.
        tell: told what is going on.
    """
    peaks = {}
    for count in runs:
        tell(f"peak memory of {count:,} runs")
        peaks[count] = peak_megabytes(count)
    first = peaks[runs[0]]
    rows = []
    for count, peak in peaks.items():
        ratio = peak / first
        rows.append((f"{count:,}", number(peak), f"{ratio:.3f}", f"at most {MOST}", "yes" if ratio <= MOST else "no"))
    heads = ("Runs", "Peak memory of the process, MB", "over the first", "Asked for", "Met")
    text = INTRODUCTION.format(homes=HOMES, months=MONTHS, threads=THREADS)
    singles = [
        Single(f"{count} runs", "commsim sweep", HOMES, MONTHS, "peak memory", 1, peak, "MB")
        for count, peak in peaks.items()
    ]
    return Report("memory", "Memory of a sweep", f"{text}\n{table(heads, rows)}", singles, None)


def peak_megabytes(runs: int) -> float:
    """Return the peak memory of a process that does so many small runs, MB.

    Raises:
        RuntimeError: the process failed.
    """
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "benchmarks.sweep_cell", str(runs)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{runs} runs: the process ended with {done.returncode}\n{done.stderr}")
    return float(json.loads(done.stdout)["peak_megabytes"])
