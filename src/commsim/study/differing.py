"""Where two tables of one kind differ, and which rows of a block cannot be right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from commsim.study.saved import RUNS
from commsim.study.tables import expected_columns, monthly_schema, run_schema

if TYPE_CHECKING:
    from commsim.study.blocks import Block
    from commsim.study.definition import Study

SHOWN_ROWS = 3
"""Rows of a column that are named; of the others there is a count."""


def differences(was: pa.Table, now: pa.Table) -> Iterator[str]:
    """Yield how two tables differ, a text a column: which rows, what was and what is.

    Args:
        was: the table kept.
        now: the table it must be equal to, floats to the bit, with all NaN equal.
    """
    if was.column_names != now.column_names or was.schema.types != now.schema.types:
        yield f"columns are {_columns(was.schema)}; they must be {_columns(now.schema)}"
        return
    if was.num_rows != now.num_rows:
        yield f"{was.num_rows} rows; there must be {now.num_rows}"
        return
    for name in was.column_names:
        rows = np.flatnonzero(_unequal(was[name].combine_chunks(), now[name].combine_chunks()))
        if len(rows):
            yield _named(name, rows, was[name], now[name])


def invalid_rows(study: Study, block: Block, kind: str, table: pa.Table) -> Iterator[str]:
    """Yield what cannot be right in a table of a block, whatever its runs gave.

    Args:
        study: the study.
        block: which runs.
        kind: ``runs`` or ``monthly``.
        table: the table.
    """
    schema = run_schema(study) if kind == RUNS else monthly_schema(study)
    assert schema is not None
    if table.schema.names != schema.names or table.schema.types != schema.types:
        yield f"columns are {_columns(table.schema)}; they must be {_columns(schema)}"
    elif kind == RUNS:
        yield from _invalid_runs(study, block, table)
    else:
        numbers = _numbers(study, table)
        if len(numbers) and (numbers.min() < block.first or numbers.max() >= block.first + block.size):
            yield f"it holds runs outside {block.first} to {block.first + block.size - 1}"
        if (np.diff(numbers) < 0).any():
            yield "its rows are not in the order of the run numbers"


def _invalid_runs(study: Study, block: Block, table: pa.Table) -> Iterator[str]:
    numbers = _numbers(study, table)
    for text, rows in (
        ("missing", np.setdiff1d(np.arange(block.first, block.first + block.size), numbers)),
        ("not of this block", np.setdiff1d(numbers, np.arange(block.first, block.first + block.size))),
        ("twice", _twice(numbers)),
    ):
        if len(rows):
            yield f"runs {_few(rows)}: {text}"
    if table.num_rows != block.size:
        return
    expected = expected_columns(study, block)
    schema = run_schema(study)
    for name, values in expected.items():
        must = pa.array(values, schema.field(name).type)
        rows = np.flatnonzero(_unequal(table[name].combine_chunks(), must))
        if len(rows):
            yield _named(name, rows, table[name], must)
    yield from _unclear(study, table)


def _unclear(study: Study, table: pa.Table) -> Iterator[str]:
    """Yield rows that are neither those of a run that was done nor of one that failed."""
    status = np.array(table["status"].to_pylist(), dtype=object)
    failed = status == "failed"
    caused = np.asarray(table["cause"].is_valid())
    for rows, text in (
        (~failed & (status != "ok"), "status is neither ok nor failed"),
        (failed & ~caused, "failed without a cause"),
        (~failed & caused, "a cause without having failed"),
    ):
        if rows.any():
            yield f"row {_few(np.flatnonzero(rows))}: {text}"
    for name in study.data.measures:
        rows = np.asarray(table[name].is_null()) != failed
        if rows.any():
            yield f"column {name}, row {_few(np.flatnonzero(rows))}: a figure must be there unless the run failed"


def _numbers(study: Study, table: pa.Table) -> npt.NDArray[np.int64]:
    points = table["point"].to_numpy().astype(np.int64)
    found: npt.NDArray[np.int64] = points * study.replicates + table["replicate"].to_numpy().astype(np.int64)
    return found


def _twice(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    values, counts = np.unique(numbers, return_counts=True)
    found: npt.NDArray[np.int64] = values[counts > 1]
    return found


def _unequal(was: pa.Array, now: pa.Array) -> npt.NDArray[np.bool_]:
    """Return where two columns of one type differ."""
    missing = np.asarray(was.is_null()), np.asarray(now.is_null())
    if pa.types.is_float64(was.type):
        other = _bits(was) != _bits(now)
    else:
        other = np.asarray(pc.fill_null(pc.not_equal(was, now), False))
    unequal: npt.NDArray[np.bool_] = (missing[0] != missing[1]) | (~missing[0] & ~missing[1] & other)
    return unequal


def _bits(column: pa.Array) -> npt.NDArray[np.uint64]:
    figures = column.to_numpy(zero_copy_only=False).astype(np.float64)
    figures[np.isnan(figures)] = np.nan  # undefined is undefined, whoever says so
    bits: npt.NDArray[np.uint64] = figures.view(np.uint64)
    return bits


def _named(name: str, rows: npt.NDArray[np.intp], was: Any, now: Any) -> str:
    row = int(rows[0])
    return f"column {name}, row {_few(rows)}: {was[row].as_py()!r} in row {row}, must be {now[row].as_py()!r}"


def _few(rows: npt.NDArray[Any]) -> str:
    named = ", ".join(str(row) for row in rows[:SHOWN_ROWS].tolist())
    return named if len(rows) <= SHOWN_ROWS else f"{named} and {len(rows) - SHOWN_ROWS} more"


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {field.type}" for field in schema)
