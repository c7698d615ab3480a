"""``commsim sweep``: do all runs of a study, so that whatever happens only costs the blocks under way."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from commsim.cli.output import ENGINE_HELP, ENGINE_WORDS, say, say_error, say_json

if TYPE_CHECKING:
    from commsim.study.plan import Outline
    from commsim.study.results import StudyResults
    from commsim.study.sweep import Standing, Watch

RUN_FAILED = 1
SHOWN_CAUSES = 5

CLUSTER_HELP = "Dask scheduler to use, tcp://HOST:PORT, or local:N for N worker processes here."


def sweep(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="Study file, such as experiments/institution/study.yaml.")
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Results folder; by default runs/<name of the study>.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the folder, or begin it.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the results of a study that are there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be run, how long and how large.")] = False,
    replicates: Annotated[
        int | None, typer.Option(metavar="N", help="Runs of each point; by default as the study says.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(metavar="N", help="Threads; by default one a processor.")] = None,
    engine: Annotated[str, typer.Option(metavar=ENGINE_WORDS, help=ENGINE_HELP)] = "auto",
    cluster: Annotated[str | None, typer.Option(metavar="ADDRESS|local:N", help=CLUSTER_HELP)] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit code 1 if a run failed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write what was done as JSON.")] = False,
    json_log: Annotated[bool, typer.Option("--json-log", help="Progress as JSON lines on the error stream.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Write nothing but errors.")] = False,
) -> int:
    """Do all runs of a study; each block of runs is kept as soon as it is done.

    Such as: commsim sweep experiments/three-questions/study.yaml --out runs/three --resume
    """
    # Loaded here, since the model takes a second to load, which `commsim --help` need not wait for.
    from commsim.study.loading import load_study  # noqa: PLC0415
    from commsim.study.plan import outline  # noqa: PLC0415
    from commsim.study.sweep import run_study  # noqa: PLC0415

    chosen = load_study(study)
    if replicates is not None:
        chosen = chosen.with_replicates(replicates)
    if dry_run:
        _show_outline(outline(chosen, jobs, engine), as_json)
        return 0
    folder = out or Path("runs") / chosen.name
    standing: list[Standing] = []
    with _watched(chosen.name, quiet, json_log) as watch:

        def note(now: Standing) -> None:
            standing[:] = [now]
            watch(now)

        try:
            results = run_study(
                chosen,
                folder,
                resume=resume,
                force=force,
                jobs=jobs,
                engine=engine,
                cluster=cluster,
                watch=note,
                tell=None if quiet or json_log else lambda text: say_error(text, prefix="note: "),
            )
        except KeyboardInterrupt as stopped:
            raise KeyboardInterrupt(_stopped(study, folder, standing)) from stopped
    failed = results.count_failed()
    if as_json:
        say_json({"study": chosen.name, "folder": str(folder), "runs": chosen.runs, "failed": failed})
    elif not quiet:
        _show(results, folder, failed)
    return RUN_FAILED if check and failed else 0


def _stopped(study: str, folder: Path, standing: list[Standing]) -> str:
    """Say what a stopped sweep leaves and how to go on."""
    if not standing:
        return "stopped by Ctrl-C before the first run"
    words = ["commsim", "sweep", study, "--out", str(folder), "--resume"]
    return (
        f"stopped by Ctrl-C; {standing[0].runs:,} of {standing[0].total:,} runs are saved; "
        f"go on with: {shlex.join(words)}"
    )


def _show(results: StudyResults, folder: Path, failed: int) -> None:
    study = results.study
    say(f"{study.name}: {study.runs:,} runs, {len(study.points):,} points x {study.replicates:,} replicates")
    for note in results.notes:
        say(f"Note:     {note}")
    if failed:
        say(f"Failed:   {failed:,} runs; the others are not touched by it")
        for cause, count in results.failed["cause"].value_counts().head(SHOWN_CAUSES).items():
            say(f"          {count:,} x {cause}")
    say(f"Results:  {folder}")
    say(f"Report:   commsim report {shlex.quote(str(folder))}")


def _show_outline(found: Outline, as_json: bool) -> None:
    if as_json:
        say_json(found._asdict())
        return
    for line in found.lines():
        say(line)


@contextmanager
def _watched(name: str, quiet: bool, json_log: bool) -> Iterator[Watch]:
    """Yield what shows how far a study is: a bar, JSON lines, or nothing."""
    from commsim.cli.progress import progress_bar  # noqa: PLC0415 (as above)

    if json_log:
        with progress_bar(name, quiet=True):
            yield _json_lines(name)
        return
    with progress_bar(name, quiet, unit="runs") as report:
        yield lambda now: report(now.runs, now.total)


def _json_lines(name: str) -> Callable[[Standing], None]:
    """Return what writes a JSON line on the error stream whenever a block is saved."""
    began = monotonic()

    def write(now: Standing) -> None:
        seconds = monotonic() - began
        here = now.runs - now.before
        rate = here / seconds if here else None
        line = {
            "study": name,
            "runs": now.runs,
            "failed": now.failed,
            "of": now.total,
            "seconds": round(seconds, 3),
            "runs_per_second": None if rate is None else round(rate, 1),
            "seconds_left": None if rate is None else round((now.total - now.runs) / rate, 1),
        }
        say_error(json.dumps(line), prefix="")

    return write
