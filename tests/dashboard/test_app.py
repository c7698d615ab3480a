"""The page as a whole: its header, its address, what it says when it cannot show a view, and whose it is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

import solara

from commsim.dashboard import app, estate_view, links, parts, warming
from commsim.dashboard.links import place_of
from commsim.dashboard.pool import Job
from commsim.dashboard.visitor import Visitor
from commsim.dashboard.words import Say
from commsim.errors import InputError
from tests.dashboard.rendered import PageAt, Rendered, until

HEADINGS = {
    "pick": "Which estate do you want to see?",
    "estate": "What would you change?",
    "twin": "What would you change?",
    "seeds": "One lever over its range",
    "take": "Files",
    "tour": "Seven steps through one question",
}
FAULT = "This view failed: a fault of the dashboard, not yours. It is noted in the server's log."
COMPILING = "The engine is being made ready. Only the first start on a computer takes a minute."
LINK = "scenario=parking-meeting&months=3"


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    """The engine, ready unless a test says otherwise."""
    state = SimpleNamespace(now=True)
    monkeypatch.setattr(warming, "ready", lambda: state.now)
    monkeypatch.setattr(app, "WAIT_SECONDS", 0.01)
    return state


@pytest.fixture
def visitors(monkeypatch):
    """The visitors of the pages that are opened."""
    made = []

    def visitor(*given):
        made.append(Visitor(*given))
        return made[-1]

    monkeypatch.setattr(app, "Visitor", visitor)
    return made


@solara.component
def Broken(visitor):
    """Fail as a view with a fault does."""
    if visitor is not None:
        raise ZeroDivisionError("a fault")
    solara.Text("never")


def go(page, name):
    page.one(parts.Header).vue_go(name)


def content(page):
    (found,) = page.tagged(id="cs-main")
    return page.text_of(found)


def alerts(page):
    said = [page.text_of(one) for one in page.tagged(role="alert")] + [one.text for one in page.all(parts.Refusal)]
    return [text for text in said if text]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("view", HEADINGS)
def test_a_link_opens_its_view_in_its_language(view, language):
    with Rendered(PageAt(f"{LINK}&view={view}&lang={language}")) as page:
        headings = [page.text_of(one) for tag in ("h1", "h2") for one in page.tagged(tag=tag)]
        assert Say(language).plain(HEADINGS[view]) in headings
        header = page.one(parts.Header)
        assert header.view == view
        assert [one["name"] for one in header.views] == list(HEADINGS) == list(links.VIEWS)
        assert [one["label"] for one in header.views] == [Say(language).plain(label) for label, _ in app.VIEWS.values()]
        assert alerts(page) == []


def test_the_header_goes_from_view_to_view():
    with Rendered(PageAt(LINK)) as page:
        for view, heading in HEADINGS.items():
            go(page, view)
            assert page.one(parts.Header).view == view
            assert heading in content(page)
        go(page, "cellar")
        assert page.one(parts.Header).view == "tour"


def test_the_header_turns_to_the_other_language_and_back():
    with Rendered(PageAt(f"{LINK}&view=take")) as page:
        assert page.one(parts.Header).other == "中文"
        page.one(parts.Header).vue_turn(True)
        assert page.one(parts.Header).other == "English"
        assert Say("zh").plain("Files") in content(page)
        assert "Files" not in content(page).splitlines()
        assert page.one(parts.Header).labels["Views"] == Say("zh").plain("Views")
        page.one(parts.Header).vue_turn(True)
        assert "Files" in content(page).splitlines()


def test_the_address_says_what_is_shown(visitors):
    with Rendered(PageAt(LINK)) as page:
        go(page, "take")
        page.one(parts.Header).vue_turn(True)
        (visitor,) = visitors
        visitor.set_lever("activated", "0.4")
        address = page.one(parts.Address)
        place, problems = place_of(address.query)
        assert place == visitor.place
        assert problems == ()
        assert place.settings.levers == (("activated", "0.4"),)
        assert (address.language, address.serial) == ("zh", 3)
        assert Say("zh").plain("Take away") in address.title


def test_what_is_broken_in_a_link_is_said_on_the_page_until_the_next_change():
    with Rendered(PageAt("scenario=<b>nowhere</b>&view=tour")) as page:
        (said,) = alerts(page)
        assert "<b>nowhere</b>" in said
        assert not any(hasattr(one, "unsafe_innerHTML") for one in page.widgets())
        go(page, "pick")
        assert alerts(page) == []


@pytest.mark.parametrize(
    ("header", "language"),
    [(["zh-CN,zh;q=0.9"], "zh"), (["en-GB,zh;q=0.5"], "en"), (["fr"], "en"), (None, "en")],
    ids=str,
)
def test_without_a_language_in_the_link_that_of_the_browser_counts(monkeypatch, header, language):
    told = None if header is None else {"accept-language": header}
    monkeypatch.setattr(solara.lab, "headers", SimpleNamespace(value=told))
    for query, wanted in (("", language), ("lang=en", "en"), ("lang=zh", "zh")):
        with Rendered(PageAt(query)) as page:
            assert page.one(parts.Address).language == wanted


# --- the engine is not ready ------------------------------------------------------------------------------------------


def test_a_view_that_needs_the_engine_says_so_and_comes_when_it_is_ready(ready):
    ready.now = False
    with Rendered(PageAt(f"{LINK}&view=estate")) as page:
        assert COMPILING in content(page)
        assert page.all(estate_view.EstateView) == []
        ready.now = True
        until(lambda: page.all(estate_view.EstateView))
        assert COMPILING not in content(page)


@pytest.mark.parametrize("view", ["pick", "tour"])
def test_a_view_without_a_run_does_not_wait_for_the_engine(ready, view):
    ready.now = False
    with Rendered(PageAt(f"{LINK}&view={view}")) as page:
        assert HEADINGS[view] in content(page)
        assert COMPILING not in content(page)


# --- a fault of the dashboard -----------------------------------------------------------------------------------------


def test_a_view_that_fails_says_so_and_nothing_of_how(monkeypatch):
    monkeypatch.setattr(app, "VIEWS", {**app.VIEWS, "take": ("Take away", Broken)})
    with Rendered(PageAt(f"{LINK}&view=take")) as page:
        assert alerts(page) == [FAULT]
        assert "ZeroDivisionError" not in page.text
        assert place_of(page.one(parts.Address).query)[0].settings.source.name == "parking-meeting"
        page.one(parts.Button, name="after-fault").vue_press(True)
        assert HEADINGS["pick"] in content(page)
        assert alerts(page) == []


def test_a_view_that_fails_after_others_says_so_too(monkeypatch):
    monkeypatch.setattr(app, "VIEWS", {**app.VIEWS, "take": ("Take away", Broken)})
    with Rendered(PageAt(f"{LINK}&view=estate")) as page:
        go(page, "take")
        assert alerts(page) == [FAULT]


def test_the_header_leads_away_from_a_view_that_failed(monkeypatch):
    monkeypatch.setattr(app, "VIEWS", {**app.VIEWS, "take": ("Take away", Broken)})
    with Rendered(PageAt(f"{LINK}&view=take")) as page:
        go(page, "tour")
        assert HEADINGS["tour"] in content(page)
        assert alerts(page) == []


# --- lessons, and whose page it is ------------------------------------------------------------------------------------


def test_a_lesson_stands_above_its_view_and_not_above_the_list_of_lessons():
    with Rendered(PageAt(f"{LINK}&view=take&lesson=2")) as page:
        (lesson,) = page.tagged(id="cs-lesson")
        assert "Step 2 of 7" in page.text_of(lesson)
        go(page, "tour")
        assert page.tagged(id="cs-lesson") == []


def test_two_pages_are_two_visitors(visitors):
    with Rendered(PageAt(LINK)) as one, Rendered(PageAt(LINK)) as other:
        go(one, "take")
        assert one.one(parts.Header).view == "take"
        assert other.one(parts.Header).view == "pick"
        assert len(set(map(id, visitors))) == 2


def test_a_page_keeps_its_visitor_while_it_changes_and_ends_its_runs_when_it_goes(visitors):
    with Rendered(PageAt(LINK)) as page:
        go(page, "take")
        (visitor,) = visitors
        job = Job([lambda: None], lambda: lambda: None, lambda: None)
        visitor.owner.add(job)
        go(page, "tour")
        assert visitors == [visitor]
        assert job.state == "waiting"
    assert job.state == "cancelled"
    with pytest.raises(InputError, match="closed"):
        visitor.owner.add(job)
