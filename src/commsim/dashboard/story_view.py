"""The story of a household as a page part: what it did, how it weighed the fee, and its months of paying.

The picture is a waterfall: each reason begins where the one above ended, to the right (blue) where it speaks for
paying, to the left (vermillion) where it speaks against. Where the last one ends is the sum, in log odds, which is the
chance that it pays; the luck of the draw is held against this chance.

Everything is HTML with inline SVG made here, and every text in it is escaped: names may come from a visitor's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import solara

from commsim.dashboard.reasons import Term
from commsim.dashboard.story import Story
from commsim.dashboard.words import Say

BLUE, VERMILLION, INK = "#0072B2", "#D55E00", "#222222"
LEAST = 0.005
"""Log odds below which a reason is said to have no weight: it would be written as 0.00."""

_STYLE = (Path(__file__).parent / "static" / "story.css").read_text(encoding="utf-8")


class Step(NamedTuple):
    """One bar of the waterfall, in log odds.

    Attributes:
        term: the reason.
        start: the sum of the reasons above.
        end: the sum with this one.
    """

    term: Term
    start: float
    end: float


@solara.component
def StoryView(story: Story, say: Say) -> None:
    """Show the story of a household.

    Args:
        story: what is told.
        say: the language of what this view adds; the story's own texts are in a language already.
    """
    solara.Style(_STYLE)
    solara.HTML(tag="article", unsafe_innerHTML=story_html(story, say), classes=["st"])


def story_html(story: Story, say: Say) -> str:
    """Return the story as HTML, all texts escaped; arguments as for :func:`StoryView`."""
    return "".join((*_opening(story, say), *_around(story, say), *_weighing(story, say), *_payments(story, say)))


def steps(terms: Sequence[Term]) -> list[Step]:
    """Return the bars of the waterfall: the reasons with weight, each beginning where the one before ended."""
    found, total = [], 0.0
    for term in terms:
        before, total = total, total + term.logit
        if abs(term.logit) >= LEAST:
            found.append(Step(term, before, total))
    return found


def _tag(name: str, content: str, kind: str = "") -> str:
    """Return an element around content that is HTML already."""
    attribute = f' class="{kind}"' if kind else ""
    return f"<{name}{attribute}>{content}</{name}>"


def _words(name: str, text: str, kind: str = "") -> str:
    """Return an element around a text, escaped; nothing for an empty text."""
    return _tag(name, escape(text), kind) if text else ""


def _opening(story: Story, say: Say) -> Iterator[str]:
    """Say where it is, who it is and what it did."""
    yield _words("h2", story.title)
    month = say("Month {month}", month=story.month)
    yield _words("p", " · ".join((month, *story.who)), "st-who")
    kind = {True: "st-lit", False: "st-dark", None: "st-none"}[story.payments[story.month - 1]]
    yield _tag("p", f'<span class="st-window {kind}"></span>' + _words("b", story.decision), "st-decision")
    yield _words("p", story.occasion, "st-note")


def _around(story: Story, say: Say) -> Iterator[str]:
    """Say how many of its acquaintances paid."""
    if not story.acquaintances:
        yield _words("p", say("It knows nobody in the estate."), "st-note")
        return
    sentence = say(
        "Of its {n} acquaintances, {paid} paid the month before.", n=story.acquaintances, paid=story.paid_around
    )
    yield _words("p", sentence, "st-note")


# --- what it weighed


def _weighing(story: Story, say: Say) -> Iterator[str]:
    """Show the reasons as a waterfall, their sum, and the draw against the chance."""
    if story.chance is None or story.luck is None or story.logit is None:
        return
    yield _words("h3", say("What it weighed"))
    against, forward = say("speaks against paying"), say("speaks for paying")
    sides = f'<span class="st-left">◀ {escape(against)}</span><span class="st-right">{escape(forward)} ▶</span>'
    bars = steps(story.terms)
    places = [0.0, story.logit, *(bar.end for bar in bars)]
    room = 0.04 * (max(places) - min(places) or 1.0)
    span = (min(places) - room, max(places) + room)
    rows = "".join(_bar_row(bar, span) for bar in bars)
    yield _tag("div", sides, "st-sides") + _tag("div", rows + _total_row(story.logit, span, say), "st-fall")
    idle = [term.label for term in story.terms if abs(term.logit) < LEAST]
    if idle:
        yield _words("p", say("Without weight here: {labels}", labels=", ".join(idle)), "st-note")
    yield _words("h3", say("The luck of the draw"))
    yield _words("p", story.chance_words)
    yield _gauge(story.chance, story.luck, say)


def _bar_row(bar: Step, span: tuple[float, float]) -> str:
    kind = "st-for" if bar.term.logit > 0 else "st-against"
    colour = BLUE if bar.term.logit > 0 else VERMILLION
    words = _words("b", bar.term.label) + _words("span", bar.term.sentence, "st-why")
    picture = _svg(_rectangle(bar.start, bar.end, span, colour), _upright(bar.end, span, "#9aa3ad", "2 2"), span)
    return _row(kind, words, picture, bar.term.logit)


def _total_row(logit: float, span: tuple[float, float], say: Say) -> str:
    words = _words("b", say("Sum of the reasons")) + _words("span", say("in log odds; 0 is an even chance"), "st-why")
    picture = _svg(_rectangle(0.0, logit, span, INK, height=6), "", span)
    return _row("st-total", words, picture, logit)


def _row(kind: str, words: str, picture: str, logit: float) -> str:
    number = f"{logit:+.2f}".replace("-", "\u2212")
    return f'<div class="st-row {kind}" data-logit="{logit!r}"><div>{words}</div>{picture}<b>{number}</b></div>'


def _svg(bar: str, mark: str, span: tuple[float, float]) -> str:
    """Return one row of the picture, stretched to its width, with the line of zero."""
    zero = _upright(0.0, span, "#52606d", "")
    return f'<svg viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">{bar}{mark}{zero}</svg>'


def _place(value: float, span: tuple[float, float]) -> float:
    return 100.0 * (value - span[0]) / (span[1] - span[0])


def _rectangle(start: float, end: float, span: tuple[float, float], colour: str, height: int = 12) -> str:
    left, right = sorted((_place(start, span), _place(end, span)))
    top = (20 - height) / 2
    return f'<rect x="{left:.3f}" y="{top:g}" width="{right - left:.3f}" height="{height}" fill="{colour}"/>'


def _upright(value: float, span: tuple[float, float], colour: str, dashes: str) -> str:
    place = _place(value, span)
    style = f'stroke="{colour}" stroke-dasharray="{dashes}" vector-effect="non-scaling-stroke"'
    return f'<line x1="{place:.3f}" x2="{place:.3f}" y1="0" y2="20" {style}/>'


def _gauge(chance: float, luck: float, say: Say) -> str:
    """Return a bar from 0 to 1: the part below the chance is lit, and a mark stands where the lot fell."""
    lit = f'<rect x="0" y="0" width="{100 * chance:.4f}" height="20" fill="#F6C445"/>'
    dark = f'<rect x="{100 * chance:.4f}" y="0" width="{100 * (1 - chance):.4f}" height="20" fill="#2F3B4C"/>'
    bar = f'<svg viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">{lit}{dark}</svg>'
    mark = f'<i class="st-lot" style="left:{100 * luck:.4f}%"></i>'
    ends = "".join(f"<span>{share} %</span>" for share in (0, 25, 50, 75, 100))
    legend = (
        '<span class="st-window st-lit"></span>'
        + _words("span", say("pays where the lot falls here"))
        + '<span class="st-window st-dark"></span>'
        + _words("span", say("does not pay where it falls here"))
        + '<i class="st-lot st-inline"></i>'
        + _words("span", say("the lot"))
    )
    figures = f'data-chance="{chance!r}" data-luck="{luck!r}"'
    drawn = f'<div class="st-gauge" {figures}>{bar}{mark}</div><div class="st-scale" aria-hidden="true">{ends}</div>'
    return drawn + _tag("div", legend, "st-legend")


# --- its months


def _payments(story: Story, say: Say) -> Iterator[str]:
    """Show a window a month: lit where it paid, dark where it did not, empty where no bill came."""
    kinds = {True: "st-lit", False: "st-dark", None: "st-none"}
    names = {True: say("paid"), False: say("did not pay"), None: say("no bill")}
    windows = []
    for month, paid in enumerate(story.payments, start=1):
        here = " st-here" if month == story.month else ""
        title = escape(f"{say('Month {month}', month=month)}: {names[paid]}", quote=True)
        windows.append(f'<i class="st-window {kinds[paid]}{here}" title="{title}"></i>')
    years = [windows[first : first + 12] for first in range(0, len(windows), 12)]
    strip = "".join(_tag("span", "".join(year), "st-year") for year in years)
    bills = sum(paid is not None for paid in story.payments)
    told = say("It paid in {paid} of {bills} months with a bill.", paid=story.payments.count(True), bills=bills)
    shown = [kind for kind in (True, False, None) if kind in story.payments]
    key = "".join(f'<span class="st-window {kinds[kind]}"></span>' + _words("span", names[kind]) for kind in shown)
    yield _words("h3", say("Its months"))
    yield _words("p", told)
    yield f'<div class="st-strip" role="img" aria-label="{escape(told, quote=True)}">{strip}</div>'
    yield _tag("div", key, "st-legend")
