"""A household or shop: what it sees, decides and feels.

Each method gathers what the household can see and asks the rule. To try another way of deciding, subclass and override
one decision; ``simulate(..., resident=YourResident)`` uses it for every household::

    class AlwaysPays(Resident):
        def decides_to_pay(self) -> bool:
            return True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from commsim.agents.bills import NOTHING, Bills, Payment
from commsim.draws import Stream
from commsim.rules.arithmetic import sigmoid, to_fen
from commsim.rules.belonging import belonging_next, experience
from commsim.rules.columns import NOT_THERE
from commsim.rules.fees import Standing, enforcement, money_at_stake, payment_logit
from commsim.rules.norms import perceived_norm
from commsim.rules.participation import ABSENT, OWNER, cost, participation_logit
from commsim.rules.ties import visitor_tie_next
from commsim.rules.trust import trust_next

if TYPE_CHECKING:
    from commsim.agents.estate import Estate

NOBODY = -1
FIRST_CALLER = -2
"""Number of the first paid caller as a visitor; the others have the numbers below it."""

NEVER = 10_000
REVISE, PAY, TAKE_PART = Stream.REVISE, Stream.PAY, Stream.TAKE_PART


class Resident(mesa.Agent):
    """One household or shop.

    Attributes:
        household: its number in the estate, from 0.
        pays: whether it pays this month's bill; ``paid_before``: whether it paid last month's.
        norm: perceived norm m in [0, 1], as last perceived.
        trust_payee, trust_self, belonging: c, g, beta in [0, 1].
        visitor: number of the member assigned to it, of a paid caller (-2 and below), or -1 nobody;
            ``visitor_tie``: trust in him, in [-1, 1].
        visited, ever_visited: a visit was paid this month; in any month so far.
        pressure: W in [0, 1], how hard the work unit that employs it presses it to pay.
        voice: what it did at the latest residents' meeting so far, by place in ``rules.columns.VOICES``.
        months_since_visit, months_since_paid, months_since_took_part: counters of months, from the start of the world.
    """

    # Slots, because a dict of so many attributes for each household is large and slow to read. A subclass may still
    # give its households whatever attributes it likes.
    __slots__ = (
        *("estate", "household", "building", "stairwell", "floor", "shop", "area", "tenure", "age", "kind", "income"),
        *("fee", "gain", "taste", "legacy", "occupied", "cost"),
        *("trust_payee", "first_trust_payee", "next_trust_payee", "trust_self", "first_trust_self", "next_trust_self"),
        *("shock", "belonging", "norm", "pays", "paid_before", "bills", "payment", "step_felt", "step_cost"),
        *("took_part", "took_part_before", "visitor", "visitor_edge", "visitor_tie", "visited", "visit_due"),
        *("months_since_visit", "months_since_paid", "months_since_took_part", "months_since_suit"),
        *("ever_visited", "pressure", "occasion", "voice", "grievances", "grievance_months"),
    )

    is_active = False
    is_member = False

    def __init__(self, model: mesa.Model, estate: Estate, household: int) -> None:
        """Take the household's traits from the estate's world."""
        super().__init__(model)
        world = estate.world
        self.estate = estate
        self.household = household
        self.building = int(world.building[household])
        self.stairwell = int(world.stairwell[household])
        self.floor = int(world.floor[household])
        self.shop = bool(world.shop[household])
        self.area = int(world.area[household])
        self.tenure = int(world.tenure[household])
        self.age = int(world.age[household])
        self.kind = int(world.kind[household])
        self.income = int(world.income_fen[household])
        self.fee = int(world.fee_fen[household])
        self.gain = bool(world.gain[household])
        self.taste = float(world.taste[household])
        self.legacy = bool(world.legacy[household])
        self.occupied = self.tenure != ABSENT
        self.cost = cost(self.age, self.tenure, estate.behaviour.participation)
        self._begin(float(world.trust_payee[household]), float(world.trust_self[household]))
        self.belonging = float(world.belonging[household])
        self.pays = bool(world.pays[household])
        self.paid_before = self.pays

    def _begin(self, trust_payee: float, trust_self: float) -> None:
        self.trust_payee = self.first_trust_payee = self.next_trust_payee = trust_payee
        self.trust_self = self.first_trust_self = self.next_trust_self = trust_self
        self.shock = 0.0
        self.norm = self.estate.settings_start.fee_rate
        self.bills = Bills()
        self.payment = NOTHING
        self.step_felt = 0.0
        self.took_part = self.took_part_before = False
        self.visitor = NOBODY
        self.visitor_edge = NOBODY
        self.visitor_tie = 0.0
        self.visited = self.visit_due = self.ever_visited = False
        self.months_since_visit = NEVER
        self.months_since_paid = 0
        self.months_since_took_part = 0
        self.occasion = False
        self.grievances = [0, 0, 0, 0]
        self.grievance_months = [0, 0, 0, 0]
        self.step_cost = 0
        self.months_since_suit = NEVER
        self.pressure = 0.0
        self.voice = NOT_THERE

    # --- the fee ------------------------------------------------------------------------------------------------------

    def perceives_norm(self) -> float:
        """Return m_i: what it believes others do, from acquaintances, the visitor and the public signal."""
        estate = self.estate
        if not estate.on.norms:
            return self.norm
        residents, weights = estate.residents, estate.network.weights
        paying = total = 0.0
        for other, tie in estate.network.neighbours[self.household]:
            weight = weights[tie]
            total += weight
            if residents[other].paid_before:
                paying += weight
        if self.visitor >= 0 and self.visitor_edge == NOBODY and self.visitor_tie > 0.0:
            total += self.visitor_tie
            if residents[self.visitor].paid_before:
                paying += self.visitor_tie
        return perceived_norm(paying, total, estate.signal, estate.behaviour.norms)

    def visit_value(self) -> float:
        """Return v = visit (2 credibility - 1) in [-1, 1]: trust in the visitor, if he came lately; else 0."""
        if self.visitor == NOBODY or self.months_since_visit >= self.estate.visit_interval:
            return 0.0
        if self.visitor_edge != NOBODY:
            return self.estate.network.weights[self.visitor_edge]
        return self.visitor_tie

    def mediators_word(self) -> float:
        """Return v as of a mediator: of a visitor who takes up grievances, which a paid caller does not."""
        return self.visit_value() if self.visitor >= 0 else 0.0

    def standing(self) -> Standing:
        """Return all it weighs when it decides about the fee."""
        estate = self.estate
        return Standing(  # by place: a tuple of so many names takes three times as long to make by name
            self.kind,
            0.0 if self.occupied else 1.0,  # absent
            self.taste,
            self.norm,
            estate.service,
            self.trust_payee,
            self.belonging,
            enforcement(self.step_felt, self.months_behind()) if self.step_felt else 0.0,
            money_at_stake(estate.dividend_at_stake(self) if estate.on.dividends else 0.0, self.fee, self.income),
            0.0 if self.visitor == NOBODY else self.visit_value(),
            1.0 if self.grievances[0] else 0.0,  # dispute
            1.0 if self.legacy else 0.0,
            self.pressure,
        )

    def months_owed(self) -> float:
        """Return fees owed, this month's bill included while it is not paid, in months of its fee."""
        return self.bills.owed / self.fee if self.fee > 0 else 0.0

    def months_behind(self) -> float:
        """Return A: fees of earlier months owed, in months of its fee, before this month's bill is paid."""
        return (self.bills.owed - self.fee) / self.fee if self.fee > 0 else 0.0

    def has_occasion(self) -> bool:
        """Tell whether the choice is revised this month: an occasion, or by chance."""
        if self.occasion or self.visited:
            return True
        estate = self.estate
        return estate.draw(REVISE)[self.household] < estate.behaviour.fees.revise

    def decides_to_pay(self) -> bool:
        """Return whether it pays this month's bill."""
        estate = self.estate
        chance = sigmoid(payment_logit(self.standing(), estate.behaviour.fees))
        return estate.draw(PAY)[self.household] < chance

    def decide_about_fee(self) -> None:
        """Revise the choice if there is occasion, else repeat it."""
        if self.estate.on.fees and self.has_occasion():
            self.norm = self.perceives_norm()
            self.pays = self.decides_to_pay()
        self.occasion = False

    def pay(self) -> Payment:
        """Pay this month's bill and some arrears, or nothing; return what was settled."""
        if not self.pays:
            self.payment = NOTHING
            self.months_since_paid += 1
            return NOTHING
        estate = self.estate
        extra = to_fen(estate.behaviour.fees.catch_up * self.fee) if estate.on.recovery else 0
        self.months_since_paid = 0
        payment = self.payment = self.bills.pay(estate.model.month, extra)
        return payment

    # --- taking part
    # ---------------------------------------------------------------------------------------------------

    def decides_to_take_part(self) -> bool:
        """Return whether it gives a vote, a meeting or an hour this month."""
        estate = self.estate
        residents, weights = estate.residents, estate.network.weights
        taking = total = 0.0
        for other, tie in estate.network.neighbours[self.household]:
            weight = weights[tie]
            total += weight
            if residents[other].took_part_before:
                taking += weight
        neighbours = taking / total if total > 0.0 else 0.0
        p = estate.behaviour.participation
        logit = participation_logit(self.belonging, self.trust_self, self.visit_value(), neighbours, self.cost, p)
        return estate.draw(TAKE_PART)[self.household] < sigmoid(logit)

    def take_part(self) -> None:
        """Take part or stay away this month."""
        self.took_part = self.occupied and self.estate.on.participation and self.decides_to_take_part()
        self.months_since_took_part = 0 if self.took_part else self.months_since_took_part + 1

    @property
    def votes_itself(self) -> bool:
        """Whether the owner lives here; a let or vacant home has an owner elsewhere, who is harder to reach."""
        return self.tenure == OWNER

    # --- trust, belonging, visitor
    # ---------------------------------------------------------------------------------------

    def feel(self) -> None:
        """Work out next month's trust and belonging from the experience of this month."""
        estate = self.estate
        if estate.on.trust:
            self._feel_trust()
        if estate.on.belonging:
            b = estate.behaviour.belonging
            x = experience(1.0 if self.took_part else 0.0, estate.results, 1.0 if self.visited else 0.0, b)
            self.belonging = belonging_next(self.belonging, x, self.pressure, b)
        self.shock = 0.0

    def _feel_trust(self) -> None:
        estate = self.estate
        p, residents, weights = estate.behaviour.trust, estate.residents, estate.network.weights
        total = payee = itself = 0.0
        for other, tie in estate.network.neighbours[self.household]:
            weight = weights[tie]
            total += weight
            neighbour = residents[other]
            payee += weight * neighbour.trust_payee
            itself += weight * neighbour.trust_self
        if total > 0.0:
            payee = payee / total
            itself = itself / total
        if estate.has_payee:
            self.next_trust_payee = trust_next(
                self.trust_payee, estate.payee_target, total, payee, self.first_trust_payee, self.shock, p
            )
        self.next_trust_self = trust_next(
            self.trust_self, estate.self_target, total, itself, self.first_trust_self, 0.0, p
        )

    def adopt_trust(self) -> None:
        """Make the trust worked out by :meth:`feel` the present one, after everybody has felt."""
        self.trust_payee = self.next_trust_payee
        self.trust_self = self.next_trust_self

    def remember_visitor(self) -> None:
        """Move the trust in a visitor who is not an acquaintance by one month."""
        if self.visitor != NOBODY and self.visitor_edge == NOBODY:
            self.visitor_tie = visitor_tie_next(
                self.visitor_tie, self.visited, self.visit_due, self.estate.behaviour.ties
            )

    def assign(self, visitor: int) -> None:
        """Give the household a visitor (-1: none); trust in a new one starts at a stranger's."""
        self.visitor = visitor
        self.visitor_tie = 0.0
        self.months_since_visit = NEVER
        self.visitor_edge = self.estate.network.tie_between(self.household, visitor) if visitor >= 0 else NOBODY

    def meet_new_payee(self) -> None:
        """Start anew with a new payee: old bills are the old payee's; trust is again a first impression."""
        self.bills.forget()
        self.occasion = True
        self.trust_payee = self.next_trust_payee = self.first_trust_payee = self.estate.first_trust_in_new_payee(self)
