import math

import pandas as pd
import pytest

from commsim.errors import InputError, UnknownNameError
from commsim.results import MEASURES, measure, measure_each_year
from commsim.rules.columns import MONTHLY
from commsim.scenario.measure_names import MEASURES as NAMES_FOR_TARGETS
from tests.small_estate import monthly_of, same

NAN = math.nan


def test_the_measures_are_those_a_target_may_name() -> None:
    assert sorted(MEASURES) == sorted(NAMES_FOR_TARGETS)


@pytest.mark.parametrize("column", MONTHLY, ids=lambda column: column.name)
def test_every_monthly_column_is_a_measure(column) -> None:
    values = list(range(1, 25))
    parts = column.parts or (column.name,)
    table = monthly_of(24, **dict.fromkeys(parts, values))
    expected = {"sum": 5 + 6 + 7, "mean": 6, "last": 7, "max": 7, "ratio": 1}[column.over]
    assert measure(table, column.name, "months 5..7") == expected


def test_a_fee_rate_is_money_paid_over_money_billed_not_a_mean_of_rates() -> None:
    table = monthly_of(2, billed_fen=[100, 300], paid_in_time_fen=[100, 0], fee_rate=[1.0, 0.0])
    assert measure(table, "fee_rate") == 0.25


def test_a_fee_rate_without_bills_is_undefined() -> None:
    assert math.isnan(measure(monthly_of(12), "fee_rate"))


def test_a_mean_leaves_out_months_where_the_value_is_undefined() -> None:
    assert measure(monthly_of(3, load=[NAN, 1.0, 3.0]), "load") == 2.0
    assert math.isnan(measure(monthly_of(3, load=NAN), "load"))


def test_yuan_are_fen_over_a_hundred() -> None:
    assert measure(monthly_of(3, common_account_fen=[1, 2, 12_345]), "common_account_yuan") == 123.45
    assert measure(monthly_of(3, street_fen=[100, 200, 50]), "street_yuan") == 3.5


def test_disputes_are_per_100_occupied_households_and_year() -> None:
    table = monthly_of(6, occupied=50, reported_payee=1, reported_other=1, latent_payee=3)
    assert measure(table, "disputes_reported_per_100") == 48
    assert measure(table, "reported_payee_per_100") == 24
    assert measure(table, "disputes_latent_per_100") == 72


def test_grievances_are_told_by_kind_and_how_many_of_them_were_reported() -> None:
    table = monthly_of(6, occupied=50, latent_payee=3, latent_other=1, reported_payee=1)
    assert measure(table, "latent_payee_per_100") == 72
    assert measure(table, "latent_neighbour_per_100") == 0
    assert measure(table, "reported_share") == 0.25
    assert math.isnan(measure(monthly_of(6), "reported_share"))


def test_hours_are_minutes_over_sixty() -> None:
    assert measure(monthly_of(3, done_minutes=[30, 60, 90]), "hours_done") == 3


@pytest.mark.parametrize("name", [name for name, one in MEASURES.items() if one.least_months > 1])
def test_a_measure_says_the_least_months_it_needs(name) -> None:
    table = monthly_of(40, billed_fen=100, paid_in_time_fen=list(range(40, 80)))
    least = MEASURES[name].least_months
    assert not math.isnan(measure(table, name, f"months 1..{least}"))
    assert math.isnan(measure(table, name, f"months 1..{least - 1}"))


def test_open_disputes_are_counted_on_the_last_day() -> None:
    assert measure(monthly_of(3, occupied=200, open_disputes=[9, 9, 4]), "open_per_100") == 2


def test_dividend_years_is_the_longest_run_of_years() -> None:
    paid = [0] * 72
    for month in (2, 14, 38, 50, 51, 62):  # years 1, 2, then 4, 5, 6
        paid[month - 1] = 1000
    assert measure(monthly_of(72, dividends_fen=paid), "dividend_years") == 3
    assert measure(monthly_of(24), "dividend_years") == 0


def test_the_first_dividend_has_a_month_only_if_it_came() -> None:
    assert measure(monthly_of(4, dividends_fen=[0, 0, 7, 7]), "first_dividend_month") == 3
    assert math.isnan(measure(monthly_of(4), "first_dividend_month"))


def test_upkeep_months_are_those_in_which_volunteers_did_some_of_it() -> None:
    assert measure(monthly_of(4, upkeep_done=[NAN, 0.5, 0.0, 0.01]), "upkeep_months") == 2


def test_revenue_is_a_yearly_rate_of_gross_income() -> None:
    assert measure(monthly_of(6, revenue_gross_fen=100_000), "revenue_per_year_yuan") == 12_000


def test_instalments_paid_is_undefined_where_none_fell_due() -> None:
    some = monthly_of(2, instalment_due_fen=[10, 10], instalment_paid_fen=[10, 5])
    assert measure(some, "instalments_paid_share") == 0.75
    assert math.isnan(measure(monthly_of(2), "instalments_paid_share"))


def test_a_figure_relative_to_another_window_is_their_ratio() -> None:
    table = monthly_of(4, service=[0.2, 0.2, 0.6, 0.6])
    assert measure(table, "service", "months 3..4", relative_to="months 1..2") == pytest.approx(3)


def test_a_figure_relative_to_nothing_is_undefined() -> None:
    table = monthly_of(4, service=[0.0, 0.0, 0.6, 0.6])
    assert math.isnan(measure(table, "service", "months 3..4", relative_to="months 1..2"))
    assert math.isnan(measure(table, "service", "months 3..4", relative_to="month 9"))


def test_each_year_gives_one_figure_a_whole_year() -> None:
    table = monthly_of(30, service=[0.1] * 12 + [0.2] * 12 + [0.9] * 6)
    assert [round(value, 12) for value in measure_each_year(table, "service")] == [0.1, 0.2]


def test_each_year_is_not_one_figure() -> None:
    with pytest.raises(InputError, match="use measure_each_year"):
        measure(monthly_of(24), "service", "each year")


def test_an_unknown_measure_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="no measure 'fee_rat'; did you mean 'fee_rate'"):
        measure(monthly_of(12), "fee_rat")


def test_rows_of_two_runs_are_refused() -> None:
    both = pd.concat([monthly_of(3, seed=1), monthly_of(3, seed=2)])
    with pytest.raises(InputError, match="one seed and one estate"):
        measure(both, "service")


def test_every_measure_gives_a_number_for_a_real_run(small_run) -> None:
    figures = {name: measure(small_run.monthly, name) for name in MEASURES}
    assert all(isinstance(figure, float) for figure in figures.values())
    assert 0 < figures["fee_rate"] < 1
    assert same(figures["bills"], 26 * 42)
