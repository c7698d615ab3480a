"""The picture of the network: deterministic, quick, homes apart, groups together."""

from __future__ import annotations

import time

import numpy as np
import pytest

from commsim.dashboard import layout
from commsim.dashboard.layout import SIZE, network_layout
from commsim.scenario import Scenario, load_scenario
from commsim.world import World
from commsim.world.build import build_world


def world_of(homes: int, buildings: int, stairwells: int = 3, seed: int = 1, **changes: object) -> World:
    scenario = load_scenario("tianhu-garden").set_many(
        {
            "estates.main.homes": homes,
            "estates.main.buildings": buildings,
            "estates.main.stairwells_per_building": stairwells,
            **changes,
        }
    )
    return build_world(scenario, 0, seed)


@pytest.fixture(scope="module")
def tianhu() -> World:
    return world_of(600, 12)


def nearest(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    apart = np.hypot(x[:, None] - x[None], y[:, None] - y[None])
    np.fill_diagonal(apart, np.inf)
    return apart.min(axis=1)


def test_places_fill_the_picture_and_stay_in_it(tianhu: World) -> None:
    x, y = network_layout(tianhu)
    assert x.dtype == y.dtype == np.float32
    assert x.shape == y.shape == (tianhu.households,)
    for places in (x, y):
        assert places.min() >= 0
        assert places.max() <= SIZE
    assert max(np.ptp(x), np.ptp(y)) > 0.9 * SIZE


@pytest.mark.parametrize(("homes", "buildings", "stairwells"), [(600, 12, 3), (300, 3, 1), (400, 40, 2), (200, 5, 14)])
def test_no_two_homes_meet(homes: int, buildings: int, stairwells: int) -> None:
    x, y = network_layout(world_of(homes, buildings, stairwells))
    apart = nearest(x, y)
    assert apart.min() > 0.25 * np.median(apart)


def test_homes_stand_with_their_stairwell_and_building(tianhu: World) -> None:
    x, y = network_layout(tianhu)
    for group in (tianhu.stairwell, tianhu.building):
        centres = np.array([[x[group == one].mean(), y[group == one].mean()] for one in range(group.max() + 1)])
        apart = np.hypot(x[:, None] - centres[None, :, 0], y[:, None] - centres[None, :, 1])
        assert (apart.argmin(axis=1) == group).mean() > 0.97


def test_the_same_world_has_the_same_picture_without_the_kept_one(tianhu: World) -> None:
    first = network_layout(tianhu)
    layout._kept.clear()
    second = network_layout(tianhu)
    assert first[0] is not second[0]
    np.testing.assert_array_equal(first, second)
    assert network_layout(tianhu)[0] is second[0]


def test_another_network_has_another_picture(tianhu: World) -> None:
    assert not np.array_equal(network_layout(tianhu), network_layout(world_of(600, 12, seed=2)))


def test_buildings_tied_closely_stand_side_by_side(tianhu: World) -> None:
    # Eight buildings on a ring; ties only between 0-4, 4-2, 2-6, 6-1, 1-5, 5-3, 3-7.
    path = [0, 4, 2, 6, 1, 5, 3, 7]
    building = np.arange(8).repeat(10)
    first = np.array([path[k] * 10 + i for k in range(7) for i in range(10)])
    second = np.array([path[k + 1] * 10 + i for k in range(7) for i in range(10)])
    order = layout._chain(building, 8, (first, second), np.ones(70))
    assert order.tolist() == path


def test_homes_are_drawn_towards_their_acquaintances(tianhu: World) -> None:
    x, y = network_layout(tianhu)
    at = np.stack([x, y], axis=1).astype(float)
    ends = tianhu.edge_a.astype(np.int64), tianhu.edge_b.astype(np.int64)
    length = np.hypot(*(at[ends[0]] - at[ends[1]]).T).mean()
    lots = np.random.default_rng(1)
    shuffled = at.copy()
    for one in range(tianhu.stairwell.max() + 1):
        homes = np.flatnonzero(tianhu.stairwell == one)
        shuffled[homes] = at[lots.permutation(homes)]
    assert length < np.hypot(*(shuffled[ends[0]] - shuffled[ends[1]]).T).mean()


def test_a_single_home_has_a_place() -> None:
    x, y = network_layout(world_of(1, 1, 1, **{"estates.main.shops": 0, "network.mean_degree": 0}))
    assert (x.tolist(), y.tolist()) == ([SIZE / 2], [SIZE / 2])


def test_five_thousand_homes_are_quick() -> None:
    world = world_of(4980, 60)
    times = []
    for _ in range(3):
        layout._kept.clear()
        start = time.thread_time()
        network_layout(world)
        times.append(time.thread_time() - start)
    assert min(times) < 0.1


def test_pictures_kept_are_bounded(small: Scenario) -> None:
    for seed in range(layout.KEPT + 5):
        network_layout(build_world(small, 0, seed))
    assert len(layout._kept) == layout.KEPT
