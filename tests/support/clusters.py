"""A real Dask scheduler and workers as separate processes on this machine, ended reliably."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

PATIENCE = 60.0
OPTIONS = ["--host", "127.0.0.1", "--no-dashboard"]


class DaskProcesses:
    """A scheduler and its workers, each a process with one thread and no nanny: a worker that is killed stays away."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        told = folder / "scheduler.json"
        try:
            self._start("dask_scheduler", *OPTIONS, "--port", "0", "--scheduler-file", str(told))
            self.address = self._address(told)
            for _ in range(workers):
                self.add_worker()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> DaskProcesses:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def add_worker(self) -> None:
        """Start one more worker."""
        own = ["--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder)]
        self.workers.append(self._start("dask_worker", self.address, *OPTIONS, *own))

    def kill_worker(self) -> None:
        """End a worker as a machine does that runs out of memory."""
        self.workers.pop().send_signal(signal.SIGKILL)

    def close(self) -> None:
        """End all processes."""
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()

    def _start(self, program: str, *words: str) -> subprocess.Popen[bytes]:
        # Which port the pages of Dask take is nobody's business here, and the default one may be in use.
        free_port = {"DASK_DISTRIBUTED__SCHEDULER__DASHBOARD__ADDRESS": ":0"}
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *words, "--dashboard-address", "127.0.0.1:0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | free_port,
        )
        self.processes.append(process)
        return process

    def _address(self, told: Path) -> str:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.processes[0].poll() is None, "the scheduler did not start"
            try:
                return str(json.loads(told.read_text())["address"])
            except (FileNotFoundError, ValueError):
                time.sleep(0.05)
        raise TimeoutError("the scheduler did not say where it is")


def is_alive(process: int) -> bool:
    """Return whether a process has not ended; one that nobody has waited for has."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_until_ended(processes: list[int]) -> None:
    """Wait until processes have ended; fails if they do not."""
    until = time.monotonic() + PATIENCE
    while any(is_alive(process) for process in processes):
        assert time.monotonic() < until, "processes are still there"
        time.sleep(0.05)
