"""Charts of the page: curves of a run, this month's figures, the fan of many seeds, a lever's response, differences.

Each function declares one Vue component: a thin shell in ``vue/`` around a module of ``static/``, which draws with the
ECharts that solara-assets ships. Charts follow the player in the browser; the server is not asked while it plays. What
is drawn comes as plain values for JSON, None where a figure is undefined, every text already in the visitor's language.
"""

from __future__ import annotations

import json
from typing import Any

import solara

from commsim.dashboard.words import Say, note

LABELS = (
    note("met"),
    note("missed"),
    note("Target"),
    note("twin"),
    note("{name} (twin)"),
    note("month {month}"),
    note("Month"),
    note("Month shown in {title}"),
    note("{when}, month {month} of {months}"),
    note("Go to month {month}"),
    note("What happened"),
    note("did not take effect"),
    note("Panels shown"),
    note("Table"),
    note("PNG"),
    note("SVG"),
    note("Save {title} as a PNG picture"),
    note("Save {title} as an SVG drawing"),
    note("Figures of {title} as a table"),
    note("{title}: {values}"),
    note("{name} {value} in {month}"),
    note("{name}: no values"),
    note("The charts could not be loaded."),
    note("median of the runs"),
    note("this run"),
    note("half of the runs"),
    note("9 of 10 runs"),
    note("{done} of {total} runs"),
    note("{measure} by {lever}"),
    note("{measure} by {lever}: {values}"),
    note("now: {value}"),
    note("mean"),
    note("low end"),
    note("high end"),
    note("runs"),
    note("95 % interval"),
    note("Point: mean over seeds. Whisker: 95 % interval of the mean."),
    note("windows that differ"),
    note("Households that pay in one world only"),
    note("households"),
    note("percentage points"),
)
"""Texts that the charts show by themselves, in English."""

LANGUAGE = "@language"
"""Key under which the charts find the language, by which they write numbers and months."""


def labels(say: Say) -> dict[str, str]:
    """Return the texts of the charts by their English key, placeholders left in, and the language."""
    return {LANGUAGE: say.language, **{text: say.plain(text) for text in LABELS}}


def packed(value: Any) -> bytes:
    """Return plain values as one block: JSON in UTF-8, floats to the last digit.

    Else every number would be looked at several times on its way, in search of other components.

    Raises:
        ValueError: NaN or infinity, which JSON does not know.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


@solara.component_vue("vue/curves.vue")
def _Curves(series: bytes, labels: bytes) -> None: ...


def Curves(series: dict[str, Any], labels: dict[str, str]) -> solara.Element:
    """Show the curves of a run as small multiples, and the list of what happened.

    Args:
        series: what :func:`commsim.dashboard.series.curves` returns: ``months``, ``first_year``, ``panels`` (each
            ``key``, ``title``, ``unit``, ``format``, ``lines``, ``twin``, ``bands``) and ``events``.
        labels: what :func:`labels` returns.
    """
    return _Curves(series=packed(series), labels=packed(labels))


@solara.component_vue("vue/figures.vue")
def _Figures(figures: bytes, labels: bytes, first_year: int) -> None: ...


def Figures(figures: dict[str, Any], labels: dict[str, str], first_year: int) -> solara.Element:
    """Show the figures of the player's month as a row of cards.

    A card's value has the attributes ``data-name`` and ``data-value``: the double to its last digit, or empty.

    Args:
        figures: what :func:`commsim.dashboard.series.figures_of_months` returns: ``columns`` and ``values``.
        labels: what :func:`labels` returns.
        first_year: calendar year of month 1.
    """
    return _Figures(figures=packed(figures), labels=packed(labels), first_year=first_year)


@solara.component_vue("vue/fan.vue")
def _Fan(fan: bytes, labels: bytes) -> None: ...


def Fan(fan: dict[str, Any] | None, labels: dict[str, str]) -> solara.Element:
    """Show where many runs lie, with the present run as a line.

    Args:
        fan: ``title``, ``unit``, ``format``, ``months``, ``first_year``, ``quantiles`` (``p5``, ``p25``, ``p50``,
            ``p75``, ``p95``, one value a month each), ``present``, ``present_label``, ``bands`` (as in the curves),
            ``done`` and ``total`` (runs); None shows nothing.
        labels: what :func:`labels` returns.
    """
    return _Fan(fan=packed(fan), labels=packed(labels))


@solara.component_vue("vue/response.vue")
def _Response(response: bytes, labels: bytes) -> None: ...


def Response(response: dict[str, Any] | None, labels: dict[str, str]) -> solara.Element:
    """Show a measure over the range of one lever.

    Args:
        response: ``lever_label``, ``unit`` (of the lever), ``measure_label``, ``measure_unit`` (optional), ``format``
            (of the measure), ``points`` (each ``x``, a number or the name of a choice, ``label``, ``mean``, ``low``,
            ``high``, ``runs``), ``present`` (``x``, ``label``), ``done`` and ``total`` (runs); None shows nothing.
        labels: what :func:`labels` returns.
    """
    return _Response(response=packed(response), labels=packed(labels))


@solara.component_vue("vue/difference.vue")
def _Difference(difference: bytes, labels: bytes) -> None: ...


def Difference(difference: dict[str, Any] | None, labels: dict[str, str]) -> solara.Element:
    """Show the differences between two worlds around a zero line, and how many windows differ.

    Args:
        difference: ``months``, ``first_year``, ``panels`` (as in the curves, their values differences), ``windows``
            (homes that pay in one world only, one count a month) and, if wanted, ``events``; None shows nothing.
        labels: what :func:`labels` returns.
    """
    return _Difference(difference=packed(difference), labels=packed(labels))
