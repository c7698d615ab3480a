"""Rows of a study that nothing was run for: figures that follow from the run number, quick to make and easy to tell."""

from __future__ import annotations

import math
from collections.abc import Collection
from pathlib import Path

from commsim.rules.columns import MONTHLY
from commsim.study.blocks import Block, BlockRows
from commsim.study.definition import Study
from commsim.study.runs import FAILED, OK
from commsim.study.store import StudyFolder

WHOLE = {column.name for column in MONTHLY if column.kind == "int"}
CAUSE = "ZeroDivisionError: 原因"


def made_rows(study: Study, block: Block, failed: Collection[int] = (), undefined: Collection[int] = ()) -> BlockRows:
    """Return rows of a block.

    Args:
        study: the study.
        block: which runs.
        failed: numbers of runs that failed.
        undefined: numbers of runs whose figures are undefined.
    """
    measures: dict[str, list[float | None]] = {name: [] for name in study.data.measures}
    for place, name in enumerate(measures):
        for number in block.numbers:
            figure = math.nan if number in undefined else number + place / 7
            measures[name].append(None if number in failed else figure)
    monthly: dict[str, list[float]] | None = None
    if study.kept_months:
        rows = [(number, month) for number in block.numbers if number not in failed for month in (1, 2, 3)]
        monthly = {"run": [run for run, _ in rows], "estate": [0] * len(rows), "month": [month for _, month in rows]}
        for name in study.kept_months:
            share = 0 if name in WHOLE else 1 / 12
            monthly[name] = [number + month * share for number, month in rows]
    return BlockRows(
        block,
        [FAILED if number in failed else OK for number in block.numbers],
        [CAUSE if number in failed else None for number in block.numbers],
        measures,
        monthly,
    )


def made_folder(path: Path, study: Study, block_size: int = 5, failed: Collection[int] = ()) -> StudyFolder:
    """Return the folder of a complete study whose rows were made so."""
    with StudyFolder.create(path, study, block_size) as folder:
        for block in folder.blocks():
            folder.save(made_rows(study, block, failed))
        folder.finish()
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def flip(file: Path, place: int = -100) -> None:
    """Change one bit of a file."""
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
