"""Pages for the tests that click: they share a browser's memory of files, so that a page comes up much sooner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.dashboard.browsing import Noted
from tests.dashboard.conftest import WAIT_MS
from tests.dashboard.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Browser contexts by what they were opened with."""
    kept: dict[str, BrowserContext] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def new_page(
    served: Served, browser: Browser, contexts: dict[str, BrowserContext], noted: Noted
) -> Iterator[Callable[..., Page]]:
    """Opens pages of the dashboard: ``new_page("?lang=zh", locale="zh-CN", ...)``; every page is a session of its own.

    ``apart=True`` opens one of another person with another browser. After the test nothing may have gone wrong on any
    of them, nor on the server.
    """
    before = len(served.faults())
    pages: list[Page] = []
    own: list[BrowserContext] = []

    def opened(query: str = "", *, apart: bool = False, **words: Any) -> Page:
        settings = {"locale": "en-US", "viewport": {"width": 1280, "height": 800}} | words
        context = None if apart else contexts.get(repr(settings))
        if context is None:
            context = browser.new_context(**settings)
            context.set_default_timeout(WAIT_MS)
            if apart:
                own.append(context)
            else:
                contexts[repr(settings)] = context
        page = context.new_page()
        pages.append(page)
        noted.watch(page)
        page.goto(served.url + query)
        return page

    yield opened
    for page in pages:
        page.close()
    for context in own:
        context.close()
    assert noted.unexpected() == []
    assert served.faults()[before:] == []
