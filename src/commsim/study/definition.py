"""A study ready to run: which scenario each point runs, under which seeds, and what is measured.

Concepts:
    base: a scenario a study starts from, by the name the study file gives it.
    twin: the same point without what is studied, run under the same seed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from commsim.errors import InputError
from commsim.scenario import Scenario
from commsim.scenario.validation import refuse_findings
from commsim.study.changes import apply, checked, copy_of, put
from commsim.study.columns import Points
from commsim.study.designs import make_points, unit_points
from commsim.study.distributions import Floats
from commsim.study.schema import MOST_REPLICATES, MOST_RUNS, Change, Level, MeasureWanted, StudyData

__all__ = ["MeasureWanted", "Study", "StudyData"]

MOST_SEED = 2**64 - 1


@dataclass(frozen=True)
class Study:
    """A validated study; it never changes, and can be sent to other processes.

    Attributes:
        data: what the study file says.
        bases: the scenarios it starts from, by the name the file gives them.
        folder: folder of the study file, or None.
        given: points read from a file, where the design is one.
        origin: the study file's name as given, for messages.
        lines: line in that file of each key, by dotted path.
    """

    data: StudyData
    bases: Mapping[str, Scenario]
    folder: Path | None = field(default=None, compare=False, repr=False)
    given: Points | None = field(default=None, repr=False)
    origin: str = field(default="study", compare=False, repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is sent to another process: with the points, so that all have those made here."""
        kept = ("data", "bases", "folder", "given", "origin", "lines")
        return {name: getattr(self, name) for name in kept} | {"points": self.points}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    @property
    def name(self) -> str:
        """Short name, such as ``three-questions``."""
        return self.data.name

    @property
    def replicates(self) -> int:
        """Runs of each point."""
        return self.data.replicates

    @property
    def runs(self) -> int:
        """Runs in all, twins not counted."""
        return len(self.points) * self.replicates

    @property
    def kept_months(self) -> tuple[str, ...]:
        """Columns kept month by month."""
        return self.data.monthly

    @property
    def estate_names(self) -> tuple[str, ...]:
        """Names of the estates that all scenarios have, in the order of the first scenario."""
        first, *others = self.bases.values()
        return tuple(name for name in first.estate_names if all(name in other.estate_names for other in others))

    @cached_property
    def points(self) -> Points:
        """The points, in the order of their numbers.

        Raises:
            InputError: the design needs SALib, which is not installed.
        """
        return self.given if self.given is not None else make_points(self.data)

    @cached_property
    def unit_points(self) -> Floats:
        """The points of a design that samples in the unit cube, shape ``(points, factors)``.

        Raises:
            InputError: the design does not sample, or needs SALib, which is not installed.
        """
        return unit_points(self.data)

    @cached_property
    def _changed_bases(self) -> dict[str, dict[str, Any]]:
        """The plain data of each base with what the study changes for all points."""
        contents = {}
        for name, base in self.bases.items():
            contents[name] = base.to_dict()
            apply(contents[name], self.data.change, base.name)
        return contents

    def scenario(self, point: int) -> Scenario:
        """Return the scenario of one point.

        Args:
            point: number of the point, from 0.

        Raises:
            ScenarioError: the point's values contradict each other.
            UnknownNameError: a path does not exist in this point.
            InputError: there is no such point.
        """
        return self._of_content(point, None)

    def twin(self, point: int) -> Scenario | None:
        """Return the scenario of a point's untreated twin, None where the study has no twins.

        Args:
            point: number of the point, from 0.

        Raises:
            ScenarioError: the twin's values contradict each other.
            UnknownNameError: a path does not exist in this point.
            InputError: there is no such point.
        """
        return None if self.data.twin is None else self._of_content(point, self.data.twin)

    def _of_content(self, point: int, over: Change | None) -> Scenario:
        row = self._row(point)
        base_name = self._base_of(row)
        base = self.bases[base_name]
        content = copy_of(self._changed_bases[base_name])
        for name, factor in self.data.factors.items():
            if factor.levels is not None:
                apply(content, factor.levels[str(row[name])], base.name)
            else:
                for path in factor.paths or (factor.path or "",):
                    put(content, path, row[name], base.name)
        if over is not None:
            apply(content, over, base.name)
        made, found = checked(content)
        refuse_findings(found, content, {}, base.name)
        assert made is not None
        return replace(base, data=made, lines={})

    def _row(self, point: int) -> dict[str, Any]:
        if not 0 <= point < len(self.points):
            raise InputError(f"the study has no point {point}; its points are 0 to {len(self.points) - 1}")
        return self.points.row(point)

    def _base_of(self, row: Mapping[str, Any]) -> str:
        """Return which base a point starts from."""
        for name, factor in self.data.factors.items():
            level: Level | None = (factor.levels or {}).get(str(row[name]))
            if level is not None and level.scenario is not None:
                return level.scenario
        assert self.data.scenario is not None
        return self.data.scenario

    def seed(self, point: int, replicate: int) -> int:
        """Return the seed of one run.

        Args:
            point: number of the point, from 0.
            replicate: number of the replicate, from 0.
        """
        first = self.data.seeds.first
        if self.data.seeds.kind == "common":
            return first + replicate
        return first + point * self.replicates + replicate

    def with_replicates(self, replicates: int) -> Study:
        """Return the study with another number of runs of each point.

        Args:
            replicates: runs of each point, at least 1.

        Raises:
            InputError: not such a number, or too many runs or too large seeds come of it.
        """
        if type(replicates) is not int or not 1 <= replicates <= MOST_REPLICATES:
            raise InputError(f"replicates must be a whole number from 1 to {MOST_REPLICATES}; got {replicates!r}")
        runs = len(self.points) * replicates
        if runs > MOST_RUNS:
            raise InputError(
                f"{len(self.points)} points x {replicates} replicates are {runs} runs; at most {MOST_RUNS}"
            )
        data = self.data.model_copy(update={"replicates": replicates})
        if last_seed(data, len(self.points)) > MOST_SEED:
            raise InputError(
                f"{replicates} replicates need seeds beyond {MOST_SEED}; begin with a smaller 'seeds.first'"
            )
        return replace(self, data=data)

    def to_dict(self) -> dict[str, Any]:
        """Return the study as plain data (JSON types) that needs no other file, for `study_from_dict`.

        It holds what the study file says, each scenario resolved with the text of its network file, the points of a
        design that is a file, and the order of everything whose order matters, which JSON may lose.
        """
        content: dict[str, Any] = {
            "study": self.data.model_dump(mode="json", by_alias=True, exclude_none=True),
            "scenarios": {
                name: {"scenario": base.to_dict(), "files": dict(sorted(base.texts.items()))}
                for name, base in self.bases.items()
            },
            "order": {
                "factors": list(self.data.factors),
                "levels": {name: list(factor.levels or ()) for name, factor in self.data.factors.items()},
                "measures": list(self.data.measures),
                "estates": {name: list(base.estate_names) for name, base in self.bases.items()},
                "scenarios": list(self.bases),
            },
        }
        if self.given is not None:
            points = self.given
            content["points"] = {
                name: {"kind": points.kinds[name], "values": points.columns[name].tolist()} for name in points.names
            }
        return content

    def digest(self) -> str:
        """Return the SHA-256 of the study in hex: equal digests mean equal studies, whatever their files are called."""
        canonical = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def last_seed(data: StudyData, points: int) -> int:
    """Return the greatest seed of a study.

    Args:
        data: the study.
        points: how many points it has.
    """
    seeds = data.replicates if data.seeds.kind == "common" else points * data.replicates
    return data.seeds.first + seeds - 1
