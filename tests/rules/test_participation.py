import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.participation import (
    ABSENT,
    MIDDLE,
    OLD,
    OWNER,
    TENANT,
    YOUNG,
    ParticipationParameters,
    cost,
    participation_logit,
)
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = ParticipationParameters(
    a=-3.5, b_beta=1.5, b_g=1.0, b_v=0.5, b_n=2.0, cost_young=0.6, cost_middle=0.4, cost_old=0.1, cost_tenant=0.5
)


@pytest.mark.parametrize(
    ("age", "tenure", "expected"),
    [(YOUNG, OWNER, 0.6), (MIDDLE, OWNER, 0.4), (OLD, OWNER, 0.1), (OLD, TENANT, 0.6), (YOUNG, ABSENT, 0.6)],
)
def test_work_and_care_and_having_less_at_stake_keep_people_away(age, tenure, expected):
    assert cost(age, tenure, P) == pytest.approx(expected)


def test_the_log_odds_of_taking_part_at_points_computed_by_hand():
    assert participation_logit(0.0, 0.0, 0.0, 0.0, 0.0, P) == -3.5
    assert participation_logit(0.4, 0.5, 0.6, 0.25, 0.6, P) == pytest.approx(-3.5 + 0.6 + 0.5 + 0.3 + 0.5 - 0.6)
    assert participation_logit(0.4, 0.5, -0.6, 0.25, 0.6, P) == pytest.approx(-2.8)


@given(any_parameters("participation"), SHARE, SHARE, SHARE, st.floats(-1.0, 1.0), st.floats(0.0, 40.0))
def test_bond_trust_visit_and_neighbours_draw_people_in_and_cost_keeps_them_out(p, rest, one, other, visit, cost_of):
    assert rises(lambda x: participation_logit(x, rest, visit, rest, cost_of, p), one, other)
    assert rises(lambda x: participation_logit(rest, x, visit, rest, cost_of, p), one, other)
    assert rises(lambda x: participation_logit(rest, rest, x, rest, cost_of, p), one, other)
    assert rises(lambda x: participation_logit(rest, rest, visit, x, cost_of, p), one, other)
    assert rises(lambda x: -participation_logit(rest, rest, visit, rest, x, p), one, other)


@given(any_parameters("participation"), st.integers(0, 2))
def test_a_tenant_never_has_less_to_pay_for_taking_part_than_an_owner(p, age):
    assert cost(age, TENANT, p) >= cost(age, OWNER, p) >= 0.0
