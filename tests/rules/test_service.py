import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.service import ServiceParameters, condition_next, service_next, service_target, upkeep_target
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = ServiceParameters(
    kappa=0.8, efficiency=0.95, oversight=0.05, rho=0.35, floor=0.4, delta=0.01, ageing=0.001, renewal_yuan=8000.0
)


def test_money_becomes_service_the_less_the_more_run_down_the_place():
    assert service_target(0.8, 1.0, 1.0, P) == pytest.approx(1.0)
    assert service_target(0.8, 1.0, 0.0, P) == pytest.approx(0.95)
    assert service_target(0.4, 1.0, 1.0, P) == pytest.approx(0.5)
    assert service_target(0.4, 0.5, 1.0, P) == pytest.approx(0.35)
    assert service_target(5.0, 0.0, 0.0, P) == pytest.approx(0.4)
    assert service_target(0.0, 1.0, 1.0, P) == 0.0


def test_upkeep_by_hand_gives_the_share_that_is_done():
    assert upkeep_target(0.5, 1.0, P) == 0.5
    assert upkeep_target(0.5, 0.5, P) == pytest.approx(0.35)
    assert upkeep_target(1.7, 1.0, P) == 1.0


def test_service_moves_a_third_of_the_way_each_month():
    assert service_next(0.2, 0.8, P) == pytest.approx(0.41)
    assert service_next(0.8, 0.2, P) == pytest.approx(0.59)
    value = 0.0
    for _ in range(60):
        value = service_next(value, 0.7, P)
    assert value == pytest.approx(0.7, abs=1e-9)


def test_condition_follows_service_wears_and_is_lifted_by_repair():
    assert condition_next(0.5, 0.7, 0, 100, P) == pytest.approx(0.5 + 0.002 - 0.0005)
    assert condition_next(0.5, 0.5, 4_000_000, 100, P) == pytest.approx(0.5 - 0.0005 + 0.05)
    assert condition_next(0.99, 1.0, 80_000_000, 100, P) == 1.0


def test_an_estate_that_works_stays_working():
    service, condition = 0.9, 0.9
    for _ in range(600):
        service = service_next(service, service_target(0.8, condition, 0.0, P), P)
        condition = condition_next(condition, service, 0, 100, P)
    assert service > 0.7


@given(any_parameters("service"), SHARE, SHARE, SHARE, st.floats(0.0, 50.0), st.integers(0, 10**9))
def test_service_and_condition_stay_in_range(p, service, condition, oversight, funding, repair):
    target = service_target(funding, condition, oversight, p)
    assert 0.0 <= target <= 1.0
    assert 0.0 <= upkeep_target(funding, condition, p) <= 1.0
    assert 0.0 <= service_next(service, target, p) <= 1.0
    assert 0.0 <= condition_next(condition, service, repair, 25, p) <= 1.0


@given(any_parameters("service"), SHARE, SHARE, SHARE)
def test_money_oversight_condition_and_repair_never_lower_service_or_condition(p, rest, one, other):
    assert rises(lambda x: service_target(x, rest, rest, p), one, other)
    assert rises(lambda x: service_target(rest, x, rest, p), one, other)
    assert rises(lambda x: service_target(rest, rest, x, p), one, other)
    assert rises(lambda x: upkeep_target(x, rest, p), one, other)
    assert rises(lambda x: service_next(rest, x, p), one, other)
    assert rises(lambda x: condition_next(rest, x, 0, 10, p), one, other)
    assert condition_next(rest, one, 1000, 10, p) >= condition_next(rest, one, 0, 10, p)
