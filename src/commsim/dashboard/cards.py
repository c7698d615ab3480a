"""Cards of scenarios: what one asks, where it comes from, how large it is, and a small picture of its estate."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from commsim.dashboard.card_scene import HEIGHT, WIDTH, scene
from commsim.dashboard.words import Say, note
from commsim.scenario import Scenario
from commsim.scenario.casebook import casebook
from commsim.scenario.schema import ScenarioData

PLACES: tuple[tuple[str, str], ...] = (
    ("Bishan", note("Bishan district, Chongqing")),
    ("Hechuan", note("Hechuan district, Chongqing")),
    ("Jinzhai", note("assumed, after a survey in Jinzhai county, Anhui")),
)
"""A word in what the casebook calls a source, and the place that source reports from."""
NOWHERE = note("assumed, a typical estate")


@dataclass(frozen=True)
class Card:
    """What a scenario is, in a few words of one language.

    Attributes:
        name: short name of the scenario; title, question: in the language (question "" where it asks none).
        place: where it is reported from.
        households: homes and shops of all estates (number); months: how long it runs.
        picture: the estate as an inline SVG, safe to put into a page.
        targets: how many targets it is held against.
    """

    name: str
    title: str
    question: str
    place: str
    households: int
    months: int
    picture: str
    targets: int


def card(scenario: Scenario, language: str) -> Card:
    """Return the card of a scenario in a language, ``en`` or ``zh``."""
    content, say = scenario.data, Say(language)
    return Card(
        name=content.name,
        title=_text(content.title.en, content.title.zh, say),
        question=_text(content.question.en, content.question.zh, say) if content.question else "",
        place=place_of(scenario, say),
        households=_households(content),
        months=content.months,
        picture=card_picture(scenario, say),
        targets=len(content.targets),
    )


def place_of(scenario: Scenario, say: Say) -> str:
    """Return the place that the first of a scenario's sources with a place reports from, in the language."""
    facts = casebook()
    for name in scenario.data.sources:
        reported_by = facts[name].source if name in facts else ""
        for word, place in PLACES:
            if word in reported_by:
                return say(place)
    return say(NOWHERE)


def card_picture(scenario: Scenario, say: Say) -> str:
    """Return the picture of a scenario's first estate as an inline SVG: 320 x 160, no script, no ids, all escaped."""
    content = scenario.data
    title = say(
        "{title}: {n} households, {share} % pay at the start",
        title=_text(content.title.en, content.title.zh, say),
        n=_households(content),
        share=round(content.start.fee_rate * 100),
    )
    drawn = "".join(scene(content))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" preserveAspectRatio="xMidYMid slice"><title>{escape(title)}</title>{drawn}</svg>'
    )


def _text(english: str, chinese: str, say: Say) -> str:
    return chinese if say.language == "zh" else english


def _households(content: ScenarioData) -> int:
    return sum(estate.homes + estate.shops for estate in content.estates.values())
