"""The folders named at the start."""

from __future__ import annotations

import pytest

from commsim.dashboard import results_roots


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    monkeypatch.setattr(results_roots, "_roots", [])


def test_no_folder_is_open_unless_it_is_named():
    assert results_roots.results_roots() == ()


def test_named_folders_stay_the_same_wherever_the_process_goes(tmp_path, monkeypatch):
    (tmp_path / "runs").mkdir()
    monkeypatch.chdir(tmp_path)
    results_roots.name_roots([tmp_path / "runs" / ".." / "runs"])
    monkeypatch.chdir("/")
    assert results_roots.results_roots() == ((tmp_path / "runs").resolve(),)
