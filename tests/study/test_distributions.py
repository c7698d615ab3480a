"""Quantile functions: monotone, within their ends, right at known quantiles."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from scipy import stats

from commsim.study.distributions import Distribution, Range

U = np.linspace(0, 1, 2001)
EVERY = [
    {"kind": "uniform", "from": -1.0, "to": 3.0},
    {"kind": "log_uniform", "from": 0.01, "to": 100.0},
    {"kind": "normal", "mean": 2.0, "sd": 0.5},
    {"kind": "normal", "mean": 2.0, "sd": 0.5, "from": 1.5, "to": 4.0},
    {"kind": "normal", "mean": 0.0, "sd": 1.0, "from": 4.0},
    {"kind": "normal", "mean": 0.0, "sd": 1.0, "to": -4.0},
    {"kind": "log_normal", "median": 2.0, "sigma": 1.0},
    {"kind": "log_normal", "median": 2.0, "sigma": 1.0, "from": 1.0, "to": 9.0},
    {"kind": "log_normal", "median": 2.0, "sigma": 1.0, "from": 0.0},
    {"kind": "triangular", "from": 1.0, "to": 4.0, "mode": 2.0},
    {"kind": "triangular", "from": 1.0, "to": 4.0, "mode": 4.0},
    {"kind": "beta", "alpha": 2.0, "beta": 5.0},
    {"kind": "beta", "alpha": 0.5, "beta": 0.5, "from": 10.0, "to": 20.0},
    {"kind": "integer", "from": -2.0, "to": 7.0},
]
IDS = [" ".join(str(value) for value in one.values()) for one in EVERY]


def made(content):
    return TypeAdapter(Distribution).validate_python(content)


@pytest.mark.parametrize("content", EVERY, ids=IDS)
def test_a_quantile_function_is_monotone_finite_and_within_its_ends(content):
    values = made(content).quantile(U)
    assert np.isfinite(values).all()
    assert (np.diff(values) >= 0).all()
    assert values.min() >= content.get("from", -math.inf)
    assert values.max() <= content.get("to", math.inf)
    assert len(set(values.tolist())) == (10 if content["kind"] == "integer" else 2001)


@pytest.mark.parametrize(
    ("content", "u", "value"),
    [
        (EVERY[0], 0.25, 0.0),
        (EVERY[1], 0.5, 1.0),
        (EVERY[2], 0.5, 2.0),
        (EVERY[2], 0.8413447460685429, 2.5),
        (EVERY[6], 0.5, 2.0),
        (EVERY[6], 0.8413447460685429, 2.0 * math.e),
        (EVERY[9], 1 / 3, 2.0),
        (EVERY[9], 1 - 1 / 6, 3.0),
        (EVERY[12], 0.5, 15.0),
    ],
)
def test_known_quantiles(content, u, value):
    assert made(content).quantile(np.array([u]))[0] == pytest.approx(value, rel=1e-12)


def test_a_truncated_distribution_is_scipys():
    inner = U[1:-1]
    theirs = stats.truncnorm.ppf(inner, -1.0, 4.0, loc=2.0, scale=0.5)
    assert np.allclose(made(EVERY[3]).quantile(inner), theirs, rtol=1e-9)


def test_a_tail_keeps_its_shape_on_either_side():
    upper, lower = made(EVERY[4]).quantile(U), made(EVERY[5]).quantile(U)
    assert np.allclose(upper, -lower[::-1], rtol=1e-9)
    assert made(EVERY[4]).mass() == pytest.approx(3.167124183311986e-05, rel=1e-9)


def test_a_mode_at_an_end_is_a_slope():
    assert made(EVERY[10]).quantile(np.array([0.25]))[0] == pytest.approx(1 + 3 * 0.5)


def test_every_whole_number_gets_the_same_part_of_the_unit_interval():
    middle = (np.arange(1000) + 0.5) / 1000
    values = made(EVERY[13]).quantile(middle).tolist()
    assert [values.count(number) for number in range(-2, 8)] == [100] * 10


def ranged(**fields):
    content = {"from": fields.pop("low"), "to": fields.pop("high"), **fields}
    return Range.model_validate(content)


@pytest.mark.parametrize(
    ("spread", "values"),
    [
        (ranged(low=3.0, high=5.0, levels=5), [3.0, 3.5, 4.0, 4.5, 5.0]),
        (ranged(low=0.0, high=1.0, levels=11), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]),
        (ranged(low=0.1, high=0.5, levels=5), [0.1, 0.2, 0.3, 0.4, 0.5]),
        (ranged(low=1.0, high=1000.0, levels=4, log=True), [1.0, 10.0, 100.0, 1000.0]),
        (ranged(low=1.0, high=10.0, levels=4, integer=True), [1, 4, 7, 10]),
        (ranged(low=1.0, high=100.0, levels=3, integer=True, log=True), [1, 10, 100]),
        (ranged(low=2.0, high=7.0, levels=2), [2.0, 7.0]),
    ],
)
def test_levels_are_evenly_spaced_and_written_as_people_do(spread, values):
    assert spread.spaced() == values
    assert [type(value) for value in spread.spaced()] == [type(value) for value in values]


@given(
    st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 200), st.lists(st.floats(0, 1), min_size=1, max_size=20)
)
def test_any_range_is_monotone_and_within_its_ends(low, width, levels, u):
    spread = ranged(low=low, high=low + width, levels=levels)
    values = spread.spaced()
    assert len(values) == levels
    assert values == sorted(values)
    assert (values[0], values[-1]) == (low, low + width)
    sampled = spread.quantile(np.array(sorted(u)))
    assert (np.diff(sampled) >= 0).all()
    assert low <= sampled[0] <= sampled[-1] <= low + width


@pytest.mark.parametrize("log", [False, True])
def test_a_range_of_whole_numbers_gives_only_those_and_all_of_them(log):
    values = ranged(low=1.0, high=9.0, integer=True, log=log).quantile(U)
    assert set(values.tolist()) == {float(number) for number in range(1, 10)}
    assert (np.diff(values) >= 0).all()
