"""The trust network of an estate: who knows whom is fixed, how far each is trusted moves.

The weight of a tie is held once, for both ends. Neighbours are listed in the order of their ids, so that every sum over
them has one order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from commsim.rules.ties import TieParameters, room, tie_next

if TYPE_CHECKING:
    from commsim.world import World


class TrustNetwork:
    """Acquaintances and the trust on each tie.

    Attributes:
        weights: trust on each tie, shape (ties,), in [0, 1].
        ends: the two households of each tie, shape (ties, 2), the lower id first.
        neighbours: for each household its (neighbour, tie) pairs in order of the neighbour's id.
    """

    def __init__(self, world: World) -> None:
        """Take topology and first weights from the world."""
        self.weights: list[float] = world.weight.tolist()
        self.ends: list[tuple[int, int]] = list(zip(world.edge_a.tolist(), world.edge_b.tolist(), strict=True))
        start = world.indptr.tolist()
        slots = list(zip(world.neighbours.tolist(), world.edge_of.tolist(), strict=True))
        self.neighbours: list[list[tuple[int, int]]] = [slots[start[i] : start[i + 1]] for i in range(len(start) - 1)]

    def tie_between(self, a: int, b: int) -> int:
        """Return the tie of two households, or -1 if they are not acquainted."""
        for other, tie in self.neighbours[a]:
            if other == b:
                return tie
        return -1

    def mean_tie(self, household: int) -> float:
        """Return the mean trust on a household's ties, in [0, 1]; 0 where it has none."""
        around = self.neighbours[household]
        if not around:
            return 0.0
        total = 0.0
        for _, tie in around:
            total += self.weights[tie]
        return total / len(around)

    def mean_weight(self) -> float:
        """Return the mean trust over all ties; NaN where there are none."""
        if not self.weights:
            return float("nan")
        total = 0.0
        for weight in self.weights:
            total += weight
        return total / len(self.weights)

    def tie_sums(self) -> list[float]:
        """Return for each household the sum of the trust on its ties, shape (households,)."""
        sums = [0.0] * len(self.neighbours)
        for (a, b), weight in zip(self.ends, self.weights, strict=True):
            sums[a] += weight
            sums[b] += weight
        return sums

    def tear(self, tie: int, left: float) -> None:
        """Reduce a tie to the share ``left`` of what it was."""
        self.weights[tie] *= left

    def grow_and_fade(self, took_part: list[bool], visited_ties: set[int], p: TieParameters) -> None:
        """Move every tie by one month.

        Args:
            took_part: for each household whether it took part this month.
            visited_ties: ties along which a visit was paid this month.
            p: parameters of the group ``ties``.
        """
        sums = self.tie_sums()
        rooms = [room(sums[i], len(around), p) if around else 0.0 for i, around in enumerate(self.neighbours)]
        weights = self.weights
        for tie, (a, b) in enumerate(self.ends):
            joint = (took_part[a] and took_part[b]) or tie in visited_ties
            weights[tie] = tie_next(weights[tie], joint, rooms[a], rooms[b], p)

    def to_networkx(self) -> nx.Graph:
        """Return a copy as a networkx graph, households as nodes, trust as edge attribute ``weight``."""
        graph = nx.Graph()
        graph.add_nodes_from(range(len(self.neighbours)))
        graph.add_edges_from((a, b, {"weight": weight}) for (a, b), weight in zip(self.ends, self.weights, strict=True))
        return graph
