"""The world as a networkx graph, for those who think in graphs."""

from __future__ import annotations

import networkx as nx

from commsim.world.columns import World
from commsim.world.households import AGES, KINDS, TENURES
from commsim.world.ties import Ties

_WORDS = {"tenure": TENURES, "age": AGES, "kind": KINDS}


def to_networkx(world: World) -> nx.Graph:
    """Return the estate's trust network as it is at the start.

    Args:
        world: an estate of n households.

    Returns:
        An undirected graph. Its nodes 0 to n - 1 carry the columns of households as attributes of the same names, as
        plain Python values; tenure, age and kind as words. Its edges carry ``weight``, trust in [0, 1].
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(world.households))
    for name in World._fields:
        if name not in Ties._fields:
            values = getattr(world, name).tolist()
            words = _WORDS.get(name)
            for household, value in enumerate(values):
                graph.nodes[household][name] = words[value] if words else value
    ties = zip(world.edge_a.tolist(), world.edge_b.tolist(), world.weight.tolist(), strict=True)
    graph.add_weighted_edges_from(ties)
    return graph
