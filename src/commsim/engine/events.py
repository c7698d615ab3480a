"""Events of the timeline as rows of numbers: what stands in which column, and those that only change the estate.

A row of ``event`` is of one event: month, kind, number in the scenario's timeline, and what the kind needs; shares and
other floats stand in the same row of ``event_real``, NaN where a value was left out.
"""

from __future__ import annotations

from commsim.engine.columns import COMPANY_PAYEE, COMPANY_PRESENT
from commsim.engine.jit import kernel
from commsim.engine.service import change_payee, company_enters, company_goes

EVENT_WHOLES = 11
EVENT_MONTH, EVENT_KIND, EVENT_NUMBER, FIRST = 0, 1, 2, 3
EVENT_REALS = 3

KINDS = (
    "found_branch",
    "change_support",
    "activate",
    "withdraw",
    "paid_callers",
    "leader_arrives",
    "leader_leaves",
    "call_assembly",
    "elect",
    "appoint",
    "dissolve",
    "run_revenue",
    "convention",
    "meeting",
    "company_enters",
    "advance",
    "company_leaves",
    "self_run",
    "enforce",
    "subsidy",
    "renovate",
    "conflict",
    "work_unit_pressure",
    "mechanism",
)
(
    FOUND_BRANCH,
    CHANGE_SUPPORT,
    ACTIVATE,
    WITHDRAW,
    PAID_CALLERS,
    LEADER_ARRIVES,
    LEADER_LEAVES,
    CALL_ASSEMBLY,
    ELECT_EVENT,
    APPOINT,
    DISSOLVE,
    RUN_REVENUE_EVENT,
    CONVENTION,
    MEETING,
    COMPANY_ENTERS,
    ADVANCE,
    COMPANY_LEAVES,
    SELF_RUN,
    ENFORCE,
    SUBSIDY_EVENT,
    RENOVATE,
    CONFLICT_EVENT,
    WORK_UNIT_PRESSURE,
    MECHANISM,
) = range(len(KINDS))

# Votes: call_assembly, elect, company_enters. The same columns in all three.
MATTER, MONTHS_OPEN, ATTEMPTS, FEN, OPERATOR_NEW, LEGAL_PERSONALITY, RUN_REVENUE = range(3, 10)
MATTERS = ("use_fund", "raise_fund", "let_common_parts", "elect", "choose_company")
USE_FUND, RAISE_FUND, LET_COMMON_PARTS, ELECT, CHOOSE_COMPANY = range(len(MATTERS))
NO_VOTE = -1
# company_enters: FEN are the works it advances.
FULL_SERVICE_MONTHS, EFFORT, INSTALMENT_MONTHS = 7, 8, 9


@kernel
def company_takes_over(homes, estate, cases, number, chosen, p):
    """Let a company take over, by a row of the timeline; ``chosen``: by the owners' own vote."""
    event = estate.event[number]
    if estate.count[COMPANY_PRESENT]:
        company_goes(estate)
    company_enters(estate, event[EFFORT], event[FULL_SERVICE_MONTHS], event[FEN], event[INSTALMENT_MONTHS])
    change_payee(homes, estate, cases, COMPANY_PAYEE, chosen, p)
