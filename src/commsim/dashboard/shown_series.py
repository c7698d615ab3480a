"""What the charts of twins and of many seeds are given: plain values for JSON, every text in the visitor's language."""

from __future__ import annotations

from typing import Any

from commsim.dashboard.levers import Lever, choices_of
from commsim.dashboard.many import Fan, Response
from commsim.dashboard.panels import HEADLINES, PANELS, RATIO, SHARE, Line, Panel
from commsim.dashboard.running import LiveRun
from commsim.dashboard.series import curves, line_values
from commsim.dashboard.twin import Differences
from commsim.dashboard.words import Say
from commsim.results.measures import MEASURES

POINTS = 11
"""Points of a response curve over the range of a share or number."""

MOST_SHOWN_REVENUE = 1500.0
"""Where the response curve of the common income ends: a little above the most that sources report, 1470 yuan."""


def curve_of(name: str) -> tuple[Panel, Line]:
    """Return a curve of the page by its name, with its panel.

    Raises:
        KeyError: there is none.
    """
    for panel in PANELS:
        for line in panel.lines:
            if line.name == name:
                return panel, line
    raise KeyError(name)


def measure_of(name: str) -> str:
    """Return the measure of a curve: its own name where that is one, else the name of its column."""
    _, line = curve_of(name)
    return line.name if line.name in MEASURES else line.column


def difference_series(found: Differences, run: LiveRun, say: Say) -> dict[str, Any]:
    """Return the differences between a run and its twin, a panel a headline figure, and how many windows differ.

    Args:
        found: what differs.
        run: the first of the two, whose events are marked.
        say: the language.
    """
    events = curves(run, run.estates.index(found.estate), say)["events"]
    panels = []
    for headline in HEADLINES:
        values = found.columns[headline.line.name]
        if any(values):  # a figure that nowhere differs needs no picture
            name, label = headline.line.name, say.plain(headline.line.label)
            panels.append(
                {
                    "key": name,
                    "title": label,
                    "unit": say.plain(headline.unit),
                    "format": headline.format,
                    "lines": [{"name": name, "label": label, "values": values}],
                    "bands": [],
                    "twin": [],
                }
            )
    first_year = run.scenario.data.first_year
    return {
        "months": run.months,
        "first_year": first_year,
        "panels": panels,
        "windows": found.by_month,
        "events": events,
    }


def fan_series(fan: Fan, run: LiveRun, estate: int, name: str, say: Say, total: int) -> dict[str, Any]:
    """Return the fan of one curve, with the run that is shown as a line in it.

    Args:
        fan: the spread over seeds so far.
        run: the run that is shown; estate: number of the estate in it.
        name: name of the curve.
        say: the language.
        total: runs asked for.
    """
    panel, line = curve_of(name)
    shown = next(one for one in curves(run, estate, say)["panels"] if one["key"] == panel.key)
    title = say("{panel} ({line})", panel=say.plain(panel.title), line=say.plain(line.label))
    return {
        "title": title,
        "unit": say.plain(panel.unit),
        "format": panel.format,
        "months": fan.months,
        "first_year": fan.first_year,
        "quantiles": fan.columns[name],
        "present": line_values(run, estate, line),
        "present_label": say("this run (seed {seed})", seed=run.seed),
        "bands": shown["bands"],
        "done": len(fan.seeds),
        "total": total,
    }


def points_of(lever: Lever) -> tuple[str, ...]:
    """Return the values of a lever that a response curve is worked out for."""
    if lever.choices:
        return tuple(value for value, _ in lever.choices)
    high = min(lever.high, MOST_SHOWN_REVENUE) if lever.name == "revenue" else lever.high
    step = (high - lever.low) / (POINTS - 1)
    return tuple(f"{round(lever.low + place * step, 6):g}" for place in range(POINTS))


def response_series(answer: Response, lever: Lever, present: str, name: str, say: Say, total: int) -> dict[str, Any]:
    """Return how a figure answers to a lever, with the present value of the lever marked.

    Args:
        answer: how it answers, as far as it is known.
        lever: the lever; present: its value in the run that is shown.
        name: name of the curve that is measured.
        say: the language.
        total: runs asked for.
    """
    panel, line = curve_of(name)
    labels = {value: say.plain(label) for value, label in choices_of(lever.name, present)}
    scale = line.divisor if answer.measure == line.column else 1

    def shown(value: str) -> dict[str, Any]:
        text = f"{float(value) * 100:.0f} %" if lever.kind == SHARE else value
        return {"x": labels[value], "label": labels[value]} if labels else {"x": float(value), "label": text}

    points = []
    for one in answer.answers:
        ends = (one.mean, one.low, one.high)
        mean, low, high = (None if end is None else end / scale for end in ends)
        points.append({**shown(one.value), "mean": mean, "low": low, "high": high, "runs": one.runs - one.failed})
    return {
        "lever_label": say.plain(lever.label),
        "unit": say.plain(lever.unit),
        "measure_label": say.plain(line.label)
        if panel.format == RATIO
        else say("{panel} ({line})", panel=say.plain(panel.title), line=say.plain(line.label)),
        "measure_unit": say.plain(panel.unit),
        "format": panel.format,
        "points": points,
        "present": shown(present),
        "done": sum(one.runs for one in answer.answers),
        "total": total,
    }
