"""An owners' assembly under way: ballots are collected for some months, then counted under the law of the date."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from commsim.draws import Stream
from commsim.rules.arithmetic import sigmoid
from commsim.rules.assembly import Ballot, answer_chance, carried, yes_logit

if TYPE_CHECKING:
    from commsim.agents.estate import Estate
    from commsim.agents.resident import Resident
    from commsim.agents.timeline import Happened

NOT_VOTED, NO, YES = -1, 0, 1
SPECIAL = frozenset({"raise_fund", "let_common_parts"})
FUND_2007 = frozenset({"use_fund", "raise_fund"})


class Assembly:
    """One matter before the owners.

    Attributes:
        matter: what is voted on.
        votes: -1 not voted, 0 no, 1 yes, for each household (the owner of a let home votes from elsewhere).
        tries: how often somebody knocked on the door.
        attempts_left: further attempts if the vote fails.
    """

    def __init__(
        self, estate: Estate, matter: str, months: int, attempts: int, event: str, on_carried: Callable[[], Happened]
    ) -> None:
        """Open the ballot for so many months; ``on_carried`` does what was decided and says what happened."""
        self.estate = estate
        self.matter = matter
        self.months = months
        self.attempts_left = attempts - 1
        self.event = event
        self.on_carried = on_carried
        self.reopen()

    def reopen(self) -> None:
        """Begin an attempt: nobody has voted."""
        self.months_left = self.months
        self.votes = [NOT_VOTED] * len(self.estate.residents)
        self.tries = [0] * len(self.estate.residents)

    def doors_to_knock(self) -> int:
        """Return how many owners have not voted."""
        waiting = 0
        for vote in self.votes:
            if vote == NOT_VOTED:
                waiting += 1
        return waiting

    def collect(self, contact_minutes: int) -> None:
        """Collect this month's ballots: from owners who took part, then door by door, fewest tries first, by id."""
        estate = self.estate
        p = estate.behaviour.assembly
        answers = estate.draw(Stream.CONTACT)
        for resident in estate.residents:
            if self.votes[resident.household] == NOT_VOTED and resident.took_part and resident.votes_itself:
                self._cast(resident)
        waiting = [r for r in estate.residents if self.votes[r.household] == NOT_VOTED]
        waiting.sort(key=lambda r: (self.tries[r.household], r.household))
        for resident in waiting[: int(contact_minutes // p.try_minutes)]:
            self.tries[resident.household] += 1
            if answers[resident.household] < answer_chance(not resident.votes_itself, p):
                self._cast(resident)
        self.months_left -= 1

    def _cast(self, resident: Resident) -> None:
        estate = self.estate
        p = estate.behaviour.assembly
        chance = sigmoid(yes_logit(resident.trust_self, resident.visit_value(), 1.0 if resident.gain else 0.0, p))
        self.votes[resident.household] = YES if estate.draw(Stream.VOTE)[resident.household] < chance else NO
        resident.months_since_took_part = 0

    def count(self) -> Ballot:
        """Count owners by area and number: all, taking part, in favour."""
        area = voting_area = yes_area = voting = yes = 0
        for resident in self.estate.residents:
            area += resident.area
            vote = self.votes[resident.household]
            if vote != NOT_VOTED:
                voting += 1
                voting_area += resident.area
            if vote == YES:
                yes += 1
                yes_area += resident.area
        return Ballot(area, len(self.estate.residents), voting_area, voting, yes_area, yes)

    def passes(self, ballot: Ballot) -> bool:
        """Tell whether the law of the year lets the matter pass."""
        estate = self.estate
        if not estate.on.assembly:
            return False
        return carried(ballot, estate.year, self.matter in SPECIAL, self.matter in FUND_2007, estate.on.quorum)
