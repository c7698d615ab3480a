"""The street office: few hours, fallback upkeep at its cost, subsidies that end."""

import pytest

from commsim.rules.disputes import COMMUNITY, STREET
from commsim.rules.ledger import Account
from tests.agents.districts import district, flow, lived, run

LEAVES = {"event": "company_leaves", "month": 2}
SUBSIDY = {"event": "subsidy", "month": 3, "yuan_per_month": 123.45, "months": 4}


def test_where_there_is_no_payee_the_street_does_its_share_of_the_upkeep_and_pays_for_it():
    _, estate = lived(district(6, timeline=[LEAVES], estate={"street": {"fallback_service": 0.25}}), 3)
    minutes = 2 * 60 * estate.size_occupied
    wage = estate.behaviour.service.fallback_yuan
    assert estate.street_spending == int(0.25 * minutes / 60 * wage * 100)
    assert flow(estate, Account.STREET, Account.OUTSIDE) == estate.street_spending


def test_with_a_payee_the_street_spends_nothing():
    found = run(district(4, estate={"street": {"fallback_service": 1.0}}))
    assert found.monthly["street_fen"] == [0] * 4


def test_more_fallback_keeps_an_abandoned_place_better():
    service = [
        run(district(30, timeline=[LEAVES], estate={"street": {"fallback_service": share}})).monthly["service"][-1]
        for share in (0.0, 0.5, 1.0)
    ]
    assert service[0] < 0.01
    assert service[0] < service[1] < service[2]


@pytest.mark.parametrize("purpose", ["service", "repair"])
def test_a_subsidy_is_paid_for_the_months_promised(purpose):
    found = run(district(9, timeline=[SUBSIDY | {"to": purpose}]))
    assert found.monthly["street_fen"] == [0, 0, 12345, 12345, 12345, 12345, 0, 0, 0]
    repair = found.monthly["repair_fen"]
    assert (repair == found.monthly["street_fen"]) == (purpose == "repair")


def test_a_subsidy_for_service_is_not_paid_while_nobody_can_buy_any():
    gone, back = {"event": "company_leaves", "month": 4}, {"event": "company_enters", "month": 6}
    nothing_else = {"street": {"fallback_service": 0.0}}
    found = run(district(9, timeline=[SUBSIDY, gone, back], estate=nothing_else))
    assert found.monthly["street_fen"] == [0, 0, 12345, 0, 0, 12345, 0, 0, 0]
    repair = run(district(9, timeline=[SUBSIDY | {"to": "repair"}, gone, back], estate=nothing_else))
    assert repair.monthly["street_fen"] == repair.monthly["repair_fen"] == [0, 0, *[12345] * 4, 0, 0, 0]


def test_several_subsidies_run_side_by_side():
    second = SUBSIDY | {"id": "second", "month": 5, "yuan_per_month": 1.0, "months": 9}
    found = run(district(9, timeline=[SUBSIDY, second]))
    assert found.monthly["street_fen"] == [0, 0, 12345, 12345, 12445, 12445, 100, 100, 100]


def test_a_subsidy_for_service_buys_service_where_fees_do_not_reach():
    never = {"fees": {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0}}
    poor = {"behaviour": never, "start": {"fee_rate": 0.0}, "mechanisms": {"company_exit": False}}
    helped = run(district(18, timeline=[SUBSIDY | {"yuan_per_month": 4000.0, "months": 30, "month": 1}], **poor))
    alone = run(district(18, **poor))
    assert helped.monthly["service"][-1] > 0.5
    assert alone.monthly["service"][-1] < 0.01


def test_each_estate_has_its_own_hours_and_money():
    street = {"mediation_hours": 3.5, "street_hours": 1.25}
    model, estate = lived(district(3, timeline=[SUBSIDY | {"estate": "estate1"}], estates=2, estate={"street": street}))
    other = model.estates[1]
    assert model.street.mediation_minutes(estate, COMMUNITY) == 210
    assert model.street.mediation_minutes(estate, STREET) == 75
    assert (estate.street_spending, other.street_spending) == (0, 12345)
