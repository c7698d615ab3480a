"""Settings that a link asks for and that cannot be run: the most of them that can.

All parts are tried together first, since parts may need each other. Where that fails, parts are taken one after
another, in the order in which they are applied, and those that do not fit are left out, each with the reason.
"""

from __future__ import annotations

from dataclasses import replace

from commsim.dashboard.settings import Settings, scenario_of, source_scenario, with_changes
from commsim.errors import CommsimError, InputError, ScenarioError
from commsim.scenario.yaml_text import brief

Refused = list[tuple[str, str]]
"""Parts that were left out, each with the reason."""


def runnable(wanted: Settings) -> tuple[Settings, Refused]:
    """Return the settings with every part left out that cannot be run.

    Args:
        wanted: settings whose source can be run.

    Returns:
        Settings for which ``scenario_of`` gives a scenario, and what was left out.
    """
    if _why_not(wanted) is None:
        return wanted, []
    refused: Refused = []
    plain = replace(wanted, levers=(), changes=(), without=(), months=None)
    kept = _events_left_out(plain, wanted.without, refused)
    kept = _levers(kept, wanted.levers, refused)
    kept = _changes(kept, wanted.changes, refused)
    if wanted.months is not None:
        kept = _with(kept, replace(kept, months=wanted.months), "months", refused)
    return kept, refused


def _events_left_out(settings: Settings, ids: tuple[str, ...], refused: Refused) -> Settings:
    there = {event.key for event in source_scenario(settings.source).data.timeline}
    for name in ids:
        if name not in there:
            refused.append(("without", f"no event '{brief(name)}'; events: {', '.join(sorted(there)) or 'none'}"))
    known = tuple(name for name in ids if name in there)
    return _with(settings, replace(settings, without=known), "without", refused)


def _levers(settings: Settings, levers: tuple[tuple[str, str], ...], refused: Refused) -> Settings:
    for name, value in levers:
        moved = replace(settings, levers=(*settings.levers, (name, value)))
        settings = _with(settings, moved, f"lever.{name}", refused)
    return settings


def _changes(settings: Settings, changes: tuple[tuple[str, str], ...], refused: Refused) -> Settings:
    """Take all changes that are right by themselves, and those others that are right together with them."""
    scenario = scenario_of(settings)
    fitting, doubtful = [], []
    for path, value in changes:
        try:
            with_changes(scenario, [(path, value)])
        except ScenarioError as error:
            doubtful.append(((path, value), str(error)))
        except InputError as error:
            refused.append((f"set {brief(path)}", str(error)))
        else:
            fitting.append((path, value))
    order = dict(changes)
    together = {*fitting, *(change for change, _ in doubtful)}
    all_of_them = replace(settings, changes=tuple(change for change in order.items() if change in together))
    if doubtful and _why_not(all_of_them) is None:
        return all_of_them
    refused += [(f"set {brief(path)}", reason) for (path, _), reason in doubtful]
    return _with(settings, replace(settings, changes=tuple(fitting)), "set", refused)


def _with(settings: Settings, more: Settings, part: str, refused: Refused) -> Settings:
    """Return the second settings if they can be run, else the first, with a note of the reason."""
    if settings == more:
        return settings
    why = _why_not(more)
    if why is None:
        return more
    refused.append((part, why))
    return settings


def _why_not(settings: Settings) -> str | None:
    """Return why settings cannot be run, or None if they can."""
    try:
        scenario_of(settings)
    except CommsimError as error:
        return str(error)
    return None
