"""View: take away what is shown: the scenario as a file, the numbers, the picture, the command, a link."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import solara

from commsim.dashboard import takeaway
from commsim.dashboard.pages.estate import Title, run_of
from commsim.dashboard.parts import Copy, Download, heading, paragraph
from commsim.dashboard.running import LiveRun
from commsim.dashboard.visitor import Visitor
from commsim.errors import CommsimError


@solara.component
def TakePage(visitor: Visitor) -> None:
    """Show what can be taken away of the run that is shown."""
    run, problem = run_of(visitor)
    if run is None:
        paragraph(problem, "cs-refusal")
        return
    with solara.Div():
        with solara.Div(classes=["cs-panel"]):
            Title(visitor, run)
            paragraph(
                visitor.say(
                    "What you see here can be made again anywhere: the same scenario and seed give the same numbers to "
                    "the last digit."
                ),
                "cs-told",
            )
        with solara.Div(classes=["cs-halves"]):
            Files(visitor, run)
            Commands(visitor)


@solara.component
def Files(visitor: Visitor, run: LiveRun) -> None:
    """Offer the files."""
    say = visitor.say
    settings = visitor.settings
    names = {kind: takeaway.file_name(settings, kind) for kind in ("yaml", "zip", "png", "svg")}

    def made(make: Callable[[], bytes]) -> Callable[[], bytes | None]:
        def maker() -> bytes | None:
            try:
                return make()
            except CommsimError as error:
                visitor.tell(str(error))
                return None

        return maker

    with solara.Div(classes=["cs-panel"], attributes={"id": "cs-files"}):
        heading(2, say("Files"))
        with solara.Div(classes=["cs-file"]):
            paragraph(say("The scenario with all your changes: open it here again, or run it from the command line."))
            Download(
                label=say("Scenario (YAML)"),
                name=names["yaml"],
                kind="application/yaml",
                make=made(lambda: takeaway.scenario_yaml(settings)),
            )
        with solara.Div(classes=["cs-file"]):
            paragraph(
                say("The numbers, as tables for a spreadsheet: every month, every household at the end, what happened.")
            )
            Download(
                label=say("Tables (CSV in a ZIP)"),
                name=names["zip"],
                kind="application/zip",
                make=made(lambda: takeaway.tables_zip(run)),
            )
        with solara.Div(classes=["cs-file"]):
            paragraph(say("The curves as a picture: PNG for slides, SVG for print."))
            with solara.Div(classes=["cs-row"]):
                for kind, mime in (("png", "image/png"), ("svg", "image/svg+xml")):
                    Download(
                        label=say("Picture ({kind})", kind=kind.upper()),
                        name=names[kind],
                        kind=mime,
                        make=made(partial(_picture, visitor, run, kind)),
                    )


def _picture(visitor: Visitor, run: LiveRun, kind: str) -> bytes:
    return takeaway.picture(run, visitor.twin(), kind)


@solara.component
def Commands(visitor: Visitor) -> None:
    """Show the commands that give the same numbers, and the link."""
    say = visitor.say
    words = {"action": say("Copy"), "done": say("Copied")}
    short = takeaway.short_command(visitor.settings)
    with solara.Div(classes=["cs-panel"], attributes={"id": "cs-commands"}):
        heading(2, say("The same run from the command line"))
        Copy(text=takeaway.command(visitor.settings), label=say("With the scenario file, downloaded here"), **words)
        if short is not None:
            Copy(text=short, label=say("Without any file"), **words)
        heading(2, say("Share"))
        Copy(text=visitor.query, label=say("A link with all settings"), is_link=True, **words)
        paragraph(
            say(
                "The link works for everybody who can reach this server. A scenario file too long for a link is kept "
                "by this server only while it runs: hand on the file instead."
            ),
            "cs-hint",
        )
