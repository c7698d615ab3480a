"""Every English text the dashboard can show, gathered from where it is declared: what the catalogue must hold.

Concepts:
    literal: a text given to a call named ``say``, ``note`` or ``words`` (or ``say.plain``), found in the syntax tree.
    declared: a text made from a declaration: parameters, fields, columns, measures, kinds of events, choices.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

import commsim.dashboard
from commsim.dashboard.all_fields import all_settings, split_unit
from commsim.dashboard.levers import LEVERS
from commsim.results.measures import MEASURES
from commsim.results.outcomes import OUTCOME_MEASURES
from commsim.rules import GROUPS, all_declared
from commsim.rules.columns import DISPUTE_KINDS, MONTHLY, RUNGS
from commsim.scenario import library_names, load_scenario
from commsim.scenario.events import Event
from commsim.scenario.mechanisms import Mechanisms
from commsim.scenario.schema import Record, ScenarioData, Title
from commsim.scenario.targets import Target

DASHBOARD = Path(commsim.dashboard.__file__).parent
CALLS = ("say", "note", "words", "plain")


@cache
def shown_texts() -> dict[str, str]:
    """Return every text that can be shown, with one place where it stands."""
    found: dict[str, str] = {}
    for text, place in [*literals(), *declared_texts()]:
        if text:
            found.setdefault(text, place)
    return found


def literals() -> Iterator[tuple[str, str]]:
    """Yield the literals of the dashboard's own files."""
    for path in sorted(DASHBOARD.rglob("*.py")):
        if "words" not in path.relative_to(DASHBOARD).parts:
            yield from literals_of(path.read_text(encoding="utf-8"), path.relative_to(DASHBOARD).as_posix())


def literals_of(source: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the literals of one file, with file and line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node.func) in CALLS and node.args:
            for text in _texts(node.args[0]):
                yield text, f"{name}:{node.lineno}"


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _texts(argument: ast.expr) -> Iterator[str]:
    """Yield the texts an argument can be: a literal, or either branch of ``a if b else c``."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from _texts(argument.body)
        yield from _texts(argument.orelse)


def declared_texts() -> Iterator[tuple[str, str]]:
    """Yield what is declared elsewhere in the package and shown by the dashboard."""
    for one in all_declared():
        yield one.parameter.meaning, one.path
        yield one.parameter.unit, one.path
    for column in MONTHLY:
        yield column.meaning, column.name
        yield column.unit, column.name
    for measure in [*MEASURES.values(), *OUTCOME_MEASURES.values()]:
        yield measure.meaning, measure.name
        yield measure.unit, measure.name
        yield measure.over, measure.name
    for group in GROUPS:
        yield group, "groups of behaviour"
    yield from _events()
    yield from _fields()
    yield from _settings()
    for kind in (*DISPUTE_KINDS, *RUNGS):
        yield kind, "kinds and rungs of disputes"
    for name in Mechanisms.model_fields:
        yield name, "names of mechanisms"
    for lever in LEVERS:
        for text in (lever.label, lever.unit, lever.sentence, *(label for _, label in lever.choices)):
            yield text, f"lever {lever.name}"


def _settings() -> Iterator[tuple[str, str]]:
    """Yield what the settings of every shipped scenario show; names that a scenario gives are its own."""
    for name in library_names():
        scenario = load_scenario(name)
        own = {*scenario.estate_names, *(event.key for event in scenario.data.timeline if event.id)}
        for setting in all_settings(scenario):
            shown = (setting.label, setting.unit, setting.sentence, *setting.choices, *setting.group.split("."))
            for text in shown:
                if text not in own:
                    yield text, f"{name}: {setting.path}"


def _events() -> Iterator[tuple[str, str]]:
    for model in event_models():
        kind = get_args(model.model_fields["event"].annotation)[0]
        yield kind, "kinds of events"
        yield (model.__doc__ or "").splitlines()[0], f"event {kind}"


def event_models() -> tuple[type[BaseModel], ...]:
    """Return the model of each kind of event."""
    return get_args(get_args(Event)[0])


def _fields() -> Iterator[tuple[str, str]]:
    for model in (*models_below(ScenarioData), *event_models()):
        for name, field in model.model_fields.items():
            place = f"{model.__name__}.{name}"
            if model not in (ScenarioData, Title, Target, Record) and name not in ("id", "event", "file"):
                yield name.replace("_", " "), place
            if field.description:
                for text in split_unit(field.description):
                    yield text, place
            for choice in choices(field.annotation):
                yield choice, place


def choices(annotation: Any) -> Iterator[str]:
    """Yield the choices of a field, however its ``Literal`` is wrapped; the one kind of an event is no choice."""
    if get_origin(annotation) is Literal:
        options = get_args(annotation)
        yield from (option for option in options if isinstance(option, str) and len(options) > 1)
    else:
        for part in get_args(annotation):
            yield from choices(part)


def models_below(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return a model and all it is made of, but behaviour, which is declared by its parameters, and the events."""
    found = [model]
    for name, field in model.model_fields.items():
        if name not in ("behaviour", "timeline"):
            for part in _models_in(field.annotation):
                found += [below for below in models_below(part) if below not in found]
    return found


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for part in get_args(annotation):
            yield from _models_in(part)
