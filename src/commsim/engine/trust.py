"""Stages 9, 15 and 16, compiled: residents take part, trust and belonging move, ties grow and fade."""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream
from commsim.engine.chance import happens
from commsim.engine.columns import (
    ACTIVE,
    AGE,
    BELONGING,
    DISCLOSED,
    DIVIDENDS,
    ESTATE,
    FIRST_PAYEE,
    FIRST_SELF,
    MONTH,
    NEXT_PAYEE,
    NEXT_SELF,
    NO_PAYEE,
    NOBODY,
    OCCUPIED,
    OFFERED,
    ON_BELONGING,
    ON_PARTICIPATION,
    ON_TIES,
    ON_TRUST,
    PARTICIPANTS,
    PARTICIPATION,
    PAYEE,
    PAYEE_TARGET,
    PRESSED,
    PRESSURE,
    REPAIR,
    RESULTS,
    RISE,
    SEED,
    SELF_TARGET,
    SERVES,
    SERVICE,
    SHOCK,
    SINCE_TOOK_PART,
    SIZE,
    TENURE,
    TIES_MOVED,
    TILE,
    TOOK_PART,
    TOOK_PART_BEFORE,
    TRUST_PAYEE,
    TRUST_SELF,
    UNDONE,
    VISIT,
    VISIT_DUE,
    VISITED,
    VISITOR,
    VISITOR_SLOT,
    VISITOR_TIE,
)
from commsim.engine.committee import overseen
from commsim.engine.jit import inlined, kernel
from commsim.engine.ladder import tear
from commsim.engine.luck import fill_block
from commsim.engine.members import present_factor
from commsim.engine.parameters import belonging_of, participation_of, ties_of, trust_of
from commsim.rules.belonging import belonging_next, experience, visible_results
from commsim.rules.participation import cost, participation_logit
from commsim.rules.ties import room, tie_next, visitor_tie_next
from commsim.rules.trust import payee_target, self_target, trust_next

_CHOICES, _TAKE_PART = int(Stream.TAKE_PART) // 4, int(Stream.TAKE_PART) % 4


@inlined
def taking_part(start, neighbour, weight, flag, i):
    """Return the trust-weighted share of the neighbours of home i who took part last month, in [0, 1]."""
    taking = sum_ = 0.0
    for slot in range(start[i], start[i + 1]):
        sum_ += weight[slot]
        taking += weight[slot] if flag[TOOK_PART_BEFORE, neighbour[slot]] else 0.0
    return taking / sum_ if sum_ > 0.0 else 0.0


@kernel
def residents_take_part(homes, estate, p):
    """Stage 9: residents take part or stay away; members who serve take part anyway."""
    count, tile, start, neighbour = estate.count, homes.tile, homes.start, homes.neighbour
    real, counter, flag, weight = homes.real, homes.counter, homes.flag, homes.weight
    deciding, group = count[ON_PARTICIPATION] != 0, participation_of(p.participation)
    size, seed = count[SIZE], np.uint64(count[SEED])
    taking = asked = 0
    for first in range(0, size, TILE):
        many = min(TILE, size - first)
        if deciding:
            fill_block(tile, first, many, seed, count[MONTH], count[ESTATE], _CHOICES)
        for place in range(many):
            i = first + place
            took = flag[SERVES, i] != 0
            if not took and deciding and flag[OCCUPIED, i]:
                neighbours = taking_part(start, neighbour, weight, flag, i)
                cost_of = cost(flag[AGE, i], flag[TENURE, i], group)
                logit = participation_logit(
                    real[BELONGING, i], real[TRUST_SELF, i], real[VISIT, i], neighbours, cost_of, group
                )
                took = happens(tile[_TAKE_PART, place], logit)
            flag[TOOK_PART, i] = took
            counter[SINCE_TOOK_PART, i] = 0 if took else counter[SINCE_TOOK_PART, i] + 1
            if flag[OCCUPIED, i] and not flag[ACTIVE, i]:
                asked += 1
                taking += took
    count[PARTICIPANTS] = taking
    estate.level[PARTICIPATION] = taking / asked if asked else 0.0


@kernel
def trust_moves(homes, estate, p):
    """Stage 15: trust and belonging move."""
    level, count = estate.level, estate.count
    level[PAYEE_TARGET] = payee_target(level[SERVICE], level[DISCLOSED], p.trust)
    done = 1.0 - level[UNDONE] if count[OFFERED] > 0 else 0.0
    level[SELF_TARGET] = self_target(overseen(estate, p), done, present_factor(estate, p), p.trust)
    dividend = count[DIVIDENDS] > 0
    level[RESULTS] = visible_results(level[RISE], count[REPAIR], dividend, count[SIZE], p.belonging)
    if count[ON_TRUST]:
        has_payee = count[PAYEE] != NO_PAYEE
        feel(homes, count[SIZE], has_payee, level[PAYEE_TARGET], level[SELF_TARGET], trust_of(p.trust))
    if count[ON_BELONGING]:
        belong(homes, count[SIZE], level[RESULTS], level[PRESSURE], belonging_of(p.belonging))


@kernel
def feel(homes, size, has_payee, payee_aim, self_aim, p):
    """Move the trust of all homes, each from what its neighbours felt before.

    Args:
        homes: columns of the homes, changed in place.
        size: n; has_payee: whether somebody bills; else trust in the payee stays as it was.
        payee_aim, self_aim: what is experienced, in [0, 1].
        p: parameters of the group ``trust``.
    """
    real = homes.real
    trust_payee, trust_self = real[TRUST_PAYEE], real[TRUST_SELF]
    next_payee, next_self = real[NEXT_PAYEE], real[NEXT_SELF]
    start, neighbour, weight = homes.start, homes.neighbour, homes.weight
    first_payee, first_self, shock = real[FIRST_PAYEE], real[FIRST_SELF], real[SHOCK]
    for i in range(size):
        sum_ = payee = itself = 0.0
        for slot in range(start[i], start[i + 1]):
            other = neighbour[slot]
            sum_ += weight[slot]
            payee += weight[slot] * trust_payee[other]
            itself += weight[slot] * trust_self[other]
        if sum_ > 0.0:
            payee = payee / sum_
            itself = itself / sum_
        moved = trust_payee[i]
        if has_payee:
            moved = trust_next(moved, payee_aim, sum_, payee, first_payee[i], shock[i], p)
        next_payee[i] = moved  # where the shock stood, which is not needed any more
        next_self[i] = trust_next(trust_self[i], self_aim, sum_, itself, first_self[i], 0.0, p)
    for i in range(size):
        trust_payee[i] = next_payee[i]
        trust_self[i] = next_self[i]


@kernel
def belong(homes, size, results, pressure, p):
    """Move the belonging of all homes by what they did, saw and heard this month, and by pressure of work units."""
    pressed = homes.flag[PRESSED]
    belonging, took_part, visited = homes.real[BELONGING], homes.flag[TOOK_PART], homes.flag[VISITED]
    for i in range(size):
        x = experience(1.0 if took_part[i] else 0.0, results, 1.0 if visited[i] else 0.0, p)
        belonging[i] = belonging_next(belonging[i], x, pressure if pressed[i] else 0.0, p)


@kernel
def ties_move(homes, estate, torn, torn_ties, p):
    """Stage 16: ties grow and fade; those torn in court are torn.

    Args:
        homes: columns of the homes, changed in place; estate: of the estate.
        torn: int32 ``(2, room)``, of which the first ``torn_ties`` are homes whose tie is torn.
        torn_ties: how many.
        p: behaviour.
    """
    count = estate.count
    count[TIES_MOVED] = torn_ties > 0 or count[ON_TIES] != 0
    visitor, slot, tie = homes.whole[VISITOR], homes.whole[VISITOR_SLOT], homes.real[VISITOR_TIE]
    visited, due = homes.flag[VISITED], homes.flag[VISIT_DUE]
    for i in range(count[SIZE]):
        if visitor[i] != NOBODY and slot[i] == NOBODY:
            tie[i] = visitor_tie_next(tie[i], visited[i] != 0, due[i] != 0, p.ties)
    for place in range(torn_ties):
        tear(homes, np.int64(torn[0, place]), np.int64(torn[1, place]), p.ties.court)
    if count[ON_TIES]:
        grow_and_fade(homes, count[SIZE], ties_of(p.ties))


@kernel
def grow_and_fade(homes, size, p):
    """Move every tie by one month, in the slots of both ends: the rule treats both ends alike, and keeps them so.

    A tie grows only between two homes that took part, or where a member visited; all ties of other homes fade.
    """
    start, weight, neighbour = homes.start, homes.weight, homes.neighbour
    took_part, visited, serves = homes.flag[TOOK_PART], homes.flag[VISITED], homes.flag[SERVES]
    visitor_slot, visitor = homes.whole[VISITOR_SLOT], homes.whole[VISITOR]
    rooms = homes.real[NEXT_PAYEE]  # not needed between the months
    for i in range(size):
        if took_part[i] or visited[i] or serves[i]:
            sum_ = 0.0
            for slot in range(start[i], start[i + 1]):
                sum_ += weight[slot]
            degree = start[i + 1] - start[i]
            rooms[i] = room(sum_, degree, p) if degree else 0.0
    faded = np.int64(0)
    for i in range(size):
        if not (took_part[i] or visited[i] or serves[i]):
            continue
        fade(weight, faded, start[i], p)
        faded = np.int64(start[i + 1])
        for slot in range(start[i], start[i + 1]):
            other = neighbour[slot]
            visit = (visited[i] and visitor_slot[i] == slot) or (visited[other] and visitor[other] == i)
            joint = (took_part[i] and took_part[other]) or visit
            # A neighbour who binds nothing has no room worked out, and none is asked for.
            weight[slot] = tie_next(weight[slot], joint, rooms[i], rooms[other] if joint else 0.0, p)
    fade(weight, faded, start[size], p)


@inlined
def fade(weight, begin, end, p):
    """Let the ties in the slots from ``begin`` to before ``end`` fade by one month."""
    for slot in range(begin, end):
        weight[slot] = tie_next(weight[slot], False, 0.0, 0.0, p)
