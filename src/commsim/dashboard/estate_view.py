"""The estate seen: as buildings or as its trust network, the clock that all views follow, and two worlds side by side.

Each function declares one Vue component: a thin shell in ``vue/`` around modules of ``static/``, which draw with the
canvas of the browser from packs (:mod:`commsim.dashboard.pack`). While the clock runs the server is not asked. All
components of one page follow one clock, ``player.js``.

Texts come as labels, English text to shown text; the modules have no text of their own. A text with names in braces is
filled in by them, after translating.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from commsim.dashboard.words import Say, note

LABELS: tuple[str, ...] = (
    note("Jan"),
    note("Feb"),
    note("Mar"),
    note("Apr"),
    note("May"),
    note("Jun"),
    note("Jul"),
    note("Aug"),
    note("Sep"),
    note("Oct"),
    note("Nov"),
    note("Dec"),
    note("{name} {year}"),
    note("Month {month} · {date}"),
    note("lived in by its owner"),
    note("let to a tenant"),
    note("vacant, its owner lives elsewhere"),
    note("run by its owner"),
    note("let to a shopkeeper"),
    note("under 35"),
    note("35 to 60"),
    note("over 60"),
    note("pays the more, the more others pay"),
    note("answers others little"),
    note("follows others up to a half"),
    note("pays whatever others do"),
    note("party member in service"),
    note("retired party member"),
    note("Shop in building {building}, stairwell {stairwell}"),
    note("Building {building}, stairwell {stairwell}, floor {floor}"),
    note("serves this month"),
    note("nothing owed"),
    note("{n} months or more"),
    note("{n} months"),
    note("{n} acquaintances, {paying} of them pay this month"),
    note("differs from the other world since month {month}"),
    note("paid differently for the first time in month {month}"),
    note("This month"),
    note("pays"),
    note("does not pay"),
    note("Fees owed"),
    note("Trust in whoever is paid"),
    note("Trust in self-government"),
    note("Belonging to the estate"),
    note("Believes this share pays"),
    note("Open disputes"),
    note("At the latest meeting"),
    note("was visited before"),
    note("Paid differently since"),
    note("not paid differently so far"),
    note("Pays the fee"),
    note("no trust"),
    note("full trust"),
    note("not at all"),
    note("fully"),
    note("not there, or no meeting yet"),
    note("silent, privately for"),
    note("silent, privately against"),
    note("speaks for"),
    note("speaks against"),
    note("no dispute"),
    note("with a neighbour"),
    note("with whoever is paid"),
    note("with both"),
    note("1 to 3 months"),
    note("4 to 12 months"),
    note("13 to 24 months"),
    note("more than 24 months"),
    note("nobody is paid"),
    note("property company"),
    note("the owners themselves"),
    note("party member"),
    note("member serving this month"),
    note("vacant home"),
    note("shop"),
    note("pays in one world only this month"),
    note("has paid differently in the other world"),
    note("Lawn, trees and litter: service {value}"),
    note("Walls: condition {value}"),
    note("Gatehouse: {payee}"),
    note("Green flag: owners' committee"),
    note("No flag: no owners' committee"),
    note("The estate: arrow keys go from window to window, Enter picks one"),
    note("This run cannot be shown: {why}"),
    note("Point at a window to see its ties; wider lines mean more trust at the start"),
    note("Lines are ties; darker lines mean more trust at the start"),
    note("{share} % of {n} ties are drawn; darker lines mean more trust at the start"),
    note("Scenery, members and ties are those of the first world"),
    note("Both worlds"),
    note("Difference"),
    note("What is shown of the two worlds"),
    note("{n} windows differ in payment this month"),
    note("Time"),
    note("One month back"),
    note("Pause"),
    note("Play"),
    note("One month on"),
    note("Month"),
    note("Speed"),
)
"""Texts that the modules show, in English."""

VIEWS: tuple[str, ...] = ("buildings", "network")
"""What ``EstateView`` can draw."""

COLOURS: tuple[str, ...] = ("pays", "trust", "self", "belonging", "speaks", "dispute", "arrears")
"""What its windows can be coloured by."""


def labels(say: Say) -> dict[str, str]:
    """Return the labels of these components in a language: English text -> shown text, placeholders left in."""
    return {text: say.plain(text) for text in LABELS}


@solara.component_vue("vue/player.vue")
def PlayerBar(
    months: int, first_year: int, run: str, labels: dict[str, str], start: int = 0, occasion: int = 0
) -> None:
    """Show the clock: play and pause, a month back and on, any month, and how fast time runs.

    Space plays and pauses, the arrow keys left and right go a month back and on, wherever they mean nothing else.

    Args:
        months: length of the run.
        first_year: calendar year of month 1, a January.
        run: key of the run, which tests wait for.
        labels: see :func:`labels`.
        start: month to begin in, 0 none; occasion: what for, such as the number of a lesson; acts once for each.
    """


@solara.component_vue("vue/estate.vue")
def EstateView(
    pack: bytes,
    view: str = "buildings",
    colour: str = "pays",
    labels: dict[str, str] | None = None,
    selected: int = -1,
    show_ties: bool = True,
    since: bytes = b"",
    event_pick: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Show one estate of a run in the month of the clock, a window a household.

    Once drawn, its element has ``data-key`` (key of the pack), ``data-month`` and ``data-drawn`` (when that key was
    first drawn, by ``performance.now()``).

    Args:
        pack: of the estate, as ``LiveRun.packs`` has it.
        view: one of ``VIEWS``.
        colour: one of ``COLOURS``.
        labels: see :func:`labels`.
        selected: household that is outlined, -1 none.
        show_ties: draw the ties of the household at the pointer, and in the network all of them.
        since: block of :func:`commsim.dashboard.twin.twin_pack`; households that differ are outlined. Empty: none.
        event_pick: called with ``household`` and ``month`` when a window is picked.
    """


@solara.component_vue("vue/twin.vue")
def TwinView(
    pack_a: bytes,
    pack_b: bytes,
    titles: list[str],
    since: bytes,
    colour: str = "pays",
    labels: dict[str, str] | None = None,
    view: str = "buildings",
    selected: int = -1,
    event_pick: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Show two worlds with the same luck in the same month, or which windows differ between them and since when.

    Args:
        pack_a, pack_b: of the same estate in either world.
        titles: names of the two worlds.
        since: block of :func:`commsim.dashboard.twin.twin_pack`.
        colour: one of ``COLOURS``, for the worlds; the difference is coloured by the month it began.
        labels: see :func:`labels`.
        view: one of ``VIEWS``.
        selected: household that is outlined, -1 none.
        event_pick: called with ``household``, ``month`` and ``world`` (0 the first, 1 the second).
    """
