"""The timeline: each kind of event does what it says, when its month comes, where it is meant."""

import pytest

from commsim.agents.timeline import Timeline
from commsim.draws import Stream, share_to_count, uniforms
from commsim.rules.ledger import Account
from commsim.scenario import MECHANISMS
from tests.agents.any_district import EVENT_KINDS
from tests.agents.districts import changed, district, flow, lived, of_estate, run, spent_by, texts

FOUNDED = {"event": "found_branch", "month": 1}
SURE = {"assembly": {"a": 20.0, "answered": 1.0, "absent": 1.0}, "participation": {"a": 20.0}}
OWNERS = {"tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0}}
NEVER = {"fees": {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0, "revise": 1.0}}


def test_every_kind_of_event_has_its_method():
    for kind in EVENT_KINDS:
        assert callable(getattr(Timeline, f"_{kind}"))


def test_events_happen_in_their_month_in_their_written_order():
    timeline = [
        {"event": "convention", "month": 3, "locality": 0.2},
        {"id": "better", "event": "convention", "month": 3, "locality": 0.9},
        {"id": "first", "event": "convention", "month": 1, "locality": 0.5},
    ]
    _, estate = lived(district(4, timeline=timeline), 0)
    found = []
    for _ in range(4):
        estate.model.step()
        found.append(estate.locality)
    assert found == [0.5, 0.5, 0.9, 0.9]
    assert [entry["event"] for entry in estate.model.timeline.log] == ["first", "convention", "better"]


def test_an_event_happens_where_it_is_meant():
    for where, expected in (("all", [0.8, 0.8]), ("estate1", [0.0, 0.8])):
        model, _ = lived(district(2, estates=2, timeline=[{"event": "convention", "month": 1, "estate": where}]), 1)
        assert [estate.locality for estate in model.estates] == expected
        assert [entry["estate"] for entry in model.timeline.log] == [
            name for name, locality in zip(("estate0", "estate1"), expected, strict=True) if locality
        ]


# --- branch and members -----------------------------------------------------------------------------------------------


def test_found_branch_founds_a_branch_with_its_support():
    event = {"rota": False, "service_file": True, "recognition": False, "staff_hours": 2.5, "bench": 0.7}
    _, estate = lived(district(2, timeline=[FOUNDED | event]), 0)
    assert not estate.branch.founded
    estate.model.step()
    branch = estate.branch
    assert (branch.founded, branch.staff_minutes, branch.bench) == (True, 150, 0.7)
    assert (branch.rota, branch.service_file, branch.recognition) == (False, True, False)


def test_change_support_changes_what_members_get_and_nothing_else():
    change = {"event": "change_support", "month": 2, "rota": False, "service_file": False, "recognition": True}
    _, estate = lived(district(3, timeline=[FOUNDED | {"staff_hours": 2.5}, change]), 2)
    branch = estate.branch
    assert (branch.rota, branch.service_file, branch.recognition) == (False, False, True)
    assert (branch.founded, branch.staff_minutes) == (True, 150)


def test_members_asked_by_the_community_serve_without_a_branch():
    ask = {"event": "activate", "month": 2, "count": 2, "by": "community"}
    _, estate = lived(district(3, timeline=[ask]), 2)
    assert len(estate.branch.active) == 2
    assert not estate.branch.founded
    assert not any((estate.branch.rota, estate.branch.service_file, estate.branch.recognition))


def test_members_withdraw_and_their_effort_ends_by_mandate():
    timeline = [FOUNDED, {"event": "activate", "month": 2, "share": 1.0}, {"event": "withdraw", "month": 4}]
    found = run(district(6, timeline=timeline))
    serving = found.monthly["members_active"]
    assert serving[:1] + serving[3:] == [0] * 4
    assert serving[1] == serving[2] == found.monthly["members"][0]
    assert texts(found, "withdraw") == [(4, True, f"{serving[1]} members stop serving")]


def test_a_leader_comes_and_goes():
    timeline = [
        FOUNDED | {"bench": 0.5},
        {"event": "leader_arrives", "month": 2, "quality": 0.8},
        {"event": "leader_leaves", "month": 3},
    ]
    _, estate = lived(district(3, timeline=timeline), 1)
    assert estate.branch.leader_factor() == 1.0
    estate.model.step()
    assert estate.branch.leader_factor() == pytest.approx(1.15)
    estate.model.step()
    assert estate.branch.leader_factor() == pytest.approx(1.075)


# --- owners -----------------------------------------------------------------------------------------------------------


def test_owners_use_the_fund_as_far_as_it_goes():
    use = {"event": "call_assembly", "month": 1, "matter": "use_fund", "yuan": 5000, "months_open": 1}
    for fund, used in ((8000.0, 500_000), (1234.56, 123_456)):
        _, estate = lived(
            district(3, timeline=[use], behaviour=SURE, residents=OWNERS, estate={"maintenance_fund_yuan": fund}), 1
        )
        assert flow(estate, Account.FUND, Account.OUTSIDE) == used
        assert estate.balances[Account.FUND] == int(fund * 100) - used
        before = estate.condition
        estate.model.step()
        assert estate.recorder.rows[-1]["repair_fen"] == used
        assert estate.condition > before


def test_owners_raise_the_fund():
    collect = {"event": "call_assembly", "month": 1, "matter": "raise_fund", "yuan": 4000, "months_open": 1}
    _, estate = lived(district(3, timeline=[collect], behaviour=SURE, residents=OWNERS), 1)
    assert flow(estate, Account.HOUSEHOLDS, Account.FUND) == 400_000
    assert estate.balances[Account.FUND] == 400_000


def test_owners_let_the_common_parts():
    let = {"event": "call_assembly", "month": 1, "matter": "let_common_parts", "operator": "nobody", "months_open": 1}
    _, estate = lived(district(3, timeline=[let], behaviour=SURE, residents=OWNERS), 1)
    assert estate.committee.operator == 3


def test_a_matter_that_fails_changes_nothing():
    use = {"event": "call_assembly", "month": 1, "matter": "use_fund", "yuan": 5000, "months_open": 1}
    _, estate = lived(district(3, timeline=[use], estate={"maintenance_fund_yuan": 9000.0}), 2)
    assert estate.balances[Account.FUND] == 900_000
    assert estate.recorder.rows[-1]["repair_fen"] == 0


def test_an_election_gives_a_committee_that_runs_the_common_parts():
    elect = {"event": "elect", "month": 1, "months_open": 2, "legal_personality": True}
    _, estate = lived(district(4, timeline=[elect], behaviour=SURE, residents=OWNERS), 1)
    assert not estate.committee.exists
    estate.model.step()
    assert (estate.committee.exists, estate.committee.legal, estate.committee.operator) == (True, True, 2)


def test_an_election_may_leave_the_common_parts_where_they_are():
    elect = {"event": "elect", "month": 1, "months_open": 1, "run_revenue": False}
    _, estate = lived(district(4, timeline=[elect], behaviour=SURE, residents=OWNERS), 1)
    assert (estate.committee.exists, estate.committee.legal, estate.committee.operator) == (True, False, 0)


def test_an_appointment_needs_no_vote():
    found = run(district(4, timeline=[{"event": "appoint", "month": 2, "hold_quality": 0.6}]))
    assert found.monthly["committee"] == [0, 1, 1, 1]
    assert found.monthly["votes_held"] == [0] * 4
    assert found.monthly["committee_quality"] == [0.0, 0.6, 0.6, 0.6]


@pytest.mark.parametrize("kind", ["elect", "appoint"])
def test_where_no_committee_may_be_none_is_set_up(kind):
    found = run(
        district(
            5, timeline=[{"event": kind, "month": 1}], behaviour=SURE, residents=OWNERS, mechanisms={"committee": False}
        )
    )
    assert found.monthly["committee"] == [0] * 5
    assert found.monthly["votes_held"] == [0] * 5
    assert texts(found, kind)[0][2] == "no committee may be set up"


def test_dissolving_ends_a_body():
    committee = {"event": "dissolve", "month": 3, "body": "committee"}
    branch = {"id": "end", "event": "dissolve", "month": 3, "body": "branch"}
    timeline = [
        FOUNDED,
        {"event": "activate", "month": 1, "share": 1.0},
        {"event": "appoint", "month": 2},
        committee,
        branch,
    ]
    _, estate = lived(district(4, timeline=timeline), 3)
    assert not estate.committee.exists
    branch = estate.branch
    assert not any((branch.founded, branch.rota, branch.service_file, branch.recognition))
    assert estate.branch.staff_minutes == 0
    assert estate.branch.active


def test_who_runs_the_common_parts_and_how_income_is_used_can_change():
    before = {"parking_spaces": 9, "repair_share": 0.1, "service_share": 0.1, "dividend_share": 0.1}
    change = {"event": "run_revenue", "month": 2, "operator": "nobody", "repair_share": 0.5, "dividend_share": 0.3}
    model, estate = lived(district(3, timeline=[change], estates=2, estate={"common": before}), 1)
    assert estate.committee.policy.repair_share == 0.1
    model.step()
    policy = estate.committee.policy
    assert (policy.repair_share, policy.service_share, policy.dividend_share) == (0.5, 0.1, 0.3)
    assert estate.committee.operator == 3
    assert estate.settings.common.repair_share == 0.1


def test_a_convention_calms_neighbours():
    quarrels = {"disputes": {"a_neighbour": 0.5, "fade_months": 1.0, "report": 0.0, "reach": 0.0}}
    calm = run(district(24, timeline=[{"event": "convention", "month": 1, "locality": 1.0}], behaviour=quarrels))
    rough = run(district(24, behaviour=quarrels))
    assert sum(calm.monthly["latent_neighbour"]) < 0.8 * sum(rough.monthly["latent_neighbour"])


def test_a_meeting_is_held_in_its_month():
    found = run(district(4, timeline=[{"event": "meeting", "month": 3}]))
    assert found.monthly["meetings"] == [0, 0, 1, 0]
    assert len(texts(found, "meeting")) == 1


# --- company and money ------------------------------------------------------------------------------------------------


def test_a_company_enters_at_once_or_when_the_owners_choose_it():
    enters = {"event": "company_enters", "month": 2, "effort": "letter", "full_service_months": 4}
    vacant = {"company": {"present": False}, "common": {}}
    at_once = run(district(6, timeline=[enters], estate=vacant))
    assert at_once.monthly["company"] == [0, 1, 1, 1, 1, 1]
    assert [fen > 0 for fen in at_once.monthly["billed_fen"]] == [False] + [True] * 5
    voted = enters | {"vote": True, "months_open": 2}
    chosen = run(district(6, timeline=[voted], estate=vacant, behaviour=SURE, residents=OWNERS))
    assert chosen.monthly["company"] == [0, 0, 1, 1, 1, 1]
    refused = run(district(6, timeline=[voted | {"attempts": 1}], estate=vacant))
    assert refused.monthly["company"] == [0] * 6


def test_a_company_leaves_and_nobody_bills():
    found = run(district(5, timeline=[{"event": "company_leaves", "month": 3}]))
    assert found.monthly["company"] == [1, 1, 0, 0, 0]
    assert found.monthly["billed_fen"][2:] == [0, 0, 0]
    assert found.monthly["collected_fen"][2:] == [0, 0, 0]
    assert found.monthly["arrears_fen"][4] == found.monthly["arrears_fen"][1]


def test_an_estate_that_runs_itself_collects_and_spends_on_its_common_account():
    timeline = [{"event": "appoint", "month": 1}, {"event": "self_run", "month": 2}]
    _, estate = lived(district(5, timeline=timeline), 3)
    assert not estate.company.present
    assert flow(estate, Account.HOUSEHOLDS, Account.COMMON) == estate.receipts > 0
    assert flow(estate, Account.HOUSEHOLDS, Account.COMPANY) == 0
    assert spent_by(estate, Account.COMPANY) == 0
    spent = flow(estate, Account.COMMON, Account.OUTSIDE) - estate.repair - estate.topup
    assert 0 < spent <= estate.receipts
    assert spent == pytest.approx(min(estate.receipts, int(0.8 * estate.due) - estate.topup), abs=100 * estate.size)


def test_an_advance_by_the_company_or_a_lender_is_spent_on_works_and_repaid():
    advance = {"event": "advance", "month": 2, "yuan": 2400.5, "instalment_months": 6}
    common = {"parking_spaces": 40, "parking_let": 40, "parking_yuan_per_space_day": 10.0, "operator": "committee"}
    rich = {"committee": {"exists": True, "quality": 1.0}, "common": common}
    legal = {"event": "appoint", "month": 1, "legal_personality": True, "hold_quality": 1.0}
    for by, creditor in (("company", Account.COMPANY), ("lender", Account.OUTSIDE)):
        _, estate = lived(district(10, timeline=[legal, advance | {"by": by}], estate=rich), 1)
        worn = estate.condition
        estate.model.step()
        assert estate.recorder.rows[-1]["repair_fen"] > 240_050
        assert estate.condition > worn
        paid = [estate.instalment_paid]
        for _ in range(8):
            assert flow(estate, Account.COMMON, creditor) >= estate.instalment_paid
            estate.model.step()
            paid.append(estate.instalment_paid)
        assert sum(paid) == 240_050
        assert estate.advance_open == 0


# Votes that may pass, so that the scenario is possible, and here do not.
VOTED_DOWN = {
    "company": {"event": "company_enters", "month": 1, "vote": True, "months_open": 1, "attempts": 1},
    "lender": {"event": "elect", "month": 1, "months_open": 1, "attempts": 1, "legal_personality": True},
}


def refused_advance(by):
    leaves = {"event": "company_leaves", "month": 1}
    advance = {"event": "advance", "month": 3, "yuan": 2400.5, "by": by}
    return run(district(4, timeline=[leaves, VOTED_DOWN[by], advance]))


@pytest.mark.parametrize("by", ["company", "lender"])
def test_nobody_advances_money_who_is_not_there_or_to_a_body_without_legal_personality(by):
    found = refused_advance(by)
    assert found.monthly["advance_open_fen"] == [0] * 4
    assert sum(found.monthly["repair_fen"]) == 0
    assert texts(found, "advance")[0][2].startswith("nobody")


def test_the_payee_may_become_stricter():
    enforce = {"event": "enforce", "month": 3, "effort": "suit"}
    _, estate = lived(district(4, timeline=[enforce]), 2)
    assert estate.company.effort == 1
    estate.model.step()
    assert estate.company.effort == 3


def test_a_renovation_lifts_condition_at_once_at_the_streets_cost():
    renovate = {"event": "renovate", "month": 3, "yuan": 30_000.25}
    found = run(district(4, timeline=[renovate]))
    assert found.monthly["street_fen"] == [0, 0, 3_000_025, 0]
    assert found.monthly["repair_fen"] == [0, 0, 3_000_025, 0]
    lift = 3_000_025 / (8000 * 100 * 39)
    assert found.monthly["condition"][2] - found.monthly["condition"][1] == pytest.approx(lift, abs=0.005)


# --- shocks -----------------------------------------------------------------------------------------------------------


CONFLICT = {"event": "conflict", "month": 2, "share": 0.4, "months": 4, "trust_loss": 0.6}
STILL = {"trust": {"up": 0.0, "down": 0.0, "social": 0.0, "anchor": 0.0, "grievance": 0.1, "settled": 0.0}}
NO_OTHER = {"disputes": {"a_payee": 0.0, "report": 0.0, "reach": 0.0, "fade_months": 2.0}}


def test_a_conflict_strikes_a_share_of_the_households_by_the_months_luck():
    _, estate = lived(district(9, timeline=[CONFLICT], behaviour=STILL | NO_OTHER), 2)
    lot = uniforms(1, estate.size, 2, 0, Stream.CONFLICT)
    wanted = share_to_count(0.4, estate.size_occupied)
    struck = sorted(estate.occupied, key=lambda r: lot[r.household])[:wanted]
    assert {r.household for r in estate.residents if r.grievances[0]} == {r.household for r in struck}
    assert estate.recorder.rows[1]["latent_payee"] == wanted


def test_a_conflict_costs_everybody_a_share_of_his_trust_and_the_struck_a_grievance_more():
    _, estate = lived(district(9, timeline=[CONFLICT], behaviour=STILL | NO_OTHER), 1)
    before = [resident.trust_payee for resident in estate.residents]
    estate.model.step()
    for resident, trust in zip(estate.residents, before, strict=True):
        lost = 0.1 if resident.grievances[0] else 0.0
        assert resident.trust_payee == pytest.approx(max(0.0, trust * 0.4 - lost))


def test_a_conflict_lasts_its_months_with_the_same_households():
    _, estate = lived(district(20, timeline=[CONFLICT], behaviour=STILL | NO_OTHER), 2)
    struck = {r.household for r in estate.residents if r.grievances[0]}
    open_in = {}
    for month in range(3, 12):
        estate.model.step()
        now = {r.household for r in estate.residents if r.grievances[0]}
        assert now <= struck
        open_in[month] = len(now)
    assert sum(row["latent_payee"] for row in estate.recorder.rows) > len(struck)  # what faded was taken up again
    assert open_in[11] == 0


def test_a_conflict_makes_people_withhold():
    loss = run(district(12, timeline=[CONFLICT | {"share": 1.0, "trust_loss": 1.0, "months": 10}]))
    assert sum(loss.monthly["collected_fen"]) < 0.9 * sum(run(district(12)).monthly["collected_fen"])


def test_a_conflict_is_over_when_the_payee_goes_and_quarrels_with_it_are_given_up():
    conflict = CONFLICT | {"months": 30, "share": 1.0, "trust_loss": 0.0}
    later = [{"event": "company_leaves", "month": 5}, {"event": "company_enters", "month": 8}]
    often = {"disputes": {"a_payee": 0.0, "a_neighbour": 0.5, "report": 0.5, "patience": 100.0}}
    off = {"mediation": False}
    _, estate = lived(district(9, timeline=[conflict, *later], behaviour=often, mechanisms=off), 4)
    quarrels = sum(1 for r in estate.residents if r.grievances[0])
    others = [case for case in estate.disputes.open if case.kind != 0]
    assert quarrels == estate.size_occupied
    assert len(estate.disputes.open) > len(others) > 0
    estate.model.step()
    assert not any(r.grievances[0] for r in estate.residents)
    assert [case for case in estate.disputes.open if case.month < 5] == others
    assert estate.recorder.rows[-1]["ended_faded"] >= quarrels
    for _ in range(4):
        estate.model.step()
        assert not any(r.grievances[0] for r in estate.residents)


def test_there_is_no_conflict_with_nobody():
    vote = {"event": "company_enters", "month": 2, "vote": True, "months_open": 20}
    timeline = [{"event": "company_leaves", "month": 1}, vote, CONFLICT | {"month": 3}]
    model, estate = lived(district(9, timeline=timeline), 2)
    before = [r.trust_payee for r in estate.residents]
    model.step()
    assert model.timeline.log[-1] == {
        "month": 3,
        "estate": "estate0",
        "event": "conflict",
        "text": "no conflict breaks out: nobody collects the fee",
        "ok": False,
    }
    assert not any(r.grievances[0] for r in estate.residents)
    assert [r.trust_payee for r in estate.residents] == before


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_is_switched_at_its_date(name):
    _, estate = lived(district(3, timeline=[{"event": "mechanism", "month": 2, "name": name, "on": True}]), 0)
    setattr(estate.on, name, False)
    estate.model.step()
    assert getattr(estate.on, name) is False
    estate.model.step()
    assert getattr(estate.on, name) is True
    assert estate.model.timeline.log[-1]["text"] == f"mechanism {name} is switched on"


def test_a_switch_in_one_estate_leaves_the_other():
    off = {"event": "mechanism", "month": 1, "name": "service", "on": False, "estate": "estate1"}
    found = run(district(6, estates=2, timeline=[off], behaviour=NEVER, start={"fee_rate": 0.0}))
    assert set(of_estate(found, "estate1")["service"]) == {(0.75).hex()}
    assert len(set(of_estate(found, "estate0")["service"])) == 6
    assert "service" in changed(found, run(district(6, estates=2, behaviour=NEVER, start={"fee_rate": 0.0})))


def test_what_could_not_happen_is_not_told_as_done():
    barred = run(district(3, timeline=[{"event": "appoint", "month": 1}], mechanisms={"committee": False}))
    assert [entry["ok"] for entry in barred.events] == [False]
    for by in VOTED_DOWN:
        assert [ok for _, ok, _ in texts(refused_advance(by), "advance")] == [False]
