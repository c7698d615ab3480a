import errno
import os
import subprocess
import sys

import pytest

from commsim.errors import StorageError
from commsim.study import locking
from commsim.study.locking import NAME, FolderLock

HOLD = """
import os, signal, sys
from pathlib import Path
from commsim.study.locking import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_only_one_holds_the_lock_and_its_file_goes_with_it(tmp_path) -> None:
    lock = FolderLock(tmp_path)
    assert lock.holds
    with pytest.raises(StorageError, match="is being written by another sweep; wait for it, or stop it") as caught:
        FolderLock(tmp_path)
    assert caught.value.exit_code == 3
    lock.release()
    lock.release()
    assert list(tmp_path.iterdir()) == []
    FolderLock(tmp_path).release()


def test_the_lock_of_another_process_is_respected_until_it_is_killed(tmp_path) -> None:
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StorageError, match="another sweep"):
            FolderLock(tmp_path)
        other.kill()
        other.wait()
    assert (tmp_path / NAME).exists()
    FolderLock(tmp_path).release()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_whose_file_was_removed_meanwhile_is_taken_anew(tmp_path, monkeypatch) -> None:
    lock, taken = locking._lock, []

    def removed_once(file: int) -> None:
        if not taken:
            (tmp_path / NAME).unlink()
        taken.append(file)
        lock(file)

    monkeypatch.setattr(locking, "_lock", removed_once)
    held = FolderLock(tmp_path)
    assert len(taken) == 2
    with pytest.raises(StorageError):
        FolderLock(tmp_path)
    held.release()


def test_a_disk_without_locks_is_used_without(tmp_path, monkeypatch) -> None:
    def unknown(file: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(locking, "_lock", unknown)
    lock = FolderLock(tmp_path)
    assert not lock.holds
    lock.release()
    assert list(tmp_path.iterdir()) == []


def test_other_faults_of_the_disk_are_passed_on(tmp_path, monkeypatch) -> None:
    def broken(file: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(locking, "_lock", broken)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        FolderLock(tmp_path)
