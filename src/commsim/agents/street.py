"""The street office: few people shared over the estates, fallback upkeep, subsidies, the upper rungs of the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from commsim.rules.arithmetic import FEN_PER_YUAN, MINUTES_PER_HOUR, to_fen
from commsim.rules.ledger import Account
from commsim.rules.volunteering import upkeep_minutes

if TYPE_CHECKING:
    from commsim.agents.estate import Estate


class StreetOffice(mesa.Agent):
    """The street office of the district.

    Attributes:
        subsidies: running subsidies: estate, fen a month, last month, what for.
    """

    def __init__(self, model: mesa.Model) -> None:
        """Begin without subsidies."""
        super().__init__(model)
        self.subsidies: list[tuple[Estate, int, int, str]] = []

    def promise(self, estate: Estate, yuan: float, months: int, purpose: str) -> None:
        """Pay an estate for some months from now on."""
        self.subsidies.append((estate, to_fen(yuan * FEN_PER_YUAN), estate.month + months - 1, purpose))

    def pay_subsidies(self, estate: Estate, purpose: str) -> int:
        """Pay this month's subsidies of one purpose ('service' or 'repair'); return them, in fen."""
        paid = 0
        for other, fen, last, what_for in self.subsidies:
            if other is estate and what_for == purpose and estate.month <= last:
                paid += fen
        self.spend(estate, paid)
        return paid

    def spend(self, estate: Estate, fen: int) -> None:
        """Spend on an estate."""
        if fen:
            estate.post(Account.STREET, Account.OUTSIDE, fen)
            estate.street_spending += fen

    def do_fallback_upkeep(self, estate: Estate) -> float:
        """Do the street's share of the upkeep where there is no payee, at its cost; return the share, in [0, 1]."""
        share = estate.settings.street.fallback_service
        minutes = upkeep_minutes(estate.size_occupied, estate.behaviour.volunteering)
        wage = estate.behaviour.service.fallback_yuan
        self.spend(estate, to_fen(share * minutes / MINUTES_PER_HOUR * wage * FEN_PER_YUAN))
        return share

    def mediation_minutes(self, estate: Estate, rung: int) -> int:
        """Return the mediators' time for an estate this month, minutes: community (rung 2) or street (rung 3)."""
        street = estate.settings.street
        return int((street.mediation_hours if rung == 2 else street.street_hours) * MINUTES_PER_HOUR)
