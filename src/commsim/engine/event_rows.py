"""The timeline of a scenario as rows of numbers; see ``engine/events.py`` for what stands in which column."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from commsim.engine import events as e
from commsim.rules.arithmetic import FEN_PER_YUAN, MINUTES_PER_HOUR, to_fen
from commsim.rules.company import EFFORTS
from commsim.rules.revenue import OPERATORS
from commsim.scenario import MECHANISMS, Scenario

NAN = math.nan
WHO = ("members", "in_service", "retired", "non_members")

Row = tuple[list[int], list[float]]
"""What stands in the whole numbers from column ``FIRST`` on, and in the floats."""


def event_rows(scenario: Scenario, index: int) -> tuple[Any, Any, tuple[str, ...]]:
    """Return the events of one estate.

    Args:
        scenario: what is to be run.
        index: number of the estate, from 0.

    Returns:
        int64 ``(v, EVENT_WHOLES)``, float64 ``(v, EVENT_REALS)``, and the rankings that events ask for, in the order in
        which rows number them.
    """
    name = scenario.estate_names[index]
    chosen = [(n, event) for n, event in enumerate(scenario.data.timeline) if event.estate in ("all", name)]
    strategies: list[str] = []
    whole = np.zeros((len(chosen), e.EVENT_WHOLES), np.int64)
    real = np.full((len(chosen), e.EVENT_REALS), NAN)
    for row, (number, event) in enumerate(chosen):
        wholes, reals = _ROWS[event.event](event, strategies)
        whole[row, : e.FIRST] = event.month, e.KINDS.index(event.event), number
        whole[row, e.FIRST : e.FIRST + len(wholes)] = wholes
        real[row, : len(reals)] = reals
    return whole, real, tuple(strategies)


def most_lines(event: Any) -> int:
    """Return how many lines the log of an estate can have at most, given its events."""
    lines = 2
    for row in event:
        votes = row[e.EVENT_KIND] in (e.CALL_ASSEMBLY, e.ELECT_EVENT, e.COMPANY_ENTERS)
        # An event, a failed vote for each attempt, and the exit of the company it brought.
        lines += 2 + (int(row[e.ATTEMPTS]) if votes else 0)
    return lines


def _fen(yuan: float) -> int:
    return to_fen(yuan * FEN_PER_YUAN)


def _or_nan(value: float | None) -> float:
    return NAN if value is None else value


def _support(event: Any) -> list[int]:
    return [event.rota, event.service_file, event.recognition]


def _activate(event: Any, strategies: list[str]) -> Row:
    rank = -1
    if event.strategy != "random":
        if event.strategy not in strategies:
            strategies.append(event.strategy)
        rank = strategies.index(event.strategy)
    whole = [event.count or 0, WHO.index(event.who), rank, event.work == "paperwork", event.visits]
    return whole, [_or_nan(event.share)]


def _call_assembly(event: Any, _: list[str]) -> Row:
    matter, operator = e.MATTERS.index(event.matter), OPERATORS.index(event.operator)
    return [matter, event.months_open, 1, _fen(event.yuan), operator], []


def _elect(event: Any, _: list[str]) -> Row:
    legal, revenue = event.legal_personality, event.run_revenue
    return [e.ELECT, event.months_open, event.attempts, 0, 0, legal, revenue], []


def _company_enters(event: Any, _: list[str]) -> Row:
    matter, effort = e.CHOOSE_COMPANY if event.vote else e.NO_VOTE, EFFORTS.index(event.effort)
    works = _fen(event.entry_cost_yuan)
    votes = [matter, event.months_open, event.attempts]
    return [*votes, works, event.full_service_months, effort, event.instalment_months], []


_ROWS: dict[str, Callable[[Any, list[str]], Row]] = {
    "found_branch": lambda v, _: ([*_support(v), int(v.staff_hours * MINUTES_PER_HOUR)], [v.bench]),
    "change_support": lambda v, _: (_support(v), []),
    "activate": _activate,
    "withdraw": lambda v, _: ([], [v.share]),
    "paid_callers": lambda v, _: ([v.callers, v.minutes, v.fen, v.months], []),
    "leader_arrives": lambda v, _: ([], [v.quality]),
    "leader_leaves": lambda _v, _: ([], []),
    "call_assembly": _call_assembly,
    "elect": _elect,
    "appoint": lambda v, _: ([v.legal_personality, v.run_revenue], [_or_nan(v.hold_quality)]),
    "dissolve": lambda v, _: ([v.body == "branch"], []),
    "run_revenue": lambda v, _: (
        [OPERATORS.index(v.operator)],
        [_or_nan(v.repair_share), _or_nan(v.service_share), _or_nan(v.dividend_share)],
    ),
    "convention": lambda v, _: ([], [v.locality]),
    "meeting": lambda v, _: ([v.speakers, v.expert_plan], [v.invited_share, v.support_share]),
    "company_enters": _company_enters,
    "advance": lambda v, _: ([_fen(v.yuan), v.instalment_months, v.by == "company"], []),
    "company_leaves": lambda _v, _: ([], []),
    "self_run": lambda _v, _: ([], []),
    "enforce": lambda v, _: ([EFFORTS.index(v.effort)], []),
    "subsidy": lambda v, _: ([_fen(v.yuan_per_month), v.months, v.to == "repair"], []),
    "renovate": lambda v, _: ([_fen(v.yuan)], []),
    "conflict": lambda v, _: ([v.months], [v.share, v.trust_loss]),
    "work_unit_pressure": lambda v, _: ([v.months], [v.share, v.strength]),
    "mechanism": lambda v, _: ([MECHANISMS.index(v.name), v.on], []),
}
"""Kind of event -> what stands in its row."""

assert tuple(_ROWS) == e.KINDS, "every kind of event has a row"
