"""A class at the dashboard: ``python -m benchmarks visitors [--visitors 20] [--seconds 60]``.

The dashboard is started by its command. Each visitor has a browser context of its own, comes by a link of its own, and
clicks at random, reproducibly. After every change the page must show this visitor's settings and no others: the address
it holds and the run it has drawn are compared with what this process works out for the same clicks.
"""

from __future__ import annotations

import asyncio
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, NamedTuple

from benchmarks.report import Report, Single, number, table
from benchmarks.timing import Progress
from commsim.dashboard.levers import LEVERS
from commsim.dashboard.links import VIEWS, Place, query_of
from commsim.dashboard.running import key_of
from commsim.dashboard.settings import Settings, Source, scenario_of
from commsim.errors import CommsimError
from tests.dashboard.browsing import BROWSER_WORDS, Noted, browser_file
from tests.dashboard.served import Served

# The page, as far as this benchmark knows it.
STATE = "#commsim-state"
ESTATE = ".commsim-estate"
CONTROL = '[data-control="{}"] input[type=range], [data-control="{}"] select, [data-control="{}"] input.cs-number'
CARD = '[data-scenario="{}"]'
VIEW = '[data-view="{}"]'
LANGUAGE = ".cs-language"
PLAY = '[data-player="play"]'

SCENARIOS = ("tianhu-garden", "typical-estate", "parking-meeting")
ESTATE_VIEW, PICK_VIEW = "estate", "pick"
WAVES = 2
PATIENCE_MS = 60_000
PAUSE = (0.5, 2.5)
"""Seconds a visitor looks before clicking again, least and greatest."""
CHANGES = ("lever", "scenario")
"""What makes a new run."""
CLICKS = {"lever": 8, "view": 4, "window": 3, "play": 2, "language": 2, "scenario": 1}
"""What a visitor does, and how often."""
CALM_SECONDS = 20.0
MEGABYTES_KEPT = 128
"""Runs that the server keeps for whoever asks next."""

ACT = """async ([selector, how, value, query, key, state, estate, patience]) => {
  const came = performance.now();
  let element = null;
  while (!(element = document.querySelector(selector))) {
    if (performance.now() - came > patience) return { missing: selector };
    await new Promise(requestAnimationFrame);
  }
  const begun = performance.now();
  if (how === "click") element.click();
  else {
    element.value = value;
    element.dispatchEvent(new Event(how, { bubbles: true }));
  }
  let shown = {};
  while (performance.now() - begun < patience) {
    await new Promise(requestAnimationFrame);
    const drawn = document.querySelector(estate);
    shown = {
      query: document.querySelector(state)?.dataset.query ?? null,
      key: key === null ? null : drawn?.dataset.key ?? null,
    };
    if (shown.query === query && shown.key === key) return { milliseconds: performance.now() - begun };
  }
  return shown;
}"""
TAKES = """([selector, value]) => {
  const element = document.querySelector(selector);
  const trial = element.cloneNode(true);
  trial.value = value;
  return [trial.value, element.tagName === "SELECT" || element.type === "number" ? "change" : "input"];
}"""
INTRODUCTION = """\
{visitors} visitors at once, each a browser context with a link of its own, one browser and the server on the same
machine; each clicks for {seconds:.0f} seconds, looking {least} to {most} seconds between two clicks; then all leave.
This is done {waves} times over. Times are the browser's, from the click to the frame in which the page shows what was
asked for; for a lever and for another scenario this is the new run, computed, sent and drawn. After every click the
address held by the page and the run it has drawn are compared with what this visitor's own clicks must have led to.
"""


@dataclass
class Outcome:
    """What was found.

    Attributes:
        milliseconds: by kind of click, the time of each.
        opened: milliseconds until the page showed the estate of its link, of each visit.
        mistakes: a line for each click after which a page did not show its own visitor's settings.
        faults: what browsers and server noted as errors.
        megabytes: memory of the server: ``before``, ``peak``, and after each wave.
    """

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    opened: list[float] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    megabytes: dict[str, float] = field(default_factory=dict)

    def changes(self) -> list[float]:
        """Return the times of all clicks that made a new run."""
        return [time for kind in CHANGES for time in self.milliseconds[kind]]


class Quantiles(NamedTuple):
    """Median, 95 % and worst of some times."""

    median: float
    most: float
    worst: float


def quantiles(times: Sequence[float]) -> Quantiles:
    """Return median, 95 % (nearest rank) and worst; NaN of nothing."""
    if not times:
        return Quantiles(math.nan, math.nan, math.nan)
    ordered = sorted(times)

    def at(share: float) -> float:
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]

    return Quantiles(at(0.5), at(0.95), ordered[-1])


class Visit:
    """One visitor: what the page must show, and the clicks that change it.

    Attributes:
        place: what the page must show.
    """

    def __init__(self, name: str, page: Any, outcome: Outcome, place: Place) -> None:
        self.name = name
        self.page = page
        self.outcome = outcome
        self.place = place
        self.luck = random.Random(name)

    async def begin(self, url: str) -> None:
        """Come by the link and wait for the estate."""
        begun = monotonic()
        await self.page.goto(f"{url}?{query_of(self.place)}")
        await self.page.wait_for_selector(f'{ESTATE}[data-key="{self.key()}"]', timeout=PATIENCE_MS, state="attached")
        self.outcome.opened.append(1000.0 * (monotonic() - begun))

    async def click_until(self, end: float) -> None:
        """Click at random until a time of the monotonic clock."""
        kinds, often = list(CLICKS), list(CLICKS.values())
        while monotonic() < end:
            await asyncio.sleep(self.luck.uniform(*PAUSE))
            kind = self.luck.choices(kinds, often)[0]
            if self.place.view != ESTATE_VIEW and kind in ("lever", "window", "play"):
                kind = "view"
            await getattr(self, f"_{kind}")()

    def key(self) -> str:
        """Return the key of the run the page must show."""
        return key_of(scenario_of(self.place.settings), self.place.settings.seed)

    def after(self, settings: Settings, **parts: Any) -> Place:
        """Return what is shown after a change of settings, which is refused where they cannot be run."""
        try:
            scenario = scenario_of(settings)
        except CommsimError:
            return self.place
        estate = self.place.estate if self.place.estate in scenario.estate_names else ""
        return replace(self.place, settings=settings, estate=estate, **parts)

    async def _lever(self) -> None:
        lever = self.luck.choice(LEVERS)
        if lever.choices:
            wanted = self.luck.choice(lever.choices)[0]
        else:
            steps = max(1, round((lever.high - lever.low) / lever.step))
            wanted = f"{lever.low + self.luck.randint(0, steps) * lever.step:g}"
        selector = CONTROL.replace("{}", lever.name)
        await self.page.wait_for_selector(selector, state="attached")
        value, how = await self.page.evaluate(TAKES, [selector, wanted])
        await self._act("lever", selector, self.after(self.place.settings.with_lever(lever.name, value)), how, value)

    async def _scenario(self) -> None:
        if self.place.view != PICK_VIEW:
            await self._go(PICK_VIEW)
        name = self.luck.choice(SCENARIOS)
        place = self.after(Settings(source=Source(name=name), seed=1), view=ESTATE_VIEW, lesson=0)
        await self._act("scenario", CARD.format(name), place)

    async def _view(self) -> None:
        views = [view for view in VIEWS if view != self.place.view]
        await self._go(self.luck.choice([ESTATE_VIEW, *views] if self.place.view != ESTATE_VIEW else views))

    async def _go(self, view: str) -> None:
        await self._act("view", VIEW.format(view), replace(self.place, view=view))

    async def _language(self) -> None:
        await self._act(
            "language", LANGUAGE, replace(self.place, language="en" if self.place.language == "zh" else "zh")
        )

    async def _play(self) -> None:
        await self._act("play", PLAY, self.place)
        await asyncio.sleep(self.luck.uniform(*PAUSE))
        await self._act("play", PLAY, self.place)

    async def _window(self) -> None:
        estate = await self.page.query_selector(f"{ESTATE} canvas")
        box = await estate.bounding_box() if estate is not None else None
        if box is None:
            self.outcome.mistakes.append(f"{self.name}: there is no estate to click on")
            return
        place = {"x": box["width"] * self.luck.random(), "y": box["height"] * self.luck.random()}
        await estate.click(position=place, force=True, timeout=PATIENCE_MS)
        await self._expect("window")

    async def _act(self, kind: str, selector: str, place: Place, how: str = "click", value: str = "") -> None:
        """Do something on the page, and wait until it shows what must come of it."""
        self.place = place
        key = self.key() if place.view == ESTATE_VIEW else None
        words = [selector, how, value, query_of(place), key, STATE, ESTATE, PATIENCE_MS]
        shown = await self.page.evaluate(ACT, words)
        if "milliseconds" in shown:
            self.outcome.milliseconds[kind].append(shown["milliseconds"])
        else:
            self._mistaken(kind, shown)

    async def _expect(self, kind: str) -> None:
        """Check that the page still shows what it must."""
        words = f"[{STATE!r}, {ESTATE!r}].map(name => document.querySelector(name)?.dataset)"
        state, estate = await self.page.evaluate(words)
        shown = {"query": (state or {}).get("query"), "key": (estate or {}).get("key")}
        if shown != {"query": query_of(self.place), "key": self.key()}:
            self._mistaken(kind, shown)

    def _mistaken(self, kind: str, shown: object) -> None:
        self.outcome.mistakes.append(f"{self.name}: after {kind}: {shown}, not {query_of(self.place)}, {self.key()}")


def first_place(number_: int) -> Place:
    """Return what the link of a visitor shows; no two visitors have the same."""
    name = SCENARIOS[number_ % len(SCENARIOS)]
    settings = Settings(source=Source(name=name), seed=100 + number_)
    return Place(settings=settings, view=ESTATE_VIEW, language=("en", "zh")[number_ % 2])


async def wave(browser: Any, server: Served, visitors: int, seconds: float, outcome: Outcome, name: str) -> None:
    """Let a class come, click and go."""
    noted = Noted(server.url)
    contexts, visits = [], []
    for each in range(visitors):
        context = await browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        noted.watch(page)
        contexts.append(context)
        visits.append(Visit(f"{name}, visitor {each + 1}", page, outcome, first_place(each)))
    peak = asyncio.ensure_future(_follow(server, outcome))
    try:
        begun = await asyncio.gather(*(visit.begin(server.url) for visit in visits), return_exceptions=True)
        end = monotonic() + seconds
        left = await asyncio.gather(*(visit.click_until(end) for visit in visits), return_exceptions=True)
        for visit, broke in zip([*visits, *visits], [*begun, *left], strict=True):
            if broke is not None:
                outcome.mistakes.append(f"{visit.name}: {type(broke).__name__}: {str(broke).splitlines()[0]}")
        outcome.faults += noted.unexpected()
        for visit, context in zip(visits, contexts, strict=True):
            await visit.page.close(run_before_unload=True)
            await asyncio.sleep(0.05)
            await context.close()
        outcome.megabytes[f"after {name}"] = await _calm(server, min(CALM_SECONDS, seconds))
    finally:
        peak.cancel()


async def _follow(server: Served, outcome: Outcome) -> None:
    """Follow the server's memory."""
    while True:
        outcome.megabytes["peak"] = max(outcome.megabytes.get("peak", 0.0), server.resident_megabytes())
        await asyncio.sleep(0.25)


async def _calm(server: Served, patience: float = CALM_SECONDS) -> float:
    """Return the least memory of the server in so many seconds, MB."""
    end = monotonic() + patience
    least = server.resident_megabytes()
    while monotonic() < end:
        await asyncio.sleep(1.0)
        least = min(least, server.resident_megabytes())
    return least


async def visit_all(visitors: int, seconds: float, waves: int, tell: Progress) -> Outcome:
    """Start the dashboard and let classes come and go.

    Raises:
        RuntimeError: there is no browser.
    """
    # Loaded here: only this benchmark needs it, and no other should fail without it.
    from playwright.async_api import async_playwright  # noqa: PLC0415

    file = browser_file()
    if file is None:
        raise RuntimeError("no Chromium found; set COMMSIM_CHROMIUM to one")
    outcome = Outcome()
    with Served.dashboard() as server:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=file, args=list(BROWSER_WORDS))
            tell("one visitor, to have everything loaded")
            await wave(browser, server, 1, 0.0, Outcome(), "warm-up")
            outcome.megabytes["before"] = server.resident_megabytes()
            for each in range(waves):
                tell(f"class {each + 1} of {waves}: {visitors} visitors for {seconds:g} s")
                await wave(browser, server, visitors, seconds, outcome, f"class {each + 1}")
            await browser.close()
        outcome.faults += server.faults()
    return outcome


def benchmark(visitors: int, seconds: float, tell: Progress, waves: int = WAVES) -> Report:
    """Let visitors come and report what they saw.

    Args:
        visitors: at the same time.
        seconds: that each of them clicks.
        tell: told what is going on.
        waves: classes, one after the other.
    """
    outcome = asyncio.run(visit_all(visitors, seconds, waves, tell))
    return report_of(outcome, visitors, seconds, waves)


def report_of(outcome: Outcome, visitors: int, seconds: float, waves: int) -> Report:
    """Return what was found as a page."""
    intro = INTRODUCTION.format(visitors=visitors, seconds=seconds, waves=waves, least=PAUSE[0], most=PAUSE[1])
    kinds = {"a new run, in all": outcome.changes(), **outcome.milliseconds, "the page opened": outcome.opened}
    rows = [(kind, f"{len(times):,}", *(number(time) for time in quantiles(times))) for kind, times in kinds.items()]
    times = table(("Click", "How often", "Median, ms", "95 %, ms", "Worst, ms"), rows)
    memory = table(
        ("The server's memory", "MB"), [(name, number(megabytes)) for name, megabytes in outcome.megabytes.items()]
    )
    told = f"Of the memory after a class, up to {MEGABYTES_KEPT} MB are runs kept for whoever asks next.\n"
    wrong = [*outcome.mistakes, *outcome.faults]
    errors = f"Clicks after which a page showed anything else: {len(outcome.mistakes)}. "
    errors += f"Errors noted by the browsers or by the server: {len(outcome.faults)}.\n"
    listed = "".join(f"- `{line.splitlines()[0][:300]}`\n" for line in wrong[:20])
    singles = [
        Single(kind, "dashboard", visitors, 0, "click to drawn", repetition, time, "ms")
        for kind, all_times in {**outcome.milliseconds, "open": outcome.opened}.items()
        for repetition, time in enumerate(all_times, 1)
    ]
    singles += [
        Single(name, "dashboard", visitors, 0, "memory of the server", 1, megabytes, "MB")
        for name, megabytes in outcome.megabytes.items()
    ]
    text = "\n".join([intro, times, memory, told, errors, listed])
    return Report("visitors", "A class at the dashboard", text, singles, None)
