"""The month of an estate, stage by stage.

The stages stand in the order of ``rules.month.MONTH``, which the model calls. A stage reads what earlier stages left;
within a stage nobody reads what it writes; sums over households are taken in the order of their ids.
"""

from __future__ import annotations

from commsim.agents.estate import COMPANY_PAYEE, NO_PAYEE, SELF_PAYEE, YEAR, Estate
from commsim.agents.ladder import climb
from commsim.agents.timeline import Happened
from commsim.rules.arithmetic import ratio, to_fen
from commsim.rules.belonging import visible_results
from commsim.rules.ledger import Account
from commsim.rules.norms import disclosure, public_signal
from commsim.rules.service import condition_next, service_next, service_target, upkeep_target
from commsim.rules.trust import payee_target, self_target
from commsim.scenario.telling import Happening


class LivingEstate(Estate):
    """An estate that lives: each method is a stage of its month."""

    # ----------------------------------------------------------------------------------------------

    def events_happen(self) -> None:
        """Stage 1: events of the timeline happen."""
        self.clear_month()
        self.flows[:] = [0] * len(self.flows)
        self.disputes.begin_month()
        for resident in self.residents:
            resident.paid_before = resident.pays
            resident.took_part_before = resident.took_part
        self.model.timeline.happen(self)
        if self.month <= self.conflict_until:
            for resident in self.conflict:
                self.disputes.open_by_conflict(resident)
        self.callers.leave_when_over()
        self.work_units_press()
        self.served_buildings = {m.building for m in self.branch.active if not m.paperwork}

    def bills_go_out(self) -> None:
        """Stage 2: the payee bills; claims older than three years lapse."""
        month, billing = self.month, self.has_payee
        due = 0
        for resident in self.residents:
            fee = resident.fee if billing else 0
            resident.bills.turn(month, fee)
            due += fee
        self.due = due
        self.recorder.bills_issued(month, billing)

    def members_serve(self) -> None:
        """Stage 3: active members do their work and pay their visits."""
        self.branch.organise_work()

    def payee_presses(self) -> None:
        """Stage 4: the payee reminds, writes, sues."""
        self.company.press()

    def households_decide(self) -> None:
        """Stage 5: households choose to pay or not."""
        self.disclosed = disclosure(self.committee.oversight, self.behaviour.norms)
        self.signal = public_signal(self.disclosed, self.true_rate, self.service, self.condition)
        for resident in self.order:
            resident.decide_about_fee()

    def households_pay(self) -> None:
        """Stage 6: payments are made."""
        if not self.has_payee:
            return
        paying = 0
        for resident in self.order:
            resident.pay()
            if resident.pays:
                paying += 1
        self.receipts, self.recovered = self.recorder.payments_made(self.month)
        self.true_rate = paying / self.size
        if self.receipts:
            self.post(Account.HOUSEHOLDS, self.payee_account, self.receipts)

    def common_parts_earn(self) -> None:
        """Stage 7: the owners' income comes in and is used: instalments, repair, service, dividend; the rest stays."""
        committee = self.committee
        self.revenue_gross, self.revenue_owners = committee.collect_revenue()
        self.instalment_due, self.instalment_paid = committee.pay_instalments()
        self.repair = committee.spend_on_repair(self.revenue_owners)
        self.topup = committee.top_up_service(self.revenue_owners)
        self.dividends = committee.pay_dividend(self.revenue_owners)

    def service_is_given(self) -> None:
        """Stage 8: service is bought or done by hand; service and condition move."""
        self.upkeep_done = float("nan")
        repair = self.repair + self.works + self.street.pay_subsidies(self, "repair")
        p = self.behaviour.service
        if self.has_payee:
            bought = self.topup + self.street.pay_subsidies(self, "service")
            bought += (
                self._self_spending(bought) if self.payee == SELF_PAYEE else self.company.buy_service(self.due, bought)
            )
            target = service_target(ratio(bought, self.due, 1.0), self.condition, self.committee.oversight, p)
        else:
            target = self._upkeep_by_hand()
        self.rise = self.service - self.service_year[self.month % YEAR]
        self.service_year[self.month % YEAR] = self.service
        if self.on.service:
            self.service = service_next(self.service, target, p)
        if self.on.condition:
            self.condition = condition_next(self.condition, self.service, repair, self.size, p)
        self.repair = repair
        self.works = 0

    def _self_spending(self, already: int) -> int:
        """Spend this month's fees on service where the owners run the estate themselves; return it, in fen."""
        need = to_fen(self.behaviour.service.kappa * self.due) - already
        spending = max(0, min(need, self.receipts, self.balances[Account.COMMON]))
        if spending:
            self.post(Account.COMMON, Account.OUTSIDE, spending)
        return spending

    def _upkeep_by_hand(self) -> float:
        """Return the service that volunteers and the street's fallback give where there is no payee."""
        fallback = self.street.do_fallback_upkeep(self)
        needed = self.branch.demand.upkeep
        by_members = self.branch.done.upkeep / needed * (1.0 - fallback) if needed else 0.0
        self.upkeep_done = by_members
        return upkeep_target(fallback + by_members, self.condition, self.behaviour.service)

    def residents_take_part(self) -> None:
        """Stage 9: residents take part or stay away."""
        for resident in self.order:
            resident.take_part()
        taking = 0
        asked = self.size_occupied
        for resident in self.occupied:
            if resident.is_active:
                asked -= 1
            elif resident.took_part:
                taking += 1
        self.participants = taking
        self.participation = taking / asked if asked else 0.0

    def owners_vote(self) -> None:
        """Stage 10: ballots are collected; when the time is up they are counted."""
        assembly = self.assembly
        if assembly is None:
            return
        assembly.collect(self.branch.contact_minutes)
        if assembly.months_left > 0:
            return
        ballot = assembly.count()
        self.votes_held = 1
        self.turnout = ballot.owners_voting / ballot.owners
        if assembly.passes(ballot):
            self.votes_passed = 1
            self.assemblies.pop(0)
            self.model.timeline.note(self, assembly.event, assembly.on_carried())
            return
        failed = Happened(Happening.VOTE_FAILED, None, ballot.owners_yes, ballot.owners_voting, ballot.owners)
        self.model.timeline.note(self, assembly.event, failed)
        if assembly.attempts_left > 0:
            assembly.attempts_left -= 1
            assembly.reopen()
        else:
            self.assemblies.pop(0)

    def residents_meet(self) -> None:
        """Stage 11: a meeting called for this month is held."""
        for meeting in self.meetings_called:
            self.meeting = self.model.timeline.hold_meeting(self, meeting)
        self.meetings_called = []

    def grievances_arise(self) -> None:
        """Stage 12: grievances arise, are reported, or fade."""
        self.disputes.arise()

    def disputes_are_mediated(self) -> None:
        """Stage 13: disputes climb the ladder and end."""
        climb(self)
        self.disputes.remember()

    def committee_works(self) -> None:
        """Stage 14: the committee's quality follows the work done for it."""
        self.committee.work(self.participation)

    def trust_moves(self) -> None:
        """Stage 15: trust and belonging move."""
        self.payee_target = payee_target(self.service, self.disclosed, self.behaviour.trust)
        done = 1.0 - self.branch.undone if self.branch.offered > 0 else 0.0
        self.self_target = self_target(
            self.committee.oversight, done, self.branch.leader_factor(), self.behaviour.trust
        )
        self.results = visible_results(self.rise, self.repair, self.dividends > 0, self.size, self.behaviour.belonging)
        for resident in self.order:
            resident.feel()
        for resident in self.residents:
            resident.adopt_trust()

    def ties_move(self) -> None:
        """Stage 16: ties grow and fade; those torn in court are torn."""
        for resident in self.order:
            resident.remember_visitor()
        for tie in self.torn_ties:
            self.network.tear(tie, self.behaviour.ties.court)
        self.torn_ties = []
        if self.on.ties:
            took_part = [resident.took_part for resident in self.residents]
            visited = {r.visitor_edge for r in self.residents if r.visited and r.visitor_edge >= 0}
            self.network.grow_and_fade(took_part, visited, self.behaviour.ties)

    def members_tire_or_go_on(self) -> None:
        """Stage 17: motivation moves; members stop or are replaced."""
        serving = len(self.branch.active)
        stopped = self.branch.hold_together(self.true_rate if self.has_payee else self.service)
        if serving and not self.branch.active:
            self.effort_ends("burnout" if stopped else "mandate")

    def company_takes_stock(self) -> None:
        """Stage 18: the company counts its losses and may leave."""
        if self.payee == COMPANY_PAYEE and self.company.take_stock():
            self.company.leave()
            self.change_payee(NO_PAYEE)
            self.effort_ends("cash")
            self.model.timeline.note(self, "company", Happened(Happening.COMPANY_GIVES_UP))

    def month_is_recorded(self) -> None:
        """Stage 19: measures are taken."""
        self.recorder.record()
