"""Votes: the statutes' vectors, the quorum's chance, and the cash that follows (theory.md 9, T9).

Vectors are exact. Chances: each of 300 owners of equal areas takes part with chance p and says yes with chance y; a
real assembly collects and counts the ballots, 600 for each case. Thresholds: four standard errors.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from scipy import stats

from commsim.agents import CommunityModel
from commsim.agents.assembly import Assembly
from commsim.rules.assembly import Ballot, carried, consent_2021, quorum_2021
from commsim.rules.revenue import largest_remainder
from tests.theory.figures import Figure, assert_documented
from tests.theory.limits import SURE, limit

OWNERS, BALLOTS = 300, 600
UNITS = 100  # of 0.01 m² in a m²

# TA, TN, PA, PN, YA, YN (m², owners), special, quorum, consent
VECTORS = [
    (30000, 300, 20000, 200, 10001, 101, False, True, True),
    (30000, 300, 20000, 200, 10000, 101, False, True, False),
    (30000, 300, 20000, 200, 10001, 100, False, True, False),
    (30000, 300, 19999, 200, 19999, 200, False, False, True),
    (30000, 300, 20000, 200, 15000, 150, True, True, True),
    (30000, 300, 20000, 200, 14999, 150, True, True, False),
    (30000, 300, 20000, 200, 15000, 149, True, True, False),
    (30000, 300, 30000, 300, 15000, 150, False, True, False),
    (30000, 300, 30000, 300, 22500, 225, True, True, True),
    (10000, 7, 6667, 5, 3334, 3, False, True, True),
]
# Property Law art. 76: YA, YN of 30,000 m² and 300 owners, fund, carried (model.md rule 8; two thirds: 20,000 and 200)
OLD_VECTORS = [
    (15001, 151, False, True),
    (15000, 151, False, False),
    (15001, 150, False, False),
    (20000, 200, True, True),
    (19999, 200, True, False),
    (20000, 199, True, False),
]
QUORUM = {0.60: 0.010217, 0.65: 0.294487, 0.70: 0.906104, 0.75: 0.999519}  # Bin(300, p) >= 200
CONSENT = [("elect", 0.68, 0.52), ("let_common_parts", 0.72, 0.76)]  # matter, p, y


def ballot(TA: int, TN: int, PA: int, PN: int, YA: int, YN: int, unit: int = UNITS) -> Ballot:
    return Ballot(TA * unit, TN, PA * unit, PN, YA * unit, YN)


def vectors_held() -> int:
    """Return how many vectors of both statutes are decided as they say."""
    held = 0
    for *counts, special, quorum, consent in VECTORS:
        held += carried(ballot(*counts), 2021, special, fund=False, quorum=True) == (quorum and consent)
    for YA, YN, fund, passes in OLD_VECTORS:
        held += carried(ballot(30000, 300, YA, YN, YA, YN), 2020, special=False, fund=fund, quorum=True) == passes
    return held


@pytest.mark.parametrize("vector", VECTORS)
def test_the_civil_code_decides_as_its_vectors_say(vector):
    *counts, special, quorum, consent = vector
    b = ballot(*counts)
    assert quorum_2021(b) == quorum
    assert consent_2021(b, special) == consent
    assert carried(b, 2021, special, fund=False, quorum=True) == (quorum and consent)


def test_one_unit_of_area_decides():
    """The tests are exact in units of 0.01 m²."""
    assert carried(ballot(3_000_000, 300, 2_000_000, 200, 1_000_001, 101, 1), 2021, False, False, True)
    assert not carried(ballot(3_000_000, 300, 1_999_999, 200, 1_500_000, 150, 1), 2021, False, False, True)


@pytest.mark.parametrize("vector", OLD_VECTORS)
def test_the_property_law_decides_as_its_vectors_say(vector):
    YA, YN, fund, passes = vector
    assert carried(ballot(30000, 300, YA, YN, YA, YN), 2020, special=False, fund=fund, quorum=True) == passes


def test_common_income_is_divided_by_area_after_cost():
    """Civil Code art. 282 and 283: 120,000 yuan less 30,000 for owners of 60 and 40 m²."""
    assert largest_remainder((120_000 - 30_000) * 100, [60 * UNITS, 40 * UNITS]) == [54_000 * 100, 36_000 * 100]


# --- chances ----------------------------------------------------------------------------------------------------------


def logit(p: float) -> float:
    return math.log(p / (1.0 - p))


@cache
def counted(matter: str, p: float, y: float, months: int = 1, knocking: bool = False) -> list[tuple[bool, bool]]:
    """Return for each of many ballots whether there was a quorum and whether the matter was carried.

    Args:
        matter: as in an assembly.
        p: chance a month that an owner takes part.
        y: chance that he says yes.
        months: ballots are open for.
        knocking: somebody tries every door once a month.
    """
    weights = dict.fromkeys(("b_beta", "b_g", "b_v", "b_n", "cost_young", "cost_middle", "cost_old"), 0.0)
    yes = {"a": logit(y), "b_g": 0.0}
    behaviour = {"participation": {"a": logit(p) if p else -SURE, **weights}, "assembly": yes}
    model = CommunityModel(limit(homes=OWNERS, on=("participation", "assembly", "quorum"), behaviour=behaviour), 1)
    estate = model.estates[0]
    for resident in estate.residents:
        resident.area = 95 * UNITS
    minutes = OWNERS * int(estate.behaviour.assembly.try_minutes) if knocking else 0
    results = []
    for _ in range(BALLOTS):
        assembly = Assembly(estate, matter, months, 1, "vote", str)
        for _ in range(months):
            model.month += 1
            estate.residents_take_part()
            assembly.collect(minutes)
        count = assembly.count()
        results.append((quorum_2021(count), assembly.passes(count)))
    return results


def share(results: list[tuple[bool, bool]], place: int) -> float:
    return float(np.mean([result[place] for result in results]))


def allowed(chance: float) -> float:
    return 4.0 * math.sqrt(chance * (1.0 - chance) / BALLOTS)


def carried_chance(matter: str, p: float, y: float) -> float:
    """Return the chance of quorum and consent for equal areas."""
    total = 0.0
    for k in range(200, OWNERS + 1):
        needed = k // 2 + 1 if matter == "elect" else -(-3 * k // 4)
        total += stats.binom.pmf(k, OWNERS, p) * stats.binom.sf(needed - 1, k, y)
    return float(total)


def knocked_chance() -> float:
    """Return the chance of a quorum where every door is tried in each of two months and 0.4 answer a try."""
    return float(stats.binom.sf(199, OWNERS, 1.0 - 0.6**2))


@pytest.mark.parametrize(("p", "chance"), QUORUM.items())
def test_the_binomial_gives_the_table(p, chance):
    assert stats.binom.sf(199, OWNERS, p) == pytest.approx(chance, abs=1e-6)


@pytest.mark.parametrize(("p", "chance"), QUORUM.items())
def test_a_quorum_comes_about_as_often_as_the_binomial_says(p, chance):
    assert abs(share(counted("elect", p, 0.52), 0) - chance) < allowed(chance)


@pytest.mark.parametrize("case", CONSENT)
def test_a_matter_is_carried_as_often_as_both_binomials_say(case):
    chance = carried_chance(*case)
    assert 0.2 < chance < 0.8
    assert abs(share(counted(*case), 1) - chance) < allowed(chance)


def test_knocking_on_every_door_twice_brings_the_quorum_of_its_answers():
    assert 0.1 < knocked_chance() < 0.9
    assert abs(share(counted("elect", 0.0, 0.52, 2, knocking=True), 0) - knocked_chance()) < allowed(knocked_chance())


def figures() -> list[Figure]:
    """Return the rows for the document."""
    name = "vote vectors, Civil Code art. 278 and Property Law art. 76: decided rightly"
    rows = [Figure(name, f"{len(VECTORS) + len(OLD_VECTORS)}", f"{vectors_held()}", "exactly")]
    for p, chance in QUORUM.items():
        found = f"{share(counted('elect', p, 0.52), 0):.4f}"
        rows.append(Figure(f"quorum of 300 owners, p = {p:.2f}", f"{chance:.4f}", found, f"± {allowed(chance):.4f}"))
    for matter, p, y in CONSENT:
        chance = carried_chance(matter, p, y)
        kind = "ordinary" if matter == "elect" else "special"
        found = f"{share(counted(matter, p, y), 1):.4f}"
        name = f"{kind} matter carried, p = {p:g}, y = {y:g}"
        rows.append(Figure(name, f"{chance:.4f}", found, f"± {allowed(chance):.4f}"))
    found = f"{share(counted('elect', 0.0, 0.52, 2, knocking=True), 0):.4f}"
    rows.append(
        Figure(
            "quorum by two tries at each door", f"{knocked_chance():.4f}", found, f"± {allowed(knocked_chance()):.4f}"
        )
    )
    return rows


def test_the_document_shows_these_figures():
    assert_documented(figures())
