"""The core model in NumPy and SciPy: a sparse matrix for the trust network, one array operation a step of the rule.

Written by a user who cares about time: whatever never changes is computed once, and a month is about ten array
operations and one product of the matrix with last month's payments. NumPy's ``exp`` may differ from ``math.exp`` in
the last bit; a draw would have to fall into that gap of about 1e-16 for a decision to differ.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from benchmarks.core_model import CoreInputs, CoreResult, standing_utility
from commsim.draws import Stream, block

HUMP = 2
Luck = Callable[[int], npt.NDArray[np.float64]]
"""The draws of one month, float64 ``(n,)``, by month."""


def keyed_luck(inputs: CoreInputs) -> Luck:
    """Return the draws all implementations share: Philox, keyed by household and month."""
    number, row = divmod(Stream.PAY, 4)
    return lambda month: block(inputs.seed, inputs.world.households, month, 0, number)[row]


def numpy_luck(inputs: CoreInputs) -> Luck:
    """Return draws of NumPy's own generator: other luck, but what a user of NumPy would take and pay for."""
    rng = np.random.default_rng(inputs.seed)
    return lambda _: rng.random(inputs.world.households)


def run(inputs: CoreInputs, keep_who: bool = False, luck_of: Callable[[CoreInputs], Luck] = keyed_luck) -> CoreResult:
    """Run the core model with arrays.

    Args:
        inputs: the estate.
        keep_who: keep who paid, month by month.
        luck_of: makes the source of draws.
    """
    world, p, start = inputs.world, inputs.fees, inputs.start
    n, w0, shown = world.households, inputs.norms.w0, inputs.norms.disclosure_base
    trust = csr_array((world.weight[world.edge_of], world.neighbours, world.indptr), shape=(n, n))
    weight = np.array([p.J, p.J_free_rider, p.J, p.J_unconditional])[world.kind]
    hump = world.kind == HUMP
    standing = standing_utility(inputs)
    holds = trust @ np.ones(n) + w0
    billed = int(world.fee_fen.sum())
    luck = luck_of(inputs)
    place = (1.0 - shown) * (start.service + start.condition) / 2.0
    pays, rate = world.pays, start.fee_rate
    payers, fee_rate, who = [], [], []
    for month in range(1, inputs.months + 1):
        norm = (trust @ pays.astype(np.float64) + w0 * (shown * rate + place)) / holds
        norm = np.where(hump, np.minimum(norm, 1.0 - norm), norm)
        pays = luck(month) < 1.0 / (1.0 + np.exp(-standing - weight * norm))
        payers.append(int(np.count_nonzero(pays)))
        rate = payers[-1] / n
        fee_rate.append(int(world.fee_fen[pays].sum()) / billed)
        if keep_who:
            who.append(pays)
    return CoreResult(payers, fee_rate, np.array(who) if keep_who else None)


def run_own_luck(inputs: CoreInputs, keep_who: bool = False) -> CoreResult:
    """Run the core model with arrays and NumPy's own draws: as fast as NumPy goes, but another history."""
    return run(inputs, keep_who, numpy_luck)
