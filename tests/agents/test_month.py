"""The stages of a month: what each reads and leaves."""

import pytest

from commsim.rules.belonging import visible_results
from commsim.rules.ledger import Account
from commsim.rules.norms import disclosure, public_signal
from commsim.rules.service import condition_next, service_next, service_target, upkeep_target
from commsim.rules.trust import payee_target
from tests.agents.districts import began, district, flow, lived, run

NEVER = {"fees": {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0}}
ALONE = {"event": "company_leaves", "month": 1}
MEMBERS = {"event": "activate", "month": 1, "share": 1.0, "by": "community"}


def test_the_true_rate_is_the_share_of_households_that_paid():
    _, estate = lived(district(3, start={"fee_rate": 0.5}), 2)
    assert estate.true_rate == sum(resident.pays for resident in estate.residents) / estate.size
    assert 0.0 < estate.true_rate < 1.0


def test_the_public_signal_tells_last_months_rate_as_far_as_accounts_are_disclosed():
    held = {"event": "appoint", "month": 1, "hold_quality": 0.6}
    _, estate = lived(district(4, timeline=[held], start={"fee_rate": 0.4}), 2)
    rate, service, condition = estate.true_rate, estate.service, estate.condition
    estate.model.step()
    disclosed = disclosure(0.6, estate.behaviour.norms)
    assert estate.disclosed == estate.recorder.rows[-1]["disclosure"] == disclosed
    assert estate.signal == public_signal(disclosed, rate, service, condition)
    assert estate.true_rate != rate


def test_neighbours_are_seen_as_they_paid_last_month():
    _, estate = lived(district(4, start={"fee_rate": 0.5}), 2)
    paid = [resident.pays for resident in estate.residents]
    estate.model.step()
    assert [resident.paid_before for resident in estate.residents] == paid
    assert [resident.pays for resident in estate.residents] != paid


def test_service_and_condition_move_by_their_rules_from_the_money_of_the_month():
    held = {"event": "appoint", "month": 1, "hold_quality": 0.6}
    _, estate = lived(district(4, timeline=[held], start={"fee_rate": 0.4}), 2)
    service, condition, p = estate.service, estate.condition, estate.behaviour.service
    estate.model.step()
    bought = estate.topup + flow(estate, Account.COMPANY, Account.OUTSIDE) - sum(r.step_cost for r in estate.residents)
    assert estate.service == service_next(service, service_target(bought / estate.due, condition, 0.6, p), p)
    assert estate.condition == condition_next(condition, estate.service, estate.repair, estate.size, p)


def test_without_a_payee_upkeep_is_what_the_street_and_members_do():
    street = {"street": {"fallback_service": 0.3}}
    _, estate = lived(district(4, timeline=[ALONE, MEMBERS], estate=street), 1)
    service, condition, p = estate.service, estate.condition, estate.behaviour.service
    estate.model.step()
    work = estate.branch
    by_members = work.done.upkeep / work.demand.upkeep * 0.7
    assert 0.0 < by_members <= 0.7
    assert estate.recorder.rows[-1]["upkeep_done"] == by_members
    assert estate.service == service_next(service, upkeep_target(0.3 + by_members, condition, p), p)


def test_trust_moves_to_service_experienced_and_accounts_disclosed():
    _, estate = lived(district(4), 3)
    assert estate.payee_target == payee_target(estate.service, estate.disclosed, estate.behaviour.trust)


def test_self_government_is_what_the_committee_oversees_or_members_do():
    assert lived(district(2), 2)[1].self_target == 0.0
    held = {"event": "appoint", "month": 1, "hold_quality": 0.9}
    assert lived(district(2, timeline=[held]), 2)[1].self_target == 0.9
    idle = lived(district(2, timeline=[MEMBERS]), 2)[1]
    assert idle.branch.undone == 0.0
    assert idle.self_target == idle.behaviour.trust.members
    _, busy = lived(district(2, timeline=[ALONE, MEMBERS], residents={"member_share": 0.06}), 1)
    assert 0.0 < busy.branch.undone < 1.0
    assert busy.self_target == pytest.approx(busy.behaviour.trust.members * (1.0 - busy.branch.undone))


def test_results_are_visible_by_repair_dividends_and_service_that_rose_within_a_year():
    renovate = {"event": "renovate", "month": 14, "yuan": 780.0}
    _, estate = lived(district(16, timeline=[renovate], start={"service": 0.2}), 13)
    services = [row["service"] for row in estate.recorder.rows]
    estate.model.step()
    rise = services[12] - services[0]
    assert rise > 0.0
    assert estate.rise == rise
    assert estate.results == visible_results(rise, 78_000, False, estate.size, estate.behaviour.belonging)


def test_visible_results_let_belonging_grow():
    renovations = [{"id": f"r{m}", "event": "renovate", "month": m, "yuan": 5000.0} for m in range(1, 13)]
    assert (
        run(district(12, timeline=renovations)).monthly["belonging"][-1]
        > run(district(12)).monthly["belonging"][-1] + 0.05
    )


def test_an_effort_is_ended_by_the_companys_money_where_it_leaves_first():
    found = run(
        district(
            9,
            timeline=[MEMBERS, {"event": "withdraw", "month": 6}],
            behaviour=NEVER | {"company": {"patience": 4.0}},
            start={"fee_rate": 0.0},
            residents={"member_share": 0.4},
        )
    )
    outcome = found.outcomes["estate0"]
    assert (outcome["effort_ended_month"], outcome["effort_ended_by"]) == (4, "cash")
    assert found.monthly["members_active"][3] > found.monthly["members_active"][5] == 0


def test_flows_are_those_of_the_month():
    _, estate = began(district(3, estate={"maintenance_fund_yuan": 5.0}))
    assert flow(estate, Account.OUTSIDE, Account.FUND) == 500
    for _ in range(3):
        estate.model.step()
        assert flow(estate, Account.OUTSIDE, Account.FUND) == 0
        assert flow(estate, Account.HOUSEHOLDS, Account.COMPANY) == estate.receipts > 0


def test_only_members_who_serve_count_as_near():
    paper = MEMBERS | {"work": "paperwork"}
    for event, near in ((MEMBERS, True), (paper, False)):
        _, estate = lived(district(2, timeline=[event]), 1)
        assert bool(estate.served_buildings) == near
        assert estate.served_buildings <= {member.building for member in estate.members}


def test_calendar_years_begin_in_january():
    _, estate = began(district(30, first_year=2019))
    found = []
    for month in (1, 12, 13, 24, 25):
        estate.model.month = month
        found.append((estate.year, estate.month_of_year))
    assert found == [(2019, 1), (2019, 12), (2020, 1), (2020, 12), (2021, 1)]
