"""A sweep of 10,000 runs: ``python -m benchmarks sweep``.

How much of its time is the engine's, what a second thread gives, and the same sweep by Mesa's own batch run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from benchmarks.report import Report, Single, interval, table
from benchmarks.timing import Effort, Progress, Spread, ratios, spread
from commsim.engine import run as engine
from commsim.engine.choice import COMPILED
from commsim.study.definition import Study
from commsim.study.loading import load_study
from commsim.study.results import StudyResults
from commsim.study.sweep import run_study

STUDY = Path(__file__).with_name("sweep.yaml")
ENGINE_SHARE, TWO_THREADS = 0.80, 1.8
MESA_RUNS = 20
KNOWN_MONTHS = 2
"""Last months whose bills may still be paid in time: Mesa's batch run does not wait for them."""

INTRODUCTION = """\
`commsim.run_study` on {points} points x {replicates} replicates = {runs:,} runs of one estate of {households}
households over {months} months, {measures} measures a run, results written to the disk block by block. Before anything
was timed, one thread and two gave the same table, and Mesa's batch run the same fee rates, month by month. The
repetitions go in turns.
"""


class Engine(NamedTuple):
    """What a sweep took.

    Attributes:
        whole: seconds.
        engine: of these, within calls of the engine, summed over threads.
    """

    whole: float
    engine: float


def benchmark(replicates: int | None, mesa_runs: int, effort: Effort, tell: Progress, scratch: Path) -> Report:
    """Check, measure and report.

    Args:
        replicates: of each point; None for what the study says.
        mesa_runs: runs that Mesa's batch run is measured on.
        effort: how many repetitions.
        tell: told what is going on.
        scratch: folder for the results of the sweeps.

    Raises:
        AssertionError: threads or tools do not agree; nothing is measured.
    """
    study = load_study(STUDY)
    if replicates is not None:
        study = study.with_replicates(replicates)
    tell("checking that threads and Mesa's batch run give the same")
    check(study, mesa_runs)
    found: dict[int, list[Engine]] = {1: [], 2: []}
    mesa: list[float] = []
    for repetition in range(effort.repetitions):
        for threads in (1, 2) if repetition % 2 == 0 else (2, 1):
            tell(f"repetition {repetition + 1} of {effort.repetitions}: {threads} thread(s), {study.runs:,} runs")
            found[threads].append(timed_sweep(study, threads, scratch / f"{repetition}-{threads}"))
        tell(f"repetition {repetition + 1} of {effort.repetitions}: Mesa's batch run, {mesa_runs} runs")
        mesa.append(_seconds(lambda: batch_run(study, mesa_runs)) / mesa_runs * study.runs)
    scenario = study.scenario(0)
    text = INTRODUCTION.format(
        points=len(study.points),
        replicates=study.replicates,
        runs=study.runs,
        households=scenario.data.estates["main"].homes,
        months=scenario.data.months,
        measures=len(study.data.measures),
    )
    text += "\n" + "\n".join([_times(study, found, mesa, mesa_runs), _ratios(found, mesa)])
    return Report("sweep", "A sweep of ten thousand runs", text, _singles(study, found, mesa), None)


def check(study: Study, mesa_runs: int) -> None:
    """Check that one thread and two give the same table, and Mesa's batch run the same fee rates.

    Raises:
        AssertionError: they do not.
    """
    few = study.with_replicates(min(study.replicates, 2))
    one, two = (run_study(few, jobs=threads, engine=COMPILED).runs for threads in (1, 2))
    assert one.equals(two), "one thread and two give different tables"
    scenario = study.scenario(0)
    known = scenario.data.months - KNOWN_MONTHS
    rows = batch_run(study, min(mesa_runs, 2))
    for number_, seed in enumerate(study.seed(0, replicate) for replicate in range(min(mesa_runs, 2))):
        ours = engine.simulate_compiled(scenario, seed).monthly["fee_rate"][:known]
        theirs = [row["fee_rate"] for row in rows if row["RunId"] == number_][:known]
        assert repr(ours) == repr(theirs), f"Mesa's batch run gives other fee rates under seed {seed}"


def batch_run(study: Study, runs: int) -> list[dict[str, Any]]:
    """Do the first runs of a study's first point by Mesa's own batch run, its months collected."""
    # The benchmark is of Mesa's own runner, which Mesa 4 no longer has.
    from mesa.batchrunner import batch_run as mesa_batch_run  # noqa: PLC0415

    from commsim.agents import CommunityModel  # noqa: PLC0415

    scenario = study.scenario(0)
    seeds = list(islice((study.seed(0, replicate) for replicate in range(study.replicates)), runs))
    found: list[dict[str, Any]] = mesa_batch_run(
        CommunityModel,
        parameters={"scenario": [scenario], "luck": seeds},
        number_processes=1,
        data_collection_period=1,
        max_steps=scenario.data.months - 1,
        display_progress=False,
    )
    return found


def timed_sweep(study: Study, threads: int, folder: Path) -> Engine:
    """Do a study into a folder and return its time, and that of the engine in it."""
    spent: list[float] = []
    plain = engine.run_estate

    def run_estate(*words: Any) -> Any:
        begin = perf_counter()
        try:
            return plain(*words)
        finally:
            spent.append(perf_counter() - begin)

    engine.run_estate = run_estate
    try:
        whole = _seconds(lambda: run_study(study, folder, jobs=threads, engine=COMPILED))
    finally:
        engine.run_estate = plain
    total = 0.0
    for seconds in spent:
        total += seconds
    return Engine(whole, total)


def _seconds(task: Callable[[], StudyResults | list[dict[str, Any]]]) -> float:
    begin = perf_counter()
    task()
    return perf_counter() - begin


def _times(study: Study, found: dict[int, list[Engine]], mesa: Sequence[float], mesa_runs: int) -> str:
    rows = []
    for threads, title in ((1, "commsim sweep, one thread"), (2, "commsim sweep, two threads")):
        whole = spread([one.whole for one in found[threads]])
        each = spread([one.whole / study.runs * 1e3 for one in found[threads]])
        rows.append((title, interval(whole), interval(each)))
    whole, each = spread(mesa), spread([seconds / study.runs * 1e3 for seconds in mesa])
    rows.append((f"Mesa's batch run, one process, extrapolated from {mesa_runs} runs", interval(whole), interval(each)))
    return table(("", f"{study.runs:,} runs, seconds", "ms a run"), rows)


def _ratios(found: dict[int, list[Engine]], mesa: Sequence[float]) -> str:
    share = spread([one.engine / one.whole for one in found[1]])
    gain = spread(ratios([one.whole for one in found[1]], [two.whole for two in found[2]]))
    rows = [
        (
            "Time in the engine, one thread (share)",
            interval(share),
            f"at least {ENGINE_SHARE}",
            _met(share, ENGINE_SHARE),
        ),
        ("Two threads over one", interval(gain), f"at least {TWO_THREADS}", _met(gain, TWO_THREADS)),
    ]
    for threads in (1, 2):
        faster = spread(ratios(mesa, [one.whole for one in found[threads]]))
        rows.append((f"Mesa's batch run over commsim sweep, {threads} thread(s)", interval(faster), "", ""))
    return table(("", "Ratio", "Asked for", "Met"), rows)


def _met(figure: Spread, least: float) -> str:
    return "yes" if figure.median >= least else "no"


def _singles(study: Study, found: dict[int, list[Engine]], mesa: Sequence[float]) -> list[Single]:
    scenario = study.scenario(0)
    households, months = scenario.data.estates["main"].homes, scenario.data.months
    singles = []
    for threads, sweeps in found.items():
        name = f"commsim sweep, {threads} thread(s)"
        for place, one in enumerate(sweeps, start=1):
            singles.append(Single("hongyun", name, households, months, "sweep", place, one.whole, "seconds"))
            singles.append(Single("hongyun", name, households, months, "in the engine", place, one.engine, "seconds"))
    for place, seconds in enumerate(mesa, start=1):
        singles.append(
            Single("hongyun", "Mesa batch run", households, months, "extrapolated", place, seconds, "seconds")
        )
    return singles
