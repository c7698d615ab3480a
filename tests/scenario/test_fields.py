"""What may stand where, in words."""

import pytest

from commsim.scenario import load_scenario
from commsim.scenario.fields import PATTERN_WORDS, allowed_words, dotted, json_schema, nearest, node_at, number_text
from tests.scenario.leaves import leaves

CONTENT = load_scenario("tianhu-garden").to_dict()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("months",), "a whole number from 1 to 1200"),
        (("world_seed",), "a whole number from 0 to 18446744073709551615"),
        (("start", "fee_rate"), "a number from 0 to 1"),
        (("behaviour", "fees", "a"), "a number from -20 to 20"),
        (("targets", 0, "value"), "a number"),
        (("mechanisms", "norms"), "true or false"),
        (("timeline",), "a list, each entry after a '-'"),
        (("timeline", 2, "who"), "one of members, in_service, retired, non_members"),
        (("timeline", 2, "event"), "activate"),
        (("title",), "a group with en, zh"),
        (("estates",), "a group of named entries"),
        (("estates", "any", "homes"), "a whole number from 1 to 100000"),
        (("title", "en"), "text of 1 to 200 characters"),
        (("notes",), "text of at most 2000 characters"),
        (("name",), "lower-case letters, digits and '-', a letter first, at most 60"),
        (("timeline", 3, "who"), ""),
        (("nowhere",), ""),
        (("months", "deeper"), ""),
        (("timeline", 99, "share"), ""),
    ],
)
def test_what_is_allowed_is_said_in_words(path, words):
    assert allowed_words(node_at(path, CONTENT)) == words


def test_every_pattern_has_its_words():
    patterns = {
        node.get("pattern")
        for definition in [json_schema(), *json_schema()["$defs"].values()]
        for node in definition.get("properties", {}).values()
    } - {None}
    assert len(patterns - set(PATTERN_WORDS)) == 1  # the window


def test_every_field_can_say_what_it_allows():
    assert [leaf.path for leaf in leaves(load_scenario("hongyun")) if not allowed_words(leaf.schema)] == []


def test_entries_are_named_by_id_or_else_by_place():
    content = {"timeline": [{"event": "elect"}, {"id": "b", "event": "elect"}, {"month": 1}, 5]}
    paths = [dotted(("timeline", place, "month"), content) for place in range(5)]
    assert paths == [
        "timeline.elect.month",
        "timeline.b.month",
        "timeline[3].month",
        "timeline[4].month",
        "timeline[5].month",
    ]


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (0.1, "0.1"), (1e9, "1000000000"), (2**64 - 1, "18446744073709551615"), (-3, "-3")]
)
def test_a_number_is_written_as_people_do(value, text):
    assert number_text(value) == text


def test_the_nearest_name_is_offered_only_if_it_is_near():
    assert nearest("shre", ["share", "count"]) == "; did you mean 'share'?"
    assert nearest("zzz", ["share", "count"]) == ""
