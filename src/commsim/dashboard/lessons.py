"""The guided tour: seven steps of a lesson of about half an hour, each an estate to look at and a question to answer.

A lesson tells what the model's rule does and asks what comes of it. It states no figure of a result: what came out
stands beside it, measured in the run that is shown, so that it holds for whatever the visitor has changed by then.
A test runs every lesson under several seeds and holds it to what it tells to look for.
"""

from __future__ import annotations

from dataclasses import dataclass

from commsim.dashboard.running import LiveRun
from commsim.dashboard.settings import Settings, Source
from commsim.dashboard.words import note
from commsim.results.measures import find_measure
from commsim.results.windows import first_month_above_zero, window_months


@dataclass(frozen=True)
class Measure:
    """A figure of the run that a lesson shows.

    Attributes:
        label: what it is, English.
        column: name of a measure in ``commsim.results.measures.MEASURES``.
        window: months it is taken over, as targets name them.
        unit: unit to show, English, or empty for none; ``share`` is shown in per cent.
    """

    label: str
    column: str
    window: str
    unit: str = "share"


@dataclass(frozen=True)
class Lesson:
    """One step of the tour; all texts are English, translated by ``say``.

    Attributes:
        number: from 1.
        title: what it is about.
        text: paragraphs: the case, and what the model's rule does.
        task: what to do.
        look: what to look at.
        question: what to think about; the run answers, not the text.
        settings: the run it begins with.
        twin: the other world beside it, as in ``twin_scenario``.
        view: the view it opens in.
        colour: what colours the windows.
        month: month it opens at.
        measures: figures of the run shown beside it.
    """

    number: int
    title: str
    text: tuple[str, ...]
    task: str
    look: str
    question: str
    settings: Settings
    twin: str
    view: str
    colour: str
    month: int
    measures: tuple[Measure, ...]


FEE_LAST_YEAR = Measure(note("Fee rate, last year"), "fee_rate", "last 12 months")
SERVICE_LAST = Measure(note("Service, last month"), "service", "last month")
CONDITION_LAST = Measure(note("Condition, last month"), "condition", "last month")
SERVING_LAST = Measure(note("Members serving, last month"), "members_active", "last month", "members")
LOAD_FIRST = Measure(note("Load in the first half-year of service"), "load", "months 61..66", "")

TIANHU = Source(name="tianhu-garden")

NOBODY = Lesson(
    number=1,
    title=note("An estate that nobody helps"),
    text=(
        note(
            "Tianhu Garden is a real estate in Chongqing. A newspaper reported that it fell out with its property "
            "company and that most households did not pay the fee. Its size and what its people are like are "
            "assumed; here it is simulated month by month, and nobody comes to help."
        ),
        note(
            "The rule: each household weighs what it sees others pay, the service it gets, whom it trusts, whether "
            "it feels that it belongs, and its own temper. Service is bought with the fees that come in."
        ),
    ),
    task=note(
        "Press play. A lit window is a household that pays this month. A year after the quarrel is over, stop and "
        "click on a dark window: its story says, term by term, why."
    ),
    look=note("The fee rate, the service and the trust in the company before, during and after the quarrel."),
    question=note(
        "The quarrel ends and nobody is forbidden to pay. What keeps the windows dark? Find two households that are "
        "dark for different reasons."
    ),
    settings=Settings(source=Source(name="tianhu-garden-without")),
    twin="shipped",
    view="estate",
    colour="pays",
    month=1,
    measures=(
        Measure(note("Fee rate before the quarrel"), "fee_rate", "months 1..5"),
        Measure(note("Fee rate in the quarrel's last year"), "fee_rate", "months 42..53"),
        FEE_LAST_YEAR,
        SERVICE_LAST,
    ),
)

PENSIONERS = Lesson(
    number=2,
    title=note("A few pensioners"),
    text=(
        note(
            "From month 61 on a few retired members serve: they visit households, settle disputes, and carry ballots "
            "from door to door so that the owners can elect a committee. No branch stands behind them."
        ),
        note(
            "The rule: each of them offers some hours a month. When more is asked than offered, the load is above 1 "
            "and motivation falls; who has too little left stops. With a load of at most 1 nobody wears out."
        ),
    ),
    task=note(
        "Play from month 60 on and watch the members' stars. Then set 'Owners' committee' to 'no new committee', so "
        "that there are no ballots to carry, and watch again with the same luck."
    ),
    look=note("Load and motivation in the first months, and how many still serve at the end."),
    question=note("Was it good will that ran out, or time? What would you ask of a few people, and what not?"),
    settings=Settings(
        source=TIANHU, levers=(("activated", "0.2"), ("who", "retired"), ("support", "none"), ("committee", "elected"))
    ),
    twin="shipped",
    view="estate",
    colour="pays",
    month=60,
    measures=(LOAD_FIRST, SERVING_LAST, FEE_LAST_YEAR),
)

FEW = Lesson(
    number=3,
    title=note("The key minority"),
    text=(
        note(
            "Now a party branch with hours of its own and a rota stands behind the members, and the owners vote on a "
            "committee. What is open is how many of the members are asked. At first it is very few."
        ),
        note(
            "The rule: members act by what they do with their hours, that is visits, ballots, mediation and work for "
            "the committee. Whoever is visited thinks again about paying, and sees what the neighbours do."
        ),
    ),
    task=note(
        "Raise 'Members activated' step by step and write down the fee rate of the last year. Then open the view "
        "'Many seeds' and draw the response curve of this lever."
    ),
    look=note(
        "Whether each step brings as much as the one before, or whether there is a place where a little makes a "
        "great difference. In the events: whether and when a committee is elected."
    ),
    question=note(
        "Is it a slope or a jump, and does other luck move the place? What do a few people have to get done before "
        "the many can join?"
    ),
    settings=Settings(source=TIANHU, levers=(("activated", "0.05"),)),
    twin="shipped",
    view="estate",
    colour="pays",
    month=60,
    measures=(
        SERVING_LAST,
        FEE_LAST_YEAR,
        Measure(note("Residents who take part, last year"), "participation", "last 12 months"),
        Measure(note("Quality of the committee, last month"), "committee_quality", "last month"),
    ),
)

MONEY = Lesson(
    number=4,
    title=note("Money"),
    text=(
        note(
            "The common parts of an estate, such as parking spaces and adverts, belong to its owners. In Tianhu "
            "Garden the elected committee runs them and pays out part of the income. Here they earn nothing at all; "
            "the other world is the one in which they do."
        ),
        note(
            "The rule: income that reaches the owners' account pays for repair, tops up service and can be paid out; "
            "how much leaks on the way depends on who runs the common parts and how well they are watched. Repair "
            "and dividends are results that people see, and what they see makes them feel that they belong."
        ),
    ),
    task=note(
        "Compare the two worlds. Then try the opposite: nobody activated and no new committee, but plenty of income. "
        "Who gets it then?"
    ),
    look=note("The common account, dividends, the condition of the buildings, belonging; and only then the fee rate."),
    question=note(
        "What does money change in this estate, and what not? Which moves the fee rate more here, people or money? "
        "Is it the same in Hongyun, which its company had left?"
    ),
    settings=Settings(source=TIANHU, levers=(("revenue", "0"),)),
    twin="original",
    view="estate",
    colour="belonging",
    month=60,
    measures=(
        FEE_LAST_YEAR,
        Measure(note("Owners' common account at the end"), "common_account_yuan", "last month", "yuan"),
        Measure(note("Years with a dividend, one after another"), "dividend_years", "whole run", "years"),
        Measure(note("Income of the common parts, last year"), "revenue_gross_yuan", "last 12 months", "yuan"),
        Measure(note("Of this, on the owners' account"), "revenue_owners_yuan", "last 12 months", "yuan"),
        CONDITION_LAST,
        Measure(note("Belonging, last month"), "belonging", "last month"),
    ),
)

INSTITUTION = Lesson(
    number=5,
    title=note("An institution behind them"),
    text=(
        note(
            "A fifth of the members is asked, retired or still in service, and nothing stands behind them: no "
            "branch, no rota, no file of their service, no thanks."
        ),
        note(
            "The rule, which is put in and not found: under a rota nobody is asked for more hours than offered, so "
            "that nobody wears out. Work that is left over waits. What comes of that is for you to find."
        ),
    ),
    task=note(
        "Change 'Support behind them' from no branch to a rota only, then to all of it. Then go back to no branch "
        "and activate three times as many."
    ),
    look=note("Load, motivation, how many serve at the end, and how long it takes until a committee is elected."),
    question=note(
        "Can more people take the place of an institution? Can an institution take the place of people? Which of the "
        "two would be easier to keep up where you live?"
    ),
    settings=Settings(source=TIANHU, levers=(("activated", "0.2"), ("support", "none"))),
    twin="shipped",
    view="estate",
    colour="pays",
    month=60,
    measures=(LOAD_FIRST, SERVING_LAST, FEE_LAST_YEAR),
)

WITHDRAWN = """\
extend: tianhu-garden
name: tianhu-withdrawn
title:
  en: "Tianhu Garden: the members stop after two months"
  zh: 天湖花园：党员两个月后撤出
question:
  en: Does an estate that was helped for a while stay up by itself?
  zh: 得到过一段时间帮助的小区，能否自己维持下去？
notes: >-
  Assumed throughout: that all members stop serving at once, and when. All else is as in tianhu-garden.
twin: tianhu-garden
timeline:
  - {event: withdraw, month: 63, share: 1.0}
"""
"""Scenario of the lesson on hysteresis: the shipped one, with one event added."""

HELP_GOES = Lesson(
    number=6,
    title=note("When the help goes"),
    text=(
        note(
            "In month 61 a party branch is founded and members begin to serve. But in month 63 all of them stop. In "
            "the other world they go on."
        ),
        note(
            "The rule: service follows money within months; trust, belonging and the state of the buildings follow "
            "slowly; a committee that has been elected stays. So an estate remembers, and what it remembers depends "
            "on how far it had come."
        ),
    ),
    task=note(
        "Open 'More settings', look for 'withdraw', and move its month: one month later, then a year later. Find the "
        "first month from which the estate holds by itself. Then try other luck."
    ),
    look=note(
        "The events: what had come about when the help went, and what had not. Then the fee rate of the last year."
    ),
    question=note(
        "The same people, one month more or less: what makes the difference? What does it mean for a programme that "
        "ends on a fixed date?"
    ),
    settings=Settings(source=Source(name="", text=WITHDRAWN, shown="tianhu-withdrawn.yaml")),
    twin="shipped",
    view="twin",
    colour="pays",
    month=60,
    measures=(
        Measure(note("Fee rate, year in which the help began"), "fee_rate", "months 61..72"),
        FEE_LAST_YEAR,
        Measure(note("Committee there in the last year"), "committee", "last 12 months"),
        SERVICE_LAST,
    ),
)

OWN = Lesson(
    number=7,
    title=note("Your own estate"),
    text=(
        note(
            "This is a typical estate by population figures, and nothing happens to it. Make it yours: homes, "
            "buildings, fee, parking spaces, how many members, what service is like now."
        ),
        note(
            "A model is no forecast. It says what follows from rules that are written down, for people who are like "
            "those assumed. Most of the weights in the rules are assumed, and you can change every one of them."
        ),
    ),
    task=note(
        "Open 'More settings' and put in the estate that you know. Write down what you expect, then move one lever. "
        "Open 'Many seeds', and take the scenario file and the link along."
    ),
    look=note("Whether you had the direction right, and how wide the fan is: that is luck alone."),
    question=note(
        "Which number did you have to guess, and how much hangs on it? Draw its response curve. What would you have "
        "to ask your neighbours to know it better?"
    ),
    settings=Settings(source=Source(name="typical-estate")),
    twin="original",
    view="estate",
    colour="pays",
    month=1,
    measures=(
        Measure(note("Fee rate, first year"), "fee_rate", "months 1..12"),
        FEE_LAST_YEAR,
        CONDITION_LAST,
    ),
)

LESSONS: tuple[Lesson, ...] = (NOBODY, PENSIONERS, FEW, MONEY, INSTITUTION, HELP_GOES, OWN)
"""The tour, in order."""


def evaluate(measure: Measure, run: LiveRun) -> float:
    """Return a measure in the first estate of a run; NaN where it is undefined or its window lies outside the run.

    Args:
        measure: what a lesson shows.
        run: the run that is shown.
    """
    months = run.scenario.data.months
    dividend = first_month_above_zero(_rows(run, "dividends_fen", range(1, months + 1)), range(1, months + 1))
    inside = window_months(measure.window, months, dividend)
    if inside is None:
        return float("nan")
    return find_measure(measure.column).figure(lambda name: _rows(run, name, inside))


def _rows(run: LiveRun, name: str, months: range) -> list[float]:
    """Return a column of the first estate in some months; ``year`` is the calendar year, as in the monthly table."""
    if name == "year":
        return [run.scenario.data.first_year + (month - 1) // 12 for month in months]
    return run.column(0, name)[months.start - 1 : months.stop - 1]
