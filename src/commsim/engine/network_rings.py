"""The rewired ring, compiled: the same pairs as ``commsim.world.network.watts_strogatz``.

Concepts:
    lap: how far round the ring a tie reaches. A household makes at most one tie a lap, so that (household, lap) tells
        the tie: number ``household * laps + lap - 1``, its far end in ``far``.
    met: for each household the ties whose far end it is, as a chain: ``latest`` is the last of them, ``earlier`` the
        one before each.
    mark: per household, the last tie that was rewired by somebody it is no stranger to.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream, below
from commsim.engine.jit import kernel
from commsim.engine.luck import fill_column, uniform
from commsim.world.households import ties_made
from commsim.world.network import NOBODY, REDRAWS

# Of the compiler's type and not plain: it would compile a kernel anew for every plain number it is called with.
_NONE, _FAR = np.int64(0), np.int64(Stream.TIE_FAR)
_COUNT, _REWIRE = np.int64(Stream.TIE_COUNT), np.int64(Stream.REWIRE)


@kernel
def watts_strogatz(luck, network, seed, estate):
    """Return a ring in id order, some ties rewired to anybody.

    Args:
        luck: float64 ``(n,)``, overwritten.
        network: `commsim.engine.building_plan.Acquaintances`.
        seed: uint64.
        estate: number of the estate.

    Returns:
        first, second, ties: int32, the pairs, of which as many as there are ties count.
    """
    households = luck.shape[0]
    far = _ring(luck, network.mean_degree, seed, estate)
    laps = far.shape[0] // households
    earlier = np.empty(far.shape[0], np.int32)
    latest, mark = np.empty(households, np.int32), np.empty(households, np.int32)
    attempts = np.empty(households, np.int64)
    for household in range(households):
        latest[household], mark[household], attempts[household] = NOBODY, NOBODY, 0
    for tie in range(far.shape[0]):
        if far[tie] != NOBODY:
            earlier[tie] = latest[far[tie]]
            latest[far[tie]] = tie
    for lap in range(1, laps + 1):
        fill_column(luck, seed, lap, estate, _REWIRE)
        for household in range(households):
            tie = household * laps + lap - 1
            if far[tie] == NOBODY or luck[household] >= network.rewiring:
                continue
            _mark_known(mark, tie, household, far, latest, earlier)
            other = _stranger(mark, tie, household, attempts, seed, estate)
            if other != NOBODY:
                _unchain(tie, far[tie], latest, earlier)
                far[tie] = other
                earlier[tie] = latest[other]
                latest[other] = tie
    return _pairs(far, laps)


@kernel
def _ring(luck, mean_degree, seed, estate):
    """Return the far ends of the ties of a ring.

    Args:
        luck: float64 ``(n,)``, overwritten.
        mean_degree: twice the ties a household makes onwards round the ring.
        seed: uint64.
        estate: number of the estate.

    Returns:
        int32 ``(n * laps,)``; -1 where there is no tie.
    """
    households = luck.shape[0]
    fill_column(luck, seed, _NONE, estate, _COUNT)
    most = 0
    for u in luck:
        most = max(most, ties_made(u, mean_degree))
    laps = min(most, households // 2)
    far = np.empty(households * laps, np.int32)
    for tie in range(far.shape[0]):
        far[tie] = NOBODY
    for household in range(households):
        for lap in range(1, min(ties_made(luck[household], mean_degree), laps) + 1):
            other = (household + lap) % households
            # Half way round, the other one has made the same tie before.
            if 2 * lap < households or other > household or ties_made(luck[other], mean_degree) < lap:
                far[household * laps + lap - 1] = other
    return far


@kernel
def _mark_known(mark, tie, household, far, latest, earlier):
    """Mark a household and all it knows with the number of the tie that is about to be rewired.

    Args:
        mark: int32 ``(n,)``, changed in place.
        tie: number of a tie the household made.
        household: id.
        far, latest, earlier: int32, as at the head of the file.
    """
    laps = far.shape[0] // mark.shape[0]
    mark[household] = tie
    for own in range(household * laps, (household + 1) * laps):
        if far[own] != NOBODY:
            mark[far[own]] = tie
    met = latest[household]
    while met != NOBODY:
        mark[met // laps] = tie
        met = earlier[met]


@kernel
def _stranger(mark, tie, household, attempts, seed, estate):
    """Return somebody a household does not know, or nobody.

    Args:
        mark: int32 ``(n,)``; the number of the tie at those it knows.
        tie: number of the tie.
        household: id.
        attempts: int64 ``(n,)``, draws each household has made; changed in place.
        seed: uint64.
        estate: number of the estate.
    """
    households = mark.shape[0]
    other = 0
    for _ in range(REDRAWS + 1):  # the last draw is where the walk round all households begins
        other = below(uniform(seed, household, attempts[household], estate, _FAR), households)
        attempts[household] += 1
        if mark[other] != tie:
            return other
    for _ in range(1, households):
        other = other + 1 if other + 1 < households else 0
        if mark[other] != tie:
            return other
    return NOBODY


@kernel
def _unchain(tie, met, latest, earlier):
    """Take a tie out of the chain of those by which somebody was met.

    Args:
        tie: number of the tie.
        met: id of its far end.
        latest: int32 ``(n,)``, changed in place.
        earlier: int32 ``(n * laps,)``, changed in place.
    """
    if latest[met] == tie:
        latest[met] = earlier[tie]
        return
    later = latest[met]
    while earlier[later] != tie:
        later = earlier[later]
    earlier[later] = earlier[tie]


@kernel
def _pairs(far, laps):
    """Return the pairs of the ties there are.

    Args:
        far: int32 ``(n * laps,)``, the far ends; -1 where there is no tie.
        laps: 0 or more.

    Returns:
        first, second, ties: int32, the pairs, of which as many as there are ties count.
    """
    first, second = np.empty(far.shape[0], np.int32), np.empty(far.shape[0], np.int32)
    ties, household, lap = 0, 0, 0
    for other in far:
        if other != NOBODY:
            first[ties], second[ties] = household, other
            ties += 1
        lap += 1
        if lap == laps:
            household, lap = household + 1, 0
    return first, second, ties
