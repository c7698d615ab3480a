"""The manifest of a study's folder: what was studied, where its rows come from, and the checksum of every file.

It is written before the first run, with status ``running``, and once more after the last, with status ``complete`` and
all checksums. No time, worker or attempt is in it: an interrupted study ends with the same manifest as any other. It
ends with a checksum of itself, so that a flipped byte in it is never taken for another study.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commsim.errors import InputError
from commsim.results.manifest import FORMAT
from commsim.results.store import MANIFEST

if TYPE_CHECKING:
    from commsim.study.definition import Study

__all__ = [
    "COMPLETE",
    "KIND",
    "MANIFEST",
    "RUNNING",
    "VERSION",
    "finished",
    "first_manifest",
    "manifest_bytes",
    "read_manifest",
    "reopened",
    "sealed",
]

KIND = "study"
VERSION = 1
RUNNING, COMPLETE = "running", "complete"
_SEAL = "manifest_sha256"


def first_manifest(
    study: Study, block_size: int, provenance: Mapping[str, Any], files: Mapping[str, str]
) -> dict[str, Any]:
    """Return the manifest of a study that is about to run.

    Args:
        study: the study.
        block_size: runs in a block.
        provenance: see :func:`commsim.study.provenance.provenance`.
        files: path in the folder -> sha256, of the files that are there already.
    """
    return sealed(
        {
            "format": FORMAT,
            "kind": KIND,
            "format_version": VERSION,
            "status": RUNNING,
            "name": study.name,
            "points": len(study.points),
            "replicates": study.replicates,
            "runs": study.runs,
            "block_size": block_size,
            "provenance": json.loads(json.dumps(provenance)),
            "files": dict(files),
        }
    )


def finished(manifest: Mapping[str, Any], files: Mapping[str, str], failed: int) -> dict[str, Any]:
    """Return the manifest of a study whose runs are all saved, with the checksums of their files."""
    every = {**manifest["files"], **files}
    return sealed({**manifest, "status": COMPLETE, "failed": failed, "files": dict(sorted(every.items()))})


def reopened(manifest: Mapping[str, Any], files: Iterable[str]) -> dict[str, Any]:
    """Return the manifest of a complete study as it was before its first run.

    Args:
        manifest: the manifest of the complete study.
        files: the files that were there then.
    """
    begun = {key: value for key, value in manifest.items() if key != "failed"}
    return sealed({**begun, "status": RUNNING, "files": {name: manifest["files"][name] for name in files}})


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest with a checksum of itself."""
    content = {key: value for key, value in manifest.items() if key != _SEAL}
    return {**content, _SEAL: hashlib.sha256(manifest_bytes(content)).hexdigest()}


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """Return a manifest as a file; keys keep their order, in which a study names its factors and sets its values."""
    return (json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a study's folder.

    Raises:
        InputError: there is none, it is not of a study, it is damaged, or of another version of the format.
    """
    path = folder / MANIFEST
    try:
        content: Any = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(f"{folder} is no results folder of a study: it has no {MANIFEST}") from error
    except ValueError as error:
        raise InputError(f"{path} is damaged: it is not JSON; its study must be run again") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT or content.get("kind") != KIND:
        raise InputError(f"{folder} is no results folder of a study: its {MANIFEST} is of something else")
    if content.get("format_version") != VERSION:
        raise InputError(
            f"{path} has format version {content.get('format_version')!r}; this commsim reads version {VERSION}: "
            f"use the version of commsim that wrote it"
        )
    if sealed(content) != content:
        raise InputError(f"{path} is damaged: it differs from its own checksum; its study must be run again")
    return content
