import json
import math
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from commsim.errors import InputError
from commsim.results.files import parquet_bytes
from commsim.study import provenance, sweep
from commsim.study.cluster_suspects import WORKER_ENDED
from commsim.study.durable import checksum
from commsim.study.manifest import manifest_bytes, read_manifest, sealed
from commsim.study.runners import ThreadRunner
from commsim.study.runs import failed_rows
from commsim.study.store import StudyFolder
from commsim.study.sweep import run_study
from commsim.study.verify import reproduce, sampled, verify
from tests.support.made_rows import files_of, flip
from tests.support.studies import SMALL_STUDY, small_study


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A folder of 24 real runs in blocks of five, one of which failed."""
    place = tmp_path_factory.mktemp("verify")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "block_size", lambda *_: 5)
        run_study(small_study(place, SMALL_STUDY + "monthly: [fee_rate]\n"), place / "out")
    return place / "out"


@pytest.fixture
def out(sound, tmp_path):
    """A copy of the folder, to be damaged."""
    return shutil.copytree(sound, tmp_path / "out")


def runner(study, measuring):
    return ThreadRunner(study, measuring, "compiled", 1)


def again(folder):
    return reproduce(folder, runner)


def forge(out, name, change) -> None:
    """Change the table of a file as somebody would who also mends the checksums."""
    table = change(pq.read_table(out / name))
    content = parquet_bytes(table)
    (out / name).write_bytes(content)
    forge_manifest(out, lambda manifest: manifest["files"].update({name: checksum(content)}))


def forge_manifest(out, change) -> None:
    manifest = read_manifest(out)
    change(manifest)
    (out / "manifest.json").write_bytes(manifest_bytes(sealed(manifest)))


def put(name, row, value):
    """Return what changes one value of a table."""

    def change(table):
        values = table[name].to_pylist()
        values[row] = value
        field = table.schema.field(name)
        return table.set_column(table.column_names.index(name), field, pa.array(values, field.type))

    return change


@pytest.mark.parametrize("check", [verify, again])
def test_a_sound_folder_is_sound_and_is_not_touched(sound, check) -> None:
    before = files_of(sound)
    verdict = check(sound)
    assert verdict.findings == []
    assert verdict.notes == []
    assert (verdict.runs, verdict.checked, verdict.failed) == (24, 24, 0)
    assert verdict.repeated == (20 if check is verify else 24)
    assert files_of(sound) == before


def test_both_engines_do_the_sample(sound) -> None:
    assert verify(sound, sample=3, engine="agents").is_sound


def test_a_sample_is_spread_evenly_and_never_larger_than_the_study() -> None:
    assert sampled(100, 4) == [12, 37, 62, 87]
    assert sampled(3, 20) == [0, 1, 2]
    assert sampled(10**9, 1) == [5 * 10**8]
    assert sampled(24, 0) == []
    for runs in range(1, 60):
        for sample in range(1, 70):
            found = sampled(runs, sample)
            assert len(set(found)) == min(runs, sample)
            assert 0 <= min(found) <= max(found) < runs


def test_without_a_sample_nothing_is_run(sound, monkeypatch) -> None:
    monkeypatch.setattr("commsim.study.verify.block_rows", lambda *_: pytest.fail("a run was done"))
    assert verify(sound, sample=0).repeated == 0


def test_a_sample_below_none_is_refused(sound) -> None:
    with pytest.raises(InputError, match="--sample is a whole number from 0; got -1"):
        verify(sound, sample=-1)


def test_progress_is_told_block_by_block(sound) -> None:
    told = []
    verify(sound, 0, progress=lambda done, total: told.append((done, total)))
    assert told == [(5, 24), (10, 24), (15, 24), (20, 24), (24, 24)]


@pytest.mark.parametrize("check", [verify, again])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("runs/block-000000010.parquet", "runs/block-000000010.parquet differs from its checksum (runs 10 to 14)"),
        (
            "monthly/block-000000020.parquet",
            "monthly/block-000000020.parquet differs from its checksum (runs 20 to 23)",
        ),
        ("points.parquet", "points.parquet differs from its checksum"),
    ],
)
def test_a_flipped_bit_is_found_wherever_it_is(out, check, name, said) -> None:
    length = len((out / name).read_bytes())
    for place in (0, length // 3, length // 2, length - 1):
        flip(out / name, place)
        verdict = check(out)
        assert verdict.findings == [said]
        flip(out / name, place)
    assert verify(out, sample=0).is_sound


def test_a_missing_file_is_found(out) -> None:
    (out / "runs/block-000000005.parquet").unlink()
    assert verify(out).findings == ["runs/block-000000005.parquet is missing (runs 5 to 9)"]


def test_a_file_that_would_be_read_with_the_rows_is_found(out) -> None:
    shutil.copy(out / "runs/block-000000000.parquet", out / "runs/copy.parquet")
    (out / "report.html").write_text("")
    (out / "runs" / ".hidden").write_text("")
    assert verify(out).findings == ["runs/copy.parquet is no file of this study, and would be read with its rows"]


def test_rows_that_were_changed_with_their_checksum_are_found(out) -> None:
    forge(out, "runs/block-000000005.parquet", put("seed", 2, 77))
    forge(out, "runs/block-000000010.parquet", lambda table: pa.concat_tables([table, table.slice(0, 1)]))
    forge(out, "runs/block-000000015.parquet", lambda table: table.slice(1))
    forge(out, "points.parquet", put("share", 1, 0.4))
    assert verify(out, sample=0).findings == [
        "points.parquet: column share, row 1: 0.4 in row 1, must be 0.0",
        "runs/block-000000005.parquet: column seed, row 2: 77 in row 2, must be 4",
        "runs/block-000000010.parquet: runs 10: twice",
        "runs/block-000000015.parquet: runs 15: missing",
    ]


def test_a_figure_one_bit_off_is_found_by_doing_its_run_again(out) -> None:
    was = pq.read_table(out / "runs/block-000000010.parquet")["fee_rate"][2].as_py()
    off = math.nextafter(was, 2)
    forge(out, "runs/block-000000010.parquet", put("fee_rate", 2, off))
    wrong = f"column fee_rate, row 0: {off!r} in row 0, must be {was!r}"
    assert verify(out, sample=24).findings == [f"runs, run 12 (point 3, replicate 0) done again: {wrong}"]
    wrong = f"column fee_rate, row 2: {off!r} in row 2, must be {was!r}"
    assert again(out).findings == [f"runs/block-000000010.parquet, runs 10 to 14 done again: {wrong}"]


def test_a_series_that_is_off_is_found_by_doing_its_run_again(out) -> None:
    forge(out, "monthly/block-000000000.parquet", put("fee_rate", 3, 0.5))
    assert (
        verify(out, sample=24)
        .findings[0]
        .startswith("monthly, run 0 (point 0, replicate 0) done again: column fee_rate, row 3: 0.5 in row 3, must be ")
    )
    assert len(again(out).findings) == 1


def test_a_wrong_count_of_failed_runs_is_found(out) -> None:
    forge_manifest(out, lambda manifest: manifest.update(failed=3))
    assert verify(out).findings == ["manifest.json counts 3 failed runs, the rows 0"]


def test_a_study_in_the_manifest_that_is_not_the_one_it_names_is_found(out) -> None:
    forge_manifest(out, lambda manifest: manifest["provenance"].update(study_digest="0" * 64))
    assert verify(out).findings[0].startswith("manifest.json: the study in it has the digest ")


def test_a_study_that_is_not_done_is_not_sound(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sweep, "block_size", lambda *_: 5)

    def stop(standing):
        if standing.runs == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_study(small_study(tmp_path), tmp_path / "out", watch=stop)
    for check in (verify, again):
        verdict = check(tmp_path / "out")
        assert verdict.findings == [
            "the study is not done: 2 of 5 blocks are saved; the command of the sweep with --resume goes on"
        ]
        assert 0 < verdict.repeated <= 10


def test_other_libraries_are_noted_and_values_compared(out, monkeypatch) -> None:
    versions = provenance.deciding_versions() | {"numpy": "99.0"}
    monkeypatch.setattr(provenance, "deciding_versions", lambda: versions)
    was = json.loads((out / "manifest.json").read_text())["provenance"]["versions"]["numpy"]
    for check in (verify, again):
        verdict = check(out)
        assert verdict.findings == []
        assert len(verdict.notes) == 1
        assert verdict.notes[0].startswith("not what the study was run with, so values are compared, bits not promised")
        assert verdict.notes[0].endswith(f"numpy: was {was}, is 99.0")


def test_runs_that_failed_must_fail_again_in_the_same_way(out) -> None:
    study = StudyFolder.open(out).study
    cause = "LedgerError: something"

    def failing(table):
        for name, value in {"status": "failed", "cause": cause, **dict.fromkeys(study.data.measures)}.items():
            table = put(name, 0, value)(table)
        return table

    forge(out, "runs/block-000000000.parquet", failing)
    forge_manifest(out, lambda manifest: manifest.update(failed=1))
    found = verify(out, sample=24).findings
    assert found[0] == (
        "runs, run 0 (point 0, replicate 0) done again: column status, row 0: 'failed' in row 0, must be 'ok'"
    )
    assert f"'{cause}' in row 0, must be None" in found[1]


def test_a_run_that_ends_its_worker_is_not_done_again(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sweep, "block_size", lambda *_: 5)
    plain = ThreadRunner.run

    def run(self, blocks):
        for rows in plain(self, blocks):
            if rows.block.first == 5:
                lost = failed_rows(self._study, tuple(rows.measures), rows.block, WORKER_ENDED)
                picked = {name: [*values[:2], None, *values[3:]] for name, values in rows.measures.items()}
                yield rows._replace(
                    status=[*rows.status[:2], lost.status[2], *rows.status[3:]],
                    cause=[*rows.cause[:2], lost.cause[2], *rows.cause[3:]],
                    measures=picked,
                )
            else:
                yield rows

    with monkeypatch.context() as patch:
        patch.setattr(ThreadRunner, "run", run)
        run_study(small_study(tmp_path), tmp_path / "out")
    for check in (lambda folder: verify(folder, 24), again):
        verdict = check(tmp_path / "out")
        assert verdict.findings == []
        assert verdict.notes == ["run 7 is not done again, since it ended its worker twice"]
        assert (verdict.failed, verdict.repeated) == (1, 23)


def test_the_runner_is_closed_whatever_happens(sound) -> None:
    closed = []

    def stopped(rows_done, runs):
        raise KeyboardInterrupt

    def watched(study, measuring):
        made = runner(study, measuring)
        close = made.close
        made.close = lambda: (closed.append(True), close())[1]
        return made

    with pytest.raises(KeyboardInterrupt):
        reproduce(sound, watched, stopped)
    assert closed == [True]
