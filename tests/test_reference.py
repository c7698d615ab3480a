"""Reference runs: what a scenario and a seed gave when the rules were last changed on purpose.

The digests are of the values written with nine significant digits, so that they hold on every platform whose ``exp`` is
good to that; ``python -m tests.test_reference`` writes them anew after a change of rules, parameters or scenarios.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from commsim.scenario import load_scenario
from tests.support.engines import ENGINES

STORED = Path(__file__).parent / "reference" / "digests.json"
RUNS = (
    ("tianhu-garden", 0, 80),
    ("hongyun", 1, 80),
    ("hongyun-volunteers", 2, 42),
    ("yanxiqiao", 3, 40),
    ("parking-meeting", 4, 8),
    ("committee-by-decree", 2**64 - 1, 24),
    ("typical-estate", 5, 12),
)


def digest(name: str, seed: int, months: int, engine: str = "agents") -> str:
    """Return the digest of the monthly rows, final households and events of one run."""
    run = ENGINES[engine].run(load_scenario(name).with_months(months), seed)
    sums = hashlib.sha256()
    for table in (run.monthly, run.households):
        for column, values in table.items():
            written = ",".join(f"{value:.9g}" if isinstance(value, float) else str(value) for value in values)
            sums.update(f"{column}:{written}\n".encode())
    for event in run.events:
        sums.update(json.dumps(event, sort_keys=True).encode())
    return sums.hexdigest()


@pytest.mark.smoke
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "seed", "months"), RUNS)
def test_a_reference_run_gives_the_same_values_on_every_interpreter(
    name: str, seed: int, months: int, engine: str
) -> None:
    stored = json.loads(STORED.read_text())
    assert digest(name, seed, months, engine) == stored[f"{name}-{seed}-{months}"]


def test_every_stored_digest_is_of_a_run_and_differs_from_the_others() -> None:
    stored = json.loads(STORED.read_text())
    assert set(stored) == {f"{name}-{seed}-{months}" for name, seed, months in RUNS}
    assert len(set(stored.values())) == len(RUNS)


if __name__ == "__main__":
    STORED.parent.mkdir(exist_ok=True)
    STORED.write_text(json.dumps({f"{n}-{s}-{m}": digest(n, s, m) for n, s, m in RUNS}, indent=2) + "\n")
