"""The order of keys, compiled: a stable merge sort, small enough to compile in no time."""

from __future__ import annotations

import numpy as np

from commsim.engine.jit import kernel


@kernel
def order_of(keys):
    """Return the places of keys from the lowest to the highest, equal keys in the order in which they stand.

    Args:
        keys: float64 ``(n,)``, no NaN.

    Returns:
        int64 ``(n,)``.
    """
    n = keys.shape[0]
    order, other = np.empty(n, np.int64), np.empty(n, np.int64)
    for place in range(n):
        order[place] = place
    width = 1
    while width < n:
        for begin in range(0, n, 2 * width):
            merge(keys, order, other, begin, min(begin + width, n), min(begin + 2 * width, n))
        order, other = other, order
        width *= 2
    return order


@kernel
def merge(keys, order, merged, begin, middle, end):
    """Merge two runs of ``order`` that are each in order into ``merged``, the first run first among equals."""
    left, right = begin, middle
    for place in range(begin, end):
        if left < middle and (right >= end or keys[order[left]] <= keys[order[right]]):
            merged[place] = order[left]
            left += 1
        else:
            merged[place] = order[right]
            right += 1
