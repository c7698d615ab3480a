import numpy as np

from tests.world.small_estates import changed, degrees, ids, plan, ties, world


def test_a_plan_takes_what_it_is_given():
    made = plan(estates=2, estate={"homes": 7}, network={"kind": "empty"})
    assert made.estate_names == ("estate0", "estate1")
    assert [estate.homes for estate in made.data.estates.values()] == [7, 7]
    assert made.data.network.kind == "empty"


def test_changed_finds_values_and_types():
    one = world()
    assert changed(one, one) == set()
    assert changed(one, one._replace(floor=one.floor + 1)) == {"floor"}
    assert changed(one, one._replace(area=one.area.astype(np.int32))) == {"area"}


def test_degrees_and_ties_count_the_same():
    one = world()
    assert sum(degrees(one)) == 2 * len(ties(one)) == 2 * len(one.weight)


def test_ids_are_where_the_flags_are():
    assert ids(np.array([True, False, True])) == {0, 2}
