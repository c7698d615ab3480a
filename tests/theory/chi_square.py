"""Are counts binomial? Two tests the theory tests share, with p-values to be held above 0.001."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

LEAST_EXPECTED = 8
Counts = npt.NDArray[np.int64]


def shape_p(counts: Counts, n: int, p: float) -> float:
    """Return the p-value of a chi-square test of counts against a binomial law, cell by cell.

    Args:
        counts: one count a draw; cells are joined until each expects at least 8 of them.
        n, p: of the binomial law.
    """
    law = stats.binom(n, p)
    edges = [-1]
    for value in range(n):
        here, beyond = law.cdf(value) - law.cdf(edges[-1]), law.sf(value)
        if min(here, beyond) * len(counts) >= LEAST_EXPECTED:
            edges.append(value)
    expected = np.diff([*law.cdf(edges), 1.0]) * len(counts)
    cells = np.searchsorted(edges, counts, side="left") - 1
    return float(stats.chisquare(np.bincount(cells, minlength=len(expected)), expected).pvalue)


def spread_p(counts: Counts, n: int, p: float) -> float:
    """Return the two-sided p-value of the squared deviations of a few large counts from a binomial law."""
    score = float(((counts - n * p) ** 2).sum() / (n * p * (1.0 - p)))
    return float(2.0 * min(stats.chi2.cdf(score, len(counts)), stats.chi2.sf(score, len(counts))))
