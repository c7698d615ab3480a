"""Files that are whole or absent, whatever ends the process or the power.

A file is written under a temporary name beside its place (``.NAME.part``), flushed to the disk, renamed into its place,
and the folder is flushed. Only who holds the lock of the folder writes there, so a temporary file that somebody else
left belongs to a process that is gone.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from commsim.results.store import flush_folder

PART = ".part"


def checksum(content: bytes) -> str:
    """Return the sha256 of a file's content, in hex."""
    return hashlib.sha256(content).hexdigest()


def write_durably(path: Path, content: bytes) -> None:
    """Write a file, or replace it, whole or not at all.

    Raises:
        OSError: the disk is full, or another fault of it; the temporary file is gone, an older file stays.
    """
    part = path.with_name(f".{path.name}{PART}")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)  # on a full disk its space is wanted for what can still be saved
        raise
    flush_folder(path.parent)


def drop_parts(folder: Path) -> None:
    """Remove the temporary files that a killed process left in a folder."""
    for part in folder.glob(f".*{PART}"):
        part.unlink(missing_ok=True)
