"""Loading a study: read, parse, validate, find the scenarios it starts from, and the points of a file.

Everything that is wrong with a study file is told at once, with its lines, as for scenarios: first each value by
itself, then, if all are well formed, what they say together. A scenario file that is not valid is told with its own
lines, and so are the points of a CSV file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from commsim.scenario import Scenario, library_names, load_scenario
from commsim.scenario.fields import dotted, nearest
from commsim.scenario.files import decode, read_bytes
from commsim.scenario.messages import findings
from commsim.scenario.validation import refuse_findings, unprintable
from commsim.scenario.yaml_text import Finding, Parsed, brief, parse
from commsim.study.csv_points import read_points
from commsim.study.definition import Study
from commsim.study.definition_checks import check_alone, check_runs
from commsim.study.path_checks import check_with_scenarios, wanted_in_csv
from commsim.study.plain import frozen, study_from_dict
from commsim.study.schema import CsvDesign, StudyData

__all__ = ["json_schema", "load_study", "parse_study", "study_from_dict"]

NETWORK_FILE = "network.file"


@cache
def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a study file."""
    return StudyData.model_json_schema()


def load_study(path: str | os.PathLike[str]) -> Study:
    """Load a study from its file.

    Args:
        path: the study file.

    Raises:
        ScenarioError: the study file, a scenario it names or its CSV file is not valid or cannot be read; the message
            lists the problems of that file, with lines.
        NetworkFileError: the network file of a scenario cannot be read.
        InputError: the design needs SALib, which is not installed.
    """
    shown = os.fspath(path)
    return parse_study(decode(read_bytes(FilePath(shown), shown, "study"), shown), shown, FilePath(shown).parent)


def parse_study(text: str, file: str = "study", folder: str | os.PathLike[str] | None = None) -> Study:
    """Load a study from a text; errors are those of :func:`load_study`.

    Args:
        text: the study, YAML.
        file: how messages name it.
        folder: folder that relative names (``scenario``, ``design.file``) start from; without it there can be none.
    """
    parsed = parse(decode(text.encode("utf-8", "surrogatepass"), file), "study")
    if not parsed.usable:
        refuse_findings(parsed.findings, parsed.content, parsed.lines, file)
    base_folder = None if folder is None else FilePath(folder)
    study, found = _validated(parsed.content)
    if study is None:
        refuse_findings([*parsed.findings, *found], parsed.content, parsed.lines, file)
        raise AssertionError  # unreachable: there is a finding
    found += check_alone(study)
    bases, missing = _bases(study, base_folder)
    found += missing
    if not missing:
        found += check_with_scenarios(study, bases)
    refuse_findings([*parsed.findings, *found], parsed.content, parsed.lines, file)
    by_name = {dotted(path, parsed.content): line for path, line in parsed.lines.items() if path}
    made = Study(study, _with_texts(study, bases), base_folder, origin=file, lines=by_name)
    return _with_points(made, parsed)


def _validated(content: Any) -> tuple[StudyData | None, list[Finding]]:
    """Check every value of a study by itself."""
    if not isinstance(content, Mapping):
        message = "the file says nothing" if content is None else "the file has no 'key: value' at the top"
        return None, [Finding((), message, "a study (see docs/study-files.md)", 1)]
    found = list(unprintable((), content))
    try:
        return StudyData.model_validate(frozen(content)), found
    except ValidationError as error:
        return None, found + findings(error, content, json_schema())


def _named_scenarios(study: StudyData) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each scenario the file names, with the path where it does."""
    if study.scenario is not None:
        yield ("scenario",), study.scenario
    for factor, about in study.factors.items():
        for name, level in (about.levels or {}).items():
            if level.scenario is not None:
                yield ("factors", factor, "levels", name, "scenario"), level.scenario


def _bases(study: StudyData, folder: FilePath | None) -> tuple[dict[str, Scenario], list[Finding]]:
    """Load the scenarios a study starts from.

    Raises:
        ScenarioError: one of them is there and not valid.
    """
    bases: dict[str, Scenario] = {}
    missing: list[Finding] = []
    for path, wanted in _named_scenarios(study):
        if wanted in bases:
            continue
        if wanted in library_names():
            bases[wanted] = load_scenario(wanted)
            continue
        wrong = wrong_name(wanted)
        if not wrong and folder is not None and (folder / wanted).is_file():
            bases[wanted] = load_scenario(folder / wanted)
        else:
            message = wrong or f"no scenario or file '{brief(wanted)}'{nearest(wanted, library_names())}"
            missing.append(Finding(path, message, "a shipped scenario, or a file relative to the study file"))
    return bases, missing


def wrong_name(name: str) -> str:
    """Return what is wrong with the name of a file that is to be relative, nothing if it is right."""
    if not name or "\0" in name:
        return f"'{brief(name)}' names nothing"
    is_absolute = name.startswith(("/", "\\", "~")) or name[1:2] == ":"
    return f"'{brief(name)}' is no relative name" if is_absolute else ""


def _with_texts(study: StudyData, bases: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return the scenarios with the texts of all network files that a point may name, so that they need no disk."""
    named = {change.set.get(NETWORK_FILE) for change in _changes(study)}
    for factor in study.factors.values():
        if NETWORK_FILE in (factor.paths or (factor.path,)):
            named |= set(factor.values or ())
    found = {}
    for name, base in bases.items():
        files = {str(file) for file in named | {base.data.network.file} if file is not None}
        found[name] = replace(base, texts={file: base.file_text(file) for file in sorted(files)}, folder=None)
    return found


def _changes(study: StudyData) -> Iterator[Any]:
    """Yield everything in a study that sets values."""
    yield study.change
    if study.twin is not None:
        yield study.twin
    for factor in study.factors.values():
        yield from (factor.levels or {}).values()


def _with_points(study: Study, parsed: Parsed) -> Study:
    """Return a study whose points are made, or read where the design is a CSV file."""
    design = study.data.design
    if not isinstance(design, CsvDesign):
        assert len(study.points) > 0
        return study
    wrong = wrong_name(design.file)
    if not wrong and (study.folder is None or not (study.folder / design.file).is_file()):
        beside = [] if study.folder is None else [path.name for path in study.folder.glob("*.csv")]
        wrong = f"no file '{brief(design.file)}'{nearest(design.file, sorted(beside))}"
    if wrong or study.folder is None:
        found = Finding(("design", "file"), wrong, "a CSV file, relative to the study file")
        refuse_findings([found], parsed.content, parsed.lines, study.origin)
        raise AssertionError  # unreachable: there is a finding
    path = study.folder / design.file
    made = replace(study, given=read_points(wanted_in_csv(study.data, study.bases), path, os.fspath(path)))
    refuse_findings(list(check_runs(made.data, len(made.points))), parsed.content, parsed.lines, study.origin)
    return made
