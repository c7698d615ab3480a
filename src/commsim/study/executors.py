"""Running many seeds, side by side in threads or in worker processes, with the same results either way.

A run depends on its scenario and seed alone, so it does not matter who takes it, nor which engine runs it. The compiled
engine needs threads only. The Mesa model's workers are started afresh (``spawn``), never by a copy of this process, and
the machine-wide start method is left alone. A worker that is killed costs one more try; workers end when the process
that started them does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import takewhile
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from commsim.agents import Resident, simulate_agents
from commsim.engine.choice import AGENTS, COMPILED, choose
from commsim.errors import CommsimError, InputError
from commsim.raw import RawRun
from commsim.scenario import Scenario

Progress = Callable[[int, int], None]
"""Called with how many runs are done, and of how many."""


class WorkersLostError(CommsimError, RuntimeError):
    """Worker processes were killed twice over the same runs."""

    exit_code = 3


class Task(NamedTuple):
    """One run to do.

    Attributes:
        scenario: what to run.
        seed: seed, 0 to 2**64 - 1.
        resident: decision class of the residents; with workers it must be importable.
    """

    scenario: Scenario
    seed: int
    resident: type[Resident] = Resident


def run_tasks(
    tasks: Sequence[Task], jobs: int = 1, progress: Progress | None = None, engine: str = AGENTS
) -> list[RawRun]:
    """Do all runs and return them in the order of the tasks.

    Args:
        tasks: the runs to do.
        jobs: runs side by side, at least 1: threads of the compiled engine, or worker processes of the Mesa model,
            which with 1 runs in this process.
        progress: called after every run.
        engine: ``agents``, ``compiled``, or ``auto`` for the one that is done first.

    Raises:
        InputError: ``jobs`` is below 1, or there is no such engine.
        EngineError: ``compiled`` was asked for, with a resident class of the user's.
        WorkersLostError: worker processes were killed, and killed again when the runs were tried once more.
        Exception: whatever a run itself raises.
    """
    if jobs < 1:
        raise InputError(f"jobs must be a whole number from 1; got {jobs}")
    report = progress or _silent
    own_rules = all(task.resident is Resident for task in tasks)
    if choose(engine, [task.scenario for task in tasks], jobs, own_rules) == COMPILED:
        return _compiled(tasks, jobs, report)
    workers = min(jobs, len(tasks))
    if workers <= 1:
        return _one_by_one(tasks, report)
    done: dict[int, RawRun] = {}
    for _ in range(2):
        left = [place for place in range(len(tasks)) if place not in done]
        if left:
            _in_workers(tasks, left, min(workers, len(left)), done, report)
    lost = len(tasks) - len(done)
    if lost:
        raise WorkersLostError(
            f"worker processes were ended from outside, twice, and {lost} of {len(tasks)} runs are missing; memory may "
            "have run out: try fewer jobs. In a script, start the work under `if __name__ == '__main__':`"
        )
    return [done[place] for place in range(len(tasks))]


def run_task(task: Task) -> RawRun:
    """Do one run; what a worker process calls."""
    return simulate_agents(task.scenario, task.seed, task.resident)


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


def _one_by_one(tasks: Sequence[Task], report: Progress) -> list[RawRun]:
    raws = []
    for task in tasks:
        raws.append(run_task(task))
        report(len(raws), len(tasks))
    return raws


def _compiled(tasks: Sequence[Task], threads: int, report: Progress) -> list[RawRun]:
    """Do the tasks with the compiled engine, those of one scenario together."""
    # Loaded here, since the compiler takes a moment to load, which runs of the Mesa model need not wait for.
    from commsim.engine.run import simulate_many  # noqa: PLC0415

    raws: list[RawRun] = []
    while len(raws) < len(tasks):
        before, scenario = len(raws), tasks[len(raws)].scenario
        together = list(takewhile(lambda task: task.scenario is scenario, tasks[before:]))  # noqa: B023 (used at once)
        seeds = [task.seed for task in together]
        raws += simulate_many(scenario, seeds, threads, lambda done, _: report(before + done, len(tasks)))  # noqa: B023
    return raws


class _Context(SpawnContext):
    """Starts workers afresh, and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.workers: list[BaseProcess] = []

    def Process(self, *args: Any, **options: Any) -> BaseProcess:  # type: ignore[override]
        worker = SpawnProcess(*args, **options)
        self.workers.append(worker)
        return worker


def _in_workers(
    tasks: Sequence[Task], left: Sequence[int], workers: int, done: dict[int, RawRun], report: Progress
) -> None:
    """Do the tasks at the places ``left`` and put the runs into ``done``; if a worker is killed, what is done stays."""
    context = _Context()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker)
    try:
        with _interrupts_held_back():
            futures: dict[Future[RawRun], int] = {pool.submit(run_task, tasks[place]): place for place in left}
        for future in as_completed(futures):
            done[futures[future]] = future.result()
            report(len(done), len(tasks))
    except BaseException as error:
        for worker in context.workers:
            worker.terminate()
        if not isinstance(error, BrokenProcessPool):
            raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Hold Ctrl-C back for a moment; workers started meanwhile never hear it, so that only this process reports it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    """Make a worker deaf to Ctrl-C, which its parent handles, and let it end when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
