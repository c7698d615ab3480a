"""What one visitor sees: it begins at a link, refuses in words, forgets what is gone, and is nobody else's."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

from commsim.dashboard.links import Place
from commsim.dashboard.pool import Job
from commsim.dashboard.running import live
from commsim.dashboard.settings import Settings, Source, scenario_of, twin_scenario
from commsim.dashboard.visitor import Picked, Shown, Visitor
from commsim.errors import InputError
from tests.dashboard.rendered import TWO, visitor_of_two

LINK = (
    "scenario=hongyun&lever.activated=0.3&set=behaviour.fees.b_S%3A2&seed=7&months=12&lang=zh&view=twin&twin=original"
    "&colour=trust"
)
BROKEN_LINKS = {
    "scenario=nowhere": "nowhere",
    "seed=luck": "luck",
    "lever.moon=1": "moon",
    "lever.activated=7": "activated",
    "set=behaviour.fees.b_X:2": "b_X",
    "estate=west": "west",
    "view=cellar": "cellar",
    "u=%25%25%25": "u:",
    "u_key=0000": "no longer kept",
    "months=0": "months",
    "x" * 9000: "9000",
}
REFUSED = {
    "a lever out of its range": Settings().with_lever("activated", "7"),
    "a lever that is no number": Settings().with_lever("revenue", "much"),
    "a choice that is none": Settings().with_lever("who", "everybody"),
    "a path that does not exist": Settings().with_change("behaviour.fees.b_X", "2"),
    "a value that is not allowed": Settings().with_change("start.fee_rate", "1.5"),
    "a blank value": Settings().with_change("start.fee_rate", " "),
    "no month": Settings(months=0),
    "more months than are allowed here": Settings(months=601),
    "more homes than are allowed here": Settings(TWO).with_change("estates.west.homes", "9000"),
    "no such scenario": Settings(Source("nowhere")),
    "a text that is no scenario": Settings(Source("", "name: [", "x.yaml")),
    "an event that is not there": Settings(without=("nothing",)),
}


@pytest.fixture
def visitor():
    one = visitor_of_two(estate="west")
    yield one
    one.owner.close()


def test_it_begins_where_the_link_says():
    settings = Settings(Source("hongyun"), seed=7, months=12).with_lever("activated", "0.3")
    settings = settings.with_change("behaviour.fees.b_S", "2")
    visitor = Visitor(LINK)
    wanted = Place(settings, language="zh", view="twin", twin="original", colour="trust")
    assert visitor.shown.value == Shown(wanted)
    assert visitor.say.language == "zh"
    assert visitor.settings == settings
    assert Visitor(visitor.query).place == wanted


def test_without_a_link_it_begins_with_the_default_in_the_language_given():
    assert Visitor("", "zh").shown.value == Shown(Place(language="zh"))


@pytest.mark.parametrize(("link", "named"), BROKEN_LINKS.items(), ids=[link[:30] for link in BROKEN_LINKS])
def test_what_is_broken_in_a_link_is_said_and_left_out(link, named):
    visitor = Visitor(link)
    assert named in visitor.shown.value.problem
    assert visitor.place == Place()
    assert visitor.run().key == Visitor().run().key


def test_every_problem_of_a_link_has_a_line():
    assert len(Visitor("scenario=nowhere&seed=luck").shown.value.problem.splitlines()) == 2


@pytest.mark.parametrize("refused", REFUSED)
def test_settings_that_cannot_be_run_are_refused_in_words_and_change_nothing(visitor, refused):
    visitor.pick_window(Picked(1, 2))
    before = visitor.shown.value
    assert not visitor.try_settings(REFUSED[refused], view="take", lesson=3)
    after = visitor.shown.value
    assert after.problem
    assert "Traceback" not in after.problem
    assert after == replace(before, problem=after.problem, serial=before.serial + 1)


def test_settings_that_can_be_run_are_taken_with_other_parts_and_an_old_problem_goes(visitor):
    visitor.tell("something")
    wanted = replace(visitor.settings, seed=5)
    assert visitor.try_settings(wanted, view="take", lesson=3)
    assert visitor.shown.value.problem == ""
    assert (visitor.settings, visitor.place.view, visitor.place.lesson) == (wanted, "take", 3)


def test_a_lever_is_moved_and_taken_back(visitor):
    before = visitor.run().key
    visitor.set_lever("activated", "0.5")
    assert visitor.settings.levers == (("activated", "0.5"),)
    assert visitor.run().key != before
    assert visitor.try_settings(visitor.settings.with_lever("activated", None))
    assert visitor.settings.levers == ()
    assert visitor.run().key == before


def test_a_field_is_changed_and_taken_back(visitor):
    visitor.set_field("start.fee_rate", "0.25")
    assert visitor.settings.changes == (("start.fee_rate", "0.25"),)
    assert visitor.run().scenario.data.start.fee_rate == 0.25
    visitor.set_field("start.fee_rate", None)
    assert visitor.settings.changes == ()


def test_a_refused_lever_or_field_leaves_what_was_set_before(visitor):
    visitor.set_lever("activated", "0.5")
    visitor.set_field("start.fee_rate", "0.25")
    before = visitor.settings
    visitor.set_lever("activated", "-1")
    assert "Members activated" in visitor.shown.value.problem
    visitor.set_field("start.fee_rate", "2")
    assert "fee_rate" in visitor.shown.value.problem
    assert visitor.settings == before


def test_a_lever_that_does_not_exist_is_refused_in_words(visitor):
    visitor.set_lever("moon", "1")
    assert "moon" in visitor.shown.value.problem


def test_the_story_goes_on_while_its_window_and_month_are_there(visitor):
    picked = Picked(50, 20)
    visitor.pick_window(picked)
    visitor.set_lever("activated", "0.5")
    assert visitor.shown.value.picked == picked
    visitor.set_field("estates.west.homes", "48")  # and 3 shops: 50 is the last
    assert visitor.shown.value.picked == picked
    assert visitor.try_settings(visitor.settings.with_months(20))
    assert visitor.shown.value.picked == picked


def test_a_picked_window_is_forgotten_when_the_estate_becomes_too_small(visitor):
    visitor.pick_window(Picked(50, 20))
    visitor.set_field("estates.west.homes", "47")
    assert visitor.shown.value.problem == ""
    assert visitor.shown.value.picked is None


def test_a_picked_window_is_forgotten_when_its_month_is_cut_off(visitor):
    visitor.pick_window(Picked(50, 21))
    assert visitor.try_settings(visitor.settings.with_months(20))
    assert visitor.shown.value.picked is None


def test_a_picked_window_is_forgotten_when_its_estate_is_gone(visitor):
    visitor.pick_window(Picked(5, 3))
    assert visitor.open_source(Source("tianhu-garden"))
    assert visitor.shown.value.picked is None


@pytest.mark.parametrize("parts", [{"estate": "east"}, {"twin": "original"}], ids=["estate", "world"])
def test_a_picked_window_is_forgotten_when_another_estate_or_world_is_shown(visitor, parts):
    visitor.pick_window(Picked(60, 3, in_twin=True))  # west has 63 households, east 40
    visitor.show(**parts)
    assert visitor.shown.value.picked is None


def test_every_change_is_counted_a_refused_one_too(visitor):
    changes = [
        lambda: visitor.show(view="twin"),
        lambda: visitor.tell("no"),
        lambda: visitor.pick_window(Picked(1, 1)),
        lambda: visitor.set_lever("activated", "0.5"),
        lambda: visitor.set_lever("activated", "0.5"),
        lambda: visitor.set_lever("activated", "7"),
        lambda: visitor.set_field("nothing", "7"),
        lambda: visitor.open_source(Source("nowhere")),
        lambda: visitor.open_source(TWO),
    ]
    counted = []
    for change in changes:
        change()
        counted.append(visitor.shown.value.serial)
    assert counted == list(range(1, len(changes) + 1))


def test_what_is_shown_is_one_value_that_nobody_can_change():
    visitor = Visitor()
    for thing, name in ((visitor.shown.value, "problem"), (visitor.place, "view"), (visitor.settings, "seed")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, 1)
        hash(thing)


def test_two_visitors_share_nothing_that_changes():
    one, other = Visitor(LINK), Visitor(LINK)
    assert one.shown.value == other.shown.value
    before = other.shown.value
    assert {name for name in vars(one) if vars(one)[name] is vars(other)[name]} == set()
    one.set_lever("activated", "0.5")
    one.pick_window(Picked(1, 1))
    one.show(language="en")
    one.tell("no")
    assert other.shown.value == before


def test_the_runs_of_one_visitor_end_without_those_of_another():
    one, other = Visitor(), Visitor()
    jobs = [Job([lambda: None], lambda: lambda: None, lambda: None) for _ in range(2)]
    one.owner.add(jobs[0])
    other.owner.add(jobs[1])
    one.owner.close()
    assert [job.state for job in jobs] == ["cancelled", "waiting"]
    with pytest.raises(InputError, match="closed"):
        one.owner.add(jobs[0])
    other.owner.close()


def test_the_estate_stays_where_the_scenario_has_it_and_is_the_first_elsewhere(visitor):
    assert visitor.try_settings(replace(visitor.settings, seed=2))
    assert visitor.place.estate == "west"
    assert visitor.estate_index(visitor.run()) == 1
    assert visitor.open_source(Source("tianhu-garden"))
    assert visitor.place.estate == ""
    assert visitor.estate_index(visitor.run()) == 0


def test_another_scenario_is_shown_as_it_comes(visitor):
    visitor.set_lever("activated", "0.5")
    visitor.show(lesson=2, view="pick")
    assert visitor.open_source(Source("hongyun"), seed=4)
    assert visitor.settings == Settings(Source("hongyun"), seed=4)
    assert (visitor.place.view, visitor.place.lesson) == ("estate", 0)


def test_what_is_looked_at_does_not_touch_the_settings(visitor):
    before = visitor.settings
    visitor.tell("no")
    visitor.show(view="twin", language="zh", colour="trust")
    assert visitor.settings == before
    assert (visitor.place.view, visitor.place.language, visitor.place.colour) == ("twin", "zh", "trust")
    assert visitor.shown.value.problem == ""


def test_its_run_is_that_of_the_settings_and_its_twin_has_the_same_luck(visitor):
    assert visitor.try_settings(replace(visitor.settings, seed=9))
    assert visitor.run() is live(scenario_of(visitor.settings), 9)
    assert visitor.twin() is None
    visitor.show(twin="untreated")
    assert visitor.twin() is live(twin_scenario(visitor.settings, "untreated"), 9)
