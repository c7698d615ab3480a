"""From a scenario and a seed to the world a run starts in.

Every column has a stream of its own, keyed by household and estate, at index 0: another estate, another share or
another starting condition changes nothing beside what it says.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from commsim.draws import MonthLuck, Stream, check_seed, normal, uniforms
from commsim.errors import InputError
from commsim.scenario import Scenario
from commsim.scenario.schema import Estate, Network, Residents, Start
from commsim.world import network
from commsim.world.columns import World
from commsim.world.file import read_pairs
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
from commsim.world.shares import apportioned, chosen
from commsim.world.tie_luck import TieLuck
from commsim.world.ties import Pairs, tie_columns

Columns = dict[str, Any]  # by name of the field of World, each an array of the type declared there


def build_world(scenario: Scenario, estate_index: int, seed: int) -> World:
    """Return one estate of a scenario as it is before month 1.

    Args:
        scenario: what is simulated; where it gives a ``world_seed``, that is used instead of the seed.
        estate_index: number of the estate in the scenario, from 0.
        seed: of the run, 0 to 2**64 - 1.

    Raises:
        SeedError: the seed is not one.
        NetworkFileError: the network file cannot be read, or does not fit the estate.
        InputError: a complete network would have too many ties.
    """
    data = scenario.data
    seed = check_seed(seed if data.world_seed is None else data.world_seed)
    name = scenario.estate_names[estate_index]
    estate = data.estates[name]
    places = _places(estate)
    luck = _Luck(seed, estate_index, len(places.shop))
    people = _people(scenario.residents(name), places, luck)
    homes: Columns = {
        "building": np.array(places.building, np.int32),
        "stairwell": np.array(places.stairwell, np.int32),
        "floor": np.array(places.floor, np.int32),
        "shop": np.array(places.shop, np.bool_),
    }
    if data.network.kind == "file":
        pairs = _pairs_of_file(scenario, luck.households)
    else:
        pairs = _generated(data.network, places, (people["tenure"] != ABSENT).tolist(), luck)
    ties = tie_columns(pairs, luck.households, seed, estate_index, data.start.tie, scenario.behaviour.ties.cap)
    columns = homes | people | _property(estate, places, luck) | _start(data.start, luck) | _traits(luck)
    return World(**columns, **ties._asdict())


class _Places(NamedTuple):
    """Where each household is: homes first, by building, stairwell and floor, then shops."""

    building: list[int]
    stairwell: list[int]
    floor: list[int]
    shop: list[bool]


class _Luck:
    """The draws of all households of one estate while the world is built."""

    def __init__(self, seed: int, estate: int, households: int) -> None:
        self.seed = seed
        self.estate = estate
        self.households = households
        self._kept = MonthLuck(seed, households, estate)

    def of(self, stream: Stream) -> list[float]:
        """Return one draw a household."""
        return self._kept.at(0, stream)


def _places(estate: Estate) -> _Places:
    """Return where each household is: homes spread evenly over the stairwells, shops likewise on the ground floor."""
    stairwells = estate.buildings * estate.stairwells_per_building
    homes = [stairwell_of(place, estate.homes, stairwells) for place in range(estate.homes)]
    shops = [stairwell_of(place, estate.shops, stairwells) for place in range(estate.shops)]
    size = [0] * stairwells
    for stairwell in homes:
        size[stairwell] += 1
    floor: list[int] = []
    seen = [0] * stairwells
    for stairwell in homes:
        floor.append(floor_of(seen[stairwell], size[stairwell], estate.floors))
        seen[stairwell] += 1
    stairwell_ids = homes + shops
    return _Places(
        building=[stairwell // estate.stairwells_per_building for stairwell in stairwell_ids],
        stairwell=stairwell_ids,
        floor=floor + [GROUND_FLOOR] * len(shops),
        shop=[False] * len(homes) + [True] * len(shops),
    )


def _people(residents: Residents, places: _Places, luck: _Luck) -> Columns:
    """Return who lives in each household."""
    everyone = range(luck.households)
    homes = places.shop.count(False)
    tenure = _tenure(residents, homes, luck)
    ages, types = residents.ages, residents.types
    age = apportioned(luck.of(Stream.AGE), everyone, (ages.young, ages.middle, ages.old))
    kinds = (types.conditional, types.free_rider, types.hump, types.unconditional)
    kind = apportioned(luck.of(Stream.TYPE), everyone, kinds)
    occupied = [household for household in everyone if tenure[household] != ABSENT]
    lived_in = [household for household in occupied if household < homes]
    members = chosen(luck.of(Stream.MEMBER), lived_in, residents.member_share)
    retired = chosen(luck.of(Stream.RETIRED), members, residents.retired_share)
    for household in retired:
        age[household] = OLD
    gains = chosen(luck.of(Stream.GAIN), occupied, residents.private_gain_share)
    median, sigma = residents.income_yuan, residents.income_sigma
    return {
        "tenure": np.array(tenure, np.int8),
        "age": np.array(age, np.int8),
        "member": _flags(luck.households, members),
        "retired": _flags(luck.households, retired),
        "kind": np.array(kind, np.int8),
        "income_fen": np.array([income_of(u, median, sigma) for u in luck.of(Stream.INCOME)], np.int64),
        "gain": _flags(luck.households, gains),
    }


def _tenure(residents: Residents, homes: int, luck: _Luck) -> list[int]:
    """Return the tenure of each household; shops are owned or let in the proportion of homes, and never vacant."""
    keys = luck.of(Stream.TENURE)
    shares = residents.tenure
    tenure = apportioned(keys, range(homes), (shares.owner, shares.tenant, shares.absent))
    used = shares.owner + shares.tenant
    shops = range(homes, luck.households)
    if used <= 0.0:
        return tenure + [OWNER] * len(shops)
    return tenure + apportioned(keys, shops, (shares.owner / used, shares.tenant / used))


def _property(estate: Estate, places: _Places, luck: _Luck) -> Columns:
    """Return the area of each household and its monthly fee."""
    area: list[int] = []
    fee: list[int] = []
    for shop, u in zip(places.shop, luck.of(Stream.AREA), strict=True):
        area.append(area_of(u, estate.shop_area_m2 if shop else estate.home_area_m2))
        price = estate.shop_fee_yuan_per_m2 if shop else estate.fee_yuan_per_m2
        fee.append(fee_of(area[-1], price, estate.fee_yuan_per_household))
    return {"area": np.array(area, np.int64), "fee_fen": np.array(fee, np.int64)}


def _start(start: Start, luck: _Luck) -> Columns:
    """Return what households believe and do before month 1."""
    everyone = range(luck.households)
    first = {
        "trust_payee": (Stream.TRUST_PAYEE, start.trust_payee),
        "trust_self": (Stream.TRUST_SELF, start.trust_self),
        "belonging": (Stream.BELONGING, start.belonging),
    }
    columns: Columns = {
        name: np.array([first_state(u, mean, start.trust_spread) for u in luck.of(stream)], np.float64)
        for name, (stream, mean) in first.items()
    }
    columns["pays"] = _flags(luck.households, chosen(luck.of(Stream.PAYS), everyone, start.fee_rate))
    columns["legacy"] = _flags(luck.households, chosen(luck.of(Stream.LEGACY), everyone, start.legacy_share))
    return columns


def _traits(luck: _Luck) -> Columns:
    """Return what stays with a household for the whole run."""
    return {
        "taste": np.array([normal(u) for u in luck.of(Stream.TASTE)], np.float64),
        "threshold_u": np.array(luck.of(Stream.THRESHOLD), np.float64),
        "hours_u": np.array(luck.of(Stream.HOURS), np.float64),
        "motivation_u": np.array(luck.of(Stream.MOTIVATION), np.float64),
        "tie_break": np.array(luck.of(Stream.TIE_BREAK), np.float64),
    }


def _generated(settings: Network, places: _Places, occupied: list[bool], luck: _Luck) -> Pairs:
    """Return the ties made by the scenario's generator."""
    households, degree = luck.households, settings.mean_degree
    order: list[int] = list(range(households))
    if settings.kind == "complete":
        return network.complete(households)
    if settings.kind == "empty":
        return network.empty()
    if settings.kind == "barabasi_albert":
        arrival = uniforms(luck.seed, households, 0, luck.estate, Stream.ATTACH).tolist()
        order.sort(key=arrival.__getitem__)
    draws = TieLuck(luck.seed, luck.estate, order, common=int(degree / 2.0) + 4)
    if settings.kind == "barabasi_albert":
        return network.barabasi_albert(order, degree, draws)
    if settings.kind == "erdos_renyi":
        return network.erdos_renyi(households, degree, draws)
    if settings.kind == "watts_strogatz":
        return network.watts_strogatz(households, degree, settings.rewiring, draws)
    shares = (settings.stairwell_share, settings.building_share)
    return network.blocks(places.stairwell, places.building, occupied, degree, shares, draws)


def _pairs_of_file(scenario: Scenario, households: int) -> Pairs:
    """Return the ties of the scenario's network file."""
    file = scenario.data.network.file
    if file is None:
        raise InputError("network.file: missing; network.kind is 'file', which needs the name of one")
    return read_pairs(scenario.file_text(file), file, households)


def _flags(households: int, ids: list[int]) -> np.ndarray[Any, Any]:
    """Return a bool column, true at the ids."""
    flags = np.zeros(households, np.bool_)
    flags[ids] = True
    return flags
