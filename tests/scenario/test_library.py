"""The shipped scenarios: all valid, all tied to their sources, all with what the statements of the model ask."""

from importlib.resources import files

import pytest

from commsim.scenario import casebook, library_names, library_text, load_scenario, parse_scenario
from commsim.scenario.yaml_text import parse

NAMES = (
    "committee-by-decree",
    "hongyun",
    "hongyun-volunteers",
    "parking-meeting",
    "parking-meeting-without",
    "tianhu-garden",
    "tianhu-garden-without",
    "typical-estate",
    "yanxiqiao",
    "yanxiqiao-without",
)
SCHEMA_LINE = "# yaml-language-server: $schema=../scenario.schema.json"


def targets(name):
    """Return the targets of a shipped scenario as (measure, window, relation, value or bounds)."""
    return {
        target.id: (target.measure, target.window, target.relation, target.value or (target.low, target.high))
        for target in load_scenario(name).data.targets
    }


def test_the_ten_scenarios_are_shipped():
    assert library_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_is_valid_and_says_its_name(name):
    scenario = load_scenario(name)
    assert (scenario.name, scenario.origin) == (name, "library")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_points_editors_to_the_schema(name):
    assert library_text(name).splitlines()[0] == SCHEMA_LINE
    assert files("commsim.scenario").joinpath("library", "..", "scenario.schema.json").is_file()


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_says_what_it_asks_in_both_languages(name):
    own = parse(library_text(name)).content
    for text in (own["title"], own["question"]):
        assert text["en"].isascii()
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text["zh"])
    assert load_scenario(name).data.notes


@pytest.mark.parametrize("name", NAMES)
def test_every_source_is_in_the_casebook(name):
    scenario = load_scenario(name).data
    named = {*scenario.sources, *(target.source for target in scenario.targets)} - {None}
    assert named
    assert named <= set(casebook())


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scenario_survives_being_written_and_read(name):
    scenario = load_scenario(name)
    again = parse_scenario(scenario.to_yaml())
    assert (again.data, again.digest()) == (scenario.data, scenario.digest())


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_a_shipped_file_loads_from_anywhere(name, tmp_path):
    (tmp_path / "copy.yaml").write_text(library_text(name), encoding="utf-8")
    assert load_scenario(tmp_path / "copy.yaml").digest() == load_scenario(name).digest()


@pytest.mark.parametrize("name", NAMES)
def test_one_set_of_behaviour_parameters_serves_all(name):
    scenario = load_scenario(name)
    assert scenario.to_dict()["behaviour"] == {}
    assert scenario.data.mechanisms == load_scenario("typical-estate").data.mechanisms


@pytest.mark.parametrize("name", [name for name in NAMES if f"{name}-without" in NAMES])
def test_a_twin_differs_only_in_what_is_done(name):
    scenario, twin = load_scenario(name), load_scenario(f"{name}-without")
    assert scenario.data.twin == twin.name
    differing = {key for key, value in scenario.to_dict().items() if twin.to_dict().get(key) != value}
    assert differing <= {"name", "title", "question", "twin", "timeline", "targets"}
    assert differing >= {"name", "timeline"}


def test_nothing_differs_before_the_key_minority_acts():
    acts, bare = load_scenario("tianhu-garden").data, load_scenario("tianhu-garden-without").data
    assert [event for event in acts.timeline if event.month < 61] == list(bare.timeline)


def test_figures_of_the_casebook_are_the_inputs():
    facts = casebook()
    hongyun, yanxi = load_scenario("hongyun").data, load_scenario("yanxiqiao").data
    estate = hongyun.estates["main"]
    assert (estate.homes, estate.shops) == (facts["hongyun.homes"].value, facts["hongyun.shops"].value)
    enters = next(event for event in hongyun.timeline if event.event == "company_enters")
    assert enters.entry_cost_yuan == facts["hongyun.entry_cost"].value
    assert enters.instalment_months == 12 * facts["hongyun.advance"].value
    old = yanxi.estates["main"]
    assert old.buildings == facts["yanxi.buildings"].value
    assert old.fee_yuan_per_household == facts["yanxi.fee"].value
    assert old.common.parking_spaces == facts["yanxi.spaces"].value
    assert old.common.parking_yuan_per_space_day == facts["yanxi.price"].value
    assert old.common.adverts_yuan_per_year == facts["yanxi.adverts"].value


def test_parking_at_yanxiqiao_earns_what_the_source_reports_only_when_nearly_full():
    common = load_scenario("yanxiqiao").data.estates["main"].common
    full = common.parking_spaces * common.parking_yuan_per_space_day * 365
    assert full == 83_950
    assert casebook()["yanxi.parking_income"].value / full == pytest.approx(0.953, abs=5e-4)


def test_the_typical_estate_has_a_thousand_households():
    estate = load_scenario("typical-estate").data.estates["main"]
    assert estate.homes + estate.shops == 1_000
    assert load_scenario("typical-estate").data.months == 120


def test_the_targets_are_the_statements_of_the_model():
    assert targets("tianhu-garden") == {
        "fee-before": ("fee_rate", "months 49..60", "below", 0.30),
        "fee-after": ("fee_rate", "years 2..6 from first dividend", "between", (0.98, 0.999)),
        "dividends": ("dividend_years", "whole run", "at_least", 5),
        "surplus": ("common_account_yuan", "last month", "above", 1_000_000),
        "disputes-halved": ("disputes_reported_per_100", "last 12 months", "at_most", 0.5),
    }
    assert targets("tianhu-garden-without")["fee-stays-low"] == ("fee_rate", "last 12 months", "below", 0.30)
    assert targets("hongyun-volunteers") == {"upkeep-ends": ("upkeep_months", "whole run", "at_most", 2)}
    assert targets("hongyun") == {
        "company-stays": ("company", "last 12 months", "equal", 1),
        "instalments": ("instalments_paid_share", "whole run", "at_least", 1),
    }
    assert targets("yanxiqiao")["fee-rises"] == ("fee_rate", "last 12 months", "above", 1)
    assert targets("parking-meeting") == {"carried": ("meeting_carried", "whole run", "equal", 1)}
    assert load_scenario("parking-meeting-without").data.targets[0].value == 0
    assert targets("typical-estate") == {"fee-rate": ("fee_rate", "each year", "between", (0.70, 0.88))}
    assert targets("committee-by-decree") == {"stays-low": ("fee_rate", "each year", "below", 0.50)}


@pytest.mark.parametrize("name", NAMES)
def test_a_target_repeats_the_figure_of_its_source_or_says_why_not(name):
    for target in load_scenario(name).data.targets:
        reported = casebook()[target.source].value if target.source else None
        repeats = reported is not None and target.value == reported
        assert repeats or target.note
