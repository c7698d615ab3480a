"""Random scenarios one after another, the same for the same number on the same version of Hypothesis."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from commsim.scenario import Scenario
from tests.agents.any_district import any_district

BATCH = 20
SEEDS = st.integers(0, 2**64 - 1) | st.sampled_from([0, 2**64 - 1])
MIDDLING = any_district(most_months=26, most_estates=3, most_homes=40, most_stories=2)
LONG = any_district(most_months=42, most_estates=2, most_homes=30, most_stories=3)
LARGE = any_district(most_months=15, most_estates=5, most_homes=200, most_stories=1)
DISTRICTS = MIDDLING | LONG | LARGE
"""Districts of 1 to 42 months, 1 to 5 estates, 1 to 200 homes each."""


def random_scenarios(count: int, seed: int) -> Iterator[tuple[Scenario, int]]:
    """Yield so many random scenarios, each with a seed to run it under."""
    done = 0
    for batch in range(count):
        for pair in _batch(seed * 1_000_003 + batch):
            if done == count:
                return
            done += 1
            yield pair


def _batch(number: int) -> list[tuple[Scenario, int]]:
    found: list[tuple[Scenario, int]] = []

    @seeded(number)
    @settings(
        max_examples=BATCH,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(DISTRICTS, SEEDS)
    def collect(scenario: Scenario, run_seed: int) -> None:
        found.append((scenario, run_seed))

    collect()
    return found
