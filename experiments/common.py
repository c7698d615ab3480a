"""What all experiments share: where their results are, intervals, tables, and the block of the README that is made.

Concepts:
    experiment: a folder ``experiments/NAME`` with ``study.yaml`` or several ``study-PART.yaml`` (a longer one is called
        ``...-full.yaml``), a ``README.md`` and a ``verdict.py``.
    results: ``results/NAME`` (of ``study.yaml``) or ``results/NAME/PART``, as ``commsim sweep`` wrote them.
    verdict: what a claim of the casebook is worth by a rule written down before the runs: supported, partly supported,
        depends, or not supported. ``verdict.py`` defines ``page(experiment) -> str``, the Markdown it comes with.
    block: what stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` of a README.

All intervals are 95 % intervals.
"""

from __future__ import annotations

import importlib.util
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

REPOSITORY = Path(__file__).resolve().parent.parent
LEVEL = 0.95
FULL = "-full"
STUDY = "study"

SUPPORTED, PARTLY, DEPENDS, NOT = "supported", "partly supported", "depends", "not supported"
WORDS = (SUPPORTED, PARTLY, DEPENDS, NOT)
"""Words a verdict is given in."""


class Interval(NamedTuple):
    """A figure with its 95 % interval.

    Attributes:
        value: the estimate, NaN where there is none.
        low, high: bounds of the interval; NaN where they are undefined.
        n: how many runs, or pairs of runs, it rests on.
    """

    value: float
    low: float
    high: float
    n: int

    def text(self, digits: int = 2) -> str:
        """Return the figure as ``0.53 (0.43 to 0.63)``; a dash where it is undefined."""
        if math.isnan(self.value):
            return "–"
        if math.isnan(self.low):
            return f"{_plain(self.value, digits)} (n = {self.n})"
        return f"{_plain(self.value, digits)} ({_plain(self.low, digits)} to {_plain(self.high, digits)})"


def _plain(value: float, digits: int) -> str:
    shown = f"{value:,.{digits}f}"
    return shown.lstrip("-") if float(shown.replace(",", "")) == 0 else shown


def share_interval(yes: Iterable[float]) -> Interval:
    """Return the share of ones with Wilson's interval.

    Args:
        yes: one figure a run, 0 or 1; NaN counts as 0, since what is undefined does not hold.

    Source: Wilson 1927, Journal of the American Statistical Association 22, 209 to 212.
    """
    figures = np.nan_to_num(np.asarray(list(yes), dtype=float))
    n = len(figures)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    share = int((figures > 0.5).sum()) / n
    z = float(stats.norm.ppf(0.5 + LEVEL / 2))
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half), n)


def mean_interval(figures: Iterable[float]) -> Interval:
    """Return the mean of the defined figures with Student's interval; undefined with fewer than two."""
    kept = np.asarray(list(figures), dtype=float)
    kept = kept[~np.isnan(kept)]
    n = len(kept)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(kept.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = float(stats.t.ppf(0.5 + LEVEL / 2, n - 1) * kept.std(ddof=1) / math.sqrt(n))
    return Interval(mean, mean - half, mean + half, n)


def paired_interval(first: pd.Series, second: pd.Series) -> Interval:
    """Return the mean of first less second with Student's interval.

    Args:
        first, second: figures indexed by replicate; pairs of which one is missing or undefined are left out.
    """
    return mean_interval((first - second).dropna())


def contrast(runs: pd.DataFrame, measure: str, signs: pd.Series) -> Interval:
    """Return a contrast of points, made within each replicate: all points of one replicate share their luck.

    Args:
        runs: rows with ``point``, ``replicate`` and the measure.
        measure: column.
        signs: weight of each point, indexed by point; points without a weight are left out.

    Returns:
        the mean of the weighted sums over replicates; replicates with an undefined figure are left out.
    """
    wide = runs.pivot(index="replicate", columns="point", values=measure).astype(float)
    weighted = wide[signs.index] * signs
    return mean_interval(weighted.sum(axis="columns", skipna=False))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; ``|`` and line ends in cells are made harmless."""
    lines = [_row(headings), _row(["---"] * len(headings))]
    lines.extend(_row(row) for row in rows)
    return "\n".join(lines)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"


@dataclass(frozen=True)
class Experiment:
    """One experiment and where its files are.

    Attributes:
        name: name of its folder.
        root: folder that holds ``experiments`` and ``results``.
    """

    name: str
    root: Path = REPOSITORY

    @property
    def folder(self) -> Path:
        """Folder of its study files, README and verdict."""
        return self.root / "experiments" / self.name

    @property
    def readme(self) -> Path:
        """Its README."""
        return self.folder / "README.md"

    @property
    def results(self) -> Path:
        """Folder of its results."""
        return self.root / "results" / self.name

    def report_of(self, folder: Path) -> Path:
        """Return the folder for the report on a results folder: large and easily made again, so under ``runs``."""
        return self.root / "runs" / "reports" / self.name / folder.relative_to(self.results)

    def studies(self, *, full: bool = False) -> list[tuple[Path, Path]]:
        """Return its study files, each with the folder of its results: ``study.yaml`` first, then the parts by name.

        Args:
            full: the longer studies; their results belong under ``runs/``, not in the place of the others.
        """
        place = self.root / "runs" / f"{self.name}{FULL}" if full else self.results
        found = []
        for file in sorted(self.folder.glob(f"{STUDY}*.yaml"), key=lambda file: file.stem):
            if file.stem.endswith(FULL) == full:
                part = file.stem.removesuffix(FULL).removeprefix(STUDY).removeprefix("-")
                found.append((file, place / part if part else place))
        return found

    def runs(self, part: str = "") -> pd.DataFrame:
        """Return one row a run of a study: point, replicate, seed, status, cause, factors, measures.

        Args:
            part: PART of ``study-PART.yaml``; empty for ``study.yaml``.

        Raises:
            ValueError: runs failed; a verdict is not drawn over holes.
        """
        # Loaded here, since the intervals and tables need not wait for the package.
        from commsim.study.results import StudyResults  # noqa: PLC0415

        runs = StudyResults.open(self.results / part if part else self.results).runs
        failed = runs[runs["status"] != "ok"]
        if len(failed):
            raise ValueError(f"{len(failed)} of {len(runs)} runs of {self.name} failed: {failed['cause'].iloc[0]}")
        return runs

    def page(self) -> str:
        """Return what its ``verdict.py`` says of the results, as Markdown without a line end."""
        page: Callable[[Experiment], str] = load_verdict(self).page
        return page(self).strip("\n")

    def write_verdict(self) -> str:
        """Write ``results/NAME/verdict.md`` and the README's block from the results; return the text."""
        text = self.page()
        (self.results / "verdict.md").write_text(text + "\n", encoding="utf-8")
        filled = fill(self.readme.read_text(encoding="utf-8"), "verdict", text)
        self.readme.write_text(filled, encoding="utf-8")
        return text


def load_verdict(experiment: Experiment) -> Any:
    """Return an experiment's ``verdict.py`` as a module; folders of experiments are no packages."""
    name = f"experiments_{experiment.name.replace('-', '_')}_verdict"
    spec = importlib.util.spec_from_file_location(name, experiment.folder / "verdict.py")
    assert spec is not None and spec.loader is not None  # noqa: PT018
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def experiments(root: Path = REPOSITORY) -> list[Experiment]:
    """Return the experiments that have a verdict, by name."""
    return [Experiment(file.parent.name, root) for file in sorted((root / "experiments").glob("*/verdict.py"))]


def fill(page: str, name: str, text: str) -> str:
    """Return a page with one block's text replaced.

    Raises:
        ValueError: the page has no such block, or more than one.
    """
    shape = _block(name)
    found = len(shape.findall(page))
    if found != 1:
        raise ValueError(f"the page has {found} blocks '<!-- generated: {name} -->' to '<!-- end -->'; wanted 1")
    return shape.sub(lambda block: f"{block[1]}\n{text}\n\n{block[3]}", page)


def block(page: str, name: str) -> str:
    """Return the text of one block of a page.

    Raises:
        ValueError: the page has no such block.
    """
    found = _block(name).search(page)
    if found is None:
        raise ValueError(f"the page has no block '<!-- generated: {name} -->' to '<!-- end -->'")
    return found[2].strip("\n")


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- generated: {re.escape(name)} -->\n)(.*?)(<!-- end -->)", re.DOTALL)
