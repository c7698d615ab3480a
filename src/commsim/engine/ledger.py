"""Money between the accounts of an estate, compiled; see ``rules/ledger.py``."""

from __future__ import annotations

from commsim.engine.columns import BALANCE, BROKEN, COMMON, FLOW, FUND, OUTSIDE, STREET, STREET_SPENDING
from commsim.engine.jit import kernel
from commsim.rules.ledger import ACCOUNTS

NEGATIVE, OVERDRAWN = 1, 2


@kernel
def post(count, source, target, fen):
    """Move whole fen from one account to another; what may not be is noted and ends the run with a LedgerError.

    Args:
        count: int64 ``(COUNTS,)``, changed in place.
        source, target: accounts.
        fen: at least 0.
    """
    if fen < 0:
        count[BROKEN] = NEGATIVE
    if source in (COMMON, FUND) and count[BALANCE + source] < fen:
        count[BROKEN] = OVERDRAWN
    count[BALANCE + source] -= fen
    count[BALANCE + target] += fen
    count[FLOW + source * ACCOUNTS + target] += fen


@kernel
def street_spends(count, fen):
    """Let the street office spend on the estate."""
    if fen:
        post(count, STREET, OUTSIDE, fen)
        count[STREET_SPENDING] += fen
