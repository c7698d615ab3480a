"""Pictures of how a measure responds: one panel a factor, and one a pair of factors whose effects may hang together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from commsim.figures.canvas import (
    BLUE,
    DASHES,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    Picture,
    style,
)
from commsim.figures.study_canvas import (
    WIDTH,
    axis_text,
    inches_axes,
    is_number,
    level_text,
    paper,
    rows_of,
    say_nothing,
    shortened,
)

COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY)
MARKERS = ("o", "s", "^", "D", "v", "P")
MOST_PANELS = 12
MOST_LINES = 6
_LEFT, _RIGHT, _GUTTER, _TALL, _ABOVE, _BELOW, _HEAD = 0.72, 0.15, 0.72, 1.55, 0.34, 0.55, 0.32


def draw_curves(table: pd.DataFrame, measure: str, unit: str = "") -> Picture:
    """Draw the response curve of a measure to each factor, at most twelve.

    Args:
        table: responses, as ``commsim.study.curves.response`` returns them.
        measure: name of the measure.
        unit: unit of the measure.
    """
    rows = rows_of(table, measure=measure, second_factor="")
    factors = list(dict.fromkeys(rows["factor"]))[:MOST_PANELS]
    with style():
        picture, panels = _panels(len(factors), measure, unit)
        for axes, factor in zip(panels, factors, strict=True):
            part = rows_of(rows, factor=factor)
            _draw_curve(axes, part, list(part["level"]), BLUE, "o", "-", band=True)
            _name_levels(axes, list(part["level"]))
            axes.set_title(factor, pad=5, parse_math=False)
        _same_height(panels)
        return picture


def pairs_of(table: pd.DataFrame, measure: str) -> list[tuple[str, str]]:
    """Return the pairs of factors a measure has cells for, the pair with the widest spread of effects first."""
    cells = rows_of(table, measure=measure)
    cells = cells[cells["second_factor"] != ""]
    pairs = list(dict.fromkeys(zip(cells["factor"], cells["second_factor"], strict=True)))
    return sorted(pairs, key=lambda pair: -_not_parallel(rows_of(cells, factor=pair[0], second_factor=pair[1])))


def _not_parallel(cells: pd.DataFrame) -> float:
    """Return how far the lines of an interaction plot are from parallel: greatest deviation of a cell."""
    means = cells.pivot_table(index="level", columns="second_level", values="mean", sort=False, observed=False)
    values = means.to_numpy(dtype=float)
    if values.size == 0:
        return 0.0
    apart = values - values.mean(axis=0)[None, :] - values.mean(axis=1)[:, None] + values.mean()
    widest = float(abs(apart).max())
    return widest if math.isfinite(widest) else 0.0


def draw_interactions(table: pd.DataFrame, measure: str, unit: str = "") -> Picture:
    """Draw for pairs of factors the measure over the one, a line a level of the other; parallel lines do not interact.

    At most twelve pairs, those whose lines are least parallel; in each at most six levels of the second factor.
    """
    pairs = pairs_of(table, measure)[:MOST_PANELS]
    with style():
        picture, panels = _panels(len(pairs), measure, unit)
        for axes, (first, second) in zip(panels, pairs, strict=True):
            _draw_pair(axes, rows_of(table, measure=measure, factor=first, second_factor=second), first, second)
        _same_height(panels)
        return picture


def _draw_pair(axes: Axes, cells: pd.DataFrame, first: str, second: str) -> None:
    known = list(dict.fromkeys(cells["level"]))
    lines = list(dict.fromkeys(cells["second_level"]))
    shown = (
        lines
        if len(lines) <= MOST_LINES
        else [lines[round(i * (len(lines) - 1) / (MOST_LINES - 1))] for i in range(MOST_LINES)]
    )
    for number, level in enumerate(shown):
        part = rows_of(cells, second_level=level)
        dashes = DASHES[number % len(DASHES)]
        shift = (number - (len(shown) - 1) / 2) * 0.05
        _draw_curve(axes, part, known, COLOURS[number], MARKERS[number], dashes, name=level_text(level), shift=shift)
    _name_levels(axes, known)
    axes.set_title(f"{first}, by {second}", pad=5, parse_math=False)
    legend = axes.legend(
        loc="best",
        fontsize=7.5,
        frameon=True,
        framealpha=0.8,
        edgecolor="none",
        title=second,
        title_fontsize=7.5,
        handlelength=2.4,
        borderpad=0.2,
        labelspacing=0.25,
    )
    legend.get_title().set_color(FAINT)
    for text in (legend.get_title(), *legend.get_texts()):
        text.set_parse_math(False)


def _draw_curve(
    axes: Axes,
    rows: pd.DataFrame,
    known: Sequence[Any],
    colour: str,
    marker: str,
    dashes: Any,
    band: bool = False,
    name: str | None = None,
    shift: float = 0.0,
) -> None:
    """Draw means with intervals; lines between numbers, and between words only where several lines are compared."""
    along = _places(known)
    where = [along[_key(level)] for level in rows["level"]]
    step = _step(list(along.values()))
    where = [place + shift * step for place in where]
    mean, low, high = (rows[column].to_numpy(dtype=float) for column in ("mean", "low", "high"))
    numbers = all(is_number(level) for level in known)
    if band and numbers:
        axes.fill_between(where, low, high, color=colour, alpha=0.2, lw=0, zorder=2)
    else:
        axes.vlines(where, low, high, color=colour, lw=1.6 if band else 1.1, zorder=2)
    joined = numbers or name is not None
    axes.plot(
        where, mean, color=colour, ls=dashes if joined else "", lw=1.7, marker=marker, ms=4.5, zorder=3, label=name
    )


def _places(known: Sequence[Any]) -> dict[Any, float]:
    """Return where each level stands on the axis: numbers at their value, words side by side."""
    if all(is_number(level) for level in known):
        return {_key(level): float(level) for level in known}
    return {_key(level): float(place) for place, level in enumerate(known)}


def _key(level: Any) -> Any:
    return (isinstance(level, bool), level)


def _step(places: Sequence[float]) -> float:
    ordered = sorted(places)
    return min((right - left for left, right in pairwise(ordered)), default=1.0)


def _name_levels(axes: Axes, known: Sequence[Any]) -> None:
    places = list(_places(known).values())
    margin = 0.06 * (max(places) - min(places)) if places and all(is_number(level) for level in known) else 0.4
    axes.set_xlim(min(places, default=0) - (margin or 0.5), max(places, default=1) + (margin or 0.5))
    if all(is_number(level) for level in known):
        if len(known) <= 6 and _step(places) * 9 >= max(places) - min(places):
            axes.set_xticks(places, [level_text(level) for level in known])
        else:
            axes.xaxis.set_major_locator(MaxNLocator(6))
            axes.xaxis.set_major_formatter(FuncFormatter(axis_text))
        return
    longest = max(6, 42 // max(len(known), 1))
    names = [shortened(level_text(level), longest) for level in known]
    axes.set_xticks(places, names, parse_math=False)
    if len(known) > 4:
        axes.tick_params(axis="x", labelsize=7)


def _panels(count: int, measure: str, unit: str) -> tuple[Picture, list[Axes]]:
    """Return a picture with a number of panels in two columns, the measure as its heading."""
    lines = max(1, math.ceil(count / 2))
    height = _HEAD + lines * (_ABOVE + _TALL + _BELOW)
    picture = paper(height)
    heading = shortened(measure, 60) + (f"  ({unit})" if unit else "")
    picture.text(0.1 / WIDTH, 1 - 0.18 / height, heading, weight="bold", fontsize=10, va="center", parse_math=False)
    wide = (WIDTH - _LEFT - _RIGHT - _GUTTER) / 2
    panels = []
    for place in range(count):
        left = _LEFT + (place % 2) * (wide + _GUTTER)
        bottom = height - _HEAD - (place // 2 + 1) * (_ABOVE + _TALL + _BELOW) + _BELOW
        panels.append(inches_axes(picture, left, bottom, wide, _TALL))
    if not count:
        say_nothing(inches_axes(picture, _LEFT, _BELOW, WIDTH - 2 * _LEFT, _TALL), "no factor has two levels")
    return picture, panels


def _same_height(panels: Sequence[Axes]) -> None:
    """Give all panels one scale, so that a flat curve looks flat."""
    ends = [axes.get_ylim() for axes in panels]
    if not ends:
        return
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    for axes in panels:
        axes.set_ylim(low, high)
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(FuncFormatter(axis_text))
        axes.tick_params(labelsize=7.5, labelcolor=INK)
