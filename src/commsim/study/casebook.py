"""The casebook as one table: every target of every shipped scenario, held against many seeds.

Concepts:
    statement: what the model must show, such as M1; a target of a shipped scenario is one figure of a statement.
    row: one target over all seeds: how many hold it, and how its figure spreads.
    figure: a number beside the targets that a statement asks for, such as what ended an effort.
    evidence: what is kept of the runs of one scenario until its rows and figures are known.

Seeds 1 to N are used, so that a table can be made again. Each scenario's runs are dropped before the next one's begin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from commsim.api import Runs
from commsim.engine.choice import AUTO, choose
from commsim.errors import InputError
from commsim.results.spread import defined
from commsim.results.targets import TargetResult
from commsim.scenario import Scenario, library_names, load_scenario
from commsim.study.executors import Task, run_tasks
from commsim.study.speakers import Tipping, tipping

STATEMENTS: dict[tuple[str, str], str] = {
    ("tianhu-garden", "fee-before"): "M1",
    ("tianhu-garden-without", "fee-before"): "M1",
    ("tianhu-garden-without", "fee-stays-low"): "M1",
    ("tianhu-garden", "fee-after"): "M2",
    ("tianhu-garden", "dividends"): "M2",
    ("tianhu-garden", "surplus"): "M2",
    ("tianhu-garden", "disputes-halved"): "M2",
    ("hongyun-volunteers", "upkeep-ends"): "M4",
    ("hongyun", "company-stays"): "M5",
    ("hongyun", "instalments"): "M5",
    ("yanxiqiao", "common-income"): "M6",
    ("yanxiqiao", "fee-rises"): "M6",
    ("parking-meeting", "carried"): "M8",
    ("parking-meeting-without", "blocked"): "M8",
    ("typical-estate", "fee-rate"): "M11",
    ("committee-by-decree", "stays-low"): "M12",
}
"""Statement of the model description that each (scenario, target) is a figure of."""

SAYS: dict[str, str] = {
    "M1": "Tianhu Garden sinks in its conflict with the company and stays low if nobody acts: "
    "fee rate below 0.30 over months 49 to 60 and over the last 12.",
    "M2": "With all steps Tianhu Garden recovers: fee rate 0.98 to 0.999 in years 2 to 6 from the first dividend, "
    "dividends in five consecutive years, a surplus above 1,000,000 yuan, reported disputes halved.",
    "M4": "A few pensioners without an institution cannot keep Hongyun up: the upkeep they run ends within two months.",
    "M5": "In-service members, a re-elected committee and an advance bring a company back to Hongyun; it stays, and "
    "the owners can afford the instalments.",
    "M6": "Yanxiqiao's parking and adverts bring what the source reports (an input check), and what is collected of "
    "the small fee rises (a prediction).",
    "M8": "The parking plan is blocked without the few speakers and carried with them.",
    "M11": "A typical estate that nobody touches keeps a fee rate of 0.70 to 0.88 for ten years.",
    "M12": "A committee by decree without participation does not lift a run-down estate: fee rate below 0.50 in every "
    "year.",
}
"""What each statement says."""

BESIDE: dict[str, tuple[str, ...]] = {"yanxiqiao": ("yanxiqiao-without",)}
"""Scenarios without targets that a figure of another scenario needs as its twin."""

MEETING = "parking-meeting"
OTHER = "other"

Progress = Callable[[int, int], None]
"""Called with how much is done, and of how much, in household-months."""


class Row(NamedTuple):
    """One target over all seeds.

    Attributes:
        statement: id such as ``M1``.
        scenario: name of the scenario.
        result: the target and what the runs gave.
    """

    statement: str
    scenario: str
    result: TargetResult

    @property
    def figures(self) -> list[float]:
        """The figures of the seeds that have one, in ascending order."""
        return sorted(defined(self.result.values))


class Evidence(NamedTuple):
    """What is kept of the runs of one scenario.

    Attributes:
        scenario: the scenario.
        monthly: the monthly tables of all seeds.
        outcomes: facts of the whole run of the first estate, one a seed.
    """

    scenario: Scenario
    monthly: pd.DataFrame
    outcomes: list[dict[str, object]]

    def by_seed(self) -> list[pd.DataFrame]:
        """Return the monthly table of the first estate, one a seed, in the order of the seeds."""
        first = self.monthly[self.monthly["estate"] == self.scenario.estate_names[0]]
        return [part for _, part in first.groupby("seed", sort=False)]


@dataclass(frozen=True)
class Casebook:
    """The rows of the table and what the figures are made from.

    Attributes:
        seeds: seeds of the runs, in order.
        names: scenarios the table is restricted to; empty for all that have targets.
        rows: one a target, by statement.
        evidence: runs by name of the scenario.
        tipping: the meeting with several numbers of speakers; empty where it was not asked for.
    """

    seeds: tuple[int, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    evidence: dict[str, Evidence]
    tipping: tuple[Tipping, ...]

    @property
    def met(self) -> int:
        """Number of targets met."""
        return len([row for row in self.rows if row.result.met])

    def of_statement(self, statement: str) -> list[Row]:
        """Return the rows of one statement."""
        return [row for row in self.rows if row.statement == statement]


def scenarios_with_targets() -> list[str]:
    """Return the names of the shipped scenarios that have targets, in the library's order."""
    return [name for name in library_names() if load_scenario(name).data.targets]


def make_casebook(
    seeds: int,
    jobs: int = 1,
    names: Sequence[str] | None = None,
    progress: Progress | None = None,
    engine: str = AUTO,
) -> Casebook:
    """Run the shipped scenarios and hold every target against the runs.

    Args:
        seeds: number of seeds N; seeds 1 to N are run.
        jobs: runs side by side; the table does not depend on it.
        names: scenarios to restrict the table to; by default all that have targets.
        progress: called as runs are done.
        engine: what runs them, as for ``simulate_seeds``; the table does not depend on it.

    Raises:
        InputError: ``seeds`` is below 1, a scenario does not exist or has no targets, or there is no such engine.
        WorkersLostError: worker processes were killed twice.
    """
    if seeds < 1:
        raise InputError(f"the casebook needs at least 1 seed; got {seeds}")
    chosen = _chosen(names)
    worlds = [load_scenario(name) for name in dict.fromkeys([*chosen, *_beside(chosen)])]
    numbers = tuple(range(1, seeds + 1))
    one_engine = choose(engine, [world for world in worlds for _ in numbers], jobs)
    count = _Count(worlds, MEETING in chosen, seeds, progress)
    evidence: dict[str, Evidence] = {}
    rows: list[Row] = []
    for world in worlds:
        tasks = [Task(world, seed) for seed in numbers]
        runs = Runs(run_tasks(tasks, jobs, count.within(_size(world)), one_engine))
        outcomes = [raw.outcomes[world.estate_names[0]] for raw in runs.raws]
        evidence[world.name] = Evidence(world, runs.monthly, outcomes)
        rows.extend(_rows(world, runs))
    held: list[Tipping] = []
    if MEETING in chosen:
        held = tipping(evidence[MEETING].scenario, numbers, progress=count.within(_size_of_meeting()))
    restricted = tuple(chosen) if names is not None else ()
    return Casebook(numbers, restricted, tuple(sorted(rows, key=_place)), evidence, tuple(held))


def _chosen(names: Sequence[str] | None) -> list[str]:
    known = scenarios_with_targets()
    if names is None:
        return known
    for name in names:
        if name not in known:
            load_scenario(name)  # says which names there are, if there is none of this name
            raise InputError(f"the scenario '{name}' has no targets; with targets: {', '.join(known)}")
    return list(dict.fromkeys(names))


def _beside(chosen: Sequence[str]) -> list[str]:
    return [twin for name in chosen for twin in BESIDE.get(name, ())]


def _rows(world: Scenario, runs: Runs) -> list[Row]:
    return [Row(STATEMENTS.get((world.name, result.target.id), OTHER), world.name, result) for result in runs.targets()]


def _place(row: Row) -> tuple[int, int]:
    """Return where a row stands: by statement, then in the order of the mapping above."""
    number = int(row.statement[1:]) if row.statement != OTHER else 10**6
    keys = list(STATEMENTS)
    key = (row.scenario, row.result.target.id)
    return number, keys.index(key) if key in keys else len(keys)


def _size(world: Scenario) -> int:
    """Return the household-months of one run."""
    households = 0
    for estate in world.data.estates.values():
        households += estate.homes + estate.shops
    return households * world.data.months


def _size_of_meeting() -> int:
    world = load_scenario(MEETING)
    return _size(world) // 2


class _Count:
    """Adds up what is done over the scenarios of a casebook."""

    def __init__(self, worlds: Sequence[Scenario], meeting: bool, seeds: int, report: Progress | None) -> None:
        self.done = 0
        self.total = 0
        for world in worlds:
            self.total += seeds * _size(world)
        self.total += seeds * _size_of_meeting() if meeting else 0
        self.report = report

    def within(self, size: int) -> Progress:
        """Return what to call after every run of one size."""

        def after_a_run(_done: int, _runs: int) -> None:
            self.done += size
            if self.report is not None:
                self.report(self.done, self.total)

        return after_a_run
