import math

import numpy as np
import pandas as pd
import pytest

from commsim.errors import InputError
from commsim.study.effects import effects
from commsim.study.indices import unit_moves
from tests.study.synthetic import fail, synthetic_runs, synthetic_study

pytest.importorskip("SALib")
UNIT = {"path": "months", "range": {"from": 0.0, "to": 1.0}}
ANGLE = {"path": "months", "range": {"from": -math.pi, "to": math.pi}}
WHOLE = {"path": "months", "range": {"from": 0, "to": 1, "integer": True}}
MORRIS = {"kind": "morris", "trajectories": 8, "levels": 4}


def index(table: pd.DataFrame, kind: str, factor: str):
    rows = table[(table["kind"] == kind) & (table["factor"] == factor)]
    return next(rows.itertuples(index=False))


def test_elementary_effects_of_a_plane_are_its_slopes_over_the_whole_range() -> None:
    study = synthetic_study({"a": UNIT, "b": {"path": "months", "range": {"from": 10, "to": 30}}}, MORRIS, replicates=3)
    table = effects(study, synthetic_runs(study, lambda row: 4 * row["a"] - row["b"], noise=0))
    for kind, wanted in (("morris_mu", (4, -20)), ("morris_mu_star", (4, 20)), ("morris_sigma", (0, 0))):
        assert [index(table, kind, name).effect for name in "ab"] == pytest.approx(wanted, abs=1e-9)
    assert index(table, "morris_mu", "a").low == pytest.approx(4)


def test_what_depends_on_another_factor_has_a_spread() -> None:
    study = synthetic_study({"a": UNIT, "b": UNIT, "c": UNIT}, {**MORRIS, "trajectories": 100, "seed": 2})
    table = effects(study, synthetic_runs(study, lambda row: row["a"] + 3 * row["b"] * row["c"], noise=0))
    assert index(table, "morris_sigma", "a").effect == pytest.approx(0, abs=1e-9)
    assert index(table, "morris_sigma", "b").effect > 0.5
    mu = index(table, "morris_mu", "b")
    assert mu.low < 1.5 < mu.high


def test_moves_are_those_of_the_design_for_numbers_words_and_whole_numbers() -> None:
    words = {"path": "months", "values": ("p", "q", "r", "s")}
    study = synthetic_study({"a": UNIT, "w": words, "n": WHOLE}, MORRIS)
    moves = unit_moves(study, 4)
    trajectories = moves.reshape(8, 4, 3)
    assert np.abs(np.diff(trajectories, axis=1)).sum(axis=1) == pytest.approx(np.full((8, 3), 2 / 3))
    design = np.diff(study.unit_points.reshape(8, 4, 3), axis=1)
    assert np.diff(trajectories, axis=1)[:, :, :2] == pytest.approx(design[:, :, :2])


def test_a_factor_that_falls_in_the_list_of_its_values_still_rises_with_its_number() -> None:
    falling = {"path": "months", "values": (3.0, 2.0, 1.0, 0.0)}
    study = synthetic_study({"a": falling, "b": UNIT}, MORRIS)
    table = effects(study, synthetic_runs(study, lambda row: row["a"], noise=0))
    assert index(table, "morris_mu", "a").effect > 0


def test_sobol_indices_of_ishigamis_function_are_its_closed_forms() -> None:
    """Ishigami and Homma (1990), a = 7, b = 0.1."""
    study = synthetic_study({"x": ANGLE, "y_": ANGLE, "z": ANGLE}, {"kind": "saltelli", "points": 2048}, replicates=1)
    runs = synthetic_runs(
        study,
        lambda row: math.sin(row["x"]) + 7 * math.sin(row["y_"]) ** 2 + 0.1 * row["z"] ** 4 * math.sin(row["x"]),
        noise=0,
        luck=0,
    )
    table = effects(study, runs)
    variance = 7**2 / 8 + 0.1 * math.pi**4 / 5 + 0.01 * math.pi**8 / 18 + 0.5
    first = {"x": 0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2 / variance, "y_": 49 / 8 / variance, "z": 0.0}
    both = 0.01 * math.pi**8 * 8 / 225 / variance
    total = {"x": first["x"] + both, "y_": first["y_"], "z": both}
    for name, alone in first.items():
        assert index(table, "sobol_first", name).effect == pytest.approx(alone, abs=0.03)
        assert index(table, "sobol_total", name).effect == pytest.approx(total[name], abs=0.03)
        row = index(table, "sobol_total", name)
        assert row.low < total[name] < row.high
    assert index(table, "sobol_second", "x × z").effect == pytest.approx(both, abs=0.05)
    assert index(table, "sobol_second", "x × y_").effect == pytest.approx(0, abs=0.05)


def test_without_second_order_the_design_is_smaller_and_no_pairs_are_given() -> None:
    study = synthetic_study({"a": UNIT, "b": UNIT}, {"kind": "saltelli", "points": 64, "second_order": False})
    assert len(study.points) == 64 * 4
    table = effects(study, synthetic_runs(study, lambda row: row["a"], noise=0))
    assert list(dict.fromkeys(table["kind"])) == ["sobol_first", "sobol_total"]


@pytest.mark.parametrize("design", [MORRIS, {"kind": "saltelli", "points": 8}])
def test_holes_are_refused_and_the_runs_named(design) -> None:
    study = synthetic_study({"a": UNIT, "b": UNIT}, design, replicates=2)
    runs = fail(synthetic_runs(study, lambda row: row["a"]), point=3, replicate=1)
    runs.loc[(runs["point"] == 5) & (runs["replicate"] == 0), "y"] = math.nan
    runs = runs[(runs["point"] != 7) | (runs["replicate"] != 1)]
    with pytest.raises(InputError) as refused:
        effects(study, runs)
    said = str(refused.value)
    assert f"y: 3 of {len(study.points) * 2} runs have no figure" in said
    assert "point 3, replicate 1 failed; point 5, replicate 0 undefined; point 7, replicate 1 not run yet" in said


def test_of_many_holes_the_first_are_named() -> None:
    study = synthetic_study({"a": UNIT, "b": UNIT}, MORRIS, replicates=1)
    with pytest.raises(InputError, match=r"point 4, replicate 0 not run yet and 19 more\)"):
        effects(study, synthetic_runs(study, lambda _: 0.0)[:0])


def test_a_measure_that_is_the_same_everywhere_has_no_shares() -> None:
    study = synthetic_study({"a": UNIT, "b": UNIT}, {"kind": "saltelli", "points": 8})
    assert effects(study, synthetic_runs(study, lambda _: 1.0, noise=0, luck=0))["effect"].isna().all()


@pytest.mark.parametrize("design", [MORRIS, {"kind": "saltelli", "points": 16}])
def test_the_same_runs_give_the_same_intervals(design) -> None:
    study = synthetic_study({"a": UNIT, "b": UNIT}, design)
    runs = synthetic_runs(study, lambda row: row["a"] + row["b"] ** 2)
    pd.testing.assert_frame_equal(effects(study, runs), effects(study, runs))


def test_without_salib_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    study = synthetic_study({"a": UNIT, "b": UNIT}, MORRIS)
    runs = synthetic_runs(study, lambda row: row["a"])

    def missing(name: str):
        raise ImportError(name)

    monkeypatch.setattr("commsim.study.indices.import_module", missing)
    with pytest.raises(InputError, match=r"pip install 'commsim\[analysis\]'"):
        effects(study, runs)


def test_factors_that_stand_still_move_once_each_in_the_unit_cube_and_have_no_effect() -> None:
    still = {"path": "months", "values": (7,)}
    study = synthetic_study({"a": UNIT, "b": still, "c": still}, MORRIS, replicates=1)
    moves = np.diff(unit_moves(study, 4).reshape(8, 4, 3), axis=1)
    assert np.abs(moves).sum(axis=1) == pytest.approx(np.full((8, 3), 2 / 3))
    table = effects(study, synthetic_runs(study, lambda row: row["a"], noise=0))
    assert [index(table, "morris_mu_star", name).effect for name in "abc"] == pytest.approx([1, 0, 0])
