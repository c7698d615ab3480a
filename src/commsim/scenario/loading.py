"""Loading a scenario, shipped or from a file: read, parse, extend, validate.

A scenario given by name is a shipped one; anything with a suffix or a separator, or that exists, is a file. Limits: one
MiB, 20 levels, 100,000 values, lines of 10,000 characters; no anchors, aliases or tags; at most 5 files extending one
another.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, NoReturn

from commsim.errors import Problem, ScenarioError, ScenarioProblems, UnknownNameError
from commsim.scenario.extending import Merge
from commsim.scenario.fields import OWN_KEYS, dotted, nearest
from commsim.scenario.files import decode, read_bytes
from commsim.scenario.library import library_names, library_text
from commsim.scenario.messages import shown
from commsim.scenario.scenario import Scenario
from commsim.scenario.schema import ScenarioData
from commsim.scenario.validation import problem, refuse_findings, validate
from commsim.scenario.yaml_text import Finding, Parsed, Path, brief, parse

MAX_EXTENDED = 5


@dataclass(frozen=True)
class _Source:
    """A scenario file's text and where it came from.

    Attributes:
        file: how messages name it.
        text: what it says.
        origin: ``"library"`` or the file as given.
        folder: folder relative names start from, or None.
        identity: the same for the same file, to see a circle.
    """

    file: str
    text: str
    origin: str
    folder: FilePath | None
    identity: str


@dataclass(frozen=True)
class _Loaded:
    """A valid scenario together with the plain data it was made from, for files that extend it."""

    scenario: Scenario
    content: dict[str, Any]


@dataclass
class _Laid:
    """A file's plain data laid over what it extends.

    Attributes:
        content: the plain data.
        lines: lines of the file's own keys, by path in ``content``.
        problems: what is wrong so far.
        folder: folder of the file that names the network file, or None.
    """

    content: Any
    lines: dict[Path, int]
    problems: list[Problem]
    folder: FilePath | None


def load_scenario(name_or_path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario.

    Args:
        name_or_path: name of a shipped scenario, or a file.

    Raises:
        UnknownNameError: neither; the message names the nearest shipped scenario and lists them.
        ScenarioError: the file cannot be read or is not valid; the message lists its problems, with lines.
    """
    return _load(_source(name_or_path), ()).scenario


def parse_scenario(text: str, file: str = "scenario", folder: str | os.PathLike[str] | None = None) -> Scenario:
    """Load a scenario from a text, say one uploaded or written in a notebook.

    Args:
        text: the scenario, YAML.
        file: how messages name it.
        folder: folder that relative names (``extend``, ``network.file``) start from; without it there can be none.

    Raises:
        ScenarioError: the text is not valid; the message lists its problems, with lines.
    """
    checked = decode(text.encode("utf-8", "surrogatepass"), file)
    base = None if folder is None else FilePath(folder)
    return _load(_Source(file, checked, file, base, file), ()).scenario


def _source(name_or_path: str | os.PathLike[str]) -> _Source:
    """Find the text of a shipped scenario or of a file."""
    given = os.fspath(name_or_path)
    if isinstance(name_or_path, str) and given in library_names():
        return _shipped(given)
    path = FilePath(given)
    if not isinstance(name_or_path, str) or path.suffix or any(mark in given for mark in ("/", os.sep, "\0")):
        return _from_file(path, given)
    if given and path.exists():
        return _from_file(path, given)
    raise UnknownNameError(
        f"no scenario '{brief(given)}'{nearest(given, library_names())}; shipped: {', '.join(library_names())}; "
        "a file needs its suffix, such as my-estate.yaml"
    )


def _shipped(name: str) -> _Source:
    return _Source(f"{name}.yaml (shipped)", library_text(name), "library", None, name)


def _from_file(path: FilePath, shown: str) -> _Source:
    text = decode(read_bytes(path, shown), shown)
    return _Source(shown, text, shown, path.parent, os.path.realpath(path))


def _load(source: _Source, chain: tuple[str, ...]) -> _Loaded:
    """Load a source and whatever it extends.

    Args:
        source: the file.
        chain: identities of the files that extend this one, the outermost first.
    """
    parsed = parse(source.text)
    if not parsed.usable:
        refuse_findings(parsed.findings, parsed.content, parsed.lines, source.file)
    laid = _lay(source, parsed, chain)
    laid.problems += [problem(found, parsed.content, parsed.lines) for found in parsed.findings]
    scenario, found = validate(laid.content)
    if scenario is not None:
        found += _check_network_file(scenario, laid.folder)
    laid.problems += [problem(one, laid.content, laid.lines) for one in found]
    if laid.problems or scenario is None:
        raise ScenarioError(ScenarioProblems(source.file, sorted(laid.problems)))
    by_name = {dotted(path, laid.content): line for path, line in laid.lines.items() if path}
    return _Loaded(Scenario(scenario, source.origin, by_name, laid.folder), laid.content)


def _lay(source: _Source, parsed: Parsed, chain: tuple[str, ...]) -> _Laid:
    """Lay the file's content over what it extends, if anything."""
    own = parsed.content
    laid = _Laid(own, parsed.lines, [], source.folder)
    if not isinstance(own, dict):
        return laid
    if "extend" not in own:
        stray = [Finding((key,), f"'{key}' without 'extend'", "'extend: <scenario>'") for key in OWN_KEYS if key in own]
        laid.problems += [problem(found, own, parsed.lines) for found in stray]
        laid.content = {key: value for key, value in own.items() if key not in OWN_KEYS}
        return laid
    base = _extended(source, parsed, chain)
    merge = Merge(base.content, own, parsed.lines)
    laid.content, laid.lines = merge.content, merge.lines
    laid.lines[()] = parsed.lines[("extend",)]
    laid.problems += [problem(found, own, parsed.lines) for found in merge.findings]
    network = own.get("network")
    if not isinstance(network, dict) or "file" not in network:
        laid.folder = base.scenario.folder
    return laid


def _extended(source: _Source, parsed: Parsed, chain: tuple[str, ...]) -> _Loaded:
    """Load what a file extends.

    Raises:
        ScenarioError: of this file, where there is nothing to extend; of the other, where that is not valid.
    """
    wanted = parsed.content["extend"]

    def refuse(message: str, allowed: str) -> NoReturn:
        found = [*parsed.findings, Finding(("extend",), message, allowed)]
        refuse_findings(found, parsed.content, parsed.lines, source.file)
        raise AssertionError  # unreachable: there is a finding

    if not isinstance(wanted, str) or not wanted:
        refuse(f"{shown(wanted)} names no scenario", "a shipped scenario or a file relative to this one")
    chain = (*chain, source.identity)
    if len(chain) > MAX_EXTENDED:
        refuse(f"more than {MAX_EXTENDED} scenarios extend one another", f"at most {MAX_EXTENDED}")
    if wanted in library_names():
        base = _shipped(wanted)
    elif source.folder is None:
        hint = nearest(wanted, library_names())
        refuse(f"no shipped scenario '{brief(wanted)}'{hint}", "one of " + ", ".join(library_names()))
    elif not (source.folder / wanted).is_file():
        hint = nearest(wanted, library_names())
        refuse(f"no scenario or file '{brief(wanted)}'{hint}", "a shipped scenario or a file relative to this one")
    else:
        base = _from_file(source.folder / wanted, os.fspath(source.folder / wanted))
    if base.identity in chain:
        refuse(f"'{brief(wanted)}' extends this file: a circle", "a scenario that does not extend this one")
    return _load(base, chain)


def _check_network_file(scenario: ScenarioData, folder: FilePath | None) -> list[Finding]:
    """The network file is there."""
    name = scenario.network.file
    if name is None:
        return []
    if folder is None:
        return [Finding(("network", "file"), "a scenario that is no file cannot name one", "another kind of network")]
    if not (folder / name).is_file():
        return [
            Finding(
                ("network", "file"), f"no file '{brief(name)}'", "a GraphML file or edge list, relative to this file"
            )
        ]
    return []
