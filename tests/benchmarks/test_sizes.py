"""Scenarios at other sizes."""

import pytest

from benchmarks.sizes import district, sized
from commsim.scenario import load_scenario


@pytest.mark.parametrize("name", ["typical-estate", "tianhu-garden", "core"])
@pytest.mark.parametrize("households", [60, 5000])
def test_homes_and_shops_together_are_what_was_asked_for(name, households):
    scenario = sized(name, households, 12)
    (estate,) = scenario.data.estates.values()
    assert estate.homes + estate.shops == households
    assert scenario.data.months == 12


def test_what_belongs_to_households_grows_with_them():
    now = load_scenario("tianhu-garden")
    (before,) = now.data.estates.values()
    scenario = sized("tianhu-garden", 10 * (before.homes + before.shops))
    (after,) = scenario.data.estates.values()
    assert (after.homes, after.shops, after.buildings) == (10 * before.homes, 10 * before.shops, 10 * before.buildings)
    assert after.common.parking_let == 10 * before.common.parking_let
    assert after.street.street_hours == 10 * before.street.street_hours
    hours = [event.staff_hours for event in scenario.data.timeline if hasattr(event, "staff_hours")]
    assert hours == [10 * event.staff_hours for event in now.data.timeline if hasattr(event, "staff_hours")]
    assert hours
    assert scenario.data.months == now.data.months


def test_a_scenario_at_its_own_size_is_itself():
    assert sized("typical-estate", 1000).digest() == load_scenario("typical-estate").digest()


def test_a_district_is_equal_estates():
    scenario = district("typical-estate", 50, 12, 4)
    estates = list(scenario.data.estates.values())
    assert len(estates) == 12
    assert estates.count(estates[0]) == 12
    assert list(scenario.data.estates)[:2] == ["e0000", "e0001"]


def test_a_district_of_one_is_the_estate():
    assert district("core", 50, 1, 4).digest() == sized("core", 50, 4).digest()
