"""Results folders on the server that visitors may open: those the server's owner named, and no other.

A visitor names a folder by its number in a list and never by a path. Symbolic links are not followed, so that nothing
outside the named folders is ever read.

Concepts:
    root: a folder the owner named when starting the dashboard.
    results folder: what ``commsim run`` wrote: a manifest and the files whose checksums it lists.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from commsim.dashboard.settings import Source
from commsim.dashboard.upload_manifest import manifest_content, manifest_source
from commsim.dashboard.upload_text import safe_name
from commsim.errors import InputError
from commsim.results.store import MANIFEST
from commsim.scenario.yaml_text import brief

MAX_DEPTH = 2
MAX_FOLDERS = 200
MAX_LOOKED_AT = 5_000
"""Entries of folders that are looked at to find results folders."""

MAX_MANIFEST_BYTES = 4 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True)
class ResultsFolder:
    """A results folder that visitors may open.

    Attributes:
        root: the folder the owner named, as given.
        parts: names of the folders below it that lead here; none for the root itself.
    """

    root: Path
    parts: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """Where it is; not for visitors."""
        return self.root.joinpath(*self.parts)

    @property
    def label(self) -> str:
        """Its name for visitors: below the root, without where the root is."""
        return safe_name(" › ".join((self.root.resolve().name, *self.parts)), "results")


def results_folders(roots: Sequence[Path]) -> tuple[ResultsFolder, ...]:
    """Return the results folders at the roots and up to two levels below, in the order of their names.

    Args:
        roots: folders the owner named; one that is missing is passed over.

    Returns:
        At most 200 folders.
    """
    found = (folder for root in roots for folder in _look(ResultsFolder(root), [MAX_LOOKED_AT]))
    return tuple(islice(found, MAX_FOLDERS))


def open_folder(folder: ResultsFolder) -> tuple[Source, tuple[int, ...]]:
    """Open a results folder: its scenario and seeds, after checking that its files are as they were written.

    Args:
        folder: one of :func:`results_folders`.

    Raises:
        InputError: it is gone, no results folder, of a study, damaged, or has a link in it.
    """
    path = _path(folder)
    shown = f"{folder.label}: {MANIFEST}"
    manifest = manifest_content(shown, _read(path / MANIFEST, folder.label))
    found = manifest_source(shown, manifest)
    for name, checksum in _listed(shown, manifest):
        if _checksum(path / name, folder.label) != checksum:
            raise InputError(f"{folder.label}: {name} differs from its checksum: it was changed after the run")
    return found


def _look(folder: ResultsFolder, left: list[int]) -> Iterator[ResultsFolder]:
    """Yield a folder if it is a results folder, and those below it; ``left`` counts down the entries looked at."""
    try:
        with os.scandir(folder.path) as entries:
            there = sorted(islice(entries, max(0, left[0])), key=lambda entry: entry.name)
        left[0] -= len(there)
        if any(entry.name == MANIFEST and entry.is_file(follow_symlinks=False) for entry in there):
            yield folder
        below = [entry.name for entry in there if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return  # gone or not to be read: there is nothing to offer
    if len(folder.parts) < MAX_DEPTH:
        for name in below:
            if not name.startswith("."):
                yield from _look(ResultsFolder(folder.root, (*folder.parts, name)), left)


def _path(folder: ResultsFolder) -> Path:
    """Return where a folder is, after looking again that no link leads there."""
    path = folder.root
    for name in folder.parts:
        path = path / name
        if path.is_symlink() or not path.is_dir():
            raise InputError(f"{folder.label}: this folder is gone, or a link; open another one")
    return path


def _open(path: Path, shown: str) -> BinaryIO:
    """Open a regular file that is no link."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise InputError(f"{shown}: '{brief(path.name)}' is no regular file")
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{shown}: '{brief(path.name)}' cannot be read: {error.strerror}") from error


def _read(path: Path, shown: str) -> bytes:
    with _open(path, shown) as stream:
        content = stream.read(MAX_MANIFEST_BYTES + 1)
    if len(content) > MAX_MANIFEST_BYTES:
        raise InputError(f"{shown}: more than {MAX_MANIFEST_BYTES} bytes; allowed here: at most that")
    return content


def _checksum(path: Path, shown: str) -> str:
    hashed = hashlib.sha256()
    with _open(path, shown) as stream:
        while chunk := stream.read(_CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


def _listed(shown: str, manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the names and checksums of the files a manifest lists; names only, no paths."""
    files = manifest.get("files")
    if not isinstance(files, dict):
        raise InputError(f"{shown}: it lists no files")
    for name, checksum in files.items():
        if name in ("", ".", "..") or any(mark in name for mark in ("/", "\\", "\0")):
            raise InputError(f"{shown}: '{brief(name)}' is no file of the folder")
        yield name, str(checksum)
