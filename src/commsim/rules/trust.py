"""Trust in the payee and in self-government.

Meaning: trust moves towards what is experienced and disclosed, faster down than up; it is pulled towards the mean of
trusted neighbours and held back by the first impression; a new grievance takes a piece of trust in the payee at once.
What a month of pressure by one's work unit does to it is disputed: its sign is free, and 0 by default.

Equation:
    x <- clip(x + u (x* - x) + s W / (W + h) (x_N - x) + k (x_0 - x) - shock),  u = up if x* > x else down
    c* = w S + (1 - w) D,     g* = max(q, members' share of the work done) times the leader's factor
with x_N the trust-weighted mean of the neighbours, W the sum of ties, x_0 the first impression.

Sources: asymmetry, Slovic 1993 (direction; the ratio is assumed); neighbours and anchor, Friedkin & Johnsen 1990:
with u = 0 and h = 0 the steady state is theirs, with susceptibility s / (s + k). Values assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import clip
from commsim.rules.parameters import Parameter


class TrustParameters(NamedTuple):
    """Parameters of trust."""

    up: Annotated[
        float, Parameter("a month", 0.0, 1.0, "speed at which trust rises", "calibrated: M1, M2, M11, M12")
    ] = 0.08
    down: Annotated[float, Parameter("a month", 0.0, 1.0, "speed at which trust falls", "direction: Slovic 1993")] = (
        0.14
    )
    social: Annotated[float, Parameter("a month", 0.0, 1.0, "pull of trusted neighbours", "assumed")] = 0.10
    half: Annotated[float, Parameter("ties", 0.0, 100.0, "sum of ties at which the pull is half", "assumed")] = 1.0
    anchor: Annotated[
        float,
        Parameter(
            "a month", 0.0, 1.0, "pull of the first impression", "Friedkin & Johnsen 1990; calibrated: M1, M2, M11, M12"
        ),
    ] = 0.01
    experience: Annotated[
        float, Parameter("share", 0.0, 1.0, "weight of service against disclosure in trust in the payee", "assumed")
    ] = 0.70
    grievance: Annotated[float, Parameter("share", 0.0, 1.0, "trust in the payee lost by a grievance", "assumed")] = (
        0.10
    )
    settled: Annotated[float, Parameter("share", 0.0, 1.0, "trust in the payee regained by mediation", "assumed")] = (
        0.05
    )
    pressure: Annotated[
        float,
        Parameter("a month", -1.0, 1.0, "trust in the payee lost by full pressure of one's work unit", "assumed"),
    ] = 0.0
    members: Annotated[
        float, Parameter("share", 0.0, 1.0, "trust in self-government that members' work alone can earn", "assumed")
    ] = 0.6
    newcomer: Annotated[float, Parameter("share", 0.0, 1.0, "first trust in a new payee nobody chose", "assumed")] = (
        0.40
    )
    chosen: Annotated[
        float, Parameter("share", 0.0, 1.0, "added, times trust in self-government, if the owners chose it", "assumed")
    ] = 0.30


def payee_target(service: float, disclosed: float, p: TrustParameters) -> float:
    """Return c* in [0, 1]: the service experienced and the accounts disclosed."""
    return p.experience * service + (1.0 - p.experience) * disclosed


def self_target(committee: float, work_done: float, factor: float, p: TrustParameters) -> float:
    """Return g* in [0, 1], what self-government really does.

    Args:
        committee: how far the committee works and oversees, in [0, 1].
        work_done: share of the work asked of active members that is done, in [0, 1]; 0 where nobody serves.
        factor: the leader's factor, about 1.
        p: parameters of the group ``trust``.
    """
    by_members = p.members * work_done
    return clip((committee if committee > by_members else by_members) * factor)


def trust_next(
    value: float, target: float, tie_sum: float, neighbours: float, first: float, shock: float, p: TrustParameters
) -> float:
    """Return trust at the end of the month, in [0, 1].

    Args:
        value: trust now.
        target: what is experienced, in [0, 1].
        tie_sum: sum W of the trust on the household's ties.
        neighbours: trust-weighted mean of the neighbours' trust (any value where W is 0).
        first: first impression.
        shock: loss (or, negative, gain) this month.
        p: parameters of the group ``trust``.
    """
    speed = p.up if target > value else p.down
    moved = value + speed * (target - value) + p.anchor * (first - value)
    if tie_sum > 0.0:
        moved = moved + p.social * (tie_sum / (tie_sum + p.half)) * (neighbours - value)
    return clip(moved - shock)


def first_trust(trust_self: float, chosen: bool, p: TrustParameters) -> float:
    """Return the first impression of a new payee, in [0, 1]; ``chosen``: by the owners' own vote."""
    return clip(p.newcomer + p.chosen * trust_self) if chosen else p.newcomer
