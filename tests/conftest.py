"""Fixtures for all tests: one small scenario and its runs, made once for each worker that needs them.

The model is loaded inside the fixtures: tests of the layers below need not wait for it, nor fail with it.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.small_estate import SMALL

if TYPE_CHECKING:
    from commsim.api import Run, Runs
    from commsim.scenario import Scenario


@pytest.fixture(scope="session")
def small() -> Scenario:
    """A scenario of one small estate, 26 months, with events and targets."""
    from commsim.scenario import parse_scenario

    return parse_scenario(SMALL, "small.yaml")


@pytest.fixture(scope="session")
def small_run(small: Scenario) -> Run:
    """A run of the small scenario, seed 1, with every household's history."""
    from commsim.api import simulate

    return simulate(small.set("record.households", True), seed=1)


@pytest.fixture(scope="session")
def small_runs(small: Scenario) -> Runs:
    """Runs of the small scenario, seeds 1 to 3."""
    from commsim.study.seeds import simulate_seeds

    return simulate_seeds(small, range(1, 4))


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """The small scenario as a file in a folder of its own."""
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file
