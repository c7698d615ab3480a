"""The rows of a table of effects: what each says, and how many runs it could not use."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import numpy.typing as npt
import pandas as pd

from commsim.study.contrasts import Estimate
from commsim.study.trials import Trials

ALL = "all"


class EffectRow(NamedTuple):
    """One effect on one measure.

    Attributes:
        measure: name of the measure.
        kind: ``main``, ``level``, ``interaction``; ``slope``, ``rank``, ``fit``, ``rank_fit``; ``morris_mu``,
            ``morris_mu_star``, ``morris_sigma``; ``sobol_first``, ``sobol_total``, ``sobol_second``.
        factor: the factor; of an interaction the factors, joined by ``×``; empty for a fit.
        level: the level the effect is of; None where the kind knows none.
        reference: the level it is held against.
        stratum: levels of the other factors it is restricted to, or ``all``.
        effect: the estimate, NaN where there is none.
        low: lower end of its 95 % interval, NaN where there is none.
        high: upper end.
        replicates: replicates that contributed.
        comparisons: comparisons asked for: pairs of runs, sets of four or eight of an interaction, points of a slope.
        compared: of these, those with all their figures.
        left_out: combinations of the other factors (of a slope: points) without any comparison, left out.
        runs: runs the row is about.
        failed: of these, runs that failed.
        undefined: runs in which the measure is undefined.
        not_run: runs that are not done yet.
    """

    measure: str
    kind: str
    factor: str
    level: Any
    reference: Any
    stratum: str
    effect: float
    low: float
    high: float
    replicates: int
    comparisons: int
    compared: int
    left_out: int
    runs: int
    failed: int
    undefined: int
    not_run: int


def table_of(rows: Sequence[tuple[Any, ...]], names: Sequence[str], plain: Collection[str]) -> pd.DataFrame:
    """Return rows as a table.

    Args:
        rows: the rows.
        names: names of their fields.
        plain: fields that keep their Python values, None included, whatever else stands in the column.
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=object if name in plain else None)
            for name, values in zip(names, columns, strict=True)
        }
    )


def row_of(
    given: Trials,
    estimate: Estimate,
    points: npt.ArrayLike | None,
    kind: str,
    factor: str,
    level: Any = None,
    reference: Any = None,
    stratum: str = ALL,
) -> EffectRow:
    """Return an estimate as a row, with the count of what is missing among its points (None: all points)."""
    numbers = (estimate.replicates, estimate.comparisons, estimate.compared, estimate.groups_left_out)
    effect = (estimate.value, estimate.low, estimate.high)
    return EffectRow(given.measure, kind, factor, level, reference, stratum, *effect, *numbers, *given.missing(points))


def without_interval(value: float, like: Estimate) -> Estimate:
    """Return another value of the same trials that has no interval of its own."""
    return like._replace(value=value, low=math.nan, high=math.nan)
