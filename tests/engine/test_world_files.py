"""The compiled world of a network from a file, and what is refused with the same words."""

import pytest

from commsim.engine.building import build, compiled_world
from commsim.engine.building_plan import plan_world
from commsim.errors import InputError, NetworkFileError, SeedError
from commsim.world import build_world
from tests.engine.test_world import differing, equal
from tests.world.small_estates import plan

RING = "\n".join(f"{number} {(number + 1) % 200} {number / 200}" for number in range(200))
STAR = "\n".join(f"{number} 0" for number in range(199, 0, -1))
MIXED = "7 3 0.5\n0 1\n199 0 1.0\n3 2\n5,4,0.25\n1 0\n"
GRAPHML = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="w" for="edge" attr.name="weight" attr.type="double"/>
  <graph edgedefault="undirected"><edge source="h9" target="2"><data key="w">0.75</data></edge>
  <edge source="2" target="0"/></graph>
</graphml>"""


def listed(text, name="ties.txt", **parts):
    """Return a plan of 200 households whose ties are in a file."""
    return plan(files={name: text}, network={"kind": "file", "file": name}, **parts)


def raised(function, *given):
    """Return the kind and the text of the error a call ends in."""
    with pytest.raises((InputError, SeedError, NetworkFileError, ValueError)) as caught:
        function(*given)
    return caught.type, str(caught.value)


@pytest.mark.parametrize("text", ["", "# nobody\n", RING, STAR, MIXED])
@pytest.mark.parametrize("cap", [0.5, 5.0])
def test_a_network_from_a_file_is_the_same(text, cap):
    scenario = listed(text, behaviour={"ties": {"cap": cap}}, start={"tie": 0.4})
    assert all(equal(scenario, seed) for seed in (0, 1))


def test_a_network_from_graphml_is_the_same():
    assert equal(listed(GRAPHML, "ties.graphml"), 1)


def test_the_trust_in_a_file_is_kept_within_the_cap():
    built = compiled_world(listed(STAR.replace(" 0\n", " 0 1.0\n"), behaviour={"ties": {"cap": 2.0}}), 0, 1)
    assert built.weight.max() < 0.02


def test_a_file_is_read_once_for_many_seeds():
    scenario = listed(MIXED)
    planned = plan_world(scenario, 0)
    scenario.files.clear()
    for seed in (1, 2):
        assert differing(build_world(listed(MIXED), 0, seed), build(planned, seed)) == set()


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [-1, 2**64, 1.0, True, None, "1"])
def test_what_is_no_seed_is_refused_alike(seed):
    assert raised(compiled_world, plan(), 0, seed) == raised(build_world, plan(), 0, seed)
    assert raised(build, plan_world(plan(), 0), seed) == raised(build_world, plan(), 0, seed)


def test_where_there_is_a_world_seed_the_seed_is_not_looked_at():
    planned = plan(world_seed=3)
    assert differing(build_world(planned, 0, -1), compiled_world(planned, 0, -1)) == set()


@pytest.mark.parametrize("text", ["0 0", "0 200", "0 1 2.0", "0 1 2 3", "0 1 0.5\n1 0 0.4", "<graphml/>"])
def test_a_bad_network_file_is_refused_alike(text):
    found = raised(compiled_world, listed(text), 0, 1)
    assert found == raised(build_world, listed(text), 0, 1)
    assert found[0] is NetworkFileError


def test_a_bad_seed_is_told_before_a_bad_file():
    assert raised(compiled_world, listed("0 0"), 0, -1) == raised(build_world, listed("0 0"), 0, -1)


def test_too_large_a_complete_network_is_refused_alike():
    scenario = plan(estate={"homes": 3200}, network={"kind": "complete"})
    found = raised(compiled_world, scenario, 0, 1)
    assert found == raised(build_world, scenario, 0, 1)
    assert found[0] is InputError


def test_the_largest_complete_network_is_planned():
    assert plan_world(plan(estate={"homes": 3100, "shops": 62}, network={"kind": "complete"}), 0).first.shape == (0,)


def test_estates_are_numbered_from_zero():
    with pytest.raises(ValueError, match="got -1; estates are numbered from 0"):
        plan_world(plan(), -1)
