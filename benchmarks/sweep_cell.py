"""Peak memory of a sweep, in a process of its own: ``python -m benchmarks.sweep_cell RUNS`` prints JSON."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from benchmarks.growth_cell import forget_peak, peak_memory
from benchmarks.memory import HOMES, MONTHS, THREADS
from commsim.engine.choice import COMPILED
from commsim.study.loading import load_study
from commsim.study.sweep import run_study

REPLICATES = 100
BYTES_A_MB = 1e6
STUDY = """\
schema_version: 1
name: memory
title: {{en: Memory, zh: 内存}}
scenario: typical-estate
set: {{estates.main.homes: {homes}, estates.main.shops: 0, estates.main.buildings: 1, months: {months}}}
factors:
  share: {{path: residents.member_share, range: {{from: 0.0, to: 1.0, levels: {points}}}}}
design: {{kind: grid}}
replicates: {replicates}
measures:
  fee_rate: {{}}
  service: {{}}
"""


def main(runs: int) -> None:
    """Do so many small runs and print the peak memory of this process, MB."""
    forget_peak()  # a process begins with the peak of the one that started it
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "study.yaml"
        points = max(2, runs // REPLICATES)
        text = STUDY.format(homes=HOMES, months=MONTHS, points=points, replicates=REPLICATES)
        file.write_text(text, encoding="utf-8")
        run_study(load_study(file), Path(folder) / "out", jobs=THREADS, engine=COMPILED)
    print(json.dumps({"peak_megabytes": peak_memory() / BYTES_A_MB}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
