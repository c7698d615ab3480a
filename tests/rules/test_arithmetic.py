import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.arithmetic import clip, ratio, share_of, sigmoid, to_fen
from tests.rules.any_parameters import SHARE, rises

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("x", "expected"), [(0.0, 0.5), (math.log(3.0), 0.75), (-math.log(3.0), 0.25), (math.log(9.0), 0.9)]
)
def test_the_logistic_function_turns_log_odds_into_a_chance(x, expected):
    assert sigmoid(x) == pytest.approx(expected, abs=1e-15)


@given(finite)
def test_a_chance_lies_between_0_and_1_for_any_number(x):
    assert 0.0 <= sigmoid(x) <= 1.0
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1.0, abs=1e-15)


def test_numbers_whose_exponential_overflows_give_a_sure_thing():
    assert sigmoid(800.0) == sigmoid(1e308) == 1.0
    assert sigmoid(-800.0) == sigmoid(-1e308) == 0.0


@given(finite, finite)
def test_a_chance_rises_with_the_log_odds(x, other):
    assert rises(sigmoid, x, other)


def test_clipping_holds_a_number_inside():
    assert [clip(x) for x in (-0.1, 0.0, 0.3, 1.0, 1.1)] == [0.0, 0.0, 0.3, 1.0, 1.0]
    assert [clip(x, -1.0, 2.0) for x in (-1.5, -0.5, 2.5)] == [-1.0, -0.5, 2.0]


def test_a_sum_becomes_whole_fen_by_floor_and_is_never_negative():
    assert [to_fen(x) for x in (0.0, 0.999, 1.0, 149.99, -5.0)] == [0, 0, 1, 149, 0]
    assert isinstance(to_fen(3.5), int)


@given(st.integers(0, 10**14), SHARE)
def test_a_share_is_never_more_than_the_sum(fen, share):
    assert 0 <= share_of(fen, share) <= fen
    assert share_of(fen, 0.0) == 0


def test_a_share_is_floored():
    assert share_of(101, 0.5) == 50
    assert share_of(12345, 1.0) == 12345


def test_a_share_above_one_gives_the_whole_sum():
    assert share_of(100, 1.5) == 100


def test_a_ratio_without_a_whole_is_what_was_asked_for():
    assert ratio(3.0, 4.0) == 0.75
    assert ratio(3.0, 0.0) == 0.0
    assert ratio(3.0, 0.0, 1.0) == 1.0
