"""What series of runs have in common: their seeds, and the plan of the estate that is run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from commsim.api import check_seeds
from commsim.dashboard import limits
from commsim.engine.plan import EstatePlan, plan_estate
from commsim.errors import InputError
from commsim.scenario import Scenario


def bound(task: Callable[..., None], *given: Any) -> Callable[[], None]:
    """Return a task with what it is given."""
    return lambda: task(*given)


def whole_seeds(seeds: Sequence[int]) -> list[int]:
    """Return seeds as plain whole numbers.

    Raises:
        InputError: too many for the page.
        SeedError: none, one given twice, or no such seed.
    """
    limits.check_seeds(len(seeds))
    return check_seeds(seeds)


def plan_of(scenario: Scenario, estate: int) -> EstatePlan:
    """Return the plan of an estate by its number.

    Raises:
        InputError: no such estate.
    """
    if not 0 <= estate < len(scenario.estate_names):
        raise InputError(f"there is no estate number {estate}; allowed: 0 to {len(scenario.estate_names) - 1}")
    return plan_estate(scenario, estate)
