"""Levels and columns of factors."""

import numpy as np
import pytest

from commsim.study.factors import grid_column, kind_of, levels_of, sampled_column
from commsim.study.schema import Factor


def factor(**fields):
    return Factor.model_validate({"path": "x", **fields})


NAMED = Factor.model_validate({"levels": {"low": {}, "high": {"without": ("a",)}}})


@pytest.mark.parametrize(
    ("one", "levels", "kind"),
    [
        (factor(values=(1, 2)), (1, 2), "int"),
        (factor(values=(1, 2.5)), (1.0, 2.5), "float"),
        (factor(values=(True, False)), (True, False), "bool"),
        (factor(values=("a", "b")), ("a", "b"), "string"),
        (factor(range={"from": 1, "to": 3, "levels": 3}), (1.0, 2.0, 3.0), "float"),
        (factor(range={"from": 1, "to": 3, "levels": 3, "integer": True}), (1, 2, 3), "int"),
        (factor(range={"from": 1, "to": 3}), None, "float"),
        (factor(distribution={"kind": "integer", "from": 1, "to": 3}), None, "int"),
        (factor(distribution={"kind": "uniform", "from": 1, "to": 3}), None, "float"),
        (NAMED, ("low", "high"), "string"),
    ],
)
def test_levels_and_kind(one, levels, kind):
    assert levels_of(one) == levels
    assert [type(level) for level in levels_of(one) or ()] == [type(level) for level in levels or ()]
    assert kind_of(one) == kind


def test_a_grid_takes_levels_by_position():
    assert grid_column(NAMED, np.array([1, 0, 1], dtype=np.int32)) == ["high", "low", "high"]


def test_levels_share_the_unit_interval():
    u = np.array([0.0, 0.33, 0.34, 0.66, 0.67, 1.0])
    assert sampled_column(factor(values=(5, 6, 7)), u) == [5, 5, 6, 6, 7, 7]


def test_whole_numbers_are_whole_numbers_of_python():
    column = sampled_column(factor(range={"from": 1, "to": 2, "integer": True}), np.array([0.0, 0.49, 0.5, 1.0]))
    assert column == [1, 1, 2, 2]
    assert type(column[0]) is int


def test_a_range_with_levels_is_sampled_over_all_its_numbers():
    column = sampled_column(factor(range={"from": 0, "to": 10, "levels": 2}), np.array([0.0, 0.25, 1.0]))
    assert column == [0.0, 2.5, 10.0]
