"""The prediction of a meeting's outcome: limits that can be worked out by hand."""

from __future__ import annotations

import pytest

from commsim.errors import InputError
from commsim.rules.voice import VoiceParameters
from commsim.scenario import load_scenario
from commsim.study.speakers import (
    Camps,
    Tipping,
    predicted_tipping_number,
    predicted_voices,
    share_speaking,
    tipping_number,
    try_speakers,
)

P = VoiceParameters()


def test_where_silence_reads_as_full_support_all_supporters_speak() -> None:
    assert predicted_voices(Camps(0, 0, 20, 0), P._replace(pi0=1.0)) == pytest.approx(20.0)


def test_where_no_threshold_is_ever_reached_only_the_first_speak() -> None:
    assert predicted_voices(Camps(3, 1, 20, 5), P._replace(threshold=2.0)) == pytest.approx(3.0)


def test_a_sharp_threshold_tips_at_the_number_worked_out_by_hand() -> None:
    # k = kappa0 / ground = 25; with nobody against, s speakers make a climate of (s + 25 x 0.15) / (s + 25), which
    # reaches 0.22 at s = 2.244, so two speakers are too few and three carry all.
    sharp = P._replace(ground=0.2, kappa0=5.0, pi0=0.15, threshold=0.22, threshold_sd=0.0)
    assert predicted_voices(Camps(2, 0, 20, 0), sharp) == 2.0
    assert predicted_voices(Camps(3, 0, 20, 0), sharp) == 23.0


def test_nobody_takes_back_what_he_said() -> None:
    # The three speak into an open climate; the opponents' many voices would silence them later.
    loud = P._replace(pi0=0.5, threshold=0.45, threshold_sd=0.0, opposition=1.0)
    assert predicted_voices(Camps(0, 0, 3, 60), loud) == 3.0


@pytest.mark.parametrize(("climate", "share"), [(0.005, 0.0), (0.22, 0.5), (0.9, 1.0)])
def test_half_of_a_camp_speaks_at_the_mean_threshold(climate: float, share: float) -> None:
    plain = P._replace(threshold=0.22, threshold_sd=0.04)
    assert share_speaking(climate, True, plain) == pytest.approx(share)


def test_opponents_need_a_climate_so_many_times_better() -> None:
    plain = P._replace(threshold=0.2, threshold_sd=0.05, opposition=1.5)
    assert share_speaking(0.3, False, plain) == pytest.approx(0.5)


def found(carried: list[float], predicted: list[bool]) -> list[Tipping]:
    camps = Camps(1, 1, 1, 1)
    return [
        Tipping(number, 10, share, share, camps, 0.5, fixed)
        for number, (share, fixed) in enumerate(zip(carried, predicted, strict=True))
    ]


def test_the_tipping_number_is_the_first_that_carries_half_of_the_seeds() -> None:
    tried = found([0.0, 0.4, 0.5, 0.9], [False, True, True, True])
    assert tipping_number(tried) == 2
    assert predicted_tipping_number(tried) == 1


def test_there_is_no_tipping_number_where_no_number_carries() -> None:
    assert tipping_number(found([0.0, 0.4], [False, False])) is None
    assert predicted_tipping_number(found([0.0, 0.4], [False, False])) is None


def test_more_speakers_are_never_fewer_in_the_room() -> None:
    trials = try_speakers(load_scenario("parking-meeting"), 1, range(6))
    assert [trial.camps.first_for for trial in trials] == sorted(trial.camps.first_for for trial in trials)
    assert all(trial.voices <= trial.camps.first_for + trial.camps.silent_for for trial in trials)


@pytest.mark.parametrize(
    ("name", "numbers", "words"), [("typical-estate", [1], "no meeting"), ("parking-meeting", [-1], "from 0; got -1")]
)
def test_speakers_need_a_meeting_and_a_number(name: str, numbers: list[int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        try_speakers(load_scenario(name), 1, numbers)
