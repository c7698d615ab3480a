"""The curves of a run for the browser: exact doubles with None where undefined, targets as bands, what happened.

A target is drawn as a band where its measure is a curve, its window lies in the run, and its figure is on the scale of
the curve (a mean, a level, a share, and not a sum or a ratio of two windows); elsewhere it is listed without a place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from commsim.dashboard.happenings import words_of_happening
from commsim.dashboard.panels import HEADLINES, PANELS, Line, Panel, panel_of
from commsim.dashboard.running import LiveRun, defined
from commsim.dashboard.words import Say, note
from commsim.errors import InputError
from commsim.results.measures import MEASURES
from commsim.results.tables import frame, monthly_arrow
from commsim.results.targets import TargetResult, bounds, evaluate_targets, figure_text
from commsim.results.windows import EACH_YEAR, calendar_years, first_month_above_zero, window_months

WINDOWS: dict[str, str] = {
    "whole run": note("the whole run"),
    "last month": note("the last month"),
    "last N months": note("the last {a} months"),
    "month N": note("month {a}"),
    "months N..N": note("months {a} to {b}"),
    "month N..N": note("months {a} to {b}"),
    "years N..N from first dividend": note("years {a} to {b} from the first dividend"),
    "each year": note("each year"),
}
"""Windows by their shape, with N for a number, and how each is said."""

RELATIONS: dict[str, str] = {
    "below": note("below {high}"),
    "above": note("above {low}"),
    "at_most": note("at most {high}"),
    "at_least": note("at least {low}"),
    "between": note("between {low} and {high}"),
    "equal": note("equal to {low}"),
}
"""What a target asks, by its relation."""

_ON_SCALE = ("mean", "last", "ratio", "max")


def curves(live: LiveRun, estate: int, say: Say, twin: LiveRun | None = None) -> dict[str, Any]:
    """Return the panels of one estate, with the twin's curves, bands of targets, and what happened.

    Args:
        live: the run.
        estate: number of the estate, from 0.
        say: the language.
        twin: run of the twin scenario; its curves are left out where it has no estate of that name.

    Returns:
        plain values for JSON: ``months``, ``first_year``, ``panels``, ``targets`` (all of the estate, those of no panel
        too) and ``events``. Lists of values have one a month, None where undefined.

    Raises:
        InputError: no such estate.
    """
    name = estate_name(live, estate)
    bands = _bands(live, estate, say)
    other = twin.estates.index(name) if twin is not None and name in twin.estates else None
    panels = []
    for panel in PANELS:
        panels.append(
            {
                "key": panel.key,
                "title": say(panel.title),
                "unit": say(panel.unit),
                "format": panel.format,
                "lines": _lines(live, estate, panel, say, live.months),
                "twin": [] if twin is None or other is None else _lines(twin, other, panel, say, live.months),
                "bands": [band for key, band in bands if key == panel.key],
            }
        )
    return {
        "months": live.months,
        "first_year": live.scenario.data.first_year,
        "panels": panels,
        "targets": [band for _, band in bands],
        "events": _events(live, name, say),
    }


def figures_of_months(live: LiveRun, estate: int, say: Say) -> dict[str, Any]:
    """Return the headline figures of every month: ``columns`` that say what they are, ``values`` by name.

    Args and errors are those of :func:`curves`.
    """
    estate_name(live, estate)
    columns = [
        {"name": one.line.name, "label": say(one.line.label), "unit": say(one.unit), "format": one.format}
        for one in HEADLINES
    ]
    return {"columns": columns, "values": {one.line.name: line_values(live, estate, one.line) for one in HEADLINES}}


def estate_name(live: LiveRun, estate: int) -> str:
    """Return the name of an estate by its number.

    Raises:
        InputError: no such estate.
    """
    if not 0 <= estate < len(live.estates):
        raise InputError(f"there is no estate number {estate}; allowed: 0 to {len(live.estates) - 1}")
    return live.estates[estate]


def line_values(live: LiveRun, estate: int, line: Line) -> list[float | int | None]:
    """Return the values of a curve, one a month, None where undefined; money in yuan."""
    values = live.column(estate, line.column)
    if line.divisor != 1:
        return [defined(value / line.divisor) for value in values]
    return [defined(value) for value in values]


def _lines(live: LiveRun, estate: int, panel: Panel, say: Say, months: int) -> list[dict[str, Any]]:
    """Return the curves of a panel, cut or filled up with None to a number of months."""
    found = []
    for line in panel.lines:
        values = line_values(live, estate, line)[:months]
        values += [None] * (months - len(values))
        found.append({"name": line.name, "label": say(line.label), "values": values})
    return found


def _events(live: LiveRun, name: str, say: Say) -> list[dict[str, Any]]:
    return [
        {
            "month": event["month"],
            "text": words_of_happening(event["text"], say),
            "ok": bool(event["ok"]),
            "key": event["event"],
        }
        for event in live.raw.events
        if event["estate"] == name
    ]


# --- targets
# ----------------------------------------------------------------------------------------------


def _bands(live: LiveRun, estate: int, say: Say) -> list[tuple[str, dict[str, Any]]]:
    """Return the key of its panel (empty: none) and the band of each target of an estate."""
    if not live.scenario.data.targets:
        return []
    name, found = live.estates[estate], []
    for result in evaluate_targets(live.scenario, frame(monthly_arrow(live.raw))):
        if result.estate == name:
            panel = panel_of(result.target.measure)
            found.append((panel.key if panel else "", _band(live, estate, result, panel, say)))
    return found


def _band(live: LiveRun, estate: int, result: TargetResult, panel: Panel | None, say: Say) -> dict[str, Any]:
    target, (low, high) = result.target, bounds(result.target)
    line = panel.line_of(target.measure) if panel is not None else None
    scale = line.divisor if line is not None and line.column == target.measure else 1
    span = _span(live, estate, result) if line is not None else None
    return {
        "label": _asked(result, _shown(result, panel, line, say), say),
        "from": span.start if span else None,
        "to": span.stop - 1 if span else None,
        "low": None if math.isinf(low) else low / scale,
        "high": None if math.isinf(high) else high / scale,
        "met": result.met,
        "value": defined(result.values[0] / scale),
        "measure": target.measure,
        "source": target.source or "",
        "assumed": target.assumed,
    }


def _shown(result: TargetResult, panel: Panel | None, line: Line | None, say: Say) -> str:
    """Return what a target is about: its curve and panel, or what its measure means."""
    if panel is None or line is None:
        return say(MEASURES[result.target.measure].meaning)
    return say("{panel} ({line})", panel=say(panel.title), line=say(line.label))


def _span(live: LiveRun, estate: int, result: TargetResult) -> range | None:
    """Return the months that the band of a target on a curve covers, or None where it cannot be placed."""
    target = result.target
    if target.relative_to is not None or MEASURES[target.measure].over not in _ON_SCALE:
        return None
    if target.window == EACH_YEAR:
        years = calendar_years(live.months)
        return range(years[0].start, years[-1].stop) if years else None
    dividend = first_month_above_zero(live.column(estate, "dividends_fen"), range(1, live.months + 1))
    return window_months(target.window, live.months, dividend)


def _asked(result: TargetResult, shown: str, say: Say) -> str:
    """Return in one sentence what a target asks, over which months, and what came."""
    target, (low, high) = result.target, bounds(result.target)
    unit = MEASURES[target.measure].unit
    asked = say(RELATIONS[target.relation], low=figure(low, unit), high=figure(high, unit))
    came = figure(result.values[0], unit) if not math.isnan(result.values[0]) else say("undefined")
    words = {"measure": shown, "asked": asked, "came": came}
    words["window"] = window_words(target.window, say)
    if target.relative_to is None:
        return say("{measure}: {asked} in {window}; here {came}", **words)
    words["base"] = window_words(target.relative_to, say)
    return say("{measure}, {window} over {base}: {asked}; here {came}", **words)


def figure(value: float, unit: str) -> str:
    """Return a figure in four digits, a share in per cent."""
    return f"{value * 100:.4g} %" if unit == "share" else figure_text(value)


def window_words(window: str, say: Say) -> str:
    """Return a window of months, as targets name it, in the language of ``say``."""
    numbers: Sequence[str] = re.findall(r"[0-9]+", window)
    template = WINDOWS.get(re.sub(r"[0-9]+", "N", window))
    if template is None:
        return window
    return say(template, **dict(zip(("a", "b"), numbers, strict=False))) if numbers else say(template)
