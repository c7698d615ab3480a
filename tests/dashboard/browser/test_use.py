"""The page for everybody: with the keyboard alone, on a phone, in a small window."""

from __future__ import annotations

import pytest

from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser

VIEWS = ("pick", "estate", "twin", "seeds", "take", "tour")


def test_the_keyboard_alone_picks_an_estate_plays_it_and_moves_a_lever(new_page):
    page = new_page()
    page.wait_for_selector(".cs-card")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "cs-skip"
    for _ in range(60):
        if page.evaluate("document.activeElement.dataset.scenario") == "parking-meeting":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    steps.drawn(page)
    assert steps.place(page).settings.source.name == "parking-meeting"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    page.wait_for_function("() => commsimPlayer.month > 2")
    page.keyboard.press("Space")
    assert not page.evaluate("commsimPlayer.playing")
    month = page.evaluate("commsimPlayer.month")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("commsimPlayer.month") == month - 1


def test_a_phone_shows_every_view_without_scrolling_sideways(new_page):
    page = new_page("?scenario=tianhu-garden", viewport={"width": 360, "height": 740})
    page.wait_for_selector(".cs-card")
    for view in VIEWS:
        steps.go(page, view)
        page.wait_for_timeout(1200)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view


def test_everything_that_can_be_pressed_or_filled_has_a_name(new_page):
    page = new_page("?scenario=tianhu-garden")
    page.wait_for_selector(".cs-card")
    for view in VIEWS:
        steps.go(page, view)
        page.wait_for_timeout(1200)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('.cs-page button, .cs-page input, .cs-page select')]
            .filter(one => one.offsetParent !== null)
            .filter(one => !(one.innerText || '').trim() && !one.getAttribute('aria-label'))
            .filter(one => !(one.labels || []).length)
            .map(one => one.outerHTML)"""
        )
        assert nameless == [], view
