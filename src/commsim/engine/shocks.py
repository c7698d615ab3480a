"""Shocks, compiled: an open conflict with the payee, and pressure by work units."""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream, share_to_count
from commsim.engine.columns import (
    CONFLICT,
    CONFLICT_UNTIL,
    ESTATE,
    GRIEVANCE,
    HOMES,
    LATENT_NOW,
    MONTH,
    NO_PAYEE,
    NONE,
    OCCUPIED,
    PAYEE,
    PRESSED,
    PRESSED_UNTIL,
    PRESSURE,
    SEED,
    SHOCK,
    SIZE,
    SIZE_OCCUPIED,
    TRUST_PAYEE,
    ZERO,
)
from commsim.engine.disputes import take_offence
from commsim.engine.events import FIRST
from commsim.engine.jit import kernel
from commsim.engine.luck import fill_column
from commsim.engine.meeting import lived_in, lowest_flags
from commsim.rules.disputes import PAYEE as ABOUT_PAYEE
from commsim.scenario.telling import Happening

_CONFLICT, _EMPLOYER = np.int64(Stream.CONFLICT), np.int64(Stream.EMPLOYER)
_ABOUT_PAYEE = np.int64(ABOUT_PAYEE)
_IN_CONFLICT, _PRESSURE_BEGINS = np.int64(Happening.CONFLICT), np.int64(Happening.PRESSURE_BEGINS)
_NOBODY_TO_QUARREL = np.int64(Happening.NOBODY_TO_QUARREL)
CONFLICT_MONTHS = FIRST
PRESSURE_MONTHS = FIRST


@kernel
def clear(column):
    """Set a column to 0."""
    for i in range(column.shape[0]):
        column[i] = 0.0


@kernel
def copy(source, target):
    """Copy one column into another."""
    for i in range(source.shape[0]):
        target[i] = source[i]


@kernel
def conflict(homes, estate, event, real):
    """Let an open conflict with the payee break out; return what happened, and how many homes it strikes."""
    count = estate.count
    if count[PAYEE] == NO_PAYEE:
        return _NOBODY_TO_QUARREL, ZERO
    keys = np.empty(count[SIZE])
    fill_column(keys, np.uint64(count[SEED]), count[MONTH], count[ESTATE], _CONFLICT)
    struck = share_to_count(real[0], count[SIZE_OCCUPIED])
    copy(lowest_flags(keys, lived_in(homes.flag[OCCUPIED], count[SIZE_OCCUPIED]), struck), homes.flag[CONFLICT])
    count[CONFLICT_UNTIL] = count[MONTH] + event[CONFLICT_MONTHS] - 1
    trust = homes.real[TRUST_PAYEE]
    for i in range(count[SIZE]):
        trust[i] = trust[i] * (1.0 - real[1])
    return _IN_CONFLICT, np.int64(struck)


@kernel
def go_on_with_conflict(homes, count, loss):
    """Give each home in an open conflict that has no grievance with the payee one; ``loss``: trust it costs."""
    if count[MONTH] > count[CONFLICT_UNTIL]:
        return
    flag, counter, real = homes.flag, homes.counter, homes.real
    for i in range(count[SIZE]):
        open_ = flag[CONFLICT, i] and flag[OCCUPIED, i]
        if open_ and flag[GRIEVANCE + ABOUT_PAYEE, i] == NONE:
            take_offence(flag, counter, real, i, _ABOUT_PAYEE, count[MONTH], loss)
            count[LATENT_NOW + _ABOUT_PAYEE] += 1


@kernel
def press_by_units(homes, estate, event, real):
    """Let work units begin to press their staff, instead of those before; return what happened, and to how many homes.

    Who is employed by such a unit is a lasting lot: a greater share holds the homes of a smaller one.
    """
    level, count, occupied = estate.level, estate.count, homes.flag[OCCUPIED]
    keys = np.empty(count[SIZE])
    fill_column(keys, np.uint64(count[SEED]), ZERO, count[ESTATE], _EMPLOYER)
    lived = np.int64(0)
    for i in range(count[HOMES]):
        lived += occupied[i]
    pressed = share_to_count(real[0], lived)
    copy(lowest_flags(keys, lived_in(occupied[: count[HOMES]], lived), pressed), homes.flag[PRESSED])
    level[PRESSURE] = real[1]
    count[PRESSED_UNTIL] = count[MONTH] + event[PRESSURE_MONTHS] - 1
    return _PRESSURE_BEGINS, np.int64(pressed)


@kernel
def work_units_press(homes, estate, loss):
    """Let work units press their staff, or cease once the months are over.

    Args:
        homes: columns of the homes, changed in place; estate: of the estate, changed in place.
        loss: trust in the payee lost by full pressure.
    """
    level, count = estate.level, estate.count
    if count[MONTH] > count[PRESSED_UNTIL]:
        level[PRESSURE] = 0.0
    if level[PRESSURE] > 0.0:
        pressed, shock = homes.flag[PRESSED], homes.real[SHOCK]
        for i in range(count[SIZE]):
            if pressed[i]:
                shock[i] += loss * level[PRESSURE]
