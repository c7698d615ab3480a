"""Targets held against runs: each seed holds a target or not; it is met if at least 90 % of the seeds hold it.

A measure that is undefined in the target's window (a window outside the run, nothing to divide by) does not hold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from commsim.results.measures import measure, measure_each_year
from commsim.results.spread import Spread, mean, spread
from commsim.results.windows import EACH_YEAR
from commsim.scenario import Scenario
from commsim.scenario.targets import Target

SHARE_NEEDED = 0.9
_WORDS = {"below": "below", "above": "above", "at_most": "at most", "at_least": "at least", "equal": "equal to"}


@dataclass(frozen=True)
class TargetResult:
    """One target and what the runs gave.

    Attributes:
        target: the target as the scenario declares it.
        estate: estate it was held against.
        seeds: seeds of the runs.
        values: figure of each seed, NaN where undefined; for 'each year' the year nearest to missing it.
        holds: whether each seed holds it.
    """

    target: Target
    estate: str
    seeds: tuple[int, ...]
    values: tuple[float, ...]
    holds: tuple[bool, ...]

    @property
    def share_holding(self) -> float:
        """Share of the seeds that hold the target."""
        return len([held for held in self.holds if held]) / len(self.holds)

    @property
    def met(self) -> bool:
        """At least 90 % of the seeds hold the target."""
        return self.share_holding >= SHARE_NEEDED

    @property
    def mean(self) -> float:
        """Mean figure over the seeds."""
        return mean(self.values)

    @property
    def spread(self) -> Spread:
        """Median and 5 to 95 % interval of the figure over the seeds."""
        return spread(self.values)

    @property
    def demanded(self) -> str:
        """What the target asks, in words, such as 'between 0.98 and 0.999'."""
        return demanded(self.target)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON; undefined figures are None."""
        target = self.target
        over = self.spread
        return {
            "id": target.id,
            "measure": target.measure,
            "window": target.window,
            "relative_to": target.relative_to,
            "estate": self.estate,
            "demanded": self.demanded,
            "met": self.met,
            "share_of_seeds_holding": self.share_holding,
            "mean": _none_if_undefined(self.mean),
            "median": _none_if_undefined(over.median),
            "p5": _none_if_undefined(over.low),
            "p95": _none_if_undefined(over.high),
            "by_seed": [
                {"seed": seed, "value": _none_if_undefined(value), "holds": held}
                for seed, value, held in zip(self.seeds, self.values, self.holds, strict=True)
            ],
            "source": target.source,
            "assumed": target.assumed,
            "note": target.note,
        }


def _none_if_undefined(value: float) -> float | None:
    return None if math.isnan(value) else value


def demanded(target: Target) -> str:
    """Return what a target asks, in words."""
    low, high = bounds(target)
    if target.relation == "between":
        return f"between {figure_text(low)} and {figure_text(high)}"
    return f"{_WORDS[target.relation]} {figure_text(high if math.isinf(low) else low)}"


def figure_text(value: float) -> str:
    """Return a figure with four significant digits, large ones in full, undefined ones in words."""
    if math.isnan(value):
        return "undefined"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def bounds(target: Target) -> tuple[float, float]:
    """Return the least and greatest value a target allows; infinite where it sets no bound."""
    value = math.nan if target.value is None else target.value
    if target.relation == "between":
        low = -math.inf if target.low is None else target.low
        return low, math.inf if target.high is None else target.high
    if target.relation == "equal":
        return value, value
    return (-math.inf, value) if target.relation in ("below", "at_most") else (value, math.inf)


def room(target: Target, value: float) -> float:
    """Return how far a figure is inside what the target allows; negative outside, minus infinity if undefined."""
    if math.isnan(value):
        return -math.inf
    low, high = bounds(target)
    return min(value - low, high - value)


def holds(target: Target, value: float) -> bool:
    """Return whether a figure holds the target; an undefined one does not."""
    inside = room(target, value)
    return inside > 0 if target.relation in ("below", "above") else inside >= 0


def evaluate_targets(scenario: Scenario, monthly: pd.DataFrame) -> list[TargetResult]:
    """Hold every target of a scenario against the runs in a monthly table.

    Args:
        scenario: the scenario, whose targets are used.
        monthly: ``Run.monthly`` or ``Runs.monthly``: every month of every estate, of one seed or several.

    Returns:
        one result a target, in the scenario's order.
    """
    parts = dict(iter(monthly.groupby(["seed", "estate"], sort=False)))
    seeds = tuple(int(seed) for seed in dict.fromkeys(monthly["seed"].tolist()))
    results = []
    for target in scenario.data.targets:
        estate = _estate_of(scenario, target)
        values, held = [], []
        for seed in seeds:
            figures = _figures(parts[(seed, estate)], target)
            values.append(_tightest(target, figures))
            held.append(bool(figures) and all(holds(target, figure) for figure in figures))
        results.append(TargetResult(target, estate, seeds, tuple(values), tuple(held)))
    return results


def _figures(monthly: pd.DataFrame, target: Target) -> list[float]:
    if target.window != EACH_YEAR:
        return [measure(monthly, target.measure, target.window, relative_to=target.relative_to)]
    figures = measure_each_year(monthly, target.measure)
    if target.relative_to is None:
        return figures
    base = measure(monthly, target.measure, target.relative_to)
    return [figure / base if base else math.nan for figure in figures]


def _tightest(target: Target, figures: Sequence[float]) -> float:
    return min(figures, key=lambda figure: room(target, figure)) if figures else math.nan


def _estate_of(scenario: Scenario, target: Target) -> str:
    return scenario.estate_names[0] if target.estate is None else target.estate
