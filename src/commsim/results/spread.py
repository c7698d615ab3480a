"""The spread of a figure over seeds: median and quantiles, by written-out arithmetic.

Quantiles interpolate linearly between order statistics (Hyndman & Fan 1996, type 7). Undefined values (NaN) are left
out; where nothing is left the answer is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

LOW, HIGH = 0.05, 0.95


class Spread(NamedTuple):
    """A figure over seeds.

    Attributes:
        median: middle value.
        low: 5 % quantile.
        high: 95 % quantile.
    """

    median: float
    low: float
    high: float


def defined(values: Iterable[float]) -> list[float]:
    """Return the values that are not NaN, in their order."""
    return [float(value) for value in values if not math.isnan(value)]


def quantile(values: Iterable[float], share: float) -> float:
    """Return the quantile of the defined values.

    Args:
        values: figures in any order; NaN is left out.
        share: which quantile, in [0, 1].

    Returns:
        the quantile (type 7), or NaN if no value is defined.
    """
    ordered = sorted(defined(values))
    if not ordered:
        return math.nan
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def mean(values: Iterable[float]) -> float:
    """Return the mean of the defined values, added up in their order; NaN if there are none."""
    kept = defined(values)
    total = 0.0
    for value in kept:
        total += value
    return total / len(kept) if kept else math.nan


def spread(values: Iterable[float]) -> Spread:
    """Return median and 5 to 95 % interval of the defined values."""
    kept = defined(values)
    return Spread(quantile(kept, 0.5), quantile(kept, LOW), quantile(kept, HIGH))
