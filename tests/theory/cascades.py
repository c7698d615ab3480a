"""Thresholds and cascades, solved apart from the model (Granovetter 1978; theory.md 2.1, rule 9 of the model).

F is the distribution of thresholds. Classical: everybody counts, r = F(r), reached from r = 0. At a meeting only voices
count, beside a first climate worth kappa0 voices: A = s + n F((A + kappa0 pi0) / (A + O + kappa0)), reached from A = s.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

Floats = npt.NDArray[np.float64]
LOWEST, HIGHEST = 0.01, 1.01  # the model holds thresholds inside these; above 1 nobody speaks


def smallest_root(F: Callable[[float], float]) -> float:
    """Return the smallest r in [0, 1] with r = F(r), reached by iteration from 0."""
    r = 0.0
    for _ in range(1_000_000):
        following = F(r)
        if abs(following - r) < 1e-15:
            break
        r = following
    return r


def tangent_spread(mean: float) -> float:
    """Return the spread of normal thresholds above which the smallest root jumps: F(r) = r and F'(r) = 1, low side."""

    def touches(sd: float) -> float:
        z = -math.sqrt(-2.0 * math.log(sd * math.sqrt(2.0 * math.pi)))  # density / sd = 1
        return float(stats.norm.cdf(z)) - (mean + sd * z)

    return float(optimize.brentq(touches, 0.02, 0.39))


def cascade_sizes(n: int) -> Floats:
    """Return the chance of each cascade size 0 to n for thresholds drawn evenly from 0 to n - 1.

    P(k) = C(n, k) (k + 1)^(k - 1) (n - 1 - k)^(n - k) / n^n, P(0) = ((n - 1) / n)^n.
    """
    chances = [((n - 1) / n) ** n]
    for k in range(1, n + 1):
        rest = (n - 1 - k) ** (n - k) if k < n else 1
        chances.append(math.comb(n, k) * (k + 1) ** (k - 1) * rest / n**n)
    return np.array(chances)


def held_normal(x: float, mean: float, sd: float) -> float:
    """Return F(x) of normal thresholds held inside [0.01, 1.01]."""
    if x < LOWEST:
        return 0.0
    return float(stats.norm.cdf((x - mean) / sd))


def climate_at(voices: Floats | float, opposed: float, kappa0: float, pi0: float) -> Floats | float:
    """Return the climate for a camp of so many voices."""
    return (voices + kappa0 * pi0) / (voices + opposed + kappa0)


def voices(s: float, n: float, opposed: float, kappa0: float, pi0: float, mean: float, sd: float) -> float:
    """Return A: the voices of a camp with s who speak from the start, n who may follow, and fixed opponents."""
    A = s
    for _ in range(100_000):
        following = s + n * held_normal(float(climate_at(A, opposed, kappa0, pi0)), mean, sd)
        if following - A < 1e-9:
            break
        A = following
    return A


def tipping_speakers(homes: int, gain: float, kappa0: float, pi0: float, mean: float, sd: float) -> float:
    """Return how many speakers, drawn from all homes, make half of the homes speak, for infinitely many homes.

    Args:
        homes: homes present.
        gain: share that opposes from the start; a speaker drawn from it supports instead.
        kappa0, pi0: weight and value of the first climate.
        mean, sd: of thresholds.
    """

    def half(s: float) -> float:
        silent = (homes - s) * (1.0 - gain)
        return voices(s, silent, (homes - s) * gain, kappa0, pi0, mean, sd) - homes / 2.0

    low, high = 0.0, homes / 2.0
    while high - low > 1e-3:
        middle = (low + high) / 2.0
        low, high = (low, middle) if half(middle) > 0.0 else (middle, high)
    return high


def drawn_tipping_speakers(
    homes: int, gain: float, kappa0: float, pi0: float, mean: float, sd: float, draws: int, seed: int = 1
) -> Floats:
    """Return the same number for so many homes with thresholds drawn by NumPy, one for each draw: the finite law."""
    rng = np.random.default_rng(seed)
    return np.array([_drawn_once(rng, homes, gain, kappa0, pi0, mean, sd) for _ in range(draws)])


def _drawn_once(
    rng: np.random.Generator, homes: int, gain: float, kappa0: float, pi0: float, mean: float, sd: float
) -> float:
    opposes = np.zeros(homes, bool)
    opposes[rng.permutation(homes)[: int(gain * homes + 0.5)]] = True
    thresholds = np.clip(rng.normal(mean, sd, homes), LOWEST, HIGHEST)

    def tips(s: int) -> bool:
        silent = np.sort(thresholds[s:][~opposes[s:]])
        opposed = float(opposes[s:].sum())
        heard = s + np.arange(len(silent))  # before the next of the silent speaks
        stuck = np.flatnonzero(silent > climate_at(heard, opposed, kappa0, pi0))
        spoken = s + (int(stuck[0]) if len(stuck) else len(silent))
        return 2 * spoken > homes

    low, high = -1, homes // 2 + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if tips(middle) else (middle, high)
    return float(high)


def two_camps(
    supporters: float, opponents: float, loud: float, kappa0: float, pi0: float, mean: float, sd: float, ratio: float
) -> tuple[float, float]:
    """Return the voices of both camps when nobody speaks up any more, for infinitely many homes.

    Nobody falls silent again, so a camp's voices follow the best climate it has had.

    Args:
        supporters, opponents: homes that may speak, by private opinion.
        loud: opponents who speak from the start.
        kappa0, pi0: weight and value of the first climate; for opponents it is 1 - pi0.
        mean, sd: of supporters' thresholds; opponents' are ``ratio`` times as high.
    """
    A = B = 0.0
    best_for = best_against = 0.0
    for _ in range(100_000):
        everybody = A + B + loud + kappa0
        best_for = max(best_for, (A + kappa0 * pi0) / everybody)
        best_against = max(best_against, (B + loud + kappa0 * (1.0 - pi0)) / everybody)
        then_for = supporters * held_normal(best_for, mean, sd)
        then_against = opponents * held_normal(best_against, mean * ratio, sd * ratio)
        if then_for - A < 1e-9 and then_against - B < 1e-9:
            break
        A, B = then_for, then_against
    return A, B + loud


def voices_given(
    thresholds_for: Floats, thresholds_against: Floats, s: int, loud: int, kappa0: float, pi0: float
) -> tuple[int, int]:
    """Return the voices of both camps for given thresholds: A = s + #(thresholds at most the best climate so far).

    Args:
        thresholds_for, thresholds_against: of those who do not speak from the start.
        s, loud: those who do.
        kappa0, pi0: weight and value of the first climate; for opponents it is 1 - pi0.
    """
    A, B = s, loud
    best_for = best_against = 0.0
    while True:
        heard = A + B + kappa0
        best_for = max(best_for, (A + kappa0 * pi0) / heard)
        best_against = max(best_against, (B + kappa0 * (1.0 - pi0)) / heard)
        now = s + int((thresholds_for <= best_for).sum()), loud + int((thresholds_against <= best_against).sum())
        if now == (A, B):
            return now
        A, B = now
