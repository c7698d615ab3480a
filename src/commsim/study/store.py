"""The folder of a study: rows that survive anything, and the same bytes whatever happened on the way.

::

    DIR/manifest.json                       where the rows come from; checksums of all files once the study is done
    DIR/points.parquet                      the design, one row a point
    DIR/runs/block-000000000.parquet        rows of one block of runs, named by the number of its first run
    DIR/monthly/block-000000000.parquet     its monthly series, where the study keeps any
    DIR/journal.jsonl, DIR/lock             only while the study is not done

Concepts:
    saved: a block counts from the moment when its line in the journal is on the disk, after its files are. Whatever
        ends the process before that costs this block, which is run again; nothing afterwards can undo it.
    writer: the one process that holds the folder's lock. Readers need none; they see the blocks saved.
    damaged: a file that differs from its checksum. A reader refuses it; a writer runs its block again.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from commsim.errors import ResultsExistError, StorageError
from commsim.results.files import parquet_bytes
from commsim.results.store import disk_errors, flush_folder, write_folder
from commsim.study.blocks import BlockRows
from commsim.study.durable import checksum, drop_parts, write_durably
from commsim.study.journal import Saved
from commsim.study.locking import NO_LOCKS, FolderLock
from commsim.study.manifest import MANIFEST, finished, first_manifest, manifest_bytes, read_manifest, reopened
from commsim.study.provenance import provenance, refuse_changes
from commsim.study.runs import FAILED
from commsim.study.saved import MONTHLY, POINTS, RUNS, SavedStudy, block_file
from commsim.study.tables import monthly_rows, run_rows

if TYPE_CHECKING:
    from commsim.study.definition import Study

LEFT = "what was saved before stays, and the same command with --resume goes on from there"


class StudyFolder(SavedStudy):
    """The folder of one study.

    Attributes:
        path: the folder.
        manifest: content of its manifest.
        notes: what the user should know of how it was found, such as damaged blocks; each a sentence.
    """

    def __init__(self, path: Path) -> None:
        """Read what is saved; use :meth:`create` and :meth:`open`."""
        super().__init__(path)
        self.notes: list[str] = []
        self._lock: FolderLock | None = None

    @staticmethod
    def is_one(folder: Path) -> bool:
        """Return whether a folder has a manifest; :meth:`open` says whether it is a whole one, and of a study."""
        return (folder / MANIFEST).is_file()

    @classmethod
    def create(cls, folder: Path, study: Study, block_size: int, force: bool = False) -> StudyFolder:
        """Begin the folder of a study, and keep it for writing until :meth:`finish` or :meth:`close`.

        Args:
            folder: where it is to stand; it may exist if it is empty.
            study: what is to be run.
            block_size: runs in a block.
            force: replace a results folder of commsim that is there.

        Raises:
            ResultsExistError: it exists, and ``force`` is not given or it is no results folder of commsim.
            StorageError: it cannot be written, or another sweep writes it.
        """
        points = parquet_bytes(study.points.arrow())
        manifest = first_manifest(study, block_size, provenance(study), {POINTS: checksum(points)})
        with disk_errors(folder):
            _make_way(folder, force)
        write_folder(folder, {POINTS: points, MANIFEST: manifest_bytes(manifest)}, force)
        with _disk_errors(folder):
            made = cls(folder)
            made.study = study
            made._begin_writing()
        return made

    @classmethod
    def open(cls, folder: Path, study: Study | None = None) -> StudyFolder:
        """Open a folder: to read it, or with a study to go on writing it.

        Args:
            folder: the folder.
            study: the study as it is now, to go on with; None to read what is saved.

        Raises:
            InputError: it is no folder of a study, its manifest is damaged, or the study changed since.
            StorageError: it cannot be read or written, or another sweep writes it.
        """
        with disk_errors(folder, left="it could not be read"):
            found = cls(folder)
        if study is None:
            return found
        found.refuse_if_changed(study)
        found.study = study
        with _disk_errors(folder):
            found._begin_writing()
            try:
                found._take_stock()
            except BaseException:
                found.close()
                raise
        return found

    def refuse_if_changed(self, study: Study) -> None:
        """Check that a study is still the one the folder was begun with.

        Raises:
            InputError: study, scenario, behaviour, commsim or a library that decides bits changed; it says what.
        """
        refuse_changes(self.manifest["provenance"], study, self.path)

    def save(self, rows: BlockRows) -> None:
        """Save a block; when this returns, it counts, whatever happens afterwards.

        Raises:
            StorageError: the disk is full, or another fault of it; the block does not count, those before do.
        """
        assert self._lock is not None, "the folder is not open for writing"
        first = rows.block.first
        assert first % self.block_size == 0, "blocks are those of the folder"
        tables = {block_file(RUNS, first): run_rows(self.study, rows)}
        if self.study.kept_months:
            tables[block_file(MONTHLY, first)] = monthly_rows(self.study, rows)
        failed = len([status for status in rows.status if status == FAILED])
        sums = {}
        with _disk_errors(self.path):
            for name, table in tables.items():
                content = parquet_bytes(table)
                _make_folder((self.path / name).parent)
                write_durably(self.path / name, content)
                sums[name] = checksum(content)
            saved = Saved(first, failed, sums)
            self._journal.append(saved)
        self._saved[first] = saved

    def finish(self) -> None:
        """Say in the manifest that the study is complete, and remove what is only needed on the way.

        Raises:
            StorageError: the disk is full, or another fault of it; all blocks stay saved.
        """
        assert self._lock is not None, "the folder is not open for writing"
        assert all(block.first in self._saved for block in self.blocks()), "a block is not saved yet"
        with _disk_errors(self.path):
            if not self.is_complete:
                manifest = finished(self.manifest, self.checksums(), self.failed)
                write_durably(self.path / MANIFEST, manifest_bytes(manifest))
                self.manifest = manifest
            self._journal.remove()
        self.close()

    def close(self) -> None:
        """Let others write; what is saved stays."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> StudyFolder:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let others write."""
        self.close()

    def _begin_writing(self) -> None:
        self._lock = FolderLock(self.path)
        if not self._lock.holds:
            self.notes.append(f"{self.path}: {NO_LOCKS}")

    def _take_stock(self) -> None:
        """Check every saved block, forget those that are damaged, and tidy up what a killed process left."""
        self.manifest = read_manifest(self.path)
        self._look()  # again: another writer may have saved blocks until the lock was free
        for folder in (self.path, self.path / RUNS, self.path / MONTHLY):
            drop_parts(folder)
        self._mend_points()
        sound = {first: saved for first, saved in self._saved.items() if not self._is_damaged(saved)}
        if not self.is_complete or len(sound) < len(self._saved):
            self._go_on_with(sound)
        else:
            self._journal.remove()

    def _mend_points(self) -> None:
        damage = self.damage(POINTS, self.manifest["files"][POINTS])
        if damage is None:
            return
        content = parquet_bytes(self.study.points.arrow())
        if checksum(content) != self.manifest["files"][POINTS]:
            raise StorageError(f"{self.path}: {damage}, and the design made anew is another one; run the study again")
        write_durably(self.path / POINTS, content)
        self.notes.append(f"{damage}; it is written again.")

    def _is_damaged(self, saved: Saved) -> bool:
        found = [damage for file, sha256 in saved.files.items() if (damage := self.damage(file, sha256)) is not None]
        if found:
            last = min(saved.first + self.block_size, self.manifest["runs"]) - 1
            self.notes.append(f"{'; '.join(map(str, found))}; runs {saved.first} to {last} are run again.")
        return bool(found)

    def _go_on_with(self, sound: dict[int, Saved]) -> None:
        """Make a study one under way, with some blocks saved and nothing else."""
        if self.is_complete:
            sound = {first: self._counted(saved) for first, saved in sound.items()}
        self._saved = sound
        self._journal.rewrite(sound[first] for first in sorted(sound))
        if self.is_complete:
            self.manifest = reopened(self.manifest, [POINTS])
            write_durably(self.path / MANIFEST, manifest_bytes(self.manifest))
        known = self.checksums()
        for kind in (RUNS, MONTHLY):
            for file in (self.path / kind).glob("block-*.parquet"):
                if f"{kind}/{file.name}" not in known:
                    file.unlink()  # damaged, or its line in the journal was never written

    def _counted(self, saved: Saved) -> Saved:
        """Return a block with its number of failed runs, which the manifest of a complete study does not say."""
        status = pq.read_table(self.path / block_file(RUNS, saved.first), columns=["status"])["status"].to_pylist()
        return saved._replace(failed=len([word for word in status if word == FAILED]))


def _disk_errors(folder: Path) -> AbstractContextManager[None]:
    return disk_errors(folder, left=LEFT)


def _make_way(folder: Path, force: bool) -> None:
    """Check that a folder can be begun; an empty one is removed, and one that is being written is refused."""
    if force and StudyFolder.is_one(folder):
        FolderLock(folder).release()
    elif folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    elif not force and folder.exists():
        known = "--resume goes on with it, --force replaces it" if StudyFolder.is_one(folder) else "it is not empty"
        raise ResultsExistError(f"{folder} exists already: {known}; or choose another --out")


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(exist_ok=True)
        flush_folder(folder.parent)
