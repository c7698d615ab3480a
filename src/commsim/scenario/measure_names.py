"""The names a target's ``measure`` may have: every monthly column, its value in yuan, and the derived measures.

How a measure is computed stands in the results layer, which is above this one; a test there holds both lists equal.
"""

from __future__ import annotations

from commsim.rules.columns import DISPUTE_KINDS, MONTHLY, MONTHLY_NAMES

YUAN: dict[str, str] = {
    column.name.removesuffix("_fen") + "_yuan": f"{column.meaning}, yuan"
    for column in MONTHLY
    if column.name.endswith("_fen")
}

DERIVED: dict[str, str] = {
    "disputes_reported_per_100": "disputes reported, all kinds, per 100 occupied households a year",
    "disputes_latent_per_100": "grievances that arose, all kinds, per 100 occupied households a year",
    **{
        f"reported_{kind}_per_100": f"disputes reported, {kind}, per 100 occupied households a year"
        for kind in DISPUTE_KINDS
    },
    **{
        f"latent_{kind}_per_100": f"grievances that arose, {kind}, per 100 occupied households a year"
        for kind in DISPUTE_KINDS
    },
    "reported_share": "disputes reported over grievances that arose, all kinds (share)",
    "open_per_100": "reported disputes open at the end of the window, per 100 occupied households",
    "dividend_years": "longest run of consecutive calendar years with dividends, years",
    "upkeep_months": "months in which volunteers did some of the upkeep, months",
    "revenue_per_year_yuan": "income of the common parts, yuan a year",
    "instalments_paid_share": "instalments paid over instalments due (share)",
    "first_dividend_month": "month of the first dividend, counted from 1",
    "hours_done": "working time given by active members, hours",
    "lasts": "fee rate of at least 0.80 and a company or committee in every month (1 or 0)",
    "lasting_months": "months with a fee rate of at least 0.80 and a company or committee",
    "months_at_80": "months with a fee rate of at least 0.80",
    "months_at_90": "months with a fee rate of at least 0.90",
    "gap_to_full": "one less the fee rate (share)",
    "fee_rate_gain": "fee rate of the last 12 months less that of the first 12 (share)",
    "months_to_half_gain": "months after the first 12 until the fee rate has made half of its gain",
    "worst_year_fee_rate": "lowest fee rate of a whole calendar year (share)",
    "after_worst_year_fee_rate": "fee rate of the calendar year after the lowest (share)",
}

MEASURES: tuple[str, ...] = (*MONTHLY_NAMES, *YUAN, *DERIVED)
