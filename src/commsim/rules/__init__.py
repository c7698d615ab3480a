"""How people and organisations decide, and how outcomes are measured: pure scalar functions, one file a mechanism.

A rule takes numbers and gives numbers; it has no state and no luck of its own. Each file declares its parameters beside
its rule; :data:`GROUPS` is the index from which everything else is generated.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from commsim.rules.assembly import AssemblyParameters
from commsim.rules.belonging import BelongingParameters
from commsim.rules.committee import CommitteeParameters
from commsim.rules.company import CompanyParameters
from commsim.rules.disputes import DisputeParameters
from commsim.rules.fees import FeeParameters
from commsim.rules.leader import LeaderParameters
from commsim.rules.norms import NormParameters
from commsim.rules.parameters import Declared, Parameter, declared
from commsim.rules.participation import ParticipationParameters
from commsim.rules.revenue import RevenueParameters
from commsim.rules.service import ServiceParameters
from commsim.rules.ties import TieParameters
from commsim.rules.trust import TrustParameters
from commsim.rules.voice import VoiceParameters
from commsim.rules.volunteering import VolunteeringParameters


class Behaviour(NamedTuple):
    """One set of behaviour parameters, a group a rule; the defaults hold for all estates."""

    norms: NormParameters = NormParameters()
    fees: FeeParameters = FeeParameters()
    service: ServiceParameters = ServiceParameters()
    company: CompanyParameters = CompanyParameters()
    trust: TrustParameters = TrustParameters()
    belonging: BelongingParameters = BelongingParameters()
    ties: TieParameters = TieParameters()
    volunteering: VolunteeringParameters = VolunteeringParameters()
    participation: ParticipationParameters = ParticipationParameters()
    assembly: AssemblyParameters = AssemblyParameters()
    voice: VoiceParameters = VoiceParameters()
    committee: CommitteeParameters = CommitteeParameters()
    revenue: RevenueParameters = RevenueParameters()
    disputes: DisputeParameters = DisputeParameters()
    leader: LeaderParameters = LeaderParameters()


GROUPS: dict[str, type[Any]] = {name: type(default) for name, default in Behaviour._field_defaults.items()}
"""Group name to parameter class, in the order of the model description."""


def default_behaviour() -> Behaviour:
    """Return the behaviour every scenario starts from."""
    return Behaviour()


def all_declared() -> list[Declared]:
    """Return every declared parameter, group by group."""
    return [entry for group, kind in GROUPS.items() for entry in declared(group, kind)]


__all__ = ["GROUPS", "Behaviour", "Declared", "Parameter", "all_declared", "declared", "default_behaviour"]
