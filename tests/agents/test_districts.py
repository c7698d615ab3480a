"""The helpers of these tests tell apart what differs."""

import math

import pytest

from commsim.errors import ScenarioError
from commsim.rules.ledger import Account
from tests.agents.districts import (
    bits,
    changed,
    column,
    district,
    exact,
    flow,
    lived,
    of_estate,
    run,
    spent_by,
    texts,
    until,
)


def test_values_are_the_same_only_to_the_last_bit():
    assert exact([0.1 + 0.2]) != exact([0.3])
    assert exact([math.nan, 1]) == exact([math.nan, 1])
    assert exact([0.0]) != exact([-0.0])


def test_two_runs_that_differ_in_one_value_differ():
    one, other = run(district(2)), run(district(2))
    assert bits(one) == bits(other)
    assert changed(one, other) == set()
    other.monthly["service"][1] += 1e-15
    assert changed(one, other) == {"service"}
    assert bits(one) != bits(other)
    assert bits(one, "households") == bits(other, "households")
    assert until(one, 1) == until(other, 1)
    assert until(one, 2) != until(other, 2)


def test_rows_of_one_estate_are_its_own():
    both = run(district(2, estates=2))
    assert of_estate(both, "estate1")["month"] == [1, 2]
    assert of_estate(both, "estate0") != of_estate(both, "estate1")


def test_an_impossible_district_is_refused():
    with pytest.raises(ScenarioError, match="branch that has not been founded"):
        district(timeline=[{"event": "activate", "month": 1, "share": 1.0}])


def test_defined_values_and_texts_are_found():
    quiet = run(district(3, timeline=[{"event": "convention", "month": 2}]))
    assert column(quiet, "load") == []
    assert len(column(quiet, "service")) == 3
    assert texts(quiet, "convention") == [(2, True, "a residents' convention is agreed")]


def test_a_model_stops_where_asked_and_its_flows_are_read():
    model, estate = lived(district(5), months=2)
    assert model.month == 2
    assert flow(estate, Account.HOUSEHOLDS, Account.COMPANY) == estate.receipts > 0
    assert spent_by(estate, Account.HOUSEHOLDS) == estate.receipts
