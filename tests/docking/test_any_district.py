"""What holds in the tables of every run of every district a scenario can describe, in every engine."""

import math
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commsim.rules.columns import DISPUTE_KINDS, MONTHLY, RUNGS
from commsim.scenario import Scenario
from commsim.scenario.validation import refuse_findings, validate
from tests.agents.any_district import any_district
from tests.agents.districts import of_estate

SOME = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
SEED = st.integers(0, 2**64 - 1)
DISTRICT = any_district(most_stories=1)
MAY_OWE = {"company_cash_fen"}
AT_MOST = (
    ("paid_in_time_fen", "billed_fen"),
    ("bills_in_time", "bills"),
    ("recovered_fen", "collected_fen"),
    ("members_active", "occupied"),
    ("members", "occupied"),
    ("occupied", "households"),
    ("done_minutes", "offered_minutes"),
    ("done_minutes", "demanded_minutes"),
    ("revenue_owners_fen", "revenue_gross_fen"),
    ("votes_passed", "votes_held"),
    ("meeting_voiced", "meeting_private"),
)
"""Columns of which the first is never above the second."""


def rows_of(table, estate):
    """Return the rows of one estate, a mapping each."""
    places = [place for place, name in enumerate(table["estate"]) if name == estate]
    return [{name: values[place] for name, values in table.items()} for place in places]


def check_values(row):
    for column in MONTHLY:
        value = row[column.name]
        assert type(value) is (int if column.kind == "int" else float), column.name
        if column.unit in ("share", "yes/no"):
            assert math.isnan(value) or 0.0 <= value <= 1.0, column.name
        elif column.name not in MAY_OWE:
            assert math.isnan(value) or value >= 0, column.name
    for less, more in AT_MOST:
        assert not row[less] > row[more], (less, more)


def check_undefined(row):
    """A value is undefined exactly where it has no meaning."""
    assert math.isnan(row["fee_rate"]) == (row["billed_fen"] == 0)
    assert math.isnan(row["fee_rate_households"]) == (row["bills"] == 0)
    assert math.isnan(row["load"]) == (row["offered_minutes"] == 0)
    assert math.isnan(row["motivation"]) == (row["members_active"] == 0)
    assert math.isnan(row["turnout"]) == (row["votes_held"] == 0)
    assert math.isnan(row["meeting_carried"]) == (row["meetings"] == 0)
    assert math.isnan(row["visited"]) == math.isnan(row["belonging"]) == (row["occupied"] == 0)


def check_disputes(rows):
    """Whatever arose has ended, faded or is still open."""

    def counted(names):
        return sum(row[name] for row in rows for name in names)

    arisen = counted([f"latent_{kind}" for kind in DISPUTE_KINDS])
    reported = counted([f"reported_{kind}" for kind in DISPUTE_KINDS])
    ended = counted([f"ended_{rung}" for rung in RUNGS])
    assert arisen == ended + counted(["ended_faded"]) + rows[-1]["open_grievances"]
    assert ended + rows[-1]["open_disputes"] <= reported <= arisen


def check_debts(rows):
    """Nobody owes what was not billed, and no instalment is paid before it falls due."""
    for before, row in pairwise(rows):
        assert row["arrears_fen"] <= before["arrears_fen"] + row["billed_fen"] - row["collected_fen"]
    due = paid = 0
    for row in rows:
        due += row["instalment_due_fen"]
        paid += row["instalment_paid_fen"]
        assert paid <= due


def check_homes(homes, last):
    """The final state is in range, and the same that the last row counts."""
    assert last["households"] == len(homes)
    assert last["occupied"] == sum(home["tenure"] != 2 for home in homes)
    assert last["members"] == sum(home["member"] for home in homes)
    assert last["members_active"] == sum(home["active"] for home in homes)
    serving = {home["household"] for home in homes if home["active"]}
    for home in homes:
        for name in ("norm", "trust_payee", "trust_self", "belonging"):
            assert 0.0 <= home[name] <= 1.0, name
        assert -1.0 <= home["visitor_tie"] <= 1.0
        assert home["visitor"] in {-1, *serving} or home["visitor"] <= -2
        assert not math.isnan(home["motivation"]) or not (home["member"] or home["active"])
        assert home["dispute_payee"] in (0, 1, 2)
        assert home["months_since_took_part"] <= last["month"]
    assert last["open_grievances"] >= sum(home["dispute_payee"] != 0 for home in homes)


@SOME
@given(scenario=DISTRICT, seed=SEED)
def test_tables_account_for_money_people_and_disputes(engine, scenario, seed):
    run = engine.run(scenario, seed)
    for estate in scenario.estate_names:
        rows = rows_of(run.monthly, estate)
        assert [row["month"] for row in rows] == list(range(1, scenario.data.months + 1))
        for row in rows:
            check_values(row)
            check_undefined(row)
        check_disputes(rows)
        check_debts(rows)
        check_homes(rows_of(run.households, estate), rows[-1])
        outcome = run.outcomes[estate]
        assert outcome["members_active_at_end"] == rows[-1]["members_active"]
        assert (outcome["company_at_end"], outcome["committee_at_end"]) == (
            rows[-1]["company"] == 1,
            rows[-1]["committee"] == 1,
        )
    months = [entry["month"] for entry in run.events]
    assert months == sorted(months)


@settings(SOME, max_examples=15)
@given(scenario=any_district(most_estates=3, most_stories=1), seed=SEED)
def test_an_estate_lives_as_it_would_without_those_after_it(engine, scenario, seed):
    """Luck is keyed by the number of an estate, and no estate looks at another."""
    names = scenario.estate_names
    content = scenario.to_dict()
    content["estates"] = {names[0]: content["estates"][names[0]]}
    content["timeline"] = [event for event in content["timeline"] if event["estate"] in ("all", names[0])]
    alone = engine.run(checked(content), seed)
    together = engine.run(scenario, seed)
    for table in ("monthly", "households"):
        assert of_estate(alone, names[0], table) == of_estate(together, names[0], table)
    assert alone.outcomes[names[0]] == together.outcomes[names[0]]


def checked(content):
    """Return the scenario of some content."""
    data, found = validate(content)
    refuse_findings(found, content, {}, "alone")
    return Scenario(data)
