import pytest
from hypothesis import given

from commsim.rules.leader import LeaderParameters, leader_factor, quality_after
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = LeaderParameters(strength=0.25)


def test_a_good_leader_adds_what_a_bad_one_takes_away():
    assert leader_factor(True, 1.0, P) == 1.25
    assert leader_factor(True, 0.5, P) == 1.0
    assert leader_factor(True, 0.0, P) == 0.75
    assert leader_factor(True, 0.8, P) == pytest.approx(1.15)


@given(SHARE, any_parameters("leader"))
def test_without_a_leader_quality_counts_nothing(quality, p):
    assert leader_factor(False, quality, p) == 1.0


@given(any_parameters("leader"), SHARE, SHARE)
def test_the_factor_rises_with_quality_between_0_and_2(p, one, other):
    assert 0.0 <= leader_factor(True, one, p) <= 2.0
    assert rises(lambda quality: leader_factor(True, quality, p), one, other)


def test_the_bench_decides_what_stays():
    assert quality_after(0.8, 1.0) == pytest.approx(0.8)
    assert quality_after(0.8, 0.5) == pytest.approx(0.65)
    assert quality_after(0.2, 0.5) == pytest.approx(0.35)


@given(SHARE, any_parameters("leader"))
def test_without_a_bench_all_is_as_without_a_leader(quality, p):
    assert leader_factor(True, quality_after(quality, 0.0), p) == leader_factor(False, 0.0, p)


@given(SHARE, SHARE)
def test_what_stays_lies_between_the_leader_and_none(quality, bench):
    low, high = sorted((quality, 0.5))
    assert low - 1e-12 <= quality_after(quality, bench) <= high + 1e-12
