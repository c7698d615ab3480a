"""The ladder: a rung hears cases in order as far as its time reaches; the rest waits, climbs or is given up."""

import pytest

from commsim.agents.disputes import NONE, Dispute
from commsim.agents.ladder import climb, mediated
from commsim.agents.resident import NOBODY
from commsim.draws import Stream
from commsim.rules.columns import RUNGS
from commsim.rules.disputes import COMMITTEE, COMMUNITY, COURT, ESTATE, NEIGHBOUR, OTHER, PAYEE, STAIRWELL, STREET
from tests.agents.districts import district, lived, run

QUIET = {"a_payee": 0.0, "a_legacy": 0.0, "a_neighbour": 0.0, "a_committee": 0.0, "a_other": 0.0, "case_minutes": 60.0}
NEVER, ALWAYS = {"succeed": 0.0, "by_trust": 0.0, "by_locality": 0.0}, {"succeed": 1.0}


def book_with(cases, hours=(0.0, 0.0), months=1, mediation=True, **disputes):
    """Return an estate without grievances but for some cases, given as (household, kind, rung) in order of report."""
    street = {"mediation_hours": hours[0], "street_hours": hours[1]}
    scenario = district(
        40,
        estate={"street": street},
        behaviour={"disputes": QUIET | disputes},
        mechanisms={"mediation": mediation, "ties": False},
        start={"tie": 0.8},
    )
    _, estate = lived(scenario, months)
    for household, kind, rung in cases:
        other = estate.network.neighbours[household][0][0] if kind == NEIGHBOUR else NOBODY
        estate.disputes.open.append(Dispute(estate.month, household, kind, other, rung, estate.month))
        estate.residents[household].grievances[kind] = 2
    return estate


def rungs(estate):
    return {case.household: case.rung for case in estate.disputes.open}


def occupied(estate):
    return [resident.household for resident in estate.occupied]


@pytest.mark.parametrize(("rung", "hours"), [(COMMUNITY, (3.0, 0.0)), (STREET, (0.0, 3.0))])
def test_a_rung_hears_the_first_cases_as_far_as_its_hours_reach(rung, hours):
    estate = book_with([(i, OTHER, rung) for i in (5, 1, 9, 3)], hours, **ALWAYS)
    climb(estate)
    assert rungs(estate) == {3: rung}
    assert estate.disputes.ended[rung] == 3
    assert [estate.residents[i].grievances[OTHER] for i in (5, 1, 9)] == [NONE] * 3


def test_members_hear_stairwells_first_and_the_estate_with_what_is_left():
    cases = [(0, OTHER, ESTATE), (1, OTHER, STAIRWELL), (2, OTHER, ESTATE), (3, OTHER, STAIRWELL)]
    estate = book_with(cases, **ALWAYS)
    estate.branch.mediation_minutes = 3 * 60
    climb(estate)
    assert rungs(estate) == {2: ESTATE}
    assert (estate.disputes.ended[STAIRWELL], estate.disputes.ended[ESTATE]) == (2, 1)


def test_a_mediation_that_fails_goes_up_and_is_heard_there_next_month():
    estate = book_with([(0, OTHER, STAIRWELL), (1, OTHER, COMMUNITY)], hours=(10.0, 10.0), **NEVER)
    estate.branch.mediation_minutes = 60
    climb(estate)
    assert rungs(estate) == {0: ESTATE, 1: STREET}
    assert [case.since for case in estate.disputes.open] == [2, 2]
    assert sum(estate.disputes.ended) == 0


def test_a_case_nobody_has_time_for_waits_out_its_patience():
    estate = book_with([(0, OTHER, STAIRWELL)], patience=3.0, **NEVER)
    found = []
    for _ in range(9):
        climb(estate)
        found.append(rungs(estate).get(0))
        estate.model.month += 1
    assert found == [STAIRWELL] * 3 + [ESTATE] * 4 + [COMMUNITY] * 2


def test_from_the_street_some_go_to_court_by_the_months_luck_and_the_others_are_given_up():
    _, estate = lived(district(2), 1)
    everybody = occupied(estate)
    estate = book_with([(i, OTHER, STREET) for i in everybody], hours=(0.0, 1000.0), sue=0.3, **NEVER)
    climb(estate)
    suing = {i for i in everybody if estate.draw(Stream.SUE)[i] < 0.3}
    assert rungs(estate) == dict.fromkeys(suing, COURT)
    assert suing
    assert estate.disputes.faded == len(everybody) - len(suing)
    assert {estate.residents[i].grievances[OTHER] for i in everybody if i not in suing} == {NONE}


def test_a_court_takes_its_months_ends_a_case_and_tears_the_tie():
    estate = book_with([(1, NEIGHBOUR, COURT), (2, PAYEE, COURT), (3, OTHER, COURT)], court_months=4.0)
    other, tie = estate.network.neighbours[1][0]
    before = estate.network.weights[tie]
    for _ in range(4):
        climb(estate)
        assert len(estate.disputes.open) == 3
        estate.model.month += 1
    estate.residents[2].shock = 0.0
    climb(estate)
    assert estate.disputes.open == []
    assert estate.disputes.ended[COURT] == 3
    assert estate.disputes.year_of_durations() == [4, 4, 4]
    assert estate.residents[2].shock == pytest.approx(estate.behaviour.company.suit_trust)
    assert estate.torn_ties == [tie]
    estate.ties_move()
    assert estate.network.weights[tie] == before * estate.behaviour.ties.court
    assert estate.torn_ties == []
    assert estate.network.ends[tie] == (1, other)


def test_without_mediation_nobody_is_heard_however_many_hours_there_are():
    estate = book_with([(0, OTHER, STREET)], (100.0, 100.0), mediation=False, patience=2.0, sue=1.0, **ALWAYS)
    for expected in (STREET, STREET, COURT):
        climb(estate)
        assert rungs(estate) == {0: expected}
        estate.model.month += 1


def test_an_agreement_with_the_payee_gives_back_some_trust():
    estate = book_with([(0, PAYEE, COMMUNITY), (1, OTHER, COMMUNITY)], (10.0, 0.0), **ALWAYS)
    estate.residents[0].shock = estate.residents[1].shock = 0.0
    climb(estate)
    assert estate.residents[0].shock == -estate.behaviour.trust.settled
    assert estate.residents[1].shock == 0.0


def test_mediation_succeeds_by_trust_on_both_sides_and_the_months_luck():
    estate = book_with([], succeed=0.0, by_trust=1.0, by_locality=0.0, standing=0.5)
    luck = estate.draw(Stream.MEDIATE)
    household = min(occupied(estate), key=lambda i: abs(luck[i] - 0.45))
    resident = estate.residents[household]
    other = estate.network.neighbours[household][0][0]

    def succeeds(kind, mine, theirs):
        resident.trust_self = mine
        estate.residents[other].trust_self = theirs
        estate.committee.quality = theirs
        case = Dispute(1, household, kind, other if kind == NEIGHBOUR else NOBODY, COMMUNITY, 1)
        return mediated(estate, case)

    assert 0.3 < luck[household] < 0.6
    assert succeeds(NEIGHBOUR, 1.0, 1.0)
    assert succeeds(NEIGHBOUR, 0.6, 0.7)
    assert not succeeds(NEIGHBOUR, 0.6, 0.0)
    assert not succeeds(OTHER, 0.0, 1.0)  # the other side is unknown: half trust, a quarter of a chance
    assert succeeds(OTHER, 0.9, 0.0)
    assert not succeeds(PAYEE, 0.2, 0.6)
    assert succeeds(PAYEE, 0.9, 0.9)
    assert succeeds(COMMITTEE, 0.9, 0.9)


def test_legal_personality_gives_a_committee_standing_with_the_payee():
    estate = book_with([], succeed=0.0, by_trust=1.0, by_locality=0.0, standing=0.0)
    luck = estate.draw(Stream.MEDIATE)
    household = min(occupied(estate), key=lambda i: abs(luck[i] - 0.3))
    estate.residents[household].trust_self = 0.0
    estate.committee.quality = 1.0
    case = Dispute(1, household, PAYEE, NOBODY, COMMUNITY, 1)
    assert not mediated(estate, case)
    estate.committee.legal = True
    assert mediated(estate, case)


def test_a_convention_and_a_leader_help_mediation():
    estate = book_with([], succeed=0.2, by_trust=0.0, by_locality=0.5)
    luck = estate.draw(Stream.MEDIATE)
    case = Dispute(1, min(occupied(estate), key=lambda i: abs(luck[i] - 0.4)), OTHER, NOBODY, COMMUNITY, 1)
    assert not mediated(estate, case)
    estate.locality = 1.0
    assert mediated(estate, case)
    estate.locality = 0.3
    assert not mediated(estate, case)
    estate.branch.has_leader, estate.branch.leader_quality = True, 1.0
    estate.behaviour = estate.behaviour._replace(leader=estate.behaviour.leader._replace(strength=1.0))
    assert mediated(estate, case)


def test_in_a_run_cases_end_on_every_rung():
    members = [{"event": "found_branch", "month": 1}, {"event": "activate", "month": 1, "share": 0.3}]
    busy = {"a_payee": 0.2, "a_other": 0.1, "a_neighbour": 0.1, "sue": 0.9, "patience": 1.0, "court_months": 2.0}
    found = run(
        district(
            36,
            timeline=members,
            start={"service": 0.2},
            behaviour={"disputes": busy | {"succeed": 0.3, "report": 0.5}},
            estate={"street": {"mediation_hours": 20.0, "street_hours": 20.0}},
        )
    )
    assert all(sum(found.monthly[f"ended_{rung}"]) > 0 for rung in RUNGS)
