"""What decides a run, as one immutable value: the scenario it starts from, what was changed, and the seed.

A run is a pure function of its settings, so that a link, a reload or a step back shows the same run again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from commsim.dashboard import limits
from commsim.dashboard.levers import LEVER_NAMES, has_place, lever, with_levers
from commsim.dashboard.treatment import untreated
from commsim.draws import check_seed
from commsim.errors import InputError, ScenarioError, UnknownNameError
from commsim.rules import GROUPS
from commsim.scenario import Scenario, library_names, load_scenario, parse_scenario
from commsim.scenario.fields import nearest
from commsim.scenario.validation import validate
from commsim.scenario.yaml_text import brief, scalar

MAX_SOURCE_BYTES = limits.MAX_UPLOAD_BYTES
SHIPPED, UNTREATED, ORIGINAL = "shipped", "untreated", "original"
TWINS = (SHIPPED, UNTREATED, ORIGINAL)
"""Which other world a run is held against."""

_KEPT_SCENARIOS = 64
_OF_THE_SCENARIO_ALONE = ("months", "name", "notes", "record", "targets", "title", "twin")
"""First words of paths that a twin does not take over, as in ``commsim run``."""


@dataclass(frozen=True)
class Source:
    """Where a scenario comes from.

    Attributes:
        name: a shipped scenario, or empty for a text.
        text: YAML of an upload or of a results folder's scenario, or empty for a shipped one.
        shown: file name to show for a text; never used as a path.
    """

    name: str = "tianhu-garden"
    text: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Settings:
    """All that decides a run.

    Attributes:
        source: the scenario it starts from.
        levers: first levers that were moved, by name, in the order of ``LEVERS``.
        changes: any other values that were changed, by dotted path, as text like that of ``--set``.
        without: ids of events that are left out.
        seed: seed of the run, 0 to 2**64 - 1.
        months: months to run, or None for the scenario's.
    """

    source: Source = Source()
    levers: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()
    seed: int = 1
    months: int | None = None

    def with_lever(self, name: str, value: str | None) -> Settings:
        """Return the settings with one lever moved; with None, with the lever back where the scenario has it.

        Raises:
            UnknownNameError: no such lever.
        """
        given = {**dict(self.levers), lever(name).name: value}
        kept = tuple((known, text) for known in LEVER_NAMES if (text := given.get(known)) is not None)
        return replace(self, levers=kept)

    def with_change(self, path: str, value: str | None) -> Settings:
        """Return the settings with one other value changed; with None, with that change taken back."""
        given = {**dict(self.changes), path.strip(): value}
        return replace(self, changes=tuple((known, text) for known, text in given.items() if text is not None))

    def with_seed(self, seed: int) -> Settings:
        """Return the settings with another seed.

        Raises:
            SeedError: it is no whole number from 0 to 2**64 - 1.
        """
        return replace(self, seed=check_seed(seed))

    def with_months(self, months: int | None) -> Settings:
        """Return the settings with another number of months; None for the scenario's own."""
        return replace(self, months=months)

    @property
    def is_changed(self) -> bool:
        """Whether anything but the seed differs from the source."""
        return bool(self.levers or self.changes or self.without) or self.months is not None

    def digest(self) -> str:
        """Return the SHA-256 of the settings in hex: equal digests mean the same run."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def source_scenario(source: Source) -> Scenario:
    """Return the scenario of a source, as it comes.

    Raises:
        UnknownNameError: no such shipped scenario.
        ScenarioError: the text is not valid; the message lists its problems, with lines.
        InputError: the dashboard does not take it, see :mod:`commsim.dashboard.limits`.
    """
    return _source_scenario(source)


def scenario_of(settings: Settings) -> Scenario:
    """Return the scenario that settings ask for: source, events left out, levers, changes, months, in this order.

    Raises:
        UnknownNameError: a name in the settings is not there.
        ScenarioError: the source or a change is not valid.
        InputError: a lever cannot be set, or the dashboard does not take it, see :mod:`commsim.dashboard.limits`.
    """
    return _scenario_of(replace(settings, seed=0))  # the seed does not decide the scenario


def twin_scenario(settings: Settings, choice: str) -> Scenario | None:
    """Return the other world that a run is held against, or None where there is none.

    Args:
        settings: what decides the run.
        choice: ``shipped``: the scenario's own twin, with those changes that it has a place for, as in ``commsim run``;
            ``untreated``: the same estate to which nothing is done; ``original``: the source without any change, over
            the same months.

    Raises:
        InputError: no such choice, or the settings themselves cannot be run.
    """
    if choice not in TWINS:
        raise InputError(f"twin: '{brief(choice)}' is no choice; allowed: {', '.join(TWINS)}")
    return _twin_scenario(replace(settings, seed=0), choice)


@lru_cache(maxsize=_KEPT_SCENARIOS)
def _as_shipped(name: str) -> Scenario:
    """Load a shipped scenario; a name is never taken as a path."""
    if name not in library_names():
        known = f"{nearest(name, library_names())}; shipped: {', '.join(library_names())}"
        raise UnknownNameError(f"no shipped scenario '{brief(name)}'{known}")
    return load_scenario(name)


@lru_cache(maxsize=_KEPT_SCENARIOS)
def _source_scenario(source: Source) -> Scenario:
    if source.text:
        scenario = parse_scenario(source.text, source.shown or "scenario", folder=None)
    else:
        scenario = _as_shipped(source.name)
    limits.check(scenario)
    return scenario


@lru_cache(maxsize=_KEPT_SCENARIOS)
def _scenario_of(settings: Settings) -> Scenario:
    scenario = source_scenario(settings.source)
    if settings.without:
        scenario = scenario.without(*settings.without)
    scenario = with_levers(scenario, settings.levers)
    scenario = with_changes(scenario, settings.changes)
    if settings.months is not None:
        scenario = scenario.with_months(settings.months)
    limits.check(scenario)
    return scenario


def with_changes(scenario: Scenario, changes: Iterable[tuple[str, str]]) -> Scenario:
    """Return a scenario with values changed by path, all at once, as ``--set`` changes them.

    A behaviour parameter that is set to what it already is stays unwritten, so that the scenario stays the same.

    Args:
        scenario: a valid scenario.
        changes: paths and values, as text.

    Raises:
        UnknownNameError: a path does not exist.
        ScenarioError: a value is not allowed, or values contradict each other.
        InputError: a path or value is blank.
    """
    given = list(changes)
    for path, value in given:
        if not path.strip() or not value.strip():
            raise InputError(f"a change wants a path and a value; got '{brief(path)}' and '{brief(value)}'")
    values = {path: value for path, value in given if not _is_so_already(scenario, path, value)}
    return scenario.set_many(values) if values else scenario


def _is_so_already(scenario: Scenario, path: str, value: str) -> bool:
    part, _, rest = path.partition(".")
    group, _, name = rest.partition(".")
    if part != "behaviour" or group not in GROUPS or name not in GROUPS[group]._fields:
        return False
    number = scalar(value.strip())
    return not isinstance(number, bool) and number == getattr(getattr(scenario.behaviour, group), name)


@lru_cache(maxsize=_KEPT_SCENARIOS)
def _twin_scenario(settings: Settings, choice: str) -> Scenario | None:
    scenario = scenario_of(settings)
    if choice == SHIPPED:
        return _shipped_twin(settings, scenario)
    if choice == ORIGINAL:
        twin = source_scenario(settings.source).with_months(scenario.data.months)
    else:
        content, found = validate(untreated(scenario.to_dict()))
        assert content is not None, found
        twin = replace(scenario, data=content, lines={})
    return None if twin.digest() == scenario.digest() else twin


def _shipped_twin(settings: Settings, scenario: Scenario) -> Scenario | None:
    """Return the scenario's own twin with those changes that it has a place for; None where it cannot take them."""
    if scenario.data.twin is None:
        return None
    twin = _as_shipped(scenario.data.twin)
    there = {event.key for event in twin.data.timeline}
    try:
        shared = [event for event in settings.without if event in there]
        twin = twin.without(*shared) if shared else twin
        twin = with_levers(twin, [(name, value) for name, value in settings.levers if has_place(name, twin)])
        twin = with_changes(twin, [change for change in settings.changes if _has_place(twin, *change)])
        twin = twin.with_months(scenario.data.months)
        limits.check(twin)
    except InputError:
        return None  # it cannot take these changes together, so there is no such twin
    return twin


def _has_place(twin: Scenario, path: str, value: str) -> bool:
    """Return whether a change of the scenario makes sense in its twin."""
    if path.split(".", maxsplit=1)[0] in _OF_THE_SCENARIO_ALONE:
        return False
    try:
        twin.set(path, value)
    except UnknownNameError:
        return False
    except ScenarioError:
        return True  # it may be allowed together with the other changes
    return True
