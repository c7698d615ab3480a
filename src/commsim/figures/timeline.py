"""Events on the time axis: what they are called, and where their labels go so that none covers another.

Labels stand as flags above the chart: a pole in the event's month, the text to its right. A flag whose text reaches
over a later event's pole stands higher than that flag, so that no pole crosses a text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from commsim.scenario import Scenario
from commsim.scenario.events import Activate, Event


class Flag(NamedTuple):
    """A labelled event.

    Attributes:
        month: month in which it happens.
        text: label.
        row: height of the label, 0 lowest.
    """

    month: int
    text: str
    row: int


_ASKED = {
    "members": "members",
    "in_service": "in-service members",
    "retired": "retired members",
    "non_members": "non-members",
}


def _share(share: float) -> str:
    return f"{share * 100:.3g} %"


def _activate(event: Activate) -> str:
    who, share, count = _ASKED[event.who], event.share, event.count
    many = _share(share) + " of" if share is not None else str(count)
    if share is not None and event.who == "non_members":
        many = f"{_share(share)} of members' number in"
    return f"{many} {who} activated" + (" (paperwork)" if event.work == "paperwork" else "")


def _yuan(yuan: float) -> str:
    return f"{yuan:,.0f} yuan"


_PLAIN = {
    "found_branch": "party branch founded",
    "change_support": "support for members changes",
    "elect": "committee election",
    "appoint": "committee by decree",
    "company_leaves": "company leaves",
    "self_run": "estate runs itself",
    "convention": "residents' convention",
    "work_unit_pressure": "pressure by work units",
    "leader_arrives": "leader arrives",
    "leader_leaves": "leader leaves",
    "conflict": "conflict with the payee",
}
_WORDS: dict[str, Callable[..., str]] = {
    "activate": _activate,
    "withdraw": lambda event: "members withdrawn" if event.share == 1 else f"{_share(event.share)} of active withdrawn",
    "paid_callers": lambda event: f"{event.callers} paid callers, {event.months} months",
    "advance": lambda event: f"{event.by} advances {_yuan(event.yuan)}",
    "call_assembly": lambda event: f"owners vote: {event.matter.replace('_', ' ')}",
    "dissolve": lambda event: f"{event.body} dissolved",
    "company_enters": lambda event: "owners vote on a company" if event.vote else "new company",
    "run_revenue": lambda event: f"common parts run by {event.operator}",
    "subsidy": lambda event: f"subsidy, {event.months} months",
    "renovate": lambda event: f"renovation, {_yuan(event.yuan)}",
    "enforce": lambda event: f"enforcement: {event.effort}",
    "meeting": lambda event: f"meeting, {event.speakers} speakers" if event.speakers else "residents' meeting",
    "mechanism": lambda event: f"{event.name} {'on' if event.on else 'off'}",
}

EVENT_KINDS = (*_PLAIN, *_WORDS)
"""Kinds of events that have a label."""


def event_label(event: Event) -> str:
    """Return the label of an event of a scenario's timeline; a kind without words of its own is called by its name."""
    if event.event in _WORDS:
        return _WORDS[event.event](event)
    return _PLAIN.get(event.event, event.event.replace("_", " "))


def labels(scenario: Scenario, estate: str) -> list[tuple[int, str]]:
    """Return month and label of what happens in an estate, in order; equal labels in one month are given once."""
    found = [
        (event.month, event_label(event))
        for event in scenario.data.timeline
        if event.estate in ("all", estate) and event.month <= scenario.data.months
    ]
    return sorted(dict.fromkeys(found), key=lambda pair: pair[0])


def place_flags(events: Sequence[tuple[int, str]], width: Callable[[str], float]) -> list[Flag]:
    """Give every label a row so that no two texts overlap and no pole crosses a text.

    Args:
        events: month and label, by month.
        width: width of a label in months, margin included.

    Returns:
        the flags, by month.
    """
    flags: list[Flag] = []
    for month, text in reversed(events):
        end = month + width(text)
        under = [flag.row for flag in flags if flag.month < end]
        flags.append(Flag(month, text, max(under) + 1 if under else 0))
    return flags[::-1]
