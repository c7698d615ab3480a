"""The property company: bills, presses, buys service, counts losses, leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from commsim.agents.loans import lend
from commsim.draws import Stream
from commsim.rules.arithmetic import FEN_PER_YUAN, to_fen
from commsim.rules.company import (
    EFFORTS,
    NO_EFFORT,
    SUIT,
    lasting_effort,
    loses,
    step_against,
    step_cost_yuan,
)
from commsim.rules.ledger import Account

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.agents.resident import Resident
    from commsim.scenario.events import CompanyEnters

YEAR = 12


class PropertyCompany(mesa.Agent):
    """The property company of one estate (present or not).

    Attributes:
        present: serves the estate.
        full_service_until: last month in which it gives full service whatever comes in.
        effort: hardest step it takes against arrears (0 none to 3 suit).
        losses: months of loss in a row.
    """

    def __init__(self, model: mesa.Model, estate: Estate) -> None:
        """Take the company of the scenario."""
        super().__init__(model)
        self.estate = estate
        self.present = estate.settings.company.present
        self.effort = EFFORTS.index(estate.settings.company.effort)
        self.losses = 0
        self.full_service_until = 0

    def enter(self, event: CompanyEnters) -> int:
        """Take over the estate; advance the works it needs; return what these cost, in fen."""
        self.present = True
        self.effort = EFFORTS.index(event.effort)
        self.losses = 0
        self.full_service_until = self.estate.month + event.full_service_months - 1
        works = to_fen(event.entry_cost_yuan * FEN_PER_YUAN)
        if works:
            self.estate.loans.append(lend(Account.COMPANY, works, event.instalment_months))
            self.estate.post(Account.COMPANY, Account.OUTSIDE, works)
        return works

    def leave(self) -> None:
        """Go; what is left in its cash goes with it, and open instalments stay a debt nobody collects."""
        self.present = False
        self.losses = 0
        self.estate.loans = [loan for loan in self.estate.loans if loan.creditor != Account.COMPANY]
        cash = self.estate.balances[Account.COMPANY]
        if cash > 0:
            self.estate.post(Account.COMPANY, Account.OUTSIDE, cash)
        elif cash < 0:
            self.estate.post(Account.OUTSIDE, Account.COMPANY, -cash)

    def press(self) -> None:
        """Remind, write or sue, household by household; each step costs money."""
        estate = self.estate
        hardest = self.effort if estate.on.enforcement and estate.has_payee else NO_EFFORT
        if hardest == NO_EFFORT:
            for resident in estate.order:
                resident.months_since_suit += 1
                resident.step_felt = 0.0
                resident.step_cost = 0
            return
        p = estate.behaviour.company
        costs = [0, *(to_fen(step_cost_yuan(step, p) * FEN_PER_YUAN) for step in range(1, len(EFFORTS)))]
        suits = estate.draw(Stream.SUE) if hardest == SUIT else None
        for resident in estate.order:
            lot = suits[resident.household] if suits is not None else 1.0
            step = self._press_one(resident, hardest, lot < p.suit_rate)
            resident.step_cost = costs[step]
        self._pay_for_steps()

    def _press_one(self, resident: Resident, hardest: int, sued: bool) -> int:
        """Take the step against one household that its arrears call for; return it."""
        p = self.estate.behaviour.company
        again = resident.months_since_suit >= p.suit_felt
        step = step_against(hardest, resident.months_behind(), sued and again, p)
        resident.months_since_suit = 0 if step == SUIT else resident.months_since_suit + 1
        resident.step_felt = lasting_effort(step, resident.months_since_suit, p)
        if step == SUIT:
            resident.shock += p.suit_trust
            resident.occasion = True
        return step

    def _pay_for_steps(self) -> None:
        cost = 0
        for resident in self.estate.residents:
            cost += resident.step_cost
        source = self.estate.payee_account
        if cost and source == Account.COMMON:
            cost = min(cost, self.estate.balances[Account.COMMON])
        if cost:
            self.estate.post(source, Account.OUTSIDE, cost)

    def buy_service(self, due: int, already: int) -> int:
        """Spend on service what came in on recent bills, up to the cost of full service; return it, in fen.

        Old arrears that come in are the company's: the service they were for is past. A company that has just entered
        gives full service for some months whatever comes in.
        """
        need = to_fen(self.estate.behaviour.service.kappa * due) - already
        recent = self.estate.receipts - self.estate.recovered
        spending = max(0, need if self.estate.month <= self.full_service_until else min(need, recent))
        if spending:
            self.estate.post(Account.COMPANY, Account.OUTSIDE, spending)
        return spending

    def take_stock(self) -> bool:
        """Count a month of loss, take the year's profit; return whether it has lost too long and leaves."""
        estate, p = self.estate, self.estate.behaviour.company
        self.losses = self.losses + 1 if loses(estate.receipts, estate.due, p) else 0
        if estate.month % YEAR == 0:
            keep = to_fen(p.buffer * estate.due * YEAR)
            profit = estate.balances[Account.COMPANY] - keep
            if profit > 0:
                estate.post(Account.COMPANY, Account.OUTSIDE, profit)
        return estate.on.company_exit and self.losses >= p.patience
