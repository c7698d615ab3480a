"""Equality, which every benchmark checks before it measures.

Of the core model: who pays, in every month, and the fee rate to the last bit. Of runs of the full model: every value of
every table, floats by their bits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.core_model import CoreResult
from commsim.raw import RawRun


class UnequalError(AssertionError):
    """Two implementations do not give the same answer, so that their times say nothing."""


def check_core(expected: CoreResult, found: CoreResult, name: str) -> None:
    """Compare an implementation of the core model with ours.

    Args:
        expected: ours, with who paid.
        found: the other one, with who paid.
        name: the other one's name, for the message.

    Raises:
        UnequalError: naming the first month and household that differ.
    """
    assert expected.who is not None
    assert found.who is not None
    if expected.who.shape != found.who.shape:
        raise UnequalError(f"{name}: months and households are {found.who.shape}, not {expected.who.shape}")
    differing = np.argwhere(expected.who != found.who)
    if len(differing):
        month, household = differing[0].tolist()
        raise UnequalError(
            f"{name}: household {household} decides otherwise in month {month + 1}; {len(differing)} decisions differ"
        )
    for what, ours, theirs in (
        ("payers", expected.payers, found.payers),
        ("fee rate", expected.fee_rate, found.fee_rate),
    ):
        if list(ours) != list(theirs):
            month = [one == other for one, other in zip(ours, theirs, strict=True)].index(False)
            raise UnequalError(f"{name}: {what} of month {month + 1} is {theirs[month]!r}, not {ours[month]!r}")


def check_runs(expected: RawRun, found: RawRun, name: str) -> None:
    """Compare two runs of one scenario and seed, bit by bit.

    Raises:
        UnequalError: naming the first column that differs.
    """
    ours, theirs = digests(expected), digests(found)
    for column in {**ours, **theirs}:
        if ours.get(column) != theirs.get(column):
            raise UnequalError(f"{name}: {expected.scenario.name}, seed {expected.seed}: {column} differs")


def digests(raw: RawRun) -> dict[str, str]:
    """Return the SHA-256 of every column of a run's tables, of its events and its outcomes, by name."""
    found: dict[str, str] = {}
    tables: dict[str, Mapping[str, Sequence[Any]] | None] = {
        "monthly": raw.monthly,
        "households": raw.households,
        "history": raw.history,
    }
    for table, columns in tables.items():
        for name, values in (columns or {}).items():
            found[f"{table}.{name}"] = _digest(values)
    found["events"] = _sha(repr(raw.events).encode())
    found["outcomes"] = _sha(repr(raw.outcomes).encode())
    return found


def _digest(values: Sequence[Any]) -> str:
    column = np.asarray(values)
    if column.dtype.kind == "f":
        # Every NaN is the same; all other floats count by their bits.
        return _sha(np.where(np.isnan(column), np.nan, column.astype(np.float64)).tobytes())
    return _sha(repr(column.tolist()).encode())


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
