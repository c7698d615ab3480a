"""Rival cures beside activation: what each costs, how fast it is, how far it goes, and what remains when it ends.

Concepts:
    gain: fee rate in the last year of the cures (months 85 to 96) less that of the estate left alone.
    remains: the same seven years later (last 12 months), over the gain.
    cost: working hours at a wage, what the street paid, what pressing arrears cost more than in the estate left alone,
        and what a new company put into full service beyond what came in; yuan, over the months 61 to 96.
    budget: the cost of ``activation_60`` at 20 yuan an hour.
    last ten points: a fee rate of at least 0.90.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from commsim.rules.service import ServiceParameters
from experiments.common import DEPENDS, NOT, SUPPORTED, Interval, mean_interval, paired_interval, share_interval, table

NONE, CHOSEN = "none", "activation_60"
STAFF_HOURS = 16 * 36
"""Hours the branch's own staff work from month 61 to 96, by the scenario."""

WAGES = (10.0, 20.0, 40.0)
"""Yuan an hour (assumed; 20 is what an hour of upkeep costs the street in the behaviour file)."""

WAGE = 20.0
GUARANTEE = {"company_x1": 3, "company_x2": 6, "company_x3": 12}
"""Months of full service a new company gives, by level."""

UNKNOWN = "pressure"
HIGH = 0.90
SAME_LOW, SAME_HIGH = 0.5, 1.5
RAISES = 0.2


class Cost(NamedTuple):
    """What a cure costs, mean over runs.

    Attributes:
        hours: of members and staff.
        yuan: of street, pressing and guarantee, without the hours.
    """

    hours: float
    yuan: float

    def at(self, wage: float) -> float:
        """Return hours and money together, yuan."""
        return self.hours * wage + self.yuan


def of_cure(runs: pd.DataFrame, cure: str) -> pd.DataFrame:
    """Return the runs of one cure by replicate."""
    return runs[runs["cure"] == cure].set_index("replicate").sort_index()


def cost(runs: pd.DataFrame, cure: str) -> Cost:
    """Return what a cure costs from month 61 to 96, beyond what the estate left alone costs."""
    part, none = of_cure(runs, cure), of_cure(runs, NONE)
    hours = part["hours_minutes"].mean() / 60
    if cure.startswith("activation"):
        hours += STAFF_HOURS
    yuan = part["street_yuan_spent"].mean() + _pressing(part, cure) - _pressing(none, NONE)
    months = GUARANTEE.get(cure)
    if months is not None:
        need = ServiceParameters().kappa * part[f"billed_{months}"]
        yuan += (need - part[f"collected_{months}"] + part[f"recovered_{months}"]).clip(lower=0).mean()
    return Cost(float(hours), float(yuan))


def _pressing(part: pd.DataFrame, cure: str) -> float:
    """Return what reminders, letters and suits cost: the company's cash, less where they cost nothing.

    A company that enters begins with an empty cash box, so that nothing is left of what was spent before.
    """
    before = 0.0 if cure.startswith("company") else part["pressing_60"].mean()
    return float(before - part["pressing_96"].mean())


def gain(runs: pd.DataFrame, cure: str, measure: str = "fee_cured") -> Interval:
    """Return the mean difference to the estate left alone, paired by replicate."""
    return paired_interval(of_cure(runs, cure)[measure], of_cure(runs, NONE)[measure])


def remains(runs: pd.DataFrame, cure: str) -> float:
    """Return the gain seven years after the end over the gain, NaN where there is hardly one."""
    had = gain(runs, cure).value
    return gain(runs, cure, "fee_end").value / had if had >= 0.05 else math.nan


def high(runs: pd.DataFrame, cure: str, measure: str = "fee_cured") -> Interval:
    """Return the share of runs with the last ten points."""
    return share_interval(of_cure(runs, cure)[measure] >= HIGH)


def equals(runs: pd.DataFrame) -> list[str]:
    """Return the rivals that cost about one budget, 0.5 to 1.5."""
    budget = cost(runs, CHOSEN).at(WAGE)
    return [
        cure
        for cure in runs["cure"].unique()
        if not cure.startswith(("activation", UNKNOWN, NONE))
        and SAME_LOW <= cost(runs, cure).at(WAGE) / budget <= SAME_HIGH
    ]


def possible(runs: pd.DataFrame) -> dict[str, bool]:
    """Return for each kind of rival whether some size of it raises the fee rate by at least 0.2 with certainty."""
    found: dict[str, bool] = {}
    for cure in runs["cure"].unique():
        if not cure.startswith(("activation", NONE)):
            kind = cure.partition("_")[0]
            found[kind] = found.get(kind, False) or gain(runs, cure).low >= RAISES
    return found


def best_word(runs: pd.DataFrame) -> str:
    """Return whether activation gains most for one budget: supported, not, or depends where intervals overlap."""
    chosen = gain(runs, CHOSEN)
    rivals = [gain(runs, cure) for cure in equals(runs)]
    if all(one.high < chosen.low for one in rivals):
        return SUPPORTED
    return NOT if any(one.low > chosen.high for one in rivals) else DEPENDS


# --- the section -----------------------------------------------------------------------------------------------------


def section(runs: pd.DataFrame) -> str:
    """Return the section of the page."""
    return "\n\n".join([_headline(runs), _costs(runs), _course(runs), _rest(runs)])


def _headline(runs: pd.DataFrame) -> str:
    can = possible(runs)
    yes = ", ".join(kind for kind, so in can.items() if so) or "none"
    no = ", ".join(kind for kind, so in can.items() if not so) or "none"
    same = equals(runs)
    beside = "; ".join(f"{_name(cure)} {gain(runs, cure).text()}" for cure in same)
    chosen = cost(runs, CHOSEN)
    reach = [cure for cure in runs["cure"].unique() if high(runs, cure).value >= 0.5 and cure != NONE]
    lasting = sorted((remains(runs, cure), cure) for cure in runs["cure"].unique() if gain(runs, cure).low >= RAISES)
    ends = ", ".join(f"{_name(cure)} {part:.2f}" for part, cure in (lasting[0], lasting[-1])) if lasting else "–"
    return (
        f"**Rival cures.** Kinds that raise the fee rate by 0.2 at some size: {yes}; not: {no}. **Activation gains "
        f"most for one budget: {best_word(runs)}**, {gain(runs, CHOSEN).text()} for {chosen.hours:,.0f} hours and "
        f"{chosen.yuan:,.0f} yuan ({chosen.at(WAGE):,.0f} yuan at {WAGE:g} an hour), beside {beside}. The last ten "
        f"points are reached in half of the runs by: {', '.join(map(_name, reach)) or 'none'}. Of the gain, seven "
        f"years after the end there remains least and most: {ends}."
    )


def _name(cure: str) -> str:
    return cure.replace("_", " ")


def _costs(runs: pd.DataFrame) -> str:
    budget = cost(runs, CHOSEN).at(WAGE)
    rows = []
    for cure in runs["cure"].unique():
        found = cost(runs, cure)
        known = not cure.startswith(UNKNOWN)
        times = f"{found.at(WAGE) / budget:.2f}" if known else "not known"
        at_wages = [f"{found.at(wage):,.0f}" if known else "–" for wage in WAGES]
        had = gain(runs, cure)
        per = f"{had.value * 100 / (found.at(WAGE) / 1e5):.1f}" if known and found.at(WAGE) >= 1 else "–"
        rows.append((_name(cure), f"{found.hours:,.0f}", f"{found.yuan:,.0f}", *at_wages, times, had.text(), per))
    headings = ("Cure", "Hours", "Yuan", *(f"at {wage:g} an hour" for wage in WAGES), "Budgets", "Gain")
    said = "What each costs in its 36 months, in all; gain of the fee rate, and points of it for each 100,000 yuan."
    return f"{said}\n\n{table((*headings, 'Points per 100,000'), rows)}"


def _course(runs: pd.DataFrame) -> str:
    rows = []
    for cure in runs["cure"].unique():
        part = of_cure(runs, cure)
        kept = remains(runs, cure)
        levels = [part[name].mean() for name in ("fee_before", "fee_first_year", "fee_cured", "fee_after", "fee_end")]
        rows.append(
            (
                _name(cure),
                *(f"{level:.3f}" for level in levels),
                mean_interval(part["half"]).text(1) if gain(runs, cure).value >= RAISES else "–",
                high(runs, cure).text(),
                high(runs, cure, "fee_end").text(),
                "–" if math.isnan(kept) else f"{kept:.2f}",
            )
        )
    headings = (
        *("Cure", "Months 49–60", "61–72", "85–96", "109–120", "169–180", "Months to half"),
        *("At least 0.90, 85–96", "at the end", "Remains of the gain"),
    )
    said = (
        "Fee rate before, during and after (cures end with month 96 at the latest; mean of "
        f"{runs['replicate'].nunique()} runs). Months to half of the gain: where it is at least 0.2."
    )
    return f"{said}\n\n{table(headings, rows)}"


def _rest(runs: pd.DataFrame) -> str:
    names = ("ties", "trust_payee", "participation", "latent", "reported")
    rows = []
    for cure in runs["cure"].unique():
        cells = [gain(runs, cure, f"{name}_{when}").text() for name in names for when in ("cured", "end")]
        rows.append((_name(cure), *cells, f"{of_cure(runs, cure)['court_cured'].mean():.1f}"))
    words = ("Ties", "Trust in payee", "Participation", "Disputes that arose", "Reported")
    headings = ("Cure", *(f"{word}, {when}" for word in words for when in ("85–96", "end")), "Suits that ended, 61–96")
    return f"Ties and disputes, less the estate left alone.\n\n{table(headings, rows)}"
