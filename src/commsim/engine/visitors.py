"""Who visits whom, compiled: homes are assigned to members who serve and to paid callers, and visits are paid.

The visitor of a home is the number of a member's home, or of a paid caller: ``FIRST_CALLER`` and the numbers below it.
"""

from __future__ import annotations

import numpy as np

from commsim.engine.columns import (
    ACTIVE,
    BUILDING,
    CALLER_FEN,
    CALLER_MINUTES,
    CALLERS,
    CALLERS_UNTIL,
    EVER_VISITED,
    FIRST_CALLER,
    MEMBER_HOME,
    MONTH,
    NEVER,
    NOBODY,
    OCCUPIED,
    OF_CALLER,
    OF_MEMBER,
    ON_VISITS,
    SERVES,
    SINCE_VISIT,
    SIZE,
    VISIT,
    VISIT_DUE,
    VISITED,
    VISITOR,
    VISITOR_SLOT,
    VISITOR_TIE,
    VISITS,
    VOLUNTEERS,
)
from commsim.engine.jit import kernel

# --- the visits of a month
# ----------------------------------------------------------------------------------------------


@kernel
def visits_due(homes, count, interval):
    """Begin a month of visits; return how many of members are due, and how many of paid callers."""
    visited, visit_due = homes.flag[VISITED], homes.flag[VISIT_DUE]
    since, visitor = homes.counter[SINCE_VISIT], homes.whole[VISITOR]
    visiting = count[ON_VISITS] != 0
    of_members = of_callers = 0
    for i in range(count[SIZE]):
        visited[i] = 0
        since[i] += 1
        visit_due[i] = 0
        if visiting and visitor[i] != NOBODY and since[i] >= interval:
            if visitor[i] >= 0:
                visit_due[i] = OF_MEMBER
                of_members += 1
            else:
                visit_due[i] = OF_CALLER
                of_callers += 1
    return of_members, of_callers


@kernel
def pay_visits(homes, size, whose, due, visits):
    """Pay as many visits as there is time for: the longest waiting first, then by id.

    Args:
        homes: columns of the homes, changed in place.
        size: n.
        whose: ``OF_MEMBER`` or ``OF_CALLER``; due: how many of their visits are due.
        visits: how many there is time for.
    """
    if due == 0 or visits == 0:
        return
    visit_due, visited, since = homes.flag[VISIT_DUE], homes.flag[VISITED], homes.counter[SINCE_VISIT]
    if visits >= due:
        for i in range(size):
            if visit_due[i] == whose:
                visited[i] = 1
    else:
        visit_longest_waiting(visit_due, whose, visited, since, visits)
    ever = homes.flag[EVER_VISITED]
    for i in range(size):
        if visited[i]:
            since[i] = 0
            ever[i] = 1


@kernel
def visit_longest_waiting(visit_due, whose, visited, since, left):
    """Pay ``left`` visits, fewer than are due: the longest waiting first, then by id.

    Args:
        visit_due: uint8 ``(n,)``; whose: its value where a visit is to be paid.
        visited: uint8 ``(n,)``, changed in place.
        since: int16 ``(n,)``, months since the last visit.
        left: visits.
    """
    below = NEVER * 4  # waiting longer than anybody does
    while left > 0:
        longest = np.int64(-1)
        for i in range(since.shape[0]):
            if visit_due[i] == whose and since[i] < below:
                longest = max(longest, np.int64(since[i]))
        for i in range(since.shape[0]):
            if left > 0 and visit_due[i] == whose and since[i] == longest:
                visited[i] = 1
                left -= 1
        below = longest


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


# --- who is assigned to whom
# ----------------------------------------------------------------------------------------------


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
    homes.whole[VISITOR_SLOT, i] = slot_of(homes, i, visitor) if visitor >= 0 else NOBODY


@kernel
def assign_homes(homes, estate, most):
    """Give each occupied home without a serving visitor one: the least burdened in its building, else anywhere.

    Ties go to the lowest id. A home keeps a visitor who still serves; nobody gets more than ``most``. Paid callers get
    homes that are left.
    """
    assign_to_members(homes, estate, most)
    if estate.count[CALLERS_UNTIL] > 0:
        assign_to_callers(homes, estate, most)


@kernel
def assign_to_members(homes, estate, most):
    """Assign homes to those who serve."""
    count, serves = estate.count, homes.flag[SERVES]
    size, visits = count[SIZE], count[VISITS] != 0
    visitor_of, home_building = homes.whole[VISITOR], homes.counter[BUILDING]
    occupied, active, member, members = homes.flag[OCCUPIED], homes.flag[ACTIVE], estate.member, count[VOLUNTEERS]
    burden = np.zeros(size, np.int32)
    for i in range(size):
        visitor = visitor_of[i]
        if visitor < 0:
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
    members = estate.count[VOLUNTEERS]
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


@kernel
def assign_to_callers(homes, estate, most):
    """Give each occupied home that still has no visitor the least burdened paid caller; ties go to the lowest number.

    A home keeps a caller who still comes; nobody gets more than ``most``.
    """
    count, visitor_of = estate.count, homes.whole[VISITOR]
    callers, size = count[CALLERS], count[SIZE]
    burden = np.zeros(callers, np.int32)
    for i in range(size):
        if visitor_of[i] <= FIRST_CALLER:
            caller = FIRST_CALLER - visitor_of[i]
            if caller < callers:
                burden[caller] += 1
            else:
                assign(homes, i, NOBODY)
    if callers == 0:
        return
    occupied, active = homes.flag[OCCUPIED], homes.flag[ACTIVE]
    for i in range(size):
        if not occupied[i] or active[i] or visitor_of[i] != NOBODY:
            continue
        caller = np.int64(0)
        for other in range(1, callers):
            if burden[other] < burden[caller]:
                caller = np.int64(other)
        if burden[caller] >= most:
            return
        burden[caller] += 1
        assign(homes, i, FIRST_CALLER - caller)


@kernel
def homes_of_callers(homes, size):
    """Return how many homes are assigned to paid callers."""
    assigned, visitor = np.int64(0), homes.whole[VISITOR]
    for i in range(size):
        assigned += visitor[i] <= FIRST_CALLER
    return assigned


@kernel
def callers_leave_when_over(homes, estate, p):
    """Let paid callers go once their months are over."""
    count = estate.count
    if count[CALLERS] > 0 and count[MONTH] > count[CALLERS_UNTIL]:
        count[CALLERS] = count[CALLER_MINUTES] = count[CALLER_FEN] = 0
        assign_homes(homes, estate, p.volunteering.most_households)
