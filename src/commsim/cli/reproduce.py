"""``commsim reproduce``: do all runs of a study again, from its results folder alone, and compare every row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commsim.cli.output import ENGINE_HELP, ENGINE_WORDS
from commsim.cli.verify import show_verdict

if TYPE_CHECKING:
    from commsim.study.definition import Study
    from commsim.study.measuring import Measuring
    from commsim.study.runners import Runner


def reproduce(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Results folder of a study.")],
    jobs: Annotated[int | None, typer.Option(metavar="N", help="Threads; by default one a processor.")] = None,
    engine: Annotated[str, typer.Option(metavar=ENGINE_WORDS, help=ENGINE_HELP)] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Write only what is wrong.")] = False,
) -> int:
    """Do all runs of a study again, from its results folder alone, and compare; exit code 1 if a row differs.

    Such as: commsim reproduce results/three-questions
    """
    # Loaded here, since the model takes a second to load, which `commsim --help` need not wait for.
    from commsim.cli.progress import progress_bar  # noqa: PLC0415
    from commsim.engine.choice import AGENTS, check_engine  # noqa: PLC0415
    from commsim.errors import InputError  # noqa: PLC0415
    from commsim.study.processors import cores  # noqa: PLC0415
    from commsim.study.runners import ThreadRunner  # noqa: PLC0415
    from commsim.study.sweep import chosen_engine, longest_run  # noqa: PLC0415
    from commsim.study.verify import reproduce as do_again  # noqa: PLC0415

    threads = cores() if jobs is None else jobs
    if threads < 1:
        raise InputError(f"--jobs is a whole number from 1; got {jobs}")
    check_engine(engine)

    def make_runner(study: Study, measuring: Measuring) -> Runner:
        work = longest_run(study, measuring.needs_twin)
        chosen = chosen_engine(study.runs, work, engine, threads)
        return ThreadRunner(study, measuring, chosen, 1 if chosen == AGENTS else threads)

    with progress_bar(folder.name, quiet or as_json, unit="runs") as report:
        verdict = do_again(folder, make_runner, report)
    return show_verdict(verdict, folder, as_json, quiet)
