"""One small estate in which something of everything happens, and hand-made monthly tables."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from commsim.rules.columns import MONTHLY

MONTHS = 26

SMALL = f"""
schema_version: 1
name: small-estate
title: {{en: A small estate, zh: 小小区}}
months: {MONTHS}
first_year: 2021
estates:
  main:
    homes: 40
    shops: 2
    buildings: 2
    stairwells_per_building: 2
    floors: 5
    common: {{parking_spaces: 20, parking_let: 15, parking_yuan_per_space_day: 4, dividend_share: 0.3}}
residents: {{member_share: 0.2}}
timeline:
  - {{event: conflict, month: 2, share: 0.4, trust_loss: 0.5}}
  - {{event: found_branch, month: 5}}
  - {{event: activate, month: 6, share: 0.5}}
  - {{event: appoint, month: 8}}
targets:
  - {{id: pays, measure: fee_rate, window: whole run, relation: above, value: 0.0, assumed: true}}
  - {{id: never, measure: fee_rate, window: months 13..24, relation: above, value: 0.9999, assumed: true}}
  - {{id: years, measure: service, window: each year, relation: between, low: 0.0, high: 1.0, assumed: true}}
"""


def monthly_of(months: int = 24, seed: int = 1, estate: str = "main", **columns: Any) -> pd.DataFrame:
    """Return the monthly table of one estate: the given columns, a number or one value a month; all others zero."""
    table: dict[str, Any] = {
        "seed": [seed] * months,
        "estate": [estate] * months,
        "month": list(range(1, months + 1)),
        "year": [2021 + month // 12 for month in range(months)],
        "month_of_year": [month % 12 + 1 for month in range(months)],
    }
    zeros = {column.name: [0 if column.kind == "int" else 0.0] * months for column in MONTHLY}
    given = {name: value if isinstance(value, list) else [value] * months for name, value in columns.items()}
    unknown = set(given) - set(zeros)
    if unknown:
        raise KeyError(f"no such columns: {unknown}")
    return pd.DataFrame(table | zeros | given)


def same(first: float, second: float) -> bool:
    """Return whether two figures are equal, or both undefined."""
    return first == second or (math.isnan(first) and math.isnan(second))
