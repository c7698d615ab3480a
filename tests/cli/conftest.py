"""Fixtures for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from commsim.cli.entry import run_words


class Answer(NamedTuple):
    """What a command left: exit code and both streams."""

    code: int
    out: str
    err: str


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_file: Path) -> Path:
    """An otherwise empty folder with ``small.yaml`` in it; commands run there."""
    monkeypatch.chdir(small_file.parent)
    monkeypatch.delenv("COMMSIM_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "118")
    return tmp_path


@pytest.fixture
def command(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs a command in this process, in ``here``."""

    def run(*words: str) -> Answer:
        capsys.readouterr()
        code = run_words([str(word) for word in words])
        streams = capsys.readouterr()
        return Answer(code, streams.out, streams.err)

    return run


@pytest.fixture
def process(here: Path) -> Callable[..., Answer]:
    """Runs a command in a process of its own, in ``here``; ``environment`` adds variables."""

    def run(*words: str, environment: dict[str, str] | None = None, **options) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "commsim", *words],
            cwd=here,
            env=os.environ | (environment or {}),
            capture_output=True,
            check=False,
            **options,
        )
        return Answer(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    return run


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
