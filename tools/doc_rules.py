"""Regions about the model itself: the month, the rules and their parameters, columns, streams, mechanisms."""

from __future__ import annotations

import re
from importlib import import_module
from types import ModuleType

from commsim.draws import Stream
from commsim.rules import GROUPS, all_declared, declared
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY, Column
from commsim.rules.month import MONTH
from commsim.scenario.mechanisms import Mechanisms
from commsim.world.columns import World
from doc_tables import attributes, code, doc, docstring_markdown, first_sentence, inline, number, table

RULES_WITHOUT_PARAMETERS = ("ledger", "measures")
"""Files of ``commsim.rules`` that state a rule and have no parameters."""

HOUSEHOLD_MEANING = {
    "building": "building, from 0",
    "stairwell": "stairwell, from 0, numbered through the estate",
    "floor": "floor, from 1",
    "shop": "1 a shop, 0 a home",
    "tenure": "0 owner-occupied, 1 tenant, 2 absent (vacant home)",
    "age": "0 under 35, 1 from 35 to 60, 2 over 60",
    "type": "cooperation type: 0 conditional, 1 free rider, 2 hump-shaped, 3 unconditional",
    "member": "1 a household with a party member",
    "active": "1 serves: a member, or a household asked in the members' place",
    "pays": "1 pays this month's bill",
    "arrears_months": "fees owed, in months of its own fee",
    "norm": "perceived norm m, as last perceived",
    "trust_payee": "trust in the payee c, 0 to 1",
    "trust_self": "trust in self-government g, 0 to 1",
    "belonging": "belonging β, 0 to 1",
    "visitor": "household of the member assigned to it, -1 nobody, -2 and below a paid caller",
    "visitor_tie": "trust in the visitor, -1 to 1",
    "ever_visited": "1 visited in any month of the run so far",
    "months_since_paid": "months since it last paid, counted from the start of the world",
    "months_since_took_part": "months since it last took part, counted from the start of the world",
    "voice": "at the latest residents' meeting so far: 0 not there, or none yet; 1 silently for the plan, 2 silently "
    "against it, 3 spoke for it, 4 spoke against it",
    "dispute_payee": "grievance with the payee: 0 none, 1 not reported, 2 reported",
    "dispute_neighbour": "grievance with a neighbour: 0 none, 1 not reported, 2 reported",
    "legacy": "1 an unrepaired developer defect",
    "motivation": "of those who may be asked to serve: motivation, 0 to 1",
}
"""What the columns of ``households`` hold; held equal to ``HOUSEHOLD_FINAL`` when the table is made."""

_CALIBRATED = "calibrated:"
_OVER = {
    "sum": "sum",
    "mean": "mean of the defined months",
    "last": "value at the end",
    "max": "greatest",
}

CHANGED_SINCE_DESIGN = {
    "behaviour.fees.a": -3.1,
    "behaviour.fees.a_free_rider": -3.8,
    "behaviour.fees.a_unconditional": -0.4,
    "behaviour.fees.taste_sd": 0.6,
    "behaviour.fees.J": 4.2,
    "behaviour.fees.J_free_rider": 1.6,
    "behaviour.fees.b_S": 2.4,
    "behaviour.fees.b_c": 1.6,
    "behaviour.fees.b_beta": 1.6,
    "behaviour.fees.b_v": 0.7,
    "behaviour.fees.b_E": 1.2,
    "behaviour.fees.b_G": 1.0,
    "behaviour.fees.revise": 0.25,
    "behaviour.norms.w0": 1.0,
    "behaviour.norms.disclosure_base": 0.15,
    "behaviour.norms.disclosure_quality": 0.7,
    "behaviour.service.kappa": 0.8,
    "behaviour.service.rho": 0.35,
    "behaviour.service.delta": 0.01,
    "behaviour.service.ageing": 0.001,
    "behaviour.service.renewal_yuan": 8000,
    "behaviour.trust.up": 0.06,
    "behaviour.trust.down": 0.14,
    "behaviour.trust.social": 0.1,
    "behaviour.belonging.up": 0.06,
    "behaviour.belonging.down": 0.012,
    "behaviour.ties.up": 0.1,
    "behaviour.ties.down": 0.01,
    "behaviour.ties.cap": 6,
    "behaviour.assembly.answered": 0.4,
    "behaviour.committee.rate": 0.12,
    "behaviour.revenue.leak_company": 0.5,
    "behaviour.revenue.leak_group": 0.1,
    "behaviour.revenue.leak_committee": 0.3,
    "behaviour.voice.ground": 0.2,
    "behaviour.voice.kappa0": 5,
}
"""Values the first design named, by path; the page says which of them stand and which were moved."""


PATTERNS = (
    (
        "M1",
        "after an open conflict, a fee rate below 0.30 in months 49 to 60, and at the end where nothing is done",
        ("tianhu-garden", "tianhu-garden-without"),
    ),
    (
        "M2",
        "with all steps, 0.98 to 0.999 from the second dividend year, 5 dividends, 1,000,000 yuan, half the disputes",
        ("tianhu-garden",),
    ),
    (
        "M4",
        "upkeep run by a few pensioners with nothing behind them ends within two months",
        ("hongyun-volunteers",),
    ),
    (
        "M5",
        "with in-service members, a re-elected committee and an advance a company stays and the instalments are paid",
        ("hongyun",),
    ),
    (
        "M6",
        "parking and adverts earn what is reported (an input check); the small fee is collected better (a prediction)",
        ("yanxiqiao",),
    ),
    (
        "M8",
        "a plan most support in private is blocked without a few speakers and carried with them",
        ("parking-meeting", "parking-meeting-without"),
    ),
    (
        "M11",
        "an ordinary estate that nobody touches keeps a fee rate of 0.70 to 0.88 for ten years",
        ("typical-estate",),
    ),
    (
        "M12",
        "a committee by decree, without participation, stays below 0.50 from a low start",
        ("committee-by-decree",),
    ),
)
"""The statements the model is held against: id, statement, scenarios."""


def patterns() -> str:
    """Return the statements, each with the number of parameters whose source says that they were set on it."""
    rows = []
    for name, statement, scenarios in PATTERNS:
        count = len(_calibrated_on(name))
        rows.append((name, statement, ", ".join(map(code, scenarios)), f"yes, {count}" if count else "no"))
    return table(("", "Statement", "Scenario", "Values set on it"), rows)


def calibrated() -> str:
    """Return the parameters set on each combination of statements."""
    groups: dict[str, list[str]] = {}
    for one in all_declared():
        if one.parameter.source.startswith(_CALIBRATED):
            on = one.parameter.source.removeprefix(_CALIBRATED).strip()
            groups.setdefault(on, []).append(f"`{one.group}.{one.name}`")
    return table(("Set on", "Parameters"), [(on, ", ".join(names)) for on, names in groups.items()])


def _calibrated_on(statement: str) -> list[str]:
    """Return the paths of the parameters whose source names a statement."""
    return [
        one.path
        for one in all_declared()
        if one.parameter.source.startswith(_CALIBRATED) and re.search(rf"\b{statement}\b", one.parameter.source)
    ]


def month_list() -> str:
    """Return the stages of the month in order, each with its reason."""
    rows = [(i, stage.title, stage.reason, code(stage.name)) for i, stage in enumerate(MONTH, start=1)]
    return table(("", "What happens", "Why here", "Method of `LivingEstate`"), rows)


def rules() -> str:
    """Return one section a rule, in the order of the model description."""
    names = [*GROUPS, *RULES_WITHOUT_PARAMETERS]
    return "\n\n".join(f"### {name}\n\n{rule(name)}" for name in names)


def rule(name: str) -> str:
    """Return what a rule's file says, and the table of its parameters."""
    parts = [docstring_markdown(doc(_module(name)))]
    if name in GROUPS:
        parts.append(parameter_table(name))
    path = f"src/commsim/rules/{name}.py"
    parts.append(f"Code: [`{path}`](../{path})" + (f", `commsim explain {name}`." if name in GROUPS else "."))
    return "\n\n".join(parts)


def _module(name: str) -> ModuleType:
    return import_module(GROUPS[name].__module__ if name in GROUPS else f"commsim.rules.{name}")


def parameter_table(group: str) -> str:
    """Return the parameters of one group from their declarations."""
    rows = [
        (
            code(one.name),
            number(one.default),
            f"{number(one.parameter.low)} to {number(one.parameter.high)}",
            one.parameter.unit,
            one.parameter.meaning,
            one.parameter.source,
        )
        for one in declared(group, GROUPS[group])
    ]
    return table(("Parameter", "Default", "Range", "Unit", "Meaning", "Source"), rows)


def rule_index() -> str:
    """Return the rules by name, each with the first line of its file."""
    rows = [(f"[{name}](#{name})", first_sentence(doc(_module(name)))) for name in (*GROUPS, *RULES_WITHOUT_PARAMETERS)]
    return table(("Rule", "What it is about"), rows)


def parameter_count() -> str:
    """Return in one sentence how many parameters there are, and how many of them are assumed."""
    everything = all_declared()
    starts = [one.parameter.source.partition(":")[0] for one in everything]
    assumed, set_by_hand = starts.count("assumed"), starts.count("calibrated")
    return (
        f"There are {len(everything)} behaviour parameters in {len(GROUPS)} groups. The source of {assumed} is "
        f"“assumed”, {set_by_hand} were set by hand, and {len(everything) - assumed - set_by_hand} have another source."
    )


def monthly_columns() -> str:
    """Return the columns of ``monthly``."""
    rows = [(code(c.name), c.kind, c.unit, _over(c), c.meaning) for c in MONTHLY]
    return table(("Column", "Type", "Unit", "Over a window", "Meaning"), rows)


def _over(column: Column) -> str:
    if column.parts is None:
        return _OVER[column.over]
    return f"`{column.parts[0]}` over `{column.parts[1]}`"


def household_columns() -> str:
    """Return the columns of ``households``.

    Raises:
        ValueError: a column without a meaning here, or a meaning without a column.
    """
    if tuple(HOUSEHOLD_MEANING) != HOUSEHOLD_FINAL:
        raise ValueError("HOUSEHOLD_MEANING in tools/doc_rules.py does not name the columns of HOUSEHOLD_FINAL")
    return table(("Column", "Meaning"), [(code(name), meaning) for name, meaning in HOUSEHOLD_MEANING.items()])


def world_columns() -> str:
    """Return the columns an estate starts from."""
    said = attributes(doc(World))
    rows = []
    for name in World._fields:
        kind, _, meaning = said[name].partition(", " if ", " in said[name].split(";")[0] else "; ")
        rows.append((code(name), inline(kind.rstrip(".")), inline(meaning.rstrip(".") or name)))
    return table(("Column", "Type", "Meaning"), rows)


def streams() -> str:
    """Return the named streams of luck: drawn while the world is built, and drawn in a month."""
    lasting = {*(stream for stream in Stream if stream <= Stream.OPINION), Stream.EMPLOYER}
    building = [stream.name.lower() for stream in Stream if stream in lasting]
    monthly = [stream.name.lower() for stream in Stream if stream not in lasting]
    return (
        f"Drawn once, for the whole run ({len(building)}): {', '.join(map(code, building))}.\n\n"
        f"Drawn in a month ({len(monthly)}): {', '.join(map(code, monthly))}."
    )


def mechanisms() -> str:
    """Return the switches."""
    rows = [
        (code(name), "on" if field.default else "off", field.description)
        for name, field in Mechanisms.model_fields.items()
    ]
    return table(("Switch", "Default", "What it switches"), rows)


def since_design() -> str:
    """Return which values of the first design stand, and which were moved."""
    now = {one.path: one for one in all_declared()}
    moved, kept = [], []
    for path, first in CHANGED_SINCE_DESIGN.items():
        one = now[path]
        if one.default == first:
            kept.append(code(path.removeprefix("behaviour.")))
        else:
            moved.append(
                (code(path.removeprefix("behaviour.")), number(first), number(one.default), one.parameter.meaning)
            )
    return table(("Parameter", "First design", "Now", "Meaning"), moved) + f"\n\nAs designed: {', '.join(kept)}."
