"""From a scenario and a seed to the world a run starts in, compiled: the columns of ``commsim.world.build_world``."""

from __future__ import annotations

import numpy as np

from commsim.draws import check_seed
from commsim.engine.building_people import (
    CODES,
    FLAGS,
    IDS,
    REALS,
    STAIRWELL,
    TENURE,
    WHOLES,
    first_luck,
    give_beliefs,
    measure,
    populate,
    settle,
)
from commsim.engine.building_plan import (
    BARABASI_ALBERT,
    BLOCKS,
    COMPLETE,
    ERDOS_RENYI,
    WATTS_STROGATZ,
    WorldPlan,
    plan_world,
)
from commsim.engine.cache import cached
from commsim.engine.network_blocks import blocks
from commsim.engine.network_graphs import barabasi_albert, complete, erdos_renyi
from commsim.engine.network_rings import watts_strogatz
from commsim.engine.network_ties import tie_columns, tie_weights
from commsim.scenario import Scenario
from commsim.world.columns import World


def compiled_world(scenario: Scenario, estate_index: int, seed: int) -> World:
    """Return one estate of a scenario as it is before month 1; to the bit what ``build_world`` returns.

    Args:
        scenario: what is simulated; where it gives a ``world_seed``, that is used instead of the seed.
        estate_index: number of the estate in the scenario, from 0.
        seed: of the run, 0 to 2**64 - 1.

    Raises:
        SeedError: the seed is not one.
        NetworkFileError: the network file cannot be read, or does not fit the estate.
        InputError: a complete network would have too many ties.
    """
    given = scenario.data.world_seed
    used = check_seed(seed if given is None else given)
    return build(plan_world(scenario, estate_index), used)


def build(plan: WorldPlan, seed: int) -> World:
    """Return the world of a plan under a seed; the interpreter is free for other threads meanwhile.

    Args:
        plan: from `plan_world`.
        seed: of the run, 0 to 2**64 - 1; unread where the plan has a world seed.

    Raises:
        SeedError: the seed is not one.
    """
    used = check_seed(seed if plan.world_seed is None else plan.world_seed)
    households = plan.grounds.homes + plan.grounds.shops
    ids, codes = np.empty((IDS, households), np.int32), np.empty((CODES, households), np.int8)
    flags, wholes = np.empty((FLAGS, households), np.bool_), np.empty((WHOLES, households), np.int64)
    reals = np.empty((REALS, households), np.float64)
    ties = build_kernel(np.uint64(used), *plan[1:], ids, codes, flags, wholes, reals)
    building, stairwell, floor = ids
    tenure, age, kind = codes
    shop, member, retired, gain, pays, legacy = flags
    area, income_fen, fee_fen = wholes
    taste, threshold_u, trust_payee, trust_self, belonging, hours_u, motivation_u, tie_break = reals
    people = (tenure, age, member, retired, kind, income_fen, gain, taste, threshold_u)
    beliefs = (trust_payee, trust_self, belonging, pays, legacy, fee_fen, hours_u, motivation_u, tie_break)
    return World(building, stairwell, floor, shop, area, *people, *beliefs, *ties)


def _build(seed, estate, grounds, people, start, network, first, second, trust, ids, codes, flags, wholes, reals):
    """Fill the columns of households and return those of ties, in the order of `World`.

    Args:
        seed: uint64.
        estate, grounds, people, start, network, first, second, trust: as in `WorldPlan`.
        ids, codes, flags, wholes, reals: ``(rows, n)``, overwritten; see ``commsim.engine.building_people``.
    """
    households = ids.shape[1]
    everyone = np.empty(households, np.int32)
    for household in range(households):
        everyone[household] = household
    luck = first_luck(households, seed, estate)
    begins = settle(grounds, ids, flags)
    populate(grounds, people, luck, everyone, codes, flags, wholes)
    measure(grounds, luck, wholes)
    give_beliefs(start, luck, everyone, flags, reals)
    ties, spare = first.shape[0], luck[0]
    if network.kind == BLOCKS:
        width = grounds.stairwells_per_building
        first, second, ties = blocks(begins, ids[STAIRWELL], width, codes[TENURE], network, seed, estate)
    elif network.kind == WATTS_STROGATZ:
        first, second, ties = watts_strogatz(spare, network, seed, estate)
    elif network.kind == BARABASI_ALBERT:
        first, second, ties = barabasi_albert(spare, network.mean_degree, seed, estate)
    elif network.kind == ERDOS_RENYI:
        first, second, ties = erdos_renyi(households, network.mean_degree, seed, estate)
    elif network.kind == COMPLETE:
        first, second, ties = complete(households)
    edge_a, edge_b, given, indptr, neighbours, edge_of = tie_columns(first, second, ties, trust, households)
    weight = tie_weights(edge_a, edge_b, indptr, given, start, seed, estate)
    return edge_a, edge_b, weight, indptr, neighbours, edge_of


build_kernel = cached(_build)
