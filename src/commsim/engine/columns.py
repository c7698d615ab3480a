"""An estate at work, as columns of numbers: what the agents hold as attributes, the engine holds as rows of arrays.

Concepts:
    home: a household or shop, numbered 0 to n - 1 as in ``commsim.world``; all columns of one kind of number are rows
        of one array of shape ``(rows, n)``, and a constant names the row: ``homes.real[TRUST_PAYEE]`` is a column.
    slot: a neighbour of a home; home i has the slots ``start[i]`` to ``start[i + 1] - 1``, neighbours ascending. Trust
        on a tie is held in the slots of both ends, and both are always moved alike.
    open bills: one bit a month of age, bit 0 for this month's bill. Money goes to the oldest debt, so that at most the
        oldest open bill is paid in part, and a mask and one sum hold what the agents keep in two lists of 36.
    level, count: the floats and whole numbers of the estate and its bodies.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from commsim.rules.columns import MONTHLY
from commsim.rules.ledger import ACCOUNTS, Account

# --- homes: one row a column
# ----------------------------------------------------------------------------------------------

REALS = 10
(
    TRUST_PAYEE,
    TRUST_SELF,
    FIRST_PAYEE,
    FIRST_SELF,
    BELONGING,
    NORM,
    TASTE,
    VISITOR_TIE,
    NEXT_PAYEE,
    NEXT_SELF,
) = range(REALS)
SHOCK = NEXT_PAYEE
"""Trust in the payee lost this month, from its begin until trust moves."""

VISIT = NEXT_SELF
"""Trust in a visitor who came lately, else 0: worked out when visits are paid, and needed until trust moves."""

WHOLES = 5
FEE, AREA, PAID_PART, VISITOR, VISITOR_SLOT = range(WHOLES)

COUNTERS = 9
SINCE_VISIT, SINCE_PAID, SINCE_TOOK_PART, SINCE_SUIT, BUILDING, GRIEVED = range(6)
"""Months, but for the number of the building. ``GRIEVED + kind``: month in which the grievance of a kind arose."""

FLAGS = 27
(
    PAYS,
    PAID_BEFORE,
    TOOK_PART,
    TOOK_PART_BEFORE,
    OCCASION,
    VISITED,
    VISIT_DUE,
    LEGACY,
    GAIN,
    OCCUPIED,
    AGE,
    TENURE,
    KIND,
    ACTIVE,
    SERVES,
    INHERITED,
    STEP,
    CONFLICT,
    VOTE,
    TRIES,
    EVER_VISITED,
    PRESSED,
    VOICE,
    GRIEVANCE,
) = range(24)
"""``GRIEVANCE + kind``: 0 none, 1 latent, 2 reported. ``SERVES``: active, and not on paper only.
``VISIT_DUE``: 0, or ``OF_MEMBER`` or ``OF_CALLER``. ``VOICE``: at the latest meeting, see ``rules.columns.VOICES``."""

WITHIN_MONTH_REALS = (NEXT_PAYEE, NEXT_SELF)
WITHIN_MONTH_FLAGS = (PAID_BEFORE, TOOK_PART_BEFORE, VISIT_DUE, STEP)
"""Columns that nothing of one month is kept in for the next: work space, and not state."""

OF_MEMBER, OF_CALLER = np.uint8(1), np.uint8(2)

NOBODY = np.int64(-1)
FIRST_CALLER = np.int64(-2)
"""Number of the first paid caller as a visitor; the others have the numbers below it."""

NEVER = 10_000
NONE, LATENT, REPORTED = 0, 1, 2
NOT_VOTED, NO, YES = 0, 1, 2


class Homes(NamedTuple):
    """Homes and their network; n homes, s slots.

    Attributes:
        real: float64 ``(REALS, n)``; whole: int32 ``(WHOLES, n)``; counter: int16 ``(COUNTERS, n)``.
        flag: uint8 ``(FLAGS, n)``; open: uint64 ``(n,)``, open bills by age; income: int64 ``(n,)``, fen a month.
        start: int32 ``(n + 1,)``; neighbour: uint32 ``(s,)``; weight: float64 ``(s,)``, trust in [0, 1].
        tile: float64 ``(8, TILE)``, draws of some homes at a time.
    """

    real: Any
    whole: Any
    counter: Any
    flag: Any
    open: Any
    income: Any
    start: Any
    neighbour: Any
    weight: Any
    tile: Any


TILE = 256

# --- the estate and its bodies
# ----------------------------------------------------------------------------------------------

YEAR = 12

LEVELS = 30 + YEAR
(
    SERVICE,
    CONDITION,
    TRUE_RATE,
    SIGNAL,
    DISCLOSED,
    LOCALITY,
    RISE,
    RESULTS,
    PARTICIPATION,
    UPKEEP_DONE,
    TURNOUT,
    PAYEE_TARGET,
    SELF_TARGET,
    QUALITY,
    HELD_QUALITY,
    DIVIDEND_RATE,
    REPAIR_SHARE,
    SERVICE_SHARE,
    DIVIDEND_SHARE,
    BENCH,
    LEADER_QUALITY,
    LOAD,
    UNDONE,
    MEETING_PRIVATE,
    MEETING_VOICED,
    YUAN_A_DAY,
    YUAN_A_YEAR,
    FALLBACK,
    MEAN_TIE,
    PRESSURE,
    SERVICE_YEAR,
) = range(31)
"""``SERVICE_YEAR + month % 12``: service of that month; the year's memory stands last. ``HELD_QUALITY`` is
NaN where quality is not held; ``PRESSURE``: how hard homes flagged ``PRESSED`` are pressed to pay."""

MECHANISMS = 24
SMALL_COUNTS = 79
(
    SEED,
    ESTATE,
    MONTH,
    MONTHS,
    FIRST_YEAR,
    SIZE,
    SIZE_OCCUPIED,
    MEMBERS,
    PAYEE,
    CONFLICT_UNTIL,
    PARTICIPANTS,
    WORKS,
    DUE,
    RECEIPTS,
    RECOVERED,
    REVENUE_GROSS,
    REVENUE_OWNERS,
    TOPUP,
    REPAIR,
    DIVIDENDS,
    INSTALMENT_DUE,
    INSTALMENT_PAID,
    STREET_SPENDING,
    VOTES_HELD,
    VOTES_PASSED,
    MEETINGS,
    MEETING_CARRIED,
    TIES_MOVED,
    PAYEE_CHOSEN,
    EFFORT_STARTED,
    EFFORT_ENDED,
    EFFORT_ENDED_BY,
    COMPANY_PRESENT,
    COMPANY_EFFORT,
    COMPANY_LOSSES,
    FULL_SERVICE_UNTIL,
    COMMITTEE_EXISTS,
    CAPTURED,
    LEGAL,
    OPERATOR,
    WORK_DONE,
    DIVIDEND_POT,
    FOUNDED,
    ROTA,
    SERVICE_FILE,
    RECOGNITION,
    STAFF_MINUTES,
    HAS_LEADER,
    VISITS,
    PLACES,
    SERVING,
    OFFERED,
    DEMANDED,
    DONE,
    DEMANDED_UPKEEP,
    DONE_UPKEEP,
    CONTACT_MINUTES,
    MEDIATION_MINUTES,
    PARKING_LET,
    COMMUNITY_MINUTES,
    STREET_MINUTES,
    BILLED_MONTHS,
    INHERITED_MONTHS,
    LOANS,
    SUBSIDIES,
    QUEUE,
    CASES,
    LINES,
    FADED,
    HOMES,
    VOLUNTEERS,
    AMONG_NON_MEMBERS,
    CALLERS,
    CALLER_MINUTES,
    CALLER_FEN,
    CALLERS_UNTIL,
    PRESSED_UNTIL,
    BROKEN,
    WATCHED,
) = range(SMALL_COUNTS)
"""``HOMES``: those of ``SIZE`` that are no shops; ``MEMBERS``: those with a party member; ``VOLUNTEERS``: those who may
be asked to serve; ``SERVING``: of these, who is active; ``AMONG_NON_MEMBERS``: those without a member were asked last;
``BILLED_MONTHS``: bit a for a bill issued a months ago to all; ``INHERITED_MONTHS``: months of arrears before month 1
of homes flagged ``INHERITED``; ``QUEUE``: votes called; ``CASES``: open disputes; ``LINES``: lines of the log;
``BROKEN``: a fault of the ledger, see :data:`FAULTS`; ``WATCHED``: the home whose choices are noted, or -1."""

LAST_OF_MONTH = PAYEE_CHOSEN
"""``DUE`` to this one are of the month, and begin at 0."""

ON = SMALL_COUNTS
BALANCE = ON + MECHANISMS
FLOW = BALANCE + ACCOUNTS
LATENT_NOW = FLOW + ACCOUNTS * ACCOUNTS
REPORTED_NOW = LATENT_NOW + 4
ENDED_NOW = REPORTED_NOW + 4
REPORTS_PAYEE = ENDED_NOW + 5
REPORTS_ALL = REPORTS_PAYEE + YEAR
COUNTS = REPORTS_ALL + YEAR
"""Offsets in ``count``: switches, balances, flows, grievances, reports, disputes ended by rung, the year's reports."""

(
    ON_NORMS,
    ON_FEES,
    ON_ENFORCEMENT,
    ON_RECOVERY,
    ON_SERVICE,
    ON_CONDITION,
    ON_COMPANY_EXIT,
    ON_TRUST,
    ON_BELONGING,
    ON_TIES,
    ON_VISITS,
    ON_BURNOUT,
    ON_PARTICIPATION,
    ON_ASSEMBLY,
    ON_QUORUM,
    ON_VOICE,
    ON_ARGUMENT,
    ON_COMMITTEE,
    ON_REVENUE,
    ON_DIVIDENDS,
    ON_REPAIR,
    ON_DISPUTES,
    ON_MEDIATION,
    ON_LEADER,
) = range(ON, ON + MECHANISMS)

# The compiler makes a version of a function for every literal it is called with; a number of fixed type has one.
HOUSEHOLDS = np.int64(Account.HOUSEHOLDS)
COMPANY = np.int64(Account.COMPANY)
COMMON = np.int64(Account.COMMON)
FUND = np.int64(Account.FUND)
OPERATORS_ACCOUNT = np.int64(Account.OPERATOR)
STREET = np.int64(Account.STREET)
OUTSIDE = np.int64(Account.OUTSIDE)

ZERO, ONE = np.int64(0), np.int64(1)
NO_PAYEE, COMPANY_PAYEE, SELF_PAYEE = np.int64(0), np.int64(1), np.int64(2)
BURNOUT, CASH, MANDATE = np.int64(1), np.int64(2), np.int64(3)
EFFORT_ENDS = ("", "burnout", "cash", "mandate")
FAULTS = ("", "a negative sum was to be moved", "the common account or the fund was to be overdrawn")

MEMBER_ROWS = 6
MEMBER_HOME, MINUTES, RETIRED, PAPERWORK, BY_LOT, NO_MEMBER = range(MEMBER_ROWS)
"""``BY_LOT``: places of the volunteers in the order of their lots; ``NO_MEMBER``: asked in the members' place."""

LOAN, SUBSIDY, VOTE_CALLED = 0, 1, 2
"""Tables of ``promise``: loans (creditor, open, instalment, overdue), subsidies (fen, last month, for repair), votes
called (event, months left, attempts left)."""

CASE_ROWS = 6
CASE_MONTH, CASE_HOME, CASE_KIND, CASE_OTHER, CASE_RUNG, CASE_SINCE = range(CASE_ROWS)

LINE_ROWS = 6
"""Of a line of the log: month, event (-1: none), happening, and three numbers."""

IN_TIME_FEN, IN_TIME_BILLS, IN_TIME_DUE, IN_TIME_ISSUED = 0, 1, 2, 3


class Estate(NamedTuple):
    """The estate and its bodies; m volunteers, v events, t months with those that settle the last bills.

    Attributes:
        level: float64 ``(LEVELS,)``; count: int64 ``(COUNTS,)``.
        member: int32 ``(MEMBER_ROWS, m)``; motivation: float64 ``(m,)``.
        promise: int64 ``(3, v + 1, 4)``; event: int64 ``(v, EVENT_WHOLES)``; event_real: float64 ``(v, EVENT_REALS)``.
        rank: float64 ``(r, n)``, structural rankings; served: uint8 ``(buildings,)``.
        duration: int32 ``(13, t + 1)``: disputes ended by months they took, for each month of the year, and in all.
        in_time: int64 ``(t + 1, 4)``: of the bills of a month: fen and bills paid in time, fen due, bills issued.
        line: int64 ``(most lines, LINE_ROWS)``.
        whole_out: int64 ``(months, columns)``; real_out: float64 ``(months, columns)``.
        watched: float64 ``(months, WATCHED_ROWS)``, choices of the home that is watched; no months where none is.
    """

    level: Any
    count: Any
    member: Any
    motivation: Any
    promise: Any
    event: Any
    event_real: Any
    rank: Any
    served: Any
    duration: Any
    in_time: Any
    line: Any
    whole_out: Any
    real_out: Any
    watched: Any


# --- what is recorded
# ----------------------------------------------------------------------------------------------

WHOLE_NAMES: tuple[str, ...] = tuple(column.name for column in MONTHLY if column.kind == "int")
REAL_NAMES: tuple[str, ...] = tuple(column.name for column in MONTHLY if column.kind == "float")
