"""Small studies for tests: a few points of a small estate, done in a second by either engine."""

from __future__ import annotations

from pathlib import Path

from commsim.study.definition import Study
from commsim.study.loading import load_study
from tests.small_estate import SMALL

SMALL_STUDY = """
schema_version: 1
name: small-study
title: {en: A small study, zh: 小研究}
scenario: small.yaml
set: {months: 14}
factors:
  share:
    path: timeline.activate.share
    values: [0.0, 0.5, 1.0]
  committee:
    levels:
      as_is: {}
      barred: {set: {mechanisms.committee: false}}
design: {kind: grid}
replicates: 4
measures:
  fee_rate: {window: last 6 months}
  free_riders: {window: last 6 months}
  members_active: {window: last month}
"""


def write_study(folder: Path, text: str = SMALL_STUDY, name: str = "study.yaml") -> Path:
    """Write a study file, and beside it the small estate it is about; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def small_study(folder: Path, text: str = SMALL_STUDY) -> Study:
    """Return a small study, loaded from a file written to a folder."""
    return load_study(write_study(folder, text))
