"""The yearly table of a run: a few figures a year, with their spread over seeds."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from commsim.results.measures import measure
from commsim.results.spread import Spread, spread


class YearlyColumn(NamedTuple):
    """One column of the yearly table.

    Attributes:
        measure: measure shown.
        heading: heading in words.
        places: decimal places.
        scale: factor from the measure's unit to the heading's.
    """

    measure: str
    heading: str
    places: int
    scale: float = 1.0


YEARLY: tuple[YearlyColumn, ...] = (
    YearlyColumn("fee_rate", "Fee rate", 3),
    YearlyColumn("service", "Service", 2),
    YearlyColumn("condition", "Condition", 2),
    YearlyColumn("participation", "Taking part", 3),
    YearlyColumn("disputes_reported_per_100", "Disputes per 100", 1),
    YearlyColumn("members_active", "Active members", 1),
    YearlyColumn("committee_quality", "Committee quality", 2),
    YearlyColumn("common_account_yuan", "Account, 1,000 yuan", 0, 0.001),
)


class YearlyRow(NamedTuple):
    """One year of one estate.

    Attributes:
        estate: name of the estate.
        year: calendar year.
        months: first and last month.
        figures: measure name -> spread over seeds.
    """

    estate: str
    year: int
    months: tuple[int, int]
    figures: dict[str, Spread]


def yearly_rows(monthly: pd.DataFrame) -> list[YearlyRow]:
    """Return the yearly table of the runs in a monthly table, by estate, then year.

    A last year cut short counts as a year of the months it has.
    """
    rows = []
    for estate in dict.fromkeys(monthly["estate"].tolist()):
        runs = [part for _, part in monthly[monthly["estate"] == estate].groupby("seed", sort=False)]
        months = len(runs[0])
        for first in range(1, months + 1, 12):
            last = min(first + 11, months)
            window = f"months {first}..{last}"
            figures = {
                column.measure: spread([measure(run, column.measure, window) for run in runs]) for column in YEARLY
            }
            year = int(runs[0]["year"].iloc[first - 1])
            rows.append(YearlyRow(str(estate), year, (first, last), figures))
    return rows
