"""Whichever engine finishes first is taken, the user's word goes before it, and no result depends on it."""

import subprocess
import sys

import pandas as pd
import pytest

import commsim
from commsim.agents import Resident
from commsim.api import compare, simulate
from commsim.engine import choice, kept
from commsim.engine.choice import agents_estimate, choose, compiled_estimate, household_months
from commsim.engine.compiling import ready
from commsim.errors import EngineError, InputError
from commsim.study.executors import Task, run_tasks
from commsim.study.seeds import simulate_seeds
from tests.engine.stand_in import stand_in
from tests.study.workers import AlwaysPays

__all__ = ["stand_in"]


@pytest.fixture
def cold(tmp_path, monkeypatch):
    """Nothing is loaded, and nothing is kept from earlier starts."""
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path))
    before = set(ready)
    ready.clear()
    yield
    ready.clear()
    ready.update(before)


@pytest.fixture
def warm(cold):
    """Nothing is loaded, but everything was compiled by an earlier start."""
    for name in kept.COMPILE_SECONDS:
        kept.write(kept.file_of(name, "any"), b"code")


# --- the choice -------------------------------------------------------------------------------------------------------


def test_the_size_of_a_run_counts_the_months_lived_after_the_last(small):
    assert household_months(small) == 42 * 28
    assert household_months(small.with_months(1)) == 42 * 3


def test_a_short_run_is_not_worth_loading_the_compiler(small, warm):
    assert choose("auto", [small]) == "agents"


def test_many_runs_are_worth_loading_but_not_always_compiling(small, warm):
    runs = [small] * 60  # longer than loading with the Mesa model, and much shorter than compiling
    assert choose("auto", runs) == "compiled"
    for path in kept.folder().iterdir():
        path.unlink()
    assert choose("auto", runs) == "agents"
    assert choose("auto", runs * 40) == "compiled"


def test_a_short_run_takes_the_engine_that_is_loaded_already(small, cold):
    assert choose("auto", [small]) == "agents"
    ready.update(kept.COMPILE_SECONDS)
    assert choose("auto", [small]) == "compiled"


def test_workers_are_weighed_against_threads(cold):
    sizes = [10**6] * 4
    run = 10**6 * choice.AGENTS_SECONDS
    assert agents_estimate(sizes, 1) == pytest.approx(4 * run)
    assert agents_estimate(sizes, 2) == pytest.approx(2 * run + choice.WORKER_SECONDS)
    assert agents_estimate(sizes, 9) == pytest.approx(run + choice.WORKER_SECONDS)
    assert agents_estimate([3 * 10**6, 10], 2) == pytest.approx(3 * run + choice.WORKER_SECONDS)
    run = 10**6 * choice.COMPILED_SECONDS
    waiting = choice.LOAD_SECONDS + sum(kept.COMPILE_SECONDS.values())
    assert compiled_estimate(sizes, 1) == pytest.approx(waiting + 4 * run)
    assert compiled_estimate(sizes, 2) == pytest.approx(waiting + 2 * run)
    ready.update(kept.COMPILE_SECONDS)
    assert compiled_estimate(sizes, 2) == pytest.approx(2 * run)
    assert compiled_estimate([], 1) == agents_estimate([], 1) == 0.0


def test_the_users_word_goes_before_the_clock(small, warm):
    assert choose("compiled", [small]) == "compiled"
    assert choose("agents", [small] * 1000) == "agents"


def test_rules_of_ones_own_are_run_by_the_agents_only(small, warm):
    assert choose("auto", [small] * 1000, own_rules=False) == "agents"
    assert choose("agents", [small], own_rules=False) == "agents"
    with pytest.raises(EngineError, match=r"the model's own rules only.*use engine='agents'"):
        choose("compiled", [small], own_rules=False)


@pytest.mark.parametrize("engine", ["mesa", "", "Compiled", None, 3])
def test_an_unknown_engine_is_refused_with_the_known_ones(small, engine):
    with pytest.raises(InputError, match="engine is one of auto, agents, compiled; got ") as caught:
        choose(engine, [small])
    assert repr(engine) in str(caught.value)
    assert caught.value.exit_code == 2


def test_choosing_does_not_load_the_compiler():
    code = (
        "import sys, commsim, commsim.study.seeds; s = commsim.load_scenario('typical-estate')\n"
        "from commsim.engine.choice import choose\n"
        "choose('auto', [s] * 100, 2); commsim.simulate(s, months=1)\n"
        "print(*(name for name in ('numba', 'llvmlite', 'commsim.engine.run') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("\n", "")


# --- from Python ------------------------------------------------------------------------------------------------------


def test_a_run_is_the_same_whichever_engine_runs_it(small, stand_in):
    runs = [simulate(small, seed=3, months=4, engine=engine) for engine in ("agents", "compiled")]
    assert stand_in == [("small-estate", 3)]
    pd.testing.assert_frame_equal(runs[0].monthly, runs[1].monthly)


def test_no_file_names_the_engine(small, stand_in, tmp_path):
    agents, compiled = (
        simulate(small, seed=3, months=4, engine=engine).save(tmp_path / engine) for engine in ("agents", "compiled")
    )
    for path in agents.iterdir():
        assert path.read_bytes() == (compiled / path.name).read_bytes(), path.name


def test_the_compiled_engine_tells_its_progress(small, stand_in):
    told = []
    simulate(small, months=3, engine="compiled", progress=lambda *done: told.append(done))
    assert told[-1] == (3, 3)


def test_a_resident_of_ones_own_is_never_silently_left_out(small, stand_in):
    with pytest.raises(EngineError, match="a resident class of your own"):
        simulate(small, resident=AlwaysPays, engine="compiled")
    with pytest.raises(EngineError, match="a resident class of your own"):
        simulate_seeds(small, [1, 2], resident=AlwaysPays, engine="compiled")
    own = simulate(small, months=9, resident=AlwaysPays, engine="agents")
    usual = simulate(small, months=9, engine="agents")
    assert own.monthly["fee_rate"].iloc[-1] > usual.monthly["fee_rate"].iloc[-1]
    simulate(small, months=1, resident=Resident, engine="compiled")
    assert stand_in == [("small-estate", 1)]


def test_a_resident_of_ones_own_is_run_by_the_agents_also_where_compiled_would_be_quicker(small, stand_in, cold):
    ready.update(kept.COMPILE_SECONDS)
    usual = simulate(small, months=9)
    simulate_seeds(small, [1, 2], months=9)
    assert stand_in == [("small-estate", 1), ("small-estate", [1, 2], 1)]
    own = simulate(small, months=9, resident=AlwaysPays)
    several = simulate_seeds(small, [1, 2], months=9, resident=AlwaysPays)
    assert len(stand_in) == 2
    for run in (own, *several):
        assert run.monthly["fee_rate"].iloc[-1] > usual.monthly["fee_rate"].iloc[-1]


def test_worlds_are_compared_with_the_engine_asked_for(small, stand_in):
    other = small.without("activate")
    assert compare(small, other, months=3, engine="compiled", seed=2).monthly.shape[0] == 3
    assert stand_in == [("small-estate", 2), ("small-estate", 2)]
    there = simulate(small, seed=2, engine="agents")
    compare(there, other, seed=2, engine="compiled")
    assert len(stand_in) == 3
    compare(small, other, months=3, engine="agents")
    assert len(stand_in) == 3


def test_many_seeds_run_in_threads_of_this_process(small, stand_in):
    told = []
    runs = simulate_seeds(small, [4, 2], months=2, engine="compiled", jobs=2, progress=lambda *done: told.append(done))
    assert stand_in == [("small-estate", [4, 2], 2)]
    assert [run.seed for run in runs] == [4, 2]
    assert told == [(1, 2), (2, 2)]
    pd.testing.assert_frame_equal(runs.monthly, simulate_seeds(small, [4, 2], months=2, engine="agents").monthly)


def test_tasks_of_one_scenario_go_together_and_come_back_in_their_order(small, stand_in):
    first, second = small.with_months(1), small.with_months(2)
    tasks = [Task(first, 1), Task(first, 2), Task(second, 1), Task(first, 3)]
    told = []
    raws = run_tasks(tasks, 3, lambda *done: told.append(done), "compiled")
    assert [(raw.scenario.data.months, raw.seed) for raw in raws] == [(1, 1), (1, 2), (2, 1), (1, 3)]
    assert [seeds for _, seeds, _ in stand_in] == [[1, 2], [1], [3]]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("call", [simulate, lambda small, **options: simulate_seeds(small, [1], **options)])
def test_a_wrong_engine_is_refused_before_anything_runs(small, call, stand_in):
    with pytest.raises(InputError, match="engine is one of auto, agents, compiled; got 'numba'"):
        call(small, engine="numba")
    with pytest.raises(InputError, match="got 'numba'"):
        compare(small, small, engine="numba")


def test_an_engine_error_is_an_input_error():
    assert issubclass(EngineError, commsim.CommsimError)
    assert EngineError("x").exit_code == 2
