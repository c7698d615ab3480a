"""What happened, in words: one sentence for each kind of happening, the same whichever driver saw it.

A driver notes a happening as a number and up to three whole numbers that go with it; the event of the timeline that
brought it about tells the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, NamedTuple


class Happening(IntEnum):
    """Kinds of happenings; the numbers that go with each stand in brackets."""

    BRANCH_FOUNDED = 0
    SUPPORT_CHANGED = 1
    MEMBERS_BEGIN = 2  # (members)
    MEMBERS_STOP = 3  # (members)
    LEADER_ARRIVES = 4
    LEADER_GOES = 5
    BALLOTS_GO_OUT = 6
    ASSEMBLY_CALLED = 7
    FUND_USED = 8  # (yuan)
    FUND_RAISED = 9  # (yuan)
    PARTS_LET = 10
    COMMITTEE_BARRED = 11
    COMMITTEE_ELECTED = 12
    COMMITTEE_DECREED = 13
    COMMITTEE_DISSOLVED = 14
    BRANCH_DISSOLVED = 15
    REVENUE_RUN = 16  # (1 where the committee is to run it and there is none)
    CONVENTION_AGREED = 17
    MEETING_HELD = 18  # (present, 1 where the plan is carried)
    COMPANY_ENTERS = 19
    NOBODY_ADVANCES = 20
    NOBODY_LENDS = 21
    MONEY_ADVANCED = 22
    COMPANY_LEAVES = 23
    OWNERS_RUN_IT = 24
    EFFORT_CHANGED = 25
    SUBSIDY_PROMISED = 26
    RENOVATED = 27
    CONFLICT = 28  # (households)
    MECHANISM_SWITCHED = 29
    VOTE_FAILED = 30  # (for, took part, owners)
    COMPANY_GIVES_UP = 31
    NON_MEMBERS_BEGIN = 32  # (households)
    NON_MEMBERS_STOP = 33  # (households)
    CALLERS_COME = 34  # (households assigned to them)
    PRESSURE_BEGINS = 35  # (households)
    NOBODY_TO_QUARREL = 36


class Told(NamedTuple):
    """One line of the log: what happened, in words, and whether it took effect."""

    text: str
    ok: bool


_PLAIN = {
    Happening.BRANCH_FOUNDED: "a party branch is founded",
    Happening.SUPPORT_CHANGED: "support for active members changes",
    Happening.LEADER_ARRIVES: "a leader arrives",
    Happening.LEADER_GOES: "the leader goes",
    Happening.BALLOTS_GO_OUT: "ballots go out",
    Happening.ASSEMBLY_CALLED: "an assembly is called",
    Happening.COMMITTEE_ELECTED: "a committee is elected",
    Happening.COMMITTEE_DECREED: "a committee is set up by decree",
    Happening.COMMITTEE_DISSOLVED: "the committee is dissolved",
    Happening.BRANCH_DISSOLVED: "the branch is dissolved",
    Happening.CONVENTION_AGREED: "a residents' convention is agreed",
    Happening.COMPANY_ENTERS: "a property company takes over",
    Happening.COMPANY_LEAVES: "the property company leaves",
    Happening.OWNERS_RUN_IT: "the owners run the estate themselves",
}
_REFUSED = {
    Happening.COMMITTEE_BARRED: "no committee may be set up",
    Happening.NOBODY_ADVANCES: "nobody is there to advance money",
    Happening.NOBODY_LENDS: "nobody lends to a body without legal personality",
    Happening.NOBODY_TO_QUARREL: "no conflict breaks out: nobody collects the fee",
    Happening.COMPANY_GIVES_UP: "the company leaves after too many months of loss",
}
_WITH_FIGURES: dict[Happening, Callable[[Any, int, int, int], str]] = {
    Happening.MEMBERS_BEGIN: lambda _e, a, _b, _c: f"{a} members begin to serve",
    Happening.MEMBERS_STOP: lambda _e, a, _b, _c: f"{a} members stop serving",
    Happening.NON_MEMBERS_BEGIN: lambda _e, a, _b, _c: f"{a} households without a member begin to serve",
    Happening.NON_MEMBERS_STOP: lambda _e, a, _b, _c: f"{a} of those who serve without being members stop",
    Happening.CALLERS_COME: lambda e, a, _b, _c: f"{e.callers} paid callers come, for {a} households",
    Happening.FUND_USED: lambda _e, a, _b, _c: f"the owners use {a} yuan of the fund",
    Happening.FUND_RAISED: lambda _e, a, _b, _c: f"the owners raise the fund by {a} yuan",
    Happening.PARTS_LET: lambda e, _a, _b, _c: f"the owners let the common parts be run by: {e.operator}",
    Happening.REVENUE_RUN: lambda e, a, _b, _c: (
        f"the common parts are run by: {e.operator}{' (there is no committee yet)' if a else ''}"
    ),
    Happening.MONEY_ADVANCED: lambda e, _a, _b, _c: f"{e.yuan:g} yuan are advanced for works",
    Happening.EFFORT_CHANGED: lambda e, _a, _b, _c: f"hardest step against arrears: {e.effort}",
    Happening.SUBSIDY_PROMISED: lambda e, _a, _b, _c: (
        f"the street pays {e.yuan_per_month:g} yuan a month for {e.months} months"
    ),
    Happening.RENOVATED: lambda e, _a, _b, _c: f"renovation for {e.yuan:g} yuan",
    Happening.CONFLICT: lambda _e, a, _b, _c: f"{a} households are in open conflict with the payee",
    Happening.PRESSURE_BEGINS: lambda e, a, _b, _c: f"work units press {a} households to pay, for {e.months} months",
    Happening.MECHANISM_SWITCHED: lambda e, _a, _b, _c: f"mechanism {e.name} is switched {'on' if e.on else 'off'}",
}


def tell(happening: Happening, event: Any = None, a: int = 0, b: int = 0, c: int = 0) -> Told:
    """Return one line of the log.

    Args:
        happening: what happened.
        event: the event of the timeline that brought it about; not needed for what comes about by itself.
        a, b, c: the numbers that go with the happening, as `Happening` says.
    """
    if happening in _PLAIN:
        return Told(_PLAIN[happening], ok=True)
    if happening in _REFUSED:
        return Told(_REFUSED[happening], ok=False)
    if happening is Happening.MEETING_HELD:
        return Told(f"a meeting of {a} {'carries' if b else 'does not carry'} the plan", ok=bool(b))
    if happening is Happening.VOTE_FAILED:
        return Told(f"the vote failed ({a} for, {b} of {c} took part)", ok=False)
    return Told(_WITH_FIGURES[happening](event, a, b, c), ok=True)
