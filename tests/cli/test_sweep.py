import json
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from commsim.cli import sweep as command_file
from commsim.study import sweep as study_sweep
from commsim.study.blocks import block_size
from commsim.study.results import StudyResults
from tests.cli.conftest import names
from tests.support.studies import SMALL_STUDY, write_study

PATIENCE = 300
"""Seconds after which a process that should have ended fails its test, however slow the machine."""


@pytest.fixture
def study(here):
    return write_study(here)


@pytest.mark.smoke
def test_a_sweep_says_what_was_run_and_where_it_is(command, study, here):
    answer = command("sweep", "study.yaml", "--jobs", "2")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "small-study: 24 runs, 6 points x 4 replicates",
        "Results:  runs/small-study",
        "Report:   commsim report runs/small-study",
    ]
    assert {"manifest.json", "points.parquet", "runs"} <= set(names(here / "runs" / "small-study"))
    assert len(pd.read_parquet(here / "runs" / "small-study" / "runs")) == 24


def test_a_dry_run_says_it_all_and_writes_nothing(command, study, here):
    before = names(here)
    answer = command("sweep", "study.yaml", "--dry-run", "--jobs", "2", "--engine", "compiled")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[2] == "Runs:      24 = 6 points x 4 replicates"
    assert lines[3].startswith("Kept in:   1 blocks of at most 24 runs, about 0.0 MB")
    assert lines[4] == "Time:      about 1 s with engine 'compiled' and 2 side by side"
    assert lines[-1] == "Nothing was run and nothing was written."
    assert names(here) == before
    counted = json.loads(command("sweep", "study.yaml", "--dry-run", "--json", "--replicates", "7").out)
    assert (counted["runs"], counted["replicates"], counted["measures"][0]) == (42, 7, "fee_rate")


def test_a_folder_that_is_there_is_kept_unless_force_or_resume_is_given(command, study, here):
    assert command("sweep", "study.yaml", "--out", "x", "--replicates", "1", "--quiet").code == 0
    refused = command("sweep", "study.yaml", "--out", "x")
    assert refused.code == 3
    assert "--resume" in refused.err
    assert "--force" in refused.err
    other = command("sweep", "study.yaml", "--out", "x", "--resume")
    assert other.code == 2
    assert "replicates" in other.err
    assert command("sweep", "study.yaml", "--out", "x", "--replicates", "1", "--resume", "--quiet").code == 0
    assert command("sweep", "study.yaml", "--out", "x", "--force", "--quiet").code == 0
    assert len(StudyResults.open(here / "x").runs) == 24


def test_failed_runs_are_told_with_their_causes(command, study, monkeypatch):
    plain = study_sweep.ThreadRunner.run

    def broken(self, blocks):
        for rows in plain(self, blocks):
            status = ["failed" if number % 3 == 0 else "ok" for number in rows.block.numbers]
            cause = ["LedgerError: gone" if one == "failed" else None for one in status]
            measures = {
                name: [None if one == "failed" else value for one, value in zip(status, values, strict=True)]
                for name, values in rows.measures.items()
            }
            yield rows._replace(status=status, cause=cause, measures=measures)

    monkeypatch.setattr(study_sweep.ThreadRunner, "run", broken)
    answer = command("sweep", "study.yaml", "--out", "x")
    assert answer.code == 0
    assert "Failed:   8 runs; the others are not touched by it" in answer.out
    assert "          8 x LedgerError: gone" in answer.out
    assert command("sweep", "study.yaml", "--out", "x", "--resume", "--check", "--quiet").code == 1
    found = json.loads(command("sweep", "study.yaml", "--out", "x", "--resume", "--json").out)
    assert found == {"study": "small-study", "folder": "x", "runs": 24, "failed": 8}


def test_the_json_log_has_a_line_a_block(command, study, monkeypatch):
    monkeypatch.setattr(study_sweep, "block_size", lambda *_: 10)
    answer = command("sweep", "study.yaml", "--json-log", "--jobs", "1", "--out", "x")
    lines = [json.loads(line) for line in answer.err.splitlines()]
    assert [(line["runs"], line["of"], line["failed"]) for line in lines] == [
        (0, 24, 0),
        (10, 24, 0),
        (20, 24, 0),
        (24, 24, 0),
    ]
    assert lines[0]["runs_per_second"] is None
    assert lines[-1]["seconds_left"] == 0
    assert all(line["study"] == "small-study" for line in lines)


def test_a_quiet_sweep_says_nothing(command, study):
    assert command("sweep", "study.yaml", "--quiet")[1:] == ("", "")


def test_a_bad_study_is_refused_before_anything_is_written(command, here):
    write_study(here, SMALL_STUDY.replace("replicates: 4", "replicates: 0"))
    before = names(here)
    answer = command("sweep", "study.yaml")
    assert answer.code == 2
    assert answer.err.startswith("study.yaml:16: replicates: ")
    assert "Traceback" not in answer.err
    assert names(here) == before


@pytest.mark.parametrize(
    "words", [("--jobs", "0"), ("--engine", "fast"), ("--resume", "--force"), ("--cluster", "nowhere")]
)
def test_options_that_make_no_sense_are_refused(command, study, here, words):
    before = names(here)
    answer = command("sweep", "study.yaml", *words)
    assert answer.code == 2
    assert answer.err.startswith("error: ")
    assert names(here) == before


def test_ctrl_c_keeps_what_is_saved_and_says_how_to_go_on(here):
    text = SMALL_STUDY.replace("replicates: 4", "replicates: 100000").replace("months: 14", "months: 24")
    write_study(here, text)
    words = [sys.executable, "-m", "commsim", "sweep", "study.yaml", "--out", "a b", "--json-log"]
    running = subprocess.Popen(words, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    saved = 0
    for line in running.stderr:
        if line.startswith("{") and (saved := json.loads(line)["runs"]):
            break
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (130, "")
    last = err.splitlines()[-1]
    assert last.endswith("runs are saved; go on with: commsim sweep study.yaml --out 'a b' --resume")
    said = int(last.split(";")[1].split(" of ")[0].replace(",", ""))
    partial = StudyResults.open(here / "a b")
    assert len(partial.runs) == said >= saved
    assert said % block_size(partial.study.runs, 42 * 26) == 0
    assert "Traceback" not in err


def test_what_is_said_when_it_stops_before_the_first_run():
    said = command_file._stopped("s.yaml", Path("x"), [])
    assert said == "stopped by Ctrl-C before the first run"
