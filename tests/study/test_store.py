import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from commsim.errors import InputError, ResultsExistError, StorageError
from commsim.results.store import write_folder
from commsim.study import durable, journal, store
from commsim.study.blocks import Block
from commsim.study.locking import FolderLock
from commsim.study.manifest import manifest_bytes, read_manifest, sealed
from commsim.study.runs import FAILED
from commsim.study.store import LEFT, StudyFolder
from tests.support.made_rows import CAUSE, files_of, flip, made_folder, made_rows
from tests.support.studies import SMALL_STUDY, small_study

MONTHLY = "monthly: [fee_rate, service]\n"
FILES = [
    "manifest.json",
    *(f"monthly/block-{first:09d}.parquet" for first in range(0, 24, 5)),
    "points.parquet",
    *(f"runs/block-{first:09d}.parquet" for first in range(0, 24, 5)),
]


@pytest.fixture
def study(tmp_path):
    return small_study(tmp_path / "files", SMALL_STUDY + MONTHLY)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def whole(tmp_path, study):
    """The files of the study, complete and never interrupted."""
    return files_of(made_folder(tmp_path / "whole", study, failed=(3, 7)).path)


def begun(out: Path, study, blocks: int = 2) -> StudyFolder:
    """Return a folder open for writing, with some blocks saved."""
    folder = StudyFolder.create(out, study, 5)
    for block in list(folder.blocks())[:blocks]:
        folder.save(made_rows(study, block, (3, 7)))
    return folder


def finished(out: Path, study) -> StudyFolder:
    """Go on with a folder until it is complete."""
    with StudyFolder.open(out, study) as folder:
        for block in folder.blocks():
            if block.first not in folder.done():
                folder.save(made_rows(study, block, (3, 7)))
        if not folder.is_complete:
            folder.finish()
    return folder


# --- What is kept ----------------------------------------------------------------------------------------------------


def test_a_complete_folder_holds_its_files_and_nothing_else(whole) -> None:
    assert sorted(whole) == FILES


def test_what_was_saved_is_read(study, out) -> None:
    made_folder(out, study, failed=(3, 7))
    folder = StudyFolder.open(out)
    assert folder.is_complete
    assert folder.failed == 2
    assert folder.done() == {0, 5, 10, 15, 20}
    assert folder.study.digest() == study.digest()
    runs = folder.runs_table().to_pydict()
    assert [4 * point + replicate for point, replicate in zip(runs["point"], runs["replicate"], strict=True)] == list(
        range(24)
    )
    assert runs["fee_rate"][:5] == [0.0, 1.0, 2.0, None, 4.0]
    assert runs["status"][3] == FAILED
    assert [cause for cause in runs["cause"] if cause is not None] == [CAUSE] * 2
    monthly = folder.monthly_table().to_pydict()
    assert len(monthly["month"]) == 22 * 3
    assert set(monthly["estate"]) == {"main"}
    assert folder.points_table().num_rows == 6


def test_rows_are_read_a_block_at_a_time(study, out) -> None:
    folder = made_folder(out, study)
    assert [table.num_rows for table in folder.runs()] == [5, 5, 5, 5, 4]
    assert [table.num_rows for table in folder.monthly()] == [15, 15, 15, 15, 12]


def test_a_study_without_series_has_none(tmp_path, out) -> None:
    folder = made_folder(out, small_study(tmp_path / "files"))
    assert folder.monthly_table() is None
    assert not (out / "monthly").exists()


def test_every_file_is_in_the_manifest_with_its_checksum(whole) -> None:
    content = json.loads(whole["manifest.json"])
    assert content["status"] == "complete"
    assert content["failed"] == 2
    assert sorted([*content["files"], "manifest.json"]) == FILES
    assert all(durable.checksum(whole[name]) == sha256 for name, sha256 in content["files"].items())


def test_a_study_whose_runs_all_failed_is_kept_too(study, out) -> None:
    folder = made_folder(out, study, failed=range(24))
    assert folder.failed == 24
    assert folder.monthly_table().num_rows == 0
    assert folder.runs_table().schema.names[:5] == ["point", "replicate", "seed", "status", "cause"]


# --- While it runs ---------------------------------------------------------------------------------------------------


def test_a_folder_under_way_is_read_as_far_as_it_is_saved(study, out) -> None:
    StudyFolder.create(out, study, 5).close()
    assert StudyFolder.open(out).runs_table().num_rows == 0
    assert StudyFolder.open(out).monthly_table().num_rows == 0
    with StudyFolder.open(out, study) as writer:
        writer.save(made_rows(study, Block(10, 5), (11,)))
        reader = StudyFolder.open(out)
        assert (reader.done(), reader.failed, reader.is_complete) == ({10}, 1, False)
        assert reader.runs_table()["fee_rate"].to_pylist() == [10.0, None, 12.0, 13.0, 14.0]
        writer.save(made_rows(study, Block(0, 5)))
        assert StudyFolder.open(out).done() == {0, 10}


def test_a_reader_who_comes_while_the_study_is_finished_sees_it_whole(study, out, monkeypatch) -> None:
    with begun(out, study, 5) as writer:
        read = journal.Journal.read

        def finishing(kept):
            if not writer.is_complete:
                writer.finish()
            return read(kept)

        monkeypatch.setattr(journal.Journal, "read", finishing)
        reader = StudyFolder.open(out)
    assert reader.is_complete
    assert reader.runs_table().num_rows == 24


def test_two_sweeps_never_write_one_folder(study, out) -> None:
    with begun(out, study):
        with pytest.raises(StorageError, match="is being written by another sweep") as caught:
            StudyFolder.open(out, study)
        assert str(out) in str(caught.value)
        assert caught.value.exit_code == 3
        with pytest.raises(StorageError, match="is being written by another sweep"):
            StudyFolder.create(out, study, 5, force=True)
        assert len(StudyFolder.open(out).done()) == 2
    finished(out, study)


def test_blocks_that_another_sweep_saves_until_it_lets_go_count(study, out, monkeypatch) -> None:
    other = begun(out, study, 1)
    lock = store.FolderLock

    def waiting(path: Path) -> FolderLock:
        other.save(made_rows(study, Block(5, 5), (3, 7)))
        other.close()
        return lock(path)

    monkeypatch.setattr(store, "FolderLock", waiting)
    with StudyFolder.open(out, study) as folder:
        assert folder.done() == {0, 5}


def test_the_order_of_saving_changes_no_byte(study, out, whole) -> None:
    with StudyFolder.create(out, study, 5) as folder:
        for block in reversed(list(folder.blocks())):
            folder.save(made_rows(study, block, (3, 7)))
        folder.finish()
    assert files_of(out) == whole


# --- Going on --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blocks", range(6))
def test_an_interrupted_study_ends_with_the_same_files(study, out, whole, blocks) -> None:
    begun(out, study, blocks).close()
    folder = finished(out, study)
    assert files_of(out) == whole
    assert folder.notes == []


def test_a_complete_study_is_left_as_it_is(study, out, whole) -> None:
    made_folder(out, study, failed=(3, 7))
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*.*")}
    assert finished(out, study).is_complete
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.*")} == stamps


def test_what_a_killed_process_left_is_tidied(study, out, whole) -> None:
    begun(out, study).close()
    for name in ("runs/.block-000000000.parquet.part", ".journal.jsonl.part", "monthly/.block-000000010.parquet.part"):
        (out / name).write_bytes(b"half")
    shutil.copy(out / "runs/block-000000000.parquet", out / "runs/block-000000020.parquet")  # not in the journal
    (out / "lock").write_bytes(b"")
    (out / "runs" / "notes.txt").write_text("mine")
    with StudyFolder.open(out, study) as folder:
        assert folder.done() == {0, 5}
        assert not (out / "runs/block-000000020.parquet").exists()
    finished(out, study)
    found = files_of(out)
    assert found.pop("runs/notes.txt") == b"mine"
    assert found == whole


def test_what_a_loss_of_power_takes_from_the_journal_is_run_again(study, out, whole) -> None:
    begun(out, study, 3).close()
    kept = out / "journal.jsonl"
    content = kept.read_bytes()
    for length in range(0, len(content), 97):
        shutil.copytree(out, out.with_name(f"cut-{length}"))
        torn = out.with_name(f"cut-{length}")
        (torn / "journal.jsonl").write_bytes(content[:length] + b"\0" * (len(content) - length))
        finished(torn, study)
        assert files_of(torn) == whole


def test_a_kill_between_the_last_manifest_and_the_tidying_costs_nothing(study, out, whole, monkeypatch) -> None:
    folder = begun(out, study, 5)

    def killed(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal.Journal, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            folder.finish()
    folder.close()
    assert (out / "journal.jsonl").exists()
    assert StudyFolder.open(out).runs_table().num_rows == 24
    assert finished(out, study).is_complete
    assert files_of(out) == whole


# --- Damage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blocks", [3, 5])
@pytest.mark.parametrize("name", ["runs/block-000000005.parquet", "monthly/block-000000005.parquet"])
@pytest.mark.parametrize("gone", [False, True])
def test_a_damaged_block_is_refused_by_readers_and_run_again(study, out, whole, blocks, name, gone) -> None:
    folder = begun(out, study, blocks)
    if blocks == 5:
        folder.finish()
    folder.close()
    if gone:
        (out / name).unlink()
    else:
        flip(out / name)
    wrong = "is missing" if gone else "differs from its checksum"
    with pytest.raises(StorageError, match=f"{name} {wrong}; the command of the sweep with --resume makes it anew"):
        list(StudyFolder.open(out).monthly() if "monthly" in name else StudyFolder.open(out).runs())
    with StudyFolder.open(out, study) as again:
        assert again.notes == [f"{name} {wrong}; runs 5 to 9 are run again."]
        assert not again.is_complete
        assert again.done() == {first for first in range(0, 5 * blocks, 5) if first != 5}
        assert again.failed == 1
    finished(out, study)
    assert files_of(out) == whole


def test_several_damaged_blocks_of_a_complete_study_are_run_again_also_after_a_kill(study, out, whole) -> None:
    made_folder(out, study, failed=(3, 7))
    flip(out / "runs/block-000000000.parquet")
    flip(out / "runs/block-000000020.parquet")
    with StudyFolder.open(out, study) as folder:
        assert len(folder.notes) == 2
        folder.save(made_rows(study, Block(20, 4), (3, 7)))
    reopened = read_manifest(out)
    assert reopened["status"] == "running"
    assert "failed" not in reopened
    assert list(reopened["files"]) == ["points.parquet"]
    assert StudyFolder.open(out).done() == {5, 10, 15, 20}
    finished(out, study)
    assert files_of(out) == whole


def test_a_damaged_design_is_written_again(study, out, whole) -> None:
    begun(out, study).close()
    flip(out / "points.parquet", 10)
    with pytest.raises(StorageError, match=r"points\.parquet differs from its checksum"):
        StudyFolder.open(out).points_table()
    with StudyFolder.open(out, study) as folder:
        assert folder.notes == ["points.parquet differs from its checksum; it is written again."]
    finished(out, study)
    assert files_of(out) == whole


# --- Folders that are not taken --------------------------------------------------------------------------------------


def test_an_existing_folder_stays_without_force(study, out, whole) -> None:
    made_folder(out, study, failed=(3, 7))
    with pytest.raises(ResultsExistError, match="exists already: --resume goes on with it, --force replaces it; or"):
        StudyFolder.create(out, study, 5)
    assert files_of(out) == whole


def test_force_replaces_a_study_and_no_other_folder(study, out, tmp_path) -> None:
    made_folder(out, study.with_replicates(1))
    with StudyFolder.create(out, study, 5, force=True) as folder:
        assert folder.done() == set()
    assert not (out / "runs").exists()
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("years of work")
    for force, said in ((True, "not a results folder of commsim"), (False, "it is not empty; or choose another --out")):
        with pytest.raises(ResultsExistError, match=said):
            StudyFolder.create(thesis, study, 5, force=force)
    assert files_of(thesis) == {"chapter.txt": b"years of work"}


def test_an_empty_folder_is_taken(study, out, whole) -> None:
    out.mkdir()
    begun(out, study).close()
    finished(out, study)
    assert files_of(out) == whole


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is no results folder of a study: it has no manifest.json"),
        (b"", "damaged: it is not JSON"),
        (b"\xff\xfe", "damaged: it is not JSON"),
        (b"[1]", "its manifest.json is of something else"),
        (b'{"format": "commsim results", "format_version": 1}', "its manifest.json is of something else"),
        (b'{"format": "other", "kind": "study"}', "its manifest.json is of something else"),
    ],
)
def test_a_folder_of_something_else_is_refused(study, out, content, said) -> None:
    out.mkdir()
    if content is not None:
        (out / "manifest.json").write_bytes(content)
    before = files_of(out)
    for with_study in (None, study):
        with pytest.raises(InputError, match=said) as caught:
            StudyFolder.open(out, with_study)
        assert caught.value.exit_code == 2
    assert files_of(out) == before


def test_a_folder_of_another_version_of_the_format_is_refused(study, out) -> None:
    made_folder(out, study)
    content = sealed(read_manifest(out) | {"format_version": 2})
    (out / "manifest.json").write_bytes(manifest_bytes(content))
    with pytest.raises(InputError, match="has format version 2; this commsim reads version 1: use the version"):
        StudyFolder.open(out)


def test_a_manifest_with_one_wrong_byte_is_refused_wherever_it_is(study, out) -> None:
    made_folder(out, study)
    content = (out / "manifest.json").read_bytes()
    for place in range(0, len(content) - 1, 41):
        (out / "manifest.json").write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(InputError):
            StudyFolder.open(out)


def test_a_results_folder_of_a_single_run_is_refused(study, out) -> None:
    write_folder(out, {"manifest.json": b'{"format": "commsim results", "format_version": 1}'})
    with pytest.raises(InputError, match="is of something else"):
        StudyFolder.open(out, study)


def test_a_study_that_changed_is_refused_and_nothing_is_touched(study, out) -> None:
    begun(out, study).close()
    before = files_of(out)
    with pytest.raises(InputError, match=r"begun with something else(.|\n)*replicates: was 4, is 5"):
        StudyFolder.open(out, study.with_replicates(5))
    assert files_of(out) == before


# --- Faults of the disk ----------------------------------------------------------------------------------------------


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_every_step_of_saving_may_find_the_disk_full(study, out, whole, monkeypatch) -> None:
    begun(out, study, 0).close()
    steps = 0
    while True:
        with monkeypatch.context() as patch, StudyFolder.open(out, study) as folder:
            done = [0]

            def failing(file, done=done, at=steps, fsync=os.fsync):
                done[0] += 1
                full() if done[0] > at else fsync(file)

            patch.setattr(durable.os, "fsync", failing)
            try:
                folder.save(made_rows(study, Block(0, 5), (3, 7)))
                break
            except StorageError as error:
                assert str(error) == f"cannot write results to {out}: the disk is full; {LEFT}"  # noqa: PT017
        assert StudyFolder.open(out).done() == set()
        steps += 1
    assert steps >= 5
    finished(out, study)
    assert files_of(out) == whole


def test_a_folder_that_cannot_be_made_is_said_in_one_line(study, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="part of the path is a file") as caught:
        StudyFolder.create(tmp_path / "file" / "out", study, 5)
    assert "\n" not in str(caught.value)


DISK = 256 * 1024
ROOM = 5 * 4096
"""Bytes of a small disk, and what is left of them when it is nearly full: less than the study needs."""


@pytest.fixture
def small_disk(tmp_path, monkeypatch) -> Iterator[Path]:
    """A disk of 256 KiB; where none can be mounted, a folder in which no more can be saved than that."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    words = [mount or "", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    if mount is not None and subprocess.run(words, capture_output=True, check=False).returncode == 0:
        try:
            yield place
        finally:
            subprocess.run(["umount", str(place)], check=True)
        return
    limit_folder(place, monkeypatch)
    yield place


def limit_folder(place: Path, monkeypatch) -> None:
    """Let no more be saved to a folder than fits a small disk."""
    write = durable.write_durably

    def limited(path: Path, content: bytes) -> None:
        write(path, content) if used(place) + len(content) < DISK else full()

    monkeypatch.setattr("commsim.study.store.write_durably", limited)


def used(place: Path) -> int:
    """Return the bytes of a disk that are used, in whole pages as a disk counts them."""
    pages = 0
    for content in files_of(place).values():
        pages += -(-len(content) // 4096)
    return pages * 4096


@pytest.mark.parametrize("mounted", [True, False])
def test_a_full_disk_costs_the_block_under_way_and_the_study_goes_on_after(
    study, small_disk, tmp_path, whole, monkeypatch, mounted
) -> None:
    place = small_disk if mounted else tmp_path / "limited"
    if not mounted:
        place.mkdir()
        limit_folder(place, monkeypatch)
    out, ballast = place / "out", place / "ballast"
    with begun(out, study, 1) as folder:
        ballast.write_bytes(b"x" * (DISK - used(place) - ROOM))
        with pytest.raises(StorageError) as caught:
            save_all(folder, study)
    assert str(caught.value) == f"cannot write results to {out}: the disk is full; {LEFT}"
    saved = StudyFolder.open(out)
    assert 0 in saved.done()
    assert not saved.is_complete
    assert list(out.rglob("*.part")) == []
    assert len(list(saved.runs())) == len(saved.done())
    ballast.unlink()
    finished(out, study)
    assert files_of(out) == whole


def save_all(folder: StudyFolder, study) -> None:
    for block in folder.blocks():
        folder.save(made_rows(study, block, (3, 7)))


LIMITED = """
import resource, signal, sys
from pathlib import Path
from commsim.errors import StorageError
from commsim.study.loading import load_study
from commsim.study.store import StudyFolder
from tests.support.made_rows import made_rows

study = load_study(sys.argv[1])
folder = StudyFolder.create(Path(sys.argv[2]), study, 5)
first, second, *_ = folder.blocks()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder.save(made_rows(study, first, (3, 7)))
for limit in (100, 400, 1000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        folder.save(made_rows(study, second, (3, 7)))
    except StorageError as error:
        print(error)
"""


def test_a_limit_on_file_sizes_is_a_fault_like_any_other(study, out, whole, tmp_path) -> None:
    words = [sys.executable, "-c", LIMITED, str(tmp_path / "files/study.yaml"), str(out)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert said == f"cannot write results to {out}: {os.strerror(errno.EFBIG)}; {LEFT}\n" * 3
    assert StudyFolder.open(out).done() == {0}
    finished(out, study)
    assert files_of(out) == whole


def test_the_files_are_read_by_others_as_one_dataset(study, out) -> None:
    begun(out, study, 5).finish()
    with contextlib.suppress(FileNotFoundError):
        (out / "runs" / ".block-000000000.parquet.part").write_bytes(b"half")  # hidden from whoever reads the folder
    assert pq.read_table(out / "runs").num_rows == 24
