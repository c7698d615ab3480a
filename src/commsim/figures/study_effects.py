"""The picture of a study's effects: one line an effect, a dot with its 95 % interval, and zero as a line.

A filled dot is an effect whose interval leaves zero out, an open one an effect that cannot be told from none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from commsim.figures.canvas import BLUE, FAINT, GRID, INK, VERMILLION, Picture, style
from commsim.figures.study_canvas import (
    LABEL_SIZE,
    WIDTH,
    axis_text,
    inches_axes,
    level_text,
    paper,
    say_nothing,
    shortened,
    text_inches,
)
from commsim.study.effect_rows import ALL
from commsim.study.effects import effects
from commsim.study.trials import measures_of

if TYPE_CHECKING:
    from commsim.study.definition import Study

FACTOR_KINDS = ("main", "level", "rank", "morris_mu_star", "sobol_first", "sobol_total")
"""Kinds that the picture of the factors shows, as far as the design has them."""

_ROW, _TOP, _FOOT, _MARGIN = 0.235, 0.36, 0.5, 0.12
_SAYS = {
    "main": "effect",
    "rank": "slope of ranks, in standard deviations",
    "morris_mu_star": "mean size of an elementary effect (μ*)",
    "sobol_first": "share of the variance: alone (dot), with all interactions (square)",
}


class Line(NamedTuple):
    """One line of the picture.

    Attributes:
        label: what stands at its left.
        effect: estimate.
        low: lower end of its interval, NaN where it has none.
        high: upper end.
        marker: matplotlib's sign.
        small: whether it is subordinate, as the effect in one stratum is.
    """

    label: str
    effect: float
    low: float
    high: float
    marker: str = "o"
    small: bool = False

    @property
    def is_told_from_none(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


def draw_study(study: Study, runs: pd.DataFrame, measure: str | None = None) -> Picture:
    """Draw the effects of a study's factors on a measure.

    Args:
        study: the study.
        runs: its runs table.
        measure: name of a measure; by default the study's first.

    Raises:
        InputError: the study has no such measure, or its design has holes that its indices do not bear.
    """
    name = measures_of(study, None if measure is None else [measure])[0]
    return draw_effects(effects(study, runs, [name]), name)


def draw_effects(table: pd.DataFrame, measure: str, kinds: Sequence[str] = FACTOR_KINDS, unit: str = "") -> Picture:
    """Draw the effects on one measure.

    Args:
        table: effects, as ``commsim.study.effects.effects`` returns them.
        measure: name of the measure.
        kinds: kinds shown; the interactions are a picture of their own.
        unit: unit of the measure, for the axis.
    """
    rows = table[(table["measure"] == measure) & table["kind"].isin(list(kinds))]
    lines = [_line(row) for row in rows.itertuples(index=False)]
    shown = next((kind for kind in rows["kind"] if kind in _SAYS), "main")
    said = _SAYS[shown] + (f" ({unit})" if unit and shown in ("main", "morris_mu_star") else "")
    with style():
        height = _TOP + _ROW * max(len(lines), 1) + _FOOT
        picture = paper(height)
        picture.text(
            0.1 / WIDTH,
            1 - 0.18 / height,
            shortened(measure, 80),
            weight="bold",
            fontsize=10,
            va="center",
            parse_math=False,
        )
        left = _MARGIN + text_inches(line.label for line in lines) + 0.16
        axes = inches_axes(picture, left, _FOOT, WIDTH - left - 0.3, height - _TOP - _FOOT)
        if lines:
            draw_lines(axes, lines)
            axes.set_xlabel(said, fontsize=LABEL_SIZE, color=FAINT)
        else:
            say_nothing(axes, "no effects of this kind")
        return picture


def _line(row: object) -> Line:
    kind, stratum = str(row.kind), str(row.stratum)  # type: ignore[attr-defined]
    ends = (float(row.effect), float(row.low), float(row.high))  # type: ignore[attr-defined]
    label = effect_label(row)
    if stratum != ALL:
        return Line(f"in {shortened(stratum, 34)}", *ends, marker="o", small=True)
    if kind == "sobol_total":
        return Line(f"{label}, with interactions", *ends, marker="s")
    return Line(label, *ends)


def effect_label(row: object) -> str:
    """Return what a row of a table of effects is called: its factor, and for levels which is held against which."""
    factor, level, reference = (getattr(row, name) for name in ("factor", "level", "reference"))
    if row.kind in ("main", "level"):  # type: ignore[attr-defined]
        return f"{factor}: {shortened(level_text(reference), 18)} → {shortened(level_text(level), 18)}"
    return shortened(str(factor))


def draw_lines(axes: Axes, lines: Sequence[Line]) -> None:
    """Draw lines from top to bottom, with their labels at the left."""
    axes.grid(visible=False)
    axes.grid(visible=True, axis="x", color=GRID)
    axes.axvline(0, color=INK, lw=0.9, zorder=1)
    looks: dict[tuple[str, str, bool, bool], list[tuple[int, Line]]] = {}
    for place, line in enumerate(lines):
        looks.setdefault((_colour(line), line.marker, line.small, line.is_told_from_none), []).append((place, line))
        if math.isnan(line.effect):
            axes.text(0, place, "  undefined", va="center", fontsize=7.5, color=FAINT)
    for (colour, marker, small, told), alike in looks.items():
        places = [place for place, _ in alike]
        low, high = ([getattr(line, end) for _, line in alike] for end in ("low", "high"))
        axes.hlines(places, low, high, color=colour, lw=1.1 if small else 1.8, zorder=2)
        face = colour if told else "white"
        effects_there = [line.effect for _, line in alike]
        axes.plot(effects_there, places, ls="", marker=marker, ms=4 if small else 6, mfc=face, mec=colour, zorder=3)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_yticks(range(len(lines)), [line.label for line in lines], parse_math=False)
    for text, line in zip(axes.get_yticklabels(), lines, strict=True):
        text.set_color(FAINT if line.small else INK)
        text.set_fontsize(7.8 if line.small else LABEL_SIZE)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    _widen(axes, lines)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FuncFormatter(axis_text))


def _colour(line: Line) -> str:
    if not line.is_told_from_none:
        return FAINT
    return VERMILLION if line.effect < 0 else BLUE


def _widen(axes: Axes, lines: Iterable[Line]) -> None:
    """Let the axis hold zero and all intervals, with a margin."""
    ends = [end for line in lines for end in (line.effect, line.low, line.high) if math.isfinite(end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    margin = 0.05 * (high - low) or 1.0
    axes.set_xlim(low - margin, high + margin)
