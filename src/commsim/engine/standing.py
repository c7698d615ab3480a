"""What a home weighs when it decides about the fee, compiled; and, for a home that is watched, kept month by month."""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream
from commsim.engine.bills import months_behind
from commsim.engine.columns import (
    AREA,
    BELONGING,
    COMPANY_EFFORT,
    DIVIDEND_RATE,
    ESTATE,
    FEE,
    GRIEVANCE,
    KIND,
    LEGACY,
    MONTH,
    NO_PAYEE,
    NORM,
    OCCASION,
    OCCUPIED,
    ON_DIVIDENDS,
    ON_ENFORCEMENT,
    ON_FEES,
    PAID_PART,
    PAYEE,
    PAYS,
    PRESSED,
    PRESSURE,
    SEED,
    SERVICE,
    SINCE_SUIT,
    STEP,
    TASTE,
    TRUST_PAYEE,
    VISIT,
    VISITED,
    WATCHED,
)
from commsim.engine.jit import inlined, kernel
from commsim.engine.luck import uniform
from commsim.engine.parameters import fees_of
from commsim.rules.company import NO_EFFORT, lasting_effort
from commsim.rules.fees import Standing, enforcement, money_at_stake, payment_logit

_REVISE, _PAY = np.int64(Stream.REVISE), np.int64(Stream.PAY)

LOGIT = len(Standing._fields)
REVISE_DRAW, PAY_DRAW, HAD_OCCASION, REVISED, WAS_BILLED, PAID = range(LOGIT + 1, LOGIT + 7)
WATCHED_ROWS = LOGIT + 7
"""Numbers kept of a watched home each month: what it weighs, in the order of ``Standing``, and those named here."""


@inlined
def felt_of(flag, whole, counter, open_bills, i, company):
    """Return E in [0, 1], how home i feels what the payee, who does press, does about its arrears.

    Args:
        flag, whole, counter, open_bills: arrays of the homes.
        i: the home.
        company: parameters of the group ``company``.
    """
    effort = lasting_effort(flag[STEP, i], counter[SINCE_SUIT, i], company)
    return enforcement(effort, months_behind(open_bills[i], whole[PAID_PART, i], whole[FEE, i]))


@inlined
def standing_of(flag, whole, real, i, service, felt, dividend, income, pressed):
    """Return all that home i weighs, a ``Standing``.

    Args:
        flag, whole, real: arrays of the homes.
        i: the home.
        service: S in [0, 1]; felt: E in [0, 1]; dividend: fen a month; income: fen a month; pressed: W in [0, 1].
    """
    return Standing(
        flag[KIND, i],
        0.0 if flag[OCCUPIED, i] else 1.0,
        real[TASTE, i],
        real[NORM, i],
        service,
        real[TRUST_PAYEE, i],
        real[BELONGING, i],
        felt,
        money_at_stake(dividend, whole[FEE, i], income),
        real[VISIT, i],
        1.0 if flag[GRIEVANCE, i] else 0.0,
        1.0 if flag[LEGACY, i] else 0.0,
        pressed,
    )


@inlined
def payee_is_felt(count):
    """Return whether the payee does anything about arrears this month."""
    return count[ON_ENFORCEMENT] != 0 and count[PAYEE] != NO_PAYEE and count[COMPANY_EFFORT] != NO_EFFORT


@kernel
def note_the_watched(homes, estate, p):
    """Keep what the watched home weighed and chose this month, after the choice and while occasions still stand.

    A choice changes nothing it was made by but the norm, which has been perceived anew; so all of it can be read
    afterwards, and the loop over the homes need not know that one of them is watched.
    """
    count, flag = estate.count, homes.flag
    i, month = count[WATCHED], count[MONTH]
    if i < 0 or month > estate.watched.shape[0]:
        return
    row, seed = estate.watched[month - 1], np.uint64(count[SEED])
    row[:] = np.nan
    occasion = flag[OCCASION, i] != 0 or flag[VISITED, i] != 0
    revised = False
    if count[ON_FEES]:
        row[REVISE_DRAW] = uniform(seed, i, month, count[ESTATE], _REVISE)
        row[PAY_DRAW] = uniform(seed, i, month, count[ESTATE], _PAY)
        revised = occasion or row[REVISE_DRAW] < p.fees.revise
    if revised:
        note_standing(row, homes, estate, i, p)
    row[HAD_OCCASION], row[REVISED] = occasion, revised
    row[WAS_BILLED] = homes.open[i] & np.uint64(1)
    row[PAID] = flag[PAYS, i]


@kernel
def note_standing(row, homes, estate, i, p):
    """Write all that home i weighed, and the log odds these gave, into a row of ``estate.watched``."""
    level, count = estate.level, estate.count
    flag, whole, real, fees = homes.flag, homes.whole, homes.real, fees_of(p.fees)
    felt = felt_of(flag, whole, homes.counter, homes.open, i, p.company) if payee_is_felt(count) else 0.0
    dividend = (level[DIVIDEND_RATE] if count[ON_DIVIDENDS] else 0.0) * whole[AREA, i]
    by_unit = level[PRESSURE] if flag[PRESSED, i] else 0.0
    s = standing_of(flag, whole, real, i, level[SERVICE], felt, dividend, homes.income[i], by_unit)
    row[0], row[1], row[2], row[3], row[4] = s.kind, s.absent, s.taste, s.norm, s.service
    row[5], row[6], row[7], row[8] = s.trust, s.belonging, s.enforcement, s.money
    row[9], row[10], row[11], row[12] = s.visit, s.dispute, s.legacy, s.pressure
    row[LOGIT] = payment_logit(s, fees)


assert LOGIT == 13, "note_standing must write every field of Standing, in their order"
