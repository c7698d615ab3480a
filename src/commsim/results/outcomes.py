"""Outcome measures: one figure for one estate from the facts of a whole run, which have no window.

Concepts:
    effort: the members' first spell of service, from the month in which the first of them serves to the month in which
        burnout, an empty cash box or a lost mandate ends it. An estate where nobody ever served made none: how long it
        lasted and how it ended are undefined.
    censored: an effort that goes on when the run ends counts the months it was seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Facts = Mapping[str, Any]
"""Facts of one estate's run: an entry of ``RawRun.outcomes``."""

EFFORT_ENDS = ("burnout", "cash", "mandate")


class OutcomeMeasure(NamedTuple):
    """One figure of a whole run.

    Attributes:
        name: name, as studies use it.
        unit: unit in words.
        over: what it is for, in words; it has no window.
        meaning: what it says.
        figure: computes it from the facts and the months the run lasted.
    """

    name: str
    unit: str
    over: str
    meaning: str
    figure: Callable[[Facts, int], float]


def _effort_months(facts: Facts, months: int) -> float:
    started, ended = facts["effort_started_month"], facts["effort_ended_month"]
    return float((ended or months) - started + 1) if started else math.nan


def _effort_ended(facts: Facts, _months: int) -> float:
    return float(facts["effort_ended_month"] > 0) if facts["effort_started_month"] else math.nan


def _ended_by(end: str) -> Callable[[Facts, int], float]:
    def figure(facts: Facts, _months: int) -> float:
        return float(facts["effort_ended_by"] == end) if facts["effort_started_month"] else math.nan

    return figure


def _fact(name: str) -> Callable[[Facts, int], float]:
    return lambda facts, _months: float(facts[name])


def _declared() -> list[OutcomeMeasure]:
    run = "whole run"
    undefined = "undefined where nobody served"
    return [
        OutcomeMeasure(
            "effort_months",
            "months",
            run,
            f"months the first effort lasted, both ends counted; to the end of the run if it goes on; {undefined}",
            _effort_months,
        ),
        OutcomeMeasure("effort_ended", "yes/no", run, f"the first effort ended; {undefined}", _effort_ended),
        *(
            OutcomeMeasure(f"effort_ended_by_{end}", "yes/no", run, f"{why} ended it; {undefined}", _ended_by(end))
            for end, why in zip(EFFORT_ENDS, ("burnout", "an empty cash box", "a lost mandate"), strict=True)
        ),
        OutcomeMeasure(
            "members_active_at_end", "members", run, "members serving at the end", _fact("members_active_at_end")
        ),
        OutcomeMeasure(
            "company_at_end", "yes/no", run, "a property company serves the estate at the end", _fact("company_at_end")
        ),
        OutcomeMeasure(
            "committee_at_end", "yes/no", run, "an owners' committee exists at the end", _fact("committee_at_end")
        ),
    ]


OUTCOME_MEASURES: dict[str, OutcomeMeasure] = {measure.name: measure for measure in _declared()}
"""Every outcome measure by name."""
