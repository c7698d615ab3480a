"""One run of the Mesa model, from a scenario and a seed to plain tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commsim.agents.model import CommunityModel, Order, by_id
from commsim.agents.recorder import household_values
from commsim.agents.resident import Resident
from commsim.raw import RawRun
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY_NAMES
from commsim.scenario import Scenario


def simulate_agents(
    scenario: Scenario,
    seed: int,
    resident: type[Resident] = Resident,
    progress: Callable[[int, int], None] | None = None,
    visiting_order: Order = by_id,
) -> RawRun:
    """Run a scenario under one seed with the Mesa model.

    Args:
        scenario: what to simulate.
        seed: 0 to 2**64 - 1.
        resident: class of the residents.
        progress: told months lived and months in all.
        visiting_order: order of visits within a stage; no result depends on it.

    Returns:
        Monthly columns, final households, history if asked for, events, and facts of the whole run.
    """
    model = CommunityModel(scenario, seed, resident, visiting_order)
    model.run(progress)
    events = list(model.timeline.log)
    households = _households(model)
    history = _history(model) if scenario.data.record.households else None
    outcomes = {estate.name: _outcome(estate) for estate in model.estates}
    recorded = [len(estate.recorder.rows) for estate in model.estates]
    model.settle()
    monthly: dict[str, list[Any]] = {name: [] for name in ("estate", "month", *MONTHLY_NAMES)}
    for estate, rows in zip(model.estates, recorded, strict=True):
        columns = estate.recorder.columns()
        monthly["estate"].extend([estate.name] * rows)
        for name, values in columns.items():
            monthly[name].extend(values[:rows])
    model.remove_all_agents()
    return RawRun(scenario, seed, tuple(scenario.estate_names), monthly, households, history, events, outcomes)


def _households(model: CommunityModel) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {name: [] for name in ("estate", "household", *HOUSEHOLD_FINAL)}
    for estate in model.estates:
        for resident in estate.residents:
            for name, value in zip(table, (estate.name, resident.household, *household_values(resident)), strict=True):
                table[name].append(value)
    return table


def _history(model: CommunityModel) -> dict[str, list[Any]]:
    names = ("estate", "month", "household", *HOUSEHOLD_FINAL)
    rows = [(estate.name, *row) for estate in model.estates for row in estate.recorder.history]
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _outcome(estate: Any) -> dict[str, object]:
    return {
        "effort_started_month": estate.effort_started,
        "effort_ended_month": estate.effort_ended,
        "effort_ended_by": estate.effort_ended_by,
        "members_active_at_end": len(estate.branch.active),
        "company_at_end": estate.company.present,
        "committee_at_end": estate.committee.exists,
    }
