"""``commsim dashboard``: the page on which an estate comes to life, served from this machine."""

from __future__ import annotations

import ipaddress
import os
import sys
import threading
import time
from pathlib import Path
from typing import Annotated

import typer

from commsim.cli.output import say, say_error
from commsim.errors import InputError

DONE = 0
PATIENCE = 0.5
"""Seconds that a run under way may still take after the dashboard was stopped."""


def dashboard(
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Address to listen on; 0.0.0.0 lets other computers in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", help="Port to listen on; 0 for any that is free.")] = 8765,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the page in the browser.")] = False,
    results: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="Results that visitors may open; may be repeated.")
    ] = None,
) -> int:
    """Open the dashboard: see an estate come to life, in the browser, without internet; Ctrl-C stops it.

    Such as: commsim dashboard --results runs
    """
    # Loaded here, since the page's libraries are optional, and take seconds which `commsim --help` need not wait for.
    from commsim.dashboard.environment import check_installed  # noqa: PLC0415

    check_installed()
    folders = [_folder(folder) for folder in results or ()]
    from commsim.dashboard.serving import serve  # noqa: PLC0415 (as above; needs what was checked)

    if not _is_near(host):
        say_error(
            f"with --host {host}, everybody who can reach this computer over the network can use the dashboard:"
            " run models on it and open the results named with --results. There is no password.",
            prefix="warning: ",
        )
    serve(host, port, opens_browser=not no_open, results=folders, tell=_tell)
    _leave()
    return DONE


def _folder(folder: Path) -> Path:
    """Check a folder named with ``--results``.

    Raises:
        InputError: it is not there, or not a folder.
    """
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "no such folder"
        raise InputError(f"--results {folder}: {what}; give a results folder, or one that holds results folders")
    return folder


def _is_near(host: str) -> bool:
    """Return whether only this machine can reach the dashboard there."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _tell(line: str) -> None:
    say(line)
    sys.stdout.flush()


def _leave() -> None:
    """End now, where a run of a visitor's would hold the process: a thread cannot be ended, and nobody waits for it."""
    from commsim.dashboard.environment import remove_private_folder  # noqa: PLC0415 (as above)

    end = time.monotonic() + PATIENCE
    others = [thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()]
    for thread in others:
        thread.join(max(0.0, end - time.monotonic()))
    if any(thread.is_alive() for thread in others):
        remove_private_folder()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(DONE)
