"""The report of a study: one page that stands alone, two tables for programs, and the pictures as files.

The page says what was asked, what was run, what came out with how much doubt, against which targets, and where it all
comes from. The same rows give the same bytes (for equal matplotlib versions): there is no clock in it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from commsim import __version__
from commsim.errors import InputError
from commsim.figures.canvas import Picture, picture_bytes
from commsim.figures.page_parts import bullets, figure, heading, page, paragraph
from commsim.figures.study_curves import draw_curves, draw_interactions, pairs_of
from commsim.figures.study_effects import FACTOR_KINDS, draw_effects
from commsim.figures.study_maps import draw_maps, map_pairs
from commsim.figures.study_spread import draw_replicates, replicates_words
from commsim.figures.study_tables import (
    curve_table,
    design_tables,
    effect_table,
    provenance_table,
    targets_table,
)
from commsim.figures.study_words import findings, measure_words, runs_words
from commsim.results.manifest import FORMAT, FORMAT_VERSION, json_text, library_versions
from commsim.results.store import MANIFEST
from commsim.study.curves import ResponseRow, response
from commsim.study.effect_rows import EffectRow
from commsim.study.effects import effects
from commsim.study.trials import Trials, trials

if TYPE_CHECKING:
    from commsim.study.definition import Study

PAGE, EFFECTS, RESPONSES = "report.html", "effects.csv", "response.csv"
MOST_MEASURES = 24
"""Measures that have a section with pictures; the tables for programs hold all."""

Progress = Callable[[int, int], None]
"""Called with how many measures are done, and of how many."""


@dataclass
class Section:
    """What the report says of one measure.

    Attributes:
        name: the measure.
        given: its figures.
        effects: its effects; empty where they were refused.
        curves: its responses.
        refused: why there are no effects; empty where there are.
        pictures: by file name without ending, each with its caption, in order.
    """

    name: str
    given: Trials
    effects: pd.DataFrame
    curves: pd.DataFrame
    refused: str = ""
    pictures: dict[str, tuple[Picture, str]] = field(default_factory=dict)


def report_files(
    study: Study,
    runs: pd.DataFrame,
    provenance: Mapping[str, Any],
    folder: str,
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """Return the files of a study's report by name: the page, two tables, the pictures as SVG and PNG, a manifest.

    Args:
        study: the study.
        runs: its runs table; of a study that is not done, the runs so far, and the page says so.
        provenance: where the rows come from, as the manifest of the study's folder says it.
        folder: the study's folder as it is named in commands.
        notes: what the reader should know of how the runs went.
        progress: called as sections are done.
    """
    names = list(study.data.measures)
    sections, files = [], {}
    for number, name in enumerate(names, start=1):
        section = _section(study, runs, name)
        sections.append(section)
        if number <= MOST_MEASURES:
            _draw(study, section)
            for file, (picture, _) in section.pictures.items():
                files[f"{file}.svg"] = picture_bytes(picture, "svg")
                files[f"{file}.png"] = picture_bytes(picture, "png")
                picture.clear()  # hundreds of pictures are too many to keep
        if progress is not None:
            progress(number, len(names))
    files[PAGE] = _page(study, runs, sections, files, provenance, folder, notes).encode()
    files[EFFECTS] = _csv(EffectRow._fields, [section.effects for section in sections])
    files[RESPONSES] = _csv(ResponseRow._fields, [section.curves for section in sections])
    return {**files, MANIFEST: json_text(_manifest(study, len(runs), provenance, files)).encode()}


def _section(study: Study, runs: pd.DataFrame, name: str) -> Section:
    curves = response(study, runs, [name])
    given = trials(study, runs, name)
    try:
        return Section(name, given, effects(study, runs, [name]), curves)
    except InputError as refused:
        return Section(name, given, pd.DataFrame(columns=list(EffectRow._fields)), curves, str(refused))


def _draw(study: Study, section: Section) -> None:
    """Draw what there is to see of one measure; nothing where no run has a figure."""
    if not np.isfinite(section.given.figures).any():
        return
    unit = measure_words(study, section.name).unit
    table, curves, name = section.effects, section.curves, section.name
    drawn: dict[str, tuple[Picture, str]] = {}
    if table["kind"].isin(FACTOR_KINDS).any():
        drawn["effects"] = (draw_effects(table, name, unit=unit), f"{name}: effect of each factor, 95 % intervals")
    if (table["kind"] == "interaction").any():
        picture = draw_effects(table, name, ("interaction",))
        drawn["interactions"] = (picture, f"{name}: interactions of factors, 95 % intervals")
    drawn["response"] = (draw_curves(curves, name, unit), f"{name}: mean over each factor, 95 % intervals")
    if pairs_of(curves, name):
        picture = draw_interactions(curves, name, unit)
        drawn["pairs"] = (picture, f"{name}: mean over pairs of factors; where lines are parallel, nothing interacts")
    if map_pairs(curves, name):
        drawn["maps"] = (draw_maps(curves, name, unit), f"{name}: mean over pairs of factors, as heat maps")
    if study.replicates > 1:
        drawn["replicates"] = (draw_replicates(study, section.given, unit), f"{name}: {replicates_words(study)}")
    section.pictures = {f"{name}-{kind}": made for kind, made in drawn.items()}


def _page(
    study: Study,
    runs: pd.DataFrame,
    sections: Sequence[Section],
    files: Mapping[str, bytes],
    provenance: Mapping[str, Any],
    folder: str,
    notes: Sequence[str],
) -> str:
    body = [
        *_head(study, runs, notes),
        *_contents(sections),
        heading(2, "Main findings", "findings"),
        *_findings(study, sections),
        heading(2, "Design", "design"),
        *design_tables(study, runs),
        *(part for section in sections[:MOST_MEASURES] for part in _measure(study, section, files)),
        *_not_shown(sections),
        heading(2, "Targets of the scenarios", "targets"),
        *targets_table(study, runs),
        heading(2, "How to read this", "reading"),
        bullets(_reading(study)),
        heading(2, "Where this comes from", "provenance"),
        *_commands(folder),
        provenance_table(provenance),
    ]
    return page(f"{study.data.title.en}: report", body)


def _head(study: Study, runs: pd.DataFrame, notes: Sequence[str]) -> Iterator[str]:
    title, question = study.data.title, study.data.question
    yield heading(1, title.en)
    yield paragraph(title.zh, "zh", "zh")
    if question is not None:
        yield '<div class="question">' + paragraph(question.en) + paragraph(question.zh, lang="zh") + "</div>"
    points = f"{len(study.points):,} points × {study.replicates:,} replicates"
    yield paragraph(f"Study {study.name}: {points}; {runs_words(study, runs)}.", "faint")
    if len(runs) < study.runs:
        yield paragraph(
            f"This study is not done: {len(runs):,} of {study.runs:,} runs are in this report, which may change.",
            "note",
        )
    for note in notes:
        yield paragraph(note, "note")


def _contents(sections: Sequence[Section]) -> Iterator[str]:
    places = [("findings", "Main findings"), ("design", "Design")]
    places += [(f"measure-{section.name}", section.name) for section in sections[:MOST_MEASURES]]
    places += [("targets", "Targets"), ("reading", "How to read this"), ("provenance", "Where this comes from")]
    links = " · ".join(f'<a href="#{anchor}">{text}</a>' for anchor, text in places)
    yield f'<nav class="faint">{links}</nav>'


def _findings(study: Study, sections: Sequence[Section]) -> Iterator[str]:
    for section in sections[:MOST_MEASURES]:
        said = measure_words(study, section.name)
        yield heading(3, f"{section.name} ({said.window})")
        yield bullets(_said(study, section))


def _said(study: Study, section: Section) -> list[str]:
    if section.refused:
        return [f"No effects: {section.refused}."]
    return findings(study, section.given, section.effects, measure_words(study, section.name).unit)


def _measure(study: Study, section: Section, files: Mapping[str, bytes]) -> Iterator[str]:
    said = measure_words(study, section.name)
    yield heading(2, section.name, f"measure-{section.name}")
    parts = [said.what if said.what != section.name else "", said.meaning, said.window]
    parts.append(f"unit: {said.unit}" if said.unit else "")
    yield paragraph("; ".join(part for part in parts if part) + ".", "faint")
    if section.refused:
        yield paragraph(f"No effects are given. {section.refused}.", "note")
    if not section.pictures:
        yield paragraph("No run gave a figure.", "note")
        return
    pictures = {name.removeprefix(f"{section.name}-"): name for name in section.pictures}

    def shown(kind: str) -> Iterator[str]:
        if kind in pictures:
            name = pictures[kind]
            yield figure(files[f"{name}.svg"], name, section.pictures[name][1])

    yield from shown("effects")
    yield from effect_table(section.effects, interactions=False)
    if "interactions" in pictures:
        yield heading(3, f"Interactions: {section.name}")
        yield from shown("interactions")
        yield from effect_table(section.effects, interactions=True)
    yield heading(3, f"Response: {section.name}")
    yield from shown("response")
    yield from curve_table(section.curves)
    for kind in ("pairs", "maps", "replicates"):
        yield from shown(kind)


def _not_shown(sections: Sequence[Section]) -> Iterator[str]:
    rest = [section.name for section in sections[MOST_MEASURES:]]
    if rest:
        yield paragraph(f"{len(rest)} more measures are in {EFFECTS} and {RESPONSES}: {', '.join(rest)}.", "note")


def _reading(study: Study) -> Iterator[str]:
    kind = str(study.data.design.kind)
    yield (
        "An interval of 95 % holds the true value in 95 of 100 such studies. Each stands for itself: of twenty effects "
        "that are nothing, about one interval leaves zero out. An interval is about the luck of the runs, not about "
        "whether the model is right."
    )
    if kind in ("grid", "factorial"):
        yield (
            "An effect is the difference between two levels of a factor, averaged over all combinations of the others, "
            "taken replicate by replicate"
            + (" on twins, which share their luck." if study.data.seeds.kind == "common" else ".")
            + " Means over levels also carry the luck that all points share, so their intervals are wider than those "
            "of the differences."
        )
    if kind == "factorial":
        yield (
            "An interaction of two factors is how much the effect of the one changes when the other is at its second "
            "level; of three, how much the interaction of two changes with the third."
        )
    if kind in ("latin_hypercube", "sobol", "csv"):
        yield (
            "A slope is per unit of the factor, from a linear regression on all factors; a rank slope compares "
            "factors, in standard deviations of ranks. Their intervals are made by drawing points (and replicates) "
            "again. Curves are means of neighbouring points."
        )
        if study.replicates == 1 and study.data.seeds.kind == "common":
            yield "All points were run under one seed: the intervals say nothing of the luck that they share."
    if kind in ("morris", "saltelli"):
        yield "The indices are computed by SALib from the means over replicates."
    yield (
        "Runs that failed and figures that are undefined are left out and counted in every row. A difference uses only "
        "pairs of runs that both have a figure, so where many are undefined it is about a selection."
    )


def _commands(folder: str) -> Iterator[str]:
    where = shlex.quote(folder)
    lines = [
        f"commsim sweep STUDY.yaml --out {where} --resume",
        f"commsim verify {where}",
        f"commsim report {where}",
        f"commsim reproduce {where}",
    ]
    yield paragraph("Made by the commands below, in this order; the last runs the whole study again and compares.")
    yield "<pre>" + "\n".join(lines).replace("<", "&lt;") + "</pre>"


def _csv(header: Sequence[str], tables: Iterable[pd.DataFrame]) -> bytes:
    """Return tables under one header: UTF-8, Unix line ends, shortest exact floats, undefined values empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for content in tables:
        writer.writerows([_plain(value) for value in row] for row in content.itertuples(index=False))
    return text.getvalue().encode()


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _manifest(study: Study, runs: int, provenance: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "report_of": study.name,
        "study_digest": provenance.get("study_digest", ""),
        "runs": runs,
        "commsim": {"version": __version__},
        "versions": library_versions(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
