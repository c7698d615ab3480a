"""The levers in a browser: what is changed is what is run."""

from __future__ import annotations

import pytest

from commsim.dashboard.levers import LEVERS
from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser

TIANHU = "?scenario=tianhu-garden&view=estate"
OTHER = {
    "activated": "0.3",
    "who": "retired",
    "support": "rota",
    "committee": "none",
    "revenue": "100",
    "convention": "0.8",
    "mediation": "40",
}
"""A value of each lever that the scenario does not have."""


def test_every_lever_has_a_value_to_try():
    assert set(OTHER) == {lever.name for lever in LEVERS}


def test_every_lever_reruns_the_estate_and_says_what_it_does(new_page):
    page = new_page(TIANHU)
    first = steps.drawn(page)
    for name, value in OTHER.items():
        steps.give(page, name, value)
        assert dict(steps.place(page).settings.levers) == {name: value}
        assert steps.drawn(page) != first, name
        assert page.locator(f"[data-control={name}] .cs-why").inner_text().endswith(".")
        steps.press(page, "reset")
        assert steps.drawn(page) == first


def test_a_lever_is_moved_by_keyboard_and_taken_back(new_page):
    page = new_page(TIANHU)
    first = steps.drawn(page)
    before = steps.serial(page)
    page.focus("[data-control=activated] input[type=range]")
    page.keyboard.press("ArrowLeft")
    steps.after(page, before)
    assert dict(steps.place(page).settings.levers) == {"activated": "0.55"}
    assert steps.drawn(page) != first
    before = steps.serial(page)
    page.click("[data-control=activated] .cs-reset")
    steps.after(page, before)
    assert steps.drawn(page) == first


def test_many_quick_moves_end_at_the_last_one(new_page):
    page = new_page(TIANHU)
    steps.drawn(page)
    slider = page.locator("[data-control=activated] input[type=range]")
    for share in range(10, 0, -1):
        slider.evaluate(
            "(s, value) => { s.value = value; s.dispatchEvent(new Event('input', {bubbles: true})); }", share / 20
        )
    page.wait_for_function("() => location.search.includes('lever.activated=0.05')")
    steps.drawn(page)
    assert dict(steps.place(page).settings.levers) == {"activated": "0.05"}


def test_seed_and_months_are_part_of_the_run(new_page):
    page = new_page(TIANHU)
    first = steps.drawn(page)
    steps.number(page, "seed", "7")
    other = steps.drawn(page)
    assert other != first
    steps.number(page, "months", "24")
    assert steps.place(page).settings.months == 24
    assert steps.drawn(page) not in (first, other)
    assert page.evaluate("commsimPlayer.months") == 24


REFUSED = (
    ("seed", "-1", "whole number from 0"),
    ("seed", "99999999999999999999999", "whole number from 0"),
    ("months", "100000", "100000 is too large"),
    ("months", "700", "700 months; allowed here: at most 600"),
    ("months", "0", "0 is too small"),
)


def test_what_cannot_be_run_is_refused_in_words_and_nothing_changes(new_page):
    page = new_page(TIANHU)
    key = steps.drawn(page)
    for field, value, words in REFUSED:
        steps.number(page, field, value)
        page.wait_for_function("words => document.querySelector('#cs-problem').innerText.includes(words)", arg=words)
        assert page.get_attribute(".commsim-estate", "data-key") == key
        assert steps.key_of_page(page) == key
    page.click("#cs-problem button")
    page.wait_for_selector("#cs-problem .cs-problem", state="detached")


def test_any_other_setting_is_found_changed_and_taken_back(new_page):
    page = new_page(TIANHU)
    first = steps.drawn(page)
    page.click("[data-button=more]")
    page.wait_for_selector("#cs-more")
    page.fill("[data-number=search] input", "weight of service")
    page.press("[data-number=search] input", "Enter")
    page.wait_for_selector("[data-control='behaviour.fees.b_S']")
    steps.give(page, "behaviour.fees.b_S", "1.1")
    assert dict(steps.place(page).settings.changes) == {"behaviour.fees.b_S": "1.1"}
    assert steps.drawn(page) != first
    steps.press(page, "reset")
    assert steps.drawn(page) == first


def test_a_group_of_settings_is_shown_with_units_and_sentences(new_page):
    page = new_page(TIANHU)
    steps.drawn(page)
    page.click("[data-button=more]")
    page.wait_for_selector("#cs-more")
    groups = page.locator("[data-select=group] option").count()
    assert groups > 20
    steps.choose(page, "group", "behaviour.trust")
    page.wait_for_selector("[data-control='behaviour.trust.up']")
    assert page.locator("[data-control='behaviour.trust.up'] .cs-why").inner_text() == "speed at which trust rises"


def test_a_value_out_of_range_is_refused_as_on_the_command_line(new_page):
    page = new_page(TIANHU)
    key = steps.drawn(page)
    page.click("[data-button=more]")
    page.wait_for_selector("#cs-more")
    steps.choose(page, "group", "behaviour.trust")
    page.wait_for_selector("[data-control='behaviour.trust.up']")
    before = steps.serial(page)
    page.locator("[data-control='behaviour.trust.up'] input[type=number]").evaluate(
        "n => { n.value = '7'; n.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    steps.after(page, before)
    assert "behaviour.trust.up" in steps.problem(page)
    assert steps.key_of_page(page) == key
