"""Belonging: the emotional bond to the place.

Meaning: belonging grows with joint activity, with visible results (service better than a year ago, repair, a
dividend) and with being heard; it fades slowly. The owner of a vacant home sees results from afar and does not take
part. What pressure by one's work unit does to it is disputed, since it may crowd out one's own will: the sign is free,
and 0 by default.

Equation:
    beta <- clip(beta + up x (1 - beta) - down beta - pressure W)
with x = joint + visible + heard (weights below) and W the pressure of its work unit, both in [0, 1].
The half-life without any of them is ln 2 / down, about five years.

Sources: sense of community and participation reinforce each other, Chavis & Wandersman 1990; "takes long to grow and
does not vanish in ten days" (casebook leader.c1); crowding out, Frey & Jegen 2001. Values assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import FEN_PER_YUAN, clip
from commsim.rules.parameters import Parameter


class BelongingParameters(NamedTuple):
    """Parameters of belonging."""

    up: Annotated[float, Parameter("a month", 0.0, 1.0, "speed of growth", "calibrated: M1, M2, M11, M12")] = 0.10
    down: Annotated[float, Parameter("a month", 0.0, 1.0, "speed of fading", "half-life of years assumed")] = 0.012
    joint: Annotated[
        float, Parameter("share", 0.0, 1.0, "weight of having taken part", "calibrated: M1, M2, M11, M12")
    ] = 0.5
    visible: Annotated[
        float, Parameter("share", 0.0, 1.0, "weight of visible results", "calibrated: M1, M2, M11, M12")
    ] = 0.3
    heard: Annotated[float, Parameter("share", 0.0, 1.0, "weight of being visited or heard", "assumed")] = 0.20
    repair_yuan: Annotated[
        float,
        Parameter(
            "yuan a home a month",
            0.01,
            1e5,
            "repair that counts as a full visible result",
            "calibrated: M1, M2, M11, M12",
        ),
    ] = 40.0
    betterment: Annotated[
        float, Parameter("ratio", 0.0, 100.0, "visible result for each unit by which service rose in a year", "assumed")
    ] = 2.0
    dividend: Annotated[float, Parameter("share", 0.0, 1.0, "visible result of a month with a dividend", "assumed")] = (
        0.5
    )
    pressure: Annotated[
        float, Parameter("a month", -1.0, 1.0, "belonging lost by full pressure of one's work unit", "assumed")
    ] = 0.0


def visible_results(rise: float, repair_fen: int, dividend: bool, homes: int, p: BelongingParameters) -> float:
    """Return how far results are visible this month, in [0, 1].

    Args:
        rise: service now less service a year ago.
        repair_fen: spent on repair this month, fen.
        dividend: a dividend was paid this month.
        homes: households of the estate, above 0.
        p: parameters of the group ``belonging``.
    """
    seen = repair_fen / (p.repair_yuan * FEN_PER_YUAN * homes)
    if rise > 0.0:
        seen = seen + p.betterment * rise
    if dividend:
        seen = seen + p.dividend
    return clip(seen)


def experience(took_part: float, results: float, heard: float, p: BelongingParameters) -> float:
    """Return x in [0, 1] from having taken part (0 or 1), visible results in [0, 1] and being heard (0 or 1)."""
    return clip(p.joint * took_part + p.visible * results + p.heard * heard)


def belonging_next(value: float, x: float, pressure: float, p: BelongingParameters) -> float:
    """Return belonging at the end of the month, in [0, 1].

    Args:
        value: belonging now.
        x: the month's experience, in [0, 1].
        pressure: W in [0, 1], of the work unit.
        p: parameters of the group ``belonging``.
    """
    return clip(value + p.up * x * (1.0 - value) - p.down * value - p.pressure * pressure)
