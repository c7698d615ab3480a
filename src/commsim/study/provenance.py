"""Where the rows of a study come from: everything that decides them, and what of it changed since.

Concepts:
    provenance: the study with its scenarios written out, their digests and behaviour parameters, the version of
        commsim, a hash of its sources, and the versions of the libraries that decide bits.
    change: a dotted path with what was and what is now. A study whose provenance changed is another study: its rows
        must not stand beside the old ones.

The results depend on nothing else: not on the engine, the threads, the machines or the clock.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from commsim.errors import InputError
from commsim.results.manifest import behaviour_digest, library_versions
from commsim.scenario.fields import entry_id
from commsim.scenario.yaml_text import brief

if TYPE_CHECKING:
    from commsim.scenario import Scenario
    from commsim.study.definition import Study

PACKAGE = Path(__file__).parents[1]

SHOW_ONLY = (
    "__init__.py",
    "__main__.py",
    "api.py",
    "cli",
    "dashboard",
    "figures",
    *(
        f"study/{name}.py"
        for name in (
            *("casebook", "casebook_figures", "casebook_files", "casebook_page", "speakers"),
            *("contrasts", "curves", "effects", "effect_rows", "indices", "results", "slopes", "trials"),
            *("memory", "plan", "processors"),
        )
    ),
)
"""Sources that only tell what was found. All others count as deciding results: better one too many."""

SHOWN = 12
"""Changes that a message lists."""

BOTH_SHOWN = 100
"""Longest two lists together, in letters, that are shown whole."""

_NOTHING = object()
"""Stands for a value that is not there."""

_ALSO = ("SALib", "llvmlite", "numba")
_ONLY_SHOW = ("matplotlib", "pandas")


class Change(NamedTuple):
    """One thing that is not as it was.

    Attributes:
        path: dotted path.
        was: the value when the study was begun, as text.
        now: the value now, as text.
    """

    path: str
    was: str
    now: str

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.path}: was {self.was}, is {self.now}"


def provenance(study: Study) -> dict[str, Any]:
    """Return everything that decides the rows of a study, as plain data for JSON."""
    return {
        "study": study.to_dict(),
        "study_digest": study.digest(),
        "scenarios": {name: _scenario(base) for name, base in study.bases.items()},
        "commsim": {"version": version("commsim"), "code": code_digest()},
        "versions": deciding_versions(),
    }


def _scenario(base: Scenario) -> dict[str, Any]:
    return {
        "digest": base.digest(),
        "behaviour_digest": behaviour_digest(base),
        "behaviour": {name: dict(group._asdict()) for name, group in base.behaviour._asdict().items()},
    }


def deciding_versions() -> dict[str, str]:
    """Return the versions that decide bits; Python without its patch level, which does not."""
    found = {name: text for name, text in library_versions().items() if name not in _ONLY_SHOW}
    found["python"] = ".".join(found["python"].split(".")[:2])
    for name in _ALSO:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


@cache
def code_digest() -> str:
    """Return the hash of the package's sources that decide results, whatever their line ends: sha256 in hex."""
    sums = hashlib.sha256()
    for file in deciding_sources():
        content = file.read_bytes().replace(b"\r\n", b"\n")
        sums.update(f"{file.relative_to(PACKAGE).as_posix()} {len(content)}\n".encode())
        sums.update(content)
    return sums.hexdigest()


def deciding_sources() -> list[Path]:
    """Return the package's sources that decide results, in the order of their names."""
    found = []
    for file in PACKAGE.rglob("*.py"):
        name = file.relative_to(PACKAGE).as_posix()
        if not any(name == shown or name.startswith(f"{shown}/") for shown in SHOW_ONLY):
            found.append(file)
    return sorted(found, key=lambda file: file.relative_to(PACKAGE).as_posix())


def refuse_changes(stored: Mapping[str, Any], study: Study, folder: Path) -> None:
    """Check that a study is still the one that a folder was begun with.

    Args:
        stored: provenance in the folder's manifest.
        study: the study now.
        folder: the folder, for the message.

    Raises:
        InputError: something that decides the rows changed; the message lists what.
    """
    found = changes(stored, provenance(study))
    if not found:
        return
    lines = [f"  {change}" for change in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(f"  and {len(found) - SHOWN} more changes")
    raise InputError(
        "\n".join(
            [
                f"{folder} was begun with something else, and rows of both must not stand together; changed since:",
                *lines,
                "Undo the changes, or choose another --out.",
            ]
        )
    )


def changes(stored: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Return what differs between two provenances; none if they agree."""
    plain = json.loads(json.dumps(now))  # as it comes back from a file: tuples are lists
    found = list(_differences(stored.get("study"), plain["study"], ""))
    said = {change.path.partition(".behaviour.")[2] for change in found}
    before, after = stored.get("scenarios", {}), plain["scenarios"]
    for name in before.keys() & after.keys():
        was, new = before[name].get("behaviour"), after[name]["behaviour"]
        for change in _differences(was, new, ""):
            if change.path not in said:  # a default that changed: the scenario does not say it
                said.add(change.path)
                found.append(change._replace(path=f"behaviour.{change.path}"))
    for part in ("commsim", "versions"):
        found += _differences(stored.get(part), plain[part], part)
    if not found:
        found = list(_differences(stored, plain, ""))
    return [_readable(change) for change in found]


def version_changes(stored: Mapping[str, Any]) -> list[Change]:
    """Return which versions, of commsim itself or of libraries, differ from those a study was run with."""
    now = {"commsim": {"version": version("commsim"), "code": code_digest()}, "versions": deciding_versions()}
    found: list[Change] = []
    for part, content in now.items():
        found += _differences(stored.get(part), content, part)
    return [_readable(change) for change in found]


def _readable(change: Change) -> Change:
    if change.path == "commsim.code":
        return Change("source code of commsim", change.was[:12], change.now[:12])
    path = re.sub(r"^(study|versions)\.", "", change.path)
    path = re.sub(r"^(scenarios\..+?)\.scenario\.", r"\1.", path)
    return change._replace(path="commsim" if path == "commsim.version" else path)


def _differences(was: Any, now: Any, path: str) -> Iterator[Change]:
    """Yield where two pieces of plain data differ, as deep as they can be told apart."""
    if isinstance(was, list) and isinstance(now, list):
        was, now = _by_id(was, now)
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys([*was, *now]):
            below = f"{path}.{key}" if path else str(key)
            yield from _differences(was.get(key, _NOTHING), now.get(key, _NOTHING), below)
    elif type(was) is not type(now) or was != now:
        yield Change(path, _told(was), _told(now))


def _by_id(was: list[Any], now: list[Any]) -> tuple[Any, Any]:
    """Return lists of entries as mappings by id where all have one, by place where they are long or have parts."""
    ids = [[entry_id(entry) for entry in entries] for entries in (was, now)]
    if all(None not in names and len(set(names)) == len(names) for names in ids):
        return dict(zip(ids[0], was, strict=True)), dict(zip(ids[1], now, strict=True))
    if len(_text(was)) + len(_text(now)) <= BOTH_SHOWN:
        return was, now
    return {str(place): one for place, one in enumerate(was, 1)}, {str(place): one for place, one in enumerate(now, 1)}


def _told(value: Any) -> str:
    return "nothing" if value is None or value is _NOTHING else brief(value if isinstance(value, str) else _text(value))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
