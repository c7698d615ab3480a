"""Docking: two engines, one scenario, the same bits; or where they differ first.

``python -m tests.support.docking --scenarios 1000 --seed 1`` docks so many random scenarios (``--minutes`` stops it
earlier); ``python -m tests.support.docking tianhu-garden my.yaml --seed 7`` docks scenarios by name or file. At the
first difference it tells month, estate, stage and bits, makes the scenario as small as it can, saves it as a file that
can be docked again, and ends with 1.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from commsim.scenario import Scenario, load_scenario
from commsim.scenario.validation import validate
from tests.support.differences import differences, first_difference
from tests.support.engines import ENGINES, Engine

__all__ = ["dock", "first_difference", "main", "reduced"]

PAIR = ("agents", "compiled")
THREADS = 2
SAVED = Path("docking-failure.yaml")
HALVED = ("homes", "months", "shops", "buildings", "mean_degree")


def dock(scenario: Scenario, seed: int, engines: Sequence[Engine] = ()) -> str | None:
    """Return how two engines differ in one scenario, with a closer look at the households; None where they agree.

    Args:
        scenario: what to run.
        seed: 0 to 2**64 - 1.
        engines: the two; by default those of the two drivers.
    """
    pair = tuple(engines) or tuple(ENGINES[name] for name in PAIR)
    names = pair[0].name, pair[1].name
    first = pair[0].run(scenario, seed)
    try:
        second = pair[1].run(scenario, seed)
    except Exception:  # noqa: BLE001 (whatever it is, it is what there is to tell)
        return f"{names[1]} fails where {names[0]} runs:\n{traceback.format_exc()}"
    found = first_difference(first, second, names)
    if found is None or scenario.data.record.households:
        return found
    try:
        month = differences(first, second)[0].month
    except (IndexError, ValueError):  # a difference in shape
        return found
    return found + _households(scenario, seed, pair, min(month, scenario.data.months))


def _households(scenario: Scenario, seed: int, pair: Sequence[Engine], month: int) -> str:
    """Return where the histories of households differ first, up to the month of the first difference."""
    recorded = scenario.with_months(month).set("record.households", True)
    first, second = (engine.run(recorded, seed) for engine in pair)
    found = first_difference(first, second, (pair[0].name, pair[1].name))
    return f"\nwith every household's history, {month} months:\n" + (found or "  no difference")


# --- the smallest scenario that still differs -------------------------------------------------------------------------


def reduced(scenario: Scenario, seed: int, engines: Sequence[Engine] = (), seconds: float = 60.0) -> Scenario:
    """Return a scenario as small as it can be made in some time while two engines still differ in it.

    Args:
        scenario: one in which they differ.
        seed, engines: as for :func:`dock`.
        seconds: time for trying.
    """
    end = time.monotonic() + seconds
    found = True
    while found and time.monotonic() < end:
        found = False
        for smaller in _smaller(scenario):
            if time.monotonic() >= end:
                break
            if smaller.digest() != scenario.digest() and _differ(smaller, seed, engines):
                scenario, found = smaller, True
                break
    return scenario


def _differ(scenario: Scenario, seed: int, engines: Sequence[Engine]) -> bool:
    pair = tuple(engines) or tuple(ENGINES[name] for name in PAIR)
    first = pair[0].run(scenario, seed)
    try:
        return first_difference(first, pair[1].run(scenario, seed)) is not None
    except Exception:  # noqa: BLE001 (a failure is a difference)
        return True


def _smaller(scenario: Scenario) -> Iterator[Scenario]:
    content = scenario.to_dict()
    for changed in (*_halved(content), *_without_one(content)):
        data, _ = validate(changed)
        if data is not None:
            yield Scenario(data)


def _halved(content: Any) -> Iterator[Any]:
    """Yield the content with one size halved."""
    for key, value in content.items():
        if key in HALVED and value >= 1:
            yield content | {key: type(value)(value // 2)}
            yield content | {key: value - 1}
        elif isinstance(value, dict):
            for changed in _halved(value):
                yield content | {key: changed}


def _without_one(content: Any) -> Iterator[Any]:
    """Yield the content with one part left out, great parts first."""
    if isinstance(content, dict):
        for key in content:
            yield {other: value for other, value in content.items() if other != key}
        for key, value in content.items():
            for changed in _without_one(value):
                yield content | {key: changed}
    elif isinstance(content, list):
        for place in range(len(content)):
            yield content[:place] + content[place + 1 :]
        for place, value in enumerate(content):
            for changed in _without_one(value):
                yield [*content[:place], changed, *content[place + 1 :]]


# --- the command ------------------------------------------------------------------------------------------------------


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.support.docking", description=__doc__)
    parser.add_argument("scenario", nargs="*", help="names or files; by default random scenarios")
    parser.add_argument("--scenarios", type=int, default=1000, help="how many random scenarios")
    parser.add_argument("--seed", type=int, default=1, help="of the random scenarios; of the run of a named one")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so many minutes")
    parser.add_argument("--save", type=Path, default=SAVED, help="where a failing scenario is saved")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None, engines: Sequence[Engine] = ()) -> int:
    """Dock the scenarios asked for; return 0 where all agree, 1 where two engines differ."""
    options = _options(words)
    if options.scenario:
        return _dock_named(options, engines)
    # Hypothesis takes a second to load, which a named scenario need not wait for.
    from tests.support.random_scenarios import random_scenarios  # noqa: PLC0415

    began = time.monotonic()
    done = 0
    for scenario, seed in random_scenarios(options.scenarios, options.seed):
        found = dock(scenario, seed, engines)
        if found is not None:
            _say(f"scenario {done + 1} of --seed {options.seed}, run under seed {seed}:\n{found}")
            _save(reduced(scenario, seed, engines), seed, options.save, engines)
            return 1
        done += 1
        minutes = (time.monotonic() - began) / 60
        if sys.stderr.isatty() or done % 50 == 0:
            sys.stderr.write(f"\r{done} of {options.scenarios} scenarios the same, {minutes:.1f} min")
        if minutes >= options.minutes:
            break
    _say(f"\n{done} random scenarios of --seed {options.seed} are the same in both engines")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _dock_named(options: argparse.Namespace, engines: Sequence[Engine]) -> int:
    for name in options.scenario:
        found = dock(load_scenario(name), options.seed, engines)
        _say(f"{name}, seed {options.seed}: {found or 'the same in both engines'}")
        if found is not None:
            return 1
    return 0


def _save(scenario: Scenario, seed: int, file: Path, engines: Sequence[Engine]) -> None:
    found = dock(scenario, seed, engines)
    _say(f"\nmade smaller:\n{found}")
    again = f"python -m tests.support.docking {file} --seed {seed}"
    head = "".join(f"# {line}\n" for line in [again, *(found or "").splitlines()])
    file.write_text(head + scenario.to_yaml(), encoding="utf-8")
    _say(f"\nsaved; again with: {again}")


if __name__ == "__main__":
    sys.exit(main())
