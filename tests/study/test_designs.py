"""Designs: how many points, in which order, how they fill the space, the same again for the same seed."""

import builtins
import sys

import numpy as np
import pytest

from commsim.errors import InputError
from commsim.study.designs import points_in, unit_points
from commsim.study.loading import parse_study, study_from_dict

SAMPLING = {
    "latin_hypercube": "{kind: latin_hypercube, points: 32, seed: SEED}",
    "optimised": "{kind: latin_hypercube, points: 32, seed: SEED, optimisation: random_cd}",
    "sobol": "{kind: sobol, points: 32, seed: SEED}",
    "morris": "{kind: morris, trajectories: 6, levels: 6, seed: SEED}",
    "saltelli": "{kind: saltelli, points: 8, seed: SEED}",
    "saltelli, first order": "{kind: saltelli, points: 8, second_order: false, seed: SEED}",
}
FACTORS = """
  share: {path: timeline.activate.share, range: {from: 0, to: 1}}
  J: {path: behaviour.fees.J, distribution: {kind: normal, mean: 4, sd: 1, from: 2, to: 5}}
  homes: {path: estates.main.homes, range: {from: 400, to: 409, integer: true}}
  strategy: {path: timeline.activate.strategy, values: [random, degree, k_core]}
"""


def study_of(design, factors=FACTORS, seed=1):
    head = "name: x\ntitle: {en: a, zh: b}\nscenario: tianhu-garden\nmeasures: {fee_rate: {}}\n"
    return parse_study(f"{head}design: {design.replace('SEED', str(seed))}\nfactors:\n{factors}")


def grid_of(design="grid"):
    factors = "  a: {path: behaviour.fees.J, values: [1, 2, 3]}\n"
    factors += "  b: {path: mechanisms.visits, values: [true, false]}\n"
    factors += "  c: {path: behaviour.fees.b_S, range: {from: 0, to: 1, levels: 2}}\n"
    return study_of(f"{{kind: {design}}}", factors)


@pytest.mark.parametrize("design", ["grid", "factorial"])
def test_a_grid_has_every_combination_with_the_last_factor_fastest(design):
    points = grid_of(design).points
    rows = [tuple(points.row(point).values()) for point in range(len(points))]
    assert rows == [(a, b, c) for a in (1, 2, 3) for b in (True, False) for c in (0.0, 1.0)]
    assert points.kinds == {"a": "int", "b": "bool", "c": "float"}


def test_a_large_grid_takes_a_few_bytes_a_point():
    factors = "".join(
        f"  f{number}: {{path: behaviour.fees.{name}, range: {{from: 1, to: 2, levels: 10}}}}\n"
        for number, name in enumerate(("J", "b_S", "b_c", "b_beta", "b_E", "b_v"))
    )
    study = study_of("{kind: grid}", factors)
    assert len(study.points) == 1_000_000
    assert study.points.row(999_999) == dict.fromkeys([f"f{number}" for number in range(6)], 2.0)
    assert study.points.row(10)["f4"] == pytest.approx(1 + 1 / 9)
    held = sum(column._values.nbytes for column in study.points.columns.values())
    assert held == 6 * 4 * 1_000_000


@pytest.mark.parametrize("name", SAMPLING)
def test_a_design_has_as_many_points_as_it_says(name):
    study = study_of(SAMPLING[name])
    count = {"morris": 6 * 5, "saltelli": 8 * 10, "saltelli, first order": 8 * 6}.get(name, 32)
    assert len(study.points) == points_in(study.data) == len(study.unit_points) == count


@pytest.mark.parametrize("name", SAMPLING)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(name):
    points = study_of(SAMPLING[name], seed=1).points
    assert points == study_of(SAMPLING[name], seed=1).points
    assert points != study_of(SAMPLING[name], seed=2).points


@pytest.mark.parametrize("name", SAMPLING)
def test_seed_0_is_a_seed(name):
    zero = study_of(SAMPLING[name], seed=0).points
    assert zero == study_of(SAMPLING[name], seed=0).points
    assert zero != study_of(SAMPLING[name], seed=1).points


@pytest.mark.parametrize("name", SAMPLING)
def test_nobody_else_s_luck_makes_a_difference(name):
    points = study_of(SAMPLING[name]).points
    np.random.seed(5)  # noqa: NPY002 (the generator that other libraries share)
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    assert study_of(SAMPLING[name]).points == points
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


@pytest.mark.parametrize("name", SAMPLING)
def test_points_are_the_same_after_plain_data(name):
    study = study_of(SAMPLING[name])
    assert study_from_dict(study.to_dict()).points == study.points


@pytest.mark.parametrize("name", SAMPLING)
def test_every_value_lies_within_its_factor(name):
    columns = study_of(SAMPLING[name]).points.columns
    assert all(0 <= value <= 1 for value in columns["share"])
    assert all(2 <= value <= 5 for value in columns["J"])
    assert set(columns["homes"]) <= set(range(400, 410))
    assert set(columns["strategy"]) <= {"random", "degree", "k_core"}


@pytest.mark.parametrize("name", ["latin_hypercube", "optimised", "sobol"])
def test_every_stratum_holds_one_point(name):
    unit = study_of(SAMPLING[name]).unit_points
    for axis in range(4):
        assert sorted(np.floor(unit[:, axis] * 32).astype(int)) == list(range(32))


def test_a_hypercube_gives_whole_numbers_and_words_their_share():
    columns = study_of("{kind: latin_hypercube, points: 30}").points.columns
    assert [list(columns["homes"]).count(number) for number in range(400, 410)] == [3] * 10
    assert [list(columns["strategy"]).count(word) for word in ("random", "degree", "k_core")] == [10] * 3


def test_a_trajectory_changes_one_factor_after_the_other_by_one_step():
    unit = study_of(SAMPLING["morris"]).unit_points.reshape(6, 5, 4)
    steps = np.diff(unit, axis=1)
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    assert (np.count_nonzero(steps, axis=1) == 1).all()
    assert np.allclose(np.abs(steps[steps != 0]), 6 / (2 * 5))


def test_saltelli_exchanges_one_column_at_a_time():
    unit = study_of(SAMPLING["saltelli"]).unit_points.reshape(8, 10, 4)
    first, last = unit[:, 0], unit[:, -1]
    for axis in range(4):
        others = [other for other in range(4) if other != axis]
        assert (unit[:, 1 + axis, axis] == last[:, axis]).all()
        assert (unit[:, 1 + axis][:, others] == first[:, others]).all()
        assert (unit[:, 5 + axis, axis] == first[:, axis]).all()
        assert (unit[:, 5 + axis][:, others] == last[:, others]).all()


@pytest.mark.parametrize("name", ["morris", "saltelli"])
def test_without_salib_the_message_says_how_to_get_it(name, monkeypatch):
    for module in [module for module in sys.modules if module.partition(".")[0] == "SALib"]:
        monkeypatch.delitem(sys.modules, module)
    real = builtins.__import__

    def refuse(wanted, *others, **named):
        if wanted.startswith("SALib"):
            raise ImportError(wanted)
        return real(wanted, *others, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    monkeypatch.setattr("commsim.study.designs.import_module", refuse)
    with pytest.raises(InputError) as caught:
        study_of(SAMPLING[name])
    said = f"a design of kind '{name}' needs the library SALib; install it with: pip install 'commsim[analysis]'"
    assert str(caught.value) == said


@pytest.mark.parametrize("name", ["latin_hypercube", "sobol"])
def test_other_designs_do_without_salib(name, monkeypatch):
    monkeypatch.setattr("commsim.study.designs.import_module", pytest.fail)
    assert len(study_of(SAMPLING[name]).points) == 32


def test_a_grid_has_no_points_in_the_unit_cube():
    with pytest.raises(InputError, match="a design of kind 'grid' has no points in the unit cube"):
        unit_points(grid_of().data)
