"""Grievances and disputes: how they arise, are reported, climb the ladder, and end.

Meaning: grievances with the payee arise with bad service and developer legacy, less with trust; between neighbours
with a run-down place, less with ties and a local convention; with the committee where it works badly; others at a
fixed rate. A household reports one the more readily the easier a trusted mediator is to reach, so activation may
raise reports first. Unreported grievances fade after some months. Reported disputes climb a ladder: stairwell,
estate, community, street, court; each rung has people with limited time and a queue by month and household. Mediation
succeeds by trust on both sides and by how local the convention is; what fails or waits too long goes up. A court ends
a dispute and tears the tie.

Equation (a month):
    payee = (a_payee (1 - S) + a_legacy L)(1 - c);      neighbour = a_neighbour (1 - 0.5 K)(1 - w)(1 - 0.5 locality)
    committee = a_committee (1 - q);                    other = a_other
    P(report) = report + reach access trust;            P(success) = succeed + by_trust trust + by_locality locality

Sources: ladder, casebook fengqiao.c1; law against mediation, law.c1; 0.16 of property suits end in mediation (a
Beijing court, 2012 to 2015). Rates assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import clip
from commsim.rules.parameters import Parameter

PAYEE, NEIGHBOUR, COMMITTEE, OTHER = 0, 1, 2, 3
STAIRWELL, ESTATE, COMMUNITY, STREET, COURT = 0, 1, 2, 3, 4


class DisputeParameters(NamedTuple):
    """Parameters of disputes."""

    a_payee: Annotated[
        float, Parameter("a month", 0.0, 1.0, "grievances with the payee at no service, no trust", "assumed")
    ] = 0.05
    a_legacy: Annotated[float, Parameter("a month", 0.0, 1.0, "added by a developer defect", "assumed")] = 0.03
    a_neighbour: Annotated[
        float, Parameter("a month", 0.0, 1.0, "grievances between strangers in a ruined place", "assumed")
    ] = 0.004
    a_committee: Annotated[
        float, Parameter("a month", 0.0, 1.0, "grievances with a committee of no quality", "assumed")
    ] = 0.002
    a_other: Annotated[float, Parameter("a month", 0.0, 1.0, "other grievances", "assumed")] = 0.001
    report: Annotated[float, Parameter("a month", 0.0, 1.0, "chance to report with no mediator at hand", "assumed")] = (
        0.06
    )
    reach: Annotated[float, Parameter("a month", 0.0, 1.0, "chance added by a trusted mediator at hand", "assumed")] = (
        0.30
    )
    near_member: Annotated[
        float, Parameter("share", 0.0, 1.0, "access where an active member lives in the building", "assumed")
    ] = 0.8
    near_committee: Annotated[
        float, Parameter("share", 0.0, 1.0, "access through a committee of full quality", "assumed")
    ] = 0.6
    near_nobody: Annotated[float, Parameter("share", 0.0, 1.0, "access where nobody is near", "assumed")] = 0.2
    fade_months: Annotated[
        float, Parameter("months", 1.0, 120.0, "after which an unreported grievance fades", "assumed")
    ] = 6.0
    case_minutes: Annotated[float, Parameter("minutes", 1.0, 10000.0, "one mediation", "assumed")] = 120.0
    patience: Annotated[
        float, Parameter("months", 1.0, 120.0, "a case waits on a rung before it goes up", "assumed")
    ] = 4.0
    succeed: Annotated[float, Parameter("share", 0.0, 1.0, "mediations that succeed without trust", "assumed")] = 0.15
    by_trust: Annotated[float, Parameter("share", 0.0, 1.0, "added by full trust on both sides", "assumed")] = 0.50
    standing: Annotated[
        float, Parameter("ratio", 0.0, 1.0, "weight with the payee of a committee without legal personality", "assumed")
    ] = 0.8
    by_locality: Annotated[float, Parameter("share", 0.0, 1.0, "added by a local convention", "assumed")] = 0.20
    sue: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "cases nobody could settle that go to court; the others are given up", "assumed"),
    ] = 0.05
    court_months: Annotated[float, Parameter("months", 1.0, 120.0, "a court takes", "assumed")] = 8.0


def payee_rate(service: float, trust: float, legacy: float, p: DisputeParameters) -> float:
    """Return the chance of a grievance with the payee this month (S, c in [0, 1]; legacy 0 or 1)."""
    return clip((p.a_payee * (1.0 - service) + p.a_legacy * legacy) * (1.0 - trust))


def neighbour_rate(condition: float, tie: float, locality: float, p: DisputeParameters) -> float:
    """Return the chance of a grievance with a neighbour this month (K, mean tie and locality in [0, 1])."""
    return clip(p.a_neighbour * (1.0 - 0.5 * condition) * (1.0 - tie) * (1.0 - 0.5 * locality))


def committee_rate(quality: float, p: DisputeParameters) -> float:
    """Return the chance of a grievance with the committee this month (q in [0, 1])."""
    return p.a_committee * (1.0 - quality)


def greatest_rate(kind: int, p: DisputeParameters) -> float:
    """Return a chance no grievance of this kind exceeds (0 payee, 1 neighbour, 2 committee, 3 other)."""
    if kind == PAYEE:
        return p.a_payee + p.a_legacy
    if kind == NEIGHBOUR:
        return p.a_neighbour
    return p.a_committee if kind == COMMITTEE else p.a_other


def report_chance(access: float, trust: float, p: DisputeParameters) -> float:
    """Return the chance that a grievance is reported: access to a mediator and trust in him, both in [0, 1]."""
    return clip(p.report + p.reach * access * trust)


def success_chance(trust: float, locality: float, factor: float, p: DisputeParameters) -> float:
    """Return the chance that a mediation succeeds (trust and locality in [0, 1]; the leader's factor, about 1)."""
    return clip((p.succeed + p.by_trust * trust + p.by_locality * locality) * factor)
