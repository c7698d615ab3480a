import math

import numpy as np
import pyarrow as pa
import pytest

from commsim.study.blocks import Block
from commsim.study.differing import differences, invalid_rows
from commsim.study.tables import monthly_rows, run_rows
from tests.support.made_rows import made_rows
from tests.support.studies import SMALL_STUDY, small_study

ODD_NAN = float(np.array([0xFFF8000000000001], np.uint64).view(np.float64)[0])


def one(values, kind=None) -> pa.Table:
    """Return a table of one column."""
    return pa.table({"a": pa.array(values, kind or pa.float64())})


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ([1.0, 2.0], [1.0, 2.0], []),
        ([math.nan, None], [ODD_NAN, None], []),
        ([1.0, 0.1 + 0.2], [1.0, 0.3], ["column a, row 1: 0.30000000000000004 in row 1, must be 0.3"]),
        ([0.0], [-0.0], ["column a, row 0: 0.0 in row 0, must be -0.0"]),
        ([math.nan], [None], ["column a, row 0: nan in row 0, must be None"]),
        ([None], [1.0], ["column a, row 0: None in row 0, must be 1.0"]),
        ([1.0] * 6, [2.0] * 6, ["column a, row 0, 1, 2 and 3 more: 1.0 in row 0, must be 2.0"]),
        ([1.0], [1.0, 2.0], ["1 rows; there must be 2"]),
    ],
)
def test_floats_are_compared_to_the_bit_and_all_nan_are_one(was, now, said) -> None:
    assert list(differences(one(was), one(now))) == said


@pytest.mark.parametrize(
    ("kind", "was", "now"),
    [(pa.string(), "a", "b"), (pa.uint64(), 2**64 - 1, 2**64 - 2), (pa.int64(), 1, 2), (pa.bool_(), True, False)],
)
def test_other_columns_are_compared_too(kind, was, now) -> None:
    assert list(differences(one([was, None, was], kind), one([was, None, was], kind))) == []
    assert list(differences(one([was, was], kind), one([was, now], kind))) == [
        f"column a, row 1: {was!r} in row 1, must be {now!r}"
    ]
    assert list(differences(one([None], kind), one([now], kind))) == [
        f"column a, row 0: None in row 0, must be {now!r}"
    ]


def test_other_columns_or_types_are_told() -> None:
    said = ["columns are a double; they must be a int64"]
    assert list(differences(one([1]), one([1], pa.int64()))) == said
    assert list(differences(one([1]), pa.table({"b": pa.array([1.0])}))) == [
        "columns are a double; they must be b double"
    ]


@pytest.fixture
def study(tmp_path):
    return small_study(tmp_path, SMALL_STUDY + "monthly: [fee_rate]\n")


BLOCK = Block(5, 5)


@pytest.fixture
def runs(study):
    return run_rows(study, made_rows(study, BLOCK, failed=(7,), undefined=(8,)))


def put(table: pa.Table, name: str, row: int, value) -> pa.Table:
    """Return the table with one other value."""
    values = table[name].to_pylist()
    values[row] = value
    place = table.column_names.index(name)
    return table.set_column(place, table.schema.field(name), pa.array(values, table.schema.field(name).type))


def test_the_rows_of_a_block_are_valid(study, runs) -> None:
    assert list(invalid_rows(study, BLOCK, "runs", runs)) == []
    monthly = monthly_rows(study, made_rows(study, BLOCK, failed=(7,)))
    assert list(invalid_rows(study, BLOCK, "monthly", monthly)) == []


@pytest.mark.parametrize(
    ("name", "row", "value", "said"),
    [
        (
            "point",
            0,
            3,
            ["runs 5: missing", "runs 13: not of this block", "column point, row 0: 3 in row 0, must be 1"],
        ),
        ("replicate", 1, 1, ["runs 6: missing", "runs 5: twice", "column replicate, row 1: 1 in row 1, must be 2"]),
        ("seed", 2, 9, ["column seed, row 2: 9 in row 2, must be 4"]),
        ("share", 3, 0.25, ["column share, row 3: 0.25 in row 3, must be 0.5"]),
        ("committee", 3, "barred", ["column committee, row 3: 'barred' in row 3, must be 'as_is'"]),
        ("status", 0, "done", ["row 0: status is neither ok nor failed"]),
        ("cause", 0, "why", ["row 0: a cause without having failed"]),
        ("cause", 2, None, ["row 2: failed without a cause"]),
        ("fee_rate", 1, None, ["column fee_rate, row 1: a figure must be there unless the run failed"]),
        ("fee_rate", 2, 0.5, ["column fee_rate, row 2: a figure must be there unless the run failed"]),
    ],
)
def test_a_wrong_value_is_named_with_its_row(study, runs, name, row, value, said) -> None:
    assert list(invalid_rows(study, BLOCK, "runs", put(runs, name, row, value))) == said


def test_rows_that_are_missing_doubled_or_of_another_block_are_named(study, runs) -> None:
    assert list(invalid_rows(study, BLOCK, "runs", runs.slice(1))) == ["runs 5: missing"]
    assert list(invalid_rows(study, BLOCK, "runs", pa.concat_tables([runs, runs.slice(4)]))) == ["runs 9: twice"]
    assert list(invalid_rows(study, Block(10, 5), "runs", runs))[:2] == [
        "runs 10, 11, 12 and 2 more: missing",
        "runs 5, 6, 7 and 2 more: not of this block",
    ]
    said = next(invalid_rows(study, BLOCK, "runs", runs.drop_columns(["seed"])))
    assert said.startswith("columns are point int64, replicate int64, status string, ")


def test_series_of_other_runs_or_out_of_order_are_named(study) -> None:
    table = monthly_rows(study, made_rows(study, BLOCK))
    assert list(invalid_rows(study, Block(5, 4), "monthly", table)) == ["it holds runs outside 5 to 8"]
    swapped = pa.concat_tables([table.slice(3), table.slice(0, 3)])
    assert list(invalid_rows(study, BLOCK, "monthly", swapped)) == ["its rows are not in the order of the run numbers"]
