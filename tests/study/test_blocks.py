import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.study.blocks import BLOCKS, LARGEST, Block, block_size, blocks_of


@given(runs=st.integers(1, 10**7), household_months=st.integers(0, 10**9))
def test_blocks_hold_every_run_once_and_are_never_empty(runs, household_months):
    size = block_size(runs, household_months)
    assert 1 <= size <= min(runs, LARGEST)
    if runs <= 10**5:
        numbers = [number for block in blocks_of(runs, size) for number in block.numbers]
        assert numbers == list(range(runs))


@pytest.mark.parametrize(
    ("runs", "household_months", "size"),
    [
        (10_000, 338 * 122, 60),  # half a second of work
        (10_000, 10**9, 5),  # huge runs: as few as the number of files allows
        (10, 10**9, 1),
        (10_000, 240, 1_000),  # tiny runs
        (10**6, 240, 1_000),
        (10**7, 240, 5_000),  # not more than so many files
        (10**9, 240, LARGEST),
        (3, 240, 3),
    ],
)
def test_a_block_is_a_little_work_and_not_one_of_too_many_files(runs, household_months, size):
    assert block_size(runs, household_months) == size
    assert -(-runs // size) <= max(BLOCKS, runs // LARGEST)


def test_the_last_block_is_as_large_as_what_is_left():
    assert list(blocks_of(7, 3)) == [Block(0, 3), Block(3, 3), Block(6, 1)]
