"""Results of a study that are kept in memory only, in the same tables as a results folder has."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

import pyarrow as pa

from commsim.results.tables import together
from commsim.study.blocks import BlockRows
from commsim.study.runs import FAILED
from commsim.study.tables import monthly_rows, run_rows

if TYPE_CHECKING:
    from commsim.study.definition import Study


class MemoryFolder:
    """Stands in for a results folder.

    Attributes:
        block_size: runs in a block.
        is_complete: False: there is no earlier sitting to go on with.
        failed: runs kept so far that failed.
        notes: empty; a folder tells here how it was found.
    """

    is_complete = False

    def __init__(self, study: Study, block_size: int) -> None:
        """Begin with no rows.

        Args:
            study: the study.
            block_size: runs in a block.
        """
        self.block_size = block_size
        self.failed = 0
        self.notes: list[str] = []
        self._study = study
        self._runs: dict[int, pa.Table] = {}
        self._monthly: dict[int, pa.Table] = {}

    def __enter__(self) -> MemoryFolder:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Keep everything."""

    def done(self) -> set[int]:
        """Return the first run numbers of the blocks kept."""
        return set(self._runs)

    def save(self, rows: BlockRows) -> None:
        """Keep the rows of a block."""
        self.failed += len([status for status in rows.status if status == FAILED])
        self._runs[rows.block.first] = run_rows(self._study, rows)
        if rows.monthly is not None:
            self._monthly[rows.block.first] = monthly_rows(self._study, rows)

    def finish(self) -> None:
        """Nothing is left to be done."""

    def runs_table(self) -> pa.Table:
        """Return the rows in the order of the run numbers."""
        return together(self._runs[first] for first in sorted(self._runs))

    def monthly_table(self) -> pa.Table | None:
        """Return the monthly series in the order of the run numbers, or None where none are kept."""
        return together(self._monthly[first] for first in sorted(self._monthly)) if self._monthly else None
