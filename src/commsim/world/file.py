"""A trust network from a file: GraphML, or an edge list.

Edge list: a line a tie, ``a b`` or ``a b weight``, separated by blanks, tabs or a comma; ``#`` begins a comment.
GraphML (a name ending in ``.graphml`` or ``.xml``): nodes and edges, trust in the edge attribute ``weight``, a number.

A household is its id, 0 to n - 1, alone or after ``h`` or ``n`` (``17``, ``h17``, ``n17``). Households the file leaves
out know nobody. A tie has no direction. Trust lies in [0, 1]; where it is left out, it is drawn as for a generated tie.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

import networkx as nx
import numpy as np

from commsim.errors import NetworkFileError
from commsim.world.ties import Pairs

LIMIT_MB = 50
GRAPHML_ENDINGS = (".graphml", ".xml")

_NODE = re.compile(r"[hn]?([0-9]{1,9})", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_SHOWN = 60


def read_pairs(text: str, file: str, households: int) -> Pairs:
    """Return the ties a network file lists.

    Args:
        text: what is in the file.
        file: its name, which decides the format and stands in messages.
        households: n of the estate it is for.

    Raises:
        NetworkFileError: the file is too large, cannot be understood, names a household that does not exist, a tie of a
            household with itself, a weight outside [0, 1], or one tie with two weights.
    """
    if len(text) > LIMIT_MB * 1_000_000:
        raise _bad(file, f"has {len(text) // 1_000_000} MB", f"at most {LIMIT_MB} MB")
    ties = _TieBook(households)
    if file.lower().endswith(GRAPHML_ENDINGS):
        _read_graphml(text, file, ties)
    else:
        _read_edge_list(text, file, ties)
    return ties.pairs()


class _TieBook:
    """The ties read so far, each checked and kept once."""

    def __init__(self, households: int) -> None:
        self._households = households
        self._trust: dict[tuple[int, int], float | None] = {}

    def household(self, name: str, where: str) -> int:
        """Return the id behind a name."""
        found = _NODE.fullmatch(name)
        household = int(found[1]) if found else self._households
        if household >= self._households:
            last = self._households - 1
            raise _bad(where, f"{_shown(name)} is no household of the estate", f"0 to {last}, or h0 to h{last}")
        return household

    def add(self, one: str, other: str, trust: float | None, where: str) -> None:
        """Keep a tie between two names, with its trust if it has one."""
        a, b = self.household(one, where), self.household(other, where)
        if a == b:
            raise _bad(where, f"household {a} is tied to itself", "ties between two households")
        if trust is not None and not 0.0 <= trust <= 1.0:
            raise _bad(where, f"weight {trust} of the tie {a} {b} is out of range", "0 to 1, or no weight")
        tie = (min(a, b), max(a, b))
        if self._trust.setdefault(tie, trust) != trust:
            came = [_weight_shown(self._trust[tie]), _weight_shown(trust)]
            raise _bad(where, f"the tie {a} {b} is listed twice, with {came[0]} and {came[1]}", "one weight a tie")

    def pairs(self) -> Pairs:
        """Return the ties in the order of the file; NaN stands for no trust given."""
        ends = np.array(list(self._trust), np.int64).reshape(-1, 2)
        trust = [math.nan if given is None else given for given in self._trust.values()]
        return Pairs(ends[:, 0], ends[:, 1], np.array(trust, np.float64))


# --- edge lists ------------------------------------------------------------------------------------------------------


def _read_edge_list(text: str, file: str, ties: _TieBook) -> None:
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise _bad(file, "looks like XML", f"an edge list, or a GraphML file whose name ends in {GRAPHML_ENDINGS[0]}")
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        where = f"{file}:{number}"
        fields = line.partition("#")[0].replace(",", " ").split()
        if not fields:
            continue
        if len(fields) not in {2, 3}:
            raise _bad(where, f"{_shown(line)} has {len(fields)} fields", "'a b' or 'a b weight'")
        trust = _number(fields[2], where) if len(fields) == 3 else None
        ties.add(fields[0], fields[1], trust, where)


def _number(text: str, where: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise _bad(where, f"weight {_shown(text)} is not a number", "a number from 0 to 1, or no weight")
    return float(text)


# --- GraphML ---------------------------------------------------------------------------------------------------------


def _read_graphml(text: str, file: str, ties: _TieBook) -> None:
    for node in (graph := _graph(text, file)).nodes:
        ties.household(node, f"{file}: node")
    default = graph.graph.get("edge_default", {}).get("weight")
    for one, other, trust in _weighted_edges(graph, default):
        where = f"{file}: edge {_shown(one)} {_shown(other)}"
        if trust is not None and (isinstance(trust, bool) or not isinstance(trust, int | float)):
            kind = type(trust).__name__
            raise _bad(where, f"weight {_shown(str(trust))} is a {kind}", "attr.type int, float or double")
        ties.add(one, other, None if trust is None else float(trust), where)


def _weighted_edges(graph: Any, default: object) -> Iterator[tuple[str, str, Any]]:
    yield from graph.edges(data="weight", default=default)


def _graph(text: str, file: str) -> Any:
    """Return the file's graph as networkx reads it, which keeps parallel edges."""
    # Entities can make a small file explode in memory, and GraphML has no use for them.
    if "<!DOCTYPE" in text:
        raise _bad(file, "declares a document type", "GraphML without DOCTYPE")
    try:
        return nx.parse_graphml(text, node_type=str)
    except ParseError as error:
        line = error.position[0]
        raise _bad(f"{file}:{line}", f"is not well-formed XML ({error.msg})", "GraphML") from error
    except (nx.NetworkXError, ValueError, KeyError, TypeError, AttributeError) as error:
        # What networkx raises on XML that is no GraphML depends on where it stumbles.
        raise _bad(file, f"cannot be read as GraphML ({type(error).__name__}: {error})", "GraphML") from error


# --- messages --------------------------------------------------------------------------------------------------------


def _bad(where: str, what: str, allowed: str) -> NetworkFileError:
    return NetworkFileError(f"{where}: {what}; allowed: {allowed}")


def _shown(text: str) -> str:
    """Return a text from the file in quotes, cut to what fits in a message."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def _weight_shown(trust: float | None) -> str:
    return "no weight" if trust is None else f"weight {trust}"
