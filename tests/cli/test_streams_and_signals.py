"""What only a process of its own can show: exit codes, encodings, signals, users, full disks."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commsim.errors import UnknownNameError
from tests.cli.conftest import names

QUICK = ("run", "small.yaml", "--months", "14", "--no-twin")
PATIENCE = 300
"""Seconds after which a process that should have ended fails its test, however slow the machine."""

LONG = ("run", "small.yaml", "--months", "1200", "--engine", "agents")


def test_exit_codes_reach_the_shell(process) -> None:
    assert process("run").code == 2
    assert process("scenarios", "copy", "hongyun", "small.yaml").code == 3
    missed = ("--set", "targets.pays.value=0.9999", "--check", "--quiet")
    assert process("run", "small.yaml", "--months", "1", *missed).code == 1


def test_a_stream_that_knows_only_ascii_gets_words_for_signs(process) -> None:
    answer = process(*QUICK, environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert answer.code == 0
    assert answer.out.isascii()
    assert "yes" in answer.out
    assert "Traceback" not in answer.err


def test_a_character_a_stream_does_not_know_becomes_a_question_mark(process) -> None:
    answer = process(
        "scenarios", "show", "hongyun", environment={"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}
    )
    assert (answer.code, answer.err) == (0, "")
    assert "zh: ???" in answer.out


def test_a_stream_that_knows_everything_gets_signs_and_chinese(command) -> None:
    answer = command(*QUICK)
    assert "✓" in answer.out
    assert "小小区" in answer.out


def test_a_reader_who_leaves_early_is_no_error(here) -> None:
    words = [sys.executable, "-m", "commsim", "parameters"]
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=here)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    said = running.stderr.read()
    running.stderr.close()
    assert (running.wait(), said) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full")
def test_a_full_disk_behind_the_output_is_one_line(here) -> None:
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "commsim", "parameters", "--json"]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, cwd=here, check=False)
    assert done.returncode == 3
    assert done.stderr == b"error: cannot write the output: the disk is full\n"


def test_a_fault_of_ours_shows_its_traceback_and_says_so(command, monkeypatch) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("commsim.cli.run.simulate_request", fault)
    answer = command(*QUICK)
    assert answer.code == 70
    assert "ZeroDivisionError: inside" in answer.err
    assert "this is a fault of commsim, not of your input" in answer.err


def test_debugging_lets_a_mistake_through_with_its_traceback(command, monkeypatch) -> None:
    monkeypatch.setenv("COMMSIM_DEBUG", "1")
    with pytest.raises(UnknownNameError, match="no scenario 'nowhere'"):
        command("run", "nowhere")


BEGINS = """
import sys
from commsim.cli import main
print("begun", flush=True)
main(sys.argv[1:])
"""

BEGINS_WITH_WORKERS = """
import sys
from commsim.cli import main
from commsim.study import executors
wait = executors.as_completed
def told(futures):
    print("begun", flush=True)
    return wait(futures)
executors.as_completed = told
if __name__ == "__main__":
    main(sys.argv[1:])
"""


def stopped(here: Path, after: float, *words: str, script: str = BEGINS) -> tuple[int, str, str]:
    """Run a command, press Ctrl-C some seconds after it has begun; returns exit code and both streams."""
    running = subprocess.Popen(
        [sys.executable, "-c", script, *words],
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that the signal reaches the whole group, as from a terminal, and not the tests
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"begun\n"
    time.sleep(after)
    assert running.poll() is None, "it ended before it could be stopped"
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=PATIENCE)
    return running.returncode, out.decode(), err.decode()


STOPPED = (130, "", "stopped by Ctrl-C; no half results are left\n")


@pytest.mark.parametrize("after", [0.05, 0.6, 6.0])
def test_ctrl_c_is_one_line_exit_code_130_and_no_half_results(here: Path, after: float) -> None:
    assert stopped(here, after, *LONG, "--seeds", "200", "--jobs", "1") == STOPPED
    assert names(here) == ["small.yaml"]


@pytest.mark.parametrize("after", [0.3, 6.0], ids=["while workers load", "while workers run"])
def test_ctrl_c_with_workers_is_the_same_one_line(here: Path, after: float) -> None:
    words = (*LONG, "--seeds", "200", "--jobs", "2")
    assert stopped(here, after, *words, script=BEGINS_WITH_WORKERS) == STOPPED
    assert names(here) == ["small.yaml"]


WRITES_SLOWLY = """
import sys, time
from commsim.results import store
flush = store.flush_folder
def slow(folder):
    print("writing", flush=True)
    time.sleep(60)
store.flush_folder = slow
from commsim.cli import main
main(["run", "small.yaml", "--months", "2", "--out", "out", "--no-twin", "--quiet"])
"""


def begin_to_write(here: Path) -> subprocess.Popen[bytes]:
    """Start a run and wait until all its files are written, but not yet in place."""
    running = subprocess.Popen(
        [sys.executable, "-c", WRITES_SLOWLY], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    assert running.stdout.readline().startswith(b"writing")
    return running


def test_ctrl_c_in_the_middle_of_writing_leaves_nothing(here: Path) -> None:
    running = begin_to_write(here)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130
    assert err == b"stopped by Ctrl-C; no half results are left\n"
    assert names(here) == ["small.yaml"]


def test_a_killed_process_leaves_no_half_folder_under_the_final_name(here: Path, command) -> None:
    running = begin_to_write(here)
    running.kill()
    running.communicate(timeout=PATIENCE)
    assert not (here / "out").exists()
    assert [name.startswith(".out.") for name in names(here) if name != "small.yaml"] == [True]
    assert command("run", "small.yaml", "--months", "2", "--out", "out", "--quiet").code == 0
    assert names(here) == ["out", "small.yaml"]


BECOMES_NOBODY = """
import os, sys
from commsim.cli.entry import run_words
assert run_words(["run", "small.yaml", "--months", "1", "--out", "loaded", "--no-twin", "--quiet"]) == 0
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
from commsim.cli import main
main(sys.argv[1:])
"""


@pytest.fixture
def as_nobody(here: Path):
    """Runs a command as the user nobody.

    Root runs something first, so that all modules are loaded: nobody may not even read the interpreter everywhere.
    """
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can become another user")
    for folder in (here, *here.parents):
        if folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(folder.stat().st_mode | 0o055)

    def run(*words: str) -> tuple[int, str, str]:
        words = (sys.executable, "-c", BECOMES_NOBODY, *words)
        done = subprocess.run(words, cwd=here, capture_output=True, text=True, check=False)
        shutil.rmtree(here / "loaded")
        return done.returncode, done.stdout, done.stderr

    return run


def test_a_folder_one_may_not_write_to_is_one_line_before_the_run(here: Path, as_nobody) -> None:
    code, out, err = as_nobody("run", "small.yaml", "--months", "1200", "--seeds", "1000")
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert "no permission to write there" in err
    assert names(here) == ["small.yaml"]


def test_a_file_one_may_not_read_is_bad_input(here: Path, as_nobody) -> None:
    (here / "small.yaml").chmod(0o600)
    code, out, err = as_nobody("run", "small.yaml")
    assert (code, out) == (2, "")
    assert "permission denied" in err.lower()
    assert "Traceback" not in err


@pytest.fixture
def small_disk(here: Path):
    """A disk of 64 KiB, in ``here``."""
    place = here / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    words = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_one_line_and_leaves_nothing(here: Path, small_disk: Path, command) -> None:
    answer = command("run", "small.yaml", "--months", "2", "--out", "disk/out", "--no-twin")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "error: cannot write results to disk/out: the disk is full; nothing was left there\n"
    assert names(small_disk) == []


def test_help_loads_neither_the_model_nor_pandas(here: Path) -> None:
    lines = (
        "import sys",
        "from commsim.cli.entry import run_words",
        "run_words(['--help'])",
        "print(*sys.modules, file=sys.stderr)",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=here, capture_output=True, text=True, check=True
    )
    heavy = {"pandas", "numpy", "mesa", "pydantic", "matplotlib", "pyarrow", "networkx", "commsim.rules"}
    assert set(done.stderr.split()) & heavy == set()
