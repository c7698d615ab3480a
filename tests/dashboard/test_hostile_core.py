"""Uploads and links that mean harm: each is refused with a clear sentence, soon, and nothing is read for it."""

from __future__ import annotations

import builtins
import io
import os
import time
from pathlib import Path

import pytest
import ruamel.yaml

import commsim
from commsim.dashboard.links import Place, place_of
from commsim.dashboard.settings import Settings, Source, scenario_of
from commsim.dashboard.uploads import read_manifest, read_scenario
from commsim.errors import InputError
from tests.small_estate import SMALL

ALLOWED = (Path(commsim.__file__).parent, Path(ruamel.yaml.__file__).parent)
"""The shipped scenarios lie in the one; the other looks into itself for what was added to it."""

SECONDS = 20.0
"""Within which any file is refused, on a machine that does other things beside."""


@pytest.fixture
def nothing_is_read(monkeypatch):
    """Any file opened outside of the package fails the test."""

    def guarded(opening):
        def watch(path, *words, **options):
            if isinstance(path, str | bytes | os.PathLike):
                place = Path(os.fsdecode(path)).resolve()
                if not any(place.is_relative_to(folder) for folder in ALLOWED):
                    pytest.fail(f"{place} was opened")
            return opening(path, *words, **options)

        return watch

    for module, name in ((builtins, "open"), (io, "open"), (os, "open"), (os, "listdir"), (os, "scandir")):
        monkeypatch.setattr(module, name, guarded(getattr(module, name)))


def test_the_watch_over_files_works(nothing_is_read):
    with pytest.raises(pytest.fail.Exception, match="was opened"):
        Path("/etc/passwd").read_text(encoding="utf-8")
    with pytest.raises(pytest.fail.Exception, match="was opened"):
        Path("/etc/passwd").read_bytes()


def changed(old, new):
    assert old in SMALL
    return SMALL.replace(old, new, 1).encode()


def extending(text):
    return f"extend: tianhu-garden\nname: mine\n{text}\n".encode()


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))

FILES = {
    "alias bomb": (LAUGHS.encode(), "anchor '&a0'"),
    "merge key": (b"a: &a {b: 1}\nc:\n  <<: *a\n", "anchor '&a'"),
    "python object": (
        changed("name: small-estate", "name: !!python/object/apply:os.system ['id']"),
        "plain values without",
    ),
    "own tag": (changed("name: small-estate", "name: !x small-estate"), "tag '!x'"),
    "binary tag": (changed("name: small-estate", "name: !!binary aGk="), "tag '!!binary'"),
    "deep lists": (b"a: " + b"[" * 5000, "groups nested more than 20 deep"),
    "deep groups": (b"\n".join(b" " * n + b"a:" for n in range(200)), "groups nested more than 20 deep"),
    "many values": (b"a: [" + b"1,\n" * 80_000 + b"]", "entries; allowed: at most 10000 here"),
    "many keys": (b"".join(b"k%d: 1\n" % n for n in range(20_500)), "entries; allowed: at most 10000 here"),
    "many lines": (b"\n" * 260_000, "the file says nothing"),
    "many comments": (b"#\n" * 130_000, "the file says nothing"),
    "many unknown keys": (SMALL.encode() + b"".join(b"unknown_key_%d: 1\n" % n for n in range(8_000)), "unknown_key_0"),
    "too large": (b"#" * 300_000, "the file has 300000 bytes; allowed: at most 262144 bytes here"),
    "long line": (b"notes: " + b"x" * 20_000, "a line of 20007 characters"),
    "empty": (b"", "the file says nothing"),
    "only a word": (b"hello", "the file has no 'key: value' at the top"),
    "a list": (b"- a\n- b\n", "the file has no 'key: value' at the top"),
    "two documents": (SMALL.encode() + b"\n---\na: 1\n", "a second document"),
    "another yaml": (b"%YAML 1.1\n---\na: 1\n", "YAML 1.1"),
    "key given twice": (changed("months: 26", "months: 26\nmonths: 27"), "'months' is given twice, first in line 5"),
    "binary": (bytes(range(256)) * 40, "NUL"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "NUL"),
    "utf-16": (SMALL.encode("utf-16"), "the file is in UTF-16"),
    "utf-32": (SMALL.encode("utf-32-le"), "NUL"),
    "latin-1": (b"name: caf\xe9\n", "byte 0xe9 is not UTF-8"),
    "surrogate": (b"name: \xed\xa0\x80\n", "is not UTF-8"),
    "escape sign": (b"name: \x1b[2J\n", "control character U+001B"),
    "escaped escape sign": (changed("A small estate", '"\\e[2J"'), "control character U+001B"),
    "turned text": (changed("name: small-estate", 'name: "\\u202e"'), "name"),
    "huge number": (changed("homes: 40", "homes: " + "9" * 5_000), "estates.main.homes"),
    "huge float": (changed("homes: 40", "homes: 1e309"), "estates.main.homes: .inf is not a finite number"),
    "not a number": (changed("member_share: 0.2", "member_share: .nan"), "residents.member_share: .nan"),
    "homes beyond the schema": (
        changed("homes: 40", "homes: 1000000000"),
        "estates.main.homes: 1000000000 is too large",
    ),
    "homes beyond the server": (
        changed("homes: 40", "homes: 90000"),
        "90,002 homes and shops in all; allowed here: at most 5,000",
    ),
    "months beyond the server": (changed("months: 26", "months: 1200"), "1,200 months; allowed here: at most 600"),
    "a thousand estates": (
        b"name: many\nmonths: 2\nestates:\n" + b"".join(b"  e%d: {homes: 9}\n" % n for n in range(1000)),
        "1,000 estates; allowed here: at most 20",
    ),
    "a thousand events": (
        extending(
            "timeline:\n" + "".join(f"  - {{id: r{n}, event: renovate, month: 1, yuan: 1}}\n" for n in range(1000))
        ),
        "1,000 events; allowed here: at most 500",
    ),
    "network file": (extending("network: {kind: file, file: /etc/passwd}"), "network.file"),
    "network file above": (
        extending("network: {kind: file, file: ../../../etc/passwd}"),
        "a scenario that is no file cannot",
    ),
    "network file beside": (
        extending("network: {kind: file, file: ties.csv}"),
        "a scenario that is no file cannot name one",
    ),
    "extends a path": (b"extend: ../../x.yaml\nname: mine\n", "no shipped scenario '../../x.yaml'"),
    "extends the system": (b"extend: /etc/passwd\nname: mine\n", "no shipped scenario '/etc/passwd'"),
    "extends a device": (b"extend: /dev/zero\nname: mine\n", "no shipped scenario '/dev/zero'"),
    "extends an address": (
        b"extend: http://example.org/x.yaml\nname: mine\n",
        "no shipped scenario 'http://example.org/x.yaml'",
    ),
    "extends a list": (b"extend: [a]\nname: mine\n", "a list names no scenario"),
    "twin is a path": (extending("twin: ../../x.yaml"), "no shipped scenario '../../x.yaml'"),
    "name is a path": (changed("name: small-estate", "name: ../../etc"), "name: '../../etc'"),
    "name is markup": (changed("name: small-estate", "name: <script>"), "name: '<script>'"),
    "estate is markup": (changed("  main:", '  "<img src=x onerror=alert(1)>":'), "<img src=x onerror=alert(1)>"),
    "estate is a dunder": (changed("  main:", "  __proto__:"), "__proto__"),
    "event is unknown": (changed("event: conflict", "event: __import__"), "__import__"),
    "unknown key": (changed("months: 26", "months: 26\n__class__: {a: 1}"), "__class__"),
    "json that is no yaml": (b'{"name": "a", "name": "b"}', "'name' is given twice"),
}


@pytest.mark.parametrize(("content", "said"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("name", ["mine.yaml", "../../../etc/passwd"])
def test_a_hostile_file_is_refused_with_a_sentence_soon_and_nothing_is_read(nothing_is_read, name, content, said):
    begun = time.perf_counter()
    with pytest.raises(InputError) as refused:
        read_scenario(name, content)
    assert time.perf_counter() - begun < SECONDS
    message = str(refused.value)
    assert said in message
    assert message.replace("\n", " ").isprintable()
    assert len(message) < 5_000


@pytest.mark.parametrize(
    "name", ["../../x.yaml", "<script>alert(1)</script>.yaml", "a\0b.yaml", "", "/etc/passwd", "x" * 9_999]
)
def test_a_hostile_name_is_text_and_nothing_else(nothing_is_read, name):
    source = read_scenario(name, SMALL.encode())
    assert source.name == ""
    assert source.shown.isprintable()
    assert not {"/", "\\"} & set(source.shown)
    assert 0 < len(source.shown) <= 80
    assert scenario_of(Settings(source)).folder is None


def test_markup_in_titles_and_notes_is_kept_as_the_text_it_is(nothing_is_read):
    markup = "<script>alert(1)</script>{{ 7 * 7 }}"
    source = read_scenario("mine.yaml", changed("A small estate", f"'{markup}'"))
    assert scenario_of(Settings(source)).data.title.en == markup


@pytest.mark.parametrize(
    "content", [b"{" * 100_000, b'{"a":' * 50_000, b"[]" * 100_000, b'"' + b"\\" * 100_001, b"1e99999"]
)
def test_a_hostile_manifest_is_refused_soon_and_nothing_is_read(nothing_is_read, content):
    begun = time.perf_counter()
    with pytest.raises(InputError, match=r"m\.json is no"):
        read_manifest("../m.json", content)
    assert time.perf_counter() - begun < SECONDS


@pytest.mark.parametrize(
    "query",
    [
        "scenario=../../../etc/passwd",
        "scenario=/etc/passwd%00.yaml",
        "scenario=file:///etc/passwd",
        "u_key=../../../etc/passwd",
        "set=network.file:/etc/passwd",
        "set=network.kind:file&set=network.file:../../../etc/passwd",
        "set=twin:/etc/passwd&twin=shipped",
        "estate=../../../etc/passwd",
        "file=/etc/passwd&u=eJw",
        "lang=../../../etc/passwd",
    ],
)
def test_no_link_makes_the_server_read_a_file(nothing_is_read, query):
    found, problems = place_of(query)
    assert found == Place()
    assert problems or query.startswith("file=")


@pytest.mark.parametrize("name", ["/etc/passwd", "../../x.yaml", "tianhu-garden.yaml", "", ".", "tianhu-garden\0"])
def test_no_source_makes_the_server_read_a_file(nothing_is_read, name):
    with pytest.raises(InputError, match="no shipped scenario"):
        scenario_of(Settings(Source(name)))


def test_no_twin_makes_the_server_read_a_file(nothing_is_read):
    with pytest.raises(InputError, match="no shipped scenario '/etc/passwd'"):
        scenario_of(Settings(changes=(("twin", "/etc/passwd"),)))
