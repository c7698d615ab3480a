"""Small scenarios for the tests of the world."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from commsim.scenario import Scenario, ScenarioData
from commsim.world import World, build_world


@dataclass(frozen=True)
class Plan(Scenario):
    """A scenario whose network files are texts at hand instead of files in a folder."""

    files: dict[str, str] = field(default_factory=dict)

    def file_text(self, name: str) -> str:
        return self.files[name]


ESTATE = {"homes": 190, "shops": 10, "buildings": 5, "stairwells_per_building": 2, "floors": 6}


def plan(estates: int = 1, files: dict[str, str] | None = None, **parts: Any) -> Plan:
    """Return a plan of some equal estates; ``parts`` are parts of the scenario, ``estate`` changes the estates."""
    estate = ESTATE | parts.pop("estate", {})
    given = {
        "name": "small",
        "title": {"en": "Small", "zh": "小"},
        "months": 12,
        "estates": {f"estate{number}": estate for number in range(estates)},
    }
    return Plan(ScenarioData.model_validate(given | parts), files=files or {})


def world(seed: int = 1, **parts: Any) -> World:
    """Return the world of the first estate of ``plan(**parts)``."""
    return build_world(plan(**parts), 0, seed)


def degrees(built: World) -> list[int]:
    return np.diff(built.indptr).tolist()


def ties(built: World) -> set[tuple[int, int]]:
    return set(zip(built.edge_a.tolist(), built.edge_b.tolist(), strict=True))


def ids(flags: Any) -> set[int]:
    return set(np.flatnonzero(flags).tolist())


def changed(one: World, other: World) -> set[str]:
    """Return the names of the columns in which two worlds differ."""
    pairs = zip(World._fields, one, other, strict=True)
    return {name for name, a, b in pairs if a.dtype != b.dtype or not np.array_equal(a, b)}
