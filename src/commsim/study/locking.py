"""One writer a folder: a lock that the system takes back when its process ends, however it ends.

The lock is on a file ``lock`` in the folder. The file itself says nothing and may stay behind; only the system's lock
on it counts.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from commsim.errors import StorageError

NAME = "lock"

NO_LOCKS = "the disk knows no locks, so take care that nothing else writes to this folder"

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_UNKNOWN = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)


class FolderLock:
    """Held by who writes to a folder.

    Attributes:
        holds: the system keeps others away; False where the disk knows no locks.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            StorageError: another process, or another part of this one, writes to the folder.
            OSError: the folder cannot be written.
        """
        self._path = folder / NAME
        self.holds = True
        while True:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                self._take(folder)
                if self._is_in_place():
                    return
            except BaseException:
                os.close(self._file)
                raise
            os.close(self._file)  # its last holder removed it meanwhile: the next one is another file

    def release(self) -> None:
        """Give the lock back and remove its file; a second time does nothing."""
        if self._file < 0:
            return
        if sys.platform != "win32":
            with suppress(OSError):  # what stays of it is no lock
                self._path.unlink()
        os.close(self._file)
        self._file = -1
        if sys.platform == "win32":
            with suppress(OSError):
                self._path.unlink()

    def _take(self, folder: Path) -> None:
        try:
            _lock(self._file)
        except OSError as error:
            if error.errno in _TAKEN:
                raise StorageError(f"{folder} is being written by another sweep; wait for it, or stop it") from error
            if error.errno not in _UNKNOWN:
                raise
            self.holds = False

    def _is_in_place(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except FileNotFoundError:
            return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
