"""What differs between a run and its twin: where, since when, and by how much.

Twins are two scenarios under one seed. Every household has the same luck in both, so that where they differ, the cause
is what was changed, or what followed from it. Homes are compared by all that is recorded of them, exactly. What the
whole estate feels (a committee, a better service) moves trust everywhere by a little at once, so a second map tells
where a difference can be seen: in what a home does, or in a share by a twentieth. The histories this needs are made
anew from scenario and seed, since a run does not keep them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commsim.dashboard.pack import pack_bytes
from commsim.dashboard.panels import HEADLINES, Line
from commsim.dashboard.running import Kept, LiveRun, defined, with_histories
from commsim.engine.run import _OF_WORLD, _REAL_STATE, _WHOLE_STATE, EstateRun
from commsim.errors import InputError

SEEN = 0.05
"""Least difference of a share that can be seen in the picture."""

_SHARES = ("norm", "trust_payee", "trust_self", "belonging")
_DOINGS = ("active", "pays", "ever_visited", "dispute_payee", "dispute_neighbour")

MOST_BYTES = 16 << 20
MOST_KEPT = 256


@dataclass(frozen=True)
class Differences:
    """What differs in one estate; n homes, t months.

    Attributes:
        estate: name of the estate.
        since: first month in which anything recorded of a home differs, uint16 ``(n,)``; 0 where nothing ever does.
        seen_since: first month in which that can be seen: in what the home does, or in a share by ``SEEN``; as before.
        pays_since: first month in which it pays in one and not in the other; as before.
        by_month: homes that differ in whether they pay, for each month.
        differing: homes that differ in anything, for each month.
        columns: headline column -> first run less second, for each month; None where either is undefined.
    """

    estate: str
    since: np.ndarray
    seen_since: np.ndarray
    pays_since: np.ndarray
    by_month: list[int]
    differing: list[int]
    columns: dict[str, list[float | int | None]]

    @property
    def size(self) -> int:
        """About how many bytes this takes."""
        return 3 * self.since.nbytes + 40 * len(self.by_month) * (2 + len(self.columns))


_found: Kept[Differences] = Kept(lambda one: one.size, MOST_BYTES, MOST_KEPT)


def differences(a: LiveRun, b: LiveRun, estate: int) -> Differences:
    """Compare an estate of two runs, month by month and home by home.

    Args:
        a: the run.
        b: its twin, of the same seed, months and estates.
        estate: number of the estate in both, from 0.

    Raises:
        InputError: the two cannot be paired: other seeds, months, estates or households.
    """
    _need_pairs(a, b, estate)
    return _found.get(f"{a.key} {b.key} {estate}", lambda: _compare(a, b, estate))


def _need_pairs(a: LiveRun, b: LiveRun, estate: int) -> None:
    for what, first, second in (
        ("seed", a.seed, b.seed),
        ("months", a.months, b.months),
        ("first year", a.scenario.data.first_year, b.scenario.data.first_year),
        ("estates", ", ".join(a.estates), ", ".join(b.estates)),
    ):
        if first != second:
            raise InputError(f"the runs cannot be paired month by month: {what} {first} and {second}")
    if not 0 <= estate < len(a.estates):
        raise InputError(f"there is no estate number {estate}; allowed: 0 to {len(a.estates) - 1}")
    sizes = [run.raw.households["estate"].count(run.estates[estate]) for run in (a, b)]
    if sizes[0] != sizes[1]:
        raise InputError(f"the runs cannot be paired household by household: {sizes[0]} and {sizes[1]} households")


def _compare(a: LiveRun, b: LiveRun, estate: int) -> Differences:
    first, second = (with_histories(run.scenario, run.seed, estate)[0] for run in (a, b))
    anything = differing_homes(first, second)
    row = _WHOLE_STATE.index("pays")
    pays = first.history_whole[:, row] != second.history_whole[:, row]
    columns = {headline.line.name: _less(a, b, estate, headline.line) for headline in HEADLINES}
    return Differences(
        estate=a.estates[estate],
        since=first_month(anything),
        seen_since=first_month(seen_homes(first, second)),
        pays_since=first_month(pays),
        by_month=pays.sum(axis=1).tolist(),
        differing=anything.sum(axis=1).tolist(),
        columns=columns,
    )


def _less(a: LiveRun, b: LiveRun, estate: int, line: Line) -> list[float | int | None]:
    """Return a curve of one run less that of the other; whole fen are subtracted before they become yuan."""
    less = [
        ours - theirs for ours, theirs in zip(a.column(estate, line.column), b.column(estate, line.column), strict=True)
    ]
    return [defined(value if line.divisor == 1 else value / line.divisor) for value in less]


def differing_homes(first: EstateRun, second: EstateRun) -> np.ndarray:
    """Return in which months anything recorded of a home differs, bool ``(t, n)``; two undefined figures do not.

    Args:
        first: an estate of a run with its history; second: the same estate of the other.
    """
    found: np.ndarray = (first.history_whole != second.history_whole).any(axis=1)
    ours, theirs = first.history_real, second.history_real
    found |= ((ours != theirs) & ~(np.isnan(ours) & np.isnan(theirs))).any(axis=1)
    for field in _OF_WORLD.values():
        found |= (getattr(first.world, field) != getattr(second.world, field))[None, :]
    return found


def seen_homes(first: EstateRun, second: EstateRun) -> np.ndarray:
    """Return in which months a difference of a home can be seen, bool ``(t, n)``; args as before."""
    done = [_WHOLE_STATE.index(name) for name in _DOINGS]
    felt = [_REAL_STATE.index(name) for name in _SHARES]
    found: np.ndarray = ((first.history_whole[:, done] != 0) != (second.history_whole[:, done] != 0)).any(axis=1)
    found |= (np.abs(first.history_real[:, felt] - second.history_real[:, felt]) >= SEEN).any(axis=1)
    return found


def first_month(differs: np.ndarray) -> np.ndarray:
    """Return the first month in which something differs, uint16 ``(n,)``, 0 for never.

    Args:
        differs: bool ``(t, n)``, row t - 1 is month t.
    """
    ever = differs.any(axis=0)
    months: np.ndarray = np.where(ever, differs.argmax(axis=0) + 1, 0).astype(np.uint16)
    return months


def twin_pack(a: LiveRun, b: LiveRun, estate: int) -> bytes:
    """Return what the browser draws of the differences, as a block like those of :mod:`commsim.dashboard.pack`.

    Its arrays are ``since``, ``seen_since`` and ``pays_since``; its header has ``key``, ``n``, ``months``, ``by_month``
    and ``differing``. Args and errors are those of :func:`differences`.
    """
    found = differences(a, b, estate)
    header = {
        "key": f"{a.key}-{b.key}",
        "seed": a.seed,
        "n": len(found.since),
        "months": a.months,
        "estate": found.estate,
        "by_month": found.by_month,
        "differing": found.differing,
    }
    arrays = {"since": found.since, "seen_since": found.seen_since, "pays_since": found.pays_since}
    return pack_bytes(header, arrays)
