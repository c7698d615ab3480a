import errno
import os

import pytest

from commsim.study import journal
from commsim.study.journal import NAME, Journal, Saved

FIRST = Saved(0, 0, {"runs/a": "12", "monthly/a": "34"})
SECOND = Saved(5, 2, {"runs/b": "56"})


@pytest.fixture
def written(tmp_path) -> Journal:
    made = Journal(tmp_path)
    made.append(FIRST)
    made.append(SECOND)
    return made


def test_what_was_appended_is_read(written) -> None:
    assert written.read() == {0: FIRST, 5: SECOND}
    assert len(written.path.read_bytes().splitlines()) == 2


def test_a_folder_without_a_journal_has_no_blocks(tmp_path) -> None:
    assert Journal(tmp_path).read() == {}
    Journal(tmp_path).remove()


def test_a_line_torn_anywhere_counts_for_nothing(written) -> None:
    whole = written.path.read_bytes()
    begin = whole.index(b"\n") + 1
    for length in range(begin, len(whole)):
        written.path.write_bytes(whole[:length])
        assert written.read() == {0: FIRST}


def test_a_line_with_one_wrong_byte_counts_for_nothing(written) -> None:
    whole = written.path.read_bytes()
    begin = whole.index(b"\n") + 1
    for place in range(begin, len(whole) - 1):
        for wrong in (whole[place] ^ 1, 0):
            written.path.write_bytes(whole[:place] + bytes([wrong]) + whole[place + 1 :])
            assert written.read() == {0: FIRST}


def test_lines_of_zeros_and_of_something_else_count_for_nothing(written) -> None:
    with written.path.open("ab") as file:
        file.write(b"\0" * 40 + b"\n[]\n7\n{}\nnull\n\xff\n")
    assert written.read() == {0: FIRST, 5: SECOND}


def test_a_rewritten_journal_has_the_blocks_given_and_goes_on(written) -> None:
    written.rewrite([SECOND])
    assert written.read() == {5: SECOND}
    written.append(FIRST)
    assert list(written.read()) == [5, 0]
    assert [path.name for path in written.path.parent.iterdir()] == [NAME]


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_a_fault_while_appending_leaves_the_journal_as_it_was(written, monkeypatch, fault) -> None:
    before = written.path.read_bytes()

    def failing(_: int) -> None:
        raise fault

    monkeypatch.setattr(journal.os, "fsync", failing)
    with pytest.raises(type(fault)):
        written.append(Saved(10, 0, {}))
    assert written.path.read_bytes() == before


def test_a_line_is_flushed_before_it_counts(written, monkeypatch) -> None:
    sizes = []
    monkeypatch.setattr(journal.os, "fsync", lambda file: sizes.append(os.fstat(file).st_size))
    written.append(Saved(10, 0, {}))
    assert sizes == [written.path.stat().st_size]
