"""Stages 2 and 4 to 6, compiled: bills go out, the payee presses, households decide and pay."""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream
from commsim.engine.bills import months_behind, pay_arrears, turned
from commsim.engine.chance import happens
from commsim.engine.columns import (
    AREA,
    BALANCE,
    BILLED_MONTHS,
    COMMON,
    COMPANY,
    COMPANY_EFFORT,
    CONDITION,
    DISCLOSED,
    DIVIDEND_RATE,
    DUE,
    ESTATE,
    FEE,
    FIRST_PAYEE,
    HOUSEHOLDS,
    IN_TIME_BILLS,
    IN_TIME_DUE,
    IN_TIME_FEN,
    IN_TIME_ISSUED,
    INHERITED,
    MONTH,
    NO_PAYEE,
    NOBODY,
    NORM,
    OCCASION,
    ON_DIVIDENDS,
    ON_ENFORCEMENT,
    ON_FEES,
    ON_NORMS,
    ON_RECOVERY,
    OUTSIDE,
    PAID_BEFORE,
    PAID_PART,
    PAYEE,
    PAYS,
    PRESSED,
    PRESSURE,
    RECEIPTS,
    RECOVERED,
    SEED,
    SELF_PAYEE,
    SERVICE,
    SHOCK,
    SIGNAL,
    SINCE_PAID,
    SINCE_SUIT,
    SIZE,
    STEP,
    TILE,
    TRUE_RATE,
    TRUST_PAYEE,
    VISITED,
    VISITOR,
    VISITOR_SLOT,
    VISITOR_TIE,
)
from commsim.engine.committee import overseen
from commsim.engine.jit import inlined, kernel
from commsim.engine.ledger import post
from commsim.engine.luck import fill_block, uniform
from commsim.engine.parameters import fees_of, norms_of
from commsim.engine.standing import felt_of, note_the_watched, payee_is_felt, standing_of
from commsim.rules.arithmetic import FEN_PER_YUAN, to_fen
from commsim.rules.company import NO_EFFORT, SUIT, step_against, step_cost_yuan
from commsim.rules.fees import payment_logit
from commsim.rules.norms import disclosure, perceived_norm, public_signal

_SUE = np.int64(Stream.SUE)
_CHOICES = int(Stream.REVISE) // 4
_REVISE, _PAY = int(Stream.REVISE) % 4, int(Stream.PAY) % 4


@kernel
def payee_account(count):
    """Return the account of whoever is paid."""
    return COMMON if count[PAYEE] == SELF_PAYEE else COMPANY


@kernel
def bills_go_out(homes, estate):
    """Stage 2: the payee bills; claims older than three years lapse."""
    count = estate.count
    billing = count[PAYEE] != NO_PAYEE
    fee, paid_part, open_bills = homes.whole[FEE], homes.whole[PAID_PART], homes.open
    due = np.int64(0)
    for i in range(count[SIZE]):
        open_bills[i], lapsed = turned(open_bills[i], billing and fee[i] > 0)
        if lapsed:
            paid_part[i] = 0
        due += fee[i]
    count[BILLED_MONTHS] = (count[BILLED_MONTHS] << 1) | billing
    count[DUE] = due if billing else 0
    issued = estate.in_time[count[MONTH]]
    issued[IN_TIME_DUE] = count[DUE]
    issued[IN_TIME_ISSUED] = count[SIZE] if billing else 0


@kernel
def payee_presses(homes, estate, p):
    """Stage 4: the payee reminds, writes, sues."""
    count = estate.count
    pressing = count[ON_ENFORCEMENT] and count[PAYEE] != NO_PAYEE
    hardest = count[COMPANY_EFFORT] if pressing else NO_EFFORT
    step_of, since_suit = homes.flag[STEP], homes.counter[SINCE_SUIT]
    fee, paid_part, open_bills = homes.whole[FEE], homes.whole[PAID_PART], homes.open
    shock, occasion = homes.real[SHOCK], homes.flag[OCCASION]
    if hardest == NO_EFFORT:
        for i in range(count[SIZE]):
            step_of[i] = NO_EFFORT
            since_suit[i] += 1
        return
    cost = np.int64(0)
    for i in range(count[SIZE]):
        sued = False
        if hardest == SUIT:
            lot = uniform(np.uint64(count[SEED]), i, count[MONTH], count[ESTATE], _SUE)
            sued = lot < p.company.suit_rate and since_suit[i] >= p.company.suit_felt
        step = step_against(hardest, months_behind(open_bills[i], paid_part[i], fee[i]), sued, p.company)
        step_of[i] = step
        since_suit[i] = 0 if step == SUIT else since_suit[i] + 1
        if step != NO_EFFORT:
            cost += to_fen(step_cost_yuan(step, p.company) * FEN_PER_YUAN)
        if step == SUIT:
            shock[i] += p.company.suit_trust
            occasion[i] = 1
    source = payee_account(count)
    if source == COMMON:
        cost = min(cost, count[BALANCE + COMMON])
    if cost:
        post(count, source, OUTSIDE, cost)


@inlined
def paid_around(start, neighbour, weight, flag, i):
    """Return the trust of home i on its ties to those who paid last month, and on all its ties."""
    paying = total = 0.0
    for slot in range(start[i], start[i + 1]):
        total += weight[slot]
        paying += weight[slot] if flag[PAID_BEFORE, neighbour[slot]] else 0.0
    return paying, total


@kernel
def households_decide(homes, estate, p):
    """Stage 5: households choose to pay or not."""
    level, count = estate.level, estate.count
    level[DISCLOSED] = disclosure(overseen(estate, p), p.norms)
    level[SIGNAL] = public_signal(level[DISCLOSED], level[TRUE_RATE], level[SERVICE], level[CONDITION])
    if count[ON_FEES]:
        choose(homes, estate, p)
    note_the_watched(homes, estate, p)
    occasion = homes.flag[OCCASION]
    for i in range(count[SIZE]):
        occasion[i] = 0


@kernel
def choose(homes, estate, p):
    """Let homes that have occasion, or revise their choice by chance, choose anew."""
    level, count, tile = estate.level, estate.count, homes.tile
    real, whole, counter, flag, weight = homes.real, homes.whole, homes.counter, homes.flag, homes.weight
    open_bills, incomes, start, neighbour = homes.open, homes.income, homes.start, homes.neighbour
    size, seed = count[SIZE], np.uint64(count[SEED])
    service, signal = level[SERVICE], level[SIGNAL]
    dividend_rate = level[DIVIDEND_RATE] if count[ON_DIVIDENDS] else 0.0
    norms, fees, around = count[ON_NORMS] != 0, fees_of(p.fees), norms_of(p.norms)
    reminded = payee_is_felt(count)
    pressure = level[PRESSURE]
    for first in range(0, size, TILE):
        many = min(TILE, size - first)
        fill_block(tile, first, many, seed, count[MONTH], count[ESTATE], _CHOICES)
        for place in range(many):
            i = first + place
            if not (flag[OCCASION, i] or flag[VISITED, i] or tile[_REVISE, place] < fees.revise):
                continue
            if norms:
                paying, total = paid_around(start, neighbour, weight, flag, i)
                visitor = whole[VISITOR, i]
                if visitor >= 0 and whole[VISITOR_SLOT, i] == NOBODY and real[VISITOR_TIE, i] > 0.0:
                    total += real[VISITOR_TIE, i]
                    paying += real[VISITOR_TIE, i] if flag[PAID_BEFORE, visitor] else 0.0
                real[NORM, i] = perceived_norm(paying, total, signal, around)
            felt = 0.0
            if reminded:
                felt = felt_of(flag, whole, counter, open_bills, i, p.company)
            dividend = dividend_rate * whole[AREA, i]
            by_unit = pressure if flag[PRESSED, i] else 0.0
            standing = standing_of(flag, whole, real, i, service, felt, dividend, incomes[i], by_unit)
            flag[PAYS, i] = happens(tile[_PAY, place], payment_logit(standing, fees))


@kernel
def households_pay(homes, estate, p):
    """Stage 6: payments are made: this month's bill, then arrears, oldest first."""
    count = estate.count
    if count[PAYEE] == NO_PAYEE:
        return
    pays, since_paid = homes.flag[PAYS], homes.counter[SINCE_PAID]
    fee, paid_part, open_bills = homes.whole[FEE], homes.whole[PAID_PART], homes.open
    in_time, month = estate.in_time, count[MONTH]
    recovering = count[ON_RECOVERY] != 0
    in_time_fen = in_time_bills = np.int64(0)
    paying = receipts = recovered = np.int64(0)
    for i in range(count[SIZE]):
        if not pays[i]:
            since_paid[i] += 1
            continue
        since_paid[i] = 0
        paying += 1
        receipts += fee[i]
        in_time_fen += fee[i]
        in_time_bills += 1
        open_bills[i] &= ~np.uint64(1)
        if recovering and open_bills[i] != 0:
            extra = to_fen(p.fees.catch_up * fee[i])
            if extra > 0:
                open_bills[i], part, paid, late = pay_arrears(
                    open_bills[i], np.int64(paid_part[i]), np.int64(fee[i]), extra, month, in_time
                )
                paid_part[i] = part
                receipts += paid
                recovered += late
    in_time[month, IN_TIME_FEN] += in_time_fen
    in_time[month, IN_TIME_BILLS] += in_time_bills
    estate.level[TRUE_RATE] = paying / count[SIZE]
    count[RECEIPTS] = receipts
    count[RECOVERED] = recovered
    if receipts:
        post(count, HOUSEHOLDS, payee_account(count), receipts)


@kernel
def meet_new_payee(homes, i, first):
    """Let home i start anew with a new payee: old bills are the old payee's; trust is again a first impression."""
    homes.open[i] = 0
    homes.whole[PAID_PART, i] = 0
    homes.flag[INHERITED, i] = 0
    homes.flag[OCCASION, i] = 1
    homes.real[TRUST_PAYEE, i] = first
    homes.real[FIRST_PAYEE, i] = first
