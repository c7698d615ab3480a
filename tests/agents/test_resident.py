"""A household: one decision can be replaced in five lines; what it sees, it sees as the rules say."""

import pytest

from commsim.agents import PartyMember, Resident
from commsim.agents.resident import NEVER, NOBODY
from commsim.draws import Stream
from commsim.rules.arithmetic import sigmoid
from commsim.rules.fees import payment_logit
from commsim.rules.norms import perceived_norm
from tests.agents.districts import began, bits, changed, district, exact, lived, run

TIMELINE = [{"event": "found_branch", "month": 2}, {"event": "activate", "month": 2, "share": 1.0}]
PLACE = district(10, timeline=TIMELINE, start={"fee_rate": 0.5, "tie": 0.3, "legacy_share": 0.2})


# --- a class of one's own ---------------------------------------------------------------------------------------------


class AlwaysPays(Resident):
    """Pays whatever others do."""

    def decides_to_pay(self):
        return True


class Hermit(Resident):
    """Never takes part."""

    def decides_to_take_part(self):
        return False


class Unchanged(Resident):
    """Decides as everybody."""

    def decides_to_pay(self):
        return super().decides_to_pay()


def test_one_decision_in_five_lines_changes_the_result():
    often = PLACE.set("behaviour.fees.revise", 1.0)
    usual, other = run(often), run(often, resident=AlwaysPays)
    assert other.monthly["fee_rate"][-1] == 1.0 > usual.monthly["fee_rate"][-1]


def test_a_class_that_decides_the_same_changes_nothing():
    assert bits(run(PLACE, resident=Unchanged)) == bits(run(PLACE))


def test_members_get_their_role_on_top_of_the_class():
    _, estate = lived(PLACE, 4, resident=Hermit)
    assert all(isinstance(resident, Hermit) for resident in estate.residents)
    assert estate.members
    for resident in estate.residents:
        assert isinstance(resident, PartyMember) == (resident in estate.members)
        assert resident.took_part == resident.is_active
    assert all(member.is_active for member in estate.members)


# --- the fee ----------------------------------------------------------------------------------------------------------


def test_a_choice_is_made_by_the_rule_and_the_months_luck():
    _, estate = lived(PLACE, 4)
    luck = estate.draw(Stream.PAY)
    for resident in estate.residents:
        chance = sigmoid(payment_logit(resident.standing(), estate.behaviour.fees))
        assert resident.decides_to_pay() == (luck[resident.household] < chance)


def test_without_occasion_or_chance_a_choice_is_repeated():
    never = PLACE.set("behaviour.fees.revise", 0.0)
    _, estate = lived(never, 1)
    first = [resident.pays for resident in estate.residents]
    assert [resident.pays for resident in estate.residents] == [bool(pays) for pays in estate.world.pays]
    assert estate.branch.active == []
    estate.model.step()  # members begin to visit
    visited = [resident for resident in estate.residents if resident.visited]
    assert visited
    for resident in estate.residents:
        if not (resident.visited or resident.grievances[0]):
            assert resident.pays == first[resident.household]
    assert any(resident.pays != first[resident.household] for resident in visited)


def test_a_grievance_with_the_payee_and_a_suit_are_occasions():
    _, estate = lived(PLACE.set("behaviour.fees.revise", 0.0), 1)
    resident = estate.residents[0]
    assert not resident.has_occasion()
    resident.occasion = True
    assert resident.has_occasion()
    resident.decide_about_fee()
    assert not resident.has_occasion()


def test_the_norm_is_what_acquaintances_paid_last_month_weighed_by_trust():
    _, estate = lived(PLACE, 1)
    resident = max(estate.residents, key=lambda r: len(estate.network.neighbours[r.household]))
    around = estate.network.neighbours[resident.household]
    weights = [estate.network.weights[tie] for _, tie in around]
    paying = sum(w for w, (other, _) in zip(weights, around, strict=True) if estate.residents[other].paid_before)
    expected = perceived_norm(paying, sum(weights), estate.signal, estate.behaviour.norms)
    assert resident.perceives_norm() == pytest.approx(expected, abs=1e-12)


def test_a_trusted_visitor_counts_as_one_more_acquaintance_and_a_distrusted_one_does_not():
    _, estate = lived(PLACE, 2)
    resident = next(r for r in estate.residents if r.visitor != NOBODY and r.visitor_edge == NOBODY)
    visitor = estate.residents[resident.visitor]
    resident.visitor_tie = 0.0
    alone = resident.perceives_norm()
    resident.visitor_tie = 0.8
    visitor.paid_before = True
    assert resident.perceives_norm() > alone
    visitor.paid_before = False
    assert resident.perceives_norm() < alone
    resident.visitor_tie = -0.8
    assert resident.perceives_norm() == alone


def test_an_acquaintance_who_visits_is_counted_once():
    _, estate = lived(PLACE, 2)
    resident = next(r for r in estate.residents if r.visitor_edge != NOBODY)
    before = resident.perceives_norm()
    resident.visitor_tie = 1.0
    assert resident.perceives_norm() == before
    assert resident.visit_value() == estate.network.weights[resident.visitor_edge]


def test_a_visitors_word_counts_while_the_visit_is_fresh():
    _, estate = lived(PLACE, 2)
    resident = next(r for r in estate.residents if r.visited and r.visitor_edge == NOBODY)
    resident.visitor_tie = -0.4
    assert resident.visit_value() == -0.4
    resident.months_since_visit = estate.visit_interval
    assert resident.visit_value() == 0.0
    resident.months_since_visit = 0
    resident.visitor = NOBODY
    assert resident.visit_value() == 0.0


def test_who_pays_settles_this_months_bill_and_some_arrears():
    behind = district(6, start={"fee_rate": 0.5, "arrears_months": 4})
    _, estate = lived(behind, 1)
    payer = next(r for r in estate.residents if r.pays and r.months_owed() > 0)
    assert payer.payment.total == 2 * payer.fee
    assert payer.bills.owed == 3 * payer.fee
    assert payer.months_since_paid == 0
    refuser = next(r for r in estate.residents if not r.pays)
    assert refuser.payment.total == 0
    assert refuser.bills.owed == 5 * refuser.fee
    assert refuser.months_since_paid == 1


def test_only_who_does_not_pay_at_the_start_inherits_arrears():
    _, estate = began(district(6, start={"fee_rate": 0.5, "arrears_months": 4}))
    for resident in estate.residents:
        assert resident.bills.owed == (0 if estate.world.pays[resident.household] else 4 * resident.fee)
    _, alone = began(
        district(6, start={"fee_rate": 0.5, "arrears_months": 4}, estate={"company": {"present": False}, "common": {}})
    )
    assert {resident.bills.owed for resident in alone.residents} == {0}


def test_standing_names_the_open_quarrel_and_the_defect():
    _, estate = lived(PLACE, 3)
    for resident in estate.residents:
        standing = resident.standing()
        assert standing.legacy == float(resident.legacy)
        assert standing.dispute == float(resident.grievances[0] != 0)
        assert standing.absent == float(not resident.occupied)
        assert standing.money == -resident.fee / resident.income


# --- taking part and feeling ------------------------------------------------------------------------------------------


def test_nobody_takes_part_from_a_vacant_home():
    eager = district(
        6, behaviour={"participation": {"a": 20.0}}, residents={"tenure": {"owner": 0.5, "tenant": 0.2, "absent": 0.3}}
    )
    _, estate = lived(eager, 3)
    assert [r.took_part for r in estate.residents] == [r.occupied for r in estate.residents]
    assert {r.months_since_took_part for r in estate.residents if not r.occupied} == {3}
    assert estate.participation == 1.0


def test_neighbours_who_took_part_last_month_draw_a_household_in():
    only_neighbours = {"participation": {"a": -10.0, "b_n": 20.0, "b_beta": 0.0, "b_g": 0.0, "cost_young": 0.0}}
    only_neighbours["participation"] |= {"cost_middle": 0.0, "cost_old": 0.0, "cost_tenant": 0.0}
    _, estate = lived(district(6, behaviour=only_neighbours, start={"tie": 0.5}), 1)
    resident = next(r for r in estate.residents if r.occupied and estate.network.neighbours[r.household])
    for other in estate.residents:
        other.took_part_before = True
    assert resident.decides_to_take_part()
    for other in estate.residents:
        other.took_part_before = False
    assert not resident.decides_to_take_part()


def test_everybody_feels_what_neighbours_felt_before_anybody_moved():
    _, estate = lived(district(6, start={"tie": 0.5}), 2)
    before = exact([resident.trust_payee for resident in estate.residents])
    for resident in estate.residents:
        resident.feel()
    assert exact([resident.trust_payee for resident in estate.residents]) == before
    for resident in estate.residents:
        resident.adopt_trust()
    assert exact([resident.trust_payee for resident in estate.residents]) != before


def test_a_shock_is_felt_once():
    _, estate = lived(district(6, mechanisms={"disputes": False}), 2)
    resident = estate.residents[0]
    resident.feel()
    calm = resident.next_trust_payee
    resident.shock = 0.2
    resident.feel()
    assert resident.next_trust_payee == pytest.approx(calm - 0.2)
    resident.feel()
    assert resident.next_trust_payee == calm


def test_where_there_is_no_payee_trust_in_it_rests():
    alone = district(6, timeline=[{"event": "company_leaves", "month": 3}])
    _, estate = lived(alone, 2)
    before = exact([resident.trust_payee for resident in estate.residents])
    estate.model.step()
    estate.model.step()
    assert exact([resident.trust_payee for resident in estate.residents]) == before


def test_a_new_payee_meets_a_first_impression_and_clean_books():
    enters = {"event": "company_enters", "month": 3}
    _, estate = lived(district(6, timeline=[enters], start={"fee_rate": 0.3}), 2)
    assert any(resident.bills.owed for resident in estate.residents)
    estate.model.month += 1
    estate.events_happen()
    for resident in estate.residents:
        assert resident.bills.owed == 0
        assert resident.trust_payee == resident.first_trust_payee == 0.4
        assert resident.has_occasion()


def test_a_payee_the_owners_chose_is_trusted_the_more_they_trust_themselves_and_paid_anew():
    """The month after the vote everybody decides anew, as after any change of payee."""
    enters = {"event": "company_enters", "month": 2, "vote": True, "months_open": 1}
    sure = {"assembly": {"a": 20.0}, "participation": {"a": 20.0}, "fees": {"revise": 0.0}}
    _, estate = lived(district(6, timeline=[enters], behaviour=sure), 2)
    assert estate.votes_passed == 1
    for resident in estate.residents:
        assert resident.first_trust_payee > 0.4
    estate.model.month += 1
    estate.events_happen()
    assert all(resident.has_occasion() for resident in estate.residents)


def test_an_assigned_visitor_begins_as_a_stranger():
    _, estate = lived(PLACE, 4)
    resident = next(r for r in estate.residents if r.visitor != NOBODY)
    resident.visitor_tie = 0.7
    resident.assign(resident.visitor)
    assert resident.visitor_tie == 0.0
    assert resident.months_since_visit == NEVER
    resident.assign(NOBODY)
    assert resident.visitor_edge == NOBODY


def test_trust_in_a_visitor_grows_by_visits_and_falls_when_they_fail_to_come():
    _, estate = lived(PLACE, 2)
    visited = [r for r in estate.residents if r.visited and r.visitor_edge == NOBODY]
    assert visited
    assert all(r.visitor_tie == pytest.approx(estate.behaviour.ties.up) for r in visited)
    waiting = visited[0]
    waiting.visited, waiting.visit_due = False, True
    waiting.remember_visitor()
    assert waiting.visitor_tie < estate.behaviour.ties.up


def test_changing_a_trait_of_the_world_changes_the_run():
    assert changed(run(PLACE), run(PLACE.set("start.trust_payee", 0.1))) >= {"trust_payee", "fee_rate"}
