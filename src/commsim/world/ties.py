"""The trust network as columns: ties in order, who is next to whom, and trust at the start.

A generator or a file names pairs of households, each pair once, in any order. Here they become the columns every
driver reads: ties sorted by (lower id, higher id), and for each household a run of slots with its neighbours ascending.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from commsim.draws import Stream, uniforms_at
from commsim.world.columns import Floats, Ids, Wholes
from commsim.world.households import start_tie


class Pairs(NamedTuple):
    """Pairs of acquaintances as they were made or read.

    Attributes:
        first: int64 ``(e,)``, ids.
        second: int64 ``(e,)``, ids; never the same as first, and no pair twice, in neither order.
        trust: float64 ``(e,)`` as a file gave it, NaN where it gave none; None where pairs were generated.
    """

    first: Wholes
    second: Wholes
    trust: Floats | None = None


class Ties(NamedTuple):
    """The network's columns; see `commsim.world.columns.World`, whose last fields these are."""

    edge_a: Ids
    edge_b: Ids
    weight: Floats
    indptr: Wholes
    neighbours: Ids
    edge_of: Ids


def tie_columns(pairs: Pairs, households: int, seed: int, estate: int, mean: float, cap: float) -> Ties:
    """Return the columns of a network.

    Args:
        pairs: e pairs, trust given or not.
        households: n.
        seed: 0 to 2**64 - 1.
        estate: number of the estate, which keys the draws.
        mean: mean trust on a tie where the pairs give none, 0 to 1.
        cap: most trust a household can hold over all its ties, above 0.
    """
    low, high = np.minimum(pairs.first, pairs.second), np.maximum(pairs.first, pairs.second)
    order = np.argsort(low * households + high, kind="stable")
    edge_a, edge_b = low[order], high[order]
    ends, others = np.concatenate((edge_a, edge_b)), np.concatenate((edge_b, edge_a))
    slots = np.lexsort((others, ends))
    numbers = np.arange(edge_a.shape[0], dtype=np.int32)
    degree = np.bincount(ends, minlength=households)
    weight = _drawn(edge_a, edge_b, degree, seed, estate, mean, cap)
    if pairs.trust is not None:
        given = pairs.trust[order].tolist()
        weight = [drawn if math.isnan(trust) else trust for drawn, trust in zip(weight, given, strict=True)]
        weight = _within_cap(weight, edge_a.tolist(), edge_b.tolist(), households, cap)
    return Ties(
        edge_a.astype(np.int32),
        edge_b.astype(np.int32),
        np.array(weight, np.float64),
        _starts(degree),
        others[slots].astype(np.int32),
        np.concatenate((numbers, numbers))[slots],
    )


def _starts(degree: npt.NDArray[np.integer]) -> Wholes:
    """Return where each household's slots begin, and after the last one where they end."""
    starts = [0]
    for ties in degree.tolist():
        starts.append(starts[-1] + ties)
    return np.array(starts, np.int64)


def _drawn(
    edge_a: Wholes,
    edge_b: Wholes,
    degree: npt.NDArray[np.integer],
    seed: int,
    estate: int,
    mean: float,
    cap: float,
) -> list[float]:
    """Return the trust drawn for each tie: its luck belongs to the two households, not to its place in the list."""
    luck = uniforms_at(seed, edge_a, edge_b, estate, Stream.TIE_WEIGHT).tolist()
    most = np.maximum(degree[edge_a], degree[edge_b]).tolist()
    return [start_tie(u, mean, cap, ties) for u, ties in zip(luck, most, strict=True)]


def _within_cap(weight: list[float], edge_a: list[int], edge_b: list[int], households: int, cap: float) -> list[float]:
    """Return the weights, those of households that hold more than the cap scaled down to it, all others as given."""
    held = [0.0] * households
    for a, b, trust in zip(edge_a, edge_b, weight, strict=True):
        held[a] += trust
        held[b] += trust
    most = [max(held[a], held[b]) for a, b in zip(edge_a, edge_b, strict=True)]
    return [trust * cap / total if total > cap else trust for trust, total in zip(weight, most, strict=True)]
