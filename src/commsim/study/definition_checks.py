"""What a study file cannot mean, whatever its scenarios are: names, values, designs, sizes.

What depends on the scenarios (paths, events, windows) is checked in :mod:`commsim.study.path_checks`, each combination
of values in :mod:`commsim.study.points`.
"""

from __future__ import annotations

from collections.abc import Iterator

from commsim.rules.columns import MONTHLY_NAMES
from commsim.scenario.checks import check_sources
from commsim.scenario.fields import nearest
from commsim.scenario.yaml_text import Finding, Path, brief
from commsim.study.definition import MOST_SEED, last_seed
from commsim.study.designs import is_grid, points_in
from commsim.study.factor_checks import check_values
from commsim.study.factors import levels_of
from commsim.study.schema import (
    MOST_POINTS,
    MOST_RUNS,
    RESERVED,
    CsvDesign,
    Factor,
    Factorial,
    LatinHypercube,
    Morris,
    Saltelli,
    Sobol,
    StudyData,
)

POWER_OF_TWO = (Sobol, Saltelli)


def check_alone(study: StudyData) -> list[Finding]:
    """Return what is impossible in a study whose single values are all allowed, without its scenarios.

    Args:
        study: the validated study.
    """
    found = [
        *check_sources(study.sources),
        *_check_names(study),
        *_check_scenarios(study),
        *_check_patterns(study),
        *_check_monthly(study),
    ]
    wrong_factors = [one for name, factor in study.factors.items() for one in _check_factor(name, factor, study)]
    return [*found, *wrong_factors, *_check_design(study), *([] if wrong_factors else _check_size(study))]


def _check_names(study: StudyData) -> Iterator[Finding]:
    """Every factor and every measure is a column of the results."""
    seen: dict[str, str] = {}
    for group, what, names in (("factors", "factor", study.factors), ("measures", "measure", study.measures)):
        for name in names:
            path: Path = (group, name)
            if name.lower() in RESERVED:
                allowed = f"another name than {', '.join(RESERVED)}"
                yield Finding(path, f"'{name}' is a column of the results already", allowed)
            elif name.lower() in seen:
                message = f"{seen[name.lower()]} has this name too (capitals make no difference)"
                yield Finding(path, message, "a name of its own for each factor and each measure")
            seen.setdefault(name.lower(), f"the {what} '{name}'")


def _check_scenarios(study: StudyData) -> Iterator[Finding]:
    """There is a scenario for every point, from one place."""
    naming = {
        name: [level.scenario for level in (factor.levels or {}).values()]
        for name, factor in study.factors.items()
        if any(level.scenario is not None for level in (factor.levels or {}).values())
    }
    for name in list(naming)[1:]:
        message = f"levels name scenarios, but those of factor '{next(iter(naming))}' do so too"
        yield Finding(("factors", name), message, "scenarios in at most one factor")
    is_complete = any(None not in scenarios for scenarios in naming.values())
    if study.scenario is None and not is_complete:
        allowed = "a shipped scenario, a file relative to the study file, or a factor whose levels all name scenarios"
        yield Finding((), "'scenario' is missing", allowed)
    if study.scenario is not None and is_complete:
        message = f"'{brief(study.scenario)}' is never run: every level of factor '{next(iter(naming))}' names another"
        yield Finding(("scenario",), message, "no 'scenario' here, or a level without one")


def _check_patterns(study: StudyData) -> Iterator[Finding]:
    """A * stands at the end of a pattern or not at all."""
    places: list[tuple[Path, tuple[str, ...]]] = [(("without",), study.without)]
    if study.twin is not None:
        places.append((("twin", "without"), study.twin.without))
        if not (study.twin.set or study.twin.without or study.twin.add):
            yield Finding(("twin",), "the twin is the same as its point", "'without', 'add' or 'set' with what differs")
    for name, factor in study.factors.items():
        for level, change in (factor.levels or {}).items():
            places.append((("factors", name, "levels", level, "without"), change.without))
    for path, patterns in places:
        for position, pattern in enumerate(patterns):
            if "*" in pattern[:-1]:
                message = f"'{brief(pattern)}' has a * before its end"
                yield Finding((*path, position), message, "an event id, or its beginning and a final *")


def _check_monthly(study: StudyData) -> Iterator[Finding]:
    for position, name in enumerate(study.monthly):
        if name not in MONTHLY_NAMES:
            message = f"no monthly column '{brief(name)}'{nearest(name, MONTHLY_NAMES)}"
            yield Finding(("monthly", position), message, "true for all, or names; see `commsim parameters measures`")
        elif name in study.monthly[:position]:
            yield Finding(("monthly", position), f"'{name}' is named twice", "each column once")


def _check_factor(name: str, factor: Factor, study: StudyData) -> Iterator[Finding]:
    """A factor says what it changes and which values it takes, each once."""
    path: Path = ("factors", name)
    sources = [key for key in ("values", "range", "distribution", "levels") if getattr(factor, key) is not None]
    is_read = isinstance(study.design, CsvDesign) and (factor.path is not None or factor.paths is not None)
    if not sources and not is_read:
        yield Finding(path, "the factor has no values", "one of values, range, distribution, levels")
    for key in sources[1:]:
        yield Finding((*path, key), f"'{key}' beside '{sources[0]}'", "only one of values, range, distribution, levels")
    if factor.path is not None and factor.paths is not None:
        yield Finding((*path, "paths"), "'paths' beside 'path'", "one of path, paths")
    for key in ("path", "paths"):
        if factor.levels is not None and getattr(factor, key) is not None:
            yield Finding((*path, key), f"'{key}' beside 'levels'", "no path: each level says what it sets")
    if sources and factor.levels is None and factor.path is None and factor.paths is None:
        yield Finding(path, "neither 'path' nor 'paths'", "the dotted path of the value that differs")
    yield from check_values(path, factor)
    yield from _check_fit(path, factor, study)


def _check_fit(path: Path, factor: Factor, study: StudyData) -> Iterator[Finding]:
    """The design can use the values of a factor."""
    kind = study.design.kind
    if is_grid(study) and factor.distribution is not None:
        allowed = "values, or a range with levels; or design latin_hypercube, sobol, morris or saltelli"
        yield Finding((*path, "distribution"), f"a distribution has no levels for design {kind}", allowed)
    if is_grid(study) and factor.range is not None and factor.range.levels is None:
        yield Finding((*path, "range"), f"design {kind} needs 'levels': how many values the range has", "2 to 10000")
    if isinstance(study.design, Factorial):
        levels = levels_of(factor)
        if levels is not None and len(levels) == 1:
            yield Finding(path, "the factor has one level only", "two levels, or more for blocks")
    spread = factor.distribution
    if isinstance(study.design, Morris) and spread is not None and (spread.low is None or spread.high is None):
        message = f"design morris goes to the ends of a distribution, and this {spread.kind} has none"
        yield Finding((*path, "distribution"), message, "'from' and 'to'")


def _check_design(study: StudyData) -> Iterator[Finding]:
    design = study.design
    if isinstance(design, POWER_OF_TWO) and design.points & (design.points - 1):
        below = 1 << (design.points.bit_length() - 1)
        message = f"{design.points} is no power of two"
        yield Finding(("design", "points"), message, f"{below} or {2 * below}")
    if isinstance(design, Morris) and design.levels % 2:
        yield Finding(("design", "levels"), f"{design.levels} is an odd number", "an even number from 4 to 1000")
    if isinstance(design, Factorial):
        levels = [levels_of(factor) for factor in study.factors.values()]
        if all(one is not None and len(one) != 2 for one in levels):
            message = "a factorial design without a factor of two levels"
            yield Finding(("design", "kind"), message, "at least one factor with two levels, or kind: grid")
    if isinstance(design, LatinHypercube) and design.optimisation != "none" and design.points > MOST_OPTIMISED:
        message = f"exchanging coordinates of {design.points} points takes too long"
        yield Finding(("design", "optimisation"), message, f"none, or at most {MOST_OPTIMISED} points")


MOST_OPTIMISED = 2_000
"""Points of a Latin hypercube that SciPy can still optimise in seconds."""


def _check_size(study: StudyData) -> Iterator[Finding]:
    """The design has a possible number of points, runs and seeds."""
    points = points_in(study)
    if points > MOST_POINTS:
        yield Finding(("design",), f"the design has {points} points", f"at most {MOST_POINTS} points")
        return
    yield from check_runs(study, max(points, 1))


def check_runs(study: StudyData, points: int) -> Iterator[Finding]:
    """Yield what is impossible in a study of so many points."""
    if points * study.replicates > MOST_RUNS:
        message = f"{points} points x {study.replicates} replicates are {points * study.replicates} runs"
        yield Finding(("replicates",), message, f"at most {MOST_RUNS} runs")
    elif last_seed(study, points) > MOST_SEED:
        message = f"the last run would have seed {last_seed(study, points)}"
        yield Finding(("seeds", "first"), message, f"seeds up to {MOST_SEED}: a smaller first one")
