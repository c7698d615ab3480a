"""Points from a CSV file: its first line names the factors, each other line is a point.

A cell is read like a value in YAML. A column ``point`` may number the points from 0, as in the ``points`` table of a
study's results. Mistakes are told with the file's own lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from commsim.errors import Problem, ScenarioError, ScenarioProblems
from commsim.scenario.fields import Node, allowed_words, nearest, number_text
from commsim.scenario.files import refuse
from commsim.scenario.messages import shown, value_finding
from commsim.scenario.yaml_text import brief, scalar
from commsim.study.columns import Points, column_of
from commsim.study.factors import levels_of, spread_of
from commsim.study.schema import MOST_POINTS, Factor
from commsim.study.values import Scalar, kind_of_values

MOST_BYTES = 256 << 20
MOST_PROBLEMS = 13
"""Problems after which reading ends: one more than are shown."""

NUMBER = "point"
"""Column that may number the points."""


class Wanted(NamedTuple):
    """What may stand in the column of a factor.

    Attributes:
        factor: the factor.
        nodes: the schema at each of its paths; none for named levels.
    """

    factor: Factor
    nodes: tuple[Node, ...]


def read_points(wanted: dict[str, Wanted], path: Path, file: str) -> Points:
    """Read the points of a study.

    Args:
        wanted: the factors by name.
        path: the CSV file.
        file: how messages name it.

    Raises:
        ScenarioError: it cannot be read, a column is missing or unknown, a value is not allowed, or a point stands
            there twice; each with its line.
    """
    lines = csv.reader(StringIO(_text(path, file), newline=""))
    header = next(lines, None)
    if header is None:
        names = ", ".join(wanted)
        refuse(file, "the file is empty", f"a line with the factors {names}, then a line for each point", 1)
    _check_header(header, wanted, file)
    rows: dict[tuple[Scalar, ...], int] = {}
    problems: list[Problem] = []
    for cells in lines:
        if not cells:
            continue
        values, wrong = _row(header, cells, wanted, lines.line_num, len(rows))
        if not wrong and values in rows:
            wrong = [Problem(lines.line_num, "", f"the same point as in line {rows[values]}", "each point once")]
        problems += wrong
        rows.setdefault(values, lines.line_num)
        if len(problems) >= MOST_PROBLEMS:
            break
        if len(rows) > MOST_POINTS:
            refuse(file, f"more than {MOST_POINTS} points", f"at most {MOST_POINTS} points")
    if problems:
        raise ScenarioError(ScenarioProblems(file, problems))
    if not rows:
        refuse(file, "no point stands in the file", "a line for each point after the line of names", 1)
    return _columns(header, list(rows), wanted)


def _text(path: Path, file: str) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            refuse(file, f"the file has {size} bytes", f"at most {MOST_BYTES} bytes")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        refuse(file, f"the file cannot be read: {str(error.strerror).lower()}", "a CSV file this user may read")
    except UnicodeDecodeError as error:
        refuse(file, f"byte {error.start} is not UTF-8", "UTF-8 text")


def _check_header(header: list[str], wanted: dict[str, Wanted], file: str) -> None:
    """Refuse a first line that does not name every factor once and nothing else."""
    names = ", ".join(wanted)
    problems = [
        Problem(1, "", f"unknown column '{brief(name)}'{nearest(name, list(wanted))}", f"the factors {names}")
        for name in header
        if name not in wanted and name != NUMBER
    ]
    problems += [
        Problem(1, "", f"two columns '{brief(name)}'", "each factor once")
        for name in sorted({name for name in header if header.count(name) > 1})
    ]
    problems += [Problem(1, "", f"no column '{name}'", f"the factors {names}") for name in wanted if name not in header]
    if problems:
        raise ScenarioError(ScenarioProblems(file, problems))


def _row(
    header: list[str], cells: list[str], wanted: dict[str, Wanted], line: int, number: int
) -> tuple[tuple[Scalar, ...], list[Problem]]:
    """Return the values of a line in the order of the header, without the point's number, and what is wrong."""
    if len(cells) != len(header):
        message = f"{len(cells)} values under {len(header)} names"
        return (), [Problem(line, "", message, f"a value for each of {', '.join(header)}")]
    values: list[Scalar] = []
    problems: list[Problem] = []
    for name, cell in zip(header, cells, strict=True):
        value = scalar(cell.strip())
        if name == NUMBER:
            if value != number:
                problems.append(Problem(line, name, f"{shown(value)} numbers point {number}", f"{number}"))
            continue
        value = cell.strip() if _wants_text(wanted[name]) and value is not None else value
        problems += [Problem(line, name, *one) for one in _wrong(value, wanted[name])]
        values.append("" if value is None else value)
    return tuple(values), problems


def _wants_text(wanted: Wanted) -> bool:
    levels = levels_of(wanted.factor)
    return wanted.factor.levels is not None or (levels is not None and isinstance(levels[0], str))


def _wrong(value: Scalar | None, wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a cell, and what is allowed."""
    levels, spread = levels_of(wanted.factor), spread_of(wanted.factor)
    if value is None:
        yield "nothing is given", allowed_words(wanted.nodes[0]) if wanted.nodes else "one of " + _words(levels or ())
        return
    if spread is not None:
        low, high = spread.low, spread.high
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and ((low is not None and value < low) or (high is not None and value > high)):  # type: ignore[operator]
            ends = f"{'' if low is None else number_text(low)} to {'' if high is None else number_text(high)}"
            yield f"{shown(value)} lies outside the factor's range", ends.strip()
            return
    elif levels is not None and not any(type(value) is type(one) and value == one for one in _alike(value, levels)):
        hint = nearest(value, [str(one) for one in levels]) if isinstance(value, str) else ""
        yield f"{shown(value)} is no level of the factor{hint}", "one of " + _words(levels)
        return
    for node in wanted.nodes:
        found = value_finding((), value, node)
        if found is not None:
            yield found.message, found.allowed
            return


def _alike(value: Scalar, levels: tuple[Scalar, ...]) -> Iterator[Scalar]:
    """Yield levels in the type of a number read: 1 stands for 1.0."""
    for level in levels:
        both = (value, level)
        yield type(value)(level) if all(type(one) in (int, float) for one in both) and value == level else level


def _words(levels: tuple[Scalar, ...]) -> str:
    return ", ".join(str(level).lower() if isinstance(level, bool) else str(level) for level in levels)


def _columns(header: list[str], rows: list[tuple[Scalar, ...]], wanted: dict[str, Wanted]) -> Points:
    """Return the columns in the order of the factors."""
    names = [name for name in header if name != NUMBER]
    kinds = {name: _kind([row[names.index(name)] for row in rows], wanted[name].factor) for name in wanted}
    columns = {name: column_of([row[names.index(name)] for row in rows], kinds[name]) for name in wanted}
    return Points(columns, kinds)


def _kind(values: list[Scalar], factor: Factor) -> str:
    """Return the kind of a column: that of the factor's values where it has them, else that of the file's."""
    levels = levels_of(factor)
    return kind_of_values(tuple(values) if levels is None else levels) or "string"
