"""The verdict on ``keyminority.c1``: a key few wake the silent majority and end free-riding on self-governance.

Concepts:
    cell: a support (none, rules, staffed) with a committee (as it comes about, given, barred).
    few: at most a fifth of the members.
    wakes, ends, reaches: the three parts of the claim; see :func:`parts` and the README.
    critical share: within one replicate, the smallest share of the grid from which on every share ends with a fee rate
        of at least 0.80; infinite where there is none.
    width: share at which a curve has risen by 0.8 of its rise, over the share at 0.2; the smaller, the more of a jump.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.common import (
    DEPENDS,
    NOT,
    PARTLY,
    SUPPORTED,
    Experiment,
    Interval,
    mean_interval,
    paired_interval,
    table,
)

SUPPORTS = ("none", "rules", "staffed")
COMMITTEES = ("as_is", "given", "barred")
SUPPORT_WORDS = {"none": "no branch", "rules": "rules, no staff", "staffed": "rules and staff"}
COMMITTEE_WORDS = {"as_is": "as it comes", "given": "given", "barred": "barred"}
FEW = 0.2
WORKS = 0.8
ENDED = 0.05
HALVED = 0.5
LATELY = 6.0
CELL = ["support", "committee"]

SWITCHES = {
    "quorum_off": "quorum off",
    "burnout_off": "nobody tires",
    "service_given": "service given",
    "service_held": "service and condition held",
    "norms_held": "norms held",
    "visits_off": "no visits",
}
OBSTACLES = {"quorum_off": "the quorum", "burnout_off": "overload", "service_given": "the service trap"}
"""Switches that take away what may stand in the way."""


class Parts(NamedTuple):
    """What one cell says of the claim.

    Attributes:
        wakes: at some share of the few participation rises, by at least half of what all members bring.
        ends: at some share of the few at most 0.05 of households are governance free riders.
        reaches: at the largest share of the few, households never visited took part half a year more lately.
    """

    wakes: bool
    ends: bool
    reaches: bool

    @property
    def word(self) -> str:
        """The cell's verdict: supported with all three parts, not with none."""
        held = sum(self)
        return SUPPORTED if held == len(self) else NOT if held == 0 else PARTLY


def at(cell: pd.DataFrame, measure: str, share: float) -> Interval:
    """Return the mean of a measure over the runs of one share."""
    return mean_interval(cell.loc[cell["share"] == share, measure])


def parts(cell: pd.DataFrame) -> Parts:
    """Return what one cell says of each part of the claim.

    Args:
        cell: runs of one support and one committee.
    """
    shares = sorted(cell["share"].unique())
    few = [share for share in shares if 0 < share <= FEW]
    everybody = at(cell, "participation_effect", shares[-1]).value
    woken = [at(cell, "participation_effect", share) for share in few]
    riders = [at(cell, "governance_free_riders", share) for share in few]
    silence = at(cell, "silence_never_visited", few[-1])
    return Parts(
        wakes=any(one.low > 0 and one.value >= HALVED * everybody for one in woken),
        ends=any(one.high <= ENDED for one in riders if not math.isnan(one.high)),
        reaches=silence.high <= -LATELY,
    )


def overall(words: Sequence[str]) -> str:
    """Return the verdict over cells: one word if all say the same, else that it depends."""
    return words[0] if len(set(words)) == 1 else DEPENDS


def critical_shares(cell: pd.DataFrame) -> np.ndarray:
    """Return the critical share of each replicate, shape ``(replicates,)``; infinite where no share is enough."""
    wide = cell.pivot(index="replicate", columns="share", values="fee_rate").sort_index(axis="columns")
    enough = (wide >= WORKS).to_numpy()
    found = []
    for row in enough:
        failing = np.flatnonzero(~row)
        first = failing[-1] + 1 if len(failing) else 0
        found.append(float(wide.columns[first]) if first < len(row) else math.inf)
    return np.array(found)


def width(cell: pd.DataFrame) -> float:
    """Return the width of the mean curve of the fee rate over the share, NaN where it rises by less than 0.05."""
    curve = cell.groupby("share")["fee_rate"].mean().sort_index()
    shares, rates = curve.index.to_numpy(dtype=float), np.maximum.accumulate(curve.to_numpy())
    rise = rates[-1] - rates[0]
    if rise < ENDED:
        return math.nan
    low, high = (_crossing(shares, rates, rates[0] + part * rise) for part in (0.2, 0.8))
    return high / low


def _crossing(shares: np.ndarray, rates: np.ndarray, wanted: float) -> float:
    """Return the share at which a rising curve reaches a rate, evenly between neighbouring shares."""
    place = int(np.argmax(rates >= wanted))
    if place == 0:
        return float(shares[0])
    part = (wanted - rates[place - 1]) / (rates[place] - rates[place - 1])
    return float(shares[place - 1] + part * (shares[place] - shares[place - 1]))


def makers(runs: pd.DataFrame) -> list[str]:
    """Return what makes the critical share in one cell: obstacles without which its median is at most half as great.

    Args:
        runs: runs of one support and one committee, of all switches.
    """
    medians = {name: float(np.median(critical_shares(part))) for name, part in runs.groupby("switch")}
    before = medians["all_on"]
    if before == 0:
        return []
    return [words for switch, words in OBSTACLES.items() if medians[switch] <= HALVED * min(before, 1.0)]


# --- the page --------------------------------------------------------------------------------------------------------


def page(experiment: Experiment) -> str:
    """Return the verdict as Markdown."""
    runs, switched = experiment.runs(), experiment.runs("threshold")
    return "\n\n".join(
        [
            _verdict(runs),
            _fees(runs),
            _trying(runs),
            _critical(runs),
            _makers(switched),
            _who_gains(runs),
            _disputes(runs),
        ]
    )


def _cells(runs: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
    groups = dict(list(runs.groupby(CELL, sort=False)))
    return [(s, c, groups[(s, c)]) for c in COMMITTEES for s in SUPPORTS if (s, c) in groups]


def _names(support: str, committee: str) -> tuple[str, str]:
    return COMMITTEE_WORDS[committee], SUPPORT_WORDS[support]


def _verdict(runs: pd.DataFrame) -> str:
    rows, words, as_it_comes = [], [], []
    few = max(share for share in runs["share"].unique() if share <= FEW)
    for support, committee, cell in _cells(runs):
        said = parts(cell)
        words.append(said.word)
        if committee == "as_is":
            as_it_comes.append(f"{said.word} with {SUPPORT_WORDS[support]}")
        rows.append(
            (
                *_names(support, committee),
                at(cell, "participation_effect", few).text(),
                at(cell, "participation_effect", 1.0).text(),
                at(cell, "governance_free_riders", few).text(),
                at(cell, "silence_never_visited", few).text(1),
                f"{_yes(said.wakes)} / {_yes(said.ends)} / {_yes(said.reaches)}",
                said.word,
            )
        )
    counts = pd.Series(words).value_counts()
    told = ", ".join(f"{word} in {count}" for word, count in counts.items())
    headline = (
        f"**Verdict on `keyminority.c1`: {overall(words)}.** Of {len(words)} cells: {told}. With the committee as it "
        f"comes about: {'; '.join(as_it_comes)}."
    )
    headings = (
        "Committee",
        "Support",
        f"Participation, {few:g} of members",
        "all members",
        f"Governance free riders, {few:g}",
        f"Months silent, never visited, {few:g}",
        "Wakes / ends / reaches",
        "Word",
    )
    said_of = (
        f"Effects are differences to the twin, mean of {runs['replicate'].nunique()} runs, last 12 months, six "
        "to seven years after the beginning. A dash: undefined, since no body works, or nobody was left unvisited."
    )
    return f"{headline}\n\n{said_of}\n\n{table(headings, rows)}"


def _yes(part: bool) -> str:
    return "yes" if part else "no"


def _fees(runs: pd.DataFrame) -> str:
    shares = sorted(runs["share"].unique())
    rows = []
    for support, committee, cell in _cells(runs):
        rows.append((*_names(support, committee), *(f"{at(cell, 'fee_rate', share).value:.2f}" for share in shares)))
    members = runs["members"].iloc[0]
    serving = [f"{share:g} ({_asked(share, members)})" for share in shares]
    return "Fee rate in the last 12 months by share of members asked (number of them).\n\n" + table(
        ("Committee", "Support", *serving), rows
    )


def trying(runs: pd.DataFrame, support: str, share: float) -> Interval:
    """Return what trying to elect a committee is worth: fee rate as it comes less barred, paired by replicate."""
    part = runs[(runs["support"] == support) & (runs["share"] == share)]
    columns = [part[part["committee"] == one].set_index("replicate")["fee_rate"] for one in ("as_is", "barred")]
    return paired_interval(*columns)


def _trying(runs: pd.DataFrame) -> str:
    shares = sorted(runs["share"].unique())
    supports = [support for support in SUPPORTS if support in set(runs["support"])]
    rows = [(SUPPORT_WORDS[one], *(trying(runs, one, share).text() for share in shares)) for one in supports]
    said = (
        "What trying to elect a committee is worth: fee rate as it comes less barred, by share. Below 0 the doors that "
        "the few knock on for an assembly cost more than the committee brings in six years."
    )
    return f"{said}\n\n{table(('Support', *(f'{share:g}' for share in shares)), rows)}"


def _asked(share: float, members: float) -> int:
    return int(share * members + 0.5)


def _critical(runs: pd.DataFrame) -> str:
    rows = []
    for support, committee, cell in _cells(runs):
        found = critical_shares(cell)
        ends = [_share_text(value) for value in np.quantile(found, (0.05, 0.5, 0.95), method="inverted_cdf")]
        tired = at(cell, "effort_ended_by_burnout", 0.07)
        wide = width(cell)
        rows.append(
            (
                *_names(support, committee),
                ends[1],
                f"{ends[0]} to {ends[2]}",
                "–" if math.isnan(wide) else f"{wide:.1f}",
                tired.text(),
                at(cell, "load_first_year", 0.07).text(1),
            )
        )
    said = (
        "Critical share: from which on a run ends with a fee rate of at least 0.80; median and 90 % of runs. Width: "
        "share at 0.8 of the curve's rise over that at 0.2. Burnout, and load in the first year: with 0.07 of the "
        "members asked."
    )
    headings = ("Committee", "Support", "Critical share", "90 % of runs", "Width", "Ended by burnout", "Load")
    return f"{said}\n\n{table(headings, rows)}"


def _share_text(value: float) -> str:
    return "none" if math.isinf(value) else f"{value:g}"


def _makers(switched: pd.DataFrame) -> str:
    rows = []
    for support, committee, cell in _cells(switched):
        by_switch = dict(list(cell.groupby("switch")))
        shown = [f"{_median(by_switch['all_on'])}; {_wide(by_switch['all_on'])}"]
        shown += [f"{_median(by_switch[name])}; {_wide(by_switch[name])}" for name in SWITCHES]
        made = makers(cell)
        nothing = "no threshold" if _median(by_switch["all_on"]) == "0" else "none of these alone"
        rows.append((*_names(support, committee), *shown, ", ".join(made) or nothing))
    said = (
        "What makes the threshold: median critical share; width, with one thing changed from the month in which the "
        f"members begin ({switched['replicate'].nunique()} runs a point)."
    )
    headings = ("Committee", "Support", "All on", *SWITCHES.values(), "Made by")
    return f"{said}\n\n{table(headings, rows)}"


def _median(cell: pd.DataFrame) -> str:
    return _share_text(float(np.median(critical_shares(cell))))


def _wide(cell: pd.DataFrame) -> str:
    found = width(cell)
    return "–" if math.isnan(found) or math.isinf(found) else f"{found:.1f}"


def _who_gains(runs: pd.DataFrame) -> str:
    shares = [share for share in (0.02, 0.07, 0.2, 0.6) if share in set(runs["share"])]
    rows = []
    for support, committee, cell in _cells(runs):
        for share in shares:
            rows.append(
                (
                    *_names(support, committee),
                    f"{share:g}",
                    f"{at(cell, 'ever_visited', share).value:.2f}",
                    *(at(cell, f"pays_{who}", share).text() for who in ("members", "visited", "never_visited")),
                    *(at(cell, f"belonging_{who}", share).text() for who in ("visited", "never_visited")),
                )
            )
    said = (
        "Who gains: share of occupied households that pay at the end, and their belonging, less the same households in "
        "the twin; members, non-members visited at least once, and non-members never visited (spillover) apart."
    )
    headings = (
        "Committee",
        "Support",
        "Share",
        "Ever visited",
        "Pays: members",
        "visited",
        "never visited",
        "Belonging: visited",
        "never visited",
    )
    return f"{said}\n\n{table(headings, rows)}"


def _disputes(runs: pd.DataFrame) -> str:
    rows = []
    for support, committee, cell in _cells(runs):
        for share in (0.2, 1.0):
            rows.append(
                (
                    *_names(support, committee),
                    f"{share:g}",
                    *(at(cell, f"{stage}_effect_first_year", share).text(1) for stage in ("latent", "reported")),
                    *(at(cell, f"{stage}_effect", share).text(1) for stage in ("latent", "reported")),
                    at(cell, "free_riders", share).text(3),
                )
            )
    said = (
        "Disputes per 100 occupied households a year, less the twin: grievances that arose (latent or reported) and "
        "those reported, in the first year and in the last; free riders on the fee in the last year (undefined where "
        "service is below 0.3)."
    )
    headings = (
        "Committee",
        "Support",
        "Share",
        "Arose, first year",
        "Reported, first year",
        "Arose, last year",
        "Reported, last year",
        "Fee free riders",
    )
    return f"{said}\n\n{table(headings, rows)}"
