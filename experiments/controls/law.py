"""Law and mediation: ``law.c1``, law settles a dispute but tears relations; mediation settles it and keeps them.

Concepts:
    settled: ended on a rung of the ladder; given up: ended on none.
    tears: ties are lower at the end where disputes go to court than where they are mediated, by at least 0.01 of trust
        in the mean over the estate's ties.
    put in: the tearing vanishes where a suit is assumed to take nothing from tie and trust.
"""

from __future__ import annotations

import pandas as pd

from experiments.common import DEPENDS, NOT, SUPPORTED, Interval, paired_interval, table

RUNGS = ("stairwell", "estate", "community", "street", "court")
ACTIVATED = ("no", "yes")
MATTERS = 0.01
MEASURES = {
    "trust_ties": ("Ties", 3),
    "trust_payee": ("Trust in payee", 3),
    "belonging": ("Belonging", 3),
    "latent_neighbour": ("Quarrels of neighbours that arose", 1),
    "open_end": ("Open per 100 at the end", 1),
    "fee_rate": ("Fee rate", 3),
}


def to_court(runs: pd.DataFrame, activated: str, tearing: str, measure: str) -> Interval:
    """Return court less mediation where arrears are only reminded of."""
    part = runs[(runs["activated"] == activated) & (runs["tearing"] == tearing) & (runs["arrears"] == "reminded")]
    return _paired(part, "disputes_go", "to_court", "to_mediation", measure)


def suing(runs: pd.DataFrame, activated: str, tearing: str, measure: str) -> Interval:
    """Return sued less reminded where disputes are mediated."""
    part = runs[(runs["activated"] == activated) & (runs["tearing"] == tearing)]
    return _paired(part[part["disputes_go"] == "to_mediation"], "arrears", "sued", "reminded", measure)


def _paired(part: pd.DataFrame, factor: str, first: str, second: str, measure: str) -> Interval:
    columns = [part[part[factor] == level].set_index("replicate")[measure] for level in (first, second)]
    return paired_interval(*columns)


def settled_share(runs: pd.DataFrame, where: str) -> float:
    """Return the share of reported disputes that ended on a rung, of all that arose and ended, with tearing assumed."""
    part = runs[(runs["disputes_go"] == where) & (runs["tearing"] == "assumed") & (runs["arrears"] == "reminded")]
    ended = float(part[[f"ended_{rung}" for rung in RUNGS]].to_numpy().sum())
    return ended / (ended + float(part["ended_faded"].sum()))


def word(assumed: list[Interval], nothing: list[Interval]) -> str:
    """Return what "law tears" is worth.

    Args:
        assumed: court less mediation on ties, each with and without activation, with the tearing that is assumed.
        nothing: the same where a suit takes nothing.

    Returns:
        not supported unless courts tear in all of them with the tearing assumed; depends where they do not without
        it, since the answer is then put in; supported where they do all the same.
    """
    if not all(one.high < 0 and one.value <= -MATTERS for one in assumed):
        return NOT
    return SUPPORTED if all(one.high < 0 and one.value <= -MATTERS for one in nothing) else DEPENDS


def section(runs: pd.DataFrame) -> str:
    """Return the section of the page."""
    ties = {t: [to_court(runs, a, t, "trust_ties") for a in ACTIVATED] for t in ("assumed", "none")}
    said = word(ties["assumed"], ties["none"])
    settled = [settled_share(runs, where) for where in ("to_mediation", "to_court")]
    headline = (
        f"**Law and mediation. That courts tear relations (`law.c1`): {said}.** Ties, court less mediation, not "
        "activated and activated: "
        f"{ties['assumed'][0].text(4)} and {ties['assumed'][1].text(4)} with the tearing assumed, "
        f"{ties['none'][0].text(4)} and {ties['none'][1].text(4)} without. Of grievances that ended, "
        f"{settled[0]:.2f} were settled with mediation, {settled[1]:.2f} with courts; the others were never reported "
        "or given up."
    )
    rows = []
    for contrast_name, contrast in (("court less mediation", to_court), ("suits less reminders for arrears", suing)):
        for activated in ACTIVATED:
            for tearing in ("assumed", "none"):
                figures = [contrast(runs, activated, tearing, m).text(digits) for m, (_, digits) in MEASURES.items()]
                rows.append((contrast_name, activated, tearing, *figures))
    headings = ("Contrast", "Activated", "Tearing", *(words for words, _ in MEASURES.values()))
    return f"{headline}\n\n{table(headings, rows)}"
