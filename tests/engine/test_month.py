"""Both engines live the one month and know the one model: the order of stages, and the numbers that stand for names."""

from __future__ import annotations

import ast
import inspect
from typing import get_args

import pytest

from commsim.agents import estate as agents_estate
from commsim.agents.month import LivingEstate
from commsim.engine import columns, event_rows, events, month
from commsim.engine.columns import Estate, Homes
from commsim.rules import disputes, fees
from commsim.rules.columns import MONTHLY
from commsim.rules.ledger import ACCOUNTS, NEVER_BELOW_ZERO, Account
from commsim.rules.month import MONTH
from commsim.scenario import MECHANISMS
from commsim.scenario import events as schema
from commsim.scenario.events import Event
from commsim.scenario.schema import Estate as EstateData
from commsim.scenario.schema import ScenarioData
from commsim.world.network import MOST_TIES

STAGES = [stage.name for stage in MONTH]
GRIEVANCES = ("PAYEE", "NEIGHBOUR", "COMMITTEE", "OTHER")
RUNGS = ("STAIRWELL", "ESTATE", "COMMUNITY", "STREET", "COURT")
"""Names of the kinds of grievance and of the rungs of the ladder in ``rules.disputes``."""


def outermost_calls(node: ast.AST) -> list[str]:
    """Return the names of the functions called in a tree, in order, without calls inside their arguments."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return [node.func.id]
    return [name for child in ast.iter_child_nodes(node) for name in outermost_calls(child)]


def declared(model: type, field: str) -> tuple[str, ...]:
    """Return the words that the schema allows in a field of an event."""
    return get_args(model.model_fields[field].annotation)


def greatest(model: type, field: str) -> int:
    """Return the greatest number that the schema allows in a field."""
    (bound,) = (rule.le for rule in model.model_fields[field].metadata if hasattr(rule, "le"))
    return bound


KINDS_OF_EVENT = {declared(model, "event")[0]: model for model in get_args(get_args(Event)[0])}


# --- the order of the month -------------------------------------------------------------------------------------------


def test_the_compiled_month_is_written_down_in_the_order_of_the_rules():
    tree = ast.parse(inspect.getsource(month))
    (live_month,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "live_month")
    assert [name for line in live_month.body for name in outermost_calls(line)] == STAGES


def test_calls_are_found_in_written_order_and_those_in_arguments_are_not():
    tree = ast.parse("a = f(g(x))\nif h():\n    k(f)\nnp.empty(2)\nnp.array(m())")
    assert outermost_calls(tree) == ["f", "h", "k", "m"]


@pytest.mark.parametrize(("number", "stage"), list(enumerate(STAGES, start=1)))
def test_a_stage_has_the_same_number_in_both_engines(number, stage):
    for written in (getattr(month, stage).__doc__, getattr(LivingEstate, stage).__doc__):
        assert written.startswith(f"Stage {number}: ")


# --- numbers that stand for names -------------------------------------------------------------------------------------


def test_a_switch_has_the_place_of_its_mechanism():
    switches = {name: place for name, place in vars(columns).items() if name.startswith("ON_")}
    assert switches == {f"ON_{name.upper()}": columns.ON + place for place, name in enumerate(MECHANISMS)}
    assert len(MECHANISMS) == columns.MECHANISMS


def test_every_kind_of_event_has_a_number_and_a_row():
    assert set(events.KINDS) == set(KINDS_OF_EVENT) == set(event_rows._ROWS)
    assert len(events.KINDS) == len(set(events.KINDS))
    for place, kind in enumerate(events.KINDS):
        named = {name.upper(): value for name, value in vars(events).items()}
        assert named.get(f"{kind.upper()}_EVENT", named.get(kind.upper())) == place


def test_words_of_events_are_numbered_as_the_schema_lists_them():
    assert declared(KINDS_OF_EVENT["activate"], "who") == event_rows.WHO
    matters = declared(KINDS_OF_EVENT["call_assembly"], "matter")
    assert (*matters, "elect", "choose_company") == events.MATTERS
    for place, matter in enumerate(events.MATTERS):
        assert getattr(events, matter.upper()) == place
    assert get_args(schema.Effort) == event_rows.EFFORTS
    assert get_args(schema.Operator) == event_rows.OPERATORS


def test_accounts_payees_and_reasons_are_those_of_the_agents():
    own_name = {Account.OPERATOR: "OPERATORS_ACCOUNT"}
    for account in Account:
        assert getattr(columns, own_name.get(account, account.name)) == account
    assert columns.FLOW - columns.BALANCE == ACCOUNTS == len(Account)
    assert columns.LATENT_NOW - columns.FLOW == ACCOUNTS**2
    assert NEVER_BELOW_ZERO == (columns.COMMON, columns.FUND)
    for name in ("NO_PAYEE", "COMPANY_PAYEE", "SELF_PAYEE"):
        assert getattr(columns, name) == getattr(agents_estate, name)
    assert columns.EFFORT_ENDS == ("", "burnout", "cash", "mandate")
    for place, reason in enumerate(columns.EFFORT_ENDS[1:], start=1):
        assert getattr(columns, reason.upper()) == place


def test_there_is_a_place_for_every_kind_of_grievance_and_every_rung():
    assert [getattr(disputes, name) for name in GRIEVANCES] == list(range(len(GRIEVANCES)))
    assert [getattr(disputes, name) for name in RUNGS] == list(range(len(RUNGS)))
    assert columns.GRIEVANCE + len(GRIEVANCES) <= columns.FLAGS
    assert columns.GRIEVED + len(GRIEVANCES) <= columns.COUNTERS
    assert columns.REPORTED_NOW - columns.LATENT_NOW == columns.ENDED_NOW - columns.REPORTED_NOW == len(GRIEVANCES)
    assert len(RUNGS) == columns.REPORTS_PAYEE - columns.ENDED_NOW


def test_a_year_and_the_months_that_lapse_fit_where_they_are_held():
    assert columns.YEAR == fees.YEAR
    assert columns.REPORTS_ALL - columns.REPORTS_PAYEE == columns.COUNTS - columns.REPORTS_ALL == columns.YEAR
    assert columns.LEVELS == columns.SERVICE_YEAR + columns.YEAR
    assert fees.LIMITATION_MONTHS < 64  # open bills are bits of one word


def test_the_greatest_numbers_a_scenario_may_hold_fit_into_narrow_columns():
    int16, int32 = 2**15 - 1, 2**31 - 1
    months = greatest(ScenarioData, "months") + fees.IN_TIME_MONTHS
    assert months < columns.NEVER
    assert columns.NEVER + months <= int16
    assert greatest(EstateData, "buildings") <= int16
    assert greatest(EstateData, "homes") + greatest(EstateData, "shops") <= int32
    assert int32 >= 2 * MOST_TIES  # slots of both ends


def test_every_monthly_column_is_recorded_once():
    assert sorted((*columns.WHOLE_NAMES, *columns.REAL_NAMES)) == sorted(column.name for column in MONTHLY)


@pytest.mark.parametrize("group", [Homes, Estate])
def test_every_group_of_columns_is_described(group):
    for name in group._fields:
        assert f"{name}: " in group.__doc__


def test_no_two_rows_have_the_same_number():
    source = ast.parse(inspect.getsource(columns))
    found = 0
    for node in source.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names = [name.id for name in node.targets[0].elts]
            numbers = [int(getattr(columns, name)) for name in names]
            assert numbers == list(range(numbers[0], numbers[0] + len(names))), names[0]
            found += 1
    assert found >= 8
