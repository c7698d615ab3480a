"""Are all points valid? Asked before anything runs, so that a study does not fail after hours.

Of more than 5,000 points the first 1,000, the last, and 4,000 spread evenly over the others are checked; a combination
that is not valid further on becomes failed runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from commsim.errors import CommsimError, Problem, ScenarioError, ScenarioProblems
from commsim.scenario.paths import UnknownPathError
from commsim.scenario.yaml_text import brief
from commsim.study.columns import Points
from commsim.study.schema import Change

if TYPE_CHECKING:
    from commsim.study.definition import Study

__all__ = ["Points", "check_points", "points_to_check"]

CHECKED_WHOLLY = 5_000
CHECKED_FIRST = 1_000
CHECKED_SPREAD = 4_000
MOST_PROBLEMS = 13
"""Different problems after which the search ends: one more than are shown."""

TWIN = "twin: "
"""How a problem of a twin begins."""

Progress = Callable[[int, int], None]


def points_to_check(count: int) -> list[int]:
    """Return the numbers of the points that are checked, in ascending order.

    Args:
        count: points of the study.
    """
    if count <= CHECKED_WHOLLY:
        return list(range(count))
    rest = count - 1 - CHECKED_FIRST
    spread = (CHECKED_FIRST + rest * place // CHECKED_SPREAD for place in range(CHECKED_SPREAD))
    return [*range(CHECKED_FIRST), *spread, count - 1]


def check_points(study: Study, progress: Progress | None = None) -> None:
    """Check that the scenario and the twin of every point are valid.

    Args:
        study: the study.
        progress: called now and then with points checked and points to check.

    Raises:
        ScenarioError: some are not; each different problem is told once, with the first point that has it, the point's
            values and the line of the study file where the cause stands.
        InputError: the design needs SALib, which is not installed.
    """
    chosen = points_to_check(len(study.points))
    found: dict[tuple[str, str], Problem] = {}
    for done, point in enumerate(chosen):
        if progress is not None and done % 100 == 0:
            progress(done, len(chosen))
        for problem in _problems_at(study, point):
            found.setdefault((problem.path, problem.message), _told(study, point, problem))
        if len(found) >= MOST_PROBLEMS:
            break
    if progress is not None:
        progress(len(chosen), len(chosen))
    if found:
        raise ScenarioError(ScenarioProblems(study.origin, sorted(found.values())))


def _problems_at(study: Study, point: int) -> Iterator[Problem]:
    """Yield what is wrong at a point, at paths of the scenario; of its twin only where the point itself is right."""
    for scenario_of, whose in ((study.scenario, ""), (study.twin, TWIN)):
        try:
            scenario_of(point)
        except UnknownPathError as error:
            yield Problem(0, error.path, f"{whose}{error.message}", error.known)
        except ScenarioError as error:
            for problem in error.report.problems:
                yield Problem(0, problem.path, f"{whose}{problem.message}", problem.allowed)
        except CommsimError as error:
            yield Problem(0, "", f"{whose}{error}")
        else:
            continue
        return


def _told(study: Study, point: int, problem: Problem) -> Problem:
    """Return a problem at a path of the scenario as one of the study file."""
    where = next(_causes(study, point, problem), "factors")
    values = ", ".join(f"{name}={brief(_word(value))}" for name, value in study.points.row(point).items())
    message = f"point {point} ({values}): {problem.path}{': ' if problem.path else ''}{problem.message}"
    return Problem(_line(study, where), where, message, problem.allowed)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(study: Study, where: str) -> int:
    """Return the line of a dotted path of the study file, or of the nearest group around it."""
    while where and where not in study.lines:
        where = where.rpartition(".")[0]
    return study.lines.get(where, 0)


def _causes(study: Study, point: int, problem: Problem) -> Iterator[str]:
    """Yield places of the study file that may have caused a problem, the likeliest first."""
    twin = study.data.twin
    if twin is not None and problem.message.startswith(TWIN):  # the point itself is right, so it is the twin's change
        places, removing = _of_change(twin, "twin."), ["twin.without"] * bool(twin.without)
        yield from _fitting(problem, places, removing)
        yield "twin"
        return
    row = study.points.row(point)
    places, removing = [], []
    for name, factor in study.data.factors.items():
        if factor.levels is None:
            places += [(path, f"factors.{name}") for path in factor.paths or (factor.path or "",)]
            continue
        level, change = f"factors.{name}.levels.{row[name]}", factor.levels[str(row[name])]
        places += _of_change(change, f"{level}.")
        removing += [f"{level}.without"] * bool(change.without)
    places += _of_change(study.data.change, "")
    removing += ["without"] * bool(study.data.without)
    yield from _fitting(problem, places, removing)


def _fitting(problem: Problem, places: list[tuple[str, str]], removing: list[str]) -> Iterator[str]:
    """Yield what touches the problem's path or a group around it, then what lies below, then what leaves events out."""
    yield from (where for path, where in places if f"{problem.path}.".startswith(f"{path}."))
    yield from (where for path, where in places if problem.path and path.startswith(f"{problem.path}."))
    if problem.path.startswith("timeline"):
        yield from removing


def _of_change(change: Change, prefix: str) -> list[tuple[str, str]]:
    """Return the paths of the scenario that a change touches, each with its place in the study file."""
    sets = [(path, f"{prefix}set.{path}") for path in change.set]
    return sets + [(f"timeline.{event.key}", f"{prefix}add.{event.key}") for event in change.add]
