import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.draws import share_to_count
from commsim.world.shares import apportioned, chosen

keys = st.lists(st.floats(2**-33, 1 - 2**-33), min_size=1, max_size=40)
share = st.floats(0, 1)


@given(keys, share, share)
def test_a_bigger_share_contains_the_smaller_ones(drawn, one, other):
    everyone = range(len(drawn))
    small, large = (chosen(drawn, everyone, part) for part in sorted((one, other)))
    assert set(small) <= set(large)
    assert len(large) == share_to_count(max(one, other), len(drawn))


def test_only_those_asked_are_chosen_by_their_own_keys():
    assert chosen([0.1, 0.9, 0.2, 0.5, 0.3], [1, 3, 4], 0.67) == [3, 4]
    assert chosen([0.1, 0.9, 0.2], [], 0.5) == []


def test_equal_keys_are_told_apart_by_id():
    assert chosen([0.5, 0.5, 0.5, 0.5], range(4), 0.5) == [0, 1]
    assert apportioned([0.5, 0.5, 0.5, 0.5], range(4), (0.25, 0.5, 0.25)) == [0, 1, 1, 2]


def test_categories_go_by_rising_key():
    assert apportioned([0.9, 0.1, 0.5, 0.3], range(4), (0.25, 0.5, 0.25)) == [2, 0, 1, 1]
    assert apportioned([0.9, 0.1, 0.5, 0.3], [0, 2, 3], (0.34, 0.33, 0.33)) == [2, 1, 0]


@given(keys, st.floats(0, 1), st.floats(0, 1))
def test_categories_have_their_shares_to_the_count(drawn, one, other):
    low, high = sorted((one, other))
    found = apportioned(drawn, range(len(drawn)), (low, high - low, 1 - high))
    count = len(drawn)
    assert found.count(0) == share_to_count(low, count)
    assert found.count(0) + found.count(1) == pytest.approx(share_to_count(low + (high - low), count))


def test_a_share_of_nothing_gets_nobody():
    assert apportioned([0.2, 0.4, 0.6], range(3), (0.0, 1.0, 0.0)) == [1, 1, 1]
    assert apportioned([0.2, 0.4, 0.6], range(3), (1.0, 0.0, 0.0)) == [0, 0, 0]
    assert apportioned([0.2, 0.4, 0.6], range(3), (0.0, 0.0, 1.0)) == [2, 2, 2]


@given(keys, st.floats(0, 0.5), st.floats(0, 0.5))
def test_growing_the_first_category_takes_nobody_out_of_it(drawn, one, other):
    small, large = (apportioned(drawn, range(len(drawn)), (part, 1 - part)) for part in sorted((one, other)))
    assert all(after == 0 for before, after in zip(small, large, strict=True) if before == 0)
