import math

import pytest

from commsim.results.sums import highest, last, mean, ratio, total

NAN = math.nan


def test_a_total_adds_in_order_and_leaves_out_the_undefined() -> None:
    assert total([0.1, 0.2, 0.3]) == (0.1 + 0.2) + 0.3
    assert total([0.3, 0.2, 0.1]) == (0.3 + 0.2) + 0.1 != total([0.1, 0.2, 0.3])
    assert total([NAN, 0.1, NAN, 0.2]) == 0.1 + 0.2
    assert total([]) == total([NAN]) == 0


def test_whole_numbers_are_added_exactly() -> None:
    assert total([2**53, 1, 1]) == 2**53 + 2


def test_a_mean_is_over_the_defined_values() -> None:
    assert mean([1.0, NAN, 3.0]) == 2.0
    assert mean([0.1, 0.2, 0.3]) == total([0.1, 0.2, 0.3]) / 3
    assert math.isnan(mean([NAN]))
    assert math.isnan(mean([]))


def test_the_highest_is_of_the_defined_values_and_the_last_is_the_last() -> None:
    assert highest([NAN, 1, 3, 2]) == 3
    assert math.isnan(highest([NAN]))
    assert last([1, 2]) == 2
    assert math.isnan(last([1, NAN]))


@pytest.mark.parametrize(("above", "below", "figure"), [(1, 4, 0.25), (0, 4, 0)])
def test_a_ratio_is_one_number_over_another(above, below, figure) -> None:
    assert ratio(above, below) == figure


def test_a_ratio_to_nothing_is_undefined() -> None:
    assert math.isnan(ratio(0, 0))
