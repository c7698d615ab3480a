"""The tables of a study's report: design, effects, responses, targets, provenance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from commsim.figures.page_parts import Cell, Row, bullets, heading, numbers, paragraph, table, words
from commsim.figures.study_canvas import level_text
from commsim.figures.study_words import (
    DESIGNS,
    causes,
    effect_words,
    factor_words,
    measure_words,
    missing_words,
    plain_figure,
    runs_words,
    seeds_words,
    signed,
    versions_words,
)
from commsim.results.targets import demanded, holds
from commsim.scenario.casebook import casebook
from commsim.scenario.targets import Target
from commsim.study.effect_rows import ALL
from commsim.study.measurable import DEFAULT_WINDOW

if TYPE_CHECKING:
    from commsim.study.definition import Study

MOST_ROWS = 150
"""Rows of a table of effects on the page; the tables for programs hold all."""

MOST_LEVELS = 40
"""Rows of a table of responses on the page."""

_KINDS = {
    "level": "word against reference",
    "slope": "slope per unit",
    "rank": "slope of ranks",
    "fit": "share explained (R²)",
    "rank_fit": "share explained, ranks (R²)",
    "morris_mu": "mean elementary effect μ",
    "morris_mu_star": "mean size of it μ*",
    "morris_sigma": "its standard deviation σ",
    "sobol_first": "share of variance, alone",
    "sobol_total": "share of variance, with interactions",
    "sobol_second": "share of variance, two together",
}
_PLAIN_KINDS = ("main", "level", "interaction")
_SHARES = ("fit", "rank_fit", "morris_mu_star", "morris_sigma", "sobol_first", "sobol_total", "sobol_second")


def design_tables(study: Study, runs: pd.DataFrame) -> Iterator[str]:
    """Yield what was varied, how, how often, and what was measured."""
    kind = str(study.data.design.kind)
    settings = study.data.design.model_dump(exclude={"kind"}) if hasattr(study.data.design, "model_dump") else {}
    said = ", ".join(f"{key} {value}" for key, value in settings.items())
    bases = ", ".join(study.bases)
    yield bullets(
        [
            f"Design: {DESIGNS.get(kind, kind)}{f' ({said})' if said else ''}; {len(study.points):,} points.",
            f"Scenario: {bases}.",
            f"Replicates: {study.replicates:,} a point; {seeds_words(study)}.",
            f"Runs: {runs_words(study, runs)}.",
            *([f"Notes: {study.data.notes}"] if study.data.notes else []),
        ]
    )
    rows = [Row(words(name, *factor_words(study, name))) for name in study.data.factors]
    yield table(("Factor", "What it changes", "Levels"), rows, "Factors")
    yield from _failures(runs)
    yield table(("Measure", "Of", "Window", "Unit", "Meaning", "Undefined"), list(_measures(study, runs)), "Measures")


def _measures(study: Study, runs: pd.DataFrame) -> Iterator[Row]:
    done = runs[runs["status"] == "ok"]
    for name in study.data.measures:
        said = measure_words(study, name)
        undefined = int(done[name].isna().sum())
        what = "" if said.what == said.name else said.what
        cells = words(said.name, what, said.window, said.unit, said.meaning)
        yield Row([*cells, *numbers(f"{undefined:,} of {len(done):,}")])


def _failures(runs: pd.DataFrame) -> Iterator[str]:
    found = causes(runs)
    if not found:
        return
    rows = [Row([*words(cause), *numbers(f"{count:,}"), *words(first)]) for cause, count, first in found[:20]]
    yield table(("Why runs failed", "Runs", "First"), rows, "Failed runs")
    if len(found) > 20:
        yield paragraph(f"{len(found) - 20} more causes are in the runs table.", "faint")


def effect_table(effects: pd.DataFrame, interactions: bool) -> Iterator[str]:
    """Yield the effects on one measure as a table.

    Args:
        effects: rows of one measure.
        interactions: only the interactions, or only all else.
    """
    rows = effects[(effects["kind"] == "interaction") == interactions]
    if not len(rows):
        return
    with_kinds = not rows["kind"].isin(_PLAIN_KINDS).all()
    header = ["Effect", *(["Kind"] if with_kinds else []), "Estimate", "95 % interval", "Replicates", "Missing"]
    yield table(header, [_effect_row(row, with_kinds) for row in rows.head(MOST_ROWS).itertuples(index=False)])
    if len(rows) > MOST_ROWS:
        yield paragraph(f"The first {MOST_ROWS} of {len(rows)} rows; all are in effects.csv.", "faint")


def _effect_row(row: Any, with_kinds: bool) -> Row:
    told = row.low > 0 or row.high < 0
    write = plain_figure if row.kind in _SHARES else signed
    interval = "–" if math.isnan(row.low) else f"{write(row.low)} to {write(row.high)}"
    cells = words(f"in {row.stratum}" if row.stratum != ALL else effect_words(row) or "all factors")
    cells += words(_KINDS[row.kind]) if with_kinds else []
    cells.append(Cell(write(row.effect), is_number=True, is_figure=True))
    cells += numbers(interval, f"{row.replicates:,}", missing_words(row))
    classes = [name for name, has in (("under", row.stratum != ALL), ("told", told)) if has]
    return Row(cells, " ".join(classes))


def curve_table(curves: pd.DataFrame) -> Iterator[str]:
    """Yield the mean over each factor's levels as a table."""
    rows = curves[curves["second_factor"] == ""]
    if len(rows) > MOST_LEVELS:
        yield paragraph(f"The means at all {len(rows)} levels and bins are in response.csv.", "faint")
        return
    lines = [_curve_row(row) for row in rows.itertuples(index=False)]
    yield table(("Factor", "Level", "Mean", "95 % interval", "Runs", "Missing"), lines)


def _curve_row(row: Any) -> Row:
    interval = "–" if math.isnan(row.low) else f"{plain_figure(row.low)} to {plain_figure(row.high)}"
    binned = row.low_edge is not None
    level = f"{level_text(row.low_edge)} to {level_text(row.high_edge)}" if binned else level_text(row.level)
    figures = numbers(plain_figure(row.mean), interval, f"{row.n:,}", missing_words(row))
    return Row([*words(row.factor), *numbers(level), *figures])


def targets_table(study: Study, runs: pd.DataFrame) -> Iterator[str]:
    """Yield the targets of the scenarios, how the points stand to those that the study measures, and the sources."""
    sources = set(study.data.sources)
    rows = []
    for name, base in study.bases.items():
        for target in base.data.targets:
            rows.append(Row(words(name, *_target_words(target), _standing(study, runs, name, target))))
            sources |= {target.source} if target.source else set()
    if rows:
        yield paragraph(
            "Each scenario was made to be held against these figures, as it stands; a study changes it, so a point "
            "that misses one is no fault. Where the study measures the same, the last column gives the share of runs "
            "that hold it, from the lowest to the highest point."
        )
        yield table(("Scenario", "Target", "Measure, window", "Wanted", "Source", "Runs that hold it"), rows)
    else:
        yield paragraph("The scenarios of this study have no targets.")
    facts = casebook()
    known = [facts[name] for name in facts if name in sources]
    if known:
        yield heading(3, "Sources")
        yield bullets(f"{fact.id} ({fact.kind}): {fact.what or fact.value}. {fact.source}." for fact in known)


def _target_words(target: Target) -> tuple[str, str, str, str]:
    window = target.window + (f", over that in {target.relative_to}" if target.relative_to else "")
    source = " ".join([target.source or "", "(assumed)" if target.assumed else ""]).strip()
    return target.id, f"{target.measure}, {window}", demanded(target), source


def _standing(study: Study, runs: pd.DataFrame, base: str, target: Target) -> str:
    """Return the share of runs that hold a target, over the points that start from its scenario."""
    measure = next((name for name in study.data.measures if _is_same(study, name, target)), None)
    if measure is None:
        return "not measured"
    done = runs[runs["status"] == "ok"]
    if len(study.bases) > 1:
        points = [point for point in range(len(study.points)) if base_of(study, point) == base]
        done = done[done["point"].isin(points)]
    if not len(done):
        return "no runs yet"
    held = np.array([holds(target, float(value)) for value in done[measure]], dtype=float)
    shares = pd.Series(held).groupby(done["point"].to_numpy()).mean()
    low, high = float(shares.min()) * 100, float(shares.max()) * 100
    return f"{low:.0f} %" if low == high else f"{low:.0f} % to {high:.0f} %"


def _is_same(study: Study, name: str, target: Target) -> bool:
    wanted = study.data.measures[name]
    same = (
        wanted.measure or name,
        _window(wanted.window or DEFAULT_WINDOW),
        _window(wanted.relative_to),
        wanted.estate,
    )
    plain = wanted.group is None and not wanted.difference
    return plain and same == (target.measure, _window(target.window), _window(target.relative_to), target.estate)


def _window(words: str | None) -> str | None:
    """Return a window by one of its names: 'months A..B' is 'month A..B' too."""
    return None if words is None else words.replace("months ", "month ")


def base_of(study: Study, point: int) -> str:
    """Return the name of the scenario that a point starts from."""
    for name, factor in study.data.factors.items():
        level = (factor.levels or {}).get(str(study.points.columns[name][point]))
        if level is not None and level.scenario is not None:
            return str(level.scenario)
    return str(study.data.scenario)


def provenance_table(provenance: Mapping[str, Any]) -> str:
    """Return what decided the bits of the runs as a table."""
    return table(("What", "Version or SHA-256"), [Row(words(*pair)) for pair in versions_words(provenance)])
