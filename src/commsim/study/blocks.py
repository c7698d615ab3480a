"""How a study is cut into blocks: fixed ranges of run numbers, each done, sent and saved as one.

Concepts:
    run number: point times replicates plus replicate, so that the runs of a point stand together and its plan is made
        once a block.
    block: a fixed range of run numbers. It depends on the study alone, never on who runs it, so that the same study
        always leaves the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

HOUSEHOLD_MONTHS_A_BLOCK = 2_500_000
"""Work in a block, less than half a second of one processor: what a kill costs at most, a thread."""

RUNS_A_BLOCK = 1_000
"""Most runs in a block of a study that needs few blocks."""

BLOCKS = 2_000
"""Most blocks of a study, as far as `LARGEST` allows: folders of very many files are slow to read."""

LARGEST = 10_000
"""Most runs in a block."""


class Block(NamedTuple):
    """A range of run numbers.

    Attributes:
        first: number of its first run.
        size: how many runs.
    """

    first: int
    size: int

    @property
    def numbers(self) -> range:
        """The run numbers."""
        return range(self.first, self.first + self.size)


class BlockRows(NamedTuple):
    """What the runs of a block gave, in the order of their numbers; plain values, the same whoever ran it.

    Attributes:
        block: which runs.
        status: ``ok`` or ``failed``, one a run.
        cause: why it failed, one a run; None where it did not.
        measures: name -> figure of each run; NaN where undefined, None where the run failed.
        monthly: column -> values, one row a run, estate and month of the runs that did not fail: ``run`` (its number),
            ``estate`` (its position), ``month``, and the columns kept; None where the study keeps no series.
    """

    block: Block
    status: Sequence[str]
    cause: Sequence[str | None]
    measures: Mapping[str, Sequence[float | None]]
    monthly: Mapping[str, Any] | None = None


def block_size(runs: int, household_months: int) -> int:
    """Return how many runs make a block.

    Args:
        runs: runs of the study, at least 1.
        household_months: household-months of its longest run, twin included.
    """
    fitting = max(1, HOUSEHOLD_MONTHS_A_BLOCK // max(1, household_months))
    return min(runs, LARGEST, max(min(fitting, RUNS_A_BLOCK), -(-runs // BLOCKS)))


def blocks_of(runs: int, size: int) -> Iterator[Block]:
    """Yield the blocks of a study in the order of their numbers.

    Args:
        runs: runs of the study.
        size: runs in a block; the last one may be smaller.
    """
    for first in range(0, runs, size):
        yield Block(first, min(size, runs - first))
