import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.company import (
    EFFORTS,
    LETTER,
    NO_EFFORT,
    REMINDER,
    SUIT,
    CompanyParameters,
    felt_effort,
    lasting_effort,
    loses,
    step_against,
    step_cost_yuan,
)
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = CompanyParameters(
    e_reminder=0.1,
    e_letter=0.4,
    e_suit=1.0,
    letter_after=6.0,
    suit_after=12.0,
    reminder_yuan=1.0,
    letter_yuan=10.0,
    suit_yuan=400.0,
    committed=0.12,
)


def test_the_steps_stand_in_order_of_hardness():
    assert EFFORTS == ("none", "reminder", "letter", "suit")
    assert [EFFORTS.index(name) for name in EFFORTS] == [NO_EFFORT, REMINDER, LETTER, SUIT]


@pytest.mark.parametrize(
    ("hardest", "owed", "sued", "step"),
    [
        (SUIT, 0.0, True, NO_EFFORT),
        (NO_EFFORT, 30.0, True, NO_EFFORT),
        (REMINDER, 0.5, False, REMINDER),
        (REMINDER, 30.0, True, REMINDER),
        (LETTER, 5.9, False, REMINDER),
        (LETTER, 6.0, False, LETTER),
        (LETTER, 30.0, True, LETTER),
        (SUIT, 5.0, True, REMINDER),
        (SUIT, 11.9, True, LETTER),
        (SUIT, 12.0, True, SUIT),
        (SUIT, 12.0, False, LETTER),
    ],
)
def test_a_step_depends_on_what_the_payee_dares_and_on_months_owed(hardest, owed, sued, step):
    assert step_against(hardest, owed, sued, P) == step


@given(st.integers(0, 3), st.floats(0.0, 36.0), st.booleans(), any_parameters("company"))
def test_no_step_is_harder_than_the_payee_dares(hardest, owed, sued, p):
    assert NO_EFFORT <= step_against(hardest, owed, sued, p) <= hardest


def test_each_step_is_felt_and_costs():
    steps = range(4)
    assert [felt_effort(step, P) for step in steps] == [0.0, 0.1, 0.4, 1.0]
    assert [step_cost_yuan(step, P) for step in steps] == [0.0, 1.0, 10.0, 400.0]


def test_a_suit_is_felt_for_some_months_whatever_step_follows():
    p = P._replace(suit_felt=12.0)
    assert lasting_effort(SUIT, 0, p) == 1.0
    assert lasting_effort(REMINDER, 11, p) == 1.0
    assert lasting_effort(REMINDER, 12, p) == 0.1
    assert lasting_effort(NO_EFFORT, 10_000, p) == 0.0


@given(st.integers(0, 3), any_parameters("company"))
def test_effort_is_a_share_and_a_cost_is_never_negative(step, p):
    assert 0.0 <= felt_effort(step, p) <= 1.0
    assert step_cost_yuan(step, p) >= 0.0


def test_a_month_is_a_loss_when_receipts_do_not_cover_committed_cost():
    assert loses(1199, 10_000, P)
    assert not loses(1200, 10_000, P)
    assert not loses(0, 0, P)


@given(any_parameters("company"), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9), SHARE)
def test_more_receipts_never_make_a_loss(p, one, other, due, share):
    assert rises(lambda receipts: -int(loses(receipts, due, p)), one, other)
