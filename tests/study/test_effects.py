import math

import numpy as np
import pandas as pd
import pytest

from commsim.errors import InputError
from commsim.study.effect_rows import EffectRow
from commsim.study.effects import effects
from tests.study.synthetic import fail, synthetic_runs, synthetic_study

FACTORIAL = {"who": ["nobody", "branch"], "money": [False, True], "how": [0, 1]}


def exact(study, formula) -> pd.DataFrame:
    return effects(study, synthetic_runs(study, formula, noise=0.0))


def one(table: pd.DataFrame, **wanted):
    for column, value in wanted.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return next(table.itertuples(index=False))


def test_main_effects_are_the_known_ones_and_shared_luck_does_not_touch_them() -> None:
    study = synthetic_study(FACTORIAL, {"kind": "grid"})
    table = exact(study, lambda row: 2.0 * (row["who"] == "branch") - 3.0 * row["money"])
    assert list(table.columns) == list(EffectRow._fields)
    assert dict(zip(table["factor"], table["effect"], strict=True)) == pytest.approx({"who": 2, "money": -3, "how": 0})
    assert set(table["kind"]) == {"main"}
    who = one(table, factor="who")
    assert (who.level, who.reference, who.replicates, who.comparisons, who.compared) == ("branch", "nobody", 5, 20, 20)


def test_levels_are_held_against_the_first_one_written() -> None:
    study = synthetic_study({"share": [0.3, 0.0, 0.6], "x": [1, 2]}, {"kind": "grid"})
    table = exact(study, lambda row: 10 * row["share"])
    levels = table[table["kind"] == "level"]
    assert list(zip(levels["reference"], levels["level"], strict=True)) == [(0.3, 0.0), (0.3, 0.6)]
    assert levels["effect"].tolist() == pytest.approx([-3, 3])


def test_a_factorial_gives_all_interactions_of_two_and_three() -> None:
    study = synthetic_study(FACTORIAL, {"kind": "factorial"})
    table = exact(
        study,
        lambda row: 4.0 * row["money"] * row["how"] + 8.0 * (row["who"] == "branch") * row["money"] * row["how"],
    )
    found = table[table["kind"] == "interaction"].set_index("factor")["effect"]
    wanted = {"who × money": 4, "who × how": 4, "money × how": 8, "who × money × how": 8}
    assert dict(found) == pytest.approx(wanted)
    assert dict(table[table["kind"] == "main"].set_index("factor")["effect"]) == pytest.approx(
        {"who": 2, "money": 4, "how": 4}
    )


def test_of_four_factors_interactions_go_up_to_three() -> None:
    study = synthetic_study({**FACTORIAL, "more": [1, 2]}, {"kind": "factorial"}, replicates=2)
    factors = exact(study, lambda _: 0.0).query("kind == 'interaction'")["factor"]
    assert len(factors) == 6 + 4
    assert factors.str.count("×").max() == 2


def test_a_grid_gives_no_interactions() -> None:
    study = synthetic_study(FACTORIAL, {"kind": "grid"})
    assert not (exact(study, lambda _: 0.0)["kind"] == "interaction").any()


def test_factors_with_more_levels_are_strata_within_which_effects_are_given() -> None:
    study = synthetic_study({"place": ["a", "b", "c"], "x": [0, 1], "z": [0, 1]}, {"kind": "factorial"})
    size = {"a": 1.0, "b": 2.0, "c": 6.0}
    table = exact(study, lambda row: size[row["place"]] * row["x"] * (1 + row["z"]))
    main = table[(table["kind"] == "main") & (table["factor"] == "x")].set_index("stratum")["effect"]
    assert dict(main) == pytest.approx({"all": 4.5, "place=a": 1.5, "place=b": 3.0, "place=c": 9.0})
    both = table[table["kind"] == "interaction"].set_index("stratum")["effect"]
    assert dict(both) == pytest.approx({"all": 3.0, "place=a": 1.0, "place=b": 2.0, "place=c": 6.0})
    assert set(table[table["factor"] == "place"]["stratum"]) == {"all"}


def test_failed_undefined_and_missing_runs_are_counted_in_the_rows_they_touch() -> None:
    study = synthetic_study({"place": ["a", "b", "c"], "x": [0, 1]}, {"kind": "factorial"})
    runs = fail(synthetic_runs(study, lambda row: 1.0 * row["x"], noise=0.0), point=1, replicate=2)
    runs.loc[(runs["point"] == 0) & (runs["replicate"] == 4), "y"] = math.nan
    runs = runs[(runs["point"] != 3) | (runs["replicate"] != 0)]
    table = effects(study, runs)
    x = one(table, factor="x", stratum="all")
    assert (x.runs, x.failed, x.undefined, x.not_run) == (30, 1, 1, 1)
    assert (x.comparisons, x.compared, x.effect) == (15, 12, pytest.approx(1.0))
    b = one(table, factor="x", stratum="place=b")
    assert (b.runs, b.failed, b.undefined, b.not_run, b.compared) == (10, 0, 0, 1, 4)


def test_a_failed_run_never_counts_though_a_figure_stands_in_its_row() -> None:
    study = synthetic_study({"x": [0, 1]}, {"kind": "grid"})
    runs = fail(synthetic_runs(study, lambda row: 1.0 * row["x"], noise=0.0), point=1, replicate=0)
    runs.loc[runs["status"] == "failed", "y"] = 1e9
    assert one(effects(study, runs), factor="x").effect == pytest.approx(1.0)


def test_the_order_of_the_runs_does_not_matter() -> None:
    study = synthetic_study(FACTORIAL, {"kind": "factorial"})
    runs = synthetic_runs(study, lambda row: 1.0 * row["how"])
    pd.testing.assert_frame_equal(effects(study, runs), effects(study, runs.sample(frac=1, random_state=1)))


def test_every_measure_has_its_rows_and_one_can_be_asked_for() -> None:
    study = synthetic_study({"x": [0, 1]}, {"kind": "grid"}, measures=("y", "y_end"))
    runs = synthetic_runs(study, lambda row: 1.0 * row["x"])
    assert effects(study, runs)["measure"].tolist() == ["y", "y_end"]
    assert effects(study, runs, ["y_end"])["measure"].tolist() == ["y_end"]
    with pytest.raises(InputError, match=r"measures no 'y_ende'; did you mean 'y_end'\?; its measures are y, y_end"):
        effects(study, runs, ["y_ende"])


def test_a_run_that_is_there_twice_or_of_another_study_is_refused() -> None:
    study = synthetic_study({"x": [0, 1]}, {"kind": "grid"})
    runs = synthetic_runs(study, lambda _: 0.0)
    with pytest.raises(InputError, match="point 1, replicate 2 more than once"):
        effects(study, pd.concat([runs, runs[(runs["point"] == 1) & (runs["replicate"] == 2)]]))
    with pytest.raises(InputError, match="a run of point 2; the study's go from 0 to 1"):
        effects(study, runs.assign(point=runs["point"] + 1))


def test_with_seeds_of_their_own_points_are_compared_as_strangers() -> None:
    runs = {}
    for seeds in ("common", "independent"):
        study = synthetic_study({"x": [0, 1]}, {"kind": "grid"}, replicates=30, seeds=seeds)
        table = effects(study, synthetic_runs(study, lambda _: 0.0, luck=5.0))
        runs[seeds] = one(table, factor="x")
    widths = {seeds: row.high - row.low for seeds, row in runs.items()}
    assert widths["independent"] > 3 * widths["common"]


@pytest.mark.parametrize(("kind", "factor", "truth"), [("main", "x", 1.0), ("interaction", "x × z", 0.5)])
def test_intervals_of_effects_hold_the_truth_in_95_of_100_studies(kind: str, factor: str, truth: float) -> None:
    names = [f"y{number}" for number in range(500)]
    study = synthetic_study({"x": [0, 1], "z": [0, 1]}, {"kind": "factorial"}, replicates=8, measures=names)
    held = []
    for seed in (1, 2):
        runs = synthetic_runs(study, lambda row: 0.75 * row["x"] + 0.5 * row["x"] * row["z"], seed=seed, luck=4.0)
        table = effects(study, runs)
        rows = table[(table["kind"] == kind) & (table["factor"] == factor)]
        held += ((rows["low"] <= truth) & (truth <= rows["high"])).tolist()
    assert len(held) == 1000
    assert 0.93 <= np.mean(held) <= 0.97


def test_points_of_a_design_from_a_file_are_no_grid() -> None:
    generator = np.random.default_rng(1)
    points = {"u": generator.random(40).tolist()}
    study = synthetic_study({"u": [0.0]}, {"kind": "csv", "file": "points.csv"}, points=points)
    assert set(effects(study, synthetic_runs(study, lambda row: row["u"]))["kind"]) == {
        "slope",
        "rank",
        "fit",
        "rank_fit",
    }
