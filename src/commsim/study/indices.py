"""Indices of designs whose order of points is the method: Morris' elementary effects and Sobol's variance shares.

Concepts:
    elementary effect: what one step of a factor does to the measure, over the step, the whole range of the factor being
        1. ``mu`` is their mean, ``mu_star`` the mean of their sizes, ``sigma`` their standard deviation, which is large
        where the effect depends on where the other factors stand (Morris 1991; Campolongo et al. 2007).
    first order: share of the variance between points that a factor explains alone; total: with all its interactions;
        second order: what two explain together beyond what each does alone (Sobol 2001; Saltelli et al. 2010).
    hole: a run that failed, was not done yet, or gave no figure. One hole spoils all indices, since each is made of the
        whole design in its order, so nothing is computed and the error names the runs.

Both are computed by SALib from the means over replicates; its version is part of the results.
"""

from __future__ import annotations

import math
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from commsim.errors import InputError
from commsim.study.contrasts import Estimate, t_quantile
from commsim.study.effect_rows import EffectRow, row_of
from commsim.study.trials import HAS_FAILED, NOT_RUN, Floats, Trials, levels

if TYPE_CHECKING:
    from commsim.study.definition import Study

MORRIS, SOBOL = "morris", "saltelli"
RESAMPLES = 1000
FEWEST_RESAMPLES = 100
_DRAWS = 4_000_000
SEED = 1
"""Seed of SALib's resampling; 0 would be a new one each time (``if seed:``)."""

NAMED = 5


def morris_rows(study: Study, given: Trials) -> list[EffectRow]:
    """Return mu, mu* and sigma of every factor, in the measure's unit over the factor's whole range.

    Raises:
        InputError: the design has holes, or SALib is not installed.
    """
    refuse_holes(given)
    design: Any = study.data.design
    steps = int(design.levels)
    moves = unit_moves(study, steps)
    found = _salib("morris").analyze(
        _problem(study), moves, given.means, num_resamples=RESAMPLES, num_levels=steps, seed=SEED
    )
    trajectories = len(moves) // (len(study.points.names) + 1)
    rows: list[EffectRow] = []
    for place, factor in enumerate(study.points.names):
        mu, sigma = float(found["mu"][place]), float(found["sigma"][place])
        half = t_quantile(trajectories - 1) * sigma / math.sqrt(trajectories) if trajectories > 1 else math.nan
        rows.append(row_of(given, _estimate(given, mu, half), None, "morris_mu", factor))
        half = float(found["mu_star_conf"][place])
        rows.append(
            row_of(given, _estimate(given, float(found["mu_star"][place]), half), None, "morris_mu_star", factor)
        )
        rows.append(row_of(given, _estimate(given, sigma, math.nan), None, "morris_sigma", factor))
    return rows


def unit_moves(study: Study, steps: int) -> Floats:
    """Return a Morris design as moves in the unit cube, with the directions that the factors' own values take.

    Args:
        study: the study, whose points are trajectories: in each, every factor moves once.
        steps: levels of the design.

    Returns:
        shape ``(points, factors)``: along a trajectory, the factor that moves does so by plus or minus the step of the
        design. A factor whose value stays the same, as a whole number may, moves up.
    """
    names = study.points.names
    values = np.stack([_in_order(study, name) for name in names], axis=1)
    delta = steps / (2 * (steps - 1))
    moves = np.zeros(values.shape)
    for start in range(0, len(values), len(names) + 1):
        signs = np.sign(np.diff(values[start : start + len(names) + 1], axis=0))
        still = [place for place in range(len(names)) if not signs[:, place].any()]
        for step, row in enumerate(signs, start=start + 1):
            moved = int(np.argmax(np.abs(row))) if row.any() else still.pop(0)
            moves[step] = moves[step - 1]
            moves[step, moved] += delta * (row[moved] if row.any() else 1.0)
    return moves


def _in_order(study: Study, factor: str) -> Floats:
    """Return a factor's value at each point as a number; a word is the place of its level."""
    values = study.points.columns[factor]
    if study.points.kinds[factor] != "string":
        return np.array([float(value) for value in values])
    places = {level: place for place, level in enumerate(levels(study, factor))}
    return np.array([float(places[value]) for value in values])


def sobol_rows(study: Study, given: Trials) -> list[EffectRow]:
    """Return first-order, total and, where the design has them, second-order indices.

    A measure that is the same everywhere has none: NaN.

    Raises:
        InputError: the design has holes, or SALib is not installed.
    """
    refuse_holes(given)
    design: Any = study.data.design
    names, second = study.points.names, bool(design.second_order)
    analyze = _salib("sobol").analyze
    means = given.means
    found: dict[str, Any] | None = None
    if float(np.ptp(means)) > 0:
        base = len(means) // (2 * len(names) + 2 if second else len(names) + 2)
        resamples = max(FEWEST_RESAMPLES, min(RESAMPLES, _DRAWS // base))
        found = analyze(_problem(study), means, calc_second_order=second, num_resamples=resamples, seed=SEED)
    rows = []
    for kind, key in (("sobol_first", "S1"), ("sobol_total", "ST")):
        for place, factor in enumerate(names):
            rows.append(row_of(given, _index(given, found, key, place), None, kind, factor))
    for left, right in combinations(range(len(names)), 2) if second else ():
        both = f"{names[left]} × {names[right]}"
        rows.append(row_of(given, _index(given, found, "S2", (left, right)), None, "sobol_second", both))
    return rows


def _index(given: Trials, found: dict[str, Any] | None, key: str, place: Any) -> Estimate:
    if found is None:
        return _estimate(given, math.nan, math.nan)
    return _estimate(given, float(found[key][place]), float(found[f"{key}_conf"][place]))


def _estimate(given: Trials, value: float, half: float) -> Estimate:
    points, replicates = given.figures.shape
    return Estimate(value, value - half, value + half, replicates, points, points, 0)


def _problem(study: Study) -> dict[str, Any]:
    """Return what SALib calls a problem; a new one each time, since SALib writes into it."""
    names = list(study.points.names)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _salib(method: str) -> Any:
    try:
        return import_module(f"SALib.analyze.{method}")
    except ImportError as error:
        raise InputError(
            f"indices of a {method} design are computed by SALib, which is missing: pip install 'commsim[analysis]'"
        ) from error


def refuse_holes(given: Trials) -> None:
    """Check that every run of a design has its figure.

    Raises:
        InputError: some have not; the message names the first of them.
    """
    holes = np.argwhere(~np.isfinite(given.figures))
    if not len(holes):
        return
    said = [_hole(given, int(point), int(replicate)) for point, replicate in holes[:NAMED]]
    more = f" and {len(holes) - NAMED} more" if len(holes) > NAMED else ""
    raise InputError(
        f"{given.measure}: {len(holes)} of {given.figures.size} runs have no figure ({'; '.join(said)}{more}), and "
        "Morris and Sobol indices need all of them: finish the study, or measure something that is always defined"
    )


def _hole(given: Trials, point: int, replicate: int) -> str:
    why = {NOT_RUN: "not run yet", HAS_FAILED: "failed"}.get(int(given.states[point, replicate]), "undefined")
    return f"point {point}, replicate {replicate} {why}"
