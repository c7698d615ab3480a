"""How a figure answers to a setting: a scenario run with several values of it, each under the same seeds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from commsim.dashboard import limits
from commsim.dashboard.levers import LEVER_NAMES, with_levers
from commsim.dashboard.pool import Job, Owner, Pool, shared_pool
from commsim.dashboard.tasks import bound, plan_of, whole_seeds
from commsim.engine.plan import EstatePlan, plan_estate
from commsim.engine.run import run_estate
from commsim.errors import InputError
from commsim.scenario import Scenario
from commsim.study.contrasts import t_quantile
from commsim.study.measuring import CompiledView, Measuring

MOST_VALUES = 25
MOST_RUNS = 2_000


@dataclass(frozen=True)
class Answer:
    """How a figure answers to one value.

    Attributes:
        value: the value, as it was given.
        mean: mean over the seeds; None where no run has a figure.
        low: lower end of the 95 % interval of the mean (Student's t over seeds); None with fewer than two figures.
        high: its upper end.
        figures: figure of each run that has one, in the order of the seeds.
        runs: runs done; failed: of these, failed; error: why, of the first that failed.
    """

    value: str
    mean: float | None
    low: float | None
    high: float | None
    figures: tuple[float, ...]
    runs: int
    failed: int
    error: str


@dataclass(frozen=True)
class Response:
    """How a figure answers to a lever or a path.

    Attributes:
        what: the lever or path; measure: the figure; window: months it is of; estate: name of the estate.
        answers: one a value, in the order given.
    """

    what: str
    measure: str
    window: str
    estate: str
    answers: tuple[Answer, ...]


def response(
    scenario: Scenario,
    what: str,
    values: Sequence[str],
    seeds: Sequence[int],
    window: str = "last 12 months",
    *,
    measure: str = "fee_rate",
    estate: int = 0,
    owner: Owner | None = None,
    pool: Pool | None = None,
) -> Job:
    """Run a scenario with several values of one setting, each under the same seeds; the result is a :class:`Response`.

    Args:
        scenario: what is changed and run.
        what: name of a lever, or the path of any other setting (``behaviour.fees.b_S``).
        values: its values as text; one that is not allowed counts as failed runs.
        seeds: whole numbers, 0 to 2**64 - 1, each once.
        window: months the figure is of, as targets name them, but not 'each year'.
        measure: a measure of the months, see ``commsim parameters measures``.
        estate: number of the only estate that is run, from 0.
        owner: whose job it is.
        pool: who does the runs; by default the pool of this process.

    Raises:
        InputError: too many values, seeds or jobs, no value, no such estate or window, or the scenario is too large.
        SeedError: no seed, a seed given twice, or no such seed.
        UnknownNameError: no such measure.
    """
    limits.check(scenario)
    numbers = whole_seeds(seeds)
    _check_values(values, len(numbers))
    plan_of(scenario, estate)
    name = scenario.estate_names[estate]
    reads = Measuring({"figure": _Wish(measure, window, name)}, scenario.estate_names)
    variants = [_Variant(scenario, what, value, estate) for value in values]
    job: Job

    def one(variant: _Variant, seed: int) -> None:
        try:
            run = run_estate(variant.plan(), seed)
            # Only this estate is read, so its run may stand in the places of the others.
            (figure,) = reads.figures(CompiledView([run] * len(scenario.estate_names)))
        except Exception as error:
            cause = str(error)
            job.keep(lambda: variant.errors.append(cause))
            raise
        job.keep(lambda: variant.figures.__setitem__(seed, figure))

    def answer() -> Callable[[], Response]:
        answers = tuple(variant.answer(numbers) for variant in variants)
        return lambda: Response(what, measure, window, name, answers)

    def forget() -> None:
        for variant in variants:
            variant.figures.clear()

    # Seed after seed, so that the whole curve shows early and grows more certain.
    tasks = [bound(one, variant, seed) for seed in numbers for variant in variants]
    job = Job(tasks, answer, forget)
    return (pool or shared_pool()).submit(job, owner)


@dataclass(frozen=True)
class _Wish:
    """What is read of each run, as a study wishes it."""

    measure: str
    window: str
    estate: str
    relative_to: None = None
    group: None = None
    difference: bool = False


@dataclass
class _Variant:
    """The scenario with one value, and what its runs gave."""

    scenario: Scenario
    what: str
    value: str
    estate: int
    figures: dict[int, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    _plan: EstatePlan | None = None
    _lock: Lock = field(default_factory=Lock)

    def plan(self) -> EstatePlan:
        """Return the plan of the estate with the value, worked out once."""
        with self._lock:
            if self._plan is None:
                changed = with_value(self.scenario, self.what, self.value)
                limits.check(changed)
                self._plan = plan_estate(changed, self.estate)
            return self._plan

    def answer(self, seeds: Sequence[int]) -> Answer:
        """Return what is known so far."""
        figures = [self.figures[seed] for seed in seeds if seed in self.figures]
        mean, low, high = mean_and_interval([figure for figure in figures if not math.isnan(figure)])
        defined = tuple(figure for figure in figures if not math.isnan(figure))
        error = self.errors[0] if self.errors else ""
        runs = len(figures) + len(self.errors)
        return Answer(self.value, mean, low, high, defined, runs, len(self.errors), error)


def with_value(scenario: Scenario, what: str, value: str) -> Scenario:
    """Return a scenario with a lever or a path set to a value, given as text.

    Raises:
        InputError: no such lever or path, or the value is not allowed there.
    """
    return with_levers(scenario, [(what, value)]) if what in LEVER_NAMES else scenario.set(what, value)


def mean_and_interval(figures: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """Return the mean of figures of several seeds and its 95 % interval (Student's t).

    Args:
        figures: one a seed, none undefined.

    Returns:
        mean, lower and upper end; None where there are no figures, for the interval fewer than two.
    """
    count = len(figures)
    if count == 0:
        return None, None, None
    values = np.array(figures, np.float64)
    mean = float(values.mean())
    if count == 1:
        return mean, None, None
    half = t_quantile(count - 1) * float(values.std(ddof=1)) / math.sqrt(count)
    return mean, mean - half, mean + half


def _check_values(values: Sequence[str], seeds: int) -> None:
    if not 1 <= len(values) <= MOST_VALUES:
        raise InputError(f"{len(values)} values were given; allowed: 1 to {MOST_VALUES}")
    if len(values) * seeds > MOST_RUNS:
        raise InputError(f"{len(values)} values with {seeds} seeds are {len(values) * seeds} runs; at most {MOST_RUNS}")
