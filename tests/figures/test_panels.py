import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection

from commsim.figures.canvas import GREEN, TWIN, VERMILLION, new_picture
from commsim.figures.overview import FEES, SERVICE
from commsim.figures.panels import draw_panel, draw_targets, spread_out, target_spans, target_words
from commsim.results.targets import TargetResult
from commsim.scenario.targets import Target
from tests.small_estate import monthly_of

PLACES = st.lists(st.floats(-0.5, 1.5), max_size=4).map(sorted)


def target(**fields) -> Target:
    given = {"id": "one", "measure": "fee_rate", "window": "months 3..5", "relation": "below", "value": 0.3}
    return Target(**(given | fields))


def result(held: bool = True, **fields) -> TargetResult:
    return TargetResult(target(**fields), "main", (1,), (0.2,), (held,))


def axes_of(monthly: pd.DataFrame, twin: pd.DataFrame | None = None, panel=FEES):
    axes = new_picture(6, 4).add_axes((0.1, 0.1, 0.8, 0.8))
    draw_panel(axes, panel, monthly, twin, "main")
    return axes


@given(PLACES)
def test_names_at_line_ends_do_not_cover_each_other(places: list[float]) -> None:
    moved = spread_out(places, 0.15)
    assert all(after - before > 0.149 for before, after in itertools.pairwise(moved))
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in moved)


def test_names_that_are_apart_stay_where_they_are() -> None:
    assert spread_out([0.1, 0.5, 0.9], 0.15) == [0.1, 0.5, 0.9]


def test_a_panel_draws_one_line_a_curve_and_the_twin_in_grey() -> None:
    table = monthly_of(12, service=0.5, condition=0.7)
    axes = axes_of(table, monthly_of(12, service=0.4, condition=0.6), SERVICE)
    drawn = {(line.get_color(), line.get_ydata()[0]) for line in axes.lines}
    assert drawn == {(SERVICE.lines[0].colour, 0.5), (SERVICE.lines[1].colour, 0.7), (TWIN, 0.4), (TWIN, 0.6)}
    assert {text.get_text() for text in axes.texts} == {"service", "condition"}


def test_several_seeds_are_drawn_with_a_band() -> None:
    tables = [monthly_of(12, seed=seed, fee_rate=seed / 10) for seed in (1, 2, 3)]
    [band] = [part for part in axes_of(pd.concat(tables)).collections if isinstance(part, PolyCollection)]
    heights = band.get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == pytest.approx((0.11, 0.29))
    assert not axes_of(tables[0]).collections


def test_a_line_that_ends_early_is_named_where_it_ends() -> None:
    axes = axes_of(monthly_of(12, fee_rate=[0.5] * 6 + [math.nan] * 6))
    assert axes.texts[0].xy == (6, 0.5)


def test_a_line_that_is_nowhere_defined_is_left_out() -> None:
    axes = axes_of(monthly_of(12, fee_rate=math.nan))
    assert len(axes.lines) == 0
    assert len(axes.texts) == 0


def test_a_target_is_a_band_over_its_window() -> None:
    table = monthly_of(12)
    axes = axes_of(table)
    assert draw_targets(axes, ["fee_rate"], [result()], table) == 1
    band = axes.patches[0]
    assert band.get_bbox().intervalx == pytest.approx([2.5, 5.5])
    assert band.get_bbox().intervaly == pytest.approx([0, 0.3])
    assert axes.texts[-1].get_text() == "target: below 30 % ✓"
    assert axes.texts[-1].get_color() == GREEN


def test_a_missed_target_has_another_colour_and_sign() -> None:
    table = monthly_of(12)
    axes = axes_of(table)
    draw_targets(axes, ["fee_rate"], [result(held=False)], table)
    assert axes.texts[-1].get_text() == "target: below 30 % ✗"
    assert axes.texts[-1].get_color() == VERMILLION


@pytest.mark.parametrize(
    "fields", [{"measure": "service"}, {"relative_to": "month 1"}, {"window": "months 9..99"}], ids=str
)
def test_a_target_without_a_place_in_the_panel_is_not_drawn(fields) -> None:
    table = monthly_of(12)
    assert draw_targets(axes_of(table), ["fee_rate"], [result(**fields)], table) == 0


def test_a_window_after_a_dividend_begins_with_its_year() -> None:
    table = monthly_of(36, dividends_fen=[0] * 13 + [1] + [0] * 22)
    window = "years 1..2 from first dividend"
    assert target_spans(result(window=window), table) == [range(13, 37)]
    assert target_spans(result(window="each year"), monthly_of(30)) == [range(1, 25)]
    assert target_spans(result(window="each year"), monthly_of(6)) == []


def test_a_target_is_put_in_words() -> None:
    assert target_words(result(relation="between", value=None, low=0.98, high=0.999)) == "98 to 99.9 % ✓"
    assert target_words(result(relation="at_least", value=0.5)) == "at least 50 % ✓"
    assert target_words(result(relation="equal", value=1.0)) == "100 % ✓"
