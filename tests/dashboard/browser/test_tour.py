"""The guided tour in a browser, in both languages."""

from __future__ import annotations

import pytest

from commsim.dashboard.lessons import LESSONS
from commsim.dashboard.words import Say
from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tour_leads_through_all_seven_steps(new_page, language):
    say = Say(language)
    page = new_page(f"?view=tour&lang={language}")
    steps.press(page, "lesson-1")
    for lesson in LESSONS:
        page.wait_for_function(
            "question => document.querySelector('#cs-lesson')?.innerText.includes(question)",
            arg=say.plain(lesson.question),
        )
        place = steps.place(page)
        assert (place.lesson, place.view, place.settings) == (lesson.number, lesson.view, lesson.settings)
        told = page.inner_text("#cs-lesson")
        assert say.plain(lesson.task) in told
        assert say.plain(lesson.question) in told
        assert page.locator("#cs-lesson .cs-lesson-facts li").count() == len(lesson.measures)
        if lesson.view in ("estate", "twin"):
            steps.drawn(page)
        if lesson.number < len(LESSONS):
            steps.press(page, "next")
    assert page.locator("[data-button=next]").count() == 0
    steps.press(page, "leave-tour")
    page.wait_for_selector("#cs-lesson", state="detached")


def test_what_is_changed_in_a_step_can_be_set_up_again(new_page):
    page = new_page("?view=tour")
    steps.press(page, "lesson-3")
    key = steps.drawn(page)
    steps.give(page, "activated", "0.9")
    assert steps.drawn(page) != key
    assert steps.place(page).lesson == 3
    steps.press(page, "again")
    assert steps.drawn(page) == key
