"""The command ``commsim dashboard``: what it refuses, what it says, and how it ends."""

from __future__ import annotations

import importlib.util
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.dashboard.served import ROOT, Served

INSTALL = 'pip install "commsim[dashboard]"'
installed = pytest.mark.skipif(importlib.util.find_spec("solara") is None, reason="the dashboard is not installed")
APP_IS_STUB = """
import sys
from commsim.dashboard import serving, warming
whole = serving.serve
def serve(*words, **more):
    whole(*words, **more, app="tests.dashboard.stub_page", warms=False)
serving.serve = serve
from commsim.cli import main
main(["dashboard", "--no-open", *sys.argv[1:]])
"""


@pytest.fixture
def nothing_served(monkeypatch):
    """Fails the test where something is served; notes with what it would have been."""
    if importlib.util.find_spec("solara") is None:
        pytest.skip("the dashboard is not installed")
    asked = []
    monkeypatch.setattr("commsim.dashboard.serving.serve", lambda *words, **more: asked.append((words, more)))
    return asked


def started(*words):
    return Served((sys.executable, "-c", APP_IS_STUB, "--port", "0", *words))


def test_without_its_packages_it_says_how_to_install_them(command, monkeypatch):
    found = importlib.util.find_spec
    missing = {"solara", "ipyvuetify"}
    for name in missing:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in missing else found(name))
    answer = command("dashboard", "--no-open")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (f"error: the dashboard needs solara, ipyvuetify, not installed; install it with: {INSTALL}\n")


@installed
def test_without_the_scripts_it_says_how_to_install_them(command, monkeypatch, tmp_path):
    monkeypatch.setattr("commsim.dashboard.environment._asset_folders", lambda: iter([tmp_path]))
    answer = command("dashboard", "--no-open")
    assert (answer.code, answer.out) == (2, "")
    assert "solara-assets" in answer.err
    assert INSTALL in answer.err


@installed
def test_a_port_that_is_taken_is_exit_code_2_and_another_is_not_taken_silently(command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = command("dashboard", "--no-open", "--port", port)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        f"error: --host 127.0.0.1 --port {port}: the port is taken, perhaps by another dashboard; give another, or"
        " --port 0 for any that is free\n"
    )


@installed
@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_that_is_none_is_exit_code_2(command, port):
    answer = command("dashboard", "--no-open", "--port", port)
    assert (answer.code, answer.out) == (2, "")
    assert f"--port {port}: a port is a whole number from 0 to 65535" in answer.err


@installed
def test_an_address_that_is_not_this_machines_is_exit_code_2(command):
    answer = command("dashboard", "--no-open", "--port", "0", "--host", "192.0.2.1")
    assert (answer.code, answer.out) == (2, "")
    assert "not an address of this machine" in answer.err


@pytest.mark.parametrize(("name", "what"), [("missing", "no such folder"), ("small.yaml", "is a file, not a folder")])
def test_a_results_folder_that_is_none_is_exit_code_2(command, here, nothing_served, name, what):
    answer = command("dashboard", "--no-open", "--results", here, "--results", here / name)
    assert (answer.code, answer.out) == (2, "")
    assert f"{name}: {what}" in answer.err
    assert nothing_served == []


def test_by_default_it_listens_to_this_machine_alone_and_opens_the_browser(command, here, nothing_served):
    assert command("dashboard") == (0, "", "")
    assert command("dashboard", "--no-open", "--port", "1", "--results", here) == (0, "", "")
    (first, words), (second, others) = nothing_served
    assert (first, words["opens_browser"], words["results"]) == (("127.0.0.1", 8765), True, [])
    assert (second, others["opens_browser"], others["results"]) == (("127.0.0.1", 1), False, [here])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.5.5.5"])
def test_this_machine_alone_is_no_reason_to_warn(command, nothing_served, host):
    assert command("dashboard", "--host", host).err == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "lab-pc"])
def test_an_address_that_others_reach_is_warned_of(command, nothing_served, host):
    answer = command("dashboard", "--host", host)
    assert answer.code == 0
    assert answer.err.startswith(f"warning: with --host {host}, everybody who can reach this computer")
    assert "no password" in answer.err


@installed
def test_it_says_where_the_page_is_and_ctrl_c_ends_it_with_exit_code_0():
    running = started()
    assert running.lines == [f"The dashboard is at {running.url}", "Stop it with Ctrl-C."]
    begun = time.monotonic()
    assert running.stop() == 0
    assert time.monotonic() - begun < 4.0  # 2 s on a machine with nothing else to do
    assert len(running.lines) == 2


HOLDS = """
import threading, time
from commsim.dashboard import serving
def serve(*_, **more):
    threading.Thread(target=time.sleep, args=(60,)).start()
    more["tell"]("The dashboard is at http://127.0.0.1:1/")
serving.serve = serve
from commsim.cli import main
main(["dashboard", "--no-open"])
"""


@installed
def test_a_run_of_a_visitors_does_not_hold_it_when_it_is_stopped():
    running = Served((sys.executable, "-c", HOLDS))
    assert running.process.wait(timeout=5.0) == 0
    running.stop()


@installed
def test_ctrl_c_while_the_page_is_being_loaded_leaves_no_traceback():
    slow = "import time\nprint('loading', flush=True)\ntime.sleep(60)\n"
    code = (
        "from commsim.dashboard import serving\n"
        f"def build(names, assets):\n    exec({slow!r})\n"
        "serving.build = build\n"
        "from commsim.cli import main\n"
        "main(['dashboard', '--no-open', '--port', '0'])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10.0)
    assert (process.returncode, out, err) == (0, "", "")


@installed
def test_help_and_mistakes_load_neither_solara_nor_the_server():
    code = (
        "import sys\n"
        "from commsim.cli.entry import run_words\n"
        "run_words(['dashboard', '--help']); run_words(['dashboard', '--nonsense'])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--results" in done.stdout
    assert set(done.stderr.split()) & {"solara", "uvicorn", "starlette", "ipywidgets", "numpy", "pandas"} == set()
