"""What is done to an estate on the timeline: where it begins, and what can no longer happen without it.

Works on a scenario's plain data (``Scenario.to_dict``), whose timeline is in the order it happens.

Concepts:
    treatment: what people, branch, owners and street do to the estate; a conflict or a company that leaves is none.
    anchor: the event with which the treatment begins, if there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commsim.scenario.fields import entry_id
from commsim.scenario.schema import ScenarioData
from commsim.scenario.validation import refuse_findings, validate

Content = dict[str, Any]
Entry = dict[str, Any]

FIRST_TREATMENT_MONTH = 13
"""Month in which a treatment begins where nothing on the timeline says when: after a year to look at."""

_ANCHORS = (("activate",), ("found_branch", "elect", "appoint"))

_NEEDS_A_BODY = {
    "withdraw": None,
    "change_support": None,
    "self_run": None,
    "enforce": None,
    "conflict": None,
    "work_unit_pressure": None,
    "dissolve": "body",
    "run_revenue": "operator",
    "call_assembly": "operator",
    "advance": "by",
}
"""Events that cannot happen without a body that acts, and the field that validation then names; None: the event."""

_ALWAYS_DONE = frozenset(
    {
        *("found_branch", "change_support", "activate", "withdraw", "paid_callers", "work_unit_pressure"),
        *("call_assembly", "elect", "appoint", "self_run", "advance"),
        *("subsidy", "renovate", "convention", "leader_arrives", "leader_leaves"),
    }
)


def events_of(content: Content, *kinds: str) -> list[Entry]:
    """Return the events of some kinds, in the order they happen."""
    return [entry for entry in content["timeline"] if entry["event"] in kinds]


def anchor(content: Content) -> Entry | None:
    """Return the first activation; else the first founding of a branch or of a committee; else None."""
    return next((found[0] for kinds in _ANCHORS if (found := events_of(content, *kinds))), None)


def treatment_month(content: Content) -> int:
    """Return the month in which something new is done to the estate.

    That is the month of the first activation; else of the first branch or committee; else the first after a conflict;
    else month 13, or the last one of a shorter run.
    """
    first = anchor(content)
    if first is not None:
        return int(first["month"])
    months = int(content["months"])
    conflicts = events_of(content, "conflict")
    over = max((entry["month"] + entry["months"] for entry in conflicts), default=FIRST_TREATMENT_MONTH)
    return min(int(over), months)


def treated_estate(content: Content) -> str:
    """Return the name of the estate the treatment is for: that of the event it begins with, by default all."""
    first = anchor(content)
    conflicts = events_of(content, "conflict")
    said = first if first is not None else conflicts[-1] if conflicts else {}
    return str(said.get("estate", "all"))


def insert_event(content: Content, entry: Entry, before: str | None = None) -> Entry:
    """Put a new event into the timeline, after those of its month, with an id that nothing else has.

    Args:
        content: a scenario's plain data, changed in place.
        entry: the new event, without ``id``.
        before: a kind of event of the same month that it must come before, if any.

    Returns:
        The event as it stands on the timeline now.
    """
    timeline = content["timeline"]
    taken = {entry_id(other) for other in timeline}
    name, number = entry["event"], 1
    while name in taken:
        number += 1
        name = f"{entry['event']}_{number}"
    if name != entry["event"]:
        entry = {"id": name, **entry}
    place = next((place for place, other in enumerate(timeline) if other["month"] > entry["month"]), len(timeline))
    for earlier, other in enumerate(timeline[:place]):
        if before is not None and other["month"] == entry["month"] and other["event"] == before:
            place = earlier
            break
    timeline.insert(place, entry)
    return entry


def remove_events(content: Content, *kinds: str) -> None:
    """Take all events of some kinds out of the timeline."""
    content["timeline"] = [entry for entry in content["timeline"] if entry["event"] not in kinds]


def settled(content: Content) -> ScenarioData:
    """Validate plain data after a change, dropping events that nobody is there for any longer.

    An election that was left out takes with it what only a committee could have done, and so on until all that is
    left can happen.

    Args:
        content: plain data that was valid before the change, changed in place.

    Returns:
        The validated scenario.

    Raises:
        ScenarioError: something else is wrong with it.
    """
    while True:
        scenario, found = validate(content)
        if scenario is not None:
            return scenario
        lost = {position for one in found if (position := _cannot_happen(content, one.path)) is not None}
        if not lost:
            refuse_findings(found, content, {}, content["name"])
        content["timeline"] = [entry for place, entry in enumerate(content["timeline"]) if place not in lost]


def untreated(content: Content) -> Content:
    """Return plain data of the same estate to which nothing was done.

    Args:
        content: a valid scenario's plain data, left as it is.

    Raises:
        ScenarioError: what is left contradicts itself.
    """
    left = dict(content)
    left["timeline"] = [_without_speakers(entry) for entry in content["timeline"] if not _is_done_to_it(entry)]
    settled(left)
    return left


def _is_done_to_it(entry: Entry) -> bool:
    kind = entry["event"]
    if kind == "run_revenue":
        return entry["operator"] in ("committee", "group")
    if kind == "company_enters":
        return bool(entry["vote"])
    return kind in _ALWAYS_DONE


def _without_speakers(entry: Entry) -> Entry:
    """Return a meeting at which nobody speaks up from the start; any other event as it is."""
    return {**entry, "speakers": 0} if entry["event"] == "meeting" else entry


def _cannot_happen(content: Content, path: Iterable[Any]) -> int | None:
    """Return the place on the timeline of an event that a finding says nobody is there for, else None."""
    steps = tuple(path)
    if len(steps) < 2 or steps[0] != "timeline":
        return None
    kind = content["timeline"][steps[1]]["event"]
    field = steps[2] if len(steps) > 2 else None
    return int(steps[1]) if kind in _NEEDS_A_BODY and _NEEDS_A_BODY[kind] == field else None
