"""Results folders: written whole or not at all, and never over something else by accident.

A folder is written under a temporary name beside its final place (``.NAME.PID.part``), every file is flushed to the
disk, and one rename puts it into place. With ``force`` the old folder is first renamed (``.NAME.PID.old``) and only
removed when the new one stands. What a killed process left behind under such a name is tidied by the next write.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from commsim.errors import ResultsExistError, StorageError
from commsim.results.manifest import is_manifest

MANIFEST = "manifest.json"
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "no permission to write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOTDIR: "part of the path is a file, not a folder",
    errno.ENAMETOOLONG: "the name is too long",
}


@contextmanager
def disk_errors(path: Path, what: str = "results", left: str = "nothing was left there") -> Iterator[None]:
    """Turn the system's errors into one clear line that names the path.

    Args:
        path: what is named.
        what: what was to be written there.
        left: what the fault leaves behind.

    Raises:
        StorageError: the block raised an ``OSError``.
    """
    try:
        yield
    except StorageError:
        raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise StorageError(f"cannot write {what} to {path}: {reason}; {left}") from error


def check_folder(folder: Path, force: bool = False) -> None:
    """Check, before anything is run, that a results folder can be written.

    Raises:
        ResultsExistError: it exists, and ``force`` is not given or it is no results folder of commsim.
        StorageError: no folder can be made there.
    """
    with disk_errors(folder):
        place = folder.resolve()
        _refuse_existing(place, force)
        with _made_parents(place.parent, keep=False):
            _tidy(place)
            probe = _beside(place, "probe")
            probe.mkdir()
            probe.rmdir()


def free_folder(first: Path) -> Path:
    """Return the folder itself, or the first of ``NAME-2``, ``NAME-3``, … that does not exist."""
    if not os.path.lexists(first):
        return first
    return next(path for number in count(2) if not os.path.lexists(path := first.with_name(f"{first.name}-{number}")))


def write_folder(folder: Path, files: Mapping[str, bytes], force: bool = False) -> Path:
    """Write a results folder, whole or not at all.

    Args:
        folder: where it is to stand.
        files: name -> content; must hold ``manifest.json``.
        force: replace an existing results folder of commsim.

    Returns:
        the folder, as given.

    Raises:
        ResultsExistError: it exists, and ``force`` is not given or it is no results folder of commsim.
        StorageError: disk full, no permission, or another fault of the disk; nothing is left, an old folder stays.
    """
    with disk_errors(folder):
        place = folder.resolve()
        _refuse_existing(place, force)
        with _made_parents(place.parent):
            _tidy(place)
            part = _beside(place, "part")
            try:
                _fill(part, files)
                _put_into_place(part, place, force)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    return folder


def _refuse_existing(place: Path, force: bool) -> None:
    if not os.path.lexists(place):
        return
    if not force:
        raise ResultsExistError(f"{place} exists already; choose another --out, or add --force to replace it")
    if not is_manifest(place / MANIFEST):
        raise ResultsExistError(
            f"{place} is not a results folder of commsim (no {MANIFEST} of ours in it), so --force does not remove it"
        )


def _fill(part: Path, files: Mapping[str, bytes]) -> None:
    part.mkdir()
    for name, content in files.items():
        with (part / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    flush_folder(part)


def _put_into_place(part: Path, place: Path, force: bool) -> None:
    old = _beside(place, "old")
    try:
        if force and os.path.lexists(place):
            place.rename(old)
        if os.path.lexists(place):
            raise ResultsExistError(f"{place} was made by somebody else meanwhile; choose another --out")
        part.rename(place)
    except BaseException:
        if os.path.lexists(old) and not os.path.lexists(place):
            old.rename(place)
        raise
    flush_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)  # whatever stays behind is tidied by the next write


def flush_folder(folder: Path) -> None:
    """Make sure that the names of the files in a folder survive a loss of power."""
    if os.name != "posix":
        return  # other systems cannot open a folder for flushing
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(place: Path, kind: str) -> Path:
    return place.with_name(f".{place.name}.{os.getpid()}.{kind}")


def _tidy(place: Path) -> None:
    """Remove what killed processes left beside a place; an old folder whose successor never came is put back."""
    for path in sorted(place.parent.glob(f".{_glob_safe(place.name)}.*.*")):
        owner, _, kind = path.name[len(place.name) + 2 :].partition(".")
        if kind not in ("part", "old", "probe") or not owner.isdigit() or _alive(int(owner)):
            continue
        if kind == "old" and not os.path.lexists(place):
            path.rename(place)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _glob_safe(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _alive(process: int) -> bool:
    if process == os.getpid():
        return False  # this process writes one folder at a time, so the name is left from an earlier process
    if os.name != "posix":
        return True  # asking would send the process a signal
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _made_parents(parent: Path, keep: bool = True) -> Iterator[None]:
    """Make the folders above a place; those made here are removed again if the block fails, or unless they are kept."""
    missing = [path for path in (parent, *parent.parents) if not path.exists()]
    made: list[Path] = []
    done = False
    try:
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            made.insert(0, path)
        yield
        done = True
    finally:
        if not (done and keep):
            for path in made:
                _drop_if_empty(path)


def _drop_if_empty(path: Path) -> None:
    try:
        path.rmdir()
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
            raise
