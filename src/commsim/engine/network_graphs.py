"""The standard random graphs, compiled: the same pairs as ``commsim.world.network``.

Concepts:
    mark: per household, the last one for whom it was seen to be no stranger.
"""

from __future__ import annotations

import math

import numpy as np

from commsim.draws import Stream, below
from commsim.engine.building_shares import ranked
from commsim.engine.jit import kernel
from commsim.engine.luck import fill_column, uniform
from commsim.engine.network_luck import TILE, fill_tile
from commsim.world.households import ties_made
from commsim.world.network import NOBODY, REDRAWS

# Of the compiler's type and not plain: it would compile a kernel anew for every plain number it is called with.
_NONE, _FAR, _ATTACH = np.int64(0), np.int64(Stream.TIE_FAR), np.int64(Stream.ATTACH)
_COUNT, _FAR_BLOCK = np.int64(Stream.TIE_COUNT), np.int64(_FAR >> 2)
_MOST_COMMON = 8


@kernel
def barabasi_albert(luck, mean_degree, seed, estate):
    """Return a network grown by preferential attachment.

    Args:
        luck: float64 ``(n,)``, overwritten.
        mean_degree: about twice the number of ties a newcomer makes.
        seed: uint64.
        estate: number of the estate.

    Returns:
        first, second, ties: int32, the pairs, of which as many as there are ties count.
    """
    households = luck.shape[0]
    fill_column(luck, seed, _NONE, estate, _ATTACH)
    arrival = ranked(luck)
    half = mean_degree / 2.0
    most = np.int64(half)
    if half > most:
        most += 1
    core = min(households, most + 1)
    room = core * (core - 1) // 2 + (households - core) * most
    first, second = np.empty(room, np.int32), np.empty(room, np.int32)
    ties = 0
    for place in range(core):
        for earlier in range(place):
            first[ties], second[ties] = arrival[place], arrival[earlier]
            ties += 1
    # To draw from the urn is to draw a household in proportion to its ties: each tie puts both its ends in.
    urn = np.empty(2 * room, np.int32)
    for tie in range(ties):
        urn[tie], urn[ties + tie] = first[tie], second[tie]
    mark = np.empty(households, np.int32)
    for household in range(households):
        mark[household] = NOBODY
    draws = np.empty((min(most + 1, _MOST_COMMON), households))
    for attempt in range(draws.shape[0]):
        fill_column(draws[attempt], seed, attempt, estate, _FAR)
    fill_column(luck, seed, _NONE, estate, _COUNT)
    for place in range(core, households):
        newcomer = np.int64(arrival[place])
        mark[newcomer] = newcomer
        attempt, size = _NONE, 2 * ties
        for _ in range(ties_made(luck[newcomer], mean_degree)):
            other, attempt = _from_urn(urn, size, mark, newcomer, draws, attempt, seed, estate)
            mark[other] = newcomer
            first[ties], second[ties] = newcomer, other
            urn[2 * ties], urn[2 * ties + 1] = newcomer, other
            ties += 1
    return first, second, ties


@kernel
def _from_urn(urn, size, mark, newcomer, draws, attempt, seed, estate):
    """Return whom a newcomer meets, and its next attempt.

    Args:
        urn: int32, ids; the first ``size`` count.
        size: what has been put into the urn before the newcomer came.
        mark: int32 ``(n,)``; the newcomer at those it knows.
        newcomer: id.
        draws: float64 ``(common, n)``, the first attempts of all.
        attempt: the number of its next draw.
        seed: uint64.
        estate: number of the estate.
    """
    where = 0
    for redraw in range(attempt, attempt + REDRAWS + 1):  # the last draw is where the walk through the urn begins
        early = redraw < draws.shape[0]
        u = draws[redraw, newcomer] if early else uniform(seed, newcomer, redraw, estate, _FAR)
        where = below(u, size)
        if mark[urn[where]] != newcomer:
            return urn[where], redraw + 1
    while mark[urn[where]] == newcomer:  # the first arrivals alone are more than a newcomer can know
        where = where + 1 if where + 1 < size else 0
    return urn[where], attempt + REDRAWS + 1


@kernel
def erdos_renyi(households, mean_degree, seed, estate):
    """Return a network in which each pair is tied with the same chance.

    Args:
        households: n.
        mean_degree: expected ties of a household; n - 1 or more gives the complete network.
        seed: uint64.
        estate: number of the estate.

    Returns:
        first, second, ties: int32, the pairs, of which as many as there are ties count.
    """
    if mean_degree >= households - 1:
        return complete(households)
    log_missed = math.log(1.0 - mean_degree / (households - 1))
    room = np.int64(0.5 * mean_degree * households) + 1  # what is expected: every other network needs more
    first, second = np.empty(room, np.int32), np.empty(room, np.int32)
    ties = 0
    if log_missed == 0.0:  # no ties are wanted, or fewer than a float can tell from none
        return first, second, ties
    tile = np.empty((min(np.int64(mean_degree / 2.0) + 2, _MOST_COMMON), 4, TILE))
    for household in range(households):
        place = household % TILE
        if place == 0:
            fill_tile(tile, household, households, seed, estate, _FAR_BLOCK)
        other, attempt = NOBODY, _NONE
        while True:
            early = attempt < tile.shape[0]
            u = tile[attempt, _FAR & 3, place] if early else uniform(seed, household, attempt, estate, _FAR)
            other += 1 + np.int64(math.log(u) / log_missed)
            attempt += 1
            if other >= household:
                break
            if ties == room:
                room += room // 8 + 1
                first, second = _longer(first, room), _longer(second, room)
            first[ties], second[ties] = household, other
            ties += 1
    return first, second, ties


@kernel
def _longer(ids, room):
    """Return a column of ids with more room behind them."""
    longer = np.empty(room, np.int32)
    for place in range(ids.shape[0]):
        longer[place] = ids[place]
    return longer


@kernel
def complete(households):
    """Return the network of n households in which everybody knows everybody.

    Returns:
        first, second, ties: int32, the pairs, and their number.
    """
    room = households * (households - 1) // 2
    first, second = np.empty(room, np.int32), np.empty(room, np.int32)
    ties = 0
    for household in range(households):
        for other in range(household + 1, households):
            first[ties], second[ties] = household, other
            ties += 1
    return first, second, ties
