"""Peak memory of a sweep, in a process of its own: ``python -m benchmarks.sweep_cell RUNS`` prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path

from commsim.engine.choice import COMPILED
from commsim.study.loading import load_study
from commsim.study.sweep import run_study

REPLICATES = 100
THREADS = 2
KIB_A_MB = 1000
STUDY = """\
schema_version: 1
name: memory
title: {{en: Memory, zh: 内存}}
scenario: typical-estate
set: {{estates.main.homes: 20, estates.main.shops: 0, estates.main.buildings: 1, months: 12}}
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
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "study.yaml"
        file.write_text(STUDY.format(points=max(2, runs // REPLICATES), replicates=REPLICATES), encoding="utf-8")
        run_study(load_study(file), Path(folder) / "out", jobs=THREADS, engine=COMPILED)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_MB
    print(json.dumps({"peak_megabytes": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
