"""The owners' committee: its quality, and what quality does.

Meaning: a committee is as good as the work really done for it by members, the branch and people who take part; one in
name only (q = 0) does nothing. Oversight, disclosure and the revenue reaching owners are each multiplied by q;
existence alone gives nothing. A committee can be captured by a faction, the more easily the fewer take part; this
halves its oversight and lets money leak until it is re-elected.

Equation:
    q <- q + rate (done / needed - q),   needed = fixed + per household
    oversight = q (half of it when captured);   P(capture) = capture (1 - participation) a month

Sources: about 0.20 to 0.30 of committees really work (Guangzhou 2026, Wuhan about 2025); "in name only" (casebook
jinzhai.committee). Values assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import clip
from commsim.rules.parameters import Parameter


class CommitteeParameters(NamedTuple):
    """Parameters of the owners' committee."""

    rate: Annotated[
        float, Parameter("a month", 0.0, 1.0, "speed at which quality follows the work done", "assumed")
    ] = 0.12
    fixed_minutes: Annotated[float, Parameter("minutes a month", 0.0, 1e6, "work whatever the size", "assumed")] = (
        1200.0
    )
    household_minutes: Annotated[
        float, Parameter("minutes a month", 0.0, 1e4, "work for each household", "assumed")
    ] = 6.0
    capture: Annotated[
        float, Parameter("a month", 0.0, 1.0, "chance of capture by a faction where nobody takes part", "assumed")
    ] = 0.0005
    capture_loss: Annotated[
        float, Parameter("share", 0.0, 1.0, "oversight and revenue lost to a faction", "assumed")
    ] = 0.5


def work_needed(households: int, p: CommitteeParameters) -> int:
    """Return the work of a committee, minutes a month, for so many households."""
    return int(p.fixed_minutes + p.household_minutes * households)


def quality_next(quality: float, done: float, p: CommitteeParameters) -> float:
    """Return q at the end of the month, in [0, 1]; ``done`` is the share of its work really done."""
    return clip(quality + p.rate * (clip(done) - quality))


def oversight(quality: float, captured: bool, p: CommitteeParameters) -> float:
    """Return how far the payee and the accounts are overseen, in [0, 1]."""
    return quality * (1.0 - p.capture_loss) if captured else quality


def capture_chance(participation: float, p: CommitteeParameters) -> float:
    """Return the chance that a faction captures the committee this month; ``participation`` in [0, 1]."""
    return p.capture * (1.0 - participation)
