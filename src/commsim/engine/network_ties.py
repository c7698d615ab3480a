"""The trust network as columns, compiled: the same ones as ``commsim.world.ties``, sorted by counting.

Pairs are dealt out to their higher end. Taken up again in the order of the higher ends and dealt out to their lower
end, they lie sorted by (lower, higher), and numbered; in this order, each household's neighbours come up ascending.
"""

from __future__ import annotations

import math

import numpy as np

from commsim.draws import Stream
from commsim.engine.jit import kernel
from commsim.engine.luck import as_uniform, words
from commsim.world.households import start_tie

_BLOCK, _WORD = np.int64(Stream.TIE_WEIGHT >> 2), int(Stream.TIE_WEIGHT) & 3


@kernel
def tie_columns(first, second, ties, trust, households):
    """Return who is tied to whom, in order.

    Args:
        first, second: int32, pairs of ids, each pair once, in any order; as many as there are ties count.
        ties: e.
        trust: float64 ``(e,)`` as a file gives it, or ``(0,)`` where pairs were generated.
        households: n.

    Returns:
        edge_a, edge_b, given, indptr, neighbours, edge_of; given is the trust in the order of the ties, all others are
        as in `commsim.world.columns.World`.
    """
    indptr = np.empty(households + 1, np.int64)
    begins = np.empty(households + 1, np.int64)  # of the ties whose lower end a household is
    free = np.empty(households, np.int64)
    for household in range(households + 1):
        indptr[household], begins[household] = 0, 0
    for tie in range(ties):
        indptr[first[tie] + 1] += 1
        indptr[second[tie] + 1] += 1
        begins[min(first[tie], second[tie]) + 1] += 1
    for household in range(households):
        free[household] = indptr[household] - begins[household]
        indptr[household + 1] += indptr[household]
        begins[household + 1] += begins[household]
    dealt, edge_b = np.empty(ties, np.int32), np.empty(ties, np.int32)
    given = np.empty(trust.shape[0], np.float64)
    for tie in range(ties):
        higher = max(first[tie], second[tie])
        dealt[free[higher]] = tie
        free[higher] += 1
    taken = 0
    for household in range(households):
        # What was free has been filled by now, and is free again for the second deal, up to the household.
        end, free[household] = free[household], begins[household]
        while taken < end:
            lower = min(first[dealt[taken]], second[dealt[taken]])
            edge_b[free[lower]] = household
            if trust.shape[0] > 0:
                given[free[lower]] = trust[dealt[taken]]
            free[lower] += 1
            taken += 1
    edge_a, neighbours, edge_of = np.empty(ties, np.int32), np.empty(2 * ties, np.int32), np.empty(2 * ties, np.int32)
    for household in range(households):
        free[household] = indptr[household]
    for household in range(households):
        for tie in range(begins[household], begins[household + 1]):
            other = edge_b[tie]
            edge_a[tie] = household
            neighbours[free[household]], edge_of[free[household]] = other, tie
            neighbours[free[other]], edge_of[free[other]] = household, tie
            free[household] += 1
            free[other] += 1
    return edge_a, edge_b, given, indptr, neighbours, edge_of


@kernel
def tie_weights(edge_a, edge_b, indptr, given, start, seed, estate):
    """Return the trust on each tie.

    Args:
        edge_a, edge_b: int32 ``(e,)``, the ties in order.
        indptr: int64 ``(n + 1,)``.
        given: float64 ``(e,)``, trust from a file, NaN where it is to be drawn; ``(0,)`` where all is to be drawn.
        start: `commsim.engine.building_plan.Beginning`.
        seed: uint64.
        estate: number of the estate.

    Returns:
        float64 ``(e,)``.
    """
    ties = edge_a.shape[0]
    weight = np.empty(ties, np.float64)
    for tie in range(ties):
        a, b = np.int64(edge_a[tie]), np.int64(edge_b[tie])
        weight[tie] = as_uniform(words(a, b, estate, _BLOCK, seed)[_WORD])
    for tie in range(ties):
        a, b = np.int64(edge_a[tie]), np.int64(edge_b[tie])
        most = max(indptr[a + 1] - indptr[a], indptr[b + 1] - indptr[b])
        weight[tie] = start_tie(weight[tie], start.tie, start.cap, most)
    if given.shape[0] > 0:
        for tie in range(ties):
            if not math.isnan(given[tie]):
                weight[tie] = given[tie]
        _keep_within_cap(weight, edge_a, edge_b, indptr.shape[0] - 1, start.cap)
    return weight


@kernel
def _keep_within_cap(weight, edge_a, edge_b, households, cap):
    """Scale down the trust of households that hold more than the cap.

    Args:
        weight: float64 ``(e,)``, changed in place.
        edge_a, edge_b: int32 ``(e,)``.
        households: n.
        cap: most trust a household can hold over all its ties.
    """
    held = np.empty(households, np.float64)
    for household in range(households):
        held[household] = 0.0
    for tie in range(weight.shape[0]):
        held[edge_a[tie]] += weight[tie]
        held[edge_b[tie]] += weight[tie]
    for tie in range(weight.shape[0]):
        total = max(held[edge_a[tie]], held[edge_b[tie]])
        if total > cap:
            weight[tie] = weight[tie] * cap / total
