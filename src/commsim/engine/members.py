"""Stages 3 and 17, compiled: members are asked, work, tire or go on.

*Members* are whoever may be asked to serve; where a scenario asks households without a member too, these are in the
same table of the estate, flagged ``NO_MEMBER``. Whom they visit: ``visitors.py``.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream, share_to_count
from commsim.engine.columns import (
    ACTIVE,
    AMONG_NON_MEMBERS,
    BURNOUT,
    BY_LOT,
    CALLER_FEN,
    CALLER_MINUTES,
    CALLERS,
    CALLERS_UNTIL,
    CASE_RUNG,
    CASES,
    COMMITTEE_EXISTS,
    CONTACT_MINUTES,
    DEMANDED,
    DEMANDED_UPKEEP,
    DONE,
    DONE_UPKEEP,
    EFFORT_ENDED,
    EFFORT_ENDED_BY,
    EFFORT_STARTED,
    ESTATE,
    FALLBACK,
    FOUNDED,
    HAS_LEADER,
    LEADER_QUALITY,
    LOAD,
    MANDATE,
    MEDIATION_MINUTES,
    MEMBER_HOME,
    MINUTES,
    MONTH,
    NO_MEMBER,
    NO_PAYEE,
    NOT_VOTED,
    OF_CALLER,
    OF_MEMBER,
    OFFERED,
    ON_BURNOUT,
    ON_COMMITTEE,
    ON_LEADER,
    ONE,
    OPERATOR,
    PAPERWORK,
    PARTICIPANTS,
    PAYEE,
    PLACES,
    QUEUE,
    RECOGNITION,
    RETIRED,
    ROTA,
    SEED,
    SERVES,
    SERVICE,
    SERVICE_FILE,
    SERVING,
    SIZE,
    SIZE_OCCUPIED,
    STAFF_MINUTES,
    TRUE_RATE,
    UNDONE,
    VISITS,
    VOLUNTEERS,
    VOTE,
    WORK_DONE,
    ZERO,
)
from commsim.engine.jit import kernel
from commsim.engine.ledger import street_spends
from commsim.engine.luck import uniform
from commsim.engine.sorting import order_of
from commsim.engine.visitors import assign_homes, pay_visits, remember_visits, visits_due
from commsim.rules.arithmetic import ratio
from commsim.rules.committee import work_needed
from commsim.rules.disputes import ESTATE as ESTATE_RUNG
from commsim.rules.disputes import STAIRWELL
from commsim.rules.leader import leader_factor
from commsim.rules.revenue import GROUP
from commsim.rules.volunteering import Work, felt_load, motivation_next, total, upkeep_minutes, work_done

_RECRUIT = np.int64(Stream.RECRUIT)
EVERYBODY, IN_SERVICE, RETIRED_ONLY, NON_MEMBERS = 0, 1, 2, 3


@kernel
def present_factor(estate, p):
    """Return the leader's factor on recruitment, trust in self-government and mediation."""
    present = estate.count[HAS_LEADER] != 0 and estate.count[ON_LEADER] != 0
    return leader_factor(present, estate.level[LEADER_QUALITY], p.leader)


@kernel
def has_body(count):
    """Return whether there is a committee, or a residents' group that runs the common parts without one."""
    return count[COMMITTEE_EXISTS] != 0 or (count[OPERATOR] == GROUP and count[ON_COMMITTEE] != 0)


@kernel
def work_of_body(count, p):
    """Return minutes of work the committee or group needs this month; 0 where there is neither."""
    return work_needed(count[SIZE], p.committee) if has_body(count) else 0


@kernel
def minutes_of_participants(count, p):
    """Return the work for the committee by those who took part last month, minutes."""
    return int(count[PARTICIPANTS] * p.participation.minutes)


# --- the work of a month
# ----------------------------------------------------------------------------------------------


@kernel
def members_serve(homes, estate, cases, p):
    """Stage 3: active members do their work and pay their visits.

    Args:
        homes: columns of the homes, changed in place; estate: of the estate, changed in place.
        cases: int32 ``(CASE_ROWS, room)``, open disputes.
        p: behaviour.
    """
    level, count = estate.level, estate.count
    # Before anybody visits, no home has a visitor; how long ago one came is counted from the day he is assigned.
    visiting = count[VISITS] != 0 or count[CALLERS_UNTIL] > 0
    due, of_callers = visits_due(homes, count, int(p.volunteering.visit_interval)) if visiting else (0, 0)
    visit_minutes = int(p.volunteering.visit_minutes)
    doors = doors_to_knock(homes, count) if count[QUEUE] > 0 else 0
    contact_need = int(doors * p.assembly.try_minutes)
    committee_need = max(0, work_of_body(count, p) - minutes_of_participants(count, p))
    staff = count[STAFF_MINUTES]
    staff_for_contact = min(staff, contact_need)
    staff -= staff_for_contact
    staff_for_committee = min(staff, committee_need)
    staff_left = staff - staff_for_committee
    committee_need -= staff_for_committee
    contact_need -= staff_for_contact
    offered = minutes_offered(estate, homes.flag[SERVES])
    demand = Work(0, 0, 0, 0)
    if offered > 0:
        minutes = int(p.disputes.case_minutes)
        mediation = cases_on(cases, count[CASES], STAIRWELL, ESTATE_RUNG) * minutes
        demand = Work(committee_need + contact_need, due * visit_minutes, mediation, upkeep_needed(estate, p))
    rota = count[ROTA] != 0
    done = work_done(demand, offered, rota)
    count[OFFERED] = offered
    count[DEMANDED] = total(demand)
    count[DONE] = total(done)
    count[DEMANDED_UPKEEP] = demand.upkeep
    count[DONE_UPKEEP] = done.upkeep
    level[LOAD] = felt_load(count[DEMANDED], offered, rota)
    level[UNDONE] = 1.0 - ratio(count[DONE], count[DEMANDED], 1.0)
    if rota:
        for_committee = done.organising - min(contact_need, done.organising)
    else:
        needed = committee_need + contact_need
        for_committee = committee_need * done.organising // needed if needed else 0
    by_participants = min(minutes_of_participants(count, p), work_of_body(count, p))
    count[WORK_DONE] = for_committee + staff_for_committee + by_participants
    count[CONTACT_MINUTES] = done.organising - for_committee + staff_for_contact
    count[MEDIATION_MINUTES] = done.mediating + staff_left
    pay_visits(homes, count[SIZE], OF_MEMBER, due, done.visiting // visit_minutes)
    if count[CALLERS] > 0:
        street_spends(count, count[CALLER_FEN])
        pay_visits(homes, count[SIZE], OF_CALLER, of_callers, count[CALLER_MINUTES] // visit_minutes)
    remember_visits(homes, count[SIZE], int(p.volunteering.visit_interval), visiting)


@kernel
def minutes_offered(estate, serves):
    """Return the minutes all members who serve offer this month."""
    offered, member = np.int64(0), estate.member
    for place in range(estate.count[VOLUNTEERS]):
        if serves[member[MEMBER_HOME, place]]:
            offered += member[MINUTES, place]
    return offered


@kernel
def cases_on(cases, many, rung, other_rung):
    """Return how many of the open disputes wait on one of two rungs."""
    found = 0
    for case in range(many):
        found += cases[CASE_RUNG, case] == rung or cases[CASE_RUNG, case] == other_rung
    return found


@kernel
def upkeep_needed(estate, p):
    """Return the upkeep members are asked for where there is no payee, minutes."""
    count = estate.count
    if count[PAYEE] != NO_PAYEE:
        return 0
    need = upkeep_minutes(count[SIZE_OCCUPIED], p.volunteering)
    return need - int(need * estate.level[FALLBACK])


@kernel
def doors_to_knock(homes, count):
    """Return how many owners have not voted on the matter before them."""
    waiting, vote = 0, homes.flag[VOTE]
    for i in range(count[SIZE]):
        waiting += vote[i] == NOT_VOTED
    return waiting


# --- who serves
# ----------------------------------------------------------------------------------------------


@kernel
def set_active(homes, estate, place, active, paperwork):
    """Let the member at a place begin to serve, or stop."""
    home = estate.member[MEMBER_HOME, place]
    homes.flag[ACTIVE, home] = active
    if active:
        estate.member[PAPERWORK, place] = paperwork
    homes.flag[SERVES, home] = active and estate.member[PAPERWORK, place] == 0


@kernel
def gather(homes, estate, p):
    """Bring the number of active members up to date and assign homes anew where a visitor is gone."""
    serving, active, member = 0, homes.flag[ACTIVE], estate.member
    for place in range(estate.count[VOLUNTEERS]):
        serving += active[member[MEMBER_HOME, place]]
    estate.count[SERVING] = serving
    assign_homes(homes, estate, p.volunteering.most_households)


# --- going on
# ----------------------------------------------------------------------------------------------


@kernel
def members_tire_or_go_on(homes, estate, p):
    """Stage 17: motivation moves; members stop or are replaced."""
    level, count = estate.level, estate.count
    serving = count[SERVING]
    success = level[TRUE_RATE] if count[PAYEE] != NO_PAYEE else level[SERVICE]
    tired = np.zeros(count[VOLUNTEERS], np.uint8)
    stopped = tire(homes, estate, success, tired, p) if count[ON_BURNOUT] else 0
    for place in range(count[VOLUNTEERS]):
        if tired[place]:
            set_active(homes, estate, place, ZERO, ZERO)
    recruited = recruit(homes, estate, serving - stopped, tired, p) if count[FOUNDED] else 0
    if stopped or recruited:
        gather(homes, estate, p)
    if serving and count[SERVING] == 0:
        effort_ends(count, BURNOUT if stopped else MANDATE)


@kernel
def tire(homes, estate, success, tired, p):
    """Move the motivation of active members; mark those who stop; return how many they are."""
    count, v, member, motivations = estate.count, p.volunteering, estate.member, estate.motivation
    active, load_of_all = homes.flag[ACTIVE], estate.level[LOAD]
    file, recognition = count[SERVICE_FILE] != 0, count[RECOGNITION] != 0
    stopped = 0
    for place in range(count[VOLUNTEERS]):
        if active[member[MEMBER_HOME, place]]:
            load = 1.0 if member[PAPERWORK, place] else load_of_all
            motivation = motivation_next(motivations[place], load, file, recognition, success, v)
            motivations[place] = motivation
            if motivation < v.floor:
                tired[place] = 1
                stopped += 1
    return stopped


@kernel
def recruit(homes, estate, serving, tired, p):
    """Fill places left, each candidate ready with a chance that the leader multiplies, in the order of the lots."""
    count, member = estate.count, estate.member
    free = count[PLACES] - serving
    chance = p.volunteering.recruit * present_factor(estate, p)
    recruited = 0
    for rank in range(count[VOLUNTEERS]):
        if recruited >= free:
            break
        place = member[BY_LOT, rank]
        home = member[MEMBER_HOME, place]
        if homes.flag[ACTIVE, home] or tired[place] or member[NO_MEMBER, place] != count[AMONG_NON_MEMBERS]:
            continue
        if uniform(np.uint64(count[SEED]), np.int64(home), count[MONTH], count[ESTATE], _RECRUIT) < chance:
            set_active(homes, estate, place, ONE, ZERO)
            if estate.motivation[place] < p.volunteering.motivation_low:
                estate.motivation[place] = p.volunteering.motivation_low
            recruited += 1
    return recruited


@kernel
def effort_begins(count):
    """Note the month in which members began to serve."""
    if count[EFFORT_STARTED] == 0 and count[SERVING] > 0:
        count[EFFORT_STARTED] = count[MONTH]


@kernel
def effort_ends(count, by):
    """Note when and by what the effort ended first: burnout, cash or mandate."""
    if count[EFFORT_STARTED] and count[EFFORT_ENDED] == 0:
        count[EFFORT_ENDED] = count[MONTH]
        count[EFFORT_ENDED_BY] = by


# --- asking
# ----------------------------------------------------------------------------------------------


@kernel
def asked(estate, who, rank):
    """Return places of the members asked, in order: by lot, or by rank in the network, ties by lot.

    Args:
        estate: columns of the estate.
        who: 0 all members, 1 those in service, 2 the retired, 3 households without a member.
        rank: float64 ``(n,)``, or empty to ask by lot.
    """
    count, member = estate.count, estate.member
    places = np.empty(count[VOLUNTEERS], np.int64)
    many = 0
    for order in range(count[VOLUNTEERS]):
        place = member[BY_LOT, order]
        if (member[NO_MEMBER, place] != 0) != (who == NON_MEMBERS):
            continue
        if who in (EVERYBODY, NON_MEMBERS) or (member[RETIRED, place] != 0) == (who == RETIRED_ONLY):
            places[many] = place
            many += 1
    places = places[:many]
    if rank.shape[0] == 0:
        return places
    keys = np.empty(many, np.float64)
    for order in range(many):
        keys[order] = -rank[member[MEMBER_HOME, places[order]]]
    by_rank, order = np.empty(many, np.int64), order_of(keys)
    for place in range(many):
        by_rank[place] = places[order[place]]
    return by_rank


@kernel
def activate(homes, estate, places, wanted, paperwork, p):
    """Ask the first ``wanted`` members to serve; return how many serve who did not before, or only on paper."""
    begun = 0
    for order in range(wanted):
        place = places[order]
        home = estate.member[MEMBER_HOME, place]
        if not homes.flag[ACTIVE, home] or (estate.member[PAPERWORK, place] and not paperwork):
            set_active(homes, estate, place, ONE, paperwork)
            begun += 1
    gather(homes, estate, p)
    estate.count[PLACES] = max(estate.count[PLACES], estate.count[SERVING])
    return begun


@kernel
def withdraw(homes, estate, share, p):
    """Let a share of the active members stop, by lot; return how many."""
    count, member = estate.count, estate.member
    leaving = share_to_count(share, count[SERVING])
    left = leaving
    for rank in range(count[VOLUNTEERS]):
        place = member[BY_LOT, rank]
        if left > 0 and homes.flag[ACTIVE, member[MEMBER_HOME, place]]:
            set_active(homes, estate, place, ZERO, ZERO)
            left -= 1
    gather(homes, estate, p)
    count[PLACES] = count[SERVING]
    return leaving
