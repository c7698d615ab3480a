"""Reading a scenario file: what is refused before anything is parsed.

A scenario is a small text file. Whatever is not one (a folder, a device, a file of 100 MB, bytes that are no UTF-8) is
refused with one clear line, and by its size, so that nothing large is ever read.
"""

from __future__ import annotations

import os
import re
import stat
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from commsim.errors import Problem, ScenarioError, ScenarioProblems

MAX_BYTES = 1 << 20
MAX_LINE = 10_000

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def refuse(file: str, message: str, allowed: str = "", line: int = 0) -> NoReturn:
    """Raise a :class:`ScenarioError` with a single problem that concerns the whole file."""
    raise ScenarioError(ScenarioProblems(file, [Problem(line, "", message, allowed)]))


WANTED = {
    "scenario": "a scenario file that exists, or a shipped name (commsim scenarios list)",
    "study": "a study file that exists",
}
"""What is allowed where a file is missing, by kind of file."""


def _missing(path: Path, shown: str, kind: str) -> NoReturn:
    """Say that a file is missing, and which file beside it has a similar name."""
    try:
        beside = [entry.name for entry in path.parent.iterdir() if entry.suffix in (".yaml", ".yml")]
    except OSError:  # the folder is missing too: there is nothing to suggest
        beside = []
    near = get_close_matches(path.name, beside, n=1)
    hint = f"; did you mean '{path.parent / near[0]}'?" if near else ""
    refuse(shown, f"no such file{hint}", WANTED[kind])


def read_bytes(path: Path, shown: str, kind: str = "scenario") -> bytes:
    """Return the bytes of a regular file of at most 1 MiB.

    Args:
        path: the file.
        shown: how messages name it.
        kind: kind of file, a key of :data:`WANTED`.

    Raises:
        ScenarioError: missing, a folder, a device, unreadable, or too large.
    """
    if "\0" in shown:
        refuse(shown.replace("\0", "\\0"), "a file name with a NUL character", f"a {kind} file (YAML)")
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            refuse(shown, "this is a folder", f"a {kind} file (YAML)")
        if not stat.S_ISREG(status.st_mode):
            refuse(shown, "this is no regular file", f"a {kind} file (YAML)")
        if status.st_size > MAX_BYTES:
            refuse(shown, f"the file has {status.st_size} bytes", f"at most {MAX_BYTES} bytes (1 MiB)")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        _missing(path, shown, kind)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        refuse(shown, f"the file cannot be read: {reason.lower()}", "a file this user may read")


def decode(raw: bytes, shown: str) -> str:
    """Return the text of a scenario file, without a byte order mark.

    Args:
        raw: the bytes of the file.
        shown: how messages name it.

    Raises:
        ScenarioError: too large, not UTF-8, a NUL byte, another control character, or a line far too long.
    """
    if len(raw) > MAX_BYTES:
        refuse(shown, f"the file has more than {MAX_BYTES} bytes", f"at most {MAX_BYTES} bytes (1 MiB)")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        refuse(shown, "the file is in UTF-16", "UTF-8 text", line=1)
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        refuse(shown, "a NUL byte: this is no text file", "UTF-8 text", line)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        refuse(shown, f"byte 0x{raw[error.start]:02x} is not UTF-8", "UTF-8 text", line)
    check_text(text, shown)
    return text


def check_text(text: str, shown: str) -> None:
    """Refuse control characters and lines far too long.

    Args:
        text: the text of a scenario file.
        shown: how messages name it.

    Raises:
        ScenarioError: the first of these, with its line.
    """
    found = _UNPRINTABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        refuse(shown, f"control character U+{ord(found[0]):04X}", "printable text", line)
    for number, content in enumerate(text.split("\n"), start=1):
        if len(content) > MAX_LINE:
            refuse(shown, f"a line of {len(content)} characters", f"lines of at most {MAX_LINE} characters", number)
