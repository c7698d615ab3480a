"""A scenario written as another one and what differs."""

import pytest

from commsim.errors import ScenarioError
from commsim.scenario import load_scenario, parse_scenario
from tests.scenario.bad_files import GOOD


@pytest.fixture
def extended(tmp_path):
    """Return a function that writes a file which extends ``good.yaml`` and loads it."""
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")

    def load(text, name="child.yaml"):
        (tmp_path / name).write_text(f"extend: good.yaml\nname: child\n{text}", encoding="utf-8")
        return load_scenario(tmp_path / name)

    return load


def said(load, *text):
    """Return the problems of a file as (line, path, message)."""
    with pytest.raises(ScenarioError) as caught:
        load(*text)
    return [(problem.line, problem.path, problem.message) for problem in caught.value.report.problems]


def test_what_is_not_said_is_inherited(extended):
    child, good = extended(""), parse_scenario(GOOD)
    assert child.set("name", "my-estate").data == good.data.model_copy(update={"targets": ()})


def test_groups_are_merged_and_values_replaced(extended):
    estate = extended("estates: {main: {homes: 90, common: {parking_let: 7}}}\n").data.estates["main"]
    assert (estate.homes, estate.shops) == (90, 4)
    assert (estate.common.parking_let, estate.common.parking_spaces) == (7, 46)


def test_an_estate_can_be_added(extended):
    assert extended("estates: {annex: {homes: 20}}\n").estate_names == ("main", "annex")


def test_an_event_is_changed_by_its_id_or_kind(extended):
    changed = extended("timeline:\n  - {id: activate, share: 0.2}\n  - {event: found_branch, bench: 0.1}\n")
    founded, activated = changed.data.timeline
    assert (activated.share, activated.month) == (0.2, 3)
    assert (founded.bench, founded.month) == (0.1, 3)


def test_a_field_can_be_taken_back(extended):
    activated = extended("timeline:\n  - {id: activate, share: null, count: 2}\n").data.timeline[1]
    assert (activated.share, activated.count) == (None, 2)


def test_a_new_event_is_added_and_takes_its_place_in_time(extended):
    child = extended("timeline:\n  - {event: convention, month: 1}\n  - {event: withdraw, month: 9}\n")
    assert [event.key for event in child.data.timeline] == ["convention", "found_branch", "activate", "withdraw"]


def test_another_kind_under_the_same_id_replaces_the_event(extended):
    child = extended("timeline:\n  - {id: activate, event: convention, month: 2}\n")
    assert [(event.key, event.event) for event in child.data.timeline] == [
        ("activate", "convention"),
        ("found_branch", "found_branch"),
    ]


def test_events_are_removed(extended):
    assert [event.key for event in extended("remove: [activate]\n").data.timeline] == ["found_branch"]


def test_targets_are_inherited_only_on_request(extended):
    assert extended("").data.targets == ()
    (kept,) = extended("keep_targets: true\n").data.targets
    assert (kept.id, kept.value) == ("fee", 0.9)


def test_kept_targets_are_changed_by_id_and_added_to(extended):
    new = "{id: new, measure: service, window: last month, relation: above, value: 0.1, assumed: true}"
    first, second = extended(f"keep_targets: true\ntargets:\n  - {{id: fee, value: 0.5}}\n  - {new}\n").data.targets
    assert (first.value, first.measure, second.id) == (0.5, "fee_rate", "new")


def test_sources_are_added_to_those_inherited():
    child = parse_scenario("extend: hongyun\nname: child\nsources: [hongyun.homes, my survey]\n")
    assert child.data.sources == (*load_scenario("hongyun").data.sources, "my survey")


def test_name_and_twin_are_not_inherited(extended):
    assert load_scenario("tianhu-garden").data.twin
    assert parse_scenario("extend: tianhu-garden\nname: child\n").data.twin is None
    assert said(parse_scenario, "extend: tianhu-garden\nmonths: 100\n") == [(1, "name", "'name' is missing")]


def test_lines_are_those_of_the_file_itself(extended):
    child = extended("# about\ntimeline:\n  - id: activate\n    share: 0.2\n  - {event: convention, month: 1}\n")
    assert child.lines["timeline.activate.share"] == 6
    assert child.lines["timeline.convention.month"] == 7
    assert "months" not in child.lines
    assert "timeline.found_branch" not in child.lines


def test_a_mistake_is_reported_at_its_own_line(extended):
    assert said(extended, "start: {fee_rate: 2}\ntimeline:\n  - id: activate\n    share: 3\n") == [
        (3, "start.fee_rate", "2 is too large"),
        (6, "timeline.activate.share", "3 is too large"),
    ]


def test_a_contradiction_with_what_is_inherited_is_reported_where_the_file_says_it(extended):
    assert said(extended, "estates:\n  main:\n    common: {parking_spaces: 10}\n") == [
        (5, "estates.main.common.parking_let", "40 spaces are let, but there are 10")
    ]
    assert said(extended, "remove: [found_branch]\n") == [
        (1, "timeline.activate", "activation by a branch that has not been founded")
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("remove: [activat]\n", (3, "remove[1]", "no event 'activat' to remove; did you mean 'activate'?")),
        ("remove: activate\n", (3, "remove", "'activate' is no list")),
        ("keep_targets: yes\n", (3, "keep_targets", "'yes' is no yes/no value")),
        (
            "timeline:\n  - {id: activat, share: 0.1}\n",
            (4, "timeline.activat", "no event 'activat' to change; did you mean 'activate'?"),
        ),
        ("timeline: x\n", (3, "timeline", "'x' where a list is wanted")),
        ("timeline:\n  - x\n", (4, "timeline[3]", "'x' where an event is wanted")),
        ("targets: x\n", (3, "targets", "'x' where a list is wanted")),
        ("sources: x\n", (3, "sources", "'x' where a list is wanted")),
        ("estates: 3\n", (3, "estates", "3 where a group is wanted")),
    ],
)
def test_what_cannot_be_changed_is_refused(extended, text, problem):
    assert said(extended, text) == [problem]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("god.yaml", "no scenario or file 'god.yaml'"),
        ("tianhu", "no scenario or file 'tianhu'; did you mean 'tianhu-garden'?"),
        ("3", "3 names no scenario"),
        ("", "nothing names no scenario"),
        ("[good.yaml]", "a list names no scenario"),
        ("child.yaml", "'child.yaml' extends this file: a circle"),
        (".", "no scenario or file '.'"),
    ],
)
def test_there_must_be_something_to_extend(tmp_path, wanted, message):
    (tmp_path / "child.yaml").write_text(f"name: child\nextend: {wanted}\n")
    assert said(load_scenario, tmp_path / "child.yaml") == [(2, "extend", message)]


def test_a_text_without_a_folder_extends_only_shipped_scenarios(tmp_path):
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    text = "name: child\nextend: good.yaml\n"
    assert said(parse_scenario, text) == [(2, "extend", "no shipped scenario 'good.yaml'")]
    assert parse_scenario(text, folder=tmp_path).name == "child"


def test_a_circle_of_two_files_is_seen(tmp_path):
    (tmp_path / "a.yaml").write_text("name: a\nextend: b.yaml\n")
    (tmp_path / "b.yaml").write_text("name: b\nextend: a.yaml\n")
    with pytest.raises(ScenarioError, match=r"b.yaml:2: extend: 'a.yaml' extends this file: a circle"):
        load_scenario(tmp_path / "a.yaml")


def test_a_chain_of_files_has_an_end(tmp_path):
    (tmp_path / "f0.yaml").write_text(GOOD, encoding="utf-8")
    for number in range(1, 7):
        (tmp_path / f"f{number}.yaml").write_text(f"name: f{number}\nextend: f{number - 1}.yaml\n")
    assert load_scenario(tmp_path / "f5.yaml").data.months == 24
    with pytest.raises(ScenarioError, match="more than 5 scenarios extend one another"):
        load_scenario(tmp_path / "f6.yaml")


def test_a_mistake_in_what_is_extended_is_reported_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD.replace("homes: 60", "homes: 0"), encoding="utf-8")
    (tmp_path / "child.yaml").write_text("name: child\nextend: good.yaml\n")
    with pytest.raises(ScenarioError, match=r"^good.yaml:6: estates.main.homes: 0 is too small"):
        load_scenario("child.yaml")


def test_the_network_file_is_found_beside_the_file_that_names_it(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "net.txt").write_text("0 1\n")
    base = GOOD.replace("kind: blocks", "kind: file, file: net.txt")
    (tmp_path / "base" / "good.yaml").write_text(base, encoding="utf-8")
    (tmp_path / "child.yaml").write_text("name: child\nextend: base/good.yaml\n")
    assert load_scenario(tmp_path / "child.yaml").file_text("net.txt") == "0 1\n"
    (tmp_path / "own.yaml").write_text("name: own\nextend: base/good.yaml\nnetwork: {file: net.txt}\n")
    assert said(load_scenario, tmp_path / "own.yaml") == [(3, "network.file", "no file 'net.txt'")]
