"""A sweep that is killed at any moment, and goes on: the same files, no run lost, none doubled."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commsim.study import sweep
from commsim.study.store import StudyFolder
from commsim.study.sweep import run_study
from tests.support.made_rows import files_of, flip
from tests.support.nursery import Nursery
from tests.support.studies import SMALL_STUDY, small_study

ROOT = Path(__file__).parents[2]
MANY = SMALL_STUDY.replace("replicates: 4", "replicates: 12") + "monthly: [fee_rate]\n"
FEW = SMALL_STUDY + "monthly: [fee_rate]\n"
MANY_A_BLOCK, FEW_A_BLOCK = 6, 12


@pytest.fixture(scope="module")
def nursery():
    made = Nursery(ROOT)
    yield made
    made.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a study of 72 runs in 12 blocks, done without interruption."""
    place = tmp_path_factory.mktemp("killed")
    study = small_study(place, MANY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "block_size", lambda *_: MANY_A_BLOCK)
        run_study(study, place / "whole")
    return place


def check(partial: Path, whole: Path) -> int:
    """Check that what is saved is what an uninterrupted study has; return how many blocks are."""
    if not StudyFolder.is_one(partial):
        assert not partial.exists()
        return 0
    saved = StudyFolder.open(partial)
    for name, sha256 in saved.checksums().items():
        assert saved.damage(name, sha256) is None
        assert (partial / name).read_bytes() == (whole / name).read_bytes()
    assert saved.runs_table().num_rows == sum(block.size for block in saved.blocks() if block.first in saved.done())
    return len(saved.done())


def until_saved(out: Path, blocks: int) -> None:
    """Wait until some blocks are in the journal, or the journal is gone since all are saved."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if (out / "journal.jsonl").exists():
            if (out / "journal.jsonl").read_bytes().count(b"\n") >= blocks:
                return
        elif StudyFolder.is_one(out) and StudyFolder.open(out).is_complete:
            return
        time.sleep(0.001)
    pytest.fail("the sweep does not get on")


def test_twenty_kills_at_random_moments_lose_and_double_nothing(nursery, place) -> None:
    luck = random.Random(20)
    saved, killed, partly = 0, 0, 0
    out = place / "out"
    words = ["sweep", str(place / "study.yaml"), "--out", str(out), "--resume", "--quiet"]
    for moment in range(20):
        # Five folders, each killed four times: at any time while it begins, and three times when it goes on.
        child = nursery.start(words, MANY_A_BLOCK)
        if moment % 4 == 0:
            time.sleep(luck.uniform(0.0, 0.4))
        else:
            until_saved(out, saved + luck.randrange(1, 4))
            time.sleep(luck.uniform(0.0, 0.02))
        os.kill(child, signal.SIGKILL)
        killed += nursery.wait() == -signal.SIGKILL
        saved = check(out, place / "whole")
        partly += 0 < saved < 12
        if moment % 4 == 3:
            nursery.start(words, MANY_A_BLOCK)
            assert nursery.wait() == 0
            assert files_of(out) == files_of(place / "whole")
            shutil.rmtree(out)
            saved = 0
    assert killed >= 10
    assert partly >= 5


def test_a_kill_at_any_step_on_the_disk_loses_and_doubles_nothing(nursery, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sweep, "block_size", lambda *_: FEW_A_BLOCK)
    study = small_study(tmp_path, FEW)
    run_study(study, tmp_path / "whole")
    whole = files_of(tmp_path / "whole")
    step = 0
    ended = -signal.SIGKILL
    while ended == -signal.SIGKILL:
        step += 1
        out = tmp_path / f"at-{step}"
        nursery.sweep(tmp_path / "study.yaml", out, FEW_A_BLOCK, step)
        ended = nursery.wait()
        check(out, tmp_path / "whole")
        run_study(study, out, resume=True)
        assert files_of(out) == whole, f"killed at step {step}"
        assert sorted(path.name for path in tmp_path.glob(".*")) == []
    assert ended == 0
    assert step > 20


def test_a_kill_at_any_step_of_mending_a_damaged_study_loses_and_doubles_nothing(
    nursery, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(sweep, "block_size", lambda *_: FEW_A_BLOCK)
    study = small_study(tmp_path, FEW)
    run_study(study, tmp_path / "whole")
    whole = files_of(tmp_path / "whole")
    step = 0
    ended = -signal.SIGKILL
    while ended == -signal.SIGKILL:
        step += 1
        out = tmp_path / f"at-{step}"
        shutil.copytree(tmp_path / "whole", out)
        flip(out / "runs" / "block-000000012.parquet")
        flip(out / "points.parquet", 20)
        nursery.sweep(tmp_path / "study.yaml", out, FEW_A_BLOCK, step)
        ended = nursery.wait()
        run_study(study, out, resume=True)
        assert files_of(out) == whole, f"killed at step {step}"
    assert ended == 0
    assert step > 10


def test_a_process_of_its_own_is_killed_and_goes_on(place) -> None:
    out = place / "alone"
    size = f"from commsim.study import sweep; sweep.block_size = lambda *_: {MANY_A_BLOCK}; "
    start = f"{size}import sys; from commsim.cli import main; sys.exit(main())"
    words = [sys.executable, "-c", start, "sweep", str(place / "study.yaml"), "--out", str(out), "--resume", "--quiet"]
    with subprocess.Popen(words) as process:
        until_saved(out, 3)
        process.kill()
    check(out, place / "whole")
    assert subprocess.run(words, check=False).returncode == 0
    assert files_of(out) == files_of(place / "whole")
