"""Targets that no run could ever be held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from commsim.scenario.casebook import casebook
from commsim.scenario.fields import nearest
from commsim.scenario.measure_names import MEASURES
from commsim.scenario.schema import ScenarioData
from commsim.scenario.targets import Target
from commsim.scenario.yaml_text import Finding, Path, brief


def check_targets(scenario: ScenarioData) -> Iterator[Finding]:
    """Yield what is impossible in the targets of a scenario."""
    seen: set[str] = set()
    for position, target in enumerate(scenario.targets):
        path: Path = ("targets", position)
        if target.id in seen:
            yield Finding((*path, "id"), f"two targets have the id '{target.id}'", "a different id for each")
        seen.add(target.id)
        yield from _check_measure(path, target)
        yield from _check_value(path, target)
        yield from _check_window((*path, "window"), target.window, scenario.months)
        if target.relative_to is not None:
            yield from _check_window((*path, "relative_to"), target.relative_to, scenario.months)
        if target.estate is not None and target.estate not in scenario.estates:
            hint = nearest(target.estate, tuple(scenario.estates))
            allowed = "one of " + ", ".join(scenario.estates)
            yield Finding((*path, "estate"), f"no estate '{brief(target.estate)}'{hint}", allowed)
        yield from _check_source(path, target, scenario.sources)


def _check_measure(path: Path, target: Target) -> Iterator[Finding]:
    if target.measure not in MEASURES:
        hint = nearest(target.measure, MEASURES)
        yield Finding(
            (*path, "measure"), f"no measure '{brief(target.measure)}'{hint}", "see `commsim parameters measures`"
        )


def _check_value(path: Path, target: Target) -> Iterator[Finding]:
    if target.relation == "between":
        if target.low is None or target.high is None:
            yield Finding(path, "relation 'between' without 'low' and 'high'", "'low' and 'high'")
        elif target.low > target.high:
            message = f"low {target.low:g} is above high {target.high:g}"
            yield Finding((*path, "low"), message, f"at most {target.high:g}")
        if target.value is not None:
            yield Finding((*path, "value"), "relation 'between' with a 'value'", "'low' and 'high' only")
        return
    if target.value is None:
        yield Finding(path, f"relation '{target.relation}' without 'value'", "'value'")
    for bound in ("low", "high"):
        if getattr(target, bound) is not None:
            yield Finding((*path, bound), f"relation '{target.relation}' with '{bound}'", "'value' only")


def window_months(window: str) -> int:
    """Return how many months a run must last at least for a window to lie within it."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", window)]
    if window == "each year":
        return 12
    if window.startswith("years"):
        return 12 * numbers[1]
    return numbers[-1] if numbers else 1


def months_needed(target: Mapping[str, Any]) -> int:
    """Return how many months a run must last for a target, given as plain data, to be held against it."""
    windows = (target["window"], target.get("relative_to") or target["window"])
    return max(window_months(window) for window in windows)


def _check_window(path: Path, window: str, months: int) -> Iterator[Finding]:
    """A window begins before it ends and lies within the run."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", window)]
    needed = window_months(window)
    if len(numbers) == 2 and numbers[0] > numbers[1]:
        yield Finding(path, f"'{window}' ends before it begins", "the earlier number first")
    elif needed > months:
        yield Finding(path, f"'{window}' needs {needed} months, but the run lasts {months}", f"within {months} months")


def _check_source(path: Path, target: Target, sources: tuple[str, ...]) -> Iterator[Finding]:
    if target.source is None:
        if not target.assumed:
            yield Finding(path, "neither 'source' nor 'assumed: true'", "a casebook id, or 'assumed: true'")
        return
    if target.source not in sources and target.source not in casebook():
        known = (*sources, *casebook())
        yield Finding(
            (*path, "source"),
            f"no source '{brief(target.source)}'{nearest(target.source, known)}",
            "a casebook id, or an entry of 'sources'",
        )
