from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.revenue import (
    COMMITTEE,
    COMPANY,
    GROUP,
    NOBODY,
    OPERATORS,
    RevenueParameters,
    largest_remainder,
    leak,
    monthly_gross,
    owners_income,
)
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = RevenueParameters(leak_company=0.5, leak_group=0.1, leak_committee=0.3, leak_held=0.2)
operators = st.integers(0, len(OPERATORS) - 1)


def test_operators_are_numbered_as_they_are_named():
    assert [OPERATORS[i] for i in (COMPANY, GROUP, COMMITTEE, NOBODY)] == ["company", "group", "committee", "nobody"]


# --- gross income -----------------------------------------------------------------------------------------------------


def test_twelve_months_of_46_spaces_at_5_yuan_a_day_are_83_950_yuan():
    months = [monthly_gross(46, 5.0, 0.0, month) for month in range(1, 13)]
    assert sum(months) == 8_395_000
    assert max(months) - min(months) <= 1


@given(st.integers(0, 1000), st.integers(0, 10_000), st.integers(0, 10**8), st.integers(1, 1200))
def test_any_twelve_months_add_up_to_the_year_exactly(let, fen_a_day, fen_a_year, first):
    months = [monthly_gross(let, fen_a_day / 100, fen_a_year / 100, month) for month in range(first, first + 12)]
    assert sum(months) == let * fen_a_day * 365 + fen_a_year
    assert max(months) - min(months) <= 1


# --- what reaches the owners ------------------------------------------------------------------------------------------


def test_each_operator_has_its_leak():
    assert leak(COMPANY, 1.0, P) == 0.5
    assert leak(GROUP, 0.0, P) == 0.1
    assert [leak(COMMITTEE, quality, P) for quality in (0.0, 0.5, 1.0)] == pytest.approx([0.3, 0.15, 0.0])


@pytest.mark.parametrize(
    ("operator", "oversight", "quality", "own_account", "fen"),
    [
        (COMPANY, 1.0, 1.0, True, 50_000),
        (COMPANY, 0.5, 0.5, True, 25_000),
        (COMPANY, 1.0, 1.0, False, 40_000),
        (GROUP, 1.0, 0.0, True, 90_000),
        (COMMITTEE, 0.5, 0.5, True, 42_500),
        (COMMITTEE, 1.0, 1.0, False, 80_000),
        (COMMITTEE, 0.0, 0.0, True, 0),
        (NOBODY, 1.0, 1.0, True, 0),
    ],
)
def test_only_what_is_overseen_and_does_not_leak_reaches_the_owners(operator, oversight, quality, own_account, fen):
    income = owners_income(100_000, operator, oversight, quality, own_account, P)
    assert fen - 1 <= income <= fen


@given(any_parameters("revenue"), st.integers(0, 10**12), operators, SHARE, SHARE, st.booleans())
def test_the_owners_never_get_more_than_was_earned(p, gross, operator, oversight, quality, own_account):
    assert 0 <= owners_income(gross, operator, oversight, quality, own_account, p) <= gross


@given(any_parameters("revenue"), st.integers(0, 10**9), operators, SHARE, SHARE, SHARE)
def test_oversight_quality_and_an_own_account_never_cost_the_owners(p, gross, operator, rest, one, other):
    assert rises(lambda x: owners_income(gross, operator, x, rest, False, p), one, other)
    assert rises(lambda x: owners_income(gross, operator, rest, x, False, p), one, other)
    assert owners_income(gross, operator, rest, one, True, p) >= owners_income(gross, operator, rest, one, False, p)


# --- sharing out ------------------------------------------------------------------------------------------------------


def test_two_owners_share_what_is_left_after_reasonable_cost_by_area():
    reasonable_cost = P._replace(leak_group=0.25)  # 30,000 of 120,000 yuan
    income = owners_income(12_000_000, GROUP, 1.0, 1.0, True, reasonable_cost)
    assert income == 9_000_000
    assert largest_remainder(income, [6000, 4000]) == [5_400_000, 3_600_000]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),  # equal remainders: the lowest id
        (11, [1, 1, 1], [4, 4, 3]),
        (100, [1, 2, 4], [14, 29, 57]),  # 14.29, 28.57, 57.14: the largest remainder
        (5, [0, 3, 0, 2], [0, 3, 0, 2]),
        (7, [0, 0], [0, 0]),
        (0, [3, 4], [0, 0]),
        (3, [], []),
    ],
)
def test_the_rest_goes_to_the_largest_remainder_then_by_id(total, weights, parts):
    assert largest_remainder(total, weights) == parts


@given(st.integers(0, 10**12), st.lists(st.integers(0, 20_000), min_size=1, max_size=40))
def test_shares_add_up_and_differ_from_the_exact_share_by_less_than_a_fen(total, weights):
    parts = largest_remainder(total, weights)
    whole = sum(weights)
    if whole == 0:
        assert parts == [0] * len(weights)
        return
    assert sum(parts) == total
    exact = [Fraction(total * weight, whole) for weight in weights]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))
    rank = [(share - int(share), -i) for i, share in enumerate(exact)]
    raised = [i for i, (part, share) in enumerate(zip(parts, exact, strict=True)) if part > int(share)]
    kept = [i for i in range(len(parts)) if i not in raised]
    assert all(rank[i] > rank[j] for i in raised for j in kept)
