"""The full model, Mesa driver against compiled: ``python -m benchmarks full``."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import pictures
from benchmarks.engines import AGENTS, COMPILED, ENGINES
from benchmarks.equality import check_runs
from benchmarks.lives import SHORT, Contestant, Lives, Ratio, measure_lives, section, singles
from benchmarks.report import Report
from benchmarks.sizes import sized
from benchmarks.timing import Effort, Progress
from commsim.api import simulate
from commsim.scenario import Scenario

SEED = 1
SCENARIOS = ("typical-estate", "tianhu-garden")
TITLES = {AGENTS: "Mesa driver", COMPILED: "compiled"}
RATIOS = (Ratio(AGENTS, COMPILED, "at least 100, 300 wanted", least=100.0),)
INTRODUCTION = """\
`simulate()` of a loaded scenario, world building included, one thread; both drivers gave the same bits for the measured
scenario and seed before they were timed. Every mechanism acts; in tianhu-garden its whole timeline too. Estates are
scaled: homes, shops, buildings, parking, income and staff hours together. Times are nanoseconds a household-month:
least, median and spread over {repetitions} repetitions in turns. *Months only* is the whole run less a run of one
month.
"""


def check(scenario: Scenario, seed: int = SEED) -> None:
    """Check that both engines give the same bits.

    Raises:
        UnequalError: they do not.
    """
    expected, found = (simulate(scenario, seed=seed, engine=engine).raws[0] for engine in ENGINES)
    check_runs(expected, found, COMPILED)


def contestants(scenario: Scenario, seed: int = SEED) -> list[Contestant]:
    """Return the engines, ready to live the scenario's months or one."""
    scenarios = {scenario.data.months: scenario, SHORT: scenario.with_months(SHORT)}

    def ours(engine: str) -> Contestant:
        return Contestant(
            engine, TITLES[engine], lambda months: simulate(scenarios[months], seed=seed, engine=engine), settles=True
        )

    return [ours(engine) for engine in ENGINES]


def benchmark(sizes: Sequence[int], months: int | None, effort: Effort, tell: Progress) -> Report:
    """Check, measure and report the full model.

    Args:
        sizes: households of one estate.
        months: months of a run; None for what each scenario says.
        effort: how long to measure.
        tell: told what is going on.

    Raises:
        UnequalError: the drivers differ; nothing is measured.
    """
    sections, measured = [], []
    drawn: dict[str, Lives] = {}
    for name in SCENARIOS:
        for households in sizes:
            scenario = sized(name, households, months)
            tell(f"checking that both drivers agree on {name}, {households} households")
            check(scenario)
            field = contestants(scenario)
            lives = measure_lives(field, households, scenario.data.months, effort, tell)
            heading = f"{name}, {households:,} households, {scenario.data.months} months"
            sections.append(section(heading, RATIOS, field, lives))
            measured += singles(name, lives)
            drawn |= {f"{name}, {households:,}, {TITLES[engine]}": its for engine, its in lives.items()}
    text = INTRODUCTION.format(repetitions=effort.repetitions)
    picture = pictures.draw_lives("The full model", drawn)
    return Report(
        "full",
        "The full model: Mesa driver and compiled",
        "\n".join([text, *sections]).strip() + "\n",
        measured,
        picture,
    )
