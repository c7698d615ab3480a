"""Luck as the model uses it: who revises, who pays, who takes part, and what has to do with what.

Source of each expectation: independent draws, uniform in (0, 1). Thresholds: chi-square p > 0.001 for binomial counts;
four standard errors for a share or a correlation; 4.5 for the largest of 276 correlations between streams (by chance
beyond it in 2 of 1,000 worlds).
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy import integrate, stats

from commsim.agents import CommunityModel, Resident
from commsim.draws import Stream
from tests.theory.chi_square import shape_p, spread_p
from tests.theory.figures import Figure, assert_documented
from tests.theory.limits import limit, payers_by_month
from tests.theory.mean_field import sigma

HOMES, MONTHS = 1200, 40
REVISE, H, TAKING = 0.33, -0.5, -0.9
TASTE_SD, TASTE_H, TASTE_HOMES, TASTE_MONTHS = 2.0, -3.0, 3000, 6
MONTHLY = [stream for stream in Stream if Stream.REVISE <= stream <= Stream.PAPERWORK]
STREAM_MONTHS = 20

NO_PARTICIPATION_WEIGHTS = dict.fromkeys(("b_beta", "b_g", "b_v", "b_n", "cost_young", "cost_middle", "cost_old"), 0.0)


class Witness(Resident):
    """A resident that notes each time it chooses about the fee."""

    def decides_to_pay(self) -> bool:
        pays = super().decides_to_pay()
        self.model.choices.append((self.model.month - 1, self.household, pays))
        return pays


class Seen:
    """What households did, shape (months, homes) each: revised, chose to pay (else NaN), took part."""

    def __init__(self) -> None:
        behaviour = {
            "fees": {"a": H, "J": 0.0, "revise": REVISE},
            "participation": {"a": TAKING, **NO_PARTICIPATION_WEIGHTS},
        }
        scenario = limit(homes=HOMES, months=MONTHS, on=("fees", "participation"), behaviour=behaviour)
        model = CommunityModel(scenario, 1, resident=Witness)
        model.choices = []
        self.paid = np.full((MONTHS, HOMES), np.nan)
        self.took_part = np.zeros((MONTHS, HOMES), bool)
        for month in range(MONTHS):
            model.step()
            self.took_part[month] = [resident.took_part for resident in model.estates[0].residents]
        for month, household, pays in model.choices:
            self.paid[month, household] = pays
        self.revised = ~np.isnan(self.paid)


@cache
def seen() -> Seen:
    """Return what a run showed."""
    return Seen()


def score(a: np.ndarray, b: np.ndarray) -> float:
    """Return the correlation of two series times the root of their length: standard normal if independent."""
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1] * math.sqrt(a.size))


def revision_p() -> tuple[float, float]:
    """Return p-values of revisions over months and of revisions by home."""
    revised = seen().revised
    return spread_p(revised.sum(axis=1), HOMES, REVISE), shape_p(revised.sum(axis=0), MONTHS, REVISE)


def paying_share() -> tuple[float, float]:
    """Return the share that pays among those who revise, and four standard errors."""
    paid = seen().paid[seen().revised]
    p = float(sigma(H))
    return float(paid.mean()), 4.0 * math.sqrt(p * (1.0 - p) / len(paid))


def taking_p() -> tuple[float, float]:
    """Return p-values of those who took part over months and by home."""
    took_part, p = seen().took_part, float(sigma(TAKING))
    return spread_p(took_part.sum(axis=1), HOMES, p), shape_p(took_part.sum(axis=0), MONTHS, p)


def dependences() -> dict[str, float]:
    """Return standard scores of what should have nothing to do with each other."""
    revised, took_part = seen().revised.astype(float), seen().took_part.astype(float)
    both = seen().revised[1:] & seen().revised[:-1]
    return {
        "revising this month and the month before": score(revised[1:], revised[:-1]),
        "revising and the next home's revising": score(revised[:, 1:], revised[:, :-1]),
        "revising and taking part": score(revised, took_part),
        "paying and taking part": score(seen().paid[seen().revised], took_part[seen().revised]),
        "paying now and at the choice a month before": score(seen().paid[1:][both], seen().paid[:-1][both]),
        "taking part this month and the month before": score(took_part[1:], took_part[:-1]),
    }


def test_households_revise_as_often_as_the_parameter_says():
    over_months, by_home = revision_p()
    assert over_months > 0.001
    assert by_home > 0.001


def test_who_revises_pays_with_the_chance_of_the_rule():
    """A draw used for both purposes would make everybody who revises pay, here."""
    found, allowed = paying_share()
    assert abs(found - float(sigma(H))) < allowed


def test_households_take_part_as_often_as_the_rule_says():
    over_months, by_home = taking_p()
    assert over_months > 0.001
    assert by_home > 0.001


def test_decisions_have_nothing_to_do_with_each_other():
    assert {pair: value for pair, value in dependences().items() if abs(value) >= 4.0} == {}


# --- tastes -----------------------------------------------------------------------------------------------------------


def taste_expected() -> tuple[float, float]:
    """Return the mean chance over normal tastes, and four standard errors of the model's share."""

    def chance(z: float) -> float:
        return float(sigma(TASTE_H + TASTE_SD * z))

    mean = integrate.quad(lambda z: chance(z) * stats.norm.pdf(z), -8, 8)[0]
    square = integrate.quad(lambda z: chance(z) ** 2 * stats.norm.pdf(z), -8, 8)[0]
    variance = (square - mean**2) / TASTE_HOMES + (mean - square) / (TASTE_HOMES * TASTE_MONTHS)
    return mean, 4.0 * math.sqrt(variance)


@cache
def taste_share() -> float:
    """Return the share of bills paid where households differ only in lasting taste."""
    fees = {"a": TASTE_H, "J": 0.0, "taste_sd": TASTE_SD}
    scenario = limit(homes=TASTE_HOMES, months=TASTE_MONTHS, on=("fees",), behaviour={"fees": fees})
    paid = sum(month for (month,) in payers_by_month(scenario, 1))
    return paid / (TASTE_HOMES * TASTE_MONTHS)


def test_normal_tastes_give_the_logistic_normal_rate():
    expected, allowed = taste_expected()
    assert abs(expected - float(sigma(TASTE_H))) > allowed
    assert abs(taste_share() - expected) < allowed


# --- streams ----------------------------------------------------------------------------------------------------------


@cache
def streams() -> np.ndarray:
    """Return what an estate draws for every monthly purpose, shape (streams, months * homes)."""
    model = CommunityModel(limit(homes=HOMES, months=STREAM_MONTHS), 1)
    drawn: list[list[float]] = [[] for _ in MONTHLY]
    for month in range(1, STREAM_MONTHS + 1):
        model.month = month
        for values, stream in zip(drawn, MONTHLY, strict=True):
            values.extend(model.estates[0].draw(stream))
    return np.array(drawn)


def strongest_link() -> float:
    """Return the largest standard score of a correlation between two streams."""
    correlations = np.corrcoef(streams())
    return float(np.abs(correlations[np.triu_indices(len(MONTHLY), 1)]).max() * math.sqrt(streams().shape[1]))


def least_uniform() -> float:
    """Return the least p-value of the streams' Kolmogorov-Smirnov tests, times their number."""
    return min(stats.kstest(values, "uniform").pvalue for values in streams()) * len(MONTHLY)


def test_no_purpose_shares_its_draws_with_another():
    assert strongest_link() < 4.5


def test_every_purpose_draws_uniformly():
    assert least_uniform() > 0.001


def figures() -> list[Figure]:
    """Return the rows for the document."""
    found, allowed = paying_share()
    rows = [
        Figure(
            f"share that pays among those who revise, h = {H:g}", f"{sigma(H):.4f}", f"{found:.4f}", f"± {allowed:.4f}"
        )
    ]
    for what, (over_months, by_home) in (("revising", revision_p()), ("taking part", taking_p())):
        p_values = f"p = {over_months:.3f}, {by_home:.3f}"
        rows.append(Figure(f"{what} is binomial over months, by home", "chi-square", p_values, "p > 0.001"))
    rows += [Figure(f"standard score: {pair}", "0", f"{value:.2f}", "± 4") for pair, value in dependences().items()]
    expected, margin = taste_expected()
    name = f"normal tastes, sd {TASTE_SD:g}, h = {TASTE_H:g}: share paid"
    rows.append(Figure(name, f"{expected:.4f}", f"{taste_share():.4f}", f"± {margin:.4f}"))
    name = f"strongest of {len(MONTHLY) * (len(MONTHLY) - 1) // 2} correlations between streams, standard score"
    rows.append(Figure(name, "0", f"{strongest_link():.2f}", "± 4.5"))
    return rows


def test_the_document_shows_these_figures():
    assert_documented(figures())
