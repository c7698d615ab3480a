"""Is a study's folder still what its study gives? Its files are checked, and runs are done again.

Concepts:
    finding: one thing that is not as it must be, with the file and the row it was found in.
    sample: runs spread evenly over the run numbers by a fixed rule, so that every check looks at the same runs.
    bit for bit: equal floats have equal bits; NaN is NaN. Where commsim or a library is another one than the study was
        run with, equal bits are not promised, and a note says so beside whatever was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from commsim.engine.choice import AUTO, check_engine, choose
from commsim.errors import InputError
from commsim.study.blocks import Block, BlockRows
from commsim.study.cluster_suspects import WORKER_ENDED
from commsim.study.differing import differences, invalid_rows
from commsim.study.measuring import Measuring
from commsim.study.provenance import version_changes
from commsim.study.runs import FAILED, block_rows
from commsim.study.saved import MONTHLY, POINTS, RUNS, Damage, SavedStudy, read_table
from commsim.study.store import StudyFolder
from commsim.study.tables import monthly_rows, run_rows

if TYPE_CHECKING:
    from commsim.study.definition import Study
    from commsim.study.runners import Runner

SAMPLE = 20
"""Runs done again by default."""

Progress = Callable[[int, int], None]
"""Called with how many runs were looked at, and of how many."""


@dataclass
class Verdict:
    """What a check found.

    Attributes:
        runs: runs of the study.
        findings: what is not as it must be; none means that the folder is sound.
        notes: what the reader should know, such as libraries that differ.
        checked: runs whose rows are sound as far as that can be seen without doing them again.
        failed: of these, failed.
        repeated: of these, done again.
    """

    runs: int
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    checked: int = 0
    failed: int = 0
    repeated: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(path: str | Path, sample: int = SAMPLE, engine: str = AUTO, progress: Progress | None = None) -> Verdict:
    """Check every file and every row of a study's folder, and do a sample of its runs again.

    Args:
        path: results folder of a study.
        sample: how many runs are done again, 0 for none; all of them where there are fewer.
        engine: what does them: ``compiled``, ``agents``, or ``auto`` for the one that is done first.
        progress: called after every block.

    Raises:
        InputError: it is no folder of a study, its manifest is damaged, or ``sample`` is below 0.
        StorageError: it cannot be read.
    """
    if sample < 0:
        raise InputError(f"--sample is a whole number from 0; got {sample}")
    check_engine(engine)
    folder = StudyFolder.open(Path(path))
    verdict = _begun(folder)
    measuring = Measuring(folder.study.data.measures, folder.study.estate_names)
    wanted = sampled(verdict.runs, sample)
    chosen = choose(engine, [folder.study.scenario(0)] * len(wanted)) if wanted else engine
    for block in _saved_blocks(folder):
        tables = _sound_tables(folder, block, verdict)
        if RUNS in tables:
            for number in [number for number in wanted if number in block.numbers]:
                _do_again(folder.study, measuring, number, chosen, tables, verdict)
        if progress is not None:
            progress(block.first + block.size, verdict.runs)
    _conclude(folder, verdict)
    return verdict


def reproduce(
    path: str | Path, make_runner: Callable[[Study, Measuring], Runner], progress: Progress | None = None
) -> Verdict:
    """Do all runs of a study again, from its manifest alone, and compare every row.

    Args:
        path: results folder of a study.
        make_runner: makes what does the runs.
        progress: called after every block.

    Raises:
        InputError: it is no folder of a study, or its manifest is damaged.
        StorageError: it cannot be read.
    """
    folder = StudyFolder.open(Path(path))
    verdict = _begun(folder)
    runner = make_runner(folder.study, Measuring(folder.study.data.measures, folder.study.estate_names))
    found: dict[int, list[str]] = {}
    try:
        for rows in runner.run(_to_do_again(folder, verdict)):
            found[rows.block.first] = list(_unlike(folder, rows))
            verdict.repeated += rows.block.size
            if progress is not None:
                progress(verdict.repeated, verdict.runs)
    finally:
        runner.close()
    verdict.notes += runner.notes
    for first in sorted(found):
        verdict.findings += found[first]
    _conclude(folder, verdict)
    return verdict


def sampled(runs: int, sample: int) -> list[int]:
    """Return the numbers of runs spread evenly: the middles of ``sample`` equal parts of all ``runs``."""
    size = min(runs, sample)
    return [(2 * part + 1) * runs // (2 * size) for part in range(size)]


def _begun(folder: StudyFolder) -> Verdict:
    """Return a verdict with what the manifest and the design alone show."""
    verdict = Verdict(folder.manifest["runs"])
    changes = version_changes(folder.manifest["provenance"])
    if changes:
        listed = "; ".join(map(str, changes))
        verdict.notes.append(f"not what the study was run with, so values are compared, bits not promised: {listed}")
    said, digest = folder.manifest["provenance"]["study_digest"], folder.study.digest()
    if digest != said:
        verdict.findings.append(f"manifest.json: the study in it has the digest {digest[:12]}, not {said[:12]}")
    content = folder.content(POINTS, folder.manifest["files"][POINTS])
    if isinstance(content, Damage):
        verdict.findings.append(str(content))
    else:
        unlike = differences(read_table(content), folder.study.points.arrow())
        verdict.findings += [f"{POINTS}: {text}" for text in unlike]
    return verdict


def _saved_blocks(folder: SavedStudy) -> Iterator[Block]:
    done = folder.done()
    return (block for block in folder.blocks() if block.first in done)


def _sound_tables(folder: SavedStudy, block: Block, verdict: Verdict) -> dict[str, pa.Table]:
    """Return the undamaged tables of a block by kind; whatever is wrong with them is noted."""
    sums = folder.saved_files(block)
    tables = {}
    for kind, name in folder.files(block).items():
        content = folder.content(name, sums.get(name, ""))
        if isinstance(content, Damage):
            verdict.findings.append(f"{content} ({_runs(block)})")
        else:
            table = read_table(content)
            found = list(invalid_rows(folder.study, block, kind, table))
            verdict.findings += [f"{name}: {text}" for text in found]
            if not found:
                tables[kind] = table
    if RUNS in tables:
        verdict.checked += block.size
        verdict.failed += tables[RUNS]["status"].to_pylist().count(FAILED)
    return tables


def _runs(block: Block) -> str:
    return f"runs {block.first} to {block.first + block.size - 1}"


def _do_again(
    study: Study, measuring: Measuring, number: int, engine: str, tables: dict[str, pa.Table], verdict: Verdict
) -> None:
    """Do one run again and note how it differs from its rows."""
    kept = {kind: _of_runs(study, table, Block(number, 1)) for kind, table in tables.items()}
    if RUNS in kept and kept[RUNS]["cause"].to_pylist() == [WORKER_ENDED]:
        verdict.notes.append(f"run {number} is not done again, since it ended its worker twice")
        return
    rows = block_rows(study, measuring, Block(number, 1), engine)
    verdict.repeated += 1
    for kind, table in _tables_of(study, rows).items():
        if kind in kept:
            place = f"{kind}, run {number} (point {number // study.replicates}, replicate {number % study.replicates})"
            verdict.findings += [f"{place} done again: {text}" for text in differences(kept[kind], table)]


def _to_do_again(folder: SavedStudy, verdict: Verdict) -> Iterator[Block]:
    """Yield ranges of runs to do again: the blocks, without runs that ended their worker, which would end this one."""
    for block in _saved_blocks(folder):
        tables = _sound_tables(folder, block, verdict)
        if RUNS not in tables:
            continue
        causes = tables[RUNS]["cause"].to_pylist()
        first = block.first
        for number in [block.first + place for place, cause in enumerate(causes) if cause == WORKER_ENDED]:
            verdict.notes.append(f"run {number} is not done again, since it ended its worker twice")
            if number > first:
                yield Block(first, number - first)
            first = number + 1
        if first < block.first + block.size:
            yield Block(first, block.first + block.size - first)


def _unlike(folder: SavedStudy, rows: BlockRows) -> Iterator[str]:
    """Yield how runs done again differ from their rows."""
    study = folder.study
    of_block = Block(rows.block.first // folder.block_size * folder.block_size, folder.block_size)
    again = _tables_of(study, rows)
    for kind, name in folder.files(of_block).items():
        content = folder.content(name, folder.saved_files(of_block).get(name, ""))
        if isinstance(content, Damage):
            continue  # that was noted before the runs were done
        kept = _of_runs(study, read_table(content), rows.block)
        for text in differences(kept, again[kind]):
            yield f"{name}, {_runs(rows.block)} done again: {text}"


def _of_runs(study: Study, table: pa.Table, block: Block) -> pa.Table:
    """Return the rows of some runs."""
    numbers = pc.add(pc.multiply(table["point"], study.replicates), table["replicate"])
    return table.filter(
        pc.and_(pc.greater_equal(numbers, block.first), pc.less(numbers, block.first + block.size))
    ).combine_chunks()


def _tables_of(study: Study, rows: BlockRows) -> dict[str, pa.Table]:
    tables = {RUNS: run_rows(study, rows)}
    if study.kept_months:
        tables[MONTHLY] = monthly_rows(study, rows)
    return tables


def _conclude(folder: SavedStudy, verdict: Verdict) -> None:
    """Note files that do not belong there, runs that are missing, and a wrong count of failed ones."""
    if not folder.is_complete:
        blocks = f"{len(folder.done())} of {len(list(folder.blocks()))} blocks"
        verdict.findings.append(
            f"the study is not done: {blocks} are saved; the command of the sweep with --resume goes on"
        )
        return
    known = folder.checksums()
    for kind in (RUNS, MONTHLY):
        for file in sorted((folder.path / kind).glob("[!.]*")):
            if f"{kind}/{file.name}" not in known:
                verdict.findings.append(f"{kind}/{file.name} is no file of this study, and would be read with its rows")
    if not verdict.findings and verdict.failed != folder.failed:
        verdict.findings.append(f"manifest.json counts {folder.failed} failed runs, the rows {verdict.failed}")
