"""Stage 19, compiled: measures are taken, a row of whole numbers and a row of floats a month."""

from __future__ import annotations

import numpy as np

from commsim.engine.bills import bits_set, months_owed, owed, unpaid_of_year
from commsim.engine.columns import (
    ACTIVE,
    BALANCE,
    BELONGING,
    BILLED_MONTHS,
    CASES,
    COMMITTEE_EXISTS,
    COMMON,
    COMPANY,
    COMPANY_PRESENT,
    CONDITION,
    DEMANDED,
    DISCLOSED,
    DIVIDENDS,
    DONE,
    DUE,
    ENDED_NOW,
    EVER_VISITED,
    FADED,
    FEE,
    FUND,
    GRIEVANCE,
    IN_TIME_BILLS,
    IN_TIME_DUE,
    IN_TIME_FEN,
    IN_TIME_ISSUED,
    INHERITED,
    INHERITED_MONTHS,
    INSTALMENT_DUE,
    INSTALMENT_PAID,
    LATENT_NOW,
    LEGACY,
    LOAD,
    LOAN,
    LOANS,
    MEAN_TIE,
    MEETING_CARRIED,
    MEETING_PRIVATE,
    MEETING_VOICED,
    MEETINGS,
    MEMBER_HOME,
    MEMBERS,
    MONTH,
    NOBODY,
    NORM,
    OCCUPIED,
    OFFERED,
    PAID_PART,
    PARTICIPATION,
    PAYS,
    QUALITY,
    REAL_NAMES,
    RECEIPTS,
    RECOVERED,
    REPAIR,
    REPORTED_NOW,
    REPORTS_ALL,
    REPORTS_PAYEE,
    REVENUE_GROSS,
    REVENUE_OWNERS,
    SERVICE,
    SERVING,
    SINCE_PAID,
    SINCE_TOOK_PART,
    SINCE_VISIT,
    SIZE,
    SIZE_OCCUPIED,
    STREET_SPENDING,
    TIES_MOVED,
    TOPUP,
    TRUST_PAYEE,
    TRUST_SELF,
    TURNOUT,
    UPKEEP_DONE,
    VISITED,
    VISITOR,
    VISITOR_SLOT,
    VISITOR_TIE,
    VOICE,
    VOLUNTEERS,
    VOTES_HELD,
    VOTES_PASSED,
    WHOLE_NAMES,
    YEAR,
)
from commsim.engine.disputes import KINDS
from commsim.engine.jit import kernel
from commsim.rules.measures import (
    FREE_RIDER,
    LEAST_REPORTS,
    PARTIAL,
    POOR_SERVICE,
    PROTEST,
    UNCLEAR,
    WORKING_BODY,
    payer_class,
)

_W = {name: place for place, name in enumerate(WHOLE_NAMES)}
_R = {name: place for place, name in enumerate(REAL_NAMES)}

FEN_IN_TIME, BILLS_IN_TIME = _W["paid_in_time_fen"], _W["bills_in_time"]
FEE_RATE, FEE_RATE_HOUSEHOLDS = _R["fee_rate"], _R["fee_rate_households"]

_COUNTS = {
    "households": SIZE,
    "occupied": SIZE_OCCUPIED,
    "billed_fen": DUE,
    "collected_fen": RECEIPTS,
    "recovered_fen": RECOVERED,
    "open_disputes": CASES,
    "ended_faded": FADED,
    "members": MEMBERS,
    "members_active": SERVING,
    "offered_minutes": OFFERED,
    "demanded_minutes": DEMANDED,
    "done_minutes": DONE,
    "company": COMPANY_PRESENT,
    "committee": COMMITTEE_EXISTS,
    "revenue_gross_fen": REVENUE_GROSS,
    "revenue_owners_fen": REVENUE_OWNERS,
    "dividends_fen": DIVIDENDS,
    "repair_fen": REPAIR,
    "topup_fen": TOPUP,
    "street_fen": STREET_SPENDING,
    "instalment_due_fen": INSTALMENT_DUE,
    "instalment_paid_fen": INSTALMENT_PAID,
    "company_cash_fen": BALANCE + COMPANY,
    "common_account_fen": BALANCE + COMMON,
    "fund_fen": BALANCE + FUND,
    "votes_held": VOTES_HELD,
    "votes_passed": VOTES_PASSED,
    "meetings": MEETINGS,
    "latent_payee": LATENT_NOW,
    "latent_neighbour": LATENT_NOW + 1,
    "latent_committee": LATENT_NOW + 2,
    "latent_other": LATENT_NOW + 3,
    "reported_payee": REPORTED_NOW,
    "reported_neighbour": REPORTED_NOW + 1,
    "reported_committee": REPORTED_NOW + 2,
    "reported_other": REPORTED_NOW + 3,
    "ended_stairwell": ENDED_NOW,
    "ended_estate": ENDED_NOW + 1,
    "ended_community": ENDED_NOW + 2,
    "ended_street": ENDED_NOW + 3,
    "ended_court": ENDED_NOW + 4,
}
"""Whole-number columns that are a count of the estate as it stands."""

_LEVELS = {
    "participation": PARTICIPATION,
    "service": SERVICE,
    "condition": CONDITION,
    "committee_quality": QUALITY,
    "disclosure": DISCLOSED,
    "upkeep_done": UPKEEP_DONE,
    "turnout": TURNOUT,
    "meeting_private": MEETING_PRIVATE,
    "meeting_voiced": MEETING_VOICED,
}
"""Float columns that are a level of the estate as it stands."""

_WHOLE_TO = np.array([_W[name] for name in _COUNTS], np.int64)
_WHOLE_FROM = np.array(list(_COUNTS.values()), np.int64)
_REAL_TO = np.array([_R[name] for name in _LEVELS], np.int64)
_REAL_FROM = np.array(list(_LEVELS.values()), np.int64)

_BILLS, _ARREARS, _OPEN_GRIEVANCES = _W["bills"], _W["arrears_fen"], _W["open_grievances"]
_ADVANCE_OPEN = _W["advance_open_fen"]
_CLASSES = tuple(_R[name] for name in ("non_payers", "partial_payers", "protest_withholders", "free_riders"))
_NON_PAYERS, _PARTIAL, _PROTEST, _FREE_RIDERS = _CLASSES
_IDLE, _PARTICIPATION, _VISITED = _R["governance_free_riders"], _R["participation"], _R["visited"]
_TRUST_PAYEE, _TRUST_SELF, _BELONGING = _R["trust_payee"], _R["trust_self"], _R["belonging"]
_TRUST_TIES, _MEDIAN, _COMPLAINTS = _R["trust_ties"], _R["median_duration"], _R["complaint_share"]
_LOAD, _MOTIVATION, _MEETING_CARRIED = _R["load"], _R["motivation"], _R["meeting_carried"]

FINAL_WHOLES = 9
FINAL_REALS = 7
"""Rows of the homes' state that a run leaves: see :func:`state_of_homes`."""


@kernel
def month_is_recorded(homes, estate):
    """Stage 19: measures are taken."""
    level, count = estate.level, estate.count
    row = estate.count[MONTH] - 1
    whole, real = estate.whole_out[row], estate.real_out[row]
    for place in range(_WHOLE_TO.shape[0]):
        whole[_WHOLE_TO[place]] = count[_WHOLE_FROM[place]]
    for place in range(_REAL_TO.shape[0]):
        real[_REAL_TO[place]] = level[_REAL_FROM[place]]
    whole[_BILLS] = estate.in_time[count[MONTH], IN_TIME_ISSUED]
    whole[_ADVANCE_OPEN] = 0
    for place in range(count[LOANS]):
        whole[_ADVANCE_OPEN] += estate.promise[LOAN, place, 1]
    real[_LOAD] = level[LOAD] if count[OFFERED] else np.nan
    real[_MEETING_CARRIED] = count[MEETING_CARRIED] if count[MEETINGS] else np.nan
    payers(homes, estate, whole, real)
    people(homes, estate, whole, real)
    bodies(homes, estate, real)


@kernel
def payers(homes, estate, whole, real):
    """Record arrears, and the shares of those billed who pay nothing, in part, in protest, or ride free."""
    count, service = estate.count, estate.level[SERVICE]
    fee, paid_part, open_bills = homes.whole[FEE], homes.whole[PAID_PART], homes.open
    flag, since = homes.flag, homes.counter[SINCE_TOOK_PART]
    months, more = billed_months(count)
    classes = np.zeros(5, np.int64)
    arrears = billed = np.int64(0)
    for i in range(count[SIZE]):
        arrears += owed(open_bills[i], paid_part[i], fee[i])
        billed_year = np.int64(fee[i]) * (months + (more if flag[INHERITED, i] else 0))
        if billed_year == 0:
            continue
        billed += 1
        protest = flag[GRIEVANCE, i] != 0 or flag[LEGACY, i] != 0
        gave = since[i] < YEAR
        unpaid = unpaid_of_year(open_bills[i], paid_part[i], fee[i])
        classes[payer_class(billed_year, unpaid, protest, service, gave)] += 1
    whole[_ARREARS] = arrears
    if billed == 0:
        for place in _CLASSES:
            real[place] = np.nan
        return
    real[_NON_PAYERS] = (classes[PROTEST] + classes[FREE_RIDER] + classes[UNCLEAR]) / billed
    real[_PARTIAL] = classes[PARTIAL] / billed
    real[_PROTEST] = classes[PROTEST] / billed
    real[_FREE_RIDERS] = np.nan if service < POOR_SERVICE else classes[FREE_RIDER] / billed


@kernel
def billed_months(count):
    """Return the months of the last 12 billed to all, and those before month 1 billed to homes with arrears."""
    months = bits_set(np.uint64(count[BILLED_MONTHS] & ((1 << YEAR) - 1)))
    first, last = count[MONTH], count[MONTH] + count[INHERITED_MONTHS] - 1
    return months, max(0, min(last, YEAR - 1) - first + 1)


@kernel
def people(homes, estate, whole, real):
    """Record what the people in occupied homes do and feel, in the order of their ids."""
    count = estate.count
    n = count[SIZE_OCCUPIED]
    visited = idle = open_grievances = 0
    payee = itself = belonging = 0.0
    flag, real_of, since = homes.flag, homes.real, homes.counter[SINCE_TOOK_PART]
    for i in range(count[SIZE]):
        if not flag[OCCUPIED, i]:
            continue
        visited += flag[VISITED, i]
        idle += since[i] >= YEAR
        payee += real_of[TRUST_PAYEE, i]
        itself += real_of[TRUST_SELF, i]
        belonging += real_of[BELONGING, i]
        for kind in range(KINDS):
            open_grievances += flag[GRIEVANCE + kind, i] != 0
    whole[_OPEN_GRIEVANCES] = open_grievances
    works = estate.level[QUALITY] >= WORKING_BODY or count[OFFERED] > 0
    real[_IDLE] = idle / n if works and n else np.nan
    if n:
        real[_VISITED] = visited / n
        real[_TRUST_PAYEE] = payee / n
        real[_TRUST_SELF] = itself / n
        real[_BELONGING] = belonging / n
    else:
        real[_VISITED] = real[_PARTICIPATION] = np.nan
        real[_TRUST_PAYEE] = real[_TRUST_SELF] = real[_BELONGING] = np.nan


@kernel
def bodies(homes, estate, real):
    """Record the ties, the year's disputes, and the members' motivation."""
    level, count = estate.level, estate.count
    if count[TIES_MOVED] or count[MONTH] == 1:
        level[MEAN_TIE] = mean_trust(homes, count[SIZE])
    real[_TRUST_TIES] = level[MEAN_TIE]
    real[_MEDIAN] = median_duration(estate.duration[YEAR], count[MONTH])
    about_payee = reports = 0
    for slot in range(YEAR):
        about_payee += count[REPORTS_PAYEE + slot]
        reports += count[REPORTS_ALL + slot]
    real[_COMPLAINTS] = about_payee / reports if reports >= LEAST_REPORTS else np.nan
    motivation, active, member, motivations = 0.0, homes.flag[ACTIVE], estate.member, estate.motivation
    for place in range(count[VOLUNTEERS]):
        if active[member[MEMBER_HOME, place]]:
            motivation += motivations[place]
    real[_MOTIVATION] = motivation / count[SERVING] if count[SERVING] else np.nan


@kernel
def mean_trust(homes, size):
    """Return the mean trust over all ties, each once, in their order; NaN where there are none."""
    start, neighbour, weight = homes.start, homes.neighbour, homes.weight
    sum_, ties = 0.0, weight.shape[0] // 2
    for i in range(size):
        for slot in range(start[i], start[i + 1]):
            if neighbour[slot] > i:
                sum_ += weight[slot]
    return sum_ / ties if ties else np.nan


@kernel
def median_duration(duration, month):
    """Return the median of whole months given as a count of each; NaN where there are none.

    Args:
        duration: int32 ``(t + 1,)``, how often each number of months; month: none took longer.
    """
    many = 0
    for months in range(month + 1):
        many += duration[months]
    if many == 0:
        return np.nan
    lower, upper, seen = -1, -1, 0
    for months in range(month + 1):
        seen += duration[months]
        if lower < 0 and seen > (many - 1) // 2:
            lower = months
        if seen > many // 2:
            upper = months
            break
    return (lower + upper) * 0.5


@kernel
def fees_are_known(estate, months):
    """Write what is known at last about the bills of each month, which have had their three months."""
    for row in range(months):
        bills = estate.in_time[row + 1]
        estate.whole_out[row, FEN_IN_TIME] = bills[IN_TIME_FEN]
        estate.whole_out[row, BILLS_IN_TIME] = bills[IN_TIME_BILLS]
        due, issued = bills[IN_TIME_DUE], bills[IN_TIME_ISSUED]
        estate.real_out[row, FEE_RATE] = bills[IN_TIME_FEN] / due if due else np.nan
        estate.real_out[row, FEE_RATE_HOUSEHOLDS] = bills[IN_TIME_BILLS] / issued if issued else np.nan


@kernel
def state_of_homes(homes, estate, interval, whole, real):
    """Write the homes' state as it is.

    Args:
        homes, estate: columns, not changed.
        interval: months between two visits.
        whole: int32 ``(FINAL_WHOLES, n)``, overwritten: active, pays, visitor, months since paid, months since took
            part, dispute with the payee, dispute with a neighbour, ever visited, voice.
        real: float64 ``(FINAL_REALS, n)``, overwritten: arrears in months, norm, trust in the payee, trust in
            self-government, belonging, tie to the visitor, motivation (NaN: nobody who may be asked).
    """
    flag, of_whole, of_real, counter, weight = homes.flag, homes.whole, homes.real, homes.counter, homes.weight
    open_bills = homes.open
    for i in range(estate.count[SIZE]):
        whole[0, i] = flag[ACTIVE, i]
        whole[1, i] = flag[PAYS, i]
        whole[2, i] = of_whole[VISITOR, i]
        whole[3, i] = counter[SINCE_PAID, i]
        whole[4, i] = counter[SINCE_TOOK_PART, i]
        whole[5, i] = flag[GRIEVANCE, i]
        whole[6, i] = flag[GRIEVANCE + 1, i]
        whole[7, i] = flag[EVER_VISITED, i]
        whole[8, i] = flag[VOICE, i]
        real[0, i] = months_owed(open_bills[i], of_whole[PAID_PART, i], of_whole[FEE, i])
        real[1, i] = of_real[NORM, i]
        real[2, i] = of_real[TRUST_PAYEE, i]
        real[3, i] = of_real[TRUST_SELF, i]
        real[4, i] = of_real[BELONGING, i]
        # As the agents tell it: of a visitor who is an acquaintance too, only while he comes.
        slot, lately = of_whole[VISITOR_SLOT, i], counter[SINCE_VISIT, i] < interval
        beside = weight[slot] if slot != NOBODY and lately else 0.0
        real[5, i] = beside if slot != NOBODY else of_real[VISITOR_TIE, i]
        real[6, i] = np.nan
    for place in range(estate.count[VOLUNTEERS]):
        real[6, estate.member[MEMBER_HOME, place]] = estate.motivation[place]
