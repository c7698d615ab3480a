"""The folders of the host that visitors may open results from: those named with ``--results``, and no others.

The same for all visitors and fixed when the dashboard starts. Visitors name a folder by its number, never by a path.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_roots: list[Path] = []


def name_roots(folders: Iterable[Path]) -> None:
    """Set the folders, which exist; called once, before the first visitor."""
    _roots[:] = [folder.resolve() for folder in folders]


def results_roots() -> tuple[Path, ...]:
    """Return the folders that were named, as absolute paths."""
    return tuple(_roots)
