"""Heat maps: a measure over pairs of factors of a grid, one cell a pair of levels, its mean written into it."""

from __future__ import annotations

import math
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.ticker import FuncFormatter

from commsim.figures.canvas import INK, Picture, style
from commsim.figures.study_canvas import (
    LABEL_SIZE,
    WIDTH,
    axis_text,
    inches_axes,
    level_text,
    paper,
    rows_of,
    shortened,
    text_inches,
)
from commsim.figures.study_curves import pairs_of

COLOURS = "cividis"
"""A colour map that is read alike with and without colour blindness (Nuñez, Anderton and Renslow 2018)."""

MOST_MAPS = 6
MOST_WRITTEN = 12
_CELL, _HEAD, _ABOVE, _BELOW = 0.36, 0.32, 0.34, 0.62


def map_pairs(table: pd.DataFrame, measure: str) -> list[tuple[str, str]]:
    """Return the pairs of factors a heat map is drawn of, at most six; one of them has three levels or more."""
    cells = rows_of(table, measure=measure)
    wide = [pair for pair in pairs_of(table, measure) if len(rows_of(cells, factor=pair[0], second_factor=pair[1])) > 4]
    return wide[:MOST_MAPS]


def draw_maps(table: pd.DataFrame, measure: str, unit: str = "") -> Picture:
    """Draw heat maps of a measure, one below the other, with one scale of colours.

    Args:
        table: responses, as ``commsim.study.curves.response`` returns them.
        measure: name of the measure.
        unit: unit of the measure.
    """
    pairs = map_pairs(table, measure)
    rows = rows_of(table, measure=measure)
    grids = [_grid(rows_of(rows, factor=first, second_factor=second)) for first, second in pairs]
    figures = np.concatenate([grid.to_numpy(dtype=float).ravel() for grid in grids]) if grids else np.array([])
    known = figures[np.isfinite(figures)]
    scale = Normalize(float(known.min()), float(known.max())) if known.size else Normalize(0, 1)
    with style():
        height = _HEAD + math.fsum(_height(grid) for grid in grids)
        picture = paper(max(height, 1.0))
        heading = shortened(measure, 60) + (f"  ({unit})" if unit else "")
        picture.text(0.1 / WIDTH, 1 - 0.18 / height, heading, weight="bold", fontsize=10, va="center", parse_math=False)
        top = height - _HEAD
        for (first, second), grid in zip(pairs, grids, strict=True):
            _draw_map(picture, top, grid, first, second, scale)
            top -= _height(grid)
        return picture


def _grid(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the means with the second factor's levels as rows, the last on top, and the first's as columns."""
    across, up = (list(dict.fromkeys(cells[name])) for name in ("level", "second_level"))
    means = dict(zip(zip(cells["level"], cells["second_level"], strict=True), cells["mean"], strict=True))
    return pd.DataFrame(
        [[means[(one, other)] for one in across] for other in reversed(up)], index=up[::-1], columns=across
    )


def _height(grid: pd.DataFrame) -> float:
    return _ABOVE + min(_CELL * len(grid), 3.4) + _BELOW


def _draw_map(picture: Picture, top: float, grid: pd.DataFrame, first: str, second: str, scale: Normalize) -> None:
    names = [shortened(level_text(level), 22) for level in grid.index]
    left = 0.5 + text_inches(names)
    wide = min(0.85 * len(grid.columns), WIDTH - left - 1.25)
    tall = _height(grid) - _ABOVE - _BELOW
    bottom = top - _ABOVE - tall
    axes = inches_axes(picture, left, bottom, wide, tall)
    figures = grid.to_numpy(dtype=float)
    axes.set_facecolor("#f3f3f3")
    shown = axes.imshow(
        np.ma.masked_invalid(figures), cmap=mpl.colormaps[COLOURS], norm=scale, aspect="auto", interpolation="nearest"
    )
    axes.grid(visible=False)
    axes.tick_params(length=0, labelsize=7.5, labelcolor=INK)
    for spine in axes.spines.values():
        spine.set_visible(False)
    _name_cells(axes, grid, names, wide)
    _write_cells(axes, figures, scale, wide)
    axes.set_xlabel(first, fontsize=LABEL_SIZE, parse_math=False)
    axes.set_title(f"{second} (up), {first} (across)", pad=5, parse_math=False)
    colours = inches_axes(picture, left + wide + 0.2, bottom, 0.13, tall)
    bar = picture.colorbar(shown, cax=colours)
    bar.outline.set_visible(False)
    colours.yaxis.set_major_formatter(FuncFormatter(axis_text))
    colours.tick_params(length=0, labelsize=7.5, labelcolor=INK)


def _name_cells(axes: Axes, grid: pd.DataFrame, names: list[str], wide: float) -> None:
    longest = max(4, int(wide / max(len(grid.columns), 1) / 0.068))
    across = [shortened(level_text(level), longest) for level in grid.columns]
    room = max(1, math.ceil(len(across) * (text_inches(across, 7.5) + 0.06) / wide)) if across else 1
    axes.set_xticks(range(0, len(across), room), across[::room], parse_math=False)
    skip = max(1, math.ceil(len(names) * 0.14 / 3.4))
    axes.set_yticks(range(0, len(names), skip), names[::skip], parse_math=False)


def _write_cells(axes: Axes, figures: Any, scale: Normalize, wide: float) -> None:
    if max(figures.shape) > MOST_WRITTEN or wide / figures.shape[1] < 0.34:
        return
    for row, line in enumerate(figures):
        for column, figure in enumerate(line):
            dark = math.isfinite(figure) and float(scale(figure)) < 0.55
            words = f"{figure:,.3g}" if abs(figure) < 1000 else f"{figure:,.0f}"
            said = words if math.isfinite(figure) else "none"
            axes.text(column, row, said, ha="center", va="center", fontsize=7.5, color="white" if dark else INK)
