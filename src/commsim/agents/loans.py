"""Advances to the owners: who lent, what is open, what falls due each month from the common account."""

from __future__ import annotations

from dataclasses import dataclass

from commsim.rules.ledger import Account


@dataclass
class Loan:
    """One advance.

    Attributes:
        creditor: account that is repaid.
        open: fen not yet repaid.
        instalment: fen that falls due each month.
        overdue: fen that fell due and was not paid.
    """

    creditor: Account
    open: int
    instalment: int
    overdue: int = 0

    def fall_due(self) -> int:
        """Let this month's instalment fall due; return it, in fen."""
        due = min(self.instalment, self.open - self.overdue)
        self.overdue += due
        return due

    def repay(self, available: int) -> int:
        """Repay what is overdue as far as money reaches; return it, in fen."""
        paid = min(self.overdue, available)
        self.overdue -= paid
        self.open -= paid
        return paid


def lend(creditor: Account, fen: int, months: int) -> Loan:
    """Return a loan of so many fen repaid in so many equal instalments (the last one may be smaller)."""
    return Loan(creditor, fen, -(-fen // months))
