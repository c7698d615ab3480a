"""An estate as it stands: its households, its bodies, its money, and what they ask of it. Its month: ``month.py``."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from commsim.agents.branch import PartyBranch
from commsim.agents.callers import PaidCallers
from commsim.agents.committee import OwnersCommittee
from commsim.agents.company import PropertyCompany
from commsim.agents.disputes import DisputeBook
from commsim.agents.loans import Loan
from commsim.agents.meeting import Outcome
from commsim.agents.member import PartyMember, Volunteer, member_class, volunteer_class
from commsim.agents.network import TrustNetwork
from commsim.agents.recorder import Recorder
from commsim.draws import MonthLuck
from commsim.rules.arithmetic import FEN_PER_YUAN, to_fen
from commsim.rules.ledger import ACCOUNTS, Account, post
from commsim.rules.participation import ABSENT
from commsim.rules.trust import first_trust
from commsim.world import build_world, scores
from commsim.world.volunteers import non_members

if TYPE_CHECKING:
    from commsim.agents.assembly import Assembly
    from commsim.agents.model import CommunityModel
    from commsim.agents.resident import Resident
    from commsim.scenario.events import Meeting

NO_PAYEE, COMPANY_PAYEE, SELF_PAYEE = 0, 1, 2
YEAR = 12


class Estate:
    """The state of one residential estate.

    Attributes:
        residents: households and shops by id; order: the same in the order in which they are visited.
        occupied, members: those with somebody in them; those with a party member, by id.
        volunteers: those who may be asked to serve, by id: members and, where a scenario asks them, others.
        service, condition: S and K in [0, 1].
        balances, flows: the ledger: fen an account, shape (7,), and this month's flows, shape (49,).
        true_rate: share of billed households that paid last month's bill; signal: the public signal n.
        receipts, due: fen received from and billed to households this month.
        works: fen spent this month on works that lift condition like a repair (entry works, fund, renovation).
    """

    def __init__(self, model: CommunityModel, name: str, index: int, resident: type[Resident]) -> None:
        """Build the world of the estate and people it."""
        scenario = model.case
        self.model, self.name, self.index = model, name, index
        self.settings = scenario.data.estates[name]
        self.settings_start = scenario.data.start
        self.behaviour = scenario.behaviour
        self.on = SimpleNamespace(**scenario.data.mechanisms.model_dump())
        self.world = build_world(scenario, index, model.luck_seed)
        self.size = len(self.world.shop)
        self.luck = MonthLuck(model.luck_seed, self.size, index)
        self._drawn: dict[int, list[float]] = {}
        self._drawn_month = 0
        self.visit_interval = int(self.behaviour.volunteering.visit_interval)
        self.network = TrustNetwork(self.world)
        self._people(resident)
        self._place()
        self._bodies()
        self.recorder = Recorder(self)

    def _people(self, resident: type[Resident]) -> None:
        others = non_members(self.model.case, self.index, self.world, self.model.luck_seed)
        self.retired_non_members = frozenset(others.homes[others.retired].tolist())
        classes = [resident] * self.size
        for household in others.homes.tolist():
            classes[household] = volunteer_class(resident)
        for household in self.world.member.nonzero()[0].tolist():
            classes[household] = member_class(resident)
        self.residents: list[Resident] = [of_kind(self.model, self, i) for i, of_kind in enumerate(classes)]
        self.order = self.model.visiting_order(self.residents)
        self.occupied = [r for r in self.residents if r.tenure != ABSENT]
        self.size_occupied = len(self.occupied)
        self.volunteers: list[Volunteer] = [r for r in self.residents if isinstance(r, Volunteer)]
        self.members: list[PartyMember] = [r for r in self.volunteers if isinstance(r, PartyMember)]

    def _place(self) -> None:
        start = self.settings_start
        self.service, self.condition = start.service, start.condition
        self.service_year = [start.service] * YEAR
        self.true_rate = start.fee_rate
        self.signal = start.fee_rate
        self.disclosed = 0.0
        self.locality = 0.0
        self.results = self.rise = 0.0
        self.conflict: list[Resident] = []
        self.conflict_until = 0
        self.pressed: list[Resident] = []
        self.pressed_until = 0
        self.payee_target = self.self_target = 0.0
        self.balances = [0] * ACCOUNTS
        self.flows = [0] * (ACCOUNTS * ACCOUNTS)
        self.served_buildings: set[int] = set()
        self.torn_ties: list[int] = []
        self.participants = 0
        self.participation = 0.0
        self.upkeep_done = float("nan")
        self.works = 0
        self.loans: list[Loan] = []
        self.clear_month()

    def _bodies(self) -> None:
        model = self.model
        self.company = PropertyCompany(model, self)
        self.committee = OwnersCommittee(model, self)
        self.branch = PartyBranch(model, self)
        self.callers = PaidCallers(self)
        self.street = model.street
        self.disputes = DisputeBook(self)
        self.assemblies: list[Assembly] = []
        self.meetings_called: list[Meeting] = []
        self.payee = COMPANY_PAYEE if self.company.present else NO_PAYEE
        self.effort_started = self.effort_ended = 0
        self.effort_ended_by = ""
        self.post(Account.OUTSIDE, Account.COMPANY, to_fen(self.settings.company.cash_yuan * FEN_PER_YUAN))
        self.post(Account.OUTSIDE, Account.FUND, to_fen(self.settings.maintenance_fund_yuan * FEN_PER_YUAN))
        if self.settings_start.arrears_months and self.has_payee:
            for resident in self.residents:
                if not resident.pays:
                    resident.bills.inherit(self.settings_start.arrears_months, resident.fee)

    # --- what residents and bodies ask of their estate
    # ----------------------------------------------------------------------

    @property
    def month(self) -> int:
        """Month of the run, from 1."""
        return self.model.month

    @property
    def month_of_year(self) -> int:
        """Calendar month, 1 to 12."""
        return (self.model.month - 1) % YEAR + 1

    @property
    def year(self) -> int:
        """Calendar year."""
        return self.model.case.data.first_year + (self.model.month - 1) // YEAR

    @property
    def has_payee(self) -> bool:
        """Whether somebody bills."""
        return self.payee != NO_PAYEE

    @property
    def payee_account(self) -> Account:
        """Account of whoever is paid."""
        return Account.COMMON if self.payee == SELF_PAYEE else Account.COMPANY

    def draw(self, stream: int) -> list[float]:
        """Return this month's draws of one stream, one a household, each in (0, 1)."""
        month = self.model.month
        if month != self._drawn_month:
            self._drawn, self._drawn_month = {}, month
        try:
            return self._drawn[stream]
        except KeyError:
            return self._drawn.setdefault(stream, self.luck.at(month, stream))

    def post(self, source: Account, target: Account, fen: int) -> None:
        """Move money in the estate's ledger."""
        post(self.balances, self.flows, source, target, fen)

    def ranking(self, strategy: str) -> list[float]:
        """Return the rank of each household in the network as it was at the start, shape (households,)."""
        return scores(self.world, strategy).tolist()  # type: ignore[arg-type, no-any-return]

    @property
    def advance_open(self) -> int:
        """Fen advanced to the owners and not yet repaid."""
        owed = 0
        for loan in self.loans:
            owed += loan.open
        return owed

    def dividend_at_stake(self, resident: Resident) -> float:
        """Return the dividend a household stands to get, fen a month."""
        return self.committee.dividend_rate * resident.area if self.on.dividends else 0.0

    def first_trust_in_new_payee(self, resident: Resident) -> float:
        """Return a household's first impression of a new payee, in [0, 1]."""
        return first_trust(resident.trust_self, self.payee_chosen, self.behaviour.trust)

    def participants_minutes(self) -> int:
        """Return the work for the committee by those who took part last month, minutes."""
        return int(self.participants * self.behaviour.participation.minutes)

    @property
    def assembly(self) -> Assembly | None:
        """The assembly whose ballots are out: one matter at a time, in the order in which they were called."""
        return self.assemblies[0] if self.assemblies else None

    def change_payee(self, payee: int, chosen: bool = False) -> None:
        """Let somebody else bill from now on; ``chosen``: by the owners' own vote.

        Quarrels with the payee who is gone are given up, and an open conflict with it is over.
        """
        self.payee = payee
        self.payee_chosen = chosen
        self.conflict_until = 0
        self.disputes.give_up_quarrels_with_payee()
        for resident in self.residents:
            if payee != NO_PAYEE:
                resident.meet_new_payee()

    def work_units_press(self) -> None:
        """Let work units press their staff, or cease once the months are over."""
        if self.pressed and self.month > self.pressed_until:
            for resident in self.pressed:
                resident.pressure = 0.0
            self.pressed = []
        for resident in self.pressed:
            resident.shock += self.behaviour.trust.pressure * resident.pressure

    def clear_month(self) -> None:
        """Set the month's sums and happenings to none."""
        self.receipts = self.due = self.recovered = 0
        self.revenue_gross = self.revenue_owners = self.topup = self.repair = self.dividends = 0
        self.instalment_due = self.instalment_paid = self.street_spending = 0
        self.votes_held = self.votes_passed = 0
        self.turnout = float("nan")
        self.meeting: Outcome | None = None
        self.payee_chosen = False

    def effort_begins(self) -> None:
        """Note the month in which members began to serve."""
        if not self.effort_started and self.branch.active:
            self.effort_started = self.month

    def effort_ends(self, by: str) -> None:
        """Note when and by what the effort ended first: burnout, cash or mandate."""
        if self.effort_started and not self.effort_ended:
            self.effort_ended, self.effort_ended_by = self.month, by
