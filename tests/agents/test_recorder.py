"""What is written down each month, held against the agents themselves."""

import math

import pytest

from commsim.agents.recorder import household_values
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY_NAMES
from commsim.rules.ledger import Account
from commsim.rules.measures import median_of_sorted
from tests.agents.districts import district, lived, run

BUSY = district(
    20,
    timeline=[
        {"event": "conflict", "month": 2, "share": 0.5, "months": 6},
        {"event": "found_branch", "month": 3},
        {"event": "activate", "month": 3, "share": 0.7},
        {"event": "appoint", "month": 5},
    ],
    start={"fee_rate": 0.4, "service": 0.35, "legacy_share": 0.2},
    residents={"tenure": {"owner": 0.6, "tenant": 0.2, "absent": 0.2}},
)


@pytest.fixture(scope="module")
def estate():
    return lived(BUSY, 15)[1]


@pytest.fixture
def row(estate):
    return estate.recorder.rows[-1]


def test_a_row_has_every_column(row):
    assert set(row) == {"month", *MONTHLY_NAMES}
    assert row["month"] == 15


def test_households_bills_and_arrears_are_counted(estate, row):
    assert row["households"] == len(estate.residents) == row["bills"]
    assert row["occupied"] == sum(resident.occupied for resident in estate.residents) < row["households"]
    assert row["billed_fen"] == sum(resident.fee for resident in estate.residents)
    assert row["collected_fen"] == sum(resident.payment.total for resident in estate.residents)
    assert row["recovered_fen"] == sum(resident.payment.late for resident in estate.residents)
    assert row["arrears_fen"] == sum(resident.bills.owed for resident in estate.residents)


def test_means_are_over_occupied_households(estate, row):
    occupied = [resident for resident in estate.residents if resident.occupied]
    for column, name in [("trust_payee", "trust_payee"), ("trust_self", "trust_self"), ("belonging", "belonging")]:
        assert row[column] == pytest.approx(sum(getattr(r, name) for r in occupied) / len(occupied))
    assert row["visited"] == sum(r.visited for r in occupied) / len(occupied)
    assert row["trust_ties"] == estate.network.mean_weight()
    asked = [r for r in occupied if not r.is_active]
    assert row["participation"] == sum(r.took_part for r in asked) / len(asked)


def test_members_and_bodies_are_described(estate, row):
    active = [member for member in estate.members if member.is_active]
    assert row["members"] == len(estate.members)
    assert row["members_active"] == len(active) > 0
    assert row["motivation"] == pytest.approx(sum(member.motivation for member in active) / len(active))
    assert row["offered_minutes"] == sum(member.minutes for member in active)
    assert row["load"] == estate.branch.load
    assert (row["company"], row["committee"]) == (1, 1)
    assert row["committee_quality"] == estate.committee.quality
    assert row["company_cash_fen"] == estate.balances[Account.COMPANY]
    assert row["common_account_fen"] == estate.balances[Account.COMMON]
    assert row["fund_fen"] == estate.balances[Account.FUND]


def test_disputes_open_and_their_durations_are_counted(estate, row):
    assert row["open_disputes"] == len(estate.disputes.open)
    assert row["open_grievances"] == sum(state != 0 for r in estate.residents for state in r.grievances)
    assert row["open_grievances"] >= row["open_disputes"]
    assert row["median_duration"] == median_of_sorted(estate.disputes.year_of_durations())


def test_everybody_who_was_billed_is_payer_partial_or_non_payer(estate, row):
    billed = [r for r in estate.residents if r.bills.billed_year]
    non_payers = [r for r in billed if 20 * (r.bills.billed_year - r.bills.unpaid_year) <= r.bills.billed_year]
    assert row["non_payers"] == len(non_payers) / len(billed) > 0
    protest = [r for r in non_payers if r.grievances[0] or r.legacy or estate.service < 0.3]
    assert row["protest_withholders"] == len(protest) / len(billed)
    riders = [r for r in non_payers if r not in protest and r.months_since_took_part >= 12]
    if estate.service >= 0.3:
        assert row["free_riders"] == len(riders) / len(billed)
    payers = [r for r in billed if 20 * r.bills.unpaid_year <= r.bills.billed_year]
    assert row["partial_payers"] == pytest.approx(1 - len(payers) / len(billed) - row["non_payers"])


def test_a_free_rider_is_undefined_where_service_is_poor():
    found = run(district(2, start={"service": 0.1, "condition": 0.0}, mechanisms={"service": False}))
    assert all(math.isnan(value) for value in found.monthly["free_riders"])
    assert found.monthly["protest_withholders"] == found.monthly["non_payers"]


def test_governance_free_riders_need_a_working_body_and_twelve_months():
    aloof = {"participation": {"a": -20.0}, "assembly": {"answered": 0.0}}
    held = {"event": "appoint", "month": 1, "hold_quality": 0.5}
    working = run(district(14, timeline=[held], behaviour=aloof, residents={"member_share": 0.0}))
    assert working.monthly["governance_free_riders"] == [0.0] * 11 + [1.0] * 3
    nobody = run(district(14, behaviour=aloof))
    assert all(math.isnan(value) for value in nobody.monthly["governance_free_riders"])


def test_in_a_place_nobody_lives_in_what_residents_feel_is_undefined():
    empty = district(2, residents={"tenure": {"owner": 0.0, "tenant": 0.0, "absent": 1.0}}, estate={"shops": 0})
    found = run(empty)
    assert found.monthly["occupied"] == [0, 0]
    for name in ("trust_payee", "trust_self", "belonging", "participation", "visited", "governance_free_riders"):
        assert all(math.isnan(value) for value in found.monthly[name]), name
    assert all(math.isfinite(value) for value in found.monthly["fee_rate"])


def test_a_rate_counts_what_was_paid_within_three_months_of_the_bill():
    """One household by hand: it skips months 1 to 3 and then pays each bill and one old one a month."""

    _, estate = lived(
        district(9, behaviour={"fees": {"revise": 0.0}}, start={"fee_rate": 1.0}, mechanisms={"disputes": False}), 0
    )
    late = estate.residents[0]
    for month in range(1, 9):
        late.pays = month > 3
        estate.model.step()
    unpaid = [row["billed_fen"] - row["paid_in_time_fen"] for row in estate.recorder.rows]
    # Month 4 pays bill 4 and bill 1 (3 months old: late), month 5 pays 5 and 2 (late), month 6 pays 6 and 3 (late).
    assert unpaid == [late.fee] * 3 + [0] * 5
    recovered = [row["recovered_fen"] for row in estate.recorder.rows]
    assert recovered == [0, 0, 0, late.fee, late.fee, late.fee, 0, 0]
    assert [row["bills"] - row["bills_in_time"] for row in estate.recorder.rows] == [1] * 3 + [0] * 5


def test_a_bill_paid_one_or_two_months_late_is_in_time():
    _, estate = lived(
        district(9, behaviour={"fees": {"revise": 0.0}}, start={"fee_rate": 1.0}, mechanisms={"disputes": False}), 0
    )
    late = estate.residents[0]
    for month in range(1, 6):
        late.pays = month != 2
        estate.model.step()
        if month == 2:
            assert estate.recorder.rows[1]["fee_rate"] < 1.0
    assert [row["fee_rate"] for row in estate.recorder.rows] == [1.0] * 5
    assert [row["recovered_fen"] for row in estate.recorder.rows] == [0] * 5


def test_where_nobody_bills_there_is_no_rate():
    found = run(district(4, timeline=[{"event": "company_leaves", "month": 2}]))
    assert [math.isnan(rate) for rate in found.monthly["fee_rate"]] == [False, True, True, True]
    assert found.monthly["bills"][1:] == [0, 0, 0]


def test_bills_of_a_payee_chosen_in_the_month_come_the_month_after():
    enters = {"event": "company_enters", "month": 1, "vote": True, "months_open": 1}
    sure = {"assembly": {"a": 20.0}, "participation": {"a": 20.0}}
    tenure = {"tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0}}
    vacant = {"company": {"present": False}, "common": {}}
    found = run(district(3, timeline=[enters], behaviour=sure, residents=tenure, estate=vacant))
    assert found.monthly["company"] == [1, 1, 1]
    assert [fen > 0 for fen in found.monthly["billed_fen"]] == [False, True, True]
    assert [bills > 0 for bills in found.monthly["bills"]] == [False, True, True]


def test_a_household_is_written_as_it_is(estate):
    for resident in estate.residents:
        values = dict(zip(HOUSEHOLD_FINAL, household_values(resident), strict=True))
        assert values["pays"] == resident.pays
        assert values["member"] == (resident in estate.members)
        assert values["active"] == resident.is_active
        assert values["arrears_months"] == resident.bills.owed / resident.fee
        assert values["ever_visited"] == resident.ever_visited
        assert values["voice"] == resident.voice
        assert values["dispute_payee"] == resident.grievances[0]
        assert values["dispute_neighbour"] == resident.grievances[1]
        assert math.isnan(values["motivation"]) == (resident not in estate.members)
        if resident.visitor_edge >= 0:
            assert values["visitor_tie"] in (0.0, estate.network.weights[resident.visitor_edge])
