"""The draws of households that make their ties one after another.

A draw is keyed by (household, attempt, estate, stream) and found either in a column computed for many households at
once, which is quick, or alone, where few get that far. Both have the same bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np

from commsim.draws import uniform, uniforms_at

CHUNK = 4096  # households whose draws are kept at a time: memory stays bounded in the largest estate


class TieLuck:
    """The draws of all households of an estate, for households visited in a given order."""

    def __init__(self, seed: int, estate: int, order: Sequence[int], common: int) -> None:
        """Remember whose draws these are; nothing is drawn yet.

        Args:
            seed: 0 to 2**64 - 1.
            estate: number of the estate.
            order: ids of all households in the order in which they make ties.
            common: attempts, from 0, that most households need; later ones are drawn one by one.
        """
        self._seed = seed
        self._estate = estate
        self._order = np.array(order, np.int64)
        self._common = common
        self._chunk = -1
        self._kept: dict[tuple[int, int], list[float]] = {}

    def at(self, place: int, attempt: int, stream: int) -> float:
        """Return one draw, 0 < u < 1.

        Args:
            place: of the household in the order, 0 to n - 1; quick while places rise, right in any order.
            attempt: 0 or more.
            stream: a `commsim.draws.Stream`.
        """
        if attempt >= self._common:
            return uniform(self._seed, int(self._order[place]), attempt, self._estate, stream)
        chunk = place // CHUNK
        if chunk != self._chunk:
            self._chunk = chunk
            self._kept.clear()
        column = self._kept.get((stream, attempt))
        if column is None:
            households = self._order[chunk * CHUNK : (chunk + 1) * CHUNK]
            column = uniforms_at(self._seed, households, attempt, self._estate, stream).tolist()
            self._kept[stream, attempt] = column
        return column[place - chunk * CHUNK]

    def sequence(self, place: int, stream: int) -> Iterator[float]:
        """Yield the draws of one household, attempt by attempt, without end."""
        for attempt in count():
            yield self.at(place, attempt, stream)
