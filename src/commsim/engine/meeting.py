"""Stage 11, compiled: a meeting hears who speaks up, round by round, until nobody changes."""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream, normal, share_to_count
from commsim.engine.columns import (
    ESTATE,
    GAIN,
    MEETING_CARRIED,
    MEETING_PRIVATE,
    MEETING_VOICED,
    MEETINGS,
    MEMBER_HOME,
    MEMBERS,
    MONTH,
    NO_MEMBER,
    OCCUPIED,
    ON_ARGUMENT,
    ON_VOICE,
    SEED,
    SERVES,
    SINCE_TOOK_PART,
    SIZE,
    SIZE_OCCUPIED,
    TOOK_PART,
    VOICE,
    VOLUNTEERS,
    ZERO,
)
from commsim.engine.events import EVENT_KIND, EVENT_MONTH, FIRST, MEETING
from commsim.engine.jit import kernel
from commsim.engine.log import write_line
from commsim.engine.luck import fill_column, uniform
from commsim.engine.sorting import order_of
from commsim.rules.columns import NOT_THERE, SILENT_AGAINST, SILENT_FOR, SPOKE_AGAINST, SPOKE_FOR
from commsim.rules.voice import climate, threshold_of
from commsim.scenario.telling import Happening

_OPINION, _THRESHOLD, _OUTSPOKEN = np.int64(Stream.OPINION), np.int64(Stream.THRESHOLD), np.int64(Stream.OUTSPOKEN)
_TIE_BREAK, _ATTEND, _ORDER = np.int64(Stream.TIE_BREAK), np.int64(Stream.ATTEND), np.int64(Stream.ORDER)
_HELD = np.int64(Happening.MEETING_HELD)
SPEAKERS, EXPERT_PLAN = FIRST, FIRST + 1
INVITED_SHARE, SUPPORT_SHARE = 0, 1
AGAINST, FOR = 0, 1


@kernel
def residents_meet(homes, estate, p):
    """Stage 11: the meetings called for this month are held, in the order in which they were called."""
    count = estate.count
    for number in range(estate.event.shape[0]):
        if estate.event[number, EVENT_MONTH] == count[MONTH] and estate.event[number, EVENT_KIND] == MEETING:
            hold(homes, estate, number, p)


@kernel
def lowest_flags(keys, among, wanted):
    """Return a flag for each of ``keys``: among the ``wanted`` lowest of those in ``among``, ties by place.

    Args:
        keys: float64 ``(n,)``; among: int64 ``(k,)``, places, ascending; wanted: at most k.
    """
    chosen = np.zeros(keys.shape[0], np.uint8)
    of_these = np.empty(among.shape[0], np.float64)
    for place in range(among.shape[0]):
        of_these[place] = keys[among[place]]
    order = order_of(of_these)
    for rank in range(wanted):
        chosen[among[order[rank]]] = 1
    return chosen


@kernel
def lived_in(occupied, many):
    """Return the ids of the occupied homes, int64 ``(many,)``, ascending."""
    ids = np.empty(many, np.int64)
    found = 0
    for i in range(occupied.shape[0]):
        if occupied[i]:
            ids[found] = i
            found += 1
    return ids


@kernel
def hold(homes, estate, number, p):
    """Hold one meeting and note what came of it."""
    level, count = estate.level, estate.count
    present, supports, speaks = admit(homes, estate, number, p)
    threshold = np.empty(present.shape[0])
    for place in range(present.shape[0]):
        lot = uniform(np.uint64(count[SEED]), present[place], ZERO, count[ESTATE], _THRESHOLD)
        threshold[place] = threshold_of(normal(lot), supports[place] != 0, p.voice)
    place_of = np.empty(count[SIZE], np.int64)
    for i in range(count[SIZE]):
        place_of[i] = -1
    for place in range(present.shape[0]):
        place_of[present[place]] = place
    while hear_and_speak(homes, present, place_of, supports, speaks, threshold, p.voice):
        pass
    remember(homes.flag[VOICE], present, supports, speaks)
    private = voiced = 0
    for place in range(present.shape[0]):
        private += supports[place]
        voiced += supports[place] and speaks[place]
        homes.counter[SINCE_TOOK_PART, present[place]] = 0
    there = present.shape[0]
    count[MEETINGS] = 1
    count[MEETING_CARRIED] = there > 0 and 2 * voiced > there
    level[MEETING_PRIVATE] = private / there if there else np.nan
    level[MEETING_VOICED] = voiced / there if there else np.nan
    line = write_line(estate, number, _HELD, there)
    line[4] = count[MEETING_CARRIED]


@kernel
def remember(voice, present, supports, speaks):
    """Let every home keep what it did at this meeting, those who were not there included.

    Args:
        voice: uint8 ``(n,)``, overwritten; present: int64 ``(k,)``, ids; supports, speaks: uint8 ``(k,)``.
    """
    for i in range(voice.shape[0]):
        voice[i] = NOT_THERE
    for place in range(present.shape[0]):
        if speaks[place]:
            voice[present[place]] = SPOKE_FOR if supports[place] else SPOKE_AGAINST
        else:
            voice[present[place]] = SILENT_FOR if supports[place] else SILENT_AGAINST


@kernel
def admit(homes, estate, number, p):
    """Let people in: those with a stake or a word to say, invited or not, and of those invited who comes.

    Returns:
        ids present, int64, ascending; whether each is privately for the plan, and whether it speaks from the start.
    """
    count, flag = estate.count, homes.flag
    size, seed = count[SIZE], np.uint64(count[SEED])
    keys = np.empty(size)
    fill_column(keys, seed, ZERO, count[ESTATE], _OUTSPOKEN)
    members = np.empty(count[MEMBERS], np.int64)
    found = 0
    for place in range(count[VOLUNTEERS]):
        if estate.member[NO_MEMBER, place] == 0:
            members[found] = estate.member[MEMBER_HOME, place]
            found += 1
    speakers = estate.event[number, SPEAKERS]
    outspoken = lowest_flags(keys, members, min(speakers, count[MEMBERS]))
    fill_column(keys, seed, ZERO, count[ESTATE], _TIE_BREAK)
    homes_lived_in = lived_in(flag[OCCUPIED], count[SIZE_OCCUPIED])
    share = estate.event_real[number, INVITED_SHARE]
    asked = lowest_flags(keys, homes_lived_in, share_to_count(share, count[SIZE_OCCUPIED]))
    present = np.empty(count[SIZE_OCCUPIED], np.int64)
    there = 0
    for i in homes_lived_in:
        first = outspoken[i] or flag[SERVES, i]
        comes = flag[GAIN, i] or outspoken[i]
        if not comes and asked[i]:
            comes = flag[TOOK_PART, i] or first
            comes = comes or uniform(seed, i, count[MONTH], count[ESTATE], _ATTEND) < p.voice.attend
        if comes:
            present[there] = i
            there += 1
    present = present[:there]
    supports, speaks = np.empty(there, np.uint8), np.empty(there, np.uint8)
    for place in range(there):
        i = present[place]
        first = outspoken[i] or flag[SERVES, i]
        supports[place] = first or supports_plan(estate, number, i, flag[GAIN, i], p)
        speaks[place] = first or (flag[GAIN, i] and not supports[place]) or not count[ON_VOICE]
    return present, supports, speaks


@kernel
def supports_plan(estate, number, i, gain, p):
    """Return whether home i, who does not come to speak for the plan, is privately for it."""
    count = estate.count
    if gain:
        return False
    seed = np.uint64(count[SEED])
    if uniform(seed, i, ZERO, count[ESTATE], _OPINION) < estate.event_real[number, SUPPORT_SHARE]:
        return True
    if not estate.event[number, EXPERT_PLAN] or not count[ON_ARGUMENT]:
        return False
    return uniform(seed, i, count[MONTH], count[ESTATE], _ORDER) < p.voice.convince


@kernel
def voices(supports, speaks):
    """Return how many have spoken for the plan and how many against it."""
    voices_for = voices_against = 0
    for place in range(speaks.shape[0]):
        if speaks[place]:
            if supports[place]:
                voices_for += 1
            else:
                voices_against += 1
    return voices_for, voices_against


@kernel
def hear_and_speak(homes, present, place_of, supports, speaks, threshold, p):
    """Let everybody present hear the voices so far and speak up or not, all at once; return whether anybody did.

    Args:
        homes: columns of the homes.
        present: int64 ``(k,)``, ids; place_of: int64 ``(n,)``, place among them, or -1.
        supports, speaks: uint8 ``(k,)``, the latter changed in place; threshold: float64 ``(k,)``.
        p: parameters of the group ``voice``.
    """
    many = present.shape[0]
    voices_for, voices_against = voices(supports, speaks)
    joining = np.zeros(many, np.uint8)
    anybody = False
    for place in range(many):
        if speaks[place]:
            continue
        heard_for, heard_against = p.ground * voices_for, p.ground * voices_against
        i = present[place]
        for slot in range(homes.start[i], homes.start[i + 1]):
            other = place_of[homes.neighbour[slot]]
            if other >= 0 and speaks[other]:
                if supports[other]:
                    heard_for += homes.weight[slot]
                else:
                    heard_against += homes.weight[slot]
        own, first = (heard_for, p.pi0) if supports[place] else (heard_against, 1.0 - p.pi0)
        if climate(own, heard_for + heard_against, first, p) >= threshold[place]:
            joining[place] = 1
            anybody = True
    for place in range(many):
        if joining[place]:
            speaks[place] = 1
    return anybody
