"""Visitors of the dashboard: apart from each other, back after a reload, and never sent elsewhere."""

from __future__ import annotations

import pytest

from commsim.dashboard.words import Say
from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser


def test_what_one_visitor_does_another_does_not_see(new_page):
    first, second = (new_page("?scenario=tianhu-garden&view=estate", apart=True) for _ in range(2))
    key = steps.drawn(first)
    assert steps.drawn(second) == key
    before = steps.serial(second)
    steps.give(first, "activated", "0.1")
    steps.number(first, "seed", "3")
    assert steps.drawn(first) != key
    assert steps.serial(second) == before
    assert steps.drawn(second) == key
    steps.give(second, "support", "none")
    assert dict(steps.place(second).settings.levers) == {"support": "none"}
    assert dict(steps.place(first).settings.levers) == {"activated": "0.1"}


def test_two_pages_of_one_visitor_are_apart_too(new_page):
    first = new_page("?scenario=parking-meeting&view=estate")
    second = new_page("?scenario=parking-meeting&view=estate")
    key = steps.drawn(first)
    steps.number(second, "seed", "9")
    assert steps.drawn(second) != key
    assert steps.drawn(first) == key


def test_a_reload_shows_the_same_again(new_page):
    page = new_page("?scenario=tianhu-garden&view=estate")
    steps.drawn(page)
    steps.give(page, "activated", "0.2")
    steps.number(page, "seed", "4")
    steps.choose(page, "colour", "trust")
    page.wait_for_function("() => location.search.includes('colour=trust')")
    key, query = steps.drawn(page), page.evaluate("location.search")
    page.reload()
    assert steps.drawn(page) == key
    assert page.evaluate("location.search") == query
    assert page.locator("[data-select=colour] select").input_value() == "trust"


def test_a_shared_link_shows_another_visitor_the_same(new_page):
    page = new_page("?scenario=yanxiqiao&view=estate")
    steps.drawn(page)
    steps.give(page, "convention", "0.5")
    key = steps.drawn(page)
    steps.go(page, "take")
    link = page.locator("#cs-commands .cs-copy-text").last.input_value()
    assert link.startswith("http://127.0.0.1:")
    other = new_page("?" + link.partition("?")[2], apart=True)
    steps.go(other, "estate")
    assert steps.drawn(other) == key


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-US", "en"), ("de-DE", "en")])
def test_the_page_speaks_the_language_of_the_browser(new_page, locale, language):
    page = new_page(locale=locale)
    page.wait_for_selector(".cs-card")
    assert page.inner_text(".cs-page h1") == Say(language)("Which estate do you want to see?")


def test_the_language_changes_the_words_and_nothing_else(new_page):
    page = new_page("?scenario=tianhu-garden&view=estate&lang=en")
    key = steps.drawn(page)
    page.click(".cs-language")
    page.wait_for_selector("html[lang=zh-CN]")
    page.wait_for_function("() => document.querySelector('.cs-page h1').innerText.includes('天湖花园')")
    assert steps.drawn(page) == key
    assert "缴费" in page.inner_text(".commsim-estate")
    assert page.evaluate("document.fonts.check('16px \"Commsim Sans\"', '物业费')")
