"""Picking a scenario in a browser: cards, a file of one's own, the results of a run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from commsim.scenario import library_names
from tests.dashboard.browser import steps
from tests.dashboard.served import Served

pytestmark = pytest.mark.browser

OWN = """\
extend: parking-meeting
name: my-estate
title: {en: "My <b>own</b> estate", zh: 我的小区}
keep_targets: false
"""
WRONG = """\
extend: parking-meeting
name: my-estate
months: twelve
strat: {fee_rate: 0.5}
"""


def upload(page, nth: int, name: str, content: bytes) -> None:
    page.locator(".cs-upload input[type=file]").nth(nth).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def run_folder(folder: Path, *words: str) -> Path:
    """Run a scenario by the command line into a results folder."""
    command = [sys.executable, "-m", "commsim", "run", "parking-meeting", *words, "--no-twin", "--quiet"]
    subprocess.run([*command, "--out", str(folder)], check=True)
    return folder


def test_there_is_a_card_for_every_shipped_scenario_with_picture_place_and_question(new_page):
    page = new_page()
    page.wait_for_selector(".cs-card")
    cards = page.eval_on_selector_all(".cs-card", "all => all.map(one => one.dataset.scenario)")
    assert cards == list(library_names())
    assert page.locator(".cs-card svg").count() == len(cards)
    card = page.inner_text(".cs-card[data-scenario=hongyun]")
    assert "Hechuan district, Chongqing" in card
    assert "375 households · 132 months" in card
    assert "?" in card


def test_a_click_on_a_card_shows_its_estate(new_page):
    page = new_page()
    for name in ("typical-estate", "yanxiqiao"):
        page.click(f".cs-card[data-scenario={name}]")
        steps.drawn(page)
        assert steps.place(page).settings.source.name == name
        steps.go(page, "pick")


def test_a_file_of_ones_own_is_shown_and_survives_a_reload(new_page):
    page = new_page()
    page.wait_for_selector(".cs-upload")
    upload(page, 0, "mine.yaml", OWN.encode())
    key = steps.drawn(page)
    assert page.inner_text(".cs-page h1") == "My <b>own</b> estate"
    page.reload()
    assert steps.drawn(page) == key


def test_what_is_wrong_with_a_file_is_said_with_its_line(new_page):
    page = new_page()
    page.wait_for_selector(".cs-upload")
    upload(page, 0, "mine.yaml", WRONG.encode())
    said = steps.problem(page)
    assert "mine.yaml:3: months: 'twelve' is text, not a number" in said
    assert "mine.yaml:4: strat" in said
    assert "start" in said
    assert steps.place(page).view == "pick"


def test_the_manifest_of_a_run_opens_it_again(new_page, tmp_path):
    folder = run_folder(tmp_path / "out", "--seed", "12", "--set", "timeline.meeting.speakers=1")
    page = new_page()
    page.wait_for_selector(".cs-upload")
    upload(page, 1, "manifest.json", (folder / "manifest.json").read_bytes())
    steps.drawn(page)
    settings = steps.place(page).settings
    assert settings.seed == 12
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["seeds"] == [12]


def test_a_folder_named_at_the_start_is_offered_and_no_other(browser, tmp_path):
    offered = tmp_path / "offered"
    offered.mkdir()
    run_folder(offered / "twelve", "--seed", "12")
    run_folder(tmp_path / "elsewhere", "--seed", "13")
    with Served.dashboard("--results", str(offered)) as served:
        context = browser.new_context(locale="en-US")
        page = context.new_page()
        page.goto(served.url)
        page.wait_for_selector("[data-button=folder-0]")
        assert "twelve" in page.inner_text("[data-button=folder-0]")
        assert page.locator("[data-button^=folder-]").count() == 1
        assert "elsewhere" not in page.inner_text(".cs-page")
        page.click("[data-button=folder-0]")
        steps.drawn(page)
        assert steps.place(page).settings.seed == 12
        context.close()
        assert served.faults() == []
