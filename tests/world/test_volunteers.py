"""Who may be asked in the members' place."""

import pytest

from commsim.draws import share_to_count
from commsim.world import build_world
from commsim.world.households import ABSENT
from commsim.world.volunteers import asks_non_members, non_members
from tests.agents.districts import district

ASKED = {"event": "activate", "month": 2, "count": 3, "who": "non_members", "by": "community"}
PEOPLE = {"retired_share": 0.4, "tenure": {"owner": 0.6, "tenant": 0.2, "absent": 0.2}}


def asked(seed=1, index=0, **parts):
    """Return the world of an estate, and who may be asked there."""
    scenario = district(3, timeline=[ASKED | parts.pop("event", {})], residents=PEOPLE, **parts)
    world = build_world(scenario, index, seed)
    return world, non_members(scenario, index, world, seed)


def test_homes_without_a_member_in_which_somebody_lives_may_be_asked():
    world, found = asked()
    assert found.homes.tolist() == [
        i for i in range(world.households) if not (world.shop[i] or world.member[i] or world.tenure[i] == ABSENT)
    ]


@pytest.mark.parametrize("seed", [0, 1, 2**64 - 1])
def test_as_great_a_share_of_them_as_of_the_members_has_a_pensioners_time(seed):
    _, found = asked(seed)
    assert found.retired.sum() == share_to_count(0.4, len(found.homes)) > 0


def test_the_world_stays_what_it_is():
    world, found = asked()
    plain = build_world(district(3, residents=PEOPLE), 0, 1)
    assert world.retired.tolist() == plain.retired.tolist()
    assert world.age.tolist() == plain.age.tolist()
    assert not world.retired[found.homes].any()


def test_a_world_seed_settles_who_has_time():
    one, other = (asked(seed, world_seed=9)[1] for seed in (1, 2))
    assert one.retired.tolist() == other.retired.tolist()
    assert asked(1)[1].retired.tolist() != asked(2)[1].retired.tolist()


def test_where_nobody_asks_them_there_is_nobody():
    scenario = district(3, estates=2, timeline=[ASKED | {"estate": "estate1"}, {"event": "convention", "month": 1}])
    assert [asks_non_members(scenario, index) for index in range(2)] == [False, True]
    assert len(asked(index=0, estates=2, event={"estate": "estate1"})[1].homes) == 0
    assert len(asked(index=1, estates=2, event={"estate": "estate1"})[1].homes) > 0
