"""What a visitor takes along: the scenario as a file, the command that repeats the run, its tables and its picture.

The numbers are those of the command line to the last digit: the scenario file loads to the same digest, and the tables
are the bytes that ``commsim run`` writes.
"""

from __future__ import annotations

import io
import shlex
import zipfile
from threading import Lock
from typing import TYPE_CHECKING

from commsim.api import Run
from commsim.dashboard.command_words import command_words
from commsim.dashboard.settings import Settings, scenario_of
from commsim.errors import InputError
from commsim.figures import draw_runs, picture_bytes
from commsim.results.files import csv_bytes
from commsim.results.tables import events_frame, households_arrow, monthly_arrow

if TYPE_CHECKING:
    from commsim.dashboard.running import LiveRun

PICTURES = ("png", "svg")
_LONGEST_COMMAND = 4_000
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""Time of all files in an archive, so that the same run gives the same bytes."""

_DRAWING = Lock()
"""One picture is drawn at a time: matplotlib's settings belong to the whole process."""


def file_name(settings: Settings, kind: str) -> str:
    """Return a name for a file that a visitor takes along: letters, digits and hyphens before the ending.

    Args:
        settings: what decides the run.
        kind: the ending: ``yaml`` for the scenario, ``zip`` for the tables, ``png`` or ``svg`` for the picture.

    Raises:
        InputError: another ending.
    """
    kinds = ("yaml", "zip", *PICTURES)
    if kind not in kinds:
        raise InputError(f"a file to take along ends in {', '.join(kinds)}; got '{kind}'")
    name = scenario_of(settings).name  # the schema allows lower-case letters, digits and hyphens only
    return f"my-{name}.yaml" if kind == "yaml" else f"{name}-seed{settings.seed}.{kind}"


def scenario_yaml(settings: Settings) -> bytes:
    """Return the scenario as a file, every value written out; it loads to the same digest."""
    return scenario_of(settings).to_yaml().encode()


def command(settings: Settings) -> str:
    """Return the command that repeats the run from the scenario file, quoted for a POSIX shell."""
    return shlex.join(["commsim", "run", file_name(settings, "yaml"), "--seed", str(settings.seed), "--no-twin"])


def short_command(settings: Settings) -> str | None:
    """Return a command that repeats the run without any file, quoted for a POSIX shell.

    Returns:
        The command; None for an upload, or where the command line cannot say what was changed.
    """
    words = command_words(settings)
    if words is None:
        return None
    text = shlex.join(["commsim", "run", *words, "--seed", str(settings.seed)])
    return text if len(text) <= _LONGEST_COMMAND else None


def tables_zip(live: LiveRun) -> bytes:
    """Return an archive of the run's tables: ``monthly.csv``, ``households.csv``, ``events.csv``.

    Args:
        live: the run; ``monthly.csv`` is byte for byte what ``commsim run`` writes for it.
    """
    events: str = events_frame([live.raw]).to_csv(index=False, lineterminator="\n")
    files = {
        "monthly.csv": csv_bytes(monthly_arrow(live.raw)),
        "households.csv": csv_bytes(households_arrow(live.raw)),
        "events.csv": events.encode(),
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return sink.getvalue()


def picture(live: LiveRun, twin: LiveRun | None, kind: str) -> bytes:
    """Return the picture of a run, as ``commsim run`` draws it.

    Args:
        live: the run.
        twin: the run drawn as a grey line, if any.
        kind: ``png`` or ``svg``.

    Raises:
        InputError: another kind.
    """
    if kind not in PICTURES:
        raise InputError(f"a picture is taken along as {', '.join(PICTURES)}; got '{kind}'")
    with _DRAWING:
        drawn = draw_runs(Run(live.raw), None if twin is None else Run(twin.raw))
        return picture_bytes(drawn, kind)
