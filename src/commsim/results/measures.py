"""Measures: one figure for one estate in one window of months.

Every monthly column is a measure, taken over the window as its declaration says (``rules/columns.py``). Beside them
stand the derived measures declared here: each ``*_fen`` column in yuan, rates per 100 households and year, and counts
such as consecutive years with dividends. Sums are loops in month order, so that a figure has the same bits everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pandas as pd

from commsim.errors import InputError, UnknownNameError
from commsim.results import lasting
from commsim.results.sums import Rows, highest, last, mean, ratio, total
from commsim.results.windows import EACH_YEAR, calendar_years, first_month_above_zero, window_months
from commsim.rules.columns import DISPUTE_KINDS, MONTHLY, Column
from commsim.scenario.fields import nearest


class Measure(NamedTuple):
    """One measure.

    Attributes:
        name: name, as targets use it.
        unit: unit in words.
        over: how the window becomes one figure, in words.
        meaning: what it says.
        figure: computes it from the rows of the window.
        least_months: least months of a window; in shorter ones it is undefined.
    """

    name: str
    unit: str
    over: str
    meaning: str
    figure: Callable[[Rows], float]
    least_months: int = 1


_OVER = {"sum": total, "mean": mean, "last": last, "max": highest}


def _of_column(column: Column) -> Measure:
    if column.parts is not None:
        above, below = column.parts

        def figure(rows: Rows) -> float:
            return ratio(total(rows(above)), total(rows(below)))
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
        return ratio(1200 * _all_kinds(rows, columns), total(rows("occupied")))

    return Measure(name, "per 100 occupied households and year", "yearly rate", meaning, figure)


def _rates() -> list[Measure]:
    found = []
    for stage, what in (("reported", "disputes reported"), ("latent", "grievances that arose, reported or not")):
        kinds = tuple(f"{stage}_{kind}" for kind in DISPUTE_KINDS)
        found.append(_per_100(f"disputes_{stage}_per_100", kinds, f"new {what}, all kinds"))
    for stage, what in (("reported", "disputes reported"), ("latent", "grievances that arose")):
        for kind in DISPUTE_KINDS:
            found.append(_per_100(f"{stage}_{kind}_per_100", (f"{stage}_{kind}",), f"{what}: {kind}"))
    return found


def _all_kinds(rows: Rows, columns: tuple[str, ...]) -> float:
    disputes = 0.0
    for column in columns:
        disputes += total(rows(column))
    return disputes


def _reported_share(rows: Rows) -> float:
    reported, latent = (tuple(f"{stage}_{kind}" for kind in DISPUTE_KINDS) for stage in ("reported", "latent"))
    return ratio(_all_kinds(rows, reported), _all_kinds(rows, latent))


def _open_per_100(rows: Rows) -> float:
    return ratio(100 * last(rows("open_disputes")), last(rows("occupied")))


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
    return ratio(12 * total(gross), 100 * len(gross))


def _hours_done(rows: Rows) -> float:
    return total(rows("done_minutes")) / 60


def _instalments_paid_share(rows: Rows) -> float:
    return ratio(total(rows("instalment_paid_fen")), total(rows("instalment_due_fen")))


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
        Measure(
            "reported_share",
            "share",
            "ratio",
            "disputes reported over grievances that arose, all kinds; undefined where none arose",
            _reported_share,
        ),
        Measure("hours_done", "hours", "sum", "working time given by active members", _hours_done),
        *_of_lasting(),
    ]


def _of_lasting() -> list[Measure]:
    """Return what ``results/lasting.py`` computes; its module says what the words mean."""
    return [
        Measure(
            "lasts",
            "yes/no",
            "every month",
            "1 if the fee rate is at least 0.80 and a company or committee serves, in every month; a month without "
            "bills breaks it",
            lasting.lasts,
        ),
        Measure(
            "lasting_months",
            "months",
            "count",
            "months with a fee rate of at least 0.80 and a company or committee serving",
            lasting.lasting_months,
        ),
        *(
            Measure(
                f"months_at_{percent}",
                "months",
                "count",
                f"months with a fee rate of at least {rate:.2f}",
                partial(lasting.months_at, rate),
            )
            for percent, rate in ((80, lasting.LASTING_FEE_RATE), (90, lasting.HIGH_FEE_RATE))
        ),
        Measure("gap_to_full", "share", "ratio", "one less the fee rate", lasting.gap_to_full),
        Measure(
            "fee_rate_gain",
            "share",
            "difference",
            "fee rate of the last 12 months less that of the first 12; undefined under 24 months",
            lasting.fee_rate_gain,
            2 * lasting.YEAR,
        ),
        Measure(
            "months_to_half_gain",
            "months",
            "first",
            "months after the first 12 until the fee rate of three months in a row reaches the middle between the "
            "first 12 and the last 12; undefined without a gain of 0.05",
            lasting.months_to_half_gain,
            2 * lasting.YEAR,
        ),
        Measure(
            "worst_year_fee_rate",
            "share",
            "lowest year",
            "fee rate of the whole calendar year with the lowest",
            lasting.worst_year_fee_rate,
            lasting.YEAR,
        ),
        Measure(
            "after_worst_year_fee_rate",
            "share",
            "year after the lowest",
            "fee rate of the calendar year after the one with the lowest; undefined where that was the last",
            lasting.after_worst_year_fee_rate,
            2 * lasting.YEAR,
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
    return ratio(figure, base) if not math.isnan(base) else math.nan


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
