"""Check the conventions that keep both drivers' results equal to the bit, which no general linter knows.

Usage: ``python tools/lint_conventions.py [FILE ...]`` (default: every text file of the checkout that git does not
ignore). Prints ``file:line: rule: message`` for each hit; exit code 1 if there was one, else 0.

Three words used below:

* a *rule* is one convention, with a name and the place where it holds (``RULES``);
* a *hit* is a line that breaks a rule;
* an *allowance* is a comment ``lint: allow RULE because REASON`` on the line of the hit. It needs a reason, and one
  that allows nothing is a hit itself, so that no stale exception stays behind.

What the rules look for is in ``convention_rules.py``.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from convention_rules import RULES, Source

REPOSITORY = Path(__file__).resolve().parent.parent


class Hit(NamedTuple):
    """One line that breaks a rule: first and last line of the expression, the rule's name, and what is wrong."""

    line: int
    last: int
    rule: str
    message: str


PLACES = re.compile(
    r"(?<!\w)/(?:work|root|home|farm)/"
    r"|\b(?:pypi[.]org|python[h]osted|npm[j]s|deb[.]debian|js[d]elivr|un[p]kg|anaconda[.]org)",
)


def machine_path(text: str) -> Iterator[Hit]:
    """Find folders of one machine and names of registry hosts."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := PLACES.search(line):
            yield Hit(number, number, "machine-path", f"{found.group()!r} belongs to one machine or registry")


RULE_NAMES = {*RULES, "machine-path"}

ALLOWANCE = re.compile(r"lint: allow\s+(?P<rules>[\w-]+(?:,\s*[\w-]+)*)(?:\s+because\s+(?P<reason>\S.*))?")


def allowances(path: str, text: str) -> dict[int, re.Match[str]]:
    """Return the allowances by line: comments in Python; elsewhere any line, for the one rule that holds there."""
    if path.endswith(".py"):
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        lines = [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    else:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if "machine-path" in line]
    return {number: found for number, line in lines if (found := ALLOWANCE.search(line))}


def python_hits(path: str, text: str) -> Iterator[Hit]:
    """Yield what the rules for Python that hold at ``path`` find."""
    source = Source(text)
    for name, rule in RULES.items():
        if path.startswith(rule.where) and not (rule.except_in and path.startswith(rule.except_in)):
            for node, message in rule.find(source):
                yield Hit(node.lineno, node.end_lineno or node.lineno, name, message)


def lint(path: str, text: str) -> list[Hit]:
    """Return the hits in one file, allowances taken into account.

    ``path`` is relative to the repository's root, with forward slashes: it decides which rules hold.
    """
    hits = list(machine_path(text))
    if path.endswith(".py"):
        try:
            hits += python_hits(path, text)
        except SyntaxError as error:
            return [Hit(error.lineno or 1, error.lineno or 1, "syntax", str(error))]
    allowed = allowances(path, text)
    used: set[tuple[int, str]] = set()
    kept: dict[tuple[int, str], Hit] = {}
    for hit in hits:
        matching = {(line, hit.rule) for line in (hit.line, hit.last) if _allows(allowed.get(line), hit.rule)}
        used |= matching
        if not matching:
            kept.setdefault((hit.line, hit.rule), hit)
    return sorted([*kept.values(), *_bad_allowances(allowed, used)])


def _names(allowance: re.Match[str]) -> list[str]:
    return re.split(r",\s*", allowance["rules"])


def _allows(allowance: re.Match[str] | None, rule: str) -> bool:
    return allowance is not None and bool(allowance["reason"]) and rule in _names(allowance)


def _bad_allowances(allowed: dict[int, re.Match[str]], used: set[tuple[int, str]]) -> Iterator[Hit]:
    for line, allowance in allowed.items():
        for name in _names(allowance):
            if name not in RULE_NAMES:
                known = ", ".join(sorted(RULE_NAMES))
                yield Hit(line, line, "allowance", f"no rule is called {name!r}; there are {known}")
            elif not allowance["reason"]:
                yield Hit(line, line, "allowance", f"allows {name!r} without `because` and a reason")
            elif (line, name) not in used:
                yield Hit(line, line, "allowance", f"allows {name!r}, which nothing here breaks: remove it")


def committed_files(root: Path) -> list[str]:
    """Return the files below ``root`` that are, or could be, committed, as paths from it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
    return sorted(path for path in listed.split("\0") if path and (root / path).is_file())


def read_text(path: Path) -> str | None:
    """Return the file's text, or None where it is no UTF-8 text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def main(arguments: list[str] | None = None, root: Path = REPOSITORY) -> int:
    """Lint the files named, or all of the checkout; return the exit code."""
    parser = argparse.ArgumentParser(description="Check the conventions that keep results equal to the bit.")
    parser.add_argument("files", nargs="*", type=Path, help="default: every file that git does not ignore")
    named: list[Path] = parser.parse_args(arguments).files
    paths = [path.resolve().relative_to(root).as_posix() for path in named] or committed_files(root)
    count = 0
    for path in paths:
        text = read_text(root / path)
        for hit in lint(path, text) if text is not None else []:
            print(f"{path}:{hit.line}: {hit.rule}: {hit.message}")
            count += 1
    print(f"{len(paths)} files, {count} broken conventions", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
