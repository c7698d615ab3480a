"""The journal of a study under way: one line a saved block, appended and flushed before the block counts.

A line that is torn or garbled, as a loss of power leaves it, counts for nothing: its block is simply run again. When
the study is finished the manifest holds the checksums, and the journal goes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from commsim.study.durable import checksum, write_durably

NAME = "journal.jsonl"

_SEAL = 16
"""Digits of the hash at the end of a line."""


class Saved(NamedTuple):
    """A block that counts.

    Attributes:
        first: number of its first run.
        failed: runs that failed.
        files: path in the folder -> sha256.
    """

    first: int
    failed: int
    files: Mapping[str, str]


class Journal:
    """The journal of one folder."""

    def __init__(self, folder: Path) -> None:
        """Name the journal of a folder; nothing is read or written yet."""
        self.path = folder / NAME

    def read(self) -> dict[int, Saved]:
        """Return the blocks that count, by first run; none where there is no journal.

        Raises:
            OSError: it is there and cannot be read.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        lines = content.split(b"\n")[:-1]  # what follows the last line end was never finished
        entries = [entry for line in lines if (entry := _entry(line)) is not None]
        return {entry.first: entry for entry in entries}

    def rewrite(self, entries: Iterable[Saved]) -> None:
        """Begin the journal with some blocks and nothing else.

        Raises:
            OSError: it cannot be written; the old one stays.
        """
        write_durably(self.path, b"".join(_line(entry) for entry in entries))

    def append(self, entry: Saved) -> None:
        """Add a block; when this returns, it counts.

        Raises:
            OSError: it cannot be written; the journal is as before.
        """
        with self.path.open("ab", buffering=0) as file:
            before = os.fstat(file.fileno()).st_size
            try:
                line = _line(entry)
                while line:
                    line = line[file.write(line) :]
                os.fsync(file.fileno())
            except BaseException:
                file.truncate(before)  # so that a later line never follows half a line
                raise

    def remove(self) -> None:
        """Remove the journal, if there is one."""
        self.path.unlink(missing_ok=True)


def _line(entry: Saved) -> bytes:
    content = {"block": entry.first, "failed": entry.failed, "files": dict(entry.files)}
    seal = checksum(_json(content))[:_SEAL]
    return _json(content | {"seal": seal}) + b"\n"


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _entry(line: bytes) -> Saved | None:
    """Return what a line says, or None where it is not, to the letter, what was once written."""
    try:
        content: Any = json.loads(line)
        entry = Saved(content["block"], content["failed"], content["files"])
        return entry if _line(entry) == line + b"\n" else None
    except (ValueError, KeyError, TypeError):
        return None
