"""What an estate writes down each month: the columns of ``rules.columns.MONTHLY``, and households where asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from commsim.agents.bills import NOTHING
from commsim.agents.disputes import NONE
from commsim.rules.columns import DISPUTE_KINDS, HOUSEHOLD_FINAL, MONTHLY_NAMES, RUNGS
from commsim.rules.fees import IN_TIME_MONTHS
from commsim.rules.ledger import Account
from commsim.rules.measures import (
    FREE_RIDER,
    LEAST_REPORTS,
    PARTIAL,
    PAYER,
    POOR_SERVICE,
    PROTEST,
    UNCLEAR,
    WORKING_BODY,
    median_of_sorted,
    payer_class,
)
from commsim.rules.volunteering import total

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.agents.resident import Resident

YEAR = 12
NAN = float("nan")
AGES = range(IN_TIME_MONTHS)
THIS_MONTH = range(1)


class Census(NamedTuple):
    """What one walk past all households finds; sums are in the order of their ids.

    Attributes:
        owed: fen owed by all households.
        billed: households billed in the last 12 months; classes: of these, how many are of each payer class.
        visited, idle, grievances: of occupied ones, how many were visited, how many took no part for a year, and their
            open grievances.
        trust_payee, trust_self, belonging: sums over occupied ones.
    """

    owed: int
    billed: int
    classes: list[int]
    visited: int
    idle: int
    grievances: int
    trust_payee: float
    trust_self: float
    belonging: float


class Recorder:
    """The monthly rows of one estate.

    Attributes:
        rows: one row a month, values in the order of ``MONTHLY_NAMES``.
        history: with ``record.households``: one row a household and month.
    """

    def __init__(self, estate: Estate) -> None:
        """Begin with nothing written."""
        self.estate = estate
        self.rows: list[dict[str, Any]] = []
        self.history: list[tuple[Any, ...]] = []
        self.in_time: dict[int, list[int]] = {}
        self.months = estate.model.months

    # --- bills paid within three months of issue
    # -----------------------------------------------------------------------------

    def bills_issued(self, month: int, billing: bool) -> None:
        """Open this month's count of fen and bills paid in time."""
        self.in_time[month] = [0, 0, self.estate.due, self.estate.size if billing else 0]

    def payments_made(self, month: int) -> tuple[int, int]:
        """Credit what households paid to the months of the bills; return all fen paid, and fen paid on older bills."""
        fen, bills, late = [0] * IN_TIME_MONTHS, [0] * IN_TIME_MONTHS, 0
        for resident in self.estate.residents:
            payment = resident.payment
            if payment is NOTHING:
                continue
            by_age, settled, older = payment
            late += older
            for age in AGES if by_age[1] or by_age[2] else THIS_MONTH:
                fen[age] += by_age[age]
                bills[age] += settled[age]
        total = late
        for age in AGES:
            total += fen[age]
            count = self.in_time.get(month - age)
            if count is not None:
                count[0] += fen[age]
                count[1] += bills[age]
        return total, late

    def close_in_time(self) -> None:
        """Write what is now known about bills of the last months into their rows."""
        for row in self.rows[-IN_TIME_MONTHS:]:
            self._write_in_time(row)

    def _write_in_time(self, row: dict[str, Any]) -> None:
        fen, bills, billed, issued = self.in_time[row["month"]]
        row["paid_in_time_fen"] = fen
        row["bills_in_time"] = bills
        row["fee_rate"] = fen / billed if billed else NAN
        row["fee_rate_households"] = bills / issued if issued else NAN

    # --- a month
    # --------------------------------------------------------------------------------------------------------------

    def record(self) -> None:
        """Write one row, and bring the rows of the two months before up to date."""
        estate = self.estate
        census = self._walk()
        row: dict[str, Any] = {"month": estate.month}
        row.update(self._fees(census))
        row.update(self._people(census))
        row.update(self._disputes(census))
        row.update(self._members())
        row.update(self._bodies())
        row.update(self._money())
        self.rows.append(row)
        self.close_in_time()
        if estate.model.case.data.record.households:
            self.history.extend((estate.month, r.household, *household_values(r)) for r in estate.residents)

    def _walk(self) -> Census:
        service = self.estate.service
        owed = billed = visited = idle = grievances = 0
        classes = [0] * 5
        trust_payee = trust_self = belonging = 0.0
        for r in self.estate.residents:
            bills = r.bills
            owed += bills.owed
            gave = r.months_since_took_part < YEAR
            if bills.billed_year:
                billed += 1
                if bills.unpaid_year:
                    protest = r.grievances[0] != NONE or r.legacy
                    classes[payer_class(bills.billed_year, bills.unpaid_year, protest, service, gave)] += 1
                else:
                    classes[PAYER] += 1
            if r.occupied:
                if r.visited:
                    visited += 1
                if not gave:
                    idle += 1
                if any(r.grievances):
                    grievances += len(r.grievances) - r.grievances.count(NONE)
                trust_payee += r.trust_payee
                trust_self += r.trust_self
                belonging += r.belonging
        return Census(owed, billed, classes, visited, idle, grievances, trust_payee, trust_self, belonging)

    def _fees(self, census: Census) -> dict[str, Any]:
        estate = self.estate
        return {
            "households": estate.size,
            "occupied": estate.size_occupied,
            "billed_fen": estate.due,
            "bills": self.in_time[estate.month][3],
            "collected_fen": estate.receipts,
            "recovered_fen": estate.recovered,
            "arrears_fen": census.owed,
            **self._payer_classes(census.billed, census.classes),
        }

    def _payer_classes(self, billed: int, counts: list[int]) -> dict[str, float]:
        if billed == 0:
            return dict.fromkeys(("non_payers", "partial_payers", "protest_withholders", "free_riders"), NAN)
        return {
            "non_payers": (counts[PROTEST] + counts[FREE_RIDER] + counts[UNCLEAR]) / billed,
            "partial_payers": counts[PARTIAL] / billed,
            "protest_withholders": counts[PROTEST] / billed,
            "free_riders": NAN if self.estate.service < POOR_SERVICE else counts[FREE_RIDER] / billed,
        }

    def _people(self, census: Census) -> dict[str, Any]:
        estate = self.estate
        n = estate.size_occupied
        works = estate.committee.quality >= WORKING_BODY or estate.branch.offered > 0
        return {
            "governance_free_riders": (census.idle / n if works else NAN) if n else NAN,
            "participation": estate.participation if n else NAN,
            "visited": census.visited / n if n else NAN,
            "service": estate.service,
            "condition": estate.condition,
            "trust_payee": census.trust_payee / n if n else NAN,
            "trust_self": census.trust_self / n if n else NAN,
            "trust_ties": estate.network.mean_weight(),
            "belonging": census.belonging / n if n else NAN,
        }

    def _disputes(self, census: Census) -> dict[str, Any]:
        book = self.estate.disputes
        about_payee, reports = book.year_of_reports()
        row: dict[str, Any] = {f"latent_{kind}": book.latent[i] for i, kind in enumerate(DISPUTE_KINDS)}
        row.update({f"reported_{kind}": book.reported[i] for i, kind in enumerate(DISPUTE_KINDS)})
        row.update({f"ended_{rung}": book.ended[i] for i, rung in enumerate(RUNGS)})
        row.update(
            ended_faded=book.faded,
            open_disputes=len(book.open),
            open_grievances=census.grievances,
            median_duration=median_of_sorted(book.year_of_durations()),
            complaint_share=about_payee / reports if reports >= LEAST_REPORTS else NAN,
        )
        return row

    def _members(self) -> dict[str, Any]:
        branch = self.estate.branch
        motivation = 0.0
        for member in branch.active:
            motivation += member.motivation
        serving = len(branch.active)
        return {
            "members": len(self.estate.members),
            "members_active": serving,
            "load": branch.load if branch.offered else NAN,
            "motivation": motivation / serving if serving else NAN,
            "offered_minutes": branch.offered,
            "demanded_minutes": total(branch.demand),
            "done_minutes": total(branch.done),
            "upkeep_done": self.estate.upkeep_done,
        }

    def _bodies(self) -> dict[str, Any]:
        estate = self.estate
        meeting = estate.meeting
        return {
            "company": int(estate.company.present),
            "committee": int(estate.committee.exists),
            "committee_quality": estate.committee.quality,
            "disclosure": estate.disclosed,
            "votes_held": estate.votes_held,
            "votes_passed": estate.votes_passed,
            "turnout": estate.turnout,
            "meetings": 0 if meeting is None else 1,
            "meeting_private": NAN if meeting is None else meeting.private,
            "meeting_voiced": NAN if meeting is None else meeting.voiced,
            "meeting_carried": NAN if meeting is None else float(meeting.carried),
        }

    def _money(self) -> dict[str, int]:
        estate = self.estate
        return {
            "revenue_gross_fen": estate.revenue_gross,
            "revenue_owners_fen": estate.revenue_owners,
            "dividends_fen": estate.dividends,
            "repair_fen": estate.repair,
            "topup_fen": estate.topup,
            "street_fen": estate.street_spending,
            "instalment_due_fen": estate.instalment_due,
            "instalment_paid_fen": estate.instalment_paid,
            "advance_open_fen": estate.advance_open,
            "company_cash_fen": estate.balances[Account.COMPANY],
            "common_account_fen": estate.balances[Account.COMMON],
            "fund_fen": estate.balances[Account.FUND],
        }

    def columns(self) -> dict[str, list[Any]]:
        """Return the rows as columns: ``month`` and every name in ``MONTHLY_NAMES``."""
        return {name: [row[name] for row in self.rows] for name in ("month", *MONTHLY_NAMES)}


def household_values(r: Resident) -> tuple[Any, ...]:
    """Return the values of one household in the order of ``HOUSEHOLD_FINAL``."""
    return (
        r.building,
        r.stairwell,
        r.floor,
        r.shop,
        r.tenure,
        r.age,
        r.kind,
        r.is_member,
        r.is_active,
        r.pays,
        r.months_owed(),
        r.norm,
        r.trust_payee,
        r.trust_self,
        r.belonging,
        r.visitor,
        r.visit_value() if r.visitor_edge >= 0 else r.visitor_tie,
        r.ever_visited,
        r.months_since_paid,
        r.months_since_took_part,
        r.voice,
        r.grievances[0],
        r.grievances[1],
        r.legacy,
        getattr(r, "motivation", NAN),
    )


assert len(HOUSEHOLD_FINAL) == 25, "household_values and HOUSEHOLD_FINAL must name the same columns"
