"""A household's bills: what was billed, what is still owed, and what a payment settles.

A claim lives for 36 months (limitation, Civil Code art. 188); money goes to this month's bill first and then to the
oldest debt (art. 560). Everything is whole fen.
"""

from __future__ import annotations

from typing import NamedTuple

from commsim.rules.fees import LIMITATION_MONTHS, YEAR


class Payment(NamedTuple):
    """What one month's payment settled.

    Attributes:
        by_age: fen paid on the bills issued this month, last month and the month before.
        settled: whether the bill of each of these months is now paid in full by this payment.
        late: fen paid on older bills.
    """

    by_age: tuple[int, int, int]
    settled: tuple[bool, bool, bool]
    late: int

    @property
    def total(self) -> int:
        """All fen paid."""
        return self.by_age[0] + self.by_age[1] + self.by_age[2] + self.late


NOTHING = Payment((0, 0, 0), (False, False, False), 0)


class Bills:
    """The bills of one household with its present payee.

    Attributes:
        owed: fen owed over all living claims.
        billed_year: fen billed in the last 12 months.
        unpaid_year: of this, fen not paid.
    """

    __slots__ = ("_billed", "_unpaid", "_usual", "billed_year", "owed", "unpaid_year")

    def __init__(self) -> None:
        """Start without bills."""
        self._usual = NOTHING
        self.forget()

    def forget(self) -> None:
        """Drop every bill: a new payee starts anew."""
        self._billed = [0] * LIMITATION_MONTHS
        self._unpaid = [0] * LIMITATION_MONTHS
        self.owed = 0
        self.billed_year = 0
        self.unpaid_year = 0

    def inherit(self, months: int, fee: int) -> None:
        """Start with arrears of so many months before month 1 (at most 35 still live)."""
        for month in range(1 - min(months, LIMITATION_MONTHS - 1), 1):
            self.turn(month, fee)

    def turn(self, month: int, fee: int) -> None:
        """Begin a month: claims of 36 months ago lapse, and ``fee`` (fen, 0 where nobody bills) is billed."""
        billed, unpaid = self._billed, self._unpaid
        slot = month % LIMITATION_MONTHS
        left = (month - YEAR) % LIMITATION_MONTHS
        self.billed_year += fee - billed[left]
        self.unpaid_year += fee - unpaid[left]
        self.owed += fee - unpaid[slot]
        billed[slot] = fee
        unpaid[slot] = fee

    def pay(self, month: int, extra: int) -> Payment:
        """Pay this month's bill in full and up to ``extra`` fen of arrears, oldest first."""
        slot = month % LIMITATION_MONTHS
        current = self._unpaid[slot]
        self._unpaid[slot] = 0
        self.owed -= current
        self.unpaid_year -= current
        if self.owed and extra > 0:
            return self._with_arrears(month, current, extra)
        usual = self._usual  # this month's bill alone: the same payment every month, and so made once
        if usual is NOTHING or usual[0][0] != current:
            usual = self._usual = Payment((current, 0, 0), (True, False, False), 0)
        return usual

    def _with_arrears(self, month: int, current: int, extra: int) -> Payment:
        """Pay up to ``extra`` fen of arrears beside this month's bill of ``current`` fen."""
        paid = [current, 0, 0]
        settled = [True, False, False]
        late = 0
        for age in range(LIMITATION_MONTHS - 1, 0, -1):
            slot = (month - age) % LIMITATION_MONTHS
            open_claim = self._unpaid[slot]
            if open_claim == 0:
                continue
            part = min(open_claim, extra)
            extra -= part
            self._unpaid[slot] -= part
            self.owed -= part
            if age < YEAR:
                self.unpaid_year -= part
            if age < len(paid):
                paid[age] = part
                settled[age] = part == open_claim
            else:
                late += part
            if extra == 0:
                break
        return Payment((paid[0], paid[1], paid[2]), (settled[0], settled[1], settled[2]), late)
