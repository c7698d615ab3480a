"""Who does the blocks of a study on this machine: threads of this process.

The compiled engine needs no interpreter while a run lives, so threads keep every processor busy. They need no second
process, so a script, a notebook or Windows need no ``__main__`` guard. The Mesa model runs on the same threads, but
only one at a time. A program that is stopped waits for the runs under way and not for their blocks; a very long run it
leaves to itself. Either way a block counts only once it is saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from commsim.engine.choice import COMPILED
from commsim.study.blocks import Block, BlockRows
from commsim.study.measuring import Measuring
from commsim.study.runs import GivenUpError, block_rows, warm_up

if TYPE_CHECKING:
    from commsim.study.definition import Study

AHEAD = 1
"""Blocks waiting for each thread, so that none idles while a block is saved; this bounds the memory needed."""

PATIENCE = 1.0
"""Seconds that `close` waits for the runs under way."""

LISTEN = 0.2
"""Seconds between two looks whether the user wants to stop, where waiting itself cannot be interrupted."""


class Runner(Protocol):
    """Whoever does blocks.

    Attributes:
        notes: what the user should know of how it went, such as workers lost; each a sentence.
    """

    notes: list[str]

    def run(self, blocks: Iterator[Block]) -> Iterator[BlockRows]:
        """Do blocks and yield their rows in any order, with few blocks under way at any time."""

    def close(self) -> None:
        """Stop what is under way; never raises."""


class ThreadRunner:
    """Does blocks in threads of this process.

    Attributes:
        notes: empty; threads are not lost.
    """

    def __init__(self, study: Study, measuring: Measuring, engine: str = COMPILED, threads: int = 1) -> None:
        """Note what is to be done.

        Args:
            study: the study.
            measuring: what is measured of each run.
            engine: ``compiled`` or ``agents``.
            threads: blocks at the same time, at least 1.
        """
        self.notes: list[str] = []
        self._study = study
        self._measuring = measuring
        self._engine = engine
        self._threads = threads
        self._stopped = Event()
        self._workers: list[Thread] = []
        self._waiting: Queue[Block | None] = Queue()
        self._finished: Queue[BlockRows | BaseException] = Queue()

    def run(self, blocks: Iterator[Block]) -> Iterator[BlockRows]:
        """Do blocks and yield their rows as they are done.

        Raises:
            MemoryError: memory ran out.
            OSError: a file of a scenario could not be read.
        """
        warm_up(self._engine)  # in this thread, which can be interrupted while it compiles
        for number in range(self._threads):
            worker = Thread(target=self._work, daemon=True, name=f"commsim runs {number + 1}")
            worker.start()
            self._workers.append(worker)
        under_way = 0
        for block in blocks:
            self._waiting.put(block)
            under_way += 1
            if under_way >= self._threads * (1 + AHEAD):
                yield self._next()
                under_way -= 1
        for _ in range(under_way):
            yield self._next()
        self.close()

    def close(self) -> None:
        """Let the threads end after the runs under way, and wait for them a moment."""
        self._stopped.set()
        for _ in self._workers:
            self._waiting.put(None)
        until = monotonic() + PATIENCE
        for worker in self._workers:
            worker.join(max(0.0, until - monotonic()))

    def _next(self) -> BlockRows:
        while True:
            try:
                found = self._finished.get(timeout=LISTEN)
            except Empty:
                continue
            if isinstance(found, BaseException):
                raise found
            return found

    def _work(self) -> None:
        while (block := self._waiting.get()) is not None and not self._stopped.is_set():
            try:
                rows = block_rows(self._study, self._measuring, block, self._engine, self._is_wanted)
                self._finished.put(rows)
            except GivenUpError:
                return
            except BaseException as error:  # noqa: BLE001 (raised again where the rows are wanted)
                self._finished.put(error)

    def _is_wanted(self) -> bool:
        return not self._stopped.is_set()
