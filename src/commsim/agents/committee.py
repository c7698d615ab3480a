"""The owners' committee: does its work or exists in name only, runs common revenue, pays dividends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from commsim.draws import Stream, uniform
from commsim.rules.arithmetic import share_of, to_fen
from commsim.rules.committee import capture_chance, oversight, quality_next, work_needed
from commsim.rules.ledger import Account
from commsim.rules.revenue import (
    COMMITTEE,
    DIVIDEND_MONTH,
    GROUP,
    OPERATORS,
    largest_remainder,
    monthly_gross,
    owners_income,
)

if TYPE_CHECKING:
    from commsim.agents.estate import Estate


class OwnersCommittee(mesa.Agent):
    """The owners' committee of one estate (or the elected group that stands for it).

    Attributes:
        exists: has been set up.
        quality: q in [0, 1], the share of its work really done; 0 is in name only.
        captured: a faction has it.
        legal: has legal personality, and so an own account.
        held_quality: quality held at a value, or None.
        operator: who runs the common parts (0 company, 1 group, 2 committee, 3 nobody).
        work_done: minutes of its work done this month by members, branch and participants.
        dividend_pot: fen set aside for the next dividend.
        dividend_rate: last dividend, fen a month for each 0.01 m² of an eligible home.
    """

    def __init__(self, model: mesa.Model, estate: Estate) -> None:
        """Take the committee of the scenario."""
        super().__init__(model)
        self.estate = estate
        self.exists = estate.settings.committee.exists and estate.on.committee
        self.quality = estate.settings.committee.quality if self.exists else 0.0
        self.captured = False
        self.legal = False
        self.held_quality: float | None = None
        self.policy = estate.settings.common
        self.operator = OPERATORS.index(self.policy.operator)
        self.work_done = 0
        self.dividend_pot = 0
        self.dividend_rate = 0.0

    def set_up(self, legal: bool, run_revenue: bool, held_quality: float | None = None) -> None:
        """Come into being; a committee re-elected keeps its quality and is rid of a faction."""
        if not self.exists:
            self.quality = 0.0
        self.exists = True
        self.captured = False
        self.legal = self.legal or legal
        self.held_quality = held_quality
        if held_quality is not None:
            self.quality = held_quality
        if run_revenue:
            self.operator = COMMITTEE

    def dissolve(self) -> None:
        """End; the common parts fall back to the company."""
        self.exists = False
        self.quality = 0.0
        self.held_quality = None
        self.captured = False
        self.legal = False
        if self.operator in (GROUP, COMMITTEE):
            self.operator = 0

    @property
    def needed(self) -> int:
        """Minutes of work it, or a residents' group that stands for it, needs this month; 0 where there is neither."""
        return work_needed(self.estate.size, self.estate.behaviour.committee) if self.has_body else 0

    @property
    def has_body(self) -> bool:
        """Whether there is a committee, or a residents' group that runs the common parts without one."""
        return self.exists or (self.operator == GROUP and self.estate.on.committee)

    @property
    def oversight(self) -> float:
        """How far it oversees payee and accounts, in [0, 1]."""
        return oversight(self.quality, self.captured, self.estate.behaviour.committee)

    def work(self, participation: float) -> None:
        """Let quality follow the work done this month; a faction may capture it."""
        if not self.has_body:
            self.quality = 0.0
            return
        p = self.estate.behaviour.committee
        if self.held_quality is None:
            self.quality = quality_next(self.quality, self.work_done / self.needed if self.needed else 1.0, p)
        u = uniform(self.estate.luck.seed, 0, self.estate.month, self.estate.index, Stream.CAPTURE)
        if u < capture_chance(participation, p):
            self.captured = True

    # --- money
    # ------------------------------------------------------------------------------------------------------------

    def collect_revenue(self) -> tuple[int, int]:
        """Let the common parts earn; return gross income and what reached the owners' account, in fen."""
        estate, c = self.estate, self.estate.settings.common
        if not estate.on.revenue:
            return 0, 0
        gross = monthly_gross(
            c.parking_let, c.parking_yuan_per_space_day, c.adverts_yuan_per_year + c.other_yuan_per_year, estate.month
        )
        if gross == 0:
            return 0, 0
        p = estate.behaviour.revenue
        owners = owners_income(gross, self.operator, self.oversight, self.quality, self.legal, p)
        estate.post(Account.OUTSIDE, Account.OPERATOR, gross)
        if owners:
            estate.post(Account.OPERATOR, Account.COMMON, owners)
        return gross, owners

    def pay_instalments(self) -> tuple[int, int]:
        """Repay advances as far as the common account allows, first lent first; return due and paid, in fen."""
        estate = self.estate
        due = paid = 0
        for loan in estate.loans:
            due += loan.fall_due()
            part = loan.repay(estate.balances[Account.COMMON])
            if part:
                estate.post(Account.COMMON, loan.creditor, part)
                paid += part
        estate.loans = [loan for loan in estate.loans if loan.open > 0]
        return due, paid

    def spend_on_repair(self, income: int) -> int:
        """Spend the owners' share for repair; return it, in fen."""
        if not self.estate.on.repair:
            return 0
        repair = min(share_of(income, self.policy.repair_share), self.estate.balances[Account.COMMON])
        if repair:
            self.estate.post(Account.COMMON, Account.OUTSIDE, repair)
        return repair

    def top_up_service(self, income: int) -> int:
        """Buy service from the owners' income where the fees of this month do not reach; return it, in fen."""
        estate = self.estate
        gap = to_fen(estate.behaviour.service.kappa * estate.due) - (estate.receipts - estate.recovered)
        share = share_of(income, self.policy.service_share)
        topup = min(share, max(0, gap), estate.balances[Account.COMMON])
        if topup:
            estate.post(Account.COMMON, Account.OUTSIDE, topup)
        return topup

    def pay_dividend(self, income: int) -> int:
        """Set aside the dividend's share; once a year pay it to households without arrears; return it, in fen."""
        estate = self.estate
        if not estate.on.dividends or self.policy.dividend_share == 0.0:
            self.dividend_rate = 0.0
            return 0
        self.dividend_pot += share_of(income, self.policy.dividend_share)
        if estate.month_of_year != DIVIDEND_MONTH:
            return 0
        pot = min(self.dividend_pot, estate.balances[Account.COMMON])
        weights = [resident.area if resident.bills.owed == 0 else 0 for resident in estate.residents]
        parts = largest_remainder(pot, weights)
        paid = area = 0
        for part, weight in zip(parts, weights, strict=True):
            paid += part
            area += weight
        if paid:
            estate.post(Account.COMMON, Account.HOUSEHOLDS, paid)
        self.dividend_pot = 0
        self.dividend_rate = paid / (12.0 * area) if area else 0.0
        return paid
