"""Small parts of the page that live in the browser: settings, files going up and down, text to copy, the address.

Each function declares one Vue component: its arguments are what the component is given, and ``event_x`` is called when
the visitor does something. A component that sends a change gets ``serial`` back, which counts the changes that were
dealt with, refused ones too, so that it knows when the next one may be sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import reacton.ipyvuetify as rv
import solara

from commsim.dashboard.words import Say


@solara.component_vue("vue/address.vue")
def Address(query: str, title: str, language: str, serial: int) -> None:
    """Keep the browser's address, title and language in step with what is shown.

    Args:
        query: query string of the address, without ``?``.
        title: title of the browser's window.
        language: ``en`` or ``zh``.
        serial: number of changes the visitor has made, which tests wait for.
    """


@solara.component_vue("vue/controls.vue")
def Controls(
    controls: list[dict[str, Any]],
    labels: dict[str, str],
    serial: int,
    event_change: Callable[[dict[str, str]], None],
    event_back: Callable[[dict[str, str]], None],
) -> None:
    """Show settings with their unit and a sentence each, as sliders, numbers, choices and switches.

    Args:
        controls: one a setting: ``name``, ``label``, ``unit``, ``sentence``, ``kind``, ``low``, ``high``, ``step``,
            ``slider``, ``choices`` (``value``, ``label``), ``value`` (text), ``changed``.
        labels: words for ``reset``, ``on`` and ``off``.
        serial: number of changes dealt with.
        event_change: called with ``name`` and ``value`` (text).
        event_back: called with ``name``, to take a change back.
    """


@solara.component_vue("vue/copy.vue")
def Copy(text: str, label: str, action: str, done: str, is_link: bool = False) -> None:
    """Show a line of text with a button that copies it; a link is completed with the server's address."""


@solara.component_vue("vue/download.vue")
def DownloadButton(
    label: str, name: str, kind: str, file: bytes, serial: int, event_wanted: Callable[[bool], None]
) -> None:
    """Show a button that asks for a file and saves it when ``serial`` changes; an empty file saves nothing."""


@solara.component_vue("vue/upload.vue")
def Upload(
    label: str,
    hint: str,
    accept: str,
    most_bytes: int,
    too_large: str,
    event_taken: Callable[[dict[str, Any], list[Any]], None],
) -> None:
    """Take one file, chosen or dropped, and hand on its name, size and bytes."""


@solara.component_vue("vue/drawer.vue")
def Drawer(
    label: str, close_label: str, event_shut: Callable[[bool], None], children: Sequence[solara.Element] = ()
) -> None:
    """Show its children in a drawer at the side, or from below on a phone; Escape closes it.

    An argument named ``close`` would stand in for the method that takes the widget away.
    """


@solara.component_vue("vue/busy.vue")
def Busy(label: str, serial: int) -> None:
    """Say that a run is being made, if that takes longer than 300 ms.

    Args:
        label: what is said.
        serial: number of changes dealt with; what was asked for is there when it rises.
    """


@solara.component_vue("vue/jump.vue")
def Jump(target: str, label: str, back: str) -> None:
    """Show a button, in narrow windows only, that leads to a part of the page and from there back to its top.

    Args:
        target: id of the part.
        label: name of the part; back: name of what stands at the top.
    """


@solara.component_vue("vue/refusal.vue")
def Refusal(text: str, close_label: str, event_shut: Callable[[bool], None]) -> None:
    """Show what was refused, with a button that takes it away."""


@solara.component
def Download(label: str, name: str, kind: str, make: Callable[[], bytes | None]) -> None:
    """Offer a file that is made when it is asked for.

    Args:
        label: what the button says.
        name: file name offered.
        kind: MIME type.
        make: makes the file; None where it could not be made.
    """
    file, set_file = solara.use_state((b"", 0))

    def wanted(_: bool) -> None:
        set_file((make() or b"", file[1] + 1))

    DownloadButton(label=label, name=name, kind=kind, file=file[0], serial=file[1], event_wanted=wanted)


@solara.component_vue("vue/header.vue")
def Header(
    views: list[dict[str, str]],
    view: str,
    labels: dict[str, str],
    other: str,
    event_go: Callable[[str], None],
    event_turn: Callable[[bool], None],
) -> None:
    """Show the name, the views (``name``, ``label``) and the other language."""


@solara.component_vue("vue/cards.vue")
def Cards(cards: list[dict[str, str]], chosen: str, event_choose: Callable[[str], None]) -> None:
    """Show scenarios to choose from: ``name``, ``title``, ``place``, ``question``, ``size``, ``picture`` (safe SVG)."""


@solara.component_vue("vue/select.vue")
def Select(
    name: str, label: str, value: str, choices: list[dict[str, str]], event_change: Callable[[str], None]
) -> None:
    """Show a choice of some; ``choices`` have ``value`` and ``label``."""


@solara.component_vue("vue/number.vue")
def NumberField(
    name: str,
    label: str,
    value: str,
    event_change: Callable[[str], None],
    low: float = 0,
    high: float = 1e18,
    words: bool = False,
    runs: bool = False,
) -> None:
    """Show a field for a whole number, or for words to look for; what is typed is handed on as text.

    Where ``runs``, a change asks for a run, which :func:`Busy` announces.
    """


@solara.component_vue("vue/button.vue")
def Button(
    name: str,
    label: str,
    event_press: Callable[[bool], None],
    plain: bool = False,
    disabled: bool = False,
    runs: bool = False,
    expanded: str = "",
    top: bool = False,
) -> None:
    """Show a button.

    Args:
        name: by which tests find it; label: what it says.
        event_press: called when it is pressed.
        plain: it is not the one that matters most; disabled: it cannot be pressed.
        runs: it asks for a run, which :func:`Busy` announces.
        expanded: ``true`` or ``false`` for a button that shows and hides something.
        top: what it leads to begins at the top of the page.
    """


def chosen_from(pairs: Iterable[tuple[str, str]], say: Say) -> list[dict[str, str]]:
    """Return what a choice offers: values with their English labels, said in the visitor's language."""
    return [{"value": value, "label": say.plain(label)} for value, label in pairs]


def heading(level: int, text: str) -> solara.Element:
    """Return a heading of a level from 1 to 3."""
    return rv.Html(tag=f"h{level}", children=[text])


def paragraph(text: str, kind: str = "") -> solara.Element:
    """Return a paragraph, of a CSS class if given."""
    return rv.Html(tag="p", class_=kind, children=[text])


def table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> solara.Element:
    """Return a table of texts; the first column names the row."""
    first = rv.Html(tag="tr", children=[rv.Html(tag="th", attributes={"scope": "col"}, children=[one]) for one in head])
    body = [
        rv.Html(
            tag="tr",
            children=[
                rv.Html(tag="td" if place else "th", attributes={} if place else {"scope": "row"}, children=[cell])
                for place, cell in enumerate(row)
            ],
        )
        for row in rows
    ]
    parts = [rv.Html(tag="thead", children=[first]), rv.Html(tag="tbody", children=body)]
    if caption:
        parts.insert(0, rv.Html(tag="caption", class_="cs-hint", children=[caption]))
    return rv.Html(tag="div", class_="cs-scroll", children=[rv.Html(tag="table", class_="cs-table", children=parts)])
