"""The compiled world is the world: every column of every kind of estate, bit for bit."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commsim.engine.building import build, build_kernel, compiled_world
from commsim.engine.building_plan import KINDS, plan_world
from commsim.scenario import library_names, load_scenario
from commsim.scenario.schema import Network
from commsim.world import World, build_world
from tests.agents.any_district import any_district
from tests.world.small_estates import plan

LARGEST = 2**64 - 1
GENERATED = [kind for kind in KINDS if kind != "file"]
ATTEMPTED = ["blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi"]
SIZES = (1, 2, 3, 4, 5, 6, 9, 16, 33, 80, 129, 300)
NOBODY_HOME = {"tenure": {"owner": 0.0, "tenant": 0.0, "absent": 1.0}}
SHARE = st.floats(0.0, 1.0) | st.sampled_from([0.0, 0.5, 1.0])


def differing(one, other):
    """Return the names of the columns that differ in a bit, in their type or in their layout."""
    return {
        name
        for name, a, b in zip(World._fields, one, other, strict=True)
        if (a.dtype, a.shape, a.tobytes()) != (b.dtype, b.shape, b.tobytes())
        or a.flags.c_contiguous != b.flags.c_contiguous
        or a.flags.writeable != b.flags.writeable
    }


def equal(scenario, seed, estate=0):
    """Return whether both build the same world."""
    return differing(build_world(scenario, estate, seed), compiled_world(scenario, estate, seed)) == set()


def sized(households, **parts):
    """Return a plan of an estate with as many homes and shops, about twenty to a building."""
    shops = households // 8
    homes = households - shops
    estate = {"homes": homes, "shops": shops, "buildings": 1 + homes // 20, "stairwells_per_building": 2}
    return plan(estate=estate, **parts)


def test_a_difference_is_seen():
    world = build_world(plan(), 0, 1)
    turned = world._replace(taste=-world.taste, age=world.age.astype(np.int16), weight=world.weight[:-1])
    assert differing(world, turned) == {"taste", "age", "weight"}
    assert differing(world, world._replace(hours_u=np.repeat(world.hours_u, 2)[::2])) == {"hours_u"}
    assert differing(world, world._replace(gain=world.gain.copy())) == set()


@pytest.mark.parametrize("name", library_names())
def test_shipped_scenarios_start_in_the_same_world(name):
    scenario = load_scenario(name)
    for estate in range(len(scenario.estate_names)):
        assert equal(scenario, 20260101 + estate, estate)


# --- networks --------------------------------------------------------------------------------------------------------


def test_every_kind_of_network_has_a_number():
    assert set(KINDS) == set(Network.model_json_schema()["properties"]["kind"]["enum"])


@pytest.mark.parametrize("kind", GENERATED)
@pytest.mark.parametrize("degree", [0.0, 0.3, 1.0, 2.0, 5.5, 8.0, 24.0, 200.0])
def test_networks_of_every_size_are_the_same(kind, degree):
    for number, households in enumerate(SIZES):
        network = {"kind": kind, "mean_degree": degree, "rewiring": 0.5}
        seed = (0, LARGEST, 7, 2**32)[number % 4]
        assert equal(sized(households, network=network, start={"tie": 0.4}), seed), households


@pytest.mark.parametrize("kind", ATTEMPTED)
def test_the_largest_estates_are_the_same(kind):
    assert equal(sized(9000, network={"kind": kind, "rewiring": 0.3}), 3)


@pytest.mark.parametrize("rewiring", [0.0, 1.0])
@pytest.mark.parametrize("households", [2, 10, 11, 40])
def test_rings_are_the_same_from_order_to_chance(rewiring, households):
    for degree in (1.0, 4.0, households / 2, 2.0 * households):
        network = {"kind": "watts_strogatz", "mean_degree": min(degree, 200.0), "rewiring": rewiring}
        assert all(equal(sized(households, network=network), seed) for seed in range(5))


@pytest.mark.parametrize("stairwell", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("building", [0.0, 0.5, 1.0])
def test_blocks_are_the_same_where_circles_are_left_out_or_exhausted(stairwell, building):
    for degree in (3.0, 30.0, 90.0):
        network = {"mean_degree": degree, "stairwell_share": stairwell, "building_share": building}
        assert all(equal(sized(70, network=network), seed) for seed in range(3))


@pytest.mark.parametrize("kind", GENERATED)
@pytest.mark.parametrize("shops", [0, 1, 6])
def test_estates_of_vacant_homes_are_the_same(kind, shops):
    for homes in (1, 2, 30):
        estate = {"homes": homes, "shops": shops, "buildings": 1, "stairwells_per_building": 3}
        assert equal(plan(estate=estate, residents=NOBODY_HOME, network={"kind": kind}), 5)


def test_estates_with_more_stairwells_than_homes_are_the_same():
    for homes in (1, 7, 40):
        estate = {"homes": homes, "shops": 5, "buildings": homes, "stairwells_per_building": 9, "floors": 1}
        assert equal(plan(estate=estate), homes)


# --- anything --------------------------------------------------------------------------------------------------------


@st.composite
def estates(draw):
    """Return an estate of up to 200 homes."""
    homes = draw(st.integers(1, 200) | st.integers(1, 12))
    return {
        "homes": homes,
        "shops": draw(st.integers(0, 30)),
        "buildings": draw(st.integers(1, homes)),
        "stairwells_per_building": draw(st.integers(1, 6)),
        "floors": draw(st.integers(1, 40)),
        "home_area_m2": draw(st.floats(10.0, 1000.0)),
        "shop_area_m2": draw(st.floats(5.0, 5000.0)),
        "fee_yuan_per_m2": draw(st.floats(0.0, 100.0)),
        "shop_fee_yuan_per_m2": draw(st.floats(0.0, 200.0)),
        "fee_yuan_per_household": draw(st.floats(0.0, 10_000.0)),
    }


@settings(max_examples=60, deadline=None)
@given(estate=estates(), seed=st.integers(0, LARGEST), data=st.data())
def test_any_estate_is_the_same(estate, seed, data):
    absent, young, hump = data.draw(SHARE), data.draw(SHARE), data.draw(SHARE)
    owner = (1.0 - absent) * data.draw(SHARE)
    residents = {
        "member_share": data.draw(SHARE),
        "retired_share": data.draw(SHARE),
        "private_gain_share": data.draw(SHARE),
        "tenure": {"owner": owner, "tenant": 1.0 - absent - owner, "absent": absent},
        "ages": {"young": young, "middle": 0.0, "old": 1.0 - young},
        "types": {"conditional": 0.0, "free_rider": 1.0 - hump, "hump": hump, "unconditional": 0.0},
        "income_yuan": data.draw(st.floats(500.0, 1e6)),
        "income_sigma": data.draw(st.floats(0.0, 2.0)),
    }
    names = ("fee_rate", "legacy_share", "trust_payee", "trust_self", "trust_spread", "belonging", "tie")
    start = {name: data.draw(SHARE) for name in names}
    network = {
        "kind": data.draw(st.sampled_from(GENERATED)),
        "mean_degree": data.draw(st.floats(0.0, 200.0) | st.floats(0.0, 10.0)),
        "stairwell_share": data.draw(SHARE),
        "building_share": data.draw(SHARE),
        "rewiring": data.draw(SHARE),
    }
    if network["stairwell_share"] + network["building_share"] > 1.0:
        network["building_share"] = 1.0 - network["stairwell_share"]
    scenario = plan(estates=2, estate=estate, residents=residents, start=start, network=network)
    assert equal(scenario, seed, data.draw(st.integers(0, 1)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(scenario=any_district(), seed=st.integers(0, LARGEST))
def test_any_district_starts_in_the_same_world(scenario, seed):
    for estate in range(len(scenario.estate_names)):
        assert equal(scenario, seed, estate)


# --- plans and seeds -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1, 2**32, 2**63, LARGEST])
def test_every_seed_is_a_seed(seed):
    assert equal(plan(start={"legacy_share": 0.3}), seed)


def test_one_plan_serves_many_seeds():
    scenario = plan(estates=2)
    planned = plan_world(scenario, 1)
    for seed in (5, 6, 5):
        assert differing(build_world(scenario, 1, seed), build(planned, seed)) == set()


def test_the_world_seed_is_used_instead_of_the_seed():
    scenario = plan(world_seed=7)
    assert equal(scenario, 1)
    assert differing(build_world(plan(), 0, 7), build(plan_world(scenario, 0), 1)) == set()
    assert differing(build_world(plan(), 0, 0), compiled_world(plan(world_seed=0), 0, LARGEST)) == set()


def test_worlds_share_no_memory():
    planned = plan_world(plan(), 0)
    kept = build(planned, 1)
    for column in build(planned, 1):
        column[:] = 1
    assert differing(build_world(plan(), 0, 1), kept) == set()


def test_threads_build_the_same_worlds():
    scenario = sized(500)
    planned = plan_world(scenario, 0)
    with ThreadPoolExecutor(4) as threads:
        built = list(threads.map(lambda seed: build(planned, seed), [1, 2] * 20))
    expected = [build_world(scenario, 0, seed) for seed in (1, 2)]
    assert not any(differing(expected[number % 2], world) for number, world in enumerate(built))


def test_one_compilation_serves_all_plans():
    whole = {"rewiring": 0, "mean_degree": 8, "stairwell_share": 1, "building_share": 0}
    for kind in GENERATED:
        compiled_world(plan(network={"kind": kind} | whole, behaviour={"ties": {"cap": 5}}), 0, 1)
    assert len(build_kernel.signatures) == 1
