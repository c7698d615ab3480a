"""From plain data to a validated scenario, with every problem found on the way.

First each value by itself (the schema), then, if all are well formed, the combinations. Both are reported as lines of
the file, sorted, so that one look shows what to mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from commsim.errors import Problem, ScenarioError, ScenarioProblems
from commsim.scenario.checks import check
from commsim.scenario.fields import dotted
from commsim.scenario.messages import findings
from commsim.scenario.schema import ScenarioData
from commsim.scenario.yaml_text import Finding, Path

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LISTS = ("sources", "timeline", "targets")
_RESIDENT_GROUPS = ("tenure", "ages", "types")


def problem(found: Finding, content: Any, lines: Mapping[Path, int]) -> Problem:
    """Return a finding as a problem with its line: that of its path, or of the nearest group around it.

    Args:
        found: the finding.
        content: the plain data it concerns.
        lines: lines by path.
    """
    around = (found.path[:length] for length in range(len(found.path), -1, -1))
    line = found.line or next((lines[path] for path in around if path in lines), 0)
    return Problem(line, dotted(found.path, content), found.message, found.allowed)


def refuse_findings(found: list[Finding], content: Any, lines: Mapping[Path, int], file: str) -> None:
    """Raise a :class:`ScenarioError` if anything was found.

    Args:
        found: the findings.
        content: the plain data they concern.
        lines: lines by path.
        file: how messages name the file.

    Raises:
        ScenarioError: with all findings, sorted by line.
    """
    if found:
        raise ScenarioError(ScenarioProblems(file, sorted(problem(one, content, lines) for one in found)))


def validate(content: Any) -> tuple[ScenarioData | None, list[Finding]]:
    """Validate plain data.

    Args:
        content: a scenario as plain data, ``extend`` already applied.

    Returns:
        The scenario and no findings, or ``None`` and what is wrong.
    """
    if not isinstance(content, Mapping):
        message = "the file says nothing" if content is None else "the file has no 'key: value' at the top"
        return None, [Finding((), message, "a scenario (see `commsim scenarios show typical-estate`)", 1)]
    wrong = list(unprintable((), content))
    prepared = _with_shared_residents(content)
    for name in _LISTS:
        if isinstance(prepared.get(name), list):
            prepared[name] = tuple(prepared[name])
    try:
        scenario = ScenarioData.model_validate(prepared)
    except ValidationError as error:
        return None, wrong + findings(error, content)
    wrong += check(scenario)
    if wrong:
        return None, wrong
    in_order = tuple(sorted(scenario.timeline, key=lambda event: event.month))
    return scenario.model_copy(update={"timeline": in_order}), []


def unprintable(path: Path, content: Any) -> Iterator[Finding]:
    """Control characters written as escapes: they would reach terminals and pages."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from unprintable((*path, key), value)
    elif isinstance(content, list | tuple):
        for position, value in enumerate(content):
            yield from unprintable((*path, position), value)
    elif isinstance(content, str):
        found = _CONTROL.search(content)
        if found:
            yield Finding(path, f"control character U+{ord(found[0]):04X} in the text", "printable text")


def _with_shared_residents(content: Mapping[str, Any]) -> dict[str, Any]:
    """Fill shares an estate leaves out of its own tenure, ages or types from ``residents``, as for single fields."""
    prepared = dict(content)
    shared, estates = content.get("residents"), content.get("estates")
    if not isinstance(shared, Mapping) or not isinstance(estates, Mapping):
        return prepared
    prepared["estates"] = {name: _estate_filled(estate, shared) for name, estate in estates.items()}
    return prepared


def _estate_filled(estate: Any, shared: Mapping[str, Any]) -> Any:
    own = estate.get("residents") if isinstance(estate, Mapping) else None
    if not isinstance(own, Mapping):
        return estate
    filled = {
        group: {**shared[group], **own[group]}
        for group in _RESIDENT_GROUPS
        if isinstance(own.get(group), Mapping) and isinstance(shared.get(group), Mapping)
    }
    return {**estate, "residents": {**own, **filled}}
