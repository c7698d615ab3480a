"""Bills: what is owed, what a payment settles, what lapses."""

from hypothesis import given
from hypothesis import strategies as st

from commsim.agents.bills import NOTHING, Bills, Payment
from commsim.rules.fees import LIMITATION_MONTHS, YEAR

FEE = 100


def billed(months, fee=FEE):
    """Return the bills of a household that was billed in months 1 to ``months`` and paid nothing."""
    bills = Bills()
    for month in range(1, months + 1):
        bills.turn(month, fee)
    return bills


def test_a_bill_is_owed_until_it_is_paid():
    bills = billed(1)
    assert bills.owed == bills.billed_year == bills.unpaid_year == FEE
    assert bills.pay(1, 0) == Payment((FEE, 0, 0), (True, False, False), 0)
    assert bills.owed == bills.unpaid_year == 0
    assert bills.billed_year == FEE


def test_this_months_bill_comes_first_then_the_oldest_debt():
    bills = billed(6)
    payment = bills.pay(6, 150)
    assert payment == Payment((FEE, 0, 0), (True, False, False), 150)  # all of month 1 and half of month 2
    assert bills.owed == 350
    assert bills.pay(6, 150) == Payment((0, 0, 0), (True, False, False), 150)
    assert bills.owed == 200


def test_bills_of_the_last_two_months_are_settled_by_age_and_only_when_paid_in_full():
    bills = billed(3)
    assert bills.pay(3, 150) == Payment((FEE, 50, FEE), (True, False, True), 0)
    assert bills.owed == 50
    bills.turn(4, FEE)
    assert bills.pay(4, FEE) == Payment((FEE, 0, 50), (True, False, True), 0)
    assert bills.owed == 0


def test_arrears_wait_where_nothing_extra_is_paid():
    bills = billed(5)
    assert bills.pay(5, 0).total == FEE
    assert bills.owed == 4 * FEE


def test_a_claim_lapses_after_36_months():
    bills = billed(36)
    assert bills.owed == 36 * FEE
    bills.turn(37, FEE)
    assert bills.owed == 36 * FEE
    for month in range(38, 38 + 35):
        bills.turn(month, 0)
        assert bills.owed == (37 + 36 - month) * FEE
    assert bills.owed == FEE
    bills.turn(73, 0)
    assert bills.owed == 0


def test_the_year_holds_the_bills_of_twelve_months():
    bills = billed(20)
    assert bills.billed_year == bills.unpaid_year == 12 * FEE
    bills.pay(20, 8 * FEE)  # the eight oldest are older than a year
    assert bills.unpaid_year == 11 * FEE
    bills.pay(20, FEE)
    assert bills.unpaid_year == 10 * FEE
    for month in range(21, 32):
        bills.turn(month, 0)
    assert bills.billed_year == FEE
    assert bills.unpaid_year == 0


def test_inherited_arrears_are_older_than_the_first_month():
    bills = Bills()
    bills.inherit(6, FEE)
    assert bills.owed == 6 * FEE
    bills.turn(1, FEE)
    assert bills.pay(1, 10 * FEE) == Payment((FEE, FEE, FEE), (True, True, True), 4 * FEE)


def test_no_more_than_35_months_of_inherited_arrears_still_live():
    bills = Bills()
    bills.inherit(240, FEE)
    assert bills.owed == 35 * FEE
    assert bills.billed_year == 12 * FEE
    bills.turn(1, FEE)
    assert bills.owed == 36 * FEE
    bills.turn(2, FEE)
    assert bills.owed == 36 * FEE


def test_a_new_payee_starts_anew():
    bills = billed(10)
    bills.forget()
    assert (bills.owed, bills.billed_year, bills.unpaid_year) == (0, 0, 0)
    bills.turn(11, FEE)
    assert bills.pay(11, FEE).total == FEE


def test_nothing_is_a_payment_of_nothing():
    assert NOTHING.total == 0
    assert not any(NOTHING.settled)


class Ledger:
    """Bills kept the plain way: one entry a month, oldest first."""

    def __init__(self):
        self.billed, self.unpaid = {}, {}

    def turn(self, month, fee):
        self.billed[month] = self.unpaid[month] = fee

    def living(self, month, within=LIMITATION_MONTHS):
        return {m: left for m, left in self.unpaid.items() if month - within < m <= month}

    def pay(self, month, extra):
        paid = {month: self.unpaid[month]}
        for m in sorted(self.living(month))[:-1]:
            part = min(self.unpaid[m], extra)
            extra -= part
            if part:
                paid[m] = part
        for m, part in paid.items():
            self.unpaid[m] -= part
        return paid


months = st.lists(st.tuples(st.integers(0, 500), st.one_of(st.none(), st.integers(0, 2000))), min_size=1, max_size=90)


@given(months)
def test_bills_agree_with_a_plain_list_of_all_months(story):
    bills, ledger = Bills(), Ledger()
    for month, (fee, extra) in enumerate(story, start=1):
        bills.turn(month, fee)
        ledger.turn(month, fee)
        if extra is not None:
            before = dict(ledger.unpaid)
            payment, paid = bills.pay(month, extra), ledger.pay(month, extra)
            assert payment.total == sum(paid.values())
            assert payment.by_age == tuple(paid.get(month - age, 0) for age in range(3))
            for age in (1, 2):
                open_before = before.get(month - age, 0)
                assert payment.settled[age] == (open_before > 0 and paid.get(month - age, 0) == open_before)
            assert payment.settled[0]
        assert bills.owed == sum(ledger.living(month).values())
        assert bills.unpaid_year == sum(ledger.living(month, YEAR).values())
        assert bills.billed_year == sum(fee for m, fee in ledger.billed.items() if month - YEAR < m)
