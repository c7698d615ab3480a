import math

import pandas as pd
import pytest

from commsim.errors import InputError
from commsim.results.differences import compare_tables
from tests.small_estate import monthly_of

NAN = math.nan


def people(pays: list[int], ever_visited: list[int], member: list[int]) -> pd.DataFrame:
    count = len(pays)
    keys = {"seed": [1] * count, "estate": ["main"] * count, "household": list(range(count))}
    return pd.DataFrame(keys | {"pays": pays, "ever_visited": ever_visited, "member": member})


WITH = people([1, 1, 1, 0], ever_visited=[1, 1, 1, 0], member=[1, 0, 0, 0])
WITHOUT = people([1, 0, 1, 0], ever_visited=[0] * 4, member=[1, 0, 0, 0])


def test_a_difference_is_the_first_less_the_second() -> None:
    compared = compare_tables(monthly_of(2, service=[0.5, 0.75]), monthly_of(2, service=0.25), WITH, WITHOUT)
    assert compared.monthly["service"].tolist() == [0.25, 0.5]
    assert compared.monthly["month"].tolist() == [1, 2]
    assert compared.households["pays"].tolist() == [0, 1, 0, 0]
    assert compared.changed == ["service", "pays", "ever_visited"]
    assert not compared.is_zero


def test_equal_runs_do_not_differ_even_where_both_are_undefined() -> None:
    table = monthly_of(2, load=[NAN, 1.0])
    compared = compare_tables(table, table.copy(), WITH, WITH.copy())
    assert compared.is_zero
    assert compared.monthly["load"].isna().tolist() == [True, False]


def test_a_figure_defined_in_one_run_only_is_a_change() -> None:
    compared = compare_tables(monthly_of(1, load=NAN), monthly_of(1, load=0.0), WITH, WITH)
    assert compared.changed == ["load"]
    assert math.isnan(compared.monthly["load"].iloc[0])


def test_the_effect_is_told_apart_by_who_was_reached() -> None:
    effect = compare_tables(monthly_of(1), monthly_of(1), WITH, WITHOUT).effect_by_group()
    assert effect["group"].tolist() == ["members", "visited", "never visited"]
    assert effect["households"].tolist() == [1, 2, 1]
    assert effect["difference"].tolist() == [0.0, 0.5, 0.0]


def test_an_empty_group_has_an_undefined_effect() -> None:
    effect = compare_tables(monthly_of(1), monthly_of(1), WITHOUT, WITHOUT).effect_by_group()
    assert math.isnan(effect["difference"].iloc[1])


def test_an_unknown_column_is_refused_with_those_there_are() -> None:
    compared = compare_tables(monthly_of(1), monthly_of(1), WITH, WITHOUT)
    with pytest.raises(InputError, match="no household column is called 'paid'; there are: seed, estate"):
        compared.effect_by_group("paid")


@pytest.mark.parametrize(
    ("other", "others", "what"),
    [
        (monthly_of(3), WITH, "month by month"),
        (monthly_of(2, seed=2), WITH, "month by month"),
        (monthly_of(2, estate="east"), WITH, "month by month"),
        (monthly_of(2), WITH.iloc[:3], "household by household"),
    ],
)
def test_runs_of_another_shape_cannot_be_paired(other: pd.DataFrame, others: pd.DataFrame, what: str) -> None:
    with pytest.raises(InputError, match=what):
        compare_tables(monthly_of(2), other, WITH, others)
