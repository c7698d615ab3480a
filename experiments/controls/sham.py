"""Sham and labour swap: is it the members, their hours, or what they do?

Concepts:
    sham: the same members with the same hours and files, busy with paperwork. Participation is not asked of it: it is a
        share of those not activated, so that it is of others where members are activated, even on paper.
    swap: the same work by homes without a member, or the same visits by paid strangers.
    needs members: the swap brings at most half of what members bring; see :func:`swap_word`.
"""

from __future__ import annotations

import pandas as pd

from experiments.common import DEPENDS, NOT, SUPPORTED, Interval, paired_interval, table

NOBODY, MEMBERS = "nobody", "members"
WHO = {
    "members": "members",
    "paperwork": "members at paperwork",
    "members_no_visits": "members without visits",
    "non_members": "non-members",
    "callers": "paid callers",
}
WORK = {
    "all": "all work",
    "committee_given": "all work, committee given",
    "visits_only": "visits only",
    "visits_no_word": "visits without a word",
    "visits_no_bond": "visits without word or bond",
}
MEASURES = ("fee_rate", "service", "participation", "trust_ties", "latent", "reported")
EVERYTHING = (
    *("fee_first_year", "fee_rate", "service", "trust_self", "trust_ties", "belonging", "latent", "reported"),
    *("committee_exists", "visited", "street_yuan_spent", "common_account_yuan", "arrears_yuan"),
)
"""Measures in which the sham must differ in nothing from nobody."""

HALF, ALIKE = 0.5, 0.05


def effect(runs: pd.DataFrame, work: str, who: str, measure: str, against: str = NOBODY) -> Interval:
    """Return the mean difference to somebody else's doing nothing (or to ``against``), paired by replicate."""
    part = runs[runs["work"] == work]
    columns = [part[part["who"] == one].set_index("replicate")[measure] for one in (who, against)]
    return paired_interval(*columns)


def sham_is_nothing(runs: pd.DataFrame, work: str) -> bool:
    """Return whether the sham differs from nobody in no run and no measure; undefined beside undefined is none."""
    part = runs[runs["work"] == work]
    sham, nobody = (
        part[part["who"] == who].set_index("replicate").sort_index()[list(EVERYTHING)].astype(float)
        for who in ("paperwork", NOBODY)
    )
    return bool(((sham == nobody) | (sham.isna() & nobody.isna())).all(axis=None))


def swap_word(members: Interval, swapped: Interval, difference: Interval) -> str:
    """Return what "it takes members" is worth beside one swap.

    Args:
        members: effect of members on the fee rate.
        swapped: effect of those in their place.
        difference: members less those in their place.

    Returns:
        supported if those in their place bring at most half; not supported if the two differ by less than 0.05 with
        certainty; otherwise that it depends.
    """
    if swapped.high <= HALF * members.value:
        return SUPPORTED
    if max(abs(difference.low), abs(difference.high)) < ALIKE:
        return NOT
    return DEPENDS


def section(runs: pd.DataFrame) -> str:
    """Return the section of the page."""
    words = []
    for work, who in (("all", "non_members"), ("visits_only", "non_members"), ("visits_only", "callers")):
        word = swap_word(
            effect(runs, work, MEMBERS, "fee_rate"),
            effect(runs, work, who, "fee_rate"),
            effect(runs, work, MEMBERS, "fee_rate", who),
        )
        words.append(f"{WHO[who]}, {WORK[work]}: {word}")
    headline = f"**Sham.** {_sham(runs)} **That it takes members**, beside {'; '.join(words)}."
    rows = [
        (WORK[work], WHO[who], *(effect(runs, work, who, name).text() for name in MEASURES), _hours(runs, work, who))
        for work in WORK
        for who in WHO
    ]
    headings = (
        *("Work", "Who", "Fee rate", "Service", "Participation", "Ties", "Arose", "Reported"),
        "Members' hours a month",
    )
    return (
        f"{headline}\n\nDifference to nobody in the last 12 months, mean of {runs['replicate'].nunique()} runs; arose "
        f"and reported: disputes per 100 households a year.\n\n{table(headings, rows)}"
    )


def _sham(runs: pd.DataFrame) -> str:
    nothing = [work for work in WORK if sham_is_nothing(runs, work)]
    named = "; ".join(WORK[work] for work in nothing) or "none"
    told = f"Paperwork differs from nobody's work by exactly 0 in every run and measure with: {named}."
    for work, words in WORK.items():
        if work not in nothing:
            told += f" Not with {words}: {effect(runs, work, 'paperwork', 'fee_rate').text(4)} on the fee rate."
    return told


def _hours(runs: pd.DataFrame, work: str, who: str) -> str:
    part = runs[(runs["work"] == work) & (runs["who"] == who)]
    return f"{part['hours_minutes'].mean() / 60 / 84:.0f}"
