"""Region about the command line, read from the declarations of the commands."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from commsim.cli.app import app
from doc_tables import code, doc, table


def commands() -> str:
    """Return every command with its arguments and options."""
    return "\n\n".join(_command(words, callback) for words, callback in every_command())


def every_command() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the words of every command, such as ``commsim scenarios list``, with the function behind it."""
    yield from _commands_of(app, "commsim")
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from _commands_of(group.typer_instance, f"commsim {group.name}")


def _commands_of(group: typer.Typer, words: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for command in group.registered_commands:
        if command.callback is not None:
            yield f"{words} {command.name or command.callback.__name__}", command.callback


def _command(words: str, callback: Callable[..., Any]) -> str:
    hints = get_type_hints(callback, include_extras=True)
    arguments, options = [], []
    for name, parameter in inspect.signature(callback).parameters.items():
        declared = hints[name].__metadata__[0]
        if isinstance(declared, ArgumentInfo):
            arguments.append((code(declared.metavar or name.upper()), declared.help or ""))
        elif isinstance(declared, OptionInfo):
            options.append(
                (code(_option(name, declared, hints[name].__origin__)), _default(parameter), declared.help or "")
            )
    usage = " ".join([words, *("[OPTIONS]" for _ in options[:1]), *(cell.strip("`") for cell, _ in arguments)])
    parts = [f"## {words}", doc(callback).split("\n\nSuch as:")[0], f"```text\n{usage}\n```"]
    parts += [table(("Argument", "Meaning"), arguments)] if arguments else []
    parts += [table(("Option", "Default", "Meaning"), options)] if options else []
    return "\n\n".join(parts)


def _option(name: str, declared: OptionInfo, kind: object) -> str:
    given = [word for word in (declared.default, *(declared.param_decls or ())) if isinstance(word, str)]
    words = ", ".join(given) or f"--{name.replace('_', '-')}"
    if kind is bool:
        return words
    return f"{words} {declared.metavar or ('N' if 'int' in str(kind) else 'TEXT')}"


def _default(parameter: inspect.Parameter) -> str:
    if parameter.default is None or parameter.default is False:
        return "–"
    return "on" if parameter.default is True else code(parameter.default)
