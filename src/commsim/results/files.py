"""The files of a results folder, as bytes: the same tables give the same bytes (for equal pyarrow versions)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from commsim.raw import RawRun
from commsim.results.manifest import json_text
from commsim.results.tables import frame, history_arrow, households_arrow, monthly_arrow, together
from commsim.results.targets import TargetResult
from commsim.results.yearly import YearlyRow
from commsim.scenario import Scenario


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as a Parquet file (format 2.6, Snappy), without the writing library's own notes on pandas."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(None), sink, version="2.6", compression="snappy")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def csv_bytes(table: pa.Table) -> bytes:
    """Return a table as CSV: UTF-8, a header, Unix line ends, shortest exact floats, undefined values empty."""
    text: str = frame(table).to_csv(index=False, lineterminator="\n")
    return text.encode()


def table_files(raws: Sequence[RawRun]) -> dict[str, bytes]:
    """Return the tables of one run or several as files, by name."""
    monthly = together(monthly_arrow(raw) for raw in raws)
    files = {
        "monthly.parquet": parquet_bytes(monthly),
        "monthly.csv": csv_bytes(monthly),
        "households.parquet": parquet_bytes(together(households_arrow(raw) for raw in raws)),
    }
    histories = [history for raw in raws if (history := history_arrow(raw)) is not None]
    if histories:
        files["history.parquet"] = parquet_bytes(together(histories))
    return files


def summary(
    scenario: Scenario, raws: Sequence[RawRun], yearly: Sequence[YearlyRow], targets: Sequence[TargetResult]
) -> dict[str, Any]:
    """Return what the summary file says: the yearly table, targets, events and outcomes, as plain data for JSON."""
    return {
        "scenario": scenario.name,
        "title": {"en": scenario.data.title.en, "zh": scenario.data.title.zh},
        "seeds": [raw.seed for raw in raws],
        "months": scenario.data.months,
        "yearly": [_yearly(row) for row in yearly],
        "targets": [target.to_dict() for target in targets],
        "targets_met": all(target.met for target in targets) if targets else None,
        "runs": [{"seed": raw.seed, "events": raw.events, "outcomes": raw.outcomes} for raw in raws],
    }


def summary_bytes(content: dict[str, Any]) -> bytes:
    """Return a summary as JSON; undefined figures become null."""
    return json_text(_without_nan(content)).encode()


def _yearly(row: YearlyRow) -> dict[str, Any]:
    figures = {name: {"median": over.median, "p5": over.low, "p95": over.high} for name, over in row.figures.items()}
    return {"estate": row.estate, "year": row.year, "months": list(row.months), "figures": figures}


def _without_nan(content: Any) -> Any:
    if isinstance(content, dict):
        return {str(key): _without_nan(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_without_nan(value) for value in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content
