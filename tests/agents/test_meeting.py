"""The residents' meeting: who is let in, who speaks first, and how a few can turn it."""

import math

import pytest

from commsim.agents.meeting import Floor, hold
from commsim.draws import Stream, normal, share_to_count, uniforms
from commsim.rules.columns import NOT_THERE, SILENT_AGAINST, SILENT_FOR, SPOKE_AGAINST, SPOKE_FOR
from tests.agents.districts import district, lived, run, texts

# A network in which all are strangers (weight 0.2 a voice), thresholds all alike, everybody invited and coming.
ALIKE = {
    "ground": 0.2,
    "kappa0": 5.0,
    "pi0": 0.15,
    "threshold": 0.25,
    "threshold_sd": 0.0,
    "opposition": 1.6,
    "attend": 1.0,
}
EMPTY = {"kind": "empty"}
MEETING = {"event": "meeting", "month": 2}


def floor_of(meeting, voice=ALIKE, months=1, network=EMPTY, **parts):
    """Return the floor of a meeting in an estate that has lived some months."""
    scenario = district(6, timeline=[MEETING | meeting], behaviour={"voice": voice}, network=network, **parts)
    _, estate = lived(scenario, months)
    return estate, Floor(estate, scenario.data.timeline[0])


def fixed_point(supporters, speaking, opponents, threshold):
    """Return how many supporters speak in the end when all voices weigh 0.2 and all supporters have one threshold."""
    climate = (0.2 * speaking + 5.0 * 0.15) / (0.2 * (speaking + opponents) + 5.0)
    return supporters if climate >= threshold else speaking


# --- who is there -----------------------------------------------------------------------------------------------------


def test_of_those_without_a_stake_only_invited_homes_come():
    estate, floor = floor_of({"invited_share": 0.5}, residents={"private_gain_share": 0.0})
    keys = uniforms(1, estate.size, 0, 0, Stream.TIE_BREAK)
    invited = sorted(estate.occupied, key=lambda r: keys[r.household])[: share_to_count(0.5, estate.size_occupied)]
    assert {r.household for r in floor.present} == {r.household for r in invited}
    assert [r.household for r in floor.present] == sorted(r.household for r in floor.present)


def test_who_gains_from_disorder_or_speaks_for_the_plan_comes_uninvited():
    people = {"private_gain_share": 0.2, "member_share": 0.3}
    nobody_else = ALIKE | {"attend": 0.0}
    estate, floor = floor_of({"invited_share": 0.1, "speakers": 3}, voice=nobody_else, residents=people)
    keys = uniforms(1, estate.size, 0, 0, Stream.OUTSPOKEN)
    outspoken = sorted(estate.members, key=lambda m: keys[m.household])[:3]
    expected = {r.household for r in estate.occupied if r.gain} | {m.household for m in outspoken}
    assert {r.household for r in floor.present} == expected
    assert len(expected) > 4
    assert all(floor.speaks)


def test_who_takes_part_gains_or_serves_comes_and_others_by_the_months_luck():
    some = ALIKE | {"attend": 0.3}
    members = [{"event": "found_branch", "month": 1}, {"event": "activate", "month": 1, "count": 3}]
    _, estate = lived(
        district(
            6,
            timeline=[*members, MEETING],
            behaviour={"voice": some, "participation": {"a": -2.0}},
            residents={"private_gain_share": 0.1},
        ),
        1,
    )
    floor = Floor(estate, estate.model.case.data.timeline[-1])
    luck = estate.draw(Stream.ATTEND)
    coming = {r.household for r in estate.occupied if r.took_part or r.gain or r.is_active or luck[r.household] < 0.3}
    assert {r.household for r in floor.present} == coming
    assert 0 < len(coming) < estate.size_occupied


def test_a_meeting_counts_as_having_taken_part():
    estate, floor = floor_of({"invited_share": 0.4})
    for resident in estate.residents:
        resident.months_since_took_part = 9
    hold(estate, estate.model.case.data.timeline[0])
    here = {resident.household for resident in floor.present}
    assert {r.household for r in estate.residents if r.months_since_took_part == 0} == here


def test_every_household_keeps_what_it_did_and_who_was_not_there_keeps_nothing():
    people = {"private_gain_share": 0.1, "member_share": 0.3}
    estate, _ = floor_of({"invited_share": 0.4, "support_share": 0.6, "speakers": 2}, residents=people)
    for resident in estate.residents:
        resident.voice = SPOKE_AGAINST  # at an earlier meeting
    floor = Floor(estate, estate.model.case.data.timeline[0])
    hold(estate, estate.model.case.data.timeline[0])
    while floor.hear_and_speak():
        pass
    expected = dict.fromkeys(range(estate.size), NOT_THERE)
    for resident, supports, speaks in zip(floor.present, floor.supports, floor.speaks, strict=True):
        camp = (SPOKE_FOR, SPOKE_AGAINST) if speaks else (SILENT_FOR, SILENT_AGAINST)
        expected[resident.household] = camp[not supports]
    assert {r.household: r.voice for r in estate.residents} == expected
    assert set(expected.values()) >= {NOT_THERE, SILENT_FOR, SPOKE_FOR, SPOKE_AGAINST}


# --- what each thinks -------------------------------------------------------------------------------------------------


def test_who_gains_from_disorder_is_against_and_speaks_from_the_start():
    _, floor = floor_of({"support_share": 1.0}, residents={"private_gain_share": 0.3})
    for resident, supports, speaks in zip(floor.present, floor.supports, floor.speaks, strict=True):
        assert supports == (not resident.gain)
        assert speaks == resident.gain


def test_support_is_a_lasting_opinion():
    estate, floor = floor_of({"support_share": 0.6}, residents={"private_gain_share": 0.0})
    opinion = uniforms(1, estate.size, 0, 0, Stream.OPINION)
    assert floor.supports == [opinion[r.household] < 0.6 for r in floor.present]
    estate.model.step()
    again = Floor(estate, estate.model.case.data.timeline[0])
    assert again.supports == floor.supports


def test_thresholds_are_lasting_draws_and_opponents_have_higher_ones():
    spread = ALIKE | {"threshold_sd": 0.05}
    estate, floor = floor_of({"support_share": 0.6}, voice=spread)
    z = uniforms(1, estate.size, 0, 0, Stream.THRESHOLD)
    for resident, supports, threshold in zip(floor.present, floor.supports, floor.thresholds, strict=True):
        base = 0.25 + 0.05 * normal(z[resident.household])
        assert threshold == pytest.approx(min(1.01, max(0.01, base if supports else 1.6 * base)))


def test_outspoken_members_and_those_who_serve_speak_for_the_plan():
    _, floor = floor_of(
        {"support_share": 0.0, "speakers": 4}, residents={"private_gain_share": 0.0, "member_share": 0.3}
    )
    speaking = [r for r, speaks in zip(floor.present, floor.speaks, strict=True) if speaks]
    assert len(speaking) == 4
    assert all(r.household in {m.household for m in floor.estate.members} for r in speaking)
    assert sum(floor.supports) == 4


def test_paperwork_makes_nobody_speak():
    members = [{"event": "found_branch", "month": 1}, {"event": "activate", "month": 1, "share": 1.0}]
    for work, speaking in (("service", True), ("paperwork", False)):
        timeline = [members[0], members[1] | {"work": work}, MEETING | {"support_share": 0.0}]
        _, estate = lived(district(6, timeline=timeline, residents={"private_gain_share": 0.0}), 1)
        assert any(Floor(estate, estate.model.case.data.timeline[-1]).speaks) == speaking


# --- who speaks up ----------------------------------------------------------------------------------------------------


def test_voices_are_heard_all_at_once_until_nobody_changes():
    """By hand: 39 present, all for the plan, thresholds 0.25; s speakers give pi = (0.2 s + 0.75) / (0.2 s + 5)."""
    parts = {
        "residents": {
            "private_gain_share": 0.0,
            "member_share": 0.4,
            "tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0},
        }
    }
    outcomes = {}
    for speakers in (3, 4):
        _, floor = floor_of({"support_share": 1.0, "speakers": speakers}, **parts)
        assert sum(floor.speaks) == speakers
        moved = floor.hear_and_speak()
        outcomes[speakers] = (moved, sum(floor.speaks))
        assert not floor.hear_and_speak()
    # (0.6 + 0.75) / 5.6 = 0.241 stays below, (0.8 + 0.75) / 5.8 = 0.267 tips everybody at once.
    assert outcomes == {3: (False, 3), 4: (True, 39)}


def test_where_silence_reads_as_opposition_opponents_need_nobody_to_speak_first():
    _, floor = floor_of({"support_share": 0.5}, residents={"private_gain_share": 0.0})
    assert not any(floor.speaks)
    assert floor.hear_and_speak()
    assert floor.speaks == [not supports for supports in floor.supports]
    assert 0 < sum(floor.speaks) < len(floor.present)


@pytest.mark.parametrize("speakers", range(0, 13, 2))
def test_a_meeting_of_strangers_ends_at_the_fixed_point_of_the_rule(speakers):
    people = {"private_gain_share": 0.1, "member_share": 0.4}
    estate, floor = floor_of({"support_share": 1.0, "speakers": speakers}, residents=people)
    opponents = sum(r.gain and not s for r, s in zip(floor.present, floor.supports, strict=True))
    supporters = sum(floor.supports)
    expected = fixed_point(supporters, speakers, opponents, 0.25)
    outcome = hold(estate, estate.model.case.data.timeline[0])
    assert outcome.present == len(floor.present)
    assert outcome.private == supporters / outcome.present
    assert outcome.voiced == expected / outcome.present
    assert outcome.carried == (2 * expected > outcome.present)


def test_a_plan_most_want_is_blocked_without_a_few_speakers_and_carried_with_them():
    people = {"private_gain_share": 0.1, "member_share": 0.4}
    results = []
    for speakers in (0, 8):
        found = run(
            district(
                3,
                timeline=[MEETING | {"support_share": 0.9, "speakers": speakers}],
                behaviour={"voice": ALIKE},
                network=EMPTY,
                residents=people,
            )
        )
        private, voiced = found.monthly["meeting_private"][1], found.monthly["meeting_voiced"][1]
        results.append((found.monthly["meeting_carried"][1], private > 0.5, voiced > 0.5))
        assert found.monthly["meetings"] == [0, 1, 0]
        assert math.isnan(found.monthly["meeting_carried"][0])
    assert results == [(0.0, True, False), (1.0, True, True)]


def test_a_voice_one_trusts_weighs_more():
    """One speaker, 38 supporters: a stranger's voice reaches nobody, a trusted one the acquaintance."""
    sharp = ALIKE | {"threshold": 0.22}
    parts = {
        "residents": {
            "private_gain_share": 0.0,
            "member_share": 0.1,
            "tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0},
        }
    }
    parts |= {"start": {"tie": 1.0}, "mechanisms": {"ties": False}}
    meeting = {"support_share": 1.0, "speakers": 1}
    _, floor = floor_of(meeting, voice=sharp, **parts)
    assert not floor.hear_and_speak()
    estate, floor = floor_of(meeting, voice=sharp, network={"kind": "blocks"}, **parts)
    speaker = next(r.household for r, speaks in zip(floor.present, floor.speaks, strict=True) if speaks)
    weights = {other: estate.network.weights[tie] for other, tie in estate.network.neighbours[speaker]}
    floor.hear_and_speak()
    joined = {r.household for r, speaks in zip(floor.present, floor.speaks, strict=True) if speaks} - {speaker}
    needed = {i for i, w in weights.items() if (w + 0.2 + 0.75) / (w + 0.2 + 5.0) >= 0.22}
    assert joined == needed
    assert joined


def test_where_nobody_may_stay_silent_all_say_what_they_think():
    estate, floor = floor_of({"support_share": 0.6}, mechanisms={"voice": False})
    assert all(floor.speaks)
    outcome = hold(estate, estate.model.case.data.timeline[0])
    assert outcome.voiced == outcome.private


def test_an_expert_plan_convinces_only_where_argument_moves_opinion():
    plan = {"support_share": 0.3, "expert_plan": True}
    private = {}
    for argument in (False, True):
        for expert in (False, True):
            meeting = MEETING | plan | {"expert_plan": expert}
            scenario = district(3, timeline=[meeting], mechanisms={"argument": argument}, behaviour={"voice": ALIKE})
            private[argument, expert] = run(scenario).monthly["meeting_private"][1]
    assert private[True, True] > private[True, False]
    assert private[False, True] == private[False, False] == private[True, False]


def test_half_of_those_present_do_not_carry_a_plan():
    two = {"homes": 2, "shops": 0, "buildings": 1, "stairwells_per_building": 1}
    people = {"private_gain_share": 0.5, "tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0}}
    meeting = MEETING | {"support_share": 1.0}
    for gains, carried in ((0.5, 0.0), (0.0, 1.0)):
        parts = {"estate": two, "residents": people | {"private_gain_share": gains}, "mechanisms": {"voice": False}}
        found = run(district(2, timeline=[meeting], behaviour={"voice": ALIKE}, network=EMPTY, **parts))
        assert found.monthly["meeting_voiced"][1] == 1.0 - gains
        assert found.monthly["meeting_carried"][1] == carried


def test_a_meeting_nobody_attends_carries_nothing():
    estate, _ = floor_of({"invited_share": 0.0}, residents={"private_gain_share": 0.0})
    outcome = hold(estate, estate.model.case.data.timeline[0])
    assert (outcome.present, outcome.carried) == (0, False)
    assert math.isnan(outcome.private)


def test_what_came_of_a_meeting_is_told():
    found = run(district(3, timeline=[MEETING | {"support_share": 0.0}], behaviour={"voice": ALIKE}, network=EMPTY))
    present = found.monthly["occupied"][0]
    assert texts(found, "meeting") == [(2, False, f"a meeting of {present} does not carry the plan")]
