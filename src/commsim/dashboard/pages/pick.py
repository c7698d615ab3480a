"""View: pick a scenario, bring one along, or open what a run left behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from commsim.dashboard import uploads
from commsim.dashboard.cards import card
from commsim.dashboard.limits import MAX_UPLOAD_BYTES
from commsim.dashboard.parts import Busy, Button, Cards, Upload, heading, paragraph
from commsim.dashboard.results_roots import results_roots
from commsim.dashboard.settings import Source
from commsim.dashboard.visitor import Visitor
from commsim.dashboard.words import Say
from commsim.errors import CommsimError
from commsim.scenario import library_names, load_scenario


@solara.component
def PickPage(visitor: Visitor) -> None:
    """Show the shipped scenarios as cards, and two ways to open something else."""
    say = visitor.say
    chosen = visitor.settings.source.name if not visitor.settings.source.text else ""
    with solara.Div():
        Busy(label=say("The estate is being run …"), serial=visitor.shown.value.serial)
        with solara.Div(classes=["cs-panel", "cs-welcome"]):
            with solara.Div():
                heading(1, say("Which estate do you want to see?"))
                paragraph(
                    say(
                        "Every estate here is simulated on this computer: each month every household decides whether "
                        "to pay, to take part, to speak up. Pick one, watch it, then change something and see what "
                        "becomes of it."
                    ),
                    "cs-question",
                )
            with solara.Div():
                Button(
                    name="tour",
                    label=say("Begin with the guided tour"),
                    top=True,
                    event_press=lambda _: visitor.show(view="tour"),
                )
        Cards(
            cards=solara.use_memo(lambda: _cards(say), [say.language]),
            chosen=chosen,
            event_choose=lambda name: visitor.open_source(Source(name=name)),
        )
        with solara.Div(classes=["cs-halves"]):
            OwnScenario(visitor)
            OwnResults(visitor)


def _cards(say: Say) -> list[dict[str, str]]:
    cards = []
    for name in library_names():
        one = card(load_scenario(name), say.language)
        size = say("{homes} households · {months} months", homes=one.households, months=one.months)
        cards.append(
            {
                "name": one.name,
                "title": one.title,
                "place": one.place,
                "question": one.question,
                "size": size,
                "picture": one.picture,
            }
        )
    return cards


@solara.component
def OwnScenario(visitor: Visitor) -> None:
    """Take a scenario file, checked as the command line checks it."""
    say = visitor.say

    def read(name: str, content: bytes) -> None:
        visitor.open_source(uploads.read_scenario(name, content))

    with solara.Div(classes=["cs-panel"]):
        heading(2, say("Open a scenario of your own"))
        paragraph(say("A YAML file as `commsim scenarios copy` writes it. What is wrong is shown with its line."))
        Upload(
            label=say("Scenario file"),
            hint=say("Choose a file, or drop it here"),
            accept=".yaml,.yml",
            most_bytes=MAX_UPLOAD_BYTES,
            too_large=say("The file is too large: at most {n} kB are taken.", n=MAX_UPLOAD_BYTES // 1024),
            event_taken=_taker(visitor, read),
        )


@solara.component
def OwnResults(visitor: Visitor) -> None:
    """Open the scenario and seed of a results folder: by its manifest, or from the folders named at start."""
    say = visitor.say
    folders = solara.use_memo(lambda: uploads.results_folders(results_roots()), [])

    def read(name: str, content: bytes) -> None:
        source, seeds = uploads.read_manifest(name, content)
        visitor.open_source(source, seeds[0])

    def open_number(number: int) -> None:
        try:
            source, seeds = uploads.open_folder(folders[number])
        except CommsimError as error:
            visitor.tell(str(error))
        else:
            visitor.open_source(source, seeds[0])

    with solara.Div(classes=["cs-panel"]):
        heading(2, say("Open the results of a run"))
        paragraph(say("The file `manifest.json` of a results folder says all that is needed to make the run again."))
        Upload(
            label=say("Manifest of a results folder"),
            hint=say("Choose a file, or drop it here"),
            accept=".json",
            most_bytes=MAX_UPLOAD_BYTES,
            too_large=say("The file is too large: at most {n} kB are taken.", n=MAX_UPLOAD_BYTES // 1024),
            event_taken=_taker(visitor, read),
        )
        if folders:
            heading(3, say("Folders on this server"))
            with solara.Div(classes=["cs-row"]):
                for number, folder in enumerate(folders):
                    Button(
                        name=f"folder-{number}",
                        label=folder.label,
                        plain=True,
                        event_press=lambda _, number=number: open_number(number),
                    )


def _taker(visitor: Visitor, read: Callable[[str, bytes], None]) -> Callable[..., None]:
    """Return what is called when a file has come up: it is read, or the page says what is wrong with it."""

    def taken(about: dict[str, Any], buffers: list[Any] | None = None) -> None:
        content = bytes(buffers[0]) if buffers else b""
        try:
            read(str(about.get("name", "")), content)
        except CommsimError as error:
            visitor.tell(str(error))

    return taken
