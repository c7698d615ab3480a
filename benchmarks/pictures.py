"""Pictures of the benchmarks, on the paper of ``commsim.figures``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from benchmarks.lives import Lives
from benchmarks.report import number
from benchmarks.timing import spread
from commsim.figures.canvas import (
    BLUE,
    DASHES,
    FAINT,
    GREEN,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    Picture,
    new_picture,
    style,
)

WIDTH = 9.0
ROW = 0.34
MARGIN = 1.5
COLOURS = (BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY)


class Curve(NamedTuple):
    """A curve over the number of households; three numbers a point: least, median, greatest."""

    households: Sequence[int]
    least: Sequence[float]
    median: Sequence[float]
    greatest: Sequence[float]


def draw_lives(title: str, lives: Mapping[str, Lives]) -> Picture:
    """Draw what a household-month takes: a bar to the median of whole runs, a dot for months only.

    Args:
        title: what was run.
        lives: times by the contestants' titles.
    """
    with style():
        picture = new_picture(WIDTH, MARGIN + ROW * len(lives))
        axes = picture.subplots()
        places = range(len(lives))
        whole = [spread(its.whole_ns()) for its in lives.values()]
        month = [spread(its.month_ns()).median for its in lives.values()]
        medians = [one.median for one in whole]
        reach = ([one.median - one.least for one in whole], [one.greatest - one.median for one in whole])
        axes.barh(places, medians, height=0.6, color=SKY, xerr=reach, ecolor=FAINT, label="whole run (spread)")
        axes.plot(month, places, "o", color=VERMILLION, markersize=5, label="months only")
        for place, one in zip(places, whole, strict=True):
            axes.annotate(number(one.median), (one.greatest, place), (4, 0), textcoords="offset points", va="center")
        axes.set_xscale("log")
        # In a quick run noise may make months alone come out below nothing, which a log scale cannot show.
        axes.set_xlim(min(figure for figure in [*month, *medians] if figure > 0.0) / 2.0, max(medians) * 3.0)
        axes.set_yticks(places, list(lives))
        axes.invert_yaxis()
        axes.grid(axis="x")
        axes.grid(visible=False, axis="y")
        axes.set_xlabel("nanoseconds a household-month (log scale; less is faster)")
        axes.set_title(title)
        axes.legend(loc="lower right", frameon=False)
        picture.tight_layout()
    return picture


def draw_growth(panels: Mapping[str, tuple[str, Mapping[str, Curve]]]) -> Picture:
    """Draw figures over the number of households, one panel a figure.

    Args:
        panels: heading -> unit and curves by name.
    """
    with style():
        picture = new_picture(WIDTH, 3.2 * len(panels) + 0.4)
        rows = picture.subplots(len(panels), 1, squeeze=False)[:, 0]
        for axes, (heading, (unit, curves)) in zip(rows, panels.items(), strict=True):
            _draw_curves(axes, curves)
            axes.set_title(heading)
            axes.set_ylabel(unit)
        rows[-1].set_xlabel("households (log scale)")
        picture.tight_layout()
    return picture


def _draw_curves(axes: Axes, curves: Mapping[str, Curve]) -> None:
    for place, (name, curve) in enumerate(curves.items()):
        colour, dashes = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
        axes.fill_between(curve.households, curve.least, curve.greatest, color=colour, alpha=0.15, linewidth=0)
        axes.plot(curve.households, curve.median, "o", linestyle=dashes, color=colour, markersize=4, label=name)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0.0)
    if curves:
        axes.legend(loc="best", frameon=False)
