"""Fixtures for pages: the shipped scenarios made small, and a folder to work in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import commsim
from commsim.api import Runs
from commsim.scenario import Scenario, load_scenario
from commsim.study.seeds import simulate_seeds

LARGE = 400
SMALL = {
    "estates.main.homes": 60,
    "estates.main.shops": 2,
    "estates.main.buildings": 4,
    "estates.main.stairwells_per_building": 2,
}


def small(name: Any, *rest: Any) -> Scenario:
    """Load a scenario; where its estate is a large one, make it one of 62 households."""
    scenario = load_scenario(name, *rest)
    return scenario.set_many(SMALL) if scenario.data.estates["main"].homes > LARGE else scenario


def few_seeds(scenario: Any, seeds: Iterable[int], **more: Any) -> Runs:
    """Run a scenario under the first two of the seeds."""
    return simulate_seeds(scenario, list(seeds)[:2], **more)


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working folder, as a reader's copy is."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small_estates(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Scenario]:
    """Let code of a page that names a shipped scenario get it with a small estate, and few seeds."""
    monkeypatch.setattr(commsim, "load_scenario", small)
    monkeypatch.setattr("commsim.api.load_scenario", small)
    monkeypatch.setattr(commsim, "simulate_seeds", few_seeds)
    monkeypatch.setattr("commsim.agents.model.load_scenario", small)
    return small
