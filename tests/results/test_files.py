import csv
import io
import json
import subprocess
import sys

import pandas as pd
import pyarrow.parquet as pq
import pytest

from commsim.api import simulate
from commsim.results.files import csv_bytes, parquet_bytes, summary_bytes, table_files
from commsim.results.manifest import json_text
from commsim.results.tables import monthly_arrow
from tests.small_estate import same

SCRIPT = """
import hashlib, sys
from commsim.api import simulate
from commsim.results.files import table_files
from commsim.scenario import load_scenario
files = table_files(simulate(load_scenario(sys.argv[1]), seed=7).raws)
print(*(hashlib.sha256(files[name]).hexdigest() for name in sorted(files)))
"""


@pytest.mark.smoke
def test_the_same_scenario_and_seed_give_the_same_bytes_in_two_processes(small_file) -> None:
    answers = []
    for hash_seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": hash_seed, "PATH": ""}
        words = [sys.executable, "-c", SCRIPT, str(small_file)]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
        answers.append(done.stdout.split())
    assert len(answers[0]) == 3
    assert answers[0] == answers[1]


def test_the_same_scenario_and_seed_give_the_same_bytes_twice(small) -> None:
    first, second = (table_files(simulate(small, seed=7).raws) for _ in range(2))
    assert first == second


def test_another_seed_gives_other_bytes(small) -> None:
    first, second = (table_files(simulate(small, seed=seed).raws)["monthly.parquet"] for seed in (7, 8))
    assert first != second


def test_parquet_and_csv_hold_the_table(small_run) -> None:
    table = monthly_arrow(small_run.raws[0])
    parquet = pq.read_table(io.BytesIO(parquet_bytes(table)))
    pd.testing.assert_frame_equal(parquet.to_pandas(), small_run.monthly)
    assert parquet.schema.metadata is None
    text = csv_bytes(table)
    assert b"\r" not in text
    rows = list(csv.DictReader(io.StringIO(text.decode())))
    assert [row["seed"] for row in rows] == ["1"] * 26
    for name in ("service", "fee_rate", "load"):
        read = [float(row[name] or "nan") for row in rows]
        assert all(same(*pair) for pair in zip(read, small_run.monthly[name].tolist(), strict=True))


def test_the_history_is_a_file_only_where_it_was_recorded(small_run, small_runs) -> None:
    always = {"monthly.parquet", "monthly.csv", "households.parquet"}
    assert set(table_files(small_run.raws)) == always | {"history.parquet"}
    assert set(table_files(small_runs.raws)) == always


def test_a_summary_is_json_with_targets_years_and_outcomes(small_runs) -> None:
    content = json.loads(summary_bytes(small_runs.summary()))
    assert content["scenario"] == "small-estate"
    assert content["seeds"] == [1, 2, 3]
    assert [target["met"] for target in content["targets"]] == [True, False, True]
    assert content["targets_met"] is False
    assert [row["months"] for row in content["yearly"]] == [[1, 12], [13, 24], [25, 26]]
    assert content["runs"][0]["outcomes"]["main"]["effort_started_month"] == 6
    assert content["runs"][0]["events"][0]["event"] == "conflict"


def test_undefined_figures_are_null_in_json() -> None:
    assert json.loads(summary_bytes({"a": [float("nan"), 1.0, (float("inf"),)]})) == {"a": [None, 1.0, [None]]}
    assert summary_bytes({"b": 1, "a": 2}).decode() == json_text({"a": 2, "b": 1})
