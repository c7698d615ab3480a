"""Runs of small worlds in every form a study may see, and wishes for measures."""

from __future__ import annotations

from typing import NamedTuple

from commsim.agents import simulate_agents
from commsim.engine.run import plan_scenario, run_estate
from commsim.scenario import Scenario
from commsim.study.measuring import AgentsView, CompiledView, Measuring


class Wish(NamedTuple):
    """A measure wanted, as a study file says it."""

    measure: str | None = None
    window: str | None = None
    relative_to: str | None = None
    estate: str | None = None
    group: str | None = None
    difference: bool = False


def compiled(scenario: Scenario, seed: int = 1) -> CompiledView:
    """Return a run of the compiled engine."""
    return CompiledView([run_estate(plan, seed) for plan in plan_scenario(scenario)])


def agents(scenario: Scenario, seed: int = 1) -> AgentsView:
    """Return the same run of the Mesa model."""
    return AgentsView(simulate_agents(scenario, seed))


def figures(wishes: dict[str, Wish], view, twin=None) -> dict[str, float]:
    """Return the figures of a run by name."""
    measuring = Measuring(wishes, view.estate_names)
    return dict(zip(measuring.names, measuring.figures(view, twin), strict=True))
