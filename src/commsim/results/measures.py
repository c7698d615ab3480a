"""Measures: one figure for one estate in one window of months.

Every monthly column is a measure, taken over the window as its declaration says (``rules/columns.py``). Beside them
stand the derived measures declared here: each ``*_fen`` column in yuan, rates per 100 households and year, and counts
such as consecutive years with dividends. Sums are loops in month order, so that a figure has the same bits everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from commsim.errors import InputError, UnknownNameError
from commsim.results.windows import EACH_YEAR, calendar_years, first_month_above_zero, window_months
from commsim.rules.columns import DISPUTE_KINDS, MONTHLY, Column
from commsim.scenario.fields import nearest

Rows = Callable[[str], Sequence[float]]
"""Gives the values of one monthly column in the window, in month order."""


class Measure(NamedTuple):
    """One measure.

    Attributes:
        name: name, as targets use it.
        unit: unit in words.
        over: how the window becomes one figure, in words.
        meaning: what it says.
        figure: computes it from the rows of the window.
    """

    name: str
    unit: str
    over: str
    meaning: str
    figure: Callable[[Rows], float]


def _total(values: Sequence[float]) -> float:
    total: float = 0
    for value in values:
        if not math.isnan(value):
            total += value
    return float(total)


def _mean(values: Sequence[float]) -> float:
    kept = [value for value in values if not math.isnan(value)]
    return _ratio(_total(kept), len(kept))


def _highest(values: Sequence[float]) -> float:
    kept = [value for value in values if not math.isnan(value)]
    return float(max(kept)) if kept else math.nan


def _last(values: Sequence[float]) -> float:
    return float(values[-1])


def _ratio(above: float, below: float) -> float:
    return above / below if below else math.nan


_OVER = {"sum": _total, "mean": _mean, "last": _last, "max": _highest}


def _of_column(column: Column) -> Measure:
    if column.parts is not None:
        above, below = column.parts

        def figure(rows: Rows) -> float:
            return _ratio(_total(rows(above)), _total(rows(below)))
    else:
        over = _OVER[column.over]

        def figure(rows: Rows) -> float:
            return over(rows(column.name))

    return Measure(column.name, column.unit, column.over, column.meaning, figure)


def _in_yuan(column: Column) -> Measure:
    over = _OVER[column.over]
    name = column.name.removesuffix("_fen") + "_yuan"
    return Measure(name, "yuan", column.over, column.meaning, lambda rows: over(rows(column.name)) / 100)


def _per_100(name: str, columns: tuple[str, ...], meaning: str) -> Measure:
    def figure(rows: Rows) -> float:
        total = 0.0
        for column in columns:
            total += _total(rows(column))
        return _ratio(1200 * total, _total(rows("occupied")))

    return Measure(name, "per 100 occupied households and year", "yearly rate", meaning, figure)


def _rates() -> list[Measure]:
    found = []
    for stage, what in (("reported", "disputes reported"), ("latent", "grievances that arose, reported or not")):
        kinds = tuple(f"{stage}_{kind}" for kind in DISPUTE_KINDS)
        found.append(_per_100(f"disputes_{stage}_per_100", kinds, f"new {what}, all kinds"))
    for kind in DISPUTE_KINDS:
        found.append(_per_100(f"reported_{kind}_per_100", (f"reported_{kind}",), f"disputes reported: {kind}"))
    return found


def _open_per_100(rows: Rows) -> float:
    return _ratio(100 * _last(rows("open_disputes")), _last(rows("occupied")))


def _dividend_years(rows: Rows) -> float:
    longest = run = 0
    previous = None
    paid_in: dict[int, float] = {}
    for year, fen in zip(rows("year"), rows("dividends_fen"), strict=True):
        paid_in[int(year)] = paid_in.get(int(year), 0) + fen
    for year in sorted(paid_in):
        if paid_in[year] <= 0:
            continue
        run = run + 1 if previous == year - 1 else 1
        previous = year
        longest = max(longest, run)
    return float(longest)


def _first_dividend_month(rows: Rows) -> float:
    month = first_month_above_zero(rows("dividends_fen"), [int(month) for month in rows("month")])
    return math.nan if month is None else float(month)


def _upkeep_months(rows: Rows) -> float:
    return float(len([done for done in rows("upkeep_done") if done > 0.0]))


def _revenue_per_year_yuan(rows: Rows) -> float:
    gross = rows("revenue_gross_fen")
    return _ratio(12 * _total(gross), 100 * len(gross))


def _instalments_paid_share(rows: Rows) -> float:
    return _ratio(_total(rows("instalment_paid_fen")), _total(rows("instalment_due_fen")))


def _derived() -> list[Measure]:
    return [
        *(_in_yuan(column) for column in MONTHLY if column.name.endswith("_fen")),
        *_rates(),
        Measure("open_per_100", "per 100 occupied households", "last", "reported disputes open", _open_per_100),
        Measure(
            "dividend_years", "years", "longest run", "consecutive calendar years with a dividend", _dividend_years
        ),
        Measure("first_dividend_month", "month", "first", "month of the first dividend", _first_dividend_month),
        Measure(
            "upkeep_months",
            "months",
            "count",
            "months in which volunteers did some of the upkeep",
            _upkeep_months,
        ),
        Measure(
            "revenue_per_year_yuan", "yuan a year", "yearly rate", "income of the common parts", _revenue_per_year_yuan
        ),
        Measure(
            "instalments_paid_share",
            "share",
            "ratio",
            "instalments paid over instalments due; undefined where none fell due",
            _instalments_paid_share,
        ),
    ]


MEASURES: dict[str, Measure] = {
    measure.name: measure for measure in [*(_of_column(column) for column in MONTHLY), *_derived()]
}
"""Every measure by name, monthly columns first."""


def find_measure(name: str) -> Measure:
    """Return the measure of that name.

    Raises:
        UnknownNameError: there is none; the message names the nearest.
    """
    if name in MEASURES:
        return MEASURES[name]
    raise UnknownNameError(f"no measure '{name}'{nearest(name, list(MEASURES))}; see `commsim parameters measures`")


def measure(monthly: pd.DataFrame, name: str, window: str = "whole run", *, relative_to: str | None = None) -> float:
    """Return one measure of one run of one estate in one window.

    Args:
        monthly: rows of ``Run.monthly`` of one seed and one estate, every month of the run.
        name: a name in :data:`MEASURES`.
        window: a window as targets name it, but not 'each year' (see :func:`measure_each_year`).
        relative_to: another window; the figure is divided by the same measure there.

    Returns:
        the figure, NaN where it is undefined: a window outside the run, or nothing to divide by.

    Raises:
        UnknownNameError: no such measure.
        InputError: no such window, or rows of several seeds or estates.
    """
    found = find_measure(name)
    _check_one_run(monthly)
    figure = _in_window(monthly, found, window)
    if relative_to is None:
        return figure
    base = _in_window(monthly, found, relative_to)
    return _ratio(figure, base) if not math.isnan(base) else math.nan


def measure_each_year(monthly: pd.DataFrame, name: str) -> list[float]:
    """Return one measure for every whole calendar year of one run of one estate, in order.

    Args and errors are those of :func:`measure`; a run shorter than a year has no whole year.
    """
    found = find_measure(name)
    _check_one_run(monthly)
    return [found.figure(_rows(monthly, months)) for months in calendar_years(len(monthly))]


def _in_window(monthly: pd.DataFrame, found: Measure, window: str) -> float:
    if window == EACH_YEAR:
        raise InputError(f"window '{EACH_YEAR}' gives one figure a year; use measure_each_year")
    months = monthly["month"].tolist()
    dividend = first_month_above_zero(monthly["dividends_fen"].tolist(), months)
    inside = window_months(window, len(months), dividend)
    return math.nan if inside is None else found.figure(_rows(monthly, inside))


def _rows(monthly: pd.DataFrame, months: range) -> Rows:
    part = monthly.iloc[months.start - 1 : months.stop - 1]
    return lambda name: part[name].tolist()


def _check_one_run(monthly: pd.DataFrame) -> None:
    months = monthly["month"].tolist()
    if months != list(range(1, len(months) + 1)):
        raise InputError(
            f"a measure needs the months of one seed and one estate, 1 to {len(months)} in order; "
            f"got {len(months)} rows beginning with months {months[:3]}"
        )
