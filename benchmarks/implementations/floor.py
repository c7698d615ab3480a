"""The memory floor: a compiled loop that only gathers the state of a household's neighbours and stores one number.

No rule, no luck, no money: what is left is the price of asking one's neighbours. State is one byte a household, trust
one float64 a neighbour. Nothing that simulates a network household by household in this memory layout can be faster.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from benchmarks.core_model import CoreInputs


@numba.njit(nogil=True, error_model="numpy")
def gather(state, trust, neighbours, indptr, months, out):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Gather once a household and month.

    Args:
        state: uint8 ``(n,)``, 1 where the household pays.
        trust: float64 ``(2 e,)``, one number a neighbour.
        neighbours: int32 ``(2 e,)``.
        indptr: int64 ``(n + 1,)``, where each household's neighbours begin.
        months: how often.
        out: float64 ``(n,)``, overwritten: trust in those who pay.
    """
    for _ in range(months):
        for household in range(out.shape[0]):
            paying = 0.0
            for slot in range(indptr[household], indptr[household + 1]):
                paying += trust[slot] * state[neighbours[slot]]
            out[household] = paying


def run(inputs: CoreInputs) -> npt.NDArray[np.float64]:
    """Gather every month of a run; return the last month's sums, float64 ``(n,)``."""
    world = inputs.world
    out = np.empty(world.households)
    trust = world.weight[world.edge_of]
    gather(world.pays.astype(np.uint8), trust, world.neighbours, world.indptr, inputs.months, out)
    return out
