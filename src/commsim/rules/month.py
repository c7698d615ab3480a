"""The month: its stages in order, each with the reason for its place.

This list stands once. The Mesa model calls the stages in this order and a test compares the calls with the list; the
model description prints it. A stage reads what earlier stages left; within a stage nobody reads what it writes.
"""

from __future__ import annotations

from typing import NamedTuple


class Stage(NamedTuple):
    """One stage of the month.

    Attributes:
        name: name of the method that carries it out.
        title: what happens.
        reason: why it stands here.
    """

    name: str
    title: str
    reason: str


MONTH: tuple[Stage, ...] = (
    Stage("events_happen", "Events of the timeline happen", "a decision of this month can act in this month"),
    Stage("bills_go_out", "The payee bills; old claims lapse", "a bill must exist before anybody can pay it"),
    Stage(
        "members_serve",
        "Active members serve: organising, visits, mediation time, upkeep",
        "a visit can move this month's choice",
    ),
    Stage("payee_presses", "The payee reminds, writes, sues", "a reminder is felt when the household decides"),
    Stage(
        "households_decide",
        "Households perceive the norm and choose to pay or not",
        "they see last month's payments and the place as it was left",
    ),
    Stage(
        "households_pay",
        "Payments are made: this month's bill, then the oldest arrears",
        "money moves only after every household has decided",
    ),
    Stage(
        "common_parts_earn",
        "Common parts earn; the owners' income is used",
        "the reserve pays instalments, repair and service before service is bought",
    ),
    Stage(
        "service_is_given",
        "The payee buys service; service and condition move",
        "service depends on the money that came in this month",
    ),
    Stage(
        "residents_take_part",
        "Residents take part or stay away",
        "taking part answers visits and neighbours of last month",
    ),
    Stage(
        "owners_vote", "Ballots are collected and counted", "who took part votes; contacts were made by those who serve"
    ),
    Stage("residents_meet", "A meeting hears who speaks up", "those who take part are present"),
    Stage("grievances_arise", "Grievances arise and are reported", "they answer this month's service and condition"),
    Stage(
        "disputes_are_mediated",
        "Disputes climb the ladder and end",
        "what was reported this month can be heard this month",
    ),
    Stage(
        "committee_works",
        "The committee's quality follows the work done for it",
        "the work of members and participants is known",
    ),
    Stage("trust_moves", "Trust and belonging move", "all experiences of the month are in"),
    Stage("ties_move", "Ties grow and fade", "joint activity of the month is known"),
    Stage(
        "members_tire_or_go_on",
        "Motivation moves; members stop or are replaced",
        "load and success of the month are known",
    ),
    Stage("company_takes_stock", "The company counts losses and may leave", "the month's books are closed"),
    Stage("month_is_recorded", "Measures are taken", "everything has happened"),
)
"""The stages of a month in each estate, in order."""
