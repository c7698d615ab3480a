"""The exact law of small estates, independent choices, and rare revision (theory.md 1.5, 1.6 T1d, 6 T6b).

Null. With J = 0 every household pays with probability sigma(h), by itself: payers a month are binomial over homes,
months paid by a household are binomial over months. Threshold: chi-square, p > 0.001.
Complete network. Ten homes, equal ties, and the weight of what the place looks like as small as the model allows: m is
the share of the *other* homes that paid last month. All choose at the same time, so the law is not the birth-and-death
law of theory.md (one home at a time; the model has no such mode) but the chain of mean_field.py, which becomes that
law for rare revision. Thresholds: four standard deviations of the average taken, from the chain; standard scores of
what payments depend on beside the others' share, below 4.
Attrition. With revise = 0.03322 and nobody who would pay anew, those who began as payers leave at a constant hazard;
after 12 months 0.6667 of them are left. Threshold: four standard errors.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from tests.theory.chi_square import shape_p, spread_p
from tests.theory.figures import Figure, assert_documented
from tests.theory.limits import SURE, mean_field, payers_by_month, paying_homes
from tests.theory.mean_field import Chain, chain, sigma

NULL_H, NULL_HOMES, NULL_MONTHS = -0.4, 10_000, 12
NULL_P = float(sigma(NULL_H))

N, K, H, J = 10, 1, -1.5, 3.0
ESTATES, SETTLING, MONTHS = 60, 15, 95

HAZARD, LEFT, HOMES = 0.03322, 0.6667, 10_000


# --- nobody looks at others -------------------------------------------------------------------------------------------


@cache
def null() -> np.ndarray:
    """Return who paid in which month where J = 0, shape (months, homes)."""
    scenario = mean_field(NULL_H, 0.0, homes=NULL_HOMES, months=NULL_MONTHS)
    return paying_homes(scenario, 1)[0]


def months_p() -> float:
    """Return the p-value of payers over months, against a binomial law."""
    return spread_p(null().sum(axis=1), NULL_HOMES, NULL_P)


def homes_p() -> float:
    """Return the p-value of the months paid by each home, against a binomial law."""
    return shape_p(null().sum(axis=0), NULL_MONTHS, NULL_P)


def test_without_social_weight_payers_are_binomial_over_homes():
    assert months_p() > 0.001


def test_without_social_weight_a_home_pays_a_binomial_number_of_months():
    assert homes_p() > 0.001


def test_the_chi_square_sees_a_tendency_to_repeat_and_a_wrong_chance():
    """It can fail: homes that differ a little, or a chance two percent off."""
    rng = np.random.default_rng(1)
    differing = rng.binomial(NULL_MONTHS, NULL_P + 0.06 * rng.choice((-1, 1), NULL_HOMES))
    assert shape_p(rng.binomial(NULL_MONTHS, NULL_P, NULL_HOMES), NULL_MONTHS, NULL_P) > 0.001
    assert shape_p(differing, NULL_MONTHS, NULL_P) < 0.001
    assert shape_p(rng.binomial(NULL_MONTHS, NULL_P + 0.02, NULL_HOMES), NULL_MONTHS, NULL_P) < 0.001


# --- everybody looks at everybody else --------------------------------------------------------------------------------


@cache
def law() -> Chain:
    """Return the exact law of an estate with a complete network."""
    return chain(H, J, N, K, others=True)


@cache
def complete() -> np.ndarray:
    """Return who pays on complete networks of equal ties, shape (months + 1, estates, homes), from month 0 on."""
    tie, w0 = 0.6, 0.01
    seen = tie * (N - 1) / (tie * (N - 1) + w0)  # what ties make up of m; the place looks ruined and adds nothing
    with TemporaryDirectory() as folder:
        ties = [f"{a} {b} {tie}" for a in range(N) for b in range(a + 1, N)]
        Path(folder, "complete.txt").write_text("\n".join(ties))
        scenario = mean_field(
            H,
            J / seen,
            K / N,
            homes=N,
            months=MONTHS,
            estates=ESTATES,
            behaviour={"norms": {"disclosure_base": 0.0, "w0": w0}},
            start={"service": 0.0, "condition": 0.0},
            network={"kind": "file", "file": "complete.txt"},
            folder=Path(folder),
        )
        paid = paying_homes(scenario, 1)
    at_start = np.zeros((ESTATES, 1, N), bool)  # the fee rate is 0 at the start
    return np.concatenate([at_start, paid], axis=1).swapaxes(0, 1)


def rates() -> np.ndarray:
    """Return m after settling, shape (months, estates)."""
    return complete()[1 + SETTLING :].mean(axis=2)


def mean_allowed() -> float:
    return 4.0 * law().sd_of_average(MONTHS - SETTLING) / math.sqrt(ESTATES)


def scores(paid: np.ndarray) -> dict[str, float]:
    """Return standard scores of what payments still depend on, given the share of the others that paid last month.

    Args:
        paid: shape (months + 1, estates, homes), True where a home pays.

    Returns:
        A martingale score each for the level, the weight of the others, and the weight of the own choice.
    """
    free = ~paid[1:].all(axis=0)  # the committed pay in every month from the first on
    before, now = paid[:-1].astype(float), paid[1:].astype(float)
    others = (before.sum(axis=2, keepdims=True) - before) / (N - 1)
    p = np.asarray(sigma(H + J * others))
    left = (now - p) * free
    tests = {"level": np.ones_like(p), "others": others - others.mean(), "own choice": before - others}
    return {name: float((left * x).sum() / math.sqrt((p * (1.0 - p) * x**2 * free).sum())) for name, x in tests.items()}


def test_a_small_estate_has_the_exact_mean():
    mean, _ = law().mean_and_sd(law().stationary())
    assert abs(rates().mean() - mean) < mean_allowed()


def test_a_small_estate_has_the_exact_spread():
    """Over months and estates, within a tenth."""
    _, sd = law().mean_and_sd(law().stationary())
    assert abs(rates().std() / sd - 1.0) < 0.10


@pytest.mark.parametrize("name", ["level", "others", "own choice"])
def test_a_household_answers_the_others_and_nothing_else(name):
    assert abs(scores(complete())[name]) < 4.0


@pytest.mark.parametrize(("weight", "counts_itself", "seen"), [(J, True, "own choice"), (0.8 * J, False, "others")])
def test_the_scores_see_a_household_that_counts_itself_and_a_wrong_weight(weight, counts_itself, seen):
    rng = np.random.default_rng(1)
    paid = np.zeros((MONTHS + 1, ESTATES, N), bool)
    for month in range(MONTHS):
        all_paying = paid[month].sum(axis=1, keepdims=True)
        share = all_paying / N if counts_itself else (all_paying - paid[month]) / (N - 1)
        paid[month + 1] = rng.random((ESTATES, N)) < sigma(H + weight * share)
        paid[month + 1, :, :K] = True
    assert abs(scores(paid)[seen]) > 4.0


# --- choices that last ------------------------------------------------------------------------------------------------


@cache
def survivors() -> float:
    """Return the share of payers left after 12 months where each revises with a constant chance and then stops."""
    scenario = mean_field(
        -SURE, 0.0, homes=HOMES, months=12, behaviour={"fees": {"revise": HAZARD}}, start={"fee_rate": 1.0}
    )
    return payers_by_month(scenario, 1)[-1][0] / HOMES


def survivors_allowed() -> float:
    return 4.0 * math.sqrt(LEFT * (1.0 - LEFT) / HOMES)


def test_a_constant_hazard_leaves_two_thirds_after_a_year():
    assert abs((1.0 - HAZARD) ** 12 - LEFT) < 1e-4
    assert abs(survivors() - LEFT) < survivors_allowed()


def figures() -> list[Figure]:
    """Return the rows for the document."""
    mean, sd = law().mean_and_sd(law().stationary())
    name = f"complete network of {N}, {K} committed, h = {H:g}, J = {J:g}"
    score = scores(complete())
    return [
        Figure("J = 0: payers over months are binomial", "chi-square", f"p = {months_p():.3f}", "p > 0.001"),
        Figure("J = 0: months paid by a home are binomial", "chi-square", f"p = {homes_p():.3f}", "p > 0.001"),
        Figure(f"{name}: mean m", f"{mean:.4f}", f"{rates().mean():.4f}", f"± {mean_allowed():.4f}"),
        Figure(f"{name}: sd of m", f"{sd:.4f}", f"{rates().std():.4f}", "± 10 %"),
        *(
            Figure(f"complete network, standard score: {key}", "0", f"{value:.2f}", "± 4")
            for key, value in score.items()
        ),
        Figure(
            f"constant hazard {HAZARD} of revising: left after 12 months",
            f"{LEFT}",
            f"{survivors():.4f}",
            f"± {survivors_allowed():.4f}",
        ),
    ]


def test_the_document_shows_these_figures():
    assert_documented(figures())
