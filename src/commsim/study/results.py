"""What a study left behind, as tables: its runs, its points, and what its analysis says."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pandas as pd
import pyarrow as pa

from commsim.results.tables import frame
from commsim.study.effects import effects
from commsim.study.runs import FAILED
from commsim.study.store import StudyFolder

if TYPE_CHECKING:
    from commsim.figures.canvas import Picture
    from commsim.study.definition import Study


class Kept(Protocol):
    """Whatever keeps the rows of a study: a folder, or memory.

    Attributes:
        failed: runs saved so far that failed.
    """

    @property
    def failed(self) -> int:
        """Return how many of the runs saved so far failed."""

    def runs_table(self) -> pa.Table:
        """Return the rows saved so far, in the order of the run numbers."""

    def monthly_table(self) -> pa.Table | None:
        """Return the monthly series saved so far, or None where the study keeps none."""


class StudyResults:
    """A study and its rows.

    Attributes:
        study: the study.
        folder: results folder, or None where the rows are in memory only.
        notes: what the user should know of how the runs went, such as workers lost; each a sentence.
    """

    def __init__(self, study: Study, kept: Kept, notes: list[str] | None = None) -> None:
        """Take over what was kept; tables are read when they are first asked for."""
        self.study = study
        self.notes = list(notes or ())
        self.folder: Path | None = getattr(kept, "path", None)
        self._kept = kept

    @classmethod
    def open(cls, folder: str | Path) -> StudyResults:
        """Return the results in a folder, those of a study that is not done yet as far as they are saved.

        Raises:
            StorageError: it is no results folder of a study, or it is damaged.
        """
        kept = StudyFolder.open(Path(folder))
        return cls(kept.study, kept)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run: point, replicate, seed, status, cause, the factors, the measures."""
        return frame(self._kept.runs_table())

    @cached_property
    def monthly(self) -> pd.DataFrame | None:
        """One row a run, estate and month with the series the study keeps; None where it keeps none."""
        table = self._kept.monthly_table()
        return None if table is None else frame(table)

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a point: its number and its factors."""
        return frame(self.study.points.arrow())

    @property
    def failed(self) -> pd.DataFrame:
        """The rows of the runs that failed, with their causes."""
        return self.runs[self.runs["status"] == FAILED]

    def count_failed(self) -> int:
        """Return how many of the runs failed, without loading their rows."""
        return self._kept.failed

    @property
    def is_complete(self) -> bool:
        """Whether every run of the study is there."""
        return len(self.runs) == self.study.runs

    def effects(self) -> pd.DataFrame:
        """Return the effect of each factor on each measure with its 95 % interval; see ``commsim.study.effects``."""
        return effects(self.study, self.runs)

    def plot(self, path: str | Path | None = None, measure: str | None = None) -> Picture:
        """Draw the effects of the factors on a measure.

        Args:
            path: a ``.png``, ``.svg`` or ``.pdf`` file to write; by default none.
            measure: name of a measure of the study; by default its first.

        Returns:
            a matplotlib figure, which a notebook shows.

        Raises:
            InputError: the study has no such measure, or another kind of file.
            StorageError: the file cannot be written.
        """
        # Loaded here, since tables without a picture need not wait for matplotlib.
        from commsim.figures import draw_study, save_picture  # noqa: PLC0415

        picture = draw_study(self.study, self.runs, measure)
        if path is not None:
            save_picture(picture, Path(path))
        return picture

    def __repr__(self) -> str:
        """Name the study and how far it is."""
        return f"<Results of study {self.study.name}: {len(self.runs)} of {self.study.runs} runs>"
