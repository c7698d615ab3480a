"""Figures beside the targets of the casebook: what each statement asks to be reported, from the same runs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from commsim.results.measures import measure, measure_each_year
from commsim.results.spread import defined, spread
from commsim.rules.revenue import DAYS_PER_YEAR
from commsim.scenario.casebook import casebook as facts
from commsim.scenario.events import Activate, CompanyEnters
from commsim.study.casebook import Casebook, Evidence


class Figure(NamedTuple):
    """One figure.

    Attributes:
        statement: id such as ``M4``.
        scenario: name of the scenario it is from.
        what: what it says, in words.
        unit: unit in words.
        value: the median over the seeds, a count, or a single number.
        low: 5 % quantile; NaN where the value is no median.
        high: 95 % quantile; NaN where the value is no median.
        seeds: seeds in which it is defined; 0 where it comes from inputs alone.
    """

    statement: str
    scenario: str
    what: str
    unit: str
    value: float
    low: float
    high: float
    seeds: int


def figures_of(book: Casebook) -> list[Figure]:
    """Return every figure that the scenarios of a casebook allow, by statement."""
    found: list[Figure] = []
    for needed, make in _MAKERS:
        if all(name in book.evidence for name in needed):
            found.extend(make(*(book.evidence[name] for name in needed)))
    return found


def _median(statement: str, scenario: str, what: str, unit: str, values: Sequence[float]) -> Figure:
    over = spread(values)
    return Figure(statement, scenario, what, unit, over.median, over.low, over.high, len(defined(values)))


def _single(statement: str, scenario: str, what: str, unit: str, value: float, seeds: int = 0) -> Figure:
    return Figure(statement, scenario, what, unit, value, math.nan, math.nan, seeds)


def _measured(evidence: Evidence, name: str, window: str) -> list[float]:
    return [measure(monthly, name, window) for monthly in evidence.by_seed()]


# --- M1, M2: Tianhu Garden -------------------------------------------------------------------------------------------


def _tianhu(acted: Evidence, nothing: Evidence) -> list[Figure]:
    window = "last 12 months"
    found = []
    for name, unit in (("fee_rate", "share"), ("disputes_reported_per_100", "per 100 occupied households and year")):
        with_steps, without = _measured(acted, name, window), _measured(nothing, name, window)
        paired = [a - b for a, b in zip(with_steps, without, strict=True)]
        what = f"{name}, {window}"
        found.append(_median("M2", acted.scenario.name, f"{what}: with all steps", unit, with_steps))
        found.append(_median("M2", nothing.scenario.name, f"{what}: without", unit, without))
        found.append(_median("M2", acted.scenario.name, f"{what}: difference of the twins", unit, paired))
    return found


# --- M4, M5: Hongyun -------------------------------------------------------------------------------------------------


def _volunteers(evidence: Evidence) -> list[Figure]:
    """Count what ended the effort, and after how many months of service (the month it ended in is one of them)."""
    endings: Counter[tuple[int, str]] = Counter()
    for outcome in evidence.outcomes:
        endings[_ending(outcome)] += 1
    name, seeds = evidence.scenario.name, len(evidence.outcomes)
    return [
        _single("M4", name, _ending_words(months, by), "seeds", count, seeds)
        for (months, by), count in sorted(endings.items())
    ]


def _ending(outcome: dict[str, object]) -> tuple[int, str]:
    started, ended = outcome["effort_started_month"], outcome["effort_ended_month"]
    assert isinstance(started, int)
    assert isinstance(ended, int)
    return (ended - started + 1, str(outcome["effort_ended_by"])) if ended else (10**6, "")


def _ending_words(months: int, by: str) -> str:
    if not by:
        return "the effort had not ended when the run did"
    return f"the effort was ended by {by} after {months} month{'s' if months > 1 else ''}"


def _company_comes(evidence: Evidence) -> list[Figure]:
    name = evidence.scenario.name
    start = min(event.month for event in evidence.scenario.data.timeline if isinstance(event, Activate))
    enters = next(event for event in evidence.scenario.data.timeline if isinstance(event, CompanyEnters))
    waited = [_month_company_comes(monthly, start) - start for monthly in evidence.by_seed()]
    ballot = [waiting + start - enters.month + 1 for waiting in waited]
    return [
        _median("M5", name, "months from activation until a company served again", "months", waited),
        _median("M5", name, "of these, months of ballots on the company", "months", ballot),
        _median(
            "M5", name, "instalments that fell due", "yuan", _measured(evidence, "instalment_due_yuan", "whole run")
        ),
        _median("M5", name, "instalments paid", "yuan", _measured(evidence, "instalment_paid_yuan", "whole run")),
        _median("M5", name, "fee_rate, last 12 months", "share", _measured(evidence, "fee_rate", "last 12 months")),
    ]


def _month_company_comes(monthly: pd.DataFrame, start: int) -> float:
    """Return the first month from ``start`` in which a company serves; NaN if none came."""
    for month, present in zip(monthly["month"].tolist(), monthly["company"].tolist(), strict=True):
        if month >= start and present:
            return float(month)
    return math.nan


# --- M6: Yanxiqiao ---------------------------------------------------------------------------------------------------


def _parking_inputs(evidence: Evidence) -> list[Figure]:
    name = evidence.scenario.name
    common = next(iter(evidence.scenario.data.estates.values())).common
    full = common.parking_spaces * common.parking_yuan_per_space_day * DAYS_PER_YEAR
    reported = float(facts()["yanxi.parking_income"].value)
    sum_text = f"{common.parking_spaces} spaces x {common.parking_yuan_per_space_day:g} yuan x {DAYS_PER_YEAR} days"
    return [
        _single("M6", name, f"input check: parking at full use, {sum_text}", "yuan a year", full),
        _single(
            "M6",
            name,
            f"input check: occupancy that brings the {reported:,.0f} yuan reported",
            "share",
            reported / full,
        ),
        _single("M6", name, "input check: occupancy assumed", "share", common.parking_let / common.parking_spaces),
    ]


def _yanxiqiao(ruled: Evidence, nothing: Evidence) -> list[Figure]:
    window = "last 12 months"
    with_rule, without = _measured(ruled, "fee_rate", window), _measured(nothing, "fee_rate", window)
    paired = [a - b for a, b in zip(with_rule, without, strict=True)]
    return [
        *_parking_inputs(ruled),
        _median(
            "M6", ruled.scenario.name, "fee_rate, months 13..24", "share", _measured(ruled, "fee_rate", "months 13..24")
        ),
        _median("M6", ruled.scenario.name, f"fee_rate, {window}: with self-rule", "share", with_rule),
        _median("M6", nothing.scenario.name, f"fee_rate, {window}: without", "share", without),
        _median("M6", ruled.scenario.name, f"fee_rate, {window}: difference of the twins", "share", paired),
    ]


# --- M11, M12 --------------------------------------------------------------------------------------------------------


def _years(statement: str, evidence: Evidence) -> list[Figure]:
    years = zip(*(measure_each_year(monthly, "fee_rate") for monthly in evidence.by_seed()), strict=True)
    return [
        _median(statement, evidence.scenario.name, f"fee_rate, year {number}", "share", values)
        for number, values in enumerate(years, start=1)
    ]


def _typical(evidence: Evidence) -> list[Figure]:
    return _years("M11", evidence)


def _decree(evidence: Evidence) -> list[Figure]:
    window = "last 12 months"
    name = evidence.scenario.name
    return [
        *_years("M12", evidence),
        _median("M12", name, f"committee_quality, {window}", "share", _measured(evidence, "committee_quality", window)),
        _median("M12", name, f"participation, {window}", "share", _measured(evidence, "participation", window)),
    ]


_MAKERS: tuple[tuple[tuple[str, ...], Callable[..., list[Figure]]], ...] = (
    (("tianhu-garden", "tianhu-garden-without"), _tianhu),
    (("hongyun-volunteers",), _volunteers),
    (("hongyun",), _company_comes),
    (("yanxiqiao", "yanxiqiao-without"), _yanxiqiao),
    (("typical-estate",), _typical),
    (("committee-by-decree",), _decree),
)
