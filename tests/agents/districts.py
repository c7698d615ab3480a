"""Small districts for the tests of the agents, and ways to compare two runs to the last bit."""

from __future__ import annotations

import math

from commsim.agents import CommunityModel, simulate_agents
from commsim.rules.ledger import ACCOUNTS, Account
from commsim.scenario import Scenario
from commsim.scenario.validation import refuse_findings, validate

ESTATE = {
    "homes": 36,
    "shops": 3,
    "buildings": 3,
    "stairwells_per_building": 2,
    "floors": 6,
    "company": {"present": True, "effort": "reminder"},
    "common": {"parking_spaces": 20, "parking_let": 15, "parking_yuan_per_space_day": 5.0},
}
RESIDENTS = {"member_share": 0.25}


def district(months=12, estates=1, timeline=(), estate=None, **parts):
    """Return a scenario of some equal estates, called estate0, estate1 and so on.

    Args:
        months: months a run lasts.
        estates: number of estates, or settings of each by name.
        timeline: events, as in a file.
        estate: what differs from ``ESTATE``.
        parts: other parts of a scenario, as in a file.
    """
    settings = ESTATE | (estate or {})
    each = {f"estate{i}": settings for i in range(estates)} if isinstance(estates, int) else estates
    content = {
        "name": "district",
        "title": {"en": "District", "zh": "片区"},
        "months": months,
        "estates": each,
        "residents": RESIDENTS | parts.pop("residents", {}),
        "timeline": list(timeline),
        **parts,
    }
    data, found = validate(content)
    refuse_findings(found, content, {}, "district")
    return Scenario(data)


def began(scenario, seed=1, **options):
    """Return a model that has lived no month yet, and its first estate."""
    model = CommunityModel(scenario, seed, **options)
    return model, model.estates[0]


def lived(scenario, months=None, seed=1, **options):
    """Return a model after some months (by default all), and its first estate."""
    model, estate = began(scenario, seed, **options)
    for _ in range(scenario.data.months if months is None else months):
        model.step()
    return model, estate


def exact(values):
    """Return values that are equal exactly where all bits are: floats as hex, so that NaN equals NaN and 0 not -0."""
    return [value.hex() if isinstance(value, float) else value for value in values]


def bits(run, *tables):
    """Return some tables of a run (by default monthly, households and events) in a form equal only to the last bit."""
    found = {}
    for table in tables or ("monthly", "households", "events"):
        content = getattr(run, table)
        if isinstance(content, dict):
            found |= {(table, name): exact(values) for name, values in content.items()}
        else:
            found[table] = content
    return found


def changed(run, other, table="monthly"):
    """Return the names of the columns of a table in which two runs differ in any bit."""
    one, two = getattr(run, table), getattr(other, table)
    return {name for name in one if exact(one[name]) != exact(two[name])}


def of_estate(run, name, table="monthly"):
    """Return the rows of one estate: column name -> exact values."""
    content = getattr(run, table)
    rows = [i for i, estate in enumerate(content["estate"]) if estate == name]
    return {column: exact([values[i] for i in rows]) for column, values in content.items()}


def until(run, month):
    """Return the monthly rows up to a month: column name -> exact values."""
    rows = [i for i, m in enumerate(run.monthly["month"]) if m <= month]
    return {column: exact([values[i] for i in rows]) for column, values in run.monthly.items()}


def run(scenario, seed=1, **options):
    """Return the plain tables of a run."""
    return simulate_agents(scenario, seed, **options)


def column(run_, name):
    """Return one monthly column, defined values only."""
    return [value for value in run_.monthly[name] if not (isinstance(value, float) and math.isnan(value))]


def texts(run_, event):
    """Return what the log says of an event, in order: (month, ok, text)."""
    return [(entry["month"], entry["ok"], entry["text"]) for entry in run_.events if entry["event"] == event]


def flow(estate, source, target):
    """Return the fen that moved from one account to another this month."""
    return estate.flows[source * ACCOUNTS + target]


def spent_by(estate, source):
    """Return the fen that left an account this month."""
    return sum(flow(estate, source, target) for target in Account)
