"""What a study file asks of its scenarios: paths that exist, values allowed there, events, windows within the run.

Each path is looked up in every scenario the study starts from, with all events that the study or some level adds: what
exists only in some combinations is checked point by point, in :mod:`commsim.study.points`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from commsim.errors import ScenarioError
from commsim.scenario import Scenario, ScenarioData
from commsim.scenario.fields import Node, nearest
from commsim.scenario.messages import value_finding
from commsim.scenario.paths import UnknownPathError, locate
from commsim.scenario.yaml_text import Finding, Path, brief
from commsim.study.changes import fits, without
from commsim.study.csv_points import Wanted
from commsim.study.definition import Study
from commsim.study.distributions import Range
from commsim.study.factors import spread_of
from commsim.study.measurable import problems_of
from commsim.study.schema import Change, Factor, Level, StudyData
from commsim.study.values import kind_of_values

NOT_RUN = ("schema_version", "name", "title", "question", "notes", "sources", "twin", "targets", "record")
"""Groups of a scenario that change nothing in the runs of a study."""

RUN = tuple(name for name in ScenarioData.model_fields if name not in NOT_RUN)


class _Setting(NamedTuple):
    """Something that sets values at a path of the scenario.

    Attributes:
        where: where in the study file the path stands.
        path: the path.
        who: what sets it, for messages.
    """

    where: Path
    path: str
    who: str


def check_with_scenarios(study: StudyData, bases: Mapping[str, Scenario]) -> list[Finding]:
    """Return what a study asks of its scenarios in vain.

    Args:
        study: the validated study.
        bases: its scenarios, by the name the study gives them; at least one.
    """
    if not bases:
        return []
    contents = _contents(study, bases)
    return [
        *_check_twice(study),
        *_check_paths(study, contents),
        *(
            one
            for where, change in _changes(study)
            for one in _check_change(where, change, {name: contents[name] for name in _of(change, where, study, bases)})
        ),
        *_check_events(study, bases),
        *_check_measures(study, bases),
    ]


def _changes(study: StudyData) -> list[tuple[Path, Change]]:
    """Return every change of a study with its path in the file."""
    found: list[tuple[Path, Change]] = [((), study.change)]
    if study.twin is not None:
        found.append((("twin",), study.twin))
    for name, factor in study.factors.items():
        found += [(("factors", name, "levels", level), change) for level, change in (factor.levels or {}).items()]
    return found


def _contents(study: StudyData, bases: Mapping[str, Scenario]) -> dict[str, dict[str, Any]]:
    """Return each scenario's plain data with all events that the study adds somewhere, by the scenario's own name."""
    added = [event.model_dump(mode="json", exclude_none=True) for _, change in _changes(study) for event in change.add]
    contents = {}
    for name, base in bases.items():
        contents[name] = base.to_dict()
        contents[name]["timeline"] = [*without(contents[name]["timeline"], study.without), *added]
    return contents


def _of(change: Change, where: Path, study: StudyData, bases: Mapping[str, Scenario]) -> list[str]:
    """Return which scenarios a change is laid over: one, where it is a level of a factor whose levels name them."""
    if not isinstance(change, Level):
        return list(bases)
    levels = (study.factors[str(where[1])].levels or {}).values()
    if all(level.scenario is None for level in levels):
        return list(bases)
    return [name for name in (change.scenario or study.scenario,) if name in bases and name is not None]


def _settings(study: StudyData) -> Iterator[list[_Setting]]:
    """Yield what sets paths, in groups of which only one acts at a time (the levels of a factor)."""
    yield [_Setting(("set", path), path, "'set'") for path in study.set]
    for name, factor in study.factors.items():
        if factor.path is not None:
            yield [_Setting(("factors", name, "path"), factor.path, f"factor '{name}'")]
        for place, path in enumerate(factor.paths or ()):
            yield [_Setting(("factors", name, "paths", place), path, f"factor '{name}'")]
        yield [
            _Setting(("factors", name, "levels", level, "set", path), path, f"factor '{name}'")
            for level, change in (factor.levels or {}).items()
            for path in change.set
        ]


def _check_twice(study: StudyData) -> Iterator[Finding]:
    """No path is set by two of: the study's ``set``, and the factors."""
    seen: dict[str, str] = {}
    for group in _settings(study):
        for setting in group:
            if setting.path in seen:
                message = f"'{brief(setting.path)}' is set by {seen[setting.path]} too"
                yield Finding(setting.where, message, "each path in one place")
        seen |= {setting.path: setting.who for setting in reversed(group) if setting.path not in seen}


def _check_paths(study: StudyData, contents: Mapping[str, dict[str, Any]]) -> Iterator[Finding]:
    """The paths of the factors exist, and their values are allowed there."""
    for name, factor in study.factors.items():
        where: Path = ("factors", name)
        places: list[tuple[Path, str]] = [((*where, "path"), factor.path)] if factor.path is not None else []
        places += [((*where, "paths", place), path) for place, path in enumerate(factor.paths or ())]
        for place, path in places:
            node, wrong = _node(place, path, contents)
            yield from wrong
            if node is not None:
                yield from _first_of_each(_check_factor_values(where, factor, node))


def _first_of_each(found: Iterator[Finding]) -> Iterator[Finding]:
    """Yield at most the first 20 of many values that are not allowed: the others are wrong in the same way."""
    for count, one in enumerate(found):
        if count < 20:
            yield one


def _node(where: Path, path: str, contents: Mapping[str, dict[str, Any]]) -> tuple[Node | None, list[Finding]]:
    """Return the schema at a path that all scenarios have, or what is wrong with it in the first that has it not."""
    node: Node | None = None
    if path.partition(".")[0] in NOT_RUN:
        message = f"'{brief(path)}' changes nothing in a run"
        return None, [Finding(where, message, "a path of what runs: " + ", ".join(RUN))]
    for name, content in contents.items():
        try:
            _, _, node = locate(content, path, name)
        except UnknownPathError as error:
            return None, [Finding(where, error.message, error.known)]
        except ScenarioError as error:
            (problem,) = error.report.problems
            return None, [Finding(where, f"'{brief(path)}' {problem.message}", problem.allowed)]
    return node, []


def _check_factor_values(where: Path, factor: Factor, node: Node) -> Iterator[Finding]:
    """The values a factor takes are allowed at its path."""
    for place, value in enumerate(factor.values or ()):
        if factor.values is not None and kind_of_values(factor.values) is not None:
            found = value_finding((*where, "values", place), value, node)
            if found is not None:
                yield found
    spread = spread_of(factor)
    if spread is None:
        return
    key = "range" if isinstance(spread, Range) else "distribution"
    is_whole = getattr(spread, "integer", False) or getattr(spread, "kind", "") == "integer"
    for end, value in (("from", spread.low), ("to", spread.high)):
        if value is None:
            yield from _check_open_end((*where, key), end, node)
            continue
        found = value_finding((*where, key, end), int(value) if is_whole else value, node)
        if found is not None and "whole number" in found.message and not is_whole:
            hint = "'integer: true'" if key == "range" else "'kind: integer'"
            found = Finding((*where, key), "any number between its ends, where whole numbers are wanted", hint)
        if found is not None:
            yield found
            if found.path == (*where, key):
                return


def _check_open_end(where: Path, end: str, node: Node) -> Iterator[Finding]:
    """A distribution without an end goes beyond any bound."""
    bounds = {"from": "minimum", "to": "maximum"}
    options = [node, *node.get("anyOf", ())]
    bound = next((option[bounds[end]] for option in options if bounds[end] in option), None)
    if bound is not None:
        least = "at least" if end == "from" else "at most"
        message = f"without '{end}' the distribution goes beyond what the path allows"
        yield Finding(where, message, f"'{end}' of {least} {bound:g}")


def _check_change(where: Path, change: Change, contents: Mapping[str, dict[str, Any]]) -> Iterator[Finding]:
    """What a change sets exists, and is allowed there."""
    for path, value in change.set.items():
        place = (*where, "set", path)
        node, wrong = _node(place, path, contents)
        yield from wrong
        found = None if node is None else value_finding(place, value, node)
        if found is not None:
            yield found


def _check_events(study: StudyData, bases: Mapping[str, Scenario]) -> Iterator[Finding]:
    """Events left out are there in some scenario or added somewhere; events added are new."""
    changes = _changes(study)
    own = [event.key for base in bases.values() for event in base.data.timeline]
    added = [event.key for _, change in changes for event in change.add]
    known = list(dict.fromkeys([*own, *added]))
    for where, change in changes:
        candidates = known if where else own
        for place, pattern in enumerate(change.without):
            if "*" not in pattern[:-1] and not any(fits(pattern, event) for event in candidates):
                hint = nearest(pattern.rstrip("*"), candidates)
                what = (
                    f"event begins with '{brief(pattern[:-1])}'"
                    if pattern.endswith("*")
                    else f"event '{brief(pattern)}'"
                )
                allowed = "of " + ", ".join(candidates) if candidates else "nothing: there are no events"
                yield Finding((*where, "without", place), f"no {what}{hint}", allowed)
        yield from _check_added(where, change, study, [bases[name] for name in _of(change, where, study, bases)])


def _check_added(where: Path, change: Change, study: StudyData, bases: list[Scenario]) -> Iterator[Finding]:
    """An event that is added has an id of its own, and happens in an estate there is."""
    gone = (*study.without, *change.without)
    seen: set[str] = set()
    estates = {name for base in bases for name in base.estate_names}
    for place, event in enumerate(change.add):
        there = {one.key for base in bases for one in base.data.timeline}
        there |= {one.key for one in study.add} if where else set()
        is_kept = event.key in there and not any(fits(pattern, event.key) for pattern in gone)
        if is_kept or event.key in seen:
            message = f"an event '{event.key}' is there already"
            yield Finding((*where, "add", place), message, "an 'id' of its own, or the other one left out ('without')")
        seen.add(event.key)
        if event.estate != "all" and event.estate not in estates:
            hint = nearest(event.estate, sorted(estates))
            allowed = "all, " + ", ".join(sorted(estates))
            yield Finding((*where, "add", place, "estate"), f"no estate '{brief(event.estate)}'{hint}", allowed)


def _check_measures(study: StudyData, bases: Mapping[str, Scenario]) -> Iterator[Finding]:
    """Measures exist, with windows within the shortest run."""
    made = Study(study, bases)
    months = shortest_run(study, bases)
    for name, wanted in study.measures.items():
        for problem in problems_of(name, wanted, made.estate_names, months, study.twin is not None):
            written = getattr(wanted, problem.field) is not None
            path: Path = ("measures", name, problem.field) if written else ("measures", name)
            yield Finding(path, problem.message, problem.allowed)
    names = [base.estate_names for base in bases.values()]
    if study.monthly and any(one != names[0] for one in names):
        message = "monthly series of scenarios with different estates"
        yield Finding(("monthly",), message, "scenarios with the same estates, or 'monthly' left out")


def shortest_run(study: StudyData, bases: Mapping[str, Scenario]) -> int | None:
    """Return how many months the shortest run of a study lasts, None where that is not known."""
    lasting: list[Any] = [base.data.months for base in bases.values()]
    if "months" in study.set:
        lasting = [study.set["months"]]
    for factor in study.factors.values():
        given = [change.set["months"] for change in (factor.levels or {}).values() if "months" in change.set]
        if "months" in (factor.paths or (factor.path,)):
            spread = spread_of(factor)
            given = list(factor.values or ()) if spread is None else [spread.low]
            lasting = []
        lasting += given
    known = [months for months in lasting if isinstance(months, int | float)]
    return int(min(known)) if known and len(known) == len(lasting) and min(known) >= 1 else None


def wanted_in_csv(study: StudyData, bases: Mapping[str, Scenario]) -> dict[str, Wanted]:
    """Return what may stand in each column of a CSV file of points.

    Args:
        study: a study without mistakes.
        bases: its scenarios.
    """
    contents = _contents(study, bases)
    wanted = {}
    for name, factor in study.factors.items():
        paths = factor.paths or ((factor.path,) if factor.path is not None else ())
        nodes = [_node((), path, contents)[0] for path in paths]
        wanted[name] = Wanted(factor, tuple(node for node in nodes if node is not None))
    return wanted
