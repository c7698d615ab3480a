from decimal import ROUND_FLOOR, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.world.households import (
    area_of,
    fee_of,
    first_state,
    floor_of,
    income_of,
    stairwell_of,
    start_tie,
    ties_by_circle,
    ties_made,
)

UNIFORMS = [(step + 0.5) / 2000 for step in range(2000)]
uniform = st.floats(min_value=2**-33, max_value=1 - 2**-33)


def mean(values):
    return sum(values) / len(values)


@given(st.integers(1, 300), st.integers(1, 60))
def test_homes_spread_evenly_over_stairwells_in_order(count, stairwells):
    found = [stairwell_of(place, count, stairwells) for place in range(count)]
    sizes = [found.count(stairwell) for stairwell in range(stairwells)]
    assert found == sorted(found)
    assert sum(sizes) == count
    assert max(sizes) - min(sizes) <= 1


@given(st.integers(1, 200), st.integers(1, 60))
def test_floors_rise_from_the_ground_to_the_top(count, floors):
    found = [floor_of(place, count, floors) for place in range(count)]
    assert found == sorted(found)
    assert found[0] == 1
    assert max(found) <= floors
    assert max(found) == floors or count < floors


def test_areas_lie_within_thirty_per_cent_of_their_mean():
    areas = [area_of(u, 95.0) for u in UNIFORMS]
    assert min(areas) == 6651
    assert max(areas) == 12348
    assert mean(areas) == pytest.approx(9500, abs=1)


@given(st.integers(1, 1_000_000), st.integers(0, 100_000), st.integers(0, 1_000_000))
def test_fees_are_exact_to_the_fen(area, price_cents_of_fen, flat_fen):
    price, flat = Decimal(price_cents_of_fen) / 10_000, Decimal(flat_fen) / 100
    exact = (area * price + flat * 100).to_integral_value(ROUND_FLOOR)
    assert fee_of(area, float(price), float(flat)) == exact


def test_a_fee_loses_no_fen_to_a_float():
    assert int(100 * 1.15) == 114  # the mistake to avoid
    assert fee_of(100, 1.15, 0.0) == 115
    assert fee_of(9999, 1.5, 0.0) == 14998
    assert fee_of(9500, 1.5, 2.0) == 14450


def test_income_has_its_median_and_is_never_zero():
    assert income_of(0.5, 8000.0, 0.5) == 800_000
    assert income_of(0.5, 8000.0, 0.0) == income_of(0.9, 8000.0, 0.0) == 800_000
    assert income_of(0.841344746, 8000.0, 0.5) == pytest.approx(800_000 * 1.648721, rel=1e-6)
    assert income_of(2**-33, 500.0, 2.0) == 1


@pytest.mark.parametrize("average", [0.0, 0.02, 0.1, 0.5, 0.85, 0.99, 1.0])
def test_holding_first_trust_within_bounds_keeps_its_mean(average):
    values = [first_state(u, average, 0.2) for u in UNIFORMS]
    assert min(values) >= 0
    assert max(values) <= 1
    assert mean(values) == pytest.approx(average, abs=0.012 * min(average, 1 - average) + 1e-12)


def test_first_trust_has_the_spread_asked_for_where_there_is_room():
    values = [first_state(u, 0.5, 0.1) for u in UNIFORMS]
    assert mean([(value - 0.5) ** 2 for value in values]) ** 0.5 == pytest.approx(0.1, rel=0.01)
    assert first_state(0.3, 0.5, 0.0) == 0.5


@given(st.floats(0, 200))
def test_households_make_half_the_mean_degree(mean_degree):
    made = [ties_made(u, mean_degree) for u in UNIFORMS]
    assert mean(made) == pytest.approx(mean_degree / 2, abs=0.001)
    assert max(made) - min(made) <= 1


@given(uniform, st.integers(0, 100), st.floats(0, 1), st.floats(0, 1))
def test_every_tie_is_made_in_one_circle(u, count, stairwell_share, building_share):
    circles = ties_by_circle(u, count, stairwell_share, building_share)
    assert sum(circles) == count
    assert min(circles) >= 0
    assert circles[0] == pytest.approx(count * stairwell_share, abs=1)


def test_rounding_ties_to_circles_keeps_the_shares():
    circles = [ties_by_circle(u, 3, 0.5, 0.3) for u in UNIFORMS]
    assert [mean(column) for column in zip(*circles, strict=True)] == pytest.approx([1.5, 0.9, 0.6], abs=0.001)


def test_shares_that_leave_nothing_for_elsewhere_make_no_tie_there():
    circles = [ties_by_circle(u, 3, 0.5, 0.5) for u in UNIFORMS]
    assert {far for _, _, far in circles} == {0}
    assert mean([near for near, _, _ in circles]) == pytest.approx(1.5, abs=0.001)


def test_all_ties_in_the_stairwell_leave_none_for_elsewhere():
    assert ties_by_circle(1 - 2**-33, 4, 1.0, 0.0) == (4, 0, 0)
    assert ties_by_circle(1 - 2**-33, 4, 0.0, 1.0) == (0, 4, 0)
    assert ties_by_circle(2**-33, 4, 0.0, 0.0) == (0, 0, 4)


def test_a_tie_is_even_up_to_twice_its_mean():
    assert mean([start_tie(u, 0.05, 6.0, 8) for u in UNIFORMS]) == pytest.approx(0.05)
    assert max(start_tie(u, 0.05, 6.0, 8) for u in UNIFORMS) == pytest.approx(0.1, rel=1e-3)


def test_a_tie_is_at_most_one_and_at_most_its_part_of_the_cap():
    assert start_tie(0.9, 0.8, 6.0, 2) == 1.0
    assert start_tie(0.9, 0.8, 6.0, 12) == 0.5
