"""The levers that stand on the timeline: who is asked to serve, with what behind them, committee and convention.

Each is read from a scenario's plain data and written into it; where events differ, the first one's value is read and
all are written.
"""

from __future__ import annotations

from collections.abc import Iterable

from commsim.dashboard.treatment import (
    Content,
    Entry,
    events_of,
    insert_event,
    remove_events,
    treated_estate,
    treatment_month,
)
from commsim.scenario.fields import number_text

OWN = "own"
"""Value of a choice where the scenario says something of its own that none of the choices is."""

NONE, ELECTED, ROTA, FULL = "none", "elected", "rota", "full"
STAFF_HOURS = 16.0
_SUPPORTS = {
    ROTA: {"rota": True, "service_file": False, "recognition": False},
    FULL: {"rota": True, "service_file": True, "recognition": True},
}


def read_activated(content: Content) -> str:
    """Return the share of those asked that the first activation asks; ``0`` where nobody is asked."""
    asked = events_of(content, "activate")
    if not asked:
        return "0"
    if asked[0].get("share") is not None:
        return number_text(asked[0]["share"])
    count, there = asked[0]["count"], _could_be_asked(content, asked[0])
    if not count:
        return "0"
    return number_text(min(1.0, max(0.001, round(count / max(1, there), 3))))


def _could_be_asked(content: Content, entry: Entry) -> int:
    """Return about how many an activation chooses from: of the homes occupied at the start, by the shares given."""
    names = list(content["estates"])
    name = names[0] if entry["estate"] == "all" else entry["estate"]
    estate = content["estates"][name]
    told = {**content["residents"], **estate["residents"]}
    occupied = estate["homes"] * (1.0 - told["tenure"]["absent"])
    members = int(told["member_share"] * occupied + 0.5)
    retired = int(told["retired_share"] * members + 0.5)
    return {"retired": retired, "in_service": members - retired}.get(entry["who"], members)


def write_activated(value: str, content: Content) -> None:
    """Ask this share of the members; with 0 nobody is asked, and no activation is left."""
    share = float(value)
    if share == 0.0:
        remove_events(content, "activate")
        return
    if not events_of(content, "activate"):
        _add_activation(share, content)
    for entry in events_of(content, "activate"):
        entry.pop("count", None)
        entry["share"] = share


def _add_activation(share: float, content: Content) -> None:
    when = {"month": treatment_month(content), "estate": treated_estate(content)}
    entry = insert_event(content, {"event": "activate", **when, "share": share})
    _ask_by_branch_where_there(content, [entry])


def read_who(content: Content) -> str:
    """Return from whom the first activation chooses."""
    asked = events_of(content, "activate")
    return str(asked[0]["who"]) if asked else "members"


def write_who(value: str, content: Content) -> None:
    """Choose those asked from others; where nobody is asked, an activation of nobody keeps the choice."""
    if not events_of(content, "activate"):
        _add_activation(0.0, content)
    for entry in events_of(content, "activate"):
        entry["who"] = value


def read_support(content: Content) -> str:
    """Return what the first branch gives its members."""
    founded = events_of(content, "found_branch")
    if not founded:
        return NONE
    gives = {name: founded[0][name] for name in ("rota", "service_file", "recognition")}
    if founded[0]["staff_hours"] != STAFF_HOURS:
        return OWN
    return next((name for name, support in _SUPPORTS.items() if support == gives), OWN)


def write_support(value: str, content: Content) -> None:
    """Found a branch that gives this support, or none."""
    asked = events_of(content, "activate")
    if value == NONE:
        remove_events(content, "found_branch")
        for entry in asked:
            entry["by"] = "community"
        return
    support = {**_SUPPORTS[value], "staff_hours": STAFF_HOURS}
    founded = events_of(content, "found_branch")
    for entry in founded:
        entry.update(support)
    if founded:
        return
    begins: dict[str, int] = {}
    for entry in asked:
        begins.setdefault(entry["estate"], entry["month"])
    for estate, month in (begins or {treated_estate(content): treatment_month(content)}).items():
        branch = {"event": "found_branch", "month": month, "estate": estate, **support}
        insert_event(content, branch, before="activate")
    _ask_by_branch_where_there(content, asked)


def _ask_by_branch_where_there(content: Content, asked: Iterable[Entry]) -> None:
    """Let the branch ask where one is there by then, and the community elsewhere."""
    for entry in asked:
        place = next(place for place, other in enumerate(content["timeline"]) if other is entry)
        there = {other["estate"] for other in content["timeline"][:place] if other["event"] == "found_branch"}
        wanted = set(content["estates"]) if entry["estate"] == "all" else {entry["estate"]}
        entry["by"] = "branch" if "all" in there or wanted <= there else "community"


def read_committee(content: Content) -> str:
    """Return whether the owners vote on a committee."""
    if events_of(content, "elect"):
        return ELECTED
    return OWN if events_of(content, "appoint") else NONE


def write_committee(value: str, content: Content) -> None:
    """Let the owners vote on a committee in the month after the treatment begins, or leave every committee out."""
    month, estate = treatment_month(content), treated_estate(content)
    remove_events(content, "elect", "appoint")
    if value == ELECTED:
        vote = {"months_open": 3, "attempts": 6, "legal_personality": True, "run_revenue": True}
        insert_event(content, {"event": "elect", "month": min(month + 1, content["months"]), "estate": estate, **vote})


def read_convention(content: Content) -> str:
    """Return how concrete and local the first convention is; ``0`` where there is none."""
    agreed = events_of(content, "convention")
    return number_text(agreed[0]["locality"]) if agreed else "0"


def write_convention(value: str, content: Content) -> None:
    """Let a convention be agreed on, or none."""
    locality = float(value)
    if locality == 0.0:
        remove_events(content, "convention")
        return
    if not events_of(content, "convention"):
        when = {"month": treatment_month(content), "estate": treated_estate(content)}
        insert_event(content, {"event": "convention", **when, "locality": locality})
    for entry in events_of(content, "convention"):
        entry["locality"] = locality
