"""Many seeds in a browser: the fan of two hundred runs, cancelling, and the response to a lever."""

from __future__ import annotations

import pytest

from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser

SMALL = "?scenario=parking-meeting&view=seeds"
LARGE = "?scenario=tianhu-garden&view=seeds"


def state(page, panel: str) -> str:
    return str(page.inner_text(f"{panel} .cs-row:has(progress)"))


def test_two_hundred_runs_are_drawn_as_a_fan_and_the_page_goes_on_meanwhile(new_page):
    page = new_page(SMALL)
    page.click("[data-button=fan]")
    page.wait_for_selector("#cs-fan canvas, #cs-fan svg")
    page.click("[data-button=more]")  # the page answers while they run
    page.wait_for_selector("#cs-more")
    page.wait_for_function("() => document.querySelector('#cs-fan').innerText.includes('200 of 200 runs, done')")
    assert "200 of 200" in page.inner_text("#cs-fan")


def test_a_fan_is_cancelled(new_page):
    page = new_page(LARGE)
    page.wait_for_selector("[data-number=seeds]")
    page.fill("[data-number=seeds] input", "500")
    page.press("[data-number=seeds] input", "Enter")
    page.click("[data-button=fan]")
    page.click("#cs-fan [data-button=cancel]")
    page.wait_for_function("() => document.querySelector('#cs-fan').innerText.includes('cancelled')")
    done = state(page, "#cs-fan")
    page.wait_for_timeout(1000)
    assert state(page, "#cs-fan") == done
    assert not page.locator("[data-button=fan]").is_disabled()


def test_more_seeds_than_allowed_are_refused(new_page):
    page = new_page(SMALL)
    page.wait_for_selector("[data-number=seeds]")
    before = steps.serial(page)
    page.fill("[data-number=seeds] input", "5000000")
    page.press("[data-number=seeds] input", "Enter")
    steps.after(page, before)
    assert "from 2 to 500" in steps.problem(page)


def test_a_lever_answers_over_its_range_with_the_present_point_marked(new_page):
    page = new_page(SMALL)
    page.wait_for_selector("[data-select=lever]")
    steps.choose(page, "lever", "mediation")
    page.click("[data-button=response]")
    page.wait_for_function("() => document.querySelector('#cs-response').innerText.includes('110 of 110 runs, done')")
    page.click("#cs-response button:text-is('Table')")
    table = page.inner_text("#cs-response table")
    assert len(table.splitlines()) > 10
    assert "95 %" in page.inner_text("#cs-response")
