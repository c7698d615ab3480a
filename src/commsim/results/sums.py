"""How a list of monthly values becomes one figure: explicit loops in month order, so that bits are equal everywhere.

An undefined value (NaN) is left out of totals, means and maxima; where nothing is left, a mean or maximum is undefined.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from math import isnan

Rows = Callable[[str], Sequence[float]]
"""Gives the values of one monthly column in the window, in month order."""


def total(values: Sequence[float]) -> float:
    """Return the sum of the defined values, 0 if there are none; whole numbers are added exactly."""
    so_far = _in_order(values)
    # Looked at once, at the end: most columns are defined in every month, and this is called for every run of a study.
    return float(_in_order(_defined(values)) if isnan(so_far) else so_far)


def mean(values: Sequence[float]) -> float:
    """Return the mean of the defined values."""
    so_far, months = _in_order(values), len(values)
    if isnan(so_far):
        kept = _defined(values)
        so_far, months = _in_order(kept), len(kept)
    return ratio(float(so_far), months)


def highest(values: Sequence[float]) -> float:
    """Return the greatest of the defined values."""
    kept = _defined(values)
    return float(max(kept)) if kept else math.nan


def last(values: Sequence[float]) -> float:
    """Return the last value, defined or not."""
    return float(values[-1])


def ratio(above: float, below: float) -> float:
    """Return one number over another, NaN where the other is 0."""
    return above / below if below else math.nan


def _in_order(values: Sequence[float]) -> float:
    so_far: float = 0
    for value in values:
        so_far += value
    return so_far


def _defined(values: Sequence[float]) -> list[float]:
    return [value for value in values if not isnan(value)]
