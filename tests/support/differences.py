"""Where two runs of one scenario differ first: in which month, at which stage, in whose value, by which bits.

Concepts:
    same: equal to the last bit and of the same Python type. 0.0 is not -0.0 and 1 is not True; every NaN is the same.
    first: the earliest month; in it the first estate; in it the earliest stage of the month that leaves another value.
        A stage reads what earlier ones left, so a wrong value of an early stage explains those of later ones.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from commsim.raw import RawRun
from commsim.rules.columns import DISPUTE_KINDS, MONTHLY_NAMES, RUNGS
from commsim.rules.fees import IN_TIME_MONTHS
from commsim.rules.month import MONTH

SHOWN = 12
"""Values shown of the month in which two runs differ first."""

WORLD = "the world at the start"
STAGES = (WORLD, *(stage.name for stage in MONTH))
_LEFT_BY: dict[str, str] = {
    WORLD: "households occupied members building stairwell floor shop tenure age type member legacy",
    "bills_go_out": "billed_fen bills",
    "members_serve": "offered_minutes demanded_minutes done_minutes load visited visitor ever_visited",
    "households_decide": "disclosure norm pays",
    "households_pay": "collected_fen recovered_fen paid_in_time_fen bills_in_time fee_rate fee_rate_households "
    "arrears_fen arrears_months months_since_paid",
    "common_parts_earn": "revenue_gross_fen revenue_owners_fen instalment_due_fen instalment_paid_fen topup_fen "
    "dividends_fen advance_open_fen",
    "service_is_given": "repair_fen upkeep_done street_fen service condition common_account_fen",
    "residents_take_part": "participation months_since_took_part",
    "owners_vote": "votes_held votes_passed turnout committee fund_fen",
    "residents_meet": "meetings meeting_private meeting_voiced meeting_carried voice",
    "grievances_arise": " ".join(f"{what}_{kind}" for what in ("latent", "reported") for kind in DISPUTE_KINDS),
    "disputes_are_mediated": " ".join(f"ended_{rung}" for rung in RUNGS)
    + " ended_faded open_disputes open_grievances median_duration complaint_share dispute_payee dispute_neighbour",
    "committee_works": "committee_quality",
    "trust_moves": "trust_payee trust_self belonging",
    "ties_move": "trust_ties visitor_tie",
    "members_tire_or_go_on": "members_active active motivation",
    "company_takes_stock": "company company_cash_fen",
    "month_is_recorded": "non_payers partial_payers protest_withholders free_riders governance_free_riders",
}
STAGE_OF = {column: STAGES.index(stage) for stage, columns in _LEFT_BY.items() for column in columns.split()}
"""The stage after which a column has its value, as a place in ``STAGES``."""

KNOWN_LATER = ("paid_in_time_fen", "bills_in_time", "fee_rate", "fee_rate_households")
KEYS = ("estate", "month", "household")


class Difference(NamedTuple):
    """A value in which two runs differ.

    Attributes:
        month: the month in which it came about at the earliest; for final households the last.
        estate: name of the estate; "" for what belongs to none.
        stage: place in ``STAGES``.
        table: monthly, history, households, events or outcomes.
        column: its column.
        household: whose it is, or -1.
        values: both values.
    """

    month: int
    estate: str
    stage: int
    table: str
    column: str
    household: int
    values: tuple[Any, Any]

    def where(self) -> str:
        """Return table, household and column."""
        whose = f" of household {self.household}" if self.household >= 0 else ""
        return f"{self.table}: {self.column}{whose}"


def same(first: Any, second: Any) -> bool:
    """Tell whether two values are the same to the last bit and in type."""
    if type(first) is not type(second):
        return False
    if isinstance(first, float):
        return first.hex() == second.hex()
    return bool(first == second)


def shown(value: Any, other: Any = None) -> str:
    """Return a value as a message tells it: floats with their bits, and the type where it is the type that differs."""
    text = f"{value.hex()} ({value!r})" if isinstance(value, float) else repr(value)
    return text if other is None or type(value) is type(other) else f"{text} as {type(value).__name__}"


def plain(values: Any) -> list[Any]:
    """Return a column as a list."""
    return list(values.tolist() if hasattr(values, "tolist") else values)


def unequal(first: Sequence[Any], second: Sequence[Any]) -> list[int]:
    """Return the places at which two columns of one length are not the same."""
    one, two = plain(first), plain(second)
    kinds = {type(value) for value in one}
    if len(kinds) == 1 and kinds == {type(value) for value in two}:
        if kinds == {float}:
            if array("d", one).tobytes() == array("d", two).tobytes():
                return []
        elif one == two:
            return []
    return [place for place, pair in enumerate(zip(one, two, strict=True)) if not same(*pair)]


# --- what cannot be compared value by value ---------------------------------------------------------------------------


def _misshapen(first: RawRun, second: RawRun) -> str | None:
    """Return how two runs differ in shape: seed, estates, columns, rows."""
    for what in ("seed", "estates"):
        if not same(getattr(first, what), getattr(second, what)):
            return f"{what}: {shown(getattr(first, what))} against {shown(getattr(second, what))}"
    if first.scenario != second.scenario:
        return "they are runs of different scenarios"
    for table in ("monthly", "households", "history"):
        found = _misshapen_table(getattr(first, table), getattr(second, table))
        if found:
            return f"{table}: {found}"
    return None


def _misshapen_table(first: Mapping[str, Any] | None, second: Mapping[str, Any] | None) -> str | None:
    if first is None or second is None:
        return (
            None if first is second else " against ".join("none" if one is None else "one" for one in (first, second))
        )
    if list(first) != list(second):
        odd = sorted(set(first) ^ set(second)) or "the same names in another order"
        return f"columns differ: {odd}"
    for column in first:
        if len(first[column]) != len(second[column]):
            return f"{column} has {len(first[column])} rows against {len(second[column])}"
    for column in (key for key in KEYS if key in first):
        rows = unequal(first[column], second[column])
        if rows:
            return f"{column} in row {rows[0]} is {first[column][rows[0]]!r} against {second[column][rows[0]]!r}"
    return None


# --- value by value ---------------------------------------------------------------------------------------------------


def _of_table(first: RawRun, second: RawRun, table: str) -> Iterator[Difference]:
    one, two = getattr(first, table), getattr(second, table)
    if one is None:
        return
    last = first.scenario.data.months
    months = plain(one["month"]) if "month" in one else None
    households = plain(one["household"]) if "household" in one else None
    for column in one:
        if column in KEYS:
            continue
        later = IN_TIME_MONTHS - 1 if column in KNOWN_LATER else 0
        for row in unequal(one[column], two[column]):
            month = min(months[row] + later, last + later) if months is not None else last
            whose = households[row] if households is not None else -1
            values = plain(one[column])[row], plain(two[column])[row]
            stage = STAGE_OF.get(column, len(STAGES))
            yield Difference(month, one["estate"][row], stage, table, column, whose, values)


def _stage_of_entry(entry: Mapping[str, Any]) -> int:
    """Return the stage at which a line of the log was written."""
    if entry["text"].startswith("a meeting of"):
        return STAGES.index("residents_meet")
    if entry["text"].startswith("the vote failed"):
        return STAGES.index("owners_vote")
    return STAGES.index("company_takes_stock" if entry["event"] == "company" else "events_happen")


def _of_events(first: RawRun, second: RawRun) -> Iterator[Difference]:
    """Yield the first line of the log that differs: what follows it may only have moved."""
    one, two = first.events, second.events
    for place in range(max(len(one), len(two))):
        pair = tuple(log[place] if place < len(log) else None for log in (one, two))
        if pair[0] != pair[1] or not _same_entry(*pair):
            entry = min((each for each in pair if each is not None), key=lambda each: each["month"])
            stage = _stage_of_entry(entry)
            yield Difference(entry["month"], entry["estate"], stage, "events", f"line {place + 1}", -1, pair)
            return


def _same_entry(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return list(first) == list(second) and all(same(first[key], second[key]) for key in first)


def _of_outcomes(first: RawRun, second: RawRun) -> Iterator[Difference]:
    last = first.scenario.data.months
    for estate in dict.fromkeys([*first.outcomes, *second.outcomes]):
        one, two = first.outcomes.get(estate, {}), second.outcomes.get(estate, {})
        for fact in dict.fromkeys([*one, *two]):
            if not same(one.get(fact), two.get(fact)):
                values = one.get(fact), two.get(fact)
                yield Difference(last, estate, len(STAGES), "outcomes", fact, -1, values)


def differences(first: RawRun, second: RawRun) -> list[Difference]:
    """Return all values in which two runs of one shape differ, the first one first."""
    found = [
        *_of_table(first, second, "monthly"),
        *_of_table(first, second, "history"),
        *_of_table(first, second, "households"),
        *_of_events(first, second),
        *_of_outcomes(first, second),
    ]
    places = {name: place for place, name in enumerate(first.estates)}
    return sorted(found, key=lambda one: (one.month, places.get(one.estate, -1), one.stage))


def first_difference(first: RawRun, second: RawRun, names: tuple[str, str] = ("agents", "compiled")) -> str | None:
    """Return where two runs differ first and by which bits, as a text to debug with; None where they are the same.

    Args:
        first, second: runs of one scenario under one seed.
        names: what the text calls them.
    """
    misshapen = _misshapen(first, second)
    if misshapen:
        return f"{names[0]} and {names[1]} differ in shape: {misshapen}"
    found = differences(first, second)
    if not found:
        return None
    start = found[0]
    here = [one for one in found if (one.month, one.estate) == (start.month, start.estate)]
    head = (
        f"{names[0]} and {names[1]} differ first in month {start.month} of estate '{start.estate}', "
        f"after the stage: {_stage(start)}"
    )
    lines = [line for one in here[:SHOWN] for line in _lines(one, names)]
    more = [f"  and {len(here) - SHOWN} more values in this month"] if len(here) > SHOWN else []
    return "\n".join([head, *_happening(first, start), *lines, *more, *_counts(first, found)])


def _stage(one: Difference) -> str:
    if one.stage >= len(STAGES):
        return "of none"
    return STAGES[one.stage] if one.stage == 0 else f"{one.stage} {STAGES[one.stage]}"


def _lines(one: Difference, names: tuple[str, str]) -> list[str]:
    width = max(map(len, names))
    pairs = zip(names, one.values, reversed(one.values), strict=True)
    told = [f"      {name:{width}} {shown(value, other)}" for name, value, other in pairs]
    return [f"  [{_stage(one)}] {one.where()}", *told]


def _happening(run: RawRun, start: Difference) -> list[str]:
    """Return what the scenario lets happen in the month before the difference."""
    events = [
        event.key
        for event in run.scenario.data.timeline
        if event.month == start.month and event.estate in ("all", start.estate)
    ]
    return [f"  events of this month: {', '.join(events)}"] if events else []


def _counts(run: RawRun, found: Sequence[Difference]) -> list[str]:
    """Return how far the difference reaches: values by table, and the first month of each estate."""
    tables = {
        table: len([one for one in found if one.table == table]) for table in dict.fromkeys(o.table for o in found)
    }
    months: dict[str, int] = {}
    for one in found:
        months.setdefault(one.estate, one.month)
    cells = len(run.monthly["month"]) * len(MONTHLY_NAMES)
    told = [f"{count} of {cells} in monthly" if t == "monthly" else f"{count} in {t}" for t, count in tables.items()]
    same_estates = [name for name in run.estates if name not in months]
    return [
        f"  differing values: {', '.join(told)}",
        f"  estates: {', '.join(f'{name} from month {month}' for name, month in months.items())}"
        + (f"; the same: {', '.join(same_estates)}" if same_estates else ""),
    ]
