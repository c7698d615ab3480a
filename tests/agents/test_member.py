"""The member's role, on top of whatever resident it is mixed with."""

from commsim.agents import PartyMember, Resident
from commsim.agents.member import Volunteer, member_class, volunteer_class
from commsim.rules.volunteering import first_motivation, offered_minutes
from tests.agents.districts import began, district, lived

TIMELINE = [{"event": "found_branch", "month": 2}, {"event": "activate", "month": 2, "share": 1.0}]
MEMBERS = {"member_share": 0.4, "retired_share": 0.5}


def test_members_take_their_traits_from_the_world():
    _, estate = began(district(3, residents=MEMBERS))
    p = estate.behaviour.volunteering
    assert {m.household for m in estate.members} == {i for i, member in enumerate(estate.world.member) if member}
    for member in estate.members:
        i = member.household
        assert member.retired == estate.world.retired[i]
        assert member.minutes == offered_minutes(member.retired, estate.world.hours_u[i], p)
        assert member.motivation == first_motivation(estate.world.motivation_u[i], p)
        assert not member.is_active


def test_a_resident_who_is_no_member_never_serves():
    _, estate = lived(district(3, timeline=TIMELINE, residents=MEMBERS), 3)
    plain = [resident for resident in estate.residents if not isinstance(resident, PartyMember)]
    assert plain
    assert not any(resident.is_active for resident in plain)
    assert all(member.is_active for member in estate.members)


def test_a_member_who_serves_takes_part_whatever_else_keeps_him_away():
    aloof = {"participation": {"a": -20.0}}
    _, estate = lived(district(3, timeline=TIMELINE, residents=MEMBERS, behaviour=aloof), 1)
    assert not any(resident.took_part for resident in estate.residents)
    estate.model.step()
    assert {r.household for r in estate.residents if r.took_part} == {m.household for m in estate.members}
    estate.members[0].paperwork = True
    estate.model.step()
    assert not estate.members[0].took_part
    assert estate.members[1].took_part


def test_motivation_below_the_floor_ends_it():
    _, estate = began(district(3, residents=MEMBERS))
    member = estate.members[0]
    member.motivation = 0.34
    assert member.tires_or_goes_on(1.0, 0.0, False, False, estate)
    assert not member.tires_or_goes_on(2.0, 0.0, False, False, estate)
    assert member.motivation == 0.34 * 0.8


def test_the_role_is_built_on_the_class_of_the_run():
    class Student(Resident):
        pass

    assert member_class(Resident) is PartyMember
    built = member_class(Student)
    assert issubclass(built, PartyMember)
    assert issubclass(built, Student)
    assert built.__mro__.index(PartyMember) < built.__mro__.index(Student) < built.__mro__.index(Resident)
    assert built.__name__ == "MemberStudent"


def test_those_asked_in_the_members_place_are_built_on_the_class_of_the_run_too():
    class Student(Resident):
        pass

    assert volunteer_class(Resident) is Volunteer
    built = volunteer_class(Student)
    assert issubclass(built, Volunteer)
    assert not issubclass(built, PartyMember)
    assert built.__mro__.index(Volunteer) < built.__mro__.index(Student) < built.__mro__.index(Resident)
