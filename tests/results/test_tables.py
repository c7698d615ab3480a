import pandas as pd

from commsim.api import Run, simulate
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY

KEYS = ["seed", "estate", "month", "year", "month_of_year"]


def test_monthly_has_one_row_a_month_and_every_declared_column(small_run: Run) -> None:
    monthly = small_run.monthly
    assert list(monthly.columns) == KEYS + [column.name for column in MONTHLY]
    assert monthly["month"].tolist() == list(range(1, 27))
    assert monthly["year"].tolist() == [2021] * 12 + [2022] * 12 + [2023] * 2
    assert monthly["month_of_year"].tolist()[10:14] == [11, 12, 1, 2]
    assert set(monthly["estate"]) == {"main"}


def test_types_do_not_depend_on_the_values(small_run: Run) -> None:
    for column in MONTHLY:
        kind = "int64" if column.kind == "int" else "float64"
        assert str(small_run.monthly[column.name].dtype) == kind, column.name
    assert str(small_run.monthly["seed"].dtype) == "uint64"
    assert small_run.monthly["meeting_private"].isna().all()


def test_the_greatest_seed_survives_the_tables(small) -> None:
    run = simulate(small, seed=2**64 - 1, months=1)
    assert run.monthly["seed"].tolist() == [2**64 - 1]
    assert run.households["seed"].iloc[0] == 2**64 - 1


def test_households_are_the_final_state_of_each(small_run: Run) -> None:
    households = small_run.households
    assert list(households.columns) == ["seed", "estate", "household", *HOUSEHOLD_FINAL]
    assert households["household"].tolist() == list(range(42))
    assert households["shop"].tolist() == [0] * 40 + [1] * 2
    assert set(households["pays"]) <= {0, 1}


def test_history_ends_with_the_final_state(small_run: Run) -> None:
    history = small_run.history
    assert len(history) == 26 * 42
    last = history[history["month"] == 26].drop(columns="month").reset_index(drop=True)
    pd.testing.assert_frame_equal(last, small_run.households)


def test_history_is_none_where_it_was_not_recorded(small) -> None:
    assert simulate(small, months=1).history is None


def test_events_say_what_happened(small_run: Run) -> None:
    events = small_run.events
    assert list(events.columns) == ["seed", "month", "estate", "event", "text", "ok"]
    months = events.set_index("event")["month"].to_dict()
    assert months == {"conflict": 2, "found_branch": 5, "activate": 6, "appoint": 8}
    assert str(events["ok"].dtype) == "bool"


def test_a_run_without_events_has_an_empty_table_of_the_same_columns(small) -> None:
    events = simulate(small, months=1).events
    assert len(events) == 0
    assert "text" in events.columns


def test_several_seeds_stand_in_one_table(small_runs) -> None:
    assert small_runs.monthly.groupby("seed").size().to_dict() == {1: 26, 2: 26, 3: 26}
    assert len(small_runs.households) == 3 * 42
