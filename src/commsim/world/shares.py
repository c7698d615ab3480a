"""Who is chosen: shares of the scenario, reproduced to the count.

A share of n is ``int(share * n + 0.5)`` of them, those with the lowest keyed draws; a draw belongs to one household and
one purpose. So a bigger share contains the smaller one's households, and no seed gives more members than another.
"""

from __future__ import annotations

from collections.abc import Sequence

from commsim.draws import lowest, share_to_count


def chosen(keys: Sequence[float], among: Sequence[int], share: float) -> list[int]:
    """Return the ids of a share of some households.

    Args:
        keys: one draw a household of the estate.
        among: ids to choose from, ascending.
        share: 0 to 1.

    Returns:
        ``share_to_count(share, len(among))`` ids, ascending; equal draws are told apart by id.
    """
    places = lowest([keys[household] for household in among], share_to_count(share, len(among)))
    return [among[place] for place in places]


def apportioned(keys: Sequence[float], among: Sequence[int], shares: Sequence[float]) -> list[int]:
    """Return a category for each of some households: by rising draw the first share, then the second, and so on.

    Args:
        keys: one draw a household of the estate.
        among: ids to divide, ascending.
        shares: of each category, 0 to 1, adding to 1; the last one takes the rest.

    Returns:
        The category, 0 to len(shares) - 1, of each id in ``among``. The first k categories together have exactly
        ``share_to_count`` of their summed shares, so each one is within one household of its own share.
    """
    count = len(among)
    ranked = sorted(range(count), key=lambda place: keys[among[place]])
    categories = [len(shares) - 1] * count
    summed, begin = 0.0, 0
    for category in range(len(shares) - 1):
        summed += shares[category]
        end = min(count, share_to_count(summed, count))
        for rank in range(begin, end):
            categories[ranked[rank]] = category
        begin = max(begin, end)
    return categories
