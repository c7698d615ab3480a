"""Response of each measure to each factor, level by level, with 95 % intervals.

Concepts:
    level mean: mean of a measure over all points at a level of a factor, in a grid over all combinations of the other
        factors; of two factors, at a pair of levels, which is a cell of a heat map.
    bin: in a design that samples, points with neighbouring values of a factor taken together, about as many in each.
        Its mean has an interval from the spread between its points, and its place is the mean of their values.

The interval of a level mean in a grid says how well the mean over these combinations is known, replicates being the
luck that differs (``commsim.study.contrasts``). A combination of which no run gave a figure is left out, and counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from commsim.study.contrasts import contrast, t_quantile
from commsim.study.effect_rows import table_of
from commsim.study.trials import Lattice, Places, Trials, is_grid, lattice, levels, measures_of, trials

if TYPE_CHECKING:
    from commsim.study.definition import Study

MOST_BINS = 10
FEWEST_IN_A_BIN = 8
MOST_VALUES = 12
"""Different values up to which each is a level of its own in a design that samples."""


class ResponseRow(NamedTuple):
    """A measure at a level of a factor, or at a pair of levels of two.

    Attributes:
        measure: name of the measure.
        factor: the factor.
        level: its level; of a bin the mean of its values.
        second_factor: the other factor of a pair; empty where there is none.
        second_level: its level; None where there is none.
        low_edge: smallest value in a bin; None where the level is no bin.
        high_edge: greatest value in a bin.
        mean: mean of the measure, NaN where no run has a figure.
        low: lower end of its 95 % interval, NaN where it cannot be told.
        high: upper end.
        n: runs with a figure.
        points: points at this level.
        left_out: of these, points without any figure.
        runs: runs the row is about.
        failed: of these, runs that failed.
        undefined: runs in which the measure is undefined.
        not_run: runs that are not done yet.
    """

    measure: str
    factor: str
    level: Any
    second_factor: str
    second_level: Any
    low_edge: Any
    high_edge: Any
    mean: float
    low: float
    high: float
    n: int
    points: int
    left_out: int
    runs: int
    failed: int
    undefined: int
    not_run: int


def response(study: Study, runs: pd.DataFrame, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the response of a study's measures to its factors.

    Args:
        study: the study.
        runs: its runs table; of a study that is not done, the runs so far.
        measures: measures wanted; by default all.

    Returns:
        one row a level, and in grids also one a pair of levels, with the fields of `ResponseRow` as columns.

    Raises:
        InputError: the study has no such measure.
    """
    found: list[ResponseRow] = []
    for name in measures_of(study, measures):
        found.extend(response_rows(study, trials(study, runs, name)))
    return table_of(found, ResponseRow._fields, ("level", "second_level", "low_edge", "high_edge"))


def response_rows(study: Study, given: Trials) -> list[ResponseRow]:
    """Return the response of one measure."""
    if is_grid(study):
        grid = lattice(study)
        return [*_level_rows(grid, given), *_pair_rows(grid, given)]
    return [row for factor in study.points.names for row in _sampled_rows(study, given, factor)]


def _level_rows(grid: Lattice, given: Trials) -> Iterator[ResponseRow]:
    for factor, known in grid.levels.items():
        for number, level in enumerate(known):
            yield _mean_row(given, grid.at({factor: number}), factor, level)


def _pair_rows(grid: Lattice, given: Trials) -> Iterator[ResponseRow]:
    for (first, known), (second, second_known) in combinations(grid.levels.items(), 2):
        for (number, level), (second_number, second_level) in product(enumerate(known), enumerate(second_known)):
            cell = grid.at({first: number, second: second_number})
            yield _mean_row(given, cell, first, level, second, second_level)


def _mean_row(
    given: Trials, points: Places, factor: str, level: Any, second_factor: str = "", second_level: Any = None
) -> ResponseRow:
    """Return the mean over points of a grid, each counting the same, however many of its runs have a figure."""
    found = contrast(given.figures, points[:, None], [1.0], given.shared)
    ends = (found.value, found.low, found.high, found.compared, len(points), found.groups_left_out)
    return ResponseRow(
        given.measure, factor, level, second_factor, second_level, None, None, *ends, *given.missing(points)
    )


def _sampled_rows(study: Study, given: Trials, factor: str) -> Iterator[ResponseRow]:
    values, known = study.points.columns[factor], levels(study, factor)
    kind = study.points.kinds[factor]
    if kind in ("string", "bool") or len(known) <= MOST_VALUES:
        for level in known if kind in ("string", "bool") else sorted(known):
            points = np.array([place for place, value in enumerate(values) if value == level])
            yield _bin_row(given, points, factor, level, None)
        return
    numbers = np.array([float(value) for value in values])
    bins = max(2, min(MOST_BINS, len(numbers) // FEWEST_IN_A_BIN))
    for points in np.array_split(np.argsort(numbers, kind="stable"), bins):
        if len(points):
            edges = (float(numbers[points].min()), float(numbers[points].max()))
            yield _bin_row(given, points, factor, float(numbers[points].mean()), edges)


def _bin_row(given: Trials, points: Places, factor: str, level: Any, edges: tuple[float, float] | None) -> ResponseRow:
    """Return the mean over sampled points, with an interval from the spread between them."""
    means = given.means[points]
    means = means[np.isfinite(means)]
    count = len(means)
    mean = float(means.mean()) if count else math.nan
    half = t_quantile(count - 1) * float(means.std(ddof=1)) / math.sqrt(count) if count > 1 else math.nan
    low_edge, high_edge = edges or (None, None)
    figures = int(np.isfinite(given.figures[points]).sum())
    ends = (mean, mean - half, mean + half, figures, len(points), len(points) - count)
    return ResponseRow(given.measure, factor, level, "", None, low_edge, high_edge, *ends, *given.missing(points))
