"""The story of a window: it pays where the lot falls below the chance, and every term says why."""

from __future__ import annotations

import re

import numpy as np
import pytest

from commsim.dashboard import story as story_module
from commsim.dashboard.reasons import LABELS, Around, terms_of
from commsim.dashboard.running import LiveRun, live
from commsim.dashboard.story import AGES, NO_BILL, PAID, REPEATED, TENURES, UNPAID, Story, story
from commsim.dashboard.words import Say
from commsim.errors import InputError
from commsim.rules.arithmetic import sigmoid
from commsim.rules.fees import FeeParameters, PaymentTerms, Standing
from commsim.scenario import Scenario

ENGLISH, CHINESE = Say("en"), Say("zh")
HAN = re.compile(r"[一-鿿]")
HOUSEHOLDS = (0, 7, 19, 33, 41)
PLAIN = Standing(0, 0.0, 0.5, 0.62, 0.7, 0.4, 0.3, 0.0, -0.01, 0.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def run(small: Scenario) -> LiveRun:
    """A run in which nobody bills in months 11 to 14."""
    content = small.to_dict()
    content["timeline"] += [{"event": "company_leaves", "month": 11}, {"event": "company_enters", "month": 15}]
    return live(small._validated(content), 1)


@pytest.fixture(scope="module")
def stories(run: LiveRun) -> dict[tuple[int, int], Story]:
    return {(home, month): story(run, 0, home, month, ENGLISH) for home in HOUSEHOLDS for month in range(1, 27)}


def test_it_pays_exactly_where_the_lot_falls_below_the_chance(stories) -> None:
    decided = [one for one in stories.values() if one.decided is not None]
    assert len(decided) > 80
    for one in decided:
        assert (one.luck < one.chance) == one.pays
    assert {one.pays for one in decided} == {True, False}


def test_terms_add_up_to_the_chance(stories) -> None:
    for one in stories.values():
        if one.decided is None:
            assert (one.terms, one.chance, one.luck, one.logit, one.chance_words) == ((), None, None, None, "")
            continue
        assert [term.name for term in one.terms] == list(PaymentTerms._fields)
        total = sum(term.logit for term in one.terms)
        assert total == pytest.approx(one.logit, abs=1e-9)
        assert one.chance == sigmoid(one.logit)


def test_payments_are_those_of_the_run(run: LiveRun, small: Scenario, stories) -> None:
    history = story_module.with_histories(run.scenario, 1)[0].history_whole
    billed = [bills > 0 for bills in run.raw.monthly["bills"]]
    assert billed.count(False) == 4
    for home in HOUSEHOLDS:
        expected = [bool(history[month, 1, home]) if billed[month] else None for month in range(26)]
        assert list(stories[home, 3].payments) == expected
        assert [stories[home, month].pays for month in range(1, 27)] == [bool(one) for one in history[:, 1, home]]


def test_what_kind_of_decision_it_was(stories) -> None:
    for (_, month), one in stories.items():
        if 11 <= month <= 14:
            assert one.kind == NO_BILL
        elif one.decided == month:
            assert one.kind == (PAID if one.pays else UNPAID)
        else:
            assert one.kind == REPEATED
    assert {one.kind for one in stories.values()} == {PAID, UNPAID, REPEATED, NO_BILL}


def test_a_repeated_choice_tells_the_month_it_was_made_in(stories) -> None:
    repeated = [one for one in stories.values() if one.kind == REPEATED and one.decided]
    assert repeated
    for one in repeated:
        assert one.decided < one.month
        assert f"repeated its choice of month {one.decided}" in one.decision
        assert one.terms == stories[one.household, one.decided].terms
        assert all(stories[one.household, month].decided == one.decided for month in range(one.decided, one.month))


def test_a_choice_never_revised_is_that_of_the_start(stories) -> None:
    first = [one for one in stories.values() if one.decided is None]
    assert first
    for one in first:
        assert "start" in one.decision
        assert one.occasion == ""


def test_a_new_payee_is_an_occasion_for_all(stories) -> None:
    for home in HOUSEHOLDS:
        assert stories[home, 15].decided == 15
        assert "occasion" in stories[home, 15].occasion


def test_acquaintances_who_paid_are_counted_the_month_before(run: LiveRun, stories) -> None:
    (estate,) = story_module.with_histories(run.scenario, 1)
    for (home, month), one in stories.items():
        others = estate.world.neighbours[estate.world.indptr[home] : estate.world.indptr[home + 1]]
        paid = estate.world.pays[others] if month == 1 else estate.history_whole[month - 2, 1, others]
        assert (one.acquaintances, one.paid_around) == (len(others), np.count_nonzero(paid))


def test_what_it_saw_is_what_it_weighed(stories) -> None:
    one = next(one for one in stories.values() if one.kind == PAID and one.acquaintances)
    norm = next(term for term in one.terms if term.name == "norm")
    assert norm.sentence.startswith(f"{one.paid_around} of its {one.acquaintances} acquaintances paid last month")


def test_where_and_who(run: LiveRun, stories) -> None:
    final = run.raw.households
    for home in HOUSEHOLDS:
        one = stories[home, 26]
        building, stairwell = final["building"][home] + 1, final["stairwell"][home] % 2 + 1
        place = "a shop" if final["shop"][home] else f"floor {final['floor'][home]}"
        assert one.title == f"Building {building}, stairwell {stairwell}, {place}"
        first = "a shop" if final["shop"][home] else TENURES[final["tenure"][home]]
        assert one.who[0] == first
        assert final["shop"][home] or one.who[1] == AGES[final["age"][home]]


def test_members_and_visitors_are_named(run: LiveRun) -> None:
    final = run.raw.households
    serving = final["active"].index(True)
    assert "serves its neighbours" in story(run, 0, serving, 26, ENGLISH).who
    assert any("party member" in phrase for phrase in story(run, 0, serving, 26, ENGLISH).who)
    visited = next(home for home, visitor in enumerate(final["visitor"]) if visitor >= 0)
    from_where = story(run, 0, int(final["visitor"][visited]), 26, ENGLISH).title
    assert f"visited from: {from_where}" in story(run, 0, visited, 26, ENGLISH).who
    assert not any("serves" in phrase or "visited" in phrase for phrase in story(run, 0, serving, 3, ENGLISH).who)


def test_the_whole_story_is_told_in_chinese(run: LiveRun) -> None:
    for home in HOUSEHOLDS:
        for month in (1, 12, 20):
            one = story(run, 0, home, month, CHINESE)
            said = [one.title, one.decision, *one.who, *(term.label for term in one.terms)]
            said += [term.sentence for term in one.terms]
            if one.decided:
                said += [one.occasion, one.chance_words]
            for text in said:
                assert HAN.search(text), text
                assert not re.search(r"[A-Za-z]{3,}", text), text


@pytest.mark.parametrize(
    ("change", "term", "words"),
    [
        ({"norm": 0.62}, "norm", "3 of its 5 acquaintances paid last month; .* it takes it that 62 % of all pay"),
        ({"service": 0.25}, "service", "at 25 %"),
        ({"trust": 0.125}, "trust", "12.5 %"),
        ({"belonging": 0.5}, "belonging", "50 %"),
        ({"absent": 1.0}, "absent", "vacant"),
        ({"taste": -1.5}, "taste", "1.50 standard deviations less willing"),
        ({"taste": 1.5}, "taste", "1.50 standard deviations more willing"),
        ({"enforcement": 0.3}, "enforcement", "presses it for what it owes: 30 %"),
        ({"enforcement": 0.0}, "enforcement", "nobody presses"),
        ({"money": -0.02}, "money", "fee is above .* 2 %"),
        ({"money": 0.02}, "money", "dividend at stake is above .* 2 %"),
        ({"visit": 0.4}, "visit", "trusts came and spoke for paying: 40 %"),
        ({"visit": -0.4}, "visit", "does not trust came .*: 40 %"),
        ({"visit": 0.0}, "visit", "No visitor"),
        ({"dispute": 1.0}, "dispute", "open quarrel with whoever is paid"),
        ({"legacy": 1.0}, "legacy", "not mended"),
        ({"pressure": 0.5}, "pressure", "presses it to pay: 50 %"),
        ({"kind": 1}, "intercept", "free rider"),
    ],
)
def test_each_term_says_the_number_behind_it(change: dict, term: str, words: str) -> None:
    found = {one.name: one for one in terms_of(PLAIN._replace(**change), Around(5, 3), FeeParameters(), ENGLISH)}
    assert re.search(words, found[term].sentence)
    assert found[term].label == LABELS[term]


def test_a_term_that_is_nothing_is_not_told_as_minus_nothing() -> None:
    assert {str(term.logit) for term in terms_of(PLAIN, Around(5, 3), FeeParameters(), ENGLISH)} & {"0.0", "-0.0"} == {
        "0.0"
    }


def test_what_is_kept_of_lives_counts_their_world(run: LiveRun) -> None:
    life = story_module.life_of(run, 0, 3)
    assert life.size > sum(column.nbytes for column in life.world)
    assert story_module.life_of(run, 0, 3) is life


def test_others_where_there_are_none_or_do_not_count() -> None:
    def norm(around: Around) -> str:
        return terms_of(PLAIN, around, FeeParameters(), ENGLISH)[3].sentence

    assert "no acquaintances" in norm(Around(0, 0))
    assert "moves nobody" in norm(Around(5, 3, counts=False))


def test_a_switch_of_the_mechanism_is_followed(small: Scenario) -> None:
    content = small.to_dict()
    content["timeline"].append({"event": "mechanism", "month": 10, "name": "norms", "on": False})
    run = live(small._validated(content), 1)
    counts = [story_module._norms_count(run, 0, month) for month in (9, 10, 20)]
    assert counts == [True, False, False]


def test_what_is_not_there_is_refused(run: LiveRun) -> None:
    for estate, home, month, message in (
        (1, 0, 1, "no estate number 1"),
        (0, 42, 1, "no household number 42; allowed: 0 to 41"),
        (0, -1, 1, "no household number -1"),
        (0, 0, 27, "month 27 is not in the run; allowed: 1 to 26"),
        (0, 0, 0, "month 0"),
    ):
        with pytest.raises(InputError, match=message):
            story(run, estate, home, month, ENGLISH)


def test_without_the_fee_choice_all_stays_as_at_the_start(small: Scenario) -> None:
    run = live(small.set("mechanisms.fees", False), 1)
    one = story(run, 0, 3, 20, ENGLISH)
    assert (one.decided, one.terms, one.kind) == (None, (), REPEATED)
