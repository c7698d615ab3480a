"""``commsim casebook``: hold every target of the shipped scenarios against many seeds, and keep the table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commsim.cli.output import ENGINE_HELP, ENGINE_WORDS, dash, mark, say

if TYPE_CHECKING:
    from commsim.study.casebook import Casebook

FOLDER = Path("results/casebook")
MOST_SEEDS = 100_000


def casebook(
    seeds: Annotated[int, typer.Option(metavar="N", help="How many seeds: 1 to N.")] = 100,
    scenario: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this scenario; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=f"Folder of the table; by default {FOLDER}.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there already.")] = False,
    jobs: Annotated[int | None, typer.Option(help="Runs side by side; by default one a processor.")] = None,
    engine: Annotated[str, typer.Option(metavar=ENGINE_WORDS, help=ENGINE_HELP)] = "auto",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Write nothing but errors.")] = False,
) -> None:
    """Hold every target of the shipped scenarios against many seeds; write the table to a folder.

    Such as: commsim casebook --seeds 100 --force
    """
    # Loaded here, since the model takes a second to load, which `commsim --help` need not wait for.
    from commsim.cli.progress import progress_bar  # noqa: PLC0415
    from commsim.engine.choice import check_engine  # noqa: PLC0415
    from commsim.errors import InputError  # noqa: PLC0415
    from commsim.results.store import check_folder, free_folder, write_folder  # noqa: PLC0415
    from commsim.study.casebook import make_casebook  # noqa: PLC0415
    from commsim.study.casebook_files import casebook_files  # noqa: PLC0415
    from commsim.study.processors import cores  # noqa: PLC0415

    if not 1 <= seeds <= MOST_SEEDS:
        raise InputError(f"--seeds is a whole number from 1 to {MOST_SEEDS}; got {seeds}")
    if jobs is not None and jobs < 1:
        raise InputError(f"--jobs is a whole number from 1; got {jobs}")
    check_engine(engine)
    folder = out or (free_folder(_part_folder(scenario)) if scenario else FOLDER)
    check_folder(folder, force)
    with progress_bar("casebook", quiet) as report:
        book = make_casebook(seeds, jobs or cores(), scenario, report, engine)
    write_folder(folder, casebook_files(book), force)
    if not quiet:
        _print(book, folder)


def _part_folder(names: list[str]) -> Path:
    """Return where a part of the table goes, so that it never takes the place of the whole."""
    return Path("runs") / ("casebook-" + "-".join(dict.fromkeys(Path(name).name for name in names)))


def _print(book: Casebook, folder: Path) -> None:
    from commsim.results.targets import figure_text  # noqa: PLC0415 (as above)

    width = max(len(f"{row.scenario}: {row.result.target.id}") for row in book.rows)
    for row in book.rows:
        result = row.result
        held = len([held for held in result.holds if held])
        figures = (
            f"{figure_text(result.spread.median)} "
            f"({figure_text(result.spread.low)}{dash()}{figure_text(result.spread.high)})"
        )
        name = f"{row.scenario}: {result.target.id}"
        say(
            f"{mark(result.met)} {row.statement:<4} {name:<{width}}  {figures}, wanted {result.demanded}; "
            f"held in {held} of {len(result.holds)}"
        )
    say(f"{book.met} of {len(book.rows)} targets met; a target is met if 90 % of the seeds hold it.")
    say(f"Table:  {folder / 'casebook.md'}")
