"""Fixtures of the dashboard tests: the running server, a browser, and pages that fail a test by what goes wrong there.

``new_page`` opens pages; after the test it must be true of each that there was no error on its console, no exception,
no answer of 400 or above, no failed request and none to another host, and that the server noted no error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.dashboard.browsing import BROWSER_WORDS, BROWSERS, Noted, browser_file
from tests.dashboard.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WAIT_MS = 30_000
"""The server may share two cores with other tests."""


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The dashboard, started by its command."""
    pytest.importorskip("solara", reason='the dashboard is not installed: pip install "commsim[dashboard]"')
    with Served.dashboard() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser; it cannot find any other host."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    file = browser_file()
    if file is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} found, and COMMSIM_CHROMIUM is not set")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=file, args=list(BROWSER_WORDS))
        yield running
        running.close()


@pytest.fixture
def noted(served: Served) -> Noted:
    """What goes wrong on the pages of this test; a test that expects something puts a part of it into ``allowed``."""
    return Noted(served.url)


@pytest.fixture
def new_page(served: Served, browser: Browser, noted: Noted) -> Iterator[Callable[..., Page]]:
    """Opens pages of the dashboard, each for a visitor of its own: ``new_page("?lang=zh", locale="zh-CN", ...)``.

    Words other than ``context`` are those of a browser context (``viewport``, ``locale``, ``accept_downloads``, ...).
    ``context=other.context`` opens another page of the same visitor.
    """
    before = len(served.faults())
    contexts = []

    def opened(query: str = "", *, context: Any = None, **words: Any) -> Page:
        if context is None:
            context = browser.new_context(**{"locale": "en-US", "viewport": {"width": 1280, "height": 800}} | words)
            context.set_default_timeout(WAIT_MS)
            contexts.append(context)
        page = context.new_page()
        noted.watch(page)
        page.goto(served.url + query)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert noted.unexpected() == []
    assert served.faults()[before:] == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page of the dashboard."""
    return new_page()
