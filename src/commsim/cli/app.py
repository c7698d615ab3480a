"""The commands: their words and options. What a command does stands in its own file, loaded when it is called.

The model, pandas and pydantic take a second or two to load, which ``commsim --help`` and a mistyped option need not
wait for; hence the imports inside the functions here, and nowhere else.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commsim import __version__
from commsim.cli.casebook import casebook
from commsim.cli.dashboard import dashboard
from commsim.cli.output import ENGINE_HELP, ENGINE_WORDS, say
from commsim.cli.reproduce import reproduce
from commsim.cli.study_report import report
from commsim.cli.sweep import sweep
from commsim.cli.verify import verify

WORDS = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    help="Simulate fee compliance and self-governance in residential estates.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings=WORDS,
)
scenarios = typer.Typer(help="The shipped scenarios: list, show, copy, and the schema of files.", no_args_is_help=True)
app.add_typer(scenarios, name="scenarios")

Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a shipped scenario.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


def _show_version(asked: bool) -> None:
    if asked:
        say(f"commsim {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Simulate fee compliance and self-governance in residential estates.

    Begin with: commsim run tianhu-garden
    """


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A shipped scenario, or a scenario file.")],
    seed: Annotated[str, typer.Option(metavar="SEED", help="First seed, 0 to 2^64 - 1.")] = "1",
    seeds: Annotated[str, typer.Option(metavar="N", help="How many seeds: SEED to SEED + N - 1.")] = "1",
    months: Annotated[
        str | None, typer.Option(metavar="M", help="Months to run, 1 to 1200; by default the scenario's.")
    ] = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value; may be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="EVENT-ID", help="Leave an event out; may be repeated.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit code 1 if a target is missed.")] = False,
    record: Annotated[str | None, typer.Option(metavar="households", help="Keep every household's history.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Results folder; by default a new one under runs/.")
    ] = None,
    force: Force = False,
    jobs: Annotated[
        str | None, typer.Option(metavar="N", help="Runs side by side; by default one a processor.")
    ] = None,
    engine: Annotated[str, typer.Option(metavar=ENGINE_WORDS, help=ENGINE_HELP)] = "auto",
    twin: Annotated[bool, typer.Option("--twin/--no-twin", help="Also run the twin, drawn in grey.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Write the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Write nothing but errors.")] = False,
) -> int:
    """Run a scenario; print a table a year and its targets; write a results folder.

    Such as: commsim run tianhu-garden --seeds 20 --set timeline.activate.share=0.3
    """
    from commsim.cli.run import Words, run_scenario, whole_number

    return run_scenario(
        Words(
            scenario,
            whole_number("--seed", seed),
            whole_number("--seeds", seeds),
            None if months is None else whole_number("--months", months),
            tuple(changes or ()),
            tuple(without or ()),
            check,
            record,
            out,
            force,
            None if jobs is None else whole_number("--jobs", jobs),
            engine,
            twin,
            as_json,
            quiet,
        )
    )


@scenarios.command("list")
def list_(
    names: Annotated[bool, typer.Option("--names", help="Names only, one a line.")] = False, as_json: Json = False
) -> None:
    """List the shipped scenarios."""
    from commsim.cli.scenarios import list_scenarios

    list_scenarios(names, as_json)


@scenarios.command()
def show(
    name: Name,
    resolved: Annotated[bool, typer.Option("--resolved", help="Every value, defaults written out.")] = False,
    as_json: Json = False,
) -> None:
    """Show a shipped scenario's file."""
    from commsim.cli.scenarios import show_scenario

    show_scenario(name, resolved, as_json)


@scenarios.command()
def schema(
    study: Annotated[bool, typer.Option("--study", help="The schema of study files instead.")] = False,
) -> None:
    """Write the JSON Schema of scenario files, for editors."""
    from commsim.cli.scenarios import write_schema

    write_schema(study)


@scenarios.command()
def copy(
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write, such as mine.yaml.")],
    force: Force = False,
) -> None:
    """Copy a shipped scenario to a file of your own, to change and run it."""
    from commsim.cli.scenarios import copy_scenario

    copy_scenario(name, file, force)


@app.command()
def validate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Scenario file, or the name of a shipped scenario.")],
    as_json: Json = False,
) -> int:
    """Check a scenario file: every problem with its line and what is allowed."""
    from commsim.cli.validate import validate_file

    return validate_file(file, as_json)


@app.command()
def parameters(
    group: Annotated[str | None, typer.Argument(metavar="[GROUP]", help="A rule's name, or 'measures'.")] = None,
    as_json: Json = False,
) -> None:
    """List behaviour parameters (default, range, unit, meaning, source), or the measures."""
    from commsim.cli.parameters import list_parameters

    list_parameters(group, as_json)


@app.command()
def explain(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="A rule's name; without it, the list.")] = None,
    as_json: Json = False,
) -> None:
    """Explain a rule: meaning, equation, parameters and sources."""
    from commsim.cli.explain import explain_rule

    explain_rule(rule, as_json)


app.command()(sweep)
app.command()(report)
app.command()(verify)
app.command()(reproduce)
app.command()(casebook)
app.command()(dashboard)
