import csv
import json

import pytest

from commsim.study.blocks import Block
from commsim.study.store import StudyFolder
from tests.support.made_rows import made_rows
from tests.support.studies import small_study, write_study


@pytest.fixture
def swept(command, here):
    """A finished study in ``here/out``."""
    write_study(here)
    assert command("sweep", "study.yaml", "--out", "out", "--quiet").code == 0
    return here / "out"


def test_a_report_is_written_into_the_folder_of_its_study(command, swept) -> None:
    answer = command("report", "out")
    assert (answer.code, answer.out) == (0, "Report:  out/report/report.html\n")
    text = (swept / "report" / "report.html").read_text(encoding="utf-8")
    assert "A small study" in text
    assert "小研究" in text
    assert "commsim sweep STUDY.yaml --out out --resume" in text
    manifest = json.loads((swept / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["provenance"]["study_digest"] in text
    with (swept / "report" / "effects.csv").open(encoding="utf-8") as file:
        assert {row["measure"] for row in csv.DictReader(file)} == {"fee_rate", "free_riders", "members_active"}
    assert (swept / "report" / "fee_rate-maps.svg").is_file()


def test_a_report_made_again_is_the_same_and_the_study_stays_sound(command, swept) -> None:
    command("report", "out", "--quiet")
    first = {path.name: path.read_bytes() for path in (swept / "report").iterdir()}
    assert command("report", "out", "--quiet").out == ""
    assert {path.name: path.read_bytes() for path in (swept / "report").iterdir()} == first
    assert command("verify", "out").code == 0
    assert command("sweep", "study.yaml", "--out", "out", "--resume", "--quiet").code == 0


def test_a_report_elsewhere_is_only_replaced_by_force(command, swept, here) -> None:
    assert command("report", "out", "--out", "told").code == 0
    again = command("report", "out", "--out", "told")
    assert again.code == 3
    assert "add --force to replace it" in again.err
    assert command("report", "out", "--out", "told", "--force").code == 0
    assert not (swept / "report").exists()


def test_a_study_under_way_is_reported_as_far_as_it_is(command, here) -> None:
    study = small_study(here)
    with StudyFolder.create(here / "out", study, block_size=8) as folder:
        folder.save(made_rows(study, Block(0, 8)))
        answer = command("report", "out")
    assert answer.code == 0
    assert answer.out.splitlines()[0] == "Note:    the study is not done; the report is of 8 of 24 runs"
    assert "This study is not done: 8 of 24 runs" in (here / "out" / "report" / "report.html").read_text(
        encoding="utf-8"
    )


def test_a_folder_without_a_study_is_refused(command, here) -> None:
    answer = command("report", "nowhere")
    assert answer.code == 2
    assert "nowhere is no results folder of a study" in answer.err
