"""Every shipped scenario docks, in full length where it is small, under the first and the last seed."""

from __future__ import annotations

import pytest

from commsim.scenario import library_names, load_scenario
from tests.support.docking import dock

FIRST, LAST = 0, 2**64 - 1
RUNS = (
    ("committee-by-decree", FIRST, 36),
    ("committee-by-decree", LAST, 14),
    ("hongyun", FIRST, 80),
    ("hongyun", LAST, 132),
    ("hongyun-volunteers", FIRST, 72),
    ("hongyun-volunteers", LAST, 72),
    ("parking-meeting", FIRST, 12),
    ("parking-meeting", LAST, 12),
    ("parking-meeting-without", FIRST, 12),
    ("parking-meeting-without", LAST, 12),
    ("tianhu-garden", FIRST, 144),
    ("tianhu-garden", LAST, 84),
    ("tianhu-garden-without", FIRST, 60),
    ("tianhu-garden-without", LAST, 26),
    ("typical-estate", FIRST, 24),
    ("typical-estate", LAST, 14),
    ("yanxiqiao", FIRST, 96),
    ("yanxiqiao", LAST, 60),
    ("yanxiqiao-without", FIRST, 36),
    ("yanxiqiao-without", LAST, 96),
)
"""Scenario, seed, months."""
RECORDED = ("parking-meeting", "hongyun-volunteers")
"""Scenarios docked with the history of every household."""


@pytest.mark.parametrize(("name", "seed", "months"), RUNS)
def test_a_shipped_scenario_docks(name, seed, months):
    scenario = load_scenario(name).with_months(months)
    if name in RECORDED:
        scenario = scenario.set("record.households", True)
    assert dock(scenario, seed) is None


def test_every_shipped_scenario_is_docked_under_both_seeds_and_most_in_full_length():
    assert {(name, seed) for name, seed, _ in RUNS} == {(n, seed) for n in library_names() for seed in (FIRST, LAST)}
    full = {name for name, _, months in RUNS if months == load_scenario(name).data.months}
    assert len(full) >= 7
