"""Trust that rises by a and falls by b: exact mean and spread (theory.md 6, T6a).

An event is good with chance q: T <- T + a (1 - T); else T <- T (1 - b). Then E T = q a / (q a + (1 - q) b) and E T^2 =
q (2 a (1 - a) mu + a^2) / (1 - q (1 - a)^2 - (1 - q) (1 - b)^2).
Rule: 20,000 agents, 600 months, called from compiled code; mean within 0.004, spread within three percent (theory.md).
Model: trust in the payee where only disclosure counts and a committee by decree works (D = 1) or does not (D = 0), by
a drawn timeline; every month of every estate's path is exact (1e-12).
"""

from __future__ import annotations

import math
from functools import cache

import numba
import numpy as np
import pytest

from commsim.engine.jit import OPTIONS
from commsim.engine.run import simulate_compiled
from commsim.rules.trust import TrustParameters, trust_next
from tests.theory.figures import Figure, assert_documented
from tests.theory.limits import limit

# q, a, b: mean, sd
TABLE = {
    (0.50, 0.05, 0.05): (0.500000, 0.080064),
    (0.50, 0.05, 0.10): (0.333333, 0.087917),
    (0.50, 0.05, 0.15): (0.250000, 0.086603),
    (0.80, 0.05, 0.15): (0.571429, 0.117296),
    (0.90, 0.05, 0.15): (0.750000, 0.110342),
    (0.95, 0.02, 0.10): (0.791667, 0.083669),
}
AGENTS, MONTHS = 20_000, 600
MEAN_ALLOWED, SD_ALLOWED = 0.004, 0.03
Q, UP, DOWN = 0.8, 0.05, 0.15
ESTATES, LIVED, PATH = 6, 150, 1e-12


def exact(q: float, a: float, b: float) -> tuple[float, float]:
    """Return mean and standard deviation of the stationary law."""
    mean = q * a / (q * a + (1.0 - q) * b)
    square = q * (2.0 * a * (1.0 - a) * mean + a * a) / (1.0 - q * (1.0 - a) ** 2 - (1.0 - q) * (1.0 - b) ** 2)
    return mean, math.sqrt(square - mean * mean)


@numba.njit(**OPTIONS)
def lived_by_rule(trust, good, p):
    """Let the rule move trust by some months.

    Args:
        trust: float64 ``(agents,)``, moved.
        good: bool ``(months, agents)``, whether the event of the month is good.
        p: parameters of the group ``trust``.
    """
    for month in range(good.shape[0]):
        for agent in range(trust.shape[0]):
            target = 1.0 if good[month, agent] else 0.0
            trust[agent] = trust_next(trust[agent], target, 0.0, 0.0, 0.5, 0.0, p)


@cache
def simulated(q: float, a: float, b: float) -> tuple[float, float]:
    """Return mean and standard deviation over agents after some months of the rule, from 1/2."""
    p = TrustParameters(up=a, down=b, social=0.0, anchor=0.0)
    rng = np.random.default_rng(1)
    trust = np.full(AGENTS, 0.5)
    for _ in range(MONTHS):
        lived_by_rule(trust, rng.random((1, AGENTS)) < q, p)
    return float(np.mean(trust)), float(np.std(trust))


def test_the_compiled_rule_is_the_rule():
    p = TrustParameters(up=UP, down=DOWN, social=0.0, anchor=0.0)
    good = np.random.default_rng(1).random((40, 3)) < Q
    trust, expected = np.full(3, 0.5), [0.5] * 3
    lived_by_rule(trust, good, p)
    for targets in good.astype(float).tolist():
        expected = [trust_next(x, target, 0.0, 0.0, 0.5, 0.0, p) for x, target in zip(expected, targets, strict=True)]
    assert trust.tolist() == expected


@pytest.mark.parametrize(("row", "values"), TABLE.items())
def test_the_closed_form_gives_the_table(row, values):
    assert exact(*row) == pytest.approx(values, abs=1e-6)


@pytest.mark.parametrize(("row", "values"), TABLE.items())
def test_the_rule_has_the_exact_mean_and_spread(row, values):
    mean, sd = simulated(*row)
    assert abs(mean - values[0]) < MEAN_ALLOWED
    assert abs(sd / values[1] - 1.0) < SD_ALLOWED


# --- the model --------------------------------------------------------------------------------------------------------


@cache
def months_disclosed() -> np.ndarray:
    """Return in which months each estate's accounts are open, shape (months, estates)."""
    return np.random.default_rng(2).random((LIVED, ESTATES)) < Q


@cache
def trust_lived() -> np.ndarray:
    """Return mean trust in the payee by month and estate, shape (months + 1, estates), from the start on."""
    timeline = []
    for month, open_now in enumerate(months_disclosed(), start=1):
        for i, is_open in enumerate(open_now):
            if month == 1 or is_open != months_disclosed()[month - 2][i]:
                quality = 1.0 if is_open else 0.0
                place = {"id": f"m{month}-{i}", "month": month, "estate": f"e{i}"}
                timeline.append({"event": "appoint", "hold_quality": quality, **place})
    scenario = limit(
        homes=2,
        estates=ESTATES,
        months=LIVED,
        on=("trust", "committee"),
        behaviour={
            "trust": {"up": UP, "down": DOWN, "social": 0.0, "anchor": 0.0, "experience": 0.0},
            "norms": {"disclosure_base": 0.0, "disclosure_quality": 1.0},
            "committee": {"capture": 0.0},
        },
        start={"trust_payee": 0.5, "trust_spread": 0.0},
        timeline=timeline,
    )
    lived = np.array(simulate_compiled(scenario, 1).monthly["trust_payee"]).reshape(ESTATES, LIVED)
    return np.vstack([np.full(ESTATES, 0.5), lived.T])


def furthest() -> float:
    """Return the largest difference of a month's trust from what the recursion makes of the month before."""
    before, after = trust_lived()[:-1], trust_lived()[1:]
    expected = np.where(months_disclosed(), before + UP * (1.0 - before), before * (1.0 - DOWN))
    return float(np.abs(after - expected).max())


def test_estates_follow_the_recursion_to_the_last_digits():
    assert furthest() < PATH


def test_an_estate_that_follows_it_has_both_kinds_of_months():
    """And stays inside (0, 1), where nothing is held back."""
    assert 0.7 < months_disclosed().mean() < 0.9
    assert 0.05 < trust_lived()[1:].min() < trust_lived().max() < 0.95


def figures() -> list[Figure]:
    """Return the rows for the document."""
    rows = []
    for row, (mean, sd) in TABLE.items():
        found = "{:.4f}, {:.4f}".format(*simulated(*row))
        name = "trust, q = {:g}, a = {:g}, b = {:g}: mean, sd".format(*row)
        allowed = f"± {MEAN_ALLOWED:g}, ± {100 * SD_ALLOWED:g} %"
        rows.append(Figure(name, f"{mean:.4f}, {sd:.4f}", found, allowed))
    found = f"off by {'less' if furthest() < PATH else 'more'} than {PATH:g}"
    name = f"trust of {ESTATES} estates over {LIVED} months, q = {Q:g}, a = {UP:g}, b = {DOWN:g}: each path"
    rows.append(Figure(name, "the recursion", found, f"{PATH:g}"))
    return rows


def test_the_document_shows_these_figures():
    assert_documented(figures())
