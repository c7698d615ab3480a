import math

import pandas as pd
import pytest

from commsim.figures.series import REPORTED, column, fan, running_total, trailing
from tests.small_estate import monthly_of


def test_a_fan_is_the_median_and_its_spread_month_by_month() -> None:
    tables = [monthly_of(2, seed=seed, service=[0.5, seed / 10]) for seed in (1, 2, 3)]
    curve = fan(pd.concat(tables), "main", column("service"))
    assert curve.months == [1, 2]
    assert curve.median == pytest.approx([0.5, 0.2])
    assert curve.low == pytest.approx([0.5, 0.11])
    assert curve.high == pytest.approx([0.5, 0.29])
    assert curve.seeds == 3


def test_a_fan_is_of_one_estate() -> None:
    tables = [monthly_of(1, service=0.1), monthly_of(1, estate="other", service=0.9)]
    assert fan(pd.concat(tables), "other", column("service")).median == [0.9]


def test_money_is_scaled_and_summed_up() -> None:
    table = monthly_of(3, dividends_fen=[0, 100_000, 50_000])
    assert fan(table, "main", running_total("dividends_fen", 1e-5)).median == pytest.approx([0, 1, 1.5])


def test_disputes_are_a_rate_over_the_last_year() -> None:
    table = monthly_of(24, occupied=100, reported_payee=[1] * 12 + [2] * 12)
    rate = fan(table, "main", REPORTED).median
    assert all(math.isnan(value) for value in rate[:11])
    assert rate[11] == pytest.approx(12)
    assert rate[23] == pytest.approx(24)


def test_in_a_short_run_three_months_are_raised_to_a_year() -> None:
    table = monthly_of(6, occupied=100, reported_payee=2, revenue_owners_fen=100_000)
    assert fan(table, "main", REPORTED).median[2:] == pytest.approx([24] * 4)
    income = fan(table, "main", trailing(["revenue_owners_fen"], None, 1e-5)).median
    assert income[2:] == pytest.approx([12] * 4)
