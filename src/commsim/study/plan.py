"""What a study will take, before anything is run: runs, blocks, bytes on the disk, time.

The time is reckoned from household-months at the speed the engine was measured at on one ordinary processor, and the
bytes from the columns; both are for planning, and may be off by a factor of two.
"""

from __future__ import annotations

from typing import NamedTuple

from commsim.engine.choice import AGENTS, AGENTS_SECONDS, AUTO, COMPILED_SECONDS, check_engine
from commsim.errors import InputError
from commsim.study.blocks import block_size
from commsim.study.definition import Study
from commsim.study.measuring import Measuring
from commsim.study.points import check_points
from commsim.study.processors import cores
from commsim.study.sweep import chosen_engine, longest_run

BYTES_A_FIGURE = 8.5
BYTES_A_ROW = 14.0
BYTES_A_FILE = 3_000
"""Parquet: a figure that hardly repeats, keys and status of a row, and what a file needs whatever is in it."""

SECONDS_A_RUN = 0.4e-3
"""What Python does for a run beside the engine."""


class Outline(NamedTuple):
    """What a study will take.

    Attributes:
        study: its name.
        design: kind of its design.
        factors: names of its factors.
        measures: names of its measures.
        points: points of the design.
        replicates: runs of each point.
        runs: runs in all; twins that differences are taken to are not counted.
        blocks: files under ``runs``.
        runs_a_block: runs in each.
        household_months: of its longest run, twin included.
        megabytes: size on the disk, about.
        engine: what would run it.
        threads: runs side by side.
        seconds: time, about; compiling the engine, where that is still to be done, comes on top.
    """

    study: str
    design: str
    factors: list[str]
    measures: list[str]
    points: int
    replicates: int
    runs: int
    blocks: int
    runs_a_block: int
    household_months: int
    megabytes: float
    engine: str
    threads: int
    seconds: float

    def lines(self) -> list[str]:
        """Return the outline as lines to read."""
        return [
            f"Study:     {self.study}: {self.design} over {', '.join(self.factors)}",
            f"Measures:  {', '.join(self.measures)}",
            f"Runs:      {self.runs:,} = {self.points:,} points x {self.replicates:,} replicates",
            f"Kept in:   {self.blocks:,} blocks of at most {self.runs_a_block:,} runs, about {self.megabytes:.1f} MB",
            f"Time:      about {duration(self.seconds)} with engine '{self.engine}' and {self.threads} side by side",
            "Nothing was run and nothing was written.",
        ]


def outline(study: Study, jobs: int | None = None, engine: str = AUTO) -> Outline:
    """Reckon what a study will take; every point is checked, nothing is run.

    Args:
        study: the study.
        jobs: threads; by default one a processor.
        engine: as for ``run_study``.

    Raises:
        InputError: a point is not valid, or ``jobs`` is below 1, or there is no such engine.
    """
    threads = cores() if jobs is None else jobs
    if threads < 1:
        raise InputError(f"jobs must be a whole number from 1; got {jobs}")
    check_engine(engine)
    check_points(study)
    measuring = Measuring(study.data.measures, study.estate_names)
    work = longest_run(study, measuring.needs_twin)
    size = block_size(study.runs, work)
    chosen = chosen_engine(study.runs, work, engine, threads)
    side_by_side = 1 if chosen == AGENTS else min(threads, study.runs)
    seconds = study.runs * (work * (AGENTS_SECONDS if chosen == AGENTS else COMPILED_SECONDS) + SECONDS_A_RUN)
    blocks = -(-study.runs // size)
    months = max(study.scenario(0).data.months, 1) * len(study.estate_names) if study.kept_months else 0
    row = BYTES_A_ROW + BYTES_A_FIGURE * len(measuring.names)
    series = months * (BYTES_A_FIGURE * len(study.kept_months) + 1.0)
    files = blocks * (2 if study.kept_months else 1) * BYTES_A_FILE
    return Outline(
        study=study.name,
        design=study.data.design.kind,
        factors=list(study.points.names),
        measures=list(measuring.names),
        points=len(study.points),
        replicates=study.replicates,
        runs=study.runs,
        blocks=blocks,
        runs_a_block=size,
        household_months=work,
        megabytes=(study.runs * (row + series) + files) / 1e6,
        engine=chosen,
        threads=side_by_side,
        seconds=seconds / side_by_side,
    )


def duration(seconds: float) -> str:
    """Return a time in words, such as '3 min'."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
