"""``commsim parameters``: every behaviour parameter and every measure, from their one declaration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich import box
from rich.table import Table

from commsim.cli.output import console, say, say_json
from commsim.errors import UnknownNameError
from commsim.results.measures import MEASURES, Measure
from commsim.results.outcomes import OUTCOME_MEASURES, OutcomeMeasure
from commsim.rules import GROUPS, declared
from commsim.scenario.fields import nearest

MEASURES_GROUP = "measures"


def list_parameters(group: str | None, as_json: bool) -> None:
    """Print the parameters of one group or of all, or the measures.

    Raises:
        UnknownNameError: no such group.
    """
    if group == MEASURES_GROUP:
        _print_measures(as_json)
        return
    groups = list(GROUPS) if group is None else [known_group(group, [*GROUPS, MEASURES_GROUP])]
    if as_json:
        say_json([entry for name in groups for entry in entries(name)])
        return
    for name in groups:
        if entries(name):
            console().print(parameter_table(name))
    say(f"Change one:   commsim run NAME --set behaviour.{group or 'GROUP'}.PARAMETER=VALUE")
    say(f"Read a rule:  commsim explain {group or 'GROUP'}")


def known_group(name: str, groups: list[str]) -> str:
    """Return a group's name as it is written, whatever its case and hyphens.

    Raises:
        UnknownNameError: there is none; the message names the nearest and lists all.
    """
    asked = name.lower().replace("-", "_")
    if asked in groups:
        return asked
    raise UnknownNameError(f"no rule '{name}'{nearest(asked, groups)}; there are: {', '.join(groups)}")


def entries(group: str) -> list[dict[str, Any]]:
    """Return the declarations of one group as plain data."""
    return [
        {
            "path": one.path,
            "default": one.default,
            "unit": one.parameter.unit,
            "low": one.parameter.low,
            "high": one.parameter.high,
            "meaning": one.parameter.meaning,
            "source": one.parameter.source,
        }
        for one in declared(group, GROUPS[group])
    ]


def parameter_table(group: str) -> Table:
    """Return the table of one group."""
    title = f"behaviour.{group}"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left", title_style="bold")
    for heading in ("Parameter", "Default", "Range", "Unit", "Meaning", "Source"):
        table.add_column(heading, justify="right" if heading == "Default" else "left", no_wrap=heading == "Parameter")
    for entry in entries(group):
        table.add_row(
            entry["path"].rsplit(".", 1)[1],
            f"{entry['default']:g}",
            f"{entry['low']:g} to {entry['high']:g}",
            entry["unit"],
            entry["meaning"],
            entry["source"],
        )
    return table


def _print_measures(as_json: bool) -> None:
    if as_json:
        keys = ("name", "unit", "over", "meaning")
        declared_ones = [*MEASURES.values(), *OUTCOME_MEASURES.values()]
        say_json([{key: getattr(one, key) for key in keys} for one in declared_ones])
        return
    console().print(_measure_table("Over a window", MEASURES.values()))
    say("For studies only, of the facts of a whole run:")
    console().print(_measure_table("Over", OUTCOME_MEASURES.values()))


def _measure_table(over: str, measures: Iterable[Measure | OutcomeMeasure]) -> Table:
    table = Table("Measure", "Unit", over, "Meaning", box=box.SIMPLE_HEAD, pad_edge=False)
    table.columns[0].no_wrap = True
    for one in measures:
        table.add_row(one.name, one.unit, one.over, one.meaning)
    return table
