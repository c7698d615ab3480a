"""``commsim scenarios``: list, show, copy, and the JSON Schema for editors."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table

from commsim.cli.output import console, say, say_json
from commsim.errors import StorageError, UnknownNameError
from commsim.results.store import disk_errors
from commsim.scenario import library_names, library_text, load_scenario
from commsim.scenario.fields import nearest
from commsim.scenario.schema import ScenarioData


def list_scenarios(names: bool, as_json: bool) -> None:
    """Print the shipped scenarios: their names only, as JSON, or as a table."""
    if names and not as_json:
        for name in library_names():
            say(name)
        return
    entries = [_entry(load_scenario(name).data) for name in library_names()]
    if as_json:
        say_json(library_names() if names else entries)
        return
    table = Table("Name", "What it is", "Estates", "Months", "Targets", box=box.SIMPLE_HEAD, pad_edge=False)
    for entry in entries:
        about = entry["title"]["en"] + (f"\n{entry['question']['en']}" if entry["question"] else "")
        table.add_row(entry["name"], about, str(entry["estates"]), str(entry["months"]), str(entry["targets"]))
    console().print(table)
    say("Run one:     commsim run NAME")
    say("Change one:  commsim scenarios copy NAME mine.yaml")


def _entry(scenario: ScenarioData) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "title": scenario.title.model_dump(),
        "question": scenario.question.model_dump() if scenario.question else None,
        "estates": len(scenario.estates),
        "months": scenario.months,
        "targets": len(scenario.targets),
        "twin": scenario.twin,
        "sources": list(scenario.sources),
    }


def show_scenario(name: str, resolved: bool, as_json: bool) -> None:
    """Print a shipped scenario: its file, every value resolved, or as JSON."""
    known_name(name)
    if as_json:
        say_json(load_scenario(name).to_dict())
    elif resolved:
        say(load_scenario(name).to_yaml().rstrip("\n"))
    else:
        say(library_text(name).rstrip("\n"))


def write_schema(study: bool = False) -> None:
    """Print the JSON Schema of scenario files, or of study files."""
    package, name = ("commsim.study", "study.schema.json") if study else ("commsim.scenario", "scenario.schema.json")
    say(files(package).joinpath(name).read_text(encoding="utf-8").rstrip("\n"))


SHIPPED_SCHEMA, SCHEMA_BESIDE = "$schema=../scenario.schema.json", "$schema=scenario.schema.json"
"""Where a shipped file finds its schema, and where a copy looks for it: beside itself."""


def copy_scenario(name: str, file: Path, force: bool) -> None:
    """Copy a shipped scenario to a file.

    Raises:
        UnknownNameError: no such scenario.
        StorageError: the file exists and ``force`` is not given, is a folder, or cannot be written.
    """
    known_name(name)
    if file.is_dir():
        raise StorageError(f"{file} is a folder; name a file, such as {file / f'{name}.yaml'}")
    with disk_errors(file, "the scenario"):
        try:
            with file.open("w" if force else "x", encoding="utf-8", newline="\n") as out:
                out.write(library_text(name).replace(SHIPPED_SCHEMA, SCHEMA_BESIDE))
        except FileExistsError as error:
            raise StorageError(f"{file} exists already; choose another name, or add --force") from error
    say(f"wrote {file}")
    say(f"Run it:  commsim run {file}")
    say(f"Let your editor check it:  commsim scenarios schema > {file.parent / 'scenario.schema.json'}")


def known_name(name: str) -> None:
    """Check that a name is a shipped scenario's.

    Raises:
        UnknownNameError: it is none; the message names the nearest and lists all.
    """
    if name not in library_names():
        hint = nearest(name, library_names())
        raise UnknownNameError(f"no shipped scenario '{name}'{hint}; there are: {', '.join(library_names())}")
