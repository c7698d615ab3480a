import pandas as pd
import pytest

import commsim
from commsim.errors import InputError, ResultsExistError, StorageError
from commsim.study import sweep
from commsim.study.results import StudyResults
from commsim.study.runs import FAILED, failed_rows
from commsim.study.sweep import Standing, run_study
from tests.support.studies import SMALL_STUDY, small_study, write_study


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def blocks_of_five(monkeypatch):
    monkeypatch.setattr(sweep, "block_size", lambda *_: 5)


@pytest.mark.smoke
def test_a_study_gives_a_row_a_run(tmp_path):
    results = commsim.run_study(write_study(tmp_path), jobs=2)
    runs = results.runs
    assert len(runs) == 24 == results.study.runs
    assert list(runs.columns) == [
        *("point", "replicate", "seed", "status", "cause", "share", "committee"),
        *("fee_rate", "free_riders", "members_active"),
    ]
    assert runs["point"].tolist() == [point for point in range(6) for _ in range(4)]
    assert runs["seed"].tolist() == [1, 2, 3, 4] * 6
    assert runs["share"].tolist() == [share for share in (0.0, 0.5, 1.0) for _ in range(8)]
    assert runs["committee"].tolist() == ["as_is"] * 4 + ["barred"] * 4 + ["as_is"] * 4 + ["barred"] * 4 + (
        ["as_is"] * 4 + ["barred"] * 4
    )
    assert (runs["status"] == "ok").all()
    assert runs["cause"].isna().all()
    assert results.folder is None
    assert results.is_complete
    assert results.points["share"].tolist() == [0.0, 0.0, 0.5, 0.5, 1.0, 1.0]
    assert repr(results) == "<Results of study small-study: 24 of 24 runs>"
    active = runs.groupby("share")["members_active"].mean()
    assert active[0.0] == 0 < active[0.5] < active[1.0]


def test_threads_engines_and_sittings_change_no_byte(tmp_path, blocks_of_five):
    study = small_study(tmp_path, SMALL_STUDY + "monthly: [fee_rate]\n")
    for name, options in {"a": {"jobs": 1}, "b": {"jobs": 3}, "c": {"engine": "agents"}}.items():
        run_study(study, tmp_path / name, **options)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b") == files_of(tmp_path / "c")
    with pytest.raises(KeyboardInterrupt):
        run_study(study, tmp_path / "d", watch=stop_after(10))
    partial = StudyResults.open(tmp_path / "d")
    assert not partial.is_complete
    assert len(partial.runs) == 10
    told = []
    run_study(study, tmp_path / "d", resume=True, watch=told.append)
    assert told[0] == Standing(10, 0, 24, 10)
    assert told[-1] == Standing(24, 0, 24, 10)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "d")


def stop_after(runs):
    def watch(standing):
        if standing.runs >= runs:
            raise KeyboardInterrupt

    return watch


def test_the_folder_and_the_memory_hold_the_same(tmp_path):
    study = small_study(tmp_path, SMALL_STUDY + "monthly: [fee_rate]\n")
    kept, loose = run_study(study, tmp_path / "out"), run_study(study)
    pd.testing.assert_frame_equal(kept.runs, loose.runs)
    pd.testing.assert_frame_equal(kept.monthly, loose.monthly)
    assert len(loose.monthly) == 24 * 14
    reopened = StudyResults.open(tmp_path / "out")
    pd.testing.assert_frame_equal(reopened.runs, loose.runs)
    assert reopened.study.to_dict() == study.to_dict()


def test_resume_begins_a_study_that_has_no_folder_and_leaves_a_whole_one_alone(tmp_path, monkeypatch):
    study = small_study(tmp_path)
    run_study(study, tmp_path / "out", resume=True)
    before = files_of(tmp_path / "out")
    monkeypatch.setattr(sweep, "_do", lambda *_: pytest.fail("a whole study was run again"))
    assert len(run_study(study, tmp_path / "out", resume=True).runs) == 24
    assert files_of(tmp_path / "out") == before


def test_a_folder_that_is_there_is_only_replaced_by_force(tmp_path):
    study = small_study(tmp_path)
    run_study(study.with_replicates(1), tmp_path / "out")
    with pytest.raises(ResultsExistError):
        run_study(study, tmp_path / "out")
    assert len(StudyResults.open(tmp_path / "out").runs) == 6
    run_study(study, tmp_path / "out", force=True)
    assert len(StudyResults.open(tmp_path / "out").runs) == 24


def test_another_study_does_not_go_on_with_the_folder(tmp_path):
    study = small_study(tmp_path)
    run_study(study.with_replicates(1), tmp_path / "out")
    with pytest.raises((InputError, StorageError), match="replicates"):
        run_study(study, tmp_path / "out", resume=True)


def test_runs_that_fail_are_counted_and_named(tmp_path, monkeypatch, blocks_of_five):
    plain = sweep.ThreadRunner.run

    def broken(self, blocks):
        for rows in plain(self, blocks):
            yield failed_rows(self._study, tuple(rows.measures), rows.block, "E: x") if rows.block.first == 5 else rows

    monkeypatch.setattr(sweep.ThreadRunner, "run", broken)
    told = []
    results = run_study(small_study(tmp_path), tmp_path / "out", watch=told.append)
    assert told[-1] == Standing(24, 5, 24, 0)
    assert results.count_failed() == 5
    assert results.failed["cause"].tolist() == ["E: x"] * 5
    assert results.runs[results.runs["status"] == FAILED].index.tolist() == [5, 6, 7, 8, 9]
    assert results.failed["fee_rate"].isna().all()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"jobs": 0}, "jobs must be a whole number from 1; got 0"),
        ({"engine": "fast"}, "engine is one of auto, agents, compiled; got 'fast'"),
        ({"resume": True}, "resume needs the results folder to go on with"),
        ({"resume": True, "force": True}, "resume goes on with a results folder and force replaces it"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_runs(tmp_path, monkeypatch, options, said):
    monkeypatch.setattr(sweep, "_do", lambda *_: pytest.fail("it ran"))
    with pytest.raises(InputError, match=said):
        run_study(small_study(tmp_path), **options)


def test_the_next_sitting_may_have_another_engine_or_number_of_threads(tmp_path, blocks_of_five):
    study = small_study(tmp_path)
    run_study(study, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run_study(study, tmp_path / "out", engine="agents", watch=stop_after(5))
    run_study(study, tmp_path / "out", engine="compiled", jobs=2, resume=True)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")
