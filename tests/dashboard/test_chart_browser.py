"""The charts in a browser, with figures made up: what is shown is exact, follows the player, and is never markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

from tests.dashboard.chart_page import FEES, HOSTILE, MONEY, MONTHS
from tests.dashboard.served import Served

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def served():
    """A page of charts in place of the dashboard."""
    with Served.with_page("tests.dashboard.chart_page") as running:
        yield running


@pytest.fixture
def charts(new_page):
    """The page of charts, drawn, the player at month 1."""
    return drawn(new_page())


def drawn(page):
    for panel in ("fees", "fan", "response", "windows"):
        page.locator(f'[data-panel="{panel}"] canvas').first.wait_for()
    page.evaluate(f"commsimPlayer.setMonths({MONTHS})")
    return page


def go(page, month):
    page.evaluate(f"commsimPlayer.set({month})")


def value_of(page, name):
    text = page.locator(f'[data-name="{name}"]').get_attribute("data-value")
    return float(text) if text else None


def test_figures_follow_the_player_to_the_last_digit(charts):
    for month in (1, 2, 20, 36):
        go(charts, month)
        assert value_of(charts, "fee_rate") == FEES[month - 1]
        assert value_of(charts, "cash") == MONEY[month - 1]
    assert charts.locator('[data-name="fee_rate"]').inner_text() == "68.3%"
    assert charts.locator('[data-name="cash"]').inner_text() == "499,900"
    go(charts, 2)
    assert charts.locator('[data-name="cash"]').inner_text() == "–"
    fees = charts.locator('[data-panel="fees"]').first
    assert fees.locator('[data-line="fee_rate"]').inner_text() == "34.3%"
    assert fees.locator('[data-line="other"]').inner_text() == "–"
    assert fees.locator('[data-line="twin:fee_rate"]').inner_text() == "25.0%"


def test_a_click_a_drag_a_key_and_an_event_set_the_month(charts):
    plot = charts.locator('[data-panel="fees"] .ch-plot').first
    plot.scroll_into_view_if_needed()
    place = plot.bounding_box()
    left, right = place["x"] + 50, place["x"] + place["width"] - 14
    height = place["y"] + place["height"] / 2

    def at(month):
        return left + (right - left) * (month - 1) / (MONTHS - 1)

    charts.mouse.click(at(18), height)
    assert charts.evaluate("commsimPlayer.month") == 18
    charts.mouse.move(at(5), height)
    charts.mouse.down()
    charts.mouse.move(at(25), height, steps=4)
    assert charts.evaluate("commsimPlayer.month") == 25
    charts.mouse.up()
    charts.mouse.move(at(30), height)
    assert charts.evaluate("commsimPlayer.month") == 25
    cursor = charts.locator('[data-panel="fees"] .ch-cursor').first
    cursor.press("ArrowLeft")
    cursor.press("PageUp")
    assert charts.evaluate("commsimPlayer.month") == 36
    assert cursor.get_attribute("aria-valuenow") == "36"
    charts.get_by_role("button", name="a vote fails").click()
    assert charts.evaluate("commsimPlayer.month") == 14
    assert "did not take effect" in charts.get_by_role("button", name="a vote fails").inner_text()


def test_the_cursor_stands_on_the_curve_in_every_chart(charts):
    """What a reader sees: the dot of a line lies where ECharts drew the value."""
    go(charts, 36)
    places = charts.evaluate(
        """() => [...document.querySelectorAll('.ch-cursor')].map(cursor => {
            const plot = cursor.parentElement.getBoundingClientRect();
            const line = cursor.querySelector('.ch-cursor-line').getBoundingClientRect();
            return plot.right - line.left;
        })"""
    )
    assert len(places) >= 5
    assert all(abs(place - 14.75) < 1.5 for place in places), places


def test_panels_are_chosen_by_chips_and_read_as_tables(charts):
    assert charts.locator('.ch-grid [data-panel="money"]').count() == 1  # of the differences, which show all
    charts.locator('[data-chip="money"]').click()
    money = charts.locator('[data-panel="money"]').first
    money.locator("canvas").first.wait_for()
    go(charts, 15)
    money.locator("[data-table]").click()
    cells = money.locator("td")
    assert [float(text) for text in cells.evaluate_all("all => all.map(one => one.dataset.value)")] == MONEY[12:24]
    go(charts, 2)
    assert cells.evaluate_all("all => all.map(one => one.dataset.value)")[:3] == ["", "", ""]
    charts.locator('[data-chip="money"]').click()
    assert charts.locator('[data-panel="money"]').count() == 1


def test_targets_say_whether_they_were_met_and_charts_sum_themselves_up(charts):
    fees = charts.locator('[data-panel="fees"]').first
    assert "below 30 %" in fees.inner_text()
    assert "✗ missed" in fees.inner_text()
    assert "✓ met" in fees.inner_text()
    assert fees.get_by_role("img").first.get_attribute("aria-label") == (
        "Fee rate: of the money 68.3% in Dec 2021, other: no values"
    )
    assert "20 of 200 runs" in charts.locator('[data-panel="fan"]').inner_text()
    change = charts.locator('#change [data-panel="fees"]')
    go(charts, 1)
    assert change.locator('[data-line="fee_rate"]').inner_text() == "+33.3"
    assert "percentage points" in change.inner_text()


@pytest.mark.parametrize("panel", ["fees", "fan", "response"])
def test_a_chart_is_saved_as_picture_and_as_drawing(charts, panel, tmp_path):
    card = charts.locator(f'[data-panel="{panel}"]').first
    for kind in ("png", "svg"):
        with charts.expect_download() as waiting:
            card.locator(f"[data-save={kind}]").click()
        waiting.value.save_as(tmp_path / f"chart.{kind}")
        assert waiting.value.suggested_filename.endswith(f".{kind}")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "chart.png").stat().st_size > 10_000
    words = " ".join(words_of(tmp_path / "chart.svg"))
    assert "ee rate" in words
    if panel == "fees":
        assert "a committee is elected" in words
        assert "missed" in words


def words_of(file: Path) -> list[str]:
    return [found.text or "" for found in ET.fromstring(file.read_text(encoding="utf-8")).iter(f"{SVG}text")]


def test_texts_of_a_user_are_shown_as_text_and_run_nowhere(new_page, tmp_path):
    page = drawn(new_page("?hostile&zh"))
    page.locator('[data-panel="fees"] [data-table]').first.click()
    plot = page.locator('[data-panel="fees"] .ch-plot').first
    plot.scroll_into_view_if_needed()
    plot.hover()
    tip = page.locator(".ch-tip").first
    tip.wait_for()
    assert HOSTILE in tip.inner_text()
    plot = page.locator('[data-panel="response"] .ch-plot')
    plot.scroll_into_view_if_needed()
    plot.hover()
    with page.expect_download() as waiting:
        page.locator('[data-panel="fees"] [data-save=svg]').first.click()
    waiting.value.save_as(tmp_path / "chart.svg")
    assert "<" not in waiting.value.suggested_filename
    assert HOSTILE in " ".join(words_of(tmp_path / "chart.svg"))
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("img[src=x]").count() == 0


def test_charts_fit_a_phone_and_speak_chinese(new_page):
    page = drawn(new_page("?zh", viewport={"width": 390, "height": 844}))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".ch-card").evaluate_all("all => all.every(one => one.getBoundingClientRect().right <= 390)")
    go(page, 13)
    assert "2020年1月" in page.locator(".ch-figures-when").inner_text()
