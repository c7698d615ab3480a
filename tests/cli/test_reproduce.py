import shutil

import pytest

from tests.support.made_rows import flip
from tests.support.studies import write_study


@pytest.fixture
def swept(command, here):
    """A finished study in ``here/out``, whose study file and scenario are gone."""
    write_study(here)
    assert command("sweep", "study.yaml", "--out", "out", "--quiet").code == 0
    (here / "study.yaml").unlink()
    (here / "small.yaml").unlink()
    return here / "out"


@pytest.mark.parametrize("options", [(), ("--jobs", 2), ("--engine", "agents"), ("--engine", "compiled")])
def test_a_study_is_reproduced_from_its_folder_alone(command, swept, options) -> None:
    answer = command("reproduce", "out", *options)
    assert answer.code == 0
    assert answer.out == "Sound: out: 24 of 24 runs checked, 0 of them failed; 24 of 24 runs done again\n"


def test_a_folder_that_was_moved_is_reproduced_too(command, swept, here) -> None:
    shutil.move(swept, here / "elsewhere")
    assert command("reproduce", "elsewhere", "-q").code == 0


def test_what_differs_is_listed_and_the_exit_code_says_so(command, swept) -> None:
    flip(swept / "runs/block-000000000.parquet")
    answer = command("reproduce", "out", "--quiet")
    assert answer.code == 1
    assert answer.out == "Differs:  runs/block-000000000.parquet differs from its checksum (runs 0 to 23)\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "error: nowhere is no results folder of a study: it has no manifest.json"),
        (("out", "--jobs", "0"), "error: --jobs is a whole number from 1; got 0"),
        (("out", "--engine", "fast"), "error: engine is one of auto, agents, compiled; got 'fast'"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(command, swept, words, said) -> None:
    answer = command("reproduce", *words)
    assert (answer.code, answer.out, answer.err) == (2, "", said + "\n")
