"""What to simulate: scenario files, checked before anything runs.

>>> from commsim.scenario import load_scenario
>>> scenario = load_scenario("tianhu-garden").set("timeline.activate.share", 0.3)
"""

from __future__ import annotations

from commsim.scenario.casebook import Fact, casebook
from commsim.scenario.library import library_names, library_text
from commsim.scenario.loading import load_scenario, parse_scenario
from commsim.scenario.mechanisms import Mechanisms
from commsim.scenario.scenario import Scenario
from commsim.scenario.schema import ScenarioData

MECHANISMS: tuple[str, ...] = tuple(Mechanisms.model_fields)
"""Names of the mechanisms, as under ``mechanisms`` in a scenario."""

__all__ = [
    "MECHANISMS",
    "Fact",
    "Scenario",
    "ScenarioData",
    "casebook",
    "library_names",
    "library_text",
    "load_scenario",
    "parse_scenario",
]
