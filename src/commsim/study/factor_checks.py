"""What is wrong with the values of one factor: kinds that do not go together, values twice, ends that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commsim.scenario.fields import number_text
from commsim.scenario.messages import shown
from commsim.scenario.yaml_text import Finding, Path
from commsim.study.distributions import (
    LEAST_MASS,
    AnyDistribution,
    LogNormal,
    LogUniform,
    Normal,
    Range,
    Triangular,
    WholeNumbers,
)
from commsim.study.schema import Factor, Level
from commsim.study.values import Scalar, kind_of_values


def check_values(path: Path, factor: Factor) -> Iterator[Finding]:
    """Yield what is wrong with the values of a factor.

    Args:
        path: path of the factor.
        factor: the factor.
    """
    if factor.values is not None:
        yield from _check_list((*path, "values"), factor.values)
    if factor.range is not None:
        yield from _check_range((*path, "range"), factor.range)
    if factor.distribution is not None:
        yield from _check_distribution((*path, "distribution"), factor.distribution)
    if factor.levels is not None:
        yield from _check_levels((*path, "levels"), factor.levels)


def _check_list(path: Path, values: tuple[Scalar, ...]) -> Iterator[Finding]:
    if kind_of_values(values) is None:
        first = values[0]
        place = next(place for place, value in enumerate(values) if kind_of_values((first, value)) is None)
        message = f"{shown(values[place])} beside {shown(first)}"
        yield Finding((*path, place), message, "numbers only, words only, or true and false only")
        return
    seen: set[Scalar] = set()
    for place, value in enumerate(values):
        if value in seen:
            yield Finding((*path, place), f"{shown(value)} stands there twice", "each value once")
        seen.add(value)


def _check_range(path: Path, spread: Range) -> Iterator[Finding]:
    wrong = list(_check_ends(path, spread.low, spread.high))
    if spread.integer:
        wrong += _check_whole(path, spread)
    if spread.log and spread.low <= 0:
        wrong.append(Finding((*path, "from"), f"{number_text(spread.low)} has no logarithm", "above 0"))
    yield from wrong
    if wrong or spread.levels is None:
        return
    values = spread.spaced()
    if len(set(values)) < len(values):
        what = "whole numbers" if spread.integer else "numbers"
        message = f"{spread.levels} levels are too many for the {what} {number_text(spread.low)} to"
        yield Finding((*path, "levels"), f"{message} {number_text(spread.high)}", f"at most {len(set(values))}")


def _check_ends(path: Path, low: float | None, high: float | None) -> Iterator[Finding]:
    if low is not None and high is not None and low >= high:
        message = f"from {number_text(low)} to {number_text(high)}"
        yield Finding((*path, "from"), message, f"below {number_text(high)}")


def _check_whole(path: Path, spread: Any) -> Iterator[Finding]:
    for key, end in (("from", spread.low), ("to", spread.high)):
        if not float(end).is_integer():
            yield Finding((*path, key), f"{number_text(end)} is not a whole number", "a whole number")


def _check_distribution(path: Path, spread: AnyDistribution) -> Iterator[Finding]:
    wrong = list(_check_ends(path, spread.low, spread.high))
    yield from wrong
    if isinstance(spread, WholeNumbers):
        yield from _check_whole(path, spread)
    if isinstance(spread, LogUniform) and spread.low <= 0:
        yield Finding((*path, "from"), f"{number_text(spread.low)} has no logarithm", "above 0")
    if isinstance(spread, Triangular) and not spread.low <= spread.mode <= spread.high and not wrong:
        message = f"{number_text(spread.mode)} lies outside the distribution"
        yield Finding((*path, "mode"), message, f"{number_text(spread.low)} to {number_text(spread.high)}")
    if isinstance(spread, Normal | LogNormal) and not wrong and spread.mass() < LEAST_MASS:
        message = f"less than a millionth of the distribution lies between {_ends(spread)}"
        yield Finding(path, message, "'from' and 'to' nearer to its middle")


def _ends(spread: Normal | LogNormal) -> str:
    low = "its lower end" if spread.low is None else number_text(spread.low)
    return f"{low} and {'its upper end' if spread.high is None else number_text(spread.high)}"


def _check_levels(path: Path, levels: dict[str, Level]) -> Iterator[Finding]:
    seen: list[tuple[str, Level]] = []
    for name, level in levels.items():
        same = next((other for other, change in seen if change == level), None)
        if same is not None:
            yield Finding((*path, name), f"the same change as '{same}'", "a different change for each level")
        seen.append((name, level))
