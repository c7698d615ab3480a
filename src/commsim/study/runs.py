"""The runs of a block: from run numbers to figures, with a failing run kept as a failed row.

Concepts:
    fault of a run: what follows from its scenario and seed alone; it would fail the same way anywhere, so its row says
        ``failed`` and why, and the other runs go on.
    fault of the machine: memory or disk ran out, the user stopped it. It says nothing about the run: it goes up, and
        the study can be resumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from commsim.engine.choice import AGENTS, COMPILED
from commsim.scenario import Scenario, load_scenario
from commsim.study.blocks import Block, BlockRows
from commsim.study.measuring import AgentsView, CompiledView, Measuring, RunView, monthly_columns

if TYPE_CHECKING:
    from commsim.study.definition import Study

OK, FAILED = "ok", "failed"

MACHINE_FAULTS = (MemoryError, OSError)
"""Errors that say something about the machine and nothing about the run."""

_PLACES = (
    (re.compile(r"\b[a-z]{2,6}://\S+"), "<address>"),
    (re.compile(r"0x[0-9a-fA-F]{4,}"), "<address>"),
    (re.compile(r"[A-Za-z]:\\[^\s'\",;]+"), "<path>"),
    (re.compile(r"(?<![\w.])(?:~|\.{1,2})?/[^\s'\",;:]+"), "<path>"),
)
_LONGEST_CAUSE = 300


class GivenUpError(Exception):
    """The runs of a block are no longer wanted."""


def block_rows(
    study: Study,
    measuring: Measuring,
    block: Block,
    engine: str = COMPILED,
    is_wanted: Callable[[], bool] = lambda: True,
) -> BlockRows:
    """Do the runs of a block.

    Args:
        study: the study.
        measuring: what is measured of each run; ``Measuring`` of this study.
        block: which runs.
        engine: ``compiled`` or ``agents``; the rows are the same.
        is_wanted: asked before every run whether the block is still wanted.

    Returns:
        the rows, in the order of the run numbers; a run that fails is a failed row.

    Raises:
        MemoryError: memory ran out.
        OSError: a file could not be read.
        GivenUpError: the block is no longer wanted.
    """
    status: list[str] = []
    cause: list[str | None] = []
    figures: list[Sequence[float | None]] = []
    monthly = _Monthly(study.kept_months)
    point = -1
    worlds: _Worlds | None = None
    for number in block.numbers:
        if not is_wanted():
            raise GivenUpError
        if worlds is None or number // study.replicates != point:
            point = number // study.replicates
            worlds = _Worlds(study, point, engine)
        try:
            run, twin = worlds.under(study.seed(point, number % study.replicates), measuring.needs_twin)
            row = measuring.figures(run, twin)
            monthly.add(number, run)
        except MACHINE_FAULTS:
            raise
        except Exception as error:  # noqa: BLE001 (whatever a run does wrong costs this run and no other)
            status.append(FAILED)
            cause.append(cause_of(error))
            figures.append([None] * len(measuring.names))
        else:
            status.append(OK)
            cause.append(None)
            figures.append(row)
    measures = {name: [row[place] for row in figures] for place, name in enumerate(measuring.names)}
    return BlockRows(block, status, cause, measures, monthly.columns)


def failed_rows(study: Study, names: Sequence[str], block: Block, cause: str) -> BlockRows:
    """Return the rows of runs that could not be done at all, say because each ended its worker process."""
    none: list[float | None] = [None] * block.size
    monthly = _Monthly(study.kept_months).columns
    return BlockRows(block, [FAILED] * block.size, [cause] * block.size, dict.fromkeys(names, none), monthly)


def cause_of(error: BaseException) -> str:
    """Return why a run failed, on one line, without paths or addresses, which differ between machines."""
    text = " ".join(str(error).split())
    for pattern, word in _PLACES:
        text = pattern.sub(word, text)
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return said if len(said) <= _LONGEST_CAUSE else said[: _LONGEST_CAUSE - 3] + "..."


def warm_up(engine: str) -> None:
    """Load the compiled engine, compiling it where that is still to be done, before several threads want it."""
    if engine == COMPILED:
        _viewer(COMPILED, load_scenario("typical-estate").with_months(1))(0)


class _Worlds:
    """The scenario of a point and its twin, made when they are first run and kept for the replicates of the point."""

    def __init__(self, study: Study, point: int, engine: str) -> None:
        self.study = study
        self.point = point
        self.engine = engine
        self.run: Callable[[int], RunView] | None = None
        self.twin: Callable[[int], RunView] | None = None

    def under(self, seed: int, with_twin: bool) -> tuple[RunView, RunView | None]:
        """Return the run under a seed, and that of the twin where it is wanted."""
        if self.run is None:
            self.run = _viewer(self.engine, self.study.scenario(self.point))
        run = self.run(seed)
        if not with_twin:
            return run, None
        if self.twin is None:
            twin = self.study.twin(self.point)
            assert twin is not None  # a study that measures differences has a twin, its file is checked for that
            self.twin = _viewer(self.engine, twin)
        return run, self.twin(seed)


def _viewer(engine: str, scenario: Scenario) -> Callable[[int], RunView]:
    """Return what runs a scenario under a seed."""
    if engine == AGENTS:
        # Loaded here, since Mesa takes a moment to load, which neither the compiled engine nor a worker need wait for.
        from commsim.agents import simulate_agents  # noqa: PLC0415

        return lambda seed: AgentsView(simulate_agents(scenario, seed))
    # Loaded here, since the compiler takes a moment to load, which runs of the Mesa model need not wait for.
    from commsim.engine.run import plan_scenario, run_estate  # noqa: PLC0415

    plans = plan_scenario(scenario)
    return lambda seed: CompiledView([run_estate(plan, seed) for plan in plans])


class _Monthly:
    """Gathers the monthly series that a study keeps.

    Attributes:
        columns: ``run``, ``estate``, ``month`` and the columns kept, each a list; None where none are kept.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.columns: dict[str, list[Any]] | None = None
        if names:
            self.columns = {name: [] for name in ("run", "estate", "month", *names)}

    def add(self, number: int, run: RunView) -> None:
        """Add the months of a run."""
        if self.columns is None:
            return
        found = monthly_columns(run, self.names)
        rows = len(found["month"])
        self.columns["run"] += [number] * rows
        for name in ("estate", "month", *self.names):
            self.columns[name] += found[name]
