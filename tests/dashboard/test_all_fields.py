"""Every other setting, generated: complete, each once, and true to what the scenario has."""

from __future__ import annotations

import pytest

from commsim.dashboard.all_fields import NOTHING, all_settings, split_unit
from commsim.dashboard.settings import Settings, Source, scenario_of, with_changes
from commsim.errors import InputError
from commsim.rules import all_declared
from commsim.scenario import library_names, load_scenario, parse_scenario
from commsim.scenario.yaml_text import dump
from tests.dashboard.two_estates import TWO_ESTATES
from tests.scenario.leaves import leaves

EVERYWHERE = (*library_names(), "two-estates")
LEFT_OUT_PARTS = {"schema_version", "name", "title", "question", "notes", "twin", "months", "record", "targets"}
LEFT_OUT_NAMES = {"id", "event", "file"}
SHARE_GROUPS = {"tenure", "ages", "types"}


def scenario(name):
    return parse_scenario(TWO_ESTATES, "two.yaml") if name == "two-estates" else load_scenario(name)


def by_path(found):
    return {one.path: one for one in all_settings(found)}


@pytest.mark.parametrize("name", EVERYWHERE)
def test_every_setting_that_decides_a_run_is_there_once(name):
    found = scenario(name)
    told = found.to_dict()
    wanted = set()
    for leaf in leaves(found):
        steps = leaf.path.split(".")
        own_group = steps[0] == "estates" and steps[2] == "residents" and len(steps) > 4
        is_absent = own_group and steps[3] not in told["estates"][steps[1]]["residents"]
        if steps[0] not in LEFT_OUT_PARTS and steps[-1] not in LEFT_OUT_NAMES and not is_absent:
            wanted.add(leaf.path)
    paths = [one.path for one in all_settings(found)]
    assert len(paths) == len(set(paths))
    assert set(paths) == wanted
    assert {entry.path for entry in all_declared()} <= set(paths)


@pytest.mark.parametrize("name", ["tianhu-garden", "hongyun", "yanxiqiao", "parking-meeting", "two-estates"])
def test_a_setting_set_to_what_it_shows_leaves_the_scenario_the_same(name):
    found = scenario(name)
    digest = found.digest()
    assert [
        one.path for one in all_settings(found) if with_changes(found, [(one.path, one.value)]).digest() != digest
    ] == []


def test_all_settings_at_once_leave_the_scenario_the_same_through_the_settings_too():
    changes = tuple((one.path, one.value) for one in all_settings(load_scenario("tianhu-garden")))
    assert scenario_of(Settings(changes=changes)).digest() == load_scenario("tianhu-garden").digest()
    source = Source("", TWO_ESTATES, "two.yaml")
    changes = tuple((one.path, one.value) for one in all_settings(scenario_of(Settings(source))))
    assert scenario_of(Settings(source, changes=changes)).digest() == scenario_of(Settings(source)).digest()


@pytest.mark.parametrize("name", ["tianhu-garden", "two-estates"])
def test_a_value_outside_the_range_shown_is_refused(name):
    found = scenario(name)
    numbers = [one for one in all_settings(found) if one.kind in ("share", "number", "whole") and one.high is not None]
    assert len(numbers) > 150
    for one in numbers:
        for beyond in (one.low - 1, one.high * 2 + 1):
            with pytest.raises(InputError):
                found.set(one.path, beyond)


def test_defaults_are_those_of_the_schema_and_of_the_declarations():
    found = by_path(load_scenario("tianhu-garden"))
    assert found["start.fee_rate"].default == "0.8"
    assert found["estates.main.homes"].default == ""
    assert found["timeline.activate.share"].default == NOTHING
    assert found["behaviour.fees.b_S"].default == "2.4"
    changed = by_path(load_scenario("tianhu-garden").set("behaviour.fees.b_S", 2))
    assert (changed["behaviour.fees.b_S"].value, changed["behaviour.fees.b_S"].default) == ("2", "2.4")


def test_a_setting_says_what_it_is_in_words():
    found = by_path(load_scenario("tianhu-garden"))
    fee = found["estates.main.fee_yuan_per_m2"]
    assert (fee.label, fee.unit, fee.sentence) == ("fee yuan per m2", "yuan a m² a month", "fee of homes")
    assert (fee.group, fee.kind, fee.low, fee.high, fee.value) == ("estates.main", "number", 0.0, 100.0, "1.5")
    assert (found["start.fee_rate"].kind, found["start.fee_rate"].unit) == ("share", "share")
    assert found["mechanisms.norms"].kind == "switch"
    assert found["timeline.conflict.estate"].choices == ("all", "main")
    assert found["network.kind"].choices[0] == "blocks"
    assert found["first_year"].group == "scenario"
    seed = found["world_seed"]
    assert (seed.kind, seed.value, seed.high) == ("whole", NOTHING, 2.0**64)


def test_the_name_of_a_mechanism_is_a_choice():
    told = load_scenario("typical-estate").to_dict()
    told["timeline"] = [{"event": "mechanism", "month": 3, "name": "norms", "on": False}]
    found = by_path(parse_scenario(dump(told), "switched.yaml"))
    assert found["timeline.mechanism.name"].kind == "choice"
    assert "voice" in found["timeline.mechanism.name"].choices


def test_groups_stand_together_in_the_order_of_the_story():
    groups = list(dict.fromkeys(one.group for one in all_settings(load_scenario("tianhu-garden"))))
    firsts = list(dict.fromkeys(group.split(".")[0] for group in groups))
    assert firsts == ["scenario", "timeline", "estates", "residents", "start", "network", "mechanisms", "behaviour"]


@pytest.mark.parametrize(
    ("description", "parts"),
    [
        ("owner-occupied homes (share)", ("owner-occupied homes", "share")),
        ("median household income, yuan a month", ("median household income", "yuan a month")),
        ("homes let to tenants, who pay the fee but do not vote (share)", None),
        ("of the owners' income: yearly dividend (share); rest: reserve", None),
        ("service (0 none, 1 as agreed)", ("service (0 none, 1 as agreed)", "")),
        ("members asked (number)", ("members asked", "number")),
        ("mean area of a home, m²", ("mean area of a home", "m²")),
        ("", ("", "")),
    ],
)
def test_a_description_is_split_into_sentence_and_unit(description, parts):
    assert split_unit(description) == (parts or (description.replace(" (share)", ""), "share"))
