"""What holds in every month of every district a scenario can describe."""

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commsim.agents import CommunityModel
from commsim.rules.columns import DISPUTE_KINDS, MONTHLY, RUNGS
from commsim.rules.ledger import ACCOUNTS, Account
from tests.agents.any_district import EVENT_KINDS, any_district, event, keep_what_can_be
from tests.agents.districts import bits, district, run

# Building a scenario takes longer than Hypothesis expects, in small steps.
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SOME = settings(MANY, max_examples=15)
MAY_OWE = {"company_cash_fen"}


def check_money(estate, before):
    balances, flows = estate.balances, estate.flows
    assert sum(balances) == 0
    assert balances[Account.COMMON] >= 0
    assert balances[Account.FUND] >= 0
    assert min(flows) >= 0
    for account in range(ACCOUNTS):
        paid = sum(flows[account * ACCOUNTS + other] for other in range(ACCOUNTS))
        received = sum(flows[other * ACCOUNTS + account] for other in range(ACCOUNTS))
        assert balances[account] - before[account] == received - paid


def check_row(estate, row):
    for column in MONTHLY:
        value = row[column.name]
        assert type(value) is (int if column.kind == "int" else float), column.name
        if column.unit in ("share", "yes/no"):
            assert math.isnan(value) or 0.0 <= value <= 1.0, column.name
        elif column.name not in MAY_OWE:
            assert math.isnan(value) or value >= 0, column.name
    assert row["paid_in_time_fen"] <= row["billed_fen"]
    assert row["bills_in_time"] <= row["bills"]
    assert row["recovered_fen"] <= row["collected_fen"]
    assert row["members_active"] <= row["members"] <= row["occupied"] <= row["households"]
    assert row["done_minutes"] <= min(row["offered_minutes"], row["demanded_minutes"])
    assert row["revenue_owners_fen"] <= row["revenue_gross_fen"]
    assert row["votes_passed"] <= row["votes_held"]


def check_disputes(estate):
    rows = estate.recorder.rows

    def counted(names):
        return sum(row[name] for row in rows for name in names)

    arisen = counted([f"latent_{kind}" for kind in DISPUTE_KINDS])
    reported = counted([f"reported_{kind}" for kind in DISPUTE_KINDS])
    ended = counted([f"ended_{rung}" for rung in RUNGS])
    faded = counted(["ended_faded"])
    assert arisen == ended + faded + rows[-1]["open_grievances"]
    assert ended + rows[-1]["open_disputes"] <= reported <= arisen
    held = sum(state == 2 for resident in estate.residents for state in resident.grievances)
    assert held == len(estate.disputes.open) == rows[-1]["open_disputes"]
    queue = [(case.month, case.household, case.kind) for case in estate.disputes.open]
    assert queue == sorted(set(queue))


def check_people(estate):
    for resident in estate.residents:
        for share in (resident.trust_payee, resident.trust_self, resident.belonging, resident.norm):
            assert 0.0 <= share <= 1.0
        assert -1.0 <= resident.visit_value() <= 1.0
        assert -1.0 <= resident.visitor_tie <= 1.0
        bills = resident.bills
        assert 0 <= bills.unpaid_year <= bills.billed_year
        assert bills.unpaid_year <= bills.owed
        if resident.is_active:
            assert 0.0 <= resident.motivation <= 1.0
    assert all(0.0 <= weight <= 1.0 for weight in estate.network.weights)
    assert max(estate.network.tie_sums()) <= estate.behaviour.ties.cap + 1e-9
    assert 0.0 <= estate.service <= 1.0
    assert 0.0 <= estate.condition <= 1.0


@MANY
@given(any_district(), st.integers(0, 2**64 - 1))
def test_money_people_and_disputes_are_accounted_for_every_month(scenario, seed):
    model = CommunityModel(scenario, seed)
    for month in range(1, scenario.data.months + 1):
        before = [list(estate.balances) for estate in model.estates]
        model.step()
        for estate, balances in zip(model.estates, before, strict=True):
            check_money(estate, balances)
            check_people(estate)
            check_disputes(estate)
            assert estate.recorder.rows[-1]["month"] == month
    for estate in model.estates:
        assert len(estate.recorder.rows) == scenario.data.months
        for row in estate.recorder.rows:
            check_row(estate, row)


@SOME
@given(any_district(), st.integers(0, 2**64 - 1), st.permutations(range(45)))
def test_no_result_depends_on_the_order_of_visits(scenario, seed, places):
    def shuffled(residents):
        return sorted(residents, key=lambda resident: places[resident.household % len(places)])

    assert bits(run(scenario, seed)) == bits(run(scenario, seed, visiting_order=shuffled))


# --- the generator itself ---------------------------------------------------------------------------------------------


@settings(MANY, max_examples=20)
@given(any_district())
def test_any_district_is_small_and_lists_what_happens_in_order(scenario):
    assert 1 <= scenario.data.months <= 18
    assert 1 <= len(scenario.estate_names) <= 2
    assert all(estate.homes <= 40 for estate in scenario.data.estates.values())
    assert [event.month for event in scenario.data.timeline] == sorted(e.month for e in scenario.data.timeline)


@settings(MANY, max_examples=5)
@given(st.sets(st.sampled_from(sorted(EVENT_KINDS))), st.data())
def test_an_event_of_every_kind_can_be_made(kinds, data):
    for kind in EVENT_KINDS:
        assert data.draw(event(12, st.just(kind)))["event"] == kind
    assert {"activate", "meeting", "company_enters", "mechanism"} <= set(EVENT_KINDS)


def test_what_cannot_be_is_left_out():
    content = district(3).to_dict()
    content["timeline"] = [{"event": "withdraw", "month": 1}, {"event": "convention", "month": 9}]
    content["network"] = {"kind": "blocks", "mean_degree": 99.0, "building_share": 0.8}
    content["estates"]["estate0"]["committee"] = {"exists": False, "quality": 0.5}
    kept = keep_what_can_be(content)
    assert kept.data.timeline == ()
    assert kept.data.network.kind == "blocks"
    assert kept.data.network.mean_degree == 99.0 / 4
    assert kept.data.network.building_share == 0.25
    assert kept.data.estates["estate0"].committee.quality == 0.0
    assert keep_what_can_be(content | {"months": 0}) is None
