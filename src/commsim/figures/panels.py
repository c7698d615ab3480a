"""The panels of a picture: curves with their fans, the twin in grey, targets as bands, names at the line ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from commsim.figures.canvas import DASHES, FAINT, GREEN, TWIN, VERMILLION
from commsim.figures.series import Curve, Fan, fan
from commsim.results.targets import TargetResult, bounds
from commsim.results.windows import EACH_YEAR, calendar_years, first_month_above_zero, window_months


class Line(NamedTuple):
    """One curve of a panel.

    Attributes:
        name: name shown at its end.
        curve: how it is made from the monthly columns.
        colour: its colour.
        measure: measure whose targets belong to it, or None.
    """

    name: str
    curve: Curve
    colour: str
    measure: str | None = None


class Panel(NamedTuple):
    """One panel.

    Attributes:
        title: title in words.
        unit: unit of the vertical axis.
        lines: its curves.
        share: the vertical axis goes from 0 to 1.
    """

    title: str
    unit: str
    lines: tuple[Line, ...]
    share: bool = True


def draw_panel(
    axes: Axes, panel: Panel, monthly: pd.DataFrame, twin: pd.DataFrame | None, estate: str, wide: bool = False
) -> None:
    """Draw one panel of one estate: fans and medians, the twin's in grey under them; a wide one without a title."""
    ends: list[tuple[float, int, str, str]] = []
    breaks: list[tuple[float, int, str, str]] = []
    for line, dashes in zip(panel.lines, DASHES, strict=False):
        if twin is not None:
            _draw_fan(axes, fan(twin, estate, line.curve), TWIN, dashes, 1.1, 1)
        curve = fan(monthly, estate, line.curve)
        if all(math.isnan(value) for value in curve.median):
            continue
        _draw_fan(axes, curve, line.colour, dashes, 1.9, 3)
        month, value = _last_defined(curve)
        (ends if month == curve.months[-1] else breaks).append((value, month, line.name, line.colour))
    months = int(monthly["month"].max())
    _shape_axes(axes, panel, months, wide)
    if not wide:
        axes.set_title(panel.title, pad=7)
    _name_lines(axes, ends)
    for value, month, name, colour in breaks:
        axes.annotate(
            name, (month, value), xytext=(6, 0), textcoords="offset points", va="center", color=colour, fontsize=8.5
        )


def _draw_fan(axes: Axes, curve: Fan, colour: str, dashes: Any, width: float, height: int) -> None:
    if curve.seeds > 1:
        strength = 0.13 if colour == TWIN else 0.20
        axes.fill_between(curve.months, curve.low, curve.high, color=colour, alpha=strength, lw=0, zorder=height)
    lonely = len([value for value in curve.median if not math.isnan(value)]) < 4
    marker = "o" if lonely else None
    axes.plot(curve.months, curve.median, color=colour, ls=dashes, lw=width, zorder=height + 0.5, marker=marker, ms=4)


def _shape_axes(axes: Axes, panel: Panel, months: int, wide: bool) -> None:
    axes.set_xlim(1, max(months, 2))
    most = 13 if wide else 7
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months < most * step), 240)
    axes.set_xticks(list(range(step, months + 1, step)))
    axes.set_ylabel(panel.unit, fontsize=8.5, color=FAINT)
    if panel.share:
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:.0f} %"))
    else:
        low, high = axes.dataLim.intervaly
        low, high = min(low, 0) if math.isfinite(low) else 0, high if math.isfinite(high) and high > 0 else 1
        axes.set_ylim(low * 1.08, high * 1.08)
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def _last_defined(curve: Fan) -> tuple[int, float]:
    """Return the last month whose median is defined, and the median."""
    both = zip(reversed(curve.months), reversed(curve.median), strict=True)
    return next((month, value) for month, value in both if not math.isnan(value))


def _name_lines(axes: Axes, ends: Sequence[tuple[float, int, str, str]]) -> None:
    """Write the names of the lines at their right ends, pushed apart so that none covers another."""
    low, high = axes.get_ylim()
    figure = axes.get_figure()
    assert figure is not None
    inches = axes.get_position().height * figure.get_figheight()  # type: ignore[union-attr]
    gap = 0.165 / inches
    ordered = sorted(ends)
    places = spread_out([(value - low) / (high - low) for value, _, _, _ in ordered], gap)
    for place, (_, _, name, colour) in zip(places, ordered, strict=True):
        axes.annotate(
            name,
            (1, place),
            xycoords="axes fraction",
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=8.5,
            annotation_clip=False,
        )


def spread_out(places: Sequence[float], gap: float) -> list[float]:
    """Move places, in rising order, apart to at least ``gap``, as little as it takes, inside 0 to 1 if they fit."""
    moved = [min(max(place, 0.0), 1.0) for place in places]
    for _ in range(50):
        for left in range(len(moved) - 1):
            short = gap - (moved[left + 1] - moved[left])
            if short > 0:
                moved[left] -= short / 2
                moved[left + 1] += short / 2
        if moved and moved[0] < 0:
            moved[0] = 0.0
        if moved and moved[-1] > 1:
            moved[-1] = 1.0
    return moved


def draw_targets(axes: Axes, measures: Sequence[str], results: Sequence[TargetResult], monthly: pd.DataFrame) -> int:
    """Draw targets on the given measures as bands over their windows; returns how many were drawn."""
    drawn = 0
    for result in results:
        target = result.target
        if target.measure not in measures or target.relative_to is not None:
            continue
        spans = target_spans(result, monthly)
        for span in spans:
            _draw_band(axes, result, span)
        drawn += 1 if spans else 0
    return drawn


def target_spans(result: TargetResult, monthly: pd.DataFrame) -> list[range]:
    """Return the months a target's window covers in the first run, none where it lies outside."""
    seed = result.seeds[0]
    run = monthly[(monthly["estate"] == result.estate) & (monthly["seed"] == seed)]
    months = run["month"].tolist()
    if result.target.window == EACH_YEAR:
        years = calendar_years(len(months))
        return [range(years[0].start, years[-1].stop)] if years else []
    dividend = first_month_above_zero(run["dividends_fen"].tolist(), months)
    span = window_months(result.target.window, len(months), dividend)
    return [] if span is None else [span]


def _draw_band(axes: Axes, result: TargetResult, span: range) -> None:
    low, high = bounds(result.target)
    bottom, top = axes.get_ylim()
    low, high = max(low, bottom), min(high, top)
    colour = GREEN if result.met else VERMILLION
    least = (top - bottom) * 0.012
    if high - low < least:
        low, high = (low + high - least) / 2, (low + high + least) / 2
    left, right = axes.get_xlim()
    start, end = max(span.start - 0.5, left), min(span.stop - 0.5, right)
    band = Rectangle((start, low), end - start, high - low, facecolor=colour, alpha=0.13, lw=0, zorder=0.8)
    axes.add_patch(band)
    edge = Rectangle(
        (start, low), end - start, high - low, fill=False, edgecolor=colour, lw=0.9, ls=(0, (3, 2)), zorder=2
    )
    axes.add_patch(edge)
    above = low > (bottom + top) / 2
    axes.annotate(
        f"target: {target_words(result)}",
        (end, low) if above else (start, high),
        xytext=(-3, -4) if above else (3, 4),
        textcoords="offset points",
        ha="right" if above else "left",
        va="top" if above else "bottom",
        fontsize=7.5,
        color=colour,
        bbox={"facecolor": "white", "alpha": 0.85, "lw": 0, "pad": 1},
    )


def target_words(result: TargetResult) -> str:
    """Return what a target asks of a share, in per cent, and whether it is met."""
    low, high = (bound * 100 for bound in bounds(result.target))
    relation = result.target.relation
    if relation == "between":
        asked = f"{low:.4g} to {high:.4g} %"
    elif relation == "equal":
        asked = f"{low:.4g} %"
    else:
        asked = f"{relation.replace('_', ' ')} {high if math.isinf(low) else low:.4g} %"
    return f"{asked} {'✓' if result.met else '✗'}"
