"""The picture of a run: the fee rate with its events and targets, and below it what lies behind it.

One block an estate, at most three: a tall panel for the fee rate under the flags of the events, then four small panels
(service, trust, disputes, money or the meeting), then the targets in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from commsim.figures.canvas import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    TWIN,
    VERMILLION,
    Picture,
    chinese_font,
    new_picture,
    style,
)
from commsim.figures.panels import Line, Panel, draw_panel, draw_targets
from commsim.figures.series import LATENT, REPORTED, column, running_total, trailing
from commsim.figures.timeline import Flag, labels, place_flags
from commsim.results.targets import TargetResult, figure_text

if TYPE_CHECKING:
    from commsim.api import Results

MOST_ESTATES = 3
FEES = Panel("Fee rate", "paid within 3 months", (Line("fee rate", column("fee_rate"), BLUE, "fee_rate"),))
SERVICE = Panel(
    "Service and condition",
    "",
    (Line("service", column("service"), BLUE, "service"), Line("condition", column("condition"), ORANGE, "condition")),
)
TRUST = Panel(
    "Trust, belonging, taking part",
    "",
    (
        Line("trust in payee", column("trust_payee"), BLUE, "trust_payee"),
        Line("trust in self-rule", column("trust_self"), GREEN, "trust_self"),
        Line("belonging", column("belonging"), PURPLE, "belonging"),
        Line("taking part", column("participation"), ORANGE, "participation"),
    ),
)
DISPUTES = Panel(
    "Disputes",
    "per 100 households and year",
    (
        Line("reported", REPORTED, VERMILLION, "disputes_reported_per_100"),
        Line("all that arose", LATENT, SKY, "disputes_latent_per_100"),
    ),
    share=False,
)
MONEY = Panel(
    "Owners' money",
    "thousand yuan",
    (
        Line("account", column("common_account_fen", 1e-5), BLUE, "common_account_fen"),
        Line("income a year", trailing(["revenue_owners_fen"], None, 1e-5), GREEN),
        Line("dividends so far", running_total("dividends_fen", 1e-5), ORANGE),
    ),
    share=False,
)
MEETING = Panel(
    "Residents' meeting",
    "of those who came",
    (
        Line("privately for it", column("meeting_private"), SKY, "meeting_private"),
        Line("spoke for it", column("meeting_voiced"), VERMILLION, "meeting_voiced"),
    ),
)
_WIDTH = 10.6
_LEFT, _RIGHT, _GUTTER = 0.75, 1.15, 1.65
_FLAG, _HEAD, _TALL, _SMALL, _BETWEEN, _NOTE = 0.19, 0.62, 2.35, 1.4, 0.62, 0.19


class _Block:
    """One estate's part of a picture: what is drawn, and how tall it is in inches."""

    def __init__(self, runs: Results, twin: Results | None, estate: str, results: Sequence[TargetResult]) -> None:
        self.runs = runs
        self.twin = twin
        self.estate = estate
        self.results = [result for result in results if result.estate == estate]
        self.months = int(runs.scenario.data.months)
        self.flags = place_flags(labels(runs.scenario, estate), self._width_in_months)
        self.rows = max((flag.row + 1 for flag in self.flags), default=0)
        self.small = _small_panels(runs.monthly[runs.monthly["estate"] == estate])

    def _width_in_months(self, text: str) -> float:
        inches = TextPath((0, 0), text, size=8, prop=FontProperties(family="DejaVu Sans")).get_extents().width / 72
        return (inches + 0.16) / (_WIDTH - _LEFT - _RIGHT) * max(self.months - 1, 1)

    @property
    def height(self) -> float:
        notes = len(self.results) * _NOTE + (0.3 if self.results else 0)
        return self.rows * _FLAG + 0.42 + _TALL + 2 * (_SMALL + _BETWEEN) + 0.45 + notes


def draw_runs(runs: Results, twin: Results | None = None) -> Picture:
    """Draw one run, or several seeds of one scenario.

    Args:
        runs: what was run; with several seeds, medians with 5 to 95 % fans.
        twin: runs of the twin scenario, drawn in grey.

    Returns:
        the picture.
    """
    with style():
        results = runs.targets()
        estates = runs.scenario.estate_names[:MOST_ESTATES]
        blocks = [_Block(runs, twin, estate, results) for estate in estates]
        height = _HEAD + 0.3
        for block in blocks:
            height += block.height
        picture = new_picture(_WIDTH, height)
        top = height - _draw_head(picture, runs, twin)
        for block in blocks:
            _draw_block(picture, block, top)
            top -= block.height
        return picture


def _draw_head(picture: Picture, runs: Results, twin: Results | None) -> float:
    """Write title and subtitle; returns the inches used."""
    height = picture.get_figheight()
    title, font = runs.scenario.data.title, chinese_font()
    families = ["DejaVu Sans", *([font] if font else [])]
    words = f"{title.en}  {title.zh}" if font else title.en
    picture.text(0.28 / _WIDTH, 1 - 0.3 / height, words, fontsize=13.5, weight="bold", va="center", family=families)
    seeds = [raw.seed for raw in runs.raws]
    said = f"seed {seeds[0]}" if len(seeds) == 1 else f"{len(seeds)} seeds: median, band from 5 % to 95 %"
    shown, there = len(runs.scenario.estate_names[:MOST_ESTATES]), len(runs.scenario.estate_names)
    if there > shown:
        said += f" · {shown} of {there} estates"
    note = picture.text(0.28 / _WIDTH, 1 - 0.58 / height, said, fontsize=9, va="center", color=FAINT)
    if twin is not None:
        grey = f"   ▬ grey: {twin.scenario.data.title.en}"
        picture.canvas.draw()
        end = note.get_window_extent().x1 / picture.dpi
        picture.text(end / _WIDTH, 1 - 0.58 / height, grey, fontsize=9, va="center", color=TWIN)
    return _HEAD + 0.1


def _draw_block(picture: Picture, block: _Block, top: float) -> None:
    monthly = block.runs.monthly
    twin = _twin_table(block)
    high = top - block.rows * _FLAG - 0.42
    fees = _axes(picture, _LEFT, high - _TALL, _WIDTH - _LEFT - _RIGHT, _TALL)
    draw_panel(fees, FEES, monthly, twin, block.estate, wide=True)
    _mark_no_bills(fees, monthly[monthly["estate"] == block.estate])
    draw_targets(fees, ["fee_rate"], block.results, monthly)
    heading = "Fee rate" if len(block.runs.scenario.estate_names) == 1 else f"{block.estate}: fee rate"
    picture.text(
        _LEFT / _WIDTH, (top - 0.12) / picture.get_figheight(), heading, weight="bold", fontsize=10, va="center"
    )
    _draw_flags(fees, block.flags)
    wide = (_WIDTH - _LEFT - _RIGHT - _GUTTER) / 2
    for place, panel in enumerate(block.small):
        left = _LEFT + (place % 2) * (wide + _GUTTER)
        bottom = high - _TALL - (place // 2 + 1) * (_SMALL + _BETWEEN)
        axes = _axes(picture, left, bottom, wide, _SMALL)
        draw_panel(axes, panel, monthly, twin, block.estate)
        draw_targets(axes, [line.measure for line in panel.lines if line.measure], block.results, monthly)
        for flag in block.flags:
            axes.axvline(flag.month, color=FAINT, lw=0.5, alpha=0.35, zorder=0.5)
        if place >= 2:
            axes.set_xlabel("month", fontsize=8.5, color=FAINT)
    _write_targets(picture, block, high - _TALL - 2 * (_SMALL + _BETWEEN) - 0.62)


def _mark_no_bills(axes: Axes, monthly: pd.DataFrame) -> None:
    """Shade the months in which nobody bills in the first run, where a fee rate has no meaning."""
    run = monthly[monthly["seed"] == monthly["seed"].iloc[0]]
    billed = run["billed_fen"].tolist()
    start = None
    for month, fen in enumerate([*billed, 1], start=1):
        if fen == 0 and start is None:
            start = month
        elif fen != 0 and start is not None:
            axes.axvspan(start - 0.5, month - 0.5, color="#f3f3f3", lw=0, zorder=0.1)
            if month - start >= len(billed) / 8:
                axes.text((start + month - 1) / 2, 0.07, "nobody bills", color=FAINT, fontsize=8.5, ha="center")
            start = None


def _twin_table(block: _Block) -> pd.DataFrame | None:
    if block.twin is None or block.estate not in block.twin.scenario.estate_names:
        return None
    return block.twin.monthly


def _small_panels(monthly: pd.DataFrame) -> list[Panel]:
    """Return the four small panels; a meeting takes the place of money where the owners have none."""
    met = bool((monthly["meetings"] > 0).any())
    money = bool((monthly["common_account_fen"] != 0).any()) or bool((monthly["revenue_owners_fen"] != 0).any())
    return [SERVICE, TRUST, DISPUTES, MEETING if met and not money else MONEY]


def _axes(picture: Picture, left: float, bottom: float, width: float, height: float) -> Axes:
    tall = picture.get_figheight()
    return picture.add_axes((left / _WIDTH, bottom / tall, width / _WIDTH, height / tall))


def _draw_flags(axes: Axes, flags: Sequence[Flag]) -> None:
    """Draw the poles through the chart and the labels above it."""
    for flag in flags:
        up = (0.12 + flag.row * _FLAG) / _TALL
        axes.plot(
            [flag.month, flag.month],
            [0, 1 + up + 0.10 / _TALL],
            transform=axes.get_xaxis_transform(),
            color=FAINT,
            lw=0.7,
            alpha=0.8,
            clip_on=False,
            zorder=0.6,
        )
        axes.annotate(
            flag.text,
            (flag.month, 1 + up),
            xycoords=axes.get_xaxis_transform(),
            xytext=(3, 0),
            textcoords="offset points",
            fontsize=8,
            color=INK,
            annotation_clip=False,
        )


def _write_targets(picture: Picture, block: _Block, top: float) -> None:
    if not block.results:
        return
    tall = picture.get_figheight()
    picture.text(0.28 / _WIDTH, top / tall, "Targets", weight="bold", fontsize=9, va="center")
    for number, result in enumerate(block.results, start=1):
        words = target_line(result)
        colour = GREEN if result.met else VERMILLION
        height = (top - number * _NOTE) / tall
        picture.text(0.28 / _WIDTH, height, "✓" if result.met else "✗", color=colour, fontsize=9, va="center")
        picture.text(0.48 / _WIDTH, height, words, fontsize=8.5, va="center", color=INK)


def target_line(result: TargetResult) -> str:
    """Return a target and what came out, in one line."""
    target, over = result.target, result.spread
    relative = f", relative to {target.relative_to}" if target.relative_to else ""
    source = target.source or ("assumed" if target.assumed else "")
    came = figure_text(over.median)
    if len(result.seeds) > 1:
        spread = f"{figure_text(over.low)} to {figure_text(over.high)}"
        came += f" ({spread}; held by {result.share_holding * 100:.0f} % of seeds)"
    words = f"{target.measure.replace('_', ' ')} {result.demanded} in {target.window}{relative}: {came}"
    return words + (f"  [{source}]" if source else "")
