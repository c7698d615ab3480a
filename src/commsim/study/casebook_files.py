"""The casebook as files: two tables for programs, one page for readers, and a manifest; all written from the numbers.

The same runs give the same bytes. The manifest names no git commit, since the folder is kept beside the code it was
made with.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from commsim import __version__
from commsim.results.manifest import FORMAT, FORMAT_VERSION, behaviour_digest, json_text, library_versions
from commsim.results.store import MANIFEST
from commsim.results.targets import bounds
from commsim.study.casebook import Casebook, Row
from commsim.study.casebook_figures import Figure, figures_of
from commsim.study.casebook_page import page
from commsim.study.speakers import Tipping

COLUMNS = (
    "statement",
    "scenario",
    "target",
    "measure",
    "window",
    "relative_to",
    "relation",
    "value",
    "low",
    "high",
    "seeds",
    "share_holding",
    "met",
    "undefined",
    "median",
    "mean",
    "p5",
    "p95",
    "minimum",
    "maximum",
    "source",
    "assumed",
)
"""Columns of ``casebook.csv``: ``low`` and ``high`` are the bounds of 'between', ``undefined`` counts seeds without a
figure."""

TIPPING_COLUMNS = (
    "speakers",
    "seeds",
    "share_carried",
    "voiced",
    "predicted_carried",
    "predicted_voiced",
    "present",
    "speakers_present",
    "opponents_speaking_first",
    "silent_supporters",
    "silent_opponents",
)


def casebook_files(book: Casebook) -> dict[str, bytes]:
    """Return the files of a casebook by name: ``casebook.csv``, ``figures.csv``, ``casebook.md``, the manifest, and
    ``speakers.csv`` where the meeting is part of it."""
    figures = figures_of(book)
    files = {
        "casebook.csv": _csv(COLUMNS, (_cells(row) for row in book.rows)),
        "figures.csv": _csv(Figure._fields, figures),
        "casebook.md": page(book, figures).encode(),
    }
    if book.tipping:
        files["speakers.csv"] = _csv(TIPPING_COLUMNS, (_tipping_cells(one) for one in book.tipping))
    return {**files, MANIFEST: json_text(_manifest(book, files)).encode()}


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV: UTF-8, Unix line ends, shortest exact floats, undefined values empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _cells(row: Row) -> list[Any]:
    result, target, figures = row.result, row.result.target, row.figures
    between = target.relation == "between"
    low, high = bounds(target) if between else (None, None)
    return [
        row.statement,
        row.scenario,
        target.id,
        target.measure,
        target.window,
        target.relative_to,
        target.relation,
        target.value,
        low,
        high,
        len(result.seeds),
        result.share_holding,
        result.met,
        len(result.seeds) - len(figures),
        result.spread.median,
        result.mean,
        result.spread.low,
        result.spread.high,
        figures[0] if figures else None,
        figures[-1] if figures else None,
        target.source,
        target.assumed,
    ]


def _tipping_cells(one: Tipping) -> list[Any]:
    return [
        one.speakers,
        one.seeds,
        one.share_carried,
        one.voiced,
        one.predicted_carried,
        one.predicted_voiced,
        one.camps.present,
        one.camps.first_for,
        one.camps.first_against,
        one.camps.silent_for,
        one.camps.silent_against,
    ]


def _manifest(book: Casebook, files: Mapping[str, bytes]) -> dict[str, Any]:
    worlds = [evidence.scenario for evidence in book.evidence.values()]
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "study": "casebook",
        "commsim": {"version": __version__},
        "seeds": list(book.seeds),
        "scenario_digests": {world.name: world.digest() for world in worlds},
        "behaviour_digests": {world.name: behaviour_digest(world) for world in worlds},
        "versions": library_versions(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
