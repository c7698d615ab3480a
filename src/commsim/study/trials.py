"""The runs of a study as matrices: one row a point, one column a replicate.

Concepts:
    trial: one place of the matrix, a point under a replicate. Its state says whether it was run and whether it failed.
    figure: what a measure gave in a trial, NaN where there is none. A trial without a figure is one of three: it
        failed, it was run and the measure is undefined there, or it has not been run yet. The three are counted apart.
    lattice: the points of a grid in the order of their levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from commsim.errors import InputError
from commsim.scenario.fields import nearest

if TYPE_CHECKING:
    from commsim.study.definition import Study

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

NOT_RUN, RUN, HAS_FAILED = 0, 1, 2
GRIDS = ("grid", "factorial")


class Missing(NamedTuple):
    """How many of some trials have no figure, and why.

    Attributes:
        runs: trials in all.
        failed: of these, runs that failed.
        undefined: runs in which the measure is undefined.
        not_run: trials that have not been run yet.
    """

    runs: int
    failed: int
    undefined: int
    not_run: int


@dataclass(frozen=True)
class Trials:
    """One measure over all points and replicates.

    Attributes:
        measure: its name.
        figures: float64 of shape ``(points, replicates)``, NaN where there is no figure.
        states: int8 of the same shape: ``NOT_RUN``, ``RUN`` or ``HAS_FAILED``.
        shared: whether all points of a replicate share one seed, so that they are twins.
    """

    measure: str
    figures: Floats
    states: npt.NDArray[np.int8]
    shared: bool

    def missing(self, points: npt.ArrayLike | None = None) -> Missing:
        """Return how many trials of some points have no figure; by default of all."""
        rows = slice(None) if points is None else np.unique(np.asarray(points))
        states, figures = self.states[rows], self.figures[rows]
        undefined = (states == RUN) & np.isnan(figures)
        return Missing(
            states.size,
            int(np.count_nonzero(states == HAS_FAILED)),
            int(np.count_nonzero(undefined)),
            int(np.count_nonzero(states == NOT_RUN)),
        )

    @cached_property
    def means(self) -> Floats:
        """Mean of the figures of each point, of shape ``(points,)``; NaN where a point has none."""
        there = np.isfinite(self.figures)
        count = there.sum(axis=1)
        total = np.where(there, self.figures, 0.0).sum(axis=1)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def measures_of(study: Study, measures: Sequence[str] | None = None) -> list[str]:
    """Return the measures asked for, by default all of a study.

    Raises:
        InputError: the study has no such measure.
    """
    known = list(study.data.measures)
    for name in measures or ():
        if name not in known:
            raise InputError(
                f"the study measures no '{name}'{nearest(name, known)}; its measures are {', '.join(known)}"
            )
    return known if measures is None else list(measures)


def trials(study: Study, runs: pd.DataFrame, measure: str) -> Trials:
    """Return one measure of a study as a matrix.

    Args:
        study: the study.
        runs: its runs table: ``point``, ``replicate``, ``status`` and a column a measure; runs may be missing.
        measure: a measure of the study.

    Raises:
        InputError: a run is in the table twice, or does not belong to the study.
    """
    shape = (len(study.points), int(study.replicates))
    point, replicate = (runs[name].to_numpy(dtype=np.int64) for name in ("point", "replicate"))
    for name, numbers, most in (("point", point, shape[0]), ("replicate", replicate, shape[1])):
        wrong = numbers[(numbers < 0) | (numbers >= most)]
        if wrong.size:
            raise InputError(f"the runs table has a run of {name} {wrong[0]}; the study's go from 0 to {most - 1}")
    number = point * shape[1] + replicate
    if np.unique(number).size != number.size:
        seen, count = np.unique(number, return_counts=True)
        twice = int(seen[count > 1][0])
        raise InputError(
            f"the runs table has point {twice // shape[1]}, replicate {twice % shape[1]} more than once; each run once"
        )
    failed = runs["status"].to_numpy(dtype=object) != "ok"
    states = np.full(shape, NOT_RUN, dtype=np.int8)
    states[point, replicate] = np.where(failed, HAS_FAILED, RUN)
    figures = np.full(shape, np.nan)
    figures[point, replicate] = np.where(failed, np.nan, runs[measure].to_numpy(dtype=np.float64, na_value=np.nan))
    return Trials(measure, figures, states, shares_luck(study))


def shares_luck(study: Study) -> bool:
    """Return whether all points of a replicate are run under one seed."""
    return str(study.data.seeds.kind) == "common"


def is_grid(study: Study) -> bool:
    """Return whether the points are all combinations of the factors' levels."""
    return str(study.data.design.kind) in GRIDS


def levels(study: Study, factor: str) -> list[Any]:
    """Return the different values of a factor over the points.

    Levels that the study file lists come in its order, other values in the order in which they first come.
    """
    there = {level: level for level in study.points.columns[factor]}
    written = study.data.factors[factor]
    listed = written.levels or written.values or ()
    known = [there[level] for level in listed if level in there]
    return known if len(known) == len(there) else list(there)  # words of a file of points are listed nowhere


class Lattice(NamedTuple):
    """The points of a grid.

    Attributes:
        names: its factors, one an axis.
        levels: the levels of each factor, in order.
        places: numbers of the points, one axis a factor, in the order of the levels.
    """

    names: tuple[str, ...]
    levels: dict[str, list[Any]]
    places: Places

    def at(self, numbers: Mapping[str, int]) -> Places:
        """Return the points at some factors' levels, given by their places, shape ``(points,)``."""
        held = tuple(slice(numbers[name], numbers[name] + 1) if name in numbers else slice(None) for name in self.names)
        return self.places[held].ravel()


def lattice(study: Study) -> Lattice:
    """Return the points of a grid in the order of the factors' levels.

    Raises:
        InputError: the points are not all combinations of the levels.
    """
    known = {name: levels(study, name) for name in study.points.names}
    places = np.full([len(one) for one in known.values()], -1, dtype=np.int64)
    codes = []
    for name, one in known.items():
        number = {level: place for place, level in enumerate(one)}
        codes.append(np.array([number[value] for value in study.points.columns[name]], dtype=np.int64))
    places[tuple(codes)] = np.arange(len(study.points))
    if places.size != len(study.points) or (places < 0).any():
        raise InputError(
            f"the {len(study.points)} points of the study are not all {places.size} combinations of its factors' levels"
        )
    return Lattice(study.points.names, known, places)
