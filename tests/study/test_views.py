from __future__ import annotations

import pytest

from commsim.api import simulate
from commsim.errors import UnknownNameError
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY_NAMES
from commsim.study.views import CALENDAR, monthly_columns
from tests.small_estate import same
from tests.study.measured import agents, compiled
from tests.support.small_worlds import small_worlds

VIEWS = {"compiled": compiled, "agents": agents}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A scenario of two unequal estates, 25 months."""
    return small_worlds(tmp_path_factory.mktemp("worlds"))["conflict"]


@pytest.fixture(scope="module")
def run(world):
    """The run whose tables a view must agree with."""
    return simulate(world, seed=3, engine="agents")


@pytest.fixture(scope="module", params=VIEWS)
def view(request, world):
    """The same run as each driver leaves it."""
    return VIEWS[request.param](world, 3)


def test_a_view_knows_its_estates_and_months(view) -> None:
    assert (view.estate_names, view.months) == (("main", "elsewhere"), 25)


@pytest.mark.parametrize("name", [*CALENDAR, *MONTHLY_NAMES])
def test_a_monthly_column_is_that_of_the_run(view, run, name: str) -> None:
    for place, estate in enumerate(view.estate_names):
        expected = run.monthly.loc[run.monthly["estate"] == estate, name].tolist()
        found = view.column(place, name)
        assert len(found) == 25
        assert all(same(*pair) for pair in zip(found, expected, strict=True))
        assert {type(value) for value in found} == {type(value) for value in expected}
        assert view.column(place, name) is found


@pytest.mark.parametrize("name", HOUSEHOLD_FINAL)
def test_a_household_column_is_that_of_the_run(view, run, name: str) -> None:
    for place, estate in enumerate(view.estate_names):
        expected = run.households.loc[run.households["estate"] == estate, name].tolist()
        assert all(same(*pair) for pair in zip(view.household(place, name).tolist(), expected, strict=True))


def test_the_facts_are_those_of_the_run(view, run) -> None:
    assert [view.outcome(0), view.outcome(1)] == [run.outcomes["main"], run.outcomes["elsewhere"]]
    assert run.outcomes["main"] != run.outcomes["elsewhere"]


def test_monthly_series_stand_estate_after_estate(view, run) -> None:
    found = monthly_columns(view, ["fee_rate", "members"])
    assert list(found) == ["estate", "month", "fee_rate", "members"]
    assert found["estate"] == [0] * 25 + [1] * 25
    assert found["month"] == list(range(1, 26)) * 2
    assert found["members"] == run.monthly["members"].tolist()


def test_a_series_of_no_columns_still_has_its_months(view) -> None:
    assert list(monthly_columns(view, [])) == ["estate", "month"]


def test_unknown_columns_are_refused_with_the_nearest(view) -> None:
    with pytest.raises(UnknownNameError, match="no monthly column 'fee_rat'; did you mean 'fee_rate'"):
        view.column(0, "fee_rat")
    with pytest.raises(UnknownNameError, match="no household column 'pay'; did you mean 'pays'"):
        view.household(0, "pay")
