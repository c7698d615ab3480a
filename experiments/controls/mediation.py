"""Mediation: how much of what activation does goes through the committee it brings about.

Concepts (Y(a, m): activated or not, with the committee of m; M(1): the committee of the activated estate, M(0): of the
estate left alone, which has none):
    total: Y(1, M(1)) - Y(0, M(0)).
    natural direct: Y(1, M(0)) - Y(0, M(0)), the committee as it would be without activation: barred.
    natural indirect (total indirect): Y(1, M(1)) - Y(1, M(0)).
    pure indirect: Y(0, M(1)) - Y(0, M(0)), the committee decreed and its quality held month by month at M(1)'s mean.
    interaction: total - natural direct - pure indirect; below 0 where each makes the other superfluous.
    empty: a committee by decree held at quality 0, the other way to have M(0).
"""

from __future__ import annotations

import pandas as pd

from experiments.common import NOT, PARTLY, SUPPORTED, Interval, contrast, table

ARMS = ("as_is", "barred", "empty", "held")
MEASURES = {
    "fee_rate_second_year": "Fee rate, second year",
    "fee_rate": "Fee rate",
    "service": "Service",
    "trust_payee": "Trust in payee",
    "trust_self": "Trust in self-government",
    "trust_ties": "Ties",
    "participation": "Participation",
    "latent": "Disputes that arose",
    "reported": "Disputes reported",
}
EFFECTS: dict[str, dict[tuple[str, str], float]] = {
    "Total": {("yes", "as_is"): 1, ("no", "as_is"): -1},
    "Natural direct": {("yes", "barred"): 1, ("no", "as_is"): -1},
    "Natural indirect": {("yes", "as_is"): 1, ("yes", "barred"): -1},
    "Pure indirect": {("no", "held"): 1, ("no", "as_is"): -1},
    "Interaction": {("yes", "as_is"): 1, ("yes", "barred"): -1, ("no", "held"): -1, ("no", "as_is"): 1},
    "Direct beside an empty committee": {("yes", "empty"): 1, ("no", "empty"): -1},
    "Direct beside a held one": {("yes", "held"): 1, ("no", "held"): -1},
}
"""Each effect as weights of the cells (activated, committee)."""

MOST, FEW = 0.8, 0.5
SHORT = 0.05


def effect(runs: pd.DataFrame, name: str, measure: str) -> Interval:
    """Return one effect on one measure, made within each replicate."""
    points = runs.drop_duplicates("point").set_index("point")
    cells = list(zip(points["activated"], points["committee"], strict=True))
    signs = pd.Series([EFFECTS[name].get(cell, 0.0) for cell in cells], index=points.index)
    return contrast(runs, measure, signs[signs != 0])


def path_word(total: Interval, direct: Interval, pure: Interval) -> str:
    """Return by which path the total comes about: parts of it that the direct and the pure indirect effect make up."""
    by_itself, through = direct.value / total.value, pure.value / total.value
    if by_itself >= MOST and through >= MOST:
        return "either is enough"
    if by_itself < FEW and through < FEW:
        return "both are needed"
    if through >= FEW > by_itself:
        return "mainly through the committee"
    return "mainly direct" if by_itself >= FEW > through else "by both paths"


def alone_word(lost: Interval) -> str:
    """Return what ``tianhu.c2`` (members alone cannot do it all) is worth.

    Args:
        lost: natural indirect effect on the fee rate, what is missing where members have no committee.
    """
    if lost.low <= 0:
        return NOT
    return SUPPORTED if lost.value >= SHORT else PARTLY


def section(runs: pd.DataFrame) -> str:
    """Return the section of the page."""
    fee = {name: effect(runs, name, "fee_rate") for name in EFFECTS}
    path = path_word(fee["Total"], fee["Natural direct"], fee["Pure indirect"])
    headline = (
        f"**Mediation.** Fee rate: total {fee['Total'].text()}, natural direct {fee['Natural direct'].text()}, natural "
        f"indirect {fee['Natural indirect'].text(3)}, pure indirect {fee['Pure indirect'].text()}: **{path}**. "
        f"**`tianhu.c2`: {alone_word(fee['Natural indirect'])}.**"
    )
    rows = [(words, *(effect(runs, name, measure).text() for name in EFFECTS)) for measure, words in MEASURES.items()]
    return f"{headline}\n\n{table(('Last 12 months', *EFFECTS), rows)}\n\n{_cells(runs)}"


def _cells(runs: pd.DataFrame) -> str:
    means = runs.groupby(["activated", "committee"])[["fee_rate", "committee_quality", "lasts"]].mean()
    rows = []
    for arm in ARMS:
        cells = [means.loc[(activated, arm)] for activated in ("no", "yes")]
        rows.append((arm.replace("_", " "), *(f"{c['fee_rate']:.3f}" for c in cells), *_rest(cells)))
    headings = ("Committee", "Fee rate, not activated", "activated", "Quality, not activated", "activated")
    return table((*headings, "Lasts three years, not activated", "activated"), rows)


def _rest(cells: list[pd.Series]) -> list[str]:
    return [f"{cell[name]:.2f}" for name in ("committee_quality", "lasts") for cell in cells]
