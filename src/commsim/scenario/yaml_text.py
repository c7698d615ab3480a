"""YAML 1.2 to plain data with the line of every key, and back.

Only what a scenario needs is read: one document of mappings, lists and plain values (core schema of YAML 1.2: ``no``
and ``2021-01-01`` are text, ``1e3`` is a number). Anchors, aliases, tags and merge keys are refused altogether: what
stands in the file is what runs, nothing expands, and nothing is ever built but text, numbers, true, false and null.
The text is read as a stream of events, without recursion, and abandoned at the depth or number of values allowed.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from io import StringIO
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_DEPTH = 20
MAX_VALUES = 100_000
_LONGEST_SHOWN = 60
_LONGEST_WHOLE_NUMBER = 40  # digits; longer ones are read as floats, since int() refuses very long text

Path = tuple[Hashable, ...]

_WHOLE = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_NAMED: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: value for value, name in ((True, "true"), (False, "false")) for word in (name, name.title(), name.upper())
}

_WRITTEN_OUT = {"scenario": "values written out; 'extend' reuses a scenario", "study": "values written out"}

_REASONS = (
    (r"found character '\\t'", "a tab where only spaces may stand", "indentation with spaces"),
    (r"found character '(.)' that", "{0} cannot begin a value", "text in quotes"),
    (r"mapping values are not allowed", "a ':' where none can stand", "one 'key: value' a line, groups aligned"),
    (r"could not find expected ':'", "a key without a ':'", "'key: value'"),
    (r"unexpected end of stream", "a quote that is never closed", "a closing quote"),
    (r"expected ',' or '(.)'", "a bracket that is never closed", "a closing '{0}'"),
    (r"expected <block end>", "an entry that does not line up with those above", "entries of a group aligned"),
    (r"unknown escape character '(.)'", "unknown escape \\{0} in a quoted text", "'single quotes', where \\ is plain"),
    (r"undefined tag handle", "a tag, '!...'", "plain values without tags"),
)


def brief(text: str) -> str:
    """Return a text for a message: on one line, at most 60 characters, nothing a terminal would act on."""
    if len(text) > _LONGEST_SHOWN:
        text = text[: _LONGEST_SHOWN - 3] + "..."
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


class Finding(NamedTuple):
    """A problem found at a path of the plain data; its line is looked up later.

    Attributes:
        path: keys and list positions that lead to it.
        message: what is wrong.
        allowed: what is allowed instead.
        line: line in the file, where it is known already; otherwise 0.
    """

    path: Path
    message: str
    allowed: str = ""
    line: int = 0


@dataclass
class Parsed:
    """What a text says.

    Attributes:
        content: the plain data; ``None`` for an empty text.
        lines: line of each key and list entry, by path.
        findings: what is wrong with the text itself.
        usable: False where a finding leaves the data incomplete, so that it is not worth checking further.
    """

    content: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    usable: bool = True


class _Abandoned(Exception):
    """The text is not worth reading on; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)


@dataclass
class _Open:
    """A mapping or list that is being read; ``path`` is None below a duplicate key, whose content is dropped."""

    content: dict[str, Any] | list[Any]
    path: Path | None
    key: str | None = None


def scalar(text: str) -> bool | int | float | str | None:
    """Return a plain (unquoted) value after the core schema of YAML 1.2."""
    if text in _NAMED:
        return _NAMED[text]
    if _WHOLE.match(text):
        return int(text) if len(text) <= _LONGEST_WHOLE_NUMBER else float(text)
    if _BASED.match(text) and len(text) <= _LONGEST_WHOLE_NUMBER:
        return int(text, 0)
    if _FLOAT.match(text):
        return float(text)
    if _INFINITE.match(text):
        return float(text.replace(".", ""))
    return text


class _Reader:
    """Builds plain data from a stream of YAML events."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.parsed = Parsed()
        self.open: list[_Open] = []
        self.values = 0
        self.documents = 0

    def take(self, event: Event) -> None:
        """Take the next event."""
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            self._document(event, line)
        elif isinstance(event, NodeEvent):
            self._check_node(event, line)
            self._node(event, line)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.open.pop()

    def _document(self, event: DocumentStartEvent, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _Abandoned(Finding((), "a second document ('---')", f"one {self.kind} a file", line))
        if event.version is not None and tuple(event.version) != (1, 2):
            version = ".".join(str(part) for part in event.version)
            raise _Abandoned(Finding((), f"the file says it is YAML {version}", "YAML 1.2 (leave '%YAML' out)", line))

    def _check_node(self, event: NodeEvent, line: int) -> None:
        """Refuse what expands or builds objects, and stop at the limits."""
        self.values += 1
        if self.values > MAX_VALUES:
            raise _Abandoned(Finding((), f"more than {MAX_VALUES} values", f"at most {MAX_VALUES} values", line))
        if isinstance(event, MappingStartEvent | SequenceStartEvent) and len(self.open) >= MAX_DEPTH:
            message = f"groups nested more than {MAX_DEPTH} deep"
            raise _Abandoned(Finding((), message, f"at most {MAX_DEPTH} deep", line))
        if isinstance(event, AliasEvent):
            self._unusable(f"alias '*{brief(str(event.anchor))}'", _WRITTEN_OUT[self.kind], line)
        elif event.anchor is not None:
            self._unusable(f"anchor '&{brief(str(event.anchor))}'", _WRITTEN_OUT[self.kind], line)
        tag = getattr(event, "tag", None)
        if tag is not None:
            written = brief(str(tag).replace("tag:yaml.org,2002:", "!!"))
            self._unusable(f"tag '{written}'", "plain values without tags", line)

    def _unusable(self, message: str, allowed: str, line: int) -> None:
        top = self.open[-1] if self.open else None
        path = top.path or () if top is not None else ()
        if top is not None and top.key is not None:
            path = (*path, top.key)
        self.parsed.usable = False
        self.parsed.findings.append(Finding(path, message, allowed, line))

    def _node(self, event: NodeEvent, line: int) -> None:
        top = self.open[-1] if self.open else None
        if top is not None and isinstance(top.content, dict) and top.key is None:
            if not isinstance(event, ScalarEvent):
                raise _Abandoned(Finding((), "a key that is no word", "'key: value'", line))
            self._key(top, event.value, line)
            return
        value: Any = None
        if isinstance(event, ScalarEvent):
            value = scalar(event.value) if event.style is None else event.value
        elif isinstance(event, MappingStartEvent):
            value = {}
        elif isinstance(event, SequenceStartEvent):
            value = []
        path = self._place(top, value, line)
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.open.append(_Open(value, path))

    def _key(self, top: _Open, key: str, line: int) -> None:
        assert isinstance(top.content, dict)
        top.key = key
        if top.path is None:
            return
        path = (*top.path, key)
        if key in top.content:
            first = self.parsed.lines[path]
            self.parsed.findings.append(
                Finding(path, f"'{brief(key)}' is given twice, first in line {first}", "each key once", line)
            )
        else:
            self.parsed.lines[path] = line

    def _place(self, top: _Open | None, value: Any, line: int) -> Path | None:
        """Put a value where it belongs and return its path, or None if it is dropped."""
        if top is None:
            self.parsed.content = value
            self.parsed.lines[()] = line
            return ()
        if isinstance(top.content, list):
            top.content.append(value)
            if top.path is None:
                return None
            path = (*top.path, len(top.content) - 1)
            self.parsed.lines[path] = line
            return path
        key, top.key = top.key, None
        if key in top.content or key is None:
            return None
        top.content[key] = value
        return None if top.path is None else (*top.path, key)


def _syntax_finding(error: YAMLError) -> Finding:
    """Say in plain words what the parser found, at the line a reader would look at."""
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    context = str(getattr(error, "context", None) or "")
    if any(part in context for part in ("simple key", "quoted scalar", "flow")):
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line + 1 if mark is not None else 0
    for pattern, message, allowed in _REASONS:
        found = re.search(pattern, problem)
        if found:
            signs = [brief(sign) for sign in found.groups()]
            return Finding((), message.format(*signs), allowed.format(*signs), line)
    return Finding((), f"not YAML: {brief(problem)}", "YAML 1.2", line)


def parse(text: str, kind: str = "scenario") -> Parsed:
    """Read a YAML text.

    Args:
        text: the text, without control characters.
        kind: what the file holds, ``scenario`` or ``study``, for messages.

    Returns:
        The data with lines and findings; nothing is raised for a mistake in the text.
    """
    reader = _Reader(kind)
    try:
        for event in YAML(typ="safe", pure=True).parse(StringIO(text)):
            reader.take(event)
    except _Abandoned as abandoned:
        reader.parsed.findings.append(abandoned.finding)
        reader.parsed.usable = False
    except YAMLError as error:
        reader.parsed.findings.append(_syntax_finding(error))
        reader.parsed.usable = False
    return reader.parsed


def dump(content: dict[str, Any]) -> str:
    """Return plain data as YAML text that :func:`parse` reads back to equal data, keys in the given order."""
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(content, stream)
    return stream.getvalue()
