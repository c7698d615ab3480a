"""The critical committed share at full size: N = 10,000, 20 seeds, 500 months (theory.md 1.6, T1a and T1b).

Thresholds: of 20 seeds, none has a mean of m over the last 50 months above 0.6 at c* - 0.01, and all have at c* + 0.01;
at c* - 0.02 and c* + 0.02 the mean over the seeds and 25 months, after 35, lies within 0.005 of the fixed point.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.theory.limits import mean_field, payers_by_seed
from tests.theory.mean_field import ROWS, committed, equilibrium

HOMES, SEEDS = 10_000, range(1, 21)
TIPPED, MONTHS, LAST = 0.6, 500, 50
LEVEL_MONTHS, SETTLING = 60, 35


def rates(h: float, J: float, distance: float, months: int) -> np.ndarray:
    """Return m by seed and month so far from c*, shape (seeds, months)."""
    share = committed(h, J, distance, HOMES) / HOMES
    return np.array(payers_by_seed(mean_field(h, J, share, homes=HOMES, months=months), SEEDS)) / HOMES


@pytest.mark.parametrize(("distance", "tipped"), [(-0.01, 0), (0.01, len(SEEDS))])
@pytest.mark.parametrize("row", ROWS)
def test_one_percent_of_committed_payers_decides_where_an_estate_ends(row, distance, tipped):
    last = rates(*row, distance, MONTHS)[:, -LAST:].mean(axis=1)
    assert (last > TIPPED).sum() == tipped


@pytest.mark.parametrize("distance", [-0.02, 0.02])
@pytest.mark.parametrize("row", ROWS)
def test_the_rate_settles_at_the_fixed_point_at_full_size(row, distance):
    late = rates(*row, distance, LEVEL_MONTHS)[:, SETTLING:]
    share = committed(*row, distance, HOMES) / HOMES
    assert abs(float(late.mean()) - equilibrium(*row, share)) < 0.005
