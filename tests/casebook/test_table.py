"""`commsim casebook`: the table of all targets over many seeds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commsim.api import simulate
from commsim.cli.entry import run_words
from commsim.errors import InputError, UnknownNameError
from commsim.results.targets import TargetResult
from commsim.scenario import load_scenario
from commsim.scenario.targets import Target
from commsim.study.casebook import BESIDE, SAYS, STATEMENTS, Casebook, Row, make_casebook, scenarios_with_targets
from commsim.study.casebook_files import COLUMNS, casebook_files
from commsim.study.casebook_page import page, verdict
from commsim.study.speakers import try_speakers
from tests.engine.stand_in import stand_in

__all__ = ["stand_in"]

MEETINGS = ["parking-meeting", "parking-meeting-without"]


@pytest.fixture(scope="module")
def book() -> Casebook:
    """The table of the two meetings over two seeds."""
    return make_casebook(2, names=MEETINGS)


@pytest.fixture(scope="module")
def files(book: Casebook) -> dict[str, bytes]:
    """The same as files."""
    return casebook_files(book)


def row(statement: str, target: str, values: list[float], holds: list[bool]) -> Row:
    wanted = Target(id=target, measure="fee_rate", window="last month", relation="above", value=0.5, assumed=True)
    seeds = tuple(range(1, len(values) + 1))
    return Row(statement, "an-estate", TargetResult(wanted, "main", seeds, tuple(values), tuple(holds)))


def test_every_target_belongs_to_a_statement_that_says_something() -> None:
    targets = {(name, target.id) for name in scenarios_with_targets() for target in load_scenario(name).data.targets}
    assert set(STATEMENTS) == targets
    assert set(STATEMENTS.values()) == set(SAYS)


def test_twins_without_targets_are_run_beside() -> None:
    for name, twins in BESIDE.items():
        assert name in scenarios_with_targets()
        assert all(not load_scenario(twin).data.targets for twin in twins)


def test_the_table_has_one_row_a_target(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["casebook.csv"].decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["statement"], row["scenario"], row["target"]) for row in rows] == [
        ("M8", "parking-meeting", "carried"),
        ("M8", "parking-meeting-without", "blocked"),
    ]
    assert {row["seeds"] for row in rows} == {"2"}


def test_the_table_does_not_depend_on_the_number_of_jobs() -> None:
    here, spread = (casebook_files(make_casebook(2, jobs, ["parking-meeting-without"])) for jobs in (1, 2))
    assert here == spread


def test_the_table_does_not_depend_on_the_engine(stand_in: list[Any]) -> None:
    tables = [casebook_files(make_casebook(2, 1, MEETINGS, engine=engine)) for engine in ("agents", "compiled")]
    assert [name for name, *_ in stand_in] == MEETINGS
    assert tables[0] == tables[1]


def test_progress_ends_where_it_says_it_will() -> None:
    told: list[tuple[int, int]] = []
    make_casebook(1, names=MEETINGS, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_the_manifest_names_seeds_scenarios_and_files(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    assert manifest["seeds"] == [1, 2]
    assert set(manifest["scenario_digests"]) == set(MEETINGS)
    assert set(manifest["files"]) == set(files) - {"manifest.json"}


def test_a_met_statement_is_told_with_its_figures() -> None:
    found = Casebook((1, 2), (), (row("M1", "high", [0.75, 0.85], [True, True]),), {}, ())
    assert verdict(found, "M1") == (
        "*Shown:* `fee_rate` of an-estate, last month, is 0.8 (0.755 to 0.845), wanted above 0.5, held in 2 of 2 seeds."
    )


def test_a_missed_statement_is_told_plainly() -> None:
    rows = (row("M1", "low", [0.25, 0.75], [False, True]), row("M1", "high", [0.75, 0.75], [True, True]))
    found = Casebook((1, 2), (), rows, {}, ())
    assert verdict(found, "M1") == (
        "*Not shown, 1 of 2 targets missed:* `fee_rate` of an-estate, last month, is 0.5 (0.275 to 0.725), wanted "
        "above 0.5, held in 1 of 2 seeds."
    )
    told = page(found, [])
    assert "**1 of 2 targets are met.**" in told
    assert "| **no** |" in told


def test_a_figure_that_is_undefined_in_some_seeds_is_counted() -> None:
    found = Casebook((1, 2), (), (row("M1", "low", [float("nan"), 0.75], [False, True]),), {}, ())
    assert "(1 undefined)" in page(found, [])
    (cells,) = csv.DictReader(io.StringIO(casebook_files(found)["casebook.csv"].decode()))
    assert cells["undefined"] == "1"


@pytest.mark.parametrize("speakers", [0, 3, 5])
def test_many_meetings_in_one_room_are_those_of_many_runs(speakers: int) -> None:
    scenario = load_scenario("parking-meeting")
    run = simulate(scenario.set("timeline.meeting.speakers", speakers), seed=2)
    trial = try_speakers(scenario, 2, [7, speakers])[1]
    assert run.monthly["meeting_carried"].max() == trial.carried
    assert run.monthly["meeting_voiced"].max() == trial.voices / trial.camps.present


@pytest.mark.parametrize(
    ("seeds", "names", "error", "words"),
    [
        (0, None, InputError, "at least 1 seed; got 0"),
        (1, ["yanxiqiao-without"], InputError, "'yanxiqiao-without' has no targets; with targets: "),
        (1, ["tianhu"], UnknownNameError, "tianhu"),
    ],
)
def test_what_cannot_be_run_is_refused(seeds: int, names: list[str] | None, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        make_casebook(seeds, names=names)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs `commsim casebook` in an empty folder; returns what it wrote, the exit code first."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> str:
        code = run_words(["casebook", "--jobs", "1", *words])
        streams = capsys.readouterr()
        return f"{code}\n{streams.out}{streams.err}"

    return run


def test_the_command_writes_the_folder_and_tells_each_target(command: Callable[..., str], tmp_path: Path) -> None:
    told = command("--seeds", "1", "--scenario", "parking-meeting-without")
    assert told.startswith("0\n")
    assert "M8   parking-meeting-without: blocked" in told
    folder = tmp_path / "runs" / "casebook-parking-meeting-without"
    assert {path.name for path in folder.iterdir()} == {"casebook.csv", "casebook.md", "figures.csv", "manifest.json"}


def test_an_existing_folder_is_replaced_only_by_force(command: Callable[..., str], tmp_path: Path) -> None:
    words = ("--seeds", "1", "--scenario", "parking-meeting-without", "--out", "table", "--quiet")
    assert command(*words) == "0\n"
    before = (tmp_path / "table" / "casebook.csv").read_bytes()
    assert command(*words).startswith("3\nerror: ")
    assert command(*words, "--force") == "0\n"
    assert (tmp_path / "table" / "casebook.csv").read_bytes() == before


@pytest.mark.parametrize("words", [("--seeds", "0"), ("--jobs", "0"), ("--scenario", "nowhere"), ("--engine", "mesa")])
def test_bad_words_end_with_code_two_and_write_nothing(
    command: Callable[..., str], tmp_path: Path, words: tuple[str, str]
) -> None:
    assert command(*words).startswith("2\nerror: ")
    assert list(tmp_path.iterdir()) == []
