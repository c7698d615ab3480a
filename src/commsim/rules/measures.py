"""Measures: who counts as what.

Meaning: a non-payer was billed in the last 12 months and paid at most 5 % of it; a partial payer between 5 and 95 %.
A non-payer with an open dispute with the payee, an unrepaired developer defect, or service below 0.3 withholds in
protest; any other non-payer who gave no hours is a free rider, which is undefined while service is below 0.3. A
governance free rider gains from a working body and gave no vote, meeting or hour in 12 months. Windows begin with the
world.

Source: definitions of this project; "free-riding on self-governance" in the sense of casebook keyminority.c1.
"""

from __future__ import annotations

PAYER, PARTIAL, PROTEST, FREE_RIDER, UNCLEAR = 0, 1, 2, 3, 4
POOR_SERVICE = 0.3
WORKING_BODY = 0.3
LEAST_REPORTS = 50


def payer_class(billed: int, unpaid: int, protest: bool, service: float, gave_hours: bool) -> int:
    """Return the class of a household by the bills of the last 12 months.

    Args:
        billed: fen billed in the last 12 months; 0 gives a payer (nothing to withhold).
        unpaid: of this, fen not paid.
        protest: an open dispute with the payee, or an unrepaired defect.
        service: S in [0, 1].
        gave_hours: took part in the last 12 months.

    Returns:
        0 payer, 1 partial payer, 2 protest withholder, 3 free rider, 4 non-payer who is neither.
    """
    paid = billed - unpaid
    if billed == 0 or 20 * paid >= 19 * billed:
        return PAYER
    if 20 * paid > billed:
        return PARTIAL
    if protest or service < POOR_SERVICE:
        return PROTEST
    return UNCLEAR if gave_hours else FREE_RIDER


def annual_per_100(count: int, months: int, occupied: int) -> float:
    """Return events per 100 occupied homes a year; NaN where there are none or no months."""
    if months <= 0 or occupied <= 0:
        return float("nan")
    return count * 1200.0 / (months * occupied)


def median_of_sorted(values: list[int]) -> float:
    """Return the median of sorted whole numbers; NaN where there are none."""
    n = len(values)
    if n == 0:
        return float("nan")
    if n % 2 == 1:
        return float(values[n // 2])
    return (values[n // 2 - 1] + values[n // 2]) * 0.5
