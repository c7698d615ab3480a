"""What a visitor takes along gives the same numbers on the command line, to the last byte."""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from commsim.api import simulate
from commsim.cli.entry import run_words
from commsim.cli.run import Words, changed_scenario
from commsim.dashboard.all_fields import all_settings
from commsim.dashboard.settings import Settings, Source, scenario_of
from commsim.dashboard.takeaway import command, file_name, picture, scenario_yaml, short_command, tables_zip
from commsim.errors import InputError
from commsim.scenario import library_names, load_scenario
from tests.dashboard.two_estates import TWO_ESTATES
from tests.small_estate import SMALL

SMALL_SOURCE = Source("", SMALL, "<b>small</b>.yaml")


@dataclass
class Shown:
    """What of a live run is taken along."""

    scenario: Any
    raw: Any


def shown(scenario, seed):
    run = simulate(scenario, seed=seed)
    return Shown(run.scenario, run.raws[0])


def cli_scenario(text):
    """Return the scenario that a command runs."""
    words = shlex.split(text)
    assert words[:2] == ["commsim", "run"]
    options = {"--set": [], "--without": [], "--seed": [], "--months": []}
    for name, value in zip(words[3::2], words[4::2], strict=True):
        options[name].append(value)
    months = [int(value) for value in options["--months"]]
    return changed_scenario(
        Words(words[2], changes=options["--set"], without=options["--without"], months=months[0] if months else None)
    )


CHANGED = {
    "nothing": Settings(),
    "levers": Settings(seed=3)
    .with_lever("activated", "0.3")
    .with_lever("revenue", "900")
    .with_lever("support", "rota"),
    "nobody": Settings().with_lever("activated", "0").with_lever("committee", "none"),
    "members by number": Settings(Source("yanxiqiao")).with_lever("activated", "0.5"),
    "fields": Settings().with_change("behaviour.fees.b_S", "2").with_change("notes", "it's $HOME; `id` && a=b"),
    "months": Settings(months=50).with_lever("mediation", "20"),
    "left out": Settings(without=("elect", "run_revenue")).with_change("mechanisms.norms", "false"),
    "network": Settings(Source("typical-estate")).with_change("network.kind", "watts_strogatz"),
    "of another estate": Settings(Source("hongyun")).with_change("timeline.company_enters.vote", "false"),
}


# --- scenario and commands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [*CHANGED.values(), Settings(SMALL_SOURCE), Settings(Source("", TWO_ESTATES))])
def test_the_scenario_file_loads_to_the_same_digest(settings, tmp_path):
    file = tmp_path / file_name(settings, "yaml")
    file.write_bytes(scenario_yaml(settings))
    assert load_scenario(file).digest() == scenario_of(settings).digest()


@pytest.mark.parametrize("settings", CHANGED.values(), ids=CHANGED)
def test_the_short_command_runs_the_same_scenario_with_the_same_seed(settings):
    text = short_command(settings)
    assert cli_scenario(text).digest() == scenario_of(settings).digest()
    assert f"--seed {settings.seed}" in text


@pytest.mark.parametrize("name", library_names())
def test_a_shipped_scenario_is_run_by_its_name(name):
    assert short_command(Settings(Source(name), seed=2**64 - 1)) == f"commsim run {name} --seed 18446744073709551615"


@pytest.mark.parametrize(
    "settings",
    [
        Settings(SMALL_SOURCE),
        Settings().with_lever("convention", "0.5"),
        Settings().with_lever("support", "none"),
        Settings(Source("typical-estate")).with_lever("committee", "elected"),
    ],
)
def test_there_is_no_short_command_for_what_the_command_line_cannot_say(settings):
    assert short_command(settings) is None


def test_a_command_too_long_to_paste_is_left_out():
    changes = [
        (one.path, "0.123456789") for one in all_settings(scenario_of(Settings())) if one.path.startswith("start.t")
    ]
    assert short_command(Settings(changes=tuple(changes))) is not None
    long = tuple(
        (one.path, repr((one.low + one.high) / 2.00001))
        for one in all_settings(scenario_of(Settings()))
        if one.path.startswith("behaviour")
    )
    assert short_command(Settings(changes=long)) is None


def test_the_command_reads_the_scenario_file_that_is_taken_along():
    assert command(Settings(seed=3)) == "commsim run my-tianhu-garden.yaml --seed 3 --no-twin"
    assert command(Settings(SMALL_SOURCE)) == "commsim run my-small-estate.yaml --seed 1 --no-twin"


def test_what_is_changed_is_quoted_for_the_shell():
    text = short_command(CHANGED["fields"])
    assert "'notes=it'\"'\"'s $HOME; `id` && a=b'" in text


def test_file_names_come_from_the_scenarios_name_and_never_from_the_upload():
    settings = Settings(SMALL_SOURCE, seed=7)
    assert [file_name(settings, kind) for kind in ("yaml", "zip", "png", "svg")] == [
        "my-small-estate.yaml",
        "small-estate-seed7.zip",
        "small-estate-seed7.png",
        "small-estate-seed7.svg",
    ]
    with pytest.raises(InputError, match="a file to take along ends in yaml, zip, png, svg; got 'exe'"):
        file_name(settings, "exe")


# --- tables and picture ---------------------------------------------------------------------------------------------


def test_the_command_on_the_file_gives_the_tables_byte_for_byte(tmp_path, monkeypatch, capsys):
    settings = Settings(SMALL_SOURCE, seed=3).with_lever("activated", "0.8").with_change("behaviour.fees.b_S", "2")
    monkeypatch.chdir(tmp_path)
    (tmp_path / file_name(settings, "yaml")).write_bytes(scenario_yaml(settings))
    assert run_words([*shlex.split(command(settings))[1:], "--out", "results", "--quiet"]) == 0
    live = shown(scenario_of(settings), settings.seed)
    with zipfile.ZipFile(io.BytesIO(tables_zip(live))) as archive:
        assert archive.namelist() == ["monthly.csv", "households.csv", "events.csv"]
        files = {name: archive.read(name) for name in archive.namelist()}
    assert files["monthly.csv"] == (tmp_path / "results" / "monthly.csv").read_bytes()
    households = pd.read_parquet(tmp_path / "results" / "households.parquet")
    assert files["households.csv"] == households.to_csv(index=False, lineterminator="\n").encode()
    events = pd.read_csv(io.BytesIO(files["events.csv"]))
    told = json.loads((tmp_path / "results" / "summary.json").read_text(encoding="utf-8"))["runs"][0]["events"]
    assert events.drop(columns="seed").to_dict("records") == told
    assert picture(live, None, "svg") == (tmp_path / "results" / "figure.svg").read_bytes()


def test_the_tables_of_the_same_run_are_the_same_bytes(small):
    assert tables_zip(shown(small, 1)) == tables_zip(shown(small, 1))
    assert tables_zip(shown(small, 1)) != tables_zip(shown(small, 2))


def test_a_picture_shows_the_twin_too(small):
    live, twin = shown(small, 1), shown(small.without("activate"), 1)
    alone, both = picture(live, None, "png"), picture(live, twin, "png")
    assert alone.startswith(b"\x89PNG")
    assert both.startswith(b"\x89PNG")
    assert alone != both


@pytest.mark.parametrize("kind", ["pdf", "exe", "../png", ""])
def test_another_kind_of_picture_is_refused(kind, small):
    with pytest.raises(InputError, match="a picture is taken along as png, svg; got"):
        picture(shown(small, 1), None, kind)
