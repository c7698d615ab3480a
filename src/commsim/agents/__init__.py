"""The Mesa model: classes with behaviour one can read and subclass, the reference any other driver is held to."""

from commsim.agents.branch import PartyBranch
from commsim.agents.committee import OwnersCommittee
from commsim.agents.company import PropertyCompany
from commsim.agents.member import PartyMember
from commsim.agents.model import CommunityModel
from commsim.agents.resident import Resident
from commsim.agents.simulate import simulate_agents
from commsim.agents.street import StreetOffice

__all__ = [
    "CommunityModel",
    "OwnersCommittee",
    "PartyBranch",
    "PartyMember",
    "PropertyCompany",
    "Resident",
    "StreetOffice",
    "simulate_agents",
]
