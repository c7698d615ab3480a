"""The bar and the line about compiling: on the error stream only, and nothing where quiet is asked for."""

import sys
import threading
import time

import pytest

from commsim.cli import progress
from commsim.cli.progress import progress_bar
from commsim.engine import compiling


class Terminal:
    """A stream that says it is a terminal and remembers what is written."""

    encoding = "utf-8"

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text
        return len(text)

    def flush(self):
        """Do nothing."""

    def isatty(self):
        return True


def compile_for(seconds):
    """Do what the engine does when it is compiled."""
    watch = compiling.Watch()
    watch.begins("build", ["build"], 20.0, None)
    time.sleep(seconds)
    watch.ends("build")


def clock_runs():
    return progress.CLOCK in [thread.name for thread in threading.enumerate()]


LINE = "compiling the engine, about 20 s; this is done once, later starts use the result\n"


def test_without_a_terminal_compiling_is_one_line(capsys):
    with progress_bar("x", quiet=False) as report:
        report(1, 2)
        compile_for(0)
    assert capsys.readouterr() == ("", f"note: {LINE}")


def test_quiet_says_nothing(capsys, monkeypatch):
    for stream in (sys.stderr, Terminal()):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress_bar("x", quiet=True) as report:
            report(1, 2)
            compile_for(0)
        assert getattr(stream, "text", "") == ""
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def terminal(monkeypatch):
    """Makes the error stream a terminal when called, since pytest sets its own stream after the fixtures."""
    monkeypatch.setattr(progress, "TICK", 0.02)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")

    def begin():
        stream = Terminal()
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return begin


def test_on_a_terminal_a_bar_moves_while_the_engine_is_compiled(terminal, capsys):
    stream = terminal()
    with progress_bar("my-estate", quiet=False) as report:
        report(1, 2)
        compile_for(0.5)
        assert not clock_runs()
        report(2, 2)
    assert stream.text.count(f"note: {LINE.strip()}") == 1
    bar = stream.text.replace(LINE.strip(), "")
    assert "compiling" in bar
    assert "my-estate" in bar
    assert not clock_runs()
    assert capsys.readouterr().out == ""


def test_the_bar_goes_away_where_compiling_is_stopped(terminal):
    terminal()

    def stopped():
        with progress_bar("my-estate", quiet=False):
            compiling.Watch().begins("build", ["build"], 20.0, None)
            assert clock_runs()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert not clock_runs()


def test_afterwards_a_library_user_is_told_as_before(capsys):
    with progress_bar("x", quiet=True):
        pass
    compile_for(0)
    assert capsys.readouterr().err == f"commsim: {LINE}"
