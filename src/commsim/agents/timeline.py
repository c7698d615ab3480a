"""The timeline: what each kind of event does when its month comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commsim.agents.assembly import Assembly
from commsim.agents.loans import lend
from commsim.agents.meeting import Outcome, hold
from commsim.draws import Stream, lowest, share_to_count, uniforms
from commsim.rules.arithmetic import FEN_PER_YUAN, to_fen
from commsim.rules.company import EFFORTS
from commsim.rules.ledger import Account
from commsim.rules.revenue import OPERATORS

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.scenario.scenario import Scenario

NO_PAYEE, COMPANY_PAYEE, SELF_PAYEE = 0, 1, 2


class Refused(str):
    """What could not happen, in words."""

    __slots__ = ()


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

    def tell(self, estate: Estate, event: str, text: str, ok: bool) -> None:
        """Note what happened."""
        self.log.append({"month": estate.month, "estate": estate.name, "event": event, "text": text, "ok": ok})

    def happen(self, estate: Estate) -> None:
        """Let this month's events of an estate happen, in their written order."""
        for event in self.by_month.get(estate.month, ()):
            if event.estate in ("all", estate.name):
                text = getattr(self, f"_{event.event}")(estate, event)
                if text:
                    self.tell(estate, event.key, text, ok=not isinstance(text, Refused))

    # --- branch and members
    # -------------------------------------------------------------------------------------------------

    def _found_branch(self, estate: Estate, event: Any) -> str:
        branch = estate.branch
        branch.founded = True
        branch.bench = event.bench
        branch.set_staff(event.staff_hours)
        self._change_support(estate, event)
        return "a party branch is founded"

    def _change_support(self, estate: Estate, event: Any) -> str:
        branch = estate.branch
        branch.rota, branch.service_file, branch.recognition = event.rota, event.service_file, event.recognition
        return "support for active members changes"

    def _activate(self, estate: Estate, event: Any) -> str:
        estate.branch.visits = event.visits or estate.branch.visits
        begun = estate.branch.activate(event.share, event.count, event.who, event.strategy, event.work == "paperwork")
        estate.effort_begins()
        return f"{begun} members begin to serve"

    def _withdraw(self, estate: Estate, event: Any) -> str:
        stopped = estate.branch.withdraw(event.share)
        if not estate.branch.active:
            estate.effort_ends("mandate")
        return f"{stopped} members stop serving"

    def _leader_arrives(self, estate: Estate, event: Any) -> str:
        estate.branch.has_leader = True
        estate.branch.leader_quality = event.quality
        return "a leader arrives"

    def _leader_leaves(self, estate: Estate, _event: Any) -> str:
        estate.branch.lose_leader()
        return "the leader goes"

    # --- owners
    # ----------------------------------------------------------------------------------------------------------------

    def _open(self, estate: Estate, event: Any, matter: str, attempts: int, on_carried: Any) -> str:
        estate.assemblies.append(Assembly(estate, matter, event.months_open, attempts, event.key, on_carried))
        return "an assembly is called" if len(estate.assemblies) > 1 else "ballots go out"

    def _call_assembly(self, estate: Estate, event: Any) -> str:
        def decided() -> str:
            fen = to_fen(event.yuan * FEN_PER_YUAN)
            if event.matter == "use_fund":
                used = min(fen, estate.balances[Account.FUND])
                if used:
                    estate.post(Account.FUND, Account.OUTSIDE, used)
                estate.works += used
                return f"the owners use {used // FEN_PER_YUAN} yuan of the fund"
            if event.matter == "raise_fund":
                if fen:
                    estate.post(Account.HOUSEHOLDS, Account.FUND, fen)
                return f"the owners raise the fund by {fen // FEN_PER_YUAN} yuan"
            estate.committee.operator = OPERATORS.index(event.operator)
            return f"the owners let the common parts be run by: {event.operator}"

        return self._open(estate, event, event.matter, 1, decided)

    def _elect(self, estate: Estate, event: Any) -> str:
        if not estate.on.committee:
            return Refused("no committee may be set up")

        def decided() -> str:
            estate.committee.set_up(event.legal_personality, event.run_revenue)
            return "a committee is elected"

        return self._open(estate, event, "elect", event.attempts, decided)

    def _appoint(self, estate: Estate, event: Any) -> str:
        if not estate.on.committee:
            return Refused("no committee may be set up")
        estate.committee.set_up(event.legal_personality, event.run_revenue, event.hold_quality)
        return "a committee is set up by decree"

    def _dissolve(self, estate: Estate, event: Any) -> str:
        if event.body == "committee":
            estate.committee.dissolve()
            return "the committee is dissolved"
        branch = estate.branch
        branch.founded = branch.rota = branch.service_file = branch.recognition = False
        branch.set_staff(0.0)
        return "the branch is dissolved"

    def _run_revenue(self, estate: Estate, event: Any) -> str:
        committee = estate.committee
        committee.operator = OPERATORS.index(event.operator)
        given = {
            name: value
            for name in ("repair_share", "service_share", "dividend_share")
            if (value := getattr(event, name)) is not None
        }
        committee.policy = committee.policy.model_copy(update=given)
        missing = " (there is no committee yet)" if event.operator == "committee" and not committee.exists else ""
        return f"the common parts are run by: {event.operator}{missing}"

    def _convention(self, estate: Estate, event: Any) -> str:
        estate.locality = event.locality
        return "a residents' convention is agreed"

    def _meeting(self, estate: Estate, event: Any) -> str:
        estate.meetings_called.append(event)
        return ""

    def hold_meeting(self, estate: Estate, event: Any) -> Outcome:
        """Hold a meeting called for this month, and note what came of it."""
        outcome = hold(estate, event)
        what = "carries" if outcome.carried else "does not carry"
        self.tell(estate, event.key, f"a meeting of {outcome.present} {what} the plan", ok=outcome.carried)
        return outcome

    # --- company and money
    # --------------------------------------------------------------------------------------------------

    def _company_enters(self, estate: Estate, event: Any) -> str:
        def enters(chosen: bool) -> str:
            if estate.company.present:
                estate.company.leave()
            estate.works += estate.company.enter(event)
            estate.change_payee(COMPANY_PAYEE, chosen)
            return "a property company takes over"

        if event.vote:
            return self._open(estate, event, "choose_company", event.attempts, lambda: enters(chosen=True))
        return enters(chosen=False)

    def _advance(self, estate: Estate, event: Any) -> str:
        by_company = event.by == "company"
        if by_company and not estate.company.present:
            return Refused("nobody is there to advance money")
        if not by_company and not estate.committee.legal:
            return Refused("nobody lends to a body without legal personality")
        fen = to_fen(event.yuan * FEN_PER_YUAN)
        creditor = Account.COMPANY if by_company else Account.OUTSIDE
        if fen:
            estate.loans.append(lend(creditor, fen, event.instalment_months))
            if by_company:
                estate.post(Account.COMPANY, Account.OUTSIDE, fen)
        estate.works += fen
        return f"{event.yuan:g} yuan are advanced for works"

    def _company_leaves(self, estate: Estate, _event: Any) -> str:
        estate.company.leave()
        if estate.payee == COMPANY_PAYEE:
            estate.change_payee(NO_PAYEE)
        return "the property company leaves"

    def _self_run(self, estate: Estate, _event: Any) -> str:
        if estate.company.present:
            estate.company.leave()
        estate.change_payee(SELF_PAYEE, chosen=True)
        return "the owners run the estate themselves"

    def _enforce(self, estate: Estate, event: Any) -> str:
        estate.company.effort = EFFORTS.index(event.effort)
        return f"hardest step against arrears: {event.effort}"

    def _subsidy(self, estate: Estate, event: Any) -> str:
        estate.street.promise(estate, event.yuan_per_month, event.months, event.to)
        return f"the street pays {event.yuan_per_month:g} yuan a month for {event.months} months"

    def _renovate(self, estate: Estate, event: Any) -> str:
        fen = to_fen(event.yuan * FEN_PER_YUAN)
        estate.street.spend(estate, fen)
        estate.works += fen
        return f"renovation for {event.yuan:g} yuan"

    # --- shocks and switches
    # ------------------------------------------------------------------------------------------------

    def _conflict(self, estate: Estate, event: Any) -> str:
        keys = uniforms(estate.luck.seed, estate.size, estate.month, estate.index, Stream.CONFLICT).tolist()
        struck = lowest([keys[r.household] for r in estate.occupied], share_to_count(event.share, estate.size_occupied))
        estate.conflict = [estate.occupied[position] for position in struck]
        estate.conflict_until = estate.month + event.months - 1
        for resident in estate.residents:
            resident.trust_payee = resident.next_trust_payee = resident.trust_payee * (1.0 - event.trust_loss)
        return f"{len(struck)} households are in open conflict with the payee"

    def _mechanism(self, estate: Estate, event: Any) -> str:
        setattr(estate.on, event.name, event.on)
        return f"mechanism {event.name} is switched {'on' if event.on else 'off'}"
