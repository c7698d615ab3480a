"""Who stands where in the trust network: the structural rankings, by networkx.

They look at who knows whom and not at trust, so that they are computed once, before the run. Scores are rounded to 12
digits: the last bits depend on the order in which a library adds, and no choice may hang on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import networkx as nx
import numpy as np

from commsim.world.columns import Floats, World
from commsim.world.convert import to_networkx

Ranking = Literal["degree", "betweenness", "k_core", "pagerank"]

DIGITS = 1_000_000_000_000


def _page_rank(graph: nx.Graph) -> Mapping[int, float]:
    return nx.pagerank(graph, alpha=0.85, weight=None, tol=1e-14, max_iter=1000)  # type: ignore[no-any-return]


_SCORES: dict[str, Callable[[Any], Mapping[int, float]]] = {
    "degree": lambda graph: dict(graph.degree),
    "betweenness": nx.betweenness_centrality,
    "k_core": nx.core_number,
    "pagerank": _page_rank,
}


def scores(world: World, ranking: Ranking) -> Floats:
    """Return each household's score in the network, rounded to 12 digits.

    Args:
        world: an estate of n households.
        ranking: ``degree`` (ties), ``betweenness`` (share of shortest ways between others that pass by; time grows with
            households × ties), ``k_core`` (largest k such that it belongs to a group in which all have k ties within),
            or ``pagerank`` (damping 0.85).

    Returns:
        float64 of shape ``(n,)``.

    Raises:
        KeyError: there is no such ranking.
    """
    found = _SCORES[ranking](to_networkx(world))
    rounded = [int(found[household] * DIGITS + 0.5) / DIGITS for household in range(world.households)]
    return np.array(rounded, np.float64)
