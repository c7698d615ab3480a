"""Participation of everyone who is not activated: a vote, a meeting, an hour of help.

Meaning: a household takes part the more it feels it belongs, trusts self-government, is visited by somebody it trusts
and sees its neighbours take part; work and care keep the young and middle-aged away, tenants have less at stake.

Equation:
    P(take part) = sigma(a + b_beta beta + b_g g + b_v visit trust + b_n share_N - cost(age, tenure))
with share_N the trust-weighted share of neighbours who took part last month.

Sources: predictors and signs, Perkins, Brown & Taylor 1996; "a stage for the old, the young rarely take part"
(casebook jinzhai.elderly). Values assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.parameters import Parameter

YOUNG, MIDDLE, OLD = 0, 1, 2
OWNER, TENANT, ABSENT = 0, 1, 2


class ParticipationParameters(NamedTuple):
    """Parameters of participation."""

    a: Annotated[float, Parameter("logit", -20.0, 20.0, "intercept", "assumed")] = -3.5
    b_beta: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of belonging", "assumed")] = 1.5
    b_g: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of trust in self-government", "assumed")] = 1.5
    b_v: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of a trusted visitor", "assumed")] = 1.0
    b_n: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of neighbours who took part", "assumed")] = 1.5
    cost_young: Annotated[float, Parameter("logit", 0.0, 20.0, "cost, under 35 years", "assumed")] = 0.6
    cost_middle: Annotated[float, Parameter("logit", 0.0, 20.0, "cost, 35 to 60 years", "assumed")] = 0.5
    cost_old: Annotated[float, Parameter("logit", 0.0, 20.0, "cost, over 60 years", "assumed")] = 0.0
    cost_tenant: Annotated[float, Parameter("logit", 0.0, 20.0, "cost added for tenants", "assumed")] = 0.5
    minutes: Annotated[
        float, Parameter("minutes a month", 0.0, 10000.0, "work for the committee by one who takes part", "assumed")
    ] = 30.0


def cost(age: int, tenure: int, p: ParticipationParameters) -> float:
    """Return the cost of taking part (logit) for an age group (0 to 2) and tenure (1 is a tenant)."""
    by_age = p.cost_middle
    if age == YOUNG:
        by_age = p.cost_young
    elif age == OLD:
        by_age = p.cost_old
    return by_age + p.cost_tenant if tenure == TENANT else by_age


def participation_logit(
    belonging: float, trust_self: float, visit: float, neighbours: float, cost_of: float, p: ParticipationParameters
) -> float:
    """Return the log odds that a household takes part this month.

    Args:
        belonging: beta in [0, 1].
        trust_self: trust in self-government g in [0, 1].
        visit: trust in the visitor where visited lately, in [-1, 1]; else 0.
        neighbours: trust-weighted share of neighbours who took part last month, in [0, 1].
        cost_of: cost by age and tenure (logit).
        p: parameters of the group ``participation``.
    """
    return p.a + p.b_beta * belonging + p.b_g * trust_self + p.b_v * visit + p.b_n * neighbours - cost_of
