import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.results.spread import mean, quantile, spread

NAN = math.nan
FIGURES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


@given(FIGURES, st.floats(0, 1))
def test_a_quantile_is_numpys_linear_one(figures: list[float], share: float) -> None:
    assert quantile(figures, share) == pytest.approx(float(np.quantile(figures, share)), abs=1e-6)


@given(FIGURES)
def test_the_order_of_seeds_does_not_matter(figures: list[float]) -> None:
    assert spread(figures) == spread(figures[::-1])


def test_undefined_figures_are_left_out() -> None:
    assert spread([NAN, 1.0, 3.0]).median == 2.0
    assert mean([NAN, 1.0, 3.0]) == 2.0


def test_nothing_defined_gives_nothing_defined() -> None:
    assert math.isnan(mean([NAN]))
    assert all(math.isnan(value) for value in spread([]))
