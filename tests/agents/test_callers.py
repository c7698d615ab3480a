"""Paid callers: they visit like members who are no acquaintances, and do nothing else."""

import pytest

from commsim.agents.resident import FIRST_CALLER, NOBODY
from commsim.draws import Stream
from commsim.rules.ledger import Account
from tests.agents.districts import changed, column, district, flow, lived, run, texts

CALLERS = {"event": "paid_callers", "month": 2, "months": 6, "callers": 3, "hours": 8.0, "yuan_per_hour": 20.0}
FOUNDED = {"event": "found_branch", "month": 1, "staff_hours": 0.0}
NO_MEMBERS = {"member_share": 0.0}
NO_TIES = {"kind": "empty"}


def called(months, *events, seed=1, residents=NO_MEMBERS, event=None, **parts):
    """Return an estate after some months in which callers came in month 2."""
    timeline = [CALLERS | (event or {}), *events]
    return lived(district(20, timeline=timeline, residents=residents, **parts), months, seed)[1]


def callers_of(estate):
    """Return the number of the caller of each household that has one."""
    return {r.household: FIRST_CALLER - r.visitor for r in estate.residents if r.visitor <= FIRST_CALLER}


def test_occupied_households_without_a_visitor_are_shared_out_evenly():
    estate = called(2)
    shared = callers_of(estate)
    assert set(shared) == {r.household for r in estate.occupied}
    burdens = [list(shared.values()).count(caller) for caller in range(3)]
    assert max(burdens) - min(burdens) <= 1


def test_nobody_gets_more_households_than_a_member_may():
    estate = called(2, behaviour={"volunteering": {"most_households": 5.0}})
    assert sorted(callers_of(estate).values()) == [0] * 5 + [1] * 5 + [2] * 5


def test_members_keep_their_households_and_callers_get_the_others():
    few = {"volunteering": {"most_households": 6.0}}
    members = [FOUNDED, {"event": "activate", "month": 1, "count": 2}]
    estate = lived(district(20, timeline=[*members, CALLERS], behaviour=few), 2)[1]
    by_members = {r.household for r in estate.residents if r.visitor >= 0}
    assert len(by_members) == 12
    assert len(callers_of(estate)) == 18
    assert not any(r.visitor != NOBODY for r in estate.residents if r.is_active)


@pytest.mark.parametrize(("hours", "visits"), [(0.0, 0), (0.5, 3), (2.0, 12), (0.75, 4)])
def test_they_pay_as_many_visits_as_members_would_in_the_same_minutes(hours, visits):
    estate = called(2, event={"hours": hours})
    assert sum(r.visited for r in estate.residents) == visits  # 30 minutes each, of three callers


def test_trust_in_a_caller_moves_as_in_a_member_who_is_no_neighbour():
    member = {"member_share": 0.03}
    timeline = [FOUNDED, {"event": "activate", "month": 2, "share": 1.0}]
    much = {"volunteering": {"hours_in_service": 300.0, "hours_retired": 300.0, "hours_spread": 0.0}}
    of_member = lived(district(12, timeline=timeline, residents=member, network=NO_TIES, behaviour=much), 12)[1]
    of_caller = called(12, event={"callers": 1, "hours": 400.0, "months": 30}, network=NO_TIES)
    member_ties = {r.visitor_tie for r in of_member.residents if r.visitor >= 0}
    caller_ties = {r.visitor_tie for r in of_caller.residents if r.visitor <= FIRST_CALLER}
    assert len(of_member.branch.active) == 1
    assert caller_ties == member_ties
    assert 0.2 < min(caller_ties) < 1.0


def test_the_street_pays_for_their_hours_and_nobody_else():
    estate = called(2)
    assert flow(estate, Account.STREET, Account.OUTSIDE) == 3 * 8 * 20 * 100
    found = run(district(9, timeline=[CALLERS | {"hours": 2.75}], residents=NO_MEMBERS))
    assert found.monthly["street_fen"] == [0] + [3 * 165 * 100 * 20 // 60] * 6 + [0, 0]


def test_they_go_when_their_months_are_over_and_trust_in_them_goes_too():
    estate = called(7)
    assert callers_of(estate)
    reached = {r.household for r in estate.residents if r.ever_visited}
    estate.model.step()
    assert not callers_of(estate)
    assert all(r.visitor == NOBODY and r.visit_value() == 0.0 for r in estate.residents)
    assert {r.household for r in estate.residents if r.ever_visited} == reached


def test_callers_hired_again_are_the_same_people():
    again = {"event": "paid_callers", "id": "again", "month": 8, "months": 4, "callers": 2, "hours": 99.0}
    estate = called(7, again, event={"hours": 99.0})
    before = callers_of(estate)
    ties = {r.household: r.visitor_tie for r in estate.residents}
    estate.model.step()
    kept = {i for i, caller in callers_of(estate).items() if before[i] == caller}
    assert kept == {i for i, caller in before.items() if caller < 2}
    assert all(r.visitor_tie >= ties[r.household] * 0.9 > 0.1 for r in estate.residents if r.household in kept)


def test_their_conduct_is_not_seen_and_they_are_nobodys_acquaintance():
    estate = called(4, event={"hours": 100.0})
    resident = estate.occupied[0]
    assert resident.visitor_edge == NOBODY
    norm = resident.perceives_norm()
    resident.visitor_tie = 0.9
    assert resident.perceives_norm() == norm
    resident.visitor = estate.occupied[1].household
    assert resident.perceives_norm() != norm


def test_their_word_counts_for_the_fee_and_for_taking_part_but_they_take_up_no_grievance():
    estate = called(4, event={"hours": 100.0})
    resident = next(r for r in estate.residents if r.visited or r.months_since_visit < 3)
    resident.visitor_tie = 0.8
    resident.trust_self = 0.1
    assert resident.visit_value() == resident.standing().visit == 0.8
    assert estate.disputes.trust_in_mediator(resident) == 0.1
    assert estate.disputes.access(resident) == estate.behaviour.disputes.near_nobody


def test_they_do_no_other_work_and_take_no_part():
    alone = run(district(12, residents=NO_MEMBERS, behaviour={"fees": {"b_v": 0.0}}))
    found = run(district(12, timeline=[CALLERS], residents=NO_MEMBERS, behaviour={"fees": {"b_v": 0.0}}))
    assert texts(found, "paid_callers")[0][2].startswith("3 paid callers come, for ")
    for name in ("members_active", "offered_minutes", "demanded_minutes", "done_minutes", "committee_quality"):
        assert found.monthly[name] == alone.monthly[name]
    assert {"visited", "belonging"} <= changed(found, alone)
    assert max(column(found, "visited")) > 0


def test_without_visits_they_are_paid_for_nothing():
    estate = called(4, mechanisms={"visits": False})
    assert not any(r.ever_visited for r in estate.residents)
    assert estate.street_spending == 48_000


def test_pressed_households_are_a_lasting_lot_of_the_homes_and_cease_to_be_pressed():
    press = {"event": "work_unit_pressure", "month": 2, "months": 3, "share": 0.5, "strength": 0.6}
    more = press | {"id": "more", "month": 4, "months": 2, "share": 0.7, "strength": 0.9}
    estate = lived(district(8, timeline=[press, more]), 2)[1]
    homes = [r for r in estate.occupied if not r.shop]
    keys = estate.luck.at(0, Stream.EMPLOYER)
    pressed = {r.household for r in estate.residents if r.pressure}
    assert pressed == {r.household for r in sorted(homes, key=lambda r: keys[r.household])[: (len(homes) + 1) // 2]}
    assert {r.standing().pressure for r in estate.residents} == {0.0, 0.6}
    estate.model.step()
    estate.model.step()
    assert pressed < {r.household for r in estate.residents if r.pressure == 0.9}
    estate.model.step()
    estate.model.step()
    assert not any(r.pressure for r in estate.residents)


def test_pressure_makes_people_pay_and_costs_trust_and_belonging_only_if_set_so():
    press = {"event": "work_unit_pressure", "month": 2, "months": 20, "share": 1.0, "strength": 1.0}
    low = {"start": {"fee_rate": 0.2, "service": 0.3, "trust_payee": 0.2}, "months": 14}
    plain, pressed = run(district(**low)), run(district(timeline=[press], **low))
    assert sum(pressed.monthly["collected_fen"]) > 1.3 * sum(plain.monthly["collected_fen"])
    still = {"mechanisms": dict.fromkeys(("service", "condition", "disputes", "enforcement"), False), "months": 6}
    costly = {"trust": {"pressure": 0.02}, "belonging": {"pressure": -0.05}}
    alone, borne = run(district(**still)), run(district(timeline=[press], **still))
    resented = run(district(timeline=[press], behaviour=costly, **still))
    assert borne.monthly["trust_payee"] == alone.monthly["trust_payee"]
    assert resented.monthly["trust_payee"][5] < alone.monthly["trust_payee"][5]
    assert resented.monthly["belonging"][5] > borne.monthly["belonging"][5] + 0.1
