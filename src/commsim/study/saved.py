"""What is saved of a study, read from its folder; also while another process still writes it.

Concepts:
    saved: a block counts from the moment when its line in the journal is on the disk, after its files are.
    damaged: a file that differs from its checksum; it is never read as if nothing were wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from commsim.errors import StorageError
from commsim.study.blocks import Block, blocks_of
from commsim.study.durable import checksum
from commsim.study.journal import Journal, Saved
from commsim.study.loading import study_from_dict
from commsim.study.manifest import COMPLETE, read_manifest
from commsim.study.tables import monthly_schema, run_schema

if TYPE_CHECKING:
    from commsim.study.definition import Study

RUNS, MONTHLY = "runs", "monthly"
POINTS = "points.parquet"


class Damage(NamedTuple):
    """A file that is not as it was saved.

    Attributes:
        file: path in the folder.
        what: what is wrong with it.
    """

    file: str
    what: str

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.file} {self.what}"


def block_file(kind: str, first: int) -> str:
    """Return the path in the folder of a block's file: ``runs/block-000000200.parquet``."""
    return f"{kind}/block-{first:09d}.parquet"


class SavedStudy:
    """The saved rows of a study.

    Attributes:
        path: the folder.
        manifest: content of its manifest.
    """

    def __init__(self, path: Path) -> None:
        """Read the manifest of a folder, and which blocks are saved.

        Raises:
            InputError: it is no folder of a study, or its manifest is damaged.
            OSError: it cannot be read.
        """
        self.path = path
        self.manifest: dict[str, Any] = read_manifest(path)
        self._journal = Journal(path)
        self._saved: dict[int, Saved] = {}
        self._look()

    @cached_property
    def study(self) -> Study:
        """The study, made from the manifest alone."""
        return study_from_dict(self.manifest["provenance"]["study"])

    @property
    def block_size(self) -> int:
        """Runs in a block."""
        return int(self.manifest["block_size"])

    @property
    def is_complete(self) -> bool:
        """Whether all runs are saved and the manifest says so."""
        return bool(self.manifest["status"] == COMPLETE)

    @property
    def failed(self) -> int:
        """How many of the runs saved failed."""
        if self.is_complete:
            return int(self.manifest["failed"])
        failed = 0
        for saved in self._saved.values():
            failed += saved.failed
        return failed

    def done(self) -> set[int]:
        """Return the first run numbers of the blocks saved."""
        return set(self._saved)

    def blocks(self) -> Iterator[Block]:
        """Yield all blocks of the study, saved or not."""
        return blocks_of(self.manifest["runs"], self.block_size)

    def files(self, block: Block) -> dict[str, str]:
        """Return the paths in the folder of a block's files by kind, saved or not."""
        kinds = (RUNS, MONTHLY) if self.study.kept_months else (RUNS,)
        return {kind: block_file(kind, block.first) for kind in kinds}

    def saved_files(self, block: Block) -> Mapping[str, str]:
        """Return the sha256 of the files of a saved block, by their paths in the folder."""
        return self._saved[block.first].files

    def checksums(self) -> dict[str, str]:
        """Return the sha256 of every file that counts, by its path in the folder."""
        sums: dict[str, str] = {POINTS: self.manifest["files"][POINTS]}
        for first in sorted(self._saved):
            sums.update(self._saved[first].files)
        return sums

    def damage(self, file: str, sha256: str) -> Damage | None:
        """Return what is wrong with a file, or None.

        Args:
            file: its path in the folder.
            sha256: its checksum.

        Raises:
            OSError: it is there and cannot be read.
        """
        found = self.content(file, sha256)
        return found if isinstance(found, Damage) else None

    def content(self, file: str, sha256: str) -> bytes | Damage:
        """Return the content of a file, or what is wrong with it; arguments as for :meth:`damage`."""
        try:
            content = (self.path / file).read_bytes()
        except FileNotFoundError:
            return Damage(file, "is missing")
        return content if checksum(content) == sha256 else Damage(file, "differs from its checksum")

    def runs(self) -> Iterator[pa.Table]:
        """Yield the rows saved, a table a block, in the order of the run numbers; one block is in memory at a time.

        Raises:
            StorageError: a block is missing or damaged.
        """
        return self._tables(RUNS)

    def monthly(self) -> Iterator[pa.Table]:
        """Yield the monthly series saved, a table a block; nothing where the study keeps none.

        Raises:
            StorageError: a block is missing or damaged.
        """
        return self._tables(MONTHLY)

    def runs_table(self) -> pa.Table:
        """Return all rows saved in one table."""
        return _whole(self.runs(), run_schema(self.study))

    def monthly_table(self) -> pa.Table | None:
        """Return all monthly series saved in one table, or None where the study keeps none."""
        schema = monthly_schema(self.study)
        return None if schema is None else _whole(self.monthly(), schema)

    def points_table(self) -> pa.Table:
        """Return the design, one row a point: point and factors."""
        return self._table(POINTS, self.manifest["files"][POINTS])

    def _tables(self, kind: str) -> Iterator[pa.Table]:
        for first in sorted(self._saved):
            name = block_file(kind, first)
            if name in self._saved[first].files:
                yield self._table(name, self._saved[first].files[name])

    def _table(self, file: str, sha256: str) -> pa.Table:
        content = self.content(file, sha256)
        if isinstance(content, Damage):
            raise StorageError(f"{self.path}: {content}; the command of the sweep with --resume makes it anew")
        return read_table(content)

    def _look(self) -> None:
        """Learn which blocks are saved, from the manifest of a complete study or the journal of one under way."""
        self._saved = {} if self.is_complete else self._journal.read()
        if not self._saved:
            self.manifest = read_manifest(self.path)  # another process may have completed it just now
        if self.is_complete:
            self._saved = self._listed()

    def _listed(self) -> dict[int, Saved]:
        """Return the blocks that the manifest of a complete study lists; their failed runs it gives as a total only."""
        files = self.manifest["files"]
        listed = {}
        for block in self.blocks():
            names = [block_file(kind, block.first) for kind in (RUNS, MONTHLY)]
            listed[block.first] = Saved(block.first, 0, {name: files[name] for name in names if name in files})
        return listed


def read_table(content: bytes) -> pa.Table:
    """Return a Parquet file as a table."""
    return pq.read_table(pa.BufferReader(content))


def _whole(tables: Iterable[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables([schema.empty_table(), *tables]).combine_chunks()
