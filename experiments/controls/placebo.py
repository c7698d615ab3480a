"""Placebo dates, outcomes and places: where there must be exactly no effect.

Concepts:
    before: a window that ends before the month in which the members begin; nobody in the model foresees it. A bill may
        be paid for two months after that of its issue and still count, so that a window of the fee rate ends earlier.
    given: an outcome the scenario fixes, whatever residents do.
    beside: an estate of the same scenario in which nobody is asked.
    near: an outcome with a given rate that activation can still touch a little; shown, not demanded to be 0.
"""

from __future__ import annotations

import pandas as pd

from experiments.common import NOT, SUPPORTED, mean_interval, table

OUTCOMES = {"fee_rate": "Fee rate", "reported": "Disputes reported", "participation": "Participation"}
LATER = {"fee_rate": 2, "reported": 0, "participation": 0}
"""Months after a window in which its figure can still change."""

NEAR = {"other_latent": "other grievances that arose", "other_reported": "other grievances reported"}


def untouched(runs: pd.DataFrame) -> pd.DataFrame:
    """Return every difference that must be 0: ``why``, ``measure``, ``begins``, ``effect``, one row a run."""
    found = []
    for begins, part in runs.groupby("begins"):
        for outcome, later in LATER.items():
            names = [name for name in windows(runs, outcome) if int(name.rpartition("_")[2]) + later < begins]
            found += [_row("before", name, begins, part) for name in names]
        for why in ("given", "beside"):
            found += [_row(why, name, begins, part) for name in runs if str(name).startswith(f"{why}_")]
    return pd.concat(found, ignore_index=True)


def windows(runs: pd.DataFrame, outcome: str) -> list[str]:
    """Return the measures of an outcome, one a window; a name ends with the window's first and last month."""
    return [name for name in map(str, runs.columns) if name.startswith(f"{outcome}_") and name[-1].isdigit()]


def _row(why: str, measure: str, begins: int, part: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"why": why, "measure": measure, "begins": begins, "effect": part[measure].to_numpy()})


def word(differences: pd.DataFrame) -> str:
    """Return whether there is exactly no effect anywhere: supported, or not; an undefined one counts as an effect."""
    return SUPPORTED if bool((differences["effect"] == 0).all()) else NOT


def section(runs: pd.DataFrame) -> str:
    """Return the section of the page."""
    differences = untouched(runs)
    counts = differences.groupby("why")["effect"].agg(lambda x: f"{int((x == 0).sum())} of {len(x)}")
    headline = (
        f"**Placebos. Exactly no effect where there can be none: {word(differences)}.** Differences that are exactly "
        f"0: before the beginning {counts['before']}, on given outcomes {counts['given']}, in the estate beside "
        f"{counts['beside']}."
    )
    rows = []
    for begins, part in runs.groupby("begins"):
        for outcome, words in OUTCOMES.items():
            rows.append((begins, words, *(mean_interval(part[name]).text(3) for name in windows(runs, outcome))))
    named = [name.removeprefix("fee_rate_").replace("_", "–") for name in windows(runs, "fee_rate")]
    headings = ("Begins in month", "Effect on", *named)
    said = "Windows in months, as of the fee rate; those of the other outcomes are whole years."
    return f"{headline}\n\n{said}\n\n{table(headings, rows)}\n\n{_near(runs)}"


def _near(runs: pd.DataFrame) -> str:
    rows = []
    for begins, part in runs.groupby("begins"):
        figures = []
        for name in NEAR:
            level = part[f"{name}_level"].mean() - part[name].mean()
            figures += [mean_interval(part[name]).text(1), f"{level:.1f}"]
        rows.append((begins, *figures))
    said = (
        "Not given, though their rate is: other grievances (number over months 61 to 144). A household has at most one "
        "open, and mediation closes it sooner, so that activation leaves more room for new ones, and has more of them "
        "reported."
    )
    headings = ("Begins in month", "Arose: effect", "without", "Reported: effect", "without")
    return f"{said}\n\n{table(headings, rows)}"
