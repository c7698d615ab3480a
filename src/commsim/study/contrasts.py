"""Contrasts: weighted differences between points, estimated replicate by replicate, with their 95 % intervals.

Concepts:
    comparison: some points of one replicate with a weight each, such as +1 and -1 for two levels of a factor while all
        other factors stand still. It has a value where every one of its points has a figure.
    group: the comparisons of the same points over all replicates.
    contrast: the mean over groups of the mean over replicates of their comparisons.
    twins: points that share a seed share luck, so a comparison is a difference between twins, and all comparisons of
        one replicate hang together. Replicates are independent, and the interval is made of their spread.

With every figure there, a contrast is the mean over replicates of one number each, and its interval is Student's t over
these numbers. Where figures are missing, a group uses the replicates it has; the variance adds up what each replicate
contributes (a cluster-robust variance, Liang and Zeger 1986), scaled so that it equals the former when nothing is
missing. The degrees of freedom then follow Satterthwaite (1946), at most the mean number of comparisons in a group less
one. Where every point has seeds of its own, points are independent and each is a cluster of its own (Welch 1947).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from commsim.study.trials import Floats

CONFIDENCE = 0.95
_ROUNDING = 1e-12
"""Size, in proportion to the figures, below which a contrast is the rounding of sums and stands for zero."""


class Estimate(NamedTuple):
    """A contrast.

    Attributes:
        value: the estimate; NaN where no comparison has a value.
        low: lower end of the 95 % interval; NaN where it cannot be told, as with a single replicate.
        high: upper end.
        replicates: replicates that contributed.
        comparisons: comparisons asked for.
        compared: of these, those that have a value.
        groups_left_out: groups without any value, which the estimate is silent about.
    """

    value: float
    low: float
    high: float
    replicates: int
    comparisons: int
    compared: int
    groups_left_out: int


def contrast(figures: Floats, points: npt.ArrayLike, weights: npt.ArrayLike, shared: bool = True) -> Estimate:
    """Return a contrast with its interval.

    Args:
        figures: shape ``(points, replicates)``, NaN where there is no figure.
        points: numbers of points, shape ``(groups, k)``.
        weights: weight of each of the k points, shape ``(k,)``.
        shared: whether the points of a replicate share luck.

    Returns:
        the estimate.
    """
    places = np.asarray(points, dtype=np.int64).reshape(len(np.asarray(points)), -1)
    scale = np.asarray(weights, dtype=np.float64)
    seen = figures[places]
    least = _ROUNDING * float(np.nanmax(np.abs(seen), initial=0.0))
    if shared:
        compared = np.einsum("gkr,k->gr", seen, scale)
        return _mean_of_groups(compared, np.full(len(places), 1 / max(len(places), 1)), least)
    alone = seen.reshape(places.size, -1)
    return _mean_of_groups(alone, np.tile(scale, len(places)) / len(places), least, len(places))


def _mean_of_groups(compared: Floats, weights: Floats, least: float, sets: int | None = None) -> Estimate:
    """Return the weighted sum of group means, NaN left out.

    Args:
        compared: value of each comparison, shape ``(groups, replicates)``.
        weights: weight of each group's mean, shape ``(groups,)``.
        least: size up to which a value is rounding.
        sets: None where replicates hang together; else groups are independent, and this many sets of them, each with
            all weights of a contrast, are left out as a whole where one of their groups has no value.
    """
    there = ~np.isnan(compared)
    counts = there.sum(axis=1)
    usable = counts > 0
    if sets is not None:
        usable = np.repeat(usable.reshape(sets, -1).all(axis=1), len(counts) // sets)
    asked, left_out = int(there.size), int((~usable).sum())
    if not usable.any():
        return Estimate(math.nan, math.nan, math.nan, 0, asked, 0, left_out)
    compared, there, counts = compared[usable], there[usable], counts[usable]
    weights = weights[usable] * (len(usable) / int(usable.sum()))
    means = np.where(there, compared, 0.0).sum(axis=1) / counts
    value = float((weights * means).sum())
    half = _half_width(np.where(there, compared - means[:, None], 0.0), counts, weights, sets is None)
    if abs(value) <= least and not half > least:
        value, half = 0.0, half * 0.0
    replicates = int(there.any(axis=0).sum())
    return Estimate(value, value - half, value + half, replicates, asked, int(there.sum()), left_out)


def _half_width(deviations: Floats, counts: Floats, weights: Floats, together: bool) -> float:
    """Return half the width of the interval; NaN where a group has a single value.

    Args:
        deviations: of comparisons from their group's mean, 0 where there is none, shape ``(groups, replicates)``.
        counts: values of each group, shape ``(groups,)``.
        weights: weight of each group's mean, shape ``(groups,)``.
        together: whether replicates hang together over groups.
    """
    if int(counts.min()) < 2:
        return math.nan
    parts = deviations * (weights * np.sqrt(counts / (counts - 1)) / counts)[:, None]
    of_groups = (parts**2).sum(axis=1)
    variance = float((parts.sum(axis=0) ** 2).sum()) if together else float(of_groups.sum())
    if variance == 0:
        return 0.0
    spread = float((of_groups**2 / (counts - 1)).sum())
    freedom = float(of_groups.sum()) ** 2 / spread
    if together:
        freedom = min(freedom, float(counts.mean()) - 1)
    return t_quantile(freedom) * math.sqrt(variance)


def t_quantile(freedom: float) -> float:
    """Return the quantile of Student's t that 95 % intervals are made of, for some degrees of freedom."""
    return float(special.stdtrit(freedom, (1 + CONFIDENCE) / 2))
