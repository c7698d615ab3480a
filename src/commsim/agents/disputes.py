"""The estate's book of grievances and disputes: how they arise, are reported, fade. How they end: ``ladder.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commsim.agents.resident import NOBODY
from commsim.draws import Stream, below
from commsim.rules.columns import DISPUTE_KINDS, RUNGS
from commsim.rules.disputes import (
    COMMITTEE,
    COMMUNITY,
    ESTATE,
    NEIGHBOUR,
    PAYEE,
    STAIRWELL,
    STREET,
    committee_rate,
    greatest_rate,
    neighbour_rate,
    payee_rate,
    report_chance,
)
from commsim.rules.measures import WORKING_BODY

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.agents.resident import Resident

NONE, LATENT, REPORTED = 0, 1, 2
ARISE = (Stream.GRIEVE_PAYEE, Stream.GRIEVE_NEIGHBOUR, Stream.GRIEVE_COMMITTEE, Stream.GRIEVE_OTHER)
REPORT = (Stream.REPORT_PAYEE, Stream.REPORT_NEIGHBOUR, Stream.REPORT_COMMITTEE, Stream.REPORT_OTHER)
KINDS = range(len(DISPUTE_KINDS))
YEAR = 12


@dataclass
class Dispute:
    """A reported dispute.

    Attributes:
        month: month of the report; household, kind: whose and what about; other: the neighbour, or -1.
        rung: where it is on the ladder; since: month in which it came there.
    """

    month: int
    household: int
    kind: int
    other: int
    rung: int
    since: int


class DisputeBook:
    """All open disputes of an estate, in (month, household, kind) order, and the month's counts.

    Attributes:
        latent, reported: new grievances and reports this month, by kind.
        ended: disputes ended this month, by rung; faded: grievances and cases given up.
        durations: months from report to end, of disputes ended, by month of the last year.
    """

    def __init__(self, estate: Estate) -> None:
        """Begin with an empty book."""
        self.estate = estate
        self.open: list[Dispute] = []
        self.durations: list[list[int]] = [[] for _ in range(YEAR)]
        self.reports: list[tuple[int, int]] = [(0, 0) for _ in range(YEAR)]
        self.clear_counts()

    def clear_counts(self) -> None:
        """Begin a month."""
        self.latent = [0] * len(DISPUTE_KINDS)
        self.reported = [0] * len(DISPUTE_KINDS)
        self.ended = [0] * len(RUNGS)
        self.faded = 0

    def minutes_waiting(self, rung: int) -> int:
        """Return the working time the cases on a rung ask for, minutes."""
        minutes = int(self.estate.behaviour.disputes.case_minutes)
        waiting = 0
        for case in self.open:
            if case.rung == rung:
                waiting += minutes
        return waiting

    # --- arising
    # -----------------------------------------------------------------------------------------------------------

    def arise(self) -> None:
        """Let grievances arise, be reported, or fade; new cases join the queue in order of household and kind."""
        if self.estate.on.disputes:
            for kind in KINDS:
                self._arise(kind)
        for resident in self.estate.occupied:
            if LATENT in resident.grievances:
                for kind in KINDS:
                    if resident.grievances[kind] == LATENT:
                        self._report_or_fade(resident, kind)

    def _arise(self, kind: int) -> None:
        """Let grievances of one kind arise."""
        estate = self.estate
        lots = estate.draw(ARISE[kind])
        greatest = greatest_rate(kind, estate.behaviour.disputes)
        for resident in estate.order:
            lot = lots[resident.household]
            if lot >= greatest or not resident.occupied or resident.grievances[kind] != NONE:
                continue
            if lot < self._rate(resident, kind):
                self._take_offence(resident, kind)

    def _report_or_fade(self, resident: Resident, kind: int) -> None:
        """Let a latent grievance be reported, or fade once it is old."""
        month, since = self.estate.month, resident.grievance_months[kind]
        if self._is_reported(resident, kind):
            resident.grievances[kind] = REPORTED
            self.reported[kind] += 1
            self.open.append(self._open_case(resident, kind))
        elif month - since >= self.estate.behaviour.disputes.fade_months:
            resident.grievances[kind] = NONE
            self.faded += 1

    def _take_offence(self, resident: Resident, kind: int) -> None:
        resident.grievances[kind] = LATENT
        resident.grievance_months[kind] = self.estate.month
        self.latent[kind] += 1
        if kind == PAYEE:
            resident.shock += self.estate.behaviour.trust.grievance
            resident.occasion = True

    def _rate(self, resident: Resident, kind: int) -> float:
        estate = self.estate
        p = estate.behaviour.disputes
        if kind == PAYEE:
            legacy = 1.0 if resident.legacy else 0.0
            return payee_rate(estate.service, resident.trust_payee, legacy, p) if estate.has_payee else 0.0
        if kind == NEIGHBOUR:
            tie = estate.network.mean_tie(resident.household)
            return neighbour_rate(estate.condition, tie, estate.locality, p)
        if kind == COMMITTEE:
            return committee_rate(estate.committee.quality, p) if estate.committee.exists else 0.0
        return p.a_other

    def _is_reported(self, resident: Resident, kind: int) -> bool:
        p = self.estate.behaviour.disputes
        lot = self.estate.draw(REPORT[kind])[resident.household]
        if lot >= p.report + p.reach:  # no access and no trust is enough
            return False
        return lot < report_chance(self.access(resident), self.trust_in_mediator(resident), p)

    def open_by_conflict(self, resident: Resident) -> None:
        """Give a household in an open conflict a grievance with the payee, if it has none yet."""
        if resident.grievances[PAYEE] == NONE and resident.occupied:
            self._take_offence(resident, PAYEE)

    def access(self, resident: Resident) -> float:
        """Return how easily a mediator is reached, in [0, 1]: a visitor, a member near, the committee, or nobody."""
        if resident.visitor >= 0 and resident.months_since_visit < self.estate.visit_interval:
            return 1.0
        p = self.estate.behaviour.disputes
        if resident.building in self.estate.served_buildings:
            return p.near_member
        return max(p.near_nobody, p.near_committee * self.estate.committee.quality)

    def trust_in_mediator(self, resident: Resident) -> float:
        """Return trust in whoever mediates, in [0, 1]: the visitor's credibility, or g if that is greater."""
        visit = resident.mediators_word()
        credibility = 0.5 * (1.0 + visit) if visit != 0.0 else 0.0
        return max(resident.trust_self, credibility)

    def _open_case(self, resident: Resident, kind: int) -> Dispute:
        estate = self.estate
        other = NOBODY
        around = estate.network.neighbours[resident.household]
        if kind == NEIGHBOUR and around:
            other = around[below(estate.draw(Stream.OPPONENT)[resident.household], len(around))][0]
        rung = COMMUNITY
        if not estate.on.mediation:
            rung = STREET
        elif resident.building in estate.served_buildings:
            rung = STAIRWELL
        elif estate.committee.quality >= WORKING_BODY or estate.branch.founded:
            rung = ESTATE
        return Dispute(estate.month, resident.household, kind, other, rung, estate.month)

    def give_up_quarrels_with_payee(self) -> None:
        """Let grievances and disputes with a payee who is gone end; they count among those given up."""
        for resident in self.estate.residents:
            if resident.grievances[PAYEE] != NONE:
                resident.grievances[PAYEE] = NONE
                self.faded += 1
        self.open = [case for case in self.open if case.kind != PAYEE]

    # --- the year's memory ----------------------------------------------------------------------------------------

    def remember(self) -> None:
        """Note this month's reports."""
        slot = self.estate.month % YEAR
        everything = 0
        for count in self.reported:
            everything += count
        self.reports[slot] = (self.reported[PAYEE], everything)

    def begin_month(self) -> None:
        """Make room in the year's memory for this month."""
        self.clear_counts()
        self.durations[self.estate.month % YEAR] = []

    def note_duration(self, months: int) -> None:
        """Note how long a dispute took that ended this month."""
        self.durations[self.estate.month % YEAR].append(months)

    def year_of_reports(self) -> tuple[int, int]:
        """Return reports about the payee and all reports of the last 12 months."""
        payee = everything = 0
        for about_payee, count in self.reports:
            payee += about_payee
            everything += count
        return payee, everything

    def year_of_durations(self) -> list[int]:
        """Return the sorted durations of disputes that ended in the last 12 months."""
        return sorted(duration for month in self.durations for duration in month)
