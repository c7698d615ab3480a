"""Trust among neighbours: Friedkin & Johnsen's steady state and DeGroot's consensus (theory.md 4.1).

With up = down = 0 trust only follows neighbours and the first impression. Its steady state is that of Friedkin &
Johnsen, x = (I - Lambda W)^-1 (I - Lambda) x(0), where W is trust by row and Lambda = s / (s + anchor), with
s = social W_i / (W_i + half) for a household whose ties add to W_i; half = 0 makes it the same for all. Without an
anchor a connected estate agrees on the mean of the first impressions, weighted by W_i + half.
Threshold: 1e-6 (theory.md), 1e-9 for the model against the linear solution; everything is exact but for convergence.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from commsim.engine.run import simulate_compiled
from commsim.rules.trust import TrustParameters, trust_next
from commsim.world import build_world
from tests.theory.figures import Figure, assert_documented
from tests.theory.limits import limit

RULE, MODEL = 1e-6, 1e-9

FOUR = np.array([[0, 0.5, 0.5, 0], [0.25, 0.25, 0.25, 0.25], [0, 0.4, 0.2, 0.4], [0, 0, 1, 0]])
FOUR_FIRST, FOUR_LAMBDA = np.array([1, 0.2, 0.6, 0]), np.array([0.5, 0.9, 1, 0.2])
FOUR_LIMIT = [0.59586563, 0.24651163, 0.13695090, 0.02739018]
FOUR_CONSENSUS = 0.37627119
FIVE = (np.ones((5, 5)) - np.eye(5)) / 4
FIVE_FIRST = np.array([0.0, 0.0, 0.0, 0.0, 1.0])
FIVE_LIMITS = {0.5: (0.11111111, 0.55555556), 0.9: (0.18367347, 0.26530612)}

# Ten acquainted homes, and two who know nobody: a ring with three chords, trust on each tie.
HOMES, ACQUAINTED = 12, 10
TIES = {(i, (i + 1) % 10): 0.1 + 0.08 * i for i in range(10)} | {(0, 5): 0.9, (2, 7): 0.05, (3, 8): 0.5}
ANCHORED = [(0.3, 0.1, 0.0), (0.3, 0.1, 1.0), (0.1, 0.2, 2.5)]  # social, anchor, half


def diffused(W: np.ndarray, first: np.ndarray, susceptible: np.ndarray, months: int) -> np.ndarray:
    """Return trust after so many months of the rule, agent i with social = Lambda_i / 2 and anchor = the rest of 1/2.

    W gives weights by row, an own weight included; the rule is told the mean that W gives.
    """
    groups = [
        TrustParameters(up=0.0, down=0.0, half=0.0, social=0.5 * x, anchor=0.5 * (1.0 - x))
        for x in susceptible.tolist()
    ]
    x = first.astype(float)
    for _ in range(months):
        means = W @ x
        x = np.array([trust_next(x[i], 1.0, 1.0, means[i], first[i], 0.0, p) for i, p in enumerate(groups)])
    return x


def steady(W: np.ndarray, first: np.ndarray, susceptible: np.ndarray) -> np.ndarray:
    """Return Friedkin & Johnsen's steady state."""
    influence = np.diag(susceptible)
    return np.linalg.solve(np.eye(len(W)) - influence @ W, (np.eye(len(W)) - influence) @ first)


# --- the rule ---------------------------------------------------------------------------------------------------------


def four() -> np.ndarray:
    return diffused(FOUR, FOUR_FIRST, FOUR_LAMBDA, 400)


def five(susceptible: float) -> np.ndarray:
    return diffused(FIVE, FIVE_FIRST, np.full(5, susceptible), 600)


def test_the_linear_solution_gives_the_published_limits():
    assert steady(FOUR, FOUR_FIRST, FOUR_LAMBDA) == pytest.approx(FOUR_LIMIT, abs=1e-8)
    for susceptible, (low, high) in FIVE_LIMITS.items():
        expected = [low] * 4 + [high]
        assert steady(FIVE, FIVE_FIRST, np.full(5, susceptible)) == pytest.approx(expected, abs=1e-8)


def test_four_agents_of_different_susceptibility_come_to_the_steady_state():
    assert np.abs(four() - FOUR_LIMIT).max() < RULE


@pytest.mark.parametrize(("susceptible", "limits"), FIVE_LIMITS.items())
def test_five_agents_who_all_see_each_other_come_to_the_steady_state(susceptible, limits):
    assert np.abs(five(susceptible) - ([limits[0]] * 4 + [limits[1]])).max() < RULE


def test_agents_without_an_anchor_agree():
    assert np.abs(diffused(FOUR, FOUR_FIRST, np.ones(4), 400) - FOUR_CONSENSUS).max() < RULE


# --- the model --------------------------------------------------------------------------------------------------------


def weights() -> np.ndarray:
    """Return trust on ties as a matrix, shape (homes, homes)."""
    W = np.zeros((HOMES, HOMES))
    for (a, b), trust in TIES.items():
        W[a, b] = W[b, a] = trust
    return W


@cache
def lived(social: float, anchor: float, half: float, months: int) -> tuple[np.ndarray, np.ndarray]:
    """Return first and last trust in the payee and in self-government of an estate, shape (homes, 2) each."""
    with TemporaryDirectory() as folder:
        Path(folder, "ties.txt").write_text("\n".join(f"{a} {b} {trust}" for (a, b), trust in TIES.items()))
        scenario = limit(
            homes=HOMES,
            months=months,
            on=("trust",),
            behaviour={"trust": {"up": 0.0, "down": 0.0, "social": social, "anchor": anchor, "half": half}},
            start={"trust_payee": 0.5, "trust_self": 0.4, "trust_spread": 0.2},
            network={"kind": "file", "file": "ties.txt"},
            folder=Path(folder),
        )
        world = build_world(scenario, 0, 1)
        last = simulate_compiled(scenario, 1).households
    columns = ("trust_payee", "trust_self")
    return tuple(np.column_stack([there[name] for name in columns]) for there in (world._asdict(), last))


def solved(social: float, anchor: float, half: float, first: np.ndarray) -> np.ndarray:
    """Return the steady state of the acquainted homes, shape (10, 2)."""
    W = weights()[:ACQUAINTED, :ACQUAINTED]
    total = W.sum(axis=1)
    pull = social * total / (total + half)
    return steady(W / total[:, None], first[:ACQUAINTED], pull / (pull + anchor))


def furthest(social: float, anchor: float, half: float) -> float:
    """Return the largest difference between the model after 400 months and the linear solution."""
    first, last = lived(social, anchor, half, 400)
    return float(np.abs(last[:ACQUAINTED] - solved(social, anchor, half, first)).max())


@pytest.mark.parametrize("case", ANCHORED)
def test_an_estate_comes_to_the_steady_state(case):
    assert furthest(*case) < MODEL


def test_first_impressions_differ_enough_to_tell_steady_states_apart():
    first, last = lived(*ANCHORED[0], 400)
    assert first[:ACQUAINTED].std(axis=0).min() > 0.05
    for other in (ANCHORED[1], ANCHORED[2]):
        assert np.abs(last[:ACQUAINTED] - solved(*other, first)).max() > 0.005


def test_who_knows_nobody_keeps_the_first_impression():
    first, last = lived(*ANCHORED[0], 400)
    assert np.abs(last[ACQUAINTED:] - first[ACQUAINTED:]).max() < MODEL


def consensus(half: float) -> tuple[np.ndarray, np.ndarray]:
    """Return what an estate without anchors should agree on, and the trust of its acquainted homes."""
    first, last = lived(0.9, 0.0, half, 1200)
    share = weights()[:ACQUAINTED].sum(axis=1) + half
    return share @ first[:ACQUAINTED] / share.sum(), last[:ACQUAINTED]


@pytest.mark.parametrize("half", [0.0, 1.0])
def test_an_estate_without_anchors_agrees_on_the_weighted_mean(half):
    expected, last = consensus(half)
    assert np.abs(last - expected).max() < RULE


def figures() -> list[Figure]:
    """Return the rows for the document."""
    text = "{:.8f}".format
    rows = [
        Figure(
            "Friedkin-Johnsen, 4 agents",
            ", ".join(map(text, FOUR_LIMIT)),
            ", ".join(map(text, four())),
            f"± {RULE:g}",
        )
    ]
    for susceptible, limits in FIVE_LIMITS.items():
        found = five(susceptible)
        name = f"Friedkin-Johnsen, complete graph of 5, lambda = {susceptible:g}"
        rows.append(Figure(name, ", ".join(map(text, limits)), f"{found[0]:.8f}, {found[4]:.8f}", f"± {RULE:g}"))
    for case in ANCHORED:
        name = "estate of 12, social = {:g}, anchor = {:g}, half = {:g}: distance from the steady state".format(*case)
        rows.append(Figure(name, "0", "below 1e-9" if furthest(*case) < MODEL else "above 1e-9", "1e-9"))
    for half in (0.0, 1.0):
        expected, last = consensus(half)
        found = f"{last[:, 0].min():.6f} to {last[:, 0].max():.6f}"
        rows.append(
            Figure(f"estate of 12, anchor = 0, half = {half:g}: consensus", f"{expected[0]:.6f}", found, "± 1e-6")
        )
    return rows


def test_the_document_shows_these_figures():
    assert_documented(figures())
