import math

import pytest

from commsim.results import measure
from tests.small_estate import monthly_of

NAN = math.nan


def paid(rates: list[float], **columns):
    """Return months in which 1000 fen were billed and so much of it was paid; a NaN is a month without bills."""
    billed = [0 if math.isnan(rate) else 1000 for rate in rates]
    in_time = [0 if math.isnan(rate) else int(1000 * rate + 0.5) for rate in rates]
    return monthly_of(len(rates), billed_fen=billed, paid_in_time_fen=in_time, fee_rate=rates, **columns)


@pytest.mark.parametrize(
    ("company", "committee", "lasts"), [(1, 0, 1.0), (0, 1, 1.0), (0, 0, 0.0), ([1, 0, 0], [0, 1, 1], 1.0)]
)
def test_it_lasts_while_a_company_or_a_committee_serves(company, committee, lasts) -> None:
    assert measure(paid([0.8, 0.9, 1.0], company=company, committee=committee), "lasts") == lasts


@pytest.mark.parametrize(("rates", "months"), [([0.8, 0.79, 1.0], 2), ([0.8, NAN, 0.9], 2), ([0.5] * 3, 0)])
def test_one_month_below_or_without_bills_breaks_it(rates, months) -> None:
    table = paid(rates, company=1)
    assert measure(table, "lasts") == 0
    assert measure(table, "lasting_months") == months
    assert measure(table, "lasts", "month 1") == float(months > 0)


def test_a_month_in_which_nobody_serves_is_no_lasting_month() -> None:
    table = paid([0.9] * 4, company=[1, 0, 0, 1])
    assert measure(table, "lasts") == 0
    assert measure(table, "lasting_months") == 2


def test_months_at_a_rate_are_counted() -> None:
    table = paid([0.79, 0.80, 0.90, NAN, 0.95])
    assert measure(table, "months_at_80") == 3
    assert measure(table, "months_at_90") == 2


def test_the_gap_is_what_the_fee_rate_lacks() -> None:
    assert measure(paid([0.5, 1.0]), "gap_to_full") == 0.25
    assert math.isnan(measure(paid([NAN, NAN]), "gap_to_full"))


def test_a_gain_is_the_last_year_less_the_first() -> None:
    assert measure(paid([0.25] * 12 + [0.9] * 6 + [0.75] * 12), "fee_rate_gain") == 0.5
    assert math.isnan(measure(paid([0.25] * 12 + [0.75] * 11), "fee_rate_gain"))
    assert math.isnan(measure(paid([NAN] * 12 + [0.75] * 12), "fee_rate_gain"))


def test_half_of_the_gain_is_reached_by_a_quarter_not_by_one_month() -> None:
    steps = [0.2] * 12 + [0.2, 0.9, 0.2, 0.2] + [0.5] * 3 + [0.8] * 12
    assert measure(paid(steps), "months_to_half_gain") == 7


def test_the_first_month_after_the_first_year_can_be_enough() -> None:
    assert measure(paid([0.2] * 12 + [1.0] * 12), "months_to_half_gain") == 2
    assert measure(paid([0.2] * 11 + [1.0] + [1.0] * 12), "months_to_half_gain") == 1


@pytest.mark.parametrize(("after", "defined"), [(0.549, False), (0.551, True), (0.2, False), (NAN, False)])
def test_without_a_gain_of_five_points_its_half_is_undefined(after, defined) -> None:
    assert math.isnan(measure(paid([0.5] * 12 + [after] * 12), "months_to_half_gain")) is not defined


def test_the_worst_year_is_the_whole_calendar_year_with_the_lowest_rate() -> None:
    table = paid([0.9] * 12 + [0.5] * 12 + [0.7] * 12 + [0.1] * 6)
    assert measure(table, "worst_year_fee_rate") == 0.5
    assert measure(table, "after_worst_year_fee_rate") == 0.7
    assert measure(table, "worst_year_fee_rate", "months 14..36") == 0.7
    assert math.isnan(measure(table, "worst_year_fee_rate", "months 14..24"))


def test_after_the_worst_year_there_may_be_none() -> None:
    assert math.isnan(measure(paid([0.9] * 12 + [0.5] * 12), "after_worst_year_fee_rate"))
    assert math.isnan(measure(paid([NAN] * 24), "after_worst_year_fee_rate"))


def test_the_first_of_equally_bad_years_is_the_worst_and_years_without_bills_are_none() -> None:
    table = paid([NAN] * 12 + [0.5] * 12 + [0.6] * 12 + [0.5] * 12 + [0.8] * 12)
    assert measure(table, "after_worst_year_fee_rate") == 0.6
