"""Who does the blocks of a study on a cluster: the workers of a Dask scheduler.

The unit of work is the block, as on one machine. Rows come back to this process, which alone writes, so the same bytes
result whoever did the runs.

Concepts:
    lost worker: its blocks are given to others, by Dask.
    suspect: a block over which workers ended more often than Dask allows. Its runs are done one at a time, each alone
        on a worker, see `cluster_suspects`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from commsim.engine.choice import COMPILED
from commsim.study.blocks import Block, BlockRows
from commsim.study.cluster_connection import Connection, parse_place
from commsim.study.cluster_crew import Back, Crew
from commsim.study.cluster_suspects import WORKER_ENDED, one_by_one
from commsim.study.cluster_work import parcel_of

if TYPE_CHECKING:
    from commsim.study.definition import Study
    from commsim.study.measuring import Measuring

AHEAD = 3
"""Blocks under way for each thread of a worker, so that none idles; this bounds the memory needed."""

PATIENCE = 600.0
"""Seconds to wait when there are no workers."""


class ClusterRunner:
    """Does blocks on a cluster.

    Attributes:
        notes: workers lost, and runs that ended theirs; each a sentence.
    """

    def __init__(
        self,
        study: Study,
        measuring: Measuring,
        engine: str = COMPILED,
        address: str = "local:2",
        *,
        tell: Callable[[str], None] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """Connect to the cluster.

        Args:
            study: the study.
            measuring: what is measured of each run.
            engine: ``compiled`` or ``agents``.
            address: of a Dask scheduler, such as ``tcp://192.0.2.7:8786``, or ``local:N`` for N worker processes here.
            tell: told in a sentence what the user should know at once, such as that there are no workers.
            patience: seconds to wait when there are no workers.

        Raises:
            InputError: no such address, nobody answers there, a worker runs another commsim, or Dask is not installed.
            ClusterError: worker processes do not start here.
        """
        self.notes: list[str] = []
        self._study = study
        self._names = measuring.names
        self._engine = engine
        place = parse_place(address)
        self._connection = Connection(place)
        try:
            self._crew = Crew(self._connection, parcel_of(study, measuring, engine), tell or _nobody, patience)
        except BaseException:
            self._connection.close()
            raise
        self._again: deque[Block] = deque()
        self._suspects: deque[Block] = deque()
        self._runs_ended = 0

    @property
    def processes(self) -> list[int]:
        """The ids of the worker processes started here."""
        return self._connection.processes

    def run(self, blocks: Iterator[Block]) -> Iterator[BlockRows]:
        """Do blocks and yield their rows in any order, with few blocks under way at any time.

        Raises:
            InputError: a worker that came later runs another commsim.
            ClusterError: there are no workers for longer than the patience, the scheduler is gone, or a worker's
                machine failed; what was yielded stays good.
        """
        crew = self._crew
        try:
            crew.gather()
            crew.load_engine(self._engine)
            while True:
                if crew.threads:
                    self._fill(blocks)
                if crew.under_way:
                    back = crew.take()
                    crew.look_if_due()
                    if back is not None and (rows := self._judge(back)) is not None:
                        yield rows
                elif not crew.threads:
                    crew.gather()
                elif self._suspects:
                    rows = one_by_one(crew, self._study, self._names, self._suspects.popleft())
                    self._runs_ended += len([cause for cause in rows.cause if cause == WORKER_ENDED])
                    yield rows
                else:
                    crew.look()  # so that workers lost last are counted too
                    return
        finally:
            crew.drop()
            self._note()

    def close(self) -> None:
        """Take back what is under way and leave; workers started here end. Never raises."""
        self._crew.drop()
        self._connection.close()

    def _fill(self, blocks: Iterator[Block]) -> None:
        """Give blocks out; none while there are suspects, which are to be alone."""
        wanted = AHEAD * max(1, self._crew.all_threads)
        while not self._suspects and self._crew.under_way < wanted:
            block = self._again.popleft() if self._again else next(blocks, None)
            if block is None:
                return
            self._crew.give(block)

    def _judge(self, back: Back) -> BlockRows | None:
        """Return the rows of what came back; None where it is to be done again."""
        if back.rows is not None:
            return back.rows
        (self._suspects if back.ended else self._again).append(back.block)
        return None

    def _note(self) -> None:
        lost, ended = self._crew.lost, self._runs_ended
        self.notes = []
        if lost:
            self.notes.append(f"{lost} {'worker was' if lost == 1 else 'workers were'} lost; others did what was lost.")
        if ended:
            runs = "1 run ended its worker process" if ended == 1 else f"{ended} runs ended their worker processes"
            self.notes.append(f"{runs} twice and {'is' if ended == 1 else 'are'} marked failed.")


def _nobody(text: str) -> None:
    """Tell nobody."""
