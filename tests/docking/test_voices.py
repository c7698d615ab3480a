"""What each household did at the latest residents' meeting, in every engine."""

from __future__ import annotations

import pytest

from commsim.rules.columns import NOT_THERE, SILENT_AGAINST, SILENT_FOR, SPOKE_AGAINST, SPOKE_FOR, VOICES
from tests.agents.districts import district

MEETING = {"event": "meeting", "support_share": 0.6, "invited_share": 0.7}
TIMELINE = [
    {"id": "first", **MEETING, "month": 3, "speakers": 2},
    {"id": "second", **MEETING, "month": 6, "support_share": 0.9, "speakers": 6},
    {"id": "morning", **MEETING, "month": 8, "speakers": 3},
    {"id": "evening", **MEETING, "month": 8, "support_share": 0.3, "invited_share": 0.2},
]
SCENARIO = district(
    9,
    timeline=TIMELINE,
    residents={"private_gain_share": 0.1, "tenure": {"owner": 0.7, "tenant": 0.1, "absent": 0.2}},
    behaviour={"voice": {"opposition": 5.0}},
    record={"households": True},
)


def months_of(found) -> list[list[int]]:
    """Return the voices of all households, month by month."""
    voices, size = found.history["voice"], len(found.households["voice"])
    return [voices[first : first + size] for first in range(0, len(voices), size)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_voices_are_those_the_month_counts(seed, run):
    found = run(SCENARIO, seed)
    months = months_of(found)
    for month in (3, 6, 8):
        voices = months[month - 1]
        there = sum(voice != NOT_THERE for voice in voices)
        private, voiced = (found.monthly[f"meeting_{what}"][month - 1] for what in ("private", "voiced"))
        assert there > 0
        assert sum(voice in (SILENT_FOR, SPOKE_FOR) for voice in voices) / there == private
        assert sum(voice == SPOKE_FOR for voice in voices) / there == voiced
    assert found.households["voice"] == months[-1]


def test_a_voice_is_kept_until_the_next_meeting(run):
    months = months_of(run(SCENARIO))
    assert {voice for month in months[:2] for voice in month} == {NOT_THERE}
    assert months[2] == months[3] == months[4]
    assert months[5] == months[6]
    assert months[7] == months[8]
    assert months[2] != months[5] != months[7]
    were_there = [one for one, other in zip(months[2], months[7], strict=True) if other == NOT_THERE]
    assert set(were_there) > {NOT_THERE}  # who stays away from the next one is not there any more


def test_of_two_meetings_in_a_month_the_later_counts(run):
    later = SCENARIO.without("morning")
    both, alone = run(SCENARIO), run(later)
    assert months_of(both)[7] == months_of(alone)[7]
    assert months_of(both)[7] != months_of(run(SCENARIO.without("evening")))[7]


def test_every_voice_is_heard_and_nobody_in_a_vacant_home_has_one(run):
    found = run(SCENARIO)
    months = months_of(found)
    assert {voice for month in months for voice in month} == set(range(len(VOICES)))
    vacant = [home for home, tenure in enumerate(found.households["tenure"]) if tenure == 2]
    assert vacant
    assert {month[home] for month in months for home in vacant} == {NOT_THERE}


def test_where_all_speak_nobody_is_silent(run):
    loud = run(SCENARIO.set("mechanisms.voice", False))
    heard = {voice for month in months_of(loud) for voice in month}
    assert heard == {NOT_THERE, SPOKE_FOR, SPOKE_AGAINST}
    assert SILENT_AGAINST not in heard
