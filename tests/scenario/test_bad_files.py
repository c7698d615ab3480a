"""Each bad file is refused with its lines, what is wrong and what is allowed, and with nothing else."""

import pytest

from commsim.errors import Problem, ScenarioError
from commsim.scenario import load_scenario, parse_scenario, yaml_text
from tests.scenario.bad_files import GOOD, Said, bad_files, read_cases

CASES = bad_files()
LEGAL = "  - {event: elect, month: 2, legal_personality: true}"


def problems_of(text):
    """Return all problems of a text, which must have some."""
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, "estate.yaml")
    return caught.value.report.problems


def test_the_good_file_is_good():
    assert parse_scenario(GOOD).name == "my-estate"


def test_there_are_at_least_sixty_bad_files_with_different_names():
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_file_is_refused_with_line_and_reason(case):
    problems = problems_of(case.text)
    assert len(problems) == len(case.said), problems
    for said, problem in zip(case.said, problems, strict=True):
        assert said.fits(problem), problem


@pytest.mark.parametrize("case", CASES[::10], ids=[case.name for case in CASES[::10]])
def test_a_bad_file_on_disk_is_named_with_its_line(case, tmp_path, monkeypatch):
    (tmp_path / "estate.yaml").write_text(case.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as caught:
        load_scenario("estate.yaml")
    first = case.said[0]
    where = f"{first.path}: " if first.path else ""
    assert str(caught.value).startswith(f"estate.yaml:{first.line}: {where}{first.message}; allowed: ")
    assert caught.value.exit_code == 2


def test_all_problems_are_sorted_by_line_and_twelve_are_shown():
    events = "".join(f"  - {{event: enforce, month: 1, effort: x{number}}}\n" for number in range(20))
    problems = problems_of(GOOD.replace("timeline:\n", f"timeline:\n{events}").replace("homes: 60", "homes: 0"))
    assert [problem.line for problem in problems] == [6, *range(16, 36)]
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(GOOD.replace("timeline:\n", f"timeline:\n{events}"), "estate.yaml")
    shown = str(caught.value).splitlines()
    assert len(shown) == 13
    assert shown[-1] == "estate.yaml: and 8 more problems"


def test_mistakes_of_values_and_duplicates_are_reported_together():
    text = GOOD.replace("months: 24", "months: 24\nmonths: 30").replace("fee_rate: 0.8", "fee_rate: high")
    assert [problem.line for problem in problems_of(text)] == [4, 15]


def test_what_only_other_estates_lack_is_named_with_the_estate():
    text = GOOD.replace("residents:", "  other: {homes: 50}\nresidents:").replace(
        "    month: 3\n  - event: a", "    month: 3\n    estate: other\n  - event: a"
    )
    (problem,) = problems_of(text)
    assert problem.message == "activation by a branch that has not been founded (estate 'main')"


def test_a_mistake_in_all_of_many_estates_is_reported_once():
    estates = "".join(f"  e{number}: {{homes: 50}}\n" for number in range(100))
    text = GOOD.replace("residents:", estates + "residents:").replace("event: found_branch", "event: withdraw")
    assert [problem.path for problem in problems_of(text)] == ["timeline.withdraw", "timeline.activate"]


def test_a_complete_network_of_too_many_households_is_refused():
    (problem,) = problems_of(GOOD.replace("homes: 60", "homes: 5000").replace("kind: blocks", "kind: complete"))
    assert problem.message == "a complete network over the 5004 households of estate 'main'"


def test_a_yearly_target_needs_a_year():
    text = GOOD.replace("months: 24", "months: 11").replace("last 12 months", "each year")
    (problem,) = problems_of(text)
    assert (problem.line, problem.message) == (24, "'each year' needs 12 months, but the run lasts 11")


@pytest.mark.parametrize(
    ("first_year", "month", "allowed"), [(2007, 9, False), (2007, 10, True), (2006, 21, False), (2006, 22, True)]
)
def test_owners_vote_only_under_a_law(first_year, month, allowed):
    elect = f"  - {{event: elect, month: {month}}}\n"
    text = GOOD.replace("months: 24", f"months: 24\nfirst_year: {first_year}").replace(
        "timeline:\n", f"timeline:\n{elect}"
    )
    if allowed:
        assert parse_scenario(text).data.timeline
        return
    (problem,) = problems_of(text)
    assert problem.message == "a vote of the owners in 2007-09, when no law said how they vote"


def test_a_number_of_thousands_of_digits_is_refused_without_being_read():
    (problem,) = problems_of(GOOD.replace("homes: 60", "homes: " + "9" * 5000))
    assert problem.message == ".inf is not a finite number"


def test_too_many_values_are_not_read_to_the_end(monkeypatch):
    monkeypatch.setattr(yaml_text, "MAX_VALUES", 50)
    before = 5  # the group, two keys, a text and the list
    (problem,) = problems_of("notes: x\nsources:\n" + "- a\n" * 100 + "@")
    assert (problem.line, problem.message) == (2 + 50 - before + 1, "more than 50 values")


def test_a_long_or_strange_word_stays_on_one_short_line():
    (problem,) = problems_of(GOOD.replace("months: 24", f'months: 24\n"a\\nb{"c" * 900}": 1'))
    assert problem.message == f"unknown key 'a\\nb{'c' * 54}...'"
    assert "\n" not in str(problem)


# The helpers of this file are tested too.


def test_a_case_is_read_from_its_lines():
    first_case = "== first\n- months: 24\n+ months: 0\n! 3 | months | 0 is too small | a, ...\n"
    text = f"# about\n\n{first_case}\n== second\n+ x\n! 1 |  | y | z\n"
    first, second = read_cases(text)
    assert first.text == GOOD.replace("months: 24", "months: 0")
    assert first.said == [Said(3, "months", "0 is too small", "a, ...")]
    assert (second.name, second.text, second.said) == ("second", "x\n", [Said(1, "", "y", "z")])


def test_a_case_can_replace_the_timeline():
    (case,) = read_cases("\n== only\n+ timeline:\n+   - {event: self_run, month: 1}\n")
    assert case.text.count("event:") == 1
    assert case.text.endswith(GOOD[GOOD.index("targets:") :])


def test_a_case_that_replaces_nothing_is_an_error():
    with pytest.raises(AssertionError, match="not once"):
        read_cases("\n== only\n- not there\n+ x\n")


@pytest.mark.parametrize(
    "problem",
    [
        Problem(4, "months", "0 is too small", "a, b"),
        Problem(3, "month", "0 is too small", "a, b"),
        Problem(3, "months", "0 is small", "a, b"),
        Problem(3, "months", "0 is too small", "b, a"),
    ],
)
def test_a_different_problem_does_not_fit(problem):
    said = Said(3, "months", "0 is too small", "a, ...")
    assert said.fits(Problem(3, "months", "0 is too small", "a, b"))
    assert not said.fits(problem)
    assert not said._replace(allowed="a").fits(Problem(3, "months", "0 is too small", "a, b"))


def test_a_group_that_runs_the_common_parts_is_a_body_and_nobody_is_not():
    timeline = "timeline:\n  - {event: run_revenue, month: 1, operator: group}\n  - {event: self_run, month: 2}\n"
    text = GOOD[: GOOD.index("timeline:")] + timeline
    assert parse_scenario(text).data.timeline[1].key == "self_run"
    (problem,) = problems_of(text.replace("operator: group", "operator: nobody"))
    assert problem.message == "the estate runs itself without a body"


# What lies exactly at a limit is allowed.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("parking_let: 40", "parking_let: 46"),
        ("parking_let: 40", "repair_share: 0.7, service_share: 0.2, dividend_share: 0.1"),
        ("buildings: 3", "buildings: 60\n    stairwells_per_building: 1"),
        ("buildings: 3", "buildings: 30\n    stairwells_per_building: 2"),
        ("buildings: 3", "buildings: 3\n    committee: {exists: true, quality: 0.4}"),
        ("buildings: 3", "buildings: 3\n    company: {present: false}\n  other:\n    homes: 50"),
        ("mean_degree: 8", "mean_degree: 63"),
        ("mean_degree: 8", "stairwell_share: 0.75"),
        ("kind: blocks, mean_degree: 8", "kind: complete, mean_degree: 200"),
        ("homes: 60", "homes: 2996"),
        ("    share: 0.5", "    count: 6"),
        ("    share: 0.5", "    count: 2\n    who: retired"),
        ("    share: 0.5", "    count: 4\n    who: in_service"),
        ("    share: 0.5", "    count: 6\n    by: community"),
        ("    month: 3\n    share: 0.5", "    month: 24\n    share: 0.5"),
        ("    share: 0.5", "    share: 0.5\n  - {event: meeting, month: 4, speakers: 6}"),
        ("    share: 0.5", "    share: 0.5\n  - {event: meeting, month: 4, invited_share: 0.1, speakers: 6}"),
        ("    share: 0.5", "    share: 0.5\n  - {event: run_revenue, month: 4, operator: group, dividend_share: 0.5}"),
        (
            "    share: 0.5",
            "    share: 0.5\n  - {event: self_run, month: 4}\n  - {event: enforce, month: 4, effort: suit}",
        ),
        ("    share: 0.5", "    share: 0.5\n  - {event: advance, month: 4, yuan: 1000}"),
        ("    share: 0.5", f"    share: 0.5\n{LEGAL}\n  - {{event: advance, month: 4, yuan: 1000, by: lender}}"),
        ("window: last 12 months", "window: last 24 months"),
        ("window: last 12 months", "window: months 24..24"),
        ("window: last 12 months", "window: years 1..2 from first dividend"),
        ("relation: above\n    value: 0.9", "relation: between\n    low: 0.7\n    high: 0.7"),
        ("  member_share: 0.1", "  member_share: 0.1\n  ages: {young: 0.2500004}"),
        ("en: My estate", "en: " + "x" * 200),
        ("months: 24", "months: 24\nsources: [example.com (a site), 'hongyun.homes', Survey.2023]"),
        ("months: 24", "months: 24\n# " + "x" * 9_998),
        ("months: 24", "months: 24\ntwin: typical-estate\nworld_seed: 18446744073709551615"),
    ],
)
def test_what_lies_exactly_at_a_limit_is_allowed(old, new):
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    if new == "homes: 2996":
        text = text.replace("kind: blocks", "kind: complete")
    assert parse_scenario(text).name == "my-estate"
