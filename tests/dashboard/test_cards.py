"""Cards of scenarios: the words on them, and a picture drawn from the scenario's own numbers."""

import re
from xml.etree import ElementTree

import pytest

from commsim.dashboard.card_scene import GOLD, LIT, RED
from commsim.dashboard.cards import NOWHERE, PLACES, card, card_picture, place_of
from commsim.dashboard.words import Say
from commsim.scenario import library_names, load_scenario
from commsim.scenario.casebook import casebook

SVG = "{http://www.w3.org/2000/svg}"
ENGLISH, CHINESE = Say("en"), Say("zh")


def picture(scenario, say=ENGLISH):
    return ElementTree.fromstring(card_picture(scenario, say))


def windows(scenario, colour):
    """Count the windows of one colour in the front row."""
    return sum(
        path.get("d").count("M") for path in picture(scenario).iter(f"{SVG}path") if path.get("stroke") == colour
    )


def signs(scenario):
    """Return what is drawn besides the estate itself: a scenario's picture without that of its bare estate."""
    bare = type(scenario)(scenario.data.model_copy(update={"timeline": ()}))
    shapes = [ElementTree.tostring(shape) for shape in picture(bare)]
    return [shape for shape in picture(scenario) if ElementTree.tostring(shape) not in shapes]


# --- words


def test_a_card_says_what_the_scenario_says() -> None:
    scenario = load_scenario("tianhu-garden")
    one = card(scenario, "en")
    assert (one.name, one.title) == ("tianhu-garden", "Tianhu Garden: the key minority activated")
    assert one.question == scenario.data.question.en
    assert (one.households, one.months, one.targets) == (620, 144, 5)
    assert one.place == "Bishan district, Chongqing"


def test_a_card_is_in_the_language_asked_for() -> None:
    scenario = load_scenario("tianhu-garden")
    one = card(scenario, "zh")
    assert one.title == "天湖花园：激活关键少数"
    assert one.question == scenario.data.question.zh
    assert "天湖花园" in one.picture
    assert one.place == CHINESE("Bishan district, Chongqing")


def test_a_scenario_without_a_question_has_a_card() -> None:
    data = load_scenario("typical-estate")
    silent = type(data)(data.data.model_copy(update={"question": None}))
    assert card(silent, "zh").question == ""


def test_households_are_those_of_all_estates() -> None:
    scenario = load_scenario("typical-estate")
    estate = scenario.data.estates["main"]
    two = type(scenario)(scenario.data.model_copy(update={"estates": {"main": estate, "other": estate}}))
    assert card(two, "en").households == 2000


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("tianhu-garden-without", "Bishan district, Chongqing"),
        ("hongyun", "Hechuan district, Chongqing"),
        ("yanxiqiao", "Hechuan district, Chongqing"),
        ("committee-by-decree", "assumed, after a survey in Jinzhai county, Anhui"),
        ("typical-estate", "assumed, a typical estate"),
    ],
)
def test_the_place_is_that_of_the_sources(name, place) -> None:
    assert place_of(load_scenario(name), ENGLISH) == place


def test_sources_outside_the_casebook_name_no_place() -> None:
    scenario = load_scenario("typical-estate")
    own = type(scenario)(scenario.data.model_copy(update={"sources": ("Bishan, a survey of mine",)}))
    assert place_of(own, ENGLISH) == NOWHERE


def test_every_place_is_that_of_a_source_in_the_casebook() -> None:
    sources = {fact.source for fact in casebook().values()}
    assert all(sum(word in source for source in sources) == 1 for word, _ in PLACES)


# --- the picture


@pytest.mark.parametrize("name", library_names())
def test_a_picture_is_sound_and_can_do_no_harm(name) -> None:
    drawn = card_picture(load_scenario(name), ENGLISH)
    root = ElementTree.fromstring(drawn)
    assert root.get("viewBox") == "0 0 320 160"
    assert {shape.tag for shape in root.iter()} <= {
        SVG + tag for tag in ("svg", "title", "rect", "circle", "path", "g")
    }
    names = {attribute for shape in root.iter() for attribute in shape.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name in {"id", "style"}}
    assert "nan" not in drawn
    assert len(drawn) < 40_000


def test_every_shipped_scenario_looks_different() -> None:
    drawn = {re.sub("<title>.*?</title>", "", card_picture(load_scenario(name), ENGLISH)) for name in library_names()}
    assert len(drawn) == len(library_names()) == 10


def test_equal_scenarios_look_the_same() -> None:
    first, second = (card_picture(load_scenario("hongyun"), ENGLISH) for _ in range(2))
    assert first == second


def test_what_a_user_wrote_is_escaped() -> None:
    scenario = load_scenario("typical-estate")
    title = scenario.data.title.model_copy(update={"en": "<script>alert(1)</script>&{x}"})
    drawn = card_picture(type(scenario)(scenario.data.model_copy(update={"title": title})), ENGLISH)
    assert "<script" not in drawn
    assert ElementTree.fromstring(drawn).find(f"{SVG}title").text.startswith("<script>alert(1)</script>&{x}: 1000")


def test_as_many_windows_are_lit_as_households_pay() -> None:
    scenario = load_scenario("tianhu-garden")
    lit = [windows(scenario.set("start.fee_rate", share), LIT) for share in (0.0, 0.25, 0.5, 1.0)]
    assert lit == [0, 6 * 12, 6 * 24, 6 * 48]  # six buildings in front, eight floors above the shops, six homes each


def test_more_floors_make_more_windows_and_a_picture_still_fits() -> None:
    scenario = load_scenario("typical-estate")
    low, high = (windows(scenario.set("estates.main.floors", floors), LIT) for floors in (5, 12))
    assert low < high


@pytest.mark.parametrize(
    "changes",
    [
        {f"estates.main.{name}": 1 for name in ("homes", "buildings", "stairwells_per_building", "floors")}
        | {"estates.main.shops": 0, "network.mean_degree": 0},
        {"estates.main.homes": 90_000, "estates.main.buildings": 9_000, "estates.main.floors": 120},
        {"start.fee_rate": 0, "start.service": 0, "start.condition": 0},
        {"start.fee_rate": 1, "start.service": 1, "start.condition": 1, "estates.main.fee_yuan_per_m2": 100},
    ],
)
def test_the_smallest_and_the_largest_estate_fit_the_picture(changes) -> None:
    drawn = card_picture(load_scenario("typical-estate").set_many(changes), ENGLISH)
    assert len(drawn) < 60_000
    for shape in ElementTree.fromstring(drawn).iter(f"{SVG}rect"):
        assert -30 <= float(shape.get("x")) <= 320
        assert -5 <= float(shape.get("y")) <= 160
        assert 0 < float(shape.get("width")) <= 320
        assert 0 < float(shape.get("height")) <= 160


def test_a_branch_raises_a_red_flag() -> None:
    scenario = load_scenario("tianhu-garden")
    red = [shape for shape in signs(scenario) if shape.get("fill") == RED and shape.tag == f"{SVG}path"]
    assert len(red) == 1
    without = scenario.without("found_branch", "activate")
    assert not [shape for shape in signs(without) if shape.get("fill") == RED]


def test_an_elected_committee_posts_a_tick_and_a_decreed_one_a_seal() -> None:
    elected, decreed = signs(load_scenario("yanxiqiao")), signs(load_scenario("committee-by-decree"))
    assert [shape for shape in elected if shape.get("stroke") == "#009E73"]
    assert not [shape for shape in elected if shape.get("stroke") == RED]
    assert len([shape for shape in decreed if shape.get("stroke") == RED]) == 1


@pytest.mark.parametrize(("name", "rings"), [("hongyun-volunteers", 6), ("yanxiqiao", 6), ("tianhu-garden", 10)])
def test_members_who_will_serve_wear_a_gold_ring(name, rings) -> None:
    drawn = [shape for shape in signs(load_scenario(name)) if shape.get("stroke") == GOLD]
    assert len(drawn) == rings


def test_those_who_speak_at_the_meeting_have_bubbles() -> None:
    bubbles = [
        len([shape for shape in signs(load_scenario(name)) if shape.get("fill") == "#009E73"])
        for name in ("parking-meeting", "parking-meeting-without")
    ]
    assert bubbles == [4, 0]


def test_cars_stand_on_the_spaces_that_are_let() -> None:
    def bodies(let):
        root = picture(load_scenario("tianhu-garden").set("estates.main.common.parking_let", let))
        return len([shape for shape in root.iter(f"{SVG}rect") if shape.get("rx")])

    assert (bodies(0), bodies(120), bodies(240)) == (0, 4, 9)


def test_well_kept_grounds_have_more_trees_and_bad_service_has_rubbish() -> None:
    scenario = load_scenario("typical-estate")
    trunks = [
        len([s for s in picture(scenario.set("start.condition", c)).iter(f"{SVG}rect") if s.get("fill") == "#5b4636"])
        for c in (0.0, 1.0)
    ]
    bags = [
        len([s for s in picture(scenario.set("start.service", c)).iter(f"{SVG}circle") if s.get("fill") == "#2b2b2e"])
        for c in (0.0, 0.7)
    ]
    assert trunks == [4, 11]
    assert bags == [7, 0]
