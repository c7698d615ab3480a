"""What one run leaves behind, as plain lists: the border between the model and all that keeps or shows results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commsim.scenario import Scenario


@dataclass(frozen=True)
class RawRun:
    """One run of one scenario under one seed.

    Lists of one table all have the same length; rows are ordered by estate (as the scenario names them), then month
    or household.

    Attributes:
        scenario: what was run, as resolved.
        seed: seed of the run, 0 to 2**64 - 1.
        estates: names of the estates in the scenario's order.
        monthly: column name -> values, for ``estate``, ``month`` and every name in ``MONTHLY_NAMES``.
        households: column name -> final values, for ``estate``, ``household`` and every name in ``HOUSEHOLD_FINAL``.
        history: as ``households`` with ``month``, every month of every household; None where it was not recorded.
        events: what happened, in order: ``month``, ``estate``, ``event`` (its id), ``text``, ``ok``.
        outcomes: estate -> facts of the whole run, such as what ended an effort first.
    """

    scenario: Scenario
    seed: int
    estates: tuple[str, ...]
    monthly: dict[str, list[Any]]
    households: dict[str, list[Any]]
    history: dict[str, list[Any]] | None
    events: list[dict[str, Any]]
    outcomes: dict[str, dict[str, object]]
