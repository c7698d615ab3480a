"""Make experiments anew: ``python -m experiments [NAME ...] [--full] [--verdict] [--jobs N]``.

For each experiment: its old results are removed, ``commsim sweep`` runs each of its studies into ``results/``,
``commsim report`` writes a report on each into ``runs/reports/``, and ``verdict.py`` writes ``verdict.md`` and the
block of the README.

``--full`` runs the longer studies instead, into ``runs/``; they have no verdict of their own. ``--verdict`` runs
nothing and draws the verdict anew from the results that are there.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from commsim.cli.entry import run_words
from experiments.common import Experiment, experiments


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words ask for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m experiments", description="Make experiments anew.")
    known = {one.name: one for one in experiments()}
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; by default all")
    parser.add_argument("--full", action="store_true", help="the longer studies, into runs/")
    parser.add_argument("--verdict", action="store_true", help="run nothing; draw the verdict from the results")
    parser.add_argument("--jobs", type=int, help="runs side by side; by default one a processor")
    asked = parser.parse_args(words)
    for name in asked.names:
        if name not in known:
            parser.error(f"no experiment '{name}'; there are {', '.join(known)}")
    for experiment in [known[name] for name in asked.names or known]:
        code = 0 if asked.verdict else run(experiment, full=asked.full, jobs=asked.jobs)
        if code:
            return code
        if not asked.full:
            sys.stdout.write(experiment.write_verdict().splitlines()[0] + "\n")
    return 0


def run(experiment: Experiment, *, full: bool = False, jobs: int | None = None) -> int:
    """Run the studies of an experiment and report on each; return the exit code of the first that fails, else 0."""
    studies = experiment.studies(full=full)
    if not full:
        shutil.rmtree(experiment.results, ignore_errors=True)
    for file, folder in studies:
        place = [] if full else ["--out", str(experiment.report_of(folder)), "--force"]
        code = sweep(file, folder, jobs) or run_words(["report", str(folder), *place])
        if code:
            return code
    return 0


def sweep(file: Path, folder: Path, jobs: int | None) -> int:
    """Run one study into its folder; a longer one that was broken off goes on."""
    how = ["--jobs", str(jobs)] if jobs is not None else []
    return run_words(["sweep", str(file), "--out", str(folder), "--resume", *how])


if __name__ == "__main__":
    sys.exit(main())
