"""Stage 13, compiled: the ladder; each rung has people with limited time and a queue."""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream
from commsim.engine.columns import (
    CASE_HOME,
    CASE_KIND,
    CASE_MONTH,
    CASE_OTHER,
    CASE_RUNG,
    CASE_SINCE,
    CASES,
    COMMUNITY_MINUTES,
    ENDED_NOW,
    ESTATE,
    FADED,
    GRIEVANCE,
    LEGAL,
    LOCALITY,
    MEDIATION_MINUTES,
    MONTH,
    NOBODY,
    NONE,
    ON_MEDIATION,
    QUALITY,
    REPORTED_NOW,
    REPORTS_ALL,
    REPORTS_PAYEE,
    SEED,
    SHOCK,
    STREET_MINUTES,
    TRUST_SELF,
    VISIT,
    VISITOR,
    YEAR,
)
from commsim.engine.disputes import ENDED, KINDS, clear_ended, trust_in_mediator
from commsim.engine.jit import kernel
from commsim.engine.luck import uniform
from commsim.engine.members import present_factor
from commsim.engine.visitors import slot_of
from commsim.rules.disputes import (
    COMMITTEE,
    COMMUNITY,
    COURT,
    NEIGHBOUR,
    PAYEE,
    STAIRWELL,
    STREET,
    success_chance,
)
from commsim.rules.disputes import ESTATE as ESTATE_RUNG

_MEDIATE, _SUE = np.int64(Stream.MEDIATE), np.int64(Stream.SUE)
_STAIRWELL, _ESTATE, _COMMUNITY, _STREET = (
    np.int64(STAIRWELL),
    np.int64(ESTATE_RUNG),
    np.int64(COMMUNITY),
    np.int64(STREET),
)
_COURT = np.int64(COURT)
UNKNOWN_SIDE = 0.5


@kernel
def disputes_are_mediated(homes, estate, cases, torn, p):
    """Stage 13: disputes climb the ladder and end.

    Args:
        homes: columns of the homes, changed in place; estate: of the estate, changed in place.
        cases: int32 ``(CASE_ROWS, room)``, open disputes, changed in place.
        torn: int32 ``(2, room)``: overwritten with the homes whose tie is torn.
        p: behaviour.

    Returns:
        how many ties are torn.
    """
    count = estate.count
    left = hear(homes, estate, cases, _STAIRWELL, count[MEDIATION_MINUTES], p)
    hear(homes, estate, cases, _ESTATE, left, p)
    hear(homes, estate, cases, _COMMUNITY, count[COMMUNITY_MINUTES], p)
    hear(homes, estate, cases, _STREET, count[STREET_MINUTES], p)
    ties = judge(homes, estate, cases, torn, p)
    clear_ended(count, cases)
    slot = count[MONTH] % YEAR
    count[REPORTS_PAYEE + slot] = count[REPORTED_NOW + PAYEE]
    count[REPORTS_ALL + slot] = 0
    for kind in range(KINDS):
        count[REPORTS_ALL + slot] += count[REPORTED_NOW + kind]
    return ties


@kernel
def hear(homes, estate, cases, rung, minutes, p):
    """Hear the cases on one rung in the order in which they were reported; return the minutes left."""
    count = estate.count
    each = int(p.disputes.case_minutes)
    mediating = count[ON_MEDIATION] != 0
    for case in range(count[CASES]):
        if cases[CASE_RUNG, case] != rung or cases[CASE_SINCE, case] > count[MONTH]:
            continue
        if mediating and minutes >= each:
            minutes -= each
            if mediated(homes, estate, cases, case, p):
                settle(homes, estate, cases, case, p)
            else:
                go_up(homes, estate, cases, case, p)
        elif count[MONTH] - cases[CASE_SINCE, case] >= p.disputes.patience:
            go_up(homes, estate, cases, case, p)
    return minutes


@kernel
def mediated(homes, estate, cases, case, p):
    """Return whether this month's mediation of a case succeeds, by trust on both sides."""
    level, count = estate.level, estate.count
    home, kind, other = cases[CASE_HOME, case], cases[CASE_KIND, case], cases[CASE_OTHER, case]
    real, visitor = homes.real, homes.whole[VISITOR]
    mine = trust_in_mediator(visitor[home], real[VISIT, home], real[TRUST_SELF, home])
    if kind == NEIGHBOUR and other != NOBODY:
        theirs = trust_in_mediator(visitor[other], real[VISIT, other], real[TRUST_SELF, other])
    elif kind in (PAYEE, COMMITTEE):
        theirs = level[QUALITY] * (1.0 if count[LEGAL] else p.disputes.standing)
    else:
        theirs = UNKNOWN_SIDE
    chance = success_chance(0.5 * (mine + theirs), level[LOCALITY], present_factor(estate, p), p.disputes)
    return uniform(np.uint64(count[SEED]), np.int64(home), count[MONTH], count[ESTATE], _MEDIATE) < chance


@kernel
def settle(homes, estate, cases, case, p):
    """End a case by agreement; one with the payee gives back some trust."""
    if cases[CASE_KIND, case] == PAYEE:
        homes.real[SHOCK, cases[CASE_HOME, case]] -= p.trust.settled
    close(homes, estate, cases, case, np.int64(cases[CASE_RUNG, case]))


@kernel
def judge(homes, estate, cases, torn, p):
    """Let the court end the cases it has had long enough; a judgment tears the tie; return how many ties."""
    count = estate.count
    ties = 0
    for case in range(count[CASES]):
        if cases[CASE_RUNG, case] != COURT or count[MONTH] - cases[CASE_SINCE, case] < p.disputes.court_months:
            continue
        if cases[CASE_KIND, case] == PAYEE:
            homes.real[SHOCK, cases[CASE_HOME, case]] += p.company.suit_trust
        elif cases[CASE_OTHER, case] != NOBODY:
            torn[0, ties] = cases[CASE_HOME, case]
            torn[1, ties] = cases[CASE_OTHER, case]
            ties += 1
        close(homes, estate, cases, case, _COURT)
    return ties


@kernel
def go_up(homes, estate, cases, case, p):
    """Send a case one rung up from next month on; from the street some go to court, the others are given up."""
    count = estate.count
    cases[CASE_SINCE, case] = count[MONTH] + 1
    if cases[CASE_RUNG, case] < STREET:
        cases[CASE_RUNG, case] += 1
    elif (
        uniform(np.uint64(count[SEED]), np.int64(cases[CASE_HOME, case]), count[MONTH], count[ESTATE], _SUE)
        < p.disputes.sue
    ):
        cases[CASE_RUNG, case] = COURT
    else:
        count[FADED] += 1
        drop(homes, cases, case)


@kernel
def close(homes, estate, cases, case, rung):
    """Count a case that ended on a rung, with the months it took."""
    count, duration = estate.count, estate.duration
    count[ENDED_NOW + rung] += 1
    months = count[MONTH] - cases[CASE_MONTH, case]
    duration[count[MONTH] % YEAR, months] += 1
    duration[YEAR, months] += 1
    drop(homes, cases, case)


@kernel
def drop(homes, cases, case):
    """Take a case off the book; the home may have another of this kind from now on."""
    homes.flag[GRIEVANCE + cases[CASE_KIND, case], cases[CASE_HOME, case]] = NONE
    cases[CASE_RUNG, case] = ENDED


@kernel
def tear(homes, i, other, left):
    """Reduce the tie of two homes to the share ``left`` of what it was, in the slots of both ends."""
    slot = slot_of(homes, i, other)
    if slot != NOBODY:
        homes.weight[slot] *= left
        homes.weight[slot_of(homes, other, i)] *= left
