"""Tianhu Garden (M1, M2): it sinks in its conflict, stays low if nobody acts, and recovers with all steps."""

from __future__ import annotations

import pytest

from commsim.results.measures import measure
from tests.casebook.batches import assert_met, batch, targets_in


@pytest.mark.parametrize(("name", "target"), targets_in(__file__))
def test_the_target_is_met(name: str, target: str) -> None:
    assert_met(name, target)


def last_year(name: str) -> list[float]:
    return [measure(run.monthly, "fee_rate", "last 12 months") for run in batch(name)]


def test_without_activation_the_fee_rate_stays_below_thirty_per_cent() -> None:
    assert all(rate < 0.30 for rate in last_year("tianhu-garden-without"))


def test_with_activation_the_fee_rate_climbs_to_about_ninety_nine_per_cent() -> None:
    assert last_year("tianhu-garden") == pytest.approx([0.99] * len(batch("tianhu-garden")), abs=0.012)


def test_until_somebody_acts_both_worlds_are_the_same() -> None:
    acted, nothing = batch("tianhu-garden")[0].monthly, batch("tianhu-garden-without")[0].monthly
    # A bill counts as paid in time for three months, so the last bills before may be settled after.
    before = acted["month"] <= 58
    assert acted[before].equals(nothing[before])
    assert not acted.equals(nothing)
