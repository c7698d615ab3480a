import pytest

from commsim.errors import InputError
from commsim.results.windows import calendar_years, first_month_above_zero, window_months


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        ("whole run", 1, 144),
        ("last month", 144, 144),
        ("last 12 months", 133, 144),
        ("last 144 months", 1, 144),
        ("month 61", 61, 61),
        ("months 49..60", 49, 60),
        ("month 49..60", 49, 60),
        ("years 2..6 from first dividend", 85, 144),
        ("years 1..1 from first dividend", 73, 84),
    ],
)
def test_a_window_names_its_months(window: str, first: int, last: int) -> None:
    assert window_months(window, 144, first_dividend_month=74) == range(first, last + 1)


@pytest.mark.parametrize(
    "window", ["last 145 months", "month 145", "months 140..150", "years 2..7 from first dividend"]
)
def test_a_window_that_leaves_the_run_is_undefined_not_cut_short(window: str) -> None:
    assert window_months(window, 144, first_dividend_month=74) is None


def test_years_from_a_dividend_that_never_came_are_undefined() -> None:
    assert window_months("years 1..1 from first dividend", 144, None) is None


@pytest.mark.parametrize("window", ["", "each year", "last months", "months 5", "first month", "month -1"])
def test_an_unknown_window_is_refused_with_those_allowed(window: str) -> None:
    with pytest.raises(InputError, match="not known; allowed: 'whole run'"):
        window_months(window, 144)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match="ends in month 4, before it begins in month 9"):
        window_months("months 9..4", 144)


def test_a_year_cut_short_is_no_calendar_year() -> None:
    assert calendar_years(30) == [range(1, 13), range(13, 25)]
    assert calendar_years(11) == []


def test_the_first_month_above_zero_is_found() -> None:
    assert first_month_above_zero([0, 0, 5, 7], [1, 2, 3, 4]) == 3
    assert first_month_above_zero([0, -1], [1, 2]) is None
