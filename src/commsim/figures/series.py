"""Series for pictures: one value a month and seed, and their spread over seeds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from commsim.results.spread import quantile
from commsim.rules.columns import DISPUTE_KINDS

Rows = Callable[[str], list[float]]
Curve = Callable[[Rows], list[float]]
"""Makes a monthly series out of the monthly columns of one run."""


class Fan(NamedTuple):
    """A series with its spread over seeds; lists have one value a month.

    Attributes:
        months: months, from 1.
        median: median over seeds.
        low: 5 % quantile.
        high: 95 % quantile.
        seeds: number of seeds.
    """

    months: list[int]
    median: list[float]
    low: list[float]
    high: list[float]
    seeds: int


def column(name: str, scale: float = 1.0) -> Curve:
    """Return the curve of a monthly column times ``scale``."""
    return lambda rows: [value * scale for value in rows(name)]


def trailing(names: Sequence[str], per: str | None, scale: float) -> Curve:
    """Return the curve of columns summed over the last 12 months.

    Args:
        names: columns added up.
        per: column divided by, summed over the same months; None to divide by nothing.
        scale: factor.

    In a run of less than two years the last 3 months are raised to a year instead. Before the first whole window the
    curve is undefined.
    """

    def curve(rows: Rows) -> list[float]:
        flows = [_total(values) for values in zip(*(rows(name) for name in names), strict=True)]
        bases = rows(per) if per is not None else None
        points = []
        window = 12 if len(flows) >= 24 else min(3, len(flows))
        for end in range(1, len(flows) + 1):
            start = max(0, end - window)
            below = _total(bases[start:end]) if bases is not None else (end - start) / 12
            enough = end >= window and below > 0
            points.append(scale * _total(flows[start:end]) / below if enough else math.nan)
        return points

    return curve


def running_total(name: str, scale: float) -> Curve:
    """Return the curve of a column summed up from the start."""

    def curve(rows: Rows) -> list[float]:
        total, points = 0.0, []
        for value in rows(name):
            total += value
            points.append(total * scale)
        return points

    return curve


REPORTED = trailing([f"reported_{kind}" for kind in DISPUTE_KINDS], "occupied", 1200)
LATENT = trailing([f"latent_{kind}" for kind in DISPUTE_KINDS], "occupied", 1200)


def _total(values: Sequence[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


def _rows_of(run: pd.DataFrame) -> Rows:
    return lambda name: run[name].tolist()


def fan(monthly: pd.DataFrame, estate: str, curve: Curve) -> Fan:
    """Return a curve of one estate with its spread over the seeds in a monthly table."""
    part = monthly[monthly["estate"] == estate]
    runs = [run for _, run in part.groupby("seed", sort=False)]
    series = [curve(_rows_of(run)) for run in runs]
    months = list(range(1, len(series[0]) + 1))
    by_month = list(zip(*series, strict=True))

    def over(share: float) -> list[float]:
        return [quantile(values, share) for values in by_month]

    return Fan(months, over(0.5), over(0.05), over(0.95), len(runs))
