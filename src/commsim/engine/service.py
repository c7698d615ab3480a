"""Stages 8 and 18, compiled: service is given, condition moves; the company takes stock, enters and leaves."""

from __future__ import annotations

import numpy as np

from commsim.engine.columns import (
    BALANCE,
    BILLED_MONTHS,
    CASH,
    COMMON,
    COMPANY,
    COMPANY_EFFORT,
    COMPANY_LOSSES,
    COMPANY_PAYEE,
    COMPANY_PRESENT,
    CONDITION,
    CONFLICT_UNTIL,
    DEMANDED_UPKEEP,
    DONE_UPKEEP,
    DUE,
    FALLBACK,
    FULL_SERVICE_UNTIL,
    MONTH,
    NO_PAYEE,
    NOBODY,
    ON_COMPANY_EXIT,
    ON_CONDITION,
    ON_SERVICE,
    ONE,
    OUTSIDE,
    PAYEE,
    PAYEE_CHOSEN,
    RECEIPTS,
    RECOVERED,
    REPAIR,
    RISE,
    SELF_PAYEE,
    SERVICE,
    SERVICE_YEAR,
    SIZE,
    SIZE_OCCUPIED,
    SUBSIDIES,
    SUBSIDY,
    TOPUP,
    TRUST_SELF,
    UPKEEP_DONE,
    WORKS,
    YEAR,
    ZERO,
)
from commsim.engine.committee import keep_loans, lend, overseen
from commsim.engine.disputes import give_up_quarrels_with_payee
from commsim.engine.fees import meet_new_payee
from commsim.engine.jit import kernel
from commsim.engine.ledger import post, street_spends
from commsim.engine.log import write_line
from commsim.engine.members import effort_ends
from commsim.rules.arithmetic import FEN_PER_YUAN, MINUTES_PER_HOUR, ratio, to_fen
from commsim.rules.company import loses
from commsim.rules.service import condition_next, service_next, service_target, upkeep_target
from commsim.rules.trust import first_trust
from commsim.rules.volunteering import upkeep_minutes
from commsim.scenario.telling import Happening

_GIVES_UP = np.int64(Happening.COMPANY_GIVES_UP)
FEN, LAST_MONTH, FOR_REPAIR = 0, 1, 2


@kernel
def service_is_given(estate, p):
    """Stage 8: service is bought or done by hand; service and condition move."""
    level, count = estate.level, estate.count
    level[UPKEEP_DONE] = np.nan
    repair = count[REPAIR] + count[WORKS] + pay_subsidies(estate, ONE)
    if count[PAYEE] != NO_PAYEE:
        bought = count[TOPUP] + pay_subsidies(estate, ZERO)
        bought += self_spending(count, bought, p) if count[PAYEE] == SELF_PAYEE else buy_service(count, bought, p)
        funding = ratio(bought, count[DUE], 1.0)
        target = service_target(funding, level[CONDITION], overseen(estate, p), p.service)
    else:
        target = upkeep_by_hand(estate, p)
    slot = SERVICE_YEAR + count[MONTH] % YEAR
    level[RISE] = level[SERVICE] - level[slot]
    level[slot] = level[SERVICE]
    if count[ON_SERVICE]:
        level[SERVICE] = service_next(level[SERVICE], target, p.service)
    if count[ON_CONDITION]:
        level[CONDITION] = condition_next(level[CONDITION], level[SERVICE], repair, count[SIZE], p.service)
    count[REPAIR] = repair
    count[WORKS] = 0


@kernel
def pay_subsidies(estate, for_repair):
    """Pay this month's subsidies for repair (1) or service (0); return them, in fen."""
    count, subsidies = estate.count, estate.promise[SUBSIDY]
    paid = np.int64(0)
    for place in range(count[SUBSIDIES]):
        if subsidies[place, FOR_REPAIR] == for_repair and count[MONTH] <= subsidies[place, LAST_MONTH]:
            paid += subsidies[place, FEN]
    street_spends(count, paid)
    return paid


@kernel
def self_spending(count, already, p):
    """Spend this month's fees on service where the owners run the estate themselves; return it, in fen."""
    need = to_fen(p.service.kappa * count[DUE]) - already
    spending = max(0, min(need, count[RECEIPTS], count[BALANCE + COMMON]))
    if spending:
        post(count, COMMON, OUTSIDE, spending)
    return spending


@kernel
def buy_service(count, already, p):
    """Let the company spend what came in on recent bills, up to the cost of full service; return it, in fen."""
    need = to_fen(p.service.kappa * count[DUE]) - already
    recent = count[RECEIPTS] - count[RECOVERED]
    spending = max(0, need if count[MONTH] <= count[FULL_SERVICE_UNTIL] else min(need, recent))
    if spending:
        post(count, COMPANY, OUTSIDE, spending)
    return spending


@kernel
def upkeep_by_hand(estate, p):
    """Return the service that volunteers and the street's fallback give where there is no payee."""
    level, count = estate.level, estate.count
    fallback = level[FALLBACK]
    minutes = upkeep_minutes(count[SIZE_OCCUPIED], p.volunteering)
    wage = p.service.fallback_yuan
    street_spends(count, to_fen(fallback * minutes / MINUTES_PER_HOUR * wage * FEN_PER_YUAN))
    needed = count[DEMANDED_UPKEEP]
    by_members = count[DONE_UPKEEP] / needed * (1.0 - fallback) if needed else 0.0
    level[UPKEEP_DONE] = by_members
    return upkeep_target(fallback + by_members, level[CONDITION], p.service)


# --- the company
# ----------------------------------------------------------------------------------------------


@kernel
def company_enters(estate, effort, full_service_months, works, instalment_months):
    """Let a company take over and advance the works it needs, in fen."""
    count = estate.count
    count[COMPANY_PRESENT] = 1
    count[COMPANY_EFFORT] = effort
    count[COMPANY_LOSSES] = 0
    count[FULL_SERVICE_UNTIL] = count[MONTH] + full_service_months - 1
    if works:
        lend(estate, COMPANY, works, instalment_months)
        post(count, COMPANY, OUTSIDE, works)
    count[WORKS] += works


@kernel
def company_goes(estate):
    """Let the company go; its cash goes with it, and open instalments stay a debt nobody collects."""
    count = estate.count
    count[COMPANY_PRESENT] = 0
    count[COMPANY_LOSSES] = 0
    keep_loans(estate, ONE)
    cash = count[BALANCE + COMPANY]
    if cash > 0:
        post(count, COMPANY, OUTSIDE, cash)
    elif cash < 0:
        post(count, OUTSIDE, COMPANY, -cash)


@kernel
def change_payee(homes, estate, cases, payee, chosen, p):
    """Let somebody else bill from now on; quarrels with the payee who is gone are given up, and a conflict is over.

    Args:
        homes: columns of the homes, changed in place; estate: of the estate, changed in place.
        cases: int32 ``(CASE_ROWS, room)``, open disputes, changed in place.
        payee: who bills from now on; chosen: by the owners' own vote.
        p: behaviour.
    """
    count = estate.count
    count[PAYEE] = payee
    count[PAYEE_CHOSEN] = chosen
    count[CONFLICT_UNTIL] = 0
    give_up_quarrels_with_payee(homes, estate, cases)
    if payee == NO_PAYEE:
        return
    count[BILLED_MONTHS] = 0
    for i in range(count[SIZE]):
        meet_new_payee(homes, i, first_trust(homes.real[TRUST_SELF, i], chosen != 0, p.trust))


@kernel
def company_takes_stock(homes, estate, cases, p):
    """Stage 18: the company counts its losses and may leave."""
    count = estate.count
    if count[PAYEE] != COMPANY_PAYEE:
        return
    count[COMPANY_LOSSES] = count[COMPANY_LOSSES] + 1 if loses(count[RECEIPTS], count[DUE], p.company) else 0
    if count[MONTH] % YEAR == 0:
        profit = count[BALANCE + COMPANY] - to_fen(p.company.buffer * count[DUE] * YEAR)
        if profit > 0:
            post(count, COMPANY, OUTSIDE, profit)
    if count[ON_COMPANY_EXIT] and count[COMPANY_LOSSES] >= p.company.patience:
        company_goes(estate)
        change_payee(homes, estate, cases, NO_PAYEE, ZERO, p)
        effort_ends(count, CASH)
        write_line(estate, NOBODY, _GIVES_UP, ZERO)
