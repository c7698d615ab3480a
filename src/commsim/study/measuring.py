"""The figures a study keeps of each run: made ready once a study, then read from every run and its twin.

Figures are those of ``commsim.results.measure`` on the run's monthly table, bit for bit: the same functions see the
same numbers in the same order. What the words mean stands in ``study/measurable.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from commsim.errors import InputError, UnknownNameError
from commsim.results.measures import MEASURES
from commsim.results.outcomes import OUTCOME_MEASURES
from commsim.results.sums import Rows, mean, ratio
from commsim.results.windows import first_month_above_zero, window_months
from commsim.study.measurable import DEFAULT_WINDOW, Wanted, kind_of, problems_of
from commsim.study.views import AgentsView, CompiledView, RunView, monthly_columns
from commsim.world.columns import Bools
from commsim.world.households import ABSENT

__all__ = ["AgentsView", "CompiledView", "Measuring", "RunView", "monthly_columns"]


class Measuring:
    """Reads the figures a study wants from its runs; it can be pickled, and used by several threads at once.

    Args:
        wanted: name in the study -> what is wanted.
        estates: names of the estates of all scenarios of the study.

    Attributes:
        names: names of the figures, in their order.
        needs_twin: one of them is a difference.

    Raises:
        UnknownNameError: no such measure or estate.
        InputError: a wish that makes no sense, such as a window for the end of a run.
    """

    def __init__(self, wanted: Mapping[str, Wanted], estates: tuple[str, ...]) -> None:
        self._wanted = dict(wanted)
        self._estates = estates
        for name, wish in self._wanted.items():
            for problem in problems_of(name, wish, estates):
                kind = UnknownNameError if problem.field in ("measure", "estate") else InputError
                raise kind(f"measure {name}, {problem.field}: {problem.message}; allowed: {problem.allowed}")
        self.names: tuple[str, ...] = tuple(self._wanted)
        self.needs_twin: bool = any(wish.difference for wish in self._wanted.values())
        self._each = [_reader(name, wish) for name, wish in self._wanted.items()]

    def __reduce__(self) -> tuple[Any, ...]:
        return (Measuring, (self._wanted, self._estates))

    def figures(self, view: RunView, twin: RunView | None = None) -> list[float]:
        """Return the figures of one run, in the order of ``names``; NaN where undefined.

        Args:
            view: the run.
            twin: its untreated twin under the same seed; needed where ``needs_twin`` says so.

        Raises:
            InputError: a twin is needed and missing or has other households, or the run has no such estate.
        """
        if self.needs_twin and twin is None:
            missing = [name for name, wish in self._wanted.items() if wish.difference]
            raise InputError(f"differences need the run's twin: {', '.join(missing)}")
        return [read(view, twin) for read in self._each]


Reader = Callable[[RunView, RunView | None], float]


def _reader(name: str, wanted: Wanted) -> Reader:
    """Return what reads one figure from a run and its twin."""
    measure, estate = wanted.measure or name, wanted.estate
    kind = kind_of(measure, wanted.group)
    if kind == "household":
        return _Households(measure, estate, wanted.group or "all", wanted.difference)
    figure: Callable[[RunView], float]
    if kind == "outcome":
        of_facts = OUTCOME_MEASURES[measure].figure

        def figure(view: RunView) -> float:
            return of_facts(view.outcome(_place(view.estate_names, estate)), view.months)
    else:
        figure = _Monthly(MEASURES[measure].figure, wanted.window or DEFAULT_WINDOW, wanted.relative_to, estate)
    return _less_twin(figure) if wanted.difference else lambda view, _: figure(view)


def _less_twin(figure: Callable[[RunView], float]) -> Reader:
    def difference(view: RunView, twin: RunView | None) -> float:
        assert twin is not None  # figures() has looked
        return figure(view) - figure(twin)

    return difference


@dataclass(frozen=True)
class _Monthly:
    """A figure of the months of a window."""

    figure: Callable[[Rows], float]
    window: str
    relative_to: str | None
    estate: str | None

    def __call__(self, view: RunView) -> float:
        estate = _place(view.estate_names, self.estate)
        figure = self._within(view, estate, self.window)
        if self.relative_to is None:
            return figure
        base = self._within(view, estate, self.relative_to)
        return ratio(figure, base) if not math.isnan(base) else math.nan

    def _within(self, view: RunView, estate: int, window: str) -> float:
        if "dividend" in window:
            dividend = first_month_above_zero(view.column(estate, "dividends_fen"), range(1, view.months + 1))
            inside = window_months(window, view.months, dividend)
        else:
            inside = _span(window, view.months)
        if inside is None:
            return math.nan
        first, end = inside.start - 1, inside.stop - 1
        column = view.column
        return self.figure(lambda name: column(estate, name)[first:end])


@dataclass(frozen=True)
class _Households:
    """A mean over the households of a group at the end of a run."""

    column: str
    estate: str | None
    group: str
    difference: bool

    def __call__(self, view: RunView, twin: RunView | None) -> float:
        estate = _place(view.estate_names, self.estate)
        chosen = _chosen(view, estate, self.group)
        values = view.household(estate, self.column)[chosen]
        if self.difference:
            assert twin is not None  # figures() has looked
            values = values.astype(np.float64) - self._of_twin(twin, chosen).astype(np.float64)
        if values.dtype == np.bool_:
            return ratio(float(np.count_nonzero(values)), len(values))
        return mean(values.tolist())

    def _of_twin(self, twin: RunView, chosen: Bools) -> np.ndarray:
        values = twin.household(_place(twin.estate_names, self.estate), self.column)
        if values.shape != chosen.shape:
            raise InputError(f"the twin has {len(values)} households, the run {len(chosen)}: they cannot be paired")
        return values[chosen]


def _chosen(view: RunView, estate: int, group: str) -> Bools:
    """Return which households belong to a group, bool of shape ``(n,)``; vacant homes belong to none."""
    occupied: Bools = view.household(estate, "tenure") != ABSENT
    if group == "all":
        return occupied
    member: Bools = view.household(estate, "member") != 0
    if group == "members":
        return occupied & member
    visited: Bools = view.household(estate, "ever_visited") != 0
    return occupied & ~member & (visited if group == "visited" else ~visited)


@cache
def _span(window: str, months: int) -> range | None:
    return window_months(window, months)


def _place(names: tuple[str, ...], estate: str | None) -> int:
    if estate is None:
        return 0
    if estate not in names:
        raise InputError(f"the run has no estate '{estate}'; its estates are {', '.join(names)}")
    return names.index(estate)
