"""Service and condition: what the estate gets for its money.

Meaning: the payee buys service with what comes in; a run-down place makes the same money buy less. Service moves to
what money allows within some months; condition follows service, wears with age and is lifted by repair. Where there
is no payee, volunteers and the street's fallback do a share of the upkeep.

Equation:
    S* = min(1, epsilon paid / (kappa due)) (0.4 + 0.6 K),   epsilon = 0.95 + 0.05 oversight
    S <- S + rho (S* - S)
    K <- clip(K + delta (S - K) - delta_a K + repair / (RC homes))
An estate that works stays working: a low start is a recorded shock, never fate.

Sources: form and values assumed; kappa from the remark that below a fee rate of 0.80 normal service is not
sustainable (an official, Beijing 2005).
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import FEN_PER_YUAN, clip
from commsim.rules.parameters import Parameter


class ServiceParameters(NamedTuple):
    """Parameters of service and condition."""

    kappa: Annotated[
        float, Parameter("share of fees due", 0.05, 5.0, "cost of full service", "an official, Beijing 2005")
    ] = 0.80
    efficiency: Annotated[
        float, Parameter("share", 0.0, 1.0, "of money that becomes service, unwatched", "assumed")
    ] = 0.95
    oversight: Annotated[float, Parameter("share", 0.0, 1.0, "efficiency added by full oversight", "assumed")] = 0.05
    rho: Annotated[float, Parameter("a month", 0.0, 1.0, "speed at which service follows money", "assumed")] = 0.35
    floor: Annotated[float, Parameter("share", 0.0, 1.0, "service left in a ruined place at full pay", "assumed")] = (
        0.40
    )
    delta: Annotated[float, Parameter("a month", 0.0, 1.0, "speed at which condition follows service", "assumed")] = (
        0.010
    )
    ageing: Annotated[float, Parameter("a month", 0.0, 1.0, "wear by age alone (delta_a)", "assumed")] = 0.001
    renewal_yuan: Annotated[
        float,
        Parameter("yuan a home", 100.0, 1e6, "cost of bringing a home's share of the estate from 0 to 1", "assumed"),
    ] = 8000.0
    fallback_yuan: Annotated[
        float, Parameter("yuan an hour", 0.0, 1000.0, "what upkeep costs the street where there is no payee", "assumed")
    ] = 20.0


def service_target(funding: float, condition: float, oversight: float, p: ServiceParameters) -> float:
    """Return S* in [0, 1].

    Args:
        funding: money spent on service over fees due, at least 0.
        condition: K in [0, 1].
        oversight: how far the payee is overseen, in [0, 1].
        p: parameters of the group ``service``.
    """
    reach = (p.efficiency + p.oversight * oversight) * funding / p.kappa
    if reach > 1.0:
        reach = 1.0
    return reach * (p.floor + (1.0 - p.floor) * condition)


def upkeep_target(done: float, condition: float, p: ServiceParameters) -> float:
    """Return S* in [0, 1] where there is no payee: ``done`` is the share of the upkeep somebody does."""
    return clip(done) * (p.floor + (1.0 - p.floor) * condition)


def service_next(service: float, target: float, p: ServiceParameters) -> float:
    """Return service at the end of the month, in [0, 1]."""
    return clip(service + p.rho * (target - service))


def condition_next(condition: float, service: float, repair_fen: int, homes: int, p: ServiceParameters) -> float:
    """Return condition at the end of the month, in [0, 1]; ``repair_fen`` is what was spent on repair (fen)."""
    lift = repair_fen / (p.renewal_yuan * FEN_PER_YUAN * homes)
    return clip(condition + p.delta * (service - condition) - p.ageing * condition + lift)
