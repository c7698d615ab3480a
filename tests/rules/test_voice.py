import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.voice import VoiceParameters, climate, threshold_of
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = VoiceParameters(ground=0.2, kappa0=5.0, pi0=0.15, threshold=0.3, threshold_sd=0.1, opposition=1.5)


def test_the_climate_weighs_voices_of_the_own_camp_against_all_and_the_first_climate():
    assert climate(0.0, 0.0, 0.15, P) == 0.15
    assert climate(3.0, 5.0, 0.15, P) == pytest.approx(0.375)
    assert climate(3.0, 5.0, 0.85, P) == pytest.approx(0.725)


def test_the_climates_of_the_two_camps_add_up_to_one():
    assert climate(3.0, 5.0, 0.15, P) + climate(2.0, 5.0, 0.85, P) == pytest.approx(1.0)


def test_where_nobody_has_spoken_and_no_first_climate_counts_the_first_climate_stands():
    assert climate(0.0, 0.0, 0.15, P._replace(kappa0=0.0)) == 0.15
    assert climate(1.0, 4.0, 0.15, P._replace(kappa0=0.0)) == 0.25


def test_thresholds_spread_around_their_mean_and_opponents_have_their_own():
    assert threshold_of(0.0, True, P) == 0.3
    assert threshold_of(1.0, True, P) == pytest.approx(0.4)
    assert threshold_of(-1.0, False, P) == pytest.approx(0.3)
    assert threshold_of(-9.0, True, P) == 0.01
    assert threshold_of(9.0, True, P) == 1.01


@given(any_parameters("voice"), st.floats(0.0, 500.0), st.floats(0.0, 500.0), SHARE)
def test_the_climate_is_a_share_that_rises_with_voices_of_the_own_camp(p, own, others, first):
    assert 0.0 <= climate(own, own + others, first, p) <= 1.0
    assert climate(own + 1.0, own + 1.0 + others, first, p) >= climate(own, own + others, first, p) - 1e-12
    assert climate(own, own + others + 1.0, first, p) <= climate(own, own + others, first, p) + 1e-12


@given(any_parameters("voice"), st.floats(-7.0, 7.0), st.floats(-7.0, 7.0), st.booleans())
def test_nobody_speaks_in_a_climate_of_zero_and_some_never(p, z, other, supporter):
    assert 0.01 <= threshold_of(z, supporter, p) <= 1.01
    assert rises(lambda x: threshold_of(x, supporter, p), z, other)
