"""The estate in a browser: drawn, played, asked, changed."""

from __future__ import annotations

import pytest

from commsim.dashboard.pages.estate import COLOURS
from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser

SMALL = "?scenario=parking-meeting&view=estate"
TIANHU = "?scenario=tianhu-garden&view=estate"


def test_an_estate_is_drawn_and_changes_from_month_to_month(new_page):
    page = new_page(TIANHU)
    steps.drawn(page)
    first = steps.picture_of(page, ".commsim-estate")
    steps.show_month(page, 60)
    page.wait_for_timeout(400)  # a change of windows fades in
    later = steps.picture_of(page, ".commsim-estate")
    steps.show_month(page, 1)
    page.wait_for_timeout(400)
    assert first != later
    assert len(set(later)) > 50, "a picture, not an empty canvas"


def test_playing_runs_through_the_months_and_pauses(new_page):
    page = new_page(TIANHU)
    steps.drawn(page)
    page.click("[data-player=play]")
    page.wait_for_function("() => Number(document.querySelector('.commsim-estate').dataset.month) > 3")
    page.click("[data-player=play]")
    stopped = page.evaluate("commsimPlayer.month")
    page.wait_for_timeout(600)
    assert page.evaluate("commsimPlayer.month") == stopped


def test_nothing_is_asked_of_the_server_while_the_estate_is_played(new_page):
    page = new_page(TIANHU)
    steps.drawn(page)
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    before = steps.serial(page)
    page.evaluate("commsimPlayer.setSpeed(8); commsimPlayer.play()")
    page.wait_for_function("() => commsimPlayer.month === commsimPlayer.months")
    assert sent == []
    assert steps.serial(page) == before


def test_stepping_and_dragging_reach_any_month(new_page):
    page = new_page(TIANHU)
    steps.drawn(page)
    steps.show_month(page, 30)
    page.click("[data-player=forward]")
    page.wait_for_selector(".commsim-estate[data-month='31']")
    page.click("[data-player=back]")
    page.click("[data-player=back]")
    page.wait_for_selector(".commsim-estate[data-month='29']")
    slider = page.locator(".cse-player-range")
    slider.evaluate("s => { s.value = 144; s.dispatchEvent(new Event('input', {bubbles: true})); }")
    page.wait_for_selector(".commsim-estate[data-month='144']")


def test_windows_show_what_is_chosen(new_page):
    page = new_page(f"{SMALL}&colour=arrears")
    steps.drawn(page)
    steps.show_month(page, 9)
    pictures = []
    for colour, _ in COLOURS:
        steps.choose(page, "colour", colour)
        page.wait_for_timeout(500)  # the new colours fade in
        assert steps.place(page).colour == colour
        pictures.append(steps.picture_of(page, ".commsim-estate"))
    assert len(set(pictures)) == len(COLOURS)


def test_the_trust_network_is_another_drawing_of_the_same_run(new_page):
    page = new_page(SMALL)
    key = steps.drawn(page)
    before = steps.picture_of(page, ".commsim-estate")
    steps.choose(page, "drawing", "network")
    page.wait_for_timeout(800)
    assert steps.picture_of(page, ".commsim-estate") != before
    assert page.get_attribute(".commsim-estate", "data-key") == key


def test_a_window_tells_its_story_by_keyboard(new_page):
    page = new_page(SMALL)
    steps.drawn(page)
    steps.show_month(page, 6)
    page.focus(".commsim-estate canvas[tabindex]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-drawer article")
    told = page.inner_text(".cs-drawer")
    assert "What it weighed" in told
    assert "log odds" in told
    page.keyboard.press("Escape")
    page.wait_for_selector(".cs-drawer", state="detached")


def test_a_click_on_a_window_tells_its_story_and_ties_show_at_the_pointer(new_page):
    page = new_page(SMALL)
    steps.drawn(page)
    page.focus(".commsim-estate canvas[tabindex]")
    page.keyboard.press("ArrowRight")
    tooltip = page.locator(".commsim-estate .cse-card")
    tooltip.wait_for(state="visible")
    assert "acquaintances" in tooltip.inner_text()
    box = tooltip.bounding_box()
    assert box is not None
