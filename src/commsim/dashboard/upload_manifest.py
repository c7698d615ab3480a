"""The manifest of a results folder, as a visitor brings it along: which scenario was run, under which seeds.

It is read as if it came from an enemy, and refused where this version of commsim would not make the same runs again.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from commsim.api import check_seeds
from commsim.dashboard import limits
from commsim.dashboard.settings import MAX_SOURCE_BYTES, Source
from commsim.dashboard.upload_text import read_scenario, safe_name
from commsim.errors import InputError, SeedError
from commsim.results.manifest import FORMAT, FORMAT_VERSION, behaviour_digest
from commsim.scenario import Scenario
from commsim.scenario.validation import refuse_findings, unprintable, validate
from commsim.scenario.yaml_text import brief, dump

MAX_NESTING = 40
_STUDY = "study"


def read_manifest(name: str, content: bytes) -> tuple[Source, tuple[int, ...]]:
    """Read the manifest of a results folder of ``commsim run``: the scenario in it, validated again, and its seeds.

    Args:
        name: name of the file; only shown.
        content: its bytes.

    Returns:
        A source that runs the same scenario, and the seeds of the runs, in order.

    Raises:
        InputError: no manifest, one of a study, one that was changed, or one that this version would run differently.
    """
    shown = safe_name(name, "manifest.json")
    if len(content) > MAX_SOURCE_BYTES:
        raise InputError(f"{shown}: the file has {len(content)} bytes; allowed here: at most {MAX_SOURCE_BYTES}")
    return manifest_source(shown, manifest_content(shown, content))


def manifest_content(shown: str, content: bytes) -> dict[str, Any]:
    """Return what a manifest says.

    Args:
        shown: how messages name it.
        content: its bytes, of a size that was checked.

    Raises:
        InputError: it is no manifest of commsim, or of another version of the format.
    """
    found = _json(shown, content)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InputError(f"{shown} is no manifest of commsim; wanted: manifest.json of a folder that commsim run wrote")
    if found.get("kind") == _STUDY:
        raise InputError(_study_refusal(shown, found))
    if found.get("format_version") != FORMAT_VERSION:
        version = brief(str(found.get("format_version")))
        raise InputError(f"{shown}: format version {version}; this commsim reads version {FORMAT_VERSION}")
    return found


def manifest_source(shown: str, manifest: dict[str, Any]) -> tuple[Source, tuple[int, ...]]:
    """Return scenario and seeds of a manifest that was read.

    Raises:
        InputError: its scenario is not valid, was changed, or would run differently; or its seeds are none.
    """
    scenario = _manifest_scenario(shown, manifest)
    if scenario.digest() != manifest.get("scenario_digest"):
        raise InputError(
            f"{shown}: its scenario differs from its own digest: it was changed after the run, or another version of "
            f"commsim wrote it; the runs would not be the same; open the scenario as a YAML file instead"
        )
    if behaviour_digest(scenario) != manifest.get("behaviour_digest"):
        raise InputError(
            f"{shown}: its behaviour parameters differ from those of this version of commsim, so the runs would not "
            f"be the same; use version {_version(manifest)}, which wrote it"
        )
    seeds = _seeds(shown, manifest.get("seeds"))
    return read_scenario(shown, dump(scenario.to_dict()).encode()), seeds


def _manifest_scenario(shown: str, manifest: dict[str, Any]) -> Scenario:
    plain = manifest.get("scenario")
    if not isinstance(plain, dict):
        raise InputError(f"{shown}: it has no scenario; wanted: manifest.json of a folder that commsim run wrote")
    limits.check_counts(plain, shown)
    valid, found = validate(plain)
    refuse_findings(found, plain, {}, shown)
    assert valid is not None
    if valid.network.file is not None:
        raise InputError(f"{shown}: network.file '{brief(valid.network.file)}': the dashboard reads no network files")
    return Scenario(valid, shown)


def _seeds(shown: str, seeds: object) -> tuple[int, ...]:
    if not isinstance(seeds, list):
        raise InputError(f"{shown}: it has no list of seeds")
    try:
        return tuple(check_seeds(seeds))
    except SeedError as error:
        raise InputError(f"{shown}: {brief(str(error))}") from error


def _json(shown: str, content: bytes) -> object:
    """Return JSON as plain data; nothing is taken that two readers could understand differently."""

    def no_constant(word: str) -> NoReturn:
        raise ValueError(f"{word} is no JSON")

    def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError("a key is given twice")
        return found

    try:
        text = content.decode("utf-8")
        _check_nesting(text)
        found = json.loads(text, parse_constant=no_constant, object_pairs_hook=each_once)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{shown} is not JSON: {brief(str(error))}") from error
    wrong = next(unprintable((), found), None)
    if wrong is not None:
        raise InputError(f"{shown}: {wrong.message}; allowed: {wrong.allowed}")
    return found


def _check_nesting(text: str) -> None:
    """Refuse deep nesting before a reader that calls itself meets it; brackets in texts count too, which only errs
    on the safe side where they do not close.
    """
    depth = 0
    for sign in re.findall(r"[\[\]{}]", text):
        depth += 1 if sign in "[{" else -1
        if depth > MAX_NESTING:
            raise ValueError(f"groups nested more than {MAX_NESTING} deep")


def _study_refusal(shown: str, manifest: dict[str, Any]) -> str:
    name, points, runs = (brief(str(manifest.get(key))) for key in ("name", "points", "runs"))
    return (
        f"{shown} is the manifest of the study '{name}' ({points} points, {runs} runs), which is no single run; "
        "commsim report shows a study; to see one of its points here, open the study's scenario and set the point's "
        "values"
    )


def _version(manifest: dict[str, Any]) -> str:
    written_by = manifest.get("commsim")
    return brief(str(written_by.get("version") if isinstance(written_by, dict) else "unknown"))
