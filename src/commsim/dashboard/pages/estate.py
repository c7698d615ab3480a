"""View: the estate, alive: its windows, its curves, the story of a household, and the levers."""

from __future__ import annotations

import solara

from commsim.dashboard import chart_view, estate_view
from commsim.dashboard.lessons import LESSONS
from commsim.dashboard.pages.levers import LeversPanel
from commsim.dashboard.parts import Drawer, Jump, Select, chosen_from, heading, paragraph
from commsim.dashboard.running import LiveRun
from commsim.dashboard.series import curves, figures_of_months
from commsim.dashboard.story import story
from commsim.dashboard.story_view import StoryView
from commsim.dashboard.visitor import Picked, Visitor
from commsim.dashboard.words import note
from commsim.errors import CommsimError

COLOURS = (
    ("pays", note("who pays")),
    ("trust", note("trust in the payee")),
    ("self", note("trust in self-government")),
    ("belonging", note("belonging")),
    ("speaks", note("who speaks up")),
    ("dispute", note("open disputes")),
    ("arrears", note("months owed")),
)
TWINS = (
    ("shipped", note("the twin that comes with the scenario")),
    ("untreated", note("the same estate, left alone")),
    ("original", note("the scenario as it came, before your changes")),
)
DRAWINGS = (("buildings", note("buildings")), ("network", note("trust network")))


@solara.component
def EstatePage(visitor: Visitor) -> None:
    """Show levers beside the estate, and the curves below."""
    run, problem = run_of(visitor)
    with solara.Div(classes=["cs-columns"]):
        with solara.Div(classes=["cs-side"]):
            LeversPanel(visitor)
        with solara.Div(classes=["cs-side"]):
            if run is None:
                paragraph(problem, "cs-refusal")
            else:
                EstatePanel(visitor, run)
                if visitor.shown.value.picked is not None:
                    StoryPanel(visitor, run)
                CurvesPanel(visitor, run)
        JumpToLevers(visitor)


@solara.component
def JumpToLevers(visitor: Visitor) -> None:
    """Lead to the levers where they stand below, as on a phone, and back."""
    say = visitor.say
    Jump(target="cs-levers", label=say("Levers") + " ↓", back=say("Results") + " ↑")


def run_of(visitor: Visitor) -> tuple[LiveRun | None, str]:
    """Return the run of what is shown, or None and why it cannot be run."""
    try:
        return visitor.run(), ""
    except CommsimError as error:
        return None, str(error)


def first_month(visitor: Visitor) -> int:
    """Return the month in which the lesson that goes on begins; 0 where none goes on."""
    return next((lesson.month for lesson in LESSONS if lesson.number == visitor.place.lesson), 0)


@solara.component
def Title(visitor: Visitor, run: LiveRun) -> None:
    """Show what is simulated and the question it answers."""
    told = run.scenario.data
    with solara.Div(classes=["cs-title"]):
        heading(1, getattr(told.title, visitor.place.language))
        if told.question is not None:
            paragraph(getattr(told.question, visitor.place.language), "cs-question")


@solara.component
def ViewChoices(visitor: Visitor, run: LiveRun, drawing: str, set_drawing: object) -> None:
    """Show the choices of estate, colour and drawing."""
    say = visitor.say

    def choose(name: str) -> None:
        if name in run.estates:
            visitor.pick_window(None)  # the other estate has other households
            visitor.show(estate=name)

    with solara.Div(classes=["cs-row"]):
        if len(run.estates) > 1:
            Select(
                name="estate",
                label=say("Estate"),
                value=run.estates[visitor.estate_index(run)],
                choices=[{"value": name, "label": name} for name in run.estates],
                event_change=choose,
            )
        Select(
            name="colour",
            label=say("Windows show"),
            value=visitor.place.colour,
            choices=chosen_from(COLOURS, say),
            event_change=lambda colour: visitor.show(colour=colour) if colour in dict(COLOURS) else None,
        )
        Select(
            name="drawing",
            label=say("Drawn as"),
            value=drawing,
            choices=chosen_from(DRAWINGS, say),
            event_change=set_drawing,
        )


@solara.component
def EstatePanel(visitor: Visitor, run: LiveRun) -> None:
    """Show the estate, the player, and this month's figures."""
    say = visitor.say
    drawing, set_drawing = solara.use_state("buildings")
    index = visitor.estate_index(run)
    picked = visitor.shown.value.picked
    words = {**estate_view.labels(say), **chart_view.labels(say)}

    def pick(window: dict[str, int]) -> None:
        visitor.pick_window(picked_of(window, run, index))

    with solara.Div(classes=["cs-panel"]):
        Title(visitor, run)
        with solara.Div(classes=["cs-row", "cs-choices"]):
            ViewChoices(visitor, run, drawing, set_drawing)
        estate_view.PlayerBar(
            months=run.scenario.data.months,
            first_year=run.scenario.data.first_year,
            run=run.key,
            labels=words,
            start=first_month(visitor),
            occasion=visitor.place.lesson,
        )
        estate_view.EstateView(
            pack=run.packs[index],
            view=drawing,
            colour=visitor.place.colour,
            labels=words,
            selected=-1 if picked is None else picked.household,
            show_ties=True,
            since=b"",
            event_pick=pick,
        )
        chart_view.Figures(
            figures=solara.use_memo(lambda: figures_of_months(run, index, say), [run.key, index, say.language]),
            labels=words,
            first_year=run.scenario.data.first_year,
        )


def picked_of(window: dict[str, int], run: LiveRun, estate: int) -> Picked | None:
    """Return the window that was picked in the browser, None where the estate has no such household."""
    told = run.scenario.data.estates[run.estates[estate]]
    household, month = int(window["household"]), int(window["month"])
    if not 0 <= household < told.homes + told.shops:
        return None
    return Picked(household, min(max(month, 1), run.scenario.data.months), in_twin=int(window.get("world", 0)) == 1)


@solara.component
def StoryPanel(visitor: Visitor, run: LiveRun) -> None:
    """Tell why the picked household paid or did not, that month."""
    say = visitor.say
    picked = visitor.shown.value.picked
    assert picked is not None
    index = visitor.estate_index(run)
    try:
        world = visitor.twin() if picked.in_twin else run
    except CommsimError:
        world = None  # the view of the twin says what is wrong with it
    told = solara.use_memo(
        lambda: None if world is None else story(world, index, picked.household, picked.month, say),
        [None if world is None else world.key, index, picked, say.language],
    )
    with Drawer(
        label=say("The story of a household"), close_label=say("Close"), event_shut=lambda _: visitor.pick_window(None)
    ):
        if visitor.place.view == "twin":
            name = say.plain(dict(TWINS)[visitor.place.twin])
            paragraph(
                say("In the other world: {name}", name=name) if picked.in_twin else say("In this run"), "cs-world"
            )
        if told is not None:
            StoryView(told, say)


@solara.component
def CurvesPanel(visitor: Visitor, run: LiveRun) -> None:
    """Show the curves, the twin in grey behind them."""
    say = visitor.say
    index = visitor.estate_index(run)
    try:
        twin = visitor.twin()
    except CommsimError:
        twin = None  # the view of the twin says what is wrong with it
    with solara.Div(classes=["cs-panel"]):
        heading(2, say("Curves"))
        chart_view.Curves(
            series=solara.use_memo(
                lambda: curves(run, index, say, twin),
                [run.key, index, say.language, None if twin is None else twin.key],
            ),
            labels=chart_view.labels(say),
        )
