from __future__ import annotations

import pytest

from commsim.errors import InputError, UnknownNameError
from commsim.results import MEASURES
from commsim.results.outcomes import OUTCOME_MEASURES
from commsim.rules.columns import HOUSEHOLD_FINAL
from commsim.study.measurable import all_measures, kind_of, months_of, problems_of
from tests.study.measured import Wish

EACH_YEAR = "'each year' gives one figure a year, a study keeps one a run"
BACKWARDS = "window 'month 9..8' ends in month 8, before it begins in month 9"
TOO_LATE = "'month 100..121' needs 121 months, but the run lasts 120"


def said(name: str, wish: Wish, months: int | None = 120, **others) -> list[tuple[str, str, str]]:
    return [tuple(problem) for problem in problems_of(name, wish, ("main", "elsewhere"), months, **others)]


def test_every_measure_has_a_meaning() -> None:
    assert set(all_measures()) == {*MEASURES, *OUTCOME_MEASURES, *HOUSEHOLD_FINAL}
    assert all_measures()["trust_payee"] == MEASURES["trust_payee"].meaning
    assert all_measures()["pays"] == "mean of `pays` over households at the end"
    assert all(all_measures().values())


@pytest.mark.parametrize(
    ("name", "group", "kind"),
    [
        ("fee_rate", None, "monthly"),
        ("trust_payee", None, "monthly"),
        ("trust_payee", "all", "household"),
        ("pays", None, "household"),
        ("pays", "visited", "household"),
        ("effort_months", None, "outcome"),
    ],
)
def test_a_name_has_a_kind(name, group, kind) -> None:
    assert kind_of(name, group) == kind


def test_a_name_that_is_no_measure_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="no measure 'effort_month'; did you mean 'effort_months'"):
        kind_of("effort_month")
    with pytest.raises(UnknownNameError, match="a group needs a household column; 'fee_rate' is none"):
        kind_of("fee_rate", "all")


@pytest.mark.parametrize(
    ("name", "wish"),
    [
        ("fee_rate", Wish()),
        ("late", Wish("fee_rate", window="month 109..120", relative_to="months 1..12")),
        ("fees", Wish("fee_rate", window="years 1..2 from first dividend", difference=True)),
        ("rate", Wish("lasts", window="whole run", estate="elsewhere")),
        ("pays_visited", Wish("pays", group="visited", difference=True)),
        ("effort_months", Wish()),
        ("months_to_half_gain", Wish(window="months 49..120")),
        ("worst_year_fee_rate", Wish()),
    ],
)
def test_nothing_is_said_of_a_good_wish(name, wish) -> None:
    assert said(name, wish) == []


@pytest.mark.parametrize(
    ("name", "wish", "field", "message"),
    [
        ("fee_rat", Wish(), "measure", "no measure 'fee_rat'; did you mean 'fee_rate'?"),
        ("x", Wish("fee_rat"), "measure", "no measure 'fee_rat'; did you mean 'fee_rate'?"),
        ("x", Wish("fee_rate", group="all"), "group", "'fee_rate' is no household column, so it has no groups"),
        ("pays", Wish(group="member"), "group", "no group 'member'; did you mean 'members'?"),
        ("pays", Wish(window="whole run"), "window", "'pays' is measured at the end of the run, it has no window"),
        (
            "effort_months",
            Wish(relative_to="whole run"),
            "relative_to",
            "'effort_months' is measured at the end of the run, it has no window",
        ),
        (
            "fee_rate",
            Wish(window="each year"),
            "window",
            EACH_YEAR,
        ),
        (
            "fee_rate",
            Wish(window="month 9..8"),
            "window",
            BACKWARDS,
        ),
        (
            "fee_rate",
            Wish(window="month 100..121"),
            "window",
            TOO_LATE,
        ),
        (
            "fee_rate",
            Wish(relative_to="month 121"),
            "relative_to",
            "'month 121' needs 121 months, but the run lasts 120",
        ),
        (
            "months_to_half_gain",
            Wish(),
            "window",
            "'months_to_half_gain' needs a window of at least 24 months, 'last 12 months' has 12",
        ),
        ("fee_rate", Wish(estate="elsewher"), "estate", "no estate 'elsewher'; did you mean 'elsewhere'?"),
    ],
)
def test_a_bad_wish_is_told(name, wish, field, message) -> None:
    assert [(found[0], found[1]) for found in said(name, wish)] == [(field, message)]


def test_the_usual_window_must_fit_the_run_too() -> None:
    assert said("fee_rate", Wish(), months=6)[0][1] == "'last 12 months' needs 12 months, but the run lasts 6"
    assert said("fee_rate", Wish(), months=None) == []
    assert said("pays", Wish(), months=6) == []


def test_a_window_of_unknown_length_is_not_held_against_a_measure() -> None:
    assert said("fee_rate_gain", Wish(window="whole run"), months=None) == []
    assert said("fee_rate_gain", Wish(window="whole run"), months=20)[0][0] == "window"


def test_a_difference_needs_a_twin() -> None:
    assert said("fee_rate", Wish(difference=True), has_twin=False) == [
        ("difference", "a difference needs a twin, and the study has none", "'twin' in the study")
    ]
    assert said("fee_rate", Wish(), has_twin=False) == []


def test_what_is_allowed_is_told() -> None:
    assert said("pays", Wish(group="member"))[0][2] == "one of all, members, visited, never_visited"
    assert said("fee_rate", Wish(estate="x"))[0][2] == "one of main, elsewhere"
    assert said("fee_rate", Wish(window="month 121"))[0][2] == "within 120 months"
    assert "'month A..B'" in said("fee_rate", Wish(window="year 3"))[0][2]


@pytest.mark.parametrize(
    ("window", "months"),
    [
        ("whole run", 120),
        ("last month", 1),
        ("last 7 months", 7),
        ("month 5", 1),
        ("month 5..9", 5),
        ("years 2..3 from first dividend", 24),
    ],
)
def test_a_window_has_so_many_months(window, months) -> None:
    assert months_of(window, 120) == months


def test_a_text_that_is_no_window_has_no_length() -> None:
    with pytest.raises(InputError, match="window 'year 3' is not known"):
        months_of("year 3", 120)
