"""Those who may be asked to serve: party members and, where a scenario says so, others in their place.

Who is activated serves, visits, mediates, tires or goes on, member or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from commsim.agents.resident import Resident
from commsim.rules.volunteering import first_motivation, motivation_next, offered_minutes

if TYPE_CHECKING:
    from commsim.agents.estate import Estate


class VolunteerRole:
    """What somebody who may be asked adds to a resident; mixed with the resident class of the run.

    Attributes:
        retired: has a pensioner's time, or is in service.
        minutes: working time offered when active, minutes a month.
        motivation: in [0, 1]; below the floor the member stops.
        is_active: serves this month.
        paperwork: serves on paper only.
    """

    retired: bool
    minutes: int
    motivation: float
    is_active: bool
    paperwork: bool

    def take_up_role(self, estate: Estate, household: int) -> None:
        """Take the traits from the estate's world."""
        world, p = estate.world, estate.behaviour.volunteering
        self.retired = bool(world.retired[household]) or household in estate.retired_non_members
        self.minutes = offered_minutes(self.retired, float(world.hours_u[household]), p)
        self.motivation = first_motivation(float(world.motivation_u[household]), p)
        self.is_active = False
        self.paperwork = False

    def activate(self, paperwork: bool) -> None:
        """Begin to serve."""
        self.is_active = True
        self.paperwork = paperwork

    def stop(self) -> None:
        """Stop serving."""
        self.is_active = False

    def tires_or_goes_on(
        self, load: float, success: float, service_file: bool, recognition: bool, estate: Estate
    ) -> bool:
        """Move motivation by one month; return whether the member goes on."""
        p = estate.behaviour.volunteering
        self.motivation = motivation_next(self.motivation, load, service_file, recognition, success, p)
        return self.motivation >= p.floor


class Volunteer(VolunteerRole, Resident):
    """A resident who may be asked to serve."""

    def __init__(self, model: mesa.Model, estate: Estate, household: int) -> None:
        """Take the traits of a resident and of somebody who may be asked."""
        super().__init__(model, estate, household)
        self.take_up_role(estate, household)

    def take_part(self) -> None:
        """Who is active and serves takes part; any other decides like a resident."""
        if self.is_active and not self.paperwork:
            self.took_part = True
            self.months_since_took_part = 0
            return
        super().take_part()


class PartyMember(Volunteer):
    """A resident who is a party member."""

    is_member = True


def member_class(resident: type[Resident]) -> type[PartyMember]:
    """Return a member class built from the member's role and the given resident class."""
    if resident is Resident:
        return PartyMember
    return type(f"Member{resident.__name__}", (PartyMember, resident), {})


def volunteer_class(resident: type[Resident]) -> type[Volunteer]:
    """Return a class of those without a member who may be asked, built from the role and the given resident class."""
    if resident is Resident:
        return Volunteer
    return type(f"Volunteer{resident.__name__}", (Volunteer, resident), {})
