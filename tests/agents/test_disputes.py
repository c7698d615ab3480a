"""The book of grievances: how they arise, are reported or fade, and where a case begins."""

import math

import pytest

from commsim.agents.disputes import ARISE, LATENT, NONE, REPORT, REPORTED
from commsim.agents.resident import NOBODY
from commsim.draws import Stream, below
from commsim.rules.columns import DISPUTE_KINDS
from commsim.rules.disputes import COMMITTEE, COMMUNITY, ESTATE, NEIGHBOUR, OTHER, PAYEE, STAIRWELL, STREET
from tests.agents.districts import column, district, lived, run

SURE = {"a_payee": 1.0, "a_neighbour": 1.0, "a_committee": 1.0, "a_other": 1.0}
SILENT = {"report": 0.0, "reach": 0.0}
LOUD = {"report": 1.0}
NO_SERVICE = {"service": 0.0, "condition": 0.0, "trust_payee": 0.0, "trust_spread": 0.0, "tie": 0.0, "fee_rate": 0.0}
STILL = {"service": False, "condition": False, "trust": False, "ties": False, "company_exit": False}
MEMBERS = [{"event": "found_branch", "month": 1}, {"event": "activate", "month": 1, "share": 1.0}]


def place(months=12, timeline=(), estate=None, **disputes):
    """Return an estate in ruins whose state stands still, with some parameters of disputes."""
    nobody_hears = {"street": {"mediation_hours": 0.0, "street_hours": 0.0}}
    return district(
        months,
        timeline=timeline,
        estate=nobody_hears | (estate or {}),
        behaviour={"disputes": disputes},
        start=NO_SERVICE,
        mechanisms=STILL,
    )


# --- arising ----------------------------------------------------------------------------------------------------------


def test_grievances_arise_by_the_rule_and_the_months_luck():
    _, estate = lived(place(a_payee=0.5, a_neighbour=0.3, a_other=0.1, **SILENT), 1)
    rates = {PAYEE: 0.5, NEIGHBOUR: 0.3, COMMITTEE: 0.0, OTHER: 0.1}
    for resident in estate.residents:
        for kind, rate in rates.items():
            struck = resident.occupied and estate.draw(ARISE[kind])[resident.household] < rate
            assert resident.grievances[kind] == (LATENT if struck else NONE)
    row = estate.recorder.rows[0]
    assert [row[f"latent_{kind}"] for kind in DISPUTE_KINDS] == [
        sum(resident.grievances[kind] == LATENT for resident in estate.residents) for kind in range(4)
    ]
    assert row["latent_payee"] > row["latent_other"] > 0


def test_nobody_quarrels_in_a_vacant_home():
    tenure = {"owner": 0.5, "tenant": 0.2, "absent": 0.3}
    empty = place(2, **SURE).set_many({f"residents.tenure.{name}": share for name, share in tenure.items()})
    _, estate = lived(empty, 2)
    assert {tuple(r.grievances) for r in estate.residents if not r.occupied} == {(0, 0, 0, 0)}
    assert all(r.grievances[PAYEE] and r.grievances[OTHER] for r in estate.residents if r.occupied)


def test_with_a_payee_one_quarrels_with_it_and_with_a_committee_where_it_exists():
    alone = run(place(3, estate={"company": {"present": False}, "common": {}}, **SURE))
    assert sum(alone.monthly["latent_payee"]) == sum(alone.monthly["latent_committee"]) == 0
    assert alone.monthly["latent_other"][0] == alone.monthly["occupied"][0]
    both = run(place(3, estate={"committee": {"exists": True}}, **SURE))
    assert both.monthly["latent_payee"][0] == both.monthly["latent_committee"][0] == both.monthly["occupied"][0]


def test_at_most_one_grievance_of_a_kind_is_open():
    found = run(place(6, **SURE, **SILENT, fade_months=120.0))
    assert found.monthly["latent_other"] == [found.monthly["occupied"][0], 0, 0, 0, 0, 0]


def test_full_service_and_trust_leave_no_grievance_with_the_payee():
    content = {"service": 1.0, "trust_payee": 1.0, "trust_spread": 0.0}
    found = run(district(6, behaviour={"disputes": SURE}, start=content, mechanisms=STILL))
    assert sum(found.monthly["latent_payee"]) == 0


def test_a_grievance_with_the_payee_costs_trust_in_it():
    moving = {"service": False, "condition": False, "ties": False}
    frozen = {"trust": {"up": 0.0, "down": 0.0, "social": 0.0, "anchor": 0.0, "grievance": 0.1}}
    _, estate = lived(
        district(3, behaviour={"disputes": {"a_payee": 0.3}} | frozen, mechanisms=moving, start={"service": 0.0}), 1
    )
    struck = [r for r in estate.residents if r.grievances[PAYEE]]
    assert 0 < len(struck) < estate.size
    for resident in estate.residents:
        lost = 0.1 if resident in struck else 0.0
        assert resident.trust_payee == pytest.approx(max(0.0, estate.world.trust_payee[resident.household] - lost))
        assert resident.occasion == (resident in struck)


# --- reporting and fading ---------------------------------------------------------------------------------------------


def test_a_grievance_is_reported_by_the_rule_and_the_months_luck():
    _, estate = lived(place(2, **SURE, report=0.4, reach=0.0), 1)
    for resident in estate.occupied:
        for kind in (PAYEE, OTHER):
            told = estate.draw(REPORT[kind])[resident.household] < 0.4
            assert resident.grievances[kind] == (REPORTED if told else LATENT)
    assert len(estate.disputes.open) == sum(state == REPORTED for r in estate.residents for state in r.grievances)


def test_what_is_never_reported_fades_after_some_months():
    _, estate = lived(place(12, a_other=1.0, a_payee=0.0, a_neighbour=0.0, fade_months=3.0, **SILENT), 0)
    faded, arisen = [], []
    for _ in range(9):
        estate.model.step()
        faded.append(estate.disputes.faded)
        arisen.append(estate.disputes.latent[OTHER])
    n = estate.size_occupied
    assert arisen == [n, 0, 0, 0, n, 0, 0, 0, n]
    assert faded == [0, 0, 0, n, 0, 0, 0, n, 0]


def test_cases_wait_in_order_of_month_household_and_kind():
    _, estate = lived(place(4, **SURE, report=0.5), 4)
    queue = [(case.month, case.household, case.kind) for case in estate.disputes.open]
    assert queue == sorted(queue)
    assert len({month for month, _, _ in queue}) > 1


def test_with_a_neighbour_one_quarrels_by_lot():
    _, estate = lived(place(2, **SURE, **LOUD), 1)
    lot = estate.draw(Stream.OPPONENT)
    cases = [case for case in estate.disputes.open if case.kind == NEIGHBOUR]
    assert cases
    for case in cases:
        around = estate.network.neighbours[case.household]
        assert case.other == (around[below(lot[case.household], len(around))][0] if around else NOBODY)


def test_a_quarrel_of_another_kind_has_no_neighbour():
    _, estate = lived(place(2, **SURE, **LOUD), 1)
    assert {case.other for case in estate.disputes.open if case.kind != NEIGHBOUR} == {NOBODY}


# --- where a case begins ----------------------------------------------------------------------------------------------


def first_rungs(scenario):
    _, estate = lived(scenario, 1)
    return estate, {case.household: case.rung for case in estate.disputes.open}


def test_a_case_begins_in_the_stairwell_where_a_member_of_the_building_serves():
    unheard = {"case_minutes": 10_000.0, **SURE, **LOUD}
    one = [MEMBERS[0], MEMBERS[1] | {"share": None, "count": 1}]
    one[1].pop("share")
    estate, rungs = first_rungs(place(2, timeline=one, **unheard))
    served = {member.building for member in estate.branch.active}
    assert {rung for i, rung in rungs.items() if estate.residents[i].building in served} == {STAIRWELL}
    assert {rung for i, rung in rungs.items() if estate.residents[i].building not in served} == {ESTATE}


def test_a_case_begins_in_the_estate_where_a_branch_or_a_working_committee_is():
    unheard = {"case_minutes": 10_000.0, **SURE, **LOUD}
    assert set(first_rungs(place(2, timeline=MEMBERS[:1], **unheard))[1].values()) == {ESTATE}
    good, idle = ({"committee": {"exists": True, "quality": q}} for q in (0.9, 0.0))
    assert set(first_rungs(place(2, estate=good, **unheard))[1].values()) == {ESTATE}
    assert set(first_rungs(place(2, estate=idle, **unheard))[1].values()) == {COMMUNITY}


def test_a_case_begins_in_the_community_where_nobody_is_near_and_in_the_street_where_nobody_mediates():
    unheard = {"case_minutes": 10_000.0, **SURE, **LOUD}
    assert set(first_rungs(place(2, **unheard))[1].values()) == {COMMUNITY}
    nobody = place(2, **unheard).set("mechanisms.mediation", False)
    assert set(first_rungs(nobody)[1].values()) == {STREET}


# --- access and trust -------------------------------------------------------------------------------------------------


def test_a_visitor_is_nearest_then_a_member_in_the_building_then_the_committee():
    _, estate = lived(district(3, timeline=MEMBERS, residents={"member_share": 0.3}), 1)
    book = estate.disputes
    visited = next(r for r in estate.residents if r.visited)
    assert book.access(visited) == 1.0
    visited.months_since_visit = estate.visit_interval
    assert book.access(visited) == 0.8
    estate.served_buildings = set()
    assert book.access(visited) == 0.2
    estate.committee.quality = 0.5
    assert book.access(visited) == pytest.approx(0.3)


def test_a_mediator_is_trusted_as_the_visitor_or_as_self_government():
    _, estate = lived(district(3, timeline=MEMBERS), 1)
    resident = next(r for r in estate.residents if r.visited and r.visitor_edge == NOBODY)
    resident.trust_self, resident.visitor_tie = 0.3, 0.4
    assert estate.disputes.trust_in_mediator(resident) == pytest.approx(0.7)
    resident.visitor_tie = -0.8
    assert estate.disputes.trust_in_mediator(resident) == 0.3
    resident.visitor = NOBODY
    assert estate.disputes.trust_in_mediator(resident) == 0.3


def test_activation_brings_grievances_into_the_open():
    quiet = district(6, start={"service": 0.2, "fee_rate": 0.3}, behaviour={"disputes": {"a_payee": 0.3}})
    members = [{"event": "found_branch", "month": 1}, {"event": "activate", "month": 1, "share": 1.0}]
    active = district(
        6, start={"service": 0.2, "fee_rate": 0.3}, behaviour={"disputes": {"a_payee": 0.3}}, timeline=members
    )
    share = {
        name: sum(found.monthly["reported_payee"]) / sum(found.monthly["latent_payee"])
        for name, found in (("quiet", run(quiet)), ("active", run(active)))
    }
    assert share["active"] > 1.5 * share["quiet"]


# --- the year's memory ------------------------------------------------------------------------------------------------


def test_durations_and_reports_are_remembered_for_a_year():
    _, estate = lived(place(30, **SILENT), 1)
    book = estate.disputes
    book.note_duration(7)
    book.reported = [3, 1, 0, 0]
    book.remember()
    for _ in range(11):
        assert book.year_of_durations() == [7]
        assert book.year_of_reports() == (3, 4)
        estate.model.step()
    assert book.year_of_durations() == [7]
    estate.model.step()
    assert book.year_of_durations() == []
    assert book.year_of_reports() == (0, 0)


def test_the_share_of_complaints_about_the_payee_needs_fifty_reports():
    heard = {"street": {"mediation_hours": 1000.0, "street_hours": 0.0}}
    found = run(place(14, estate=heard, a_payee=0.2, a_other=0.1, a_neighbour=0.0, succeed=1.0, **LOUD))
    shares = found.monthly["complaint_share"]
    reports = [found.monthly["reported_payee"][i] + found.monthly["reported_other"][i] for i in range(14)]
    for i, share in enumerate(shares):
        year = range(max(0, i - 11), i + 1)
        if sum(reports[j] for j in year) < 50:
            assert math.isnan(share)
        else:
            assert share == sum(found.monthly["reported_payee"][j] for j in year) / sum(reports[j] for j in year)
    assert math.isnan(shares[0])
    assert len(column(found, "complaint_share")) > 2
