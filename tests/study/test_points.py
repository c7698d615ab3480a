"""Every point is checked before anything runs."""

from itertools import pairwise

import pytest

from commsim.errors import Problem, ScenarioError
from commsim.study.loading import parse_study, study_from_dict
from commsim.study.points import check_points, points_to_check
from tests.study.bad_studies import GOOD


def problems_of(text):
    study = parse_study(text, "study.yaml")
    with pytest.raises(ScenarioError) as caught:
        check_points(study)
    return caught.value.report.problems


def test_the_points_of_a_good_study_are_valid():
    check_points(parse_study(GOOD))


def test_progress_is_told_to_the_last_point():
    told = []
    check_points(parse_study(GOOD), lambda done, points: told.append((done, points)))
    assert told == [(0, 45), (45, 45)]


@pytest.mark.parametrize("count", [1, 5_000, 5_001, 6_000, 1_000_000])
def test_the_first_the_last_and_a_spread_of_many_points_are_checked(count):
    chosen = points_to_check(count)
    assert chosen == sorted(set(chosen))
    assert (chosen[0], chosen[-1]) == (0, count - 1)
    assert len(chosen) == min(count, 5_001)
    assert chosen[:1000] == list(range(min(count, 1000)))
    gaps = [after - before for before, after in pairwise(chosen[1000:])]
    assert not gaps or max(gaps) <= count // 4_000 + 1


def test_a_combination_that_is_not_valid_is_told_with_its_point_and_the_line_of_its_cause():
    text = GOOD.replace("add: [{event: appoint, month: 62}]", "add: [{event: appoint, month: 200}]")
    late = "timeline.appoint.month: month 200 lies after the end (the run lasts 120 months)"
    missing = "timeline.run_revenue.operator: a committee that cannot exist runs the common parts"
    point = "point 1 (share=0.0, J=3.0, committee=given): "
    level = "factors.committee.levels.given"
    assert problems_of(text) == [
        Problem(20, f"{level}.add.appoint", point + late, "1 to 120, or more 'months'"),
        Problem(20, f"{level}.without", point + missing, "'elect' or 'appoint' before it"),
    ]


def test_a_path_that_a_level_has_left_out_is_told_with_the_factor():
    (problem,) = problems_of(
        GOOD.replace(
            "  committee:\n    levels:\n      as_is: {}", "  committee:\n    levels:\n      as_is: {without: [elect]}"
        ).replace(
            "path: behaviour.fees.J\n    range: {from: 3.0, to: 5.0, levels: 5}",
            "path: start.belonging\n    values: [0.1]",
        )
    )
    assert problem.path == "factors.committee.levels.as_is.without"


def test_an_event_left_out_before_its_value_is_set():
    text = GOOD.replace(
        "factors:\n", "factors:\n  who:\n    levels:\n      some: {}\n      none: {without: [activate]}\n"
    )
    (problem,) = problems_of(text)
    assert (problem.line, problem.path) == (15, "factors.share")
    assert problem.message == (
        "point 45 (who=none, share=0.0, J=3.0, committee=as_is): timeline.activate.share: "
        "no event 'activate' in tianhu-garden; did you mean 'elect'?"
    ).replace("; did you mean 'elect'?", "")


def test_a_twin_that_is_not_valid_is_told_as_one():
    (problem,) = problems_of(GOOD.replace("twin: {without: [activate]}", "twin: {without: [found_branch]}"))
    assert problem.path == "twin.without"
    assert problem.line == 9
    assert "): timeline.activate: twin: activation by a branch that has not been founded" in problem.message


def test_what_all_points_add_is_told_at_its_line():
    problems = problems_of(GOOD.replace("month: 70", "month: 700"))
    assert [(problem.line, problem.path) for problem in problems] == [(8, "add.convention")]


def test_the_same_problem_is_told_once_and_not_more_than_a_screen():
    values = ", ".join(str(number) for number in range(61, 121, 2))
    text = GOOD.replace("path: behaviour.fees.J", "path: timeline.found_branch.month")
    problems = problems_of(text.replace("range: {from: 3.0, to: 5.0, levels: 5}", f"values: [{values}]"))
    assert 1 <= len(problems) <= 16


def test_without_a_file_there_are_no_lines():
    study = study_from_dict(parse_study(GOOD.replace("month: 70", "month: 700")).to_dict())
    with pytest.raises(ScenarioError, match=r"\Amy-study: add\.convention: point 0 \("):
        check_points(study)
