"""Regions and pictures that need runs of the model.

Tables of a few runs are made anew whenever the pages are. Pictures take longer: they are made on request, and
``docs/images/pictures.json`` keeps what they were made from, so that a test can tell when they are out of date.
"""

from __future__ import annotations

import csv
import io
import json
import runpy
import shutil
import tempfile
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

from commsim import __version__
from commsim.api import Run, simulate
from commsim.cli.entry import run_words
from commsim.cli.report import print_report
from commsim.results.manifest import behaviour_digest
from commsim.results.measures import measure
from commsim.results.targets import figure_text
from commsim.scenario import Scenario, load_scenario
from doc_tables import code, number, table

REPOSITORY = Path(__file__).resolve().parent.parent
IMAGES = REPOSITORY / "docs" / "images"
PICTURES_FILE = IMAGES / "pictures.json"
EXAMPLE = REPOSITORY / "docs" / "examples" / "angry_payer.py"
CASEBOOK = REPOSITORY / "results" / "casebook"
MAIN = "tianhu-garden"
SHARES = (0.1, 0.3, 0.6)
YEARS = (5, 7, 9, 12)
PICTURES = {
    "tianhu-garden": ("run", MAIN, "--seeds", "5"),
    "tianhu-garden-share-10": ("run", MAIN, "--set", "timeline.activate.share=0.1"),
}
"""Pictures by file name, each with the words after ``commsim`` that draw it."""


@cache
def main_run(share: float | None = None) -> Run:
    """Return the first run of the main scenario: as shipped, or with another share of the members activated."""
    scenario = load_scenario(MAIN)
    return simulate(scenario if share is None else scenario.set("timeline.activate.share", share), seed=1)


@cache
def twin_run() -> Run:
    """Return the run of the main scenario's twin under the same seed."""
    return simulate(f"{MAIN}-without", seed=1)


def run_output() -> str:
    """Return what ``commsim run tianhu-garden`` prints."""
    paper = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(paper):
        print_report(main_run(), twin_run())
    printed = paper.buffer.getvalue().decode()
    lines = [line.rstrip() for line in printed.splitlines()]
    lines += [f"Results:  runs/{MAIN}-seed1", f"Picture:  runs/{MAIN}-seed1/figure.png"]
    return "```text\n" + "\n".join(lines) + "\n```"


def shares_table() -> str:
    """Return the fee rate by the share of the members activated, and without activation."""
    rows = [_share_row("nobody (the twin)", twin_run())]
    for share in SHARES:
        shown = f"{share:.0%}, as shipped" if share == SHARES[-1] else f"{share:.0%}"
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
    """Return the statements of the casebook from ``results/casebook``, or where they will stand."""
    files = sorted(CASEBOOK.glob("*.csv"))
    if not files:
        return "No table has been made in `results/casebook/` yet."
    parts = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as text:
            heading, *rows = list(csv.reader(text))
        parts.append(
            f"`results/casebook/{file.name}`:\n\n" + table(heading, [list(map(_shortened, row)) for row in rows])
        )
    return "\n\n".join(parts)


def _shortened(cell: str) -> str:
    try:
        value = float(cell)
    except ValueError:
        return cell
    return cell if value.is_integer() else number(float(f"{value:.4g}"))


def picture_entry(name: str) -> dict[str, Any]:
    """Return what a picture depends on, without drawing it: scenario, twin, behaviour, the first seed's fee rate."""
    scenario, run = _scenario_of(name), main_run(_share_of(name))
    assert run.scenario.digest() == scenario.digest()
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


def _share_of(name: str) -> float | None:
    change = [word for word in PICTURES[name] if "=" in word]
    return float(change[0].split("=")[1]) if change else None


def _scenario_of(name: str) -> Scenario:
    share = _share_of(name)
    scenario = load_scenario(MAIN)
    return scenario if share is None else scenario.set("timeline.activate.share", share)


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
