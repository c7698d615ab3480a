"""The ties of an estate as one meets it, compiled: the same ones as ``commsim.world.network.blocks``.

Concepts:
    circle: the stairwell, the building, or all: some stairwells in a row, whose homes have ids in a row, and so have
        their shops.
    mark: per household, the last one that found it to be no stranger; a vacant home counts as known to everybody.
        Households make their ties in the order of ids, so that only who comes later need be told by whom it was met.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream, below
from commsim.engine.jit import kernel
from commsim.engine.luck import uniform
from commsim.engine.network_luck import TILE, fill_tile
from commsim.world.households import ABSENT, ties_by_circle, ties_made
from commsim.world.network import NOBODY, REDRAWS

_NEAR, _FAR = int(Stream.TIE_STAIRWELL), int(Stream.TIE_FAR)  # with the building's between them: one stream a circle
_NEAR_BLOCK, _FAR_BLOCK = np.int64(_NEAR >> 2), np.int64(_FAR >> 2)
_COUNT = int(Stream.TIE_COUNT) & 3
_CIRCLES = 3
_NONE = np.int64(0)  # not a plain 0, for each of which the compiler would make a kernel of its own
_COMMON_NEAR, _COMMON_FAR = 6, 3


@kernel
def blocks(begins, stairwell, width, tenure, network, seed, estate):
    """Return the ties of an estate. One loop and one function, since every tie depends on those made before it.

    Args:
        begins: int32 ``(2, s + 1)``, from `commsim.engine.building_people.settle`.
        stairwell: int32 ``(n,)``.
        width: stairwells a building.
        tenure: int8 ``(n,)``.
        network: `commsim.engine.building_plan.Acquaintances`.
        seed: uint64.
        estate: number of the estate.

    Returns:
        first, second, ties: int32, the pairs, of which as many as there are ties count.
    """
    households = stairwell.shape[0]
    room = households * (np.int64(network.mean_degree / 2.0) + 1)
    first, second = np.empty(room, np.int32), np.empty(room, np.int32)
    earlier = np.empty(room, np.int32)  # the tie before this one of those by which the second was met
    latest, mark = np.empty(households, np.int32), np.empty(households, np.int32)
    for household in range(households):
        latest[household] = NOBODY
        mark[household] = households if tenure[household] == ABSENT else NOBODY
    near, far = np.empty((_COMMON_NEAR, 4, TILE)), np.empty((_COMMON_FAR, 4, TILE))
    stairwells = begins.shape[1] - 1
    ties = 0
    for household in range(households):
        place = household % TILE
        if place == 0:
            fill_tile(near, household, households, seed, estate, _NEAR_BLOCK)
            fill_tile(far, household, households, seed, estate, _FAR_BLOCK)
        if mark[household] == households:
            continue
        mark[household] = household
        tie = latest[household]
        while tie != NOBODY:
            mark[first[tie]] = household
            tie = earlier[tie]
        own = np.int64(stairwell[household])
        made = ties_made(far[0, _COUNT, place], network.mean_degree)
        wanted = ties_by_circle(far[1, _COUNT, place], made, network.stairwell_share, network.building_share)
        building = own // width * width  # its first stairwell
        circle_begins, circle_ends = (own, building, _NONE), (own + 1, building + width, stairwells)
        reach, attempt = _NONE, _NONE
        for circle in range(_CIRCLES):
            if reach < circle:
                reach, attempt = circle, _NONE
            left = wanted[circle]
            while left > 0 and reach < _CIRCLES:
                begin, end = circle_begins[reach], circle_ends[reach]
                tile = far if reach == _CIRCLES - 1 else near
                other, attempt = _stranger(
                    begins, begin, end, _NEAR + reach, mark, household, tile, place, attempt, seed, estate
                )
                if other == NOBODY:
                    reach, attempt = reach + 1, _NONE
                    continue
                mark[other] = household
                first[ties], second[ties] = household, other
                earlier[ties] = latest[other]
                latest[other] = ties
                ties += 1
                left -= 1
    return first, second, ties


@kernel
def _stranger(begins, first, end, stream, mark, household, tile, place, attempt, seed, estate):
    """Return somebody of a circle whom a household does not know, or nobody, and its next attempt.

    Args:
        begins: int32 ``(2, s + 1)``, from `commsim.engine.building_people.settle`.
        first, end: the circle's stairwells, the end not included.
        stream: of the circle.
        mark: int32 ``(n,)``; the household's id or more at those who are no strangers.
        household: id.
        tile: its common draws.
        place: its place in the tile.
        attempt: the number of its next draw from this circle.
        seed: uint64.
        estate: number of the estate.
    """
    home, shop = np.int64(begins[0, first]), np.int64(begins[1, first])
    homes = begins[0, end] - home
    size = homes + begins[1, end] - shop
    member = 0
    for _ in range(REDRAWS + 1):  # the last draw is where the walk round the circle begins
        early = attempt < tile.shape[0]
        u = tile[attempt, stream & 3, place] if early else uniform(seed, household, attempt, estate, stream)
        attempt += 1
        member = below(u, size)
        other = home + member if member < homes else shop + member - homes
        if mark[other] < household:
            return other, attempt
    for _ in range(1, size):
        member = member + 1 if member + 1 < size else 0
        other = home + member if member < homes else shop + member - homes
        if mark[other] < household:
            return other, attempt
    return NOBODY, attempt
