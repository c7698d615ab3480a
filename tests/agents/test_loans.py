"""Advances to the owners: instalments, arrears of instalments, the last fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.agents.loans import lend
from commsim.rules.ledger import Account


@pytest.mark.parametrize(("fen", "months", "instalment"), [(4800, 48, 100), (4801, 48, 101), (5, 48, 1), (7, 1, 7)])
def test_instalments_are_equal_and_rounded_up(fen, months, instalment):
    assert lend(Account.COMPANY, fen, months).instalment == instalment


def test_what_could_not_be_paid_stays_due():
    loan = lend(Account.COMPANY, 300, 3)
    assert loan.fall_due() == 100
    assert loan.repay(30) == 30
    assert (loan.open, loan.overdue) == (270, 70)
    assert loan.fall_due() == 100
    assert loan.repay(1000) == 170
    assert loan.fall_due() == 100
    assert loan.fall_due() == 0  # all has fallen due
    assert loan.repay(1000) == 100
    assert loan.open == 0


@given(st.integers(1, 10**9), st.integers(1, 600), st.lists(st.integers(0, 10**7), max_size=80))
def test_an_advance_is_repaid_to_the_fen_and_never_more(fen, months, purses):
    loan = lend(Account.OUTSIDE, fen, months)
    due = paid = 0
    for purse in purses:
        due += loan.fall_due()
        part = loan.repay(purse)
        assert 0 <= part <= purse
        paid += part
        assert loan.open == fen - paid
        assert loan.overdue == due - paid
    for _ in range(months):
        due += loan.fall_due()
        paid += loan.repay(10**12)
    assert due == paid == fen
    assert loan.open == loan.overdue == 0
