"""Which engine runs: the Mesa model or its compiled twin. Both give the same bits, so only the clock decides.

Nothing here loads the compiler, which takes a moment of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from commsim.engine.compiling import ready
from commsim.engine.kept import COMPILE_SECONDS, compile_estimate, missing_entry_points
from commsim.errors import EngineError, InputError
from commsim.rules.fees import IN_TIME_MONTHS
from commsim.scenario import Scenario

AUTO, AGENTS, COMPILED = "auto", "agents", "compiled"
ENGINES = (AUTO, AGENTS, COMPILED)

SETTLE_MONTHS = IN_TIME_MONTHS - 1
"""Months lived after the last, to see which bills are still paid in time."""

AGENTS_SECONDS = 24e-6
COMPILED_SECONDS = 0.16e-6
"""Time a household-month, of one run on one processor."""

LOAD_SECONDS = 1.0
"""Time to load the compiler and what it has made before."""

WORKER_SECONDS = 2.5
"""Time until a worker process has loaded the model."""


def check_engine(engine: str) -> str:
    """Return the name of an engine.

    Raises:
        InputError: there is none of this name.
    """
    if engine not in ENGINES:
        raise InputError(f"engine is one of {', '.join(ENGINES)}; got {engine!r}")
    return engine


def choose(engine: str, scenarios: Iterable[Scenario], jobs: int = 1, own_rules: bool = True) -> str:
    """Return the engine that is to run, ``agents`` or ``compiled``.

    Args:
        engine: what was asked for; ``auto`` takes what finishes first, counting what is still to be loaded or compiled.
        scenarios: scenario of each run.
        jobs: runs side by side.
        own_rules: the residents decide as the model's own rules say, and not by a class of the user's.

    Raises:
        InputError: there is no such engine.
        EngineError: ``compiled`` was asked for, with a class of the user's.
    """
    if check_engine(engine) == COMPILED and not own_rules:
        raise EngineError(
            "engine 'compiled' runs the model's own rules only, and cannot run a resident class of your own; "
            "use engine='agents' (or 'auto', which does)"
        )
    if not own_rules:
        return AGENTS
    if engine != AUTO:
        return engine
    sizes = [household_months(scenario) for scenario in scenarios]
    return AGENTS if agents_estimate(sizes, jobs) <= compiled_estimate(sizes, jobs) else COMPILED


def household_months(scenario: Scenario) -> int:
    """Return the household-months that one run lives through."""
    households = 0
    for estate in scenario.data.estates.values():
        households += estate.homes + estate.shops
    return households * (scenario.data.months + SETTLE_MONTHS)


def agents_estimate(sizes: list[int], jobs: int) -> float:
    """Return how long the Mesa model takes for runs of these sizes, seconds.

    Args:
        sizes: household-months of each run.
        jobs: worker processes.
    """
    workers = max(1, min(jobs, len(sizes)))
    work = _longest_share(sizes, workers) * AGENTS_SECONDS
    return work if workers == 1 else work + WORKER_SECONDS


def compiled_estimate(sizes: list[int], jobs: int) -> float:
    """Return how long the compiled engine takes for runs of these sizes, seconds, counting what it still has to load.

    Args:
        sizes: household-months of each run.
        jobs: threads.
    """
    work = _longest_share(sizes, max(1, min(jobs, len(sizes)))) * COMPILED_SECONDS
    if ready.issuperset(COMPILE_SECONDS):
        return work
    return work + LOAD_SECONDS + compile_estimate([name for name in missing_entry_points() if name not in ready])


def _longest_share(sizes: list[int], parts: int) -> float:
    """Return the household-months of the busiest of some workers: an equal share, or one run that is longer."""
    total = 0
    for size in sizes:
        total += size
    return max(total / parts, max(sizes, default=0))
