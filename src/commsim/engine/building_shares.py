"""Who is chosen, compiled: the same households as ``commsim.world.shares``, without sorting them all.

Concepts:
    rank: how many of the households asked have a lower draw; equal draws are told apart by id, the lower id first.
    line: the draw and the id of the household at a rank. Who lies below the line has a lower rank. To find it, draws
        are counted in buckets of equal width, and only the bucket the rank falls into is put in order.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import share_to_count
from commsim.engine.jit import kernel

_FIRST = np.int64(0)  # not a plain 0, for each of which the compiler would make a kernel of its own
_BUCKETS = 256
_ABOVE_ALL = 2.0  # draws lie between 0 and 1
_BELOW_ALL = -1.0


@kernel
def line_at(keys, among, begin, end, rank):
    """Return the draw and the id of the household at a rank.

    Args:
        keys: float64 ``(n,)``, one draw a household, between 0 and 1.
        among: int32, ids, ascending; those asked are at the places from begin to before end.
        rank: 0 or more; where fewer are asked, the line lies above everybody.

    Returns:
        The draw and the id: those below the line are exactly ``rank`` of them.
    """
    if rank <= 0:
        return _BELOW_ALL, 0
    if rank >= end - begin:
        return _ABOVE_ALL, 0
    counts = np.empty(_BUCKETS, np.int64)
    for bucket in range(_BUCKETS):
        counts[bucket] = 0
    for place in range(begin, end):
        counts[np.int64(keys[among[place]] * _BUCKETS)] += 1
    bucket, left = 0, rank
    while left >= counts[bucket]:
        left -= counts[bucket]
        bucket += 1
    close = np.empty(counts[bucket], np.int64)
    found = 0
    for place in range(begin, end):
        household = among[place]
        if np.int64(keys[household] * _BUCKETS) == bucket:
            before = found
            while before > 0 and keys[close[before - 1]] > keys[household]:
                close[before] = close[before - 1]
                before -= 1
            close[before] = household
            found += 1
    return keys[close[left]], close[left]


@kernel
def choose(keys, among, count, share, flags):
    """Flag a share of some households, those with the lowest draws.

    Args:
        keys: float64 ``(n,)``, one draw a household.
        among: int32, ids, ascending; the first ``count`` are those to choose from.
        share: 0 to 1.
        flags: bool ``(n,)``, overwritten; true at the chosen.
    """
    key, last = line_at(keys, among, _FIRST, count, share_to_count(share, count))
    for household in range(flags.shape[0]):
        flags[household] = False
    for place in range(count):
        household = among[place]
        drawn = keys[household]
        flags[household] = drawn < key or (drawn == key and household < last)


@kernel
def apportion(keys, everyone, begin, end, first, second, third, categories):
    """Give some households a category each: by rising draw the first share, then the second, and so on.

    Args:
        keys: float64 ``(n,)``, one draw a household.
        everyone: int32 ``(n,)``, all ids.
        begin, end: the ids to divide, the end not included.
        first, second, third: summed shares of the first one, two and three categories; 1 or more where there is no
            further category.
        categories: int8 ``(n,)``, overwritten at the ids.
    """
    key1, last1 = line_at(keys, everyone, begin, end, share_to_count(first, end - begin))
    key2, last2 = line_at(keys, everyone, begin, end, share_to_count(second, end - begin))
    key3, last3 = line_at(keys, everyone, begin, end, share_to_count(third, end - begin))
    for household in range(begin, end):
        drawn = keys[household]
        category = 0
        if drawn > key1 or (drawn == key1 and household >= last1):
            category += 1
        if drawn > key2 or (drawn == key2 and household >= last2):
            category += 1
        if drawn > key3 or (drawn == key3 and household >= last3):
            category += 1
        categories[household] = category


@kernel
def ranked(keys):
    """Return the ids in the order of their draws, equal draws by id.

    Args:
        keys: float64 ``(n,)``, between 0 and 1.

    Returns:
        int32 ``(n,)``.
    """
    households = keys.shape[0]
    begins = np.empty(households + 1, np.int32)  # as many buckets as households, each then holds about one
    for bucket in range(households + 1):
        begins[bucket] = 0
    for household in range(households):
        begins[np.int64(keys[household] * households) + 1] += 1
    for bucket in range(households):
        begins[bucket + 1] += begins[bucket]
    order = np.empty(households, np.int32)
    for household in range(households):
        bucket = np.int64(keys[household] * households)
        order[begins[bucket]] = household
        begins[bucket] += 1
    for rank in range(1, households):
        household, place = order[rank], rank
        while place > 0 and keys[order[place - 1]] > keys[household]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = household
    return order
