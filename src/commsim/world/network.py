"""The generators of the trust network: who is acquainted with whom.

Meaning: *blocks* is an estate as one meets it, most ties in the stairwell and the building, some far. The others are
the standard random graphs, over all households, for comparison with theory.

Concepts:
    circle: the households a tie is drawn from: a stairwell, a building, or all.
    attempt: the number of a household's draw from one circle, which keys it. A household draws again while it meets
        itself, a vacant home or somebody it knows; after a few attempts in vain it asks round the circle from a
        drawn place, so that a tie fails only where there is nobody left.

Sources: Watts and Strogatz (1998), Nature 393; Barabási and Albert (1999), Science 286; Gilbert (1959), Annals of
Mathematical Statistics 30, drawn by Batagelj and Brandes (2005), Physical Review E 71; blocks is assumed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from commsim.draws import Stream, below
from commsim.errors import InputError
from commsim.world.households import ties_by_circle, ties_made
from commsim.world.tie_luck import TieLuck
from commsim.world.ties import Pairs

NOBODY = -1
REDRAWS = 8
MOST_TIES = 5_000_000


def blocks(
    stairwell: Sequence[int],
    building: Sequence[int],
    occupied: Sequence[bool],
    mean_degree: float,
    shares: tuple[float, float],
    luck: TieLuck,
) -> Pairs:
    """Return the ties of an estate: each occupied household makes half the mean degree of them, the rest come to it.

    Args:
        stairwell: of each of n households, from 0.
        building: of each household, from 0.
        occupied: of each household; vacant homes get no ties.
        mean_degree: ties an occupied household has on average, 0 or more; fewer where there are not enough people.
        shares: of the ties it makes, those drawn in the stairwell and in the building (which holds the stairwell);
            the rest is drawn from all. Where a circle is exhausted the next wider one takes its place.
        luck: draws of the households, visited by id.
    """
    households = len(stairwell)
    stairwells, buildings = _circles(stairwell), _circles(building)
    everyone = range(households)
    known = [{household} for household in everyone]
    first: list[int] = []
    second: list[int] = []
    for household in everyone:
        if not occupied[household]:
            continue
        ties = ties_made(luck.at(household, 0, Stream.TIE_COUNT), mean_degree)
        wanted = ties_by_circle(luck.at(household, 1, Stream.TIE_COUNT), ties, *shares)
        circles = (stairwells[stairwell[household]], buildings[building[household]], everyone)
        for other in _acquaintances(wanted, circles, known[household], occupied, _circle_draws(luck, household)):
            known[other].add(household)
            first.append(household)
            second.append(other)
    return _pairs(first, second)


def watts_strogatz(households: int, mean_degree: float, rewiring: float, luck: TieLuck) -> Pairs:
    """Return a ring in id order, each household tied to the nearest ones, some ties rewired to anybody.

    Args:
        households: n.
        mean_degree: k; each household makes k / 2 ties onwards round the ring, a fraction by a draw, so that an even
            whole k gives the ring of Watts and Strogatz.
        rewiring: chance that a tie's far end becomes a household drawn from all, lap by lap round the ring.
        luck: draws of the households, visited by id.
    """
    everyone = range(households)
    makes = [ties_made(luck.at(household, 0, Stream.TIE_COUNT), mean_degree) for household in everyone]
    known = [{household} for household in everyone]
    first: list[int] = []
    second: list[int] = []
    laps: list[int] = []
    for lap in range(1, min(max(makes, default=0), households // 2) + 1):
        for household in everyone:
            other = (household + lap) % households
            if makes[household] >= lap and other not in known[household]:
                _acquaint(known, household, other)
                first.append(household)
                second.append(other)
                laps.append(lap)
    draws: dict[int, Iterator[float]] = {}
    for tie, household in enumerate(first):
        if luck.at(household, laps[tie], Stream.REWIRE) < rewiring:
            own = draws.setdefault(household, luck.sequence(household, Stream.TIE_FAR))
            other = _somebody_new(everyone, known[household], None, own)
            if other != NOBODY:
                _part(known, household, second[tie])
                _acquaint(known, household, other)
                second[tie] = other
    return _pairs(first, second)


def barabasi_albert(arrival: Sequence[int], mean_degree: float, luck: TieLuck) -> Pairs:
    """Return a network grown by preferential attachment: newcomers prefer those who know many.

    Args:
        arrival: the ids of all n households in the order in which they arrive.
        mean_degree: about twice the number m of ties a newcomer makes, a fraction by a draw. The first m + 1 (m rounded
            up) all know each other, so nobody has fewer than m (rounded down) ties.
        luck: draws of the households, visited in the order of arrival.
    """
    half = mean_degree / 2.0
    most = int(half) + 1 if half > int(half) else int(half)
    core = min(len(arrival), most + 1)
    first: list[int] = []
    second: list[int] = []
    for place in range(core):
        for earlier in range(place):
            first.append(arrival[place])
            second.append(arrival[earlier])
    # Every tie puts both its ends in the urn: to draw from it is to draw a household in proportion to its ties.
    urn = first + second
    for place in range(core, len(arrival)):
        newcomer = arrival[place]
        known = {newcomer}
        met: list[int] = []
        draws = luck.sequence(place, Stream.TIE_FAR)
        for _ in range(ties_made(luck.at(place, 0, Stream.TIE_COUNT), mean_degree)):
            other = _somebody_new(urn, known, None, draws)
            known.add(other)
            met.append(other)
        for other in met:
            first.append(newcomer)
            second.append(other)
            urn += (newcomer, other)
    return _pairs(first, second)


def erdos_renyi(households: int, mean_degree: float, luck: TieLuck) -> Pairs:
    """Return a network in which each pair is tied with the same chance, mean_degree / (n - 1).

    Args:
        households: n.
        mean_degree: expected ties of a household; n - 1 or more gives the complete network.
        luck: draws of the households, visited by id: each draws how many of the lower ids it passes by before it meets
            one, so that time goes with the ties and not with the pairs.
    """
    if mean_degree >= households - 1:
        return complete(households)
    log_missed = math.log(1.0 - mean_degree / (households - 1))
    first: list[int] = []
    second: list[int] = []
    if log_missed == 0.0:  # no ties are wanted, or fewer than a float can tell from none
        return _pairs(first, second)
    for household in range(1, households):
        other = NOBODY
        for u in luck.sequence(household, Stream.TIE_FAR):
            other += 1 + int(math.log(u) / log_missed)
            if other >= household:
                break
            first.append(household)
            second.append(other)
    return _pairs(first, second)


def complete(households: int) -> Pairs:
    """Return the network of n households in which everybody knows everybody.

    Raises:
        InputError: that would be more than 5,000,000 ties.
    """
    ties = households * (households - 1) // 2
    if ties > MOST_TIES:
        raise InputError(
            f"network.kind: a complete network of {households} households has {ties} ties; allowed: at most {MOST_TIES}"
        )
    ids = np.arange(households, dtype=np.int64)
    first = np.repeat(ids, ids[::-1])
    begins = ids * (2 * households - ids - 1) // 2
    return Pairs(first, np.arange(ties, dtype=np.int64) - begins[first] + first + 1)


def empty() -> Pairs:
    """Return the network without ties."""
    return _pairs([], [])


def _pairs(first: list[int], second: list[int]) -> Pairs:
    return Pairs(np.array(first, np.int64), np.array(second, np.int64))


def _circles(numbers: Sequence[int]) -> dict[int, list[int]]:
    """Return the ids of each stairwell or building, ascending."""
    circles: dict[int, list[int]] = {}
    for household, number in enumerate(numbers):
        circles.setdefault(number, []).append(household)
    return circles


def _circle_draws(luck: TieLuck, household: int) -> tuple[Iterator[float], ...]:
    streams = (Stream.TIE_STAIRWELL, Stream.TIE_BUILDING, Stream.TIE_FAR)
    return tuple(luck.sequence(household, stream) for stream in streams)


def _acquaintances(
    wanted: Sequence[int],
    circles: Sequence[Sequence[int]],
    known: set[int],
    occupied: Sequence[bool],
    draws: Sequence[Iterator[float]],
) -> Iterator[int]:
    """Yield whom one household gets to know, and add them to ``known``.

    Args:
        wanted: ties to make in each circle, from the closest to the widest.
        circles: ids of each circle; a wider one holds the closer ones, so what is exhausted stays exhausted.
        known: whom the household knows, itself included; changed in place.
        occupied: of each household of the estate.
        draws: one sequence a circle.
    """
    reach = 0
    for circle, count in enumerate(wanted):
        reach = max(reach, circle)
        for _ in range(count):
            other = NOBODY
            while other == NOBODY:
                if reach == len(circles):
                    return
                other = _somebody_new(circles[reach], known, occupied, draws[reach])
                reach += other == NOBODY
            known.add(other)
            yield other


def _somebody_new(
    circle: Sequence[int], known: set[int], occupied: Sequence[bool] | None, draws: Iterator[float]
) -> int:
    """Return an id of the circle that is not yet known and not vacant (None: nobody is), or NOBODY."""
    size = len(circle)
    for _ in range(REDRAWS):
        other = circle[below(next(draws), size)]
        if other not in known and (occupied is None or occupied[other]):
            return other
    begin = below(next(draws), size)
    for step in range(size):
        other = circle[(begin + step) % size]
        if other not in known and (occupied is None or occupied[other]):
            return other
    return NOBODY


def _acquaint(known: list[set[int]], one: int, other: int) -> None:
    known[one].add(other)
    known[other].add(one)


def _part(known: list[set[int]], one: int, other: int) -> None:
    known[one].remove(other)
    known[other].remove(one)
