import math

import pytest

from commsim import agents
from commsim.api import simulate
from commsim.errors import LedgerError
from commsim.results import measure
from commsim.study.blocks import Block
from commsim.study.measuring import Measuring
from commsim.study.runs import GivenUpError, block_rows, cause_of, failed_rows
from tests.support.studies import SMALL_STUDY, small_study


def measuring_of(study):
    return Measuring(study.data.measures, study.estate_names)


def test_a_row_is_what_the_run_itself_gives(tmp_path):
    study = small_study(tmp_path)
    rows = block_rows(study, measuring_of(study), Block(3, 6))
    assert rows.status == ["ok"] * 6
    assert rows.cause == [None] * 6
    for place, number in enumerate(range(3, 9)):
        point, replicate = divmod(number, 4)
        run = simulate(study.scenario(point), seed=study.seed(point, replicate), engine="agents")
        for name, found in rows.measures.items():
            wish = study.data.measures[name]
            expected = measure(run.monthly, name, wish.window)
            assert found[place] == expected or (math.isnan(found[place]) and math.isnan(expected))


def test_both_engines_give_the_same_rows(tmp_path):
    study = small_study(tmp_path, SMALL_STUDY + "monthly: [fee_rate, service, bills]\n")
    one, two = (block_rows(study, measuring_of(study), Block(0, 5), engine) for engine in ("agents", "compiled"))
    assert repr(one) == repr(two)
    assert one.monthly["run"] == [number for number in range(5) for _ in range(14)]
    assert one.monthly["month"] == list(range(1, 15)) * 5
    assert set(one.monthly) == {"run", "estate", "month", "fee_rate", "service", "bills"}


def test_a_run_that_fails_costs_its_row_and_no_other(tmp_path, monkeypatch):
    study = small_study(tmp_path)
    measuring = measuring_of(study)
    whole = block_rows(study, measuring, Block(0, 20), "agents")
    plain = agents.simulate_agents

    def broken(scenario, seed):
        if seed == 3 and scenario.data.timeline[2].share == 0.5:
            raise LedgerError(f"no money at {hex(id(seed))} in /some/where/fees.py")
        return plain(scenario, seed)

    monkeypatch.setattr(agents, "simulate_agents", broken)
    rows = block_rows(study, measuring, Block(0, 20), "agents")
    failed = [number for number, status in enumerate(rows.status) if status == "failed"]
    assert failed == [10, 14]
    assert rows.cause[10] == "LedgerError: no money at <address> in <path>"
    for name, values in rows.measures.items():
        assert [values[number] for number in failed] == [None, None]
        rest = [number for number in range(20) if number not in failed]
        assert repr([values[n] for n in rest]) == repr([whole.measures[name][n] for n in rest])


@pytest.mark.parametrize("fault", [MemoryError(), OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_fault_of_the_machine_is_no_row(tmp_path, monkeypatch, fault):
    def broken(scenario, seed):
        raise fault

    study = small_study(tmp_path)
    monkeypatch.setattr(agents, "simulate_agents", broken)
    with pytest.raises(type(fault)):
        block_rows(study, measuring_of(study), Block(0, 2), "agents")


def test_a_block_that_is_no_longer_wanted_is_given_up(tmp_path):
    study = small_study(tmp_path)
    asked = []

    def is_wanted():
        asked.append(None)
        return len(asked) < 3

    with pytest.raises(GivenUpError):
        block_rows(study, measuring_of(study), Block(0, 20), "agents", is_wanted)
    assert len(asked) == 3


def test_a_failed_run_has_no_months(tmp_path):
    study = small_study(tmp_path, SMALL_STUDY + "monthly: [fee_rate]\n")
    rows = failed_rows(study, ("fee_rate",), Block(4, 2), "its worker ended")
    assert rows == (Block(4, 2), ["failed"] * 2, ["its worker ended"] * 2, {"fee_rate": [None, None]}, rows.monthly)
    assert rows.monthly == {"run": [], "estate": [], "month": [], "fee_rate": []}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("a\n  b"), "ValueError: a b"),
        (ZeroDivisionError(), "ZeroDivisionError"),
        (RuntimeError("in /usr/lib/x.py, line 3"), "RuntimeError: in <path>, line 3"),
        (RuntimeError("~/a/b and ../c/d and ./e"), "RuntimeError: <path> and <path> and <path>"),
        (RuntimeError(r"C:\Users\me\x.py failed"), "RuntimeError: <path> failed"),
        (RuntimeError("<object at 0x7f00deadbeef>"), "RuntimeError: <object at <address>>"),
        (RuntimeError("tcp://127.0.0.1:8786 lost"), "RuntimeError: <address> lost"),
        (RuntimeError("share 1/2 of months 3/4"), "RuntimeError: share 1/2 of months 3/4"),
        (RuntimeError("x" * 999), "RuntimeError: " + "x" * 283 + "..."),
    ],
)
def test_a_cause_names_no_path_and_no_address(error, said):
    assert cause_of(error) == said
