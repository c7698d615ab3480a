"""Who speaks up at a meeting: Granovetter's thresholds and the meeting's own equation (theory.md 2.1; rule 9).

Classical thresholds count everybody present, a meeting counts voices. The two are one by a change of scale: with an
empty network, ground = 1, pi0 = 0 and no opponents, the climate at A voices is A / (A + kappa0), which rises with A; so
a threshold of t voices is, exactly, a threshold of t / (t + kappa0) for the climate. The tests put these thresholds in
the place of the drawn ones on the floor of a real meeting and let it run its own rounds. What they cannot show is how
the model draws its thresholds: that is in the second part, where nothing is put in place of anything. There the model's
normal thresholds are held inside [0.01, 1.01], so, unlike in the classical example, nobody starts by himself.

Thresholds of the tests. Integer thresholds: exact. Normal thresholds at the 1,000 midpoints of the distribution:
r within 0.003 (steps of F are 0.001, times 1 / (1 - F') of about 3), 0.006 at sd = 0.122, next to the tangency. Cascade
sizes: chi-square, p > 0.001. Tipping number of speakers, mean over seeds 1 to 6: within four standard errors of the
law for 1,000 homes, drawn apart by NumPy; and of the equation (infinitely many homes) by three speakers more.
Two camps: within 3 percent of the homes; exactly where the equation is given the thresholds the meeting drew, and these
are normal by a Kolmogorov-Smirnov test, p > 0.001.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from scipy import stats

from commsim.agents import CommunityModel
from commsim.agents.estate import Estate
from commsim.agents.meeting import Floor, hold
from commsim.scenario.events import Meeting
from tests.theory.cascades import (
    cascade_sizes,
    drawn_tipping_speakers,
    smallest_root,
    tangent_spread,
    tipping_speakers,
    two_camps,
    voices_given,
)
from tests.theory.figures import Figure, assert_documented
from tests.theory.limits import limit

SEEDS = range(1, 7)
HOMES = 1000
SD_CRITICAL = 0.122221
# kappa0, pi0, share with a private gain, mean and spread of thresholds
TIPPING = [
    (5.0, 0.15, 0.30, 0.24, 0.05),
    (20.0, 0.15, 0.30, 0.20, 0.05),
    (100.0, 0.10, 0.15, 0.24, 0.05),
    (100.0, 0.15, 0.25, 0.30, 0.07),
]
# supporters' share, kappa0, pi0, mean and spread of thresholds, ratio for opponents
CAMPS = [(0.6, 50.0, 0.40, 0.35, 0.15, 1.3), (0.5, 300.0, 0.40, 0.40, 0.15, 1.4), (0.7, 200.0, 0.50, 0.45, 0.20, 1.6)]
CAMP_HOMES, LOUD = 1500, 0.05


def estate_of(homes: int, voice: dict[str, float], seed: int = 1, gain: float = 0.0) -> Estate:
    """Return an estate of strangers who all come to a meeting; each home has a member, so that anybody may speak."""
    behaviour = {"voice": {"ground": 1.0, "attend": 1.0} | voice}
    residents = {"member_share": 1.0, "private_gain_share": gain}
    return CommunityModel(limit(homes=homes, on=("voice",), behaviour=behaviour, residents=residents), seed).estates[0]


def meeting(speakers: int = 0, support: float = 1.0) -> Meeting:
    return Meeting(event="meeting", month=1, speakers=speakers, support_share=support)


# --- the solvers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mean", "sd"), [(0.20, 0.091445), (0.25, SD_CRITICAL), (0.30, 0.156684), (0.40, 0.241346)])
def test_the_solver_gives_the_critical_spreads(mean, sd):
    assert tangent_spread(mean) == pytest.approx(sd, abs=1e-6)


ROOTS = {0.10: 0.007696, 0.11: 0.017130, 0.12: 0.040211, 0.122: 0.054792, 0.126: 1.0}


@pytest.mark.parametrize(("sd", "root"), ROOTS.items())
def test_the_solver_gives_the_roots_at_mean_a_quarter(sd, root):
    assert smallest_root(lambda r: float(stats.norm.cdf((r - 0.25) / sd))) == pytest.approx(root, abs=1e-6)


@pytest.mark.parametrize(
    ("n", "none", "one", "all_of_them", "mean"),
    [(10, 0.3486784, 0.1342177, 0.2357948, 3.6602157), (100, 0.3660323, 0.1353261, 0.0267803, 12.2099606)],
)
def test_the_solver_gives_the_cascade_sizes(n, none, one, all_of_them, mean):
    chances = cascade_sizes(n)
    assert (chances[0], chances[1], chances[n]) == pytest.approx((none, one, all_of_them), abs=1e-7)
    assert chances @ np.arange(n + 1) == pytest.approx(mean, abs=1e-6)
    assert chances.sum() == pytest.approx(1.0)


# --- the classical examples -------------------------------------------------------------------------------------------


@cache
def empty_floor(homes: int) -> Floor:
    """Return the floor of a meeting at which the climate is A / (A + homes) and nobody has spoken."""
    return Floor(estate_of(homes, {"kappa0": float(homes), "pi0": 0.0}), meeting())


def speakers_at(thresholds: list[float]) -> int:
    """Return how many speak in the end, each from so many voices on."""
    floor = empty_floor(len(thresholds))
    floor.thresholds = [max(t, 0.0) / (max(t, 0.0) + len(thresholds)) for t in thresholds]
    floor.speaks = [False] * len(thresholds)
    while floor.hear_and_speak():
        pass
    return sum(floor.speaks)


def test_thresholds_0_to_99_bring_everybody_to_speak():
    assert speakers_at([float(t) for t in range(100)]) == 100


def test_one_threshold_moved_from_1_to_2_leaves_one_speaker():
    assert speakers_at([0.0, 2.0, *(float(t) for t in range(2, 100))]) == 1


@cache
def normal_share(sd: float) -> float:
    """Return the share that speaks for thresholds at the midpoints of a normal distribution of mean 0.25."""
    z = stats.norm.ppf((np.arange(HOMES) + 0.5) / HOMES)
    return speakers_at([float(t) for t in (0.25 + sd * z) * HOMES]) / HOMES


def root_allowed(sd: float) -> float:
    return 0.006 if sd == 0.122 else 0.003


@pytest.mark.parametrize(("sd", "root"), ROOTS.items())
def test_normal_thresholds_end_at_the_smallest_root(sd, root):
    assert abs(normal_share(sd) - root) < root_allowed(sd)


def test_normal_thresholds_jump_between_the_spreads_that_bracket_the_critical_one():
    assert normal_share(0.12) < 0.05
    assert normal_share(0.126) > 0.99
    assert 0.12 < tangent_spread(0.25) < 0.126


@cache
def sizes_p() -> float:
    """Return the p-value of 3,000 cascades of ten with evenly drawn thresholds against the exact law."""
    rng = np.random.default_rng(1)
    sizes = [speakers_at([float(t) for t in rng.integers(0, 10, 10)]) for _ in range(3000)]
    found, chances = np.bincount(sizes, minlength=11), cascade_sizes(10)
    possible = chances > 0.0  # nine of ten cannot be: the tenth's threshold is at most 9
    assert found[~possible].sum() == 0
    return float(stats.chisquare(found[possible], chances[possible] * len(sizes)).pvalue)


def test_cascades_have_the_exact_sizes():
    assert sizes_p() > 0.001


# --- the meeting's own equation ---------------------------------------------------------------------------------------


@cache
def model_tipping(kappa0: float, pi0: float, gain: float, mean: float, sd: float) -> list[int]:
    """Return for each seed the least number of speakers who bring half of the homes to speak for the plan."""
    voice = {"kappa0": kappa0, "pi0": pi0, "threshold": mean, "threshold_sd": sd}
    return [_least_speakers(estate_of(HOMES, voice, seed, gain)) for seed in SEEDS]


def _least_speakers(estate: Estate) -> int:
    low, high = -1, HOMES // 4
    assert hold(estate, meeting(high)).carried
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if hold(estate, meeting(middle)).carried else (middle, high)
    return high


@cache
def predicted(kappa0: float, pi0: float, gain: float, mean: float, sd: float) -> tuple[float, float, float]:
    """Return the equation's tipping number, the mean for 1,000 homes, and its standard error against the model's."""
    drawn = drawn_tipping_speakers(HOMES, gain, kappa0, pi0, mean, sd, draws=400)
    error = float(drawn.std()) * math.sqrt(1.0 / len(SEEDS) + 1.0 / len(drawn))
    return tipping_speakers(HOMES, gain, kappa0, pi0, mean, sd), float(drawn.mean()), error


@pytest.mark.parametrize("case", TIPPING)
def test_the_tipping_number_of_speakers_is_that_of_the_equation(case):
    equation, finite, error = predicted(*case)
    found = float(np.mean(model_tipping(*case)))
    assert abs(found - finite) < 4.0 * error
    assert abs(found - equation) < 3.0 + 4.0 * error


@pytest.mark.parametrize("case", TIPPING)
def test_speakers_far_below_the_equation_carry_nothing_and_far_above_always(case):
    """Five standard deviations of the finite law to either side of the equation, and three speakers."""
    equation, _, error = predicted(*case)
    sd = error / math.sqrt(1.0 / len(SEEDS) + 1.0 / 400)
    assert equation - 3.0 - 5.0 * sd < min(model_tipping(*case))
    assert max(model_tipping(*case)) < equation + 3.0 + 5.0 * sd


@pytest.mark.parametrize("case", TIPPING)
def test_the_allowance_tells_thresholds_a_tenth_higher(case):
    kappa0, pi0, gain, mean, sd = case
    equation, _, error = predicted(*case)
    assert tipping_speakers(HOMES, gain, kappa0, pi0, 1.1 * mean, sd) - equation > 4.0 * error


@cache
def camp_voices(case: tuple[float, ...]) -> tuple[float, float, float, float]:
    """Return voices for and against in the model, and those of the equations, as shares of the homes, over seeds."""
    kappa0, pi0, mean, sd, ratio = case[1:]
    sums = np.zeros(4)
    for seed in SEEDS:
        floor = camp_floor(case, seed)
        supporters, loud = sum(floor.supports), sum(floor.speaks)
        equations = two_camps(supporters, CAMP_HOMES - supporters - loud, loud, kappa0, pi0, mean, sd, ratio)
        sums += (*voices_of(floor), *equations)
    shares = sums / len(SEEDS) / CAMP_HOMES
    return float(shares[0]), float(shares[1]), float(shares[2]), float(shares[3])


def camp_floor(case: tuple[float, ...], seed: int, speakers: int = 0) -> Floor:
    """Return the floor of a meeting of two camps, before anybody has heard anything."""
    support, kappa0, pi0, mean, sd, ratio = case
    voice = {"kappa0": kappa0, "pi0": pi0, "threshold": mean, "threshold_sd": sd, "opposition": ratio}
    return Floor(estate_of(CAMP_HOMES, voice, seed, LOUD), meeting(speakers, support))


def voices_of(floor: Floor) -> tuple[int, int]:
    """Let the floor hear and speak until nobody changes; return the voices for and against."""
    while floor.hear_and_speak():
        pass
    spoken = sum(s and o for s, o in zip(floor.speaks, floor.supports, strict=True))
    return spoken, sum(floor.speaks) - spoken


@pytest.mark.parametrize("case", CAMPS)
def test_two_camps_end_where_their_equations_do(case):
    model_for, model_against, for_it, against = camp_voices(case)
    assert abs(model_for - for_it) < 0.03
    assert abs(model_against - against) < 0.03
    assert 0.05 < for_it + against < 0.95


@pytest.mark.parametrize("case", CAMPS)
@pytest.mark.parametrize("speakers", [0, 5, 50, 250])
def test_given_its_thresholds_a_meeting_ends_exactly_where_the_equation_does(case, speakers):
    for seed in (1, 2):
        floor = camp_floor(case, seed, speakers)
        thresholds, supports, speaks = map(np.array, (floor.thresholds, floor.supports, floor.speaks))
        silent_for, silent_against = thresholds[supports & ~speaks], thresholds[~supports & ~speaks]
        s, loud = int((supports & speaks).sum()), int((~supports & speaks).sum())
        assert s == speakers
        assert voices_of(floor) == voices_given(silent_for, silent_against, s, loud, *case[1:3])


def thresholds_p() -> tuple[float, float]:
    """Return p-values of supporters' and opponents' thresholds against their normal laws (Kolmogorov-Smirnov)."""
    mean, sd, ratio = 0.5, 0.1, 0.8  # five spreads from where the model holds them
    floor = camp_floor((0.5, 5.0, 0.5, mean, sd, ratio), 1)
    thresholds, supports = np.array(floor.thresholds), np.array(floor.supports)
    law_for, law_against = stats.norm(mean, sd), stats.norm(ratio * mean, ratio * sd)
    return (
        float(stats.kstest(thresholds[supports], law_for.cdf).pvalue),
        float(stats.kstest(thresholds[~supports], law_against.cdf).pvalue),
    )


def test_thresholds_are_drawn_from_their_normal_laws():
    assert min(thresholds_p()) > 0.001


def figures() -> list[Figure]:
    """Return the rows for the document."""
    everybody = speakers_at([float(t) for t in range(100)])
    one = speakers_at([0.0, 2.0, *(float(t) for t in range(2, 100))])
    rows = [
        Figure("thresholds 0, 1, ..., 99: speakers", "100", f"{everybody}", "exactly"),
        Figure("thresholds 0, 2, 2, 3, ..., 99: speakers", "1", f"{one}", "exactly"),
    ]
    for sd, root in ROOTS.items():
        name = f"normal thresholds, mean 0.25, sd {sd:g}: share that speaks"
        rows.append(Figure(name, f"{root:.4f}", f"{normal_share(sd):.4f}", f"± {root_allowed(sd):g}"))
    rows.append(
        Figure("cascade sizes, thresholds drawn from 0 to 9", "chi-square", f"p = {sizes_p():.3f}", "p > 0.001")
    )
    for case in TIPPING:
        equation, finite, error = predicted(*case)
        name = "speakers that tip 1,000: kappa0 = {:g}, pi0 = {:g}, opposed {:g}, thresholds {:g} and {:g}".format(
            *case
        )
        found = f"{np.mean(model_tipping(*case)):.1f}"
        rows.append(Figure(name, f"{finite:.1f} (equation {equation:.1f})", found, f"± {4.0 * error:.1f}"))
    p_values = "p = {:.3f}, {:.3f}".format(*thresholds_p())
    rows.append(Figure("drawn thresholds of supporters, opponents", "normal", p_values, "p > 0.001"))
    for case in CAMPS:
        model_for, model_against, for_it, against = camp_voices(case)
        name = "two camps, {:g} in favour, kappa0 = {:g}, pi0 = {:g}: voices for, against".format(*case[:3])
        shares = f"{model_for:.3f}, {model_against:.3f}"
        rows.append(Figure(name, f"{for_it:.3f}, {against:.3f}", shares, "± 0.03"))
    return rows


def test_the_document_shows_these_figures():
    assert_documented(figures())
