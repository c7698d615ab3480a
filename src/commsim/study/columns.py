"""The points of a study as columns: one short array a factor, whatever the number of points.

A column reads like a list of plain Python values and takes 4 or 8 bytes a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commsim.study.values import Scalar

ARROW_TYPES = {"float": pa.float64(), "int": pa.int64(), "bool": pa.bool_(), "string": pa.string()}
"""Type of a column in Parquet, by kind."""


class Column(Sequence[Scalar]):
    """The values of one factor over all points.

    Args:
        values: shape ``(points,)``: float64 or int64 values, or int32 positions in ``levels``.
        levels: the values that positions stand for; None where the values stand for themselves.
    """

    def __init__(self, values: npt.NDArray[Any], levels: tuple[Scalar, ...] | None = None) -> None:
        self._values = values
        self._levels = levels

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, place: int) -> Scalar: ...

    @overload
    def __getitem__(self, place: slice) -> list[Scalar]: ...

    def __getitem__(self, place: int | slice) -> Scalar | list[Scalar]:
        if isinstance(place, slice):
            return Column(self._values[place], self._levels).tolist()
        value: Scalar = self._values[place].item()
        return value if self._levels is None else self._levels[int(value)]

    def __iter__(self) -> Iterator[Scalar]:
        return iter(self.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and not isinstance(other, str) and self.tolist() == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Column of {len(self)} values"

    def tolist(self) -> list[Scalar]:
        """Return the values as a list of Python numbers, words or truth values."""
        plain: list[Any] = self._values.tolist()
        return plain if self._levels is None else [self._levels[place] for place in plain]


def column_of(values: Sequence[Scalar], kind: str) -> Column:
    """Return values as a column.

    Args:
        values: plain values of one kind.
        kind: ``float``, ``int``, ``bool`` or ``string``.
    """
    if kind == "float":
        return Column(np.array(values, dtype=np.float64))
    if kind == "int" and all(-(2**63) <= int(value) < 2**63 for value in values):
        return Column(np.array(values, dtype=np.int64))
    levels = tuple(dict.fromkeys(values))
    places = {level: place for place, level in enumerate(levels)}
    return Column(np.array([places[value] for value in values], dtype=np.int32), levels)


class Points:
    """The points of a study: which value each factor has in each.

    Args:
        columns: the column of each factor, all of the same length.
        kinds: kind of each column: ``float``, ``int``, ``bool`` or ``string``.

    Attributes:
        names: names of the factors, in written order.
        columns: the columns by name.
        kinds: their kinds by name.
    """

    def __init__(self, columns: Mapping[str, Column], kinds: Mapping[str, str]) -> None:
        self.columns = dict(columns)
        self.kinds = dict(kinds)
        self.names: tuple[str, ...] = tuple(columns)
        self._count = len(next(iter(self.columns.values())))

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Points) and (self.kinds, self.columns) == (other.kinds, other.columns)

    __hash__ = None  # type: ignore[assignment]

    def row(self, point: int) -> dict[str, Scalar]:
        """Return the values of one point by factor.

        Args:
            point: number of the point, from 0.
        """
        return {name: column[point] for name, column in self.columns.items()}

    def arrow(self) -> pa.Table:
        """Return the points as a table: ``point`` (int64), then a column a factor."""
        table = {"point": pa.array(np.arange(len(self)), pa.int64())}
        for name, column in self.columns.items():
            table[name] = pa.array(column.tolist(), ARROW_TYPES[self.kinds[name]])
        return pa.table(table)
