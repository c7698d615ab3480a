"""The compiled choice of households among equals: draws that are equal are told apart by id."""

import numba
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from commsim.engine import building_shares
from commsim.engine.jit import OPTIONS
from commsim.world.shares import apportioned, chosen

FEW_DRAWS = st.sampled_from([2**-33, 0.25, 0.3, 0.30001, 0.5, 0.999, 1.0 - 2**-33])
DRAWS = st.lists(FEW_DRAWS | st.floats(2**-33, 1.0 - 2**-33), min_size=1, max_size=60) | st.lists(
    FEW_DRAWS, min_size=1, max_size=60
)

entry = numba.njit(**OPTIONS)


@entry
def choose(keys, among, count, share, flags):
    building_shares.choose(keys, among, count, share, flags)


@entry
def apportion(keys, everyone, begin, end, first, second, third, categories):
    building_shares.apportion(keys, everyone, begin, end, first, second, third, categories)


@entry
def ranked(keys):
    return building_shares.ranked(keys)


@settings(max_examples=200, deadline=None)
@given(DRAWS, st.data())
def test_a_share_has_the_same_households(draws, data):
    among = [household for household in range(len(draws)) if data.draw(st.booleans())]
    share = data.draw(st.floats(0.0, 1.0))
    flags = np.ones(len(draws), np.bool_)
    ids = np.array([*among, 99], np.int32)
    choose(np.array(draws), ids, len(among), share, flags)
    assert np.flatnonzero(flags).tolist() == chosen(draws, among, share)


@settings(max_examples=200, deadline=None)
@given(DRAWS, st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4), st.data())
def test_categories_have_the_same_households(draws, parts, data):
    begin = data.draw(st.integers(0, len(draws)))
    end = data.draw(st.integers(begin, len(draws)))
    shares = [part / (sum(parts) or 1.0) for part in parts]
    two, three = shares[0] + shares[1], shares[0] + shares[1] + shares[2]
    categories = np.full(len(draws), 9, np.int8)
    everyone = np.arange(len(draws), dtype=np.int32)
    apportion(np.array(draws), everyone, begin, end, shares[0], two, three, categories)
    expected = apportioned(draws, range(begin, end), shares)
    assert categories.tolist() == [9] * begin + expected + [9] * (len(draws) - end)


@settings(max_examples=200, deadline=None)
@given(DRAWS)
def test_households_are_ranked_by_draw_then_id(draws):
    assert ranked(np.array(draws)).tolist() == sorted(range(len(draws)), key=draws.__getitem__)
