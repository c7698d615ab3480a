"""The owners' assembly: who votes, and when a matter is carried.

Meaning: the law asks for owners both by area and by number. Ballots are collected for some months; an owner votes if
he takes part anyway, or if somebody knocks on his door and finds him in. So most estates fail the quorum unless
somebody knocks on doors; no body of members helps a vote except by these contacts.

Equation (exact integers; TA, TN all owners by area and number, PA, PN those taking part, YA, YN those in favour):
    from 2021-01-01, Civil Code art. 278:  3 PA >= 2 TA and 3 PN >= 2 TN, and
        ordinary matters  2 YA > PA and 2 YN > PN;   special matters  4 YA >= 3 PA and 4 YN >= 3 PN
    before, Property Law art. 76:  ordinary  2 YA > TA and 2 YN > TN;   fund  3 YA >= 2 TA and 3 YN >= 2 TN
    P(yes) = sigma(a + b_g g + b_v visit - b_gain gain)

Sources: the two statutes; 0.25 hours a try and 0.4 answered are assumed, as are the weights of the vote.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.parameters import Parameter

CIVIL_CODE_YEAR = 2021


class AssemblyParameters(NamedTuple):
    """Parameters of the owners' assembly."""

    try_minutes: Annotated[float, Parameter("minutes", 1.0, 1000.0, "one try at a door", "assumed")] = 15.0
    answered: Annotated[float, Parameter("share", 0.0, 1.0, "tries at which an owner is met and votes", "assumed")] = (
        0.4
    )
    absent: Annotated[
        float, Parameter("ratio", 0.0, 1.0, "the same for owners of vacant homes, in proportion", "assumed")
    ] = 0.5
    a: Annotated[float, Parameter("logit", -20.0, 20.0, "intercept of a yes", "calibrated: M5")] = 1.4
    b_g: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of trust in self-government", "assumed")] = 2.0
    b_v: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of a trusted visitor", "assumed")] = 1.0
    b_gain: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of a private gain from disorder", "assumed")] = 2.0


class Ballot(NamedTuple):
    """A count: areas in 0.01 m², numbers in owners.

    Attributes:
        area: TA, area of all owners.
        owners: TN, all owners.
        area_voting: PA.
        owners_voting: PN.
        area_yes: YA.
        owners_yes: YN.
    """

    area: int
    owners: int
    area_voting: int
    owners_voting: int
    area_yes: int
    owners_yes: int


def quorum_2021(b: Ballot) -> bool:
    """Tell whether owners of two thirds of the area and two thirds in number take part (Civil Code art. 278)."""
    return 3 * b.area_voting >= 2 * b.area and 3 * b.owners_voting >= 2 * b.owners


def consent_2021(b: Ballot, special: bool) -> bool:
    """Tell whether those taking part agree: more than half, or at least three quarters (Civil Code art. 278)."""
    if special:
        return 4 * b.area_yes >= 3 * b.area_voting and 4 * b.owners_yes >= 3 * b.owners_voting
    return 2 * b.area_yes > b.area_voting and 2 * b.owners_yes > b.owners_voting


def consent_2007(b: Ballot, fund: bool) -> bool:
    """Tell whether more than half, or two thirds for the fund and rebuilding, of all agree (Property Law art. 76)."""
    if fund:
        return 3 * b.area_yes >= 2 * b.area and 3 * b.owners_yes >= 2 * b.owners
    return 2 * b.area_yes > b.area and 2 * b.owners_yes > b.owners


def carried(b: Ballot, year: int, special: bool, fund: bool, quorum: bool) -> bool:
    """Tell whether a matter is carried under the law of the year.

    Args:
        b: the count.
        year: calendar year of the count.
        special: a special matter of art. 278 (raising the fund, rebuilding, changing or letting common parts).
        fund: a matter of the fund or rebuilding in the sense of art. 76.
        quorum: whether the law's quorum binds; if not, those who vote decide by the majority of art. 278.
    """
    if not quorum:
        return b.owners_voting > 0 and consent_2021(b, special)
    if year >= CIVIL_CODE_YEAR:
        return quorum_2021(b) and consent_2021(b, special)
    return consent_2007(b, fund)


def yes_logit(trust_self: float, visit: float, gain: float, p: AssemblyParameters) -> float:
    """Return the log odds of a yes, from g in [0, 1], trust in a recent visitor in [-1, 1] and a gain (0 or 1)."""
    return p.a + p.b_g * trust_self + p.b_v * visit - p.b_gain * gain


def answer_chance(absent: bool, p: AssemblyParameters) -> float:
    """Return the chance that one try at a door brings a ballot."""
    return p.answered * p.absent if absent else p.answered
