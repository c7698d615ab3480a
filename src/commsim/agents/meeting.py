"""A residents' meeting: rounds of speaking up until nobody changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commsim.draws import Stream, lowest, normal, share_to_count, uniforms
from commsim.rules.columns import NOT_THERE, SILENT_AGAINST, SILENT_FOR, SPOKE_AGAINST, SPOKE_FOR
from commsim.rules.voice import climate, threshold_of

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.agents.resident import Resident
    from commsim.scenario.events import Meeting


class Outcome(NamedTuple):
    """What came of a meeting: shares of those present, and whether the plan is carried."""

    present: int
    private: float
    voiced: float
    carried: bool


class Floor:
    """The floor of one meeting: who is present, what each thinks, and who has spoken.

    Attributes:
        present: households present, by id.
        supports: for each household present, whether it is privately for the plan.
        speaks: for each household present, whether it has spoken up.
    """

    def __init__(self, estate: Estate, meeting: Meeting) -> None:
        """Let people in and give each an opinion, a threshold, and to some the floor from the start."""
        self.estate = estate
        self.p = estate.behaviour.voice
        draw = self._lasting
        opinion, threshold = draw(Stream.OPINION), draw(Stream.THRESHOLD)
        outspoken = self._outspoken(meeting.speakers, draw(Stream.OUTSPOKEN))
        first = outspoken | {m.household for m in estate.volunteers if m.is_active and not m.paperwork}
        self.present = self._admit(meeting, outspoken, first)
        place = {resident.household: i for i, resident in enumerate(self.present)}
        self.around = [
            [(place[j], tie) for j, tie in estate.network.neighbours[r.household] if j in place] for r in self.present
        ]
        self.supports = [self._supports(r, meeting, opinion, first) for r in self.present]
        self.thresholds = [
            threshold_of(normal(threshold[r.household]), supports, self.p)
            for r, supports in zip(self.present, self.supports, strict=True)
        ]
        self.speaks = [
            r.household in first or (r.gain and not supports) or not estate.on.voice
            for r, supports in zip(self.present, self.supports, strict=True)
        ]

    def _lasting(self, stream: Stream) -> list[float]:
        estate = self.estate
        return uniforms(estate.luck.seed, len(estate.residents), 0, estate.index, stream).tolist()  # type: ignore[no-any-return]

    def _outspoken(self, speakers: int, keys: list[float]) -> set[int]:
        """Return the outspoken members who have come to speak for the plan."""
        members = self.estate.members
        chosen = lowest([keys[m.household] for m in members], min(speakers, len(members)))
        return {members[i].household for i in chosen}

    def _admit(self, meeting: Meeting, outspoken: set[int], first: set[int]) -> list[Resident]:
        """Let in who has a stake or a word to say, invited or not, and of those invited who comes."""
        estate = self.estate
        occupied = estate.occupied
        attend, invite = estate.draw(Stream.ATTEND), self._lasting(Stream.TIE_BREAK)
        invited = lowest([invite[r.household] for r in occupied], share_to_count(meeting.invited_share, len(occupied)))
        asked = {occupied[i].household for i in invited}
        return [
            r
            for r in occupied
            if r.gain
            or r.household in outspoken
            or (r.household in asked and (r.took_part or r.household in first or attend[r.household] < self.p.attend))
        ]

    def _supports(self, r: Resident, meeting: Meeting, opinion: list[float], first: set[int]) -> bool:
        if r.household in first:
            return True
        if r.gain:
            return False
        if opinion[r.household] < meeting.support_share:
            return True
        argued = meeting.expert_plan and self.estate.on.argument
        return argued and self.estate.draw(Stream.ORDER)[r.household] < self.p.convince

    def hear_and_speak(self) -> bool:
        """Let everybody present hear the voices so far and speak up or not, all at once; return whether anybody did."""
        ground, pi0 = self.p.ground, self.p.pi0
        voices_for = voices_against = 0
        for speaks, supports in zip(self.speaks, self.supports, strict=True):
            if speaks and supports:
                voices_for += 1
            elif speaks:
                voices_against += 1
        joining = []
        for i, supports in enumerate(self.supports):
            if self.speaks[i]:
                continue
            heard_for, heard_against = ground * voices_for, ground * voices_against
            for j, tie in self.around[i]:
                if self.speaks[j] and self.supports[j]:
                    heard_for += self.estate.network.weights[tie]
                elif self.speaks[j]:
                    heard_against += self.estate.network.weights[tie]
            own, first = (heard_for, pi0) if supports else (heard_against, 1.0 - pi0)
            if climate(own, heard_for + heard_against, first, self.p) >= self.thresholds[i]:
                joining.append(i)
        for i in joining:
            self.speaks[i] = True
        return bool(joining)

    def remember(self) -> None:
        """Let every household keep what it did at this meeting, those who were not there included."""
        for resident in self.estate.residents:
            resident.voice = NOT_THERE
        for resident, supports, speaks in zip(self.present, self.supports, self.speaks, strict=True):
            if speaks:
                resident.voice = SPOKE_FOR if supports else SPOKE_AGAINST
            else:
                resident.voice = SILENT_FOR if supports else SILENT_AGAINST


def hold(estate: Estate, meeting: Meeting) -> Outcome:
    """Hold a meeting and return what came of it."""
    floor = Floor(estate, meeting)
    while floor.hear_and_speak():
        pass
    present = len(floor.present)
    private = voiced = 0
    for speaks, supports in zip(floor.speaks, floor.supports, strict=True):
        private += supports
        voiced += supports and speaks
    floor.remember()
    for resident in floor.present:
        resident.months_since_took_part = 0
    if present == 0:
        return Outcome(0, float("nan"), float("nan"), False)
    return Outcome(present, private / present, voiced / present, 2 * voiced > present)
