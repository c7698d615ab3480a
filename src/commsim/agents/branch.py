"""The party branch: asks members to serve, assigns households to them, organises their work, keeps their files.

The same agent organises members whom the community asks before there is a branch; they then have no rota, no file, no
recognition and no staff behind them. It organises likewise those without a member who are asked in the members' place;
*members* in what follows are whoever was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from commsim.agents.resident import NOBODY
from commsim.draws import Stream, lowest, share_to_count, uniforms
from commsim.rules.arithmetic import MINUTES_PER_HOUR, ratio
from commsim.rules.disputes import ESTATE, STAIRWELL
from commsim.rules.leader import leader_factor, quality_after
from commsim.rules.volunteering import Work, felt_load, total, upkeep_minutes, work_done

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.agents.member import Volunteer
    from commsim.agents.resident import Resident

NO_WORK = Work(0, 0, 0, 0)
MEMBERS, NON_MEMBERS = "members", "non_members"


class PartyBranch(mesa.Agent):
    """The party branch of one estate.

    Attributes:
        founded: exists; rota, service_file, recognition: what it gives its members; staff_minutes: its own time a
            month.
        bench: successors trained, in [0, 1]; has_leader, leader_quality: the leader (头雁).
        visits: households are assigned and visited.
        places: members serving when all places are filled; among: from whom they were last asked.
        demand, done: working time asked of members and given this month, by task, minutes.
        load: felt load; offered: minutes offered for service this month.
        contact_minutes: time left for knocking on doors; mediation_minutes: for the lower rungs.
    """

    def __init__(self, model: mesa.Model, estate: Estate) -> None:
        """Begin unfounded."""
        super().__init__(model)
        self.estate = estate
        self.founded = self.rota = self.service_file = self.recognition = False
        self.staff_minutes = 0
        self.bench = 0.0
        self.has_leader = False
        self.leader_quality = 0.0
        self.visits = False
        self.places = 0
        self.among = MEMBERS
        self.active: list[Volunteer] = []
        self.demand = self.done = NO_WORK
        self.offered = 0
        self.load = float("nan")
        self.contact_minutes = 0
        self.mediation_minutes = 0
        self.undone = 0.0

    # --- members
    # ----------------------------------------------------------------------------------------------------------

    def candidates(self, who: str, strategy: str) -> list[Volunteer]:
        """Return whom to ask, in order: by lot, or by rank in the network, ties by lot."""
        estate = self.estate
        members = [m for m in estate.volunteers if m.is_member == (who != NON_MEMBERS)]
        if who not in (MEMBERS, NON_MEMBERS):
            members = [m for m in members if m.retired == (who == "retired")]
        lot = uniforms(estate.luck.seed, len(estate.residents), 0, estate.index, Stream.ACTIVATE).tolist()
        if strategy == "random":
            return sorted(members, key=lambda m: (lot[m.household], m.household))
        rank = estate.ranking(strategy)
        return sorted(members, key=lambda m: (-rank[m.household], lot[m.household], m.household))

    def activate(self, share: float | None, count: int | None, who: str, strategy: str, paperwork: bool) -> int:
        """Ask members to serve; return how many serve who did not before, or only on paper.

        A share of non-members are as many as that share of the members would be.
        """
        candidates = self.candidates(who, strategy)
        self.among = NON_MEMBERS if who == NON_MEMBERS else MEMBERS
        many = len(self.estate.members) if who == NON_MEMBERS else len(candidates)
        wanted = share_to_count(share, many) if share is not None else count or 0
        begun = 0
        for member in candidates[:wanted]:
            if not member.is_active or (member.paperwork and not paperwork):
                member.activate(paperwork)
                begun += 1
        self.gather()
        self.places = max(self.places, len(self.active))
        return begun

    def withdraw(self, share: float) -> int:
        """Let a share of the active members stop, by lot; return how many."""
        lot = uniforms(
            self.estate.luck.seed, len(self.estate.residents), 0, self.estate.index, Stream.ACTIVATE
        ).tolist()
        keys = [lot[member.household] for member in self.active]
        leaving = lowest(keys, share_to_count(share, len(self.active)))
        for position in leaving:
            self.active[position].stop()
        self.gather()
        self.places = len(self.active)
        return len(leaving)

    def gather(self) -> None:
        """Bring the list of active members up to date and assign households anew where a visitor is gone."""
        self.active = [member for member in self.estate.volunteers if member.is_active]
        self.assign_households()

    def assign_households(self) -> None:
        """Give each occupied household without a serving visitor one: the least burdened in its building, else
        anywhere.

        Ties go to the lowest id. A household keeps a visitor who still serves; nobody gets more than
        ``most_households``. Paid callers get households that are left.
        """
        self._assign_to_members()
        self.estate.callers.assign_households()

    def _assign_to_members(self) -> None:
        serving = [member for member in self.active if not member.paperwork] if self.visits else []
        burden = {member.household: 0 for member in serving}
        for resident in self.estate.residents:
            if resident.visitor in burden:
                burden[resident.visitor] += 1
            elif resident.visitor >= 0:
                resident.assign(NOBODY)
        if not serving:
            return
        most = self.estate.behaviour.volunteering.most_households
        by_building: dict[int, list[int]] = {}
        for member in serving:
            by_building.setdefault(member.building, []).append(member.household)
        everywhere = [member.household for member in serving]
        for resident in self.estate.residents:
            if not resident.occupied or resident.is_active or resident.visitor != NOBODY:
                continue
            near = by_building.get(resident.building, everywhere)
            visitor = min(near, key=lambda i: (burden[i], i))
            if burden[visitor] >= most:
                visitor = min(everywhere, key=lambda i: (burden[i], i))
            if burden[visitor] < most:
                burden[visitor] += 1
                resident.assign(visitor)

    # --- the work of a month
    # ------------------------------------------------------------------------------------------------

    def organise_work(self) -> None:
        """Set this month's demand against what is offered; do the work; pay the visits."""
        estate = self.estate
        waiting = self._visits_due()
        due = [resident for resident in waiting if resident.visitor >= 0]
        visit_minutes = int(estate.behaviour.volunteering.visit_minutes)
        committee_need, contact_need = self._organising_needed()
        self.offered = 0
        for member in self.active:
            self.offered += 0 if member.paperwork else member.minutes
        self.demand = NO_WORK
        if self.offered > 0:
            self.demand = Work(
                committee_need + contact_need,
                len(due) * visit_minutes,
                estate.disputes.minutes_waiting(STAIRWELL) + estate.disputes.minutes_waiting(ESTATE),
                self._upkeep_needed(),
            )
        self.done = work_done(self.demand, self.offered, self.rota)
        self.load = felt_load(total(self.demand), self.offered, self.rota)
        self.undone = 1.0 - ratio(total(self.done), total(self.demand), 1.0)
        self._share_out(committee_need, contact_need)
        self.pay_visits(due, self.done.visiting // visit_minutes)
        if estate.callers.number:
            estate.callers.work([resident for resident in waiting if resident.visitor < NOBODY])

    def _visits_due(self) -> list[Resident]:
        """Let a month pass since the last visits; return the households whose next one is due, by id."""
        visits, interval = self.estate.on.visits, self.estate.visit_interval
        due = []
        for resident in self.estate.residents:
            resident.visited = resident.visit_due = False
            resident.months_since_visit += 1
            if visits and resident.visitor != NOBODY and resident.months_since_visit >= interval:
                resident.visit_due = True
                due.append(resident)
        return due

    def _organising_needed(self) -> tuple[int, int]:
        """Return minutes needed for the committee and for doors, after the branch's own staff."""
        estate = self.estate
        doors = estate.assembly.doors_to_knock() if estate.assembly is not None else 0
        contact = int(doors * estate.behaviour.assembly.try_minutes)
        committee = max(0, estate.committee.needed - estate.participants_minutes())
        staff = self.staff_minutes
        self.staff_for_contact = min(staff, contact)
        staff -= self.staff_for_contact
        self.staff_for_committee = min(staff, committee)
        self.staff_left = staff - self.staff_for_committee
        return committee - self.staff_for_committee, contact - self.staff_for_contact

    def _upkeep_needed(self) -> int:
        if self.estate.has_payee:
            return 0
        need = upkeep_minutes(self.estate.size_occupied, self.estate.behaviour.volunteering)
        return need - int(need * self.estate.settings.street.fallback_service)

    def _share_out(self, committee_need: int, contact_need: int) -> None:
        """Split organising time: a vote under way first, then the committee's work (without a rota, in proportion)."""
        organising = self.done.organising
        if self.rota:
            for_committee = organising - min(contact_need, organising)
        else:
            needed = committee_need + contact_need
            for_committee = committee_need * organising // needed if needed else 0
        estate = self.estate
        estate.committee.work_done = (
            for_committee + self.staff_for_committee + min(estate.participants_minutes(), estate.committee.needed)
        )
        self.contact_minutes = organising - for_committee + self.staff_for_contact
        self.mediation_minutes = self.done.mediating + self.staff_left

    def pay_visits(self, due: list[Resident], visits: int) -> None:
        """Pay as many visits as there is time for: the longest waiting first, then by id."""
        waiting = sorted(due, key=lambda r: (-r.months_since_visit, r.household))
        for resident in waiting[:visits]:
            resident.visited = resident.ever_visited = True
            resident.months_since_visit = 0

    # --- going on
    # ---------------------------------------------------------------------------------------------------------

    def hold_together(self, success: float) -> int:
        """Let members tire or go on, fill places left where there is a branch; return how many stopped."""
        estate = self.estate
        tired = []
        if estate.on.burnout:
            for member in self.active:
                load = 1.0 if member.paperwork else self.load
                if not member.tires_or_goes_on(load, success, self.service_file, self.recognition, estate):
                    tired.append(member)
        for member in tired:
            member.stop()
        recruited = self._recruit(tired) if self.founded else 0
        if tired or recruited:
            self.gather()
        return len(tired)

    def _recruit(self, tired: list[Volunteer]) -> int:
        """Fill places left: each free place is filled with a chance that the leader multiplies."""
        free = self.places - (len(self.active) - len(tired))
        if free <= 0:
            return 0
        estate = self.estate
        chance = estate.behaviour.volunteering.recruit * self.leader_factor()
        draws = estate.draw(Stream.RECRUIT)
        ready = [
            member
            for member in self.candidates(self.among, "random")
            if not member.is_active and member not in tired and draws[member.household] < chance
        ]
        for member in ready[:free]:
            member.activate(paperwork=False)
            member.motivation = max(member.motivation, estate.behaviour.volunteering.motivation_low)
        return min(free, len(ready))

    # --- the leader
    # -------------------------------------------------------------------------------------------------------

    def leader_factor(self) -> float:
        """Return the leader's factor on recruitment, trust in self-government and mediation."""
        present = self.has_leader and self.estate.on.leader
        return leader_factor(present, self.leader_quality, self.estate.behaviour.leader)

    def lose_leader(self) -> None:
        """The leader goes; whoever follows has what the bench kept."""
        self.leader_quality = quality_after(self.leader_quality, self.bench)

    def set_staff(self, hours: float) -> None:
        """Set the branch's own time, hours a month."""
        self.staff_minutes = int(hours * MINUTES_PER_HOUR)
