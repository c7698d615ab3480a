"""A stand-in for the compiled engine, for tests of what chooses it and calls it: it runs the Mesa model."""

from __future__ import annotations

import sys
import types

import pytest

from commsim.agents import simulate_agents

ENGINE = "commsim.engine.run"


@pytest.fixture
def stand_in(monkeypatch):
    """Puts the stand-in where the engine is loaded from; a list of the calls it got."""
    calls = []

    def simulate_compiled(scenario, seed, progress=None):
        calls.append((scenario.name, seed))
        return simulate_agents(scenario, seed, progress=progress)

    def simulate_many(scenario, seeds, threads=1, progress=None):
        calls.append((scenario.name, list(seeds), threads))
        raws = []
        for seed in seeds:
            raws.append(simulate_agents(scenario, seed))
            progress(len(raws), len(seeds))
        return raws

    module = types.ModuleType(ENGINE)
    module.simulate_compiled = simulate_compiled
    module.simulate_many = simulate_many
    monkeypatch.setitem(sys.modules, ENGINE, module)
    return calls
