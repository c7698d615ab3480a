"""Random districts dock: the same bits in both engines, alone and several at a time, at one thread and at two.

``python -m tests.support.docking`` does the same for as many scenarios as there is time for.
"""

from hypothesis import HealthCheck, given, settings

from tests.support.docking import dock, first_difference
from tests.support.engines import AGENTS, COMPILED
from tests.support.random_scenarios import LARGE, LONG, MIDDLING, SEEDS

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(SOME, max_examples=20)


@SOME
@given(MIDDLING, SEEDS)
def test_a_random_district_docks(scenario, seed):
    assert dock(scenario, seed) is None


@FEW
@given(LONG, SEEDS)
def test_a_district_of_many_months_docks(scenario, seed):
    assert dock(scenario, seed) is None


@FEW
@given(LARGE, SEEDS)
def test_a_district_of_many_homes_docks(scenario, seed):
    assert dock(scenario, seed) is None


@FEW
@given(MIDDLING, SEEDS)
def test_runs_side_by_side_are_those_of_the_agents(scenario, seed):
    seeds = [seed, seed ^ 1]
    alone = [AGENTS.run(scenario, number) for number in seeds]
    for threads in (1, 2):
        together = COMPILED.many(scenario, seeds, threads)
        differing = [first_difference(*pair) for pair in zip(alone, together, strict=True)]
        assert differing == [None, None]
