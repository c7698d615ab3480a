"""The workers of a cluster as one: who is there, what they were given, and what came back.

Concepts:
    task: a block given to the cluster. It comes back once: with its rows, or with how many workers ended over it.
    look: asking the scheduler who is there, every so often. Workers that were there and are not are lost; where none
        are left, the crew waits a stated time.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, Queue
from time import monotonic, sleep
from typing import Any, NamedTuple

from commsim.engine.choice import COMPILED
from commsim.engine.kept import compile_estimate
from commsim.study import cluster_work
from commsim.study.blocks import Block, BlockRows
from commsim.study.cluster_check import refuse_another, refuse_unknown
from commsim.study.cluster_connection import Connection
from commsim.study.cluster_errors import ClusterError
from commsim.study.cluster_work import Answer, Parcel

LOOK_SECONDS = 0.5
"""Time between two looks."""

LISTEN_SECONDS = 0.2
"""Longest wait that Ctrl-C cannot interrupt on every system."""

DROPS_ALLOWED = 5
"""How often a cluster may drop the same block without a worker ending, as a scheduler does that is started again."""

FETCH_SECONDS = 30.0
"""How long rows that are done may take to arrive; if they do not, the block is done again."""


class Back(NamedTuple):
    """A task that came back.

    Attributes:
        block: what was asked for.
        rows: its rows; None where there are none.
        ended: how many workers ended over it; 0 where it was only dropped, say by a scheduler that was started again.
        worker: address it was meant for; empty where any would do.
    """

    block: Block
    rows: BlockRows | None
    ended: int
    worker: str


class _Task(NamedTuple):
    block: Block
    worker: str
    future: Any


class Crew:
    """The workers of a cluster.

    Attributes:
        threads: threads of each worker by its address, as of the last look.
        lost: workers that were there and are not.
        under_way: number of tasks that have not come back.
    """

    def __init__(self, connection: Connection, parcel: Parcel, tell: Callable[[str], None], patience: float) -> None:
        """Meet whoever is there.

        Args:
            connection: to the cluster.
            parcel: the study.
            tell: told in a sentence what the user should know at once.
            patience: seconds to wait when there are no workers.

        Raises:
            InputError: a worker runs another commsim.
            ClusterError: the scheduler is gone.
        """
        self.threads: dict[str, int] = {}
        self.lost = 0
        self._connection = connection
        self._client = connection.client
        self._parcel = parcel
        self._tell = tell
        self._patience = patience
        self._count = 0
        self._drops: Counter[Block] = Counter()
        self._content: Any = None
        self._tasks: dict[str, _Task] = {}
        self._landed: Queue[tuple[Any, Answer | Exception]] = Queue()
        self._looked = float("-inf")
        self._nobody_since: float | None = None
        self.look()
        self.check()

    @property
    def all_threads(self) -> int:
        """Threads of all workers."""
        return sum(self.threads.values())

    @property
    def under_way(self) -> int:
        """Tasks given and not come back."""
        return len(self._tasks)

    def look(self) -> None:
        """Ask who is there.

        Raises:
            ClusterError: nobody for too long, or the scheduler is gone.
        """
        found = self._connection.workers()
        if self._content is not None and self._content.cancelled():
            self._forget()
        gone = len([worker for worker in self.threads if worker not in found])
        if gone:
            self.lost += gone
            self._tell("a worker was lost" if gone == 1 else f"{gone} workers were lost")
        self.threads = found
        self._looked = monotonic()
        if found:
            self._nobody_since = None
        elif self._nobody_since is None:
            self._nobody_since = self._looked
            self._tell(self._connection.without_workers(self._patience))
        elif self._looked - self._nobody_since > self._patience:
            raise ClusterError(
                f"{self._connection.name} has had no workers for {self._patience:.0f} s; what was done is saved: start "
                "workers and go on with --resume"
            )

    def look_if_due(self) -> None:
        """Ask who is there if that was not asked for a while; raises as `look` does."""
        if monotonic() - self._looked >= LOOK_SECONDS:
            self.look()

    def gather(self) -> None:
        """Wait until somebody is there, and see that all are of one kind; raises as `look` and `check` do."""
        self.look()
        while not self.threads:
            sleep(LISTEN_SECONDS)
            self.look()
        self.check()

    def check(self) -> dict[str, bool]:
        """See that every worker there runs the commsim of this process.

        Returns:
            whether its engine is compiled, by address.

        Raises:
            InputError: one does not.
        """
        said = self._client.run(cluster_work.introduce, on_error="return") if self.threads else {}
        for worker, answer in said.items():
            if isinstance(answer, OSError):
                continue  # it ended just now
            if isinstance(answer, Exception):  # its commsim cannot even be asked
                refuse_unknown(f"the worker {worker}", answer)
            else:
                refuse_another(f"the worker {worker}", answer[0])
        return {worker: answer[1] for worker, answer in said.items() if not isinstance(answer, Exception)}

    def load_engine(self, engine: str) -> None:
        """Let one worker of each computer compile the engine, so that not all of them do it at the same time."""
        if engine != COMPILED:
            return
        cold = [worker for worker, is_warm in self.check().items() if not is_warm]
        first_of = {worker.rpartition(":")[0]: worker for worker in reversed(cold)}
        if not first_of:
            return
        self._tell(f"compiling the engine on a worker, about {max(1, round(compile_estimate()))} s")
        # One alone, in case all computers share a folder for what is compiled; the others then find it.
        for workers in ([*first_of.values()][:1], [*first_of.values()][1:]):
            tasks = {
                worker: self._submit("engine", cluster_work.load_engine, engine, worker=worker) for worker in workers
            }
            while any(task.status == "pending" and worker in self.threads for worker, task in tasks.items()):
                sleep(LISTEN_SECONDS)
                self.look_if_due()
            self._client.cancel([*tasks.values()], force=True)

    def give(self, block: Block, worker: str = "") -> None:
        """Give a block to the cluster.

        Args:
            block: the runs.
            worker: address of the one that is to do it; by default any.
        """
        content = self._held()
        future = self._submit(
            "block", cluster_work.do_block, self._parcel.name, content, block.first, block.size, worker=worker
        )
        self._tasks[future.key] = _Task(block, worker, future)
        future.add_done_callback(self._fetch)

    def take(self, seconds: float = LISTEN_SECONDS) -> Back | None:
        """Return the next task that comes back; None if none does within so many seconds.

        Raises:
            InputError: another commsim did it.
            ClusterError: a worker ran out of memory or disk, or a task could not be done at all.
        """
        try:
            future, answer = self._landed.get(timeout=seconds)
        except Empty:
            return None
        task = self._tasks.pop(future.key, None)
        if task is None:
            return None  # taken back meanwhile
        found = self._found(task, answer)
        if isinstance(found, int):
            self._count_drop(task.block, found)
            return Back(task.block, None, found, task.worker)
        self._connection.progressed()
        return Back(task.block, found, 0, task.worker)

    def take_back(self) -> list[Back]:
        """Return tasks meant for a worker that is gone; they are not done any more."""
        found = [task for task in self._tasks.values() if task.worker and task.worker not in self.threads]
        for task in found:
            del self._tasks[task.future.key]
        if found:
            self._client.cancel([task.future for task in found], force=True)
        return [Back(task.block, None, 1, task.worker) for task in found]

    def drop(self) -> None:
        """Take everything back; never raises."""
        futures = [task.future for task in self._tasks.values()]
        self._tasks.clear()
        if futures and not self._connection.is_lost:
            with suppress(OSError, RuntimeError, AttributeError):
                self._client.cancel(futures, force=True)

    def progressed(self) -> None:
        """Note that something was found out, even if no rows came."""
        self._connection.progressed()

    def _held(self) -> Any:
        """Return the future of the parcel, given to the cluster anew where that lost it."""
        if self._content is None or self._content.status not in {"pending", "finished"}:
            with warnings.catch_warnings():
                # The parcel is large where the design is, and goes out once.
                warnings.filterwarnings("ignore", message="Sending large graph", category=UserWarning)
                self._content = self._sent(cluster_work.hold, self._parcel.content, key=self._key("study"))
        return self._content

    def _submit(self, kind: str, work: Callable[..., Any], *words: Any, worker: str) -> Any:
        where = {"workers": [worker], "allow_other_workers": False} if worker else {}
        return self._sent(work, cluster_work.code(), *words, key=self._key(kind), **where)

    def _sent(self, work: Callable[..., Any], *words: Any, **options: Any) -> Any:
        try:
            return self._client.submit(work, *words, pure=False, **options)
        except Exception:
            self.look()  # which says it, if the scheduler is gone
            raise

    def _forget(self) -> None:
        """Take everything as dropped: the scheduler was lost, and one that is there again knows nothing of it.

        Dask drops the tasks itself, except those that were on their way at this moment.
        """
        from distributed import CancelledError  # noqa: PLC0415 (an extra)

        self._content = None
        for task in self._tasks.values():
            self._landed.put((task.future, CancelledError(task.future.key)))

    def _count_drop(self, block: Block, ended: int) -> None:
        self._drops[block] += 0 if ended else 1
        if self._drops[block] > DROPS_ALLOWED:
            raise ClusterError(
                f"{self._connection.name} dropped the runs from {block.first} on {self._drops[block]} times; what was "
                "done is saved: go on with --resume"
            )

    def _key(self, kind: str) -> str:
        """Return a name for a task that no other task of any client has."""
        self._count += 1
        return f"commsim_{kind}-{self._client.id}-{self._count}"

    def _fetch(self, future: Any) -> None:
        """Fetch what a task gave. Dask calls this in a thread of its own, so that the crew looks on meanwhile."""
        answer: Answer | Exception
        try:
            answer = future.result(timeout=FETCH_SECONDS)
        except Exception as error:  # noqa: BLE001 (judged where the rows are wanted)
            answer = error
        self._landed.put((future, answer))

    def _found(self, task: _Task, answer: Answer | Exception) -> BlockRows | int:
        """Return the rows of a task, or how many workers ended over it."""
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 (an extra)

        if isinstance(answer, KilledWorker):
            # A worker may also end while it is handed the study, for which no run is to blame.
            return answer.allowed_failures + 1 if answer.task == task.future.key else 0
        if isinstance(answer, (CancelledError, OSError)):
            return 0  # the way to the rows broke: the work itself raises nothing
        if isinstance(answer, Exception):
            self.check()  # which says it better, if the reason is another commsim
            raise ClusterError(
                f"{self._connection.name} cannot do the runs: {' '.join(str(answer).split())}"
            ) from answer
        refuse_another("a worker that came later", answer.code)
        if answer.bug:
            raise RuntimeError(f"on a worker:\n{answer.bug}")  # which tells of a fault of commsim
        if answer.fault:
            raise ClusterError(
                f"a worker could not do the runs {task.block.first} to {task.block.numbers[-1]}: {answer.fault}. What "
                "was done is saved: see to it and go on with --resume"
            )
        assert answer.rows is not None
        return BlockRows(Block(*answer.rows[0]), *answer.rows[1:])
