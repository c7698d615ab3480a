"""Whether something happens whose log odds are known, compiled: mostly without an exponential.

The exact answer is ``lot < sigmoid(logit)``. Where the logistic function at the two ends of a short interval around the
log odds already decides, the same answer costs two comparisons; else, in about one case of a hundred, the function is
worked out. The bounds leave a margin a thousand times the error of ``exp``, so that no answer can differ.
"""

from __future__ import annotations

import numpy as np

from commsim.engine.jit import inlined
from commsim.rules.arithmetic import sigmoid

REACH = 16.0
STEPS = 16
"""Bounds are kept for log odds from -16 to 16, in steps of 1/16."""

MARGIN = 1e-12
_GRID = [sigmoid(-REACH + step / STEPS) for step in range(int(2 * REACH) * STEPS + 1)]
_BELOW = np.array([value - MARGIN for value in _GRID])
_ABOVE = np.array([value + MARGIN for value in _GRID])


@inlined
def happens(lot, logit):
    """Return ``lot < sigmoid(logit)`` for a draw in (0, 1) and log odds that are a number."""
    if -REACH <= logit < REACH:
        step = np.uint64((logit + REACH) * STEPS)
        surely = lot < _BELOW[step]
        # One branch, which nearly always goes the same way, and none on the answer, which nobody can predict.
        if surely | (lot >= _ABOVE[step + np.uint64(1)]):
            return surely
    return lot < sigmoid(logit)
