"""The script for SLURM on the page about clusters works, with an `sbatch` of our own that starts jobs here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from commsim.study.sweep import run_study
from tests.docs.blocks import REPOSITORY, steps
from tests.support.clusters import wait_until_ended
from tests.support.studies import write_study

SBATCH = """#!/bin/sh
cp "$1" job.sh
nohup sh job.sh >job.txt 2>&1 &
echo $! >job.pid
echo Submitted batch job $!
"""
SCANCEL = """#!/bin/sh
kill "$@"
"""
SMALLER = {
    "cores=16": "cores=1",
    "processes=16": "processes=1",
    "jobs=4": "jobs=1",
    "resume=True": "resume=True, engine='agents'",
}


def test_the_slurm_script_asks_for_jobs_and_does_a_study(tmp_path: Path) -> None:
    (script,) = [step for step in steps((REPOSITORY / "docs/cluster.md").read_text(encoding="utf-8")) if step.about]
    text = script.text
    for plain, small in SMALLER.items():
        assert text.count(plain) == 1
        text = text.replace(plain, small)
    (tmp_path / script.about).write_text(text)
    for name, content in {"sbatch": SBATCH, "scancel": SCANCEL}.items():
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(0o755)
    study = write_study(tmp_path / "mine")
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:__main__", script.about, str(study), "results"],
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    wait_until_ended([int((tmp_path / "job.pid").read_text())])
    assert done.returncode == 0, done.stderr
    job, said = done.stdout.rsplit("\n", 2)[:2]
    assert "#SBATCH -p compute" in job
    assert "#SBATCH -t 02:00:00" in job
    assert "--nthreads 1" in job
    assert said == "24 runs, 0 failed"
    run_study(study, tmp_path / "here", engine="agents")
    blocks = sorted((tmp_path / "here" / "runs").glob("*.parquet"))
    assert blocks
    for block in blocks:
        assert block.read_bytes() == (tmp_path / "results" / "runs" / block.name).read_bytes()
