"""The keyed luck, compiled: the same bits as ``commsim.draws``.

Concepts:
    key: ``k0, k1``, the low and high half of the seed; counter: (agent, index, estate, stream // 4).
    block: the four words of one counter, for the four streams 4 b to 4 b + 3.

Every word is an unsigned 64-bit number below 2**32: a signed product would overflow, which a compiler may assume never
happens. Source: Salmon et al. (2011), Random123; see ``commsim.draws``.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import MULTIPLIER_0, MULTIPLIER_1, ROUNDS, STEP, WEYL_0, WEYL_1
from commsim.engine.jit import inlined, kernel

_MASK = np.uint64(0xFFFFFFFF)
_M0, _M1 = np.uint64(MULTIPLIER_0), np.uint64(MULTIPLIER_1)
_W0, _W1 = np.uint64(WEYL_0), np.uint64(WEYL_1)
_HALF = np.uint64(32)


assert ROUNDS == 10, "the rounds are written out in ``words``"


@inlined
def _round(c0, c1, c2, c3, k0, k1):
    """Return counter and key after one round."""
    even = _M0 * c0
    odd = _M1 * c2
    first = (odd >> _HALF) ^ c1 ^ k0
    third = (even >> _HALF) ^ c3 ^ k1
    return first, odd & _MASK, third, even & _MASK, (k0 + _W0) & _MASK, (k1 + _W1) & _MASK


@inlined
def words(agent, index, estate, block, seed):
    """Return the four words of a block, uint64 below 2**32.

    Args:
        agent, index, estate, block: counter, whole numbers below 2**32.
        seed: uint64.
    """
    c0, c1, c2, c3 = np.uint64(agent), np.uint64(index), np.uint64(estate), np.uint64(block)
    k0, k1 = seed & _MASK, seed >> _HALF
    # Ten rounds written out: a loop in here would keep the loop over agents from being done several agents at a time.
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    c0, c1, c2, c3, k0, k1 = _round(c0, c1, c2, c3, k0, k1)
    return c0, c1, c2, c3


@inlined
def as_uniform(word):
    """Return the uniform of a word: (word + 0.5) 2**-32, in (0, 1)."""
    return (np.float64(word) + 0.5) * STEP


@kernel
def uniform(seed, agent, index, estate, stream):
    """Return one draw; the bits of ``commsim.draws.uniform``.

    Args:
        seed: uint64.
        agent, index, estate: whole numbers below 2**32.
        stream: a plain whole number, the value of a ``Stream``.
    """
    w0, w1, w2, w3 = words(agent, index, estate, stream >> 2, seed)
    place = stream & 3
    if place == 0:
        return as_uniform(w0)
    if place == 1:
        return as_uniform(w1)
    if place == 2:
        return as_uniform(w2)
    return as_uniform(w3)


@kernel
def fill_column(out, seed, index, estate, stream):
    """Fill a column with one draw an agent.

    Args:
        out: float64 ``(n,)``, overwritten; entry a has the bits of ``uniform(seed, a, index, estate, stream)``.
        seed: uint64.
        index, estate, stream: as for :func:`uniform`.
    """
    block = stream >> 2
    place = stream & 3
    for agent in range(out.shape[0]):
        w0, w1, w2, w3 = words(agent, index, estate, block, seed)
        word = w0 if place == 0 else (w1 if place == 1 else (w2 if place == 2 else w3))
        out[agent] = as_uniform(word)


@kernel
def fill_block(out, first, count, seed, index, estate, block):
    """Fill the first columns of a tile with the four draws of some agents in a row.

    Args:
        out: float64 ``(4, at least count)``, overwritten; ``out[w, a]`` is the draw of agent ``first + a`` for the
            stream ``4 * block + w``.
        first, count: the agents.
        seed: uint64.
        index, estate, block: counter.
    """
    for place in range(count):
        w0, w1, w2, w3 = words(first + place, index, estate, block, seed)
        out[0, place] = as_uniform(w0)
        out[1, place] = as_uniform(w1)
        out[2, place] = as_uniform(w2)
        out[3, place] = as_uniform(w3)
