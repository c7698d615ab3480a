"""The page: one header, six views, and beside them the address that says what is shown.

``Page`` makes a :class:`Visitor` for itself, so that two visitors never share anything but the runs' numbers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import reacton
import reacton.ipyvuetify as rv
import solara
import solara.lab

from commsim.dashboard import warming
from commsim.dashboard.pages.estate import EstatePage
from commsim.dashboard.pages.pick import PickPage
from commsim.dashboard.pages.seeds import SeedsPage
from commsim.dashboard.pages.take import TakePage
from commsim.dashboard.pages.tour import LessonPanel, TourPage
from commsim.dashboard.pages.twin import TwinPage
from commsim.dashboard.parts import Address, Button, Header, Refusal, paragraph
from commsim.dashboard.visitor import Visitor
from commsim.dashboard.words import language_of, note

WAIT_SECONDS = 0.5
STYLE = Path(__file__).parent / "static" / "commsim.css"
VIEWS: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "pick": (note("Scenarios"), PickPage),
    "estate": (note("The estate"), EstatePage),
    "twin": (note("Twin worlds"), TwinPage),
    "seeds": (note("Many seeds"), SeedsPage),
    "take": (note("Take away"), TakePage),
    "tour": (note("Guided tour"), TourPage),
}


@solara.component
def Layout(children: list[solara.Element]) -> None:
    """Leave the whole window to the page: Solara's own layout has a bar and a side of its own."""
    solara.Div(children=children)


@solara.component
def Page() -> None:
    """Show one visitor's page."""
    router = solara.use_router()
    visitor = solara.use_memo(lambda: Visitor(router.search or "", _first_language()), [])
    solara.use_effect(lambda: visitor.owner.close, [])
    fault, forget = reacton.use_exception()
    ready, set_ready = solara.use_state(warming.ready())
    say = visitor.say
    view = visitor.place.view

    def go(name: str) -> None:
        if name in VIEWS:
            visitor.show(view=name)
            forget()

    # Plain elements around the view: a component in between would keep the view's fault for itself, for ever.
    with rv.Html(tag="div", class_="cs-page"):
        solara.Style(STYLE)
        Header(
            views=[{"name": name, "label": say.plain(label)} for name, (label, _) in VIEWS.items()],
            view=view,
            labels={name: say.plain(name) for name in _HEADER_WORDS},
            other="English" if visitor.place.language == "zh" else "中文",
            event_go=go,
            event_turn=lambda _: visitor.show(language="en" if visitor.place.language == "zh" else "zh"),
        )
        Address(
            query=visitor.query,
            title=f"commsim · {say.plain(VIEWS[view][0])}",
            language=visitor.place.language,
            serial=visitor.shown.value.serial,
        )
        with rv.Html(tag="div", class_="cs-main", attributes={"id": "cs-main", "role": "main"}):
            Problem(visitor)
            if visitor.place.lesson and view != "tour":
                LessonPanel(visitor)
            if fault is not None:
                Fault(visitor, forget)
            elif ready or view in ("pick", "tour"):
                VIEWS[view][1](visitor)
            else:
                Warming(visitor, set_ready)


_HEADER_WORDS = (note("Skip to the content"), note("Views"), note("Language"))


def _first_language() -> str:
    """Return the language the visitor's browser asks for."""
    headers = solara.lab.headers.value or {}
    return language_of(", ".join(headers.get("accept-language", [])))


@solara.component
def Fault(visitor: Visitor, forget: Callable[[], None]) -> None:
    """Say that a fault of the dashboard came up; the address still holds what the visitor had set."""

    def back(_: bool) -> None:
        visitor.show(view="pick", lesson=0)  # first: else the view that failed is shown once more
        forget()

    with solara.Div(classes=["cs-problem"], attributes={"role": "alert"}):
        paragraph(
            visitor.say("This view failed: a fault of the dashboard, not yours. It is noted in the server's log.")
        )
        Button(name="after-fault", label=visitor.say("Back to the scenarios"), event_press=back)


@solara.component
def Problem(visitor: Visitor) -> None:
    """Say what could not be done last."""
    problem = visitor.shown.value.problem
    with solara.Div(attributes={"role": "alert", "id": "cs-problem"}):
        if problem:
            Refusal(text=problem, close_label=visitor.say("Close"), event_shut=lambda _: visitor.tell(""))


@solara.component
def Warming(visitor: Visitor, on_ready: Callable[[bool], None]) -> None:
    """Say that the engine is being compiled, and wait for it."""

    async def wait() -> None:
        while not warming.ready():
            await asyncio.sleep(WAIT_SECONDS)
        on_ready(True)

    solara.lab.use_task(wait, dependencies=[])
    with solara.Div(classes=["cs-fresh"], attributes={"role": "status"}):
        solara.Text(visitor.say("The engine is being made ready. Only the first start on a computer takes a minute."))
