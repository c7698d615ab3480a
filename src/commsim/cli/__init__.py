"""The command ``commsim``: one file a command, and one place where mistakes become a line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code: 0 done, 1 a target missed, 2 bad input, 3 disk, 130 Ctrl-C.

    Args:
        arguments: words after ``commsim``; by default those of the command line.
    """
    try:
        # Loaded here, since loading takes a moment in which Ctrl-C must show no traceback.
        from commsim.cli.entry import run_words  # noqa: PLC0415

        code = run_words(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt as stopped:
        said = str(stopped) or "stopped by Ctrl-C; no half results are left"
        sys.stderr.write(f"{said}\n")
        code = 130
    sys.exit(code)
