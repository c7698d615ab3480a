"""Twin worlds in a browser."""

from __future__ import annotations

import pytest

from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser

TWINS = "?scenario=tianhu-garden&view=twin"


def test_two_worlds_stand_side_by_side_in_the_same_month(new_page):
    page = new_page(TWINS)
    steps.drawn(page)
    page.wait_for_function("() => document.querySelectorAll('.cse-twin-worlds [data-key]').length === 2")
    keys = page.eval_on_selector_all(".cse-twin-worlds [data-key]", "all => all.map(one => one.dataset.key)")
    assert keys[0] == steps.key_of_page(page) != keys[1]
    page.evaluate("commsimPlayer.set(100)")
    page.wait_for_function("() => document.querySelectorAll(\".cse-twin-worlds [data-month='100']\").length === 2")


def test_before_anything_was_done_nothing_differs_and_later_it_does(new_page):
    page = new_page(TWINS)
    steps.drawn(page)
    page.wait_for_function("() => document.querySelectorAll('.cse-twin-worlds [data-key]').length === 2")
    page.evaluate("commsimPlayer.set(60)")
    page.wait_for_function("() => document.querySelector('.cs-twin').innerText.includes('0 windows differ')")
    page.evaluate("commsimPlayer.set(140)")
    page.wait_for_function("() => /[1-9][0-9]+ windows differ/.test(document.querySelector('.cs-twin').innerText)")


def test_which_windows_differ_and_since_when_is_listed(new_page):
    page = new_page(TWINS)
    steps.drawn(page)
    page.wait_for_selector("h3:text-is('Which windows differ, and since when')")
    rows = page.locator(".cs-table tbody tr")
    months = [int(rows.nth(place).locator("td").first.inner_text()) for place in range(rows.count())]
    assert months == sorted(months)
    assert months[0] >= 61, "members begin to serve in month 61; nothing can differ before"


def test_the_difference_is_a_picture_of_its_own(new_page):
    page = new_page(TWINS)
    steps.drawn(page)
    page.evaluate("commsimPlayer.set(120)")
    page.click(".cs-twin [data-mode=difference]")
    page.wait_for_selector(".cs-twin[data-mode=difference] .cse-twin-difference [data-key]")
    page.wait_for_function("() => Number(document.querySelector('.cs-twin').dataset.differing) > 0")
    assert not page.locator(".cse-twin-worlds").is_visible()


@pytest.mark.parametrize("choice", ["untreated", "original"])
def test_the_other_world_can_be_chosen(new_page, choice):
    page = new_page(TWINS + "&lever.activated=0.2")
    steps.drawn(page)
    page.wait_for_function("() => document.querySelectorAll('.cse-twin-worlds [data-key]').length === 2")
    before = page.locator(".cse-twin-worlds [data-key]").nth(1).get_attribute("data-key")
    steps.choose(page, "twin", choice)
    page.wait_for_function(
        "before => document.querySelectorAll('.cse-twin-worlds [data-key]')[1]?.dataset.key !== before", arg=before
    )


def test_a_scenario_without_a_twin_says_so(new_page):
    page = new_page("?scenario=typical-estate&view=twin&twin=shipped")
    page.wait_for_selector(".cs-refusal")
    assert "no twin of this kind" in page.inner_text(".cs-refusal")
