"""Whether a change of a scenario changes what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from commsim.engine.run import simulate_compiled
from commsim.errors import InputError
from commsim.raw import RawRun
from commsim.scenario import Scenario
from tests.support.fields import Change, Field, changes_of, paths_in, value_at

SEED = 1

TRAITS = ("building", "stairwell", "floor", "shop", "tenure", "age", "type", "member", "legacy")
"""Household columns that only repeat what a household is: a field that changes nothing else has no effect."""


class Worlds:
    """Base scenarios and what came out of them, each run when it is first asked for.

    Attributes:
        scenarios: base scenarios by name.
        acts_in: name of the scenario to try first, by the beginning of a field's label; the longest one counts.
        engine: what runs them.
    """

    def __init__(
        self,
        scenarios: Mapping[str, Scenario],
        acts_in: Mapping[str, str] | None = None,
        engine: Callable[[Scenario, int], RawRun] = simulate_compiled,
    ) -> None:
        self.scenarios = dict(scenarios)
        self.acts_in = dict(acts_in or {})
        self.engine = engine
        self._results: dict[str, str] = {}

    def in_order(self, label: str) -> list[tuple[str, Scenario]]:
        """Return every base scenario with its name, the one in which a field is likeliest to act first."""
        beginnings = [beginning for beginning in self.acts_in if label.startswith(beginning)]
        first = self.acts_in[max(beginnings, key=len)] if beginnings else ""
        return sorted(self.scenarios.items(), key=lambda item: item[0] != first)

    def result(self, name: str) -> str:
        """Return the result of a base scenario."""
        if name not in self._results:
            self._results[name] = self.result_of(self.scenarios[name])
        return self._results[name]

    def result_of(self, scenario: Scenario) -> str:
        """Return the result of any scenario."""
        return result(self.engine(scenario, SEED))


def result(raw: RawRun, traits: bool = False) -> str:
    """Return all that comes out of a run as text: monthly columns, households, outcomes.

    The log of events is left out, since it repeats what the scenario says.

    Args:
        raw: the run.
        traits: with the household columns that only repeat what a household is.
    """
    households = {name: values for name, values in raw.households.items() if traits or name not in TRAITS}
    return repr((raw.monthly, households, raw.outcomes))


def changed_worlds(field: Field, worlds: Worlds) -> Iterator[tuple[str, Scenario, Change]]:
    """Yield every allowed way to change a field: the name of the base scenario, the changed one, and the change.

    The kind of an event is changed by leaving the event out.
    """
    for name, scenario in worlds.in_order(field.label):
        for path in paths_in(field, scenario):
            if field.name == "event":
                yield from _without(name, scenario, path)
            for change in changes_of(field, path, scenario):
                try:
                    changed = scenario.set_many(change)
                except InputError:
                    continue  # this value contradicts the rest of this world; another may not
                yield name, changed, change


def _without(name: str, scenario: Scenario, path: str) -> Iterator[tuple[str, Scenario, Change]]:
    try:
        yield name, scenario.without(path.split(".")[1]), {path: None}
    except InputError:
        return  # another event of this world needs this one


def matters(field: Field, worlds: Worlds) -> bool:
    """Return whether changing a field changes a result in some world."""
    return any(worlds.result_of(changed) != worlds.result(name) for name, changed, _ in changed_worlds(field, worlds))


def choices_that_differ(field: Field, worlds: Worlds) -> set[Any]:
    """Return the choices of a field that give another result than some other choice, in the same world."""
    found: set[Any] = set()
    for name, changed, change in changed_worlds(field, worlds):
        path = next(iter(change))
        pair = {change[path], value_at(worlds.scenarios[name], path)}
        if not pair <= found and worlds.result_of(changed) != worlds.result(name):
            found |= pair
        if found.issuperset(field.choices):
            break
    return found
