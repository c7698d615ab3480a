"""commsim itself as the benchmarks call it: one run of a loaded scenario by one engine.

``simulate`` is measured as a user calls it: from a loaded scenario to a run, world building included.
"""

from __future__ import annotations

import numpy as np

from benchmarks.core_model import CoreResult
from commsim.api import simulate
from commsim.scenario import Scenario

AGENTS, COMPILED = ENGINES = ("agents", "compiled")


def core_result(scenario: Scenario, seed: int, engine: str, keep_who: bool) -> CoreResult:
    """Return what an engine says of the core model, in the form of the other implementations.

    Args:
        scenario: from ``core_model.core_scenario``.
        seed: seed of the run.
        engine: which one.
        keep_who: record every household's history, to know who paid.
    """
    recorded = scenario.set("record.households", True) if keep_who else scenario
    raw = simulate(recorded, seed=seed, engine=engine).raws[0]
    who = None if raw.history is None else np.array(raw.history["pays"], bool).reshape(scenario.data.months, -1)
    return CoreResult(list(raw.monthly["bills_in_time"]), list(raw.monthly["fee_rate"]), who)
