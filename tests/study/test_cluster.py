"""Studies on a cluster: a scheduler and workers as processes of their own, some of them killed."""

import signal
import socket
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from commsim.errors import InputError
from commsim.study import cluster_connection, cluster_local, sweep
from commsim.study.blocks import Block, blocks_of
from commsim.study.cluster import AHEAD, ClusterRunner
from commsim.study.cluster_connection import load_dask, parse_place
from commsim.study.cluster_errors import ClusterError
from commsim.study.cluster_local import LocalWorkers
from commsim.study.cluster_suspects import WORKER_ENDED
from commsim.study.cluster_work import code
from commsim.study.measuring import Measuring
from commsim.study.runs import block_rows
from commsim.study.sweep import run_study
from tests.support.clusters import DaskProcesses, wait_until_ended
from tests.support.studies import SMALL_STUDY, small_study, write_study

SIZE = 2
MONTHLY_STUDY = SMALL_STUDY + "monthly: [fee_rate, bills]\n"

POISON = """
import os, signal
from commsim.study import cluster_work

if not hasattr(cluster_work, "plain_rows"):
    cluster_work.plain_rows = cluster_work.block_rows

    def block_rows(study, measuring, block, engine):
        if 23 in block.numbers:
            os.kill(os.getpid(), signal.SIGKILL)
        return cluster_work.plain_rows(study, measuring, block, engine)

    cluster_work.block_rows = block_rows
"""
"""What makes a worker process end over run 23, as one does that runs out of memory."""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return small_study(tmp_path_factory.mktemp("study"), MONTHLY_STUDY)


@pytest.fixture(scope="module")
def measuring(study):
    return Measuring(study.data.measures, study.estate_names)


@pytest.fixture(scope="module")
def expected(study, measuring):
    """The rows of every block, done here."""
    return [block_rows(study, measuring, block, "agents") for block in blocks_of(study.runs, SIZE)]


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A scheduler and two workers."""
    with DaskProcesses(tmp_path_factory.mktemp("dask"), 2) as processes:
        yield processes


@pytest.fixture
def runner_at(study, measuring):
    """Makes runners, and closes them after the test."""
    made = []

    def make(address, **options):
        made.append(ClusterRunner(study, measuring, "agents", address, **options))
        return made[-1]

    yield make
    for runner in made:
        runner.close()


@pytest.fixture
def on_workers(dask):
    """Does Python statements in the workers."""
    with load_dask().Client(dask.address, set_as_default=False) as client:
        yield lambda statements: client.run(exec, f"from commsim.study import cluster_work as work\n{statements}", {})


def in_order(rows):
    return sorted(rows, key=lambda one: one.block)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- an existing scheduler


def test_a_cluster_leaves_the_same_bytes_as_threads(dask, study, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sweep, "block_size", lambda *_: SIZE)
    run_study(study, tmp_path / "here", engine="agents")
    run_study(study, tmp_path / "there", engine="agents", cluster=dask.address)
    here, there = contents(tmp_path / "here"), contents(tmp_path / "there")
    assert len([name for name in here if name.startswith("runs/")]) == study.runs // SIZE
    assert here == there


def test_few_blocks_are_under_way_however_many_there_are(dask, study, runner_at) -> None:
    taken = []

    def many():
        for block in blocks_of(study.runs, 1):
            taken.append(block)
            yield block

    done = 0
    for _ in runner_at(dask.address).run(many()):
        done += 1
        assert len(taken) - done < AHEAD * len(dask.workers)
    assert done == study.runs


@pytest.mark.parametrize("what", ["blocks", "study"])
def test_what_the_cluster_drops_is_done_again(dask, study, runner_at, expected, what) -> None:
    runner = runner_at(dask.address)
    found = []
    for rows in runner.run(blocks_of(study.runs, SIZE)):
        if not found:
            crew = runner._crew
            dropped = [crew._content] if what == "study" else [task.future for task in crew._tasks.values()]
            crew._client.cancel(dropped, force=True)
        found.append(rows)
    assert repr(in_order(found)) == repr(expected)
    assert runner.notes == []


def test_a_worker_that_runs_another_commsim_is_refused_before_any_work(dask, runner_at, on_workers) -> None:
    on_workers("work._here, work.code = work.code, lambda: {'commsim': '0.0.9', 'sources': 'f' * 64}")
    try:
        with pytest.raises(InputError) as caught:
            runner_at(dask.address)
    finally:
        on_workers("work.code = work._here")
    here = f"commsim {code()['commsim']} (sources {code()['sources'][:12]})"
    said = str(caught.value)
    assert said.startswith("the worker tcp://127.0.0.1:")
    assert f" runs commsim 0.0.9 (sources ffffffffffff), and this process {here}; python None, here 3." in said


def test_one_worker_of_a_computer_compiles_the_engine_for_all(dask, study, measuring, on_workers) -> None:
    on_workers("work._asked = []; work._plain = (work.is_warm, work.warm_up)")
    on_workers("work.is_warm, work.warm_up = lambda: bool(work._asked), lambda engine: work._asked.append(engine)")
    told: list[str] = []
    runner = ClusterRunner(study, measuring, "compiled", dask.address, tell=told.append)
    try:
        assert list(runner.run(iter([]))) == []
        asked = runner._crew._client.run(eval, "__import__('commsim.study.cluster_work').study.cluster_work._asked")
    finally:
        runner.close()
        on_workers("work.is_warm, work.warm_up = work._plain")
    assert sorted(asked.values()) == [[], ["compiled"]]
    assert len(told) == 1
    assert told[0].startswith("compiling the engine on a worker, about ")


def test_a_worker_that_comes_later_with_another_commsim_does_no_run(dask, study, runner_at, on_workers) -> None:
    runner = runner_at(dask.address)
    found = runner.run(blocks_of(study.runs, SIZE))
    next(found)
    on_workers("work._here, work.code = work.code, lambda: {**work._here(), 'numpy': '1.0'}")
    try:
        with pytest.raises(InputError, match=r"a worker that came later runs commsim .*; numpy 1\.0, here "):
            list(found)
    finally:
        on_workers("work.code = work._here")


def test_a_worker_without_studies_is_refused(dask, runner_at, on_workers) -> None:
    on_workers("import sys; sys.kept = sys.modules['commsim.study.cluster_work']; sys.modules[work.__name__] = None")
    try:
        with pytest.raises(InputError, match="runs another commsim, or none, and this process commsim"):
            runner_at(dask.address)
    finally:
        with load_dask().Client(dask.address, set_as_default=False) as client:
            client.run(exec, "import sys; sys.modules['commsim.study.cluster_work'] = sys.kept", {})


@pytest.mark.parametrize(
    ("raised", "error", "said"),
    [
        ("MemoryError()", ClusterError, r"a worker could not do the runs 0 to 1: memory ran out\. .* --resume"),
        ("OSError(28, 'No space')", ClusterError, "could not do the runs 0 to 1: the disk is full"),
        ("KeyError('fees')", RuntimeError, r"on a worker:\nTraceback(.|\n)*KeyError: 'fees'"),
    ],
)
def test_what_no_run_is_to_blame_for_stops_the_study(dask, runner_at, on_workers, raised, error, said) -> None:
    on_workers(f"def broken(*_): raise {raised}\nwork._plain, work.block_rows = work.block_rows, broken")
    try:
        with pytest.raises(error, match=said):
            list(runner_at(dask.address).run(iter([Block(0, 2)])))
    finally:
        on_workers("work.block_rows = work._plain")


def test_a_worker_killed_in_the_middle_changes_no_byte(dask, study, runner_at, expected, on_workers) -> None:
    on_workers("import time; work._plain = work.block_rows\ndef slow(*a): time.sleep(0.1); return work._plain(*a)")
    told: list[str] = []
    runner = runner_at(dask.address, tell=told.append)
    found = []
    for rows in runner.run(blocks_of(study.runs, SIZE)):
        if not found:
            dask.kill_worker()
        found.append(rows)
    assert repr(in_order(found)) == repr(expected)
    assert runner.notes == ["1 worker was lost; others did what was lost."]
    assert told == ["a worker was lost"]


def test_a_scheduler_that_goes_away_ends_the_study_with_an_error(dask, study, runner_at, monkeypatch) -> None:
    monkeypatch.setattr(cluster_connection, "CONNECT_SECONDS", 1.0)
    runner = runner_at(dask.address)
    found = runner.run(blocks_of(study.runs, SIZE))
    next(found)
    dask.close()
    with pytest.raises(ClusterError, match=rf"the scheduler {dask.address} is gone; .* --resume") as caught:
        list(found)
    assert caught.value.exit_code == 3


# --- worker processes started here


def test_a_run_that_ends_its_worker_twice_is_a_failed_row(study, runner_at, expected, tmp_path, monkeypatch) -> None:
    (tmp_path / "poison.py").write_text(POISON)
    monkeypatch.setenv("DASK_DISTRIBUTED__WORKER__PRELOAD", str(tmp_path / "poison.py"))
    runner = runner_at("local:2")
    found = in_order(runner.run(blocks_of(study.runs, SIZE)))
    suspect = found.pop()
    assert suspect.block == Block(22, 2)
    assert suspect.status == ["ok", "failed"]
    assert suspect.cause == [None, WORKER_ENDED] == [None, "its worker process was ended, twice"]
    good = expected[-1]
    assert suspect.measures == {name: [values[0], None] for name, values in good.measures.items()}
    months = good.monthly["run"].count(22)
    assert suspect.monthly == {name: values[:months] for name, values in good.monthly.items()}
    assert repr(found) == repr(expected[:-1])
    assert runner.notes[-1] == "1 run ended its worker process twice and is marked failed."
    assert runner.notes[0].endswith("workers were lost; others did what was lost.")


SCRIPT = """
import asyncio, sys
from hashlib import sha256
from commsim.study.blocks import blocks_of
from commsim.study.cluster import ClusterRunner
from commsim.study.loading import load_study
from commsim.study.measuring import Measuring

async def as_in_a_notebook():
    study = load_study(sys.argv[1]).with_replicates(100_000)
    measuring = Measuring(study.data.measures, study.estate_names)
    runner = ClusterRunner(study, measuring, "agents", "local:2")
    found = {}
    try:
        for rows in runner.run(blocks_of(study.runs, 2)):
            found[rows.block.first] = rows
            if len(found) < 20 and {0, 2, 4}.issubset(found):
                print(sha256(repr([found[first] for first in (0, 2, 4)]).encode()).hexdigest())
                print(*runner.processes, flush=True)
                found.update(dict.fromkeys(range(-20, 0)))
    except KeyboardInterrupt:
        runner.close()
        print("stopped", runner.processes)

asyncio.new_event_loop().run_until_complete(as_in_a_notebook())
"""
"""A script without a guard, in which an event loop runs, as one does in a notebook."""


def test_a_script_needs_no_guard_and_ctrl_c_ends_its_workers_without_a_word(study, measuring, tmp_path) -> None:
    many = study.with_replicates(100_000)
    expected = [block_rows(many, measuring, Block(first, 2), "agents") for first in (0, 2, 4)]
    script = tmp_path / "guardless.py"
    script.write_text(SCRIPT)
    words = [sys.executable, str(script), str(write_study(tmp_path, MONTHLY_STUDY))]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline().strip() == sha256(repr(expected).encode()).hexdigest()
            workers = [int(word) for word in process.stdout.readline().split()]
            assert len(workers) == 2
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (out, err) == ("stopped []\n", "")
    assert process.returncode == 0
    wait_until_ended(workers)


def test_worker_processes_end_when_the_caller_does_however_it_ends(empty_scheduler) -> None:
    workers = LocalWorkers(empty_scheduler, 1)
    try:
        with load_dask().Client(empty_scheduler, set_as_default=False) as client:
            workers.wait(client)
        (process,) = workers.processes
        workers._workers[0].process.stdin.close()  # which the system does when it ends the caller
        wait_until_ended([process])
    finally:
        workers.close()


def test_worker_processes_that_do_not_start_say_why(empty_scheduler, monkeypatch) -> None:
    monkeypatch.setattr(cluster_local, "START", "import sys; sys.exit('no such module: distributed')")
    workers = LocalWorkers(empty_scheduler, 1)
    wait_until_ended(workers.processes)
    with load_dask().Client(empty_scheduler, set_as_default=False) as client, pytest.raises(ClusterError) as caught:
        workers.wait(client)
    assert str(caught.value) == "a worker process ended before it began: no such module: distributed"
    for _ in range(cluster_local.RESTARTS):
        workers.tend()
        wait_until_ended(workers.processes)
    with pytest.raises(ClusterError, match="end as soon as they are started: no such module: distributed"):
        workers.tend()
    workers.close()


# --- nobody there


@pytest.fixture(scope="module")
def empty_scheduler():
    """The address of a scheduler without workers."""
    with load_dask().LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None, processes=True) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_without_workers_is_waited_for_and_then_given_up(empty_scheduler, runner_at) -> None:
    told: list[str] = []
    runner = runner_at(empty_scheduler, tell=told.append, patience=0.3)
    with pytest.raises(ClusterError) as caught:
        list(runner.run(iter([Block(0, 1)])))
    assert told == [f"{empty_scheduler} has no workers; waiting for some, at most 0 s"]
    assert str(caught.value) == (
        f"{empty_scheduler} has had no workers for 0 s; what was done is saved: start workers and go on with --resume"
    )
    assert caught.value.exit_code == 3


@pytest.fixture
def closed_port():
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_an_address_where_nobody_answers_is_one_line(closed_port, runner_at, monkeypatch, capfd) -> None:
    monkeypatch.setattr(cluster_connection, "CONNECT_SECONDS", 0.5)
    with pytest.raises(InputError) as caught:
        runner_at(f"tcp://127.0.0.1:{closed_port}")
    assert str(caught.value).startswith(f"no Dask scheduler answers at tcp://127.0.0.1:{closed_port} within 0.5 s; ")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "address",
    [
        *("", "local", "local:", "local:two", "local:-1", "local:1 ", "127.0.0.1:8786", "http://host:1", "tcp://host"),
        *("tcp://host:0", "tcp://host:65536", "tcp://:8786", "tcp://a b:1", "tcp://host:8786/x", "tcp://user@host:1"),
    ],
)
def test_an_address_of_another_form_is_refused(address) -> None:
    with pytest.raises(
        InputError, match=r"cluster is the address of a Dask scheduler such as tcp://.*; got "
    ) as caught:
        parse_place(address)
    assert str(caught.value).endswith(f"; got {address!r}")


@pytest.mark.parametrize("address", ["local:0", "local:1001"])
def test_as_many_worker_processes_are_refused(address) -> None:
    with pytest.raises(InputError, match=f"N from 1 to 1000; got '{address}'"):
        parse_place(address)


def test_addresses_of_schedulers_and_of_this_machine_are_told_apart() -> None:
    assert parse_place("local:12") == ("", 12)
    for address in ("tcp://192.0.2.7:8786", "tls://head.example:1", "tcp://[::1]:65535"):
        assert parse_place(address) == (address, 0)


def test_without_dask_the_message_says_how_to_install_it(monkeypatch, runner_at) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"cluster needs Dask, .* not installed: pip install 'commsim\[cluster\]'"):
        runner_at("local:2")
