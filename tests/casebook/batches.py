"""Runs of the shipped scenarios under a hundred seeds: one batch a scenario, shared by the tests of one worker."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from commsim.api import Runs
from commsim.results.targets import TargetResult
from commsim.scenario import load_scenario
from commsim.study.seeds import simulate_seeds

SEEDS = range(1, 101)
"""Seeds of every scenario: what the model must show, it must show in 90 of 100."""

FILES = {
    "test_committee_by_decree.py": ("committee-by-decree",),
    "test_hongyun.py": ("hongyun", "hongyun-volunteers"),
    "test_parking_meeting.py": ("parking-meeting", "parking-meeting-without"),
    "test_tianhu_garden.py": ("tianhu-garden", "tianhu-garden-without"),
    "test_typical_estate.py": ("typical-estate",),
    "test_yanxiqiao.py": ("yanxiqiao",),
}
"""Which file holds the targets of which scenarios against the runs; a file's tests share one worker process."""

OUT_OF_REACH: dict[tuple[str, str], str] = {}
"""Targets, by scenario and id, that the model does not reach, and why."""


def targets_in(file: str) -> list[Any]:
    """Return (scenario, target id) for every target that one test file answers for, for ``parametrize``.

    Args:
        file: the file's ``__file__``.
    """
    found = []
    for name in FILES[Path(file).name]:
        for target in load_scenario(name).data.targets:
            reason = OUT_OF_REACH.get((name, target.id))
            marks = [] if reason is None else [pytest.mark.xfail(reason=reason)]
            found.append(pytest.param(name, target.id, id=f"{name}-{target.id}", marks=marks))
    return found


@cache
def batch(name: str) -> Runs:
    """Return the runs of a shipped scenario."""
    return simulate_seeds(name, SEEDS, engine="compiled")


@cache
def results(name: str) -> dict[str, TargetResult]:
    """Return what came of each target of a scenario, by id."""
    return {result.target.id: result for result in batch(name).targets()}


def assert_met(name: str, target: str) -> None:
    """Fail unless at least 90 % of the seeds hold a target; the message tells the figures."""
    result = results(name)[target]
    assert result.met, (
        f"{name}: {target} is held in {result.share_holding:.0%} of {len(result.seeds)} seeds; "
        f"{result.target.measure}, {result.target.window}, is to be {result.demanded}, got {result.values}"
    )
