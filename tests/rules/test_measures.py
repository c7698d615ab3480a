import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.measures import (
    FREE_RIDER,
    PARTIAL,
    PAYER,
    PROTEST,
    UNCLEAR,
    annual_per_100,
    median_of_sorted,
    payer_class,
)
from tests.rules.any_parameters import SHARE


@pytest.mark.parametrize(
    ("paid", "expected"),
    [(0, FREE_RIDER), (500, FREE_RIDER), (501, PARTIAL), (9499, PARTIAL), (9500, PAYER), (10000, PAYER)],
)
def test_five_and_ninety_five_per_cent_part_non_payers_partial_payers_and_payers(paid, expected):
    assert payer_class(10_000, 10_000 - paid, protest=False, service=0.8, gave_hours=False) == expected


@pytest.mark.parametrize(
    ("protest", "service", "gave_hours", "expected"),
    [
        (True, 0.8, False, PROTEST),
        (True, 0.8, True, PROTEST),
        (False, 0.29, True, PROTEST),
        (False, 0.3, False, FREE_RIDER),
        (False, 0.3, True, UNCLEAR),
    ],
)
def test_who_pays_nothing_protests_rides_free_or_gives_hours(protest, service, gave_hours, expected):
    assert payer_class(10_000, 10_000, protest, service, gave_hours) == expected


def test_who_was_billed_nothing_withholds_nothing():
    assert payer_class(0, 0, protest=True, service=0.0, gave_hours=False) == PAYER


@given(st.integers(1, 10**9), st.data(), st.booleans(), SHARE, st.booleans())
def test_paying_more_never_makes_somebody_less_of_a_payer(billed, data, protest, service, gave_hours):
    unpaid = data.draw(st.integers(0, billed))
    more_paid = data.draw(st.integers(0, unpaid))
    ranks = {PAYER: 2, PARTIAL: 1}
    before = payer_class(billed, unpaid, protest, service, gave_hours)
    after = payer_class(billed, more_paid, protest, service, gave_hours)
    assert ranks.get(after, 0) >= ranks.get(before, 0)


def test_disputes_are_counted_per_100_homes_a_year():
    assert annual_per_100(30, 12, 600) == 5.0
    assert annual_per_100(30, 6, 600) == 10.0
    assert math.isnan(annual_per_100(3, 0, 600))
    assert math.isnan(annual_per_100(3, 12, 0))


def test_the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle():
    assert median_of_sorted([3]) == 3.0
    assert median_of_sorted([1, 2, 9]) == 2.0
    assert median_of_sorted([1, 2, 5, 9]) == 3.5
    assert math.isnan(median_of_sorted([]))
