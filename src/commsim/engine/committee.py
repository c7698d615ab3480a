"""Stages 7 and 14, compiled: the owners' income comes in and is used; the committee's quality follows its work."""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream
from commsim.engine.bills import owed
from commsim.engine.columns import (
    AREA,
    BALANCE,
    CAPTURED,
    COMMITTEE_EXISTS,
    COMMON,
    COMPANY,
    DIVIDEND_POT,
    DIVIDEND_RATE,
    DIVIDEND_SHARE,
    DIVIDENDS,
    DUE,
    ESTATE,
    FEE,
    HELD_QUALITY,
    HOUSEHOLDS,
    INSTALMENT_DUE,
    INSTALMENT_PAID,
    LEGAL,
    LOAN,
    LOANS,
    MONTH,
    ON_DIVIDENDS,
    ON_REPAIR,
    ON_REVENUE,
    OPERATOR,
    OPERATORS_ACCOUNT,
    OUTSIDE,
    PAID_PART,
    PARKING_LET,
    PARTICIPATION,
    QUALITY,
    RECEIPTS,
    RECOVERED,
    REPAIR,
    REPAIR_SHARE,
    REVENUE_GROSS,
    REVENUE_OWNERS,
    SEED,
    SERVICE_SHARE,
    SIZE,
    TOPUP,
    WORK_DONE,
    YEAR,
    YUAN_A_DAY,
    YUAN_A_YEAR,
    ZERO,
)
from commsim.engine.jit import kernel
from commsim.engine.ledger import post
from commsim.engine.luck import uniform
from commsim.rules.arithmetic import share_of, to_fen
from commsim.rules.committee import capture_chance, oversight, quality_next
from commsim.rules.revenue import COMMITTEE, DIVIDEND_MONTH, GROUP, monthly_gross, owners_income

_CAPTURE = np.int64(Stream.CAPTURE)
CREDITOR, OPEN, INSTALMENT, OVERDUE = 0, 1, 2, 3


@kernel
def overseen(estate, p):
    """Return how far the committee oversees payee and accounts, in [0, 1]."""
    return oversight(estate.level[QUALITY], estate.count[CAPTURED] != 0, p.committee)


@kernel
def set_up(estate, legal, run_revenue, held_quality):
    """Let a committee come into being; one re-elected keeps its quality and is rid of a faction.

    Args:
        estate: columns of the estate.
        legal, run_revenue: 0 or 1.
        held_quality: quality it is held at, or NaN.
    """
    level, count = estate.level, estate.count
    if count[COMMITTEE_EXISTS] == 0:
        level[QUALITY] = 0.0
    count[COMMITTEE_EXISTS] = 1
    count[CAPTURED] = 0
    count[LEGAL] |= legal
    level[HELD_QUALITY] = held_quality
    if not np.isnan(held_quality):
        level[QUALITY] = held_quality
    if run_revenue:
        count[OPERATOR] = COMMITTEE


@kernel
def dissolve(estate):
    """End the committee; the common parts fall back to the company."""
    level, count = estate.level, estate.count
    count[COMMITTEE_EXISTS] = 0
    level[QUALITY] = 0.0
    level[HELD_QUALITY] = np.nan
    count[CAPTURED] = 0
    count[LEGAL] = 0
    if count[OPERATOR] in (GROUP, COMMITTEE):
        count[OPERATOR] = 0


@kernel
def committee_works(estate, needed, p):
    """Stage 14: the committee's quality follows the work done for it; a faction may capture it.

    Args:
        estate: columns of the estate.
        needed: minutes of work it needs a month; -1 where there is no body that works.
        p: behaviour.
    """
    level, count = estate.level, estate.count
    if needed < 0:
        level[QUALITY] = 0.0
        return
    if np.isnan(level[HELD_QUALITY]):
        done = count[WORK_DONE] / needed if needed else 1.0
        level[QUALITY] = quality_next(level[QUALITY], done, p.committee)
    lot = uniform(np.uint64(count[SEED]), ZERO, count[MONTH], count[ESTATE], _CAPTURE)
    if lot < capture_chance(level[PARTICIPATION], p.committee):
        count[CAPTURED] = 1


# --- money
# ----------------------------------------------------------------------------------------------


@kernel
def common_parts_earn(homes, estate, p):
    """Stage 7: the owners' income comes in and is used: instalments, repair, service, dividend; the rest stays."""
    count = estate.count
    collect_revenue(estate, p)
    pay_instalments(estate)
    count[REPAIR] = spend_on_repair(estate)
    count[TOPUP] = top_up_service(estate, p)
    count[DIVIDENDS] = pay_dividend(homes, estate)


@kernel
def collect_revenue(estate, p):
    """Let the common parts earn; what leaks stays with the operator."""
    level, count = estate.level, estate.count
    if not count[ON_REVENUE]:
        return
    gross = monthly_gross(count[PARKING_LET], level[YUAN_A_DAY], level[YUAN_A_YEAR], count[MONTH])
    if gross == 0:
        return
    legal = count[LEGAL] != 0
    owners = owners_income(gross, count[OPERATOR], overseen(estate, p), level[QUALITY], legal, p.revenue)
    post(count, OUTSIDE, OPERATORS_ACCOUNT, gross)
    if owners:
        post(count, OPERATORS_ACCOUNT, COMMON, owners)
    count[REVENUE_GROSS] = gross
    count[REVENUE_OWNERS] = owners


@kernel
def lend(estate, creditor, fen, months):
    """Note an advance of so many fen, repaid in equal instalments, the last one maybe smaller."""
    loan = estate.promise[LOAN, estate.count[LOANS]]
    loan[CREDITOR], loan[OPEN], loan[INSTALMENT], loan[OVERDUE] = creditor, fen, -(-fen // months), 0
    estate.count[LOANS] += 1


@kernel
def keep_loans(estate, drop_company):
    """Forget loans that are repaid or, with ``drop_company``, that nobody collects any more."""
    loans, kept = estate.promise[LOAN], 0
    for place in range(estate.count[LOANS]):
        gone = loans[place, CREDITOR] == COMPANY if drop_company else loans[place, OPEN] <= 0
        if not gone:
            for column in range(loans.shape[1]):
                loans[kept, column] = loans[place, column]
            kept += 1
    estate.count[LOANS] = kept


@kernel
def pay_instalments(estate):
    """Repay advances as far as the common account allows, first lent first."""
    count, loans = estate.count, estate.promise[LOAN]
    for place in range(count[LOANS]):
        due = min(loans[place, INSTALMENT], loans[place, OPEN] - loans[place, OVERDUE])
        loans[place, OVERDUE] += due
        count[INSTALMENT_DUE] += due
        part = min(loans[place, OVERDUE], count[BALANCE + COMMON])
        loans[place, OVERDUE] -= part
        loans[place, OPEN] -= part
        if part:
            post(count, COMMON, loans[place, CREDITOR], part)
            count[INSTALMENT_PAID] += part
    keep_loans(estate, ZERO)


@kernel
def spend_on_repair(estate):
    """Spend the owners' share for repair; return it, in fen."""
    count = estate.count
    if not count[ON_REPAIR]:
        return 0
    repair = min(share_of(count[REVENUE_OWNERS], estate.level[REPAIR_SHARE]), count[BALANCE + COMMON])
    if repair:
        post(count, COMMON, OUTSIDE, repair)
    return repair


@kernel
def top_up_service(estate, p):
    """Buy service from the owners' income where the fees of this month do not reach; return it, in fen."""
    count = estate.count
    gap = to_fen(p.service.kappa * count[DUE]) - (count[RECEIPTS] - count[RECOVERED])
    share = share_of(count[REVENUE_OWNERS], estate.level[SERVICE_SHARE])
    topup = min(share, max(0, gap), count[BALANCE + COMMON])
    if topup:
        post(count, COMMON, OUTSIDE, topup)
    return topup


@kernel
def pay_dividend(homes, estate):
    """Set aside the dividend's share; once a year pay it to homes without arrears; return it, in fen."""
    level, count = estate.level, estate.count
    if not count[ON_DIVIDENDS] or level[DIVIDEND_SHARE] == 0.0:
        level[DIVIDEND_RATE] = 0.0
        return 0
    count[DIVIDEND_POT] += share_of(count[REVENUE_OWNERS], level[DIVIDEND_SHARE])
    if (count[MONTH] - 1) % YEAR + 1 != DIVIDEND_MONTH:
        return 0
    pot = min(count[DIVIDEND_POT], count[BALANCE + COMMON])
    area, whole, open_bills = np.int64(0), homes.whole, homes.open
    for i in range(count[SIZE]):
        if owed(open_bills[i], whole[PAID_PART, i], whole[FEE, i]) == 0:
            area += whole[AREA, i]
    # By largest remainder all of the pot is shared out, however the fen fall; who gets which fen is in no column.
    paid = pot if area else 0
    if paid:
        post(count, COMMON, HOUSEHOLDS, paid)
    count[DIVIDEND_POT] = 0
    level[DIVIDEND_RATE] = paid / (12.0 * area) if area else 0.0
    return paid
