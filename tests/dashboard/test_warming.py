"""The engine made ready: elsewhere where it must be compiled, and here in any case."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from commsim.dashboard import warming
from commsim.dashboard.warming import Warming
from commsim.engine import kept


@pytest.fixture
def steps(monkeypatch):
    """What is done, in order; the engine is cold and can be kept, unless a test says otherwise."""
    done = []

    class Child:
        def __init__(self, words, **_):
            done.append(("elsewhere", words))

        def wait(self):
            return 0

        def poll(self):
            return 0

    monkeypatch.setattr(kept, "is_warm", lambda: False)
    monkeypatch.setattr(kept, "compile_estimate", lambda: 41.4)
    monkeypatch.setattr(kept, "why_unwritable", lambda: None)
    monkeypatch.setattr(warming, "load_engine", lambda: done.append("here"))
    monkeypatch.setattr(warming.subprocess, "Popen", Child)
    return done


def test_a_cold_engine_is_compiled_elsewhere_said_and_then_loaded_here(steps):
    Warming(lambda line: steps.append(("said", line))).work()
    assert steps == [
        ("said", "Compiling the engine, about 41 s, once; the page can be opened meanwhile."),
        ("elsewhere", [sys.executable, "-c", warming._LOAD]),
        "here",
        ("said", "The engine is ready."),
    ]


def test_a_warm_engine_is_loaded_without_a_word(steps, monkeypatch):
    monkeypatch.setattr(kept, "is_warm", lambda: True)
    Warming(lambda line: steps.append(("said", line))).work()
    assert steps == ["here"]


def test_where_nothing_can_be_kept_it_is_compiled_here(steps, monkeypatch):
    monkeypatch.setattr(kept, "why_unwritable", lambda: "no place")
    Warming(print).work()
    assert steps == ["here"]


def test_what_is_under_way_elsewhere_ends_with_the_dashboard(monkeypatch):
    monkeypatch.setattr(kept, "is_warm", lambda: False)
    monkeypatch.setattr(kept, "why_unwritable", lambda: None)
    monkeypatch.setattr(warming, "_LOAD", "import time; time.sleep(60)")
    monkeypatch.setattr(warming, "load_engine", lambda: pytest.fail("loaded although it was stopped"))
    children = []
    popen = subprocess.Popen

    def started(*words, **more):
        children.append(popen(*words, **more))
        begun.set()
        return children[0]

    begun = threading.Event()
    monkeypatch.setattr(warming.subprocess, "Popen", started)
    one = Warming(print)
    thread = threading.Thread(target=one.work)
    thread.start()
    assert begun.wait(10.0)
    one.stop()
    thread.join(10.0)
    assert not thread.is_alive()
    assert children[0].returncode != 0


def test_nothing_is_begun_after_it_was_stopped(steps):
    one = Warming(print)
    one.stop()
    one.work()
    assert steps == []


def test_the_engine_is_ready_once_it_was_loaded(monkeypatch):
    ready = threading.Event()
    monkeypatch.setattr(warming, "_ready", ready)
    assert not warming.ready()
    warming.load_engine()
    assert warming.ready()
