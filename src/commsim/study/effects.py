"""What each factor of a study does to each measure, with 95 % intervals.

Concepts:
    main effect: of a factor with two levels, in designs with all combinations: figure at the second level less figure
        at the first, averaged over all combinations of the other factors.
    level effect: of a factor with more levels: each level less the first, which is the reference.
    interaction: of two factors with two levels in a factorial: how much the effect of the one differs between the
        second and the first level of the other; of three: how much the interaction of two differs with the third.
    stratum: a combination of levels of the factors of a factorial that have more than two; effects are given within
        each and, as stratum ``all``, averaged over them.
    slope, rank: in designs that sample (``commsim.study.slopes``); Morris and Sobol indices: ``commsim.study.indices``.

Differences between points are taken on twins, replicate by replicate (``commsim.study.contrasts``). Each interval
stands for itself: of twenty effects that are nothing, about one interval leaves zero out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from commsim.study.contrasts import Estimate, contrast
from commsim.study.effect_rows import ALL, EffectRow, row_of, table_of
from commsim.study.indices import MORRIS, SOBOL, morris_rows, sobol_rows
from commsim.study.slopes import slope_rows
from commsim.study.trials import Lattice, Places, Trials, is_grid, lattice, measures_of, trials

if TYPE_CHECKING:
    from commsim.study.definition import Study

MOST_IN_AN_INTERACTION = 3

Strata = Mapping[str, Mapping[str, int]]
"""Strata by name: which level, by its place, each of their factors has."""


def effects(study: Study, runs: pd.DataFrame, measures: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the effects of a study's factors.

    Args:
        study: the study.
        runs: its runs table; of a study that is not done, the runs so far.
        measures: measures wanted; by default all.

    Returns:
        one row an effect, with the fields of `EffectRow` as columns.

    Raises:
        InputError: the study has no such measure; a Morris or Sobol design has holes (the message names the runs);
            SALib, which computes their indices, is not installed.
    """
    found: list[EffectRow] = []
    for name in measures_of(study, measures):
        found.extend(effect_rows(study, trials(study, runs, name)))
    return table_of(found, EffectRow._fields, ("level", "reference"))


def effect_rows(study: Study, given: Trials) -> list[EffectRow]:
    """Return the effects on one measure; errors as for `effects`."""
    kind = str(study.data.design.kind)
    if kind == MORRIS:
        return morris_rows(study, given)
    if kind == SOBOL:
        return sobol_rows(study, given)
    if is_grid(study):
        grid = lattice(study)
        strata = _strata(grid, kind)
        together = _interaction_rows(grid, given, strata) if kind == "factorial" else ()
        return [*_factor_rows(grid, given, strata), *together]
    return slope_rows(study, given)


class _Pick(NamedTuple):
    """Two levels of a factor that are held against each other, by their places: the level, and the reference."""

    factor: str
    level: int
    reference: int


def _factor_rows(grid: Lattice, given: Trials, strata: Strata) -> Iterator[EffectRow]:
    for factor, known in grid.levels.items():
        kind = "main" if len(known) == 2 else "level"
        within = strata if kind == "main" else {ALL: {}}
        for level, (stratum, fixed) in product(range(1, len(known)), within.items()):
            estimate, points = _crossed(grid, given, [_Pick(factor, level, 0)], fixed)
            yield row_of(given, estimate, points, kind, factor, known[level], known[0], stratum)


def _interaction_rows(grid: Lattice, given: Trials, strata: Strata) -> Iterator[EffectRow]:
    two = [name for name, known in grid.levels.items() if len(known) == 2]
    for size in range(2, MOST_IN_AN_INTERACTION + 1):
        for some, (stratum, fixed) in product(combinations(two, size), strata.items()):
            estimate, points = _crossed(grid, given, [_Pick(name, 1, 0) for name in some], fixed)
            names = " × ".join(some)
            low, high = (" × ".join(str(grid.levels[name][place]) for name in some) for place in (0, 1))
            yield row_of(given, estimate, points, "interaction", names, high, low, stratum)


def _strata(grid: Lattice, kind: str) -> Strata:
    """Return the strata of a design: ``all`` first, alone where there are none."""
    found: dict[str, Mapping[str, int]] = {ALL: {}}
    wide = [name for name, known in grid.levels.items() if len(known) > 2]
    if kind != "factorial" or not wide:
        return found
    for numbers in product(*(range(len(grid.levels[name])) for name in wide)):
        fixed = dict(zip(wide, numbers, strict=True))
        found[", ".join(f"{name}={grid.levels[name][number]}" for name, number in fixed.items())] = fixed
    return found


def _crossed(grid: Lattice, given: Trials, picks: Sequence[_Pick], fixed: Mapping[str, int]) -> tuple[Estimate, Places]:
    """Return the contrast of some factors' levels, the others standing still, and the points it is made of."""
    columns, weights = [], []
    for signs in product((1, -1), repeat=len(picks)):
        chosen = dict(fixed)
        weight = 1
        for pick, sign in zip(picks, signs, strict=True):
            chosen[pick.factor] = pick.level if sign > 0 else pick.reference
            weight *= sign
        columns.append(grid.at(chosen))
        weights.append(weight)
    points = np.stack(columns, axis=1)
    return contrast(given.figures, points, weights, given.shared), points
