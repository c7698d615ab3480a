"""``commsim run``: run a scenario, show what came out, keep it in a results folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commsim.api import Results, Run, Runs, simulate
from commsim.cli.output import say, say_error, say_json
from commsim.cli.progress import Progress, progress_bar
from commsim.cli.report import print_report
from commsim.draws import check_seed
from commsim.engine.choice import AUTO, check_engine, choose
from commsim.errors import InputError, ResultsExistError, ScenarioError, UnknownNameError
from commsim.results.store import check_folder, free_folder
from commsim.scenario import Scenario, load_scenario
from commsim.study.executors import Task, run_tasks
from commsim.study.processors import cores

TARGET_MISSED = 1


@dataclass(frozen=True)
class Words:
    """What the command line says, as it was written.

    Attributes:
        name: a shipped scenario or a file.
        seed: first seed.
        seeds: number of seeds.
        months: months to run, or None for the scenario's.
        changes: ``PATH=VALUE``, each.
        without: ids of events left out.
        check: a missed target gives exit code 1.
        record: ``households``, or None.
        out: results folder, or None for a free one under ``runs``.
        force: replace an existing results folder.
        jobs: runs side by side, or None for one a processor.
        engine: what runs the model: ``auto``, ``agents`` or ``compiled``.
        twin: run the twin too.
        as_json: write the summary as JSON.
        quiet: write nothing but errors.
    """

    name: str
    seed: int = 1
    seeds: int = 1
    months: int | None = None
    changes: Sequence[str] = ()
    without: Sequence[str] = ()
    check: bool = False
    record: str | None = None
    out: Path | None = None
    force: bool = False
    jobs: int | None = None
    engine: str = AUTO
    twin: bool = True
    as_json: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Request:
    """What is to be run, and where it is kept.

    Attributes:
        scenario: the scenario with all changes.
        twin: the twin with the same changes, or None.
        seeds: seeds, in order.
        folder: results folder, or None for the next free one under ``runs``.
        force: replace an existing results folder.
        jobs: runs side by side.
        engine: what runs the model: ``agents`` or ``compiled``.
    """

    scenario: Scenario
    twin: Scenario | None
    seeds: range
    folder: Path | None
    force: bool
    jobs: int
    engine: str

    @property
    def first_folder(self) -> Path:
        """The results folder, or the first free one at this moment."""
        if self.folder is not None:
            return self.folder
        return self.default_folder if self.force else free_folder(self.default_folder)

    @property
    def default_folder(self) -> Path:
        """``runs/<scenario>-seed<seed>``, or ``-seeds<first>-<last>``."""
        first, last = self.seeds[0], self.seeds[-1]
        which = f"seed{first}" if first == last else f"seeds{first}-{last}"
        return Path("runs") / f"{self.scenario.name}-{which}"


def run_scenario(words: Words) -> int:
    """Run what the command line asks for, print it and keep it.

    Returns:
        exit code: 0, or 1 where a target is missed and that was to be checked.

    Raises:
        InputError: something asked for is not usable; nothing was run.
        StorageError: the results folder cannot be written.
    """
    request = understand(words)
    check_folder(request.first_folder, request.force)
    runs, twins = simulate_request(request, words.quiet)
    folder = keep(request, runs, twins)
    if words.as_json:
        say_json({**runs.summary(), "folder": str(folder)})
    elif not words.quiet:
        print_report(runs, twins)
        say(f"Results:  {folder}")
        say(f"Picture:  {folder / 'figure.png'}")
    missed = [result for result in runs.targets() if not result.met]
    return TARGET_MISSED if words.check and missed else 0


def whole_number(option: str, text: str) -> int:
    """Return the whole number an option was given.

    Raises:
        InputError: it is none.
    """
    try:
        return int(text)
    except ValueError as error:
        raise InputError(f"{option} wants a whole number; got '{text}'") from error


def understand(words: Words) -> Request:
    """Turn the command line into what is to be run.

    Raises:
        InputError: something asked for is not usable.
    """
    scenario = changed_scenario(words)
    if words.check and not scenario.data.targets:
        raise InputError(f"--check: {scenario.name} has no targets for a run of {scenario.data.months} months")
    seeds = seed_range(words.seed, words.seeds)
    if words.jobs is not None and words.jobs < 1:
        raise InputError(f"--jobs is a whole number from 1; got {words.jobs}")
    jobs = cores() if words.jobs is None else words.jobs
    check_engine(words.engine)
    twin = twin_of(scenario, words) if words.twin else None
    worlds = [scenario] if twin is None else [scenario, twin]
    engine = choose(words.engine, [world for world in worlds for _ in seeds], jobs)
    return Request(scenario, twin, seeds, words.out, words.force, jobs, engine)


def changed_scenario(words: Words) -> Scenario:
    """Load a scenario and make the changes the command line asks for.

    Raises:
        InputError: the scenario is not usable, or a change is not.
    """
    scenario = load_scenario(words.name)
    values = parse_changes(words.changes)
    if words.record not in (None, "households"):
        raise InputError(f"--record knows 'households'; got '{words.record}'")
    if words.record is not None:
        values["record.households"] = "true"
    if words.without:
        scenario = scenario.without(*words.without)
    if values:
        scenario = scenario.set_many(values)
    return scenario if words.months is None else scenario.with_months(words.months)


def parse_changes(changes: Sequence[str]) -> dict[str, str]:
    """Return the values of ``--set`` by path.

    Raises:
        InputError: one is not of the form PATH=VALUE, or a path is given twice.
    """
    values: dict[str, str] = {}
    for change in changes:
        path, equals, value = change.partition("=")
        path = path.strip()
        if not equals or not path or not value.strip():
            raise InputError(f"--set wants PATH=VALUE, such as timeline.activate.share=0.3; got '{change}'")
        if path in values:
            raise InputError(f"--set gives '{path}' twice: {values[path]} and {value}")
        values[path] = value
    return values


def twin_of(scenario: Scenario, words: Words) -> Scenario | None:
    """Return the twin of a scenario with those changes that it has a place for, or None if there is no twin."""
    if scenario.data.twin is None:
        return None
    twin = load_scenario(scenario.data.twin)
    events = {event.key for event in twin.data.timeline}
    try:
        shared = [event for event in words.without if event in events]
        twin = twin.without(*shared) if shared else twin
        changes = parse_changes(words.changes).items()
        values = {path: value for path, value in changes if _has_place(twin, path, value)}
        twin = twin.set_many(values) if values else twin
        return twin.with_months(scenario.data.months)
    except ScenarioError as error:
        say_error(f"{error}\nthe twin {twin.name} cannot take these changes and is left out", prefix="note: ")
        return None


def _has_place(twin: Scenario, path: str, value: str) -> bool:
    """Return whether a change of the scenario makes sense in its twin."""
    if path.split(".", maxsplit=1)[0] in ("months", "name", "notes", "record", "targets", "title", "twin"):
        return False
    try:
        twin.set(path, value)
    except UnknownNameError:
        return False
    except ScenarioError:
        return True  # it may be allowed together with the other changes
    return True


def seed_range(seed: int, seeds: int) -> range:
    """Return the seeds ``seed`` to ``seed + seeds - 1``.

    Raises:
        InputError: one of them is no seed, or there are none.
    """
    if not 1 <= seeds <= 1_000_000:
        raise InputError(f"--seeds is a whole number from 1 to 1000000; got {seeds}")
    check_seed(seed)
    check_seed(seed + seeds - 1)
    return range(seed, seed + seeds)


def simulate_request(request: Request, quiet: bool) -> tuple[Results, Results | None]:
    """Do all runs of a request, and of its twin, with a progress bar on a terminal."""
    worlds = [request.scenario] if request.twin is None else [request.scenario, request.twin]
    with progress_bar(request.scenario.name, quiet) as report:
        runs: Sequence[Results]
        if len(request.seeds) == 1:
            runs = _run_here(worlds, request.seeds[0], request.engine, report)
        else:
            tasks = [Task(world, seed) for world in worlds for seed in request.seeds]
            raws = run_tasks(tasks, request.jobs, report, request.engine)
            many = len(request.seeds)
            runs = [Runs(raws[place * many : (place + 1) * many]) for place in range(len(worlds))]
    return runs[0], runs[1] if len(runs) > 1 else None


def _run_here(worlds: Sequence[Scenario], seed: int, engine: str, report: Progress) -> list[Run]:
    """Run worlds one after another in this process, telling the months done in all of them."""

    def telling(place: int) -> Progress:
        return lambda done, months: report(place * months + done, len(worlds) * months)

    return [simulate(world, seed=seed, engine=engine, progress=telling(place)) for place, world in enumerate(worlds)]


def keep(request: Request, runs: Results, twins: Results | None) -> Path:
    """Write the results folder; without a name, the next free one.

    Raises:
        StorageError: it cannot be written.
    """
    while True:
        try:
            return runs.save(request.first_folder, force=request.force, twin=twins)
        except ResultsExistError:
            if request.folder is not None or request.force:
                raise  # otherwise somebody else took the name meanwhile, and the next one is tried
