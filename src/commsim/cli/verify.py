"""``commsim verify``: check every file and row of a study's folder, and do a sample of its runs again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commsim.cli.output import ENGINE_HELP, ENGINE_WORDS, say, say_json

if TYPE_CHECKING:
    from commsim.study.verify import Verdict

DIFFERS = 1
SHOWN = 50
"""Findings that are listed; of the others there is a count."""


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Results folder of a study.")],
    sample: Annotated[int, typer.Option(metavar="N", help="Runs to do again, spread evenly; 0 for none.")] = 20,
    engine: Annotated[str, typer.Option(metavar=ENGINE_WORDS, help=ENGINE_HELP)] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Write only what is wrong.")] = False,
) -> int:
    """Check the files and rows of a study's results, and do a sample of its runs again; exit code 1 if they differ.

    Such as: commsim verify runs/three-questions --sample 100
    """
    # Loaded here, since the model takes a second to load, which `commsim --help` need not wait for.
    from commsim.cli.progress import progress_bar  # noqa: PLC0415
    from commsim.study.verify import verify as check  # noqa: PLC0415

    with progress_bar(folder.name, quiet or as_json, unit="runs") as report:
        verdict = check(folder, sample, engine, report)
    return show_verdict(verdict, folder, as_json, quiet)


def show_verdict(verdict: Verdict, folder: Path, as_json: bool, quiet: bool) -> int:
    """Write what a check found and return the exit code: 0, or 1 where something was found."""
    if as_json:
        say_json({**vars(verdict), "folder": str(folder), "sound": verdict.is_sound})
        return 0 if verdict.is_sound else DIFFERS
    for finding in verdict.findings[:SHOWN]:
        say(f"Differs:  {finding}")
    if len(verdict.findings) > SHOWN:
        say(f"Differs:  and {len(verdict.findings) - SHOWN:,} more")
    if not quiet:
        for note in verdict.notes:
            say(f"Note:     {note}")
        again = f"{verdict.repeated:,} of {verdict.runs:,} runs done again"
        checked = f"{verdict.checked:,} of {verdict.runs:,} runs checked, {verdict.failed:,} of them failed; {again}"
        say(f"{'Sound' if verdict.is_sound else 'NOT sound'}: {folder}: {checked}")
    return 0 if verdict.is_sound else DIFFERS
