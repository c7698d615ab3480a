"""The manifest of a results folder: what is needed to know where the files came from and to make them again.

No clock, no absolute path and no user's name goes into it, so that the same run gives the same manifest.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from commsim.scenario import Scenario

FORMAT = "commsim results"
FORMAT_VERSION = 1
_LIBRARIES = ("matplotlib", "mesa", "networkx", "numpy", "pandas", "pyarrow", "scipy")


def json_text(content: object) -> str:
    """Return content as JSON text with sorted keys, two spaces of indent and a final newline."""
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def behaviour_digest(scenario: Scenario) -> str:
    """Return the sha256 of a scenario's behaviour parameters, defaults included."""
    groups = {name: dict(group._asdict()) for name, group in scenario.behaviour._asdict().items()}
    return hashlib.sha256(json.dumps(groups, sort_keys=True).encode()).hexdigest()


def build_manifest(
    scenario: Scenario, seeds: Sequence[int], files: Mapping[str, bytes], twin: Scenario | None = None
) -> dict[str, Any]:
    """Return the manifest of a results folder.

    Args:
        scenario: what was run.
        seeds: seeds of the runs.
        files: name -> content of every other file in the folder.
        twin: the scenario drawn as the grey line, if it was run.

    Returns:
        plain data for JSON.
    """
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "commsim": {"version": version("commsim"), **source_commit()},
        "scenario": scenario.to_dict(),
        "scenario_digest": scenario.digest(),
        "behaviour_digest": behaviour_digest(scenario),
        "seeds": list(seeds),
        "versions": library_versions(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    if twin is not None:
        manifest["twin"] = {"name": twin.name, "scenario_digest": twin.digest(), "seeds": list(seeds)}
    return manifest


def is_manifest(path: Path) -> bool:
    """Return whether a file is the manifest of a commsim results folder; a file that is not JSON is none."""
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError):
        return False
    return isinstance(content, dict) and content.get("format") == FORMAT


def library_versions() -> dict[str, str]:
    """Return the versions that decide whether two machines give the same bytes."""
    versions = {"python": platform.python_version(), "implementation": platform.python_implementation()}
    versions["system"] = f"{platform.system()} {platform.machine()}"
    versions["libm"] = " ".join(platform.libc_ver()).strip() or "unknown"
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return versions


def source_commit(package: Path | None = None) -> dict[str, Any]:
    """Return the git commit of the package's source, or nothing where it does not run from a checkout.

    Args:
        package: folder of the package; by default the one that runs.

    Returns:
        ``git_commit`` and ``git_changed`` (source files differ from that commit), or an empty dict.
    """
    folder = package or Path(__file__).parents[1]
    root = folder.parent.parent
    is_checkout = folder.parent.name == "src" and (root / ".git").exists() and (root / "pyproject.toml").is_file()
    git = shutil.which("git")
    if not is_checkout or git is None:
        return {}
    commit = _git_answer(git, root, "rev-parse", "--verify", "HEAD")
    changed = _git_answer(git, root, "status", "--porcelain", "--", "src")
    if not commit or changed is None:
        return {}
    return {"git_commit": commit, "git_changed": bool(changed)}


def _git_answer(git: str, root: Path, *words: str) -> str | None:
    done = subprocess.run(
        [git, "--no-optional-locks", "-C", str(root), *words], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None
