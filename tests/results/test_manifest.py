import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from commsim import __version__
from commsim.results.manifest import behaviour_digest, build_manifest, is_manifest, json_text, source_commit

FILES = {"b.csv": b"two", "a.csv": b"one"}


def test_a_manifest_says_what_is_needed_to_run_it_again(small) -> None:
    manifest = build_manifest(small, [1, 2], FILES)
    assert manifest["scenario"] == small.to_dict()
    assert manifest["scenario_digest"] == small.digest()
    assert manifest["seeds"] == [1, 2]
    assert manifest["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    assert manifest["commsim"]["version"] == __version__
    assert {"python", "numpy", "mesa", "pandas", "pyarrow", "libm", "system"} <= set(manifest["versions"])
    assert "twin" not in manifest


def test_the_twin_is_named(small) -> None:
    twin = small.without("activate")
    assert build_manifest(small, [3], {}, twin)["twin"] == {
        "name": "small-estate",
        "scenario_digest": twin.digest(),
        "seeds": [3],
    }


def test_two_manifests_of_one_run_are_equal_and_name_no_place(small) -> None:
    first, second = (json_text(build_manifest(small, [1], FILES)) for _ in range(2))
    assert first == second
    for place in (str(Path.home()), str(Path.cwd()), str(Path(__file__).parent)):
        assert f'"{place}' not in first


def test_the_behaviour_digest_changes_with_a_parameter(small) -> None:
    changed = small.set("behaviour.trust.up", 0.07)
    assert behaviour_digest(changed) != behaviour_digest(small)
    assert behaviour_digest(small.set("start.fee_rate", 0.7)) == behaviour_digest(small)


def test_only_a_manifest_of_ours_is_one(tmp_path: Path, small) -> None:
    ours = tmp_path / "manifest.json"
    ours.write_text(json_text(build_manifest(small, [1], {})))
    assert is_manifest(ours)
    assert not is_manifest(tmp_path / "none.json")
    assert not is_manifest(tmp_path)
    ours.write_bytes(b"\xff\xfe")
    assert not is_manifest(ours)


def git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=n", "-c", "user.email=n@example.org"]
    done = subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A package in a checkout with one commit."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    package = tmp_path / "src" / "commsim"
    package.mkdir(parents=True)
    (package / "a.py").write_text("A = 1\n")
    (tmp_path / "pyproject.toml").write_text("")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return package


def test_a_checkout_names_its_commit_and_whether_its_source_changed(checkout: Path) -> None:
    root = checkout.parent.parent
    commit = git(root, "rev-parse", "HEAD")
    assert source_commit(checkout) == {"git_commit": commit, "git_changed": False}
    (checkout / "a.py").write_text("A = 2\n")
    assert source_commit(checkout) == {"git_commit": commit, "git_changed": True}


def test_a_package_installed_inside_somebodys_repository_names_no_commit(checkout: Path) -> None:
    installed = checkout.parent.parent / "lib" / "commsim"
    installed.mkdir(parents=True)
    assert source_commit(installed) == {}


def test_a_checkout_without_a_commit_names_none(tmp_path: Path) -> None:
    package = tmp_path / "src" / "commsim"
    package.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("")
    git(tmp_path, "init", "-q")
    assert source_commit(package) == {}


def test_json_is_sorted_and_refuses_undefined_figures() -> None:
    assert json.loads(json_text({"b": 1, "a": 2})) == {"a": 2, "b": 1}
    assert json_text({"b": 1, "a": "是"}) == '{\n  "a": "是",\n  "b": 1\n}\n'
    with pytest.raises(ValueError, match="Out of range"):
        json_text({"a": float("nan")})
