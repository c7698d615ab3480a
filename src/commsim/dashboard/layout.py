"""Where each home stands in the picture of the trust network.

An estate is known by its buildings and stairwells, and most ties stay within them, so the picture keeps them:
buildings are discs on a ring (many: on a sunflower), those with most ties between them side by side; stairwells are
discs within their building; homes are seeds of a sunflower within their stairwell. Homes are then turned towards their
acquaintances: each takes the seed of its stairwell that lies in the direction in which its ties pull, those tied most
to their own stairwell in the middle, and at last all are drawn a little further that way, never so far that two meet.

Everything is arithmetic on arrays without luck, so that the same world always has the same picture. Pictures are kept
by the content of what they were made of.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from threading import Lock

import numpy as np
import numpy.typing as npt

from commsim.world import World

SIZE = 1000.0
"""Length of a side of the picture; coordinates are 0 to this."""

KEPT = 64
"""Pictures kept at most."""

GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))
ROUNDS = 3
MOST_ON_A_RING = 10
MOST_CHAINED = 400
"""Buildings up to which their order follows their ties; beyond, their numbers."""

_SPACING = 1.0
_MARGIN = 0.8
_STREET = 2.25
_SEED = 0.6
"""Apart by 1, the seeds of a sunflower lie at this times the root of their numbers from its middle."""

_DRAWN = 0.3

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Picture = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]

_kept: OrderedDict[bytes, Picture] = OrderedDict()
_lock = Lock()


def network_layout(world: World) -> Picture:
    """Return the places of all homes.

    Args:
        world: an estate at its start.

    Returns:
        x and y, float32 of shape ``(n,)``, from 0 to ``SIZE``; shared, not to be written.
    """
    key = _content(world)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    picture = _drawn(world)
    with _lock:
        _kept[key] = picture
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return picture


def _content(world: World) -> bytes:
    hashed = hashlib.blake2b(digest_size=16)
    for column in (world.building, world.stairwell, world.edge_a, world.edge_b, world.weight):
        hashed.update(len(column).to_bytes(8, "little"))
        hashed.update(column.tobytes())
    return hashed.digest()


def _drawn(world: World) -> Picture:
    building, stairwell = _numbered(world.building), _numbered(world.stairwell)
    ends = world.edge_a.astype(np.int64), world.edge_b.astype(np.int64)
    weight = world.weight + 0.05  # a tie without trust is still a tie
    centre = _stairwell_centres(building, stairwell, ends, weight)
    places, radius = _seeds(stairwell)
    own = _within(stairwell, ends, weight)
    at = centre[stairwell] + places
    for _ in range(ROUNDS):
        pull = _pull(at, ends, weight)
        at = centre[stairwell] + places[_turned(stairwell, places, radius, pull, own)]
    pull = _pull(at, ends, weight)
    length = np.maximum(np.hypot(pull[:, 0], pull[:, 1]), 1e-9)
    at = at + pull * (np.minimum(length, _DRAWN * _SPACING) / length)[:, None]
    x, y = _fitted(at)
    return x, y


def _numbered(column: npt.NDArray[np.int32]) -> Ints:
    """Return a column of groups with their numbers closed up, from 0, in the same order."""
    _, numbers = np.unique(column, return_inverse=True)
    return np.asarray(numbers, np.int64).reshape(-1)


def _fitted(at: Floats) -> Picture:
    """Return places moved and scaled alike in both directions so that they fill the picture but for a margin."""
    low, high = at.min(axis=0), at.max(axis=0)
    width = max(float((high - low).max()), 1e-9)
    scaled = (at - (low + high) / 2) / width * (SIZE * 0.96) + SIZE / 2
    x, y = scaled.astype(np.float32).T.copy()
    x.flags.writeable = y.flags.writeable = False
    return x, y


# --- buildings and stairwells
# ----------------------------------------------------------------------------------------------


def _stairwell_centres(building: Ints, stairwell: Ints, ends: tuple[Ints, Ints], weight: Floats) -> Floats:
    """Return the centre of each stairwell, float64 ``(stairwells, 2)``."""
    stairwells, buildings = int(stairwell.max()) + 1, int(building.max()) + 1
    house = np.zeros(stairwells, np.int64)
    house[stairwell] = building
    homes = np.bincount(stairwell, minlength=stairwells)
    radius = _SPACING * (math.sqrt(float(homes.max())) + _MARGIN)
    first = np.searchsorted(house, np.arange(buildings)) if _rising(house) else _first_of(house, buildings)
    number = np.arange(stairwells) - first[house]
    many = np.bincount(house, minlength=buildings)
    around = _rings(number, many[house], 2.0 * radius)
    disc = radius + float(np.hypot(around[:, 0], around[:, 1]).max())
    slots = _slots(buildings, _STREET * disc)
    order = _chain(building, buildings, ends, weight)
    places = np.empty((buildings, 2))
    places[order] = slots
    return places[house] + around


def _rising(column: Ints) -> bool:
    return bool((np.diff(column) >= 0).all())


def _first_of(house: Ints, buildings: int) -> Ints:
    first = np.zeros(buildings, np.int64)
    numbers = np.arange(len(house))
    first[house[::-1]] = numbers[::-1]
    return first


def _rings(number: Ints, many: Ints, apart: float) -> Floats:
    """Return the places of the members of groups around the middle of their group, at least ``apart`` from each other.

    Few stand on a ring, many on a sunflower.
    """
    angle = 2.0 * np.pi * number / many
    ring = np.where(many > 1, apart / 2.0 / np.sin(np.pi / np.maximum(many, 2)), 0.0)
    seed = apart * _SEED * np.sqrt(number + 0.5)
    on_ring = many <= MOST_ON_A_RING
    distance = np.where(on_ring, ring, seed)
    angle = np.where(on_ring, angle, number * GOLDEN_ANGLE)
    return np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)


def _slots(buildings: int, apart: float) -> Floats:
    numbers = np.arange(buildings)
    return _rings(numbers, np.full(buildings, buildings), apart)


def _chain(building: Ints, buildings: int, ends: tuple[Ints, Ints], weight: Floats) -> Ints:
    """Return the buildings in an order in which neighbours have many ties: each next is tied most to those before."""
    if buildings > MOST_CHAINED:
        return np.arange(buildings)
    pairs = building[ends[0]] * buildings + building[ends[1]]
    ties = np.bincount(pairs, weights=weight, minlength=buildings * buildings).reshape(buildings, buildings)
    ties = ties + ties.T
    order, waiting = [0], np.ones(buildings, np.bool_)
    waiting[0] = False
    near = ties[0].copy()
    for _ in range(buildings - 1):
        chosen = int(np.argmax(np.where(waiting, near, -1.0)))
        order.append(chosen)
        waiting[chosen] = False
        near = 0.5 * near + ties[chosen]  # those placed last count most: they are next to it
    return np.array(order)


# --- homes
# ----------------------------------------------------------------------------------------------


def _seeds(stairwell: Ints) -> tuple[Floats, Floats]:
    """Return a sunflower seed for each home around the middle of its stairwell, and its distance from it."""
    order = np.argsort(stairwell, kind="stable")
    starts = np.searchsorted(stairwell[order], np.arange(int(stairwell.max()) + 1))
    number = np.empty(len(stairwell), np.int64)
    number[order] = np.arange(len(stairwell)) - starts[stairwell[order]]
    radius = _SPACING * np.sqrt(number + 0.5) * (number > 0)
    angle = number * GOLDEN_ANGLE
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), radius


def _within(stairwell: Ints, ends: tuple[Ints, Ints], weight: Floats) -> Floats:
    """Return the trust of each home on ties within its stairwell, less that on ties out of it."""
    sign = np.where(stairwell[ends[0]] == stairwell[ends[1]], weight, -weight)
    n = len(stairwell)
    found = np.bincount(ends[0], weights=sign, minlength=n) + np.bincount(ends[1], weights=sign, minlength=n)
    return np.asarray(found, np.float64)


def _pull(at: Floats, ends: tuple[Ints, Ints], weight: Floats) -> Floats:
    """Return the way from each home to the middle of its acquaintances, weighed by trust; 0 where it has none."""
    n = len(at)
    total = np.bincount(ends[0], weights=weight, minlength=n) + np.bincount(ends[1], weights=weight, minlength=n)
    pull = np.zeros_like(at)
    for side in (0, 1):
        there = np.bincount(ends[0], weights=weight * at[ends[1], side], minlength=n)
        there += np.bincount(ends[1], weights=weight * at[ends[0], side], minlength=n)
        pull[:, side] = np.where(total > 0, there / np.where(total > 0, total, 1.0) - at[:, side], 0.0)
    return pull


def _turned(stairwell: Ints, places: Floats, radius: Floats, pull: Floats, own: Floats) -> Ints:
    """Return whose seed each home takes: inner seeds for those tied to their stairwell, then seeds by direction."""
    ring = np.floor(radius / _SPACING).astype(np.int64)
    seeds = np.lexsort((np.arctan2(places[:, 1], places[:, 0]), ring, stairwell))
    inner_first = np.lexsort((-own, stairwell))
    ring_of = np.empty_like(ring)
    ring_of[inner_first] = ring[np.lexsort((radius, stairwell))]
    homes = np.lexsort((np.arctan2(pull[:, 1], pull[:, 0]), ring_of, stairwell))
    taken: Ints = np.empty(len(seeds), np.int64)
    taken[homes] = seeds
    return taken
