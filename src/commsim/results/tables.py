"""A run as tidy tables: one row an observation, one column a variable, the same types whatever the values are.

``monthly``: seed, estate, month, year, month_of_year, then the columns of ``rules/columns.py``.
``households``: seed, estate, household, then the final state. ``history``: the same with month.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pyarrow as pa

from commsim.raw import RawRun
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY

_KEY_TYPES = {"seed": pa.uint64(), "estate": pa.string()}
_HOUSEHOLD_FLOATS = frozenset(
    {"arrears_months", "norm", "trust_payee", "trust_self", "belonging", "visitor_tie", "motivation"}
)


def monthly_arrow(raw: RawRun) -> pa.Table:
    """Return the monthly table of one run as Arrow, rows in (estate, month) order."""
    months = raw.monthly["month"]
    first_year = raw.scenario.data.first_year
    columns = {
        "seed": pa.array([raw.seed] * len(months), pa.uint64()),
        "estate": pa.array(raw.monthly["estate"], pa.string()),
        "month": pa.array(months, pa.int64()),
        "year": pa.array([first_year + (month - 1) // 12 for month in months], pa.int64()),
        "month_of_year": pa.array([(month - 1) % 12 + 1 for month in months], pa.int64()),
    }
    for column in MONTHLY:
        kind = pa.int64() if column.kind == "int" else pa.float64()
        columns[column.name] = pa.array(raw.monthly[column.name], kind)
    return pa.table(columns)


def households_arrow(raw: RawRun) -> pa.Table:
    """Return the final state of every household of one run as Arrow."""
    return _household_table(raw.seed, raw.households, ("estate", "household"))


def history_arrow(raw: RawRun) -> pa.Table | None:
    """Return every household's history, month by month, or None where it was not recorded."""
    if raw.history is None:
        return None
    return _household_table(raw.seed, raw.history, ("estate", "month", "household"))


def _household_table(seed: int, values: dict[str, list[Any]], keys: tuple[str, ...]) -> pa.Table:
    columns = {"seed": pa.array([seed] * len(values["estate"]), pa.uint64())}
    for name in (*keys, *HOUSEHOLD_FINAL):
        kind = pa.float64() if name in _HOUSEHOLD_FLOATS else _KEY_TYPES.get(name, pa.int64())
        columns[name] = pa.array([_plain(value) for value in values[name]], kind)
    return pa.table(columns)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def events_frame(raws: Iterable[RawRun]) -> pd.DataFrame:
    """Return what happened in the runs: seed, month, estate, event, text, ok."""
    rows = [{"seed": raw.seed, **event} for raw in raws for event in raw.events]
    table = pa.table(
        {
            "seed": pa.array([row["seed"] for row in rows], pa.uint64()),
            "month": pa.array([row["month"] for row in rows], pa.int64()),
            "estate": pa.array([row["estate"] for row in rows], pa.string()),
            "event": pa.array([row["event"] for row in rows], pa.string()),
            "text": pa.array([row["text"] for row in rows], pa.string()),
            "ok": pa.array([bool(row["ok"]) for row in rows], pa.bool_()),
        }
    )
    return frame(table)


def together(tables: Iterable[pa.Table]) -> pa.Table:
    """Return the rows of several tables of one kind in one table, in the order given."""
    return pa.concat_tables(list(tables)).combine_chunks()


def frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as pandas: int64, uint64, float64, bool and text columns."""
    found: pd.DataFrame = table.to_pandas()
    return found
