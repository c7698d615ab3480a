import math

import pytest

from commsim.engine.columns import EFFORT_ENDS as OF_ENGINE
from commsim.results import MEASURES
from commsim.results.outcomes import EFFORT_ENDS, OUTCOME_MEASURES

NEVER = {
    "effort_started_month": 0,
    "effort_ended_month": 0,
    "effort_ended_by": "",
    "members_active_at_end": 0,
    "company_at_end": True,
    "committee_at_end": False,
}
GOES_ON = NEVER | {"effort_started_month": 61, "members_active_at_end": 7}
ENDED = NEVER | {"effort_started_month": 61, "effort_ended_month": 72, "effort_ended_by": "cash"}


def figures(facts, months=120):
    return {name: one.figure(facts, months) for name, one in OUTCOME_MEASURES.items()}


def test_an_effort_counts_its_first_and_its_last_month() -> None:
    found = figures(ENDED)
    assert (found["effort_months"], found["effort_ended"]) == (12, 1)
    assert [found[f"effort_ended_by_{end}"] for end in ("burnout", "cash", "mandate")] == [0, 1, 0]


def test_an_effort_that_goes_on_counts_to_the_end_of_the_run() -> None:
    found = figures(GOES_ON)
    assert (found["effort_months"], found["effort_ended"], found["effort_ended_by_cash"]) == (60, 0, 0)
    assert found["members_active_at_end"] == 7


def test_an_effort_that_never_began_has_no_length_and_no_end() -> None:
    found = figures(NEVER)
    assert all(math.isnan(figure) for name, figure in found.items() if name.startswith("effort"))


@pytest.mark.parametrize("name", ["company_at_end", "committee_at_end"])
def test_facts_of_the_end_are_one_or_nought(name) -> None:
    assert figures(NEVER)[name] == float(NEVER[name])
    assert figures(NEVER | {name: not NEVER[name]})[name] == float(not NEVER[name])


def test_every_end_an_engine_knows_has_a_measure() -> None:
    assert ("", *EFFORT_ENDS) == OF_ENGINE


def test_no_outcome_has_the_name_of_a_monthly_measure() -> None:
    assert not set(OUTCOME_MEASURES) & set(MEASURES)
    assert all(one.name == name and one.meaning for name, one in OUTCOME_MEASURES.items())
