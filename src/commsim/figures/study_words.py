"""What a study's report says in words: its factors, its measures, its runs, and its main findings.

Every word about a result is made from the numbers, one that shows nothing as plainly as one that shows much.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from commsim.figures.study_canvas import level_text
from commsim.results.measures import MEASURES
from commsim.results.outcomes import OUTCOME_MEASURES
from commsim.results.targets import figure_text
from commsim.study.effect_rows import ALL
from commsim.study.measurable import DEFAULT_WINDOW, all_measures, kind_of
from commsim.study.trials import Trials, is_grid

if TYPE_CHECKING:
    from commsim.study.definition import Study

MOST_NAMED = 6
DESIGNS = {
    "grid": "all combinations of the factors' levels",
    "factorial": "factorial: all combinations of the factors' levels",
    "latin_hypercube": "Latin hypercube",
    "sobol": "scrambled Sobol sequence",
    "morris": "Morris' trajectories",
    "saltelli": "Saltelli's scheme for Sobol indices",
    "csv": "points from a file",
}


class MeasureWords(NamedTuple):
    """A measure of a study in words.

    Attributes:
        name: its name in the study.
        what: what is measured, and of whom.
        window: the months it is for.
        unit: its unit; empty where none is declared.
        meaning: what it says.
    """

    name: str
    what: str
    window: str
    unit: str
    meaning: str


def measure_words(study: Study, name: str) -> MeasureWords:
    """Return a measure of a study in words."""
    wanted = study.data.measures[name]
    measure = wanted.measure or name
    kind = kind_of(measure, wanted.group)
    unit = _declared_unit(measure) if kind != "household" and wanted.relative_to is None else ""
    window = {"monthly": wanted.window or DEFAULT_WINDOW, "outcome": "whole run"}.get(kind, "end of the run")
    if wanted.relative_to is not None:
        window += f", over that in {wanted.relative_to}"
    parts = [measure]
    if wanted.group is not None:
        parts.append(f"of {wanted.group.replace('_', ' ')}")
    if wanted.estate is not None:
        parts.append(f"in {wanted.estate}")
    if wanted.difference:
        parts.append("less that of the untreated twin")
    return MeasureWords(name, " ".join(parts), window, unit, all_measures().get(measure, ""))


def _declared_unit(measure: str) -> str:
    if measure in MEASURES:
        return MEASURES[measure].unit
    return OUTCOME_MEASURES[measure].unit if measure in OUTCOME_MEASURES else ""


def factor_words(study: Study, name: str) -> tuple[str, str]:
    """Return what a factor changes, and its levels or how it is distributed."""
    factor = study.data.factors[name]
    paths = factor.paths or ((factor.path,) if factor.path else ())
    what = ", ".join(paths) if paths else "named changes"
    if factor.levels is not None:
        return what, "; ".join(f"{level}: {change_words(change)}" for level, change in factor.levels.items())
    if factor.values is not None:
        return what, _listed([level_text(value) for value in factor.values], 12)
    shape = factor.range if factor.range is not None else factor.distribution
    said = shape.model_dump(by_alias=True, exclude_defaults=True) if shape is not None else {}
    return what, ", ".join(f"{key} {_plain(value)}" for key, value in said.items())


def change_words(change: Any) -> str:
    """Return a named change in words."""
    parts = []
    if getattr(change, "scenario", None):
        parts.append(f"scenario {change.scenario}")
    parts += [f"{path} = {_plain(value)}" for path, value in change.set.items()]
    parts += [f"without {event}" for event in change.without]
    parts += [f"{event.event} in month {event.month}" for event in change.add]
    return ", ".join(parts) or "as the scenario is"


def _plain(value: Any) -> str:
    return level_text(value) if value is not None else "none"


def _listed(texts: list[str], most: int) -> str:
    if len(texts) <= most:
        return ", ".join(texts)
    return f"{', '.join(texts[: most - 1])}, …, {texts[-1]} ({len(texts)} in all)"


def interval_text(row: Any) -> str:
    """Return the estimate of a row with its 95 % interval, signed."""
    effect, low, high = float(row.effect), float(row.low), float(row.high)
    if math.isnan(effect):
        return "undefined"
    if math.isnan(low):
        return signed(effect)
    return f"{signed(effect)} ({signed(low)} to {signed(high)})"


def plain_figure(value: float) -> str:
    """Return a figure without a plus sign, its minus sign as wide as a digit."""
    return figure_text(value).replace("-", "−")


def signed(value: float) -> str:
    """Return a figure with its sign; zero has none."""
    text = figure_text(value)
    return f"+{text}" if value > 0 and text != "0" else text.replace("-", "−")


def missing_words(row: Any) -> str:
    """Return how many runs a row of effects or responses could not use, and why; a dash where there are none."""
    parts = [f"{count} {word}" for count, word in _missing(row) if count]
    if getattr(row, "left_out", 0):
        parts.append(f"{row.left_out} left out")
    return ", ".join(parts) or "–"


def _missing(row: Any) -> Iterable[tuple[int, str]]:
    return (int(row.failed), "failed"), (int(row.undefined), "undefined"), (int(row.not_run), "not run")


def effect_words(row: Any) -> str:
    """Return which effect a row is of."""
    if row.kind in ("main", "level"):
        return f"{row.factor} {level_text(row.reference)} → {level_text(row.level)}"
    return str(row.factor)


def findings(study: Study, given: Trials, table: pd.DataFrame, unit: str) -> list[str]:
    """Return the main findings about one measure, each a sentence or two.

    Args:
        study: the study.
        given: the measure over all points and replicates.
        table: its effects.
        unit: its unit.
    """
    return [*_level_of(study, given, unit), *_about(study, table)]


def _level_of(study: Study, given: Trials, unit: str) -> Iterator[str]:
    means, missing = given.means, given.missing()
    known = np.flatnonzero(np.isfinite(means))
    if not len(known):
        yield "No run gave a figure."
        return
    low, high = known[np.argmin(means[known])], known[np.argmax(means[known])]
    said = f"{figure_text(float(means[known].mean()))}{f' ({unit})' if unit else ''} on average over the points"
    if low != high and means[low] != means[high]:
        said += f", from {_at(study, means, low)} to {_at(study, means, high)}"
    yield said + "."
    counts = [
        f"{count} {word}"
        for count, word in zip(missing[1:], ("failed", "undefined", "not run yet"), strict=True)
        if count
    ]
    if counts:
        yield f"Of {missing.runs} runs, {', '.join(counts)}: what is said here is about the others."


def _at(study: Study, means: Any, point: int) -> str:
    levels = ", ".join(f"{name} {level_text(study.points.columns[name][int(point)])}" for name in study.points.names)
    if len(study.points.names) > MOST_NAMED:
        levels = f"point {point}"
    return f"{figure_text(float(means[point]))} ({levels})"


def _about(study: Study, table: pd.DataFrame) -> Iterator[str]:
    kind = str(study.data.design.kind)
    if kind == "morris":
        yield _ranked(table, "morris_mu_star", "Largest mean elementary effects (μ*)")
    elif kind == "saltelli":
        yield _ranked(table, "sobol_total", "Largest shares of the variance with all interactions")
        alone = table[table["kind"] == "sobol_first"]["effect"].to_numpy(dtype=float)
        yield f"The factors alone explain {figure_text(math.fsum(alone))} of the variance together."
    elif is_grid(study):
        yield from _grid_findings(table)
    else:
        yield from _told(table[table["kind"] == "rank"], "slopes of ranks, in standard deviations")
        fit = table[table["kind"] == "fit"]["effect"]
        if len(fit) and math.isfinite(float(fit.iloc[0])):
            share = figure_text(float(fit.iloc[0]))
            yield f"A straight line in every factor explains {share} of the variance between points."


def _ranked(table: pd.DataFrame, kind: str, words: str) -> str:
    rows = table[table["kind"] == kind].sort_values("effect", ascending=False, kind="stable").head(MOST_NAMED)
    return f"{words}: " + "; ".join(f"{row.factor} {_unsigned(row)}" for row in rows.itertuples(index=False)) + "."


def _unsigned(row: Any) -> str:
    if math.isnan(row.low):
        return plain_figure(row.effect)
    return f"{plain_figure(row.effect)} ({plain_figure(row.low)} to {plain_figure(row.high)})"


def _grid_findings(table: pd.DataFrame) -> Iterator[str]:
    pooled = table[table["stratum"] == ALL]
    factors = pooled[pooled["kind"].isin(["main", "level"])]
    # Of a factor with several levels, the one furthest from the reference stands for it.
    sized = factors.assign(size=factors["effect"].abs()).sort_values("size", ascending=False, kind="stable")
    yield from _told(sized.drop_duplicates("factor"), "effects of factors")
    yield from _differing(table)
    together = pooled[pooled["kind"] == "interaction"]
    if len(together):
        yield from _told(together, "interactions")


def _differing(table: pd.DataFrame) -> Iterator[str]:
    """Yield the factors whose effects differ between strata: two of them have intervals that do not touch."""
    within = table[(table["stratum"] != ALL) & (table["kind"] == "main") & table["low"].notna()]
    for factor, rows in within.groupby("factor", sort=False):
        if rows["low"].max() > rows["high"].min():
            said = "; ".join(f"{interval_text(row)} in {row.stratum}" for row in rows.itertuples(index=False))
            yield f"The effect of {factor} differs between strata, so its average says little: {said}."


def _told(rows: pd.DataFrame, what: str) -> Iterator[str]:
    """Yield which effects are told from none, largest first, which are not, and of which nothing can be said."""
    size = rows.assign(size=rows["effect"].abs()).sort_values("size", ascending=False, kind="stable")
    told = size[(size["low"] > 0) | (size["high"] < 0)]
    unknown = size[size["low"].isna()]
    rest = size.drop(index=[*told.index, *unknown.index])
    if len(told):
        named = [f"{effect_words(row)}: {interval_text(row)}" for row in told.head(MOST_NAMED).itertuples(index=False)]
        more = f"; and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
        yield f"{what.capitalize()} told from none, largest first: {'; '.join(named)}{more}."
    if len(rest):
        yield f"{what.capitalize()} that cannot be told from none: {_names(rest)}."
    if len(unknown):
        yield f"{what.capitalize()} without an interval, for want of replicates or figures: {_names(unknown)}."


def _names(rows: pd.DataFrame) -> str:
    return _listed(list(dict.fromkeys(str(factor) for factor in rows["factor"])), MOST_NAMED)


def runs_words(study: Study, runs: pd.DataFrame) -> str:
    """Return how many runs of a study there are and how many failed."""
    failed = int((runs["status"] != "ok").sum())
    done = f"{len(runs):,} of {study.runs:,} runs" if len(runs) < study.runs else f"all {study.runs:,} runs"
    return f"{done} done, {failed:,} failed"


def seeds_words(study: Study) -> str:
    """Return which seeds the runs have, and what follows for comparisons."""
    first, last = study.data.seeds.first, study.data.seeds.first
    if study.data.seeds.kind == "common":
        last += study.replicates - 1
        which = f"seed {first}" if first == last else f"seeds {first} to {last}"
        return f"{which}, the same in every point: points are compared on twins"
    return f"seeds {first} to {first + study.runs - 1}, each used once: points have luck of their own"


def causes(runs: pd.DataFrame) -> list[tuple[str, int, str]]:
    """Return why runs failed, how many of each cause, and the first of them; the most frequent cause first."""
    failed = runs[runs["status"] != "ok"]
    found = []
    for cause, part in failed.groupby("cause", sort=False, dropna=False):
        first = part.iloc[0]
        said = str(cause) if isinstance(cause, str) else "no cause given"
        found.append((said, len(part), f"point {first['point']}, replicate {first['replicate']}"))
    return sorted(found, key=lambda one: -one[1])


def versions_words(provenance: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what decided the bits of the runs, as name and value."""
    package = provenance.get("commsim", {})
    pairs = [("commsim", str(package.get("version", "unknown")))]
    pairs += [(f"commsim {key.replace('_', ' ')}", str(value)) for key, value in package.items() if key != "version"]
    pairs.append(("study digest", str(provenance.get("study_digest", "unknown"))))
    for name, base in provenance.get("scenarios", {}).items():
        pairs += [
            (f"scenario {name}", str(base.get("digest"))),
            (f"behaviour of {name}", str(base.get("behaviour_digest"))),
        ]
    return pairs + [(name, str(version)) for name, version in sorted(provenance.get("versions", {}).items())]
