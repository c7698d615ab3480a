"""Intervals, tables, folders and blocks that all experiments share."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from experiments import common
from experiments.common import Experiment, Interval


def test_the_interval_of_a_share_is_wilsons() -> None:
    share = common.share_interval([1.0] * 80 + [0.0] * 20)
    assert (share.value, share.n) == (0.8, 100)
    assert (share.low, share.high) == pytest.approx((0.7112, 0.8666), abs=1e-4)  # Wilson 1927, by hand


def test_a_share_of_one_leaves_room_below_and_none_above() -> None:
    share = common.share_interval([1.0] * 20)
    assert share.high == 1.0
    assert 0.83 < share.low < 0.85
    assert common.share_interval([0.0] * 20).low == 0.0


def test_an_undefined_figure_does_not_hold() -> None:
    assert common.share_interval([1.0, math.nan]).value == 0.5


def test_nothing_has_no_share_and_no_mean() -> None:
    for empty in (common.share_interval([]), common.mean_interval([]), common.mean_interval([math.nan])):
        assert empty.n == 0
        assert math.isnan(empty.value)


def test_the_interval_of_a_mean_is_students() -> None:
    mean = common.mean_interval([1.0, 2.0, 3.0, math.nan])
    assert (mean.value, mean.n) == (2.0, 3)
    assert mean.high - mean.value == pytest.approx(4.3027 / math.sqrt(3), abs=1e-4)
    assert math.isnan(common.mean_interval([1.0]).low)


def test_pairs_are_matched_by_replicate_and_incomplete_ones_left_out() -> None:
    first = pd.Series([3.0, 5.0, 9.0], index=[0, 1, 2])
    second = pd.Series([3.0, 1.0], index=[1, 0])
    assert common.paired_interval(first, second)[:1] == (2.0,)
    assert common.paired_interval(first, second).n == 2


def test_a_contrast_is_made_within_each_replicate() -> None:
    rows = [(point, replicate, 10.0 * replicate + point) for point in range(2) for replicate in range(3)]
    runs = pd.DataFrame(rows, columns=["point", "replicate", "fee"])
    found = common.contrast(runs, "fee", pd.Series([-1.0, 1.0], index=[0, 1]))
    assert found == Interval(1.0, 1.0, 1.0, 3)  # what the replicates have in common cancels


def test_a_replicate_with_an_undefined_figure_is_left_out_of_a_contrast() -> None:
    runs = pd.DataFrame({"point": [0, 1, 0, 1], "replicate": [0, 0, 1, 1], "fee": [1.0, 2.0, 1.0, math.nan]})
    assert common.contrast(runs, "fee", pd.Series([-1.0, 1.0], index=[0, 1])).n == 1


@pytest.mark.parametrize(
    ("interval", "shown"),
    [
        (Interval(0.534, 0.4, 0.6, 9), "0.53 (0.40 to 0.60)"),
        (Interval(-0.001, -0.5, 0.004, 9), "0.00 (-0.50 to 0.00)"),
        (Interval(1.0, math.nan, math.nan, 1), "1.00 (n = 1)"),
        (Interval(math.nan, math.nan, math.nan, 0), "–"),
        (Interval(1234.5, 1000.0, 2000.0, 9), "1,234.50 (1,000.00 to 2,000.00)"),
    ],
)
def test_an_interval_is_told_in_one_cell(interval: Interval, shown: str) -> None:
    assert interval.text() == shown


def test_a_table_keeps_its_columns_whatever_a_cell_holds() -> None:
    assert common.table(("a", "b"), [(1, "x|y\nz")]) == "| a | b |\n| --- | --- |\n| 1 | x\\|y z |"


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    folder = tmp_path / "experiments" / "trial"
    folder.mkdir(parents=True)
    for name in ("study.yaml", "study-part.yaml", "study-full.yaml", "study-part-full.yaml", "estate.yaml"):
        (folder / name).write_text("", encoding="utf-8")
    (folder / "README.md").write_text(
        "Hand.\n<!-- generated: verdict -->\nold\n<!-- end -->\nHand.\n", encoding="utf-8"
    )
    (folder / "verdict.py").write_text("def page(experiment):\n    return experiment.name + '\\n'\n", encoding="utf-8")
    return Experiment("trial", tmp_path)


def test_each_study_has_a_folder_of_results_the_outer_one_first(experiment: Experiment, tmp_path: Path) -> None:
    results = tmp_path / "results" / "trial"
    assert [(file.name, folder) for file, folder in experiment.studies()] == [
        ("study.yaml", results),
        ("study-part.yaml", results / "part"),
    ]


def test_longer_studies_leave_the_curated_results_alone(experiment: Experiment, tmp_path: Path) -> None:
    runs = tmp_path / "runs" / "trial-full"
    assert [(file.name, folder) for file, folder in experiment.studies(full=True)] == [
        ("study-full.yaml", runs),
        ("study-part-full.yaml", runs / "part"),
    ]


def test_a_verdict_is_written_beside_the_results_and_into_the_readme(experiment: Experiment) -> None:
    experiment.results.mkdir(parents=True)
    assert experiment.write_verdict() == "trial"
    assert (experiment.results / "verdict.md").read_text(encoding="utf-8") == "trial\n"
    page = experiment.readme.read_text(encoding="utf-8")
    assert common.block(page, "verdict") == "trial"
    assert page.startswith("Hand.\n")
    assert page.endswith("<!-- end -->\nHand.\n")
    assert experiment.write_verdict() == "trial"
    assert experiment.readme.read_text(encoding="utf-8") == page


def test_experiments_are_the_folders_with_a_verdict(experiment: Experiment, tmp_path: Path) -> None:
    (tmp_path / "experiments" / "other").mkdir()
    assert common.experiments(tmp_path) == [experiment]


@pytest.mark.parametrize("page", ["nothing", "<!-- generated: verdict -->\n<!-- end -->\n" * 2])
def test_a_page_without_just_one_block_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="wanted 1"):
        common.fill(page, "verdict", "new")


def test_a_block_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no block '<!-- generated: verdict -->'"):
        common.block("text", "verdict")


def test_backslashes_of_a_text_reach_the_page() -> None:
    page = common.fill("<!-- generated: verdict -->\n<!-- end -->", "verdict", r"\1 \| x")
    assert common.block(page, "verdict") == r"\1 \| x"
