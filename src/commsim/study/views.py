"""One run as its measures see it: monthly columns, facts and final households, whichever driver made it.

A study reads a few columns of each of many runs. The view of a compiled run therefore makes lists of those columns
only, once a run, and never the tables of the whole run. Both views give equal values, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from commsim.engine.columns import REAL_NAMES, WHOLE_NAMES
from commsim.errors import UnknownNameError
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY_NAMES
from commsim.scenario.fields import nearest

if TYPE_CHECKING:
    from commsim.engine.run import EstateRun
    from commsim.raw import RawRun

CALENDAR = ("month", "year", "month_of_year")
"""Columns of every monthly table beside those of ``MONTHLY_NAMES``."""


class RunView(Protocol):
    """What a measure may read of one run; estates are numbered from 0 in the scenario's order."""

    @property
    def months(self) -> int:
        """Months the run lasted."""

    @property
    def estate_names(self) -> tuple[str, ...]:
        """Names of the estates."""

    def column(self, estate: int, name: str) -> Sequence[float]:
        """Return a monthly column of an estate, one value a month, as in ``Run.monthly``.

        Raises:
            UnknownNameError: no such column.
        """

    def outcome(self, estate: int) -> Mapping[str, Any]:
        """Return the facts of an estate's whole run."""

    def household(self, estate: int, name: str) -> np.ndarray:
        """Return a column of ``HOUSEHOLD_FINAL`` at the end, one value a household, shape ``(n,)``.

        Raises:
            UnknownNameError: no such column.
        """


class CompiledView:
    """A run of the compiled engine.

    Args:
        runs: of its estates, in the scenario's order.
    """

    def __init__(self, runs: Sequence[EstateRun]) -> None:
        self._runs = runs
        self._columns: dict[tuple[int, str], list[Any]] = {}
        scenario = runs[0].plan.scenario
        self.months: int = scenario.data.months
        self.estate_names: tuple[str, ...] = tuple(scenario.estate_names)
        self._first_year: int = scenario.data.first_year

    def column(self, estate: int, name: str) -> list[Any]:
        """Return a monthly column, see :class:`RunView`."""
        found = self._columns.get((estate, name))
        if found is None:
            found = self._columns[estate, name] = self._read(estate, name)
        return found

    def _read(self, estate: int, name: str) -> list[Any]:
        run = self._runs[estate]
        if name in _WHOLE_PLACE:
            values: list[Any] = run.whole[:, _WHOLE_PLACE[name]].tolist()
        elif name in _REAL_PLACE:
            values = run.real[:, _REAL_PLACE[name]].tolist()
        else:
            values = _calendar(name, self.months, self._first_year)
        return values

    def outcome(self, estate: int) -> Mapping[str, Any]:
        """Return the facts of an estate's whole run."""
        from commsim.engine.run import _outcome  # noqa: PLC0415 (see _final)

        return _outcome(self._runs[estate].outcome.tolist())

    def household(self, estate: int, name: str) -> np.ndarray:
        """Return a household column, see :class:`RunView`."""
        return _final(_household_name(name))(self._runs[estate])


class AgentsView:
    """A run of the Mesa model, or any run kept as plain lists."""

    def __init__(self, raw: RawRun) -> None:
        self._raw = raw
        self._columns: dict[tuple[int, str], Sequence[Any]] = {}
        self.months: int = raw.scenario.data.months
        self.estate_names: tuple[str, ...] = raw.estates
        ends = np.flatnonzero(np.array(raw.households["household"]) == 0).tolist()
        self._homes = [slice(*pair) for pair in zip(ends, [*ends[1:], len(raw.households["household"])], strict=True)]

    def column(self, estate: int, name: str) -> Sequence[Any]:
        """Return a monthly column, see :class:`RunView`."""
        found = self._columns.get((estate, name))
        if found is None:
            found = self._columns[estate, name] = self._read(estate, name)
        return found

    def _read(self, estate: int, name: str) -> Sequence[Any]:
        if name not in _WHOLE_PLACE and name not in _REAL_PLACE:
            return _calendar(name, self.months, self._raw.scenario.data.first_year)
        return self._raw.monthly[name][estate * self.months : (estate + 1) * self.months]

    def outcome(self, estate: int) -> Mapping[str, Any]:
        """Return the facts of an estate's whole run."""
        return self._raw.outcomes[self.estate_names[estate]]

    def household(self, estate: int, name: str) -> np.ndarray:
        """Return a household column, see :class:`RunView`."""
        return np.array(self._raw.households[_household_name(name)][self._homes[estate]])


_WHOLE_PLACE = {name: place for place, name in enumerate(WHOLE_NAMES) if name in MONTHLY_NAMES}
_REAL_PLACE = {name: place for place, name in enumerate(REAL_NAMES) if name in MONTHLY_NAMES}


@cache
def _final(name: str) -> Callable[[EstateRun], np.ndarray]:
    """Return what reads a household column from a compiled run."""
    # The engine loads the compiler, for which neither the Mesa model nor a look at the names need wait.
    from commsim.engine.run import _FLAGS, _OF_WORLD, _REAL_STATE, _WHOLE_STATE  # noqa: PLC0415

    if name in _WHOLE_STATE:
        row = _WHOLE_STATE.index(name)
        if name in _FLAGS:
            return lambda run: run.final_whole[row] != 0
        return lambda run: run.final_whole[row]
    if name in _REAL_STATE:
        row = _REAL_STATE.index(name)
        return lambda run: run.final_real[row]
    return lambda run: getattr(run.world, _OF_WORLD[name])


@cache
def _calendar(name: str, months: int, first_year: int) -> list[int]:
    if name == "month":
        return list(range(1, months + 1))
    if name == "year":
        return [first_year + month // 12 for month in range(months)]
    if name == "month_of_year":
        return [month % 12 + 1 for month in range(months)]
    known = (*CALENDAR, *MONTHLY_NAMES)
    raise UnknownNameError(f"no monthly column '{name}'{nearest(name, known)}; see docs/results.md")


def _household_name(name: str) -> str:
    if name in HOUSEHOLD_FINAL:
        return name
    hint = nearest(name, HOUSEHOLD_FINAL)
    raise UnknownNameError(f"no household column '{name}'{hint}; there are: {', '.join(HOUSEHOLD_FINAL)}")


def monthly_columns(view: RunView, names: Sequence[str]) -> dict[str, list[Any]]:
    """Return monthly series of a run, estate after estate.

    Args:
        view: the run.
        names: columns of ``MONTHLY_NAMES``.

    Returns:
        ``estate`` (its position), ``month`` and the columns, one value a month and estate each.

    Raises:
        UnknownNameError: no such column.
    """
    columns: dict[str, list[Any]] = {name: [] for name in ("estate", "month", *names)}
    for estate in range(len(view.estate_names)):
        columns["estate"] += [estate] * view.months
        for name in ("month", *names):
            columns[name] += view.column(estate, name)
    return columns
