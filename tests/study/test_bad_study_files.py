"""Each bad study file is refused with its lines, what is wrong and what is allowed, and with nothing else."""

import pytest

from commsim.errors import Problem, ScenarioError
from commsim.study.loading import load_study, parse_study
from tests.study.bad_studies import GOOD, bad_studies, changed, read_cases

CASES = bad_studies()


def problems_of(text, folder=None):
    """Return all problems of a text, which must have some."""
    with pytest.raises(ScenarioError) as caught:
        parse_study(text, "study.yaml", folder)
    return caught.value.report.problems


def test_the_good_file_is_good():
    assert parse_study(GOOD).name == "my-study"


def test_there_are_at_least_forty_five_bad_files_with_different_names():
    assert len({case.name for case in CASES}) == len(CASES) >= 45


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_study_is_refused_with_line_and_reason(case, tmp_path, monkeypatch):
    (tmp_path / "study.yaml").write_text(case.text, encoding="utf-8")
    (tmp_path / "points.csv").write_text(case.points, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as caught:
        load_study("study.yaml")
    report = caught.value.report
    problems = sorted(report.problems)
    assert (report.file, len(problems)) == (case.file, len(case.said)), str(caught.value)
    for said, problem in zip(case.said, problems, strict=True):
        assert said.fits(problem), problem
    assert caught.value.exit_code == 2


def test_a_bad_study_is_named_with_its_line(tmp_path, monkeypatch):
    (tmp_path / "study.yaml").write_text(GOOD.replace("replicates: 10", "replicates: 0"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as caught:
        load_study("study.yaml")
    said = "study.yaml:23: replicates: 0 is too small; allowed: a whole number from 1 to 1000000"
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("name", "message", "allowed"),
    [
        ("none.yaml", "no such file", "a study file that exists"),
        ("stdy.yaml", "no such file; did you mean 'study.yaml'?", "a study file that exists"),
        (".", "this is a folder", "a study file (YAML)"),
    ],
)
def test_a_file_that_is_no_study_file_is_refused(name, message, allowed, tmp_path, monkeypatch):
    (tmp_path / "study.yaml").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as caught:
        load_study(name)
    assert caught.value.report.problems == [Problem(0, "", message, allowed)]


def test_values_and_combinations_are_told_together():
    text = GOOD.replace("values: [0.0, 0.1, 0.2]", "values: [0.0, 2, 2]").replace(
        "window: month 60..72", "window: month 600"
    )
    text = text.replace("design: {kind: grid}", "design: {kind: factorial}").replace("[tianhu.steps]", "[tianhu.stps]")
    assert [(problem.line, problem.path) for problem in problems_of(text)] == [
        (4, "sources[1]"),
        (13, "factors.share.values[2]"),
        (13, "factors.share.values[3]"),
        (13, "factors.share.values[3]"),
        (22, "design.kind"),
        (27, "measures.fee_rate_end.window"),
    ]


def test_many_values_that_are_not_allowed_are_told_of_the_first_twenty():
    values = ", ".join(str(number) for number in range(2, 1000))
    assert len(problems_of(GOOD.replace("values: [0.0, 0.1, 0.2]", f"values: [{values}]"))) == 20


def test_a_scenario_file_that_is_not_valid_is_told_with_its_own_lines(tmp_path):
    (tmp_path / "mine.yaml").write_text("extend: tianhu-garden\nname: mine\nmonths: 0\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        parse_study(GOOD.replace("scenario: tianhu-garden", "scenario: mine.yaml"), "study.yaml", tmp_path)
    assert caught.value.report.file == str(tmp_path / "mine.yaml")
    assert [(problem.line, problem.path) for problem in caught.value.report.problems] == [(3, "months")]


def test_a_path_must_be_in_every_scenario():
    place = "  place:\n    levels:\n      a: {scenario: tianhu-garden}\n      b: {scenario: hongyun}\n"
    text = GOOD.replace("scenario: tianhu-garden\n", "").replace("factors:\n", f"factors:\n{place}")
    messages = [problem.message for problem in problems_of(text)]
    assert messages == ["no event 'run_revenue' in hongyun"]


# The helpers of this file are tested too.


def test_a_case_is_read_from_its_lines():
    first, second = read_cases(
        "\n== csv: one\n- replicates: 10\n+ replicates: 0\n, a,b\n! 3 | a | b | c\n\n== two\n+ x\n"
    )
    assert first.text == GOOD.replace("replicates: 10", "replicates: 0")
    assert (first.file, first.points, first.said[0].line) == ("points.csv", "a,b\n", 3)
    assert (second.file, second.text, second.said) == ("study.yaml", "x\n", [])


def test_a_case_that_replaces_nothing_is_an_error():
    with pytest.raises(AssertionError, match="not once"):
        changed(["not there"], ["x"])
