"""The shipped scenarios at other sizes: larger estates, and districts of many equal ones."""

from __future__ import annotations

from typing import Any

from benchmarks.core_model import core_scenario
from commsim.scenario import Scenario, load_scenario
from commsim.scenario.validation import refuse_findings, validate

CORE = "core"
GROWING = (
    "buildings",
    "common.parking_spaces",
    "common.parking_let",
    "common.adverts_yuan_per_year",
    "common.other_yuan_per_year",
    "street.mediation_hours",
    "street.street_hours",
    "maintenance_fund_yuan",
    "company.cash_yuan",
)
"""Fields of an estate that grow with its households."""


def sized(name: str, households: int, months: int | None = None) -> Scenario:
    """Return a shipped scenario of one estate, or the core model, with so many homes and shops together.

    Args:
        name: a shipped scenario, or ``"core"``.
        households: at least 2; shops keep their share.
        months: months of a run; None for what the scenario says.
    """
    if name == CORE:
        return core_scenario(households, months or 120)
    scenario = load_scenario(name)
    if months is not None:
        scenario = scenario.with_months(months)
    (estate,) = scenario.estate_names
    now = scenario.data.estates[estate]
    factor = households / (now.homes + now.shops)
    shops = round(now.shops * factor)
    changes: dict[str, Any] = {f"estates.{estate}.homes": households - shops, f"estates.{estate}.shops": shops}
    for field in GROWING:
        value = _value(now.model_dump(), field)
        grown = max(1, round(value * factor)) if isinstance(value, int) and value else value * factor
        changes[f"estates.{estate}.{field}"] = grown
    for event in scenario.data.timeline:
        if (hours := getattr(event, "staff_hours", None)) is not None:
            changes[f"timeline.{event.key}.staff_hours"] = hours * factor
    return scenario.set_many(changes)


def district(name: str, households: int, estates: int, months: int) -> Scenario:
    """Return a district of equal estates.

    Args:
        name: a shipped scenario of one estate, or ``"core"``.
        households: of each estate.
        estates: 1 to 1,000.
        months: months of a run.
    """
    scenario = sized(name, households, months)
    if estates == 1:
        return scenario
    content = scenario.to_dict()
    (estate,) = content["estates"].values()
    content["estates"] = {f"e{place:04d}": estate for place in range(estates)}
    content["targets"] = []
    data, found = validate(content)
    refuse_findings(found, content, {}, scenario.name)
    assert data is not None
    return Scenario(data)


def _value(fields: dict[str, Any], path: str) -> Any:
    for step in path.split("."):
        fields = fields[step]
    return fields
