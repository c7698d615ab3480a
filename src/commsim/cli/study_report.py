"""``commsim report``: say what a study found, as a page, tables and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commsim.cli.output import say

FOLDER = "report"


def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Results folder of a study, done or under way.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the report; by default report in the results folder.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a report that is there, if --out is given.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Write nothing but errors.")] = False,
) -> None:
    """Write the report of a study: a page for the browser or the printer, tables, and pictures.

    Such as: commsim report runs/three-questions
    """
    # Loaded here, since the model takes a second to load, which `commsim --help` need not wait for.
    from commsim.cli.progress import progress_bar  # noqa: PLC0415
    from commsim.figures.study_page import PAGE, report_files  # noqa: PLC0415
    from commsim.results.store import check_folder, write_folder  # noqa: PLC0415
    from commsim.study.results import StudyResults  # noqa: PLC0415
    from commsim.study.store import StudyFolder  # noqa: PLC0415

    kept = StudyFolder.open(folder)
    results = StudyResults(kept.study, kept)
    place = out or folder / FOLDER
    replace = force or out is None  # what stands in the results folder is made of it, and made anew
    check_folder(place, replace)
    with progress_bar("report", quiet, unit="measures") as tell:
        files = report_files(results.study, results.runs, kept.manifest["provenance"], folder.name, results.notes, tell)
    write_folder(place, files, replace)
    if quiet:
        return
    if not results.is_complete:
        say(f"Note:    the study is not done; the report is of {len(results.runs):,} of {results.study.runs:,} runs")
    say(f"Report:  {place / PAGE}")
