"""Processes that are started at once, since everything they need is loaded already, and that may be killed.

A nursery is one process that loads commsim and the compiled engine and then forks a child for each order. As a program
(``python -m tests.support.nursery``) it reads orders from its input, a line of JSON each, and answers with the child's
number when it has begun and with its exit code (negative: the signal that ended it) when it has ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

STEPS = ("fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "truncate")
"""Functions of ``os`` between which the state of a disk differs."""


class Nursery:
    """Starts and ends the processes of a test."""

    def __init__(self, root: Path) -> None:
        """Load everything; takes a second or two."""
        words = [sys.executable, "-m", "tests.support.nursery"]
        self._process = subprocess.Popen(words, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._answer() == "ready"

    def start(self, words: Sequence[str], block_size: int) -> int:
        """Run ``commsim`` with some words in a process of its own and return the process's number.

        Args:
            words: words after ``commsim``.
            block_size: runs in a block.
        """
        return self._order({"words": list(words), "block_size": block_size})

    def sweep(self, study: Path, out: Path, block_size: int, crash_at: int) -> int:
        """Do a study, or go on with it, in a process that kills itself, and return the process's number.

        Args:
            study: study file; it is loaded only once.
            out: results folder.
            block_size: runs in a block.
            crash_at: the process kills itself instead of making this step on the disk, counted from 1.
        """
        return self._order({"study": str(study), "out": str(out), "block_size": block_size, "crash_at": crash_at})

    def _order(self, order: dict[str, Any]) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def wait(self) -> int:
        """Wait for the process started last and return its exit code, or minus the signal that ended it."""
        return int(self._answer())

    def close(self) -> None:
        """End the nursery."""
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def _serve() -> None:
    """Fork a child for each line of the input."""
    from commsim.cli.entry import run_words  # noqa: PLC0415 (as in a child)
    from commsim.study import loading, provenance, runs, sweep  # noqa: PLC0415

    runs.warm_up("compiled")
    provenance.code_digest()
    load = cache(loading.load_study)
    _answer("ready")
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        if "study" in order:
            load(order["study"])
        child = os.fork()
        if child == 0:
            sweep.block_size = partial(_given, order["block_size"])
            _without_a_voice()
            if "study" in order:
                _crash_at(order["crash_at"])
                sweep.run_study(load(order["study"]), order["out"], resume=True)
                os._exit(0)
            os._exit(run_words(order["words"]))
        _answer(child)
        _answer(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _given(size: int, *_: Any) -> int:
    return size


def _answer(content: Any) -> None:
    sys.stdout.write(f"{content}\n")
    sys.stdout.flush()


def _without_a_voice() -> None:
    """Keep this process away from the orders and answers of its parent."""
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)


def _crash_at(step: int) -> None:
    """Let this process kill itself instead of making a step on the disk."""
    made = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def count(*arguments: Any, **options: Any) -> Any:
            nonlocal made
            made += 1
            if made == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)

        return count

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))


if __name__ == "__main__":
    _serve()
