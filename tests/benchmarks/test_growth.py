"""Sizes of the growth benchmark, and what is measured of one of them."""

from typing import NamedTuple

import numpy as np
import pytest

from benchmarks.growth import Cell, cells
from benchmarks.growth_cell import array_bytes, forget_peak, measure_cell, peak_memory
from benchmarks.timing import Effort


def test_districts_grow_by_tens_to_ten_million():
    found = [cell for cell in cells("core", 10_000_000, 12) if cell.shape == "district"]
    assert [cell.total for cell in found] == [1_000, 10_000, 100_000, 1_000_000, 10_000_000]
    assert max(cell.estates for cell in found) == 1_000
    assert found[-1] == Cell("core", "district", 1_000, 1_000, 10, 12)


def test_one_estate_grows_to_what_a_scenario_holds():
    found = [cell for cell in cells("core", 10_000_000, 12) if cell.shape == "one estate"]
    assert [cell.total for cell in found] == [3_000, 10_000, 30_000, 100_000]
    assert {cell.seeds for cell in found} == {1}


@pytest.mark.parametrize("most", [1_000, 9_999, 30_000])
def test_no_size_is_above_the_limit(most):
    assert all(cell.total <= most for cell in cells("core", most, 12))


def test_one_size_is_measured():
    found = measure_cell(Cell("typical-estate", "district", 30, 2, 2, 3), Effort(2, 0.0))
    assert (len(found["whole_ns"]), len(found["month_ns"])) == (2, 2)
    assert min(found["whole_ns"]) > 0.0
    assert found["state_bytes"] > 100


def test_the_peak_of_memory_begins_anew_and_rises_with_what_is_held():
    before = forget_peak()
    held = np.ones(40_000_000)
    assert peak_memory() - before > 0.5 * held.nbytes
    del held


def test_arrays_are_counted_wherever_they_stand():
    class Columns(NamedTuple):
        real: np.ndarray
        more: list

    assert array_bytes(Columns(np.zeros((3, 4)), [np.zeros(5, np.uint8), (np.zeros(2, np.int32), "text")])) == 109
