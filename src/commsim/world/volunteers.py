"""Households without a member that may be asked to serve in the members' place.

They offer hours and begin with a motivation by the draws every household has. The share of the retired among members
holds among them too: as many of them have a pensioner's time, whatever their age; nothing else about them changes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from commsim.draws import Stream, uniforms
from commsim.scenario import Scenario
from commsim.world.columns import World
from commsim.world.households import ABSENT
from commsim.world.shares import chosen


class NonMembers(NamedTuple):
    """Homes without a member in which somebody lives; k of them.

    Attributes:
        homes: int32 ``(k,)``, ids, ascending; none where the scenario never asks them.
        retired: bool ``(k,)``, whether each has the time of a retired member.
    """

    homes: Any
    retired: Any


def asks_non_members(scenario: Scenario, estate_index: int) -> bool:
    """Return whether an event of the timeline asks households without a member to serve in an estate."""
    name = scenario.estate_names[estate_index]
    return any(
        event.event == "activate" and event.who == "non_members" and event.estate in ("all", name)
        for event in scenario.data.timeline
    )


def non_members(scenario: Scenario, estate_index: int, world: World, seed: int) -> NonMembers:
    """Return who may be asked in the members' place.

    Args:
        scenario: what is simulated; where it gives a ``world_seed``, that is used instead of the seed.
        estate_index: number of the estate in the scenario, from 0.
        world: the estate before month 1.
        seed: of the run, 0 to 2**64 - 1.
    """
    if not asks_non_members(scenario, estate_index):
        return NonMembers(np.empty(0, np.int32), np.empty(0, np.bool_))
    homes = np.flatnonzero(~world.shop & ~world.member & (world.tenure != ABSENT)).astype(np.int32)
    given = scenario.data.world_seed
    keys = uniforms(seed if given is None else given, world.households, 0, estate_index, Stream.RETIRED).tolist()
    share = scenario.residents(scenario.estate_names[estate_index]).retired_share
    return NonMembers(homes, np.isin(homes, chosen(keys, homes.tolist(), share)))
