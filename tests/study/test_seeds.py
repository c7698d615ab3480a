import pandas as pd
import pytest

from commsim.api import Run, Runs, simulate
from commsim.errors import InputError, SeedError
from commsim.study.seeds import simulate_seeds
from tests.study.workers import AlwaysPays


def test_one_worker_or_two_give_equal_runs(small, small_runs: Runs) -> None:
    there = simulate_seeds(small, range(1, 4), jobs=2)
    pd.testing.assert_frame_equal(there.monthly, small_runs.monthly)
    pd.testing.assert_frame_equal(there.households, small_runs.households)


def test_each_of_several_runs_is_the_run_alone(small, small_runs: Runs) -> None:
    pd.testing.assert_frame_equal(small_runs[1].monthly, simulate(small, seed=2).monthly)


def test_runs_are_like_a_list(small_runs: Runs) -> None:
    assert len(small_runs) == 3
    assert [run.seed for run in small_runs] == [1, 2, 3]
    assert isinstance(small_runs[0], Run)
    assert [run.seed for run in small_runs[1:]] == [2, 3]
    assert isinstance(small_runs[1:], Runs)
    assert repr(small_runs) == "<3 runs of small-estate, 26 months>"
    with pytest.raises(IndexError):
        small_runs[3]


def test_months_and_residents_can_be_given(small) -> None:
    usual = simulate_seeds(small, [5], months=4)
    runs = simulate_seeds(small, [5], months=4, resident=AlwaysPays)
    assert len(runs.monthly) == 4
    assert (runs.monthly["fee_rate"] > usual.monthly["fee_rate"]).all()


@pytest.mark.parametrize(
    ("seeds", "words"),
    [([], "at least one seed"), ([1, 2, 1], "seed 1 is given twice"), (5, "several whole numbers"), ([-1], "-1")],
)
def test_bad_seeds_are_refused(small, seeds, words: str) -> None:
    with pytest.raises(SeedError, match=words):
        simulate_seeds(small, seeds)


def test_bad_jobs_are_refused(small) -> None:
    with pytest.raises(InputError, match="jobs"):
        simulate_seeds(small, [1], jobs=0)
