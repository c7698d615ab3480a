"""The month of an estate, compiled: the stages in the order of ``rules.month.MONTH``, and a run of months.

To be read beside ``agents/month.py``. An estate is one sequential loop without the interpreter; estates do not look at
each other, so that each can be run by itself, in any thread.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream
from commsim.engine.assembly import owners_vote
from commsim.engine.cache import cached
from commsim.engine.columns import (
    BROKEN,
    BY_LOT,
    CASE_ROWS,
    CASES,
    COMMITTEE_EXISTS,
    COMPANY_PRESENT,
    EFFORT_ENDED,
    EFFORT_ENDED_BY,
    EFFORT_STARTED,
    ESTATE,
    LINES,
    MEMBER_HOME,
    MINUTES,
    MONTH,
    MONTHS,
    PAPERWORK,
    RETIRED,
    SEED,
    SERVING,
    SIZE,
    VOLUNTEERS,
    ZERO,
)
from commsim.engine.committee import committee_works, common_parts_earn
from commsim.engine.disputes import grievances_arise
from commsim.engine.fees import bills_go_out, households_decide, households_pay, payee_presses
from commsim.engine.jit import kernel
from commsim.engine.ladder import disputes_are_mediated
from commsim.engine.luck import uniform
from commsim.engine.meeting import residents_meet
from commsim.engine.members import has_body, members_serve, members_tire_or_go_on, work_of_body
from commsim.engine.record import fees_are_known, month_is_recorded, state_of_homes
from commsim.engine.service import company_takes_stock, service_is_given
from commsim.engine.sorting import order_of
from commsim.engine.timeline import events_happen
from commsim.engine.trust import residents_take_part, ties_move, trust_moves
from commsim.rules.fees import IN_TIME_MONTHS
from commsim.rules.volunteering import first_motivation, offered_minutes

_ACTIVATE = np.int64(Stream.ACTIVATE)


@kernel
def live_month(homes, estate, cases, p):
    """Live one month.

    Args:
        homes: columns of the homes, changed in place; estate: of the estate, changed in place.
        cases: int32 ``(CASE_ROWS, room)``, open disputes, changed in place.
        p: behaviour.

    Returns:
        the cases, in another array where there was no room.
    """
    count = estate.count
    events_happen(homes, estate, cases, p)
    bills_go_out(homes, estate)
    members_serve(homes, estate, cases, p)
    payee_presses(homes, estate, p)
    households_decide(homes, estate, p)
    households_pay(homes, estate, p)
    common_parts_earn(homes, estate, p)
    service_is_given(estate, p)
    residents_take_part(homes, estate, p)
    owners_vote(homes, estate, cases, p)
    residents_meet(homes, estate, p)
    cases = grievances_arise(homes, estate, cases, p)
    torn = np.empty((2, count[CASES]), np.int32)
    torn_ties = disputes_are_mediated(homes, estate, cases, torn, p)
    committee_works(estate, work_of_body(count, p) if has_body(count) else -1, p)
    trust_moves(homes, estate, p)
    ties_move(homes, estate, torn, torn_ties, p)
    members_tire_or_go_on(homes, estate, p)
    company_takes_stock(homes, estate, cases, p)
    if count[MONTH] <= count[MONTHS]:
        month_is_recorded(homes, estate)
    return cases


@kernel
def begin_members(estate, hours_u, motivation_u, p):
    """Give those who may be asked their working time, their first motivation, and their order by lot."""
    count, member, v = estate.count, estate.member, p.volunteering
    lot = np.empty(count[VOLUNTEERS])
    for place in range(count[VOLUNTEERS]):
        home = member[MEMBER_HOME, place]
        member[MINUTES, place] = offered_minutes(member[RETIRED, place] != 0, hours_u[home], v)
        member[PAPERWORK, place] = 0
        estate.motivation[place] = first_motivation(motivation_u[home], v)
        lot[place] = uniform(np.uint64(count[SEED]), np.int64(home), ZERO, count[ESTATE], _ACTIVATE)
    order = order_of(lot)
    for rank in range(count[VOLUNTEERS]):
        member[BY_LOT, rank] = order[rank]


OUTCOMES = 7


@kernel
def keep_outcome(count, outcome):
    """Keep facts of the whole run: lines of the log; effort begun, ended (months) and by what; members active, company
    and committee present at the end."""
    outcome[0] = count[LINES]
    outcome[1], outcome[2], outcome[3] = count[EFFORT_STARTED], count[EFFORT_ENDED], count[EFFORT_ENDED_BY]
    outcome[4], outcome[5], outcome[6] = count[SERVING], count[COMPANY_PRESENT], count[COMMITTEE_EXISTS]


def live(
    homes, estate, hours_u, motivation_u, outcome, final_whole, final_real, history_whole, history_real, behaviour
):
    """Live all months of a run, and those in which the last bills are still paid.

    Args:
        homes, estate: columns as :mod:`commsim.engine.plan` lays them out, changed in place.
        hours_u, motivation_u: float64 ``(n,)``, draws of members.
        outcome: int64 ``(OUTCOMES,)``, overwritten, see :func:`keep_outcome`.
        final_whole: int32 ``(FINAL_WHOLES, n)``; final_real: float64 ``(FINAL_REALS, n)``: state after the last month.
        history_whole, history_real: the same, months in front, or no months where histories are not kept.
        behaviour: record of shape ``(1,)``.

    A fault of the ledger ends the run, and is left in ``count[BROKEN]``.
    """
    p = behaviour[0]
    count = estate.count
    interval = int(p.volunteering.visit_interval)
    begin_members(estate, hours_u, motivation_u, p)
    cases = np.empty((CASE_ROWS, max(64, count[SIZE] // 8)), np.int32)
    months = count[MONTHS]
    for month in range(1, months + IN_TIME_MONTHS):
        count[MONTH] = month
        cases = live_month(homes, estate, cases, p)
        if count[BROKEN]:
            return
        if month == months:
            keep_outcome(count, outcome)
            state_of_homes(homes, estate, interval, final_whole, final_real)
        if month <= history_whole.shape[0]:
            state_of_homes(homes, estate, interval, history_whole[month - 1], history_real[month - 1])
    fees_are_known(estate, months)


live_kernel = cached(live)
