"""Stage 1, compiled: a month begins, and the events of the timeline happen in their written order."""

from __future__ import annotations

import numpy as np

from commsim.draws import share_to_count
from commsim.engine.assembly import call_vote
from commsim.engine.columns import (
    AMONG_NON_MEMBERS,
    BENCH,
    BUILDING,
    CALLER_FEN,
    CALLER_MINUTES,
    CALLERS,
    CALLERS_UNTIL,
    COMMITTEE_EXISTS,
    COMPANY,
    COMPANY_EFFORT,
    COMPANY_PAYEE,
    COMPANY_PRESENT,
    DIVIDEND_SHARE,
    DUE,
    ENDED_NOW,
    FADED,
    FLOW,
    FOUNDED,
    HAS_LEADER,
    LAST_OF_MONTH,
    LATENT_NOW,
    LEADER_QUALITY,
    LEGAL,
    LOCALITY,
    MANDATE,
    MEETING_PRIVATE,
    MEETING_VOICED,
    MEMBER_HOME,
    MEMBERS,
    MONTH,
    NO_PAYEE,
    ON,
    ON_COMMITTEE,
    ONE,
    OPERATOR,
    OUTSIDE,
    PAID_BEFORE,
    PAYEE,
    PAYS,
    RECOGNITION,
    REPAIR_SHARE,
    ROTA,
    SELF_PAYEE,
    SERVES,
    SERVICE_FILE,
    SERVICE_SHARE,
    SERVING,
    SHOCK,
    SIZE,
    STAFF_MINUTES,
    SUBSIDIES,
    SUBSIDY,
    TOOK_PART,
    TOOK_PART_BEFORE,
    TURNOUT,
    VISITS,
    VOLUNTEERS,
    WORKS,
    YEAR,
    ZERO,
)
from commsim.engine.committee import dissolve, lend, set_up
from commsim.engine.events import (
    ACTIVATE,
    ADVANCE,
    APPOINT,
    CALL_ASSEMBLY,
    CHANGE_SUPPORT,
    COMPANY_ENTERS,
    COMPANY_LEAVES,
    CONFLICT_EVENT,
    CONVENTION,
    DISSOLVE,
    ELECT_EVENT,
    ENFORCE,
    EVENT_KIND,
    EVENT_MONTH,
    FIRST,
    FOUND_BRANCH,
    LEADER_ARRIVES,
    LEADER_LEAVES,
    MATTER,
    MEETING,
    NO_VOTE,
    PAID_CALLERS,
    RENOVATE,
    RUN_REVENUE_EVENT,
    SELF_RUN,
    SUBSIDY_EVENT,
    WITHDRAW,
    WORK_UNIT_PRESSURE,
    company_takes_over,
)
from commsim.engine.jit import kernel
from commsim.engine.ledger import post, street_spends
from commsim.engine.log import write_line
from commsim.engine.members import NON_MEMBERS, activate, asked, effort_begins, effort_ends, withdraw
from commsim.engine.service import change_payee, company_goes
from commsim.engine.shocks import clear, conflict, copy, go_on_with_conflict, press_by_units, work_units_press
from commsim.engine.visitors import assign_homes, callers_leave_when_over, homes_of_callers
from commsim.rules.leader import quality_after
from commsim.rules.ledger import ACCOUNTS
from commsim.rules.revenue import COMMITTEE
from commsim.scenario.telling import Happening

_BARRED, _DECREED = np.int64(Happening.COMMITTEE_BARRED), np.int64(Happening.COMMITTEE_DECREED)
_FOUNDED, _SUPPORT = np.int64(Happening.BRANCH_FOUNDED), np.int64(Happening.SUPPORT_CHANGED)
_BEGIN, _STOP = np.int64(Happening.MEMBERS_BEGIN), np.int64(Happening.MEMBERS_STOP)
_ARRIVES, _GOES = np.int64(Happening.LEADER_ARRIVES), np.int64(Happening.LEADER_GOES)
_BALLOTS, _CALLED = np.int64(Happening.BALLOTS_GO_OUT), np.int64(Happening.ASSEMBLY_CALLED)
_NO_COMMITTEE, _NO_BRANCH = np.int64(Happening.COMMITTEE_DISSOLVED), np.int64(Happening.BRANCH_DISSOLVED)
_REVENUE, _CONVENTION = np.int64(Happening.REVENUE_RUN), np.int64(Happening.CONVENTION_AGREED)
_ENTERS, _LEAVES = np.int64(Happening.COMPANY_ENTERS), np.int64(Happening.COMPANY_LEAVES)
_NOBODY_ADVANCES, _NOBODY_LENDS = np.int64(Happening.NOBODY_ADVANCES), np.int64(Happening.NOBODY_LENDS)
_ADVANCED, _OWNERS_RUN = np.int64(Happening.MONEY_ADVANCED), np.int64(Happening.OWNERS_RUN_IT)
_EFFORT, _PROMISED = np.int64(Happening.EFFORT_CHANGED), np.int64(Happening.SUBSIDY_PROMISED)
_RENOVATED = np.int64(Happening.RENOVATED)
_SWITCHED = np.int64(Happening.MECHANISM_SWITCHED)
_OTHERS_BEGIN, _OTHERS_STOP = np.int64(Happening.NON_MEMBERS_BEGIN), np.int64(Happening.NON_MEMBERS_STOP)
_CALLERS_COME = np.int64(Happening.CALLERS_COME)

# Columns of the kinds of events that have some of their own; FIRST is the first free one.
ROTA_GIVEN, FILE_GIVEN, RECOGNITION_GIVEN, STAFF_GIVEN = range(FIRST, FIRST + 4)
ASKED_COUNT, ASKED_WHO, ASKED_RANK, ON_PAPER, WITH_VISITS = range(FIRST, FIRST + 5)
LEGAL_GIVEN, RUNS_REVENUE = FIRST, FIRST + 1
DISSOLVES_BRANCH = FIRST
NEW_OPERATOR = FIRST
ADVANCED_FEN, ADVANCED_MONTHS, BY_COMPANY = range(FIRST, FIRST + 3)
NEW_EFFORT = FIRST
SUBSIDY_FEN, SUBSIDY_MONTHS, FOR_REPAIR = range(FIRST, FIRST + 3)
WORKS_FEN = FIRST
HIRED, HIRED_MINUTES, HIRED_FEN, HIRED_MONTHS = range(FIRST, FIRST + 4)
SWITCH, SWITCHED_ON = FIRST, FIRST + 1


@kernel
def events_happen(homes, estate, cases, p):
    """Stage 1: a month begins; events of the timeline happen."""
    count = estate.count
    clear_month(estate)
    clear(homes.real[SHOCK])
    copy(homes.flag[PAYS], homes.flag[PAID_BEFORE])
    copy(homes.flag[TOOK_PART], homes.flag[TOOK_PART_BEFORE])
    for number in range(estate.event.shape[0]):
        if estate.event[number, EVENT_MONTH] == count[MONTH]:
            happen(homes, estate, cases, number, p)
    go_on_with_conflict(homes, count, p.trust.grievance)
    callers_leave_when_over(homes, estate, p)
    work_units_press(homes, estate, p.trust.pressure)
    served, member, serves, building_of = estate.served, estate.member, homes.flag[SERVES], homes.counter[BUILDING]
    for building in range(served.shape[0]):
        served[building] = 0
    for place in range(count[VOLUNTEERS]):
        home = member[MEMBER_HOME, place]
        if serves[home]:
            served[building_of[home]] = 1


@kernel
def clear_month(estate):
    """Set the month's sums and happenings to none."""
    level, count, duration = estate.level, estate.count, estate.duration
    for place in range(DUE, LAST_OF_MONTH + 1):
        count[place] = 0
    for place in range(FLOW, FLOW + ACCOUNTS * ACCOUNTS):
        count[place] = 0
    for place in range(LATENT_NOW, ENDED_NOW + 5):
        count[place] = 0
    count[FADED] = 0
    level[TURNOUT] = np.nan
    level[MEETING_PRIVATE] = np.nan
    level[MEETING_VOICED] = np.nan
    slot = count[MONTH] % YEAR
    for months in range(count[MONTH] + 1):
        duration[YEAR, months] -= duration[slot, months]
        duration[slot, months] = 0


@kernel
def happen(homes, estate, cases, number, p):
    """Let one event happen, and write it into the log."""
    kind = estate.event[number, EVENT_KIND]
    if kind == MEETING:  # held later in the month
        return
    if kind <= LEADER_LEAVES:
        happening, figure = of_members(homes, estate, number, kind, p)
    elif kind <= CONVENTION:
        happening, figure = of_owners(homes, estate, number, kind)
    else:
        happening, figure = of_money(homes, estate, cases, number, kind, p)
    write_line(estate, number, happening, figure)


@kernel
def of_members(homes, estate, number, kind, p):
    """Let an event happen that is about the branch and its members."""
    level, count, event, real = estate.level, estate.count, estate.event[number], estate.event_real[number]
    if kind in (FOUND_BRANCH, CHANGE_SUPPORT):
        if kind == FOUND_BRANCH:
            count[FOUNDED] = 1
            level[BENCH] = real[0]
            count[STAFF_MINUTES] = event[STAFF_GIVEN]
        count[ROTA] = event[ROTA_GIVEN]
        count[SERVICE_FILE] = event[FILE_GIVEN]
        count[RECOGNITION] = event[RECOGNITION_GIVEN]
        return (_FOUNDED if kind == FOUND_BRANCH else _SUPPORT), ZERO
    if kind == ACTIVATE:
        count[VISITS] = count[VISITS] or event[WITH_VISITS]
        rank = estate.rank[event[ASKED_RANK]] if event[ASKED_RANK] >= 0 else estate.motivation[:0]
        places = asked(estate, event[ASKED_WHO], rank)
        others = event[ASKED_WHO] == NON_MEMBERS
        count[AMONG_NON_MEMBERS] = others
        wanted = event[ASKED_COUNT]
        if not np.isnan(real[0]):
            wanted = share_to_count(real[0], count[MEMBERS] if others else places.shape[0])
        wanted = min(wanted, places.shape[0])
        begun = activate(homes, estate, places, wanted, event[ON_PAPER], p)
        effort_begins(count)
        return (_OTHERS_BEGIN if others else _BEGIN), np.int64(begun)
    if kind == WITHDRAW:
        stopped = withdraw(homes, estate, real[0], p)
        if count[SERVING] == 0:
            effort_ends(count, MANDATE)
        return (_OTHERS_STOP if count[AMONG_NON_MEMBERS] else _STOP), np.int64(stopped)
    if kind == PAID_CALLERS:
        count[CALLERS], count[CALLER_MINUTES], count[CALLER_FEN] = event[HIRED], event[HIRED_MINUTES], event[HIRED_FEN]
        count[CALLERS_UNTIL] = count[MONTH] + event[HIRED_MONTHS] - 1
        assign_homes(homes, estate, p.volunteering.most_households)
        return _CALLERS_COME, homes_of_callers(homes, count[SIZE])
    if kind == LEADER_ARRIVES:
        count[HAS_LEADER] = 1
        level[LEADER_QUALITY] = real[0]
        return _ARRIVES, ZERO
    level[LEADER_QUALITY] = quality_after(level[LEADER_QUALITY], level[BENCH])
    return _GOES, ZERO


@kernel
def of_owners(homes, estate, number, kind):
    """Let an event happen that is about the owners and their committee."""
    level, count, event, real = estate.level, estate.count, estate.event[number], estate.event_real[number]
    if kind in (ELECT_EVENT, APPOINT) and not count[ON_COMMITTEE]:
        return _BARRED, ZERO
    if kind in (CALL_ASSEMBLY, ELECT_EVENT):
        return put_to_vote(homes, estate, number)
    if kind == APPOINT:
        set_up(estate, event[LEGAL_GIVEN], event[RUNS_REVENUE], real[0])
        return _DECREED, ZERO
    if kind == DISSOLVE and event[DISSOLVES_BRANCH]:
        count[FOUNDED] = count[ROTA] = count[SERVICE_FILE] = count[RECOGNITION] = count[STAFF_MINUTES] = 0
        return _NO_BRANCH, ZERO
    if kind == DISSOLVE:
        dissolve(estate)
        return _NO_COMMITTEE, ZERO
    if kind == RUN_REVENUE_EVENT:
        count[OPERATOR] = event[NEW_OPERATOR]
        if not np.isnan(real[0]):
            level[REPAIR_SHARE] = real[0]
        if not np.isnan(real[1]):
            level[SERVICE_SHARE] = real[1]
        if not np.isnan(real[2]):
            level[DIVIDEND_SHARE] = real[2]
        missing = event[NEW_OPERATOR] == COMMITTEE and count[COMMITTEE_EXISTS] == 0
        return _REVENUE, np.int64(missing)
    level[LOCALITY] = real[0]
    return _CONVENTION, ZERO


@kernel
def put_to_vote(homes, estate, number):
    """Call a vote, which begins at once if no other is under way."""
    waiting = call_vote(homes, estate, number)
    return (_CALLED if waiting > 1 else _BALLOTS), ZERO


@kernel
def of_money(homes, estate, cases, number, kind, p):
    """Let an event happen that is about the company, money, conflicts or switches."""
    count, event = estate.count, estate.event[number]
    if kind == COMPANY_ENTERS:
        if event[MATTER] != NO_VOTE:
            return put_to_vote(homes, estate, number)
        company_takes_over(homes, estate, cases, number, ZERO, p)
        return _ENTERS, ZERO
    if kind == ADVANCE:
        return advance(estate, event), ZERO
    if kind == COMPANY_LEAVES:
        company_goes(estate)
        if count[PAYEE] == COMPANY_PAYEE:
            change_payee(homes, estate, cases, NO_PAYEE, ZERO, p)
        return _LEAVES, ZERO
    if kind == SELF_RUN:
        if count[COMPANY_PRESENT]:
            company_goes(estate)
        change_payee(homes, estate, cases, SELF_PAYEE, ONE, p)
        return _OWNERS_RUN, ZERO
    if kind == ENFORCE:
        count[COMPANY_EFFORT] = event[NEW_EFFORT]
        return _EFFORT, ZERO
    if kind == SUBSIDY_EVENT:
        subsidy = estate.promise[SUBSIDY, count[SUBSIDIES]]
        subsidy[0], subsidy[1] = event[SUBSIDY_FEN], count[MONTH] + event[SUBSIDY_MONTHS] - 1
        subsidy[2] = event[FOR_REPAIR]
        count[SUBSIDIES] += 1
        return _PROMISED, ZERO
    if kind == RENOVATE:
        street_spends(count, event[WORKS_FEN])
        count[WORKS] += event[WORKS_FEN]
        return _RENOVATED, ZERO
    if kind == CONFLICT_EVENT:
        return conflict(homes, estate, event, estate.event_real[number])
    if kind == WORK_UNIT_PRESSURE:
        return press_by_units(homes, estate, event, estate.event_real[number])
    count[ON + event[SWITCH]] = event[SWITCHED_ON]
    return _SWITCHED, ZERO


@kernel
def advance(estate, event):
    """Let money be advanced for works, if somebody does; return what happened."""
    count, fen = estate.count, event[ADVANCED_FEN]
    if event[BY_COMPANY] and not count[COMPANY_PRESENT]:
        return _NOBODY_ADVANCES
    if not event[BY_COMPANY] and not count[LEGAL]:
        return _NOBODY_LENDS
    if fen:
        lend(estate, COMPANY if event[BY_COMPANY] else OUTSIDE, fen, event[ADVANCED_MONTHS])
        if event[BY_COMPANY]:
            post(count, COMPANY, OUTSIDE, fen)
    count[WORKS] += fen
    return _ADVANCED
