"""What a benchmark leaves behind: a page, a table with every single measurement, and a picture."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import machine
from benchmarks.timing import Spread
from commsim.figures.canvas import Picture, picture_bytes

CSV_COLUMNS = ("benchmark", "case", "implementation", "households", "months", "measure", "repetition", "value", "unit")


class Single(NamedTuple):
    """One measurement, one row of the CSV file.

    Attributes:
        case: what was run.
        implementation: by what.
        households: how many.
        months: how many.
        measure: what was measured.
        repetition: from 1.
        value: the figure.
        unit: its unit.
    """

    case: str
    implementation: str
    households: int
    months: int
    measure: str
    repetition: int
    value: float
    unit: str


class Report(NamedTuple):
    """What a benchmark found.

    Attributes:
        name: core, full, growth or threads.
        title: heading of its page.
        text: the page below the heading, without the machine.
        singles: every measurement.
        picture: the picture, or None.
    """

    name: str
    title: str
    text: str
    singles: list[Single]
    picture: Picture | None


def number(value: float) -> str:
    """Return a figure with three digits that count, thousands separated."""
    if math.isnan(value):
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    for digits, least in ((1, 10.0), (2, 1.0)):
        if abs(value) >= least:
            return f"{value:.{digits}f}"
    return f"{value:.3g}"


def interval(figure: Spread) -> str:
    """Return a median and in brackets its spread, least to greatest."""
    return f"{number(figure.median)} ({number(figure.least)} to {number(figure.greatest)})"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, all others to the right."""
    rule = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, rule, *rows]) + "\n"


def page(report: Report) -> str:
    """Return a report as a Markdown page."""
    facts = "".join(f"- {key}: {value}\n" for key, value in machine.description().items())
    picture = f"![{report.title}]({report.name}.svg)\n\n" if report.picture is not None else ""
    made = f"Made by `python -m benchmarks {report.name}`; not edited by hand. How to read it: `benchmarks/README.md`."
    return f"# {report.title}\n\n{made}\n\n{report.text}\n{picture}## The machine\n\n{facts}"


def csv_text(report: Report) -> str:
    """Return every measurement as CSV, floats with all their digits."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows((report.name, *single) for single in report.singles)
    return sink.getvalue()


def write(report: Report, folder: Path) -> list[Path]:
    """Write page, table and picture into a folder, made if need be; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, bytes] = {
        f"{report.name}.md": page(report).encode(),
        f"{report.name}.csv": csv_text(report).encode(),
    }
    if report.picture is not None:
        files |= {f"{report.name}.{kind}": picture_bytes(report.picture, kind) for kind in ("svg", "png")}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]
