"""The panels of curves: which monthly columns each shows, and which measures of targets belong to it."""

from __future__ import annotations

from typing import NamedTuple

from commsim.dashboard.words import note
from commsim.rules.arithmetic import FEN_PER_YUAN

SHARE, COUNT, YUAN, RATIO, MONTHS = "share", "count", "yuan", "ratio", "months"


class Line(NamedTuple):
    """One curve.

    Attributes:
        column: monthly column.
        label: its name in English.
    """

    column: str
    label: str

    @property
    def name(self) -> str:
        """Name of the curve: that of the column, in yuan where the column is in fen."""
        return self.column.removesuffix("_fen") + "_yuan" if self.column.endswith("_fen") else self.column

    @property
    def divisor(self) -> int:
        """What values of the column are divided by."""
        return FEN_PER_YUAN if self.column.endswith("_fen") else 1


class Panel(NamedTuple):
    """One panel.

    Attributes:
        key: short name.
        title: title in English.
        unit: unit in English.
        format: how values are written: ``share``, ``count``, ``yuan``, ``ratio`` or ``months``.
        lines: its curves.
        measures: measures that are no curve, whose targets are listed with it, or what their names begin with.
    """

    key: str
    title: str
    unit: str
    format: str
    lines: tuple[Line, ...]
    measures: tuple[str, ...] = ()

    def line_of(self, measure: str) -> Line | None:
        """Return the curve that shows a measure, or None."""
        return next((line for line in self.lines if measure in (line.column, line.name)), None)


FEES = Panel(
    "fees",
    note("Fee rate"),
    note("share paid within 3 months"),
    SHARE,
    (Line("fee_rate", note("of the money")), Line("fee_rate_households", note("of the households"))),
    ("lasts", "lasting_months", "months_", "gap_to_full", "fee_rate_", "worst_", "after_worst_", "bill", "paid_in_"),
)
RIDERS = Panel(
    "riders",
    note("Free riders"),
    note("share of households"),
    SHARE,
    (
        Line("free_riders", note("free riders on the fee")),
        Line("protest_withholders", note("withhold in protest")),
        Line("governance_free_riders", note("free riders on self-government")),
    ),
    ("non_payers", "partial_payers"),
)
KINDS = Panel(
    "kinds",
    note("Disputes reported, by kind"),
    note("disputes a month"),
    COUNT,
    (
        Line("reported_payee", note("with the payee")),
        Line("reported_neighbour", note("between neighbours")),
        Line("reported_committee", note("with the committee")),
        Line("reported_other", note("other")),
    ),
    ("disputes_", "reported_", "latent_", "complaint_share"),
)
RUNGS = Panel(
    "rungs",
    note("Disputes ended, by rung"),
    note("disputes a month"),
    COUNT,
    (
        Line("ended_stairwell", note("in the stairwell")),
        Line("ended_estate", note("in the estate")),
        Line("ended_community", note("by the community")),
        Line("ended_street", note("by the street office")),
        Line("ended_court", note("in court")),
        Line("ended_faded", note("faded unreported")),
    ),
    ("ended_", "median_duration"),
)
OPEN = Panel(
    "open",
    note("Open disputes and grievances"),
    note("disputes"),
    COUNT,
    (Line("open_disputes", note("disputes reported")), Line("open_grievances", note("all grievances"))),
    ("open_",),
)
SERVICE = Panel(
    "service",
    note("Service and condition"),
    note("level, 0 to 1"),
    SHARE,
    (Line("service", note("service")), Line("condition", note("condition of the estate"))),
    ("upkeep_",),
)
TRUST = Panel(
    "trust",
    note("Trust and belonging"),
    note("level, 0 to 1"),
    SHARE,
    (
        Line("trust_payee", note("trust in the payee")),
        Line("trust_self", note("trust in self-government")),
        Line("trust_ties", note("trust on the ties")),
        Line("belonging", note("belonging")),
    ),
)
MONEY = Panel(
    "money",
    note("Accounts"),
    note("yuan"),
    YUAN,
    (
        Line("common_account_fen", note("owners' common account")),
        Line("company_cash_fen", note("the company's cash")),
        Line("fund_fen", note("maintenance fund")),
        Line("arrears_fen", note("arrears")),
    ),
    (
        "dividend",
        "first_div",
        "revenue",
        "repair",
        "topup",
        "street",
        "instal",
        "advance",
        "collect",
        "recover",
        "disclos",
    ),
)
MEMBERS = Panel(
    "members",
    note("Members serving"),
    note("members"),
    COUNT,
    (Line("members_active", note("members serving")),),
    ("members", "hours_done", "offered_", "demanded_", "done_"),
)
LOAD = Panel(
    "load",
    note("Load and motivation"),
    note("ratio"),
    RATIO,
    (
        Line("load", note("felt load: work asked for over work offered")),
        Line("motivation", note("motivation, 0 to 1")),
    ),
)
TAKING_PART = Panel(
    "taking_part",
    note("Taking part"),
    note("share of households"),
    SHARE,
    (Line("participation", note("took part this month")), Line("visited", note("visited this month"))),
    ("turnout", "meeting", "votes_", "committee"),
)

PANELS: tuple[Panel, ...] = (FEES, RIDERS, KINDS, RUNGS, OPEN, SERVICE, TRUST, MONEY, MEMBERS, LOAD, TAKING_PART)
"""All panels, in the order shown."""


class Headline(NamedTuple):
    """One of the figures of a month.

    Attributes:
        line: column and name; unit: in English; format: how values are written.
    """

    line: Line
    unit: str
    format: str


HEADLINES: tuple[Headline, ...] = (
    Headline(Line("fee_rate", note("Fee rate")), note("share"), SHARE),
    Headline(Line("fee_rate_households", note("Fee rate by households")), note("share"), SHARE),
    Headline(Line("free_riders", note("Free riders")), note("share"), SHARE),
    Headline(Line("trust_payee", note("Trust in the payee")), note("0 to 1"), SHARE),
    Headline(Line("belonging", note("Belonging")), note("0 to 1"), SHARE),
    Headline(Line("service", note("Service")), note("0 to 1"), SHARE),
    Headline(Line("condition", note("Condition of the estate")), note("0 to 1"), SHARE),
    Headline(Line("participation", note("Taking part")), note("share"), SHARE),
    Headline(Line("visited", note("Visited")), note("share"), SHARE),
    Headline(Line("open_disputes", note("Open disputes")), note("disputes"), COUNT),
    Headline(Line("members_active", note("Members serving")), note("members"), COUNT),
    Headline(Line("load", note("Load of members")), note("ratio"), RATIO),
    Headline(Line("arrears_fen", note("Arrears")), note("yuan"), YUAN),
    Headline(Line("common_account_fen", note("Owners' common account")), note("yuan"), YUAN),
    Headline(Line("company_cash_fen", note("The company's cash")), note("yuan"), YUAN),
)
"""The figures of a month that stand beside the picture."""


def panel_of(measure: str) -> Panel | None:
    """Return the panel that targets on a measure belong to, or None."""
    for panel in PANELS:
        if panel.line_of(measure) is not None:
            return panel
    for panel in PANELS:
        if measure.startswith(panel.measures):
            return panel
    return None
