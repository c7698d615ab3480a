"""Screenshots of the dashboard, kept in ``results/dashboard``: ``python -m tests.dashboard.pictures [FOLDER]``.

Every picture is of a page as a visitor sees it, at a named link, in a browser without any other host. A test takes them
all and checks that the folder holds the same ones.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from tests.dashboard.browser import steps
from tests.dashboard.browsing import BROWSER_WORDS, browser_file
from tests.dashboard.served import ROOT, Served

FOLDER = ROOT / "results" / "dashboard"
LAPTOP, TALL, PHONE = (1280, 860), (1280, 1500), (390, 844)


class Picture(NamedTuple):
    """One picture.

    Attributes:
        name: name of the file, without its ending.
        query: link of the page.
        size: of the window, in pixels.
        do: what the visitor does before, if anything.
    """

    name: str
    query: str
    size: tuple[int, int] = LAPTOP
    do: Callable[[Any], None] | None = None


def at(month: int) -> Callable[[Any], None]:
    """Return what shows a month of the estate or of both worlds."""

    def show(page: Any) -> None:
        steps.drawn(page)
        steps.show_month(page, month)

    return show


def story(page: Any) -> None:
    """Show the story of a household."""
    at(80)(page)
    page.focus(".commsim-estate canvas[tabindex]")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-drawer article")


def network(page: Any) -> None:
    """Show the trust network."""
    at(72)(page)
    steps.choose(page, "drawing", "network")


def curves(page: Any) -> None:
    """Show the curves."""
    at(100)(page)
    page.wait_for_selector("[data-panel] canvas")
    page.locator("[data-panel]").first.scroll_into_view_if_needed()


def difference(page: Any) -> None:
    """Show which windows differ."""
    at(120)(page)
    page.click(".cs-twin [data-mode=difference]")


def many(page: Any) -> None:
    """Show the fan of many seeds and the response to a lever."""
    for button, panel in (("fan", "#cs-fan"), ("response", "#cs-response")):
        page.click(f"[data-button={button}]")
        page.wait_for_function(f"() => document.querySelector('{panel}').innerText.includes('done')", timeout=120_000)


def lesson(page: Any) -> None:
    """Show a step of the tour."""
    steps.press(page, "lesson-3")
    at(72)(page)


def more(page: Any) -> None:
    """Show other settings."""
    steps.drawn(page)
    page.click("[data-button=more]")
    page.wait_for_selector("#cs-more")
    page.locator("#cs-more").scroll_into_view_if_needed()


PICTURES = (
    Picture("pick-en", "?lang=en", TALL),
    Picture("pick-zh", "?lang=zh"),
    Picture("estate-en", "?scenario=tianhu-garden&view=estate&lang=en", TALL, at(72)),
    Picture("estate-zh", "?scenario=hongyun&view=estate&lang=zh", LAPTOP, at(60)),
    Picture("estate-trust-en", "?scenario=yanxiqiao&view=estate&colour=trust&lang=en", LAPTOP, at(60)),
    Picture("estate-speaks-en", "?scenario=parking-meeting&view=estate&colour=speaks&lang=en", LAPTOP, at(12)),
    Picture("network-en", "?scenario=tianhu-garden&view=estate&lang=en", TALL, network),
    Picture("story-en", "?scenario=tianhu-garden&view=estate&lang=en", LAPTOP, story),
    Picture("story-zh", "?scenario=tianhu-garden&view=estate&lang=zh", LAPTOP, story),
    Picture("curves-en", "?scenario=tianhu-garden&view=estate&lang=en", TALL, curves),
    Picture("more-en", "?scenario=tianhu-garden&view=estate&lang=en", LAPTOP, more),
    Picture("twin-en", "?scenario=tianhu-garden&view=twin&lang=en", TALL, at(100)),
    Picture("difference-zh", "?scenario=tianhu-garden&view=twin&lang=zh", TALL, difference),
    Picture("seeds-en", "?scenario=tianhu-garden&view=seeds&lang=en", TALL, many),
    Picture("take-en", "?scenario=tianhu-garden&lever.activated=0.3&view=take&lang=en"),
    Picture("tour-zh", "?view=tour&lang=zh", TALL),
    Picture("lesson-en", "?view=tour&lang=en", TALL, lesson),
    Picture("phone-estate-zh", "?scenario=tianhu-garden&view=estate&lang=zh", PHONE, at(72)),
    Picture("phone-pick-en", "?lang=en", PHONE),
)


def take(served: Served, browser: Any, picture: Picture) -> bytes:
    """Return one picture as a PNG."""
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    context.set_default_timeout(120_000)  # the engine may have to be compiled first
    try:
        page = context.new_page()
        page.goto(served.url + picture.query)
        page.wait_for_selector(".cs-panel")
        if picture.do is not None:
            picture.do(page)
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_timeout(1_200)  # what is new fades in
        return bytes(page.screenshot())
    finally:
        context.close()


def main(folder: Path = FOLDER) -> None:
    """Take all pictures and put them into a folder; those of other names there are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    with Served.dashboard() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_file(), args=list(BROWSER_WORDS))
        for picture in PICTURES:
            (folder / f"{picture.name}.png").write_bytes(take(served, browser, picture))
            sys.stdout.write(f"{picture.name}\n")
        browser.close()
    names = {f"{picture.name}.png" for picture in PICTURES}
    for stray in folder.glob("*.png"):
        if stray.name not in names:
            stray.unlink()


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:2]))
