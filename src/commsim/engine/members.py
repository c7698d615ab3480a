"""Stages 3 and 17, compiled: members are asked, work, visit, tire or go on; homes are assigned to them."""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream, share_to_count
from commsim.engine.columns import (
    ACTIVE,
    BUILDING,
    BURNOUT,
    BY_LOT,
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
    MEMBERS,
    MINUTES,
    MONTH,
    NEVER,
    NO_PAYEE,
    NOBODY,
    NOT_VOTED,
    OCCUPIED,
    OFFERED,
    ON_BURNOUT,
    ON_COMMITTEE,
    ON_LEADER,
    ON_VISITS,
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
    SINCE_VISIT,
    SIZE,
    SIZE_OCCUPIED,
    STAFF_MINUTES,
    TRUE_RATE,
    UNDONE,
    VISIT,
    VISIT_DUE,
    VISITED,
    VISITOR,
    VISITOR_SLOT,
    VISITOR_TIE,
    VISITS,
    VOTE,
    WORK_DONE,
    ZERO,
)
from commsim.engine.jit import kernel
from commsim.engine.luck import uniform
from commsim.engine.sorting import order_of
from commsim.rules.arithmetic import ratio
from commsim.rules.committee import work_needed
from commsim.rules.disputes import ESTATE as ESTATE_RUNG
from commsim.rules.disputes import STAIRWELL
from commsim.rules.leader import leader_factor
from commsim.rules.revenue import GROUP
from commsim.rules.volunteering import Work, felt_load, motivation_next, total, upkeep_minutes, work_done

_RECRUIT = np.int64(Stream.RECRUIT)
EVERYBODY, IN_SERVICE, RETIRED_ONLY = 0, 1, 2


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
    # Before members visit, no home has a visitor; how long ago one came is counted from the day he is assigned.
    visiting = count[VISITS] != 0
    due = visits_due(homes, count, int(p.volunteering.visit_interval)) if visiting else 0
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
    pay_visits(homes, count[SIZE], due, done.visiting // visit_minutes)
    remember_visits(homes, count[SIZE], int(p.volunteering.visit_interval), visiting)


@kernel
def minutes_offered(estate, serves):
    """Return the minutes all members who serve offer this month."""
    offered, member = np.int64(0), estate.member
    for place in range(estate.count[MEMBERS]):
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


@kernel
def visits_due(homes, count, interval):
    """Begin a month of visits; return how many are due."""
    visited, visit_due = homes.flag[VISITED], homes.flag[VISIT_DUE]
    since, visitor = homes.counter[SINCE_VISIT], homes.whole[VISITOR]
    visiting = count[ON_VISITS] != 0
    due = 0
    for i in range(count[SIZE]):
        visited[i] = 0
        since[i] += 1
        visit_due[i] = visiting and visitor[i] != NOBODY and since[i] >= interval
        due += visit_due[i]
    return due


@kernel
def pay_visits(homes, size, due, visits):
    """Pay as many visits as there is time for: the longest waiting first, then by id."""
    if due == 0 or visits == 0:
        return
    visit_due, visited, since = homes.flag[VISIT_DUE], homes.flag[VISITED], homes.counter[SINCE_VISIT]
    if visits >= due:
        for i in range(size):
            if visit_due[i]:
                visited[i] = 1
                since[i] = 0
        return
    visit_longest_waiting(visit_due, visited, since, visits)


@kernel
def visit_longest_waiting(visit_due, visited, since, left):
    """Pay ``left`` visits, fewer than are due: the longest waiting first, then by id.

    Args:
        visit_due: uint8 ``(n,)``; visited: uint8 ``(n,)``, changed in place.
        since: int16 ``(n,)``, months since the last visit, changed in place.
        left: visits.
    """
    below = NEVER * 4  # waiting longer than anybody does
    while left > 0:
        longest = np.int64(-1)
        for i in range(since.shape[0]):
            if visit_due[i] and since[i] < below:
                longest = max(longest, np.int64(since[i]))
        for i in range(since.shape[0]):
            if left > 0 and visit_due[i] and since[i] == longest:
                visited[i] = 1
                left -= 1
        below = longest
    for i in range(since.shape[0]):
        if visited[i]:
            since[i] = 0


@kernel
def remember_visits(homes, size, interval, visiting):
    """Work out v in [-1, 1] of every home: trust in its visitor, if he came in the last ``interval`` months; else 0.

    Args:
        homes: columns of the homes, changed in place.
        size: n.
        interval: months between two visits.
        visiting: whether any home has a visitor.
    """
    visitor, slot_of_visitor, since = homes.whole[VISITOR], homes.whole[VISITOR_SLOT], homes.counter[SINCE_VISIT]
    tie, weight, visit = homes.real[VISITOR_TIE], homes.weight, homes.real[VISIT]
    for i in range(size):
        visit[i] = 0.0
    if not visiting:
        return
    for i in range(size):
        value = 0.0
        if visitor[i] != NOBODY and since[i] < interval:
            slot = slot_of_visitor[i]
            value = weight[slot] if slot != NOBODY else tie[i]
        visit[i] = value


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
    for place in range(estate.count[MEMBERS]):
        serving += active[member[MEMBER_HOME, place]]
    estate.count[SERVING] = serving
    assign_homes(homes, estate, p.volunteering.most_households)


@kernel
def slot_of(homes, i, other):
    """Return the slot in which ``other`` is a neighbour of home i, or -1."""
    neighbour = homes.neighbour
    for slot in range(homes.start[i], homes.start[i + 1]):
        if neighbour[slot] == other:
            return slot
    return NOBODY


@kernel
def assign(homes, i, visitor):
    """Give home i a visitor (-1: none); trust in a new one starts at a stranger's."""
    homes.whole[VISITOR, i] = visitor
    homes.real[VISITOR_TIE, i] = 0.0
    homes.counter[SINCE_VISIT, i] = NEVER
    homes.whole[VISITOR_SLOT, i] = slot_of(homes, i, visitor) if visitor != NOBODY else NOBODY


@kernel
def assign_homes(homes, estate, most):
    """Give each occupied home without a serving visitor one: the least burdened in its building, else anywhere.

    Ties go to the lowest id. A home keeps a visitor who still serves; nobody gets more than ``most``.
    """
    count, serves = estate.count, homes.flag[SERVES]
    size, visits = count[SIZE], count[VISITS] != 0
    visitor_of, home_building = homes.whole[VISITOR], homes.counter[BUILDING]
    occupied, active, member, members = homes.flag[OCCUPIED], homes.flag[ACTIVE], estate.member, count[MEMBERS]
    burden = np.zeros(size, np.int32)
    for i in range(size):
        visitor = visitor_of[i]
        if visitor == NOBODY:
            continue
        if visits and serves[visitor]:
            burden[visitor] += 1
        else:
            assign(homes, i, NOBODY)
    if not visits:
        return
    begin, who = serving_by_building(homes, estate)
    room_left = True  # burdens only grow here: once everybody is full, nobody will have room
    for i in range(size):
        if not occupied[i] or active[i] or visitor_of[i] != NOBODY:
            continue
        building = home_building[i]
        visitor = least_burdened(burden, who, begin[building], begin[building + 1])
        if visitor == NOBODY or burden[visitor] >= most:
            if not room_left:
                continue
            visitor = anybody(burden, member, members, serves)
            if visitor == NOBODY or burden[visitor] >= most:
                room_left = False
                continue
        burden[visitor] += 1
        assign(homes, i, visitor)


@kernel
def serving_by_building(homes, estate):
    """Return where each building's serving members begin in a list, and the list, by id within a building."""
    buildings = estate.served.shape[0]
    begin = np.zeros(buildings + 1, np.int32)
    members = estate.count[MEMBERS]
    for place in range(members):
        home = estate.member[MEMBER_HOME, place]
        if homes.flag[SERVES, home]:
            begin[homes.counter[BUILDING, home] + 1] += 1
    for building in range(buildings):
        begin[building + 1] += begin[building]
    who = np.empty(max(1, begin[buildings]), np.int32)
    filled = np.zeros(buildings, np.int32)
    for place in range(members):
        home = estate.member[MEMBER_HOME, place]
        if homes.flag[SERVES, home]:
            building = homes.counter[BUILDING, home]
            who[begin[building] + filled[building]] = home
            filled[building] += 1
    return begin, who


@kernel
def least_burdened(burden, who, first, last):
    """Return the least burdened of ``who[first:last]``, ids ascending, or -1 where there is nobody."""
    best = NOBODY
    for place in range(first, last):
        if best == NOBODY or burden[who[place]] < burden[best]:
            best = who[place]
    return best


@kernel
def anybody(burden, member, members, serves):
    """Return the least burdened of all members who serve, or -1 where there is nobody."""
    best = NOBODY
    for place in range(members):
        home = member[MEMBER_HOME, place]
        if serves[home] and (best == NOBODY or burden[home] < burden[best]):
            best = home
    return best


# --- going on
# ----------------------------------------------------------------------------------------------


@kernel
def members_tire_or_go_on(homes, estate, p):
    """Stage 17: motivation moves; members stop or are replaced."""
    level, count = estate.level, estate.count
    serving = count[SERVING]
    success = level[TRUE_RATE] if count[PAYEE] != NO_PAYEE else level[SERVICE]
    tired = np.zeros(count[MEMBERS], np.uint8)
    stopped = tire(homes, estate, success, tired, p) if count[ON_BURNOUT] else 0
    for place in range(count[MEMBERS]):
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
    for place in range(count[MEMBERS]):
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
    for rank in range(count[MEMBERS]):
        if recruited >= free:
            break
        place = member[BY_LOT, rank]
        home = member[MEMBER_HOME, place]
        if homes.flag[ACTIVE, home] or tired[place]:
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
        who: 0 all members, 1 those in service, 2 the retired.
        rank: float64 ``(n,)``, or empty to ask by lot.
    """
    count, member = estate.count, estate.member
    places = np.empty(count[MEMBERS], np.int64)
    many = 0
    for order in range(count[MEMBERS]):
        place = member[BY_LOT, order]
        if who == EVERYBODY or (member[RETIRED, place] != 0) == (who == RETIRED_ONLY):
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
    for rank in range(count[MEMBERS]):
        place = member[BY_LOT, rank]
        if left > 0 and homes.flag[ACTIVE, member[MEMBER_HOME, place]]:
            set_active(homes, estate, place, ZERO, ZERO)
            left -= 1
    gather(homes, estate, p)
    count[PLACES] = count[SERVING]
    return leaving
