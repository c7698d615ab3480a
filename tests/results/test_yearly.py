import pandas as pd
import pytest

from commsim.results.measures import MEASURES
from commsim.results.yearly import YEARLY, yearly_rows
from tests.small_estate import monthly_of


def test_every_column_of_the_yearly_table_is_a_measure() -> None:
    assert [column.measure for column in YEARLY if column.measure not in MEASURES] == []


def test_a_year_is_twelve_months_and_the_last_may_be_shorter() -> None:
    rows = yearly_rows(monthly_of(13, service=[0.2] * 12 + [0.8]))
    assert [(row.year, row.months) for row in rows] == [(2021, (1, 12)), (2022, (13, 13))]
    assert [row.figures["service"].median for row in rows] == pytest.approx([0.2, 0.8])


def test_figures_are_medians_over_seeds_with_their_spread() -> None:
    tables = [monthly_of(12, seed=seed, service=seed / 10) for seed in (3, 1, 2)]
    [row] = yearly_rows(pd.concat(tables))
    assert row.figures["service"] == pytest.approx((0.2, 0.11, 0.29))


def test_estates_stand_apart_in_their_order() -> None:
    tables = [monthly_of(12, estate=name, service=value) for name, value in (("west", 0.1), ("east", 0.9))]
    rows = yearly_rows(pd.concat(tables))
    assert [(row.estate, round(row.figures["service"].median, 9)) for row in rows] == [("west", 0.1), ("east", 0.9)]
