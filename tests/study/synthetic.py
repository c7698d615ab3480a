"""Synthetic studies: real study objects whose runs are made up from a known formula and seeded noise, never run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from commsim.scenario import load_scenario
from commsim.study.columns import Points, column_of
from commsim.study.definition import Study
from commsim.study.schema import StudyData

Formula = Callable[[dict[str, Any]], float]


def synthetic_study(
    factors: Mapping[str, Any],
    design: Mapping[str, Any],
    replicates: int = 5,
    measures: Sequence[str] = ("y",),
    seeds: str = "common",
    points: Mapping[str, Sequence[Any]] | None = None,
    scenario: str = "typical-estate",
) -> Study:
    """Return a study of which nothing is ever run, so that its paths and measures need not exist.

    Args:
        factors: name -> list of values, or the fields of a factor.
        design: fields of the design.
        replicates: runs of each point.
        measures: names of measures.
        seeds: ``common`` or ``independent``.
        points: the values of each factor at each point, where the design is a file.
        scenario: a shipped scenario, for its targets.
    """
    written = {
        name: {"path": "months", "values": tuple(given)} if isinstance(given, list) else given
        for name, given in factors.items()
    }
    content = {
        "name": "synthetic",
        "title": {"en": "Synthetic", "zh": "合成"},
        "scenario": scenario,
        "factors": written,
        "design": dict(design),
        "replicates": replicates,
        "seeds": {"kind": seeds},
        "measures": {name: {"measure": "fee_rate"} for name in measures},
    }
    given = None
    if points is not None:
        kinds = {name: _kind(values[0]) for name, values in points.items()}
        given = Points({name: column_of(values, kinds[name]) for name, values in points.items()}, kinds)
    return Study(StudyData.model_validate(content), {scenario: load_scenario(scenario)}, given=given)


def _kind(value: Any) -> str:
    return {bool: "bool", int: "int", float: "float", str: "string"}[type(value)]


def synthetic_runs(
    study: Study, formula: Formula, seed: int = 1, noise: float = 1.0, luck: float = 1.0
) -> pd.DataFrame:
    """Return runs of which every figure is the formula's, plus the luck of its replicate, plus noise of its own.

    Args:
        study: the study.
        formula: figure from the levels of the factors.
        seed: seed of luck and noise.
        noise: standard deviation of the noise of a run.
        luck: standard deviation of the luck that all points of a replicate share.
    """
    generator = np.random.default_rng(seed)
    points, replicates = len(study.points), study.replicates
    means = np.array([formula(study.points.row(point)) for point in range(points)])
    shared = luck * generator.standard_normal(replicates)
    point, replicate = np.repeat(np.arange(points), replicates), np.tile(np.arange(replicates), points)
    columns: dict[str, Any] = {"point": point, "replicate": replicate}
    columns["seed"] = [study.seed(*run) for run in zip(point.tolist(), replicate.tolist(), strict=True)]
    columns["status"], columns["cause"] = "ok", None
    for name in study.points.names:
        columns[name] = [value for value in study.points.columns[name] for _ in range(replicates)]
    for name in study.data.measures:
        figures = means[:, None] + shared[None, :] + noise * generator.standard_normal((points, replicates))
        columns[name] = figures.ravel()
    return pd.DataFrame(columns)


def fail(runs: pd.DataFrame, point: int, replicate: int, cause: str = "ValueError: made to fail") -> pd.DataFrame:
    """Return the runs with one that failed."""
    changed = runs.copy()
    row = (changed["point"] == point) & (changed["replicate"] == replicate)
    changed.loc[row, "status"] = "failed"
    changed.loc[row, "cause"] = cause
    changed.loc[row, [name for name in changed.columns if name.startswith("y")]] = np.nan
    return changed
