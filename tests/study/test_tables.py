import math

import numpy as np
import pyarrow as pa
import pytest

from commsim.results.files import parquet_bytes
from commsim.study.blocks import Block, BlockRows
from commsim.study.tables import expected_columns, monthly_rows, monthly_schema, run_rows, run_schema
from tests.support.made_rows import made_rows
from tests.support.studies import SMALL_STUDY, small_study

KEYS = [("point", pa.int64()), ("replicate", pa.int64()), ("seed", pa.uint64())]


@pytest.fixture
def study(tmp_path):
    return small_study(tmp_path, SMALL_STUDY + "monthly: [fee_rate, members_active]\n")


def test_columns_and_types_follow_from_the_study_alone(study) -> None:
    texts = [("status", pa.string()), ("cause", pa.string())]
    factors = [("share", pa.float64()), ("committee", pa.string())]
    measures = [(name, pa.float64()) for name in ("fee_rate", "free_riders", "members_active")]
    assert run_schema(study) == pa.schema([*KEYS, *texts, *factors, *measures])
    for failed in ((), range(24)):
        assert run_rows(study, made_rows(study, Block(0, 3), failed)).schema == run_schema(study)
        assert monthly_rows(study, made_rows(study, Block(0, 3), failed)).schema == monthly_schema(study)
    kept = [("estate", pa.string()), ("month", pa.int64()), ("fee_rate", pa.float64()), ("members_active", pa.int64())]
    assert monthly_schema(study) == pa.schema([*KEYS, *kept])


def test_a_study_without_series_has_no_columns_for_them(tmp_path) -> None:
    assert monthly_schema(small_study(tmp_path)) is None


def test_a_block_that_begins_within_a_point_has_its_values(study) -> None:
    columns = expected_columns(study, Block(6, 7))
    assert columns["point"].tolist() == [1, 1, 2, 2, 2, 2, 3]
    assert columns["replicate"].tolist() == [2, 3, 0, 1, 2, 3, 0]
    assert columns["seed"].tolist() == [3, 4, 1, 2, 3, 4, 1]
    assert columns["share"] == [0.0, 0.0, 0.5, 0.5, 0.5, 0.5, 0.5]
    assert columns["committee"] == ["barred", "barred", "as_is", "as_is", "as_is", "as_is", "barred"]


def test_the_greatest_seed_fits(tmp_path) -> None:
    study = small_study(tmp_path, SMALL_STUDY + f"seeds: {{first: {2**64 - 4}}}\n")
    assert run_rows(study, made_rows(study, Block(3, 1)))["seed"].to_pylist() == [2**64 - 1]


def test_failed_is_null_and_undefined_is_nan(study) -> None:
    table = run_rows(study, made_rows(study, Block(0, 3), failed=(1,), undefined=(2,)))
    first, second, third = table["fee_rate"].to_pylist()
    assert (first, second) == (0.0, None)
    assert math.isnan(third)
    assert table["fee_rate"].null_count == 1
    assert table["cause"].is_valid().to_pylist() == [False, True, False]


def test_every_nan_has_the_same_bytes(study) -> None:
    odd = np.array([0xFFF8000000000001], np.uint64).view(np.float64)
    files = []
    for nan in (math.nan, -math.nan, float(odd[0]), odd[0]):
        measures = {name: [nan] for name in study.data.measures}
        monthly = {"run": [0], "estate": [0], "month": [1], "fee_rate": [nan], "members_active": [2]}
        rows = BlockRows(Block(0, 1), ["ok"], [None], measures, monthly)
        files.append((parquet_bytes(run_rows(study, rows)), parquet_bytes(monthly_rows(study, rows))))
    assert len(set(files)) == 1


def test_lists_and_arrays_give_the_same_bytes(study) -> None:
    rows = made_rows(study, Block(0, 5))
    arrays = rows._replace(
        measures={name: np.array(values) for name, values in rows.measures.items()},
        monthly={name: np.array(values) for name, values in rows.monthly.items()},
    )
    assert parquet_bytes(run_rows(study, rows)) == parquet_bytes(run_rows(study, arrays))
    assert parquet_bytes(monthly_rows(study, rows)) == parquet_bytes(monthly_rows(study, arrays))


def test_a_cause_that_is_no_text_for_a_file_is_kept_as_far_as_it_can_be(study) -> None:
    rows = made_rows(study, Block(0, 1), failed=(0,))._replace(cause=["odd \udcff sign"])
    assert run_rows(study, rows)["cause"].to_pylist() == ["odd ? sign"]
