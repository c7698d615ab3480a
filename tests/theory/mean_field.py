"""Discrete choice with social interactions, solved apart from the model (Brock & Durlauf 2001, in 0/1 form).

N households, K of them committed to pay; each of the others pays with probability sigma(h + J m), m the share that paid
last month. For N to infinity, with c = K / N: m = c + (1 - c) sigma(h + J m). For any N the number of payers among the
n = N - K others is a Markov chain whose rows are binomial, which gives the exact law the model must follow.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

Floats = npt.NDArray[np.float64]

ROWS = [(-4.0, 8.0), (-3.0, 6.0), (-5.0, 10.0), (-3.5, 7.0)]  # h, J of the tipping tests, theory.md 1.6


def sigma(x: Floats | float) -> Floats | float:
    """Return the logistic function."""
    return 1.0 / (1.0 + np.exp(-np.asarray(x, float)))


class Fold(NamedTuple):
    """Where an equilibrium vanishes: the committed share c, the free households' share s, the rate m."""

    c: float
    s: float
    m: float


def fold(h: float, J: float) -> Fold:
    """Return the point where the low equilibrium vanishes: logit(s) + 1 / s = h + J, s < 1/2.

    From 1 = (1 - c) J s (1 - s) and m = c + (1 - c) s; needs h + J > 2.
    """
    s = optimize.brentq(lambda x: math.log(x / (1.0 - x)) + 1.0 / x - h - J, 1e-12, 0.5)
    return Fold(1.0 - 1.0 / (J * s * (1.0 - s)), s, 1.0 - 1.0 / (J * s))


def committed(h: float, J: float, distance: float, homes: int) -> int:
    """Return how many committed of so many homes are at least so far below (a negative distance) or above c*."""
    share = (fold(h, J).c + distance) * homes
    return math.floor(share) if distance < 0.0 else math.ceil(share)


def equilibrium(h: float, J: float, c: float, start: float = 0.0) -> float:
    """Return the fixed point of m = c + (1 - c) sigma(h + J m) that iteration reaches from ``start``."""
    m = start
    for _ in range(200_000):
        following = c + (1.0 - c) * float(sigma(h + J * m))
        if abs(following - m) < 1e-14:
            break
        m = following
    return m


class Chain(NamedTuple):
    """The exact law of an estate of N households.

    Attributes:
        rates: m in each state (k of the free households pay), shape (n + 1,).
        step: chance of each state a month later, shape (n + 1, n + 1).
    """

    rates: Floats
    step: Floats

    def after(self, months: int) -> Floats:
        """Return the law after so many months from a start at which nobody pays."""
        law = np.zeros(len(self.rates))
        law[0] = 1.0
        for _ in range(months):
            law = law @ self.step
        return law

    def stationary(self) -> Floats:
        """Return the law after very many months."""
        power = self.step
        for _ in range(40):
            power = power @ power
            power /= power.sum(axis=1, keepdims=True)
        return power[0]

    def mean_and_sd(self, law: Floats) -> tuple[float, float]:
        """Return mean and standard deviation of m under a law."""
        mean = float(law @ self.rates)
        return mean, math.sqrt(float(law @ (self.rates - mean) ** 2))

    def sd_of_average(self, months: int) -> float:
        """Return the standard deviation of the average of m over so many months, from a stationary start."""
        law = self.stationary()
        mean, _ = self.mean_and_sd(law)
        deviation = self.rates - mean
        total = months * float(law @ deviation**2)
        later = deviation
        for lag in range(1, months):
            later = self.step @ later
            total += 2.0 * (months - lag) * float(law @ (deviation * later))
        return math.sqrt(total) / months


@cache
def chain(h: float, J: float, N: int, K: int, revise: float = 1.0, others: bool = False) -> Chain:
    """Return the exact law of N households, K committed, each of the others revising with a chance a month.

    Args:
        h, J: intercept and weight of the norm, logit.
        N, K: households, and how many of them are committed.
        revise: chance a month that a household chooses anew; else it repeats its choice.
        others: a household sees the share among the N - 1 others, not among all N.
    """
    k = np.arange(N - K + 1)
    if others:
        stays = sigma(h + J * (K + np.maximum(k - 1, 0)) / (N - 1))  # seen by one of the k who pay
        joins = sigma(h + J * (K + k) / (N - 1))
    else:
        stays = joins = sigma(h + J * (K + k) / N)
    keep, join = 1.0 - revise + revise * np.asarray(stays), revise * np.asarray(joins)
    if np.array_equal(keep, join):  # everybody chooses alike: one binomial
        return Chain((K + k) / N, stats.binom.pmf(k[None, :], N - K, join[:, None]))
    step = np.zeros((len(k), len(k)))
    for state in k:
        paying = stats.binom.pmf(np.arange(state + 1), state, keep[state])
        joining = stats.binom.pmf(np.arange(N - K - state + 1), N - K - state, join[state])
        step[state] = np.convolve(paying, joining)
    return Chain((K + k) / N, step)


def birth_and_death(h: float, J: float, N: int, K: int) -> tuple[float, float]:
    """Return mean and standard deviation of m where one household at a time chooses anew, seeing the others.

    pi(k + 1) / pi(k) = (n - k) s_k / ((k + 1) (1 - s_k)), s_k = sigma(h + J (K + k) / (N - 1)).
    """
    n = N - K
    log_law = [0.0]
    for k in range(n):
        s = float(sigma(h + J * (K + k) / (N - 1)))
        log_law.append(log_law[-1] + math.log((n - k) * s / ((k + 1) * (1.0 - s))))
    law = np.exp(np.array(log_law) - max(log_law))
    law /= law.sum()
    return Chain((K + np.arange(n + 1)) / N, np.eye(n + 1)).mean_and_sd(law)
