"""Fixtures for all tests: one small scenario and its runs, made once for each worker that needs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.small_estate import SMALL

from commsim.api import Run, Runs, simulate
from commsim.scenario import Scenario, parse_scenario
from commsim.study.seeds import simulate_seeds


@pytest.fixture(scope="session")
def small() -> Scenario:
    """A scenario of one small estate, 26 months, with events and targets."""
    return parse_scenario(SMALL, "small.yaml")


@pytest.fixture(scope="session")
def small_run(small: Scenario) -> Run:
    """A run of the small scenario, seed 1, with every household's history."""
    return simulate(small.set("record.households", True), seed=1)


@pytest.fixture(scope="session")
def small_runs(small: Scenario) -> Runs:
    """Runs of the small scenario, seeds 1 to 3."""
    return simulate_seeds(small, range(1, 4))


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """The small scenario as a file in a folder of its own."""
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file
