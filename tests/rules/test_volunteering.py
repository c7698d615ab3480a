import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.volunteering import (
    VolunteeringParameters,
    Work,
    felt_load,
    first_motivation,
    motivation_next,
    offered_minutes,
    total,
    upkeep_minutes,
    work_done,
)
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = VolunteeringParameters(
    hours_in_service=6.0,
    hours_retired=20.0,
    hours_spread=0.5,
    upkeep_hours=2.0,
    motivation_low=0.5,
    motivation_high=0.9,
    service_file=0.05,
    recognition=0.03,
    success=0.04,
    loss=0.2,
)
uniform = st.floats(2.0**-33, 1.0 - 2.0**-33)
minutes = st.integers(0, 10**6)
works = st.builds(Work, minutes, minutes, minutes, minutes)


def test_offers_are_spread_evenly_around_their_mean():
    assert offered_minutes(False, 0.5, P) == 360
    assert offered_minutes(False, 0.25, P) == 270
    assert offered_minutes(True, 0.5, P) == 1200
    assert offered_minutes(True, 0.75, P) == 1500


def test_first_motivation_lies_between_its_bounds():
    assert first_motivation(0.25, P) == pytest.approx(0.6)
    assert first_motivation(0.75, P) == pytest.approx(0.8)


def test_upkeep_grows_with_the_households():
    assert upkeep_minutes(300, P) == 36_000
    assert upkeep_minutes(0, P) == 0


def test_what_is_asked_is_done_where_the_offer_reaches():
    demand = Work(10, 20, 30, 40)
    for rota in (False, True):
        assert work_done(demand, 100, rota) == demand


def test_a_rota_puts_organising_and_visiting_before_mediation_and_upkeep():
    demand = Work(10, 20, 30, 40)
    assert work_done(demand, 5, rota=True) == Work(5, 0, 0, 0)
    assert work_done(demand, 25, rota=True) == Work(10, 15, 0, 0)
    assert work_done(demand, 45, rota=True) == Work(10, 20, 15, 0)
    assert work_done(demand, 70, rota=True) == Work(10, 20, 30, 10)


def test_without_a_rota_every_task_gets_the_same_share():
    assert work_done(Work(10, 20, 30, 40), 50, rota=False) == Work(5, 10, 15, 20)
    assert work_done(Work(1, 1, 1, 0), 2, rota=False) == Work(0, 0, 0, 0)  # whole minutes, by floor


@given(works, minutes, st.booleans())
def test_the_work_done_is_never_more_than_offered_or_demanded(demand, offered, rota):
    done = work_done(demand, offered, rota)
    assert total(done) <= offered or done == demand
    assert all(0 <= given <= asked for given, asked in zip(done, demand, strict=True))
    if rota:
        assert total(done) == min(total(demand), offered)
    else:
        assert total(done) >= min(total(demand), offered) - 3


def test_the_load_is_demand_over_offer_and_a_rota_caps_it():
    assert felt_load(300, 100, rota=False) == 3.0
    assert felt_load(300, 100, rota=True) == 1.0
    assert felt_load(50, 100, rota=True) == 0.5
    assert felt_load(300, 0, rota=False) == 0.0


@pytest.mark.parametrize(
    ("load", "service_file", "recognition", "success", "expected"),
    [
        (1.0, False, False, 0.0, 0.6),
        (0.2, False, False, 0.0, 0.6),  # unsupported light work does not decay by itself
        (2.0, False, False, 0.0, 0.48),
        (3.0, False, False, 0.0, 0.36),
        (5.0, False, False, 0.0, 0.12),
        (50.0, False, False, 0.0, 0.12),  # nothing is worse than five times the offer
        (1.0, True, False, 0.0, 0.62),
        (1.0, True, True, 0.5, 0.64),
        (2.0, True, True, 0.5, 0.52),
    ],
)
def test_motivation_falls_with_overload_and_grows_with_support(load, service_file, recognition, success, expected):
    assert motivation_next(0.6, load, service_file, recognition, success, P) == pytest.approx(expected)


def test_five_times_the_offer_breaks_anybody_within_three_months():
    p = VolunteeringParameters()
    for first in (p.motivation_low, p.motivation_high):
        value = first
        months = 0
        while value >= p.floor:
            value = motivation_next(value, 5.0, False, False, 0.0, p)
            months += 1
        assert 1 <= months <= 3


@given(any_parameters("volunteering"), uniform, SHARE, st.floats(0.0, 1e6), st.booleans(), st.booleans(), SHARE)
def test_offers_and_motivation_stay_in_range(p, u, value, load, service_file, recognition, success):
    for retired in (False, True):
        assert 0 <= offered_minutes(retired, u, p) <= 2 * 60 * 400
    if p.motivation_low <= p.motivation_high:
        assert p.motivation_low - 1e-12 <= first_motivation(u, p) <= p.motivation_high + 1e-12
    assert 0.0 <= motivation_next(value, load, service_file, recognition, success, p) <= 1.0


@given(any_parameters("volunteering"), SHARE, st.floats(0.0, 20.0), st.floats(0.0, 20.0), SHARE, SHARE)
def test_load_never_motivates_and_support_never_discourages(p, value, load, other_load, success, other_success):
    assert rises(lambda x: -motivation_next(value, x, False, True, success, p), load, other_load)
    assert rises(lambda x: motivation_next(value, load, False, False, x, p), success, other_success)
    for with_it, without in [((True, False), (False, False)), ((False, True), (False, False))]:
        assert motivation_next(value, load, *with_it, success, p) >= motivation_next(value, load, *without, success, p)
