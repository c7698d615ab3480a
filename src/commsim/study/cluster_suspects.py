"""The runs of a block over which workers ended: done one at a time, each alone on a worker.

A worker that ends takes everything it holds with it, so only a run that was alone with it can be blamed. While these
runs are done nothing else is under way; every worker holds at most one of them. A run whose worker ended is done once
more on another; if that ends too, the run is marked failed and the study goes on.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from commsim.study.blocks import Block, BlockRows
from commsim.study.cluster_crew import Back, Crew
from commsim.study.runs import failed_rows

if TYPE_CHECKING:
    from commsim.study.definition import Study

TRIES = 2
"""Workers that may end over one run."""

WORKER_ENDED = "its worker process was ended, twice"
"""Cause of the failed row of such a run."""


def one_by_one(crew: Crew, study: Study, names: Sequence[str], block: Block) -> BlockRows:
    """Do the runs of a block, each alone on a worker.

    Args:
        crew: the workers; nothing is under way.
        study: the study.
        names: measures.
        block: which runs.

    Returns:
        the rows of the block; a run over which two workers ended is a failed row.

    Raises:
        ClusterError: the cluster is gone.
    """
    waiting = deque(Block(number, 1) for number in block.numbers)
    busy: set[str] = set()
    ends: Counter[int] = Counter()
    done: dict[int, BlockRows] = {}

    def judge(back: Back) -> None:
        run = back.block
        busy.discard(back.worker)
        ends[run.first] += back.ended
        if back.rows is not None:
            done[run.first] = back.rows
        elif ends[run.first] >= TRIES:
            done[run.first] = failed_rows(study, names, run, WORKER_ENDED)
            crew.progressed()
        else:
            waiting.append(run)

    while len(done) < block.size:
        for worker in crew.threads:
            if waiting and worker not in busy:
                crew.give(waiting.popleft(), worker)
                busy.add(worker)
        back = crew.take()
        if back is not None:
            judge(back)
        crew.look_if_due()
        for gone in crew.take_back():
            judge(gone)
    return joined(block, [done[number] for number in block.numbers])


def joined(block: Block, parts: Sequence[BlockRows]) -> BlockRows:
    """Return the rows of a block from those of its runs, in the order of their numbers."""
    measures = {name: [figure for part in parts for figure in part.measures[name]] for name in parts[0].measures}
    kept = [part.monthly for part in parts if part.monthly is not None]
    monthly = {name: [value for one in kept for value in one[name]] for name in kept[0]} if kept else None
    status = [word for part in parts for word in part.status]
    return BlockRows(block, status, [cause for part in parts for cause in part.cause], measures, monthly)
