"""The timeline: what each kind of event does when its month comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from commsim.agents.assembly import Assembly
from commsim.agents.branch import MEMBERS
from commsim.agents.loans import lend
from commsim.agents.meeting import Outcome, hold
from commsim.draws import Stream, lowest, share_to_count, uniforms
from commsim.rules.arithmetic import FEN_PER_YUAN, to_fen
from commsim.rules.company import EFFORTS
from commsim.rules.ledger import Account
from commsim.rules.revenue import OPERATORS
from commsim.scenario.telling import Happening, tell

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.scenario.scenario import Scenario

NO_PAYEE, COMPANY_PAYEE, SELF_PAYEE = 0, 1, 2


class Happened(NamedTuple):
    """What happened, before it is put into words; see ``commsim.scenario.telling``.

    Attributes:
        happening: what happened.
        event: the event that brought it about, where the words need it.
        a, b, c: the whole numbers that go with the happening.
    """

    happening: Happening
    event: Any = None
    a: int = 0
    b: int = 0
    c: int = 0


class Timeline:
    """The events of a scenario, by month, and the log of what happened.

    Attributes:
        log: one entry an event that happened: month, estate, event, text, ok.
    """

    def __init__(self, scenario: Scenario) -> None:
        """Sort the events by month, keeping the written order within one."""
        self.by_month: dict[int, list[Any]] = {}
        for event in scenario.data.timeline:
            self.by_month.setdefault(event.month, []).append(event)
        self.log: list[dict[str, Any]] = []

    def note(self, estate: Estate, event: str, happened: Happened) -> None:
        """Note what happened under the name of an event."""
        text, ok = tell(*happened)
        self.log.append({"month": estate.month, "estate": estate.name, "event": event, "text": text, "ok": ok})

    def happen(self, estate: Estate) -> None:
        """Let this month's events of an estate happen, in their written order."""
        for event in self.by_month.get(estate.month, ()):
            if event.estate in ("all", estate.name):
                happened = getattr(self, f"_{event.event}")(estate, event)
                if happened is not None:
                    self.note(estate, event.key, happened)

    # --- branch and members
    # -------------------------------------------------------------------------------------------------

    def _found_branch(self, estate: Estate, event: Any) -> Happened:
        branch = estate.branch
        branch.founded = True
        branch.bench = event.bench
        branch.set_staff(event.staff_hours)
        self._change_support(estate, event)
        return Happened(Happening.BRANCH_FOUNDED)

    def _change_support(self, estate: Estate, event: Any) -> Happened:
        branch = estate.branch
        branch.rota, branch.service_file, branch.recognition = event.rota, event.service_file, event.recognition
        return Happened(Happening.SUPPORT_CHANGED)

    def _activate(self, estate: Estate, event: Any) -> Happened:
        estate.branch.visits = event.visits or estate.branch.visits
        begun = estate.branch.activate(event.share, event.count, event.who, event.strategy, event.work == "paperwork")
        estate.effort_begins()
        members = estate.branch.among == MEMBERS
        return Happened(Happening.MEMBERS_BEGIN if members else Happening.NON_MEMBERS_BEGIN, event, begun)

    def _withdraw(self, estate: Estate, event: Any) -> Happened:
        stopped = estate.branch.withdraw(event.share)
        if not estate.branch.active:
            estate.effort_ends("mandate")
        members = estate.branch.among == MEMBERS
        return Happened(Happening.MEMBERS_STOP if members else Happening.NON_MEMBERS_STOP, event, stopped)

    def _paid_callers(self, estate: Estate, event: Any) -> Happened:
        return Happened(Happening.CALLERS_COME, event, estate.callers.hire(event))

    def _leader_arrives(self, estate: Estate, event: Any) -> Happened:
        estate.branch.has_leader = True
        estate.branch.leader_quality = event.quality
        return Happened(Happening.LEADER_ARRIVES)

    def _leader_leaves(self, estate: Estate, _event: Any) -> Happened:
        estate.branch.lose_leader()
        return Happened(Happening.LEADER_GOES)

    # --- owners
    # ----------------------------------------------------------------------------------------------------------------

    def _open(self, estate: Estate, event: Any, matter: str, attempts: int, on_carried: Any) -> Happened:
        estate.assemblies.append(Assembly(estate, matter, event.months_open, attempts, event.key, on_carried))
        return Happened(Happening.ASSEMBLY_CALLED if len(estate.assemblies) > 1 else Happening.BALLOTS_GO_OUT)

    def _call_assembly(self, estate: Estate, event: Any) -> Happened:
        def decided() -> Happened:
            fen = to_fen(event.yuan * FEN_PER_YUAN)
            if event.matter == "use_fund":
                used = min(fen, estate.balances[Account.FUND])
                if used:
                    estate.post(Account.FUND, Account.OUTSIDE, used)
                estate.works += used
                return Happened(Happening.FUND_USED, event, used // FEN_PER_YUAN)
            if event.matter == "raise_fund":
                if fen:
                    estate.post(Account.HOUSEHOLDS, Account.FUND, fen)
                return Happened(Happening.FUND_RAISED, event, fen // FEN_PER_YUAN)
            estate.committee.operator = OPERATORS.index(event.operator)
            return Happened(Happening.PARTS_LET, event)

        return self._open(estate, event, event.matter, 1, decided)

    def _elect(self, estate: Estate, event: Any) -> Happened:
        if not estate.on.committee:
            return Happened(Happening.COMMITTEE_BARRED)

        def decided() -> Happened:
            estate.committee.set_up(event.legal_personality, event.run_revenue)
            return Happened(Happening.COMMITTEE_ELECTED)

        return self._open(estate, event, "elect", event.attempts, decided)

    def _appoint(self, estate: Estate, event: Any) -> Happened:
        if not estate.on.committee:
            return Happened(Happening.COMMITTEE_BARRED)
        estate.committee.set_up(event.legal_personality, event.run_revenue, event.hold_quality)
        return Happened(Happening.COMMITTEE_DECREED)

    def _dissolve(self, estate: Estate, event: Any) -> Happened:
        if event.body == "committee":
            estate.committee.dissolve()
            return Happened(Happening.COMMITTEE_DISSOLVED)
        branch = estate.branch
        branch.founded = branch.rota = branch.service_file = branch.recognition = False
        branch.set_staff(0.0)
        return Happened(Happening.BRANCH_DISSOLVED)

    def _run_revenue(self, estate: Estate, event: Any) -> Happened:
        committee = estate.committee
        committee.operator = OPERATORS.index(event.operator)
        given = {
            name: value
            for name in ("repair_share", "service_share", "dividend_share")
            if (value := getattr(event, name)) is not None
        }
        committee.policy = committee.policy.model_copy(update=given)
        missing = event.operator == "committee" and not committee.exists
        return Happened(Happening.REVENUE_RUN, event, int(missing))

    def _convention(self, estate: Estate, event: Any) -> Happened:
        estate.locality = event.locality
        return Happened(Happening.CONVENTION_AGREED)

    def _meeting(self, estate: Estate, event: Any) -> None:
        estate.meetings_called.append(event)  # it is noted when it is held

    def hold_meeting(self, estate: Estate, event: Any) -> Outcome:
        """Hold a meeting called for this month, and note what came of it."""
        outcome = hold(estate, event)
        self.note(estate, event.key, Happened(Happening.MEETING_HELD, event, outcome.present, int(outcome.carried)))
        return outcome

    # --- company and money
    # --------------------------------------------------------------------------------------------------

    def _company_enters(self, estate: Estate, event: Any) -> Happened:
        def enters(chosen: bool) -> Happened:
            if estate.company.present:
                estate.company.leave()
            estate.works += estate.company.enter(event)
            estate.change_payee(COMPANY_PAYEE, chosen)
            return Happened(Happening.COMPANY_ENTERS)

        if event.vote:
            return self._open(estate, event, "choose_company", event.attempts, lambda: enters(chosen=True))
        return enters(chosen=False)

    def _advance(self, estate: Estate, event: Any) -> Happened:
        by_company = event.by == "company"
        if by_company and not estate.company.present:
            return Happened(Happening.NOBODY_ADVANCES)
        if not by_company and not estate.committee.legal:
            return Happened(Happening.NOBODY_LENDS)
        fen = to_fen(event.yuan * FEN_PER_YUAN)
        creditor = Account.COMPANY if by_company else Account.OUTSIDE
        if fen:
            estate.loans.append(lend(creditor, fen, event.instalment_months))
            if by_company:
                estate.post(Account.COMPANY, Account.OUTSIDE, fen)
        estate.works += fen
        return Happened(Happening.MONEY_ADVANCED, event)

    def _company_leaves(self, estate: Estate, _event: Any) -> Happened:
        estate.company.leave()
        if estate.payee == COMPANY_PAYEE:
            estate.change_payee(NO_PAYEE)
        return Happened(Happening.COMPANY_LEAVES)

    def _self_run(self, estate: Estate, _event: Any) -> Happened:
        if estate.company.present:
            estate.company.leave()
        estate.change_payee(SELF_PAYEE, chosen=True)
        return Happened(Happening.OWNERS_RUN_IT)

    def _enforce(self, estate: Estate, event: Any) -> Happened:
        estate.company.effort = EFFORTS.index(event.effort)
        return Happened(Happening.EFFORT_CHANGED, event)

    def _subsidy(self, estate: Estate, event: Any) -> Happened:
        estate.street.promise(estate, event.yuan_per_month, event.months, event.to)
        return Happened(Happening.SUBSIDY_PROMISED, event)

    def _renovate(self, estate: Estate, event: Any) -> Happened:
        fen = to_fen(event.yuan * FEN_PER_YUAN)
        estate.street.spend(estate, fen)
        estate.works += fen
        return Happened(Happening.RENOVATED, event)

    # --- shocks and switches
    # ------------------------------------------------------------------------------------------------

    def _conflict(self, estate: Estate, event: Any) -> Happened:
        if not estate.has_payee:
            return Happened(Happening.NOBODY_TO_QUARREL)
        keys = uniforms(estate.luck.seed, estate.size, estate.month, estate.index, Stream.CONFLICT).tolist()
        struck = lowest([keys[r.household] for r in estate.occupied], share_to_count(event.share, estate.size_occupied))
        estate.conflict = [estate.occupied[position] for position in struck]
        estate.conflict_until = estate.month + event.months - 1
        for resident in estate.residents:
            resident.trust_payee = resident.next_trust_payee = resident.trust_payee * (1.0 - event.trust_loss)
        return Happened(Happening.CONFLICT, event, len(struck))

    def _work_unit_pressure(self, estate: Estate, event: Any) -> Happened:
        keys = uniforms(estate.luck.seed, estate.size, 0, estate.index, Stream.EMPLOYER).tolist()
        homes = [resident for resident in estate.occupied if not resident.shop]
        employed = lowest([keys[r.household] for r in homes], share_to_count(event.share, len(homes)))
        for resident in estate.pressed:
            resident.pressure = 0.0
        estate.pressed = [homes[position] for position in employed]
        for resident in estate.pressed:
            resident.pressure = event.strength
        estate.pressed_until = estate.month + event.months - 1
        return Happened(Happening.PRESSURE_BEGINS, event, len(employed))

    def _mechanism(self, estate: Estate, event: Any) -> Happened:
        setattr(estate.on, event.name, event.on)
        return Happened(Happening.MECHANISM_SWITCHED, event)
