"""What ``commsim run`` prints: a table a year, what happened, and the targets beside the run's figures."""

from __future__ import annotations

import math
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commsim.cli.output import can_show, console, dash, mark, number, say
from commsim.results.spread import Spread
from commsim.results.targets import TargetResult, figure_text
from commsim.results.yearly import YEARLY, YearlyColumn, YearlyRow

if TYPE_CHECKING:
    from commsim.api import Results

MOST_EVENTS = 14
MOST_ESTATES = 4
NARROW = 104


def print_report(runs: Results, twins: Results | None) -> None:
    """Print everything about the runs."""
    paper = console()
    title = runs.scenario.data.title
    chinese = f"  {title.zh}" if can_show(title.zh, sys.stdout) else ""
    seeds = [raw.seed for raw in runs.raws]
    said = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}: median and 5 {dash()} 95 %"
    paper.print(Text(f"{title.en}{chinese}", style="bold"))
    paper.print(f"{runs.scenario.data.months} months, {said}")
    if twins is not None:
        paper.print(f"Twin (grey in the picture): {twins.scenario.name}")
    paper.print()
    for estate in runs.scenario.estate_names[:MOST_ESTATES]:
        _print_years(paper, [row for row in runs.yearly() if row.estate == estate], len(seeds), estate)
    hidden = len(runs.scenario.estate_names) - MOST_ESTATES
    if hidden > 0:
        paper.print(f"… and {hidden} more estates in summary.json")
    _print_events(paper, runs)
    _print_targets(paper, runs.targets())


def _print_years(paper: Console, rows: Sequence[YearlyRow], seeds: int, estate: str) -> None:
    table = _table(f"Estate: {estate}")
    table.add_column("Year", no_wrap=True)
    for column in YEARLY:
        table.add_column("\n".join(textwrap.wrap(column.heading, 10)), justify="right", no_wrap=True)
    for place, row in enumerate(rows, start=1):
        cells = [_cell(row.figures[column.measure], column, seeds, paper.width) for column in YEARLY]
        table.add_row(Text(f"{place:>2}  ({row.year})"), *cells)
    paper.print(table)
    paper.print()


def _table(title: str) -> Table:
    return Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title=title, title_justify="left", title_style="bold"
    )


def _cell(over: Spread, column: YearlyColumn, seeds: int, width: int) -> Text:
    """Return a median, with its interval below it where there is one and the terminal is wide enough."""
    median, low, high = (number(value * column.scale, column.places) for value in over)
    main = column.measure == "fee_rate"
    text = Text(median, style="bold" if main else "")
    if seeds > 1 and not math.isnan(over.median) and (main or width >= NARROW):
        text.append(f"\n{low}{dash()}{high}", style="dim")
    return text


def _print_events(paper: Console, runs: Results) -> None:
    """Print what happened in the first run, and what ended an effort."""
    first = runs.raws[0]
    if not first.events:
        return
    which = f" (seed {first.seed})" if len(runs.raws) > 1 else ""
    paper.print(Text(f"What happened{which}", style="bold"))
    several = len(first.estates) > 1
    for event in first.events[:MOST_EVENTS]:
        place = f"  {event['estate']}:" if several else ""
        sign = " " if event["ok"] else mark(False)
        paper.print(f"  month {event['month']:>4}{place} {sign} {event['text']}", soft_wrap=True)
    if len(first.events) > MOST_EVENTS:
        paper.print(f"  … and {len(first.events) - MOST_EVENTS} more in summary.json")
    paper.print()


def _print_targets(paper: Console, results: Sequence[TargetResult]) -> None:
    if not results:
        return
    several = len(results[0].seeds) > 1
    table = _table("Targets")
    table.add_column("", no_wrap=True)
    for heading in ("Measure and source", "Window", "Wanted"):
        table.add_column(heading)
    table.add_column(f"Median\n5 {dash()} 95 %" if several else "This run", justify="right")
    if several:
        table.add_column("Seeds that\nhold it", justify="right")
    for result in results:
        table.add_row(*_target_cells(result, several))
    paper.print(table)
    met = len([result for result in results if result.met])
    rule = "; a target is met if 90 % of the seeds hold it" if several else ""
    say(f"{met} of {len(results)} targets met{rule}.")


def _target_cells(result: TargetResult, several: bool) -> list[Text]:
    target, over = result.target, result.spread
    source = target.source or ""
    if target.assumed:
        source = f"{source} (assumed)" if source else "assumed"
    measure = Text(target.measure).append(f"\n{source}", style="dim")
    window = target.window + (f", over that in {target.relative_to}" if target.relative_to else "")
    figure = Text(figure_text(over.median), style="bold")
    if several and not math.isnan(over.median):
        figure.append(f"\n{figure_text(over.low)} {dash()} {figure_text(over.high)}", style="dim")
    sign = Text(mark(result.met), style="bold green" if result.met else "bold red")
    held = [Text(f"{result.share_holding * 100:.0f} %")] if several else []
    return [sign, measure, Text(window), Text(result.demanded), figure, *held]
