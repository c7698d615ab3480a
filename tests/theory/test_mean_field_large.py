"""The critical committed share at full size: N = 10,000, 20 seeds (theory.md 1.6, T1a and T1b). About half an hour.

Thresholds: 0 of 20 seeds pass m = 0.6 within 60 months at c* - 0.01, 20 of 20 within 120 at c* + 0.01; over five seeds
and 25 months the mean of m lies within 0.005 of the fixed point at c* - 0.02 and c* + 0.02. (theory.md lives 500
months. At N = 1,000 the low state is left with a chance below 4e-6 a month, and this falls exponentially with N, so 60
months say the same.)
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.theory.limits import mean_field, payers, payers_by_month
from tests.theory.mean_field import ROWS, committed, equilibrium

from commsim.agents import CommunityModel

HOMES, SEEDS, LEVEL_SEEDS = 10_000, range(1, 21), range(1, 6)
TIPPED, LOW_MONTHS, HIGH_MONTHS = 0.6, 60, 120
LEVEL_MONTHS, SETTLING = 60, 35

pytestmark = pytest.mark.slow


def passes(h: float, J: float, distance: float, months: int, seed: int) -> bool:
    """Tell whether m passes 0.6 within so many months."""
    share = committed(h, J, distance, HOMES) / HOMES
    model = CommunityModel(mean_field(h, J, share, homes=HOMES, months=months), seed)
    for _ in range(months):
        model.step()
        if payers(model)[0] > TIPPED * HOMES:
            return True
    return False


@pytest.mark.parametrize("row", ROWS)
def test_too_few_committed_payers_tip_nobody_at_full_size(row):
    assert sum(passes(*row, -0.01, LOW_MONTHS, seed) for seed in SEEDS) == 0


@pytest.mark.parametrize("row", ROWS)
def test_enough_committed_payers_tip_the_estate_at_full_size(row):
    assert sum(passes(*row, 0.01, HIGH_MONTHS, seed) for seed in SEEDS) == len(SEEDS)


@pytest.mark.parametrize("distance", [-0.02, 0.02])
@pytest.mark.parametrize("row", ROWS)
def test_the_rate_settles_at_the_fixed_point_at_full_size(row, distance):
    share = committed(*row, distance, HOMES) / HOMES
    scenario = mean_field(*row, share, homes=HOMES, months=LEVEL_MONTHS)
    late = [[month[0] for month in payers_by_month(scenario, seed)][SETTLING:] for seed in LEVEL_SEEDS]
    assert abs(float(np.mean(late)) / HOMES - equilibrium(*row, share)) < 0.005
