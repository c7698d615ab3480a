"""The owners' assembly: who votes, who knocks on doors, when a matter is carried."""

import pytest

from commsim.agents.assembly import NO, NOT_VOTED, YES, Assembly
from commsim.draws import Stream
from commsim.rules.assembly import Ballot
from tests.agents.districts import began, column, district, lived, run, texts

ELECT = {"event": "elect", "month": 2, "months_open": 3, "attempts": 1}
WELL_DISPOSED = {"assembly": {"a": 20.0, "answered": 1.0, "absent": 1.0}}
ALOOF = {"participation": {"a": -20.0}}


def one_assembly(months=1, attempts=1, **parts):
    """Return a fresh assembly in an estate that has lived one month."""
    _, estate = lived(district(12, **parts), months=1)
    return estate, Assembly(estate, "elect", months, attempts, "elect", lambda: "carried")


# --- collecting ballots -----------------------------------------------------------------------------------------------


def test_who_takes_part_votes_and_nobody_else_where_nobody_knocks():
    estate, assembly = one_assembly()
    assembly.collect(contact_minutes=0)
    voted = {i for i, vote in enumerate(assembly.votes) if vote != NOT_VOTED}
    assert voted == {r.household for r in estate.residents if r.took_part and r.tenure == 0}
    assert assembly.tries == [0] * estate.size


def test_a_quarter_of_an_hour_is_one_try_at_one_door():
    estate, assembly = one_assembly(behaviour=ALOOF | {"assembly": {"answered": 0.0}})
    for resident in estate.residents:
        resident.took_part = False
    assembly.collect(contact_minutes=7 * 15 + 14)
    assert assembly.tries == [1] * 7 + [0] * (estate.size - 7)
    assert assembly.doors_to_knock() == estate.size


def test_doors_tried_least_come_first_then_by_number():
    estate, assembly = one_assembly(behaviour={"assembly": {"answered": 0.0}})
    for resident in estate.residents:
        resident.took_part = False
    assembly.collect(contact_minutes=(estate.size - 2) * 15)
    assembly.collect(contact_minutes=5 * 15)
    assert assembly.tries == [2, 2, 2, *[1] * (estate.size - 3)]


def test_who_has_voted_is_not_asked_again():
    estate, assembly = one_assembly(behaviour=WELL_DISPOSED)
    assembly.collect(contact_minutes=10 * 15)
    asked = [i for i, tries in enumerate(assembly.tries) if tries]
    assert len(asked) == 10
    assert assembly.doors_to_knock() == estate.size - sum(vote != NOT_VOTED for vote in assembly.votes)
    votes = list(assembly.votes)
    assembly.collect(contact_minutes=3 * 15)
    assert [assembly.tries[i] for i in asked] == [1] * 10
    assert [assembly.votes[i] for i in asked] == [votes[i] for i in asked]


def test_an_owner_is_met_by_the_months_own_luck():
    estate, assembly = one_assembly(behaviour={"assembly": {"answered": 0.4, "absent": 0.5}})
    for resident in estate.residents:
        resident.took_part = False
    assembly.collect(contact_minutes=10_000)
    luck = estate.draw(Stream.CONTACT)
    met = {i for i, vote in enumerate(assembly.votes) if vote != NOT_VOTED}
    assert met == {r.household for r in estate.residents if luck[r.household] < (0.4 if r.tenure == 0 else 0.2)}
    assert 0 < len(met) < estate.size


def test_voting_counts_as_having_taken_part():
    estate, assembly = one_assembly(behaviour=WELL_DISPOSED)
    for resident in estate.residents:
        resident.months_since_took_part = 7
    assembly.collect(contact_minutes=4 * 15)
    voted = [r.months_since_took_part for r in estate.residents if assembly.votes[r.household] != NOT_VOTED]
    assert voted == [0] * len(voted)
    assert all(r.months_since_took_part == 7 for r in estate.residents if assembly.votes[r.household] == NOT_VOTED)


def test_a_private_gain_from_disorder_speaks_against():
    gain = {"residents": {"private_gain_share": 0.5, "member_share": 0.0}}
    sure = {"a": 10.0, "b_g": 0.0, "b_v": 0.0, "b_gain": 20.0, "answered": 1.0, "absent": 1.0}
    estate, assembly = one_assembly(behaviour={"assembly": sure}, **gain)
    assembly.collect(contact_minutes=10_000)
    assert {r.household for r in estate.residents if r.gain} == {i for i, v in enumerate(assembly.votes) if v == NO}
    assert assembly.votes.count(YES) > 0


def test_owners_are_counted_by_area_and_by_number():
    estate, assembly = one_assembly()
    for household, vote in ((0, YES), (1, NO), (2, YES)):
        assembly.votes[household] = vote
    areas = [resident.area for resident in estate.residents]
    assert assembly.count() == Ballot(
        area=sum(areas),
        owners=estate.size,
        area_voting=sum(areas[:3]),
        owners_voting=3,
        area_yes=areas[0] + areas[2],
        owners_yes=2,
    )


# --- in a run ---------------------------------------------------------------------------------------------------------


def test_without_anybody_who_knocks_the_quorum_fails():
    found = run(district(6, timeline=[ELECT], behaviour=ALOOF | WELL_DISPOSED, residents={"member_share": 0.0}))
    assert column(found, "turnout") == [0.0]
    assert texts(found, "elect") == [
        (2, True, "ballots go out"),
        (4, False, "the vote failed (0 for, 0 of 39 took part)"),
    ]
    assert found.monthly["committee"] == [0] * 6
    assert found.monthly["votes_held"] == [0, 0, 0, 1, 0, 0]
    assert sum(found.monthly["votes_passed"]) == 0


KNOCKING = [
    {"event": "found_branch", "month": 1, "staff_hours": 0},
    {"event": "activate", "month": 1, "share": 1.0, "visits": False},
]


def test_members_who_knock_on_doors_reach_the_quorum():
    parts = {"behaviour": ALOOF | WELL_DISPOSED, "residents": {"member_share": 0.3}}
    found = run(district(6, timeline=[*KNOCKING, ELECT], **parts))
    assert column(found, "turnout")[0] >= 2 / 3
    assert texts(found, "elect")[-1] == (4, True, "a committee is elected")
    assert found.monthly["committee"] == [0, 0, 0, 1, 1, 1]


def test_a_branch_knocks_with_its_own_staff_too():
    parts = {"behaviour": ALOOF | WELL_DISPOSED, "residents": {"member_share": 0.0}}
    branch = {"event": "found_branch", "month": 1}
    few = run(district(6, timeline=[branch | {"staff_hours": 1.5}, ELECT], **parts))
    assert column(few, "turnout") == [3 * 6 / 39]
    many = run(district(6, timeline=[branch | {"staff_hours": 10.0}, ELECT], **parts))
    assert column(many, "turnout") == [1.0]


def test_members_count_only_by_the_contacts_they_make():
    """Active members without hours, and doors nobody opens, leave a vote as it is without members."""
    closed = {"assembly": {"a": 20.0, "answered": 0.0}}
    parts = {"behaviour": ALOOF | closed, "residents": {"member_share": 0.3}}
    found = run(district(6, timeline=[*KNOCKING, ELECT], **parts))
    _, estate = began(district(6, **parts))
    members_who_vote = sum(member.tenure == 0 for member in estate.members)
    assert column(found, "turnout") == [members_who_vote / 39]


def test_a_vote_that_fails_is_tried_again_as_often_as_said():
    found = run(district(9, timeline=[ELECT | {"months_open": 2, "attempts": 3}], behaviour=ALOOF))
    assert found.monthly["votes_held"] == [0, 0, 1, 0, 1, 0, 1, 0, 0]
    assert [ok for _, ok, _ in texts(found, "elect")] == [True, False, False, False]


def test_each_attempt_begins_with_no_votes():
    estate, assembly = one_assembly(months=2, attempts=2)
    assembly.collect(10_000)
    assembly.reopen()
    assert assembly.votes == [NOT_VOTED] * estate.size
    assert assembly.tries == [0] * estate.size
    assert assembly.months_left == 2


def test_matters_are_voted_on_one_after_another():
    fund = {"event": "call_assembly", "month": 2, "matter": "use_fund", "yuan": 10, "months_open": 2}
    found = run(district(8, timeline=[ELECT, fund]))
    assert found.monthly["votes_held"] == [0, 0, 0, 1, 0, 1, 0, 0]
    assert texts(found, "call_assembly")[0] == (2, True, "an assembly is called")


@pytest.mark.parametrize("year", [2019, 2021])
def test_the_law_of_the_date_decides(year):
    """Of all owners 0.6 take part and agree: a majority of all under the old law, no quorum under the new."""
    estate, assembly = one_assembly(first_year=year)
    areas = [resident.area for resident in estate.residents]
    ballot = Ballot(sum(areas), 39, int(sum(areas) * 0.6), 24, int(sum(areas) * 0.6), 24)
    assert assembly.passes(ballot) is (year == 2019)


def test_matters_are_special_under_one_law_and_about_the_fund_under_the_other():
    estate, assembly = one_assembly(first_year=2021)
    two_thirds = Ballot(30_000, 300, 30_000, 300, 20_000, 200)

    def passes(matter):
        assembly.matter = matter
        return assembly.passes(two_thirds)

    matters = ("elect", "choose_company", "use_fund", "raise_fund", "let_common_parts")
    assert [passes(matter) for matter in matters] == [True, True, True, False, False]
    estate.model.month = 1 - 12 * 2
    assert estate.year == 2019
    assert all(passes(matter) for matter in matters)
    less = two_thirds._replace(owners_yes=199)
    assert [Assembly(estate, m, 1, 1, "e", str).passes(less) for m in matters] == [True, True, False, False, True]
