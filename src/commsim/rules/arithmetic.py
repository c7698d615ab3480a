"""The few numerical building blocks every rule shares.

They are written so that plain Python and a compiler give the same bits: only ``+ - * /``, ``math.exp`` and branches,
with every argument guarded (``math.exp(800)`` raises in Python).
"""

from __future__ import annotations

import math

FEN_PER_YUAN = 100
MINUTES_PER_HOUR = 60


def sigmoid(x: float) -> float:
    """Return the logistic function 1 / (1 + exp(-x)), branching on the sign so that ``exp`` never overflows."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x) if x > -700.0 else 0.0
    return e / (1.0 + e)


def clip(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return ``x`` held inside [low, high]."""
    if x < low:
        return low
    if x > high:
        return high
    return x


def to_fen(amount: float) -> int:
    """Turn a float amount of fen, at least 0, into whole fen by floor: the only place where this happens."""
    if amount <= 0.0:
        return 0
    return int(amount)


def share_of(fen: int, share: float) -> int:
    """Return ``share`` of a sum of fen, in whole fen, never more than the sum."""
    part = to_fen(fen * share)
    if part > fen:
        return fen
    return part


def ratio(part: float, whole: float, empty: float = 0.0) -> float:
    """Return ``part / whole``, or ``empty`` where there is no whole."""
    if whole == 0.0:
        return empty
    return part / whole
