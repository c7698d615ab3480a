"""The spread over seeds, month by month: a scenario run under several seeds.

Quantiles are those of :func:`commsim.results.spread.quantile` (type 7 of Hyndman and Fan, NaN left out), worked out for
all months at once. Of each run only the curves are kept, and of a finished job only its answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from commsim.dashboard import limits
from commsim.dashboard.pack import month_column
from commsim.dashboard.panels import HEADLINES, PANELS, Line
from commsim.dashboard.pool import Job, Owner, Pool, shared_pool
from commsim.dashboard.tasks import bound, plan_of, whole_seeds
from commsim.engine.run import EstateRun, run_estate
from commsim.errors import InputError, UnknownNameError
from commsim.rules.columns import MONTHLY_NAMES
from commsim.scenario import Scenario
from commsim.scenario.fields import nearest

QUANTILES: dict[str, float] = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
MOST_FIGURES = 20_000_000
"""Figures (columns x months x seeds) that a fan may keep while it is worked out: 160 MB."""

CURVES: tuple[Line, ...] = tuple(
    {
        line.name: line
        for line in [*(one.line for one in HEADLINES), *(line for panel in PANELS for line in panel.lines)]
    }.values()
)
"""Every curve of the page once: what a fan is worked out for where no columns are named."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fan:
    """The spread over seeds; lists have one value a month, None where undefined.

    Attributes:
        months: months of a run; first_year: year of month 1.
        columns: column -> name of the quantile (``p5`` to ``p95``) -> its values.
        seeds: seeds whose runs are in it, in the order asked for.
        asked: seeds asked for; failed: runs that failed.
    """

    months: int
    first_year: int
    columns: dict[str, dict[str, list[float | None]]]
    seeds: tuple[int, ...]
    asked: int
    failed: int


def fan(
    scenario: Scenario,
    seeds: Sequence[int],
    estate: int = 0,
    column: str | Sequence[str] | None = None,
    *,
    owner: Owner | None = None,
    pool: Pool | None = None,
) -> Job:
    """Run a scenario under several seeds; the job's result is a :class:`Fan`.

    Args:
        scenario: what is run.
        seeds: whole numbers, 0 to 2**64 - 1, each once.
        estate: number of the only estate that is run, from 0.
        column: one or several names of monthly columns, or of these in yuan (``arrears_yuan``); by default all curves.
        owner: whose job it is.
        pool: who does the runs; by default the pool of this process.

    Raises:
        InputError: too many seeds or jobs, no such estate or column, or the scenario is too large.
        SeedError: no seed, a seed given twice, or no such seed.
    """
    limits.check(scenario)
    numbers = whole_seeds(seeds)
    lines = _lines(column)
    plan = plan_of(scenario, estate)
    months = scenario.data.months
    figures_asked = len(lines) * months * len(numbers)
    if figures_asked > MOST_FIGURES:
        raise InputError(
            f"{len(numbers)} seeds of {months} months with {len(lines)} curves are {figures_asked} figures; "
            f"at most {MOST_FIGURES}: take fewer seeds"
        )
    kept: dict[int, Floats] = {}
    job: Job

    def one(seed: int) -> None:
        figures = figures_of(run_estate(plan, seed), lines)
        job.keep(lambda: kept.__setitem__(seed, figures))

    def answer() -> Callable[[], Fan]:
        done = tuple(seed for seed in numbers if seed in kept)
        runs, failed = [kept[seed] for seed in done], job.failed
        year, asked = scenario.data.first_year, len(numbers)
        return lambda: Fan(months, year, _spread_of(runs, lines, months), done, asked, failed)

    job = Job([bound(one, seed) for seed in numbers], answer, kept.clear)
    return (pool or shared_pool()).submit(job, owner)


def figures_of(run: EstateRun, lines: Sequence[Line]) -> Floats:
    """Return curves of a run, float64 ``(curves, t)``, money in yuan where the curve is in yuan."""
    return np.array([month_column(run, line.column) / line.divisor for line in lines], np.float64)


def quantiles(figures: Floats) -> dict[str, Floats]:
    """Return the quantiles of ``QUANTILES`` over the first axis, NaN left out; NaN where nothing is defined.

    Args:
        figures: float64 ``(runs, ...)``.

    Every value is that of :func:`commsim.results.spread.quantile`, bit for bit.
    """
    ordered = np.sort(figures, axis=0)  # NaN last
    count = (~np.isnan(figures)).sum(axis=0)
    found = {}
    for name, share in QUANTILES.items():
        place = share * np.maximum(count - 1, 0)
        below = place.astype(np.int64)
        above = np.minimum(below + 1, np.maximum(count - 1, 0))
        lower, upper = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
        found[name] = lower + (place - below) * (upper - lower)
    return found


def _spread_of(runs: Sequence[Floats], lines: Sequence[Line], months: int) -> dict[str, dict[str, list[float | None]]]:
    if not runs:
        return {line.name: {name: [None] * months for name in QUANTILES} for line in lines}
    found = {name: values.tolist() for name, values in quantiles(np.stack(runs)).items()}
    return {
        line.name: {name: [_defined(value) for value in values[row]] for name, values in found.items()}
        for row, line in enumerate(lines)
    }


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else value


def _lines(column: str | Sequence[str] | None) -> tuple[Line, ...]:
    if column is None:
        return CURVES
    names = [column] if isinstance(column, str) else list(column)
    return tuple(_line(name) for name in dict.fromkeys(names))


def _line(name: str) -> Line:
    known = {line.name: line for line in CURVES}
    if name in known:
        return known[name]
    in_fen = name.removesuffix("_yuan") + "_fen"
    if name.endswith("_yuan") and in_fen in MONTHLY_NAMES:
        return Line(in_fen, name)
    if name in MONTHLY_NAMES and not name.endswith("_fen"):
        return Line(name, name)
    if name in MONTHLY_NAMES:
        raise UnknownNameError(f"column '{name}' is shown in yuan here: {name.removesuffix('_fen')}_yuan")
    raise UnknownNameError(f"no monthly column '{name}'{nearest(name, MONTHLY_NAMES)}")
