"""The timeline: what happens in which month.

An event has a kind (``event``), a month, the estates it happens in, and an ``id`` (by default its kind), so that a
path such as ``timeline.activate.share`` names it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from commsim.rules.arithmetic import FEN_PER_YUAN, MINUTES_PER_HOUR, to_fen
from commsim.scenario.base import EventId, Share, Strict, Text

Effort = Literal["none", "reminder", "letter", "suit"]
Operator = Literal["company", "group", "committee", "nobody"]


class _Event(Strict):
    """What every event has."""

    id: EventId | None = Field(None, description="name of the event in paths; by default its kind")
    month: int = Field(ge=1, le=1200, description="month in which it happens, counted from 1")
    estate: Text = Field("all", description="name of the estate it happens in, or 'all'")

    @property
    def key(self) -> str:
        """The name by which a path finds the event."""
        return self.id or str(self.event)  # type: ignore[attr-defined]


class FoundBranch(_Event):
    """A party branch is founded in the estate, with the support it gives its members."""

    event: Literal["found_branch"]
    rota: bool = Field(True, description="hours are capped at what was offered")
    service_file: bool = Field(True, description="service is kept on file and weighed by the work unit")
    recognition: bool = Field(True, description="points and thanks")
    staff_hours: float = Field(16.0, ge=0, le=10_000, description="the branch's own hours, a month")
    bench: Share = Field(0.5, description="successors trained: what stays when a leader goes (share)")


class ChangeSupport(_Event):
    """The branch's support for active members changes."""

    event: Literal["change_support"]
    rota: bool = Field(True, description="hours are capped at what was offered")
    service_file: bool = Field(True, description="service is kept on file")
    recognition: bool = Field(True, description="points and thanks")


class Activate(_Event):
    """Members are asked to serve; give either ``share`` or ``count``."""

    event: Literal["activate"]
    share: Share | None = Field(
        None, description="of the members asked (share); non_members: as many as this share of the members"
    )
    count: int | None = Field(None, ge=0, le=100_000, description="members asked (number)")
    who: Literal["members", "in_service", "retired", "non_members"] = Field(
        "members",
        description="from whom they are chosen; non_members: homes without a member, who then do what members do",
    )
    strategy: Literal["random", "degree", "betweenness", "k_core", "pagerank"] = Field(
        "random", description="who comes first: by lot, or by rank in the trust network"
    )
    by: Literal["branch", "community"] = Field(
        "branch", description="who asks: the estate's branch (must have been founded) or the community, without one"
    )
    work: Literal["service", "paperwork"] = Field("service", description="paperwork: the same hours, for nobody's good")
    visits: bool = Field(True, description="households are assigned to them and visited")


class Withdraw(_Event):
    """Active members stop serving."""

    event: Literal["withdraw"]
    share: Share = Field(1.0, description="of the active members (share)")


class PaidCallers(_Event):
    """Strangers come, paid by the street, to visit households that nobody else visits, and do nothing else."""

    event: Literal["paid_callers"]
    months: int = Field(ge=1, le=1200, description="months they come")
    callers: int = Field(ge=0, le=10_000, description="number of callers")
    hours: float = Field(6.0, ge=0, le=400, description="paid time of each caller, hours a month")
    yuan_per_hour: float = Field(30.0, ge=0, le=10_000, description="what an hour costs the street, yuan")

    @property
    def minutes(self) -> int:
        """Paid time of all callers, minutes a month."""
        return self.callers * int(self.hours * MINUTES_PER_HOUR)

    @property
    def fen(self) -> int:
        """What this time costs the street, fen a month."""
        return to_fen(self.minutes / MINUTES_PER_HOUR * self.yuan_per_hour * FEN_PER_YUAN)


class CallAssembly(_Event):
    """The owners' assembly votes on a matter; ballots are collected for some months."""

    event: Literal["call_assembly"]
    matter: Literal["use_fund", "raise_fund", "let_common_parts"] = Field(description="what is voted on")
    yuan: float = Field(0.0, ge=0, le=1e9, description="use_fund, raise_fund: the sum, yuan")
    operator: Operator = Field("committee", description="let_common_parts: who runs them if it passes")
    months_open: int = Field(3, ge=1, le=24, description="months in which ballots are collected")


class Elect(_Event):
    """The owners' assembly votes on a committee; it exists from the month the vote passes."""

    event: Literal["elect"]
    months_open: int = Field(3, ge=1, le=24, description="months in which ballots are collected, each attempt")
    attempts: int = Field(3, ge=1, le=20, description="attempts, one after another, if the vote fails")
    legal_personality: bool = Field(False, description="it gets an own account, standing in court, borrowing")
    run_revenue: bool = Field(True, description="the committee runs the common parts from then on")


class Appoint(_Event):
    """A committee is set up by decree, without a vote."""

    event: Literal["appoint"]
    legal_personality: bool = Field(False, description="own account, standing in court, borrowing")
    run_revenue: bool = Field(True, description="the committee runs the common parts from then on")
    hold_quality: Share | None = Field(None, description="its quality is held at this value, whatever it does (share)")


class Dissolve(_Event):
    """A body ends."""

    event: Literal["dissolve"]
    body: Literal["committee", "branch"] = Field("committee", description="which body")


class CompanyEnters(_Event):
    """A property company takes over the estate (the old one, if any, leaves)."""

    event: Literal["company_enters"]
    vote: bool = Field(False, description="only if the owners' assembly chooses it (an ordinary matter)")
    months_open: int = Field(3, ge=1, le=24, description="vote: months in which ballots are collected, each attempt")
    attempts: int = Field(3, ge=1, le=20, description="vote: attempts, one after another, if the vote fails")
    full_service_months: int = Field(3, ge=0, le=120, description="months of full service whatever comes in")
    effort: Effort = Field("reminder", description="hardest step against arrears")
    entry_cost_yuan: float = Field(0.0, ge=0, le=1e9, description="works needed before it starts, advanced by it, yuan")
    instalment_months: int = Field(48, ge=1, le=600, description="months over which the owners repay the advance")


class Advance(_Event):
    """Money is advanced for works, to be repaid from the owners' common account."""

    event: Literal["advance"]
    yuan: float = Field(ge=0, le=1e9, description="sum advanced, yuan")
    instalment_months: int = Field(48, ge=1, le=600, description="months over which the owners repay it")
    by: Literal["company", "lender"] = Field(
        "company", description="who advances it: the company, or a lender, who wants a body with legal personality"
    )


class CompanyLeaves(_Event):
    """The property company goes; nobody bills until another payee comes."""

    event: Literal["company_leaves"]


class SelfRun(_Event):
    """The committee or a residents' group collects the fee and runs the estate itself."""

    event: Literal["self_run"]


class RunRevenue(_Event):
    """Who runs the common parts from now on."""

    event: Literal["run_revenue"]
    operator: Operator = Field(description="who runs them")
    repair_share: Share | None = Field(None, description="new share for repair")
    service_share: Share | None = Field(None, description="new share for topping up service")
    dividend_share: Share | None = Field(None, description="new share for dividends")


class Subsidy(_Event):
    """The street pays into the estate for some months."""

    event: Literal["subsidy"]
    yuan_per_month: float = Field(ge=0, le=1e8, description="yuan a month")
    months: int = Field(ge=1, le=1200, description="months it lasts")
    to: Literal["service", "repair"] = Field(
        "service", description="what it pays for; for service only while there is a payee who can buy it"
    )


class Renovate(_Event):
    """Repair paid from outside, at once."""

    event: Literal["renovate"]
    yuan: float = Field(ge=0, le=1e9, description="yuan")


class Convention(_Event):
    """A residents' convention (公约) is agreed."""

    event: Literal["convention"]
    locality: Share = Field(0.8, description="how concrete and local it is (0 hangs on the wall, 1 fully)")


class LeaderArrives(_Event):
    """A leader (头雁) of the given quality comes."""

    event: Literal["leader_arrives"]
    quality: Share = Field(0.8, description="warmth, appeal and skill")


class LeaderLeaves(_Event):
    """The leader goes; the branch's bench decides how much is lost."""

    event: Literal["leader_leaves"]


class Enforce(_Event):
    """The payee changes the hardest step it takes against arrears."""

    event: Literal["enforce"]
    effort: Effort = Field(description="hardest step")


class Conflict(_Event):
    """An open conflict with the payee breaks out: a recorded shock."""

    event: Literal["conflict"]
    share: Share = Field(0.5, description="households that open a dispute with the payee (share)")
    months: int = Field(1, ge=1, le=240, description="months it lasts: the same households keep a dispute open")
    trust_loss: Share = Field(0.5, description="trust in the payee lost at once by everybody (share of it)")


class WorkUnitPressure(_Event):
    """Work units press those of their staff who live here to pay the fee; it takes the place of pressure before."""

    event: Literal["work_unit_pressure"]
    months: int = Field(ge=1, le=1200, description="months it lasts")
    share: Share = Field(0.3, description="occupied homes with somebody employed by such a unit (share)")
    strength: Share = Field(0.5, description="how hard they are pressed (1: as a suit presses at a year's arrears)")


class Meeting(_Event):
    """A residents' meeting on a plan: who speaks up, who stays silent."""

    event: Literal["meeting"]
    invited_share: Share = Field(1.0, description="occupied homes invited (share); a stake needs no invitation")
    support_share: Share = Field(0.7, description="private supporters of the plan among those without a gain (share)")
    speakers: int = Field(
        0, ge=0, le=100_000, description="outspoken members who come and speak for the plan from the start"
    )
    expert_plan: bool = Field(False, description="experts lay out the plan (acts only with mechanism 'argument')")


class Mechanism(_Event):
    """A mechanism is switched on or off."""

    event: Literal["mechanism"]
    name: Text = Field(description="name of the mechanism, as under 'mechanisms'")
    on: bool = Field(description="true: on, false: off")


Event = Annotated[
    FoundBranch
    | ChangeSupport
    | Activate
    | Withdraw
    | PaidCallers
    | CallAssembly
    | Elect
    | Appoint
    | Dissolve
    | CompanyEnters
    | Advance
    | CompanyLeaves
    | SelfRun
    | RunRevenue
    | Subsidy
    | Renovate
    | Convention
    | LeaderArrives
    | LeaderLeaves
    | Enforce
    | Conflict
    | WorkUnitPressure
    | Meeting
    | Mechanism,
    Field(discriminator="event"),
]
