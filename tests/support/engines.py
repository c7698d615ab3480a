"""The engines by name: every one of them gives the same run for the same scenario and seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from commsim.agents import simulate_agents
from commsim.engine.run import simulate_compiled, simulate_many
from commsim.raw import RawRun
from commsim.scenario import Scenario

Progress = Callable[[int, int], None]


class Engine(NamedTuple):
    """A way to run scenarios.

    Attributes:
        name: what ``simulate(..., engine=...)`` calls it.
        run: one run: scenario, seed, and optionally a listener that is told months done and months in all.
        many: the same scenario under several seeds on so many threads.
    """

    name: str
    run: Callable[..., RawRun]
    many: Callable[[Scenario, Sequence[int], int], list[RawRun]]


def _agents(scenario: Scenario, seed: int, progress: Progress | None = None) -> RawRun:
    return simulate_agents(scenario, seed, progress=progress)


def _one_by_one(scenario: Scenario, seeds: Sequence[int], _threads: int) -> list[RawRun]:
    return [simulate_agents(scenario, seed) for seed in seeds]


AGENTS = Engine("agents", _agents, _one_by_one)
COMPILED = Engine("compiled", simulate_compiled, simulate_many)
ENGINES = {engine.name: engine for engine in (AGENTS, COMPILED)}
