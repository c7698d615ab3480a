"""The views: each shows every shipped scenario in both languages, does what is asked, and says what it cannot do."""

from __future__ import annotations

import asyncio
import io
import json
import re
import threading
import zipfile
from types import SimpleNamespace

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

import solara

from commsim.dashboard import chart_view, estate_view, parts, pool, takeaway
from commsim.dashboard import visitor as visitor_module
from commsim.dashboard.all_fields import all_settings
from commsim.dashboard.app import VIEWS
from commsim.dashboard.lessons import LESSONS
from commsim.dashboard.levers import LEVERS, choices_of, read
from commsim.dashboard.limits import MAX_MONTHS, MAX_SEEDS
from commsim.dashboard.pages import levers as levers_page
from commsim.dashboard.pages import pick as pick_page
from commsim.dashboard.pages import seeds as seeds_page
from commsim.dashboard.pages.estate import COLOURS, EstatePage
from commsim.dashboard.pages.levers import MOST_SHOWN, LeversPanel
from commsim.dashboard.pages.pick import PickPage
from commsim.dashboard.pages.seeds import COLUMNS, SeedsPage
from commsim.dashboard.pages.take import TakePage
from commsim.dashboard.pages.tour import LessonPanel, TourPage
from commsim.dashboard.pages.twin import TWINS, TwinPage
from commsim.dashboard.pool import Job
from commsim.dashboard.running import live
from commsim.dashboard.settings import Settings, Source, scenario_of
from commsim.dashboard.shown_series import points_of
from commsim.dashboard.story import story
from commsim.dashboard.story_view import story_html
from commsim.dashboard.twin import differences, twin_pack
from commsim.dashboard.visitor import Picked, Visitor
from commsim.dashboard.words import LANGUAGES, Say
from commsim.errors import InputError, LedgerError
from commsim.scenario import library_names, load_scenario
from tests.dashboard.rendered import TWO, Rendered, until, visitor_of_two
from tests.dashboard.two_estates import TWO_ESTATES

HAN = re.compile(r"[一-鿿]")
WORLDS = (EstatePage, TwinPage, SeedsPage, TakePage)
FAULT = "ledger: 3 fen too many"
NO_TWIN = "This scenario has no twin of this kind. Choose another one."


@pytest.fixture(scope="module", autouse=True)
def _threads_end():
    yield
    pool.shutdown()


@pytest.fixture
def visitor():
    one = visitor_of_two(estate="west")
    yield one
    one.owner.close()


def plain(value):
    """Return what JSON makes of a value, which it must be able to; charts have theirs as JSON already."""
    return json.loads(value if isinstance(value, bytes) else json.dumps(value, allow_nan=False))


def press(page, name):
    page.one(parts.Button, name=name).vue_press(True)


def type_in(page, name, text):
    page.one(parts.NumberField, name=name).vue_change(text)


def choose(page, name, value):
    page.one(parts.Select, name=name).vue_change(value)


def controls(page, place=0):
    return page.all(parts.Controls)[place]


def control(page, name, place=0):
    (found,) = (one for one in controls(page, place).controls if one["name"] == name)
    return found


def stories(page):
    return [one.unsafe_innerHTML for one in page.tagged(tag="article")]


# --- every view, every scenario, both languages -----------------------------------------------------------------------


def _has_its_parts(view, page, visitor):
    """Hold a view to what it must have for the scenario."""
    run = None if view in ("pick", "tour") else visitor.run()
    if view == "pick":
        (cards,) = page.all(parts.Cards)
        assert [card["name"] for card in cards.cards] == list(library_names())
        assert cards.chosen == visitor.settings.source.name
        assert len(page.all(parts.Upload)) == 2
    elif view == "estate":
        assert page.one(estate_view.EstateView).pack == run.packs[0]
        assert page.one(estate_view.PlayerBar).months == 3
        assert plain(page.one(chart_view.Curves).series)["months"] == 3
        assert plain(page.one(chart_view.Figures).figures)["values"]["fee_rate"] == run.column(0, "fee_rate")
    elif view == "twin":
        assert (visitor.twin() is None) == (load_scenario(visitor.settings.source.name).data.twin is None)
        if visitor.twin() is None:
            assert visitor.say.plain(NO_TWIN) in page.text
            assert page.all(estate_view.TwinView) == []
        else:
            worlds = page.one(estate_view.TwinView)
            assert (worlds.pack_a, worlds.pack_b) == (run.packs[0], visitor.twin().packs[0])
            assert worlds.since == twin_pack(run, visitor.twin(), 0)
            plain(page.one(chart_view.Difference).difference)
    elif view == "seeds":
        assert [one.disabled for name in ("fan", "response") for one in page.all(parts.Button, name=name)] == [
            False
        ] * 2
    elif view == "take":
        assert [one.name.rpartition(".")[2] for one in page.all(parts.DownloadButton)] == ["yaml", "zip", "png", "svg"]
        assert [one.is_link for one in page.all(parts.Copy)] == [False, False, True]
    else:
        assert [one.name for one in page.all(parts.Button)] == [f"lesson-{lesson.number}" for lesson in LESSONS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", library_names())
def test_every_view_shows_every_shipped_scenario(name, view, language):
    visitor = Visitor(f"scenario={name}&months=3&view={view}&lang={language}")
    assert visitor.shown.value.problem == ""
    with Rendered(VIEWS[view][1](visitor)) as page:
        _has_its_parts(view, page, visitor)
        headings = [page.text_of(one) for tag in ("h1", "h2", "h3") for one in page.tagged(tag=tag)]
        assert headings
        assert all(bool(HAN.search(heading)) == (language == "zh") for heading in headings)
        assert page.tagged(class_="cs-refusal") == [] or view == "twin"


@pytest.mark.parametrize("view", WORLDS)
def test_a_run_that_fails_is_told_in_its_place_and_the_levers_stay(monkeypatch, visitor, view):
    def fail(scenario, seed):
        raise LedgerError(FAULT)

    monkeypatch.setattr(visitor_module, "live", fail)
    with Rendered(view(visitor)) as page:
        assert [page.text_of(one) for one in page.tagged(class_="cs-refusal")] == [FAULT]
        assert "Traceback" not in page.text
        assert page.all(estate_view.EstateView) == []
        assert len(page.all(parts.Controls)) == (0 if view is TakePage else 1)


def _fail_in_the_twin(monkeypatch, visitor):
    here = scenario_of(visitor.settings).digest()

    def failing(scenario, seed):
        if scenario.digest() != here:
            raise LedgerError(FAULT)
        return live(scenario, seed)

    monkeypatch.setattr(visitor_module, "live", failing)


def test_a_twin_that_fails_is_told_in_its_view_and_does_not_disturb_others(monkeypatch, visitor):
    visitor.show(twin="untreated")
    _fail_in_the_twin(monkeypatch, visitor)
    with Rendered(TwinPage(visitor)) as page:
        assert [page.text_of(one) for one in page.tagged(class_="cs-refusal")] == [FAULT]
        assert page.one(parts.Select, name="twin").value == "untreated"
    with Rendered(EstatePage(visitor)) as page:
        assert all(panel["twin"] == [] for panel in plain(page.one(chart_view.Curves).series)["panels"])


# --- levers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*library_names(), "two estates"])
def test_every_setting_can_be_shown_as_a_control(name, language):
    scenario = scenario_of(Settings(TWO if name == "two estates" else Source(name)))
    say = Say(language)
    for setting in all_settings(scenario):
        told = plain(levers_page._field(setting, False, say))
        assert (told["name"], told["changed"]) == (setting.path, False)
        assert told["label"]
        assert told["kind"] in ("share", "number", "whole", "switch", "choice", "text")
        assert isinstance(told["value"], str)
        if told["kind"] == "choice":
            assert setting.value in [one["value"] for one in told["choices"]]
        if told["kind"] == "share" or told["slider"]:
            assert told["low"] <= float(told["value"]) <= told["high"]


def test_the_first_levers_stand_as_the_scenario_has_them(visitor):
    scenario = scenario_of(visitor.settings)
    with Rendered(LeversPanel(visitor)) as page:
        told = plain(controls(page).controls)
        assert [one["name"] for one in told] == [lever.name for lever in LEVERS]
        for one, lever in zip(told, LEVERS, strict=True):
            assert one["value"] == read(lever.name, scenario)
            assert (one["label"], one["sentence"], one["changed"]) == (lever.label, lever.sentence, False)
            assert [choice["value"] for choice in one["choices"]] == [
                value for value, _ in choices_of(lever.name, one["value"])
            ]
        assert control(page, "committee")["value"] == "own"


def test_a_lever_moved_on_the_page_is_set_marked_and_taken_back(visitor):
    with Rendered(LeversPanel(visitor)) as page:
        before = control(page, "mediation")
        controls(page).vue_change({"name": "mediation", "value": "40"})
        assert visitor.settings.levers == (("mediation", "40"),)
        assert (control(page, "mediation")["value"], control(page, "mediation")["changed"]) == ("40", True)
        assert controls(page).serial == visitor.shown.value.serial == 1
        controls(page).vue_back({"name": "mediation"})
        assert control(page, "mediation") == before
        assert visitor.settings == Settings(TWO)


def test_a_lever_that_is_refused_stands_as_before_and_the_next_may_be_sent(visitor):
    with Rendered(LeversPanel(visitor)) as page:
        before = control(page, "mediation")
        controls(page).vue_change({"name": "mediation", "value": "201"})
        assert control(page, "mediation") == before
        assert controls(page).serial == 1
        assert "mediation" in visitor.shown.value.problem


def test_seed_and_months_are_set_as_typed(visitor):
    with Rendered(LeversPanel(visitor)) as page:
        type_in(page, "seed", " 18446744073709551615 ")
        type_in(page, "months", "12")
        assert (visitor.settings.seed, visitor.settings.months) == (2**64 - 1, 12)
        assert page.one(parts.NumberField, name="seed").value == "18446744073709551615"
        assert page.one(parts.NumberField, name="months").value == "12"
        press(page, "luck")
        assert visitor.settings.seed != 2**64 - 1
        press(page, "reset")
        assert visitor.settings == Settings(TWO)


@pytest.mark.parametrize("field", ["seed", "months"])
@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e3", "abc", "٣", "9" * 21])
def test_a_seed_or_month_that_is_no_whole_number_is_refused_in_words(visitor, field, text):
    before = visitor.settings
    with Rendered(LeversPanel(visitor)) as page:
        type_in(page, field, text)
        assert "whole number" in visitor.shown.value.problem
        assert visitor.settings == before


@pytest.mark.parametrize("text", ["0", str(MAX_MONTHS + 1)])
def test_months_out_of_range_are_refused_in_words(visitor, text):
    with Rendered(LeversPanel(visitor)) as page:
        type_in(page, "months", text)
        assert "months" in visitor.shown.value.problem
        assert visitor.settings.months is None


def test_a_seed_of_twenty_digits_that_is_too_large_is_refused_in_words(visitor):
    with Rendered(LeversPanel(visitor)) as page:
        type_in(page, "seed", str(2**64))
        assert "2^64 - 1" in visitor.shown.value.problem


def test_other_settings_come_when_asked_for_by_group(visitor):
    with Rendered(LeversPanel(visitor)) as page:
        assert len(page.all(parts.Controls)) == 1
        press(page, "more")
        settings = all_settings(scenario_of(visitor.settings))
        groups = page.one(parts.Select, name="group")
        assert [one["value"] for one in groups.choices] == list(dict.fromkeys(one.group for one in settings))
        for group in ("behaviour.fees", "estates.west.common"):
            choose(page, "group", group)
            shown = plain(controls(page, 1).controls)
            assert [one["name"] for one in shown] == [one.path for one in settings if one.group == group][:MOST_SHOWN]
            assert page.one(parts.Select, name="group").value == group
        press(page, "more")
        assert len(page.all(parts.Controls)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_setting_is_found_by_words_of_the_language_shown(language):
    visitor = visitor_of_two(language=language)
    (wanted,) = (one for one in all_settings(scenario_of(visitor.settings)) if one.path == "start.fee_rate")
    label = visitor.say.plain(wanted.label)
    assert bool(HAN.search(label)) == (language == "zh")
    with Rendered(LeversPanel(visitor)) as page:
        press(page, "more")
        for words in (label, label.upper(), "start.fee_rate", f"  rate   {label} "):
            type_in(page, "search", words)
            assert "start.fee_rate" in [one["name"] for one in controls(page, 1).controls]
        type_in(page, "search", f"{label} zebra")
        assert controls(page, 1).controls == []
        assert visitor.say("No setting matches.") in page.text


def test_a_setting_is_found_by_a_word_of_its_sentence_in_chinese_only_there():
    settings = all_settings(scenario_of(Settings(TWO)))
    chinese = {one.path for one in settings if levers_page._matches(one, "", "信任", Say("zh"))}
    assert len(chinese) > 3
    assert not any(levers_page._matches(one, "", "信任", Say("en")) for one in settings)


def test_no_more_settings_are_shown_than_a_page_can_bear_and_the_rest_is_said(visitor):
    with Rendered(LeversPanel(visitor)) as page:
        press(page, "more")
        type_in(page, "search", "e")
        assert len(controls(page, 1).controls) == MOST_SHOWN
        (said,) = [line for line in page.text.splitlines() if "settings match" in line]
        assert str(MOST_SHOWN) in said


def test_a_field_is_changed_on_the_page_marked_and_taken_back(visitor):
    with Rendered(LeversPanel(visitor)) as page:
        press(page, "more")
        choose(page, "group", "start")
        before = control(page, "start.fee_rate", 1)
        controls(page, 1).vue_change({"name": "start.fee_rate", "value": "0.25"})
        assert visitor.settings.changes == (("start.fee_rate", "0.25"),)
        assert control(page, "start.fee_rate", 1) == {**before, "value": "0.25", "changed": True}
        controls(page, 1).vue_change({"name": "start.fee_rate", "value": "2.5"})
        assert "fee_rate" in visitor.shown.value.problem
        assert control(page, "start.fee_rate", 1)["value"] == "0.25"
        controls(page, 1).vue_back({"name": "start.fee_rate"})
        assert control(page, "start.fee_rate", 1) == before


def test_a_group_that_is_gone_gives_way_to_the_first(visitor):
    with Rendered(LeversPanel(visitor)) as page:
        press(page, "more")
        choose(page, "group", "estates.west.common")
        assert visitor.open_source(Source("tianhu-garden"))
        assert page.one(parts.Select, name="group").value == "scenario"
        assert controls(page, 1).controls


# --- the estate -------------------------------------------------------------------------------------------------------


def test_the_estate_that_is_chosen_is_shown(visitor):
    run = visitor.run()
    with Rendered(EstatePage(visitor)) as page:
        assert page.one(parts.Select, name="estate").value == "west"
        assert page.one(estate_view.EstateView).pack == run.packs[1]
        choose(page, "estate", "east")
        assert page.one(estate_view.EstateView).pack == run.packs[0]
        assert plain(page.one(chart_view.Figures).figures)["values"]["fee_rate"] == run.column(0, "fee_rate")
        choose(page, "estate", "north")
        assert visitor.place.estate == "east"


def test_windows_are_coloured_and_drawn_as_chosen(visitor):
    with Rendered(EstatePage(visitor)) as page:
        for colour, _ in COLOURS:
            choose(page, "colour", colour)
            assert page.one(estate_view.EstateView).colour == visitor.place.colour == colour
        choose(page, "colour", "plaid")
        assert visitor.place.colour == COLOURS[-1][0]
        choose(page, "drawing", "network")
        assert page.one(estate_view.EstateView).view == "network"
    assert {colour for colour, _ in COLOURS} == set(estate_view.COLOURS)


def test_a_window_tells_its_story_until_the_drawer_is_closed(visitor):
    with Rendered(EstatePage(visitor)) as page:
        page.one(estate_view.EstateView).vue_pick({"household": 61, "month": 12})
        wanted = story_of(visitor.run(), 61, 12)
        assert stories(page) == [wanted]
        assert page.one(estate_view.EstateView).selected == 61
        page.one(parts.Drawer).vue_shut(True)
        assert stories(page) == []
        assert page.one(estate_view.EstateView).selected == -1


def story_of(run, household, month):
    """Return the story that the page is to tell of a household of the second estate."""
    return story_html(story(run, 1, household, month, Say("en")), Say("en"))


@pytest.mark.parametrize(("month", "told"), [(0, 1), (-5, 1), (31, 30), (30, 30)])
def test_a_month_outside_of_the_run_is_told_as_its_nearest(visitor, month, told):
    with Rendered(EstatePage(visitor)) as page:
        page.one(estate_view.EstateView).vue_pick({"household": 0, "month": month})
        assert visitor.shown.value.picked == Picked(0, told)
        assert len(stories(page)) == 1


def test_another_estate_can_be_chosen_while_a_story_is_told(visitor):
    with Rendered(EstatePage(visitor)) as page:
        page.one(estate_view.EstateView).vue_pick({"household": 61, "month": 12})
        choose(page, "estate", "east")  # it has 40 households
        assert page.one(estate_view.EstateView).pack == visitor.run().packs[0]


def test_a_window_that_is_not_there_does_not_fail_the_page(visitor):
    with Rendered(EstatePage(visitor)) as page:
        page.one(estate_view.EstateView).vue_pick({"household": 63, "month": 12})
        assert stories(page) == []


def test_the_twin_stands_behind_the_curves():
    visitor = Visitor("scenario=tianhu-garden&months=6&view=estate")
    with Rendered(EstatePage(visitor)) as page:
        (panel,) = (one for one in plain(page.one(chart_view.Curves).series)["panels"] if one["key"] == "fees")
        assert panel["lines"][0]["values"] == visitor.run().column(0, "fee_rate")
        assert panel["twin"][0]["values"] == visitor.twin().column(0, "fee_rate")


# --- twins ------------------------------------------------------------------------------------------------------------


def test_the_other_world_is_chosen(visitor):
    visitor.set_lever("mediation", "40")
    with Rendered(TwinPage(visitor)) as page:
        assert NO_TWIN in page.text
        choose(page, "twin", "original")
        worlds = page.one(estate_view.TwinView)
        assert worlds.pack_b == live(scenario_of(Settings(TWO)), 1).packs[1]
        assert worlds.titles == ["this run", dict(TWINS)["original"]]
        choose(page, "twin", "dream")
        assert visitor.place.twin == "original"


def test_windows_that_pay_differently_are_counted_and_the_first_listed(visitor):
    visitor.show(twin="untreated")
    with Rendered(TwinPage(visitor)) as page:
        found = differences_of(visitor)
        ever = [(int(month), home) for home, month in enumerate(found.pays_since) if month]
        assert ever
        assert f"{len(ever)} of them paid differently" in page.text
        (table,) = page.tagged(tag="table")
        rows = [page.text_of(row).splitlines() for row in page.tagged(tag="tr")][1:]
        month, home = min(ever)
        assert rows[0][1:] == [str(month), str(int(found.since[home]))]
        assert len(rows) == min(12, len(ever))
        assert "The first to pay differently" in page.text_of(table)


def differences_of(visitor):
    return differences(visitor.run(), visitor.twin(), 1)


@pytest.mark.parametrize("world", [0, 1])
def test_a_window_of_either_world_tells_its_own_story(visitor, world):
    visitor.show(twin="untreated")
    home = int(differences_of(visitor).pays_since.argmax())
    month = int(differences_of(visitor).pays_since[home])
    told = [story_of(run, home, month) for run in (visitor.run(), visitor.twin())]
    assert told[0] != told[1]
    with Rendered(TwinPage(visitor)) as page:
        page.one(estate_view.TwinView).vue_pick({"household": home, "month": month, "world": world})
        assert stories(page) == [told[world]]


def test_worlds_that_cannot_be_compared_are_said_to_be_so(visitor):
    visitor.set_field("estates.west.homes", "50")
    visitor.show(twin="original")
    with Rendered(TwinPage(visitor)) as page:
        (refusal,) = page.tagged(class_="cs-refusal")
        assert "53 and 63 households" in page.text_of(refusal)
        assert page.all(estate_view.TwinView) == []


def test_a_story_of_the_other_world_ends_when_that_world_cannot_be_run(monkeypatch, visitor):
    visitor.show(twin="untreated")
    visitor.pick_window(Picked(1, 1, in_twin=True))
    _fail_in_the_twin(monkeypatch, visitor)
    with Rendered(TwinPage(visitor)) as page:
        assert FAULT in page.text


# --- many seeds -------------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch):
    """Jobs looked after often; an event that is set when somebody has begun to."""
    followed = threading.Event()

    async def sleep(_):
        followed.set()
        await asyncio.sleep(0.01)

    monkeypatch.setattr(seeds_page, "asyncio", SimpleNamespace(sleep=sleep))
    return followed


def work():
    """Return a job that waits for ever."""
    return Job([lambda: None], lambda: lambda: None, lambda: None)


@solara.component
def Using(visitor, key, seen):
    """Use a job, and note what it is and how to begin one."""
    seen.append(seeds_page.use_job(visitor, key))
    solara.Text("at work")


def begin(seen, job):
    """Begin a job where it is used."""
    seen[-1][1](lambda _: job)


def test_a_job_is_ended_when_its_part_of_the_page_goes(quick, visitor):
    seen = []
    with Rendered(Using(visitor, 1, seen)):
        assert seen[-1][0] is None
        job = work()
        begin(seen, job)
        assert seen[-1][0] is job
        assert job.state == "waiting"
    assert job.state == "cancelled"


def test_a_job_is_ended_and_forgotten_when_the_run_changes_and_not_before(quick, visitor):
    seen = []
    with Rendered(Using(visitor, ("key", 0), seen)) as page:
        job = work()
        begin(seen, job)
        page.context.render(Using(visitor, ("key", 0), seen))
        assert (seen[-1][0], job.state) == (job, "waiting")
        page.context.render(Using(visitor, ("other key", 0), seen))
        assert job.state == "cancelled"
        assert seen[-1][0] is None


def test_a_new_job_ends_the_one_before(quick, visitor):
    seen = []
    with Rendered(Using(visitor, 1, seen)):
        jobs = [work(), work()]
        for job in jobs:
            begin(seen, job)
        assert [job.state for job in jobs] == ["cancelled", "waiting"]


def test_a_job_belongs_to_the_visitor_and_a_refusal_is_said(quick, visitor):
    seen, asked = [], []

    def refuse(owner):
        asked.append(owner)
        raise InputError("too many")

    with Rendered(Using(visitor, 1, seen)):
        seen[-1][1](refuse)
        assert asked == [visitor.owner]
        assert visitor.shown.value.problem == "too many"
        assert seen[-1][0] is None


def test_a_job_is_followed_until_it_is_done(quick, visitor):
    seen = []
    job = work()
    with Rendered(Using(visitor, 1, seen)):
        begin(seen, job)
        renders = len(seen)
        until(lambda: len(seen) > renders + 2)
        job.do(job.take())
        assert job.state == "done"


class Swift:
    """A job that is done after it was shown and before somebody begins to follow it."""

    total = done = 1
    error = ""
    followed = False

    @property
    def state(self):
        self.followed = self.followed or threading.current_thread() is not threading.main_thread()
        return "done" if self.followed else "waiting"

    def result(self):
        return None

    def close(self):
        pass


def test_a_job_that_is_done_at_once_is_shown_as_done(quick, visitor, monkeypatch):
    monkeypatch.setattr(seeds_page, "fan", lambda *_, **__: Swift())
    with Rendered(SeedsPage(visitor)) as page:
        press(page, "fan")
        until(lambda: "1 of 1 runs, done" in page.text, seconds=1.0)


def said_when_asked(visitor, page, words):
    """Let the page look again, and return whether it says something."""
    visitor.tell("")
    return words in page.text


@pytest.mark.slow  # hangs on who draws first, page or follower; the browser's tests click through the same
def test_many_seeds_become_a_fan_and_another_figure_needs_no_new_runs(quick, visitor):
    with Rendered(SeedsPage(visitor)) as page:
        type_in(page, "seeds", "3")
        press(page, "fan")
        until(lambda: said_when_asked(visitor, page, "3 of 3 runs, done"))
        told = plain(page.one(chart_view.Fan).fan)
        assert (told["done"], told["total"], told["months"]) == (3, 3, 30)
        for name, label in COLUMNS:
            choose(page, "column", name)
            column = name.removesuffix("_yuan") + "_fen" if name.endswith("_yuan") else name
            own = visitor.run().column(1, column)[12]
            own = own / 100 if name.endswith("_yuan") else own
            # The follower may be drawing just now.
            until(lambda own=own: plain(page.one(chart_view.Fan).fan)["present"][12] == own)
            assert label in {one["label"] for one in page.one(parts.Select, name="column").choices}
        until(lambda: "3 of 3 runs, done" in page.text)
        visitor.show(estate="east")
        until(lambda: page.all(chart_view.Fan) == [])


@pytest.mark.slow  # hangs on who draws first, page or follower; the browser's tests click through the same
def test_a_lever_over_its_range_becomes_a_curve(quick, visitor):
    with Rendered(SeedsPage(visitor)) as page:
        choose(page, "lever", "committee")
        choose(page, "measure", "common_account_yuan")
        press(page, "response")
        until(lambda: said_when_asked(visitor, page, "20 of 20 runs, done"))
        told = plain(page.one(chart_view.Response).response)
        assert len(told["points"]) == len(points_of(LEVERS[3]))
        assert told["present"]["label"] == "as the scenario says"
        assert told["format"] == "yuan"
        assert all(point["runs"] == 10 for point in told["points"])
        choose(page, "measure", "fee_rate")
        until(lambda: page.all(chart_view.Response) == [])  # the follower may be drawing just now


def test_runs_can_be_cancelled(quick, visitor, monkeypatch):
    job = work()
    monkeypatch.setattr(seeds_page, "fan", lambda *_, **__: job)
    with Rendered(SeedsPage(visitor)) as page:
        press(page, "fan")
        assert "0 of 1 runs, waiting for its turn" in page.text
        assert page.one(parts.Button, name="fan").disabled
        assert quick.wait(30)
        press(page, "cancel")
        until(lambda: "0 of 1 runs, cancelled" in page.text)
        until(lambda: not page.all(parts.Button, name="cancel"))
        until(lambda: not page.one(parts.Button, name="fan").disabled)


def test_runs_that_all_fail_say_why(quick, visitor, monkeypatch):
    def fail():
        raise LedgerError(FAULT)

    job = Job([fail], lambda: lambda: None, lambda: None)
    monkeypatch.setattr(seeds_page, "fan", lambda *_, **__: job)
    with Rendered(SeedsPage(visitor)) as page:
        press(page, "fan")
        assert quick.wait(30)
        job.do(job.take())
        until(lambda: "1 of 1 runs, failed" in page.text)
        until(lambda: any(FAULT in page.text_of(one) for one in page.tagged(class_="cs-refusal")))


@pytest.mark.parametrize("text", ["1", str(MAX_SEEDS + 1), "many", ""])
def test_a_number_of_seeds_that_is_not_allowed_is_refused_in_words(visitor, text):
    with Rendered(SeedsPage(visitor)) as page:
        type_in(page, "seeds", text)
        assert f"from 2 to {MAX_SEEDS}" in visitor.shown.value.problem
        assert page.one(parts.NumberField, name="seeds").value == "200"


# --- picking ----------------------------------------------------------------------------------------------------------


def send(page, kind, name, content):
    page.one(parts.Upload, accept=kind).vue_taken({"name": name, "size": len(content)}, [memoryview(content)])


def test_a_card_opens_its_scenario(visitor):
    with Rendered(PickPage(visitor)) as page:
        assert page.one(parts.Cards).chosen == ""
        page.one(parts.Cards).vue_choose("hongyun")
        assert visitor.settings == Settings(Source("hongyun"))
        assert visitor.place.view == "estate"
        page.one(parts.Cards).vue_choose("nowhere")
        assert "nowhere" in visitor.shown.value.problem
        assert visitor.settings == Settings(Source("hongyun"))


def test_a_scenario_of_ones_own_is_opened():
    visitor = Visitor()
    with Rendered(PickPage(visitor)) as page:
        send(page, ".yaml,.yml", "mine.yaml", TWO_ESTATES.encode())
        assert visitor.shown.value.problem == ""
        assert visitor.run().estates == ("east", "west")
        assert visitor.settings.source.shown == "mine.yaml"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (".yaml,.yml", b"schema_version: 1\nname: x\nmonths: much\n"),
        (".yaml,.yml", b"\xff\xfe"),
        (".yaml,.yml", b""),
        (".json", b"{"),
        (".json", b"{}"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(kind, content):
    visitor = Visitor()
    before = visitor.settings
    with Rendered(PickPage(visitor)) as page:
        send(page, kind, "mine", content)
        assert visitor.shown.value.problem
        assert "Traceback" not in visitor.shown.value.problem
        assert visitor.settings == before


def test_what_is_wrong_in_a_scenario_is_said_with_its_line():
    visitor = Visitor()
    with Rendered(PickPage(visitor)) as page:
        send(page, ".yaml,.yml", "mine.yaml", TWO_ESTATES.replace("months: 30", "months: much").encode())
        assert re.search(r"mine\.yaml.*\b5\b", visitor.shown.value.problem)


class Folder:
    label = "<b>runs</b>/one"


def test_folders_named_at_the_start_are_opened_by_their_number(monkeypatch):
    visitor = Visitor()
    monkeypatch.setattr(pick_page.uploads, "results_folders", lambda _: (Folder(), Folder()))
    opened = []

    def open_folder(folder):
        opened.append(folder)
        if len(opened) == 1:
            raise InputError("it is gone")
        return Source("hongyun"), (4, 5)

    monkeypatch.setattr(pick_page.uploads, "open_folder", open_folder)
    with Rendered(PickPage(visitor)) as page:
        assert page.one(parts.Button, name="folder-1").label == Folder.label
        press(page, "folder-1")
        assert visitor.shown.value.problem == "it is gone"
        press(page, "folder-0")
        assert visitor.settings == Settings(Source("hongyun"), seed=4)
        assert opened[0] is not opened[1]


# --- taking away, and the tour ----------------------------------------------------------------------------------------


def test_files_are_made_when_they_are_asked_for(visitor):
    visitor.set_lever("mediation", "40")
    with Rendered(TakePage(visitor)) as page:
        yaml, tables, png, svg = page.all(parts.DownloadButton)
        assert {one.file for one in (yaml, tables, png, svg)} == {b""}
        for one in (yaml, tables, svg):
            one.vue_wanted(True)
            assert one.serial == 1
        assert yaml.file == takeaway.scenario_yaml(visitor.settings)
        with zipfile.ZipFile(io.BytesIO(tables.file)) as found:
            assert any(name.endswith("monthly.csv") for name in found.namelist())
        assert b"<svg" in svg.file
        assert (png.file, png.serial) == (b"", 0)


def test_a_file_that_cannot_be_made_is_told(monkeypatch, visitor):
    def fail(*given):
        raise LedgerError(FAULT)

    monkeypatch.setattr(takeaway, "tables_zip", fail)
    with Rendered(TakePage(visitor)) as page:
        tables = page.all(parts.DownloadButton)[1]
        tables.vue_wanted(True)
        assert visitor.shown.value.problem == FAULT
        assert (tables.file, tables.serial) == (b"", 1)


def test_the_command_and_the_link_are_there_to_copy():
    visitor = Visitor("scenario=hongyun&seed=3&lever.mediation=40&view=take")
    with Rendered(TakePage(visitor)) as page:
        command, link = page.all(parts.Copy)[0], page.one(parts.Copy, is_link=True)
        assert command.text == takeaway.command(visitor.settings)
        assert link.text == visitor.query
        assert Visitor(link.text).place == visitor.place


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: str(lesson.number))
def test_a_step_of_the_tour_opens_and_leads_on(lesson):
    visitor = Visitor("view=tour")
    with Rendered(TourPage(visitor)) as page:
        press(page, f"lesson-{lesson.number}")
    place = visitor.place
    assert visitor.shown.value.problem == ""
    assert (place.settings, place.lesson, place.view) == (lesson.settings, lesson.number, lesson.view)
    assert (place.twin, place.colour) == (lesson.twin, lesson.colour)
    with Rendered(LessonPanel(visitor)) as page:
        assert lesson.question in page.text
        (facts,) = page.tagged(tag="ul")
        figures = page.text_of(facts)
        assert all(measure.label in figures for measure in lesson.measures)
        assert "nan" not in figures
        assert all(page.text_of(one) != "undefined" for one in page.tagged(tag="b"))
        for step, name in ((-1, "previous"), (1, "next")):
            found = page.all(parts.Button, name=name)
            assert bool(found) == any(other.number == lesson.number + step for other in LESSONS)
        visitor.set_lever("mediation", "150")
        press(page, "again")
        assert visitor.settings == lesson.settings
        if lesson.number < len(LESSONS):
            press(page, "next")
            assert visitor.place.lesson == lesson.number + 1
        press(page, "leave-tour")
        assert visitor.place.lesson == 0
        assert page.text == ""


def test_a_lesson_says_undefined_for_what_the_run_does_not_reach_and_nothing_without_a_run(monkeypatch):
    visitor = Visitor("scenario=parking-meeting&months=3&view=estate&lesson=2")
    with Rendered(LessonPanel(visitor)) as page:
        (facts,) = page.tagged(tag="ul")
        assert "undefined" in page.text_of(facts)
        assert "nan" not in page.text_of(facts)

    def fail(scenario, seed):
        raise LedgerError(FAULT)

    monkeypatch.setattr(visitor_module, "live", fail)
    with Rendered(LessonPanel(visitor)) as page:
        assert page.tagged(tag="ul") == []
        assert LESSONS[1].question in page.text


def test_a_lesson_that_does_not_exist_is_not_shown():
    visitor = Visitor("lesson=99&view=estate&scenario=parking-meeting&months=3")
    with Rendered(LessonPanel(visitor)) as page:
        assert page.text == ""
