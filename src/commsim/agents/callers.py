"""Paid callers: strangers whom the street pays to visit households that nobody else visits.

They visit like members: who is assigned to whom, how often a visit is due and how trust in a visitor moves is the same.
But they live elsewhere: they are nobody's acquaintance, and whether they pay a fee is not seen here. They do no other
work, so that nobody brings them a grievance; they take no part and do not speak up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commsim.agents.resident import FIRST_CALLER, NOBODY

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.agents.resident import Resident
    from commsim.scenario.events import PaidCallers as PaidCallersEvent


class PaidCallers:
    """The callers of one estate; caller k is the visitor with the number ``FIRST_CALLER - k``.

    Attributes:
        number: callers who come; minutes: paid time of all, a month; fen: what it costs, a month.
        until: last month in which they come.
    """

    def __init__(self, estate: Estate) -> None:
        """Begin without any."""
        self.estate = estate
        self.number = self.minutes = self.fen = self.until = 0

    def hire(self, event: PaidCallersEvent) -> int:
        """Let callers come, in the place of those there were; return how many households are assigned to them."""
        self.number = event.callers
        self.minutes, self.fen = event.minutes, event.fen
        self.until = self.estate.month + event.months - 1
        self.estate.branch.assign_households()
        assigned = 0
        for resident in self.estate.residents:
            assigned += resident.visitor <= FIRST_CALLER
        return assigned

    def leave_when_over(self) -> None:
        """Go once the months are over."""
        if self.number and self.estate.month > self.until:
            self.number = self.minutes = self.fen = 0
            self.estate.branch.assign_households()

    def assign_households(self) -> None:
        """Give each occupied household that still has no visitor the least burdened caller; ties go to the lowest."""
        most = self.estate.behaviour.volunteering.most_households
        burden = [0] * self.number
        waiting = []
        for resident in self.estate.residents:
            if resident.visitor <= FIRST_CALLER:
                caller = FIRST_CALLER - resident.visitor
                if caller < self.number:
                    burden[caller] += 1
                    continue
                resident.assign(NOBODY)
            if resident.visitor == NOBODY and resident.occupied and not resident.is_active:
                waiting.append(resident)
        if not burden:
            return
        for resident in waiting:
            caller = min(range(self.number), key=lambda k: (burden[k], k))
            if burden[caller] >= most:
                return
            burden[caller] += 1
            resident.assign(FIRST_CALLER - caller)

    def work(self, due: list[Resident]) -> None:
        """Be paid for the month, and pay as many of the visits due as there is time for."""
        estate = self.estate
        estate.street.spend(estate, self.fen)
        estate.branch.pay_visits(due, self.minutes // int(estate.behaviour.volunteering.visit_minutes))
