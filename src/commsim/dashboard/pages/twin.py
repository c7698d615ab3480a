"""View: two worlds with the same luck, side by side, and what differs."""

from __future__ import annotations

import solara

from commsim.dashboard import chart_view, estate_view
from commsim.dashboard.pack import unpack
from commsim.dashboard.pages.estate import (
    TWINS,
    JumpToLevers,
    StoryPanel,
    Title,
    ViewChoices,
    first_month,
    picked_of,
    run_of,
)
from commsim.dashboard.pages.levers import LeversPanel
from commsim.dashboard.parts import Select, chosen_from, heading, paragraph, table
from commsim.dashboard.running import LiveRun
from commsim.dashboard.shown_series import difference_series
from commsim.dashboard.twin import Differences, differences, twin_pack
from commsim.dashboard.visitor import Visitor
from commsim.dashboard.words import Say
from commsim.errors import CommsimError

MOST_ROWS = 12


@solara.component
def TwinPage(visitor: Visitor) -> None:
    """Show levers beside two worlds."""
    run, problem = run_of(visitor)
    with solara.Div(classes=["cs-columns"]):
        with solara.Div(classes=["cs-side"]):
            LeversPanel(visitor)
        with solara.Div(classes=["cs-side"]):
            if run is None:
                paragraph(problem, "cs-refusal")
            else:
                WorldsPanel(visitor, run)
        JumpToLevers(visitor)


@solara.component
def WorldsPanel(visitor: Visitor, run: LiveRun) -> None:
    """Show the choice of the other world and, where there is one, both."""
    say = visitor.say
    drawing, set_drawing = solara.use_state("buildings")
    try:
        twin, problem = visitor.twin(), say("This scenario has no twin of this kind. Choose another one.")
    except CommsimError as error:
        twin, problem = None, str(error)
    with solara.Div(classes=["cs-panel"]):
        Title(visitor, run)
        paragraph(
            say(
                "Both worlds have the same households and the same luck: whatever differs follows from what was done "
                "differently."
            ),
            "cs-told",
        )
        with solara.Div(classes=["cs-row", "cs-choices"]):
            Select(
                name="twin",
                label=say("Compare with"),
                value=visitor.place.twin,
                choices=chosen_from(TWINS, say),
                event_change=lambda name: visitor.show(twin=name) if name in dict(TWINS) else None,
            )
            ViewChoices(visitor, run, drawing, set_drawing)
        if twin is None:
            paragraph(problem, "cs-refusal")
        else:
            Worlds(visitor, run, twin, drawing)
    if visitor.shown.value.picked is not None:
        StoryPanel(visitor, run)


@solara.component
def Worlds(visitor: Visitor, run: LiveRun, twin: LiveRun, drawing: str) -> None:
    """Show both worlds and what differs, or why they cannot be compared."""
    index = visitor.estate_index(run)
    found, problem = solara.use_memo(lambda: _compared(run, twin, index), [run.key, twin.key, index])
    if found is None:
        paragraph(problem, "cs-refusal")
    else:
        Pair(visitor, run, twin, found, drawing)


@solara.component
def Pair(visitor: Visitor, run: LiveRun, twin: LiveRun, found: Differences, drawing: str) -> None:
    """Show both worlds side by side, what differs between them, and since when."""
    say = visitor.say
    index = visitor.estate_index(run)
    picked = visitor.shown.value.picked
    words = {**estate_view.labels(say), **chart_view.labels(say)}
    told = run.scenario.data

    def pick(window: dict[str, int]) -> None:
        visitor.pick_window(picked_of(window, run, index))

    estate_view.PlayerBar(
        months=told.months,
        first_year=told.first_year,
        run=run.key,
        labels=words,
        start=first_month(visitor),
        occasion=visitor.place.lesson,
    )
    estate_view.TwinView(
        pack_a=run.packs[index],
        pack_b=twin.packs[index],
        titles=[say("this run"), say.plain(dict(TWINS)[visitor.place.twin])],
        since=twin_pack(run, twin, index),
        colour=visitor.place.colour,
        labels=words,
        view=drawing,
        selected=-1 if picked is None else picked.household,
        event_pick=pick,
    )
    chart_view.Difference(
        difference=solara.use_memo(
            lambda: difference_series(found, run, say), [run.key, twin.key, index, say.language]
        ),
        labels=words,
    )
    SinceWhen(found, run, index, say)


@solara.component
def SinceWhen(found: Differences, run: LiveRun, index: int, say: Say) -> None:
    """Say how many windows differ, and list those that differ first."""
    paid = found.pays_since
    ever = int((paid > 0).sum())
    heading(3, say("Which windows differ, and since when"))
    paragraph(
        say(
            "{any} of {n} households differ in something by the end; {pays} of them paid differently in some month.",
            any=int((found.since > 0).sum()),
            n=len(paid),
            pays=ever,
        )
    )
    first = sorted((int(month), home) for home, month in enumerate(paid) if month)[:MOST_ROWS]
    if first:
        where = _places(run, index, [home for _, home in first], say)
        rows = [
            [place, str(month), str(int(found.since[home]))] for place, (month, home) in zip(where, first, strict=True)
        ]
        head = [say("Household"), say("pays differently since month"), say("differs in anything since month")]
        table(head, rows, say("The first to pay differently"))


def _places(run: LiveRun, index: int, homes: list[int], say: Say) -> list[str]:
    """Return where households are, as the card at the pointer says it."""
    head, arrays = unpack(run.packs[index])
    places = []
    for home in homes:
        building = int(arrays["building"][home])
        place = {
            "building": building + 1,
            "stairwell": int(arrays["stairwell"][home]) - building * head["stairwells"] + 1,
        }
        if arrays["shop"][home]:
            places.append(say("Building {building}, stairwell {stairwell}, a shop", **place))
        else:
            floor = int(arrays["floor"][home])
            places.append(say("Building {building}, stairwell {stairwell}, floor {floor}", **place, floor=floor))
    return places


def _compared(run: LiveRun, twin: LiveRun, index: int) -> tuple[Differences | None, str]:
    try:
        return differences(run, twin, index), ""
    except CommsimError as error:
        return None, str(error)
