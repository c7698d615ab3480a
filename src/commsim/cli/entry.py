"""From words to an exit code: every mistake becomes one clear message on the error stream."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import typer

from commsim.cli.app import app
from commsim.cli.output import plain_streams, say_error
from commsim.errors import CommsimError, LedgerError, ScenarioError

DONE, BAD_INPUT, DISK, FAULT, INTERRUPTED = 0, 2, 3, 70, 130

_USAGE_ERROR: type[Any] = typer.BadParameter.__mro__[1]  # typer has its own copy of click, or uses click: this is both


def run_words(words: Sequence[str]) -> int:
    """Run one command and return its exit code; messages go to the error stream.

    Args:
        words: words after ``commsim``.

    Raises:
        KeyboardInterrupt: the user stopped it; the caller says so.
        Exception: anything that went wrong, where the environment variable ``COMMSIM_DEBUG`` is 1.
    """
    plain_streams()
    try:
        code = _invoke(list(words) or ["--help"])
        sys.stdout.flush()
    except typer.Exit as leaving:
        code = leaving.exit_code
    except (KeyboardInterrupt, typer.Abort) as stopped:
        raise KeyboardInterrupt(*stopped.args) from stopped
    except Exception as error:
        if os.environ.get("COMMSIM_DEBUG") == "1":
            raise
        code = _explain(error)
    return code


def _invoke(words: list[str]) -> int:
    command: Any = typer.main.get_command(app)
    with command.make_context("commsim", words) as context:
        result = command.invoke(context)
    return result if isinstance(result, int) else DONE


def _explain(error: Exception) -> int:
    """Say what went wrong and return the exit code."""
    if isinstance(error, _USAGE_ERROR):
        say_error(_usage(error))
        return BAD_INPUT
    if isinstance(error, ScenarioError):
        say_error(str(error), prefix="")
        return error.exit_code
    if isinstance(error, CommsimError) and not isinstance(error, LedgerError):
        say_error(str(error))
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        return _reader_left()
    if isinstance(error, OSError):
        say_error(_disk(error))
        return DISK
    if isinstance(error, MemoryError):
        say_error("memory ran out; try fewer --seeds, fewer --jobs, or without --record households")
        return DISK
    traceback.print_exception(error)
    say_error("this is a fault of commsim, not of your input; please report it with the lines above")
    return FAULT


def _usage(error: Any) -> str:
    place = getattr(error.ctx, "command_path", "commsim") if getattr(error, "ctx", None) else "commsim"
    return f"{' '.join(error.format_message().split())} See `{place} --help`."


def _disk(error: OSError) -> str:
    reason = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error))
    return f"{error.filename}: {reason}" if error.filename else f"cannot write the output: {reason}"


def _reader_left() -> int:
    """End quietly when whoever read our output (``| head``) has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
