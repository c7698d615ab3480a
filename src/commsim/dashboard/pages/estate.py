"""View: the estate, alive: its windows, its curves, the story of a household, and the levers."""

from __future__ import annotations

import solara

from commsim.dashboard import chart_view, estate_view
from commsim.dashboard.pages.levers import LeversPanel
from commsim.dashboard.parts import Drawer, Select, chosen_from, heading, paragraph
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


def run_of(visitor: Visitor) -> tuple[LiveRun | None, str]:
    """Return the run of what is shown, or None and why it cannot be run."""
    try:
        return visitor.run(), ""
    except CommsimError as error:
        return None, str(error)


@solara.component
def Title(visitor: Visitor, run: LiveRun) -> None:
    """Show what is simulated and the question it answers."""
    told = run.scenario.data
    heading(1, getattr(told.title, visitor.place.language))
    if told.question is not None:
        paragraph(getattr(told.question, visitor.place.language), "cs-question")


@solara.component
def ViewChoices(visitor: Visitor, run: LiveRun, drawing: str, set_drawing: object) -> None:
    """Show the choices of estate, colour and drawing."""
    say = visitor.say
    with solara.Div(classes=["cs-row"], style="margin: 8px 0"):
        if len(run.estates) > 1:
            Select(
                name="estate",
                label=say("Estate"),
                value=run.estates[visitor.estate_index(run)],
                choices=[{"value": name, "label": name} for name in run.estates],
                event_change=lambda name: visitor.show(estate=name) if name in run.estates else None,
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
        household, month = int(window["household"]), int(window["month"])
        visitor.pick_window(Picked(household, min(max(month, 1), run.scenario.data.months)))

    with solara.Div(classes=["cs-panel"]):
        Title(visitor, run)
        ViewChoices(visitor, run, drawing, set_drawing)
        estate_view.PlayerBar(
            months=run.scenario.data.months, first_year=run.scenario.data.first_year, run=run.key, labels=words
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


@solara.component
def StoryPanel(visitor: Visitor, run: LiveRun) -> None:
    """Tell why the picked household paid or did not, that month."""
    say = visitor.say
    picked = visitor.shown.value.picked
    assert picked is not None
    index = visitor.estate_index(run)
    world = visitor.twin() if picked.in_twin else run
    told = solara.use_memo(
        lambda: None if world is None else story(world, index, picked.household, picked.month, say),
        [None if world is None else world.key, index, picked, say.language],
    )
    with Drawer(
        label=say("The story of a household"), close=say("Close"), event_shut=lambda _: visitor.pick_window(None)
    ):
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
