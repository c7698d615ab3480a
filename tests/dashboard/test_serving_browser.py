"""The server seen by a browser, with a page of little: the policies let the page live and keep all else out."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

from tests.dashboard.served import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served():
    """A page of little in place of the dashboard."""
    with Served.with_page() as running:
        yield running


def pages_open(page):
    """Return how many pages the server holds, as a page tells that is drawn again."""
    page.locator("button").click()
    page.wait_for_timeout(100)
    return int(page.get_by_text("pages open").inner_text().split()[0])


def pages_left(page):
    """Return how many pages the server holds once it has let go of those that other tests closed."""
    end = time.monotonic() + 5.0
    while (many := pages_open(page)) > 1 and time.monotonic() < end:
        pass
    return many


def test_a_page_comes_up_under_the_policies_and_answers_to_clicks(new_page):
    page = new_page("?scenario=x&seed=3")
    page.get_by_text("clicked 0 times").click()
    page.get_by_text("clicked 1 times").wait_for()
    assert page.get_by_text("query scenario=x&seed=3").is_visible()


def test_one_visitors_clicks_do_not_reach_another(new_page):
    first, second = new_page(), new_page()
    first.get_by_text("clicked 0 times").click()
    first.get_by_text("clicked 1 times").wait_for()
    second.get_by_text("clicked 0 times").wait_for()


def test_the_browser_itself_refuses_to_load_from_elsewhere(new_page, noted):
    page = new_page()
    noted.allowed += ["Content Security Policy", "failed: https://evil.example", "outside: https://evil.example"]
    noted.allowed += ["ws://evil.example"]
    page.get_by_text("clicked 0 times").wait_for()
    reached = page.evaluate(
        """async () => {
            const reached = [];
            await fetch("https://evil.example/x").then(() => reached.push("fetch"), () => {});
            await new Promise(done => {
                const picture = new Image();
                picture.onload = () => { reached.push("picture"); done(); };
                picture.onerror = done;
                picture.src = "https://evil.example/x.png";
            });
            try { new WebSocket("ws://evil.example/"); reached.push("connection"); } catch (refused) {}
            return reached;
        }"""
    )
    violated = [fault for fault in noted.faults if "Content Security Policy" in fault]
    assert len(violated) >= 2
    assert set(reached) <= {"connection"}  # made, and failed at once


def test_a_page_that_is_closed_is_forgotten_at_once(new_page):
    watching = new_page()
    watching.get_by_text("clicked 0 times").wait_for()
    before = pages_left(watching)
    other = new_page(context=watching.context)
    other.get_by_text("clicked 0 times").wait_for()
    assert pages_open(watching) == before + 1
    other.close(run_before_unload=True)
    end = time.monotonic() + 5.0
    while pages_open(watching) > before:
        assert time.monotonic() < end, "the page that was closed is kept"


def test_a_reloaded_page_comes_back_and_the_old_one_is_forgotten(new_page):
    page = new_page("?seed=3")
    page.get_by_text("clicked 0 times").wait_for()
    before = pages_left(page)
    page.reload()
    page.get_by_text("query seed=3").wait_for()
    assert pages_open(page) == before


def test_the_largest_upload_arrives_whole(new_page):
    page = new_page()
    page.get_by_text("no file").wait_for()
    file = {"name": "<b>x</b>.yaml", "mimeType": "text/yaml", "buffer": b"x" * 262_144}
    page.locator("input[type=file]").set_input_files([file])
    page.get_by_text("got 262144 of 262144 bytes, 262144 of them x").wait_for()
