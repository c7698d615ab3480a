"""The property company: what it does about arrears, what it spends, and when it gives up.

Meaning: the company spends on service what comes in on recent bills, up to the cost of full service, and takes what
is left, old arrears included, as profit once a year. It reminds, writes letters and sues, up to the hardest step it
is set to, where fees of earlier months are owed; each step costs money, and a suit costs trust. Staff it cannot shed is
a cost in every month; after too many months in a row in which income does not cover this, it leaves.

Equation:
    spending = min(kappa due, receipts on recent bills);   loss when receipts < committed due;   exit after `patience`
    losses e = 0.1 for a reminder, 0.4 for a letter (from `letter_after` months owed), 1 for a suit (from `suit_after`)

Sources: in 0.95 of fee cases firms sue owners (a Beijing court, 2012 to 2015), so suits exist but are rare; effort
levels, prices and patience are assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.parameters import Parameter

NO_EFFORT, REMINDER, LETTER, SUIT = 0, 1, 2, 3
EFFORTS = ("none", "reminder", "letter", "suit")


class CompanyParameters(NamedTuple):
    """Parameters of the property company."""

    e_reminder: Annotated[float, Parameter("share", 0.0, 1.0, "effort felt from a reminder", "assumed")] = 0.1
    e_letter: Annotated[float, Parameter("share", 0.0, 1.0, "effort felt from a letter", "assumed")] = 0.4
    e_suit: Annotated[float, Parameter("share", 0.0, 1.0, "effort felt from a suit", "assumed")] = 1.0
    letter_after: Annotated[float, Parameter("months owed", 0.0, 36.0, "arrears that bring a letter", "assumed")] = 6.0
    suit_after: Annotated[float, Parameter("months owed", 0.0, 36.0, "arrears that may bring a suit", "assumed")] = 12.0
    suit_rate: Annotated[
        float, Parameter("a month", 0.0, 1.0, "chance of a suit for those far enough behind", "assumed")
    ] = 0.05
    suit_felt: Annotated[
        float, Parameter("months", 1.0, 120.0, "a suit is felt before and after judgment", "assumed")
    ] = 12.0
    suit_trust: Annotated[float, Parameter("share", 0.0, 1.0, "trust in the payee lost by a suit", "assumed")] = 0.30
    reminder_yuan: Annotated[float, Parameter("yuan", 0.0, 1e4, "cost of a reminder", "assumed")] = 1.0
    letter_yuan: Annotated[float, Parameter("yuan", 0.0, 1e4, "cost of a letter", "assumed")] = 10.0
    suit_yuan: Annotated[float, Parameter("yuan", 0.0, 1e5, "cost of a suit", "assumed")] = 400.0
    committed: Annotated[
        float, Parameter("share of fees due", 0.0, 1.0, "staff cost that cannot be shed", "assumed")
    ] = 0.12
    patience: Annotated[
        float, Parameter("months", 1.0, 1200.0, "months of loss in a row before it leaves", "assumed")
    ] = 18.0
    buffer: Annotated[
        float, Parameter("share of a year's fees", 0.0, 10.0, "cash it keeps when it takes its profit", "assumed")
    ] = 0.10


def step_against(hardest: int, months_owed: float, sued: bool, p: CompanyParameters) -> int:
    """Return the step taken this month against a household: 0 none, 1 reminder, 2 letter, 3 suit.

    Args:
        hardest: hardest step the payee is set to take (0 to 3).
        months_owed: months owed before this month's bill, at least 0.
        sued: whether this month's draw falls on a suit.
        p: parameters of the group ``company``.
    """
    if hardest == NO_EFFORT or months_owed <= 0.0:
        return NO_EFFORT
    if hardest >= SUIT and sued and months_owed >= p.suit_after:
        return SUIT
    if hardest >= LETTER and months_owed >= p.letter_after:
        return LETTER
    return REMINDER


def felt_effort(step: int, p: CompanyParameters) -> float:
    """Return e in [0, 1], how strongly a household feels a step."""
    if step == SUIT:
        return p.e_suit
    if step == LETTER:
        return p.e_letter
    if step == REMINDER:
        return p.e_reminder
    return 0.0


def lasting_effort(step: int, months_since_suit: int, p: CompanyParameters) -> float:
    """Return e in [0, 1] from this month's step and a suit some months ago, which is felt for a while."""
    if months_since_suit < p.suit_felt:
        return p.e_suit
    return felt_effort(step, p)


def step_cost_yuan(step: int, p: CompanyParameters) -> float:
    """Return what a step costs the payee, in yuan."""
    if step == SUIT:
        return p.suit_yuan
    if step == LETTER:
        return p.letter_yuan
    if step == REMINDER:
        return p.reminder_yuan
    return 0.0


def loses(receipts_fen: int, due_fen: int, p: CompanyParameters) -> bool:
    """Tell whether a month's receipts do not cover the cost that cannot be shed (both in fen)."""
    return receipts_fen < p.committed * due_fen
