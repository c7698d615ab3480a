"""Where a run starts: households, buildings and the trust network, made from a scenario and a seed."""

from __future__ import annotations

from commsim.world.build import build_world
from commsim.world.columns import World
from commsim.world.convert import to_networkx
from commsim.world.rankings import Ranking, scores

__all__ = ["Ranking", "World", "build_world", "scores", "to_networkx"]
