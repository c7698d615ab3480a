"""Figures on the page are those of ``commsim run`` for the same settings, to the last digit."""

from __future__ import annotations

import csv
import io
import math
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.dashboard.browser import steps

pytestmark = pytest.mark.browser

SETTINGS = (
    "?scenario=tianhu-garden&seed=5&lever.activated=0.3&view=estate",
    "?scenario=hongyun&seed=0&set=behaviour.fees.b_S%3A2.1&view=estate",
    "?scenario=parking-meeting&seed=18446744073709551615&view=estate",
)


def saved(page, label: str, folder: Path) -> Path:
    """Press a download button and return the file."""
    with page.expect_download() as waiting:
        page.click(f"button:text-is('{label}')")
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def run_command(page, place: int, folder: Path) -> list[dict[str, str]]:
    """Run a command as the page shows it, in a folder; return the rows of its monthly table."""
    text = page.locator("#cs-commands .cs-copy-text").nth(place).input_value()
    program, *words = shlex.split(text)
    assert program == "commsim"
    out = folder / f"out-{place}"
    subprocess.run(
        [sys.executable, "-m", "commsim", *words, "--no-twin", "--quiet", "--out", str(out)], cwd=folder, check=True
    )
    return list(csv.DictReader(io.StringIO((out / "monthly.csv").read_text(encoding="utf-8"))))


def same(shown: float | None, written: str) -> bool:
    """Tell whether a figure of the page is what a table says."""
    return written == "" if shown is None else math.isclose(shown, float(written), rel_tol=0.0, abs_tol=0.0)


@pytest.mark.parametrize("query", SETTINGS)
def test_page_file_and_command_say_the_same(new_page, tmp_path, query):
    page = new_page(query, accept_downloads=True)
    steps.drawn(page)
    months = page.evaluate("commsimPlayer.months")
    shown = {}
    for month in (1, months // 2, months):
        steps.show_month(page, month)
        shown[month] = steps.figures(page)
    steps.go(page, "take")
    file = saved(page, "Scenario (YAML)", tmp_path)
    tables = saved(page, "Tables (CSV in a ZIP)", tmp_path)
    rows = run_command(page, 0, tmp_path)
    assert file.read_text(encoding="utf-8").startswith("schema_version: 1")
    for month, figures in shown.items():
        row = rows[month - 1]
        assert row["month"] == str(month)
        for name, value in figures.items():
            if name.endswith("_yuan"):
                assert value == int(row[name.removesuffix("_yuan") + "_fen"]) / 100, (month, name)
            else:
                assert same(value, row[name]), (month, name, value, row[name])
    with zipfile.ZipFile(tables) as archive:
        told = list(csv.DictReader(io.StringIO(archive.read("monthly.csv").decode())))
    assert told == rows


def test_the_short_command_says_the_same_too(new_page, tmp_path):
    page = new_page(SETTINGS[0])
    steps.drawn(page)
    steps.go(page, "take")
    short = page.locator("#cs-commands .cs-copy-text").nth(1).input_value()
    assert short.startswith("commsim run tianhu-garden --set timeline.activate.share=0.3 --seed 5")
    with_file = steps.key_of_page(page)
    rows = run_command(page, 1, tmp_path)
    steps.go(page, "estate")
    assert steps.drawn(page) == with_file
    steps.show_month(page, len(rows))
    assert same(steps.figures(page)["fee_rate"], rows[-1]["fee_rate"])
