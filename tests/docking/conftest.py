"""Fixtures of the suite every engine must pass."""

from __future__ import annotations

import pytest

from tests.support.engines import ENGINES, Engine


@pytest.fixture(params=sorted(ENGINES))
def engine(request) -> Engine:
    """Each engine in turn."""
    return ENGINES[request.param]


@pytest.fixture
def run(engine: Engine):
    """How the engine runs a scenario: ``run(scenario, seed=1)``."""

    def run_one(scenario, seed=1, **options):
        return engine.run(scenario, seed, **options)

    return run_one
