"""Designs: which combinations of the factors' values are run.

Concepts:
    grid: every combination, numbered with the last factor fastest.
    unit cube: a design that samples is made there, one axis a factor, and taken to the factors' values one by one.
    Latin hypercube: each axis is cut into as many strata as there are points; each stratum holds one point
        (McKay, Beckman & Conover 1979).
    Sobol sequence: points of low discrepancy, scrambled (Owen 1998); balanced for powers of two.
    Morris' trajectories: paths that change one factor after the other by the same step (Morris 1991).
    Saltelli's scheme: two matrices A and B of a Sobol sequence, and those with one column exchanged (Saltelli 2002).

The seed of a design starts a generator of its own; 0 is a seed like any other. Hypercubes and sequences are SciPy's,
trajectories and Saltelli's scheme SALib's; both may change with the library's version, so the points are kept with the
results.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from commsim.errors import InputError
from commsim.study.columns import Column, Points
from commsim.study.distributions import Floats
from commsim.study.factors import grid_column, kind_of, levels_of, sampled_column
from commsim.study.schema import Factorial, Grid, LatinHypercube, Morris, Saltelli, Sobol, StudyData


def is_grid(study: StudyData) -> bool:
    """Return whether the points are all combinations of the factors' levels."""
    return isinstance(study.design, Grid | Factorial)


def points_in(study: StudyData) -> int:
    """Return how many points a design has, without making them; 0 for points of a file.

    Args:
        study: a study whose factors have levels where the design needs them.
    """
    design, factors = study.design, len(study.factors)
    if isinstance(design, Grid | Factorial):
        product = 1
        for factor in study.factors.values():
            product *= len(levels_of(factor) or ())
        return product
    if isinstance(design, Morris):
        return design.trajectories * (factors + 1)
    if isinstance(design, Saltelli):
        return design.points * (2 * factors + 2 if design.second_order else factors + 2)
    return design.points if isinstance(design, LatinHypercube | Sobol) else 0


def make_points(study: StudyData) -> Points:
    """Return the points of a study whose design is no file.

    Raises:
        InputError: the design needs SALib, which is not installed.
    """
    kinds = {name: kind_of(factor) for name, factor in study.factors.items()}
    columns = _grid(study) if is_grid(study) else _sampled(study)
    return Points(columns, kinds)


def _grid(study: StudyData) -> dict[str, Column]:
    """Return the columns of a grid."""
    count = points_in(study)
    columns: dict[str, Column] = {}
    repeat = count
    for name, factor in study.factors.items():
        levels = len(levels_of(factor) or ())
        repeat //= levels
        once = np.repeat(np.arange(levels, dtype=np.int32), repeat)
        columns[name] = grid_column(factor, np.tile(once, count // len(once)))
    return columns


def _sampled(study: StudyData) -> dict[str, Column]:
    """Return the columns of a design that samples."""
    unit = unit_points(study)
    factors = study.factors.items()
    return {name: sampled_column(factor, unit[:, axis]) for axis, (name, factor) in enumerate(factors)}


def unit_points(study: StudyData) -> Floats:
    """Return the points of a design that samples in the unit cube, shape ``(points, factors)``.

    Raises:
        InputError: the design needs SALib, which is not installed, or it does not sample.
    """
    design, axes = study.design, len(study.factors)
    if isinstance(design, LatinHypercube):
        return _latin_hypercube(design, axes)
    if isinstance(design, Sobol):
        return _sobol(design, axes)
    if isinstance(design, Morris):
        return _morris(design, axes)
    if isinstance(design, Saltelli):
        return _saltelli(design, axes)
    raise InputError(f"a design of kind '{design.kind}' has no points in the unit cube")


def _latin_hypercube(design: LatinHypercube, axes: int) -> Floats:
    from scipy.stats import qmc  # noqa: PLC0415 (loading it takes longer than all the rest of a study file)

    optimisation = None if design.optimisation == "none" else design.optimisation.replace("_", "-")
    sampler = qmc.LatinHypercube(axes, optimization=optimisation, rng=np.random.default_rng(design.seed))
    return np.asarray(sampler.random(design.points), dtype=np.float64)


def _sobol(design: Sobol, axes: int) -> Floats:
    from scipy.stats import qmc  # noqa: PLC0415 (as above)

    sampler = qmc.Sobol(axes, scramble=True, rng=np.random.default_rng(design.seed))
    return np.asarray(sampler.random(design.points), dtype=np.float64)


def _problem(axes: int) -> dict[str, Any]:
    """Return the unit cube as SALib describes it."""
    return {"num_vars": axes, "names": [f"x{axis}" for axis in range(axes)], "bounds": [[0.0, 1.0]] * axes}


def _morris(design: Morris, axes: int) -> Floats:
    sample = salib("sample.morris", "morris").sample
    generator = np.random.default_rng(design.seed)
    made = sample(_problem(axes), design.trajectories, num_levels=design.levels, seed=generator)
    return np.asarray(made, dtype=np.float64)


def _saltelli(design: Saltelli, axes: int) -> Floats:
    sample = salib("sample.sobol", "saltelli").sample
    generator = np.random.default_rng(design.seed)
    made = sample(_problem(axes), design.points, calc_second_order=design.second_order, seed=generator)
    return np.asarray(made, dtype=np.float64)


def salib(module: str, design: str) -> Any:
    """Return a module of SALib, which is an extra.

    Args:
        module: its name below ``SALib``.
        design: kind of design that needs it, for the message.

    Raises:
        InputError: SALib is not installed.
    """
    try:
        return import_module(f"SALib.{module}")
    except ImportError as error:
        raise InputError(
            f"a design of kind '{design}' needs the library SALib; install it with: pip install 'commsim[analysis]'"
        ) from error
