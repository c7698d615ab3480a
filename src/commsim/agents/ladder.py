"""The ladder: stairwell, estate, community, street, court; each rung has people with limited time and a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commsim.agents.disputes import NONE, Dispute
from commsim.agents.resident import NOBODY
from commsim.draws import Stream
from commsim.rules.disputes import (
    COMMITTEE,
    COMMUNITY,
    COURT,
    ESTATE,
    NEIGHBOUR,
    PAYEE,
    STAIRWELL,
    STREET,
    success_chance,
)

if TYPE_CHECKING:
    from commsim.agents.estate import Estate

ENDED = COURT + 1
UNKNOWN_SIDE = 0.5
"""Trust of a side the model does not know."""


def climb(estate: Estate) -> None:
    """Hear cases rung by rung, first come first heard, as far as time reaches; what fails or waits too long goes up.

    Time the members do not need for their stairwells goes to the estate's rung.
    """
    left = hear(estate, STAIRWELL, estate.branch.mediation_minutes)
    hear(estate, ESTATE, left)
    hear(estate, COMMUNITY, estate.street.mediation_minutes(estate, COMMUNITY))
    hear(estate, STREET, estate.street.mediation_minutes(estate, STREET))
    judge(estate)
    book = estate.disputes
    book.open = [case for case in book.open if case.rung != ENDED]


def hear(estate: Estate, rung: int, minutes: int) -> int:
    """Hear the cases on one rung in the order in which they were reported; return the minutes left."""
    p = estate.behaviour.disputes
    each = int(p.case_minutes)
    for case in estate.disputes.open:
        if case.rung != rung or case.since > estate.month:
            continue
        if estate.on.mediation and minutes >= each:
            minutes -= each
            if mediated(estate, case):
                settle(estate, case)
            else:
                go_up(estate, case)
        elif estate.month - case.since >= p.patience:
            go_up(estate, case)
    return minutes


def mediated(estate: Estate, case: Dispute) -> bool:
    """Tell whether this month's mediation of a case succeeds, by trust on both sides."""
    book = estate.disputes
    mine = book.trust_in_mediator(estate.residents[case.household])
    p = estate.behaviour.disputes
    if case.kind == NEIGHBOUR and case.other != NOBODY:
        theirs = book.trust_in_mediator(estate.residents[case.other])
    elif case.kind in (PAYEE, COMMITTEE):
        theirs = estate.committee.quality * (1.0 if estate.committee.legal else p.standing)
    else:
        theirs = UNKNOWN_SIDE
    chance = success_chance(0.5 * (mine + theirs), estate.locality, estate.branch.leader_factor(), p)
    return estate.draw(Stream.MEDIATE)[case.household] < chance


def settle(estate: Estate, case: Dispute) -> None:
    """End a case by agreement; one with the payee gives back some trust."""
    if case.kind == PAYEE:
        estate.residents[case.household].shock -= estate.behaviour.trust.settled
    close(estate, case, case.rung)


def judge(estate: Estate) -> None:
    """Let the court end the cases it has had long enough; a judgment tears the tie."""
    for case in estate.disputes.open:
        if case.rung != COURT or estate.month - case.since < estate.behaviour.disputes.court_months:
            continue
        if case.kind == PAYEE:
            estate.residents[case.household].shock += estate.behaviour.company.suit_trust
        elif case.other != NOBODY:
            estate.torn_ties.append(estate.network.tie_between(case.household, case.other))
        close(estate, case, COURT)


def go_up(estate: Estate, case: Dispute) -> None:
    """Send a case one rung up from next month on; from the street some go to court, the others are given up."""
    case.since = estate.month + 1
    if case.rung < STREET:
        case.rung += 1
    elif estate.draw(Stream.SUE)[case.household] < estate.behaviour.disputes.sue:
        case.rung = COURT
    else:
        estate.disputes.faded += 1
        drop(estate, case)


def close(estate: Estate, case: Dispute, rung: int) -> None:
    """Count a case that ended on a rung, with the months it took."""
    book = estate.disputes
    book.ended[rung] += 1
    book.note_duration(estate.month - case.month)
    drop(estate, case)


def drop(estate: Estate, case: Dispute) -> None:
    """Take a case off the book; the household may have another of this kind from now on."""
    estate.residents[case.household].grievances[case.kind] = NONE
    case.rung = ENDED
