"""A witness of the Mesa model: what happens inside it that no table of a run tells by itself."""

from __future__ import annotations

from collections import Counter

from commsim.agents import committee as committee_module
from commsim.agents.assembly import Assembly
from commsim.agents.bills import Bills
from commsim.agents.branch import PartyBranch
from commsim.agents.committee import OwnersCommittee
from commsim.agents.company import PropertyCompany
from commsim.agents.disputes import DisputeBook
from commsim.agents.loans import Loan
from commsim.agents.meeting import Floor
from commsim.agents.network import TrustNetwork
from commsim.agents.resident import FIRST_CALLER, NOBODY, Resident
from commsim.agents.timeline import Timeline
from commsim.rules.fees import LIMITATION_MONTHS

PATHS = (
    "a suit",
    "a second suit against a household",
    "a faction takes over",
    "a new committee is rid of a faction",
    "a place left is filled",
    "a member is exhausted",
    "a tie is torn in court",
    "a claim lapses",
    "a bill is paid a month late",
    "a bill is paid two months late",
    "a bill is paid in part",
    "old arrears are paid",
    "fen are left over for the largest remainders",
    "a dividend with nobody who may have it",
    "an instalment stays unpaid",
    "a loan is repaid",
    "a visitor is an acquaintance",
    "a visitor is a stranger",
    "a visitor is lost",
    "a visitor is a paid caller",
    "a household without a member serves",
    "a household is pressed by a work unit",
    "a quarrel with a payee who is gone is given up",
    "a vote is tried again",
    "a second round of voices",
)
"""What must happen in the fixed sample beside every happening of the log."""


class Witness:
    """Counts what happens while it watches.

    Attributes:
        seen: how often, by the name in ``PATHS`` or of a ``Happening``.
    """

    def __init__(self, monkeypatch) -> None:
        """Watch from now until the patches are undone."""
        self.seen: Counter[str] = Counter()
        self.patch = monkeypatch.setattr
        self._watch_log()
        self._watch_bodies()
        self._watch_bills()
        self._watch_money()
        self._watch_people()

    def _around(self, owner, name, after, before=lambda *_: None) -> None:
        """Let ``after`` see the result of a method, and what ``before`` saw ahead of it."""
        method = getattr(owner, name)

        def watched(*arguments):
            seen = before(*arguments)
            result = method(*arguments)
            after(result, seen, *arguments)
            return result

        self.patch(owner, name, watched)

    def _count(self, name: str, happens: object) -> None:
        self.seen[name] += bool(happens)

    def _watch_log(self) -> None:
        def noted(_result, _seen, _timeline, _estate, _event, happened):
            self.seen[happened.happening.name] += 1

        self._around(Timeline, "note", noted)

    def _watch_bodies(self) -> None:
        def pressed(_result, felt, company):
            sued = [r.household for r in company.estate.residents if r.months_since_suit == 0]
            self._count("a suit", sued)
            self._count("a second suit against a household", any(felt[i] < 1000 for i in sued))

        def suits(company):
            return [r.months_since_suit for r in company.estate.residents]

        def captured(committee, *_):
            return committee.captured

        self._around(PropertyCompany, "press", pressed, suits)
        self._around(
            OwnersCommittee,
            "work",
            lambda _r, was, c, *_: self._count("a faction takes over", c.captured and not was),
            captured,
        )
        self._around(
            OwnersCommittee,
            "set_up",
            lambda _r, was, *_: self._count("a new committee is rid of a faction", was),
            captured,
        )
        self._around(PartyBranch, "_recruit", lambda count, *_: self._count("a place left is filled", count))
        self._around(PartyBranch, "hold_together", lambda count, *_: self._count("a member is exhausted", count))

    def _watch_bills(self) -> None:
        def open_claim(bills, month, _fee):
            return bills._unpaid[month % LIMITATION_MONTHS]

        def paid(payment, *_):
            self._count("a bill is paid a month late", payment.by_age[1])
            self._count("a bill is paid two months late", payment.by_age[2])
            in_part = [fen and not settled for fen, settled in zip(payment.by_age, payment.settled, strict=True)]
            self._count("a bill is paid in part", any(in_part))
            self._count("old arrears are paid", payment.late)

        self._around(Bills, "turn", lambda _r, lapsed, *_: self._count("a claim lapses", lapsed), open_claim)
        self._around(Bills, "pay", paid)

    def _watch_money(self) -> None:
        def shared(_parts, _seen, total, weights):
            whole = sum(weights)
            floors = sum(total * weight // whole for weight in weights) if whole else 0
            self._count("fen are left over for the largest remainders", whole and floors < total)
            self._count("a dividend with nobody who may have it", total and not whole)

        def repaid(paid, overdue, loan, _available):
            self._count("an instalment stays unpaid", paid < overdue)
            self._count("a loan is repaid", paid and loan.open == 0)

        self._around(committee_module, "largest_remainder", shared)
        self._around(Loan, "repay", repaid, lambda loan, _available: loan.overdue)

    def _watch_people(self) -> None:
        def assigned(_result, _seen, resident, member):
            self._count("a visitor is an acquaintance", resident.visitor_edge != NOBODY)
            self._count("a visitor is a stranger", member >= 0 and resident.visitor_edge == NOBODY)
            self._count("a visitor is lost", member == NOBODY)
            self._count("a visitor is a paid caller", member <= FIRST_CALLER)

        def quarrels(book):
            return any(case.kind == 0 for case in book.open)

        def visits(_result, _seen, branch):
            lay = [one for one in branch.active if not one.is_member and not one.paperwork]
            self._count("a household without a member serves", lay)
            self._count("a household is pressed by a work unit", any(r.pressure for r in branch.estate.residents))

        def spoke(joined, rounds, floor):
            floor.rounds = rounds + 1
            self._count("a second round of voices", joined and floor.rounds == 2)

        self._around(Resident, "assign", assigned)
        self._around(PartyBranch, "organise_work", visits)
        self._around(
            DisputeBook,
            "give_up_quarrels_with_payee",
            lambda _r, open_, _book: self._count("a quarrel with a payee who is gone is given up", open_),
            quarrels,
        )
        self._around(TrustNetwork, "tear", lambda *_: self._count("a tie is torn in court", True))
        self._around(Floor, "hear_and_speak", spoke, lambda floor: getattr(floor, "rounds", 0))
        self._around(
            Assembly,
            "reopen",
            lambda _r, again, *_: self._count("a vote is tried again", again),
            lambda assembly: hasattr(assembly, "votes"),
        )
