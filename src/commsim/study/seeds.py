"""One scenario under several seeds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from commsim.agents import Resident
from commsim.api import Runs, as_scenario, check_seeds
from commsim.engine.choice import AUTO
from commsim.scenario import Scenario
from commsim.study.executors import Progress, Task, run_tasks


def simulate_seeds(
    scenario: Scenario | str | Path,
    seeds: Iterable[int],
    *,
    months: int | None = None,
    jobs: int = 1,
    resident: type[Resident] | None = None,
    engine: str = AUTO,
    progress: Progress | None = None,
) -> Runs:
    """Run one scenario under several seeds; the runs do not depend on ``jobs``.

    Args:
        scenario: a loaded scenario, the name of a shipped one, or a file.
        seeds: whole numbers, 0 to 2**64 - 1, each at most once.
        months: months to run; by default what the scenario says.
        jobs: runs side by side. The compiled engine runs them in threads of this process, which needs no care. The Mesa
            model takes worker processes where it is more than 1; a script must then start its work under
            ``if __name__ == "__main__":``, since every worker imports it.
        resident: a subclass of ``commsim.Resident`` whose decisions all residents take.
        engine: ``agents``, ``compiled``, or ``auto`` for the one that is done first, as for ``simulate``.
        progress: called after every run with runs done and runs in all.

    Returns:
        the runs in the order of the seeds.

    Raises:
        SeedError: no seed, a seed given twice, or not such a number.
        InputError: the scenario is not valid, ``jobs`` is below 1, or there is no such engine.
        EngineError: ``compiled`` was asked for, with a resident class of your own.
        WorkersLostError: worker processes were killed twice.
    """
    chosen = as_scenario(scenario, months)
    tasks = [Task(chosen, seed, resident or Resident) for seed in check_seeds(seeds)]
    return Runs(run_tasks(tasks, jobs, progress, engine))
