import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.belonging import BelongingParameters, belonging_next, experience, visible_results
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = BelongingParameters(
    up=0.1, down=0.02, joint=0.5, visible=0.3, heard=0.2, repair_yuan=40.0, betterment=2.0, dividend=0.5
)


def test_repair_better_service_and_a_dividend_are_visible():
    assert visible_results(0.0, 0, dividend=False, homes=100, p=P) == 0.0
    assert visible_results(0.0, 200_000, dividend=False, homes=100, p=P) == pytest.approx(0.5)  # 20 of 40 yuan a home
    assert visible_results(0.1, 0, dividend=False, homes=100, p=P) == pytest.approx(0.2)
    assert visible_results(0.1, 40_000, dividend=True, homes=100, p=P) == pytest.approx(0.8)


def test_service_that_got_worse_is_no_result():
    assert visible_results(-0.4, 100_000, dividend=False, homes=100, p=P) == pytest.approx(0.25)


def test_an_experience_weighs_taking_part_results_and_being_heard():
    assert experience(1.0, 0.0, 0.0, P) == 0.5
    assert experience(0.0, 0.5, 1.0, P) == pytest.approx(0.35)
    assert experience(1.0, 1.0, 1.0, P) == pytest.approx(1.0)


def test_belonging_grows_towards_one_and_fades_towards_zero():
    assert belonging_next(0.4, 0.5, 0.0, P) == pytest.approx(0.4 + 0.1 * 0.5 * 0.6 - 0.02 * 0.4)
    assert belonging_next(0.4, 0.0, 0.0, P) == pytest.approx(0.392)
    assert belonging_next(0.0, 0.0, 0.0, P) == 0.0


def test_what_pressure_does_to_belonging_has_a_free_sign_and_is_nothing_by_default():
    fades = belonging_next(0.4, 0.0, 0.0, P)
    assert belonging_next(0.4, 0.0, 1.0, P) == fades
    assert belonging_next(0.4, 0.0, 0.5, P._replace(pressure=0.1)) == pytest.approx(fades - 0.05)
    assert belonging_next(0.4, 0.0, 0.5, P._replace(pressure=-0.1)) == pytest.approx(fades + 0.05)


def test_belonging_fades_by_half_in_about_five_years():
    months = math.log(2.0) / BelongingParameters().down
    value = 0.8
    for _ in range(round(months)):
        value = belonging_next(value, 0.0, 1.0, BelongingParameters())
    assert 4.0 < months / 12.0 < 6.0
    assert value == pytest.approx(0.4, rel=0.02)


def test_a_steady_experience_leads_to_the_balance_of_growth_and_fading():
    value = 0.0
    for _ in range(600):
        value = belonging_next(value, 0.5, 0.0, P)
    assert value == pytest.approx(0.1 * 0.5 / (0.1 * 0.5 + 0.02), abs=1e-9)


@given(
    any_parameters("belonging"), SHARE, SHARE, SHARE, SHARE, st.floats(-1.0, 1.0), st.integers(0, 10**9), st.booleans()
)
def test_belonging_and_what_feeds_it_stay_in_range(p, value, took_part, heard, pressure, rise, repair, dividend):
    results = visible_results(rise, repair, dividend, 30, p)
    assert 0.0 <= results <= 1.0
    x = experience(took_part, results, heard, p)
    assert 0.0 <= x <= 1.0
    assert 0.0 <= belonging_next(value, x, pressure, p) <= 1.0


@given(any_parameters("belonging"), SHARE, SHARE, SHARE, SHARE)
def test_more_of_anything_good_never_lowers_belonging(p, value, x, other, rest):
    assert rises(lambda y: belonging_next(value, y, rest, p), x, other)
    assert rises(lambda y: experience(y, rest, rest, p), x, other)
    assert rises(lambda y: experience(rest, y, rest, p), x, other)
    assert rises(lambda y: experience(rest, rest, y, p), x, other)
    assert rises(lambda y: visible_results(y, 1000, False, 10, p), x, other)
    assert visible_results(x, 1000, True, 10, p) >= visible_results(x, 1000, False, 10, p)
    assert visible_results(x, 2000, False, 10, p) >= visible_results(x, 1000, False, 10, p)
