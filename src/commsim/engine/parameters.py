"""A group of behaviour parameters as numbers of its own, for the loops over homes.

Behaviour is passed through the engine as one record. In a loop that writes to memory a compiler must read a field of a
record again and again, since the loop might have changed it; the fields of a ``NamedTuple`` it can keep.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commsim.engine.jit import inlined
from commsim.rules.belonging import BelongingParameters
from commsim.rules.fees import FeeParameters
from commsim.rules.norms import NormParameters
from commsim.rules.participation import ParticipationParameters
from commsim.rules.ties import TieParameters
from commsim.rules.trust import TrustParameters


def _reader(kind: type[Any]) -> Callable[[Any], Any]:
    """Return a kernel that takes the record of a group and returns the group's ``NamedTuple``."""
    fields = ", ".join(f"record.{name}" for name in kind._fields)
    names: dict[str, Any] = {"kind": kind}
    exec(f"def read(record):\n    return kind({fields})\n", names)  # a kernel cannot go through names by itself
    reader: Callable[[Any], Any] = inlined(names["read"])
    return reader


fees_of = _reader(FeeParameters)
norms_of = _reader(NormParameters)
ties_of = _reader(TieParameters)
trust_of = _reader(TrustParameters)
belonging_of = _reader(BelongingParameters)
participation_of = _reader(ParticipationParameters)
