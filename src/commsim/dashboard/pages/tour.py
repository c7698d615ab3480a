"""View: the guided tour, seven steps, each a setting to look at and a question to answer."""

from __future__ import annotations

import math

import reacton.ipyvuetify as rv
import solara

from commsim.dashboard.lessons import LESSONS, Lesson, Measure, evaluate
from commsim.dashboard.parts import Button, heading, paragraph
from commsim.dashboard.visitor import Visitor
from commsim.dashboard.words import Say
from commsim.errors import CommsimError


@solara.component
def TourPage(visitor: Visitor) -> None:
    """List the lessons."""
    say = visitor.say
    with solara.Div(classes=["cs-panel"]):
        heading(1, say("Seven steps through one question"))
        paragraph(
            say(
                "Why do people stop paying for what all of them need, and what brings them back? Each step opens an "
                "estate, tells what to look at, and asks something you can find out by trying."
            )
        )
    for lesson in LESSONS:
        with solara.Div(classes=["cs-panel", "cs-lesson"]):
            heading(2, f"{lesson.number}. {say.plain(lesson.title)}")
            paragraph(say.plain(lesson.text[0]))
            Button(
                name=f"lesson-{lesson.number}",
                label=say("Open step {n}", n=lesson.number),
                event_press=lambda _, lesson=lesson: go(visitor, lesson),
            )


def go(visitor: Visitor, lesson: Lesson) -> None:
    """Show a lesson: its estate, its view, its colour."""
    visitor.try_settings(
        lesson.settings,
        lesson=lesson.number,
        view=lesson.view,
        twin=lesson.twin,
        colour=lesson.colour,
    )


@solara.component
def LessonPanel(visitor: Visitor) -> None:
    """Show the lesson that goes on, above the view it is about."""
    say = visitor.say
    lesson = next((one for one in LESSONS if one.number == visitor.place.lesson), None)
    if lesson is None:
        return
    with solara.Div(classes=["cs-panel", "cs-lesson"], attributes={"id": "cs-lesson"}):
        heading(2, say("Step {n} of {all}: {title}", n=lesson.number, all=len(LESSONS), title=say.plain(lesson.title)))
        for text in lesson.text:
            paragraph(say.plain(text))
        Told(say("Do"), say.plain(lesson.task))
        Told(say("Look at"), say.plain(lesson.look))
        Facts(visitor, lesson)
        Told(say("Think"), say.plain(lesson.question))
        with solara.Div(classes=["cs-row"]):
            for step, label in ((-1, say("Step back")), (1, say("Next step"))):
                other = next((one for one in LESSONS if one.number == lesson.number + step), None)
                if other is not None:
                    Button(
                        name="next" if step > 0 else "previous",
                        label=label,
                        plain=step < 0,
                        event_press=lambda _, other=other: go(visitor, other),
                    )
            Button(
                name="again",
                label=say("Set this step up again"),
                plain=True,
                event_press=lambda _: go(visitor, lesson),
            )
            Button(
                name="leave-tour",
                label=say("Leave the tour"),
                plain=True,
                event_press=lambda _: visitor.show(lesson=0),
            )


@solara.component
def Told(word: str, text: str) -> None:
    """Show a sentence with the word for what it asks in front."""
    rv.Html(tag="p", children=[rv.Html(tag="b", children=[f"{word}: "]), text])


@solara.component
def Facts(visitor: Visitor, lesson: Lesson) -> None:
    """Show what came out of the run that is shown, as the lesson measures it."""
    say = visitor.say
    try:
        run, twin = visitor.run(), visitor.twin()
    except CommsimError:
        return  # the view below says what is wrong
    items = []
    for measure in lesson.measures:
        here = _figure(evaluate(measure, run), measure, say)
        there = (
            ""
            if twin is None
            else say(" (other world: {figure})", figure=_figure(evaluate(measure, twin), measure, say))
        )
        label = say.plain(measure.label)
        items.append(rv.Html(tag="li", children=[f"{label}: ", rv.Html(tag="b", children=[here]), there]))
    if items:
        rv.Html(tag="ul", class_="cs-lesson-facts", children=items)


def _figure(value: float, measure: Measure, say: Say) -> str:
    if math.isnan(value):
        return say("undefined")
    if measure.unit == "share":
        return f"{value * 100:.1f} %"
    return f"{value:,.1f} {say.plain(measure.unit)}".strip()
