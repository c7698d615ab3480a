"""What a visitor does on the page, and what the page then shows, for the tests in a browser.

Every change is waited for by what it brings about: the number of changes dealt with (``data-serial``) and the key of
the run that is drawn (``data-key``), never by a time.
"""

from __future__ import annotations

from typing import Any

from commsim.dashboard.links import Place, place_of
from commsim.dashboard.running import key_of
from commsim.dashboard.settings import scenario_of

ESTATE = ":is(.commsim-estate, .cse-twin-worlds .cse-root)"
DRAWN = f"{ESTATE}[data-key]"


def serial(page: Any) -> int:
    """Return how many changes the page has dealt with."""
    return int(page.get_attribute("#commsim-state", "data-serial"))


def after(page: Any, before: int) -> None:
    """Wait until one more change was dealt with than ``before``."""
    page.wait_for_function(
        "before => Number(document.querySelector('#commsim-state').dataset.serial) > before", arg=before
    )


def place(page: Any) -> Place:
    """Return what the page says it shows."""
    return place_of(page.get_attribute("#commsim-state", "data-query"))[0]


def key_of_page(page: Any) -> str:
    """Return the key of the run that the page's settings ask for, worked out here."""
    settings = place(page).settings
    return key_of(scenario_of(settings), settings.seed)


def drawn(page: Any, nth: int = 0) -> str:
    """Wait until the run that the settings ask for is drawn; return its key."""
    page.wait_for_selector(DRAWN)
    key = key_of_page(page)
    page.wait_for_function(
        "([selector, nth, key]) => document.querySelectorAll(selector)[nth]?.dataset.key === key",
        arg=[ESTATE, nth, key],
    )
    return key


def go(page: Any, view: str) -> None:
    """Go to a view by the header."""
    page.click(f"[data-view={view}]")
    page.wait_for_selector(f"[data-view={view}][aria-current=page]")


def press(page: Any, name: str) -> None:
    """Press a button by its name, and wait until the page has dealt with it."""
    before = serial(page)
    page.click(f"[data-button={name}]")
    after(page, before)


def choose(page: Any, name: str, value: str) -> None:
    """Choose a value of a choice."""
    page.select_option(f"[data-select={name}] select", value)


def give(page: Any, control: str, value: str) -> None:
    """Give a slider, number, choice or switch of the levers a value, and wait until the page has dealt with it."""
    box = page.locator(f'[data-control="{control}"]')
    before = serial(page)
    if box.locator("select").count():
        box.locator("select").select_option(value)
    elif box.locator("input[type=checkbox]").count():
        box.locator("input[type=checkbox]").set_checked(value == "true")
    elif box.locator("input[type=number]").count():
        box.locator("input[type=number]").fill(value)
        box.locator("input[type=number]").press("Enter")
    else:
        box.locator("input[type=range]").evaluate(
            "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', {bubbles: true})); }",
            value,
        )
    after(page, before)


def number(page: Any, name: str, value: str) -> None:
    """Type a number into a field by its name, and wait until the page has dealt with it."""
    before = serial(page)
    page.fill(f"[data-number={name}] input", value)
    page.press(f"[data-number={name}] input", "Enter")
    after(page, before)


def show_month(page: Any, month: int) -> None:
    """Let the player show a month, and wait until the estate does."""
    page.evaluate("month => commsimPlayer.set(month)", month)
    page.wait_for_function(
        "([selector, month]) => document.querySelector(selector).dataset.month === String(month)",
        arg=[ESTATE, month],
    )


def figures(page: Any) -> dict[str, float | None]:
    """Return this month's figures as the page has them, to the last digit; None where undefined."""
    found = page.eval_on_selector_all(
        "[data-name][data-value]", "all => all.map(one => [one.dataset.name, one.dataset.value])"
    )
    return {name: float(value) if value else None for name, value in found}


def problem(page: Any) -> str:
    """Wait for the page to say what is wrong, and return it."""
    page.wait_for_selector("#cs-problem .cs-problem")
    return str(page.inner_text("#cs-problem"))


def picture_of(page: Any, selector: str) -> bytes:
    """Return a part of the page as a PNG."""
    return bytes(page.locator(selector).first.screenshot())
