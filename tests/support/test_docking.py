"""What docks two runs finds every difference, and says where it begins."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from commsim.agents import Resident, simulate_agents
from commsim.raw import RawRun
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY_NAMES
from commsim.scenario import Scenario, load_scenario
from tests.support.differences import STAGE_OF, STAGES, differences, first_difference, same, unequal
from tests.support.docking import dock, main, reduced
from tests.support.engines import AGENTS, ENGINES, Engine
from tests.support.random_scenarios import random_scenarios
from tests.support.stories import PLACE, STORIES, story_scenarios, told

STORY = "conflict"


class Forgetful(Resident):
    """As everybody, but household 3 forgets to pay in month 7."""

    def decide_about_fee(self) -> None:
        super().decide_about_fee()
        if self.household == 3 and self.estate.month == 7 and self.estate.name == "second":
            self.pays = not self.pays


def _forgetful(scenario: Scenario, seed: int) -> RawRun:
    return simulate_agents(scenario, seed, Forgetful)


def _failing(scenario: Scenario, seed: int) -> RawRun:
    raise ZeroDivisionError("a bug")


FORGETFUL = Engine("forgetful", _forgetful, lambda scenario, seeds, _: [_forgetful(scenario, seed) for seed in seeds])
FAILING = FORGETFUL._replace(name="failing", run=_failing)


@pytest.fixture(scope="module")
def story() -> Scenario:
    """A story in two estates, with every household's history."""
    return story_scenarios()[STORY]


@pytest.fixture(scope="module")
def run(story: Scenario) -> RawRun:
    """A run of the story."""
    return AGENTS.run(story, 1)


def with_value(run: RawRun, table: str, column: str, place: int, value: object) -> RawRun:
    """Return the run with one value of a table changed."""
    content = getattr(run, table)
    values = [*content[column][:place], value, *content[column][place + 1 :]]
    return replace(run, **{table: content | {column: values}})


# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [(0.0, -0.0), (1, True), (1, 1.0), (0.1 + 0.2, 0.3), (math.nan, 0.0), (None, 0), ("a", "b")]
)
def test_values_that_differ_in_a_bit_or_in_type_are_not_the_same(one, other):
    assert not same(one, other)
    assert unequal([one, one], [one, other]) == [1]
    assert same(one, one)


def test_nan_is_nan_whatever_its_bits():
    assert same(math.nan, -math.nan)
    assert unequal([math.nan, 1.0], [-math.nan, 1.0]) == []


def test_the_same_run_twice_is_the_same(run, story):
    assert first_difference(run, AGENTS.run(story, 1)) is None
    assert dock(story, 1, (AGENTS, AGENTS)) is None


@pytest.mark.parametrize("table", ["monthly", "households", "history"])
def test_a_change_of_any_column_is_found(table, run):
    for column, values in getattr(run, table).items():
        for place in (0, len(values) - 1):
            value = values[place]
            changed = value + "x" if isinstance(value, str) else not value if isinstance(value, bool) else value + 1
            if isinstance(value, float) and math.isnan(value):
                changed = 0.0
            assert first_difference(run, with_value(run, table, column, place, changed)), (column, place)


def test_a_change_of_the_log_of_outcomes_or_of_shape_is_found(run):
    entry = run.events[0]
    for changed in ([entry | {"ok": not entry["ok"]}, *run.events[1:]], run.events[1:], [*run.events, entry]):
        assert "events: line" in first_difference(run, replace(run, events=changed))
    outcomes = run.outcomes | {"main": run.outcomes["main"] | {"company_at_end": 1}}
    assert "True as bool" in first_difference(run, replace(run, outcomes=outcomes))
    assert "seed: 1 against 2" in first_difference(run, replace(run, seed=2))
    assert "history: one against none" in first_difference(run, replace(run, history=None))
    fewer = {name: values[:-1] for name, values in run.monthly.items()}
    assert "estate has 52 rows against 51" in first_difference(run, replace(run, monthly=fewer))
    renamed = {name.replace("condition", "state"): values for name, values in run.monthly.items()}
    assert "['condition', 'state']" in first_difference(run, replace(run, monthly=renamed))


def test_the_earliest_month_counts_then_the_earliest_stage(run):
    late = with_value(run, "monthly", "service", 20, 0.5)
    early = with_value(late, "monthly", "trust_self", 9, 0.5)
    earliest = with_value(early, "monthly", "participation", 9, 0.5)
    assert [(one.month, one.column) for one in differences(run, earliest)] == [
        (10, "participation"),
        (10, "trust_self"),
        (21, "service"),
    ]
    text = first_difference(run, earliest)
    assert text.startswith(
        "agents and compiled differ first in month 10 of estate 'main', after the stage: 9 residents_take_part"
    )
    assert "[9 residents_take_part] monthly: participation" in text
    assert "0x1.0000000000000p-1 (0.5)" in text
    assert "differing values: 3 of " in text
    assert "estates: main from month 10; the same: second" in text


def test_the_month_tells_its_events(run):
    text = first_difference(run, with_value(run, "monthly", "visited", 3, 0.125))
    assert "month 4 " in text
    assert "events of this month: e2, e3" in text


def test_what_is_known_two_months_later_is_put_after_what_caused_it(run):
    changed = with_value(with_value(run, "monthly", "fee_rate", 4, 0.5), "monthly", "collected_fen", 5, -1)
    assert [one.column for one in differences(run, changed)] == ["collected_fen", "fee_rate"]


def test_every_column_that_changes_has_its_stage():
    assert set(STAGE_OF) == {*MONTHLY_NAMES, *HOUSEHOLD_FINAL}
    assert set(STAGE_OF.values()) <= set(range(len(STAGES)))


# --- a broken engine --------------------------------------------------------------------------------------------------


def test_one_payment_that_differs_is_found_with_month_estate_and_household(story):
    silent = story.set("record.households", False)
    found = dock(silent, 1, (AGENTS, FORGETFUL))
    assert "agents and forgetful differ first in month 7 of estate 'second', after the stage: " in found
    assert "[6 households_pay] monthly: collected_fen" in found
    closer = found.partition("with every household's history, 7 months:")[2]
    assert "[5 households_decide] history: pays of household 3" in closer


def test_an_engine_that_fails_is_told(story):
    assert "failing fails where agents runs" in dock(story, 1, (AGENTS, FAILING))
    assert "ZeroDivisionError: a bug" in dock(story, 1, (AGENTS, FAILING))


def test_a_failing_scenario_is_made_as_small_as_it_can_be(story):
    small = reduced(story, 1, (AGENTS, FORGETFUL), seconds=30.0)
    assert dock(small, 1, (AGENTS, FORGETFUL)) is not None
    assert small.data.months == 7
    assert small.estate_names == ("second",)
    assert small.data.estates["second"].homes <= 6
    assert small.data.timeline == ()


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_docks_random_scenarios(capsys):
    assert main(["--scenarios", "3", "--seed", "5"], (AGENTS, AGENTS)) == 0
    assert "3 random scenarios of --seed 5 are the same" in capsys.readouterr().out
    assert main(["--scenarios", "100000", "--minutes", "0"], (AGENTS, AGENTS)) == 0
    assert "1 random scenarios" in capsys.readouterr().out


def test_the_command_docks_a_named_scenario(capsys):
    assert main(["parking-meeting", "--seed", "3"], (AGENTS, AGENTS)) == 0
    assert "parking-meeting, seed 3: the same in both engines" in capsys.readouterr().out


def test_the_command_saves_a_scenario_that_can_be_docked_again(tmp_path, capsys, story):
    written = tmp_path / "story.yaml"
    written.write_text(story.to_yaml(), encoding="utf-8")
    assert main([str(written), "--seed", "1"], (AGENTS, FORGETFUL)) == 1
    failing = tmp_path / "failing.yaml"
    words = ["--scenarios", "1", "--seed", "1", "--save", str(failing)]
    assert main(words, (AGENTS, FAILING)) == 1
    told = capsys.readouterr().out
    assert "scenario 1 of --seed 1, run under seed" in told
    assert load_scenario(failing).data.months == 1
    assert failing.read_text(encoding="utf-8").startswith(f"# python -m tests.support.docking {failing} --seed")


def test_random_scenarios_are_the_same_for_the_same_number():
    one, again, other = (
        [(scenario.digest(), seed) for scenario, seed in random_scenarios(22, number)] for number in (1, 1, 2)
    )
    assert one == again != other
    assert len(one) == 22
    assert len(set(one)) > 10


def test_the_two_engines_are_docked_by_default(story):
    assert set(ENGINES) == {"agents", "compiled"}
    assert dock(story.with_months(3), 1) is None


# --- stories ----------------------------------------------------------------------------------------------------------


def test_a_story_is_told_in_every_estate_beside_what_happens_there():
    content = told({**PLACE, "timeline": [{"event": "convention", "month": 1}]}, STORIES["self-run"])
    assert [event["event"] for event in content["timeline"]][:2] == ["convention", "self_run"]
    assert [event["id"] for event in content["timeline"]] == [f"e{n}" for n in range(7)]
    assert content["estates"]["second"]["common"]["operator"] == "group"
    assert content["estates"]["main"]["homes"] == PLACE["estates"]["main"]["homes"]
    assert "estate" not in content
    assert "common" not in PLACE["estates"]["second"]
