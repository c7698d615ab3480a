"""``python -m experiments``: which commands it gives, in which order, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments import __main__ as command
from experiments.common import Experiment


@pytest.fixture
def trial(tmp_path: Path, monkeypatch) -> Experiment:
    folder = tmp_path / "experiments" / "trial"
    folder.mkdir(parents=True)
    for name in ("study.yaml", "study-part.yaml", "study-full.yaml"):
        (folder / name).write_text("", encoding="utf-8")
    (folder / "README.md").write_text("<!-- generated: verdict -->\n<!-- end -->\n", encoding="utf-8")
    (folder / "verdict.py").write_text("def page(experiment):\n    return 'It holds.\\n\\nMore.'\n", encoding="utf-8")
    experiment = Experiment("trial", tmp_path)
    monkeypatch.setattr(command, "experiments", lambda: [experiment])
    return experiment


@pytest.fixture
def given(monkeypatch) -> list[list[str]]:
    """The commands given; a sweep leaves its folder."""
    words_given: list[list[str]] = []

    def run_words(words: list[str]) -> int:
        words_given.append(words)
        if words[0] == "sweep":
            Path(words[3]).mkdir(parents=True, exist_ok=True)
        return 0

    monkeypatch.setattr(command, "run_words", run_words)
    return words_given


def test_every_study_is_swept_and_reported_and_the_verdict_written(trial: Experiment, given, capsys) -> None:
    assert command.main([]) == 0
    studies = trial.studies()
    assert [words[0] for words in given] == ["sweep", "report"] * len(studies)
    assert [words[1:4] for words in given[::2]] == [[str(file), "--out", str(folder)] for file, folder in studies]
    assert [words[1] for words in given[1::2]] == [str(folder) for _, folder in studies]
    reports = trial.root / "runs" / "reports" / "trial"
    assert [words[3] for words in given[1::2]] == [str(reports), str(reports / "part")]
    assert (trial.results / "verdict.md").read_text(encoding="utf-8") == "It holds.\n\nMore.\n"
    assert capsys.readouterr().out == "It holds.\n"


def test_old_results_are_removed_first(trial: Experiment, given) -> None:
    trial.results.mkdir(parents=True)
    (trial.results / "old.txt").write_text("old", encoding="utf-8")
    assert command.main(["trial"]) == 0
    assert not (trial.results / "old.txt").exists()


def test_longer_studies_leave_results_and_readme_alone(trial: Experiment, given) -> None:
    trial.results.mkdir(parents=True)
    page = trial.readme.read_text(encoding="utf-8")
    assert command.main(["trial", "--full", "--jobs", "1"]) == 0
    assert trial.results.exists()
    assert trial.readme.read_text(encoding="utf-8") == page
    assert given[0][1].endswith("study-full.yaml")
    assert given[0][-2:] == ["--jobs", "1"]
    assert "--resume" in given[0]


def test_a_verdict_is_drawn_without_running_anything(trial: Experiment, given) -> None:
    trial.results.mkdir(parents=True)
    assert command.main(["trial", "--verdict"]) == 0
    assert given == []
    assert "It holds." in trial.readme.read_text(encoding="utf-8")


def test_a_sweep_that_fails_ends_it_without_a_verdict(trial: Experiment, monkeypatch) -> None:
    monkeypatch.setattr(command, "run_words", lambda _words: 3)
    assert command.main(["trial"]) == 3
    assert "It holds." not in trial.readme.read_text(encoding="utf-8")


def test_a_name_nobody_has_is_refused_with_those_there_are(trial: Experiment, given, capsys) -> None:
    with pytest.raises(SystemExit) as leaving:
        command.main(["trail"])
    assert leaving.value.code == 2
    assert "no experiment 'trail'; there are trial" in capsys.readouterr().err
    assert given == []
