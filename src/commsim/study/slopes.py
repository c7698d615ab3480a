"""Slopes of a measure over the factors of a design that samples: Latin hypercube, Sobol sequence, points of a file.

Concepts:
    slope: coefficient of a factor in a linear regression of the points' means on all factors, per unit of the factor.
    rank: the same with ranks in the place of figures and numbers, in standard deviations; with one factor this is
        Spearman's rank correlation. It says how steadily a measure rises or falls, whatever the shape of the curve.
    word: a factor whose values are words enters as one column a word but the first, its reference: kind ``level``.
    fit: share of the variance between points that the regression explains (R²), ``rank_fit`` that of the ranks. Where
        it is low, slopes say little and the response curves are to be looked at.
    bootstrap: points are drawn with replacement, and replicates too where all points share their luck (Owen 2007, the
        pigeonhole bootstrap); the draws are those of `commsim.draws` under a fixed seed.

The interval is Student's t with n - p degrees of freedom (n points, p coefficients) about the estimate, with the
bootstrap's standard deviation, raised by the root of n / (n - p) since residuals are smaller than errors. The
percentiles of the bootstrap are not used: replicates drawn again add noise, which pulls slopes of ranks towards zero.
With one replicate the interval cannot say how much of a slope is the luck that all points share.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from commsim.draws import uniforms_at
from commsim.study.contrasts import Estimate, t_quantile
from commsim.study.effect_rows import EffectRow, row_of, without_interval
from commsim.study.trials import Floats, Trials, levels

if TYPE_CHECKING:
    from commsim.study.definition import Study

RESAMPLES = 1000
FEWEST_RESAMPLES = 200
_DRAWS = 20_000_000
_AT_ONCE = 2_000_000
SEED_OF_POINTS, SEED_OF_REPLICATES = 271828, 314159


class Column(NamedTuple):
    """One column of the regression.

    Attributes:
        factor: its factor.
        level: the word it is 1 for; None for a number.
        reference: the word for which all columns of the factor are 0.
        values: shape ``(points,)``.
    """

    factor: str
    level: str | None
    reference: str | None
    values: Floats


def columns_of(study: Study) -> list[Column]:
    """Return the columns of the regression, in the order of the factors; a factor that never changes has none."""
    found: list[Column] = []
    for factor in study.points.names:
        values, known = study.points.columns[factor], levels(study, factor)
        if len(known) < 2:
            continue
        if study.points.kinds[factor] == "string":
            for word in known[1:]:
                found.append(Column(factor, word, known[0], np.array([value == word for value in values], float)))
        else:
            found.append(Column(factor, None, None, np.array([float(value) for value in values])))
    return found


def slope_rows(study: Study, given: Trials) -> list[EffectRow]:
    """Return slopes, ranks and fits of one measure."""
    columns = columns_of(study)
    used = np.isfinite(given.means)
    linear = _fits(columns, given, used, ranked=False)
    ranked = _fits(columns, given, used, ranked=True)
    rows: list[EffectRow] = []
    for place, column in enumerate(columns):
        kind = "slope" if column.level is None else "level"
        rows.append(row_of(given, linear[place], None, kind, column.factor, column.level, column.reference))
    for place, column in enumerate(columns):
        if column.level is None:
            rows.append(row_of(given, ranked[place], None, "rank", column.factor))
    for kind, found in (("fit", linear), ("rank_fit", ranked)):
        rows.append(row_of(given, without_interval(found[-1].value, found[-1]), None, kind, ""))
    return rows


def _fits(columns: list[Column], given: Trials, used: np.ndarray, ranked: bool) -> list[Estimate]:
    """Return the estimate of every column, and last that of the fit, whose value alone is meant.

    Args:
        columns: the columns of the regression.
        given: the trials.
        used: bool of shape ``(points,)``: points with at least one figure.
        ranked: ranks in the place of values.
    """
    figures = given.figures[used]
    count, coefficients = len(figures), len(columns) + 1
    replicates = int(np.isfinite(given.figures).any(axis=0).sum())
    numbers = (replicates, len(used), count, int(len(used) - count))
    nothing = Estimate(math.nan, math.nan, math.nan, *numbers)
    if count <= coefficients or not columns:
        return [nothing] * coefficients
    matrix = np.stack([column.values[used] for column in columns], axis=1)
    words = np.array([column.level is not None for column in columns])
    if np.linalg.matrix_rank(_with_one(_scaled(matrix))) < coefficients:
        return [nothing] * coefficients  # a factor does not change in these points, or follows from others
    whole = np.ones((1, count))
    found, fit = _solve(matrix, given.means[used][None, :], whole, words if ranked else None)
    half = _bootstrap(matrix, figures, words if ranked else None, given.shared)
    ends = zip(found[0].tolist(), half.tolist(), strict=True)
    return [
        *(Estimate(one, one - width, one + width, *numbers) for one, width in ends),
        Estimate(float(fit[0]), math.nan, math.nan, *numbers),
    ]


def _bootstrap(matrix: Floats, figures: Floats, words: np.ndarray | None, shared: bool) -> Floats:
    """Return half the width of the interval of every column, shape ``(columns,)``."""
    count, replicates = figures.shape
    resamples = max(FEWEST_RESAMPLES, min(RESAMPLES, _DRAWS // count))
    step = max(1, _AT_ONCE // (count * (1 if words is None else matrix.shape[1] + 1)))
    there = np.isfinite(figures)
    filled = np.where(there, figures, 0.0)
    drawn: list[Floats] = []
    for first in range(0, resamples, step):
        turns = range(first, min(first + step, resamples))
        weights = _drawn(SEED_OF_POINTS, count, turns)
        if shared and replicates > 1:
            luck = _drawn(SEED_OF_REPLICATES, replicates, turns).T
        else:
            luck = np.ones((replicates, len(turns)))
        seen = (there @ luck).T
        weights = np.where(seen > 0, weights, 0.0)
        drawn.append(_solve(matrix, (filled @ luck).T / np.where(seen > 0, seen, 1.0), weights, words)[0])
    freedom = count - matrix.shape[1] - 1
    spread: Floats = np.concatenate(drawn).std(axis=0, ddof=1) * math.sqrt(count / freedom)
    return t_quantile(freedom) * spread


@lru_cache(maxsize=4)
def _drawn(seed: int, count: int, turns: range) -> Floats:
    """Return how often each of some things is drawn with replacement, shape ``(turns, count)``; not to be changed."""
    turn = np.arange(turns.start, turns.stop)[:, None]
    places = (uniforms_at(seed, np.arange(count), turn, 0, 0) * count).astype(np.int64)
    numbers = (places + np.arange(len(turns))[:, None] * count).ravel()
    return np.bincount(numbers, minlength=len(turns) * count).reshape(len(turns), count).astype(np.float64)


def _solve(matrix: Floats, means: Floats, weights: Floats, words: np.ndarray | None) -> tuple[Floats, Floats]:
    """Return weighted regressions, one a row of weights.

    Args:
        matrix: columns, shape ``(points, columns)``.
        means: means of the points, shape ``(turns, points)``.
        weights: how often each point counts, shape ``(turns, points)``.
        words: None for values; else ranks are taken, save of columns that stand for a word; shape ``(columns,)``.

    Returns:
        coefficients of shape ``(turns, columns)``, and R² of shape ``(turns,)``.
    """
    if words is None:
        scale = matrix.std(axis=0)
        inside = np.broadcast_to(_scaled(matrix), (len(weights), *matrix.shape))
        outside = means
    else:
        inside = np.stack(
            [
                _ranks(one, weights) if not word else np.broadcast_to(one, weights.shape)
                for one, word in zip(matrix.T, words, strict=True)
            ],
            axis=2,
        )
        outside = _ranks(means, weights)
    total = weights.sum(axis=1)
    inside = inside - (np.einsum("tn,tnc->tc", weights, inside) / total[:, None])[:, None, :]
    outside = outside - ((weights * outside).sum(axis=1) / total)[:, None]
    heavy = (inside * weights[:, :, None]).transpose(0, 2, 1)
    square, cross = heavy @ inside, (heavy @ outside[:, :, None])
    found = (np.linalg.pinv(square, hermitian=True) @ cross)[:, :, 0]
    variance = (weights * outside**2).sum(axis=1)
    safe = np.where(variance > 0, variance, 1.0)
    fit = np.where(variance > 0, (found * cross[:, :, 0]).sum(axis=1) / safe, math.nan)
    if words is None:
        return found / scale, fit
    spread = np.sqrt(np.einsum("tcc->tc", square) / safe[:, None])
    return np.where(words, found, found * spread), fit


def _ranks(values: Floats, weights: Floats) -> Floats:
    """Return the ranks of values that count several times, ties sharing their mean rank.

    Args:
        values: shape ``(points,)`` or ``(turns, points)``.
        weights: how often each counts, shape ``(turns, points)``.

    Returns:
        shape ``(turns, points)``; of a value with weight 0, the rank it would stand before.
    """
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    places, ordered = np.broadcast_to(order, weights.shape), np.broadcast_to(ordered, weights.shape)
    heavy = np.take_along_axis(weights, places, axis=1)
    upto = np.cumsum(heavy, axis=1)
    fresh = np.ones(weights.shape, dtype=bool)
    fresh[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    last = np.ones(weights.shape, dtype=bool)
    last[:, :-1] = fresh[:, 1:]
    before = np.maximum.accumulate(np.where(fresh, upto - heavy, -1.0), axis=1)
    behind = np.minimum.accumulate(np.where(last, upto, np.inf)[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty(weights.shape)
    np.put_along_axis(ranks, places, (before + behind + 1) / 2, axis=1)
    return ranks


def _scaled(matrix: Floats) -> Floats:
    spread = matrix.std(axis=0)
    scaled: Floats = (matrix - matrix.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return scaled


def _with_one(matrix: Floats) -> Floats:
    return np.concatenate([np.ones((len(matrix), 1)), matrix], axis=1)
