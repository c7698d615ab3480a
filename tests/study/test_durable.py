import errno
import os
from pathlib import Path

import pytest

from commsim.study import durable
from commsim.study.durable import checksum, drop_parts, write_durably


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_nothing_stays_beside_it(tmp_path) -> None:
    write_durably(tmp_path / "a", b"one")
    write_durably(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert names(tmp_path) == ["a"]


def test_a_file_is_flushed_before_it_has_its_name_and_its_folder_after(tmp_path, monkeypatch) -> None:
    steps = []
    replace = Path.replace
    monkeypatch.setattr(durable.os, "fsync", lambda _: steps.append("flush"))
    monkeypatch.setattr(Path, "replace", lambda path, target: (steps.append("rename"), replace(path, target))[1])
    write_durably(tmp_path / "a", b"one")
    assert steps == (["flush", "rename", "flush"] if os.name == "posix" else ["flush", "rename"])


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, fault) -> None:
    write_durably(tmp_path / "a", b"one")

    def failing(_: int) -> None:
        raise fault

    monkeypatch.setattr(durable.os, "fsync", failing)
    with pytest.raises(type(fault)):
        write_durably(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert names(tmp_path) == ["a"]


def test_temporary_files_are_dropped_and_others_are_not(tmp_path) -> None:
    for name in (".a.part", ".hidden", "b.part", "c"):
        (tmp_path / name).write_bytes(b"")
    drop_parts(tmp_path)
    assert names(tmp_path) == [".hidden", "b.part", "c"]
    drop_parts(tmp_path / "no-such-folder")


def test_a_checksum_is_the_sha256() -> None:
    assert checksum(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
