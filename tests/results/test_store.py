import contextlib
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commsim.errors import ResultsExistError, StorageError
from commsim.results import store
from commsim.results.manifest import FORMAT, json_text
from commsim.results.store import check_folder, disk_errors, free_folder, write_folder

MANIFEST = json_text({"format": FORMAT}).encode()
FILES = {"a.csv": b"old", "manifest.json": MANIFEST}
NEW = {"b.csv": b"new", "manifest.json": MANIFEST}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def dead_process() -> int:
    """Return the number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_folder_is_written_with_all_its_files_and_nothing_beside_it(tmp_path: Path) -> None:
    assert write_folder(tmp_path / "out", FILES) == tmp_path / "out"
    assert contents(tmp_path / "out") == FILES
    assert names(tmp_path) == ["out"]


def test_folders_above_are_made(tmp_path: Path) -> None:
    write_folder(tmp_path / "runs" / "deep" / "out", FILES)
    assert contents(tmp_path / "runs" / "deep" / "out") == FILES


def test_an_existing_folder_stays_without_force(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", FILES)
    with pytest.raises(ResultsExistError, match="exists already; choose another --out, or add --force"):
        write_folder(tmp_path / "out", NEW)
    assert contents(tmp_path / "out") == FILES


def test_force_replaces_a_results_folder_whole(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", FILES)
    write_folder(tmp_path / "out", NEW, force=True)
    assert contents(tmp_path / "out") == NEW
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("manifest", [None, b"{}", b"not json", b"[1]", b'{"format": "other"}'])
def test_force_never_removes_a_folder_that_is_not_ours(tmp_path: Path, manifest: bytes | None) -> None:
    mine = tmp_path / "thesis"
    mine.mkdir()
    (mine / "chapter.txt").write_text("years of work")
    if manifest is not None:
        (mine / "manifest.json").write_bytes(manifest)
    before = contents(mine)
    for act in (lambda: check_folder(mine, force=True), lambda: write_folder(mine, NEW, force=True)):
        with pytest.raises(ResultsExistError, match="not a results folder of commsim"):
            act()
    assert contents(mine) == before


def test_force_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ResultsExistError):
        write_folder(tmp_path / "out", NEW, force=True)
    assert (tmp_path / "out").read_text() == "a file"


def test_force_through_a_link_replaces_what_it_points_to(tmp_path: Path) -> None:
    write_folder(tmp_path / "real", FILES)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_folder(tmp_path / "link", NEW, force=True)
    assert contents(tmp_path / "real") == NEW
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
@pytest.mark.parametrize("force", [False, True])
def test_a_fault_while_writing_leaves_nothing_new_and_the_old_intact(tmp_path, monkeypatch, fault, force) -> None:
    place = tmp_path / "runs" / "out"
    if force:
        write_folder(place, FILES)

    def failing(number: int) -> None:
        raise fault

    monkeypatch.setattr(store.os, "fsync", failing)
    with pytest.raises((StorageError, KeyboardInterrupt)):
        write_folder(place, NEW, force=force)
    if force:
        assert contents(place) == FILES
        assert names(tmp_path / "runs") == ["out"]
    else:
        assert names(tmp_path) == []


@pytest.mark.parametrize("fault", [OSError(errno.EIO, "input/output error"), KeyboardInterrupt()])
def test_a_fault_in_the_middle_of_the_swap_puts_the_old_folder_back(tmp_path, monkeypatch, fault) -> None:
    write_folder(tmp_path / "out", FILES)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name.endswith(".part"):
            raise fault
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises((StorageError, KeyboardInterrupt)):
        write_folder(tmp_path / "out", NEW, force=True)
    assert contents(tmp_path / "out") == FILES
    assert names(tmp_path) == ["out"]


def test_somebody_who_takes_the_name_meanwhile_keeps_it(tmp_path, monkeypatch) -> None:
    fill = store._fill

    def slow(part: Path, files: dict[str, bytes]) -> None:
        fill(part, files)
        write_theirs()

    def write_theirs() -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "theirs").write_bytes(b"theirs")

    monkeypatch.setattr(store, "_fill", slow)
    with pytest.raises(ResultsExistError, match="by somebody else meanwhile"):
        write_folder(tmp_path / "out", NEW)
    assert contents(tmp_path / "out") == {"theirs": b"theirs"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "read-only"),
        (errno.EDQUOT, "quota"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_fault_of_the_disk_is_one_clear_line_with_the_path(number: int, words: str) -> None:
    with pytest.raises(StorageError, match=words) as caught, disk_errors(Path("runs/x")):
        raise OSError(number, os.strerror(number))
    assert "runs/x" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="part of the path is a file"):
        check_folder(tmp_path / "file" / "out")


def test_checking_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    check_folder(tmp_path / "runs" / "deep" / "out")
    check_folder(tmp_path / "empty" / "out")
    assert names(tmp_path) == ["empty"]
    assert names(tmp_path / "empty") == []


def test_the_next_free_name_is_found(tmp_path: Path) -> None:
    assert free_folder(tmp_path / "run") == tmp_path / "run"
    (tmp_path / "run").mkdir()
    assert free_folder(tmp_path / "run") == tmp_path / "run-2"
    (tmp_path / "run-2").mkdir()
    assert free_folder(tmp_path / "run") == tmp_path / "run-3"


def test_what_a_killed_process_left_is_tidied(tmp_path: Path) -> None:
    pid = dead_process()
    for kind in ("part", "probe"):
        (tmp_path / f".out.{pid}.{kind}").mkdir()
    (tmp_path / f".out.{os.getppid()}.part").mkdir()  # its process lives
    (tmp_path / ".out.notes.part").mkdir()  # not ours
    write_folder(tmp_path / "out", FILES)
    assert names(tmp_path) == sorted([f".out.{os.getppid()}.part", ".out.notes.part", "out"])


def test_an_old_folder_whose_successor_never_came_is_put_back(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", FILES)
    (tmp_path / "out").rename(tmp_path / f".out.{dead_process()}.old")
    check_folder(tmp_path / "out")
    assert contents(tmp_path / "out") == FILES
    with pytest.raises(ResultsExistError):
        write_folder(tmp_path / "out", NEW)
    assert names(tmp_path) == ["out"]


def test_a_name_with_a_pattern_in_it_tidies_only_its_own(tmp_path: Path) -> None:
    pid = dead_process()
    (tmp_path / f".ab.{pid}.part").mkdir()
    write_folder(tmp_path / "[a-z]b", FILES)
    assert names(tmp_path) == sorted([f".ab.{pid}.part", "[a-z]b"])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    words = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_the_old_results_and_nothing_else(small_disk: Path) -> None:
    write_folder(small_disk / "out", FILES)
    large = {"large": b"x" * 100_000, "manifest.json": MANIFEST}
    with pytest.raises(StorageError, match="the disk is full"):
        write_folder(small_disk / "other", large)
    with pytest.raises(StorageError, match="the disk is full"):
        write_folder(small_disk / "out", large, force=True)
    assert contents(small_disk / "out") == FILES
    assert names(small_disk) == ["out"]


def test_a_folder_is_flushed_before_and_after_it_is_put_into_place(tmp_path, monkeypatch) -> None:
    steps: list[str] = []
    rename = Path.rename
    monkeypatch.setattr(store.os, "fsync", lambda _: steps.append("flush"))
    monkeypatch.setattr(Path, "rename", lambda path, target: (steps.append("rename"), rename(path, target))[1])
    with contextlib.suppress(StorageError):
        write_folder(tmp_path / "out", FILES)
    assert steps == ["flush", "flush", "flush", "rename", "flush"]
