import json
import shutil

import pytest

from tests.support.made_rows import flip
from tests.support.studies import write_study


@pytest.fixture
def swept(command, here):
    """A finished study in ``here/out``."""
    write_study(here)
    assert command("sweep", "study.yaml", "--out", "out", "--quiet").code == 0
    return here / "out"


def test_a_sound_folder_is_said_to_be_sound(command, swept) -> None:
    answer = command("verify", "out", "--sample", 5)
    assert answer.code == 0
    assert answer.out == "Sound: out: 24 of 24 runs checked, 0 of them failed; 5 of 24 runs done again\n"


def test_what_is_wrong_is_listed_and_the_exit_code_says_so(command, swept) -> None:
    flip(swept / "runs/block-000000000.parquet")
    answer = command("verify", "out")
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "Differs:  runs/block-000000000.parquet differs from its checksum (runs 0 to 23)",
        "NOT sound: out: 0 of 24 runs checked, 0 of them failed; 0 of 24 runs done again",
    ]
    quiet = command("verify", "out", "--quiet")
    assert (quiet.code, quiet.out) == (1, answer.out.splitlines()[0] + "\n")


def test_many_findings_are_cut_short(command, swept, monkeypatch) -> None:
    monkeypatch.setattr("commsim.cli.verify.SHOWN", 2)
    for number in range(5):
        shutil.copy(swept / "points.parquet", swept / "runs" / f"copy-{number}.parquet")
    lines = command("verify", "out", "--quiet").out.splitlines()
    assert len(lines) == 3
    assert lines[2] == "Differs:  and 3 more"


def test_quiet_says_nothing_of_a_sound_folder(command, swept) -> None:
    answer = command("verify", "out", "-q", "--engine", "agents", "--sample", 1)
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_json_has_the_whole_verdict(command, swept) -> None:
    answer = command("verify", "out", "--json", "--sample", 2)
    assert json.loads(answer.out) == {
        "folder": "out",
        "sound": True,
        "runs": 24,
        "checked": 24,
        "failed": 0,
        "repeated": 2,
        "findings": [],
        "notes": [],
    }
    flip(swept / "points.parquet", 20)
    answer = command("verify", "out", "--json", "--sample", 2)
    assert answer.code == 1
    assert json.loads(answer.out)["findings"] == ["points.parquet differs from its checksum"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such-folder",), "error: no-such-folder is no results folder of a study: it has no manifest.json"),
        (("small.yaml",), "error: small.yaml is no results folder of a study: it has no manifest.json"),
        (("out", "--sample", "-1"), "error: --sample is a whole number from 0; got -1"),
        (("out", "--engine", "fast"), "error: engine is one of auto, agents, compiled; got 'fast'"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(command, swept, words, said) -> None:
    answer = command("verify", *words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == said + "\n"


def test_a_full_disk_ends_a_sweep_with_one_line_and_exit_code_3(command, here, monkeypatch) -> None:
    write_study(here)

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("commsim.study.store.write_durably", full)
    answer = command("sweep", "study.yaml", "--out", "out")
    assert answer.code == 3
    assert answer.err.splitlines()[-1] == (
        "error: cannot write results to out: the disk is full; "
        "what was saved before stays, and the same command with --resume goes on from there"
    )
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert command("sweep", "study.yaml", "--out", "out", "--resume", "-q").code == 0
    assert command("verify", "out", "-q").code == 0


def test_a_damaged_block_is_run_again_by_resume_which_says_so(command, swept) -> None:
    before = (swept / "manifest.json").read_bytes()
    flip(swept / "runs/block-000000000.parquet")
    answer = command("sweep", "study.yaml", "--out", "out", "--resume")
    assert answer.code == 0
    assert "runs/block-000000000.parquet differs from its checksum; runs 0 to 23 are run again." in answer.out
    assert (swept / "manifest.json").read_bytes() == before
    assert command("verify", "out", "-q").code == 0
