"""A timeline that cannot happen: a branch that acts before it was founded, a leader who leaves before coming.

Each estate's events are told in order (month, then as written), keeping what *may* be there at that moment. A vote may
fail, so a committee "may be there" from the month its election starts; only what can never be is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from commsim.scenario import events as kinds
from commsim.scenario.fields import nearest
from commsim.scenario.mechanisms import Mechanisms
from commsim.scenario.schema import Estate, ScenarioData
from commsim.scenario.yaml_text import Finding, brief

FIRST_LAW = (2007, 10)
"""Year and month in which the Property Law came into force: before it, no law said how owners vote."""

SHARES_TOLERANCE = 1e-6


def check_timeline(scenario: ScenarioData) -> Iterator[Finding]:
    """Yield what is impossible in the timeline, each mistake once.

    Args:
        scenario: the validated scenario, its timeline in written order.
    """
    yield from _check_ids(scenario)
    for position, event in enumerate(scenario.timeline):
        yield from _check_event(position, event, scenario)
    told = sorted(enumerate(scenario.timeline), key=lambda item: (item[1].month, item[0]))
    seen: set[tuple[int, str]] = set()
    for name, estate in scenario.estates.items():
        story = _Story(name, estate, scenario)
        for position, event in told:
            if event.estate not in ("all", name):
                continue
            for field, message, allowed in story.tell(event):
                if (position, message) not in seen:
                    seen.add((position, message))
                    path = ("timeline", position, field) if field else ("timeline", position)
                    yield Finding(path, message + story.place, allowed)


def _check_ids(scenario: ScenarioData) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, event in enumerate(scenario.timeline):
        if event.key in seen:
            message = f"two events have the id '{event.key}'"
            yield Finding(("timeline", position), message, "an 'id' of its own for each (the default is its kind)")
        seen.add(event.key)


def _check_event(position: int, event: kinds.Event, scenario: ScenarioData) -> Iterator[Finding]:
    """What an event says by itself, against the months and estates of the scenario."""
    path = ("timeline", position)
    if event.month > scenario.months:
        message = f"month {event.month} lies after the end (the run lasts {scenario.months} months)"
        yield Finding((*path, "month"), message, f"1 to {scenario.months}, or more 'months'")
    if event.estate != "all" and event.estate not in scenario.estates:
        hint = nearest(event.estate, tuple(scenario.estates))
        allowed = "all, " + ", ".join(scenario.estates)
        yield Finding((*path, "estate"), f"no estate '{brief(event.estate)}'{hint}", allowed)
    if isinstance(event, kinds.Mechanism) and event.name not in Mechanisms.model_fields:
        hint = nearest(event.name, tuple(Mechanisms.model_fields))
        allowed = "one of " + ", ".join(Mechanisms.model_fields)
        yield Finding((*path, "name"), f"no mechanism '{brief(event.name)}'{hint}", allowed)
    if isinstance(event, kinds.Activate) and (event.share is None) == (event.count is None):
        both = "both 'share' and 'count'" if event.share is not None else "neither 'share' nor 'count'"
        yield Finding(path, f"{both} given", "one of the two")
    if isinstance(event, kinds.CallAssembly) and event.matter != "let_common_parts" and event.yuan == 0:
        yield Finding((*path, "yuan"), f"'{event.matter}' of 0 yuan decides nothing", "more than 0")
    if _votes(event):
        year, month = scenario.first_year + (event.month - 1) // 12, (event.month - 1) % 12 + 1
        if (year, month) < FIRST_LAW:
            message = f"a vote of the owners in {year}-{month:02d}, when no law said how they vote"
            yield Finding((*path, "month"), message, "October 2007 or later (see first_year)")


def _votes(event: kinds.Event) -> bool:
    return isinstance(event, kinds.Elect | kinds.CallAssembly) or (
        isinstance(event, kinds.CompanyEnters) and event.vote
    )


_Told = Iterator[tuple[str, str, str]]


class _Plain(NamedTuple):
    """An event that only needs something to be there, and brings or takes something.

    Attributes:
        needs: one of these must be there; empty: nothing is needed.
        message: what is wrong otherwise.
        allowed: what would be possible.
        brings: what may be there from now on.
        takes: what is gone from now on.
    """

    needs: tuple[str, ...] = ()
    message: str = ""
    allowed: str = ""
    brings: str = ""
    takes: str = ""


_PAYEE = _Plain(
    needs=("company", "self-run"),
    message="there can be nobody who collects the fee",
    allowed="'company_enters' or 'self_run' before it",
)

_PLAIN: dict[type, _Plain] = {
    kinds.FoundBranch: _Plain(brings="branch"),
    kinds.ChangeSupport: _Plain(
        ("branch",), "support of a branch that has not been founded", "'found_branch' before it"
    ),
    kinds.Withdraw: _Plain(("activated",), "members withdraw who were never activated", "'activate' before it"),
    kinds.Elect: _Plain(brings="committee"),
    kinds.Appoint: _Plain(brings="committee"),
    kinds.CompanyEnters: _Plain(brings="company"),
    kinds.CompanyLeaves: _Plain(
        ("company",), "a company leaves where none can be", "'company_enters' before it", takes="company"
    ),
    kinds.SelfRun: _Plain(
        ("committee", "group", "activated", "branch"),
        "the estate runs itself without a body",
        "a committee, a branch, a group or activated members before it",
        brings="self-run",
    ),
    kinds.Enforce: _PAYEE,
    kinds.Conflict: _PAYEE,
    kinds.WorkUnitPressure: _PAYEE,
    kinds.LeaderArrives: _Plain(brings="leader"),
    kinds.LeaderLeaves: _Plain(
        ("leader",), "a leader leaves who never came", "'leader_arrives' before it", takes="leader"
    ),
}


class _Story:
    """What may be there in one estate as its events are told; findings are (field, message, allowed)."""

    def __init__(self, name: str, estate: Estate, scenario: ScenarioData) -> None:
        self.place = f" (estate '{name}')" if len(scenario.estates) > 1 else ""
        self.estate = estate
        self.scenario = scenario
        common = estate.common
        begins = {
            "committee": estate.committee.exists,
            "company": estate.company.present,
            "group": common.operator == "group",
        }
        self.there = {body for body, exists in begins.items() if exists}
        self.shares = {
            "repair": common.repair_share,
            "service": common.service_share,
            "dividend": common.dividend_share,
        }

    def tell(self, event: kinds.Event) -> _Told:
        """Yield what is impossible about the next event, and let it happen."""
        plain = _PLAIN.get(type(event), _Plain())
        if plain.needs and not self.there.intersection(plain.needs):
            yield "", plain.message, plain.allowed
        self.there.discard(plain.takes)
        self.there.add(plain.brings)
        chapter = _CHAPTERS.get(type(event))
        if chapter is not None:
            yield from chapter(self, event)

    def members(self, who: str) -> int:
        """Return the most who can be asked, members or homes without one: as if every home were occupied."""
        own, shared = self.estate.residents, self.scenario.residents
        share = shared.member_share if own.member_share is None else own.member_share
        retired_share = shared.retired_share if own.retired_share is None else own.retired_share
        members = int(share * self.estate.homes + 0.5)
        retired = int(retired_share * members + 0.5)
        others = self.estate.homes - members
        return {"members": members, "retired": retired, "in_service": members - retired, "non_members": others}[who]


def _activate(story: _Story, event: kinds.Activate) -> _Told:
    if event.by == "branch" and "branch" not in story.there:
        yield "", "activation by a branch that has not been founded", "'found_branch' before it, or 'by: community'"
    most = story.members(event.who)
    if event.count is not None and event.count > most:
        who = event.who.replace("_", "-") if event.who != "non_members" else "homes without a member"
        yield "count", f"{event.count} are asked, but there are at most {most} ({who})", f"0 to {most}"
    story.there.add("activated")


def _committee(story: _Story, event: kinds.Elect | kinds.Appoint) -> _Told:
    """A new committee takes the place of the old one, whose legal personality it need not have."""
    story.there.discard("legal person")
    if event.legal_personality:
        story.there.add("legal person")
    yield from ()


def _advance(story: _Story, event: kinds.Advance) -> _Told:
    if event.by == "company" and "company" not in story.there:
        yield "by", "a company that cannot be there advances money", "'company_enters' before it, or 'by: lender'"
    if event.by == "lender" and "legal person" not in story.there:
        message = "a lender advances money where no body with legal personality can be"
        yield "by", message, "'elect' or 'appoint' with 'legal_personality: true' before it"


def _dissolve(story: _Story, event: kinds.Dissolve) -> _Told:
    if event.body not in story.there:
        before = "'elect' or 'appoint'" if event.body == "committee" else "'found_branch'"
        yield "body", f"a {event.body} that cannot exist is dissolved", f"{before} before it"
    story.there -= {"committee", "legal person"} if event.body == "committee" else {"branch"}


def _operator(story: _Story, operator: str) -> _Told:
    if operator == "committee" and "committee" not in story.there:
        yield "operator", "a committee that cannot exist runs the common parts", "'elect' or 'appoint' before it"
    if operator == "company" and "company" not in story.there:
        yield "operator", "a company that cannot be there runs the common parts", "'company_enters' before it"
    if operator == "group":
        story.there.add("group")


def _run_revenue(story: _Story, event: kinds.RunRevenue) -> _Told:
    yield from _operator(story, event.operator)
    for use in story.shares:
        share = getattr(event, f"{use}_share")
        if share is not None:
            story.shares[use] = share
    total = story.shares["repair"] + story.shares["service"] + story.shares["dividend"]
    if total > 1 + SHARES_TOLERANCE:
        message = f"repair, service and dividend shares add up to {total:.6g} from then on"
        yield "", message, "at most 1 together; the rest is reserve"


def _call_assembly(story: _Story, event: kinds.CallAssembly) -> _Told:
    if event.matter == "let_common_parts":
        yield from _operator(story, event.operator)


def _meeting(story: _Story, event: kinds.Meeting) -> _Told:
    most = story.members("members")
    if event.speakers > most:
        yield "speakers", f"{event.speakers} members speak, but at most {most} can be there", f"0 to {most}"


_CHAPTERS: dict[type, Callable[..., _Told]] = {
    kinds.Activate: _activate,
    kinds.Elect: _committee,
    kinds.Appoint: _committee,
    kinds.Advance: _advance,
    kinds.Dissolve: _dissolve,
    kinds.RunRevenue: _run_revenue,
    kinds.CallAssembly: _call_assembly,
    kinds.Meeting: _meeting,
}
