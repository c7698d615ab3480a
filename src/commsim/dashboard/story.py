"""Why a household paid in a month, or did not: what is told when its window is clicked.

A household decides anew where it has occasion, or by chance; else it repeats its last choice. The story of a month is
therefore that of the month in which the choice was made. What it weighed is recorded by running the estate once more,
with an eye on this household; the run is the same, so it is the true account of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commsim.dashboard.pack import PAYS, unpack
from commsim.dashboard.reasons import KINDS, Around, Term, terms_of
from commsim.dashboard.running import Kept, LiveRun, with_histories
from commsim.dashboard.words import Say, note
from commsim.engine.columns import NOBODY
from commsim.engine.run import _WHOLE_STATE, Watched, plan_scenario, watch_estate
from commsim.errors import InputError
from commsim.rules.arithmetic import sigmoid
from commsim.rules.fees import Standing
from commsim.world import World
from commsim.world.households import ABSENT, MIDDLE, OLD, OWNER, TENANT, YOUNG

PAID, UNPAID, REPEATED, NO_BILL = "paid", "unpaid", "repeated", "no_bill"
"""What a household did in a month."""

MOST_BYTES = 32 << 20
MOST_KEPT = 512

TENURES: dict[int, str] = {
    OWNER: note("the owner lives here"),
    TENANT: note("a tenant lives here"),
    ABSENT: note("vacant, the owner lives elsewhere"),
}
AGES: dict[int, str] = {YOUNG: note("young"), MIDDLE: note("middle-aged"), OLD: note("old")}


@dataclass(frozen=True)
class Story:
    """What a household did in a month, and why.

    Attributes:
        household: its number; month: the month told of.
        title: where it is; who: what is known of it, a phrase each.
        kind: ``paid``, ``unpaid``, ``repeated`` or ``no_bill``; decision: the same in words.
        pays: the choice that holds in this month.
        decided: month in which it was made, None where it still does as at the start.
        occasion: why it decided anew in that month, in words; empty where ``decided`` is None.
        logit: log odds that it pays, as worked out then; chance: the same as a chance.
        luck: the draw held against the chance: it pays where the draw is below the chance.
        terms: what adds up to the log odds; these four are None or empty where ``decided`` is None.
        acquaintances: how many it has; paid_around: of these, how many paid in the month before ``month``.
        payments: for each month, whether it paid; None where no bill came.
        chance_words: chance and luck in a sentence.
    """

    household: int
    month: int
    title: str
    who: tuple[str, ...]
    kind: str
    decision: str
    pays: bool
    decided: int | None
    occasion: str
    logit: float | None
    chance: float | None
    luck: float | None
    terms: tuple[Term, ...]
    acquaintances: int
    paid_around: int
    payments: tuple[bool | None, ...]
    chance_words: str


@dataclass(frozen=True)
class Life:
    """One household through all months, as recorded.

    Attributes:
        watched: what it weighed and drew.
        world: the estate at its start.
        whole: its state, int32 ``(t, states)``; real: float64 ``(t, states)``.
    """

    watched: Watched
    world: World
    whole: np.ndarray
    real: np.ndarray

    @property
    def size(self) -> int:
        """About how many bytes this takes."""
        columns = (self.watched.standing, self.whole, self.real, *self.world)
        return int(np.sum([column.nbytes for column in columns]))


_lives: Kept[Life] = Kept(lambda life: life.size, MOST_BYTES, MOST_KEPT)


def life_of(live: LiveRun, estate: int, household: int) -> Life:
    """Return what is recorded of one household, by running its estate once more.

    Args:
        live: the run.
        estate: number of the estate, from 0.
        household: its number in the estate, from 0.

    Raises:
        InputError: no such estate or household.
    """
    if not 0 <= estate < len(live.estates):
        raise InputError(f"there is no estate number {estate}; allowed: 0 to {len(live.estates) - 1}")
    many = live.raw.households["estate"].count(live.estates[estate])
    if not 0 <= household < many:
        raise InputError(f"there is no household number {household}; allowed: 0 to {many - 1}")
    return _lives.get(f"{live.key} {estate} {household}", lambda: _watch(live, estate, household))


def _watch(live: LiveRun, estate: int, household: int) -> Life:
    watched = watch_estate(plan_scenario(live.scenario)[estate], live.seed, household)
    (run,) = with_histories(live.scenario, live.seed, estate)
    whole, real = run.history_whole[:, :, household].copy(), run.history_real[:, :, household].copy()
    return Life(watched, run.world, whole, real)


def story(live: LiveRun, estate: int, household: int, month: int, say: Say) -> Story:
    """Tell what a household did in a month, and why.

    Args:
        live: the run.
        estate: number of the estate, from 0.
        household: its number in the estate, from 0.
        month: counted from 1.
        say: the language.

    Raises:
        InputError: no such estate, household or month.
    """
    if not 1 <= month <= live.months:
        raise InputError(f"month {month} is not in the run; allowed: 1 to {live.months}")
    life = life_of(live, estate, household)
    watched = life.watched
    before = np.flatnonzero(watched.revised[:month])
    decided = int(before[-1]) + 1 if len(before) else None
    pays = bool(watched.pays[month - 1])
    kind = _kind(bool(watched.billed[month - 1]), decided == month, pays)
    around = _around(live, estate, life.world, household, month)
    logit = float(watched.logit[decided - 1]) if decided else None
    chance = sigmoid(logit) if logit is not None else None
    luck = float(watched.pay_draw[decided - 1]) if decided else None
    return Story(
        household=household,
        month=month,
        title=title_of(live, estate, life.world, household, say),
        who=_who(live, estate, life, household, month, say),
        kind=kind,
        decision=_decision(kind, pays, decided, say),
        pays=pays,
        decided=decided,
        occasion=_occasion(life, decided, say) if decided else "",
        logit=logit,
        chance=chance,
        luck=luck,
        terms=_terms(live, estate, life, household, decided, say) if decided else (),
        acquaintances=around.acquaintances,
        paid_around=around.paid,
        payments=tuple(
            bool(paid) if billed else None for paid, billed in zip(watched.pays, watched.billed, strict=True)
        ),
        chance_words=_chance_words(chance, luck, say),
    )


def _kind(billed: bool, anew: bool, pays: bool) -> str:
    if not billed:
        return NO_BILL
    if not anew:
        return REPEATED
    return PAID if pays else UNPAID


def _decision(kind: str, pays: bool, decided: int | None, say: Say) -> str:
    if kind == NO_BILL:
        return say("No bill came this month: nobody collects the fee.")
    if kind == REPEATED and decided is None:
        return say("It paid, as it did at the start.") if pays else say("It did not pay, as at the start.")
    if kind == REPEATED:
        if pays:
            return say("It paid: it repeated its choice of month {m}.", m=decided)
        return say("It did not pay: it repeated its choice of month {m}.", m=decided)
    return say("It thought about it anew, and paid.") if pays else say("It thought about it anew, and did not pay.")


def _occasion(life: Life, decided: int, say: Say) -> str:
    if life.watched.occasion[decided - 1]:
        return say("It had occasion to think again: a visit, a suit, a new quarrel or a new payee.")
    return say("It happened to think again, as one does from time to time.")


def _chance_words(chance: float | None, luck: float | None, say: Say) -> str:
    if chance is None or luck is None:
        return ""
    figures = {"chance": f"{chance * 100:.3g} %", "luck": f"{luck * 100:.3g} %"}
    if luck < chance:
        return say("The chance that it pays was {chance}; the lot fell at {luck}, below it: it pays.", **figures)
    return say("The chance that it pays was {chance}; the lot fell at {luck}, above it: it does not pay.", **figures)


def _terms(live: LiveRun, estate: int, life: Life, household: int, decided: int, say: Say) -> tuple[Term, ...]:
    kind, *others = life.watched.standing[decided - 1].tolist()
    around = _around(live, estate, life.world, household, decided)
    return terms_of(Standing(int(kind), *others), around, live.scenario.behaviour.fees, say)


def _around(live: LiveRun, estate: int, world: World, household: int, month: int) -> Around:
    """Return what a household sees of its acquaintances in a month."""
    others = world.neighbours[int(world.indptr[household]) : int(world.indptr[household + 1])]
    if month == 1:
        paid = world.pays[others]
    else:
        _, arrays = unpack(live.packs[estate])
        paid = (arrays["flags"][month - 2, others] & PAYS) != 0
    return Around(len(others), int(paid.sum()), _norms_count(live, estate, month))


def _norms_count(live: LiveRun, estate: int, month: int) -> bool:
    """Return whether the mechanism ``norms`` is on in a month."""
    on = bool(live.scenario.data.mechanisms.norms)
    for event in live.scenario.data.timeline:
        here = event.estate in ("all", live.estates[estate]) and event.month <= month
        if event.event == "mechanism" and event.name == "norms" and here:
            on = event.on
    return on


# --- who it is
# ----------------------------------------------------------------------------------------------


def title_of(live: LiveRun, estate: int, world: World, household: int, say: Say) -> str:
    """Return where a household is, in words."""
    settings = live.scenario.data.estates[live.estates[estate]]
    building = int(world.building[household])
    place = {
        "building": building + 1,
        "stairwell": int(world.stairwell[household]) - building * settings.stairwells_per_building + 1,
    }
    if world.shop[household]:
        return say("Building {building}, stairwell {stairwell}, a shop", **place)
    return say("Building {building}, stairwell {stairwell}, floor {floor}", **place, floor=int(world.floor[household]))


def _who(live: LiveRun, estate: int, life: Life, household: int, month: int, say: Say) -> tuple[str, ...]:
    world, state = life.world, life.whole[month - 1]
    found = [say("a shop") if world.shop[household] else say(TENURES[int(world.tenure[household])])]
    if not world.shop[household]:
        found.append(say(AGES[int(world.age[household])]))
    found.append(say(KINDS[int(world.kind[household])]))
    if world.member[household]:
        found.append(say("a retired party member") if world.retired[household] else say("a party member in service"))
    if state[_WHOLE_STATE.index("active")]:
        found.append(say("serves its neighbours"))
    visitor = int(state[_WHOLE_STATE.index("visitor")])
    if visitor > NOBODY:
        found.append(say("visited from: {place}", place=title_of(live, estate, world, visitor, say)))
    elif visitor < NOBODY:
        found.append(say("visited by a paid caller"))
    if state[_WHOLE_STATE.index("dispute_neighbour")]:
        found.append(say("in a quarrel with a neighbour"))
    return tuple(found)
