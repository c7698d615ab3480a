"""YAML 1.2 as a scenario needs it: plain values after the core schema, a line for every key."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.scenario.yaml_text import MAX_DEPTH, brief, dump, parse, scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("12", 12),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("0o17", 15),
        ("0xff", 255),
        ("0.30", 0.3),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("-1.5E-3", -0.0015),
        (".inf", math.inf),
        ("-.INF", -math.inf),
    ],
)
def test_a_plain_value_is_read_after_the_core_schema(text, value):
    found = scalar(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "off", "2021-01-01", "1_000", "12:30", "0b1", "1e", "e3", "0x", "- 1"]
)
def test_what_only_older_yaml_reads_otherwise_is_text(text):
    assert scalar(text) == text


def test_not_a_number_is_a_number():
    assert math.isnan(scalar(".NaN"))


def test_a_very_long_number_is_read_as_a_float():
    assert scalar("9" * 40) == int("9" * 40)
    assert scalar("9" * 41) == float("9" * 41)
    assert scalar("0x" + "f" * 5000) == "0x" + "f" * 5000


def test_quoted_values_stay_text_and_keys_are_words():
    content = parse("'12': '0.3'\ntrue: \"null\"\nnull: |\n  5\n").content
    assert content == {"12": "0.3", "true": "null", "null": "5\n"}


def test_every_key_and_entry_has_its_line():
    lines = parse("# about\na:\n  b: 1\n\n  c: [x,\n    y]\nd:\n- e: 2\n  f: 3\n- 4\n").lines
    assert lines == {
        (): 2,
        ("a",): 2,
        ("a", "b"): 3,
        ("a", "c"): 5,
        ("a", "c", 0): 5,
        ("a", "c", 1): 6,
        ("d",): 7,
        ("d", 0): 8,
        ("d", 0, "e"): 8,
        ("d", 0, "f"): 9,
        ("d", 1): 10,
    }


def test_what_stands_below_a_duplicate_key_is_dropped():
    parsed = parse("a: {b: 1}\na:\n  b: 2\n  c: [{d: 3}]\ne: 4\n")
    assert parsed.content == {"a": {"b": 1}, "e": 4}
    assert ("a", "c") not in parsed.lines
    assert [found.path for found in parsed.findings] == [("a",)]
    assert parsed.usable


def test_groups_may_be_nested_as_deep_as_allowed():
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH).usable
    assert not parse("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).usable


def test_a_million_brackets_are_abandoned_at_once():
    (found,) = parse("[" * 9_000).findings
    assert found.message == "groups nested more than 20 deep"


@pytest.mark.parametrize(
    ("text", "short"),
    [("abc", "abc"), ("a\nb", "a\\nb"), ("\x1b[0m", "\\x1b[0m"), ("x" * 61, "x" * 57 + "..."), ("小区", "小区")],
)
def test_a_text_in_a_message_is_short_and_harmless(text, short):
    assert brief(text) == short


_PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
_CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False) | _PRINTABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_PRINTABLE, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_PRINTABLE, _CONTENT, max_size=5))
def test_dumped_data_is_read_back_the_same(content):
    parsed = parse(dump(content))
    assert parsed.findings == []
    assert repr(parsed.content) == repr(content)
