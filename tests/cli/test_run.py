import hashlib
import json

import pandas as pd
import pytest

from commsim.api import simulate
from commsim.results.manifest import is_manifest
from commsim.scenario import load_scenario
from tests.cli.conftest import names
from tests.engine.stand_in import stand_in
from tests.small_estate import SMALL

__all__ = ["stand_in"]

FILES = [
    "figure.png",
    "figure.svg",
    "households.parquet",
    "manifest.json",
    "monthly.csv",
    "monthly.parquet",
    "summary.json",
]


@pytest.mark.smoke
def test_a_run_prints_years_events_and_targets_and_keeps_them(command, here) -> None:
    answer = command("run", "small.yaml", "--seed", "3")
    assert answer.code == 0
    assert answer.err == ""
    for words in ("A small estate", "26 months, seed 3", "1  (2021)", "3  (2023)", "conflict", "2 of 3 targets met"):
        assert words in answer.out
    assert [line[0] for line in answer.out.splitlines() if line[:1] in "✓✗" and line] == ["✓", "✗", "✓"]
    folder = here / "runs" / "small-estate-seed3"
    assert names(folder) == FILES
    assert str(folder.relative_to(here) / "figure.png") in answer.out
    expected = simulate(load_scenario("small.yaml"), seed=3).monthly
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "monthly.parquet"), expected)


def test_the_manifest_names_every_file_with_its_digest(command, here) -> None:
    command("run", "small.yaml", "--months", "6", "--out", "x", "--quiet")
    manifest = json.loads((here / "x" / "manifest.json").read_bytes())
    assert is_manifest(here / "x" / "manifest.json")
    digests = {name: hashlib.sha256((here / "x" / name).read_bytes()).hexdigest() for name in FILES}
    digests.pop("manifest.json")
    assert manifest["files"] == digests
    assert manifest["seeds"] == [1]
    assert manifest["scenario"]["months"] == 6
    assert str(here) not in json.dumps(manifest)


def test_several_seeds_show_medians_and_intervals(command, here) -> None:
    answer = command("run", "small.yaml", "--seed", "5", "--seeds", "3", "--jobs", "1")
    assert "seeds 5 to 7: median and 5 – 95 %" in answer.out
    assert "Seeds that" in answer.out
    assert "100 %" in answer.out
    summary = json.loads((here / "runs" / "small-estate-seeds5-7" / "summary.json").read_bytes())
    assert summary["seeds"] == [5, 6, 7]


def test_workers_change_no_byte_of_the_tables(command, here) -> None:
    for jobs in ("1", "2"):
        command("run", "small.yaml", "--seeds", "2", "--months", "6", "--jobs", jobs, "--out", jobs, "--quiet")
    for name in FILES:
        assert (here / "1" / name).read_bytes() == (here / "2" / name).read_bytes(), name


@pytest.mark.parametrize("seeds", ["1", "2"])
def test_the_engine_changes_no_byte_of_the_files(command, here, stand_in, seeds: str) -> None:
    for engine in ("agents", "compiled"):
        words = ("--seeds", seeds, "--months", "6", "--jobs", "1", "--engine", engine, "--out", engine, "--quiet")
        command("run", "small.yaml", *words)
    assert len(stand_in) == 1
    for name in FILES:
        assert (here / "agents" / name).read_bytes() == (here / "compiled" / name).read_bytes(), name


def test_without_a_folder_the_next_free_name_is_taken(command, here) -> None:
    for _ in range(3):
        command("run", "small.yaml", "--months", "2", "-q")
    assert names(here / "runs") == ["small-estate-seed1", "small-estate-seed1-2", "small-estate-seed1-3"]


def test_force_without_a_folder_replaces_the_first(command, here) -> None:
    command("run", "small.yaml", "--months", "2", "-q")
    command("run", "small.yaml", "--months", "3", "-q", "--force")
    assert names(here / "runs") == ["small-estate-seed1"]
    assert len(pd.read_parquet(here / "runs" / "small-estate-seed1" / "monthly.parquet")) == 3


def test_changes_are_made_and_kept_in_the_manifest(command, here) -> None:
    change = ("--set", "timeline.activate.share=1.0", "--set", "start.fee_rate=0.5")
    command("run", "small.yaml", *change, "--months", "8", "--out", "x")
    scenario = json.loads((here / "x" / "manifest.json").read_bytes())["scenario"]
    assert scenario["start"]["fee_rate"] == 0.5
    assert [event["share"] for event in scenario["timeline"] if event["event"] == "activate"] == [1.0]
    monthly = pd.read_parquet(here / "x" / "monthly.parquet")
    assert monthly["members_active"].iloc[-1] == monthly["members"].iloc[-1]


def test_an_event_can_be_left_out(command, here) -> None:
    command("run", "small.yaml", "--without", "activate", "--without", "appoint", "--out", "x", "-q")
    assert pd.read_parquet(here / "x" / "monthly.parquet")["members_active"].max() == 0


def test_households_are_recorded_where_asked_for(command, here) -> None:
    command("run", "small.yaml", "--record", "households", "--months", "3", "--out", "x", "-q")
    assert len(pd.read_parquet(here / "x" / "history.parquet")) == 3 * 42


def test_a_missed_target_is_exit_code_1_only_where_it_is_checked(command) -> None:
    assert command("run", "small.yaml", "-q", "--no-twin").code == 0
    assert command("run", "small.yaml", "-q", "--no-twin", "--check").code == 1
    fulfilled = ("--set", "targets.never.value=0.0")
    assert command("run", "small.yaml", "-q", "--no-twin", "--check", *fulfilled).code == 0


def test_json_is_the_summary_and_nothing_else(command, here) -> None:
    answer = command("run", "small.yaml", "--json", "--out", "x")
    content = json.loads(answer.out)
    assert content.pop("folder") == "x"
    assert content == json.loads((here / "x" / "summary.json").read_bytes())


def test_quiet_says_nothing(command, here) -> None:
    answer = command("run", "small.yaml", "--quiet", "--months", "2")
    assert (answer.out, answer.err) == ("", "")
    assert names(here / "runs") == ["small-estate-seed1"]


def twin_digest(here, name: str) -> str:
    return json.loads((here / name / "manifest.json").read_bytes())["twin"]["scenario_digest"]


def test_the_twin_is_run_with_the_same_months_and_changes(command, here) -> None:
    (here / "mine.yaml").write_text(SMALL + "twin: typical-estate\n")
    words = ("run", "mine.yaml", "--months", "2", "-q")
    typical = ("--set", "estates.main.homes=50", "--set", "estates.main.buildings=2")
    command(*words, *typical, "--set", "timeline.conflict.share=0.1", "--out", "a")
    expected = load_scenario("typical-estate").set_many({"estates.main.homes": 50, "estates.main.buildings": 2})
    assert twin_digest(here, "a") == expected.with_months(2).digest()
    assert "twin" not in json.loads(command(*words[:-1], *typical, "--no-twin", "--json").out)
    assert "Twin (grey in the picture): typical-estate" in command(*words[:-1], *typical).out
    command(*words, *typical, "--seeds", "2", "--jobs", "1", "--out", "b")
    assert twin_digest(here, "b") == expected.with_months(2).digest()


def test_a_twin_that_cannot_take_the_changes_is_left_out_with_a_note(command, here) -> None:
    (here / "mine.yaml").write_text(SMALL + "twin: typical-estate\n")
    answer = command("run", "mine.yaml", "--months", "2", "--set", "estates.main.homes=31", "--out", "a", "-q")
    assert answer.code == 0
    assert "the twin typical-estate cannot take these changes and is left out" in answer.err
    assert "twin" not in json.loads((here / "a" / "manifest.json").read_bytes())


BAD = [
    (("run",), "Missing argument"),
    (("run", "tianhu-gardn"), "did you mean 'tianhu-garden'?; shipped: committee-by-decree"),
    (("run", "missing.yaml"), "missing.yaml"),
    (("run", "small.yaml", "--seed", "-1"), "seed: -1 is out of range; give a whole number from 0 to 2**64 - 1"),
    (("run", "small.yaml", "--seed", str(2**64)), "is out of range; give a whole number from 0"),
    (("run", "small.yaml", "--seed", "one"), "--seed wants a whole number; got 'one'"),
    (("run", "small.yaml", "--seed", str(2**64 - 1), "--seeds", "2"), "is out of range"),
    (("run", "small.yaml", "--seeds", "0"), "--seeds is a whole number from 1 to 1000000; got 0"),
    (("run", "small.yaml", "--seeds", "-3"), "--seeds is a whole number from 1 to 1000000; got -3"),
    (("run", "small.yaml", "--seeds", "1.5"), "--seeds wants a whole number; got '1.5'"),
    (("run", "small.yaml", "--months", "0"), "months: 0 is too small; allowed: a whole number from 1 to 1200"),
    (("run", "small.yaml", "--months", "1201"), "months: 1201 is too large"),
    (("run", "small.yaml", "--months", "a year"), "--months wants a whole number; got 'a year'"),
    (("run", "small.yaml", "--jobs", "two"), "--jobs wants a whole number; got 'two'"),
    (("run", "small.yaml", "--jobs", "0"), "--jobs is a whole number from 1; got 0"),
    (("run", "small.yaml", "--engine", "mesa"), "engine is one of auto, agents, compiled; got 'mesa'"),
    (("run", "small.yaml", "--set", "months"), "--set wants PATH=VALUE, such as timeline.activate.share=0.3"),
    (("run", "small.yaml", "--set", "=3"), "--set wants PATH=VALUE"),
    (("run", "small.yaml", "--set", "months="), "--set wants PATH=VALUE"),
    (("run", "small.yaml", "--set", "month=3"), "did you mean 'months'"),
    (("run", "small.yaml", "--set", "timeline.activate.shar=0.3"), "did you mean 'share'"),
    (("run", "small.yaml", "--set", "timeline.activat.share=0.3"), "did you mean 'activate'"),
    (("run", "small.yaml", "--set", "timeline.activate.share=2"), "2 is too large"),
    (("run", "small.yaml", "--set", "timeline.activate.share=many"), "'many' is text, not a number"),
    (("run", "small.yaml", "--set", "months=9", "--set", "months=8"), "--set gives 'months' twice: 9 and 8"),
    (("run", "small.yaml", "--without", "activat"), "did you mean 'activate'"),
    (("run", "small.yaml", "--record", "all"), "--record knows 'households'; got 'all'"),
    (("run", "small.yaml", "--frce"), "No such option: --frce"),
    (("run", "small.yaml", "more"), "unexpected extra argument"),
    (("run", "small.yaml", "--check", "--months", "1", "--set", "targets.pays.window=month 9"), "no targets"),
    (("rum", "small.yaml"), "No such command 'rum'"),
    (("--frce",), "No such option: --frce"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=lambda case: " ".join(case) if isinstance(case, tuple) else "")
def test_a_mistake_is_one_line_and_nothing_is_run_or_written(command, here, words, said, monkeypatch) -> None:
    monkeypatch.setattr("commsim.cli.run.simulate_request", lambda *_: pytest.fail("it was run"))
    answer = command(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert names(here) == ["small.yaml"]


def test_a_bad_file_is_reported_with_its_lines(command, here) -> None:
    (here / "bad.yaml").write_text(SMALL.replace("months: 26", "monts: 26").replace("homes: 40", "homes: -4"))
    answer = command("run", "bad.yaml")
    assert answer.code == 2
    assert "bad.yaml:5: monts: unknown key 'monts'; did you mean 'months'?" in answer.err
    assert "bad.yaml:9: estates.main.homes: -4 is too small" in answer.err
    assert not (here / "runs").exists()


@pytest.mark.parametrize("out", ["taken", "file", "file/below", "."])
def test_a_folder_that_is_taken_is_found_before_the_run(command, here, out: str, monkeypatch) -> None:
    (here / "taken").mkdir()
    (here / "file").write_text("text")
    monkeypatch.setattr("commsim.cli.run.simulate_request", lambda *_: pytest.fail("it was run"))
    answer = command("run", "small.yaml", "--out", out)
    assert answer.code == 3
    assert answer.err.count("\n") == 1
    assert names(here) == ["file", "small.yaml", "taken"]


def test_force_keeps_its_hands_off_other_folders(command, here) -> None:
    (here / "thesis").mkdir()
    (here / "thesis" / "chapter.txt").write_text("years of work")
    answer = command("run", "small.yaml", "--out", "thesis", "--force")
    assert answer.code == 3
    assert "not a results folder of commsim" in answer.err
    assert names(here / "thesis") == ["chapter.txt"]
