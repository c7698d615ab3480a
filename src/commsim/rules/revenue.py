"""Common revenue: what the common parts earn, who gets it, and what it is used for.

Meaning: parking and adverts on common land earn money whoever runs them. Each operator leaks a part; only what a
working committee watches, or a residents' group really runs, reaches the owners' account. From there: instalments of
an advance first, then repair and topping up service by their shares, a yearly dividend to households without arrears,
and the rest is reserve.

Equation:
    owners' income = gross (1 - leak)(1 - held) q,   leak = 0.5 company, 0.1 group, 0.3 (1 - q) committee
For a residents' group the share of its work really done stands for q. Dividends follow area, by largest remainder.

Sources: art. 282, 283 Civil Code (income of common parts belongs to the owners after reasonable cost; by area); 0.73
of residents know nothing of common revenue (2005, 100 estates); 280 to 1,470 yuan a home a year (cases). Leaks
assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import FEN_PER_YUAN, share_of
from commsim.rules.parameters import Parameter

COMPANY, GROUP, COMMITTEE, NOBODY = 0, 1, 2, 3
OPERATORS = ("company", "group", "committee", "nobody")
DAYS_PER_YEAR = 365
DIVIDEND_MONTH = 1


class RevenueParameters(NamedTuple):
    """Parameters of common revenue."""

    leak_company: Annotated[float, Parameter("share", 0.0, 1.0, "leak when the company runs it", "assumed")] = 0.5
    leak_group: Annotated[float, Parameter("share", 0.0, 1.0, "leak when a residents' group runs it", "assumed")] = 0.1
    leak_committee: Annotated[
        float, Parameter("share", 0.0, 1.0, "leak when a committee without quality runs it", "assumed")
    ] = 0.3
    leak_held: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "leak where the body has no account of its own (no legal personality)", "assumed"),
    ] = 0.1


def leak(operator: int, quality: float, p: RevenueParameters) -> float:
    """Return the share of gross income that leaks, in [0, 1], by operator (0 company, 1 group, 2 committee)."""
    if operator == COMPANY:
        return p.leak_company
    if operator == GROUP:
        return p.leak_group
    return p.leak_committee * (1.0 - quality)


def owners_income(
    gross_fen: int, operator: int, oversight: float, quality: float, own_account: bool, p: RevenueParameters
) -> int:
    """Return what reaches the owners' account, in fen.

    Args:
        gross_fen: gross income of the month, fen.
        operator: who runs the common parts (0 company, 1 group, 2 committee, 3 nobody).
        oversight: how far it is overseen, in [0, 1]; multiplies what reaches the owners.
        quality: quality of the committee, in [0, 1].
        own_account: the body has legal personality, and so an account of its own.
        p: parameters of the group ``revenue``.
    """
    if operator == NOBODY:
        return 0
    held = 1.0 if own_account else 1.0 - p.leak_held
    return share_of(gross_fen, (1.0 - leak(operator, quality, p)) * held * oversight)


def monthly_gross(let: int, yuan_a_day: float, yuan_a_year: float, month: int) -> int:
    """Return the gross income of a month, in fen, so that twelve months add up to the year's income exactly.

    Args:
        let: spaces let.
        yuan_a_day: yuan a let space a day (365 days a year).
        yuan_a_year: other yearly income, yuan.
        month: month of the run, from 1.
    """
    year = int((let * yuan_a_day * DAYS_PER_YEAR + yuan_a_year) * FEN_PER_YUAN + 0.5)
    slot = (month - 1) % 12
    return year * (slot + 1) // 12 - year * slot // 12


def largest_remainder(total_fen: int, weights: list[int]) -> list[int]:
    """Share out a sum in proportion to whole-number weights: floors first, the rest to the largest remainders, then
    by id.

    Args:
        total_fen: sum to share out, at least 0.
        weights: one weight a household, at least 0.

    Returns:
        One part a household, adding up to ``total_fen`` (all 0 where no weight is above 0).
    """
    weight_sum = 0
    for weight in weights:
        weight_sum += weight
    if weight_sum == 0:
        return [0] * len(weights)
    parts = [total_fen * weight // weight_sum for weight in weights]
    given = 0
    for part in parts:
        given += part
    order = sorted(range(len(weights)), key=lambda i: (-(total_fen * weights[i] % weight_sum), i))
    for i in order[: total_fen - given]:
        parts[i] += 1
    return parts
