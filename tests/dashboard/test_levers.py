"""The first levers: what each writes is what is read back, in every shipped scenario and in one of two estates."""

from __future__ import annotations

import copy
from itertools import permutations

import pytest

from commsim.api import simulate
from commsim.dashboard.common_income import year_fen
from commsim.dashboard.lever_events import OWN
from commsim.dashboard.levers import LEVER_NAMES, LEVERS, choices_of, has_place, lever, read, with_levers, write
from commsim.dashboard.treatment import treatment_month
from commsim.errors import InputError, UnknownNameError
from commsim.scenario import library_names, load_scenario, parse_scenario
from tests.dashboard.two_estates import TWO_ESTATES

NUMBERS = {
    "activated": ("0", "0.05", "0.3", "0.123456", "1"),
    "revenue": ("0", "0.01", "1.23", "500", "772.07", "4999.99", "5000"),
    "convention": ("0", "0.4", "1"),
    "mediation": ("0", "12.5", "200"),
}
VALUES = [
    (one.name, value) for one in LEVERS for value in NUMBERS.get(one.name, tuple(choice for choice, _ in one.choices))
]
EVERYWHERE = (*library_names(), "two-estates")


def scenario(name):
    return parse_scenario(TWO_ESTATES, "two.yaml") if name == "two-estates" else load_scenario(name)


def keys(found):
    return [event.key for event in found.data.timeline]


def event(found, key):
    return next(event for event in found.data.timeline if event.key == key)


# --- all levers, everywhere -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "value"), VALUES)
@pytest.mark.parametrize("where", EVERYWHERE)
def test_what_a_lever_writes_is_valid_and_read_back(where, name, value):
    moved = with_levers(scenario(where), [(name, value)])
    assert read(name, moved) == value
    assert parse_scenario(moved.to_yaml(), "again.yaml").digest() == moved.digest()


@pytest.mark.parametrize("name", LEVER_NAMES)
@pytest.mark.parametrize("where", EVERYWHERE)
def test_a_lever_set_to_what_it_is_changes_nothing(where, name):
    before = scenario(where)
    assert with_levers(before, [(name, read(name, before))]).digest() == before.digest()


@pytest.mark.parametrize("where", EVERYWHERE)
def test_levers_together_are_all_read_back_whatever_the_rest_is(where):
    before = scenario(where)
    wanted = [
        {"activated": "0.4", "who": "retired", "support": "full", "committee": "elected", "convention": "0.7"},
        {"activated": "0", "who": "retired", "support": "rota", "committee": "none", "revenue": "55"},
        {"activated": "0", "support": "none", "committee": "none", "convention": "0", "mediation": "1"},
        {"activated": "1", "who": "non_members", "support": "none", "committee": "elected", "revenue": "0"},
    ]
    for values in wanted:
        moved = with_levers(before, values.items())
        told = {name: read(name, moved) for name in values}
        if values.get("who") and values["activated"] == "0":
            assert event(moved, keys(moved)[[one.event for one in moved.data.timeline].index("activate")]).share == 0
        assert told == values


def test_the_order_in_which_levers_come_does_not_matter():
    values = [("activated", "0.2"), ("support", "none"), ("committee", "none"), ("who", "retired")]
    found = {with_levers(load_scenario("yanxiqiao"), order).digest() for order in permutations(values)}
    assert len(found) == 1


def test_levers_never_touch_the_behaviour():
    before = load_scenario("tianhu-garden")
    values = {"activated": "0.1", "who": "retired", "support": "rota", "committee": "none", "revenue": "9"}
    moved = with_levers(before, (*values.items(), ("convention", "1"), ("mediation", "1")))
    assert moved.digest() != before.digest()
    assert moved.behaviour == before.behaviour


def test_every_lever_changes_the_run():
    before = load_scenario("tianhu-garden")
    runs = {"as it is": simulate(before).monthly.to_csv()}
    moved = {
        "activated": "0.1",
        "who": "retired",
        "support": "rota",
        "committee": "none",
        "revenue": "100",
        "convention": "1",
        "mediation": "100",
    }
    assert set(moved) == set(LEVER_NAMES)
    for name, value in moved.items():
        runs[name] = simulate(with_levers(before, [(name, value)])).monthly.to_csv()
    assert len(set(runs.values())) == len(runs)


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("activated", "1.1", "Members activated: 1.1 is out of range; allowed: a number from 0 to 1"),
        ("activated", "many", "Members activated: 'many' is no number; allowed: a number from 0 to 1"),
        ("activated", "true", "'true' is no number"),
        ("activated", ".nan", "'.nan' is no number"),
        ("activated", "1e309", "'1e309' is no number"),
        ("activated", "-0.1", "out of range"),
        ("activated", "", "'' is no number"),
        ("revenue", "5000.01", "Income of the common parts: 5000.01 is out of range; allowed: a number from 0 to 5000"),
        ("mediation", "201", "out of range; allowed: a number from 0 to 200 (hours a month)"),
        ("who", "cats", "Who is asked: 'cats' is no choice; allowed: members, in_service, retired, non_members"),
        ("support", OWN, "'own' is no choice; allowed: none, rota, full"),
        ("committee", "\x1b[31mred", "'\\x1b[31mred' is no choice"),
    ],
)
def test_a_value_that_is_none_is_refused_with_what_is_allowed(name, value, said):
    content = load_scenario("tianhu-garden").to_dict()
    before = copy.deepcopy(content)
    with pytest.raises(InputError) as refused:
        write(name, value, content)
    assert said in str(refused.value)
    assert content == before


def test_an_unknown_lever_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="no lever 'activate'; did you mean 'activated'"):
        lever("activate")


def test_a_vote_before_there_was_a_law_is_refused_and_leaves_the_scenario_as_it_was():
    content = load_scenario("typical-estate").set("first_year", 1995).to_dict()
    before = copy.deepcopy(content)
    with pytest.raises(InputError, match=r"elected cannot be set in typical-estate: .*when no law said how they vote"):
        write("committee", "elected", content)
    assert content == before


def test_more_people_than_there_are_is_refused():
    asked = load_scenario("yanxiqiao").set("timeline.activate.count", 25)
    with pytest.raises(InputError, match=r"retired cannot be set in yanxiqiao: .*25 are asked, but there are at most"):
        with_levers(asked, [("who", "retired")])


# --- activation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("tianhu-garden", 61),
        ("tianhu-garden-without", 54),
        ("hongyun", 61),
        ("hongyun-volunteers", 37),
        ("yanxiqiao", 25),
        ("typical-estate", 13),
        ("committee-by-decree", 7),
        ("parking-meeting", 12),
    ],
)
def test_the_treatment_begins_when_the_timeline_says_or_after_a_year(name, month):
    assert treatment_month(load_scenario(name).to_dict()) == month


def test_nobody_asked_means_no_activation():
    assert keys(with_levers(load_scenario("tianhu-garden"), [("activated", "0")])) == [
        "conflict",
        "found_branch",
        "elect",
        "run_revenue",
    ]


def test_members_who_were_never_asked_do_not_withdraw():
    assert "withdraw" not in keys(with_levers(scenario("two-estates"), [("activated", "0")]))


def test_a_number_of_members_becomes_a_share():
    moved = with_levers(load_scenario("yanxiqiao"), [("activated", "0.5")])
    assert (event(moved, "activate").share, event(moved, "activate").count) == (0.5, None)


def test_a_number_of_members_is_read_as_a_share_of_those_who_can_be_asked():
    volunteers = load_scenario("hongyun-volunteers")
    all_of_them = volunteers.set_many({"timeline.activate.share": 1.0, "timeline.activate.count": "null"})
    told = [one["text"] for run in (volunteers, all_of_them) for one in simulate(run, months=40).raws[0].events]
    assert [text for text in told if "begin" in text] == ["8 members begin to serve", "9 members begin to serve"]
    assert read("activated", volunteers) == "0.889"  # 8 of 9


def test_a_few_among_thousands_are_not_nobody():
    few = load_scenario("typical-estate").set_many({"estates.main.homes": 40000, "estates.main.buildings": 400})
    asked = with_levers(few, [("activated", "0.5")]).set_many(
        {"timeline.activate.share": "null", "timeline.activate.count": 1}
    )
    assert read("activated", asked) == "0.001"


def test_who_is_asked_can_be_chosen_before_anybody_is():
    moved = with_levers(load_scenario("typical-estate"), [("who", "retired")])
    assert (read("who", moved), read("activated", moved)) == ("retired", "0")
    run = simulate(moved, months=30)
    assert run.monthly["members_active"].max() == 0


# --- support --------------------------------------------------------------------------------------------------------


def test_without_support_the_community_asks():
    moved = with_levers(load_scenario("tianhu-garden"), [("support", "none")])
    assert "found_branch" not in keys(moved)
    assert event(moved, "activate").by == "community"


def test_support_founds_a_branch_that_then_asks():
    moved = with_levers(load_scenario("yanxiqiao"), [("support", "full")])
    branch = event(moved, "found_branch")
    assert (branch.month, branch.rota, branch.service_file, branch.recognition) == (25, True, True, True)
    assert branch.staff_hours == 16
    assert event(moved, "activate").by == "branch"


def test_a_branch_is_founded_in_each_estate_in_which_somebody_is_asked():
    none = with_levers(scenario("two-estates"), [("support", "none")])
    assert [one.by for one in none.data.timeline if one.event == "activate"] == ["community", "community"]
    full = with_levers(none, [("support", "rota")])
    founded = [
        (one.month, one.estate, one.rota, one.recognition) for one in full.data.timeline if one.event == "found_branch"
    ]
    assert founded == [(6, "west", True, False), (7, "east", True, False)]
    assert [one.by for one in full.data.timeline if one.event == "activate"] == ["branch", "branch"]


def test_support_of_its_own_is_called_so_and_can_be_chosen_only_while_it_is():
    two = scenario("two-estates")
    assert read("support", two) == OWN
    assert choices_of("support", OWN)[-1][0] == OWN
    assert OWN not in [value for value, _ in choices_of("support", "none")]
    assert with_levers(two, [("support", OWN)]).digest() == two.digest()


def test_a_new_event_gets_an_id_that_is_free():
    taken = load_scenario("typical-estate").to_dict()
    taken["timeline"] = [{"event": "renovate", "id": "convention", "month": 3, "yuan": 5.0}]
    write("convention", "0.5", taken)
    assert [(one.get("id"), one["event"]) for one in taken["timeline"]] == [
        ("convention", "renovate"),
        ("convention_2", "convention"),
    ]


# --- committee ------------------------------------------------------------------------------------------------------


def test_without_a_committee_nothing_is_left_that_only_one_can_do():
    assert keys(with_levers(load_scenario("tianhu-garden"), [("committee", "none")])) == [
        "conflict",
        "found_branch",
        "activate",
    ]
    assert keys(with_levers(scenario("two-estates"), [("committee", "none")])) == [
        "conflict",
        "found_branch",
        "ask_west",
        "ask_east",
        "withdraw",
    ]


def test_owners_run_the_estate_themselves_only_while_somebody_is_there_to_do_it():
    yanxiqiao = load_scenario("yanxiqiao")
    assert "self_run" in keys(with_levers(yanxiqiao, [("committee", "none")]))
    assert "self_run" not in keys(with_levers(yanxiqiao, [("committee", "none"), ("activated", "0")]))


def test_an_election_takes_the_place_of_a_decree():
    by_decree = load_scenario("committee-by-decree")
    assert read("committee", by_decree) == OWN
    moved = with_levers(by_decree, [("committee", "elected")])
    vote = event(moved, "elect")
    assert keys(moved) == ["elect"]
    assert (vote.month, vote.months_open, vote.attempts, vote.legal_personality, vote.run_revenue) == (
        8,
        3,
        6,
        True,
        True,
    )


def test_no_dividends_come_with_an_election_alone():
    moved = with_levers(load_scenario("typical-estate"), [("committee", "elected")])
    assert keys(moved) == ["elect"]
    assert moved.data.estates["main"].common.dividend_share == 0


# --- income of the common parts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", NUMBERS["revenue"])
@pytest.mark.parametrize("where", EVERYWHERE)
def test_the_income_of_a_year_is_exact_to_the_fen(where, value):
    content = with_levers(scenario(where), [("revenue", value)]).to_dict()
    for estate in content["estates"].values():
        if read("revenue", scenario(where)) != value:
            assert year_fen(estate["common"]) == round(float(value) * 100) * estate["homes"]


def test_parking_adverts_and_the_rest_keep_their_proportions():
    before = load_scenario("tianhu-garden").data.estates["main"].common
    after = with_levers(load_scenario("tianhu-garden"), [("revenue", "1500")]).data.estates["main"].common
    factor = 1500 * 600 / 463250
    assert after.parking_yuan_per_space_day == pytest.approx(before.parking_yuan_per_space_day * factor, rel=1e-6)
    assert after.adverts_yuan_per_year == pytest.approx(before.adverts_yuan_per_year * factor, rel=1e-5)
    assert after.other_yuan_per_year == pytest.approx(before.other_yuan_per_year * factor, rel=1e-4)
    assert after.parking_let == before.parking_let


def test_income_where_there_was_none_is_other_income():
    after = with_levers(load_scenario("parking-meeting"), [("revenue", "100")]).data.estates["main"].common
    assert (after.parking_yuan_per_space_day, after.adverts_yuan_per_year, after.other_yuan_per_year) == (0, 0, 30000)


def test_a_price_at_its_limit_leaves_the_rest_to_other_income():
    few = load_scenario("parking-meeting").set_many(
        {
            "estates.main.common.parking_spaces": 1,
            "estates.main.common.parking_let": 1,
            "estates.main.common.parking_yuan_per_space_day": 1,
        }
    )
    after = with_levers(few, [("revenue", "5000")]).data.estates["main"].common
    assert after.parking_yuan_per_space_day == 1000
    assert after.other_yuan_per_year == 5000 * 300 - 365000


# --- convention, mediation, places ----------------------------------------------------------------------------------


def test_no_convention_is_no_event_and_mediation_is_that_of_all_estates():
    assert "convention" not in keys(with_levers(load_scenario("yanxiqiao"), [("convention", "0")]))
    moved = with_levers(scenario("two-estates"), [("mediation", "17")])
    assert [estate.street.mediation_hours for estate in moved.data.estates.values()] == [17, 17]


def test_a_lever_has_its_place_where_what_it_is_about_is_there():
    places = {name: has_place(name, load_scenario("tianhu-garden-without")) for name in LEVER_NAMES}
    assert places == {
        "activated": False,
        "who": False,
        "support": False,
        "committee": False,
        "revenue": True,
        "convention": False,
        "mediation": True,
    }
    assert all(has_place(name, load_scenario("yanxiqiao")) for name in ("activated", "committee", "convention"))
