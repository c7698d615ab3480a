"""Each mechanism, switched off, does nothing; each matters in a district made for it. In every engine."""

import math

import pytest

from commsim.scenario import MECHANISMS
from tests.agents.districts import bits, changed, column, district, exact, until

NEVER = {"fees": {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0}}
COMMON = {"parking_spaces": 40, "parking_let": 40, "parking_yuan_per_space_day": 10.0, "dividend_share": 0.4}
MEMBERS = [{"event": "found_branch", "month": 3}, {"event": "activate", "month": 3, "share": 1.0}]

# Something of everything, so that each switch has something to switch.
EVERYTHING = district(
    24,
    timeline=[
        {"id": "early", "event": "call_assembly", "month": 2, "matter": "raise_fund", "yuan": 300, "months_open": 1},
        *MEMBERS,
        {"event": "leader_arrives", "month": 4, "quality": 1.0},
        {"event": "appoint", "month": 4, "legal_personality": True},
        {"event": "call_assembly", "month": 5, "matter": "use_fund", "yuan": 300, "months_open": 4},
        {"event": "meeting", "month": 2, "expert_plan": True, "support_share": 0.5},
        {"event": "conflict", "month": 8, "share": 0.3},
    ],
    estate={"common": COMMON, "company": {"present": True, "effort": "suit"}, "maintenance_fund_yuan": 9000.0},
    residents={"member_share": 0.15},
    start={"fee_rate": 0.35, "service": 0.3, "condition": 0.4, "legacy_share": 0.2, "arrears_months": 12, "tie": 0.3},
    behaviour={
        "assembly": {"a": 20.0},
        "company": {"committed": 1.0, "patience": 3.0},
        "participation": {"a": -2.0},
        "volunteering": {"hours_in_service": 2.0},
    },
)


def flipped(name):
    return EVERYTHING.set(f"mechanisms.{name}", not getattr(EVERYTHING.data.mechanisms, name))


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_matters(name, run):
    assert changed(run(EVERYTHING), run(flipped(name)))


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_switched_at_a_date_changes_nothing_before_it(name, run):
    on = getattr(EVERYTHING.data.mechanisms, name)
    event = {"id": "switch", "event": "mechanism", "month": 11, "name": name, "on": not on}
    content = EVERYTHING.to_dict()
    switched = district_of(content | {"timeline": [*content["timeline"], event]})
    before, undisturbed = until(run(switched), 10), until(run(EVERYTHING), 10)
    settled_later = ("paid_in_time_fen", "bills_in_time", "fee_rate", "fee_rate_households")
    for column_name, values in before.items():
        known = 8 if column_name in settled_later else 10
        assert values[:known] == undisturbed[column_name][:known], column_name


@pytest.mark.parametrize("name", sorted(set(MECHANISMS) - {"committee"}))
def test_switching_in_the_first_month_is_as_good_as_from_the_start(name, run):
    on = getattr(EVERYTHING.data.mechanisms, name)
    event = {"id": "switch", "event": "mechanism", "month": 1, "name": name, "on": not on}
    content = EVERYTHING.to_dict()
    switched = district_of(content | {"timeline": [event, *content["timeline"]]})
    assert bits(run(switched), "monthly", "households") == bits(run(flipped(name)), "monthly", "households")


def district_of(content):
    """Return a district from the plain data of another one."""
    return district(
        **{key: value for key, value in content.items() if key not in ("name", "title", "schema_version", "notes")}
    )


# --- what each does when it is off ------------------------------------------------------------------------------------


def off(run, name, months=12, **parts):
    parts["mechanisms"] = parts.get("mechanisms", {}) | {name: False}
    return run(district(months, **parts))


def test_without_norms_nobody_sees_others_pay(run):
    found = off(run, "norms", start={"fee_rate": 0.37})
    assert set(found.households["norm"]) == {0.37}
    assert len(set(run(district(12, start={"fee_rate": 0.37})).households["norm"])) > 5


def test_without_recovery_arrears_are_never_paid(run):
    parts = {"start": {"fee_rate": 0.5, "arrears_months": 6}}
    assert sum(off(run, "recovery", **parts).monthly["recovered_fen"]) == 0
    assert sum(run(district(12, **parts)).monthly["recovered_fen"]) > 0


@pytest.mark.parametrize(("name", "column_name"), [("service", "service"), ("condition", "condition")])
def test_without_service_or_condition_moving_they_stay_as_they_were(name, column_name, run):
    parts = {"start": {"service": 0.61, "condition": 0.61, "fee_rate": 0.1}, "behaviour": NEVER}
    assert set(off(run, name, **parts).monthly[column_name]) == {0.61}
    assert len(set(run(district(12, **parts)).monthly[column_name])) == 12


def test_without_exit_a_company_stays_however_much_it_loses(run):
    parts = {"start": {"fee_rate": 0.0}, "behaviour": NEVER | {"company": {"patience": 3.0}}}
    assert off(run, "company_exit", **parts).monthly["company"] == [1] * 12
    assert run(district(12, **parts)).monthly["company"][-1] == 0


@pytest.mark.parametrize(
    ("name", "columns"),
    [("trust", ("trust_payee", "trust_self")), ("belonging", ("belonging",)), ("ties", ("trust_ties",))],
)
def test_what_does_not_move_stays_to_the_last_bit(name, columns, run):
    found, moving = off(run, name, start={"tie": 0.3}), run(district(12, start={"tie": 0.3}))
    for column_name in columns:
        assert len(set(found.monthly[column_name])) == 1
        assert len(set(moving.monthly[column_name])) == 12


def test_without_visits_nobody_is_visited_and_no_hours_are_asked_for_them(run):
    found = off(run, "visits", timeline=MEMBERS)
    assert sum(found.monthly["visited"]) == 0
    assert sum(run(district(12, timeline=MEMBERS)).monthly["visited"]) > 0
    assert sum(found.monthly["demanded_minutes"]) < sum(run(district(12, timeline=MEMBERS)).monthly["demanded_minutes"])


def test_without_burnout_members_never_tire(run):
    overworked = {
        "timeline": [
            {"event": "company_leaves", "month": 1},
            {"event": "activate", "month": 2, "count": 2, "by": "community"},
        ],
        "behaviour": {"volunteering": {"hours_in_service": 1.0, "hours_retired": 1.0}},
    }
    found = off(run, "burnout", **overworked)
    assert found.monthly["members_active"][1:] == [2] * 11
    assert len(set(column(found, "motivation"))) == 1
    assert run(district(12, **overworked)).monthly["members_active"][-1] == 0


def test_without_participation_nobody_who_is_not_asked_takes_part(run):
    found = off(run, "participation", timeline=MEMBERS, behaviour={"participation": {"a": 20.0}})
    assert found.monthly["participation"] == [0.0] * 12
    assert set(
        run(district(12, timeline=MEMBERS, behaviour={"participation": {"a": 20.0}})).monthly["participation"]
    ) == {1.0}


SURE = {"assembly": {"a": 20.0, "answered": 1.0, "absent": 1.0}, "participation": {"a": 20.0}}
ELECT = {"event": "elect", "month": 2, "months_open": 2, "attempts": 1}


def test_without_assemblies_every_vote_fails(run):
    parts = {
        "timeline": [ELECT],
        "behaviour": SURE,
        "residents": {"tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0}},
    }
    found = off(run, "assembly", **parts)
    assert (sum(found.monthly["votes_held"]), sum(found.monthly["votes_passed"])) == (1, 0)
    assert sum(run(district(12, **parts)).monthly["votes_passed"]) == 1


def test_without_a_quorum_those_who_vote_decide(run):
    few = {"timeline": [ELECT], "behaviour": {"assembly": {"a": 20.0}, "participation": {"a": -2.0}}}
    bound, free = run(district(12, **few)), off(run, "quorum", **few)
    assert exact(column(bound, "turnout")) == exact(column(free, "turnout"))
    assert 0.0 < column(free, "turnout")[0] < 0.5
    assert (sum(bound.monthly["votes_passed"]), sum(free.monthly["votes_passed"])) == (0, 1)


MEETING = [{"event": "meeting", "month": 2, "support_share": 0.8}]


def test_without_silence_all_say_what_they_think(run):
    found = off(run, "voice", timeline=MEETING)
    assert column(found, "meeting_voiced") == column(found, "meeting_private")
    silent = run(district(12, timeline=MEETING))
    assert column(silent, "meeting_voiced")[0] < column(silent, "meeting_private")[0]


def test_without_argument_an_expert_plan_convinces_nobody(run):
    plan = [MEETING[0] | {"expert_plan": True, "support_share": 0.2}]
    private = {
        on: column(run(district(4, timeline=plan, mechanisms={"argument": on})), "meeting_private")[0]
        for on in (True, False)
    }
    assert private[True] > private[False]


def test_without_committees_none_is_ever_set_up(run):
    parts = {"timeline": [{"event": "appoint", "month": 3}], "estate": {"committee": {"exists": True, "quality": 0.5}}}
    found = off(run, "committee", **parts)
    assert found.monthly["committee"] == [0] * 12
    assert found.monthly["committee_quality"] == [0.0] * 12
    assert run(district(12, **parts)).monthly["committee"] == [1] * 12


RICH = {"committee": {"exists": True, "quality": 1.0}, "common": COMMON | {"operator": "committee"}}


@pytest.mark.parametrize(
    ("name", "column_name"),
    [("revenue", "revenue_gross_fen"), ("dividends", "dividends_fen"), ("repair", "repair_fen")],
)
def test_without_revenue_dividends_or_repair_there_are_none(name, column_name, run):
    assert sum(off(run, name, 26, estate=RICH).monthly[column_name]) == 0
    assert sum(run(district(26, estate=RICH)).monthly[column_name]) > 0


def test_without_disputes_no_grievance_arises(run):
    found = off(run, "disputes", start={"legacy_share": 0.5, "service": 0.1})
    assert all(sum(found.monthly[f"latent_{kind}"]) == 0 for kind in ("payee", "neighbour", "committee", "other"))
    assert sum(run(district(12, start={"legacy_share": 0.5, "service": 0.1})).monthly["latent_payee"]) > 0


def test_without_mediation_only_courts_end_disputes(run):
    quarrels = {
        "behaviour": {"disputes": {"a_other": 0.2, "report": 0.9, "sue": 1.0, "patience": 1.0, "court_months": 2.0}}
    }
    quarrels["timeline"] = MEMBERS
    found, heard = off(run, "mediation", 24, **quarrels), run(district(24, **quarrels))
    for rung in ("stairwell", "estate", "community", "street"):
        assert sum(found.monthly[f"ended_{rung}"]) == 0
    assert sum(found.monthly["ended_court"]) > 0
    assert sum(heard.monthly["ended_stairwell"]) > 0


def test_without_the_leader_mechanism_all_is_as_without_a_leader(run):
    arrives = {"event": "leader_arrives", "month": 4, "quality": 1.0}
    ignored, nobody = off(run, "leader", timeline=[*MEMBERS, arrives]), run(district(12, timeline=MEMBERS))
    assert bits(ignored, "monthly", "households") == bits(nobody, "monthly", "households")
    assert "trust_self" in changed(run(district(12, timeline=[*MEMBERS, arrives])), nobody)


def test_every_mechanism_but_the_rival_is_on_by_default(run):
    mechanisms = district(1).data.mechanisms
    assert {name for name in MECHANISMS if not getattr(mechanisms, name)} == {"argument"}
    assert not math.isnan(run(EVERYTHING).monthly["fee_rate"][0])
