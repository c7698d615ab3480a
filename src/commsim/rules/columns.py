"""What a run reports each month of each estate: the columns of ``monthly``, declared once.

``over`` says how a window of months becomes one figure: ``sum`` (flows), ``mean`` (states; months where the value is
undefined are left out), ``last`` (stocks at the window's end), ``max`` (did it happen), or ``ratio`` (sum of one column
over sum of another, so that a month without bills counts nothing).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Over = Literal["sum", "mean", "last", "max", "ratio"]


class Column(NamedTuple):
    """One monthly column.

    Attributes:
        name: column name.
        kind: ``int`` (exact) or ``float`` (NaN where undefined).
        unit: unit in words.
        over: how a window becomes one figure.
        meaning: what it counts.
        parts: for ``ratio``: names of numerator and denominator columns.
    """

    name: str
    kind: Literal["int", "float"]
    unit: str
    over: Over
    meaning: str
    parts: tuple[str, str] | None = None


DISPUTE_KINDS = ("payee", "neighbour", "committee", "other")
VOICES = ("not there", "silently for", "silently against", "spoke for", "spoke against")
NOT_THERE, SILENT_FOR, SILENT_AGAINST, SPOKE_FOR, SPOKE_AGAINST = range(5)
"""What a household did at the latest residents' meeting: values of the household column ``voice``."""

RUNGS = ("stairwell", "estate", "community", "street", "court")


def _int(name: str, unit: str, over: Over, meaning: str) -> Column:
    return Column(name, "int", unit, over, meaning)


def _float(name: str, unit: str, over: Over, meaning: str) -> Column:
    return Column(name, "float", unit, over, meaning)


MONTHLY: tuple[Column, ...] = (
    _int("households", "households", "last", "homes and shops, vacant ones included"),
    _int("occupied", "households", "last", "homes and shops somebody lives or works in"),
    _int("billed_fen", "fen", "sum", "bills issued this month"),
    _int("paid_in_time_fen", "fen", "sum", "of these bills, what was paid within 3 months of issue"),
    _int("bills", "bills", "sum", "households billed this month"),
    _int("bills_in_time", "bills", "sum", "of these bills, those paid in full within 3 months of issue"),
    Column(
        "fee_rate",
        "float",
        "share",
        "ratio",
        "fee rate: fen paid within 3 months of issue over fen billed, vacant homes included",
        ("paid_in_time_fen", "billed_fen"),
    ),
    Column(
        "fee_rate_households",
        "float",
        "share",
        "ratio",
        "fee rate by households: bills paid in full within 3 months over bills",
        ("bills_in_time", "bills"),
    ),
    _int("collected_fen", "fen", "sum", "all fee money received this month, arrears included"),
    _int("recovered_fen", "fen", "sum", "of this, arrears more than 3 months old"),
    _int("arrears_fen", "fen", "last", "fees owed at the end of the month"),
    _float("non_payers", "share", "mean", "billed in the last 12 months and paid at most 5 % of it"),
    _float("partial_payers", "share", "mean", "paid 5 to 95 % of what was billed in the last 12 months"),
    _float("protest_withholders", "share", "mean", "non-payers with an open dispute, legacy defect or service < 0.3"),
    _float("free_riders", "share", "mean", "other non-payers who gave no hours; undefined when service < 0.3"),
    _float("governance_free_riders", "share", "mean", "no vote, meeting or hour in 12 months while a body works"),
    _float("participation", "share", "mean", "non-activated households with a vote, meeting or hour this month"),
    _float("visited", "share", "mean", "occupied households visited this month"),
    *(_int(f"latent_{kind}", "disputes", "sum", f"grievances that arose: {kind}") for kind in DISPUTE_KINDS),
    *(_int(f"reported_{kind}", "disputes", "sum", f"grievances reported: {kind}") for kind in DISPUTE_KINDS),
    _int("open_disputes", "disputes", "last", "reported disputes open at the end of the month"),
    _int("open_grievances", "disputes", "last", "grievances, reported or not, open at the end of the month"),
    *(_int(f"ended_{rung}", "disputes", "sum", f"disputes ended at the rung: {rung}") for rung in RUNGS),
    _int("ended_faded", "disputes", "sum", "grievances never reported that faded"),
    _float(
        "median_duration", "months", "mean", "median months from report to end, disputes ended in the last 12 months"
    ),
    _float(
        "complaint_share", "share", "last", "property share of all reports in 12 months; undefined under 50 reports"
    ),
    _float("service", "share", "mean", "service S"),
    _float("condition", "share", "mean", "condition K"),
    _float("trust_payee", "share", "mean", "mean trust in the payee, occupied households"),
    _float("trust_self", "share", "mean", "mean trust in self-government, occupied households"),
    _float("trust_ties", "share", "mean", "mean trust on the ties"),
    _float("belonging", "share", "mean", "mean belonging, occupied households"),
    _int("members", "members", "last", "households with a party member"),
    _int("members_active", "members", "mean", "members serving this month"),
    _float("load", "ratio", "mean", "felt load of active members: minutes demanded over minutes offered"),
    _float("motivation", "share", "mean", "mean motivation of active members"),
    _int("offered_minutes", "minutes", "sum", "working time offered by active members"),
    _int("demanded_minutes", "minutes", "sum", "working time demanded of active members"),
    _int("done_minutes", "minutes", "sum", "working time given by active members"),
    _float(
        "upkeep_done",
        "share",
        "mean",
        "share of the upkeep done by volunteers, where there is no payee; else undefined",
    ),
    _int("company", "yes/no", "mean", "a property company serves the estate"),
    _int("committee", "yes/no", "mean", "an owners' committee exists"),
    _float("committee_quality", "share", "mean", "quality of the committee (0 where there is none)"),
    _float("disclosure", "share", "mean", "how far the accounts are disclosed"),
    _int("revenue_gross_fen", "fen", "sum", "income of the common parts"),
    _int("revenue_owners_fen", "fen", "sum", "of this, what reached the owners' common account"),
    _int("dividends_fen", "fen", "sum", "dividends paid to households"),
    _int("repair_fen", "fen", "sum", "spent on repair"),
    _int("topup_fen", "fen", "sum", "spent from the common account on service"),
    _int("street_fen", "fen", "sum", "spent by the street office on the estate"),
    _int("instalment_due_fen", "fen", "sum", "instalments of the company's advance that fell due"),
    _int("instalment_paid_fen", "fen", "sum", "instalments paid"),
    _int("advance_open_fen", "fen", "last", "advance not yet repaid"),
    _int("company_cash_fen", "fen", "last", "cash of the company for this estate"),
    _int("common_account_fen", "fen", "last", "owners' common account"),
    _int("fund_fen", "fen", "last", "maintenance fund"),
    _int("votes_held", "votes", "sum", "owners' assemblies counted this month"),
    _int("votes_passed", "votes", "sum", "of these, passed"),
    _float("turnout", "share", "mean", "owners who took part in the vote counted this month (by head)"),
    _int("meetings", "meetings", "sum", "residents' meetings this month"),
    _float("meeting_private", "share", "mean", "attendees privately for the plan"),
    _float("meeting_voiced", "share", "mean", "attendees who spoke for the plan"),
    _float("meeting_carried", "yes/no", "max", "more than half of the attendees spoke for the plan"),
)

MONTHLY_NAMES: tuple[str, ...] = tuple(column.name for column in MONTHLY)

HOUSEHOLD_FINAL: tuple[str, ...] = (
    "building",
    "stairwell",
    "floor",
    "shop",
    "tenure",
    "age",
    "type",
    "member",
    "active",
    "pays",
    "arrears_months",
    "norm",
    "trust_payee",
    "trust_self",
    "belonging",
    "visitor",
    "visitor_tie",
    "ever_visited",
    "months_since_paid",
    "months_since_took_part",
    "voice",
    "dispute_payee",
    "dispute_neighbour",
    "legacy",
    "motivation",
)
"""Columns of ``households`` (final state) and, with ``record.households``, of every month's history."""
