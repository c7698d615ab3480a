"""A headless browser for the tests and the benchmark of visitors: where it is, how it starts, what is noted of it."""

from __future__ import annotations

import os
import shutil
from typing import Any
from urllib.parse import urlsplit

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_WORDS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def browser_file() -> str | None:
    """Return the browser to use, or None."""
    given = os.environ.get("COMMSIM_CHROMIUM")
    return given or next((file for name in BROWSERS if (file := shutil.which(name))), None)


class Noted:
    """What went wrong on pages.

    Attributes:
        faults: a line each.
        allowed: parts of lines that are expected.
    """

    def __init__(self, url: str) -> None:
        self.faults: list[str] = []
        self.allowed: list[str] = []
        self._host = urlsplit(url).netloc

    def watch(self, page: Any) -> None:
        """Note from now on what goes wrong on a page of Playwright's."""
        page.on("console", lambda message: message.type == "error" and self._note("console", message.text))
        page.on("pageerror", lambda error: self._note("exception", str(error)))
        page.on("response", lambda answer: answer.status >= 400 and self._note(str(answer.status), answer.url))
        page.on("requestfailed", self._failed)
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda connection: self._asked(connection.url))

    def unexpected(self) -> list[str]:
        """Return the faults that were not expected."""
        return [fault for fault in self.faults if not any(part in fault for part in self.allowed)]

    def _note(self, kind: str, text: str) -> None:
        self.faults.append(f"{kind}: {text}")

    def _failed(self, request: Any) -> None:
        # What a page that is being left still asked for, its farewell too, is not waited for.
        if "/_solara/api/close/" not in request.url and request.failure != "net::ERR_ABORTED":
            self._note("failed", f"{request.url} {request.failure}")

    def _asked(self, url: str) -> None:
        place = urlsplit(url)
        if place.scheme not in ("data", "blob") and place.netloc != self._host:
            self._note("outside", url)
