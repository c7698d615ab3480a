import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from commsim.study import slopes
from commsim.study.effects import effects
from commsim.study.slopes import _ranks
from tests.study.synthetic import fail, synthetic_runs, synthetic_study

FILE = {"kind": "csv", "file": "points.csv"}


def sampled(count: int, seed: int = 1, **columns):
    generator = np.random.default_rng(seed)
    return {"u": generator.random(count).tolist(), "v": generator.random(count).tolist(), **columns}


def study_of(points, replicates: int = 1, **changed):
    return synthetic_study(
        {name: [values[0]] for name, values in points.items()}, FILE, replicates, points=points, **changed
    )


def of(table: pd.DataFrame, kind: str, factor: str):
    rows = table[(table["kind"] == kind) & (table["factor"] == factor)]
    return next(rows.itertuples(index=False))


def test_with_one_factor_slope_and_rank_are_those_of_scipy() -> None:
    points = {"u": np.random.default_rng(3).integers(0, 9, 40).astype(float).tolist()}
    study = study_of(points)
    runs = synthetic_runs(study, lambda row: math.sqrt(row["u"]), noise=0.3)
    table = effects(study, runs)
    line = stats.linregress(points["u"], runs["y"])
    assert of(table, "slope", "u").effect == pytest.approx(line.slope)
    assert of(table, "fit", "").effect == pytest.approx(line.rvalue**2)
    rank = stats.spearmanr(points["u"], runs["y"]).statistic
    assert of(table, "rank", "u").effect == pytest.approx(rank)
    assert of(table, "rank_fit", "").effect == pytest.approx(rank**2)


def test_slopes_of_a_plane_are_exact_and_words_are_held_against_the_first() -> None:
    points = sampled(30, word=["b", "a", "c"] * 10, flag=[True, False] * 15)
    study = synthetic_study(
        {"u": [0.0], "v": [0.0], "word": ["a", "b", "c"], "flag": [False, True]}, FILE, 2, points=points
    )
    size = {"a": 0.0, "b": 5.0, "c": -1.0}
    table = effects(
        study,
        synthetic_runs(study, lambda row: 2 * row["u"] - 3 * row["v"] + size[row["word"]] + row["flag"], noise=0),
    )
    found = {
        (row.kind, row.factor, row.level): row.effect for row in table.itertuples() if row.kind in ("slope", "level")
    }
    wanted = {
        ("slope", "u", None): 2,
        ("slope", "v", None): -3,
        ("level", "word", "b"): 5,
        ("level", "word", "c"): -1,
        ("slope", "flag", None): 1,
    }
    assert {key: found[key] for key in wanted} == pytest.approx(wanted)
    assert len(found) == len(wanted)
    assert set(table[table["kind"] == "level"]["reference"]) == {"a"}
    assert of(table, "fit", "").effect == pytest.approx(1)


def test_ranks_do_not_mind_the_shape_of_a_rising_curve() -> None:
    study = study_of({"u": np.linspace(0.1, 9, 50).tolist()})
    table = effects(study, synthetic_runs(study, lambda row: math.exp(row["u"]), noise=0))
    assert of(table, "rank", "u").effect == pytest.approx(1)
    assert of(table, "fit", "").effect < 0.7


def test_figures_missing_are_left_out_and_counted() -> None:
    study = study_of(sampled(30), replicates=2)
    runs = fail(synthetic_runs(study, lambda row: 4 * row["u"], noise=0, luck=0), point=3, replicate=1)
    runs.loc[runs["point"] == 7, "y"] = math.nan
    row = of(effects(study, runs[runs["point"] != 9]), "slope", "u")
    assert row.effect == pytest.approx(4)
    assert (row.comparisons, row.compared, row.left_out) == (30, 28, 2)
    assert (row.runs, row.failed, row.undefined, row.not_run) == (60, 1, 2, 2)


@pytest.mark.parametrize(
    "points",
    [sampled(3), sampled(20, w=sampled(20)["u"]), {"u": [1.0] * 9}],
    ids=["too few points", "two factors that are one", "a factor that never changes"],
)
def test_where_slopes_cannot_be_told_apart_there_is_no_estimate(points) -> None:
    study = study_of(points)
    table = effects(study, synthetic_runs(study, lambda row: row["u"]))
    assert len(table) >= 2
    assert table["effect"].isna().all()
    assert table["low"].isna().all()


def test_a_measure_that_is_the_same_everywhere_has_slopes_of_zero_and_no_fit() -> None:
    study = study_of(sampled(20))
    table = effects(study, synthetic_runs(study, lambda _: 2.0, noise=0, luck=0))
    assert of(table, "slope", "u")[6:9] == pytest.approx((0.0, 0.0, 0.0))
    assert of(table, "rank", "u").effect == pytest.approx(0.0)
    assert math.isnan(of(table, "fit", "").effect)


def test_the_same_runs_give_the_same_intervals_whatever_was_drawn_before() -> None:
    study = study_of(sampled(25), replicates=3)
    runs = synthetic_runs(study, lambda row: row["u"])
    first = effects(study, runs)
    np.random.default_rng().random(10)
    pd.testing.assert_frame_equal(first, effects(study, runs))


def test_luck_that_all_points_share_widens_intervals_where_replicates_show_it() -> None:
    study = study_of(sampled(60), replicates=6)
    runs = synthetic_runs(study, lambda row: row["u"], noise=0.1, luck=0)
    luck = np.random.default_rng(2).normal(size=6)[runs["replicate"]]
    uneven = runs.assign(y=runs["y"] + luck * runs["u"].to_numpy(dtype=float))
    narrow, wide = (of(effects(study, given), "slope", "u") for given in (runs, uneven))
    assert wide.high - wide.low > 4 * (narrow.high - narrow.low)


def test_intervals_hold_the_truth_in_95_of_100_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slopes, "RESAMPLES", 300)
    truth = {"slope": 1.0, "rank": _true_rank_slope()}
    held: dict[str, list[bool]] = {"slope": [], "rank": []}
    names = [f"y{number}" for number in range(20)]
    for seed in range(30):
        study = study_of(sampled(40, seed), measures=names)
        table = effects(study, synthetic_runs(study, lambda row: row["u"] + row["v"], seed=seed, noise=0.5))
        for kind, found in held.items():
            rows = table[(table["kind"] == kind) & (table["factor"] == "u")]
            found.extend(((rows["low"] <= truth[kind]) & (truth[kind] <= rows["high"])).tolist())
    for found in held.values():
        assert len(found) == 600
        assert 0.925 <= np.mean(found) <= 0.975


def _true_rank_slope() -> float:
    """Return the standardised slope of ranks in a sample so large that it is the truth."""
    generator = np.random.default_rng(9)
    u, v, noise = generator.random(200_000), generator.random(200_000), generator.normal(size=200_000) * 0.5
    ranks = np.stack([stats.rankdata(one) for one in (u, v, u + v + noise)])
    correlation = np.corrcoef(ranks)
    return float(np.linalg.solve(correlation[:2, :2], correlation[:2, 2])[0])


def test_ranks_of_values_that_count_several_times_are_those_of_the_values_written_out() -> None:
    generator = np.random.default_rng(4)
    values = generator.integers(0, 5, 12).astype(float)
    weights = generator.integers(0, 4, (3, 12)).astype(float)
    found = _ranks(values, weights)
    for row, counts in zip(found, weights.astype(int), strict=True):
        written_out = stats.rankdata(np.repeat(values, counts))
        assert np.repeat(row, counts) == pytest.approx(written_out)
