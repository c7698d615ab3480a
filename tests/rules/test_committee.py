import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.committee import CommitteeParameters, capture_chance, oversight, quality_next, work_needed
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = CommitteeParameters(rate=0.12, fixed_minutes=1200.0, household_minutes=6.0, capture=0.01, capture_loss=0.5)


def test_the_work_grows_with_the_estate():
    assert work_needed(0, P) == 1200
    assert work_needed(300, P) == 3000


def test_quality_follows_the_share_of_its_work_really_done():
    assert quality_next(0.5, 1.0, P) == pytest.approx(0.56)
    assert quality_next(0.5, 0.0, P) == pytest.approx(0.44)
    assert quality_next(0.5, 0.5, P) == 0.5
    assert quality_next(0.5, 3.0, P) == quality_next(0.5, 1.0, P)


def test_a_committee_nobody_works_for_ends_in_name_only():
    quality = 1.0
    for _ in range(120):
        quality = quality_next(quality, 0.0, P)
    assert quality < 1e-6
    assert oversight(quality, captured=False, p=P) < 1e-6


def test_a_faction_halves_what_a_committee_oversees():
    assert oversight(0.8, captured=False, p=P) == 0.8
    assert oversight(0.8, captured=True, p=P) == 0.4


def test_capture_is_the_likelier_the_fewer_take_part():
    assert capture_chance(0.0, P) == 0.01
    assert capture_chance(0.75, P) == pytest.approx(0.0025)
    assert capture_chance(1.0, P) == 0.0


@given(any_parameters("committee"), SHARE, SHARE, SHARE, st.booleans())
def test_quality_oversight_and_capture_stay_in_range(p, quality, done, participation, captured):
    assert 0.0 <= quality_next(quality, done, p) <= 1.0
    assert 0.0 <= oversight(quality, captured, p) <= quality
    assert 0.0 <= capture_chance(participation, p) <= 1.0


@given(any_parameters("committee"), SHARE, SHARE, SHARE)
def test_more_work_never_lowers_quality_and_more_quality_never_oversight(p, quality, one, other):
    assert rises(lambda done: quality_next(quality, done, p), one, other)
    assert rises(lambda q: oversight(q, True, p), one, other)
    assert rises(lambda share: -capture_chance(share, p), one, other)
