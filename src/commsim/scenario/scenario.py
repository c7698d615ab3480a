"""A loaded scenario: validated data, the behaviour it asks for, and ways to change one thing at a time.

A scenario never changes. ``set``, ``without`` and ``with_months`` give a new one, validated like a file, so that a
changed scenario is as safe to run as a written one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from commsim.errors import NetworkFileError, UnknownNameError
from commsim.rules import Behaviour
from commsim.scenario.behaviour_schema import with_overrides
from commsim.scenario.fields import nearest
from commsim.scenario.paths import put
from commsim.scenario.schema import Residents, ScenarioData
from commsim.scenario.target_checks import months_needed
from commsim.scenario.validation import refuse_findings, validate
from commsim.scenario.yaml_text import brief, dump

MAX_NETWORK_BYTES = 256 << 20


@dataclass(frozen=True)
class Scenario:
    """A scenario ready to run.

    Attributes:
        data: the validated scenario, its timeline in the order it happens.
        origin: where it came from: the file's name as given, or ``"library"``.
        lines: line in that file of each key it says itself, by dotted path; empty after a change.
        folder: folder that ``network.file`` is relative to, or None.
        texts: texts of files it names that are held rather than read, by name.
    """

    data: ScenarioData
    origin: str = "python"
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    folder: FilePath | None = field(default=None, compare=False, repr=False)
    texts: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> str:
        """Short name, such as ``tianhu-garden``."""
        return self.data.name

    @cached_property
    def behaviour(self) -> Behaviour:
        """The default behaviour with this scenario's changes."""
        return with_overrides(self.data.behaviour)

    @property
    def estate_names(self) -> tuple[str, ...]:
        """Names of the estates, in written order; their positions are the estate indices of the model."""
        return tuple(self.data.estates)

    def residents(self, estate: str) -> Residents:
        """Return who lives in one estate: ``residents``, with what the estate says differently.

        Args:
            estate: name of the estate.

        Raises:
            UnknownNameError: there is no such estate.
        """
        if estate not in self.data.estates:
            known = f"{nearest(estate, self.estate_names)}; estates: {', '.join(self.estate_names)}"
            raise UnknownNameError(f"no estate '{brief(estate)}' in {self.name}{known}")
        own = self.data.estates[estate].residents
        changes = {name: getattr(own, name) for name in type(own).model_fields if getattr(own, name) is not None}
        return self.data.residents.model_copy(update=changes)

    def to_dict(self) -> dict[str, Any]:
        """Return the scenario as plain data (JSON types), in the order of the schema, every default written out.

        Fields without a value and behaviour parameters at their defaults are left out.
        """
        resolved: dict[str, Any] = self.data.model_dump(mode="json", exclude_none=True)
        return resolved

    def to_yaml(self) -> str:
        """Return the scenario as a file that loads to the same digest, every default written out."""
        return dump(self.to_dict())

    def digest(self) -> str:
        """Return the SHA-256 of the scenario in hex: equal digests mean equal scenarios.

        The digest covers :meth:`to_dict` as canonical JSON and, where there is one, the network file.

        Raises:
            NetworkFileError: the network file cannot be read.
        """
        canonical = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        hashed = hashlib.sha256(canonical.encode())
        if self.data.network.file is not None:
            hashed.update(hashlib.sha256(self.file_text(self.data.network.file).encode()).digest())
        return hashed.hexdigest()

    def file_text(self, name: str) -> str:
        """Return the text of a file the scenario names, such as ``network.file``.

        Args:
            name: file name relative to the scenario file.

        Raises:
            NetworkFileError: missing, unreadable, not UTF-8, or larger than 256 MiB.
        """
        if name in self.texts:
            return self.texts[name]
        if self.folder is None:
            raise NetworkFileError(f"{name}: the scenario '{self.name}' has no folder to look for this file in")
        try:
            size = (self.folder / name).stat().st_size
            if size > MAX_NETWORK_BYTES:
                raise NetworkFileError(f"{name}: the file has {size} bytes; allowed: at most {MAX_NETWORK_BYTES}")
            return (self.folder / name).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise NetworkFileError(f"{name}: the file cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise NetworkFileError(f"{name}: byte {error.start} is not UTF-8; allowed: UTF-8 text") from error

    def set(self, path: str, value: Any) -> Scenario:
        """Return the scenario with one value changed.

        Args:
            path: dotted path: ``timeline.activate.share``, ``estates.main.homes``, ``behaviour.fees.b_S``, ``months``.
            value: the new value; text is read as a YAML value where the path wants a number, a choice or yes/no.

        Raises:
            UnknownNameError: the path does not exist; the message names the nearest one.
            ScenarioError: the value is not allowed there, or contradicts the rest.
        """
        return self.set_many({path: value})

    def set_many(self, changes: Mapping[str, Any]) -> Scenario:
        """Return the scenario with several values changed at once, validated together.

        Args:
            changes: new values by dotted path, as for :meth:`set`.

        Raises:
            UnknownNameError: a path does not exist.
            ScenarioError: a value is not allowed, or values contradict each other.
        """
        content = self.to_dict()
        for path, value in changes.items():
            put(content, path, value, self.name)
        return self._validated(content)

    def without(self, *event_ids: str) -> Scenario:
        """Return the scenario without some events.

        Args:
            event_ids: ids of the events (by default an event's kind).

        Raises:
            UnknownNameError: there is no such event; the message lists those there are.
            ScenarioError: a remaining event needs one that was left out.
        """
        known = [event.key for event in self.data.timeline]
        for name in event_ids:
            if name not in known:
                events = f"events: {', '.join(known)}" if known else "it has no events"
                raise UnknownNameError(f"no event '{brief(name)}' in {self.name}{nearest(name, known)}; {events}")
        content = self.to_dict()
        content["timeline"] = [
            entry for key, entry in zip(known, content["timeline"], strict=True) if key not in event_ids
        ]
        return self._validated(content)

    def with_months(self, months: int) -> Scenario:
        """Return the scenario run for another time: events after the end and targets that need more months are dropped.

        Args:
            months: months the run lasts.

        Raises:
            ScenarioError: ``months`` is not a whole number from 1 to 1200.
        """
        content = self.to_dict() | {"months": months}
        if isinstance(months, int):
            content["timeline"] = [entry for entry in content["timeline"] if entry["month"] <= months]
            content["targets"] = [entry for entry in content["targets"] if months_needed(entry) <= months]
        return self._validated(content)

    def _validated(self, content: dict[str, Any]) -> Scenario:
        changed, found = validate(content)
        refuse_findings(found, content, {}, self.name)
        assert changed is not None
        return replace(self, data=changed, lines={})
