import json
import warnings
from pathlib import Path

import pandas as pd
import pytest

import commsim
from commsim.api import Run, compare, simulate
from commsim.errors import InputError, ResultsExistError, ScenarioError, SeedError, StorageError, UnknownNameError
from commsim.results.manifest import is_manifest
from tests.study.workers import AlwaysPays


def test_a_shipped_scenario_runs_by_name() -> None:
    run = commsim.simulate("parking-meeting", seed=1, months=6)
    assert run.scenario.name == "parking-meeting"
    assert len(run.monthly) == 6
    assert len(run.households) == run.monthly["households"].iloc[0]
    assert repr(run) == "<Run of parking-meeting, seed 1, 6 months>"


def test_a_file_runs_like_the_scenario_loaded_from_it(small_file: Path, small_run: Run) -> None:
    for given in (small_file, str(small_file), commsim.load_scenario(small_file)):
        pd.testing.assert_frame_equal(simulate(given, seed=1).monthly, small_run.monthly)


def test_a_changed_scenario_runs_changed(small, small_run: Run) -> None:
    assert small_run.monthly["members_active"].max() == 4
    everybody = simulate(small.set("timeline.activate.share", 1.0)).monthly
    assert everybody["members_active"].max() == everybody["members"].iloc[0] > 4
    assert simulate(small.without("activate")).monthly["members_active"].max() == 0


def test_recording_households_changes_no_figure(small, small_run: Run) -> None:
    pd.testing.assert_frame_equal(simulate(small, seed=1).monthly, small_run.monthly)


def test_a_resident_of_ones_own_decides(small, small_run: Run) -> None:
    run = simulate(small, resident=AlwaysPays)
    assert run.monthly["fee_rate"].iloc[-1] == 1.0 > small_run.monthly["fee_rate"].iloc[-1]
    assert "motivation" in run.households.columns


def test_progress_is_told_every_month(small) -> None:
    told: list[tuple[int, int]] = []
    simulate(small, months=3, engine="agents", progress=lambda *done: told.append(done))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("seed", [-1, 2**64, 1.5, "1", None, True])
def test_a_seed_is_a_whole_number_of_64_bits(small, seed) -> None:
    with pytest.raises(SeedError, match=r"give a whole number from 0 to 2\*\*64 - 1"):
        simulate(small, seed=seed, months=1)


def test_seed_zero_and_numpys_whole_numbers_are_seeds(small) -> None:
    zero = simulate(small, seed=0, months=2)
    assert zero.seed == 0
    numpys = pd.Series([0]).to_numpy()[0]
    pd.testing.assert_frame_equal(simulate(small, seed=numpys, months=2).monthly, zero.monthly)


@pytest.mark.parametrize("months", [0, -5, 1201, 1.5])
def test_months_out_of_range_are_refused(small, months) -> None:
    with pytest.raises(ScenarioError, match="months"):
        simulate(small, months=months)


def test_an_unknown_scenario_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'tianhu-garden'"):
        simulate("tianhu-gardn")


def test_an_empty_change_makes_no_difference(small) -> None:
    same = compare(small, small.set("timeline.activate.share", 0.5), seed=4)
    assert same.is_zero
    assert same.monthly.drop(columns=["seed", "estate", "month", "year", "month_of_year"]).fillna(0).eq(0).all().all()
    assert same.households.drop(columns=["seed", "estate", "household"]).fillna(0).eq(0).all().all()


def test_a_change_makes_no_difference_before_it_happens(small) -> None:
    monthly = compare(small, small.without("activate"), seed=4).monthly
    differs = monthly.drop(columns=["seed", "estate", "month", "year", "month_of_year"]).fillna(0).ne(0).any(axis=1)
    assert monthly.loc[differs, "month"].min() >= 4  # bills of month 4 may still be paid in month 6
    assert monthly.loc[monthly["month"] < 6, "members_active"].eq(0).all()
    assert differs[monthly["month"] == 6].all()


def test_runs_at_hand_are_compared_as_they_are(small, small_run: Run) -> None:
    compared = compare(small_run, small.without("activate"), seed=1)
    assert compared.monthly["members_active"].max() == 4
    with pytest.raises(InputError, match="month by month"):
        compare(small_run, small, seed=2)


def test_a_picture_is_returned_and_saved(small_run: Run, small_runs, tmp_path: Path) -> None:
    assert small_run.plot()._repr_png_().startswith(b"\x89PNG")
    small_run.plot(tmp_path / "one.svg", twin=small_runs)
    assert (tmp_path / "one.svg").read_bytes().startswith(b"<?xml")
    with pytest.raises(InputError, match="png, svg, pdf; got 'jpg'"):
        small_run.plot(tmp_path / "one.jpg")
    with pytest.raises(StorageError, match="cannot write the picture"):
        small_run.plot(tmp_path / "missing" / "one.png")


def test_a_results_folder_holds_everything(small_run: Run, tmp_path: Path) -> None:
    folder = small_run.save(tmp_path / "out")
    assert sorted(path.name for path in folder.iterdir()) == [
        "figure.png",
        "figure.svg",
        "history.parquet",
        "households.parquet",
        "manifest.json",
        "monthly.csv",
        "monthly.parquet",
        "summary.json",
    ]
    assert is_manifest(folder / "manifest.json")
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "monthly.parquet"), small_run.monthly)
    with pytest.raises(ResultsExistError):
        small_run.save(folder)


def test_saving_twice_gives_the_same_bytes_in_every_file(small_runs, tmp_path: Path) -> None:
    first, second = (small_runs.save(tmp_path / name, twin=small_runs) for name in ("one", "two"))
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name
    assert json.loads((first / "manifest.json").read_bytes())["twin"]["name"] == "small-estate"


def test_outcomes_are_facts_of_the_run(small_run: Run) -> None:
    assert small_run.outcomes["main"]["effort_started_month"] == 6


def test_running_warns_of_nothing(small) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        simulate(small, months=2).plot()
