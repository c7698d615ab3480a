"""Settings as words of ``commsim run``: what was changed, as ``--without``, ``--set`` and ``--months``.

Levers have no option of their own, so the scenario that is run is compared with the shipped one, value by value. What
the options then say is applied as the command line applies it, and only counts if the same scenario comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from commsim.dashboard.all_fields import value_text
from commsim.dashboard.settings import Settings, scenario_of, source_scenario
from commsim.errors import InputError
from commsim.scenario import Scenario
from commsim.scenario.fields import entry_id

Change = tuple[str, str]


def command_words(settings: Settings) -> list[str] | None:
    """Return name and options with which ``commsim run`` runs the scenario of these settings.

    Returns:
        The words after ``commsim run``, without the seed; None where there are none that do.
    """
    if settings.source.text:
        return None
    base = source_scenario(settings.source)
    wanted = scenario_of(replace(settings, months=None)) if settings.months is not None else scenario_of(settings)
    try:
        left_out = _left_out(base, wanted)
        start = base.without(*left_out) if left_out else base
        changes = list(_changes("", start.to_dict(), wanted.to_dict()))
        same = start.set_many(dict(changes)) if changes else start
    except InputError:
        return None  # the command line cannot say it
    if same.digest() != wanted.digest():
        return None
    words = [settings.source.name]
    for name in left_out:
        words += ["--without", name]
    for path, value in changes:
        words += ["--set", f"{path}={value}"]
    return words if settings.months is None else [*words, "--months", str(settings.months)]


def _left_out(base: Scenario, wanted: Scenario) -> list[str]:
    """Return the ids of the events that are gone, or are of another kind."""
    kept = {event.key: event.event for event in wanted.data.timeline}
    return [event.key for event in base.data.timeline if kept.get(event.key) != event.event]


def _changes(path: str, now: Any, wanted: Any) -> Iterator[Change]:
    """Yield what must be set to get from one part of the plain data to another.

    Raises:
        InputError: something was added that no path leads to.
    """
    if isinstance(wanted, dict) or isinstance(now, dict):
        now, wanted = now or {}, wanted or {}
        for name in (*now, *(name for name in wanted if name not in now)):
            yield from _changes(f"{path}.{name}" if path else name, now.get(name), wanted.get(name))
    elif isinstance(now, list) and isinstance(wanted, list) and path == "timeline":
        ids = [entry_id(entry) for entry in now]
        if sorted(map(str, ids)) != sorted(str(entry_id(entry)) for entry in wanted):
            raise InputError("an event was added, which no option does")
        by_id = {entry_id(entry): entry for entry in wanted}
        for name, entry in zip(ids, now, strict=True):
            yield from _changes(f"{path}.{name}", entry, by_id[name])
    elif now != wanted:
        yield path, value_text(wanted)
