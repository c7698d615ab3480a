"""The parking meeting (M8): blocked without the few speakers, carried with them; where it tips, beside theory."""

from __future__ import annotations

import pytest

from commsim.scenario import load_scenario
from commsim.study.seeds import simulate_seeds
from commsim.study.speakers import Tipping, predicted_tipping_number, tipping, tipping_number
from tests.casebook.batches import assert_met, batch, targets_in

NAME = "parking-meeting"
TIPPING_SEEDS = range(1, 21)
"""Seeds of the meeting held again and again, which only the Mesa model can do within one run."""


@pytest.fixture(scope="module")
def held() -> list[Tipping]:
    """The meeting with several numbers of speakers."""
    return tipping(load_scenario(NAME), TIPPING_SEEDS)


@pytest.mark.parametrize(("name", "target"), targets_in(__file__))
def test_the_target_is_met(name: str, target: str) -> None:
    assert_met(name, target)


def test_the_plan_is_supported_in_private_and_silent_in_public_without_speakers() -> None:
    private = [run.monthly["meeting_private"].max() for run in batch("parking-meeting-without")]
    assert len([share for share in private if share > 0.5]) >= 0.9 * len(private)
    voiced = [run.monthly["meeting_voiced"].max() for run in batch("parking-meeting-without")]
    assert sum(voiced) / len(voiced) < 0.2


def test_the_plan_tips_within_two_speakers_of_the_fixed_point(held: list[Tipping]) -> None:
    simulated, predicted = tipping_number(held), predicted_tipping_number(held)
    assert simulated is not None
    assert predicted is not None
    assert abs(simulated - predicted) <= 2
    assert held[0].share_carried < 0.5 < held[-1].share_carried


@pytest.mark.parametrize("speakers", [0, 2, 3, 8])
def test_a_meeting_held_again_is_the_meeting_of_a_run_with_so_many_speakers(speakers: int, held: list[Tipping]) -> None:
    scenario = load_scenario(NAME).set("timeline.meeting.speakers", speakers)
    runs = simulate_seeds(scenario, TIPPING_SEEDS, engine="compiled")
    carried = [run.monthly["meeting_carried"].max() for run in runs]
    assert sum(carried) / len(carried) == held[speakers].share_carried
