"""The switches: each mechanism of the model can be turned off, to see what happens without it."""

from __future__ import annotations

from pydantic import Field

from commsim.scenario.base import Strict


class Mechanisms(Strict):
    """Which mechanisms act; the same names can be switched at a date by a ``mechanism`` event."""

    norms: bool = Field(True, description="rule 1: others' payment is seen; off: the norm stays as it was at the start")
    fees: bool = Field(True, description="rule 2: the choice to pay is revised; off: the first choice is repeated")
    enforcement: bool = Field(True, description="rule 2: the payee reminds and sues")
    recovery: bool = Field(True, description="rule 2: a household that pays also pays off arrears")
    service: bool = Field(True, description="rule 3: service follows income; off: service stays as it was")
    condition: bool = Field(True, description="rule 3: condition wears and is repaired; off: it stays as it was")
    company_exit: bool = Field(True, description="rule 3: a company that loses too long leaves")
    trust: bool = Field(True, description="rule 4: trust moves; off: trust stays as it was")
    belonging: bool = Field(True, description="rule 5: belonging moves; off: it stays as it was")
    ties: bool = Field(True, description="rule 6: ties grow and fade; off: ties stay as they were")
    visits: bool = Field(True, description="rule 7: active members visit the households assigned to them")
    burnout: bool = Field(True, description="rule 7: motivation moves with load; off: members never tire")
    participation: bool = Field(True, description="rule 7: residents who are not activated take part")
    assembly: bool = Field(True, description="rule 8: owners can decide together; off: every vote fails")
    quorum: bool = Field(True, description="rule 8: the law's quorum binds; off: those who vote decide")
    voice: bool = Field(True, description="rule 9: people may stay silent; off: all say what they think")
    argument: bool = Field(False, description="rule 9, rival: an expert plan moves private opinion itself")
    committee: bool = Field(True, description="rule 10: a committee can exist; off: none is ever set up")
    revenue: bool = Field(True, description="rule 10: common parts earn; off: they earn nothing")
    dividends: bool = Field(True, description="rule 10: dividends are paid")
    repair: bool = Field(True, description="rule 10: money is spent on repair")
    disputes: bool = Field(True, description="rule 11: grievances arise")
    mediation: bool = Field(True, description="rule 11: disputes are mediated; off: they wait for the court")
    leader: bool = Field(True, description="rule 12: the leader's quality counts; off: as without a leader")
