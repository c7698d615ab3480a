"""Ties: trust between neighbours, and between a household and its visitor.

Meaning: who an acquaintance is stays fixed in a run, how far he is trusted moves. Ties between households grow when
both took part in the same month, and fade slowly. A visit builds trust between member and household only; a visit
that was due and not paid costs some. A quarrel that goes to court halves the tie.

Equation:
    w <- clip(w + min(up (1 - w), room_i, room_j) both - down w),   room_i = max(0, cap - sum_j w_ij) / degree_i
so that sum_j w_ij never exceeds the cap. Trust in a visitor lies in [-1, 1]: 0 a stranger, below 0 distrusted;
credibility = (1 + visitor tie) / 2, so that v = visit (2 credibility - 1) = visit times visitor tie.

Sources: time for close ties is bounded, Dunbar 1998 (the cap is assumed); "law settles a dispute but tears relations"
(casebook law.c1). Values assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import clip
from commsim.rules.parameters import Parameter


class TieParameters(NamedTuple):
    """Parameters of ties."""

    up: Annotated[
        float, Parameter("a month", 0.0, 1.0, "growth by joint activity or a visit", "calibrated: M1, M2, M11, M12")
    ] = 0.15
    down: Annotated[float, Parameter("a month", 0.0, 1.0, "fading", "assumed")] = 0.01
    cap: Annotated[
        float, Parameter("ties", 0.1, 100.0, "most trust a household can hold over all its ties", "assumed")
    ] = 6.0
    court: Annotated[float, Parameter("share", 0.0, 1.0, "what a suit leaves of a tie", "assumed")] = 0.5
    missed: Annotated[
        float, Parameter("a month", 0.0, 1.0, "trust in a visitor lost by a visit that was due and not paid", "assumed")
    ] = 0.05


def room(tie_sum: float, degree: int, p: TieParameters) -> float:
    """Return by how much each tie of a household may still grow, given the sum of its ties and its degree (above 0)."""
    left = p.cap - tie_sum
    return left / degree if left > 0.0 else 0.0


def tie_next(weight: float, joint: bool, room_a: float, room_b: float, p: TieParameters) -> float:
    """Return a tie at the end of the month, in [0, 1]; ``joint``: both took part, or one visited the other."""
    growth = 0.0
    if joint:
        growth = p.up * (1.0 - weight)
        if room_a < growth:
            growth = room_a
        if room_b < growth:
            growth = room_b
    return clip(weight + growth - p.down * weight)


def visitor_tie_next(tie: float, visited: bool, due: bool, p: TieParameters) -> float:
    """Return trust in the visitor at the end of the month, in [-1, 1]; ``due``: a visit was due this month."""
    if visited:
        return tie + p.up * (1.0 - tie)
    if due:
        return clip(tie - p.missed, -1.0, 1.0)
    return tie - p.down * tie
