"""The parking meeting (M8): blocked without the few speakers, carried with them; where it tips, beside theory."""

from __future__ import annotations

import pytest
from tests.casebook.batches import SEEDS, assert_met, batch, targets_in

from commsim.scenario import load_scenario
from commsim.study.speakers import predicted_tipping_number, tipping, tipping_number

NAME = "parking-meeting"


@pytest.mark.parametrize(("name", "target"), targets_in(__file__))
def test_the_target_is_met(name: str, target: str) -> None:
    assert_met(name, target)


def test_the_plan_is_supported_in_private_and_silent_in_public_without_speakers() -> None:
    for run in batch("parking-meeting-without"):
        assert run.monthly["meeting_private"].max() > 0.5
    voiced = [run.monthly["meeting_voiced"].max() for run in batch("parking-meeting-without")]
    assert sum(voiced) / len(voiced) < 0.2


def test_the_plan_tips_within_two_speakers_of_the_fixed_point() -> None:
    found = tipping(load_scenario(NAME), range(1, SEEDS[NAME] + 1))
    simulated, predicted = tipping_number(found), predicted_tipping_number(found)
    assert simulated is not None
    assert predicted is not None
    assert abs(simulated - predicted) <= 2
    assert found[0].share_carried < 0.5 < found[-1].share_carried
