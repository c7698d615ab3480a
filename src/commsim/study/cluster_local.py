"""Worker processes on this machine for ``--cluster local:N``.

They are started as ``python -c``, not by copying or importing the caller's program, so a script without a ``__main__``
guard, a notebook or Windows need no care. Each holds the reading end of a pipe whose writing end only the caller has:
when the caller ends, however it ends, the pipe closes and the worker with it. Ctrl-C reaches the caller alone.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic, sleep
from typing import Any, NamedTuple

from commsim.study.cluster_errors import ClusterError

START = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from commsim.study.cluster_local import main
main(*sys.argv[2:])
"""
"""Program of a worker: it finds modules where the caller does, and not in the folder it happens to start in."""

LOCAL_HOST = "127.0.0.1"

START_SECONDS = 60.0
"""How long worker processes may take to start."""

RESTARTS = 5
"""Ends of a worker process in a row, each, without anything done in between, after which no more are started."""

STOP_SECONDS = 1.0
"""How long a killed process may take to end."""


class _Worker(NamedTuple):
    process: subprocess.Popen[bytes]
    errors: Path


class LocalWorkers:
    """Worker processes of one scheduler, each with one thread."""

    def __init__(self, scheduler: str, count: int) -> None:
        """Start the processes.

        Args:
            scheduler: its address.
            count: how many, at least 1.
        """
        self._scheduler = scheduler
        self._count = count
        self._folder = TemporaryDirectory(prefix="commsim-workers-", ignore_cleanup_errors=True)
        self._started = 0
        self._restarts = 0
        self._workers: list[_Worker] = []
        try:
            for _ in range(count):
                self._workers.append(self._start())
        except BaseException:
            self.close()
            raise

    @property
    def processes(self) -> list[int]:
        """The ids of the processes that have not ended."""
        return [worker.process.pid for worker in self._workers if worker.process.poll() is None]

    def wait(self, client: Any) -> None:
        """Wait until all have begun.

        Raises:
            ClusterError: one ended, or took too long.
        """
        until = monotonic() + START_SECONDS
        while len(client.nthreads()) < self._count:
            for worker in self._workers:
                if worker.process.poll() is not None:
                    raise ClusterError(f"a worker process ended before it began: {_last_line(worker.errors)}")
            if monotonic() > until:
                raise ClusterError(f"{self._count} worker processes did not start within {START_SECONDS:.0f} s")
            sleep(0.05)

    def tend(self) -> None:
        """Start a new process for each that has ended.

        Raises:
            ClusterError: they end as soon as they are started.
        """
        for place, worker in enumerate(self._workers):
            if worker.process.poll() is None:
                continue
            self._restarts += 1
            if self._restarts > RESTARTS * self._count:
                raise ClusterError(
                    f"worker processes end as soon as they are started: {_last_line(worker.errors)}. "
                    "What was done is saved: go on with --resume"
                )
            _reap(worker)
            self._workers[place] = self._start()

    def progressed(self) -> None:
        """Note that the processes have done something."""
        self._restarts = 0

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            _reap(worker)
        self._workers.clear()
        self._folder.cleanup()

    def _start(self) -> _Worker:
        self._started += 1
        name = f"commsim-{self._started}"
        errors = Path(self._folder.name, f"{name}.txt")
        words = [sys.executable, "-P", "-c", START, json.dumps(sys.path), self._scheduler, name, self._folder.name]
        with errors.open("wb") as sink:
            process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=sink,
                start_new_session=True,  # so that Ctrl-C in a terminal is for the caller alone
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # the same on Windows
            )
        return _Worker(process, errors)


def _reap(worker: _Worker) -> None:
    if worker.process.stdin is not None:
        with suppress(OSError):
            worker.process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        worker.process.wait(STOP_SECONDS)


def _last_line(errors: Path) -> str:
    """Return the last line that a process wrote to its error stream."""
    try:
        lines = errors.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        lines = []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it did not say why")


def main(scheduler: str, name: str, folder: str) -> None:
    """Be a worker until the caller ends; what a worker process runs.

    Args:
        scheduler: address of the scheduler.
        name: name among the workers.
        folder: for what Dask keeps on disk.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_caller, args=(folder,), daemon=True).start()
    asyncio.run(_work(scheduler, name, folder))
    os._exit(0)  # without waiting for the thread above


async def _work(scheduler: str, name: str, folder: str) -> None:
    from distributed import Worker  # noqa: PLC0415 (an extra, loaded in worker processes only)

    worker: Any = Worker(
        scheduler, nthreads=1, name=name, host=LOCAL_HOST, local_directory=folder, memory_limit=0, dashboard=False
    )
    async with worker:
        await worker.finished()


def _end_with_caller(folder: str) -> None:
    """End this process once the pipe from the caller closes, whatever else it does, and tidy up in its place."""
    with suppress(OSError):
        while os.read(0, 1):
            pass
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)
