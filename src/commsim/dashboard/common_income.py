"""What the common parts earn in a year for each home: read from a scenario's plain data, and set to the fen.

Concepts:
    gross: income of the common parts before anything leaks, as ``commsim.rules.revenue.monthly_gross`` counts it.
"""

from __future__ import annotations

from typing import Any

from commsim.dashboard.treatment import Content
from commsim.rules.arithmetic import FEN_PER_YUAN
from commsim.rules.revenue import DAYS_PER_YEAR, monthly_gross
from commsim.scenario.fields import number_text
from commsim.scenario.schema import CommonParts

Common = dict[str, Any]

_PRICE, _ADVERTS, _OTHER = "parking_yuan_per_space_day", "adverts_yuan_per_year", "other_yuan_per_year"
_PRICE_DECIMALS, _MONEY_DECIMALS = 6, 4


def year_fen(common: Common) -> int:
    """Return the gross income of a year, in fen, exactly as the model counts it."""
    other = common[_ADVERTS] + common[_OTHER]
    return sum(monthly_gross(common["parking_let"], common[_PRICE], other, month) for month in range(1, 13))


def read_income(content: Content) -> str:
    """Return the gross income of all estates, in yuan a home a year, to the fen."""
    fen, homes = 0, 0
    for estate in content["estates"].values():
        fen += year_fen(estate["common"])
        homes += estate["homes"]
    return number_text(round(fen / homes / FEN_PER_YUAN, 2))


def write_income(value: str, content: Content) -> None:
    """Set the gross income of every estate.

    Parking, adverts and other income keep their proportions; where there is none so far, it is other income.

    Args:
        value: yuan a home a year, with at most two decimals.
        content: a scenario's plain data, changed in place.
    """
    fen_a_home = round(float(value) * FEN_PER_YUAN)
    for estate in content["estates"].values():
        _scale(estate["common"], fen_a_home * estate["homes"])


def _scale(common: Common, wanted: int) -> None:
    """Scale what the common parts earn to a sum of a year, in fen."""
    earned = year_fen(common)
    if earned:
        factor = wanted / earned
        common[_PRICE] = min(round(common[_PRICE] * factor, _PRICE_DECIMALS), _most(_PRICE))
        for name in (_ADVERTS, _OTHER):
            common[name] = min(round(common[name] * factor, 2), _most(name))
    days = common["parking_let"] * DAYS_PER_YEAR
    earning = [name for name in (_OTHER, _ADVERTS) if common[name] > 0]
    if days and common[_PRICE] and not earning:
        common[_PRICE] = min(wanted / FEN_PER_YUAN / days, _most(_PRICE))
    for name in (*earning, _OTHER):
        common[name] = min(max(0.0, round(common[name] + _lack(common, wanted), _MONEY_DECIMALS)), _most(name))
    if days and year_fen(common) != wanted:
        common[_PRICE] = min(max(0.0, common[_PRICE] + _lack(common, wanted) / days), _most(_PRICE))


def _lack(common: Common, wanted: int) -> float:
    """Return what a year's income lacks, in yuan, before it is rounded to the fen."""
    parking: float = common["parking_let"] * common[_PRICE] * DAYS_PER_YEAR
    other: float = common[_ADVERTS] + common[_OTHER]
    return wanted / FEN_PER_YUAN - (parking + other)


def _most(name: str) -> float:
    """Return the greatest value the schema allows."""
    return next(float(rule.le) for rule in CommonParts.model_fields[name].metadata if hasattr(rule, "le"))
