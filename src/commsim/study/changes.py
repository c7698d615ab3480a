"""Changing a scenario's plain data: events left out, events added, values set, in this order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commsim.scenario.fields import entry_id
from commsim.scenario.paths import locate
from commsim.scenario.schema import ScenarioData
from commsim.scenario.target_checks import months_needed
from commsim.scenario.validation import validate
from commsim.scenario.yaml_text import Finding
from commsim.study.schema import Change


def fits(pattern: str, event_id: str) -> bool:
    """Say whether a pattern of ``without`` means an event: its id, or with a final * its beginning."""
    return event_id.startswith(pattern[:-1]) if pattern.endswith("*") else event_id == pattern


def copy_of(content: Any) -> Any:
    """Return a copy of plain data down to the last group and list."""
    if isinstance(content, dict):
        return {key: copy_of(value) for key, value in content.items()}
    return [copy_of(value) for value in content] if isinstance(content, list) else content


def apply(content: dict[str, Any], change: Change, name: str) -> None:
    """Change plain data in place; an event to leave out that is not there is none.

    Args:
        content: a scenario's plain data.
        change: what to change.
        name: name of the scenario, for messages.

    Raises:
        UnknownNameError: nothing has a path that is to be set.
        ScenarioError: a path leads to a group.
    """
    if change.without:
        content["timeline"] = without(content["timeline"], change.without)
    if change.add:
        events = [event.model_dump(mode="json", exclude_none=True) for event in change.add]
        content["timeline"] = [*content["timeline"], *events]
    for path, value in change.set.items():
        put(content, path, value, name)


def without(timeline: Iterable[Any], patterns: Iterable[str]) -> list[Any]:
    """Return a timeline in plain data without the events that patterns mean."""
    chosen = tuple(patterns)
    return [event for event in timeline if not any(fits(pattern, entry_id(event) or "") for pattern in chosen)]


def put(content: dict[str, Any], path: str, value: Any, name: str) -> None:
    """Set one value in place, as it is; errors are those of :func:`apply`."""
    holder, key, _ = locate(content, path, name)
    holder[key] = value


def checked(content: dict[str, Any]) -> tuple[ScenarioData | None, list[Finding]]:
    """Validate changed data; targets that need more months than the run has are dropped: a study holds none."""
    months = content["months"]
    content["targets"] = [target for target in content["targets"] if months_needed(target) <= months]
    return validate(content)
