"""A run as the page shows it: made at once, kept for those who ask again, the same for all who ask for the same.

A run is a pure function of its scenario and seed, so it is kept by the digest of the two. Two visitors who ask for the
same run at the same time wait for one run. What is kept is bounded in bytes and entries; the longest unused goes first.
Histories of households are not kept: they are large, rarely wanted exactly, and quickly made again.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Generic, TypeVar

from commsim.dashboard.pack import pack_estate
from commsim.draws import check_seed
from commsim.engine.run import EstateRun, plan_scenario, raw_run, run_estate
from commsim.errors import InputError, UnknownNameError
from commsim.raw import RawRun
from commsim.rules.columns import MONTHLY_NAMES
from commsim.scenario import Scenario
from commsim.scenario.schema import Record

Thing = TypeVar("Thing")

KEY_CHARS = 20
MOST_BYTES = 128 << 20
MOST_RUNS = 256
BYTES_A_VALUE = 40
"""What one value of a list of floats takes, its place in the list included."""


@dataclass(frozen=True)
class LiveRun:
    """One run of one scenario under one seed, as the page shows it.

    Attributes:
        scenario: what was run.
        seed: its seed.
        key: short digest of both.
        estates: names of the estates in the scenario's order.
        packs: for each estate what the browser draws, see :mod:`commsim.dashboard.pack`.
        raw: the tables, exactly as ``commsim run`` has them.
    """

    scenario: Scenario
    seed: int
    key: str
    estates: tuple[str, ...]
    packs: tuple[bytes, ...]
    raw: RawRun

    @property
    def months(self) -> int:
        """Months the run lasts."""
        return self.scenario.data.months

    def column(self, estate: int, name: str) -> list[Any]:
        """Return a monthly column of an estate, one exact value a month; NaN where undefined.

        Args:
            estate: number of the estate, from 0.
            name: a name in ``MONTHLY_NAMES``.

        Raises:
            InputError: no such estate.
            UnknownNameError: no such column.
        """
        if name not in MONTHLY_NAMES:
            raise UnknownNameError(f"no monthly column '{name}'")
        start = self._estate(estate) * self.months
        return self.raw.monthly[name][start : start + self.months]

    def month(self, estate: int, month: int) -> dict[str, float | int | None]:
        """Return all monthly columns of one month of an estate, exact; None where undefined.

        Args:
            estate: number of the estate, from 0.
            month: counted from 1.

        Raises:
            InputError: no such estate or month.
        """
        if not 1 <= month <= self.months:
            raise InputError(f"month {month} is not in the run; allowed: 1 to {self.months}")
        place = self._estate(estate) * self.months + month - 1
        return {name: defined(self.raw.monthly[name][place]) for name in MONTHLY_NAMES}

    def _estate(self, estate: int) -> int:
        if not 0 <= estate < len(self.estates):
            raise InputError(f"there is no estate number {estate}; allowed: 0 to {len(self.estates) - 1}")
        return estate

    @property
    def size(self) -> int:
        """About how many bytes the run takes."""
        values = len(self.raw.monthly) * len(self.raw.monthly["month"])
        values += len(self.raw.households) * len(self.raw.households["household"])
        return sum(len(pack) for pack in self.packs) + values * BYTES_A_VALUE


def defined(value: Any) -> Any:
    """Return a value, or None for NaN, which JSON does not know."""
    return None if isinstance(value, float) and math.isnan(value) else value


def key_of(scenario: Scenario, seed: int) -> str:
    """Return the short digest that a run of a scenario under a seed is kept by.

    Raises:
        NetworkFileError: the scenario's network file cannot be read.
    """
    text = f"{scenario.digest()} {seed}"
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_CHARS]


def with_histories(scenario: Scenario, seed: int, estate: int | None = None) -> list[EstateRun]:
    """Run the estates of a scenario with the state of every home in every month.

    Args:
        scenario: what is run, whether it asks for histories or not.
        seed: 0 to 2**64 - 1.
        estate: number of the only estate wanted; by default all. Estates do not look at each other.

    Raises:
        SeedError: no such seed.
        LedgerError: a fault of the model.
    """
    recording = scenario.data.model_copy(update={"record": Record(households=True)})
    plans = plan_scenario(replace(scenario, data=recording))
    return [run_estate(plan, check_seed(seed)) for plan in (plans if estate is None else plans[estate : estate + 1])]


def make_run(scenario: Scenario, seed: int, key: str) -> LiveRun:
    """Run a scenario under a seed, without looking whether it was run before.

    Args:
        scenario: what is run.
        seed: 0 to 2**64 - 1.
        key: as :func:`key_of` gives it.
    """
    runs = with_histories(scenario, seed)
    packs = tuple(pack_estate(run, key, seed) for run in runs)
    bare = [run._replace(history_whole=run.history_whole[:0], history_real=run.history_real[:0]) for run in runs]
    raw = replace(raw_run(scenario, seed, bare), history=None)
    return LiveRun(scenario, seed, key, raw.estates, packs, raw)


class Kept(Generic[Thing]):
    """What was made, by key: bounded, safe for several threads, and made once however many ask at once.

    Args:
        size: tells how many bytes a thing takes.
        most_bytes: of all things kept; a larger one is not kept.
        most: things kept.
    """

    def __init__(self, size: Callable[[Thing], int], most_bytes: int, most: int) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._most = most
        self._lock = Lock()
        self._things: OrderedDict[str, Thing] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._making: dict[str, Future[Thing]] = {}

    def get(self, key: str, make: Callable[[], Thing]) -> Thing:
        """Return the thing of a key, made now if it is not kept; who asks meanwhile waits for it.

        An error of ``make`` reaches all who wait, and is not kept.
        """
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
            waiting = self._making.get(key)
            if waiting is None:
                mine = self._making[key] = Future()
        if waiting is not None:
            return waiting.result()
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                del self._making[key]
            mine.set_exception(error)
            raise
        with self._lock:
            del self._making[key]
            self._keep(key, made)
        mine.set_result(made)
        return made

    def _keep(self, key: str, thing: Thing) -> None:
        size = self._size(thing)
        if size > self._most_bytes:
            return
        self._things[key], self._sizes[key] = thing, size
        while len(self._things) > self._most or self.bytes > self._most_bytes:
            gone, _ = self._things.popitem(last=False)
            del self._sizes[gone]

    @property
    def bytes(self) -> int:
        """Bytes of all that is kept."""
        return sum(self._sizes.values())

    def __len__(self) -> int:
        """Return how many things are kept."""
        return len(self._things)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._things.clear()
            self._sizes.clear()


_runs: Kept[LiveRun] = Kept(lambda run: run.size, MOST_BYTES, MOST_RUNS)


def live(scenario: Scenario, seed: int) -> LiveRun:
    """Return the run of a scenario under a seed, made now or kept.

    Args:
        scenario: what is run.
        seed: whole number, 0 to 2**64 - 1.

    Raises:
        SeedError: no such seed.
        LedgerError: a fault of the model.
        NetworkFileError: the scenario's network file cannot be read.
        InputError: an estate has more stairwells than can be shown.
    """
    number = check_seed(seed)
    key = key_of(scenario, number)
    return _runs.get(key, lambda: make_run(scenario, number, key))
