"""What is refused before anything is parsed."""

import os
from pathlib import Path

import pytest

from commsim.errors import ScenarioError, UnknownNameError
from commsim.scenario import load_scenario, parse_scenario

MEBIBYTE = 1 << 20


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """Return a function that loads a file by name and returns what is said."""
    monkeypatch.chdir(tmp_path)

    def said(name):
        with pytest.raises(ScenarioError) as caught:
            load_scenario(name)
        return str(caught.value)

    return said


def test_a_missing_file(refused):
    assert refused("none.yaml") == (
        "none.yaml: no such file; allowed: a scenario file that exists, or a shipped name (commsim scenarios list)"
    )


def test_a_missing_file_beside_one_with_a_similar_name(refused):
    Path("estate.yaml").write_text("")
    assert refused("estat.yaml").startswith("estat.yaml: no such file; did you mean 'estate.yaml'?; allowed: ")


def test_a_missing_folder(refused):
    assert refused("nowhere/none.yaml").startswith("nowhere/none.yaml: no such file; allowed: ")


def test_a_folder(refused):
    Path("folder.yaml").mkdir()
    assert refused("folder.yaml") == "folder.yaml: this is a folder; allowed: a scenario file (YAML)"


def test_a_pipe_is_not_waited_for(refused):
    os.mkfifo("pipe.yaml")
    assert refused("pipe.yaml") == "pipe.yaml: this is no regular file; allowed: a scenario file (YAML)"


def test_an_endless_device(refused):
    assert refused("/dev/zero") == "/dev/zero: this is no regular file; allowed: a scenario file (YAML)"


def test_an_unreadable_file(refused, monkeypatch):
    Path("estate.yaml").write_text("name: a\n")

    def denied(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert refused("estate.yaml") == (
        "estate.yaml: the file cannot be read: permission denied; allowed: a file this user may read"
    )


def test_a_file_of_100_mb_is_refused_by_its_size_without_being_opened(refused, monkeypatch):
    with Path("large.yaml").open("wb") as stream:
        stream.truncate(100_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("opened"))
    assert refused("large.yaml") == "large.yaml: the file has 100000000 bytes; allowed: at most 1048576 bytes (1 MiB)"


def test_the_largest_file_allowed_is_read(refused):
    Path("estate.yaml").write_bytes(b"#" + b"\n" * (MEBIBYTE - 1))
    assert "the file says nothing" in refused("estate.yaml")
    Path("estate.yaml").write_bytes(b"#" + b"\n" * MEBIBYTE)
    assert "the file has 1048577 bytes" in refused("estate.yaml")


def test_a_text_is_held_to_the_same_size():
    with pytest.raises(ScenarioError, match="more than 1048576 bytes"):
        parse_scenario("\n" * (MEBIBYTE + 1))


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b"name: a\nnotes: \xe9t\xe9\n", 2, "byte 0xe9 is not UTF-8; allowed: UTF-8 text"),
        (b"name: a\n\n\0\n", 3, "a NUL byte: this is no text file; allowed: UTF-8 text"),
        ("name: a\n".encode("utf-16"), 1, "the file is in UTF-16; allowed: UTF-8 text"),
        (b"name: a\nnotes: \x1b[31mred\n", 2, "control character U+001B; allowed: printable text"),
        (b"name: a\n# \xc2\x9b\n", 2, "control character U+009B; allowed: printable text"),
        (b"a\n" + b"x" * 10_001, 2, "a line of 10001 characters; allowed: lines of at most 10000 characters"),
    ],
    ids=["latin", "nul", "utf-16", "escape", "c1", "long-line"],
)
def test_bytes_that_are_no_plain_text(refused, raw, line, message):
    Path("estate.yaml").write_bytes(raw)
    assert refused("estate.yaml") == f"estate.yaml:{line}: {message}"


def test_a_lone_surrogate_in_a_text():
    with pytest.raises(ScenarioError, match="not UTF-8"):
        parse_scenario("name: \ud800\n")


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path):
    good = Path(__file__).with_name("good.yaml").read_bytes()
    file = tmp_path / "estate.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + good.replace(b"\n", b"\r\n"))
    assert load_scenario(file).data == load_scenario(Path(__file__).with_name("good.yaml")).data
    assert load_scenario(file).lines["months"] == 3


def test_a_name_with_a_nul():
    with pytest.raises(ScenarioError, match=r"a\\0b.yaml: a file name with a NUL character"):
        load_scenario("a\0b.yaml")


def test_a_name_far_too_long():
    with pytest.raises(ScenarioError, match="the file cannot be read: file name too long"):
        load_scenario("x" * 5000 + ".yaml")


def test_a_misspelt_shipped_name():
    with pytest.raises(UnknownNameError) as caught:
        load_scenario("tianhu-gardn")
    assert str(caught.value).startswith("no scenario 'tianhu-gardn'; did you mean 'tianhu-garden'?; shipped: ")
    assert str(caught.value).endswith("; a file needs its suffix, such as my-estate.yaml")


def test_an_empty_name():
    with pytest.raises(UnknownNameError, match="no scenario ''"):
        load_scenario("")


def test_a_file_without_suffix_that_exists_is_read(refused):
    Path("estate").write_text("name: a\n")
    assert refused("estate").startswith("estate:1: ")


def test_a_path_object_is_always_a_file(refused):
    assert refused(Path("tianhu-garden")).startswith("tianhu-garden: no such file")
