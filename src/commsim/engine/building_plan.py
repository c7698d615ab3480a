"""What a world is built from beside the seed, as plain numbers, read from a scenario once for many seeds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from commsim.scenario import Scenario
from commsim.scenario.schema import Estate, Network, Residents, Start
from commsim.world import network as reference
from commsim.world.build import _pairs_of_file
from commsim.world.columns import Floats, Ids

KINDS = ("blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi", "complete", "empty", "file")
"""Kinds of network as a scenario names them; compiled code knows them by their place here."""

BLOCKS, WATTS_STROGATZ, BARABASI_ALBERT, ERDOS_RENYI, COMPLETE = range(5)
"""Those that have a generator."""


class Grounds(NamedTuple):
    """What an estate consists of; the fields of ``commsim.scenario.schema.Estate``, stairwells in all buildings."""

    homes: int
    shops: int
    stairwells: int
    stairwells_per_building: int
    floors: int
    home_area_m2: float
    shop_area_m2: float
    fee_yuan_per_m2: float
    shop_fee_yuan_per_m2: float
    fee_yuan_per_household: float


class People(NamedTuple):
    """Who the residents are, as shares; what is left of a whole is the last category's."""

    owner: float
    tenant: float
    young: float
    middle: float
    conditional: float
    free_rider: float
    hump: float
    member_share: float
    retired_share: float
    gain_share: float
    income_yuan: float
    income_sigma: float


class Beginning(NamedTuple):
    """What households believe and do before month 1; the fields of ``commsim.scenario.schema.Start``.

    The cap is that of the rule of ties: most trust a household can hold over all its ties.
    """

    fee_rate: float
    legacy_share: float
    trust_payee: float
    trust_self: float
    belonging: float
    trust_spread: float
    tie: float
    cap: float


class Acquaintances(NamedTuple):
    """How the ties are made; the fields of ``commsim.scenario.schema.Network``, the kind as a number."""

    kind: int
    mean_degree: float
    stairwell_share: float
    building_share: float
    rewiring: float


class WorldPlan(NamedTuple):
    """What the world of one estate is built from, whatever the seed.

    Attributes:
        world_seed: used instead of the run's seed, unless None.
        estate: number of the estate, which keys its draws.
        grounds, people, start, network: what the scenario says.
        first, second: int32 ``(e,)``, the pairs of a network file; without one, ``(0,)``.
        trust: float64 ``(e,)``, the trust the file gives, NaN where it gives none; without one, ``(0,)``.
    """

    world_seed: int | None
    estate: int
    grounds: Grounds
    people: People
    start: Beginning
    network: Acquaintances
    first: Ids
    second: Ids
    trust: Floats


def plan_world(scenario: Scenario, estate_index: int) -> WorldPlan:
    """Return what an estate's worlds are built from.

    Args:
        scenario: what is simulated.
        estate_index: number of the estate in the scenario, from 0.

    Raises:
        NetworkFileError: the network file cannot be read, or does not fit the estate.
        InputError: a complete network would have too many ties.
        ValueError: the number of the estate is negative.
    """
    if estate_index < 0:
        raise ValueError(f"estate_index: got {estate_index}; estates are numbered from 0")
    data = scenario.data
    name = scenario.estate_names[estate_index]
    estate = data.estates[name]
    households = estate.homes + estate.shops
    kind = data.network.kind
    if kind == "complete" and households * (households - 1) // 2 > reference.MOST_TIES:
        reference.complete(households)  # says what is wrong
    first, second, trust = np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float64)
    if kind == "file":
        pairs = _pairs_of_file(scenario, households)
        assert pairs.trust is not None, "a file's pairs have a trust each, if only NaN"
        first, second, trust = pairs.first.astype(np.int32), pairs.second.astype(np.int32), pairs.trust
    return WorldPlan(
        world_seed=data.world_seed,
        estate=int(estate_index),
        grounds=_grounds(estate),
        people=_people(scenario.residents(name)),
        start=_beginning(data.start, scenario.behaviour.ties.cap),
        network=_acquaintances(data.network),
        first=first,
        second=second,
        trust=trust,
    )


def _grounds(estate: Estate) -> Grounds:
    return Grounds(
        homes=estate.homes,
        shops=estate.shops,
        stairwells=estate.buildings * estate.stairwells_per_building,
        stairwells_per_building=estate.stairwells_per_building,
        floors=estate.floors,
        home_area_m2=estate.home_area_m2,
        shop_area_m2=estate.shop_area_m2,
        fee_yuan_per_m2=estate.fee_yuan_per_m2,
        shop_fee_yuan_per_m2=estate.shop_fee_yuan_per_m2,
        fee_yuan_per_household=estate.fee_yuan_per_household,
    )


def _people(residents: Residents) -> People:
    return People(
        owner=residents.tenure.owner,
        tenant=residents.tenure.tenant,
        young=residents.ages.young,
        middle=residents.ages.middle,
        conditional=residents.types.conditional,
        free_rider=residents.types.free_rider,
        hump=residents.types.hump,
        member_share=residents.member_share,
        retired_share=residents.retired_share,
        gain_share=residents.private_gain_share,
        income_yuan=residents.income_yuan,
        income_sigma=residents.income_sigma,
    )


def _beginning(start: Start, cap: float) -> Beginning:
    return Beginning(
        fee_rate=start.fee_rate,
        legacy_share=start.legacy_share,
        trust_payee=start.trust_payee,
        trust_self=start.trust_self,
        belonging=start.belonging,
        trust_spread=start.trust_spread,
        tie=start.tie,
        cap=cap,
    )


def _acquaintances(network: Network) -> Acquaintances:
    return Acquaintances(
        kind=KINDS.index(network.kind),
        mean_degree=network.mean_degree,
        stairwell_share=network.stairwell_share,
        building_share=network.building_share,
        rewiring=network.rewiring,
    )
