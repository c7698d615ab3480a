"""``extend``: a scenario written as another one and what differs.

What a file says is laid over what it extends:

- Groups (``start``, ``estates.<name>``, ``behaviour.<group>``, ...) are merged key by key; a single value replaces.
- ``timeline``: an entry whose id (by default its kind) is already there changes the fields it gives, so
  ``- {id: activate, share: 0.3}`` is enough; with another kind it replaces the event; a new id is added.
- ``remove: [id, ...]`` drops inherited events.
- ``sources`` are added to those inherited.
- ``targets`` are not inherited: a changed world is no longer the one its sources report. ``keep_targets: true``
  inherits them, and entries of the file then change or add to them by id.
- ``name`` and ``twin`` are never inherited: each file says its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commsim.scenario.fields import OWN_KEYS, entry_id, nearest
from commsim.scenario.messages import shown
from commsim.scenario.yaml_text import Finding, Path, brief

_NEVER_INHERITED = ("name", "twin")


class Merge:
    """Lays the plain data of a file over that of the scenario it extends.

    Attributes:
        content: the merged plain data.
        lines: lines of the file's own keys, by path in the merged data.
        findings: what is wrong with ``remove`` and ``keep_targets``, or an event that is not there to change.
    """

    def __init__(self, base: Mapping[str, Any], own: Mapping[str, Any], lines: Mapping[Path, int]) -> None:
        self._own_lines = lines
        self.lines: dict[Path, int] = {}
        self.findings: list[Finding] = []
        inherited = {key: value for key, value in base.items() if key not in _NEVER_INHERITED}
        if not self._keeps_targets(own):
            inherited.pop("targets", None)
        inherited["timeline"] = self._kept_events(list(inherited.get("timeline", ())), own)
        changes = {key: value for key, value in own.items() if key not in OWN_KEYS}
        self.content = self._merged((), (), inherited, changes)

    def _keeps_targets(self, own: Mapping[str, Any]) -> bool:
        keep = own.get("keep_targets", False)
        if not isinstance(keep, bool):
            self.findings.append(Finding(("keep_targets",), f"{shown(keep)} is no yes/no value", "true or false"))
        return keep is True

    def _kept_events(self, events: list[Any], own: Mapping[str, Any]) -> list[Any]:
        """Return the inherited events but those to remove."""
        remove = own.get("remove", [])
        if not isinstance(remove, list):
            self.findings.append(Finding(("remove",), f"{shown(remove)} is no list", "a list of event ids, [id, ...]"))
            return events
        ids = [str(entry_id(event)) for event in events]
        for position, name in enumerate(remove):
            if name not in ids:
                message = f"no event '{brief(str(name))}' to remove{nearest(str(name), ids)}"
                self.findings.append(Finding(("remove", position), message, "of " + ", ".join(ids)))
        return [event for event, name in zip(events, ids, strict=True) if name not in remove]

    def _note(self, path: Path, own_path: Path) -> None:
        """Keep the line of one key."""
        if own_path in self._own_lines:
            self.lines[path] = self._own_lines[own_path]

    def _note_all(self, path: Path, own_path: Path, content: Any) -> None:
        """Keep the lines of a key and of all below it."""
        self._note(path, own_path)
        if isinstance(content, Mapping):
            for key, value in content.items():
                self._note_all((*path, key), (*own_path, key), value)
        elif isinstance(content, list):
            for position, value in enumerate(content):
                self._note_all((*path, position), (*own_path, position), value)

    def _merged(self, path: Path, own_path: Path, base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
        merged = dict(base)
        for key, value in own.items():
            below, own_below = (*path, key), (*own_path, key)
            inherited = base.get(key)
            if isinstance(value, Mapping) and isinstance(inherited, Mapping):
                self._note(below, own_below)
                merged[key] = self._merged(below, own_below, inherited, value)
            elif not path and key in ("timeline", "targets") and isinstance(value, list) and inherited is not None:
                self._note(below, own_below)
                merged[key] = self._merged_entries(key, inherited, value)
            elif not path and key == "sources" and isinstance(value, list):
                merged[key] = self._merged_sources(list(inherited or ()), value)
            else:
                merged[key] = value
                self._note_all(below, own_below, value)
        return merged

    def _merged_entries(self, key: str, inherited: list[Any], own: list[Any]) -> list[Any]:
        """Return inherited events or targets, changed by id, and the new ones."""
        merged = list(inherited)
        ids = [entry_id(entry) for entry in merged]
        count = len(merged)
        for position, entry in enumerate(own):
            name, own_path = entry_id(entry), (key, position)
            place = ids.index(name, 0, count) if name in ids[:count] else None
            if place is None and key == "timeline" and isinstance(entry, Mapping) and name and "event" not in entry:
                known = [str(known) for known in ids]
                message = f"no event '{brief(name)}' to change{nearest(name, known)}"
                self.findings.append(Finding(own_path, message, "of " + ", ".join(known)))
            elif place is None or entry.get("event", merged[place].get("event")) != merged[place].get("event"):
                place = len(merged) if place is None else place
                merged[place : place + 1] = [entry]
                self._note_all((key, place), own_path, entry)
            else:
                self._note((key, place), own_path)
                merged[place] = self._merged((key, place), own_path, merged[place], entry)
        return merged

    def _merged_sources(self, inherited: list[Any], own: list[Any]) -> list[Any]:
        merged = list(inherited)
        self._note(("sources",), ("sources",))
        for position, source in enumerate(own):
            if source not in merged:
                self._note(("sources", len(merged)), ("sources", position))
                merged.append(source)
        return merged
