"""The core model in every tool, side by side: ``python -m benchmarks core``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks import pictures
from benchmarks.core_model import CoreInputs, CoreResult, core_inputs, core_scenario
from benchmarks.engines import AGENTS, COMPILED, core_result
from benchmarks.equality import UnequalError, check_core
from benchmarks.implementations import floor, frames, numpy_scipy, plain_mesa
from benchmarks.lives import SHORT, Contestant, Ratio, measure_lives, section, singles
from benchmarks.report import Report, Single
from benchmarks.timing import Effort, Progress
from commsim.api import simulate

SEED = 1
CHECKED_MONTHS = 24
TITLES = {
    AGENTS: "commsim, Mesa driver",
    COMPILED: "commsim, compiled",
    "plain-mesa": "plain Mesa",
    "plain-mesa-thrifty": "plain Mesa, constants computed once",
    "mesa-frames": "mesa-frames",
    "numpy": "NumPy/SciPy",
    "numpy-own-luck": "NumPy/SciPy with NumPy's own draws",
    "floor": "memory floor: gather neighbours only",
}
RATIOS = (
    Ratio(AGENTS, COMPILED, "at least 100, 300 wanted", least=100.0),
    Ratio("plain-mesa", COMPILED),
    Ratio("plain-mesa-thrifty", COMPILED),
    Ratio("mesa-frames", COMPILED),
    Ratio("numpy", COMPILED, "at least 3", least=3.0),
    Ratio("numpy-own-luck", COMPILED),
    Ratio(COMPILED, "floor", "at most 4, 1.5 wanted", most=4.0),
    Ratio(AGENTS, "plain-mesa", "at most 2", most=2.0),
    Ratio("plain-mesa", "numpy"),
    Ratio("plain-mesa", "floor"),
    Ratio("numpy", "floor"),
    Ratio("numpy-own-luck", "floor"),
)
RIVALS: Mapping[str, Callable[..., CoreResult]] = {
    "plain-mesa": plain_mesa.run,
    "plain-mesa-thrifty": plain_mesa.run_thrifty,
    "mesa-frames": frames.run,
    "numpy": numpy_scipy.run,
}
INTRODUCTION = """\
The core model (`benchmarks/core-model.md`), one thread each. All but the last two gave the same answer before they were
timed: who pays, in each of {checked} months, and the fee rate. Times are nanoseconds a household-month: least, median
and spread over {repetitions} repetitions in turns. A *whole run* of ours is `simulate()` of a loaded scenario, world
building included, and it lives two months more than it reports; the others are given the world's columns, and their
whole run has only what they make of them. *Months only* is the whole run less a run of one month.
"""


class Size(NamedTuple):
    """One estate of the core model.

    Attributes:
        households: homes of the estate.
        months: months of a run.
    """

    households: int
    months: int


def left_out() -> dict[str, str]:
    """Return the contestants that cannot run here, each with the reason."""
    return {} if frames.is_installed() else {"mesa-frames": frames.MISSING}


def check(size: Size, seed: int = SEED) -> list[str]:
    """Check that all implementations agree; return the names of those that were checked.

    Raises:
        UnequalError: one does not.
    """
    scenario = core_scenario(size.households, size.months)
    inputs = core_inputs(scenario, seed)
    expected = core_result(scenario, seed, AGENTS, keep_who=True)
    check_core(expected, core_result(scenario, seed, COMPILED, keep_who=True), COMPILED)
    checked = [AGENTS, COMPILED]
    for name in [name for name in RIVALS if name not in left_out()]:
        check_core(expected, RIVALS[name](inputs, keep_who=True), name)
        checked.append(name)
    check_floor(inputs)
    return [*checked, "floor"]


def check_floor(inputs: CoreInputs) -> None:
    """Check that the memory floor gathers what it should.

    Raises:
        UnequalError: it does not.
    """
    world = inputs.world
    seen = world.weight[world.edge_of] * world.pays[world.neighbours]
    owner = np.repeat(np.arange(world.households), np.diff(world.indptr))
    expected = np.bincount(owner, weights=seen, minlength=world.households)
    if not np.array_equal(floor.run(inputs), expected):
        raise UnequalError("floor: the sums over neighbours differ")


def contestants(size: Size, seed: int = SEED) -> list[Contestant]:
    """Return all that can run here, ready to live ``size.months`` months or one."""
    scenarios = {months: core_scenario(size.households, months) for months in (size.months, SHORT)}
    whole = core_inputs(scenarios[size.months], seed)
    inputs = {size.months: whole, SHORT: core_inputs(scenarios[SHORT], seed, whole.world)}

    def ours(engine: str) -> Contestant:
        def live(months: int) -> object:
            return simulate(scenarios[months], seed=seed, engine=engine)

        return Contestant(engine, TITLES[engine], live, settles=True)

    def rival(name: str, run: Callable[[CoreInputs], object], sets_up: bool = True) -> Contestant:
        return Contestant(name, TITLES[name], lambda months: run(inputs[months]), sets_up=sets_up)

    every = [
        ours(AGENTS),
        ours(COMPILED),
        *(rival(name, run) for name, run in RIVALS.items()),
        rival("numpy-own-luck", numpy_scipy.run_own_luck),
        rival("floor", floor.run, sets_up=False),
    ]
    return [one for one in every if one.name not in left_out()]


def benchmark(sizes: Sequence[Size], effort: Effort, tell: Progress) -> Report:
    """Check, measure and report the core model at some sizes.

    Raises:
        UnequalError: an implementation gives another answer; nothing is measured.
    """
    sections, found = [], []
    for size in sizes:
        tell(f"checking that all agree on {size.households} households")
        check(Size(size.households, min(size.months, CHECKED_MONTHS)))
        field = contestants(size)
        lives = measure_lives(field, size.households, size.months, effort, tell)
        heading = f"{size.households:,} households, {size.months} months"
        sections.append(section(heading, RATIOS, field, lives))
        found.append((size, lives))
    reasons = "".join(f"- {TITLES[name]}: {reason}\n" for name, reason in left_out().items())
    text = INTRODUCTION.format(checked=CHECKED_MONTHS, repetitions=effort.repetitions)
    measured: list[Single] = [row for size, lives in found for row in singles(f"core {size.households}", lives)]
    size, lives = found[0]
    picture = pictures.draw_lives(
        f"The core model, {size.households:,} households", {TITLES[name]: its for name, its in lives.items()}
    )
    return Report(
        "core", "The core model, side by side", "\n".join([text, reasons, *sections]).strip() + "\n", measured, picture
    )
