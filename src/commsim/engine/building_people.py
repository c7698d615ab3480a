"""Who lives where, compiled: the columns of households of ``commsim.world.build``, from the same scalar functions.

Concepts:
    luck: float64 ``(20, n)``, the draws of all households at index 0; the row is the number of the stream.
    ids, codes, flags, wholes, reals: the columns of households, one array a type; a constant names the row.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream, normal
from commsim.engine.building_shares import apportion, choose
from commsim.engine.jit import kernel
from commsim.engine.luck import fill_block
from commsim.world.households import (
    ABSENT,
    GROUND_FLOOR,
    OLD,
    OWNER,
    area_of,
    fee_of,
    first_state,
    floor_of,
    income_of,
    stairwell_of,
)

IDS, CODES, FLAGS, WHOLES, REALS = 3, 3, 6, 3, 8
BUILDING, STAIRWELL, FLOOR = range(IDS)
TENURE, AGE, KIND = range(CODES)
SHOP, MEMBER, RETIRED, GAIN, PAYS, LEGACY = range(FLAGS)
AREA, INCOME, FEE = range(WHOLES)
TASTE, THRESHOLD, TRUST_PAYEE, TRUST_SELF, BELONGING, HOURS, MOTIVATION, TIE_BREAK = range(REALS)

_TENURE, _AGE, _MEMBER, _RETIRED = int(Stream.TENURE), int(Stream.AGE), int(Stream.MEMBER), int(Stream.RETIRED)
_TYPE, _INCOME, _GAIN, _THRESHOLD = int(Stream.TYPE), int(Stream.INCOME), int(Stream.GAIN), int(Stream.THRESHOLD)
_TASTE, _AREA = int(Stream.TASTE), int(Stream.AREA)
_TRUST_PAYEE, _TRUST_SELF = int(Stream.TRUST_PAYEE), int(Stream.TRUST_SELF)
_BELONGING, _PAYS = int(Stream.BELONGING), int(Stream.PAYS)
_MOTIVATION, _HOURS = int(Stream.MOTIVATION), int(Stream.HOURS)
_LEGACY, _TIE_BREAK = int(Stream.LEGACY), int(Stream.TIE_BREAK)

_BLOCKS = 5  # of four streams, which hold all of these
_FIRST = np.int64(0)  # not a plain 0, for each of which the compiler would make a kernel of its own
_ALL = 1.0  # the summed share of all categories


@kernel
def first_luck(households, seed, estate):
    """Return the draws the columns of households are made from, float64 ``(20, n)``.

    Args:
        households: n.
        seed: uint64.
        estate: number of the estate.
    """
    luck = np.empty((4 * _BLOCKS, households), np.float64)
    for block in range(_BLOCKS):
        fill_block(luck[4 * block : 4 * block + 4], _FIRST, households, seed, _FIRST, estate, block)
    return luck


@kernel
def settle(grounds, ids, flags):
    """Write down where each household is.

    Args:
        grounds: `commsim.engine.building_plan.Grounds`; s stairwells.
        ids: int32 ``(3, n)``; building, stairwell and floor are overwritten.
        flags: bool ``(6, n)``; shop is overwritten.

    Returns:
        int32 ``(2, s + 1)``: the first home, and the first shop, that lies in each stairwell or a later one.
    """
    begins = np.empty((2, grounds.stairwells + 1), np.int32)
    household = 0
    for shop in range(2):
        count = grounds.shops if shop else grounds.homes
        begun = 0
        for place in range(count):
            own = stairwell_of(place, count, grounds.stairwells)
            while begun <= own:
                begins[shop, begun] = household
                begun += 1
            ids[BUILDING, household] = own // grounds.stairwells_per_building
            ids[STAIRWELL, household] = own
            ids[FLOOR, household] = GROUND_FLOOR
            flags[SHOP, household] = shop
            household += 1
        while begun <= grounds.stairwells:
            begins[shop, begun] = household
            begun += 1
    for home in range(grounds.homes):
        own = ids[STAIRWELL, home]
        ids[FLOOR, home] = floor_of(home - begins[0, own], begins[0, own + 1] - begins[0, own], grounds.floors)
    return begins


@kernel
def populate(grounds, people, luck, everyone, codes, flags, wholes):
    """Write down who lives in each household.

    Args:
        grounds: `commsim.engine.building_plan.Grounds`.
        people: `commsim.engine.building_plan.People`.
        luck: float64 ``(20, n)``.
        everyone: int32 ``(n,)``, all ids.
        codes: int8 ``(3, n)``, overwritten.
        flags: bool ``(6, n)``; member, retired and gain are overwritten.
        wholes: int64 ``(3, n)``; income is overwritten.
    """
    first, homes, households = _FIRST, grounds.homes, everyone.shape[0]
    used, two = people.owner + people.tenant, people.conditional + people.free_rider
    tenure, age = codes[TENURE], codes[AGE]
    apportion(luck[_TENURE], everyone, first, homes, people.owner, used, _ALL, tenure)
    if used > 0.0:
        apportion(luck[_TENURE], everyone, homes, households, people.owner / used, _ALL, _ALL, tenure)
    else:
        for shop in range(homes, households):
            tenure[shop] = OWNER
    apportion(luck[_AGE], everyone, first, households, people.young, people.young + people.middle, _ALL, age)
    apportion(luck[_TYPE], everyone, first, households, people.conditional, two, two + people.hump, codes[KIND])
    occupied, members = np.empty(households, np.int32), np.empty(households, np.int32)
    lived_in, in_use, found = first, first, first
    for household in range(households):
        if tenure[household] != ABSENT:
            occupied[in_use] = household
            in_use += 1
            lived_in += household < homes
    choose(luck[_MEMBER], occupied, lived_in, people.member_share, flags[MEMBER])
    for household in range(homes):
        if flags[MEMBER, household]:
            members[found] = household
            found += 1
    choose(luck[_RETIRED], members, found, people.retired_share, flags[RETIRED])
    choose(luck[_GAIN], occupied, in_use, people.gain_share, flags[GAIN])
    for household in range(households):
        if flags[RETIRED, household]:
            age[household] = OLD
        wholes[INCOME, household] = income_of(luck[_INCOME, household], people.income_yuan, people.income_sigma)


@kernel
def measure(grounds, luck, wholes):
    """Write down the area of each household and its monthly fee.

    Args:
        grounds: `commsim.engine.building_plan.Grounds`.
        luck: float64 ``(20, n)``.
        wholes: int64 ``(3, n)``; area and fee are overwritten.
    """
    for household in range(luck.shape[1]):
        home = household < grounds.homes
        area = area_of(luck[_AREA, household], grounds.home_area_m2 if home else grounds.shop_area_m2)
        price = grounds.fee_yuan_per_m2 if home else grounds.shop_fee_yuan_per_m2
        wholes[AREA, household] = area
        wholes[FEE, household] = fee_of(area, price, grounds.fee_yuan_per_household)


@kernel
def give_beliefs(start, luck, everyone, flags, reals):
    """Write down what households believe and do before month 1, and what stays with them.

    Args:
        start: `commsim.engine.building_plan.Beginning`.
        luck: float64 ``(20, n)``.
        everyone: int32 ``(n,)``, all ids.
        flags: bool ``(6, n)``; pays and legacy are overwritten.
        reals: float64 ``(8, n)``, overwritten.
    """
    households, spread = everyone.shape[0], start.trust_spread
    choose(luck[_PAYS], everyone, households, start.fee_rate, flags[PAYS])
    choose(luck[_LEGACY], everyone, households, start.legacy_share, flags[LEGACY])
    for household in range(households):
        reals[TASTE, household] = normal(luck[_TASTE, household])
        reals[TRUST_PAYEE, household] = first_state(luck[_TRUST_PAYEE, household], start.trust_payee, spread)
        reals[TRUST_SELF, household] = first_state(luck[_TRUST_SELF, household], start.trust_self, spread)
        reals[BELONGING, household] = first_state(luck[_BELONGING, household], start.belonging, spread)
        reals[THRESHOLD, household] = luck[_THRESHOLD, household]
        reals[HOURS, household] = luck[_HOURS, household]
        reals[MOTIVATION, household] = luck[_MOTIVATION, household]
        reals[TIE_BREAK, household] = luck[_TIE_BREAK, household]
