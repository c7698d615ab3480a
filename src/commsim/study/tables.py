"""The rows of a block as Arrow tables: the same columns and types in every block of a study, whatever the values are.

``runs``: point, replicate, seed, status, cause (null unless the run failed), the factors, the measures (null where the
run failed, NaN where the figure is undefined). ``monthly``: point, replicate, seed, estate, month, the series kept.
Rows stand in the order of the run numbers. No time, worker or attempt is among them, so that a block is the same
whoever ran it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commsim.rules.columns import MONTHLY
from commsim.study.blocks import Block, BlockRows
from commsim.study.columns import ARROW_TYPES

if TYPE_CHECKING:
    from commsim.study.definition import Study

_KEYS = [pa.field("point", pa.int64()), pa.field("replicate", pa.int64()), pa.field("seed", pa.uint64())]


def run_schema(study: Study) -> pa.Schema:
    """Return the columns of a study's runs."""
    factors = [pa.field(name, ARROW_TYPES[study.points.kinds[name]]) for name in study.points.names]
    measures = [pa.field(name, pa.float64()) for name in study.data.measures]
    texts = [pa.field("status", pa.string()), pa.field("cause", pa.string())]
    return pa.schema([*_KEYS, *texts, *factors, *measures])


def monthly_schema(study: Study) -> pa.Schema | None:
    """Return the columns of a study's monthly series, or None where it keeps none."""
    if not study.kept_months:
        return None
    kinds = {column.name: pa.int64() if column.kind == "int" else pa.float64() for column in MONTHLY}
    kept = [pa.field(name, kinds[name]) for name in study.kept_months]
    return pa.schema([*_KEYS, pa.field("estate", pa.string()), pa.field("month", pa.int64()), *kept])


def run_rows(study: Study, rows: BlockRows) -> pa.Table:
    """Return what the runs of a block gave as a table of :func:`run_schema`."""
    causes = [None if cause is None else cause.encode(errors="replace").decode() for cause in rows.cause]
    columns = expected_columns(study, rows.block) | {"status": rows.status, "cause": causes} | dict(rows.measures)
    return _table(run_schema(study), columns)


def expected_columns(study: Study, block: Block) -> dict[str, Any]:
    """Return those columns of a block that follow from the study alone: keys and factors."""
    numbers = np.arange(block.first, block.first + block.size)
    first = block.first // study.replicates
    places = numbers // study.replicates - first
    columns = _keys(study, numbers)
    for name in study.points.names:
        values = study.points.columns[name][first : first + int(places[-1]) + 1]
        columns[name] = [values[place] for place in places.tolist()]
    return columns


def monthly_rows(study: Study, rows: BlockRows) -> pa.Table:
    """Return the monthly series of a block as a table of :func:`monthly_schema`; none of runs that failed."""
    schema = monthly_schema(study)
    assert schema is not None
    assert rows.monthly is not None
    columns = _keys(study, np.asarray(rows.monthly["run"], np.int64))
    # Scenarios of a study that keeps series have the same estates, in the same order.
    columns["estate"] = [study.estate_names[place] for place in rows.monthly["estate"]]
    return _table(schema, columns | {name: rows.monthly[name] for name in ("month", *study.kept_months)})


def _keys(study: Study, numbers: npt.NDArray[np.int64]) -> dict[str, Any]:
    """Return the columns that name runs, one row a number; a number may stand there many times."""
    runs, places = np.unique(numbers, return_inverse=True)
    seeds = np.array([study.seed(*divmod(run, study.replicates)) for run in runs.tolist()], np.uint64)
    return {"point": numbers // study.replicates, "replicate": numbers % study.replicates, "seed": seeds[places]}


def _table(schema: pa.Schema, columns: dict[str, Any]) -> pa.Table:
    return pa.table([_array(columns[field.name], field.type) for field in schema], schema=schema)


def _array(values: Any, kind: pa.DataType) -> pa.Array:
    return _floats(values) if pa.types.is_float64(kind) else pa.array(values, kind)


def _floats(values: Sequence[float | None]) -> pa.Array:
    """Return figures with one and the same NaN, whose bits differ between those who make it; None is null."""
    array = pa.array(values, pa.float64())
    figures = array.to_numpy(zero_copy_only=False).copy()
    missing = np.asarray(array.is_null())
    figures[np.isnan(figures)] = np.nan
    return pa.array(figures, pa.float64(), mask=missing)
