"""What one household is like at the start, as scalar functions of its place and of its own draws.

Concepts:
    household: a home or a shop; ids run from 0, homes first (by building, stairwell, floor), then shops.
    tenure: owner-occupied, let to a tenant, or absent: a vacant home whose owner pays and votes from afar.
    area: whole units of 0.01 m², so that votes counted by area are exact.
    fee: whole fen a month.

Every function takes numbers and returns a number, draws included, so that plain Python and a compiler can both use
them and agree to the bit. Who is chosen out of all (members, payers, types) is decided in `commsim.world.shares`.
"""

from __future__ import annotations

from commsim.draws import lognormal, normal
from commsim.rules.arithmetic import FEN_PER_YUAN, clip, to_fen
from commsim.rules.fees import CONDITIONAL, FREE_RIDER, HUMP, UNCONDITIONAL

OWNER, TENANT, ABSENT = 0, 1, 2
YOUNG, MIDDLE, OLD = 0, 1, 2

TENURES = {OWNER: "owner", TENANT: "tenant", ABSENT: "absent"}
AGES = {YOUNG: "young", MIDDLE: "middle", OLD: "old"}
KINDS = {CONDITIONAL: "conditional", FREE_RIDER: "free_rider", HUMP: "hump", UNCONDITIONAL: "unconditional"}

AREA_UNITS_PER_M2 = 100
AREA_SPREAD = 0.3  # areas lie evenly within 30 % of the mean (assumed)
MICRO = 1_000_000  # prices are turned into millionths of a yuan, so that no fen is lost to a float
GROUND_FLOOR = 1


def stairwell_of(place: int, count: int, stairwells: int) -> int:
    """Return the stairwell of the home or shop at one place of an even, orderly spread.

    Args:
        place: 0 to count - 1, among the homes or among the shops.
        count: homes, or shops.
        stairwells: stairwells of the estate, 1 or more.

    Returns:
        0 to stairwells - 1, rising with the place; two stairwells differ by at most one home.
    """
    return place * stairwells // count


def floor_of(place: int, count: int, floors: int) -> int:
    """Return the floor, 1 to floors, of the home at one place (0 to count - 1) of a stairwell with count homes."""
    return GROUND_FLOOR + place * floors // count


def area_of(u: float, mean_m2: float) -> int:
    """Return an area in units of 0.01 m², even between 0.7 and 1.3 times the mean (assumed); mean_m2 at least 1."""
    return int(mean_m2 * AREA_UNITS_PER_M2 * (1.0 - AREA_SPREAD + 2.0 * AREA_SPREAD * u))


def fee_of(area: int, yuan_per_m2: float, yuan_per_household: float) -> int:
    """Return the monthly fee in fen, by floor.

    Args:
        area: units of 0.01 m²; a unit at one yuan a m² is one fen.
        yuan_per_m2: price, yuan a m² a month, 0 or more; read to a millionth of a yuan.
        yuan_per_household: flat fee, yuan a month, 0 or more; read to a millionth of a yuan.
    """
    price = int(yuan_per_m2 * MICRO + 0.5)
    flat = int(yuan_per_household * MICRO + 0.5)
    return (area * price + flat * FEN_PER_YUAN) // MICRO


def income_of(u: float, median_yuan: float, sigma: float) -> int:
    """Return a lognormal income in fen a month, by floor, at least 1 (rules divide by it)."""
    return max(1, to_fen(FEN_PER_YUAN * lognormal(u, median_yuan, sigma)))


def first_state(u: float, mean: float, spread: float) -> float:
    """Return a first trust or belonging in [0, 1]: normal around the mean.

    Args:
        u: a uniform, 0 < u < 1.
        mean: 0 to 1.
        spread: standard deviation, 0 or more; narrowed to half the distance to the nearer end, so that holding the
            value inside [0, 1] does not move the mean (by more than 0.01 of that distance). At 0 and 1 all are equal.
    """
    room = min(mean, 1.0 - mean) / 2.0
    return clip(mean + min(spread, room) * normal(u))


def ties_made(u: float, mean_degree: float) -> int:
    """Return how many ties a household makes: half the mean degree, its fraction rounded up with that probability."""
    half = mean_degree / 2.0
    whole = int(half)
    return whole + 1 if u < half - whole else whole


def ties_by_circle(u: float, ties: int, stairwell_share: float, building_share: float) -> tuple[int, int, int]:
    """Return how many of its ties a household makes in the stairwell, in the building, and anywhere.

    Args:
        u: a uniform, 0 < u < 1, which rounds: the expected numbers are the shares to the letter.
        ties: 0 or more.
        stairwell_share: 0 to 1.
        building_share: 0 to 1; what both shares hold above 1 is cut from this one.

    Returns:
        Three counts that add to ties.
    """
    near = min(ties, int(ties * stairwell_share + u))
    inside = min(ties, int(ties * (stairwell_share + building_share) + u))
    return near, inside - near, ties - inside


def start_tie(u: float, mean: float, cap: float, degree: int) -> float:
    """Return the trust on a tie at the start.

    Args:
        u: a uniform, 0 < u < 1.
        mean: mean trust on a tie, 0 to 1; the tie is even between 0 and twice the mean, and at most 1.
        cap: most trust a household can hold over all its ties, above 0.
        degree: ties of the end that has more of them, 1 or more; each end's sum stays within the cap.
    """
    return min(2.0 * mean * u, 1.0, cap / degree)
