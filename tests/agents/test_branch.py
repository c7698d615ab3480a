"""The branch: who is asked, who visits whom, what gets done, who tires, who follows."""

import math

import pytest

from commsim.agents.resident import NOBODY
from commsim.draws import Stream, uniforms
from commsim.rules.volunteering import Work, first_motivation, offered_minutes
from commsim.world import scores
from tests.agents.districts import changed, column, district, lived, run

FOUNDED = {"event": "found_branch", "month": 1, "staff_hours": 0.0}
ACTIVATE = {"event": "activate", "month": 1, "share": 1.0}
COMMUNITY = ACTIVATE | {"by": "community"}
MANY = {"member_share": 0.4, "retired_share": 0.5}


def served(*events, months=1, **parts):
    """Return an estate after some months in which members serve under a branch."""
    return lived(district(40, timeline=[FOUNDED, ACTIVATE, *events], **parts), months)[1]


# --- who is asked -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("share", "count"), [(0.0, 0), (0.1, 1), (0.5, 7), (1.0, 13)])
def test_a_share_of_the_members_serves(share, count):
    estate = lived(district(1, timeline=[FOUNDED, ACTIVATE | {"share": share}], residents=MANY), 1)[1]
    assert len(estate.members) == 13
    assert len(estate.branch.active) == count


def test_a_larger_share_contains_the_smaller_one():
    serving = []
    for share in (0.2, 0.5, 0.8):
        estate = lived(district(1, timeline=[FOUNDED, ACTIVATE | {"share": share}], residents=MANY), 1)[1]
        serving.append({member.household for member in estate.branch.active})
    assert serving[0] < serving[1] < serving[2]


@pytest.mark.parametrize(("who", "retired"), [("retired", True), ("in_service", False)])
def test_only_those_asked_for_serve(who, retired):
    estate = lived(district(1, timeline=[FOUNDED, ACTIVATE | {"who": who}], residents=MANY), 1)[1]
    assert {member.retired for member in estate.branch.active} == {retired}
    assert len(estate.branch.active) == sum(member.retired is retired for member in estate.members)


def test_by_lot_the_lowest_draws_are_asked_first():
    estate = lived(district(1, residents=MANY), 1)[1]
    lot = uniforms(1, estate.size, 0, 0, Stream.ACTIVATE)
    asked = [member.household for member in estate.branch.candidates("members", "random")]
    assert asked == sorted((member.household for member in estate.members), key=lambda i: lot[i])


@pytest.mark.parametrize("strategy", ["degree", "betweenness", "k_core", "pagerank"])
def test_by_rank_the_best_connected_are_asked_first(strategy):
    estate = lived(district(1, residents=MANY), 1)[1]
    rank = scores(estate.world, strategy)
    asked = [rank[member.household] for member in estate.branch.candidates("members", strategy)]
    assert asked == sorted(asked, reverse=True)


def test_who_serves_already_is_not_counted_again():
    again = ACTIVATE | {"id": "again", "month": 3, "share": 1.0}
    found = run(district(4, timeline=[FOUNDED, ACTIVATE | {"share": 0.5}, again], residents=MANY))
    assert [entry["text"] for entry in found.events[1:]] == ["7 members begin to serve", "6 members begin to serve"]


def test_a_share_of_those_who_serve_withdraws():
    estate = served({"event": "withdraw", "month": 3, "share": 0.5}, months=3, residents=MANY)
    assert len(estate.branch.active) == 13 - 7
    assert estate.branch.places == 6


# --- in the members' place --------------------------------------------------------------------------------------------


OTHERS = ACTIVATE | {"who": "non_members"}


def in_their_place(*events, months=1, event=None, **parts):
    """Return an estate in which households without a member are asked."""
    timeline = [FOUNDED, OTHERS | (event or {}), *events]
    return lived(district(40, timeline=timeline, **({"residents": MANY} | parts)), months)[1]


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_as_many_non_members_serve_as_that_share_of_the_members_would(share):
    estate = in_their_place(event={"share": share})
    members = lived(district(1, timeline=[FOUNDED, ACTIVATE | {"share": share}], residents=MANY), 1)[1]
    assert len(estate.branch.active) == len(members.branch.active)
    assert not any(one.is_member or one.shop for one in estate.branch.active)


def test_non_members_offer_hours_and_begin_with_a_motivation_like_members():
    estate = in_their_place(event={"share": 0.5})
    p, world = estate.behaviour.volunteering, estate.world
    for one in estate.branch.active:
        assert one.minutes == offered_minutes(one.retired, world.hours_u[one.household], p)
    others = [one for one in estate.volunteers if not one.is_member]
    assert sum(one.retired for one in others) == int(0.5 * len(others) + 0.5)
    estate = lived(district(1, timeline=[OTHERS | {"month": 1, "by": "community"}], residents=MANY), 0)[1]
    assert all(v.motivation == first_motivation(world.motivation_u[v.household], p) for v in estate.volunteers)


def test_non_members_do_what_members_do():
    estate = in_their_place(months=4)
    serving = {one.household for one in estate.branch.active}
    assert {r.visitor for r in estate.residents if r.visitor != NOBODY} <= serving
    assert any(r.ever_visited for r in estate.residents)
    assert all(one.took_part for one in estate.branch.active)
    assert estate.served_buildings == {one.building for one in estate.branch.active}
    assert estate.recorder.rows[-1]["members_active"] == len(serving)
    assert estate.recorder.rows[-1]["members"] == 13


def test_a_place_a_non_member_leaves_is_filled_by_another():
    estate = in_their_place(event={"share": 0.3}, behaviour={"volunteering": {"recruit": 1.0}}, months=1)
    first = {one.household for one in estate.branch.active}
    tired = estate.branch.active[0]
    tired.motivation = 0.0
    estate.model.step()
    now = {one.household for one in estate.branch.active}
    assert first - now == {tired.household}
    assert len(now) == len(first)
    assert not any(one.is_member for one in estate.branch.active)


def test_the_log_says_who_began_and_who_stopped():
    found = run(district(4, timeline=[FOUNDED, OTHERS, {"event": "withdraw", "month": 3}], residents=MANY))
    assert [entry["text"] for entry in found.events[1:]] == [
        "13 households without a member begin to serve",
        "13 of those who serve without being members stop",
    ]
    assert sum(found.households["member"]) == 13
    assert sum(not math.isnan(value) for value in found.households["motivation"]) > 13


# --- who visits whom --------------------------------------------------------------------------------------------------


def test_every_occupied_household_without_a_serving_member_gets_a_visitor():
    estate = served(residents=MANY)
    serving = {member.household for member in estate.branch.active}
    for resident in estate.residents:
        if resident.occupied and not resident.is_active:
            assert resident.visitor in serving
        else:
            assert resident.visitor == NOBODY


def test_a_visitor_lives_in_the_building_where_one_serves_there():
    estate = served(residents=MANY)
    buildings = {member.building for member in estate.branch.active}
    for resident in estate.residents:
        if resident.visitor != NOBODY and resident.building in buildings:
            assert estate.residents[resident.visitor].building == resident.building


def test_households_are_spread_evenly_over_the_members_of_a_building():
    estate = served(residents=MANY)
    burden = {member.household: 0 for member in estate.branch.active}
    for resident in estate.residents:
        if resident.visitor != NOBODY:
            burden[resident.visitor] += 1
    for building in {member.building for member in estate.branch.active}:
        here = [burden[member.household] for member in estate.branch.active if member.building == building]
        assert max(here) - min(here) <= 1


def test_nobody_gets_more_households_than_one_member_can_have():
    estate = served(residents=MANY, behaviour={"volunteering": {"most_households": 2.0}})
    visited_by = [resident.visitor for resident in estate.residents if resident.visitor != NOBODY]
    assert max(visited_by.count(visitor) for visitor in visited_by) == 2


def test_whom_nobody_in_the_building_has_room_for_is_visited_from_elsewhere():
    behaviour = {"volunteering": {"most_households": 9.0}}
    estate = served(residents={"member_share": 0.12}, behaviour=behaviour)
    home = {member.household: member.building for member in estate.branch.active}
    assert len(set(home.values())) < len(home)
    assigned = [r for r in estate.residents if r.visitor != NOBODY]
    assert any(home[r.visitor] != r.building and r.building in home.values() for r in assigned)
    assert len(assigned) == min(9 * len(home), estate.size_occupied - len(home))


def test_a_household_keeps_its_visitor_while_he_serves():
    _, estate = lived(district(6, timeline=[FOUNDED, ACTIVATE], residents=MANY), 2)
    gone = estate.branch.active[0]
    before = {resident.household: resident.visitor for resident in estate.residents}
    ties = {resident.household: resident.visitor_tie for resident in estate.residents}
    gone.stop()
    estate.branch.gather()
    for resident in estate.residents:
        if before[resident.household] == gone.household:
            assert resident.visitor not in (gone.household, NOBODY)
            assert resident.visitor_tie == 0.0
        elif before[resident.household] != NOBODY:
            assert resident.visitor == before[resident.household]
            assert resident.visitor_tie == ties[resident.household]


def test_without_visits_nobody_is_assigned():
    estate = lived(district(2, timeline=[FOUNDED, ACTIVATE | {"visits": False}], residents=MANY), 2)[1]
    assert {resident.visitor for resident in estate.residents} == {NOBODY}
    assert estate.branch.done.visiting == 0
    assert len(estate.branch.active) == 13


# --- what gets done ---------------------------------------------------------------------------------------------------


def few_hours(visits):
    """Return hours of members such that they can pay so many visits a month."""
    return {"volunteering": {"hours_in_service": visits / 2, "hours_retired": visits / 2, "hours_spread": 0.0}}


def test_a_household_once_visited_remains_one_when_visits_are_over():
    estate = served({"event": "withdraw", "month": 3}, months=2, residents=MANY)
    reached = {r.household for r in estate.residents if r.ever_visited}
    assert reached == {r.household for r in estate.residents if r.visitor != NOBODY}
    estate.model.step()
    assert all(r.visitor == NOBODY and not r.visited for r in estate.residents)
    assert {r.household for r in estate.residents if r.ever_visited} == reached


def test_an_assigned_household_nobody_has_time_for_was_never_visited():
    estate = served(months=4, behaviour={"volunteering": {"hours_in_service": 0.0, "hours_retired": 0.0}})
    assert any(r.visitor != NOBODY for r in estate.residents)
    assert not any(r.ever_visited for r in estate.residents)


def test_the_longest_waiting_are_visited_first_then_by_number():
    estate = served(months=0, residents={"member_share": 0.03}, behaviour=few_hours(4))
    assert len(estate.members) == 1
    estate.model.step()
    last_visit = {r.household: 0 for r in estate.residents if r.visitor != NOBODY}
    assert len(last_visit) > 30
    for month in range(1, 21):
        turn = sorted(last_visit, key=lambda i: (last_visit[i], i))[:4]
        assert {r.household for r in estate.residents if r.visited} == set(turn)
        last_visit |= dict.fromkeys(turn, month)
        estate.model.step()


def test_a_household_is_due_again_after_the_interval():
    estate = served(months=0, residents=MANY, behaviour={"volunteering": {"visit_interval": 3.0}})
    visited = []
    for _ in range(7):
        estate.model.step()
        visited.append(sum(resident.visited for resident in estate.residents))
    assert visited[0] == visited[3] == visited[6] > 0
    assert visited[1] == visited[2] == visited[4] == visited[5] == 0


def test_a_visit_takes_its_minutes():
    estate = served(residents=MANY)
    due = sum(resident.visit_due for resident in estate.residents)
    assert estate.branch.demand.visiting == due * 30
    assert estate.branch.done.visiting == sum(resident.visited for resident in estate.residents) * 30


def test_where_there_is_no_payee_upkeep_is_demanded():
    with_payee = served(residents=MANY)
    assert with_payee.branch.demand.upkeep == 0
    alone = served({"event": "company_leaves", "month": 1}, residents=MANY, behaviour=few_hours(8))
    needed = 2 * 60 * alone.size_occupied
    assert alone.branch.demand.upkeep == needed - int(0.1 * needed)
    assert 0 < alone.branch.done.upkeep < alone.branch.demand.upkeep
    assert alone.upkeep_done == pytest.approx(alone.branch.done.upkeep / alone.branch.demand.upkeep * 0.9)


def test_knocking_is_demanded_while_ballots_are_out_and_committee_work_while_there_is_one():
    ballots = served({"event": "elect", "month": 1}, residents=MANY)
    assert ballots.branch.demand.organising == ballots.size * 15
    committee = served({"event": "appoint", "month": 1}, residents=MANY)
    assert committee.branch.demand.organising == committee.committee.needed == 1200 + 6 * committee.size


def test_those_who_take_part_and_the_branchs_staff_relieve_the_members():
    staff = {"event": "change_support", "month": 2}
    often = {"participation": {"a": -1.0}}
    estate = served({"event": "appoint", "month": 1}, staff, months=1, residents=MANY, behaviour=often)
    needed = estate.committee.needed
    taking = estate.participants
    estate.branch.set_staff(2.0)
    estate.model.step()
    assert taking > 0
    assert estate.branch.demand.organising == needed - taking * 30 - 120


def test_with_a_rota_organising_comes_first_and_without_one_all_suffer_alike():
    busy = [{"event": "company_leaves", "month": 1}, {"event": "elect", "month": 1}]
    parts = {"residents": MANY, "behaviour": few_hours(8)}
    rota = served(*busy, **parts).branch
    assert rota.rota
    assert rota.done.organising == rota.demand.organising
    assert rota.done.upkeep < rota.demand.upkeep
    assert rota.load == 1.0
    plain = lived(district(1, timeline=[COMMUNITY, *busy], **parts), 1)[1].branch
    assert not plain.rota
    shares = [done / asked for done, asked in zip(plain.done, plain.demand, strict=True) if asked]
    assert max(shares) - min(shares) < 0.01
    assert plain.load > 1.0


def test_a_rota_sees_to_a_vote_before_the_committees_work_and_without_one_both_wait_alike():
    events = [{"event": "elect", "month": 1, "months_open": 9}, {"event": "appoint", "month": 1}]
    parts = {"residents": MANY, "behaviour": few_hours(3) | {"participation": {"a": -20.0}}}
    for first, doors_first in ((FOUNDED, True), (FOUNDED | {"rota": False}, False)):
        _, estate = lived(district(2, timeline=[first, ACTIVATE, *events], **parts), 1)
        branch = estate.branch
        doors = estate.size * 15
        assert doors < branch.demand.organising
        assert branch.contact_minutes + estate.committee.work_done == branch.done.organising
        if doors_first:
            assert branch.contact_minutes == doors
            assert 0 < estate.committee.work_done < estate.committee.needed
        else:
            share = branch.done.organising / branch.demand.organising
            assert branch.contact_minutes == pytest.approx(doors * share, abs=2)


def test_nobody_works_more_than_was_offered():
    for months in (1, 5):
        estate = served({"event": "company_leaves", "month": 1}, months=months, residents=MANY)
        assert estate.branch.offered == sum(member.minutes for member in estate.branch.active)
        assert sum(estate.branch.done) <= estate.branch.offered


def test_paperwork_offers_no_hours():
    estate = lived(district(1, timeline=[FOUNDED, ACTIVATE | {"work": "paperwork"}], residents=MANY), 1)[1]
    assert len(estate.branch.active) == 13
    assert estate.branch.offered == 0
    assert estate.branch.demand == estate.branch.done == Work(0, 0, 0, 0)


# --- who tires --------------------------------------------------------------------------------------------------------


ALONE = {"event": "company_leaves", "month": 1}


def test_five_times_the_hours_ends_an_effort_within_three_months():
    few = {"residents": {"member_share": 0.06}, "behaviour": few_hours(2)}
    found = run(district(6, timeline=[ALONE, COMMUNITY | {"visits": False}], **few))
    assert found.monthly["load"][0] > 5.0
    assert found.monthly["members_active"][3:] == [0, 0, 0]
    outcome = found.outcomes["estate0"]
    assert outcome["effort_ended_by"] == "burnout"
    assert 1 <= outcome["effort_ended_month"] <= 3


def test_light_work_wears_nobody_out_even_without_support():
    found = run(district(36, timeline=[COMMUNITY], residents=MANY))
    assert max(column(found, "load")) < 1.0
    assert found.monthly["members_active"] == [13] * 36
    motivation = found.monthly["motivation"]
    assert motivation == sorted(motivation)


def test_a_rota_a_file_and_thanks_keep_people_going_where_they_would_tire():
    hard = {"residents": MANY, "behaviour": few_hours(6)}
    alone = run(district(24, timeline=[ALONE, COMMUNITY], **hard))
    supported = run(district(24, timeline=[ALONE, FOUNDED, ACTIVATE], **hard))
    assert alone.monthly["members_active"][-1] == 0
    assert supported.monthly["members_active"] == [13] * 24
    assert supported.monthly["motivation"][-1] > supported.monthly["motivation"][0]


# --- who follows ------------------------------------------------------------------------------------------------------


RECRUITING = {"behaviour": {"volunteering": {"recruit": 0.3}}, "residents": MANY}


def emptied(leader=None, **parts):
    """Return a founded branch that has lost half of its members to exhaustion, one month before it can recruit."""
    events = [FOUNDED, ACTIVATE | {"share": 0.5}]
    events += [{"event": "leader_arrives", "month": 1, "quality": leader}] if leader is not None else []
    _, estate = lived(district(30, timeline=events, **(RECRUITING | parts)), 1)
    for member in estate.branch.active[:4]:
        member.stop()
    estate.branch.gather()
    return estate


def test_a_branch_fills_places_left_by_those_who_stopped_and_no_more():
    estate = emptied()
    assert len(estate.branch.active) == 3
    counts = []
    for _ in range(12):
        estate.model.step()
        counts.append(len(estate.branch.active))
    assert counts == sorted(counts)
    assert counts[-1] == 7 == estate.branch.places


def test_a_recruit_is_who_the_months_luck_falls_on_and_has_some_motivation():
    estate = emptied()
    before = set(estate.branch.active)
    ready = [m for m in estate.branch.candidates("members", "random") if m not in before]
    for member in ready:
        member.motivation = 0.1
    estate.model.step()
    chosen = [m for m in ready if uniforms(1, estate.size, 2, 0, Stream.RECRUIT)[m.household] < 0.3][:4]
    assert [m for m in ready if m.is_active] == chosen
    assert chosen
    assert all(member.motivation == 0.5 for member in chosen)


def test_who_stops_from_exhaustion_is_not_asked_again_in_the_same_month():
    """One member, asked for far more than he offers: he stops, is asked again a month later, and stops again."""
    support = {"rota": False, "service_file": False, "recognition": False}
    hard = {
        "residents": {"member_share": 0.03},
        "behaviour": {"volunteering": {"recruit": 1.0, "hours_in_service": 1.0, "hours_retired": 1.0, "loss": 1.0}},
    }
    found = run(district(6, timeline=[ALONE, FOUNDED | support, ACTIVATE], **hard))
    assert found.monthly["members"] == [1] * 6
    assert found.monthly["members_active"] == [0, 1, 0, 1, 0, 1]


def test_without_a_branch_nobody_follows():
    estate = emptied()
    estate.branch.founded = False
    for _ in range(12):
        estate.model.step()
    assert len(estate.branch.active) == 3


def test_places_that_were_given_up_are_not_filled():
    estate = served({"event": "withdraw", "month": 2, "share": 1.0}, months=20, **RECRUITING)
    assert estate.branch.active == []


def test_a_leader_multiplies_how_fast_places_are_filled():
    filled = {}
    for quality in (0.0, None, 1.0):
        estate = emptied(quality, behaviour={"volunteering": {"recruit": 0.1}, "leader": {"strength": 1.0}})
        for _ in range(6):
            estate.model.step()
        filled[quality] = len(estate.branch.active)
    assert filled[0.0] == 3
    assert filled[0.0] < filled[None] <= filled[1.0]


def test_a_leader_raises_trust_in_self_government_and_the_bench_keeps_some_of_it():
    arrives = {"event": "leader_arrives", "month": 2, "quality": 1.0}
    leaves = {"event": "leader_leaves", "month": 3}
    factors = {}
    for bench in (0.0, 0.5, 1.0):
        founded = FOUNDED | {"bench": bench}
        _, estate = lived(district(6, timeline=[founded, arrives, leaves]), 3)
        factors[bench] = estate.branch.leader_factor()
    assert factors == pytest.approx({0.0: 1.0, 0.5: 1.125, 1.0: 1.25})
    timeline = [FOUNDED, ACTIVATE]
    without = run(district(12, timeline=timeline))
    with_one = run(district(12, timeline=[*timeline, arrives]))
    assert with_one.monthly["trust_self"][-1] > without.monthly["trust_self"][-1]
    assert "trust_self" in changed(with_one, without)
