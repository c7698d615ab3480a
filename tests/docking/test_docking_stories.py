"""The fixed sample: the stories and the small worlds, in which everything that can happen happens, dock.

What happens is counted while the Mesa model runs; a path nobody takes would prove nothing about the other engine.
"""

from __future__ import annotations

import math

import pytest

from commsim.rules.columns import MONTHLY
from commsim.scenario.telling import Happening
from tests.docking.witness import PATHS, Witness
from tests.support.docking import dock, first_difference
from tests.support.engines import AGENTS, COMPILED
from tests.support.small_worlds import small_worlds
from tests.support.stories import STORIES, story_scenarios

SEEDS = (0, 2**64 - 1)
WORLDS = ("rings", "files", "conflict", "self-rule", "quarrel", "loss", "vacuum", "outsiders")


class Sample:
    """The runs of the stories by the Mesa model, and what was seen in them.

    Attributes:
        scenarios: the stories by name; runs: by (name, seed).
        seen: how often each happening and each path occurred.
    """

    def __init__(self) -> None:
        self.scenarios = story_scenarios()
        with pytest.MonkeyPatch.context() as patch:
            witness = Witness(patch)
            self.runs = {
                (name, seed): AGENTS.run(scenario, seed) for name, scenario in self.scenarios.items() for seed in SEEDS
            }
        self.seen = witness.seen

    def column(self, name: str) -> list:
        """Return all values of a monthly column."""
        return [value for run in self.runs.values() for value in run.monthly[name]]


@pytest.fixture(scope="module")
def sample() -> Sample:
    """The fixed sample, run once."""
    return Sample()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", STORIES)
def test_a_story_docks(name, seed, sample):
    compiled = COMPILED.run(sample.scenarios[name], seed)
    assert first_difference(sample.runs[name, seed], compiled) is None


@pytest.mark.parametrize("name", WORLDS)
def test_a_small_world_docks(name, tmp_path):
    scenario = small_worlds(tmp_path)[name].set("record.households", True)
    assert dock(scenario, 7) is None


def test_all_small_worlds_are_docked(tmp_path):
    assert set(WORLDS) == set(small_worlds(tmp_path))


# --- what happens in the sample ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("happening", Happening, ids=lambda one: one.name)
def test_everything_the_log_can_tell_happens(happening, sample):
    assert sample.seen[happening.name] > 0


@pytest.mark.parametrize("path", PATHS)
def test_what_no_table_tells_happens_too(path, sample):
    assert sample.seen[path] > 0


def test_the_witness_knows_nothing_else(sample):
    assert set(sample.seen) == {*PATHS, *(one.name for one in Happening)}


@pytest.mark.parametrize("column", MONTHLY, ids=lambda one: one.name)
def test_every_monthly_column_takes_several_values(column, sample):
    assert len({value for value in sample.column(column.name) if not math.isnan(value)}) > 1


def test_every_end_of_an_effort_happens(sample):
    ends = {outcome["effort_ended_by"] for run in sample.runs.values() for outcome in run.outcomes.values()}
    assert ends == {"", "burnout", "cash", "mandate"}


def test_a_company_in_debt_and_a_meeting_nobody_attends_happen(sample):
    assert min(sample.column("company_cash_fen")) < 0
    held = zip(sample.column("meetings"), sample.column("meeting_private"), strict=True)
    assert any(count and math.isnan(share) for count, share in held)
