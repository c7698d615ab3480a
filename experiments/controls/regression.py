"""Regression to the mean: estates picked by their worst year, where nothing is done.

Concepts:
    picked: the part of the estates with the lowest reported fee rate in year 6; severity: that part, 1 for all.
    reported: the true fee rate with an error of reporting of a given spread, another one each year.
    naive gain: mean reported rate of year 8 less that of year 6 over the estates picked.
    twin effect: mean difference to the same estates without anybody activated, year 8.
    bias: naive gain less twin effect.
    intervals: estates of one point share their start and their quarrel, so they are clustered by point.
    own worst year: every estate is followed from the worst of its first eight years to the next year.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from experiments.common import DEPENDS, LEVEL, NOT, SUPPORTED, Interval, mean_interval, table

SEVERITIES = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02)
ERRORS = (0.0, 0.02, 0.05, 0.1)
"""Spreads of the error of reporting (assumed)."""

BEFORE, AFTER = "year_6", "year_8"
JUDGED = 0.1
CLEAR = 0.01
SEED = 20241105


def reported(runs: pd.DataFrame, error: float) -> pd.DataFrame:
    """Return the rows with the reported rates of the years before and after; the error is drawn by a fixed seed."""
    luck = np.random.default_rng(SEED).standard_normal((len(runs), 2))
    return runs.assign(before=runs[BEFORE] + error * luck[:, 0], after=runs[AFTER] + error * luck[:, 1])


def picked(rows: pd.DataFrame, severity: float) -> pd.DataFrame:
    """Return the estates with the lowest reported rate before, as many as the severity says."""
    return rows.nsmallest(max(2, int(len(rows) * severity + 0.5)), "before")


def clustered(figures: pd.Series, points: pd.Series) -> Interval:
    """Return the mean of the defined figures with an interval that takes estates of one point together.

    Source: linearised variance of a ratio, Cochran 1977, Sampling Techniques, section 6.3.
    """
    kept = figures.dropna()
    groups = kept.groupby(points[kept.index])
    sums, sizes = groups.sum().to_numpy(), groups.size().to_numpy()
    n, clusters = len(kept), len(sums)
    if clusters < 2:
        return mean_interval(kept)
    mean = float(sums.sum() / n)
    spread = float(np.sqrt(clusters / (clusters - 1) * ((sums - mean * sizes) ** 2).sum()) / n)
    half = float(stats.t.ppf(0.5 + LEVEL / 2, clusters - 1)) * spread
    return Interval(mean, mean - half, mean + half, n)


def naive_gain(rows: pd.DataFrame) -> Interval:
    """Return the mean of after less before over estates picked."""
    return clustered(rows["after"] - rows["before"], rows["point"])


def bias(rows: pd.DataFrame) -> Interval:
    """Return naive gain less twin effect over estates picked."""
    return clustered(rows["after"] - rows["before"] - rows[f"effect_{AFTER}"], rows["point"])


def word(sham: pd.DataFrame) -> str:
    """Return whether picking the worst tenth makes a sham look like a gain of at least 0.01.

    Args:
        sham: rows of the sham's estates.

    Returns:
        supported with and without error of reporting, not supported with none of them, else that it depends.
    """
    found = [naive_gain(picked(reported(sham, error), JUDGED)).low > CLEAR for error in ERRORS]
    if all(found):
        return SUPPORTED
    return DEPENDS if any(found) else NOT


def section(runs: pd.DataFrame) -> str:
    """Return the section of the page."""
    sham, real = (runs[runs["arm"] == arm].reset_index(drop=True) for arm in ("sham", "real"))
    effects = sham[[name for name in sham if str(name).startswith("effect_")]].to_numpy(dtype=float)
    twins = "exactly 0 in every estate" if bool((effects == 0).all()) else f"up to {np.abs(effects).max():g}"
    worst = [naive_gain(picked(reported(sham, error), JUDGED)).text(3) for error in (ERRORS[0], ERRORS[-2])]
    headline = (
        f"**Regression to the mean: {word(sham)}.** The twin effect of the sham is {twins}. The worst tenth of "
        f"{len(sham)} estates seem to change by {worst[0]} in two years, with an error of reporting of {ERRORS[-2]:g} "
        f"by {worst[1]}."
    )
    return f"{headline}\n\n{_sham(sham)}\n\n{_real(real)}\n\n{_persistence(sham)}"


def _sham(sham: pd.DataFrame) -> str:
    rows = []
    for severity in SEVERITIES:
        true = picked(reported(sham, 0.0), severity)
        gains = [naive_gain(picked(reported(sham, error), severity)).text(3) for error in ERRORS]
        rows.append((f"worst {severity:g}", len(true), f"{true['before'].mean():.3f}", *gains, "0 exactly"))
    headings = ("Picked", "Estates", "Fee rate before", *(f"Naive gain, error {error:g}" for error in ERRORS))
    exact = bool((sham[f"effect_{AFTER}"] == 0).all())
    shown = rows if exact else [(*row[:-1], "not 0") for row in rows]
    return f"Sham.\n\n{table((*headings, 'Twin effect'), shown)}"


def _real(real: pd.DataFrame) -> str:
    rows = []
    for severity in SEVERITIES:
        cells: list[object] = [f"worst {severity:g}"]
        for error in (ERRORS[0], ERRORS[-2]):
            chosen = picked(reported(real, error), severity)
            twin = clustered(chosen[f"effect_{AFTER}"], chosen["point"])
            cells += [naive_gain(chosen).text(3), twin.text(3), bias(chosen).text(3)]
        rows.append(cells)
    named = [
        f"{what}, error {error:g}"
        for error in (ERRORS[0], ERRORS[-2])
        for what in ("Naive gain", "Twin effect", "Bias")
    ]
    return f"The same members in earnest.\n\n{table(('Picked', *named), rows)}"


def _persistence(sham: pd.DataFrame) -> str:
    rates = sham[["year_6", "year_8"]]
    within = float((rates["year_8"] - rates["year_6"]).std() / np.sqrt(2))
    own = clustered(sham["after_worst_year"] - sham["worst_year"], sham["point"])
    return (
        f"Every estate from the worst of its first eight years to the next, with the sham: {own.text(3)} (of {own.n} "
        "estates; where the worst year is the last there is no next). Correlation of years 6 and 8 over estates: "
        f"{rates.corr().iloc[0, 1]:.2f}; spread over estates "
        f"{rates['year_6'].std():.3f}, within an estate {within:.3f}."
    )
