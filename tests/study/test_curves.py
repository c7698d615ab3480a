import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from commsim.study.curves import ResponseRow, response
from tests.study.synthetic import fail, synthetic_runs, synthetic_study

GRID = {"share": [0.0, 0.2, 0.4], "committee": ["as_is", "given"]}
SHARE = {"path": "months", "range": {"from": 0, "to": 1}}


def formula(row) -> float:
    return 10 * row["share"] + 3 * (row["committee"] == "given") * (row["share"] > 0.3)


def test_level_means_are_those_of_the_runs_and_their_interval_is_students() -> None:
    study = synthetic_study(GRID, {"kind": "grid"}, replicates=7)
    runs = synthetic_runs(study, formula)
    table = response(study, runs)
    assert list(table.columns) == list(ResponseRow._fields)
    alone = table[table["second_factor"] == ""]
    assert alone["level"].tolist() == [0.0, 0.2, 0.4, "as_is", "given"]
    wanted = runs.groupby("share")["y"].mean()
    assert alone["mean"].tolist()[:3] == pytest.approx(wanted.tolist())
    each = runs[runs["share"] == 0.2].groupby("replicate")["y"].mean()
    interval = stats.ttest_1samp(each, 0).confidence_interval()
    row = alone.iloc[1]
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high))
    assert (row["n"], row["points"], row["runs"]) == (14, 2, 14)


def test_pairs_of_levels_are_the_cells_of_a_heat_map() -> None:
    study = synthetic_study({**GRID, "x": [0, 1]}, {"kind": "grid"})
    cells = response(study, synthetic_runs(study, formula, noise=0, luck=0)).query("second_factor != ''")
    assert len(cells) == 3 * 2 + 3 * 2 + 2 * 2
    of_pair = cells[(cells["factor"] == "share") & (cells["second_factor"] == "committee")]
    found = {(row.level, row.second_level): row.mean for row in of_pair.itertuples()}
    assert found[0.4, "given"] == pytest.approx(7)
    assert found[0.4, "as_is"] == pytest.approx(4)
    assert found[0.2, "given"] == pytest.approx(2)
    assert set(of_pair["points"]) == {2}


def test_a_point_without_figures_is_left_out_of_its_level_and_counted() -> None:
    study = synthetic_study(GRID, {"kind": "grid"}, replicates=3)
    runs = fail(synthetic_runs(study, formula, noise=0, luck=0), point=0, replicate=0)
    runs.loc[runs["point"] == 5, "y"] = math.nan
    rows = {(row.level, row.second_level): row for row in response(study, runs).itertuples()}
    assert rows[0.0, None].failed == 1
    assert (rows[0.0, None].n, rows[0.0, None].left_out) == (5, 0)
    top = rows[0.4, None]
    assert (top.mean, top.n, top.left_out, top.undefined) == (pytest.approx(4), 3, 1, 3)
    assert math.isnan(rows[0.4, "given"].mean)


def test_each_point_counts_the_same_however_many_of_its_runs_have_a_figure() -> None:
    study = synthetic_study(GRID, {"kind": "grid"}, replicates=4)
    runs = synthetic_runs(study, formula, noise=0, luck=0)
    runs = runs[(runs["point"] != 4) | (runs["replicate"] == 0)]
    row = response(study, runs).query("level == 0.4 and second_factor == ''").iloc[0]
    assert row["mean"] == pytest.approx((4 + 7) / 2)
    assert row["not_run"] == 3


def test_a_sampled_number_is_cut_into_bins_of_neighbours() -> None:
    study = synthetic_study({"share": SHARE, "z": SHARE}, {"kind": "latin_hypercube", "points": 60}, replicates=2)
    runs = synthetic_runs(study, lambda row: 5 * row["share"], noise=0.01)
    rows = response(study, runs).query("factor == 'share'")
    assert len(rows) == 7
    assert rows["points"].sum() == 60
    assert rows["points"].between(8, 9).all()
    assert (rows["low_edge"].iloc[1:].to_numpy() > rows["high_edge"].iloc[:-1].to_numpy()).all()
    values = np.array(study.points.columns["share"].tolist())
    first = rows.iloc[0]
    inside = values <= first["high_edge"]
    assert first["level"] == pytest.approx(values[inside].mean())
    means = runs.groupby("point")["y"].mean().to_numpy()[inside]
    interval = stats.ttest_1samp(means, 0).confidence_interval()
    assert first["mean"] == pytest.approx(means.mean())
    assert (first["low"], first["high"]) == pytest.approx((interval.low, interval.high))


def test_sampled_points_without_figures_are_left_out_of_their_bin_and_counted() -> None:
    points = {"n": [1, 1, 1, 2, 2, 2]}
    study = synthetic_study({"n": [1]}, {"kind": "csv", "file": "p.csv"}, 2, points=points)
    runs = fail(synthetic_runs(study, lambda row: row["n"], noise=0, luck=0), point=0, replicate=1)
    runs.loc[runs["point"] == 1, "y"] = math.nan
    one, two = response(study, runs).itertuples(index=False)
    assert (one.mean, one.n, one.points, one.left_out, one.failed, one.undefined) == (1, 3, 3, 1, 1, 2)
    assert (two.mean, two.n, two.left_out) == (2, 6, 0)


def test_few_different_values_and_words_are_levels_of_their_own_not_bins() -> None:
    points = {"n": [3, 1, 2, 1] * 5, "word": ["b", "a", "a", "b"] * 5}
    study = synthetic_study({"n": [1], "word": ["a", "b"]}, {"kind": "csv", "file": "p.csv"}, 1, points=points)
    table = response(study, synthetic_runs(study, lambda row: row["n"], noise=0, luck=0))
    assert table["level"].tolist() == [1, 2, 3, "a", "b"]
    assert table["mean"].tolist() == pytest.approx([1, 2, 3, 1.5, 2.0])
    assert table["low_edge"].isna().all()


def test_a_study_under_way_has_the_response_of_the_runs_so_far() -> None:
    study = synthetic_study(GRID, {"kind": "grid"})
    runs = synthetic_runs(study, formula)
    table = response(study, runs[:0])
    assert table["mean"].isna().all()
    assert (table["not_run"] == table["runs"]).all()
    pd.testing.assert_frame_equal(response(study, runs[:17]), response(study, runs[:17].iloc[::-1]))
