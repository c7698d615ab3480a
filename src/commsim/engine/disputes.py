"""Stage 12, compiled: grievances arise, are reported, or fade.

Open disputes are columns of ``cases``, int32 ``(CASE_ROWS, room)``, in the order of month, home and kind; the first
``count[CASES]`` are in use. A home's grievances of all kinds are looked at together: no kind reads what another writes.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream, below
from commsim.engine.columns import (
    BUILDING,
    CASE_HOME,
    CASE_KIND,
    CASE_MONTH,
    CASE_OTHER,
    CASE_ROWS,
    CASE_RUNG,
    CASE_SINCE,
    CASES,
    COMMITTEE_EXISTS,
    CONDITION,
    ESTATE,
    FADED,
    FOUNDED,
    GRIEVANCE,
    GRIEVED,
    LATENT,
    LATENT_NOW,
    LEGACY,
    LOCALITY,
    MONTH,
    NO_PAYEE,
    NOBODY,
    NONE,
    OCCASION,
    OCCUPIED,
    ON_DISPUTES,
    ON_MEDIATION,
    PAYEE,
    QUALITY,
    REPORTED,
    REPORTED_NOW,
    SEED,
    SERVICE,
    SHOCK,
    SINCE_VISIT,
    SIZE,
    TILE,
    TRUST_PAYEE,
    TRUST_SELF,
    VISIT,
    VISITOR,
)
from commsim.engine.jit import inlined, kernel
from commsim.engine.luck import fill_block, uniform
from commsim.rules.disputes import (
    COMMITTEE,
    COMMUNITY,
    COURT,
    NEIGHBOUR,
    STAIRWELL,
    STREET,
    committee_rate,
    greatest_rate,
    neighbour_rate,
    payee_rate,
    report_chance,
)
from commsim.rules.disputes import ESTATE as ESTATE_RUNG
from commsim.rules.disputes import PAYEE as ABOUT_PAYEE
from commsim.rules.measures import WORKING_BODY

_FIRST, _SECOND = int(Stream.GRIEVE_PAYEE) // 4, int(Stream.GRIEVE_NEIGHBOUR) // 4
_REPORT = np.int64(Stream.REPORT_PAYEE)
_OPPONENT = np.int64(Stream.OPPONENT)
KINDS = 4
ENDED = COURT + 1

# Where the draws of the four kinds of grievance stand in the two blocks of a tile.
assert int(Stream.GRIEVE_PAYEE) % 4 == 3
assert [int(stream) % 4 for stream in (Stream.GRIEVE_NEIGHBOUR, Stream.GRIEVE_COMMITTEE, Stream.GRIEVE_OTHER)] == [
    0,
    1,
    2,
]
_FIRST_LOT = 3
assert int(Stream.REPORT_PAYEE) == 4 * _SECOND + 3
_REPORT_LOT = 7


@inlined
def take_offence(flag, counter, real, i, kind, month, loss):
    """Let a grievance arise in home i; one with the payee takes a piece of trust and is an occasion to decide.

    Args:
        flag, counter, real: arrays of the homes, changed in place.
        i: the home; kind: of the grievance; month: of the run.
        loss: trust in the payee lost by a grievance with it.
    """
    flag[GRIEVANCE + kind, i] = LATENT
    counter[GRIEVED + kind, i] = month
    if kind == ABOUT_PAYEE:
        real[SHOCK, i] += loss
        flag[OCCASION, i] = 1


@inlined
def mean_tie(start, weight, i):
    """Return the mean trust on the ties of home i; 0 where it has none."""
    sum_, ties = 0.0, start[i + 1] - start[i]
    for slot in range(start[i], start[i + 1]):
        sum_ += weight[slot]
    return sum_ / ties if ties else 0.0


@inlined
def rate_of(kind, trust, legacy, tie, level, count, p):
    """Return the chance that a home takes offence of a kind this month.

    Args:
        kind: of grievance.
        trust: in the payee, in [0, 1]; legacy: 1 with an unrepaired defect; tie: mean trust on its ties.
        level, count: arrays of the estate.
        p: parameters of the group ``disputes``.
    """
    rate = p.a_other
    if kind == ABOUT_PAYEE:
        about_payee = payee_rate(level[SERVICE], trust, 1.0 if legacy else 0.0, p)
        rate = about_payee if count[PAYEE] != NO_PAYEE else 0.0
    elif kind == NEIGHBOUR:
        rate = neighbour_rate(level[CONDITION], tie, level[LOCALITY], p)
    elif kind == COMMITTEE:
        rate = committee_rate(level[QUALITY], p) if count[COMMITTEE_EXISTS] else 0.0
    return rate


@inlined
def trust_in_mediator(visitor, visit, trust_self):
    """Return trust in whoever mediates, in [0, 1]: the visitor's credibility, or g if that is greater.

    Args:
        visitor: number of the visitor; a paid caller takes up no grievance.
        visit: v in [-1, 1]; trust_self: g in [0, 1].
    """
    credibility = 0.5 * (1.0 + visit) if visitor >= 0 and visit != 0.0 else 0.0
    return credibility if credibility > trust_self else trust_self


@inlined
def access(visited_lately, near, quality, p):
    """Return how easily a mediator is reached, in [0, 1]: a visitor, a member near, the committee, or nobody.

    Args:
        visited_lately: the home's visitor came lately; near: a member who serves lives in its building.
        quality: of the committee, in [0, 1].
        p: parameters of the group ``disputes``.
    """
    by_committee = p.near_committee * quality
    far = by_committee if by_committee > p.near_nobody else p.near_nobody
    return 1.0 if visited_lately else (p.near_member if near else far)


@kernel
def with_room(cases, many, wanted):
    """Return the cases with room for some more; another array where there was not enough."""
    if many + wanted <= cases.shape[1]:
        return cases
    larger = np.empty((CASE_ROWS, max(2 * cases.shape[1], many + wanted)), np.int32)
    for row in range(CASE_ROWS):
        for case in range(many):
            larger[row, case] = cases[row, case]
    return larger


@kernel
def first_rung(homes, estate, i):
    """Return the rung on which a dispute of home i begins."""
    count = estate.count
    if not count[ON_MEDIATION]:
        return STREET
    if estate.served[homes.counter[BUILDING, i]]:
        return STAIRWELL
    if estate.level[QUALITY] >= WORKING_BODY or count[FOUNDED] != 0:
        return ESTATE_RUNG
    return COMMUNITY


@kernel
def open_case(homes, estate, cases, i, kind):
    """Add a reported grievance to the open disputes; there is room."""
    count = estate.count
    other = NOBODY
    degree = homes.start[i + 1] - homes.start[i]
    if kind == NEIGHBOUR and degree > 0:
        lot = uniform(np.uint64(count[SEED]), i, count[MONTH], count[ESTATE], _OPPONENT)
        other = np.int64(homes.neighbour[homes.start[i] + below(lot, degree)])
    case = count[CASES]
    cases[CASE_MONTH, case], cases[CASE_SINCE, case] = count[MONTH], count[MONTH]
    cases[CASE_HOME, case], cases[CASE_KIND, case], cases[CASE_OTHER, case] = i, kind, other
    cases[CASE_RUNG, case] = first_rung(homes, estate, i)
    count[CASES] += 1
    count[REPORTED_NOW + kind] += 1
    homes.flag[GRIEVANCE + kind, i] = REPORTED


@kernel
def clear_ended(count, cases):
    """Take the cases that ended off the book; the others keep their order."""
    kept = 0
    for case in range(count[CASES]):
        if cases[CASE_RUNG, case] != ENDED:
            if kept != case:
                for row in range(CASE_ROWS):
                    cases[row, kept] = cases[row, case]
            kept += 1
    count[CASES] = kept


@kernel
def give_up_quarrels_with_payee(homes, estate, cases):
    """Let grievances and disputes with a payee who is gone end; they count among those given up.

    Args:
        homes: columns of the homes, changed in place; estate: of the estate, changed in place.
        cases: int32 ``(CASE_ROWS, room)``, open disputes, changed in place.
    """
    count, grievance = estate.count, homes.flag[GRIEVANCE + ABOUT_PAYEE]
    for i in range(count[SIZE]):
        if grievance[i] != NONE:
            grievance[i] = NONE
            count[FADED] += 1
    for case in range(count[CASES]):
        if cases[CASE_KIND, case] == ABOUT_PAYEE:
            cases[CASE_RUNG, case] = ENDED
    clear_ended(count, cases)


@kernel
def any_latent(flag, size):
    """Return whether any home has a grievance that may be reported or fade, or a reported one."""
    found = np.uint8(0)
    for kind in range(KINDS):
        for i in range(size):
            found |= flag[GRIEVANCE + kind, i]
    return found != 0


@kernel
def grievances_arise(homes, estate, cases, p):
    """Stage 12: grievances arise, are reported, or fade; new cases join in the order of home and kind.

    Args:
        homes: columns of the homes, changed in place; estate: of the estate, changed in place.
        cases: int32 ``(CASE_ROWS, room)``, open disputes.
        p: behaviour.

    Returns:
        the cases, in another array where there was no room.
    """
    count, flag, tile, served = estate.count, homes.flag, homes.tile, estate.served
    whole, counter, real, level = homes.whole, homes.counter, homes.real, estate.level
    start, weight = homes.start, homes.weight
    second, interval = tile[KINDS:], int(p.volunteering.visit_interval)
    size, seed, month, quality = count[SIZE], np.uint64(count[SEED]), count[MONTH], estate.level[QUALITY]
    arising = count[ON_DISPUTES] != 0
    greatest = np.zeros(KINDS)
    for kind in range(KINDS):
        greatest[kind] = greatest_rate(kind, p.disputes)
    if not arising and not any_latent(flag, size):
        return cases
    for first in range(0, size, TILE):
        many = min(TILE, size - first)
        cases = with_room(cases, count[CASES], KINDS * many)
        if arising:
            fill_block(tile, first, many, seed, month, count[ESTATE], _FIRST)
            fill_block(second, first, many, seed, month, count[ESTATE], _SECOND)
        for place in range(many):
            i = first + place
            if not flag[OCCUPIED, i]:
                continue
            for kind in range(KINDS):
                # Most lots fall on nobody, whatever his rate: a chance that no rate exceeds is looked at first.
                lot = tile[_FIRST_LOT + kind, place]
                if arising and lot < greatest[kind] and flag[GRIEVANCE + kind, i] == NONE:
                    tie = mean_tie(start, weight, i) if kind == NEIGHBOUR else 0.0
                    if lot < rate_of(kind, real[TRUST_PAYEE, i], flag[LEGACY, i], tie, level, count, p.disputes):
                        take_offence(flag, counter, real, i, kind, month, p.trust.grievance)
                        count[LATENT_NOW + kind] += 1
                if flag[GRIEVANCE + kind, i] != LATENT:
                    continue
                grieved = counter[GRIEVED + kind, i]
                lately = whole[VISITOR, i] >= 0 and counter[SINCE_VISIT, i] < interval
                reached = access(lately, served[counter[BUILDING, i]] != 0, quality, p.disputes)
                trust = trust_in_mediator(whole[VISITOR, i], real[VISIT, i], real[TRUST_SELF, i])
                drawn = arising and kind == ABOUT_PAYEE
                lot = tile[_REPORT_LOT, place] if drawn else uniform(seed, i, month, count[ESTATE], _REPORT + kind)
                if lot < report_chance(reached, trust, p.disputes):
                    open_case(homes, estate, cases, i, kind)
                elif month - grieved >= p.disputes.fade_months:
                    flag[GRIEVANCE + kind, i] = NONE
                    count[FADED] += 1
    return cases
