"""Points from a CSV file."""

import json
import pickle

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pytest

from commsim.errors import ScenarioError
from commsim.study.loading import parse_study, study_from_dict
from tests.study.bad_studies import GOOD

TEXT = GOOD.replace("design: {kind: grid}", "design: {kind: csv, file: points.csv}")


def read(folder, points, text=TEXT, encoding="utf-8"):
    (folder / "points.csv").write_bytes(points.encode(encoding) if isinstance(points, str) else points)
    return parse_study(text, "study.yaml", folder)


def test_points_are_those_of_the_file_in_its_order(tmp_path):
    study = read(tmp_path, "J,share,committee\n3.5,0.2,barred\n4,0.1,as_is\n")
    assert study.points.names == ("share", "J", "committee")
    assert [study.points.row(point) for point in (0, 1)] == [
        {"share": 0.2, "J": 3.5, "committee": "barred"},
        {"share": 0.1, "J": 4.0, "committee": "as_is"},
    ]
    assert study.points.kinds == {"share": "float", "J": "float", "committee": "string"}
    assert study.scenario(0).data.mechanisms.committee is False


def test_a_factor_may_take_all_its_values_from_the_file(tmp_path):
    factors = "  share: {path: timeline.activate.share}\n  visits: {path: mechanisms.visits}\n"
    factors += "  homes: {path: estates.main.homes}\n  who: {path: timeline.activate.strategy}\n"
    text = TEXT[: TEXT.index("factors:")] + "factors:\n" + factors + TEXT[TEXT.index("design:") :]
    study = read(tmp_path, "share,visits,homes,who\n0.5,true,500,random\n1,false,600,degree\n", text)
    assert study.points.kinds == {"share": "float", "visits": "bool", "homes": "int", "who": "string"}
    assert study.points.row(1) == {"share": 1.0, "visits": False, "homes": 600, "who": "degree"}
    assert study.scenario(1).data.estates["main"].homes == 600


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_other_programs_are_read(tmp_path, encoding, end):
    points = f"share, J ,committee{end}0.1,3,as_is{end}{end}0.2, 4 , given {end}".replace(" J ", "J")
    study = read(tmp_path, points, encoding=encoding)
    assert study.points.row(1) == {"share": 0.2, "J": 4.0, "committee": "given"}


def test_points_of_a_study_come_back_from_a_file(tmp_path):
    grid = parse_study(GOOD)
    with pa.OSFile(str(tmp_path / "points.csv"), "wb") as stream:
        arrow_csv.write_csv(grid.points.arrow(), stream)
    study = parse_study(TEXT, "study.yaml", tmp_path)
    assert study.points == grid.points
    assert [study.scenario(point).data for point in (0, 44)] == [grid.scenario(point).data for point in (0, 44)]


def test_the_points_go_with_the_study(tmp_path):
    study = read(tmp_path, "share,J,committee\n0.1,3,as_is\n0.2,4.5,given\n")
    (tmp_path / "points.csv").unlink()
    again = study_from_dict(json.loads(json.dumps(study.to_dict(), sort_keys=True)))
    assert again.points == study.points == pickle.loads(pickle.dumps(study)).points
    assert again.digest() == study.digest()
    assert read(tmp_path, "share,J,committee\n0.1,3,as_is\n0.2,4.6,given\n").digest() != study.digest()


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (b"share,J,committee\n0.1,3,\xff\n", "points.csv: byte 24 is not UTF-8; allowed: UTF-8 text"),
        ("share,J,committee\n0.1,3,as_is\n" * 1, None),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, points, said):
    if said is None:
        assert len(read(tmp_path, points).points) == 1
        return
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, points)
    assert str(caught.value).endswith(said)


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("commsim.study.csv_points.MOST_BYTES", 10)
    with pytest.raises(ScenarioError, match="the file has 30 bytes; allowed: at most 10 bytes"):
        read(tmp_path, "share,J,committee\n0.1,3,as_is\n")


def test_too_many_points_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("commsim.study.csv_points.MOST_POINTS", 2)
    with pytest.raises(ScenarioError, match="more than 2 points; allowed: at most 2 points"):
        read(tmp_path, "share,J,committee\n" + "".join(f"0.1,{J},as_is\n" for J in (3, 3.5, 4)))


def test_a_screenful_of_mistakes_is_enough(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, "share,J,committee\n" + "0.1,30,as_is\n" * 1000)
    assert len(caught.value.report.problems) == 13
    assert str(caught.value).endswith("and 1 more problems")


def test_too_many_runs_of_the_points_of_a_file_are_refused(tmp_path):
    text = TEXT.replace("first: 1", f"first: {2**64 - 10}")
    with pytest.raises(ScenarioError, match="the last run would have seed 18446744073709551625") as caught:
        read(tmp_path, "share,J,committee\n0.1,3,as_is\n0.1,4,as_is\n", text.replace("common", "independent"))
    assert caught.value.report.problems[0].path == "seeds.first"
