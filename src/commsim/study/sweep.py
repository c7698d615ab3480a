"""A study from its file to its results: every point checked, every block done by somebody, every block saved.

::

    results = commsim.run_study("experiments/three-questions/study.yaml")
    results.runs  # DataFrame, one row a run
    results.effects()
    results.plot()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from commsim.engine.choice import AGENTS, AUTO, COMPILED, agents_estimate, check_engine, compiled_estimate
from commsim.engine.choice import household_months as household_months_of
from commsim.errors import InputError
from commsim.study.blocks import Block, BlockRows, block_size, blocks_of
from commsim.study.definition import Study
from commsim.study.loading import load_study
from commsim.study.measuring import Measuring
from commsim.study.memory import MemoryFolder
from commsim.study.points import check_points
from commsim.study.processors import cores
from commsim.study.results import StudyResults
from commsim.study.runners import Runner, ThreadRunner
from commsim.study.runs import FAILED
from commsim.study.store import StudyFolder


class Standing(NamedTuple):
    """How far a study is.

    Attributes:
        runs: runs saved, those of earlier sittings included.
        failed: of these, failed.
        total: runs of the study.
        before: of the runs saved, those of earlier sittings.
    """

    runs: int
    failed: int
    total: int
    before: int


Watch = Callable[[Standing], None]
"""Told how far a study is: once before the first block, and whenever a block is saved."""

SAMPLED_POINTS = 50
"""Points whose size is looked up to find the longest run of a study."""


def run_study(
    study: Study | str | Path,
    out: str | Path | None = None,
    *,
    resume: bool = False,
    force: bool = False,
    replicates: int | None = None,
    jobs: int | None = None,
    engine: str = AUTO,
    cluster: str | None = None,
    watch: Watch | None = None,
    tell: Callable[[str], None] | None = None,
) -> StudyResults:
    """Do all runs of a study.

    Args:
        study: a study file, or a loaded study.
        out: results folder, which survives whatever ends this process; None keeps the results in memory only.
        resume: go on with the results folder, which may also not exist yet.
        force: replace a results folder of commsim that is there.
        replicates: runs of each point, instead of what the study says.
        jobs: threads; by default one a processor.
        engine: ``compiled``, ``agents``, or ``auto`` for the one that is done first; the results are the same bytes.
        cluster: address of a Dask scheduler, or ``local:N`` for N worker processes here, instead of threads.
        watch: told how far the study is.
        tell: told in a sentence what a cluster is waiting for, or that a worker was lost.

    Returns:
        the results.

    Raises:
        InputError: the study is not valid, or another one stands in the folder; nothing was run.
        StorageError: the folder exists, or cannot be written; what was saved stays.
        KeyboardInterrupt: stopped by the user; what was saved stays.
    """
    chosen = study if isinstance(study, Study) else load_study(study)
    if replicates is not None:
        chosen = chosen.with_replicates(replicates)
    threads = cores() if jobs is None else jobs
    if threads < 1:
        raise InputError(f"jobs must be a whole number from 1; got {jobs}")
    check_engine(engine)
    if resume and force:
        raise InputError("resume goes on with a results folder and force replaces it: give one of the two")
    check_points(chosen)
    measuring = Measuring(chosen.data.measures, chosen.estate_names)
    folder = _to_go_on_with(chosen, out, resume)
    if folder is not None and folder.is_complete:
        folder.close()
        return StudyResults(chosen, folder, folder.notes)
    with ExitStack() as held:
        if folder is not None:
            held.callback(folder.close)
        # Before a new folder, which would stand there empty if there is no such cluster.
        work = longest_run(chosen, measuring.needs_twin)
        runner = _runner(chosen, measuring, work, engine, threads, cluster, tell or _nobody)
        held.callback(runner.close)
        size = block_size(chosen.runs, work)
        kept = folder if folder is not None else _new_folder(chosen, out, size, force)
        with kept:
            _do(chosen, kept, runner, watch or _nobody)
    return StudyResults(chosen, kept, [*kept.notes, *runner.notes])


def longest_run(study: Study, with_twin: bool) -> int:
    """Return the household-months of the longest run, twin included, among points evenly spread over the design."""
    points = len(study.points)
    step = max(1, points // SAMPLED_POINTS)
    longest = max(household_months_of(study.scenario(point)) for point in range(0, points, step))
    return 2 * longest if with_twin else longest


def chosen_engine(runs: int, work: int, engine: str, threads: int) -> str:
    """Return the engine that runs a study: ``auto`` takes the one that is done first.

    Args:
        runs: runs of the study.
        work: household-months of a run.
        engine: what was asked for.
        threads: runs side by side, of the compiled engine.
    """
    if check_engine(engine) != AUTO:
        return engine
    return AGENTS if agents_estimate([runs * work], 1) <= compiled_estimate([runs * work // threads], 1) else COMPILED


def _to_go_on_with(study: Study, out: str | Path | None, resume: bool) -> StudyFolder | None:
    """Return the folder of an earlier sitting, ready to be gone on with, or None where there is none."""
    if not resume:
        return None
    if out is None:
        raise InputError("resume needs the results folder to go on with: give out")
    return StudyFolder.open(Path(out), study) if StudyFolder.is_one(Path(out)) else None


def _new_folder(study: Study, out: str | Path | None, size: int, force: bool) -> StudyFolder | MemoryFolder:
    return MemoryFolder(study, size) if out is None else StudyFolder.create(Path(out), study, size, force=force)


def _runner(
    study: Study,
    measuring: Measuring,
    work: int,
    engine: str,
    threads: int,
    cluster: str | None,
    tell: Callable[[str], None],
) -> Runner:
    if cluster is None:
        chosen = chosen_engine(study.runs, work, engine, threads)
        return ThreadRunner(study, measuring, chosen, threads if chosen == COMPILED else 1)
    # Loaded here, since Dask is an extra and takes a moment to load.
    from commsim.study.cluster import ClusterRunner  # noqa: PLC0415

    return ClusterRunner(study, measuring, COMPILED if engine == AUTO else engine, cluster, tell=tell)


def _do(study: Study, folder: StudyFolder | MemoryFolder, runner: Runner, watch: Watch) -> None:
    """Do the blocks that are not saved yet and save them as they come."""
    saved, size = folder.done(), folder.block_size
    before = 0
    for block in blocks_of(study.runs, size):
        before += block.size if block.first in saved else 0
    standing = Standing(before, folder.failed, study.runs, before)
    watch(standing)
    for rows in runner.run(_missing(study, size, saved)):
        folder.save(rows)
        standing = _after(standing, rows)
        watch(standing)
    folder.finish()


def _missing(study: Study, size: int, saved: set[int]) -> Iterator[Block]:
    return (block for block in blocks_of(study.runs, size) if block.first not in saved)


def _after(standing: Standing, rows: BlockRows) -> Standing:
    failed = len([status for status in rows.status if status == FAILED])
    return standing._replace(runs=standing.runs + rows.block.size, failed=standing.failed + failed)


def _nobody(_: object) -> None:
    """Tell nobody."""
