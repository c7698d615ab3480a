"""Every target of every shipped scenario is held against runs by one of the files here."""

from __future__ import annotations

from pathlib import Path

import pytest

from commsim.results.targets import evaluate_targets
from commsim.study.casebook import scenarios_with_targets
from tests.casebook import batches
from tests.casebook.batches import FILES, OUT_OF_REACH, assert_met, targets_in


def test_every_scenario_with_targets_has_a_file() -> None:
    named = [name for names in FILES.values() for name in names]
    assert sorted(named) == sorted(scenarios_with_targets())


def test_every_file_holds_its_targets_against_runs() -> None:
    for file in FILES:
        assert "targets_in(__file__)" in (Path(__file__).parent / file).read_text(encoding="utf-8")


def test_targets_out_of_reach_exist() -> None:
    known = {param.values for file in FILES for param in targets_in(file)}
    assert set(OUT_OF_REACH) <= known


def test_a_missed_target_fails_and_tells_its_figures(small, small_runs, monkeypatch: pytest.MonkeyPatch) -> None:
    missed = {result.target.id: result for result in evaluate_targets(small, small_runs.monthly)}
    monkeypatch.setattr(batches, "results", lambda _name: missed)
    assert_met("small-estate", "pays")
    with pytest.raises(AssertionError, match=r"never is held in 0% of 3 seeds; fee_rate, months 13\.\.24, is"):
        assert_met("small-estate", "never")
