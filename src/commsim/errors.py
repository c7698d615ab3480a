"""Every mistake a user can make, as a tree of exceptions.

Each class is also a built-in exception, so that ``except ValueError`` works without knowing commsim, and each
carries the exit code the command line ends with: 2 for bad input, 3 for disk or permission, 1 for a target missed.
A message says where, what came, what is allowed and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class CommsimError(Exception):
    """Base of every error commsim raises on purpose."""

    exit_code = 1


class InputError(CommsimError, ValueError):
    """Something the user gave is not usable; nothing was run and nothing was written."""

    exit_code = 2


class SeedError(InputError):
    """A seed is not a whole number from 0 to 2**64 - 1."""


class EngineError(InputError):
    """The compiled engine was asked for something that only the Mesa model can run."""


class UnknownNameError(InputError, KeyError):
    """A scenario, rule, parameter, event or path that does not exist; the message names the nearest one."""

    def __str__(self) -> str:
        """Return the message itself (``KeyError`` would quote it)."""
        return str(self.args[0]) if self.args else ""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file.

    Attributes:
        line: line in the file, counted from 1; 0 where no line applies.
        path: dotted path of the key, such as ``timeline.activate.share``; empty for the whole file.
        message: what is wrong, with the value that came.
        allowed: what is allowed instead; empty where the message already says so.
    """

    line: int
    path: str
    message: str
    allowed: str = ""


@dataclass
class ScenarioProblems:
    """The problems of one file, as they are shown on one screen."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    shown: int = 12

    def __str__(self) -> str:
        """Return one line a problem, ``file:line: path: message; allowed: ...``."""
        lines = []
        for problem in sorted(self.problems)[: self.shown]:
            place = f"{self.file}:{problem.line}" if problem.line else self.file
            where = f"{problem.path}: " if problem.path else ""
            allowed = f"; allowed: {problem.allowed}" if problem.allowed else ""
            lines.append(f"{place}: {where}{problem.message}{allowed}")
        more = len(self.problems) - self.shown
        if more > 0:
            lines.append(f"{self.file}: and {more} more problems")
        return "\n".join(lines)


class ScenarioError(InputError):
    """A scenario file, or a change asked of a scenario, is not valid.

    Attributes:
        report: the file and its problems.
    """

    def __init__(self, report: ScenarioProblems) -> None:
        """Keep the report; the message is the report as text."""
        self.report = report
        super().__init__(str(report))


class NetworkFileError(InputError):
    """A network file cannot be read, or does not fit the estate it is given for."""


class StorageError(CommsimError, OSError):
    """The disk is full, a folder cannot be written, or results are already there."""

    exit_code = 3


class ResultsExistError(StorageError):
    """A results folder exists and was not to be overwritten."""


class LedgerError(CommsimError, RuntimeError):
    """Money would be created or lost: a fault of commsim, never of the user."""
