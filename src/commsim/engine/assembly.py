"""Stage 10, compiled: ballots are collected and counted; what was carried is done.

Votes called wait in ``promise[VOTE_CALLED]`` in the order in which they were called; the first ``count[QUEUE]`` rows
are in use, and the ballots in the homes' columns are those of the first.
"""

from __future__ import annotations

import numpy as np

from commsim.draws import Stream
from commsim.engine.columns import (
    AREA,
    BALANCE,
    CONTACT_MINUTES,
    ESTATE,
    FIRST_YEAR,
    FUND,
    GAIN,
    HOUSEHOLDS,
    MONTH,
    NO,
    NOT_VOTED,
    ON_ASSEMBLY,
    ON_QUORUM,
    ONE,
    OPERATOR,
    OUTSIDE,
    QUEUE,
    SEED,
    SINCE_TOOK_PART,
    SIZE,
    TENURE,
    TOOK_PART,
    TRIES,
    TRUST_SELF,
    TURNOUT,
    VISIT,
    VOTE,
    VOTE_CALLED,
    VOTES_HELD,
    VOTES_PASSED,
    WORKS,
    YEAR,
    YES,
    ZERO,
)
from commsim.engine.committee import set_up
from commsim.engine.events import (
    ATTEMPTS,
    ELECT,
    FEN,
    LEGAL_PERSONALITY,
    LET_COMMON_PARTS,
    MATTER,
    MONTHS_OPEN,
    OPERATOR_NEW,
    RAISE_FUND,
    RUN_REVENUE,
    USE_FUND,
    company_takes_over,
)
from commsim.engine.jit import kernel
from commsim.engine.ledger import post
from commsim.engine.log import write_line
from commsim.engine.luck import uniform
from commsim.rules.arithmetic import FEN_PER_YUAN, sigmoid
from commsim.rules.assembly import Ballot, answer_chance, carried, yes_logit
from commsim.rules.participation import OWNER
from commsim.scenario.telling import Happening

_CONTACT, _VOTE = np.int64(Stream.CONTACT), np.int64(Stream.VOTE)
_FAILED, _ENTERS = np.int64(Happening.VOTE_FAILED), np.int64(Happening.COMPANY_ENTERS)
_FUND_USED, _FUND_RAISED = np.int64(Happening.FUND_USED), np.int64(Happening.FUND_RAISED)
_LET, _ELECTED = np.int64(Happening.PARTS_LET), np.int64(Happening.COMMITTEE_ELECTED)
EVENT, MONTHS_LEFT, ATTEMPTS_LEFT = 0, 1, 2
MOST_TRIES = 255


@kernel
def owners_vote(homes, estate, cases, p):
    """Stage 10: ballots are collected; when the time is up they are counted."""
    level, count = estate.level, estate.count
    if count[QUEUE] == 0:
        return
    vote = estate.promise[VOTE_CALLED, 0]
    collect(homes, count, p)
    vote[MONTHS_LEFT] -= 1
    if vote[MONTHS_LEFT] > 0:
        return
    ballot = counted(homes, count[SIZE])
    count[VOTES_HELD] = 1
    level[TURNOUT] = ballot.owners_voting / ballot.owners
    event = vote[EVENT]
    if passes(estate, ballot, estate.event[event, MATTER]):
        count[VOTES_PASSED] = 1
        next_vote(homes, estate)
        happening, figure = carry_out(homes, estate, cases, event, p)
        write_line(estate, event, happening, figure)
        return
    line = write_line(estate, event, _FAILED, ballot.owners_yes)
    line[4], line[5] = ballot.owners_voting, ballot.owners
    if vote[ATTEMPTS_LEFT] > 0:
        vote[ATTEMPTS_LEFT] -= 1
        reopen(homes, estate)
    else:
        next_vote(homes, estate)


@kernel
def call_vote(homes, estate, event):
    """Call a vote on an event of the timeline; return how many wait, it included."""
    count = estate.count
    vote = estate.promise[VOTE_CALLED, count[QUEUE]]
    vote[EVENT] = event
    vote[MONTHS_LEFT] = estate.event[event, MONTHS_OPEN]
    vote[ATTEMPTS_LEFT] = estate.event[event, ATTEMPTS] - 1
    count[QUEUE] += 1
    if count[QUEUE] == 1:
        reopen(homes, estate)
    return count[QUEUE]


@kernel
def reopen(homes, estate):
    """Begin an attempt of the first vote: nobody has voted."""
    vote = estate.promise[VOTE_CALLED, 0]
    vote[MONTHS_LEFT] = estate.event[vote[EVENT], MONTHS_OPEN]
    votes, tries = homes.flag[VOTE], homes.flag[TRIES]
    for i in range(estate.count[SIZE]):
        votes[i] = NOT_VOTED
        tries[i] = 0


@kernel
def next_vote(homes, estate):
    """Take the first vote off the list and let the next one begin."""
    votes = estate.promise[VOTE_CALLED]
    estate.count[QUEUE] -= 1
    for place in range(estate.count[QUEUE]):
        for column in range(votes.shape[1]):
            votes[place, column] = votes[place + 1, column]
    if estate.count[QUEUE] > 0:
        reopen(homes, estate)


@kernel
def collect(homes, count, p):
    """Collect this month's ballots: from owners who took part, then door by door, fewest tries first, by id."""
    flag = homes.flag
    by_tries = np.zeros(MOST_TRIES + 1, np.int64)
    for i in range(count[SIZE]):
        if flag[VOTE, i] == NOT_VOTED:
            if flag[TOOK_PART, i] and flag[TENURE, i] == OWNER:
                cast(homes, count, i, p)
            else:
                by_tries[flag[TRIES, i]] += 1
    left = int(count[CONTACT_MINUTES] // p.assembly.try_minutes)
    most = 0
    while most < MOST_TRIES and by_tries[most] <= left:
        left -= by_tries[most]
        most += 1
    # Everybody with fewer than ``most`` tries is called on, and of those with as many the first ``left``.
    for i in range(count[SIZE]):
        if flag[VOTE, i] != NOT_VOTED or flag[TRIES, i] > most:
            continue
        if flag[TRIES, i] == most:
            if left == 0:
                continue
            left -= 1
        flag[TRIES, i] += 1
        chance = answer_chance(flag[TENURE, i] != OWNER, p.assembly)
        if uniform(np.uint64(count[SEED]), i, count[MONTH], count[ESTATE], _CONTACT) < chance:
            cast(homes, count, i, p)


@kernel
def cast(homes, count, i, p):
    """Let the owner of home i vote."""
    gain = 1.0 if homes.flag[GAIN, i] else 0.0
    chance = sigmoid(yes_logit(homes.real[TRUST_SELF, i], homes.real[VISIT, i], gain, p.assembly))
    yes = uniform(np.uint64(count[SEED]), i, count[MONTH], count[ESTATE], _VOTE) < chance
    homes.flag[VOTE, i] = YES if yes else NO
    homes.counter[SINCE_TOOK_PART, i] = 0


@kernel
def counted(homes, size):
    """Return the count of owners by area and number: all, taking part, in favour."""
    area = voting_area = yes_area = voting = yes = np.int64(0)
    vote, areas = homes.flag[VOTE], homes.whole[AREA]
    for i in range(size):
        home_area = areas[i]
        area += home_area
        if vote[i] != NOT_VOTED:
            voting += 1
            voting_area += home_area
        if vote[i] == YES:
            yes += 1
            yes_area += home_area
    return Ballot(area, size, voting_area, voting, yes_area, yes)


@kernel
def passes(estate, ballot, matter):
    """Return whether the law of the year lets the matter pass."""
    count = estate.count
    if not count[ON_ASSEMBLY]:
        return False
    year = count[FIRST_YEAR] + (count[MONTH] - 1) // YEAR
    special = matter in (RAISE_FUND, LET_COMMON_PARTS)
    fund = matter in (RAISE_FUND, USE_FUND)
    return carried(ballot, year, special, fund, count[ON_QUORUM] != 0)


@kernel
def carry_out(homes, estate, cases, number, p):
    """Do what the owners decided; return what happened and the number that goes with it."""
    count, event = estate.count, estate.event[number]
    matter = event[MATTER]
    if matter == USE_FUND:
        used = min(event[FEN], count[BALANCE + FUND])
        if used:
            post(count, FUND, OUTSIDE, used)
        count[WORKS] += used
        return _FUND_USED, used // FEN_PER_YUAN
    if matter == RAISE_FUND:
        if event[FEN]:
            post(count, HOUSEHOLDS, FUND, event[FEN])
        return _FUND_RAISED, event[FEN] // FEN_PER_YUAN
    if matter == LET_COMMON_PARTS:
        count[OPERATOR] = event[OPERATOR_NEW]
        return _LET, ZERO
    if matter == ELECT:
        set_up(estate, event[LEGAL_PERSONALITY], event[RUN_REVENUE], np.nan)
        return _ELECTED, ZERO
    company_takes_over(homes, estate, cases, number, ONE, p)
    return _ENTERS, ZERO
