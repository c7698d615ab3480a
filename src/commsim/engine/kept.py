"""Where compiled code is kept between starts, under a name that changes with everything it was compiled from.

Concepts:
    entry point: a function that Python calls in compiled code; the rest of the engine is compiled into it.
    digest: hash of every source file an entry point may be compiled from, of the versions of the compiler, and of the
        processor. The code of one digest stands in one folder, so an edited rule is never answered by older code.
    sealed: a file begins with the hash of what follows, so a damaged one is known before a byte of it is used.

Nothing here loads the compiler: whether it is worth starting must be known before.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import sys
import threading
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
LOADED_AT: float = import_module(
    "commsim"
).LOADED_AT  # not as `import`: its public names come from layers above this one
COMPILED_FROM = ("draws.py", "engine", "errors.py", "raw.py", "rules", "scenario", "world")
"""Files and folders of the package that the engine may import; compiled code depends on nothing else of it."""

COMPILE_SECONDS = {"build": 9.0, "live": 32.0}
"""Entry points, and how long each takes to compile where it has never been measured, seconds."""

FOLDER_VARIABLE = "COMMSIM_CACHE_DIR"
KEPT_FOLDERS = 4
"""Folders of compiled code that are kept, the one in use among them."""

_COMPILERS = ("llvmlite", "numba", "numpy")
_PROCESSOR = ("vendor_id", "cpu family", "model", "model name", "flags", "CPU implementer", "CPU part", "Features")
_SEAL = hashlib.sha256().digest_size
_TIMES = "compile-seconds"


def source_files() -> list[Path]:
    """Return every source file that compiled code may depend on, in the order of their names."""
    found: list[Path] = []
    for name in COMPILED_FROM:
        place = PACKAGE / name
        found.extend(place.rglob("*.py") if place.is_dir() else [place] if place.is_file() else [])
    return sorted(found)


@cache
def digest() -> str:
    """Return the hash of the sources, the compiler's versions and the processor: 32 hexadecimal digits."""
    sums = hashlib.sha256()
    for part in (sys.version, platform.machine(), processor(), *(f"{name} {version(name)}" for name in _COMPILERS)):
        sums.update(f"{part}\n".encode())
    for file in source_files():
        content = file.read_bytes()
        sums.update(f"{file.relative_to(PACKAGE).as_posix()} {len(content)}\n".encode())
        sums.update(content)
    return sums.hexdigest()[:32]


def processor() -> str:
    """Return what tells one kind of processor from another, as far as the system says it."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as lines:
            said = []
            for line in lines:
                if not line.strip():
                    break  # the first processor is enough
                if line.partition(":")[0].strip() in _PROCESSOR:
                    said.append(line.strip())
            return "\n".join(said)
    except OSError:
        return platform.processor()


def cache_root() -> Path:
    """Return the folder for what commsim keeps between starts: ``COMMSIM_CACHE_DIR``, or the system's place for it.

    Raises:
        OSError: the system has no such place, since the user has no home folder.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen).absolute()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local or _home() / "AppData" / "Local") / "commsim" / "Cache"
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / "commsim"
    shared = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(shared) if Path(shared).is_absolute() else _home() / ".cache") / "commsim"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise FileNotFoundError("the user has no home folder") from error


def folder() -> Path:
    """Return the folder of the code compiled from the present sources.

    Raises:
        OSError: there is no place for it.
    """
    return cache_root() / "engine" / digest()


def file_of(entry_point: str, key: str) -> Path:
    """Return the file of an entry point compiled for what ``key`` describes.

    Raises:
        OSError: there is no place for it.
    """
    return folder() / f"{entry_point}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.bin"


def missing_entry_points() -> list[str]:
    """Return the entry points that are not kept, and would have to be compiled."""
    try:
        kept = {path.name.rpartition("-")[0] for path in folder().glob("*.bin")}
    except OSError:
        kept = set()
    return [name for name in COMPILE_SECONDS if name not in kept]


def is_warm() -> bool:
    """Return whether all entry points are kept, so that starting the engine takes no compiling."""
    return not missing_entry_points()


def compile_estimate(names: list[str] | None = None) -> float:
    """Return how long compiling takes, in seconds: as long as it last took here, as far as that is known.

    Args:
        names: entry points to compile; by default those that are missing.
    """
    times = COMPILE_SECONDS | _times()
    total = 0.0
    for name in missing_entry_points() if names is None else names:
        total += times.get(name, 1.0)
    return total


def why_unknown() -> str | None:
    """Return why the digest is not that of the rules this process has loaded, or None where it is.

    The digest is of the files as they stand. Where one was changed after this process loaded it, code compiled now
    would be kept under the wrong name, and the next start be answered by the rules of before the change.
    """
    files = source_files()
    if not files:
        return "there are no source files to know it by"
    for file in files:
        state = file.stat()
        # Elsewhere than on Windows, st_ctime moves with every change, also where a copy brings an older st_mtime.
        changed = max(state.st_mtime, state.st_ctime) if sys.platform == "win32" else state.st_ctime
        if changed > LOADED_AT:
            return f"{file.relative_to(PACKAGE).as_posix()} was changed after it was loaded"
    return None


def why_unwritable() -> str | None:
    """Return why nothing can be kept in the folder, or None where it can; makes the folder."""
    try:
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        trial = _unique(place / "trial")
        trial.touch()
        trial.unlink()
    except OSError as error:
        return f"{error.filename or 'the cache folder'} cannot be written: {error.strerror or error}"
    return None


def read(file: Path) -> bytes | None:
    """Return what a sealed file keeps; None where there is none, or where it is damaged."""
    try:
        sealed = file.read_bytes()
    except OSError:
        return None  # as good as missing: what it kept is made anew
    content = sealed[_SEAL:]
    return content if hashlib.sha256(content).digest() == sealed[:_SEAL] else None


def write(file: Path, content: bytes) -> None:
    """Write a sealed file, whole or not at all, whoever else writes it at the same time.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = _unique(file)
    try:
        unfinished.write_bytes(hashlib.sha256(content).digest() + content)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _unique(file: Path) -> Path:
    """Return a name beside a file that no other thread, process or computer takes."""
    who = f"{platform.node()} {os.getpid()} {threading.get_ident()}"
    return file.with_name(f"{file.name}.{hashlib.sha256(who.encode()).hexdigest()[:12]}.part")


def remember_time(entry_point: str, seconds: float) -> None:
    """Keep how long an entry point took to compile here.

    Raises:
        OSError: it cannot be written.
    """
    times = _times() | {entry_point: int(seconds + 0.5)}
    write(cache_root() / "engine" / _TIMES, json.dumps(times, sort_keys=True).encode())


def _times() -> dict[str, float]:
    try:
        content = read(cache_root() / "engine" / _TIMES)
    except OSError:
        return {}
    return dict(json.loads(content)) if content else {}


def mark_used() -> None:
    """Note that the folder is in use, so that it is not the next to be removed.

    Raises:
        OSError: it is gone, or belongs to somebody else.
    """
    os.utime(folder())


def prune() -> None:
    """Remove the code of older sources, except that last used; what cannot be removed stays."""
    try:
        older = [path for path in folder().parent.iterdir() if re.fullmatch("[0-9a-f]{32}", path.name)]
        older.sort(key=lambda path: (path.name == digest(), path.stat().st_mtime))
    except OSError:
        return  # somebody else prunes at the same time
    for path in older[:-KEPT_FOLDERS]:
        shutil.rmtree(path, ignore_errors=True)
