"""Compiled code is kept between starts, is never older than its sources, and is made anew where it is damaged."""

import importlib
import pkgutil
import shutil
import subprocess
import sys
import types
from pathlib import Path

import numba.core.event
import pytest

from commsim.engine import cache, kept
from commsim.engine.cache import cached, compile_estimate, is_warm
from commsim.engine.compiling import SILENT, Teller, Watch, ready, told_by
from commsim.engine.jit import kernel

PACKAGE = kept.PACKAGE
TOY = """
import sys
import numba.core.event
from commsim.engine.cache import cached
from commsim.engine.jit import kernel
from commsim.rules.service import ServiceParameters, service_next

@kernel
def twice(service, p):
    return 2.0 * service_next(service, 1.0, p)

def build(service, p):
    return twice(service, p)

if __name__ == "commsim.engine.toy":
    with numba.core.event.install_recorder("numba:compile") as recorder:
        print(cached(build)(0.5, ServiceParameters()), len(recorder.buffer) > 0)
"""


class Listener(Teller):
    """Remembers what was told."""

    def __init__(self):
        self.told = []

    def says(self, text):
        self.told.append(text)

    def begins(self, seconds):
        self.told.append(seconds)

    def ends(self):
        self.told.append("end")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty cache folder, in a process that has compiled nothing and whose sources nobody changes."""
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(kept, "LOADED_AT", float("inf"))
    monkeypatch.setattr(kept, "COMPILE_SECONDS", {"build": 5.0})
    monkeypatch.setattr(cache, "_watch", Watch())
    before = set(ready)
    ready.clear()
    yield tmp_path / "cache"
    ready.clear()
    ready.update(before)


@pytest.fixture
def listener():
    """Who is told of compiling."""
    hears = Listener()
    with told_by(hears):
        yield hears


@kernel
def plus(x, y):
    return x + y


@pytest.fixture
def start(place, monkeypatch):
    """Returns a function that does what a start of Python would: it calls an entry point and tells its compilations."""
    module = types.ModuleType("commsim.toy")
    monkeypatch.setitem(sys.modules, "commsim.toy", module)

    def build(x, y):
        return plus(x, y) * 10

    build.__module__ = "commsim.toy"
    build.__qualname__ = "build"

    def started(*arguments):
        with numba.core.event.install_recorder("numba:compile") as recorder:
            return cached(build)(*arguments), len(recorder.buffer) > 0

    return started


def files(place):
    return sorted((place / "engine" / kept.digest()).glob("*"))


# --- between starts ---------------------------------------------------------------------------------------------------


def test_a_second_start_compiles_nothing_and_says_nothing(start, place, listener):
    assert start(1, 2) == (30, True)
    told = ["compiling the engine, about 5 s; this is done once, later starts use the result", 5.0, "end"]
    assert listener.told == told
    assert ready == {"build"}
    assert start(3, 4) == (70, False)
    assert listener.told == told
    assert [path.name.split("-")[0] for path in files(place)] == ["build"]


def test_each_kind_of_argument_has_code_of_its_own(start, place):
    with told_by(SILENT):
        assert start(1, 2) == (30, True)
        assert start(1.5, 2) == (35.0, True)
        assert start(1, 2) == (30, False)
        assert start(1.5, 2) == (35.0, False)
    assert len(files(place)) == 2


@pytest.mark.parametrize("damage", ["truncated", "emptied", "garbage", "one bit", "no file"])
def test_a_damaged_file_is_made_anew(start, place, damage):
    with told_by(SILENT):
        start(1, 2)
        (file,) = files(place)
        whole = file.read_bytes()
        middle = len(whole) // 2
        flipped = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        if damage == "no file":
            file.unlink()
        else:
            broken = {"truncated": whole[:middle], "emptied": b"", "garbage": b"\x80x" * 50, "one bit": flipped}
            file.write_bytes(broken[damage])
        assert start(1, 2) == (30, True)
        assert start(1, 2) == (30, False)


def test_code_for_other_arguments_under_the_same_name_is_not_used(start, place):
    with told_by(SILENT):
        start(1, 2)
        start(1.5, 2)
        one, other = files(place)
        shutil.copy(one, other)
        assert start(1.5, 2)[0] == 35.0
        assert start(1, 2)[0] == 30


def test_the_compilers_settings_and_the_users_own_code_are_left_alone(start, place):
    before = numba.config.CACHE_DIR
    with told_by(SILENT):
        start(1, 2)
    assert before == numba.config.CACHE_DIR

    @numba.njit
    def mine(x):
        return x + 1

    assert mine(1) == 2
    assert len(files(place)) == 1


def test_without_the_compiler_the_function_itself_is_run(place, monkeypatch):
    def build(x):
        return x

    build.__module__ = "commsim.toy"
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 1)
    assert cached(build) is build


def test_code_from_elsewhere_is_not_kept_since_its_sources_are_not_known():
    with pytest.raises(AssertionError, match="compiled from"):
        cached(test_code_from_elsewhere_is_not_kept_since_its_sources_are_not_known)


def test_every_entry_point_of_the_engine_is_known_without_loading_the_compiler():
    found = set()
    for info in pkgutil.iter_modules([str(PACKAGE / "engine")]):
        module = importlib.import_module(f"commsim.engine.{info.name}")
        kept_things = [getattr(thing, "_cache", None) for thing in vars(module).values()]
        found |= {one.entry_point for one in kept_things if isinstance(one, cache._Kept)}
    assert found == set(kept.COMPILE_SECONDS)


# --- where nothing can be kept ----------------------------------------------------------------------------------------


def test_where_nothing_can_be_written_the_code_is_kept_in_memory_and_one_line_says_so(start, place, listener):
    place.write_text("a file where the folder should be")
    assert start(1, 2) == (30, True)
    says, seconds, end = listener.told
    assert "the result is not kept for later starts: " in says
    assert "cannot be written: Not a directory" in says
    assert (seconds > 0, end) == (True, "end")
    assert not is_warm()
    assert start(1, 2) == (30, True)


def test_without_a_home_folder_the_code_is_kept_in_memory(start, monkeypatch, listener):
    def nowhere():
        raise RuntimeError("no home")

    monkeypatch.delenv(kept.FOLDER_VARIABLE)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert start(1, 2) == (30, True)
    assert "the user has no home folder" in listener.told[0]


def test_a_disk_that_fills_up_while_compiling_loses_the_result_and_nothing_else(start, place, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "write", full)
    with told_by(SILENT):
        assert start(1, 2) == (30, True)
    assert files(place) == []


def test_where_a_source_was_changed_after_it_was_loaded_the_cache_is_neither_read_nor_written(
    start, place, monkeypatch, listener
):
    start(1, 2)
    monkeypatch.setattr(kept, "LOADED_AT", 0.0)
    assert start(1, 2) == (30, True)
    assert listener.told[-3].endswith("not kept for later starts: draws.py was changed after it was loaded")
    monkeypatch.setattr(kept, "LOADED_AT", float("inf"))
    monkeypatch.setattr(kept, "COMPILED_FROM", ())
    assert "no source files" in kept.why_unknown()


# --- folders ----------------------------------------------------------------------------------------------------------


def test_the_folder_is_where_the_system_keeps_such_things(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in (kept.FOLDER_VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    found = {}
    for system in ("linux", "darwin", "win32"):
        monkeypatch.setattr(sys, "platform", system)
        found[system] = kept.cache_root().relative_to(tmp_path).as_posix()
    assert found == {
        "linux": ".cache/commsim",
        "darwin": "Library/Caches/commsim",
        "win32": "AppData/Local/commsim/Cache",
    }
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert kept.cache_root() == tmp_path / "xdg" / "commsim"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert kept.cache_root() == tmp_path / ".cache" / "commsim"
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path / "mine"))
    assert kept.cache_root() == tmp_path / "mine"


def test_folders_of_older_sources_are_removed_except_the_last_used(place, monkeypatch):
    engine = place / "engine"
    for age in range(6):
        older = engine / f"{age:032x}"
        older.mkdir(parents=True)
        (older / "live-0.bin").touch()
        kept.os.utime(older, (1000 - age, 1000 - age))
    other = engine / "what a user put here"
    other.mkdir()
    kept.folder().mkdir()
    kept.os.utime(kept.folder(), (1, 1))
    kept.prune()
    left = {path.name for path in engine.iterdir()} - {other.name}
    assert left == {kept.digest(), *(f"{age:032x}" for age in range(kept.KEPT_FOLDERS - 1))}
    assert other.exists()


def test_the_estimate_is_what_compiling_took_here_the_last_time(place, monkeypatch):
    monkeypatch.setattr(kept, "COMPILE_SECONDS", {"build": 5.0, "live": 30.0})
    assert compile_estimate() == sum(kept.COMPILE_SECONDS.values())
    kept.remember_time("live", 12.34)
    assert compile_estimate() == kept.COMPILE_SECONDS["build"] + 12
    kept.write(kept.file_of("live", "any"), b"code")
    assert not is_warm()
    assert compile_estimate() == kept.COMPILE_SECONDS["build"]
    kept.write(kept.file_of("build", "any"), b"code")
    assert is_warm()
    assert compile_estimate() == 0.0


def test_compiling_ends_when_the_last_missing_entry_point_is_compiled(listener):
    watch = Watch()
    watch.begins("build", ["build", "live"], 35.0, None)
    watch.ends("build")
    watch.begins("live", ["live"], 30.0, None)
    assert listener.told == ["compiling the engine, about 35 s; this is done once, later starts use the result", 35.0]
    watch.ends("live")
    assert listener.told[2:] == ["end"]
    watch.begins("live", ["live"], 30.0, None)
    assert len(listener.told) == 5


def test_a_person_is_told_on_the_error_stream_unless_nobody_is_to_be_told(capsys, monkeypatch):
    Teller().says("compiling")
    assert capsys.readouterr() == ("", "commsim: compiling\n")
    SILENT.says("compiling")
    SILENT.begins(1.0)
    SILENT.ends()
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys, "stderr", None)
    Teller().says("a program without a console has no error stream")


# --- sources ----------------------------------------------------------------------------------------------------------


def test_every_module_of_ours_that_the_engine_loads_is_hashed():
    code = (
        "import sys, pkgutil, importlib, commsim.engine as e\n"
        "for m in pkgutil.iter_modules(e.__path__): importlib.import_module('commsim.engine.' + m.name)\n"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('commsim.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {Path(file) for file in done.stdout.split()}
    assert PACKAGE / "engine" / "jit.py" in loaded
    assert PACKAGE / "rules" / "fees.py" in loaded
    assert loaded - set(kept.source_files()) == set()


def test_every_name_of_a_source_is_there():
    for name in kept.COMPILED_FROM:
        assert (PACKAGE / name).exists()


@pytest.fixture
def copy(tmp_path):
    """A copy of the package with a toy entry point that calls a rule, and a function that starts Python with it."""
    package = tmp_path / "copy" / "commsim"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "engine" / "toy.py").write_text(TOY)
    environment = kept.os.environ | {
        "PYTHONPATH": str(package.parent),
        "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode"),
        kept.FOLDER_VARIABLE: str(tmp_path / "cache"),
    }

    def begin(*words):
        command = [sys.executable, *(words or ("-c", "import commsim.engine.toy"))]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=package.parent, env=environment, **streams)

    return package, begin


def answer(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    value, compiled = out.split()
    return float(value), compiled == "True", err


def test_an_edited_rule_in_another_file_is_compiled_anew_and_an_unchanged_one_is_not(copy):
    package, begin = copy
    listing = sorted(package.rglob("*"))
    first = begin(), begin()  # two at once: neither spoils the other's result
    (value, compiled, told), (same, _, _) = answer(first[0]), answer(first[1])
    assert (compiled, value) == (True, same)
    assert told.count("\n") == 1
    assert "commsim: compiling the engine, about " in told
    assert answer(begin()) == (value, False, "")

    rule = package / "rules" / "service.py"
    rule.write_text(rule.read_text() + "\n\ndef service_next(service, target, p):\n    return 21.0\n")
    changed, compiled, _ = answer(begin())
    assert (changed, compiled) == (42.0, True)
    assert value != changed
    assert sorted(package.rglob("*")) == listing, "the package's own folder is not written to"


BOTH_ENGINES = """
import hashlib, sys
import commsim
from commsim.engine.kept import missing_entry_points
scenario = commsim.load_scenario(sys.argv[1]).with_months(6)
for engine in ("compiled", "agents"):
    print(hashlib.sha256(commsim.simulate(scenario, engine=engine).monthly.to_csv().encode()).hexdigest())
print(*missing_entry_points())
"""


@pytest.mark.slow
def test_both_engines_run_an_edited_rule_and_later_starts_compile_nothing(copy, small_file):
    package, begin = copy

    def digests():
        process = begin("-c", BOTH_ENGINES, str(small_file))
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        compiled, agents, missing = out.split("\n", 2)
        assert missing == "\n", "every entry point is kept"
        assert compiled == agents
        return compiled, err

    first, told = digests()
    assert told.count("\n") == 1
    assert digests() == (first, "")
    rule = package / "rules" / "service.py"
    rule.write_text(rule.read_text() + "\n\ndef service_next(service, target, p):\n    return 0.5 * service\n")
    edited, told = digests()
    assert edited != first
    assert told.count("\n") == 1
