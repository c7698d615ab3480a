"""What decides a run: source, levers, changes, events left out, months and seed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commsim.dashboard import settings as module
from commsim.dashboard.settings import TWINS, Settings, Source, scenario_of, source_scenario, twin_scenario
from commsim.errors import InputError, ScenarioError, SeedError, UnknownNameError
from commsim.scenario import library_names, load_scenario
from tests.dashboard.two_estates import TWO_ESTATES
from tests.small_estate import SMALL

SMALL_SOURCE = Source(name="", text=SMALL, shown="small.yaml")


@pytest.mark.parametrize("name", library_names())
def test_a_shipped_scenario_without_changes_is_run_as_it_is(name):
    assert scenario_of(Settings(Source(name))).digest() == load_scenario(name).digest()


def test_an_uploaded_text_is_run_as_it_is():
    assert scenario_of(Settings(SMALL_SOURCE)).name == "small-estate"


def test_everything_that_can_be_changed_comes_together():
    settings = Settings(
        levers=(("activated", "0.3"),),
        changes=(("behaviour.fees.b_S", "2"), ("timeline.activate.visits", "false")),
        without=("run_revenue",),
        months=100,
    )
    by_hand = load_scenario("tianhu-garden").without("run_revenue")
    by_hand = by_hand.set_many({"timeline.activate.share": 0.3})
    by_hand = by_hand.set_many({"behaviour.fees.b_S": "2", "timeline.activate.visits": "false"}).with_months(100)
    assert scenario_of(settings).digest() == by_hand.digest()


def test_changes_come_after_levers_and_win():
    settings = Settings().with_lever("activated", "0.3").with_change("timeline.activate.share", "0.9")
    assert scenario_of(settings).to_dict()["timeline"][2]["share"] == 0.9


def test_a_lever_moved_in_another_order_is_the_same_settings():
    one = Settings().with_lever("revenue", "900").with_lever("activated", "0.3")
    other = Settings().with_lever("activated", "0.3").with_lever("revenue", "900")
    assert one == other
    assert one.digest() == other.digest()


def test_none_takes_a_lever_and_a_change_back():
    changed = Settings().with_lever("who", "retired").with_change("months", "20")
    assert changed.is_changed
    assert changed.with_lever("who", None).with_change("months", None) == Settings()


def test_a_change_made_again_takes_the_place_of_the_first():
    settings = Settings().with_change("start.fee_rate", "0.5").with_change("start.fee_rate", "0.6")
    assert settings.changes == (("start.fee_rate", "0.6"),)


def test_a_parameter_set_to_what_it_is_leaves_the_scenario_the_same():
    settings = Settings().with_change("behaviour.fees.b_S", "2.4")
    assert load_scenario("tianhu-garden").behaviour.fees.b_S == 2.4
    assert scenario_of(settings).digest() == scenario_of(Settings()).digest()
    assert scenario_of(settings.with_change("behaviour.fees.b_S", "2.5")).digest() != scenario_of(Settings()).digest()


def test_the_seed_is_part_of_the_digest_but_not_of_the_scenario():
    one, other = Settings(seed=1), Settings(seed=2)
    assert one.digest() != other.digest()
    assert scenario_of(one) is scenario_of(other)


@pytest.mark.parametrize(
    "other",
    [
        Settings(Source("hongyun")),
        Settings(SMALL_SOURCE),
        Settings(levers=(("who", "retired"),)),
        Settings(changes=(("start.fee_rate", "0.5"),)),
        Settings(without=("elect",)),
        Settings(months=20),
    ],
)
def test_all_parts_are_part_of_the_digest(other):
    assert other.digest() != Settings().digest()


@pytest.mark.parametrize(
    ("settings", "kind", "said"),
    [
        (Settings(Source("tianhu")), UnknownNameError, "no shipped scenario 'tianhu'"),
        (Settings(Source("../../etc/passwd")), UnknownNameError, "no shipped scenario '../../etc/passwd'"),
        (Settings(Source("small.yaml")), UnknownNameError, "no shipped scenario 'small.yaml'"),
        (Settings(Source("", "name: [a", "mine.yaml")), ScenarioError, "mine.yaml:1: a bracket that is never closed"),
        (Settings(levers=(("speed", "1"),)), UnknownNameError, "no lever 'speed'"),
        (Settings(levers=(("who", "cats"),)), InputError, "'cats' is no choice; allowed: members, in_service"),
        (Settings(changes=(("start.fees_rate", "1"),)), UnknownNameError, "did you mean 'fee_rate'"),
        (Settings(changes=(("start.fee_rate", "2"),)), ScenarioError, "allowed: a number from 0 to 1"),
        (Settings(changes=(("start.fee_rate", " "),)), InputError, "a change wants a path and a value"),
        (Settings(without=("activation",)), UnknownNameError, "no event 'activation'"),
        (Settings(months=0), ScenarioError, "months"),
        (Settings(months=601), InputError, "601 months; allowed here: at most 600"),
    ],
)
def test_what_cannot_be_run_is_refused_with_where_what_and_what_is_allowed(settings, kind, said):
    with pytest.raises(kind) as refused:
        scenario_of(settings)
    assert said in str(refused.value)


def test_limits_hold_after_changes_too():
    with pytest.raises(InputError, match="6,020 homes and shops"):
        scenario_of(Settings().with_change("estates.main.homes", "6000"))


def test_a_seed_is_a_whole_number():
    with pytest.raises(SeedError):
        Settings().with_seed(-1)
    assert Settings().with_seed(0).seed == 0


def test_what_is_kept_of_scenarios_is_bounded():
    for share in range(200):
        scenario_of(Settings(SMALL_SOURCE).with_change("start.fee_rate", str(share / 200)))
        assert module._scenario_of.cache_info().currsize <= module._KEPT_SCENARIOS


# --- twins ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", TWINS)
@pytest.mark.parametrize("name", library_names())
def test_every_twin_has_the_same_months_estates_and_homes(name, choice):
    settings = Settings(Source(name)).with_lever("revenue", "600").with_months(40 if name[:2] != "pa" else 9)
    twin = twin_scenario(settings, choice)
    if twin is not None:
        mine = scenario_of(settings)
        assert twin.data.months == mine.data.months
        assert twin.digest() != mine.digest()
        assert {key: each.homes for key, each in twin.data.estates.items()} == {
            key: each.homes for key, each in mine.data.estates.items()
        }


def test_the_shipped_twin_takes_the_changes_it_has_a_place_for():
    settings = Settings().with_change("behaviour.fees.b_S", "2").with_change("timeline.activate.share", "0.3")
    twin = twin_scenario(settings.with_lever("mediation", "20").with_lever("activated", "0.2"), "shipped")
    by_hand = load_scenario("tianhu-garden-without").set_many(
        {"behaviour.fees.b_S": "2", "estates.main.street.mediation_hours": 20}
    )
    assert twin.digest() == by_hand.digest()


def test_nobody_is_activated_in_the_shipped_twin_whatever_the_levers_say():
    settings = Settings()
    for name, value in (("activated", "1"), ("who", "retired"), ("support", "rota"), ("convention", "1")):
        settings = settings.with_lever(name, value)
    assert twin_scenario(settings, "shipped").digest() == load_scenario("tianhu-garden-without").digest()


def test_a_twin_keeps_its_own_name_targets_and_title():
    settings = Settings().with_change("name", "mine").with_change("notes", "mine too")
    assert twin_scenario(settings, "shipped").digest() == load_scenario("tianhu-garden-without").digest()


def test_a_scenario_without_a_twin_has_none():
    assert twin_scenario(Settings(Source("hongyun")), "shipped") is None


def test_nothing_is_done_to_the_untreated_estate():
    twin = twin_scenario(Settings(), "untreated")
    assert [event.key for event in twin.data.timeline] == ["conflict"]
    hongyun = twin_scenario(Settings(Source("hongyun")), "untreated")
    assert [event.key for event in hongyun.data.timeline] == ["company_leaves", "revenue_unrun"]


def test_nobody_speaks_up_at_the_untreated_meeting():
    twin = twin_scenario(Settings(Source("parking-meeting")), "untreated")
    assert twin.digest() == load_scenario("parking-meeting").set("timeline.meeting.speakers", 0).digest()


def test_the_untreated_twin_of_two_estates_drops_what_nobody_is_there_for():
    twin = twin_scenario(Settings(Source("", TWO_ESTATES, "two.yaml")), "untreated")
    assert [event.key for event in twin.data.timeline] == ["conflict"]


def test_an_estate_to_which_nothing_is_done_has_no_untreated_twin():
    assert twin_scenario(Settings(Source("typical-estate")), "untreated") is None


def test_the_original_is_the_source_over_the_same_months():
    settings = Settings(months=80).with_lever("activated", "0.1")
    assert twin_scenario(settings, "original").digest() == load_scenario("tianhu-garden").with_months(80).digest()
    assert twin_scenario(Settings(seed=9), "original") is None


def test_another_kind_of_twin_is_refused():
    with pytest.raises(InputError, match="twin: 'evil' is no choice; allowed: shipped, untreated, original"):
        twin_scenario(Settings(), "evil")


def test_a_shipped_twin_that_cannot_take_the_changes_is_none():
    settings = replace(Settings(Source("parking-meeting")), changes=(("timeline.meeting.speakers", "4"),))
    assert twin_scenario(settings, "shipped").to_dict()["timeline"][0]["speakers"] == 4
    fewer = settings.with_change("estates.main.homes", "24").with_change("timeline.meeting.speakers", "1")
    assert twin_scenario(fewer, "shipped") is not None


def test_the_source_is_checked_by_itself():
    with pytest.raises(ScenarioError, match="says nothing"):
        source_scenario(Source("", "# nothing\n", "empty.yaml"))
