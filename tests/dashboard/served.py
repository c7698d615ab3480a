"""The dashboard in a process of its own, as a user starts it, for tests that talk to it over the network."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUB = "tests.dashboard.stub_page"
PATIENCE = 90.0
COMMAND = (sys.executable, "-m", "commsim", "dashboard", "--no-open", "--port", "0")
_SERVES = """
import sys
from functools import partial
from commsim.dashboard.serving import serve
serve(sys.argv[2], 0, app=sys.argv[1], warms=False, tell=partial(print, flush=True))
"""
_ADDRESS = re.compile(r"The dashboard is at (http://\S+)")
_FAULT = re.compile(r"^(?:ERROR|CRITICAL)\b|^Traceback|^\w*Warning\b|Exception in thread|was never awaited")


class Served:
    """A running dashboard.

    Attributes:
        url: its address, with ``/`` at the end.
        process: the process.
        lines: what it has written so far, both streams.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1", "NO_COLOR": "1"} | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self._address()

    @classmethod
    def with_page(cls, app: str = STUB, host: str = "127.0.0.1", **environment: str) -> Served:
        """Serve another page, without the engine."""
        return cls((sys.executable, "-c", _SERVES, app, host), environment)

    @classmethod
    def dashboard(cls, *words: str, **environment: str) -> Served:
        """Serve the dashboard by its command."""
        return cls((*COMMAND, *words), environment)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.url.rstrip("/").rpartition(":")[2])

    @property
    def text(self) -> str:
        """What it has written so far."""
        return "\n".join(self.lines)

    def faults(self) -> list[str]:
        """Return the lines that tell of an error or a warning of the server, each with the lines after it."""
        return ["\n".join(self.lines[at : at + 30]) for at, line in enumerate(self.lines) if _FAULT.search(line)]

    def wait_for(self, text: str, patience: float = PATIENCE) -> None:
        """Wait until it has written a text."""
        end = time.monotonic() + patience
        while text not in self.text:
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError(f"it has not said {text!r}, but:\n{self.text}")
            time.sleep(0.05)

    def stop(self, by: signal.Signals = signal.SIGINT, patience: float = 20.0) -> int:
        """Stop it as Ctrl-C does and return its exit code; one that does not stop is killed."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, by)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._reader.join(5.0)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return self.process.returncode

    def resident_megabytes(self) -> float:
        """Return the memory of the process, MB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / 1e6

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def _address(self) -> str:
        try:
            self.wait_for("The dashboard is at ")
        except AssertionError:
            self.stop(signal.SIGKILL)
            raise
        found = _ADDRESS.search(self.text)
        assert found is not None
        return found[1]
