"""From numbers to the values of a factor: positions in a list of levels, or numbers of the unit interval.

Concepts:
    levels: the values a factor takes in a grid: those written, those evenly spaced over a range, or names of changes.
    kind: kind of its column in the results: ``float``, ``int``, ``bool`` or ``string``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from commsim.study.columns import Column
from commsim.study.distributions import AnyDistribution, Floats, Range, WholeNumbers
from commsim.study.schema import Factor
from commsim.study.values import Scalar, kind_of_values


def levels_of(factor: Factor) -> tuple[Scalar, ...] | None:
    """Return the values a factor takes in a grid, None where it has no list of them."""
    if factor.levels is not None:
        return tuple(factor.levels)
    if factor.values is not None:
        kind = kind_of_values(factor.values)
        return tuple(float(value) for value in factor.values) if kind == "float" else factor.values
    if factor.range is not None and factor.range.levels is not None:
        return tuple(factor.range.spaced())
    return None


def kind_of(factor: Factor) -> str:
    """Return the kind of a factor's column; of one without values, whose column is read from a file, ``float``."""
    if factor.levels is not None:
        return "string"
    if factor.values is not None:
        return kind_of_values(factor.values) or "string"
    spread = spread_of(factor)
    is_whole = isinstance(spread, WholeNumbers) or (isinstance(spread, Range) and spread.integer)
    return "int" if is_whole else "float"


def spread_of(factor: Factor) -> Range | AnyDistribution | None:
    """Return how the factor's numbers are distributed where it is not a list of levels."""
    return factor.range if factor.range is not None else factor.distribution


def grid_column(factor: Factor, places: npt.NDArray[np.int32]) -> Column:
    """Return the column of a factor in a grid.

    Args:
        factor: a factor with levels.
        places: int32 of shape ``(points,)``, positions in :func:`levels_of`.
    """
    return Column(places, levels_of(factor))


def sampled_column(factor: Factor, u: Floats) -> Column:
    """Return the column of a factor in a design that samples.

    Args:
        factor: the factor.
        u: float64 of shape ``(points,)``, from 0 to 1: levels share the unit interval equally, in written order.
    """
    spread = spread_of(factor)
    if spread is not None:
        values = spread.quantile(u)
        return Column(values.astype(np.int64) if kind_of(factor) == "int" else values)
    levels = levels_of(factor)
    assert levels is not None
    return Column(np.minimum(u * len(levels), len(levels) - 1).astype(np.int32), levels)
