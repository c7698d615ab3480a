"""The guided tour: every lesson runs, and what it tells to look for happens in most runs.

Each statement is held against ten seeds; at least nine of them must show it. What a lesson asks the visitor to change
is changed here in the same way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache

import pytest

from commsim.dashboard.lessons import (
    FEE_LAST_YEAR,
    FEW,
    HELP_GOES,
    INSTITUTION,
    LESSONS,
    LOAD_FIRST,
    MONEY,
    NOBODY,
    OWN,
    PENSIONERS,
    SERVING_LAST,
    Lesson,
    Measure,
    evaluate,
)
from commsim.dashboard.links import VIEWS
from commsim.dashboard.running import LiveRun, live
from commsim.dashboard.settings import Settings, scenario_of, twin_scenario
from commsim.dashboard.words import Say
from commsim.engine.run import simulate_compiled
from commsim.results.measures import MEASURES, measure
from commsim.results.tables import frame, monthly_arrow
from commsim.results.windows import window_months
from commsim.scenario import Scenario
from tests.dashboard.shown_texts import shown_texts

SEEDS = range(1, 11)
MOST = 9


@cache
def runs(settings: Settings) -> tuple[LiveRun, ...]:
    return tuple(unseen(scenario_of(settings), seed) for seed in SEEDS)


def unseen(scenario: Scenario, seed: int) -> LiveRun:
    """Return a run as the page has it, but without what the browser draws, which takes longer than the run."""
    raw = simulate_compiled(scenario, seed)
    return LiveRun(scenario=scenario, seed=seed, key="", estates=raw.estates, packs=(), raw=raw)


def figure(settings: Settings, name: str, window: str) -> list[float]:
    return [evaluate(Measure("", name, window), run) for run in runs(settings)]


def shown(settings: Settings, one: Measure) -> list[float]:
    return figure(settings, one.column, one.window)


def most(figures: list[float], holds: Callable[[float], bool]) -> bool:
    return sum(holds(value) for value in figures) >= MOST


def elected(run: LiveRun) -> int:
    """Return the month in which a committee was elected, 0 if in none."""
    return next((entry["month"] for entry in run.raw.events if entry["text"] == "a committee is elected"), 0)


def texts(lesson: Lesson) -> list[str]:
    labels = [one.label for one in lesson.measures]
    return [lesson.title, *lesson.text, lesson.task, lesson.look, lesson.question, *labels]


# --- the tour as a whole ----------------------------------------------------------------------------------------------


def test_the_tour_has_seven_steps_in_order():
    assert [lesson.number for lesson in LESSONS] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_a_lesson_can_be_shown_as_it_says(lesson):
    scenario = scenario_of(lesson.settings)
    assert 1 <= lesson.month <= scenario.data.months
    assert lesson.view in VIEWS
    twin_scenario(lesson.settings, lesson.twin)
    for one in lesson.measures:
        assert one.column in MEASURES
        assert window_months(one.window, scenario.data.months, None) is not None


@pytest.mark.parametrize("lesson", [one for one in LESSONS if one not in (NOBODY, OWN)], ids=lambda one: one.number)
def test_a_lesson_that_speaks_of_another_world_has_one(lesson):
    twin = twin_scenario(lesson.settings, lesson.twin)
    assert twin is not None
    assert twin.data.months == scenario_of(lesson.settings).data.months


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_every_text_of_a_lesson_has_its_chinese(lesson):
    say = Say("zh")
    assert [text for text in texts(lesson) if say.plain(text) == text] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_a_lesson_states_no_figure_of_a_result(lesson, language):
    """Numbers in a lesson are months of its timeline, or the load of 1 that the rule speaks of."""
    say = Say(language)
    months = {str(month) for month in (lesson.month, *(event.month for event in timeline(lesson)))}
    for text in [lesson.title, *lesson.text, lesson.task, lesson.look, lesson.question]:
        found = set(re.findall(r"\d+(?:[.,]\d+)?", say.plain(text)))
        assert found <= months | {"1"}, text


def timeline(lesson: Lesson):
    return scenario_of(lesson.settings).data.timeline


@pytest.mark.parametrize(
    ("lesson", "label"),
    [
        (PENSIONERS, "Owners' committee"),
        (PENSIONERS, "no new committee"),
        (FEW, "Members activated"),
        (FEW, "Many seeds"),
        (INSTITUTION, "Support behind them"),
        (HELP_GOES, "More settings"),
        (OWN, "More settings"),
        (OWN, "Many seeds"),
    ],
    ids=lambda value: value.number if isinstance(value, Lesson) else value,
)
def test_what_a_lesson_tells_to_press_is_called_so_on_the_page(lesson, label):
    assert not shown_texts()[label].startswith("lessons.py")
    assert f"'{label}'" in lesson.task
    assert f"“{Say('zh').plain(label)}”" in Say("zh").plain(lesson.task)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)
def test_a_figure_of_a_lesson_is_that_of_the_results(lesson):
    run = live(scenario_of(lesson.settings), 1)
    monthly = frame(monthly_arrow(run.raw))
    for one in lesson.measures:
        assert evaluate(one, run) == measure(monthly, one.column, one.window)


def test_a_window_outside_the_run_is_undefined():
    run = unseen(scenario_of(NOBODY.settings), 1)
    assert math.isnan(evaluate(Measure("", "fee_rate", "months 900..912"), run))


# --- what each lesson tells to look for -------------------------------------------------------------------------------


def test_1_the_fee_rate_falls_in_the_quarrel_and_stays_low_without_anybody():
    before, quarrel, after = (shown(NOBODY.settings, one) for one in NOBODY.measures[:3])
    assert most(before, lambda rate: rate > 0.6)
    assert most(quarrel, lambda rate: rate < 0.3)
    assert most(after, lambda rate: rate < 0.3)


def test_1_a_year_after_the_quarrel_is_over_there_are_dark_windows_to_click_on():
    quarrel = timeline(NOBODY)[0]
    year_after = quarrel.month + quarrel.months + 12
    assert most(figure(NOBODY.settings, "fee_rate_households", f"month {year_after}"), lambda rate: rate < 0.5)


def test_2_a_few_pensioners_are_asked_for_too_much_and_stop():
    assert most(shown(PENSIONERS.settings, LOAD_FIRST), lambda load: load > 1.0)
    assert most(shown(PENSIONERS.settings, SERVING_LAST), lambda serving: serving == 0)
    assert [run.raw.outcomes["main"]["effort_ended_by"] for run in runs(PENSIONERS.settings)].count("burnout") >= MOST
    assert most(shown(PENSIONERS.settings, FEE_LAST_YEAR), lambda rate: rate < 0.3)


def test_2_without_ballots_to_carry_they_go_on():
    alone = PENSIONERS.settings.with_lever("committee", "none")
    assert most(shown(alone, LOAD_FIRST), lambda load: load <= 1.0)
    assert most(shown(alone, SERVING_LAST), lambda serving: serving > 0)


def test_3_with_very_few_no_committee_is_elected_and_with_more_one_is():
    assert most([elected(run) for run in runs(FEW.settings)], lambda month: month == 0)
    assert most(shown(FEW.settings, FEE_LAST_YEAR), lambda rate: rate < 0.6)
    more = FEW.settings.with_lever("activated", "0.3")
    assert most([elected(run) for run in runs(more)], lambda month: month > 0)
    assert most(shown(more, FEE_LAST_YEAR), lambda rate: rate > 0.9)


def test_3_the_steps_do_not_bring_the_same():
    rates = {
        share: sum(shown(FEW.settings.with_lever("activated", share), FEE_LAST_YEAR)) / len(SEEDS)
        for share in ("0.05", "0.2", "0.35")
    }
    assert rates["0.2"] - rates["0.05"] > 5 * (rates["0.35"] - rates["0.2"])


def test_3_luck_moves_the_place_of_the_jump():
    between = [elected(run) for run in runs(FEW.settings.with_lever("activated", "0.1"))]
    assert 0 < between.count(0) < len(SEEDS)


def test_4_without_income_there_is_no_dividend_and_the_buildings_are_worse():
    poor, rich = MONEY.settings, MONEY.settings.with_lever("revenue", None)
    assert most(figure(poor, "dividend_years", "whole run"), lambda years: years == 0)
    assert most(figure(rich, "dividend_years", "whole run"), lambda years: years >= 1)
    for name in ("condition", "belonging", "fee_rate"):
        pairs = zip(figure(rich, name, "last 12 months"), figure(poor, name, "last 12 months"), strict=True)
        assert most([with_it - without for with_it, without in pairs], lambda gain: gain > 0)


def test_4_with_plenty_of_income_and_nobody_active_it_does_not_reach_the_owners():
    idle = MONEY.settings.with_lever("revenue", "2500").with_lever("activated", "0").with_lever("committee", "none")
    assert most(figure(idle, "revenue_gross_yuan", "last 12 months"), lambda yuan: yuan > 0)
    gross, owners = (figure(idle, f"revenue_{what}_yuan", "last 12 months") for what in ("gross", "owners"))
    assert most([part / whole for part, whole in zip(owners, gross, strict=True)], lambda share: share < 0.5)


def test_5_without_an_institution_they_wear_out_and_with_a_rota_they_stay():
    assert most(shown(INSTITUTION.settings, SERVING_LAST), lambda serving: serving == 0)
    for support in ("rota", "full"):
        behind = INSTITUTION.settings.with_lever("support", support)
        assert most(shown(behind, LOAD_FIRST), lambda load: load <= 1.0)
        assert most(shown(behind, SERVING_LAST), lambda serving: serving > 0)
        assert most(shown(behind, FEE_LAST_YEAR), lambda rate: rate > 0.9)


def test_5_three_times_as_many_stay_without_one():
    many = INSTITUTION.settings.with_lever("activated", "0.6")
    assert most(shown(many, SERVING_LAST), lambda serving: serving > 0)


def test_6_it_holds_if_the_help_goes_late_and_not_if_it_goes_early():
    assert most(shown(HELP_GOES.settings, FEE_LAST_YEAR), lambda rate: rate < 0.3)
    for month in ("64", "75"):
        later = HELP_GOES.settings.with_change("timeline.withdraw.month", month)
        assert most(shown(later, FEE_LAST_YEAR), lambda rate: rate > 0.8)
        assert most(figure(later, "committee", "last 12 months"), lambda there: there == 1)


def test_6_in_the_other_world_they_go_on():
    twin = twin_scenario(HELP_GOES.settings, HELP_GOES.twin)
    assert twin is not None
    assert most([evaluate(SERVING_LAST, unseen(twin, seed)) for seed in SEEDS], lambda serving: serving > 0)


def test_7_nothing_happens_to_the_typical_estate():
    assert timeline(OWN) == ()
    assert most(shown(OWN.settings, FEE_LAST_YEAR), lambda rate: 0.6 < rate < 0.95)
