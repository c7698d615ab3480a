"""The picture of the replicates: how far runs of one point differ by luck alone.

Of a few points, each has a line: the middle half of its runs as a bar, 5 to 95 % as a thin line, the median as a tick,
and every run as a dot where there are few. Of many points, two histograms are drawn: of the points' means, and of how
far runs are from the mean of their point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from commsim.figures.canvas import BLUE, FAINT, GRID, INK, ORANGE, Picture, style
from commsim.figures.study_canvas import (
    LABEL_SIZE,
    WIDTH,
    axis_text,
    inches_axes,
    level_text,
    paper,
    shortened,
    text_inches,
)
from commsim.results.spread import quantile
from commsim.study.trials import Trials

if TYPE_CHECKING:
    from commsim.study.definition import Study

MOST_POINTS = 32
MOST_DOTS = 30
_ROW, _HEAD, _FOOT = 0.21, 0.36, 0.5


def draw_replicates(study: Study, given: Trials, unit: str = "") -> Picture:
    """Draw the runs of each point, or of many points how they spread.

    Args:
        study: the study.
        given: one measure over all points and replicates.
        unit: unit of the measure.
    """
    with style():
        few = len(study.points) <= MOST_POINTS
        height = _HEAD + _FOOT + (_ROW * len(study.points) if few else 1.7)
        picture = paper(height)
        heading = shortened(given.measure, 60) + (f"  ({unit})" if unit else "")
        picture.text(0.1 / WIDTH, 1 - 0.18 / height, heading, weight="bold", fontsize=10, va="center", parse_math=False)
        if few:
            _draw_points(picture, study, given, height)
        else:
            _draw_histograms(picture, given, height)
        return picture


def replicates_words(study: Study) -> str:
    """Return what the picture of a study's replicates shows."""
    if len(study.points) <= MOST_POINTS:
        return "runs of each point (bar: middle half; thin line: 5 % to 95 %; tick: median)"
    return "how far points differ, and how far runs of one point differ by luck alone"


def point_label(study: Study, point: int) -> str:
    """Return the levels of a point's factors, joined."""
    return ", ".join(level_text(study.points.columns[name][point]) for name in study.points.names)


def _draw_points(picture: Picture, study: Study, given: Trials, height: float) -> None:
    names = [shortened(point_label(study, point), 46) for point in range(len(study.points))]
    left = 0.3 + text_inches(names, 7.8)
    axes = inches_axes(picture, left, _FOOT, WIDTH - left - 0.25, height - _HEAD - _FOOT)
    axes.grid(visible=False)
    axes.grid(visible=True, axis="x", color=GRID)
    _draw_runs(axes, given)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), names, fontsize=7.8, color=INK, parse_math=False)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(FuncFormatter(axis_text))
    axes.set_xlabel(
        "each line a point: " + shortened(", ".join(study.points.names), 70),
        fontsize=LABEL_SIZE,
        color=FAINT,
        parse_math=False,
    )


def _draw_runs(axes: Axes, given: Trials) -> None:
    """Draw the runs of each point on a line of its own, the first on top."""
    spreads = []
    for place, figures in enumerate(given.figures):
        kept = figures[np.isfinite(figures)]
        if not len(kept):
            across = axes.get_yaxis_transform()
            axes.text(0.01, place, "no figures", transform=across, va="center", fontsize=7.5, color=FAINT)
            continue
        spreads.append((place, *(quantile(kept.tolist(), share) for share in (0.05, 0.25, 0.5, 0.75, 0.95))))
    if not spreads:
        return
    places, low, bottom, middle, top, high = zip(*spreads, strict=True)
    if given.figures.shape[1] <= MOST_DOTS:
        rows, columns = np.nonzero(np.isfinite(given.figures))
        axes.plot(given.figures[rows, columns], rows, ls="", marker="|", ms=6, color=BLUE, alpha=0.45, zorder=2)
    axes.hlines(places, low, high, color=BLUE, lw=0.9, zorder=2)
    bars = axes.hlines(places, bottom, top, color=BLUE, lw=4.5, alpha=0.5, zorder=2.5)
    bars.set_capstyle("butt")
    axes.plot(middle, places, ls="", marker="|", ms=9, mew=2.2, color=INK, zorder=3)


def _draw_histograms(picture: Picture, given: Trials, height: float) -> None:
    means = given.means
    luck = (given.figures - means[:, None]).ravel()
    wide = (WIDTH - 0.6 - 0.25 - 0.75) / 2
    titles = (
        ("means of the points", means, BLUE, "points"),
        ("runs less the mean of their point", luck, ORANGE, "runs"),
    )
    for place, (title, values, colour, what) in enumerate(titles):
        axes = inches_axes(picture, 0.6 + place * (wide + 0.75), _FOOT, wide, height - _HEAD - _FOOT - 0.25)
        kept = values[np.isfinite(values)]
        if len(kept):
            axes.hist(kept, bins=min(30, max(5, int(len(kept) ** 0.5))), color=colour, alpha=0.75)
        axes.set_title(title, pad=5)
        axes.set_ylabel(what, fontsize=LABEL_SIZE, color=FAINT)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(5))
            axis.set_major_formatter(FuncFormatter(axis_text))
