import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from commsim.errors import InputError
from commsim.results.files import table_files
from commsim.study.executors import Task, WorkersLostError, run_tasks
from commsim.study.processors import cores
from tests.study.workers import FLAG, Killer, KillerOnce, Objector


def seeds_of(raws) -> list[int]:
    return [raw.seed for raw in raws]


@pytest.fixture(scope="module")
def spread_out(small) -> dict[str, Any]:
    """Three runs in two worker processes, with what was told and what became of the start method."""
    before = multiprocessing.get_start_method()
    told: list[tuple[int, int]] = []
    raws = run_tasks([Task(small, seed) for seed in (3, 1, 2)], 2, lambda *done: told.append(done))
    return {"raws": raws, "told": told, "methods": (before, multiprocessing.get_start_method())}


def test_worker_processes_give_the_same_bytes_as_this_process(small, spread_out) -> None:
    here = run_tasks([Task(small, seed) for seed in (3, 1, 2)])
    assert seeds_of(spread_out["raws"]) == [3, 1, 2]
    assert table_files(here) == table_files(spread_out["raws"])


def test_progress_counts_every_run(small, spread_out) -> None:
    told: list[tuple[int, int]] = []
    run_tasks([Task(small.with_months(1), seed) for seed in (1, 2, 3)], 1, lambda *done: told.append(done))
    assert told == spread_out["told"] == [(1, 3), (2, 3), (3, 3)]


def test_the_start_method_of_the_caller_is_left_alone(spread_out) -> None:
    before, after = spread_out["methods"]
    assert before == after


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_run_raises_is_raised_as_it_is(small, jobs: int) -> None:
    with pytest.raises(InputError, match="seed 2 objects"):
        run_tasks([Task(small, seed, Objector) for seed in (1, 2)], jobs)
    assert multiprocessing.active_children() == []


def test_a_killed_worker_costs_one_more_try(small, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(FLAG, str(tmp_path / "flag"))
    tasks = [Task(small.with_months(3), seed, KillerOnce) for seed in (1, 2, 3)]
    killed = run_tasks(tasks, 2)
    assert (tmp_path / "flag").exists()
    assert table_files(killed) == table_files(run_tasks(tasks, 1))


def test_a_worker_killed_twice_over_the_same_run_is_a_clear_error(small) -> None:
    with pytest.raises(WorkersLostError, match=r"ended from outside, twice, and \d of 3 runs are missing") as caught:
        run_tasks([Task(small.with_months(3), seed, Killer) for seed in (1, 2, 3)], 2)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("jobs", [0, -1])
def test_less_than_one_worker_is_refused(small, jobs: int) -> None:
    with pytest.raises(InputError, match=f"jobs must be a whole number from 1; got {jobs}"):
        run_tasks([Task(small, 1)], jobs)


def test_no_more_processors_are_used_than_this_process_may() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


ORPHANS = """
import sys, threading, time
from commsim.scenario import load_scenario
from commsim.study.executors import Task, run_tasks
import multiprocessing, os

def tell():
    while True:
        children = multiprocessing.active_children()
        if len(children) == 2:
            print(*(child.pid for child in children), flush=True)
            return
        time.sleep(0.05)

if __name__ == "__main__":
    threading.Thread(target=tell, daemon=True).start()
    scenario = load_scenario(sys.argv[1]).with_months(1200)
    run_tasks([Task(scenario, seed) for seed in range(1, 60)], 2)
"""


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks the system which processes live through /proc")
def test_workers_end_when_their_parent_is_killed(small_file: Path, tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    parent = subprocess.Popen([sys.executable, str(script), str(small_file)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(word) for word in parent.stdout.readline().split()]
    assert len(workers) == 2
    assert all(alive(worker) for worker in workers)
    time.sleep(3)  # until they have begun to work
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 30
    while any(alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(alive(worker) for worker in workers)
