"""Every study of every experiment can be run, and every README says what its results say."""

from __future__ import annotations

from pathlib import Path

import pytest

from commsim.study.loading import load_study
from commsim.study.points import check_points
from experiments.common import Experiment, block, experiments

EXPERIMENTS = experiments()
STUDIES = [
    pytest.param(one, file, folder, id=f"{one.name}/{file.stem}")
    for one in EXPERIMENTS
    for full in (False, True)
    for file, folder in one.studies(full=full)
]
EACH = pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda one: one.name)


@pytest.mark.parametrize(("experiment", "file", "folder"), STUDIES)
def test_a_study_file_is_valid_in_every_point(experiment: Experiment, file: Path, folder: Path) -> None:
    study = load_study(file)
    check_points(study)
    part = file.stem.removeprefix("study")
    assert study.name == experiment.name + part
    assert study.runs >= 1000


@EACH
def test_an_experiment_has_a_short_study_and_a_longer_one(experiment: Experiment) -> None:
    assert experiment.studies()
    assert experiment.studies(full=True)


@EACH
def test_a_readme_and_its_verdict_say_what_the_results_say(experiment: Experiment) -> None:
    made = experiment.page()
    renew = f"run: python -m experiments {experiment.name} --verdict"
    assert block(experiment.readme.read_text(encoding="utf-8"), "verdict") == made, renew
    assert (experiment.results / "verdict.md").read_text(encoding="utf-8") == made + "\n", renew


@EACH
def test_the_results_are_those_of_the_study_files(experiment: Experiment) -> None:
    for file, folder in experiment.studies():
        part = folder.name if folder != experiment.results else ""
        runs, study = experiment.runs(part), load_study(file)
        assert len(runs) == study.runs, f"run: python -m experiments {experiment.name}"
        assert set(study.data.measures) <= set(runs.columns)


@EACH
def test_a_readme_tells_claim_rule_and_command(experiment: Experiment) -> None:
    page = experiment.readme.read_text(encoding="utf-8")
    for said in ("**Question.**", "**How.**", "**Rule of the verdict", f"python -m experiments {experiment.name}"):
        assert said in page
