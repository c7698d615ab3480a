"""Volunteering: what active members offer, are asked for, do, and whether they go on.

Meaning: an active member offers some hours a month, a retired one more. What is asked: organising (work of the
committee, knocking on doors for a vote), visits, mediation, and, where there is no payee, upkeep. Felt load is what
is demanded over what is offered; the work done is never more than what is offered. A rota caps the hours at the offer
and puts organising and visiting before mediation and upkeep; what is left undone draws complaints. Motivation grows
with a service file, recognition and visible success, and falls with load above 1; below a floor a member stops.

Equation:
    load = demanded / offered (with a rota at most 1);   done = min(1, offered / demanded)
    mu <- clip(mu + (file + recognition + success) (1 - mu) - loss max(0, min(load, 5) - 1) mu)
Unsupported light work does not decay by itself.

Sources: burnout from demand beyond resources, Maslach & Leiter 2016; volunteers stay with recognition, Omoto & Snyder
1995; hours, prices and speeds assumed. Casebook: hechuan.terms (file, outside working hours),
hongyun.volunteers_fail.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import MINUTES_PER_HOUR, clip
from commsim.rules.parameters import Parameter


class VolunteeringParameters(NamedTuple):
    """Parameters of volunteering."""

    hours_in_service: Annotated[
        float, Parameter("hours a month", 0.0, 400.0, "offer of a member in service", "assumed")
    ] = 6.0
    hours_retired: Annotated[float, Parameter("hours a month", 0.0, 400.0, "offer of a retired member", "assumed")] = (
        20.0
    )
    hours_spread: Annotated[
        float, Parameter("share", 0.0, 1.0, "offers are spread evenly by this share around the mean", "assumed")
    ] = 0.5
    visit_minutes: Annotated[float, Parameter("minutes", 1.0, 1000.0, "one visit", "assumed")] = 30.0
    visit_interval: Annotated[
        float, Parameter("months", 1.0, 120.0, "between two visits to a household", "assumed")
    ] = 3.0
    most_households: Annotated[
        float, Parameter("households", 0.0, 10000.0, "assigned to one member at most", "assumed")
    ] = 40.0
    upkeep_hours: Annotated[
        float, Parameter("hours a month", 0.0, 100.0, "upkeep a household needs where there is no payee", "assumed")
    ] = 2.0
    motivation_low: Annotated[float, Parameter("share", 0.0, 1.0, "least motivation at the start", "assumed")] = 0.5
    motivation_high: Annotated[float, Parameter("share", 0.0, 1.0, "greatest motivation at the start", "assumed")] = 1.0
    service_file: Annotated[float, Parameter("a month", 0.0, 1.0, "motivation from a service file", "assumed")] = 0.05
    recognition: Annotated[float, Parameter("a month", 0.0, 1.0, "motivation from recognition", "assumed")] = 0.03
    success: Annotated[float, Parameter("a month", 0.0, 1.0, "motivation from visible success", "assumed")] = 0.03
    loss: Annotated[
        float, Parameter("a month", 0.0, 1.0, "motivation lost for each unit of load above 1", "calibrated: M4")
    ] = 0.2
    floor: Annotated[float, Parameter("share", 0.0, 1.0, "motivation below which a member stops", "assumed")] = 0.30
    recruit: Annotated[
        float,
        Parameter("a month", 0.0, 1.0, "chance that a branch fills a place left by a member who stopped", "assumed"),
    ] = 0.10


WORST_LOAD = 5.0


def offered_minutes(retired: bool, u: float, p: VolunteeringParameters) -> int:
    """Return the working time a member offers, minutes a month; ``u`` in (0, 1) is the member's own lasting draw."""
    hours = p.hours_retired if retired else p.hours_in_service
    return int(hours * MINUTES_PER_HOUR * (1.0 + p.hours_spread * (2.0 * u - 1.0)))


def first_motivation(u: float, p: VolunteeringParameters) -> float:
    """Return a member's motivation when activated, spread evenly between the two bounds by ``u`` in (0, 1)."""
    return p.motivation_low + (p.motivation_high - p.motivation_low) * u


def upkeep_minutes(households: int, p: VolunteeringParameters) -> int:
    """Return the upkeep an estate of so many occupied households needs, minutes a month."""
    return int(p.upkeep_hours * MINUTES_PER_HOUR * households)


class Work(NamedTuple):
    """Working time by task, minutes a month, in the order of a rota."""

    organising: int
    visiting: int
    mediating: int
    upkeep: int


def total(work: Work) -> int:
    """Return the sum over the tasks, minutes."""
    return work.organising + work.visiting + work.mediating + work.upkeep


def _part(minutes: int, offered: int, demanded: int) -> int:
    return minutes * offered // demanded


def work_done(demand: Work, offered: int, rota: bool) -> Work:
    """Return the working time given to each task, never more than offered or demanded.

    Args:
        demand: minutes demanded of each task.
        offered: minutes offered by all active members together.
        rota: organising and visiting first; else every task gets the same share.
    """
    demanded = total(demand)
    if demanded <= offered:
        return demand
    if not rota:
        return Work(
            _part(demand.organising, offered, demanded),
            _part(demand.visiting, offered, demanded),
            _part(demand.mediating, offered, demanded),
            _part(demand.upkeep, offered, demanded),
        )
    organising = min(demand.organising, offered)
    visiting = min(demand.visiting, offered - organising)
    mediating = min(demand.mediating, offered - organising - visiting)
    upkeep = min(demand.upkeep, offered - organising - visiting - mediating)
    return Work(organising, visiting, mediating, upkeep)


def felt_load(demanded: int, offered: int, rota: bool) -> float:
    """Return demanded over offered minutes; a rota caps it at 1; 0 where nothing is offered."""
    if offered <= 0:
        return 0.0
    load = demanded / offered
    return 1.0 if rota and load > 1.0 else load


def motivation_next(
    value: float, load: float, service_file: bool, recognition: bool, success: float, p: VolunteeringParameters
) -> float:
    """Return a member's motivation at the end of the month, in [0, 1].

    Args:
        value: motivation now.
        load: felt load, at least 0.
        service_file: service is kept on file and weighed by the work unit.
        recognition: points and thanks are given.
        success: visible success this month, in [0, 1].
        p: parameters of the group ``volunteering``.
    """
    gain = p.success * success
    if service_file:
        gain = gain + p.service_file
    if recognition:
        gain = gain + p.recognition
    excess = (load if load < WORST_LOAD else WORST_LOAD) - 1.0
    strain = p.loss * excess if excess > 0.0 else 0.0
    return clip(value + gain * (1.0 - value) - strain * value)
