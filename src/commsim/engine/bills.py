"""The bills of one home, compiled: one bit a month of age, and what was paid on the oldest open one.

This month's bill is paid in full before old ones, and old ones oldest first; so only the oldest open bill can be paid
in part. ``agents/bills.py`` keeps the same in two lists of 36 months.
"""

from __future__ import annotations

import numpy as np

from commsim.engine.jit import inlined, kernel
from commsim.rules.fees import IN_TIME_MONTHS, LIMITATION_MONTHS, YEAR

_LIVING = np.uint64((1 << LIMITATION_MONTHS) - 1)
_LAPSED = np.uint64(1 << LIMITATION_MONTHS)
_YEAR = np.uint64((1 << YEAR) - 1)
_ONE, _TWO, _FOUR = np.uint64(1), np.uint64(2), np.uint64(4)
_PAIRS, _QUADS, _BYTES = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
_EACH, _TOP = np.uint64(0x0101010101010101), np.uint64(56)


@inlined
def bits_set(mask):
    """Return how many bits of a uint64 are set (the form in which compilers know their machine's instruction)."""
    mask = mask - ((mask >> _ONE) & _PAIRS)
    mask = (mask & _QUADS) + ((mask >> _TWO) & _QUADS)
    mask = (mask + (mask >> _FOUR)) & _BYTES
    return np.int64((mask * _EACH) >> _TOP)


@inlined
def owed(mask, paid_part, fee):
    """Return fen owed: open bills of ``fee`` each, less what was paid on the oldest."""
    return bits_set(mask) * fee - paid_part


@inlined
def months_owed(mask, paid_part, fee):
    """Return fees owed in months of the fee; 0 where there is none."""
    if fee <= 0:
        return 0.0
    return owed(mask, paid_part, fee) / np.int64(fee)


@inlined
def months_behind(mask, paid_part, fee):
    """Return A, fees of earlier months owed in months of the fee, while this month's bill is open; 0 where none is."""
    if fee <= 0:
        return 0.0
    return (owed(mask, paid_part, fee) - np.int64(fee)) / np.int64(fee)


@inlined
def unpaid_of_year(mask, paid_part, fee):
    """Return fen not paid of the bills of the last 12 months."""
    unpaid = bits_set(mask & _YEAR) * fee
    if mask > _YEAR:  # the oldest open bill, which may be paid in part, is older than a year
        return unpaid
    return unpaid - paid_part


@inlined
def turned(mask, billed):
    """Return the open bills a month later, the month's own bill included where ``billed``, and if the oldest lapsed."""
    mask = mask << _ONE
    lapsed = (mask & _LAPSED) != 0
    mask = mask & _LIVING
    return (mask | _ONE if billed else mask), lapsed


@kernel
def oldest_age(mask):
    """Return the age of the oldest open bill, months; the mask is not 0."""
    age = LIMITATION_MONTHS - 1
    while (mask >> np.uint64(age)) & _ONE == 0:
        age -= 1
    return age


@kernel
def pay_arrears(mask, paid_part, fee, extra, month, in_time):
    """Pay up to ``extra`` fen of old bills, oldest first.

    Args:
        mask, paid_part: open bills, this month's already paid.
        fee: fen a bill, above 0.
        extra: fen, above 0.
        month: of the run.
        in_time: int64 ``(t + 1, 4)``; bills paid within three months of issue are credited to their month.

    Returns:
        open bills, the part paid of the oldest, fen paid, fen paid on bills older than three months.
    """
    paid = late = np.int64(0)
    while mask != 0 and extra > 0:
        age = oldest_age(mask)
        open_claim = fee - paid_part
        part = open_claim if open_claim < extra else extra
        extra -= part
        paid += part
        if part == open_claim:
            mask = mask & ~(_ONE << np.uint64(age))
            paid_part = np.int64(0)
        else:
            paid_part += part
        if age >= IN_TIME_MONTHS:
            late += part
        elif month - age >= 1:
            in_time[month - age, 0] += part
            in_time[month - age, 1] += part == open_claim
    return mask, paid_part, paid, late
