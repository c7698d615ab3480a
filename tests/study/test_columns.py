"""Columns and points: lists of plain values that take little room."""

import numpy as np
import pyarrow as pa
import pytest

from commsim.study.columns import Column, Points, column_of


@pytest.mark.parametrize(
    ("values", "kind", "type_"),
    [
        ([0.5, 1.0, 0.5], "float", float),
        ([3, 1, 3], "int", int),
        ([2**64 - 1, 0, 1], "int", int),
        ([True, False, True], "bool", bool),
        (["b", "a", "b"], "string", str),
    ],
)
def test_a_column_reads_like_a_list_of_plain_values(values, kind, type_):
    column = column_of(values, kind)
    assert column == values
    assert [column[place] for place in (0, 1, -1)] == [values[place] for place in (0, 1, -1)]
    assert column[1:] == values[1:]
    assert [type(value) for value in column] == [type_] * 3
    assert type(column[0]) is type_
    assert len(column) == 3
    assert values[1] in column
    assert column != values[:2]


def test_a_column_of_levels_holds_positions():
    column = Column(np.array([0, 2, 1], dtype=np.int32), ("a", "b", "c"))
    assert list(column) == ["a", "c", "b"]
    assert repr(column) == "Column of 3 values"


POINTS = Points(
    {
        "share": column_of([0.1, 0.2], "float"),
        "homes": column_of([1, 2], "int"),
        "visits": column_of([True, False], "bool"),
        "who": column_of(["a", "b"], "string"),
    },
    {"share": "float", "homes": "int", "visits": "bool", "who": "string"},
)


def test_a_row_has_the_value_of_every_factor():
    assert POINTS.names == ("share", "homes", "visits", "who")
    assert len(POINTS) == 2
    assert POINTS.row(1) == {"share": 0.2, "homes": 2, "visits": False, "who": "b"}


def test_points_are_a_table_with_a_number_each():
    table = POINTS.arrow()
    fields = {"point": pa.int64(), "share": pa.float64(), "homes": pa.int64(), "visits": pa.bool_(), "who": pa.string()}
    assert table.schema == pa.schema(fields)
    assert table.to_pylist()[1] == {"point": 1, **POINTS.row(1)}


def test_points_are_equal_where_values_and_kinds_are():
    same = Points(
        {name: column_of(list(POINTS.columns[name]), POINTS.kinds[name]) for name in POINTS.names}, POINTS.kinds
    )
    assert same == POINTS
    assert Points(POINTS.columns, POINTS.kinds | {"homes": "float"}) != POINTS
    assert Points(POINTS.columns | {"who": column_of(["a", "c"], "string")}, POINTS.kinds) != POINTS
    assert POINTS != 3
