"""The first levers: the few things about an estate that a visitor changes first.

A lever changes a scenario's plain data: it sets a value, or adds or takes away the events that it needs. It acts on all
estates unless an event names one, and never touches a behaviour parameter. What a lever writes is read back as the same
value; setting it to what it already is changes nothing.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from commsim.dashboard.common_income import read_income, write_income
from commsim.dashboard.lever_events import (
    ELECTED,
    FULL,
    NONE,
    OWN,
    ROTA,
    read_activated,
    read_committee,
    read_convention,
    read_support,
    read_who,
    write_activated,
    write_committee,
    write_convention,
    write_support,
    write_who,
)
from commsim.dashboard.treatment import Content, events_of, settled
from commsim.dashboard.words import note
from commsim.errors import InputError, ScenarioError, UnknownNameError
from commsim.scenario import Scenario
from commsim.scenario.fields import nearest, number_text
from commsim.scenario.yaml_text import brief, scalar

__all__ = ["LEVERS", "LEVER_NAMES", "OWN", "OWN_LABEL", "Lever", "choices_of", "has_place", "lever", "read"]
__all__ += ["read_content", "with_levers", "write"]


@dataclass(frozen=True)
class Lever:
    """One of the first levers.

    Attributes:
        name: name in links.
        label: what it is called, English.
        unit: unit of its value, English; empty for a choice.
        sentence: one plain sentence on what it does, English.
        kind: ``share``, ``number`` or ``choice``.
        low: least value of a share or number.
        high: greatest value of a share or number.
        step: step of a slider.
        choices: values of a choice, each with its English label.
    """

    name: str
    label: str
    unit: str
    sentence: str
    kind: str
    low: float = 0.0
    high: float = 1.0
    step: float = 0.05
    choices: tuple[tuple[str, str], ...] = ()


LEVERS: tuple[Lever, ...] = (
    Lever(
        "activated",
        note("Members activated"),
        note("share of the members"),
        note("How many of those asked begin to serve their neighbours; 0: nobody is asked."),
        "share",
    ),
    Lever(
        "who",
        note("Who is asked"),
        "",
        note("From whom those who serve are chosen; in the place of members, homes without a member can be asked."),
        "choice",
        choices=(
            ("members", note("all members")),
            ("in_service", note("members in service")),
            ("retired", note("retired members")),
            ("non_members", note("households without a member")),
        ),
    ),
    Lever(
        "support",
        note("Support behind them"),
        "",
        note("What the party branch gives those who serve; with none, the community asks them."),
        "choice",
        choices=(
            (NONE, note("no branch")),
            (ROTA, note("a branch with a rota only")),
            (FULL, note("rota, service on file and recognition")),
        ),
    ),
    Lever(
        "committee",
        note("Owners' committee"),
        "",
        note("Whether the owners vote on a new committee, which then runs the common parts."),
        "choice",
        choices=((NONE, note("no new committee")), (ELECTED, note("elected by the owners"))),
    ),
    Lever(
        "revenue",
        note("Income of the common parts"),
        note("yuan a home a year"),
        note("What parking, adverts and other common parts earn, whoever runs them."),
        "number",
        high=5000.0,
        step=10.0,
    ),
    Lever(
        "convention",
        note("Residents' convention"),
        note("how concrete and local"),
        note("A convention that the residents agree on: 0 is none, 1 is fully concrete and local."),
        "share",
    ),
    Lever(
        "mediation",
        note("Community mediation"),
        note("hours a month"),
        note("Hours that the community's mediators have for the disputes of one estate."),
        "number",
        high=200.0,
        step=1.0,
    ),
)
LEVER_NAMES = tuple(lever.name for lever in LEVERS)
OWN_LABEL = note("as the scenario says")


def lever(name: str) -> Lever:
    """Return a lever by its name.

    Raises:
        UnknownNameError: there is none; the message names the nearest and lists all.
    """
    found = next((one for one in LEVERS if one.name == name), None)
    if found is None:
        raise UnknownNameError(
            f"no lever '{brief(name)}'{nearest(name, LEVER_NAMES)}; levers: {', '.join(LEVER_NAMES)}"
        )
    return found


def choices_of(name: str, value: str) -> tuple[tuple[str, str], ...]:
    """Return the choices of a lever to show beside a value: with :data:`OWN` where that is the value."""
    choices = lever(name).choices
    return (*choices, (OWN, OWN_LABEL)) if choices and value == OWN else choices


def read(name: str, scenario: Scenario) -> str:
    """Return the value of a lever that a scenario has; :data:`OWN` where none of its choices is.

    Where events or estates differ, the value is that of the first.

    Raises:
        UnknownNameError: no such lever.
    """
    return read_content(name, scenario.to_dict())


def read_content(name: str, content: Content) -> str:
    """Return the value of a lever as :func:`read` does, from a scenario's plain data."""
    return _READ[lever(name).name](content)


def write(name: str, value: str, content: Content) -> None:
    """Set a lever in a scenario's plain data.

    Args:
        name: name of the lever.
        value: its value as text.
        content: the plain data of a valid scenario, changed in place; left as it is where the lever cannot be set.

    Raises:
        UnknownNameError: no such lever.
        InputError: no such value, or the scenario cannot take it; the message says why.
    """
    chosen = lever(name)
    now = read_content(name, content)
    if value.strip() == now:
        return
    wanted = _wanted(chosen, value)
    if wanted == now:
        return
    changed = copy.deepcopy(content)
    _WRITE[name](wanted, changed)
    try:
        valid = settled(changed)
    except ScenarioError as error:
        raise InputError(f"{chosen.label}: {wanted} cannot be set in {content['name']}: {error}") from error
    content.clear()
    content.update(valid.model_dump(mode="json", exclude_none=True))


def with_levers(scenario: Scenario, values: Iterable[tuple[str, str]]) -> Scenario:
    """Return a scenario with some levers set, in the order of :data:`LEVERS`, whatever order they come in.

    Args:
        scenario: a valid scenario.
        values: names and values of levers; the last value of a name counts.

    Raises:
        InputError: as for :func:`write`.
    """
    given = dict(values)
    for name in given:
        lever(name)
    content = scenario.to_dict()
    for name in LEVER_NAMES:
        if name in given:
            write(name, given[name], content)
    return replace(scenario, data=settled(content), lines={}) if given else scenario


def has_place(name: str, scenario: Scenario) -> bool:
    """Return whether a scenario already has what a lever is about, so that setting it brings nothing new into it."""
    content = scenario.to_dict()
    wanted = _ABOUT.get(lever(name).name)
    return wanted is None or bool(events_of(content, *wanted))


_ABOUT = {
    "activated": ("activate",),
    "who": ("activate",),
    "support": ("found_branch",),
    "committee": ("elect", "appoint"),
    "convention": ("convention",),
}
"""Events that a lever is about; the others are about what every estate has."""


def _wanted(chosen: Lever, value: str) -> str:
    """Return a value as :func:`read` would give it.

    Raises:
        InputError: the lever has no such value.
    """
    text = value.strip()
    if chosen.kind == "choice":
        allowed = [choice for choice, _ in chosen.choices]
        if text not in allowed:
            raise InputError(f"{chosen.label}: '{brief(text)}' is no choice; allowed: {', '.join(allowed)}")
        return text
    number = scalar(text)
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise InputError(f"{chosen.label}: '{brief(text)}' is no number; allowed: {_range(chosen)}")
    if not chosen.low <= number <= chosen.high:
        raise InputError(f"{chosen.label}: {brief(text)} is out of range; allowed: {_range(chosen)}")
    return number_text(round(number, 2) if chosen.name == "revenue" else number)


def _range(chosen: Lever) -> str:
    unit = f" ({chosen.unit})" if chosen.unit else ""
    return f"a number from {number_text(chosen.low)} to {number_text(chosen.high)}{unit}"


def _mediation(content: Content) -> str:
    first = next(iter(content["estates"].values()))
    return number_text(first["street"]["mediation_hours"])


def _mediate(value: str, content: Content) -> None:
    for estate in content["estates"].values():
        estate["street"]["mediation_hours"] = float(value)


_READ: dict[str, Callable[[Content], str]] = {
    "activated": read_activated,
    "who": read_who,
    "support": read_support,
    "committee": read_committee,
    "revenue": read_income,
    "convention": read_convention,
    "mediation": _mediation,
}
_WRITE: dict[str, Callable[[str, Content], None]] = {
    "activated": write_activated,
    "who": write_who,
    "support": write_support,
    "committee": write_committee,
    "revenue": write_income,
    "convention": write_convention,
    "mediation": _mediate,
}
