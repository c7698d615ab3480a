"""The story of a household on the page: its waterfall adds up, its months are all there, no text becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

import solara

from commsim.dashboard.reasons import Term
from commsim.dashboard.story import Story
from commsim.dashboard.story_view import StoryView, steps, story_html
from commsim.dashboard.words import Say

ENGLISH, CHINESE = Say("en"), Say("zh")
SCRIPT = "<script>alert(1)</script>\" onload='x' & {{ 1 }}"
TERMS = (
    Term("intercept", "Its type", -1.5, "Where it starts."),
    Term("norm", "Others", 2.25, "4 of its 7 acquaintances paid."),
    Term("absent", "Nobody lives here", 0.0, ""),
    Term("money", "Money at stake", -0.25, "The fee is above the dividend."),
)
STORY = Story(
    household=3,
    month=14,
    title="Building 1, stairwell 2, floor 5",
    who=("the owner lives here", "old"),
    kind="paid",
    decision="It thought about it anew, and paid.",
    pays=True,
    decided=14,
    occasion="It had occasion to think again.",
    logit=0.5,
    chance=0.6224593312018546,
    luck=0.25,
    terms=TERMS,
    acquaintances=7,
    paid_around=4,
    payments=(*[False] * 12, None, True, True),
    chance_words="The chance was 62 %.",
)
AS_AT_THE_START = replace(
    STORY, decided=None, occasion="", logit=None, chance=None, luck=None, terms=(), chance_words=""
)


class Page(HTMLParser):
    """Reads the view back: tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        assert self.open == [], "tags left open"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def of(self, kind):
        return [attrs for _, attrs in self.tags if kind in (attrs.get("class") or "").split()]


def page(story=STORY, say=ENGLISH):
    return Page(story_html(story, say))


def test_each_reason_begins_where_the_one_above_ended():
    bars = steps(TERMS)
    assert [(bar.start, bar.end) for bar in bars] == [(0.0, -1.5), (-1.5, 0.75), (0.75, 0.5)]
    assert bars[-1].end == STORY.logit


def test_a_reason_is_drawn_to_the_right_in_blue_or_to_the_left_in_vermillion():
    rows = page()
    bars = [attrs for tag, attrs in rows.tags if tag == "rect"][:3]
    assert [bar["fill"] for bar in bars] == ["#D55E00", "#0072B2", "#D55E00"]
    zeros = [float(attrs["x1"]) for tag, attrs in rows.tags if tag == "line" and attrs["stroke-dasharray"] == ""]
    left = [float(bar["x"]) for bar in bars]
    right = [float(bar["x"]) + float(bar["width"]) for bar in bars]
    assert right[0] == pytest.approx(zeros[0], abs=0.01)
    assert left[1] == pytest.approx(left[0], abs=0.01)
    assert right[2] == pytest.approx(right[1], abs=0.01)
    total = [attrs for tag, attrs in rows.tags if tag == "rect"][3]
    assert float(total["x"]) == pytest.approx(zeros[0], abs=0.01)
    assert all(0 <= place <= 100 for place in left + right)


def test_numbers_stand_beside_the_bars_and_exact_in_the_page():
    found = page()
    assert [attrs["data-logit"] for attrs in found.of("st-row")] == ["-1.5", "2.25", "-0.25", "0.5"]
    assert "−1.50" in found.text
    assert "+2.25" in found.text
    assert "Without weight here: Nobody lives here" in found.text


def test_the_gauge_is_lit_up_to_the_chance_and_marks_the_lot():
    found = page()
    (gauge,) = found.of("st-gauge")
    assert (float(gauge["data-chance"]), float(gauge["data-luck"])) == (STORY.chance, STORY.luck)
    lit, dark = [attrs for tag, attrs in found.tags if tag == "rect"][-2:]
    assert float(lit["width"]) == pytest.approx(62.2459, abs=1e-3)
    assert float(lit["width"]) + float(dark["width"]) == pytest.approx(100)
    assert found.of("st-lot")[0]["style"] == "left:25.0000%"


def test_every_month_has_a_window_and_the_month_told_is_marked():
    found = page()
    windows = [attrs for attrs in found.of("st-window") if "title" in attrs]
    assert len(windows) == len(STORY.payments)
    kinds = [attrs["class"].split()[1] for attrs in windows]
    assert kinds == ["st-dark"] * 12 + ["st-none", "st-lit", "st-lit"]
    assert [at for at, attrs in enumerate(windows, 1) if "st-here" in attrs["class"]] == [14]
    assert windows[13]["title"] == "Month 14: paid"
    assert "It paid in 2 of 14 months with a bill." in found.text


def test_a_choice_as_at_the_start_has_no_reasons_to_show():
    found = page(AS_AT_THE_START)
    assert not found.of("st-row")
    assert not found.of("st-gauge")
    assert STORY.title in found.text
    assert "Of its 7 acquaintances, 4 paid the month before." in found.text


def test_a_household_without_acquaintances_is_told_so():
    assert "It knows nobody in the estate." in page(replace(STORY, acquaintances=0, paid_around=0)).text


def test_a_story_in_which_all_reasons_weigh_nothing_can_be_drawn():
    flat = tuple(replace(term, logit=0.0) for term in TERMS)
    found = page(replace(STORY, terms=flat, logit=0.0, chance=0.5))
    assert [attrs["data-logit"] for attrs in found.of("st-row")] == ["0.0"]


def test_the_view_speaks_the_language_it_is_given():
    text = page(say=CHINESE).text
    own = re.sub("|".join(re.escape(told) for told in (STORY.title, STORY.decision)), "", text)
    assert re.search("[一-鿿]", own)
    assert "What it weighed" not in own
    assert "acquaintances, 4" not in own


@pytest.mark.parametrize("field", ["title", "decision", "occasion", "chance_words", "who", "label", "sentence"])
def test_a_script_in_any_text_is_shown_as_text(field):
    if field in ("label", "sentence"):
        # One with weight and one without, since they are shown in different places.
        hostile = replace(STORY, terms=tuple(replace(term, **{field: SCRIPT}) for term in TERMS))
    else:
        hostile = replace(STORY, **{field: (SCRIPT,) if field == "who" else SCRIPT})
    html = story_html(hostile, ENGLISH)
    found = Page(html)
    assert "<script" not in html
    assert SCRIPT in found.text
    assert not any("onload" in attrs for _, attrs in found.tags)
    assert {tag for tag, _ in found.tags} == {tag for tag, _ in page().tags}


def test_the_component_puts_the_story_on_the_page():
    _, rc = solara.render(StoryView(STORY, ENGLISH), handle_error=False)
    shown = [widget for widget in rc.find(solara.widgets.HTML).widgets if widget.tag == "article"]
    assert [widget.unsafe_innerHTML for widget in shown] == [story_html(STORY, ENGLISH)]
    rc.close()
