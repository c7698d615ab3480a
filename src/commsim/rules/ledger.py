"""The ledger: every fen has a from and a to.

Meaning: an estate has one fixed list of accounts. A month is a square matrix of flows between them, in whole fen; a
balance changes only by a flow, so all balances of an estate always add up to what they added up to at the start.

Equation: balance_k(t) = balance_k(0) + sum over months and accounts of (flow_jk - flow_kj)

Source: double-entry bookkeeping, Pacioli 1494.
"""

from __future__ import annotations

from enum import IntEnum

from commsim.errors import LedgerError


class Account(IntEnum):
    """The accounts of an estate."""

    HOUSEHOLDS = 0
    COMPANY = 1
    COMMON = 2
    FUND = 3
    OPERATOR = 4
    STREET = 5
    OUTSIDE = 6


ACCOUNTS = len(Account)
NEVER_BELOW_ZERO = (Account.COMMON, Account.FUND)


def post(balances: list[int], flows: list[int], source: int, target: int, fen: int) -> None:
    """Move whole fen from one account to another; both lists are changed in place.

    Args:
        balances: one balance an account, shape (7,), fen.
        flows: flows of the month, row-major, shape (49,): ``flows[source * 7 + target]``.
        source: account that pays.
        target: account that receives.
        fen: sum, at least 0.

    Raises:
        LedgerError: a negative or broken sum, an account paying itself, or an account overdrawn that may not be.
    """
    if fen < 0 or source == target:
        raise LedgerError(f"cannot move {fen} fen from account {source} to account {target}")
    if source in NEVER_BELOW_ZERO and balances[source] < fen:
        raise LedgerError(f"account {source} holds {balances[source]} fen, cannot pay {fen}")
    balances[source] -= fen
    balances[target] += fen
    flows[source * ACCOUNTS + target] += fen
