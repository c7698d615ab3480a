"""Paired differences between two runs under the same luck.

Every household of one world has its twin in the other; with the same draws a twin differs only downstream of what was
changed. A difference is the first run less the second, and undefined (NaN) where either figure is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from commsim.errors import InputError
from commsim.results.spread import mean

MONTHLY_KEYS = ("seed", "estate", "month", "year", "month_of_year")
HOUSEHOLD_KEYS = ("seed", "estate", "household")
GROUPS = ("members", "visited", "never visited")


@dataclass(frozen=True)
class Comparison:
    """Two runs, row by row.

    Attributes:
        first_monthly: monthly table of the first run.
        second_monthly: the same of the second.
        first_households: final households of the first run.
        second_households: the same of the second.
    """

    first_monthly: pd.DataFrame
    second_monthly: pd.DataFrame
    first_households: pd.DataFrame
    second_households: pd.DataFrame

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """Difference of every monthly column; the keys (seed, estate, month, …) are kept."""
        return _difference(self.first_monthly, self.second_monthly, MONTHLY_KEYS)

    @cached_property
    def households(self) -> pd.DataFrame:
        """Difference of every column of the final households; the keys (seed, estate, household) are kept."""
        return _difference(self.first_households, self.second_households, HOUSEHOLD_KEYS)

    @property
    def changed(self) -> list[str]:
        """Columns in which the two runs differ anywhere, monthly columns first; two undefined figures do not differ."""
        return [
            *_changed(self.first_monthly, self.second_monthly),
            *_changed(self.first_households, self.second_households),
        ]

    @property
    def is_zero(self) -> bool:
        """The two runs are the same, bit for bit, in every column."""
        return not self.changed

    def effect_by_group(self, column: str = "pays") -> pd.DataFrame:
        """Return the mean paired difference at the end of the run, by who was reached in the first run.

        Args:
            column: a column of ``households``.

        Returns:
            rows for members, non-members visited in any month of the first run, and those never visited (the
            spillover), with columns ``group``, ``households``, ``first``, ``second`` and ``difference``; NaN where a
            group is empty.

        Raises:
            InputError: no such column.
        """
        names = [str(name) for name in self.first_households.columns]
        if column not in names:
            raise InputError(f"no household column is called '{column}'; there are: {', '.join(names)}")
        member = self.first_households["member"] != 0
        visited = self.first_households["ever_visited"] != 0
        rows = []
        for group, chosen in zip(GROUPS, (member, ~member & visited, ~member & ~visited), strict=True):
            first = mean(self.first_households.loc[chosen, column].tolist())
            second = mean(self.second_households.loc[chosen, column].tolist())
            rows.append((group, len(self.first_households[chosen]), first, second, first - second))
        return pd.DataFrame(rows, columns=["group", "households", "first", "second", "difference"])


def compare_tables(
    first_monthly: pd.DataFrame,
    second_monthly: pd.DataFrame,
    first_households: pd.DataFrame,
    second_households: pd.DataFrame,
) -> Comparison:
    """Pair the tables of two runs.

    Raises:
        InputError: seeds, estates, months or households are not the same in both.
    """
    _need_same_rows(first_monthly, second_monthly, MONTHLY_KEYS, "month")
    _need_same_rows(first_households, second_households, HOUSEHOLD_KEYS, "household")
    return Comparison(first_monthly, second_monthly, first_households, second_households)


def _need_same_rows(first: pd.DataFrame, second: pd.DataFrame, keys: Sequence[str], what: str) -> None:
    if len(first) != len(second) or any(first[key].tolist() != second[key].tolist() for key in keys):
        raise InputError(
            f"the runs cannot be paired {what} by {what}: seeds, estates, months and households must be the same in "
            f"both; got {len(first)} and {len(second)} rows"
        )


def _difference(first: pd.DataFrame, second: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    kept = first[list(keys)]
    values = [name for name in first.columns if name not in keys]
    return pd.concat([kept, first[values] - second[values]], axis=1)


def _changed(first: pd.DataFrame, second: pd.DataFrame) -> list[str]:
    return [name for name in first.columns if not first[name].equals(second[name])]
