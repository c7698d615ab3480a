"""The Chinese catalogue: nothing is missing, nothing is stale, and a text keeps its placeholders.

``python -m tests.dashboard.test_words`` prints what is missing as entries ready to fill in.
"""

from __future__ import annotations

import re
import string
import sys
from collections import Counter

import pytest

from commsim.dashboard.words import LANGUAGES, Say, language_of, note, said_path
from commsim.dashboard.words.chinese import CHINESE, SUBJECTS
from tests.dashboard.shown_texts import literals_of, shown_texts

WITHOUT_CHINESE = frozenset({"CSV", "PNG", "SVG", "YAML"})
"""Translations that need no Chinese letter: names that are the same everywhere."""
HAN = re.compile(r"[\u4e00-\u9fff]")


def missing() -> dict[str, str]:
    """Return texts that can be shown and have no translation, with a place where each stands."""
    return {text: place for text, place in shown_texts().items() if text not in CHINESE}


def unused() -> list[str]:
    """Return translations of texts that are shown nowhere."""
    return [text for text in CHINESE if text not in shown_texts()]


def placeholders(text: str) -> Counter[str]:
    """Return the names of the placeholders of a text and how often each stands in it."""
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def is_chinese(said: str) -> bool:
    """Return whether a translation has a Chinese letter, or no letter at all outside its placeholders."""
    return bool(HAN.search(said)) or said in WITHOUT_CHINESE or not re.search(r"\w", re.sub(r"\{[^}]*\}", "", said))


def print_missing() -> int:
    """Print what is missing as entries of a dict, and what is unused; the exit code is 1 if there was anything."""
    absent, stale = missing(), unused()
    lines = [f'    "{_escaped(text)}": "",  # {place}' for text, place in absent.items()]
    lines += [f"# unused: {text}" for text in stale]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if lines else 0


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def test_every_text_that_can_be_shown_has_a_translation():
    assert missing() == {}


def test_every_translation_is_of_a_text_that_is_shown():
    assert unused() == []


def test_a_text_stands_in_one_subject_only():
    counted = Counter(text for subject in SUBJECTS for text in subject)
    assert [text for text, number in counted.items() if number > 1] == []


@pytest.mark.parametrize("subject", SUBJECTS, ids=range(len(SUBJECTS)))
def test_a_translation_has_the_placeholders_of_its_text(subject):
    wrong = {text: said for text, said in subject.items() if placeholders(said) != placeholders(text)}
    assert wrong == {}


def test_a_translation_is_in_chinese():
    wrong = {text: said for text, said in CHINESE.items() if not is_chinese(said)}
    assert wrong == {}


def test_a_translation_left_in_english_is_noticed():
    assert not is_chinese("Fee rate")
    assert not is_chinese("fee_rate {n}")
    assert is_chinese("收缴率")
    assert is_chinese("{name}（{value}）")


def test_no_text_ends_with_a_space_and_no_translation_is_framed_by_any():
    assert [text for text in CHINESE if text != text.rstrip()] == []
    assert [said for said in CHINESE.values() if said != said.strip()] == []


def test_a_language_says_a_text_and_fills_in_its_values():
    assert Say("zh")("logit") == "对数几率"
    assert Say("en")("logit") == "logit"
    assert Say("zh")("{a} members begin to serve", a=5) == "5 名党员开始服务"
    assert Say("en")("{a} members begin to serve", a=5) == "5 members begin to serve"


def test_a_text_of_a_user_is_said_as_it_is_braces_included():
    hostile = "{0.__class__} {n"
    for language in LANGUAGES:
        assert Say(language)(hostile) == hostile
        assert Say(language).plain(hostile) == hostile


def test_a_value_is_never_taken_as_a_text_with_placeholders():
    assert Say("en")("mechanism {name} is switched on", name="{name}") == "mechanism {name} is switched on"


def test_plain_leaves_placeholders_for_later():
    assert Say("zh").plain("{a} members begin to serve") == "{a} 名党员开始服务"


def test_a_value_that_is_missing_is_an_error_of_the_code():
    with pytest.raises(KeyError, match="a"):
        Say("en")("{a} members begin to serve", b=5)


def test_an_unknown_language_is_english():
    assert Say("fr") == Say("en")
    assert Say("fr").language == "en"


def test_a_language_is_a_value():
    assert len({Say("zh"), Say("zh"), Say("en")}) == 2
    with pytest.raises(AttributeError):
        Say("zh").language = "en"


def test_a_note_is_its_text():
    assert note("Fee rate") == "Fee rate"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh", "zh"),
        ("zh_TW", "zh"),
        ("ZH-hans-cn", "zh"),
        ("fr,zh;q=0.5,en;q=0.3", "zh"),
        ("en;q=0.2, zh ; q=0.3", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh;q=0,en;q=0.1", "en"),
        ("zh;q=0", "en"),
        ("de", "en"),
        ("*", "en"),
        ("", "en"),
        ("zhuang", "en"),
        ("zh;q=nan,en;q=0.1", "en"),
        ("zh;q=9,en;q=0.1", "en"),
        ("zh;level=1,en;q=0.1", "en"),
        (";;,=,q=;" * 1000, "en"),
    ],
)
def test_the_browser_says_which_language_it_prefers(header, language):
    assert language_of(header) == language


def test_a_path_is_said_step_by_step():
    assert said_path("behaviour.fees", Say("en")) == "behaviour › fees"
    assert said_path("behaviour.fees", Say("zh")) == "行为参数 › 缴费"
    assert said_path("estates.my_own-name.company", Say("zh")) == "小区 › my own-name › 物业公司"


def test_texts_are_found_in_calls_and_in_both_branches_of_a_choice():
    source = 'say("one", n=1)\nself.say.plain("two" "three")\nnote("four" if x else "five")\nsay(text)\nother("six")\n'
    assert [text for text, _ in literals_of(source, "file.py")] == ["one", "twothree", "four", "five"]
    assert dict(literals_of(source, "file.py"))["four"] == "file.py:3"


if __name__ == "__main__":
    sys.exit(print_missing())
