"""How many outspoken people carry a plan: one meeting held again and again, beside what theory predicts.

Concepts:
    speakers: outspoken members who speak for the plan from the start, as the scenario's meeting asks for them.
    camps: of those present, who speaks from the start and who is silent, for and against the plan.
    tipping number: the fewest speakers with whom the plan is carried in at least half of the seeds.

Up to the meeting a run does not depend on the number of speakers. So each seed lives once until the month of the
meeting, and there the meeting is held with 0, 1, 2, ... speakers in exactly the same room.

Prediction: the fixed point of rule 9, A = s + n F((A + k pi0) / (A + O + k)) with k = kappa0 / ground, and the same for
the opponents O, reached from those who speak at first. It takes every voice for a stranger's (weight ``voice.ground``,
no ties), mean numbers of the camps instead of each seed's, and expected shares F instead of drawn thresholds; whoever
has spoken stays heard. Sources: Granovetter 1978; Kuran 1995.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from commsim.agents.meeting import Floor, Outcome
from commsim.agents.model import CommunityModel
from commsim.agents.timeline import Timeline
from commsim.errors import InputError
from commsim.results.spread import mean
from commsim.rules.voice import VoiceParameters
from commsim.scenario import Scenario
from commsim.scenario.events import Meeting

MOST_ROUNDS = 10_000
STILL = 1e-12
"""Voices by which a camp must still grow for another round."""


class Camps(NamedTuple):
    """Households present at a meeting (numbers of one meeting, or means over several).

    Attributes:
        first_for: speak for the plan from the start.
        first_against: speak against it from the start.
        silent_for: support it and are silent at first.
        silent_against: oppose it and are silent at first.
    """

    first_for: float
    first_against: float
    silent_for: float
    silent_against: float

    @property
    def present(self) -> float:
        """All households present."""
        return self.first_for + self.first_against + self.silent_for + self.silent_against


class Trial(NamedTuple):
    """One meeting with a given number of speakers.

    Attributes:
        camps: who was present.
        voices: households that spoke for the plan in the end.
        carried: more than half of those present spoke for it.
    """

    camps: Camps
    voices: int
    carried: bool


class Tipping(NamedTuple):
    """One number of speakers over all seeds, and the prediction.

    Attributes:
        speakers: outspoken members asked for.
        seeds: meetings held, one a seed.
        share_carried: share of the seeds in which the plan was carried.
        voiced: mean share of those present who spoke for the plan.
        camps: mean numbers present.
        predicted_voiced: the same share at the fixed point.
        predicted_carried: the fixed point is above a half.
    """

    speakers: int
    seeds: int
    share_carried: float
    voiced: float
    camps: Camps
    predicted_voiced: float
    predicted_carried: bool


class _ManyMeetings(Timeline):
    """A timeline whose meetings are held with several numbers of speakers before they are held as written."""

    def __init__(self, scenario: Scenario, numbers: Sequence[int]) -> None:
        super().__init__(scenario)
        self.numbers = numbers
        self.trials: list[Trial] = []

    def hold_meeting(self, estate: Any, event: Any) -> Outcome:
        """Try every number of speakers in the room as it is, then hold the meeting."""
        self.trials = [_trial(Floor(estate, event.model_copy(update={"speakers": n}))) for n in self.numbers]
        return super().hold_meeting(estate, event)


def _trial(floor: Floor) -> Trial:
    counts = [0, 0, 0, 0]
    for speaks, supports in zip(floor.speaks, floor.supports, strict=True):
        counts[(0 if speaks else 2) + (0 if supports else 1)] += 1
    while floor.hear_and_speak():
        pass
    voices = len([True for speaks, supports in zip(floor.speaks, floor.supports, strict=True) if speaks and supports])
    return Trial(Camps(*counts), voices, 2 * voices > len(floor.present))


def try_speakers(scenario: Scenario, seed: int, numbers: Sequence[int]) -> list[Trial]:
    """Hold the first meeting of a scenario with several numbers of speakers, under one seed.

    Args:
        scenario: has a meeting on its timeline.
        seed: seed of the run, 0 to 2**64 - 1.
        numbers: speakers, each at least 0.

    Returns:
        one trial for each number.

    Raises:
        InputError: the scenario has no meeting, or a number is below 0.
    """
    if min(numbers) < 0:
        raise InputError(f"speakers are numbers from 0; got {min(numbers)}")
    meetings = [event for event in scenario.data.timeline if isinstance(event, Meeting)]
    if not meetings:
        raise InputError(f"{scenario.name} has no meeting on its timeline")
    model = CommunityModel(scenario, seed)
    timeline = _ManyMeetings(scenario, numbers)
    model.timeline = timeline
    while model.month < meetings[0].month:
        model.step()
    model.remove_all_agents()
    return timeline.trials


def tipping(
    scenario: Scenario,
    seeds: Sequence[int],
    numbers: Sequence[int] = range(9),
    progress: Callable[[int, int], None] | None = None,
) -> list[Tipping]:
    """Hold a scenario's first meeting with several numbers of speakers over seeds, and predict what comes of it.

    Args:
        scenario: has a meeting on its timeline.
        seeds: seeds of the runs.
        numbers: speakers to try.
        progress: called after every seed with seeds done and seeds in all.

    Returns:
        one entry for each number, in their order.

    Raises:
        InputError: the scenario has no meeting, or a number is below 0.
    """
    by_seed = []
    for done, seed in enumerate(seeds, start=1):
        by_seed.append(try_speakers(scenario, seed, numbers))
        if progress is not None:
            progress(done, len(seeds))
    return [
        _over_seeds(number, [trials[place] for trials in by_seed], scenario.behaviour.voice)
        for place, number in enumerate(numbers)
    ]


def _over_seeds(number: int, trials: Sequence[Trial], p: VoiceParameters) -> Tipping:
    camps = Camps(*(mean(trial.camps[i] for trial in trials) for i in range(4)))
    carried = len([trial for trial in trials if trial.carried]) / len(trials)
    voiced = mean(trial.voices / trial.camps.present if trial.camps.present else math.nan for trial in trials)
    predicted = predicted_voices(camps, p) / camps.present if camps.present else math.nan
    return Tipping(number, len(trials), carried, voiced, camps, predicted, predicted > 0.5)


def tipping_number(found: Sequence[Tipping]) -> int | None:
    """Return the fewest speakers with whom at least half of the seeds carry the plan; None if no number tried does."""
    return next((one.speakers for one in found if one.share_carried >= 0.5), None)


def predicted_tipping_number(found: Sequence[Tipping]) -> int | None:
    """Return the fewest speakers with whom the fixed point carries the plan; None if no number tried does."""
    return next((one.speakers for one in found if one.predicted_carried), None)


def predicted_voices(camps: Camps, p: VoiceParameters) -> float:
    """Return A, the voices for the plan at the fixed point that is reached from those who speak at first.

    Args:
        camps: numbers present, each at least 0.
        p: parameters of the group ``voice``.

    Returns:
        voices for the plan, from ``camps.first_for`` to all its supporters.
    """
    a, o = camps.first_for, camps.first_against
    for _ in range(MOST_ROUNDS):
        heard = p.ground * (a + o) + p.kappa0
        climate = (p.ground * a + p.kappa0 * p.pi0) / heard if heard > 0 else p.pi0
        # Nobody takes back what he said, so a camp never shrinks when the other's voices spoil its climate.
        next_a = max(a, camps.first_for + camps.silent_for * share_speaking(climate, True, p))
        against = (p.ground * o + p.kappa0 * (1 - p.pi0)) / heard if heard > 0 else 1 - p.pi0
        next_o = max(o, camps.first_against + camps.silent_against * share_speaking(against, False, p))
        if next_a - a < STILL and next_o - o < STILL:
            break
        a, o = next_a, next_o
    return a


def share_speaking(climate: float, supporter: bool, p: VoiceParameters) -> float:
    """Return F: the share of a camp whose threshold is at or below the climate (in [0, 1])."""
    factor = 1.0 if supporter else p.opposition
    middle, spread = p.threshold * factor, p.threshold_sd * factor
    if climate < 0.01:
        return 0.0
    if spread == 0.0:
        return 1.0 if climate >= middle else 0.0
    return 0.5 * (1.0 + math.erf((climate - middle) / (spread * math.sqrt(2.0))))
