"""View: the guided tour, seven steps, each a setting to look at and a question to answer."""

from __future__ import annotations

import math
from collections.abc import Callable

import reacton.ipyvuetify as rv
import solara

from commsim.dashboard.lessons import LESSONS, Lesson, Measure, evaluate
from commsim.dashboard.parts import Busy, Button, heading, paragraph
from commsim.dashboard.visitor import Visitor
from commsim.dashboard.words import Say
from commsim.errors import CommsimError


@solara.component
def TourPage(visitor: Visitor) -> None:
    """List the lessons."""
    say = visitor.say
    with solara.Div():
        with solara.Div(classes=["cs-panel"]):
            heading(1, say("Seven steps through one question"))
            paragraph(
                say(
                    "Why do people stop paying for what all of them need, and what brings them back? Each step opens "
                    "an estate, tells what to look at, and asks something you can find out by trying."
                )
            )
        Busy(label=say("The estate is being run …"), serial=visitor.shown.value.serial)
        with rv.Html(tag="ol", class_="cs-steps"):
            for lesson in LESSONS:
                with rv.Html(tag="li"):
                    LessonCard(visitor, lesson)


@solara.component
def LessonCard(visitor: Visitor, lesson: Lesson) -> None:
    """Show what a step is about, whether the visitor is at it, and the way to it."""
    say = visitor.say
    now = visitor.place.lesson == lesson.number
    marks = {"aria-current": "step"} if now else {}
    with solara.Div(classes=["cs-panel", *(["cs-now"] if now else [])], attributes=marks):
        rv.Html(tag="span", class_="cs-step-number", attributes={"aria-hidden": "true"}, children=[str(lesson.number)])
        with solara.Div(classes=["cs-step-text"]):
            number = rv.Html(tag="span", class_="cs-visually-hidden", children=[f"{lesson.number}. "])
            here = [rv.Html(tag="span", class_="cs-mark", children=[say("you are here")])] if now else []
            rv.Html(tag="h2", children=[number, say.plain(lesson.title), *here])
            paragraph(say.plain(lesson.text[0]))
            Button(
                name=f"lesson-{lesson.number}",
                label=say("Open step {n}", n=lesson.number),
                runs=True,
                top=True,
                event_press=lambda _: go(visitor, lesson),
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
    shown, set_shown = solara.use_state(True)
    lesson = next((one for one in LESSONS if one.number == visitor.place.lesson), None)
    if lesson is None:
        return
    with solara.Div(attributes={"id": "cs-lesson", "role": "region", "aria-label": say("Guided tour")}):
        with solara.Div(classes=["cs-panel", "cs-lesson", "cs-lesson-head"]):
            title = say.plain(lesson.title)
            heading(2, say("Step {n} of {all}: {title}", n=lesson.number, all=len(LESSONS), title=title))
            LessonButtons(visitor, lesson, shown, set_shown)
        if shown:
            with solara.Div(classes=["cs-panel", "cs-lesson", "cs-lesson-body"]):
                for text in lesson.text:
                    paragraph(say.plain(text))
                Told(say("Do:"), say.plain(lesson.task))
                Told(say("Look at:"), say.plain(lesson.look))
                Facts(visitor, lesson)
                Told(say("Think:"), say.plain(lesson.question))
                with solara.Div(classes=["cs-row"]):
                    Button(
                        name="again",
                        label=say("Set this step up again"),
                        plain=True,
                        runs=True,
                        event_press=lambda _: go(visitor, lesson),
                    )
                    Button(
                        name="leave-tour",
                        label=say("Leave the tour"),
                        plain=True,
                        event_press=lambda _: visitor.show(lesson=0),
                    )


@solara.component
def LessonButtons(visitor: Visitor, lesson: Lesson, shown: bool, set_shown: Callable[[bool], None]) -> None:
    """Show the ways on and back, and what shows and hides the text."""
    say = visitor.say
    with solara.Div(classes=["cs-row"]):
        for step, label in ((-1, say("Step back")), (1, say("Next step"))):
            other = next((one for one in LESSONS if one.number == lesson.number + step), None)
            if other is not None:
                Button(
                    name="next" if step > 0 else "previous",
                    label=label,
                    plain=step < 0,
                    runs=True,
                    top=True,
                    event_press=lambda _, other=other: go(visitor, other),
                )
        Button(
            name="lesson-text",
            label=say("Hide the text") if shown else say("Show the text"),
            plain=True,
            expanded="true" if shown else "false",
            event_press=lambda _: set_shown(not shown),
        )


@solara.component
def Told(word: str, text: str) -> None:
    """Show a sentence with the word for what it asks in front."""
    rv.Html(tag="p", children=[rv.Html(tag="b", children=[f"{word} "]), text])


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
        items.append(
            rv.Html(tag="li", children=[say("{label}:", label=label), " ", rv.Html(tag="b", children=[here]), there])
        )
    if items:
        rv.Html(tag="ul", class_="cs-lesson-facts", children=items)


def _figure(value: float, measure: Measure, say: Say) -> str:
    if math.isnan(value):
        return say("undefined")
    if measure.unit == "share":
        return f"{value * 100:.1f} %"
    return f"{value:,.1f} {say.plain(measure.unit)}".strip()
