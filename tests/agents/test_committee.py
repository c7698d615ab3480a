"""The committee: as good as the work done for it; what it earns for the owners, and what it pays out."""

import pytest

from commsim.draws import Stream, uniform
from commsim.rules.ledger import Account
from commsim.rules.revenue import largest_remainder, monthly_gross
from tests.agents.districts import began, column, district, flow, lived, run

APPOINT = {"event": "appoint", "month": 2}
COMMON = {
    "parking_spaces": 20,
    "parking_let": 15,
    "parking_yuan_per_space_day": 5.0,
    "adverts_yuan_per_year": 1000.0,
    "operator": "committee",
    "repair_share": 0.2,
    "service_share": 0.1,
    "dividend_share": 0.5,
}
GOOD = {"committee": {"exists": True, "quality": 1.0}, "common": COMMON}
HELD = APPOINT | {"month": 1, "hold_quality": 1.0, "legal_personality": True}
ALOOF = {"participation": {"a": -20.0}}
ALWAYS = {"fees": {"a": 20.0, "a_free_rider": 20.0, "a_unconditional": 20.0, "revise": 1.0}}


# --- quality ----------------------------------------------------------------------------------------------------------


def test_a_committee_nobody_works_for_exists_in_name_only():
    found = run(district(60, estate=GOOD, behaviour=ALOOF))
    quality = found.monthly["committee_quality"]
    assert quality[0] == pytest.approx(0.88)
    assert quality == sorted(quality, reverse=True)
    assert quality[-1] < 0.001
    assert found.monthly["committee"] == [1] * 60
    assert found.monthly["revenue_owners_fen"][-1] < 100 < found.monthly["revenue_owners_fen"][0]
    assert found.monthly["disclosure"][-1] == pytest.approx(0.15, abs=0.001)


def test_quality_follows_the_work_of_members_staff_and_participants():
    members = [{"event": "found_branch", "month": 1}, {"event": "activate", "month": 1, "share": 1.0}]
    worked_for = run(district(40, timeline=[*members, APPOINT], residents={"member_share": 0.4}))
    neglected = run(district(40, timeline=[APPOINT], behaviour=ALOOF))
    assert worked_for.monthly["committee_quality"][-1] > 0.95
    assert neglected.monthly["committee_quality"][-1] == 0.0


def test_the_work_done_is_what_quality_moves_to():
    _, estate = lived(district(12, timeline=[APPOINT], behaviour={"participation": {"a": 0.0}}), 6)
    before = estate.committee.quality
    taking = estate.participants
    estate.model.step()
    done = min(taking * 30, estate.committee.needed) / estate.committee.needed
    assert 0.0 < done < 1.0
    assert estate.committee.quality == pytest.approx(before + 0.12 * (done - before))


def test_quality_can_be_held():
    found = run(district(9, timeline=[APPOINT | {"hold_quality": 0.4}], behaviour=ALOOF))
    assert found.monthly["committee_quality"] == [0.0] + [0.4] * 8


def test_a_faction_takes_over_by_the_months_luck_and_an_election_is_rid_of_it():
    easy = {"committee": {"capture": 0.3}, "participation": {"a": -20.0}}
    _, estate = lived(district(20, timeline=[HELD], behaviour=easy), 0)
    captured = False
    for month in range(1, 15):
        estate.model.step()
        captured = captured or uniform(1, 0, month, 0, Stream.CAPTURE) < 0.3
        assert estate.committee.captured == captured
    assert captured
    assert estate.committee.oversight == 0.5
    estate.committee.set_up(legal=False, run_revenue=False)
    assert estate.committee.oversight == 1.0


def test_where_all_take_part_no_faction_takes_over():
    easy = {"committee": {"capture": 1.0}, "participation": {"a": 20.0}}
    _, estate = lived(
        district(
            20, timeline=[HELD], behaviour=easy, residents={"tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0}}
        )
    )
    assert not estate.committee.captured


def test_a_dissolved_committee_leaves_the_common_parts_to_the_company():
    found = run(district(8, timeline=[{"event": "dissolve", "month": 5}], estate=GOOD))
    assert found.monthly["committee"] == [1] * 4 + [0] * 4
    assert found.monthly["committee_quality"][4:] == [0.0] * 4
    assert found.monthly["revenue_owners_fen"][4:] == [0] * 4
    assert min(found.monthly["revenue_gross_fen"]) > 0


# --- revenue ----------------------------------------------------------------------------------------------------------


def test_common_parts_earn_whoever_runs_them():
    year = [monthly_gross(15, 5.0, 1000.0, month) for month in range(1, 13)]
    for operator in ("company", "group", "committee", "nobody"):
        common = COMMON | {"operator": operator}
        found = run(district(12, estate=GOOD | {"common": common}))
        assert found.monthly["revenue_gross_fen"] == year
    assert sum(year) == (15 * 5 * 365 + 1000) * 100


@pytest.mark.parametrize(("operator", "share"), [("company", 0.5), ("group", 0.9), ("committee", 1.0), ("nobody", 0.0)])
def test_each_operator_leaks_its_part_before_the_owners_get_theirs(operator, share):
    found = run(
        district(3, timeline=[HELD | {"run_revenue": False}], estate=GOOD | {"common": COMMON | {"operator": operator}})
    )
    for gross, owners in zip(found.monthly["revenue_gross_fen"], found.monthly["revenue_owners_fen"], strict=True):
        assert owners == pytest.approx(gross * share, abs=1)


def test_without_an_account_of_its_own_some_is_lost():
    held = HELD | {"legal_personality": False}
    found = run(district(2, timeline=[held], estate=GOOD))
    assert found.monthly["revenue_owners_fen"][0] == int(found.monthly["revenue_gross_fen"][0] * 0.9)


def test_a_residents_group_that_works_brings_the_owners_their_money():
    """For a group the share of its work really done stands for quality, also where no committee was ever set up."""
    members = [{"event": "found_branch", "month": 1}, {"event": "activate", "month": 1, "share": 1.0}]
    common = COMMON | {"operator": "group"}
    found = run(district(24, timeline=members, estate={"common": common}, residents={"member_share": 0.4}))
    assert found.monthly["revenue_owners_fen"][-1] > 0


def test_oversight_decides_what_reaches_the_owners():
    _, estate = lived(district(12, estate=GOOD, behaviour=ALOOF), 6)
    q = estate.committee.quality
    gross = monthly_gross(15, 5.0, 1000.0, 7)
    estate.model.step()
    assert 0.3 < q < 0.7
    assert estate.revenue_owners == pytest.approx(gross * (1 - 0.3 * (1 - q)) * 0.9 * q, abs=1)


# --- what the owners' money is for ------------------------------------------------------------------------------------


def test_repair_and_service_get_their_shares_of_the_owners_income_and_the_rest_stays():
    never = {"fees": {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0}}
    _, estate = lived(district(9, timeline=[HELD], estate=GOOD, behaviour=never, start={"fee_rate": 0.0}), 4)
    assert estate.repair == int(0.2 * estate.revenue_owners)
    assert estate.topup == int(0.1 * estate.revenue_owners)
    kept = sum(
        row["revenue_owners_fen"] - row["repair_fen"] - row["topup_fen"] - row["dividends_fen"]
        for row in estate.recorder.rows
    )
    assert estate.balances[Account.COMMON] == kept > 0


def test_service_is_topped_up_only_where_fees_do_not_reach():
    found = run(district(6, timeline=[HELD], estate=GOOD, behaviour=ALWAYS))
    assert found.monthly["topup_fen"][-1] == 0
    assert found.monthly["repair_fen"][-1] > 0


def test_a_dividend_is_paid_each_january_to_the_fen():
    found = run(district(26, timeline=[HELD], estate=GOOD, behaviour=ALWAYS))
    paid = found.monthly["dividends_fen"]
    assert [month for month, fen in enumerate(paid, start=1) if fen] == [1, 13, 25]
    set_aside = [int(0.5 * owners) for owners in found.monthly["revenue_owners_fen"]]
    assert paid[12] == sum(set_aside[1:13])
    assert paid[24] == sum(set_aside[13:25])


def test_a_dividend_goes_by_area_to_households_without_arrears_only():
    mixed = district(
        14,
        timeline=[HELD],
        estate=GOOD,
        start={"fee_rate": 0.5},
        behaviour={"fees": {"revise": 0.0}},
        mechanisms={"disputes": False},
    )
    _, estate = lived(mixed, 13)
    clean = [resident.area if resident.bills.owed == 0 else 0 for resident in estate.residents]
    assert 0 < clean.count(0) < estate.size
    assert estate.dividends == flow(estate, Account.COMMON, Account.HOUSEHOLDS) > 0
    assert sum(largest_remainder(estate.dividends, clean)) == estate.dividends
    assert estate.committee.dividend_rate == estate.dividends / (12.0 * sum(clean))
    payer = next(r for r in estate.residents if r.bills.owed == 0)
    assert estate.dividend_at_stake(payer) == pytest.approx(estate.dividends * payer.area / sum(clean) / 12)
    assert payer.standing().money > -payer.fee / payer.income


def test_where_all_are_in_arrears_the_dividend_stays_in_the_reserve():
    never = {"fees": {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0, "revise": 1.0}}
    _, estate = lived(district(14, timeline=[HELD], estate=GOOD, behaviour=never, start={"fee_rate": 0.0}), 13)
    assert column(run(estate.model.case), "dividends_fen") == [0] * 14
    assert estate.balances[Account.COMMON] > 0
    assert estate.committee.dividend_pot == 0


def test_when_dividends_end_nothing_is_at_stake_any_more():
    stops = {"event": "run_revenue", "month": 15, "operator": "committee", "dividend_share": 0.0}
    _, estate = lived(district(30, timeline=[HELD, stops], estate=GOOD, behaviour=ALWAYS), 14)
    assert estate.dividend_at_stake(estate.residents[0]) > 0
    for _ in range(14):
        estate.model.step()
    assert estate.dividends == 0
    assert estate.dividend_at_stake(estate.residents[0]) == 0


def test_an_estate_begins_with_the_committee_of_the_scenario():
    _, estate = began(district(3, estate=GOOD))
    assert (estate.committee.exists, estate.committee.quality) == (True, 1.0)
    assert estate.committee.operator == 2
    _, barred = began(district(3, estate=GOOD, mechanisms={"committee": False}))
    assert (barred.committee.exists, barred.committee.quality) == (False, 0.0)
