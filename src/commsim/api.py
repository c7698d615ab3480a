"""commsim from Python: run a scenario, compare two worlds under the same luck, and keep what came out.

::

    import commsim

    run = commsim.simulate("tianhu-garden", seed=1)
    run.monthly  # tidy DataFrame, one row an estate and month
    run.plot()

A *run* is one scenario under one seed. *Twins* are two scenarios under the same seed: every household has the same
luck in both worlds, so a difference between them is an effect.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import pandas as pd

from commsim.agents import Resident, simulate_agents
from commsim.draws import check_seed
from commsim.engine.choice import AUTO, COMPILED, choose
from commsim.errors import SeedError
from commsim.raw import RawRun
from commsim.results.differences import Comparison, compare_tables
from commsim.results.files import summary, summary_bytes, table_files
from commsim.results.manifest import build_manifest, json_text
from commsim.results.store import MANIFEST, write_folder
from commsim.results.tables import (
    events_frame,
    frame,
    history_arrow,
    households_arrow,
    monthly_arrow,
    together,
)
from commsim.results.targets import TargetResult, evaluate_targets
from commsim.results.yearly import YearlyRow, yearly_rows
from commsim.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    from commsim.figures.canvas import Picture

Progress = Callable[[int, int], None]
"""Called with how much is done, and of how much, in months."""


class Results:
    """What one run or several of one scenario left behind.

    Attributes:
        scenario: the scenario as run.
        raws: the runs as plain lists, by seed as asked for.
    """

    def __init__(self, raws: Sequence[RawRun]) -> None:
        """Keep the runs; they are runs of one scenario."""
        self.raws = tuple(raws)
        self.scenario: Scenario = self.raws[0].scenario

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """One row a seed, estate and month; the columns are those of ``commsim.rules.columns.MONTHLY``."""
        return frame(together(monthly_arrow(raw) for raw in self.raws))

    @cached_property
    def households(self) -> pd.DataFrame:
        """One row a seed, estate and household: its state at the end of the run."""
        return frame(together(households_arrow(raw) for raw in self.raws))

    @cached_property
    def history(self) -> pd.DataFrame | None:
        """One row a seed, estate, month and household; None where ``record.households`` was off."""
        tables = [table for raw in self.raws if (table := history_arrow(raw)) is not None]
        return frame(together(tables)) if tables else None

    @cached_property
    def events(self) -> pd.DataFrame:
        """What happened: seed, month, estate, event, text, ok (it took effect)."""
        return events_frame(self.raws)

    def targets(self) -> list[TargetResult]:
        """Hold the scenario's targets against the runs; see :func:`commsim.results.evaluate_targets`."""
        return evaluate_targets(self.scenario, self.monthly)

    def yearly(self) -> list[YearlyRow]:
        """Return the yearly table with its spread over seeds."""
        return yearly_rows(self.monthly)

    def summary(self) -> dict[str, Any]:
        """Return the yearly table, targets, events and outcomes as plain data for JSON."""
        return summary(self.scenario, self.raws, self.yearly(), self.targets())

    def plot(self, path: str | Path | None = None, twin: Results | None = None) -> Picture:
        """Draw the runs: fee rate with events and targets, service, trust, disputes and money.

        Args:
            path: a ``.png``, ``.svg`` or ``.pdf`` file to write; by default none.
            twin: runs of the twin scenario, drawn as a grey line.

        Returns:
            a matplotlib figure, which a notebook shows.

        Raises:
            InputError: another kind of file.
            StorageError: the file cannot be written.
        """
        # Loaded here, since a run without a picture need not wait for matplotlib.
        from commsim.figures import draw_runs, save_picture  # noqa: PLC0415

        picture = draw_runs(self, twin)
        if path is not None:
            save_picture(picture, Path(path))
        return picture

    def save(self, folder: str | Path, *, force: bool = False, twin: Results | None = None) -> Path:
        """Write a results folder, whole or not at all.

        Args:
            folder: where it is to stand; it must not exist.
            force: replace an existing results folder of commsim.
            twin: runs of the twin scenario, drawn as a grey line in the figure.

        Returns:
            the folder.

        Raises:
            ResultsExistError: it exists.
            StorageError: disk full, no permission; nothing is left there.
        """
        from commsim.figures import draw_runs, picture_bytes  # noqa: PLC0415 (as in plot)

        picture = draw_runs(self, twin)
        files = table_files(self.raws)
        files["summary.json"] = summary_bytes(self.summary())
        files["figure.png"] = picture_bytes(picture, "png")
        files["figure.svg"] = picture_bytes(picture, "svg")
        seeds = [raw.seed for raw in self.raws]
        manifest = build_manifest(self.scenario, seeds, files, twin.scenario if twin else None)
        return write_folder(Path(folder), {**files, MANIFEST: json_text(manifest).encode()}, force)


class Run(Results):
    """One run: one scenario under one seed."""

    def __init__(self, raw: RawRun) -> None:
        """Keep the run."""
        super().__init__([raw])
        self.seed = raw.seed

    @property
    def outcomes(self) -> dict[str, dict[str, object]]:
        """Facts of the whole run by estate, such as what ended an effort first."""
        return self.raws[0].outcomes

    def __repr__(self) -> str:
        """Name scenario, seed and months."""
        return f"<Run of {self.scenario.name}, seed {self.seed}, {self.scenario.data.months} months>"


class Runs(Results, Sequence[Run]):
    """Runs of one scenario under several seeds; a list of :class:`Run`, and the tables of all of them together."""

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.raws)

    @overload
    def __getitem__(self, place: int) -> Run: ...

    @overload
    def __getitem__(self, place: slice) -> Runs: ...

    def __getitem__(self, place: int | slice) -> Run | Runs:
        """Return one run, or some of them."""
        return Runs(self.raws[place]) if isinstance(place, slice) else Run(self.raws[place])

    def __iter__(self) -> Iterator[Run]:
        """Go through the runs in the order of the seeds."""
        return (Run(raw) for raw in self.raws)

    def __repr__(self) -> str:
        """Name scenario, number of seeds and months."""
        return f"<{len(self)} runs of {self.scenario.name}, {self.scenario.data.months} months>"


def simulate(
    scenario: Scenario | str | Path,
    *,
    seed: int = 1,
    months: int | None = None,
    resident: type[Resident] | None = None,
    engine: str = AUTO,
    progress: Progress | None = None,
) -> Run:
    """Run one scenario under one seed.

    Args:
        scenario: a loaded scenario, the name of a shipped one, or a file.
        seed: whole number, 0 to 2**64 - 1.
        months: months to run; by default what the scenario says.
        resident: a subclass of ``commsim.Resident`` whose decisions all residents take.
        engine: ``agents`` for the Mesa model, ``compiled`` for its compiled twin, ``auto`` for the one that is done
            first. The run is the same to the last bit.
        progress: called as months are done, with months done and months in all; by the Mesa model after every month.

    Returns:
        the run.

    Raises:
        SeedError: not such a number.
        InputError: the scenario is not valid, or there is no such engine.
        EngineError: ``compiled`` was asked for, with a resident class of your own.
    """
    chosen = as_scenario(scenario, months)
    number = plain_seed(seed)
    if choose(engine, [chosen], own_rules=resident in (None, Resident)) == COMPILED:
        # Loaded here, since the compiler takes a moment to load, which a run of the Mesa model need not wait for.
        from commsim.engine.run import simulate_compiled  # noqa: PLC0415

        return Run(simulate_compiled(chosen, number, progress))
    return Run(simulate_agents(chosen, number, resident or Resident, progress))


def compare(
    first: Scenario | str | Path | Run,
    second: Scenario | str | Path | Run,
    *,
    seed: int = 1,
    months: int | None = None,
    engine: str = AUTO,
) -> Comparison:
    """Compare two worlds under the same luck: the first less the second, month by month and household by household.

    Args:
        first: the world with what is studied, say an activation: a scenario, its name, a file, or a run of it.
        second: the world without it.
        seed: seed of both, where they are still to be run.
        months: months to run; by default what each scenario says.
        engine: what runs them, as for :func:`simulate`.

    Returns:
        the paired differences.

    Raises:
        InputError: the two have different seeds, months, estates or households, or there is no such engine.
    """
    worlds = [world if isinstance(world, Run) else as_scenario(world, months) for world in (first, second)]
    chosen = choose(engine, [world for world in worlds if isinstance(world, Scenario)])
    runs = [world if isinstance(world, Run) else simulate(world, seed=seed, engine=chosen) for world in worlds]
    return compare_tables(runs[0].monthly, runs[1].monthly, runs[0].households, runs[1].households)


def as_scenario(scenario: Scenario | str | Path, months: int | None = None) -> Scenario:
    """Return a scenario, loaded if it is named, with its months changed if asked for."""
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    return chosen if months is None else chosen.with_months(months)


def plain_seed(seed: int) -> int:
    """Return a seed as a plain whole number; NumPy's whole numbers are taken too.

    Raises:
        SeedError: it is no whole number from 0 to 2**64 - 1.
    """
    if isinstance(seed, bool) or not hasattr(seed, "__index__"):
        return check_seed(seed)
    return check_seed(operator.index(seed))


def check_seeds(seeds: Iterable[int]) -> list[int]:
    """Return seeds as plain whole numbers.

    Raises:
        SeedError: there is none, one is given twice, or one is no seed.
    """
    if isinstance(seeds, int) or not isinstance(seeds, Iterable):
        raise SeedError(f"seeds are several whole numbers, such as range(1, 21); got {seeds!r}")
    numbers = [plain_seed(seed) for seed in seeds]
    if not numbers:
        raise SeedError("at least one seed is needed; got none")
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            raise SeedError(f"seed {number} is given twice; each run needs a seed of its own")
        seen.add(number)
    return numbers
