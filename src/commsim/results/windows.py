"""Windows of months, as targets name them: which months of a run a figure is for.

Year 1 from the first dividend is the calendar year of the first dividend. A window that is not wholly inside the run
is undefined: cutting it short would hold a target against months it was not meant for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commsim.errors import InputError

ALLOWED = (
    "'whole run', 'last month', 'last N months', 'month N', 'months A..B' or 'month A..B', "
    "'years A..B from first dividend', or 'each year'"
)
EACH_YEAR = "each year"


def window_months(window: str, months: int, first_dividend_month: int | None = None) -> range | None:
    """Return the months of a window.

    Args:
        window: as a target names it, but not 'each year'.
        months: months the run lasts; a run begins in January.
        first_dividend_month: month of the first dividend, None if there was none.

    Returns:
        months counted from 1, or None where the window is not wholly inside the run or its first dividend never came.

    Raises:
        InputError: the text is no window, or its end lies before its beginning.
    """
    numbers = [int(number) for number in re.findall(r"[0-9]+", window)]
    shape = re.sub(r"[0-9]+", "N", window)
    if shape == "whole run":
        first, last = 1, months
    elif shape == "last month":
        first, last = months, months
    elif shape == "last N months":
        first, last = months - numbers[0] + 1, months
    elif shape == "month N":
        first, last = numbers[0], numbers[0]
    elif shape in ("months N..N", "month N..N"):
        first, last = numbers
    elif shape == "years N..N from first dividend":
        first, last = _dividend_years(numbers[0], numbers[1], first_dividend_month)
    else:
        raise InputError(f"window '{window}' is not known; allowed: {ALLOWED}")
    if last < first and first >= 1:
        raise InputError(f"window '{window}' ends in month {last}, before it begins in month {first}")
    return range(first, last + 1) if first >= 1 and last <= months else None


def _dividend_years(first: int, last: int, dividend_month: int | None) -> tuple[int, int]:
    if dividend_month is None:
        return (0, 0)
    year = (dividend_month - 1) // 12 + 1
    return ((year + first - 2) * 12 + 1, (year + last - 1) * 12)


def calendar_years(months: int) -> list[range]:
    """Return the months of every whole calendar year of a run; a year cut short at the end is left out."""
    return [range(12 * year + 1, 12 * year + 13) for year in range(months // 12)]


def first_month_above_zero(values: Sequence[float], months: Sequence[int]) -> int | None:
    """Return the first month whose value is above zero, None if there is none."""
    for month, value in zip(months, values, strict=True):
        if value > 0:
            return month
    return None
