"""The leader (头雁): what a good one multiplies, and what is left when the leader goes.

Meaning: a leader's quality multiplies how well places of members are filled, how self-government is trusted, and how
well members mediate. Without a leader all stands at 1. When the leader goes, the bench of successors decides how much
stays of what the leader added or took away; with no bench all stands at 1 again.

Equation:
    factor = 1 + strength (2 quality - 1) with a leader, 1 without
    quality after = 1/2 + bench (quality - 1/2)

Sources: casebook leader.c1, leader.c2 (claims, tested by switching the mechanism off). Strength assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.parameters import Parameter

NO_EFFECT = 0.5
"""Quality of a leader who neither adds nor takes away."""


class LeaderParameters(NamedTuple):
    """Parameters of the leader."""

    strength: Annotated[
        float, Parameter("share", 0.0, 1.0, "what the best leader adds, the worst takes away", "assumed")
    ] = 0.25


def leader_factor(present: bool, quality: float, p: LeaderParameters) -> float:
    """Return the factor on recruitment, trust in self-government and mediation; quality in [0, 1]."""
    if not present:
        return 1.0
    return 1.0 + p.strength * (2.0 * quality - 1.0)


def quality_after(quality: float, bench: float) -> float:
    """Return the quality of whoever follows, in [0, 1], for a bench in [0, 1]."""
    return NO_EFFECT + bench * (quality - NO_EFFECT)
