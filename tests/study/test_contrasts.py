import math

import numpy as np
import pytest
from scipy import stats

from commsim.study.contrasts import contrast, t_quantile

NO = math.nan


def test_a_difference_of_twins_has_the_interval_of_a_paired_t_test() -> None:
    figures = np.random.default_rng(1).normal(size=(2, 12))
    found = contrast(figures, [[1, 0]], [1, -1])
    wanted = stats.ttest_rel(figures[1], figures[0]).confidence_interval()
    assert found.value == pytest.approx((figures[1] - figures[0]).mean())
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))
    assert found[3:] == (12, 12, 12, 0)


def test_points_with_luck_of_their_own_have_the_interval_of_welchs_test() -> None:
    figures = np.random.default_rng(2).normal(size=(2, 9))
    figures[1] *= 3
    figures[0, 5:] = NO
    found = contrast(figures, [[1, 0]], [1, -1], shared=False)
    wanted = stats.ttest_ind(figures[1], figures[0, :5], equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))


def test_over_several_groups_the_interval_is_that_of_the_means_of_each_replicate() -> None:
    figures = np.random.default_rng(3).normal(size=(6, 8)) + np.random.default_rng(4).normal(size=8) * 5
    found = contrast(figures, [[0, 1], [2, 3], [4, 5]], [1, -1])
    each = (figures[[0, 2, 4]] - figures[[1, 3, 5]]).mean(axis=0)
    wanted = stats.ttest_1samp(each, 0).confidence_interval()
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))


def test_a_comparison_needs_all_its_figures_and_the_rest_is_counted() -> None:
    figures = np.array([[1.0, 2.0, NO, 4.0], [2.0, NO, 5.0, 6.0]])
    found = contrast(figures, [[1, 0]], [1, -1])
    assert found.value == pytest.approx(1.5)
    assert (found.replicates, found.comparisons, found.compared) == (2, 4, 2)


def test_a_group_without_any_comparison_is_left_out_and_counted() -> None:
    figures = np.array([[1.0, 2.0], [3.0, 4.5], [NO, NO], [9.0, 9.0]])
    for shared in (True, False):
        found = contrast(figures, [[1, 0], [3, 2]], [1, -1], shared)
        assert found.value == pytest.approx(2.25)
        assert found.groups_left_out == (1 if shared else 2)


def test_without_any_figure_there_is_no_estimate() -> None:
    found = contrast(np.full((2, 3), NO), [[1, 0]], [1, -1])
    assert all(math.isnan(number) for number in found[:3])
    assert found[3:] == (0, 3, 0, 1)


@pytest.mark.parametrize("shared", [True, False])
def test_one_replicate_gives_an_estimate_and_no_interval(shared: bool) -> None:
    found = contrast(np.array([[1.0], [4.0]]), [[1, 0]], [1, -1], shared)
    assert found.value == 3
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_equal_differences_have_an_interval_without_width() -> None:
    found = contrast(np.array([[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]]), [[1, 0]], [1, -1])
    assert found[:3] == (2.0, 2.0, 2.0)


def test_what_is_only_the_rounding_of_sums_is_zero() -> None:
    figures = np.array([[0.1 + 0.2] * 3, [0.3] * 3]) * 1000
    assert figures[0, 0] != figures[1, 0]
    assert contrast(figures, [[1, 0]], [1, -1])[:3] == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("shared", "missing"), [(True, 0.0), (True, 0.25), (False, 0.0), (False, 0.25)])
def test_intervals_hold_the_truth_in_95_of_100_studies(shared: bool, missing: float) -> None:
    generator = np.random.default_rng(5)
    points, held, studies = [[4, 0], [5, 1], [6, 2], [7, 3]], 0, 2000
    truth = np.array([0.0, 1.0, 2.0, 3.0, 0.5, 1.5, 2.5, 3.5])[:, None]  # an effect of 0.5 in every group
    for _ in range(studies):
        luck = generator.normal(size=(1, 10)) * 3 if shared else 0.0
        # Luck that meets the effect: half of it falls on the second level only, so that comparisons hang together.
        uneven = generator.normal(size=(1, 10)) * np.repeat([0.0, 1.0], 4)[:, None] if shared else 0.0
        figures = truth + luck + uneven + generator.normal(size=(8, 10))
        figures[generator.random(figures.shape) < missing] = NO
        found = contrast(figures, points, [1, -1], shared)
        held += found.low <= 0.5 <= found.high
    assert 0.93 <= held / studies <= 0.97


def test_taking_twins_for_strangers_would_be_caught() -> None:
    figures = np.random.default_rng(6).normal(size=(1, 20)) * 5 + np.random.default_rng(7).normal(size=(2, 20))
    twins, strangers = (contrast(figures, [[1, 0]], [1, -1], shared) for shared in (True, False))
    assert strangers.high - strangers.low > 2 * (twins.high - twins.low)


def test_the_quantile_is_students() -> None:
    assert t_quantile(7.5) == pytest.approx(stats.t.ppf(0.975, 7.5))
