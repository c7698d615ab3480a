"""The core model: its scenario, what every implementation is given, and what it must give back.

What the model is stands in ``core-model.md``. An implementation is a function ``run(inputs, keep_who)`` in
``implementations/``; ours run the scenario itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from commsim.rules.fees import FeeParameters, intercept, reciprocity
from commsim.rules.norms import NormParameters
from commsim.scenario import Scenario, load_scenario
from commsim.scenario.schema import Start
from commsim.world import World, build_world

CORE_FILE = Path(__file__).with_name("core.yaml")
HOMES_PER_BUILDING = 62


class CoreInputs(NamedTuple):
    """What an implementation is given: the estate as it stands before month 1.

    Attributes:
        world: columns of the households and their network, see ``commsim.world.World``; n households.
        start: service, condition and fee rate, which the core model takes from the scenario.
        fees: parameters of the fee choice.
        norms: parameters of the perceived norm.
        seed: seed of the run; the luck is keyed by it.
        months: months to live.
    """

    world: World
    start: Start
    fees: FeeParameters
    norms: NormParameters
    seed: int
    months: int


class CoreResult(NamedTuple):
    """What an implementation gives back.

    Attributes:
        payers: households that paid, one number a month.
        fee_rate: fen paid over fen billed, one number a month.
        who: bool ``(months, n)``, who paid; None where it was not kept (it is kept to compare, not to measure).
    """

    payers: Sequence[int]
    fee_rate: Sequence[float]
    who: npt.NDArray[np.bool_] | None


def core_scenario(households: int, months: int) -> Scenario:
    """Return the core model as a scenario of one estate.

    Args:
        households: 9 to 100,000 homes, so that each can have 8 acquaintances; there are no shops.
        months: 1 to 1,200.
    """
    size = {"estates.main.homes": households, "estates.main.buildings": max(1, households // HOMES_PER_BUILDING)}
    return load_scenario(CORE_FILE).set_many({**size, "months": months})


def core_inputs(scenario: Scenario, seed: int, world: World | None = None) -> CoreInputs:
    """Return what the other implementations start from: the same world, parameters and seed as ours.

    Args:
        scenario: from :func:`core_scenario`.
        seed: seed of the run.
        world: its first estate, if it is built already.
    """
    behaviour = scenario.behaviour
    built = build_world(scenario, 0, seed) if world is None else world
    return CoreInputs(built, scenario.data.start, behaviour.fees, behaviour.norms, seed, scenario.data.months)


def standing_utility(inputs: CoreInputs) -> npt.NDArray[np.float64]:
    """Return what of a household's utility never changes in the core model, float64 ``(n,)``.

    The parts by type are scalar functions of the package; a table of four numbers each, indexed by type.
    """
    world, p, start = inputs.world, inputs.fees, inputs.start
    first = np.array([intercept(kind, p) for kind in range(4)])[world.kind]
    answer = np.array([reciprocity(kind, p) for kind in range(4)])[world.kind]
    place = p.b_S * start.service + p.b_c * world.trust_payee + p.b_beta * world.belonging
    money = -world.fee_fen / world.income_fen
    return first + p.a_absent * ~world.occupied + p.taste_sd * world.taste + answer * place + p.b_lambda * money
