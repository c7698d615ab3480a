"""The page of the casebook: a readable table, and for each statement what it says and what came out, in one line each.

Every word about a result is written here from the numbers, a failure as plainly as a success.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby

from commsim import __version__
from commsim.results.targets import SHARE_NEEDED, figure_text
from commsim.study.casebook import OTHER, SAYS, Casebook, Row
from commsim.study.casebook_figures import Figure
from commsim.study.speakers import Tipping, predicted_tipping_number, tipping_number


def page(book: Casebook, figures: Sequence[Figure]) -> str:
    """Return the page as Markdown.

    Args:
        book: the table.
        figures: figures beside the targets, by statement.
    """
    parts = [_head(book), _table(book.rows), _verdicts(book)]
    if figures:
        parts.append(_figures(figures))
    if book.tipping:
        parts.append(_speakers(book.tipping))
    return "\n\n".join(parts) + "\n"


def _head(book: Casebook) -> str:
    seeds = f"seed {book.seeds[0]}" if len(book.seeds) == 1 else f"seeds {book.seeds[0]} to {book.seeds[-1]}"
    only = "".join(f" --scenario {name}" for name in book.names)
    command = f"commsim casebook --seeds {len(book.seeds)}{only}"
    return (
        "# Casebook\n\n"
        f"Every target of the shipped scenarios over {seeds}, commsim {__version__}, one set of behaviour parameters. "
        f"Made by `{command}`; not edited by hand.\n\n"
        f"**{book.met} of {len(book.rows)} targets are met.** A target is met if at least {SHARE_NEEDED * 100:g} % of "
        "the seeds hold it. An assumed figure is ours, no source gives it. M1 to M14 are the statements of the model "
        "description; those not listed are not part of this table."
    )


def _row_of(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join([_row_of(header), _row_of(["---"] * len(header)), *(_row_of(row) for row in rows)])


def _table(rows: Sequence[Row]) -> str:
    header = ("", "Scenario: target", "Measure, window", "Wanted", "Median (5 % to 95 %)", "Range", "Seeds holding it")
    return "## Targets\n\n" + _markdown((*header, "Met", "Source"), (_cells(row) for row in rows))


def _cells(row: Row) -> list[str]:
    result, target = row.result, row.result.target
    window = target.window + (f", over that in {target.relative_to}" if target.relative_to else "")
    figures = row.figures
    whole = f"{figure_text(figures[0])} to {figure_text(figures[-1])}" if figures else "undefined"
    missing = len(result.seeds) - len(figures)
    source = " ".join([target.source or "", "(assumed)" if target.assumed else ""]).strip()
    return [
        row.statement,
        f"{row.scenario}: {target.id}",
        f"{target.measure}, {window}",
        result.demanded,
        _spread_text(*result.spread),
        whole + (f" ({missing} undefined)" if missing else ""),
        _held(row),
        "yes" if result.met else "**no**",
        source,
    ]


def _spread_text(median: float, low: float, high: float) -> str:
    if math.isnan(low) or low == median == high:
        return figure_text(median)
    return f"{figure_text(median)} ({figure_text(low)} to {figure_text(high)})"


def _held(row: Row) -> str:
    return f"{len([held for held in row.result.holds if held])} of {len(row.result.holds)}"


def _verdicts(book: Casebook) -> str:
    lines = ["## Statements"]
    for statement in dict.fromkeys(row.statement for row in book.rows):
        lines.append(f"**{statement}.** {SAYS.get(statement, 'Targets of no statement.')} {verdict(book, statement)}")
    return "\n\n".join(lines)


def verdict(book: Casebook, statement: str) -> str:
    """Return in one line what came of a statement: each missed target with its figures, or that all are met."""
    rows = book.of_statement(statement)
    missed = [row for row in rows if not row.result.met]
    said = f"*{_verdict_word(rows, missed)}:* " if statement != OTHER else ""
    shown = missed or rows
    return said + "; ".join(_in_words(row) for row in shown) + "."


def _verdict_word(rows: Sequence[Row], missed: Sequence[Row]) -> str:
    if not missed:
        return "Shown" if len(rows) == 1 else f"Shown, all {len(rows)} targets met"
    return "Not shown" if len(rows) == 1 else f"Not shown, {len(missed)} of {len(rows)} targets missed"


def _in_words(row: Row) -> str:
    result, target = row.result, row.result.target
    ratio = f" over that in {target.relative_to}" if target.relative_to else ""
    figure = _spread_text(*result.spread)
    return (
        f"`{target.measure}` of {row.scenario}, {target.window}{ratio}, is {figure}, wanted {result.demanded}, "
        f"held in {_held(row)} seed{'s' if len(result.holds) > 1 else ''}"
    )


def _figures(figures: Sequence[Figure]) -> str:
    rows = []
    for figure in figures:
        value = _spread_text(figure.value, figure.low, figure.high)
        of = "inputs" if figure.seeds == 0 else str(figure.seeds)
        rows.append((figure.statement, figure.scenario, figure.what, value, figure.unit, of))
    tables = [
        _markdown(("", "Scenario", "Figure", "Value (5 % to 95 %)", "Unit", "Seeds"), part)
        for _, part in groupby(rows, key=lambda row: row[0])
    ]
    return "## Figures beside the targets\n\n" + "\n\n".join(tables)


def _speakers(found: Sequence[Tipping]) -> str:
    rows = [
        (
            str(one.speakers),
            f"{one.camps.first_for:.1f} of {one.camps.present:.0f}",
            f"{one.share_carried:.2f}",
            f"{one.voiced:.2f}",
            "yes" if one.predicted_carried else "no",
            f"{one.predicted_voiced:.2f}",
        )
        for one in found
    ]
    header = ("Speakers", "of them in the room", "Carried (share of seeds)", "Spoke for the plan", "Predicted: carried")
    said = (
        f"In the runs the plan tips at {_number_text(tipping_number(found))} (carried in at least half of the seeds); "
        f"the fixed point A = s + n F((A + k pi0) / (A + O + k)), k = kappa0 / ground, tips at "
        f"{_number_text(predicted_tipping_number(found))}. The prediction takes mean numbers of those present, weighs "
        "every voice like a stranger's (`voice.ground`, no ties) and expected shares for drawn thresholds; so it jumps "
        "where the runs, which differ in who came, rise gradually."
    )
    return "## M8: how many speakers carry the plan\n\n" + _markdown((*header, "spoke for it"), rows) + "\n\n" + said


def _number_text(number: int | None) -> str:
    if number is None:
        return "none of these numbers of speakers"
    return f"{number} speaker" if number == 1 else f"{number} speakers"
