"""The company: presses, buys service, counts losses, leaves; what it advanced comes back to the fen."""

import pytest

from commsim.draws import Stream
from commsim.rules.ledger import Account
from tests.agents.districts import began, district, flow, lived, run, texts

# Nobody pays, whatever happens.
NEVER = {"fees": {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0, "revise": 1.0}}
ALWAYS = {"fees": {"a": 20.0, "a_free_rider": 20.0, "a_unconditional": 20.0, "revise": 1.0}}
SUING = {"present": True, "effort": "suit"}


# --- pressing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effort", "months", "felt", "yuan"),
    [("none", 8, 0.0, 0), ("reminder", 8, 0.1, 1), ("letter", 3, 0.1, 1), ("letter", 8, 0.4, 10)],
)
def test_arrears_bring_the_step_the_company_dares(effort, months, felt, yuan):
    _, estate = lived(
        district(12, estate={"company": {"present": True, "effort": effort}}, behaviour=NEVER, start={"fee_rate": 0.0}),
        months,
    )
    assert {resident.step_felt for resident in estate.residents} == {felt}
    spent = flow(estate, Account.COMPANY, Account.OUTSIDE) - estate.company.buy_service(0, 0)
    assert spent == yuan * 100 * estate.size


def test_a_suit_falls_on_those_far_behind_by_the_months_luck_costs_trust_and_is_felt_for_a_year():
    behind = district(
        20,
        estate={"company": SUING},
        start={"fee_rate": 0.0, "arrears_months": 12},
        behaviour=NEVER | {"company": {"suit_rate": 0.2, "suit_felt": 12.0}},
        mechanisms={"trust": False, "disputes": False},
    )
    _, estate = lived(behind, 0)
    since = dict.fromkeys(range(estate.size))
    for month in range(1, 16):
        estate.model.step()
        luck = estate.draw(Stream.SUE)
        for i in since:
            free = since[i] is None or month - since[i] > 12
            if free and luck[i] < 0.2:
                since[i] = month
        sued = {i for i, when in since.items() if when is not None and month - when < 12}
        assert {r.household for r in estate.residents if r.step_felt == 1.0} == sued
        assert {r.step_felt for r in estate.residents if r.household not in sued} <= {0.4}
    assert any(since.values())


def test_a_suit_costs_trust_in_the_payee():
    behind = district(
        3,
        estate={"company": SUING},
        start={"fee_rate": 0.0, "arrears_months": 14},
        behaviour=NEVER | {"company": {"suit_rate": 1.0, "suit_trust": 0.3}},
        mechanisms={"disputes": False},
    )
    sued = run(behind)
    asked = run(behind.set("estates.estate0.company.effort", "letter"))
    assert sued.monthly["trust_payee"][0] == pytest.approx(max(0.0, asked.monthly["trust_payee"][0] - 0.3), abs=0.02)


@pytest.mark.parametrize(
    "event", [{"event": "company_leaves"}, {"event": "mechanism", "name": "enforcement", "on": False}]
)
def test_who_is_not_there_or_may_not_presses_nobody(event):
    _, estate = lived(
        district(
            8, timeline=[event | {"month": 5}], estate={"company": SUING}, behaviour=NEVER, start={"fee_rate": 0.0}
        ),
        7,
    )
    assert {resident.step_felt for resident in estate.residents} == {0.0}
    assert flow(estate, Account.COMPANY, Account.OUTSIDE) == 0


def test_effort_makes_people_pay():
    slack = district(
        24, estate={"company": {"present": True, "effort": "none"}}, start={"fee_rate": 0.4, "service": 0.3}
    )
    strict = slack.set("estates.estate0.company.effort", "suit").set("behaviour.fees.b_E", 20.0)
    strict = strict.set("behaviour.company.suit_trust", 0.0)
    assert sum(run(strict).monthly["collected_fen"]) > sum(run(slack).monthly["collected_fen"])


# --- buying service ---------------------------------------------------------------------------------------------------


def test_what_comes_in_is_spent_up_to_the_cost_of_full_service_and_the_rest_is_kept():
    _, estate = lived(district(6, behaviour=ALWAYS, estate={"company": {"present": True, "effort": "none"}}), 4)
    assert estate.receipts == estate.due
    assert flow(estate, Account.COMPANY, Account.OUTSIDE) == int(0.8 * estate.due)
    assert estate.balances[Account.COMPANY] == pytest.approx(4 * 0.2 * estate.due, rel=0.25)


def test_who_has_paid_every_bill_so_far_is_not_reminded():
    _, estate = lived(district(6, behaviour=ALWAYS, start={"fee_rate": 1.0}), 3)
    assert estate.company.effort == 1
    assert all(r.step_felt == 0.0 and r.step_cost == 0 and r.standing().enforcement == 0.0 for r in estate.residents)
    _, estate = lived(district(6, behaviour=NEVER, start={"fee_rate": 0.0}), 1)
    assert not any(r.step_felt for r in estate.residents)
    estate.model.step()
    assert all(r.step_felt == 0.1 for r in estate.residents)


def test_old_arrears_that_come_in_are_not_spent_on_service():
    late = {"fees": ALWAYS["fees"] | {"catch_up": 30.0}}
    behind = district(
        3,
        behaviour=late,
        start={"fee_rate": 0.0, "arrears_months": 20},
        estate={"company": {"present": True, "effort": "none"}},
    )
    _, estate = lived(behind, 1)
    assert estate.recovered == pytest.approx(18 * estate.due)
    assert estate.receipts == 21 * estate.due
    assert flow(estate, Account.COMPANY, Account.OUTSIDE) == int(0.8 * estate.due)


def test_what_came_in_on_recent_bills_is_all_there_is_for_service():
    _, estate = lived(district(3), 1)
    estate.receipts, estate.recovered = 1000, 600
    assert estate.company.buy_service(10_000, 0) == 400
    assert estate.company.buy_service(10_000, 7700) == 300
    assert estate.company.buy_service(10_000, 9000) == 0


def test_with_no_income_there_is_no_service():
    _, estate = lived(district(24, behaviour=NEVER, start={"fee_rate": 0.0}, mechanisms={"company_exit": False}))
    assert estate.service < 0.001


def test_an_entering_company_gives_full_service_for_its_first_months_whatever_comes_in():
    enters = {"event": "company_enters", "month": 2, "full_service_months": 3, "effort": "none"}
    _, estate = lived(district(8, timeline=[enters], behaviour=NEVER, start={"fee_rate": 0.0}), 1)
    spent = []
    for _ in range(5):
        estate.model.step()
        spent.append(flow(estate, Account.COMPANY, Account.OUTSIDE))
    assert spent == [int(0.8 * estate.due)] * 3 + [0, 0]


# --- leaving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("patience", [3, 7])
def test_a_company_that_only_loses_leaves_when_its_patience_ends(patience):
    losing = district(10, behaviour=NEVER | {"company": {"patience": float(patience)}}, start={"fee_rate": 0.0})
    found = run(losing)
    assert found.monthly["company"] == [1] * (patience - 1) + [0] * (11 - patience)
    assert found.monthly["billed_fen"][patience:] == [0] * (10 - patience)
    assert texts(found, "company") == [(patience, False, "the company leaves after too many months of loss")]
    assert run(losing.set("mechanisms.company_exit", False)).monthly["company"] == [1] * 10


def test_a_month_without_loss_gives_new_patience():
    _, estate = lived(district(30, behaviour=NEVER | {"company": {"patience": 4.0}}, start={"fee_rate": 0.0}), 3)
    assert estate.company.losses == 3
    estate.behaviour = estate.behaviour._replace(company=estate.behaviour.company._replace(committed=0.0))
    estate.model.step()
    assert estate.company.losses == 0
    assert estate.company.present


def test_a_company_that_covers_its_cost_stays():
    found = run(district(30, behaviour=ALWAYS | {"company": {"patience": 1.0}}))
    assert found.monthly["company"] == [1] * 30


def test_cash_goes_with_the_company_and_a_loss_stays_its_own():
    for behaviour in (ALWAYS, NEVER):
        leaves = {"event": "company_leaves", "month": 6}
        _, estate = lived(district(8, timeline=[leaves], behaviour=behaviour, start={"fee_rate": 0.5}), 6)
        assert estate.balances[Account.COMPANY] == 0
        assert not estate.has_payee
        assert sum(estate.balances) == 0


def test_profit_is_taken_once_a_year_above_a_buffer():
    _, estate = lived(district(24, behaviour=ALWAYS, estate={"company": {"present": True, "effort": "none"}}), 11)
    assert flow(estate, Account.COMPANY, Account.OUTSIDE) == int(0.8 * estate.due)
    before = estate.balances[Account.COMPANY]
    estate.model.step()
    buffer = int(0.1 * 12 * estate.due)
    profit = before + estate.receipts - int(0.8 * estate.due) - buffer
    assert profit > 0
    assert estate.balances[Account.COMPANY] == buffer
    assert flow(estate, Account.COMPANY, Account.OUTSIDE) == int(0.8 * estate.due) + profit


# --- what it advanced -------------------------------------------------------------------------------------------------


ENTERS = {"event": "company_enters", "month": 2, "entry_cost_yuan": 5000.37, "instalment_months": 12}
RICH = {
    "company": {"present": False},
    "committee": {"exists": True, "quality": 1.0},
    "common": {
        "parking_spaces": 40,
        "parking_let": 40,
        "parking_yuan_per_space_day": 10.0,
        "operator": "committee",
        "repair_share": 0.0,
        "service_share": 0.0,
    },
}


def test_an_advance_is_repaid_to_the_fen_in_the_months_agreed():
    found = run(district(20, timeline=[ENTERS], estate=RICH))
    paid = found.monthly["instalment_paid_fen"]
    assert sum(paid) == 500_037
    assert paid == found.monthly["instalment_due_fen"]
    assert paid[1:13] == [41670] * 11 + [500_037 - 11 * 41670]
    assert paid[0] == 0
    assert paid[13:] == [0] * 7
    opened = found.monthly["advance_open_fen"]
    assert opened[0] == 0
    assert opened[1] == 500_037 - 41670
    assert opened[12:] == [0] * 8


def test_works_of_an_entering_company_lift_condition_and_are_paid_by_it():
    _, estate = lived(district(6, timeline=[ENTERS], estate=RICH), 1)
    worn = estate.condition
    estate.model.step()
    assert estate.condition == pytest.approx(worn + 500_037 / (8000 * 100 * estate.size), abs=0.01)
    assert estate.recorder.rows[-1]["repair_fen"] == 500_037
    assert flow(estate, Account.COMPANY, Account.OUTSIDE) >= 500_037


def test_where_the_owners_have_no_income_instalments_fall_due_and_stay_unpaid():
    poor = RICH | {"common": RICH["common"] | {"parking_let": 0}}
    found = run(district(20, timeline=[ENTERS], estate=poor))
    assert sum(found.monthly["instalment_due_fen"]) == 500_037
    assert sum(found.monthly["instalment_paid_fen"]) == 0
    assert found.monthly["advance_open_fen"][-1] == 500_037


def test_instalments_that_could_not_be_paid_are_paid_when_money_comes():
    dry = {"event": "run_revenue", "month": 1, "operator": "nobody"}
    again = {"id": "again", "event": "run_revenue", "month": 8, "operator": "committee"}
    found = run(district(20, timeline=[dry, ENTERS, again], estate=RICH))
    paid, due = found.monthly["instalment_paid_fen"], found.monthly["instalment_due_fen"]
    assert paid[:7] == [0] * 7
    assert sum(due[:7]) == 6 * 41670
    assert sum(paid) == sum(due) == 500_037


def test_a_company_that_leaves_leaves_its_advance_behind():
    leaves = {"event": "company_leaves", "month": 5}
    found = run(district(9, timeline=[ENTERS, leaves], estate=RICH))
    assert found.monthly["advance_open_fen"][3] > 0
    assert found.monthly["advance_open_fen"][4:] == [0] * 5
    assert found.monthly["instalment_due_fen"][4:] == [0] * 5


def test_the_old_company_goes_when_a_new_one_takes_over():
    cash = {"company": {"present": True, "cash_yuan": 1000.0}}
    _, estate = lived(district(4, timeline=[ENTERS | {"entry_cost_yuan": 0.0}], estate=cash, behaviour=NEVER), 2)
    assert estate.company.present
    assert estate.recorder.rows[0]["company_cash_fen"] > 50_000
    assert estate.recorder.rows[1]["company_cash_fen"] < 0


def test_the_cash_of_the_scenario_is_there_at_the_start():
    cash = {"company": {"present": True, "cash_yuan": 1234.56}, "maintenance_fund_yuan": 99.99}
    _, estate = began(district(4, estate=cash))
    assert estate.balances[Account.COMPANY] == 123_456
    assert estate.balances[Account.FUND] == 9_999
    assert sum(estate.balances) == 0
