"""Measures of what lasts, how fast it came, and what is still missing: derived from the monthly fee rate.

Concepts:
    lasting month: a month in which the fee rate is at least 0.80 and a company or a committee serves. A month without
        bills has no fee rate and is none.
    gain: the fee rate of the window's last 12 months less that of its first 12. A window for the time to half of a
        gain therefore begins a year before what is to bring the gain.
    quarter: three months in a row; its fee rate is a sum over a sum, which calms the luck of single months.
    worst year: the whole calendar year of the window with the lowest fee rate, the first of equals. Estates picked by
        it fare better afterwards even where nothing was done: regression to the mean.
"""

from __future__ import annotations

import math

from commsim.results.sums import Rows, ratio, total

LASTING_FEE_RATE = 0.80
HIGH_FEE_RATE = 0.90
LEAST_GAIN = 0.05
YEAR, QUARTER = 12, 3


def lasts(rows: Rows) -> float:
    """Return 1 if every month of the window is a lasting month, else 0."""
    return float(all(_lasting(rows)))


def lasting_months(rows: Rows) -> float:
    """Return how many months of the window are lasting months."""
    return float(_lasting(rows).count(True))


def months_at(rate: float, rows: Rows) -> float:
    """Return in how many months the fee rate is at least ``rate``."""
    return float(len([month for month in rows("fee_rate") if month >= rate]))


def gap_to_full(rows: Rows) -> float:
    """Return one less the fee rate of the window, NaN without bills."""
    return 1.0 - _fee_rate(rows, 0, len(rows("billed_fen")))


def fee_rate_gain(rows: Rows) -> float:
    """Return the gain; NaN where the window is shorter than two years or either of them has no bills."""
    months = len(rows("billed_fen"))
    if months < 2 * YEAR:
        return math.nan
    return _fee_rate(rows, months - YEAR, months) - _fee_rate(rows, 0, YEAR)


def months_to_half_gain(rows: Rows) -> float:
    """Return the months after the first 12 until a quarter's fee rate reaches the middle between first and last year.

    Returns:
        months counted to the quarter's end, at least 1; NaN where the gain is undefined or below 0.05.
    """
    gain = fee_rate_gain(rows)
    if not gain >= LEAST_GAIN:
        return math.nan
    half = _fee_rate(rows, 0, YEAR) + 0.5 * gain
    for end in range(YEAR + 1, len(rows("billed_fen")) + 1):
        if _fee_rate(rows, end - QUARTER, end) >= half:
            return float(end - YEAR)
    return math.nan


def worst_year_fee_rate(rows: Rows) -> float:
    """Return the fee rate of the worst year, NaN where no year has bills."""
    years = _calendar_years(rows)
    worst = _worst(years)
    return math.nan if worst is None else years[worst]


def after_worst_year_fee_rate(rows: Rows) -> float:
    """Return the fee rate of the year after the worst one, NaN where the window has no such year."""
    years = _calendar_years(rows)
    worst = _worst(years)
    return math.nan if worst is None or worst + 1 == len(years) else years[worst + 1]


def _lasting(rows: Rows) -> list[bool]:
    months = zip(rows("fee_rate"), rows("company"), rows("committee"), strict=True)
    return [rate >= LASTING_FEE_RATE and (company > 0 or committee > 0) for rate, company, committee in months]


def _fee_rate(rows: Rows, first: int, end: int) -> float:
    """Return the fee rate of the positions ``first`` to ``end - 1`` of the window."""
    return ratio(total(rows("paid_in_time_fen")[first:end]), total(rows("billed_fen")[first:end]))


def _calendar_years(rows: Rows) -> list[float]:
    """Return the fee rate of every whole calendar year of the window; a run begins in January."""
    months = rows("month")
    january = (1 - int(months[0])) % YEAR
    return [_fee_rate(rows, first, first + YEAR) for first in range(january, len(months) - YEAR + 1, YEAR)]


def _worst(years: list[float]) -> int | None:
    worst = None
    for place, rate in enumerate(years):
        if not math.isnan(rate) and (worst is None or rate < years[worst]):
            worst = place
    return worst
