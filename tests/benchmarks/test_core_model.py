"""The core model is one model in every tool: the same households pay, month by month."""

import numpy as np
import pytest

from benchmarks import core
from benchmarks.core_model import CoreResult, core_inputs, core_scenario
from benchmarks.engines import AGENTS, core_result
from benchmarks.equality import UnequalError, check_core
from benchmarks.implementations import floor, frames, numpy_scipy, plain_mesa
from commsim.scenario import MECHANISMS


@pytest.fixture(scope="module")
def inputs():
    return core_inputs(core_scenario(120, 12), seed=3)


@pytest.fixture(scope="module")
def ours():
    return core_result(core_scenario(120, 12), 3, AGENTS, keep_who=True)


@pytest.mark.parametrize(("households", "months", "seed"), [(9, 3, 1), (62, 8, 0), (300, 14, 2**64 - 1)])
def test_every_implementation_gives_the_same_history(households, months, seed):
    checked = core.check(core.Size(households, months), seed)
    assert set(checked) | set(core.left_out()) == set(core.TITLES) - {"numpy-own-luck"}


def test_only_the_two_core_rules_act():
    scenario = core_scenario(60, 6)
    on = {name for name in MECHANISMS if getattr(scenario.data.mechanisms, name)}
    assert on == {"norms", "fees"}
    assert scenario.behaviour.fees.revise == 1.0
    assert not scenario.data.timeline


def test_households_decide_and_some_change_their_minds(ours):
    assert ours.who.shape == (12, 120)
    assert all(0 < payers < 120 for payers in ours.payers)
    assert (ours.who[1:] != ours.who[:-1]).any(axis=1).all()


def test_neighbours_and_luck_matter_so_that_a_wrong_sum_would_be_seen(inputs, ours):
    alone = inputs._replace(world=inputs.world._replace(weight=np.zeros_like(inputs.world.weight)))
    for changed in (alone, inputs._replace(seed=4)):
        with pytest.raises(UnequalError, match="decides otherwise in month"):
            check_core(ours, numpy_scipy.run(changed, keep_who=True), "numpy")


def test_numpys_own_draws_are_other_draws_of_the_same_model(inputs, ours):
    other = numpy_scipy.run_own_luck(inputs)
    assert other.who is None
    assert list(other.payers) != ours.payers
    assert abs(np.mean(other.payers) - np.mean(ours.payers)) < 0.1 * 120


def test_what_is_timed_is_what_was_checked(inputs, ours):
    for run in (plain_mesa.run, plain_mesa.run_thrifty, numpy_scipy.run):
        timed = run(inputs)
        assert timed.who is None
        assert list(timed.payers) == ours.payers
        assert list(timed.fee_rate) == ours.fee_rate


def test_without_mesa_frames_its_place_is_empty_and_says_why(inputs, monkeypatch):
    monkeypatch.setattr(frames, "find_spec", lambda _: None)
    assert core.left_out()["mesa-frames"] == frames.MISSING
    assert "mesa-frames" not in [one.name for one in core.contestants(core.Size(20, 2))]
    with pytest.raises(ImportError, match=r"benchmarks/README\.md says how"):
        frames.run(inputs)


def test_the_contestants_are_those_that_can_run_here():
    names = [one.name for one in core.contestants(core.Size(20, 2))]
    assert names == [name for name in core.TITLES if name not in core.left_out()]
    assert set(core.left_out()) <= {"mesa-frames"}


# --- what the check refuses
# ---------------------------------------------------------------------------------------------


def test_another_decision_is_refused_by_month_and_household(ours):
    who = ours.who.copy()
    who[4, 7] = not who[4, 7]
    with pytest.raises(UnequalError, match="mine: household 7 decides otherwise in month 5; 1 decisions differ"):
        check_core(ours, ours._replace(who=who), "mine")


def test_another_number_of_households_is_refused(ours):
    with pytest.raises(UnequalError, match=r"mine: months and households are \(12, 119\), not \(12, 120\)"):
        check_core(ours, ours._replace(who=ours.who[:, 1:]), "mine")


@pytest.mark.parametrize("column", ["payers", "fee_rate"])
def test_another_figure_is_refused_by_month(ours, column):
    values = list(getattr(ours, column))
    values[2] = np.nextafter(values[2], 2.0) if column == "fee_rate" else values[2] + 1
    name = column.replace("_", " ")
    with pytest.raises(UnequalError, match=f"mine: {name} of month 3 is "):
        check_core(ours, CoreResult(**(ours._asdict() | {column: values})), "mine")


def test_a_floor_that_gathers_something_else_is_refused(inputs, monkeypatch):
    core.check_floor(inputs)
    monkeypatch.setattr(floor, "run", lambda inputs: np.zeros(inputs.world.households))
    with pytest.raises(UnequalError, match="floor"):
        core.check_floor(inputs)
