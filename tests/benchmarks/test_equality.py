"""Runs are compared by every value of every table, floats by their bits."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.equality import UnequalError, check_runs


def test_a_run_equals_itself_undefined_values_included(small_run):
    raw = small_run.raws[0]
    assert any(value != value for value in raw.monthly["turnout"])  # noqa: PLR0124 (only NaN differs from itself)
    check_runs(raw, replace(raw, monthly=dict(raw.monthly)), "again")


def test_lists_and_arrays_of_the_same_values_are_equal(small_run):
    raw = small_run.raws[0]
    arrays = {name: np.asarray(values) for name, values in raw.monthly.items()}
    check_runs(raw, replace(raw, monthly=arrays), "arrays")


@pytest.mark.parametrize(("table", "column"), [("monthly", "service"), ("households", "norm"), ("history", "pays")])
def test_the_smallest_difference_is_refused_by_table_and_column(small_run, table, column):
    raw = small_run.raws[0]
    values = list(getattr(raw, table)[column])
    values[-1] = not values[-1] if column == "pays" else float(np.nextafter(values[-1], 2.0))
    other = replace(raw, **{table: getattr(raw, table) | {column: values}})
    with pytest.raises(UnequalError, match=rf"compiled: small-estate, seed 1: {table}\.{column} differs"):
        check_runs(raw, other, "compiled")


def test_events_outcomes_and_missing_columns_count(small_run):
    raw = small_run.raws[0]
    fewer = {name: values for name, values in raw.monthly.items() if name != "load"}
    for other, named in (
        (replace(raw, events=raw.events[:-1]), "events"),
        (replace(raw, outcomes={}), "outcomes"),
        (replace(raw, history=None), r"history\.estate"),
        (replace(raw, monthly=fewer), r"monthly\.load"),
    ):
        with pytest.raises(UnequalError, match=f"{named} differs"):
            check_runs(raw, other, "compiled")
