import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.errors import LedgerError
from commsim.rules.ledger import ACCOUNTS, NEVER_BELOW_ZERO, Account, post

accounts = st.sampled_from(list(Account))
orders = st.lists(st.tuples(accounts, accounts, st.integers(-5, 10**9)), max_size=60)


def books(**balances):
    held = [balances.get(account.name.lower(), 0) for account in Account]
    return held, [0] * (ACCOUNTS * ACCOUNTS)


def test_a_posting_leaves_one_account_and_reaches_another():
    balances, flows = books(common=100)
    post(balances, flows, Account.COMMON, Account.HOUSEHOLDS, 40)
    post(balances, flows, Account.COMMON, Account.HOUSEHOLDS, 10)
    assert balances[Account.COMMON] == 50
    assert balances[Account.HOUSEHOLDS] == 50
    assert flows[Account.COMMON * ACCOUNTS + Account.HOUSEHOLDS] == 50
    assert flows.count(0) == ACCOUNTS * ACCOUNTS - 1


def test_households_company_street_and_the_world_outside_may_owe():
    for account in Account:
        balances, flows = books()
        if account in NEVER_BELOW_ZERO:
            with pytest.raises(LedgerError, match="holds 0 fen, cannot pay 1"):
                post(balances, flows, account, Account.OPERATOR, 1)
        else:
            target = Account.FUND if account != Account.FUND else Account.COMMON
            post(balances, flows, account, target, 1)
            assert balances[account] == -1


def test_the_last_fen_can_be_spent():
    balances, flows = books(fund=7)
    post(balances, flows, Account.FUND, Account.OUTSIDE, 7)
    assert balances[Account.FUND] == 0


@pytest.mark.parametrize(
    ("source", "target", "fen", "message"),
    [
        (Account.HOUSEHOLDS, Account.COMPANY, -1, "cannot move -1 fen"),
        (Account.HOUSEHOLDS, Account.HOUSEHOLDS, 5, "cannot move 5 fen from account 0 to account 0"),
        (Account.COMMON, Account.OUTSIDE, 101, "holds 100 fen, cannot pay 101"),
    ],
)
def test_a_refused_posting_changes_nothing(source, target, fen, message):
    balances, flows = books(common=100)
    with pytest.raises(LedgerError, match=message):
        post(balances, flows, source, target, fen)
    assert (balances, flows) == books(common=100)


@given(orders, st.integers(0, 10**9), st.integers(0, 10**9))
def test_no_fen_is_made_or_lost_whatever_is_posted(postings, common, fund):
    balances, flows = books(common=common, fund=fund)
    start = list(balances)
    for source, target, fen in postings:
        before = list(balances)
        refused = fen < 0 or source == target or (source in NEVER_BELOW_ZERO and before[source] < fen)
        if refused:
            with pytest.raises(LedgerError):
                post(balances, flows, source, target, fen)
            assert balances == before
        else:
            post(balances, flows, source, target, fen)
        assert sum(balances) == common + fund
        assert all(balances[account] >= 0 for account in NEVER_BELOW_ZERO)
    for account in range(ACCOUNTS):
        paid = sum(flows[account * ACCOUNTS + other] for other in range(ACCOUNTS))
        received = sum(flows[other * ACCOUNTS + account] for other in range(ACCOUNTS))
        assert balances[account] - start[account] == received - paid
    assert min(flows) >= 0
