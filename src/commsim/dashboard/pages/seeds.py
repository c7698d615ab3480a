"""View: many seeds, so that one run is not taken for the rule; and one lever over its whole range."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import solara
import solara.lab

from commsim.dashboard import chart_view
from commsim.dashboard.levers import LEVERS, read
from commsim.dashboard.limits import MAX_SEEDS
from commsim.dashboard.many import fan, response
from commsim.dashboard.pages.estate import JumpToLevers, Title, run_of
from commsim.dashboard.pages.levers import LeversPanel, _whole
from commsim.dashboard.parts import Button, NumberField, Select, chosen_from, heading, paragraph
from commsim.dashboard.pool import Job, Owner
from commsim.dashboard.running import LiveRun
from commsim.dashboard.settings import scenario_of
from commsim.dashboard.shown_series import fan_series, measure_of, points_of, response_series
from commsim.dashboard.visitor import Visitor
from commsim.dashboard.words import Say, note
from commsim.errors import CommsimError

COLUMNS = (
    ("fee_rate", note("fee rate")),
    ("free_riders", note("free riders")),
    ("open_disputes", note("open disputes")),
    ("service", note("service")),
    ("condition", note("condition")),
    ("trust_payee", note("trust in the payee")),
    ("trust_self", note("trust in self-government")),
    ("belonging", note("belonging")),
    ("common_account_yuan", note("owners' common account")),
    ("motivation", note("motivation of active members")),
)
FIRST_SEEDS = 200
SEEDS_A_POINT = 10
FOLLOW_SECONDS = 0.4


@solara.component
def SeedsPage(visitor: Visitor) -> None:
    """Show levers beside the fan of many seeds and the response to one lever."""
    run, problem = run_of(visitor)
    with solara.Div(classes=["cs-columns"]):
        with solara.Div(classes=["cs-side"]):
            LeversPanel(visitor)
        with solara.Div(classes=["cs-side"]):
            if run is None:
                paragraph(problem, "cs-refusal")
            else:
                FanPanel(visitor, run)
                ResponsePanel(visitor, run)
        JumpToLevers(visitor)


def use_job(visitor: Visitor, key: object) -> tuple[Job | None, Callable[[Callable[[Owner], Job]], None]]:
    """Keep one job of a component, follow it while it works, and end it when the component goes or ``key`` changes.

    Returns:
        the job, if one was begun, and what begins one.
    """
    kept, keep = solara.use_state((key, None))
    _, set_ticks = solara.use_state(0)
    job: Job | None = kept[1] if kept[0] == key else None

    def begin(make: Callable[[Owner], Job]) -> None:
        try:
            keep((key, make(visitor.owner)))
        except CommsimError as error:
            visitor.tell(str(error))

    def end() -> None:
        if job is not None:
            job.close()

    solara.use_effect(lambda: end, [job])

    async def follow() -> None:
        while job is not None and job.state in ("waiting", "running"):
            await asyncio.sleep(FOLLOW_SECONDS)
            set_ticks(lambda looks: looks + 1)
        set_ticks(lambda looks: looks + 1)  # how it ended, too, is shown

    solara.lab.use_task(follow, dependencies=[job])
    return job, begin


@solara.component
def Progress(job: Job, done: int, state: str, say: Say) -> None:
    """Show how far a job is, and let it be cancelled.

    Args:
        job: the job.
        done: runs done, state: how it stands; given by themselves, so that a change of them is seen.
        say: the language.
    """
    with solara.Div(classes=["cs-row"], style="margin: 8px 0"):
        words = {
            "waiting": say("waiting for its turn"),
            "running": say("running"),
            "done": say("done"),
            "cancelled": say("cancelled"),
            "failed": say("failed"),
        }
        solara.HTML(
            tag="progress",
            classes=["cs-progress"],
            attributes={"max": str(job.total), "value": str(done), "aria-label": say("Progress")},
        )
        solara.Text(say("{done} of {total} runs, {state}", done=done, total=job.total, state=words[state]))
        if state in ("waiting", "running"):
            Button(name="cancel", label=say("Cancel"), plain=True, event_press=lambda _: job.cancel())
        if job.error:
            paragraph(job.error, "cs-refusal")


@solara.component
def FanPanel(visitor: Visitor, run: LiveRun) -> None:
    """Show what many seeds make of the same estate."""
    say = visitor.say
    column, set_column = solara.use_state("fee_rate")
    many, set_many = solara.use_state(FIRST_SEEDS)
    index = visitor.estate_index(run)
    job, begin = use_job(visitor, (run.key, index))

    def set_number(text: str) -> None:
        number = _whole(text)
        if number is None or not 2 <= number <= MAX_SEEDS:
            visitor.tell(say("The number of seeds is a whole number from 2 to {n}.", n=MAX_SEEDS))
        else:
            set_many(number)

    def start(_: bool) -> None:
        columns = [name for name, _ in COLUMNS]
        begin(lambda owner: fan(run.scenario, range(1, many + 1), index, columns, owner=owner))

    with solara.Div(classes=["cs-panel"], attributes={"id": "cs-fan"}):
        Title(visitor, run)
        paragraph(
            say(
                "One run is one story. Many runs that differ only in their luck (the seed) show what is the rule: half "
                "of them lie in the dark band, nine in ten in the light one."
            ),
            "cs-told",
        )
        with solara.Div(classes=["cs-row"]):
            Select(
                name="column",
                label=say("Show"),
                value=column,
                choices=chosen_from(COLUMNS, say),
                event_change=lambda name: set_column(name) if name in dict(COLUMNS) else None,
            )
            NumberField(
                name="seeds", label=say("Seeds"), value=str(many), low=2, high=MAX_SEEDS, event_change=set_number
            )
            Button(name="fan", label=say("Run them"), disabled=_at_work(job), event_press=start)
        if job is not None:
            Progress(job, job.done, job.state, say)
            answer = job.result()
            if answer is not None and answer.seeds:
                told = fan_series(answer, run, index, column, say, job.total)
                chart_view.Fan(fan=told, labels=chart_view.labels(say))


@solara.component
def ResponsePanel(visitor: Visitor, run: LiveRun) -> None:
    """Show what one lever does over its whole range."""
    say = visitor.say
    lever, set_lever = solara.use_state(LEVERS[0].name)
    column, set_column = solara.use_state("fee_rate")
    index = visitor.estate_index(run)
    job, begin = use_job(visitor, (run.key, index, lever, column))
    chosen = next(one for one in LEVERS if one.name == lever)

    def start(_: bool) -> None:
        seeds, measure = range(1, SEEDS_A_POINT + 1), measure_of(column)
        begin(
            lambda owner: response(
                run.scenario, lever, points_of(chosen), seeds, measure=measure, estate=index, owner=owner
            )
        )

    with solara.Div(classes=["cs-panel"], attributes={"id": "cs-response"}):
        heading(2, say("One lever over its range"))
        paragraph(
            say(
                "Everything else stays as it is; each point is the mean of {n} seeds over the last twelve months "
                "(of what is counted at a time, such as money: in the last of them), with its 95 % interval.",
                n=SEEDS_A_POINT,
            ),
            "cs-told",
        )
        with solara.Div(classes=["cs-row"]):
            Select(
                name="lever",
                label=say("Lever"),
                value=lever,
                choices=chosen_from([(one.name, one.label) for one in LEVERS], say),
                event_change=lambda name: set_lever(name) if name in {one.name for one in LEVERS} else None,
            )
            Select(
                name="measure",
                label=say("Measure"),
                value=column,
                choices=chosen_from(COLUMNS, say),
                event_change=lambda name: set_column(name) if name in dict(COLUMNS) else None,
            )
            Button(name="response", label=say("Run it"), disabled=_at_work(job), event_press=start)
        if job is not None:
            Progress(job, job.done, job.state, say)
            answer = job.result()
            if answer is not None and job.done:
                present = read(chosen.name, scenario_of(visitor.settings))
                told = response_series(answer, chosen, present, column, say, job.total)
                chart_view.Response(response=told, labels=chart_view.labels(say))


def _at_work(job: Any) -> bool:
    return job is not None and job.state in ("waiting", "running")
