"""The critical committed share and the levels beside it (Brock & Durlauf 2001; mean_field.py solves it).

An empty network with full disclosure is the mean field: m is the share of all households, the deciding one and the
committed included, that paid last month's bill. All weights but J are 0, everybody revises every month, nobody pays at
the start. N = 1,000 homes, seeds 1 to 20; the full size stands in test_mean_field_large.py.

Thresholds. The exact law of N = 1,000 (a Markov chain) says how rare a false alarm is: at c* - 0.01 a seed passes
m = 0.6 within 32 months with a chance below 1e-5, at c* + 0.01 it fails to within 80 months with a chance below 1e-3.
Levels: four standard deviations of the average taken, plus 0.003 because N is not infinite (the exact mean of
N = 1,000 lies up to 0.003 above the fixed point). Innovations: four standard errors.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from tests.theory.figures import Figure, assert_documented
from tests.theory.limits import mean_field, payers_by_month, payers_by_seed
from tests.theory.mean_field import ROWS, birth_and_death, chain, committed, equilibrium, fold, sigma

HOMES, SEEDS = 1000, range(1, 21)
TIPPED = 0.6
BELOW_MONTHS, SETTLING = 32, 12
ABOVE_MONTHS, AFTER = 80, 14  # months to pass 0.6, and months lived from then on
FINITE = 0.003

# h, J: c*, s and m at the fold, m at c = 0 (theory.md 1.3)
FOLDS = {
    (-2.5, 5.0): (0.043635, 0.297825, 0.328465, 0.14479),
    (-3.0, 6.0): (0.089327, 0.241185, 0.308968, 0.07072),
    (-3.5, 6.0): (0.203029, 0.297825, 0.440387, 0.03616),
    (-3.5, 7.0): (0.127527, 0.206296, 0.307515, 0.03787),
    (-4.0, 8.0): (0.159099, 0.181645, 0.311845, 0.02125),
    (-5.0, 10.0): (0.207703, 0.148169, 0.325097, 0.00719),
    (-5.0, 12.0): (0.148807, 0.110002, 0.242440, 0.00730),
}
# h, J: m at c* - 0.02 and c* + 0.02 (theory.md 1.6)
LEVELS = {
    (-4.0, 8.0): (0.22493, 0.98315),
    (-3.0, 6.0): (0.20428, 0.94101),
    (-5.0, 10.0): (0.24844, 0.99454),
    (-3.5, 7.0): (0.21321, 0.96922),
}


@cache
def below(h: float, J: float) -> list[list[int]]:
    """Return payers by month at c* - 0.01, one list a seed."""
    scenario = mean_field(h, J, committed(h, J, -0.01, HOMES) / HOMES, homes=HOMES, months=BELOW_MONTHS)
    return payers_by_seed(scenario, SEEDS)


@cache
def above(h: float, J: float) -> list[list[int]]:
    """Return payers by month at c* + 0.01, one list a seed, until some months after m has passed 0.6."""
    scenario = mean_field(h, J, committed(h, J, 0.01, HOMES) / HOMES, homes=HOMES, months=ABOVE_MONTHS + AFTER)
    return [_until_tipped(run) for run in payers_by_seed(scenario, SEEDS)]


def _until_tipped(run: list[int]) -> list[int]:
    """Return a run up to some months after m has passed 0.6."""
    passed = [month for month, paying in enumerate(run, start=1) if paying > TIPPED * HOMES]
    return run[: passed[AFTER - 1]] if len(passed) >= AFTER else run


def tipped(runs: list[list[int]]) -> int:
    """Return in how many runs m passed 0.6."""
    return sum(max(run) > TIPPED * HOMES for run in runs)


def level_below(h: float, J: float) -> tuple[float, float, float]:
    """Return the fixed point, the model's mean of m after 12 months, and what it may differ by, at c* - 0.01."""
    settled = [run[SETTLING:] for run in below(h, J)]
    return _level(h, J, -0.01, settled)


def level_above(h: float, J: float) -> tuple[float, float, float]:
    """Return the same from 8 months after m has passed 0.6, at c* + 0.01."""
    return _level(h, J, 0.01, [run[8 - AFTER :] for run in above(h, J)])


def _level(h: float, J: float, distance: float, settled: list[list[int]]) -> tuple[float, float, float]:
    K = committed(h, J, distance, HOMES)
    expected = equilibrium(h, J, K / HOMES)
    s = float(sigma(h + J * expected))
    memory = (1.0 - K / HOMES) * J * s * (1.0 - s)  # of deviations, from month to month
    sd_month = math.sqrt((1.0 - K / HOMES) * s * (1.0 - s) / HOMES / (1.0 - memory**2))
    effective = sum(map(len, settled)) * (1.0 - memory) / (1.0 + memory)
    return expected, float(np.mean(settled)) / HOMES, 4.0 * sd_month / math.sqrt(effective) + FINITE


# --- the solver -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "values"), FOLDS.items())
def test_the_solver_gives_the_table_of_folds(row, values):
    found = fold(*row)
    assert (found.c, found.s, found.m) == pytest.approx(values[:3], abs=1e-6)
    assert equilibrium(*row, 0.0) == pytest.approx(values[3], abs=1e-5)


@pytest.mark.parametrize(("row", "values"), LEVELS.items())
def test_the_solver_gives_the_table_of_levels(row, values):
    c = fold(*row).c
    assert (equilibrium(*row, c - 0.02), equilibrium(*row, c + 0.02)) == pytest.approx(values, abs=2e-5)


@pytest.mark.parametrize("row", FOLDS)
def test_the_low_state_ends_at_the_fold(row):
    c = fold(*row).c
    assert equilibrium(*row, c - 1e-4) < fold(*row).m < equilibrium(*row, c + 1e-4)
    assert equilibrium(*row, c + 1e-4) > 0.8


def test_the_chain_with_rare_revision_is_the_birth_and_death_law():
    """theory.md 1.5: N = 50, K = 5, h = -1.5, J = 2.5."""
    law = chain(-1.5, 2.5, 50, 5, revise=0.001, others=True)
    assert birth_and_death(-1.5, 2.5, 50, 5) == pytest.approx((0.489991, 0.097819), abs=1e-6)
    assert law.mean_and_sd(law.stationary()) == pytest.approx((0.489991, 0.097819), abs=2e-5)


@pytest.mark.parametrize("row", ROWS)
def test_a_false_alarm_is_as_rare_as_stated(row):
    down, up = (chain(*row, HOMES, committed(*row, side, HOMES)) for side in (-0.01, 0.01))
    assert down.after(BELOW_MONTHS)[down.rates > TIPPED].sum() < 1e-5
    assert up.after(ABOVE_MONTHS)[up.rates <= TIPPED].sum() < 1e-3
    assert 0.0 < down.after(BELOW_MONTHS) @ down.rates - equilibrium(*row, down.rates[0]) < FINITE


# --- the model --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS)
def test_too_few_committed_payers_tip_nobody(row):
    """0 of 20 seeds at c* - 0.01."""
    assert tipped(below(*row)) == 0


@pytest.mark.parametrize("row", ROWS)
def test_enough_committed_payers_tip_the_estate(row):
    """20 of 20 seeds at c* + 0.01, within 80 months."""
    assert all(len(run) < ABOVE_MONTHS + AFTER for run in above(*row))
    assert tipped(above(*row)) == len(SEEDS)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("level", [level_below, level_above])
def test_the_rate_settles_at_the_fixed_point(row, level):
    expected, found, allowed = level(*row)
    assert abs(found - expected) < allowed


@pytest.mark.parametrize("row", ROWS)
def test_the_allowance_for_a_level_tells_one_percent_of_committed_payers(row):
    expected, _, allowed = level_below(*row)
    assert expected - equilibrium(*row, committed(*row, -0.02, HOMES) / HOMES) > allowed


@cache
def innovations() -> np.ndarray:
    """Return what each month's payers differ by from what last month's rate predicts, in standard deviations."""
    found = []
    for row in ROWS:
        for side, runs in ((-0.01, below(*row)), (0.01, above(*row))):
            K = committed(*row, side, HOMES)
            for run in runs:
                p = np.asarray(sigma(row[0] + row[1] * np.array([0, *run[:-1]]) / HOMES))
                found.append((np.array(run) - K - (HOMES - K) * p) / np.sqrt((HOMES - K) * p * (1.0 - p)))
    return np.concatenate(found)


def test_each_month_answers_the_rate_of_the_month_before():
    """Given last month's rate, payers are binomial: mean 0, variance 1, no memory, within four standard errors."""
    z = innovations()
    assert len(z) > 4000
    assert abs(z.mean()) < 4.0 / math.sqrt(len(z))
    assert abs((z**2).mean() - 1.0) < 4.0 * math.sqrt(2.0 / len(z))
    assert abs((z[1:] * z[:-1]).mean()) < 4.0 / math.sqrt(len(z))


def test_mechanisms_whose_weights_are_0_change_no_payment():
    """With every mechanism on but recovery and the company's exit, the same households pay in the same months."""
    alone = mean_field(-3.0, 6.0, 0.1, homes=150, months=18)
    switches = {f"mechanisms.{name}": True for name in type(alone.data.mechanisms).model_fields}
    off = {"mechanisms.recovery": False, "mechanisms.company_exit": False}
    everything = alone.set_many(switches | off | {"residents.member_share": 0.1})
    assert payers_by_month(everything, 3) == payers_by_month(alone, 3)


def figures() -> list[Figure]:
    """Return the rows for the document."""
    rows = []
    for h, J in ROWS:
        name = f"tipping, h = {h:g}, J = {J:g}, c* = {fold(h, J).c:.4f}"
        for side, runs, count in (("-", below(h, J), 0), ("+", above(h, J), len(SEEDS))):
            model = f"{tipped(runs)} of {len(SEEDS)} seeds"
            rows.append(Figure(f"{name}: c* {side} 0.01", f"{count} of {len(SEEDS)} seeds tip", model, "exactly"))
    for h, J in ROWS:
        for side, level in (("-", level_below), ("+", level_above)):
            expected, found, allowed = level(h, J)
            name = f"level m, h = {h:g}, J = {J:g}, c* {side} 0.01"
            rows.append(Figure(name, f"{expected:.4f}", f"{found:.4f}", f"± {allowed:.4f}"))
    z = innovations()
    for name, value, found, spread in (("mean", 0, z.mean(), 1.0), ("variance", 1, (z**2).mean(), math.sqrt(2.0))):
        allowed = f"± {4.0 * spread / math.sqrt(len(z)):.3f}"
        rows.append(Figure(f"innovations given last month's rate: {name}", f"{value}", f"{found:.3f}", allowed))
    return rows


def test_the_document_shows_these_figures():
    assert_documented(figures())
