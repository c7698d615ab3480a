"""Regions and pictures that need runs of the model.

Tables of a few runs are made anew whenever the pages are. Pictures take longer: they are made on request, and
``docs/images/pictures.json`` keeps what they were made from, so that a test can tell when they are out of date.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import runpy
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from commsim import __version__
from commsim.api import Run, simulate
from commsim.cli.entry import run_words
from commsim.cli.output import PIPE_WIDTH
from commsim.cli.report import print_report
from commsim.results.manifest import behaviour_digest
from commsim.results.measures import measure
from commsim.results.targets import figure_text
from commsim.scenario import load_scenario
from doc_tables import code, table

REPOSITORY = Path(__file__).resolve().parent.parent
IMAGES = REPOSITORY / "docs" / "images"
PICTURES_FILE = IMAGES / "pictures.json"
EXAMPLE = REPOSITORY / "docs" / "examples" / "angry_payer.py"
CASEBOOK = REPOSITORY / "results" / "casebook" / "casebook.csv"
MAIN = "tianhu-garden"
SHIPPED_SHARE = 0.6
SHARES = (0.1, 0.3, SHIPPED_SHARE)
YEARS = (5, 7, 9, 12)
PICTURES = {
    "tianhu-garden": ("run", MAIN, "--seeds", "5"),
    "tianhu-garden-share-10": ("run", MAIN, "--set", "timeline.activate.share=0.1"),
}
"""Pictures by file name, each with the words after ``commsim`` that draw it."""


@cache
def main_run(share: float = SHIPPED_SHARE) -> Run:
    """Return the first run of the main scenario: as shipped, or with another share of the members activated."""
    return simulate(load_scenario(MAIN).set("timeline.activate.share", share), seed=1)


@cache
def twin_run() -> Run:
    """Return the run of the main scenario's twin under the same seed."""
    return simulate(f"{MAIN}-without", seed=1)


def run_output() -> str:
    """Return what ``commsim run tianhu-garden`` prints."""
    paper = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    # Whoever calls this may have set another width of the terminal.
    with redirect_stdout(paper), patch.dict(os.environ, {"COLUMNS": str(PIPE_WIDTH)}):
        print_report(main_run(SHIPPED_SHARE), twin_run())
    printed = paper.buffer.getvalue().decode()
    lines = [line.rstrip() for line in printed.splitlines()]
    lines += [f"Results:  runs/{MAIN}-seed1", f"Picture:  runs/{MAIN}-seed1/figure.png"]
    return "```text\n" + "\n".join(lines) + "\n```"


def shares_table() -> str:
    """Return the fee rate by the share of the members activated, and without activation."""
    rows = [_share_row("nobody (the twin)", twin_run())]
    for share in SHARES:
        shown = f"{share:.0%}, as shipped" if share == SHIPPED_SHARE else f"{share:.0%}"
        rows.append(_share_row(shown, main_run(share)))
    return table(("Members activated", "How many", "Committee", *(f"Fee rate, year {y}" for y in YEARS)), rows)


def _share_row(shown: str, run: Run) -> tuple[str, ...]:
    monthly = run.monthly
    serving = int(monthly["members_active"].max())
    begun = monthly.loc[monthly["committee"] == 1, "month"]
    committee = "none" if begun.empty else f"from month {begun.iloc[0]}"
    return (shown, str(serving), committee, *(f"{rate:.3f}" for rate in _fee_rates(run, YEARS)))


def _fee_rates(run: Run, years: tuple[int, ...]) -> list[float]:
    return [measure(run.monthly, "fee_rate", f"months {12 * y - 11}..{12 * y}") for y in years]


def example_code() -> str:
    """Return the example of a decision of one's own."""
    return f"```python\n{EXAMPLE.read_text(encoding='utf-8')}```"


def example_output() -> str:
    """Return what the example prints."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        runpy.run_path(str(EXAMPLE), run_name="__main__")
    return f"```text\n{printed.getvalue()}```"


def picture_targets() -> str:
    """Return the targets of the runs in the main picture, with what the runs gave."""
    entry = json.loads(PICTURES_FILE.read_text(encoding="utf-8"))[MAIN]
    rows = []
    for target in entry["targets"]:
        over = f" over that in {target['relative_to']}" if target["relative_to"] else ""
        spread = f"{figure_text(target['median'])} ({figure_text(target['p5'])} to {figure_text(target['p95'])})"
        sign = "✓" if target["met"] else "✗"
        wanted = target["demanded"] + (" (assumed)" if target["assumed"] else "")
        rows.append((sign, code(target["measure"]), target["window"] + over, wanted, spread))
    return table(("", "Measure", "Window", "The sources report", "The runs give"), rows)


def casebook_targets() -> str:
    """Return what many seeds gave for every target of the shipped scenarios, or how to make that table."""
    if not CASEBOOK.is_file():
        return "The table of every target over many seeds is made with `commsim casebook`."
    with CASEBOOK.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    met = len([row for row in rows if row["met"] == "yes"])
    where = "[table](../results/casebook/casebook.md)"
    said = f"Over {rows[0]['seeds']} seeds {met} of {len(rows)} targets are met ({where}):"
    return (
        said
        + "\n\n"
        + table(("", "Scenario", "Measure, window", "Wanted", "Runs", "Held by"), map(_casebook_row, rows))
    )


def _casebook_row(row: Mapping[str, str]) -> tuple[str, ...]:
    over = f" over that in {row['relative_to']}" if row["relative_to"] else ""
    values = [float(row[name]) if row[name] else math.nan for name in ("median", "p5", "p95")]
    median, low, high = map(figure_text, values)
    wanted = f"between {row['low']} and {row['high']}" if row["relation"] == "between" else _wanted(row)
    sign = "✓" if row["met"] == "yes" else "✗"
    held = f"{float(row['share_holding']):.0%} {sign}"
    return (
        row["statement"],
        code(row["scenario"]),
        f"`{row['measure']}`, {row['window']}{over}",
        wanted,
        f"{median} ({low} to {high})",
        held,
    )


def _wanted(row: Mapping[str, str]) -> str:
    return f"{row['relation'].replace('_', ' ')} {figure_text(float(row['value']))}"


def picture_entry(name: str) -> dict[str, Any]:
    """Return what a picture depends on, without drawing it: scenario, twin, behaviour, the first seed's fee rate."""
    run = main_run(_share_of(name))
    scenario = run.scenario
    twin = load_scenario(scenario.data.twin or "").digest() if scenario.data.twin else None
    years = tuple(range(1, scenario.data.months // 12 + 1))
    return {
        "command": " ".join(("commsim", *PICTURES[name])),
        "version": __version__,
        "scenario_digest": scenario.digest(),
        "twin_digest": twin,
        "behaviour_digest": behaviour_digest(scenario),
        "seed_1_fee_rate_by_year": [round(rate, 3) for rate in _fee_rates(run, years)],
    }


def _share_of(name: str) -> float:
    change = [word for word in PICTURES[name] if "=" in word]
    return float(change[0].split("=")[1]) if change else SHIPPED_SHARE


def draw_pictures() -> None:
    """Draw every picture with its command, and write down what it was made from."""
    entries = {}
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, words in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            results = Path(folder) / name
            code_of_run = run_words([*words, "--quiet", "--out", str(results)])
            if code_of_run:
                raise SystemExit(code_of_run)
            shutil.copyfile(results / "figure.png", IMAGES / f"{name}.png")
            summary = json.loads((results / "summary.json").read_text(encoding="utf-8"))
        dropped = ("by_seed", "note")
        targets = [{k: v for k, v in target.items() if k not in dropped} for target in summary["targets"]]
        entries[name] = {**picture_entry(name), "targets": targets}
    PICTURES_FILE.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
