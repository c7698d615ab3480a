"""Runs of a scenario by the compiled twin: from a scenario and seeds to the same tables as the agents leave.

Estates do not look at each other, so every estate of every run is a task of its own, which any thread may take: the
kernels need no interpreter and hold no lock. Results do not depend on threads or order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from commsim.draws import check_seed
from commsim.engine import columns as c
from commsim.engine.building import build
from commsim.engine.compiling import ready
from commsim.engine.events import EVENT_NUMBER
from commsim.engine.kept import COMPILE_SECONDS
from commsim.engine.month import OUTCOMES, live_kernel
from commsim.engine.plan import EstatePlan, begin, plan_estate
from commsim.engine.record import FINAL_REALS, FINAL_WHOLES
from commsim.engine.standing import HAD_OCCASION, LOGIT, PAID, PAY_DRAW, REVISE_DRAW, REVISED, WAS_BILLED
from commsim.errors import InputError, LedgerError
from commsim.raw import RawRun
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY, MONTHLY_NAMES
from commsim.scenario import Scenario
from commsim.scenario.telling import Happening, tell
from commsim.world import World, scores

Progress = Callable[[int, int], None]


class EstateRun(NamedTuple):
    """What one estate of one run leaves, as arrays; t months, n homes.

    Attributes:
        plan: of the estate; world: its homes as they began.
        whole: int64 ``(t, columns)``, by ``WHOLE_NAMES``; real: float64 ``(t, columns)``, by ``REAL_NAMES``.
        line: int64 ``(lines, LINE_ROWS)``, the log; outcome: int64 ``(OUTCOMES,)``.
        final_whole, final_real: state of the homes at the end, ``(FINAL_WHOLES, n)`` and ``(FINAL_REALS, n)``.
        history_whole, history_real: the same with a month in front, 0 months where histories are not kept.
    """

    plan: EstatePlan
    world: World
    whole: Any
    real: Any
    line: Any
    outcome: Any
    final_whole: Any
    final_real: Any
    history_whole: Any
    history_real: Any


class Watched(NamedTuple):
    """What one household weighed and chose, month by month; t months, row 0 is month 1.

    Attributes:
        standing: float64 ``(t, 13)``, in the order of ``rules.fees.Standing``; NaN in months without a new choice.
        revised: bool ``(t,)``, whether it chose anew; else it repeated its last choice.
        logit: float64 ``(t,)``, log odds that it pays; NaN where it did not choose anew.
        revise_draw: float64 ``(t,)`` in (0, 1): without an occasion it chooses anew where this is below
            ``fees.revise``.
        pay_draw: float64 ``(t,)`` in (0, 1): it pays where this is below the chance of the log odds. Both draws are its
            luck of the month, needed or not; NaN while the mechanism ``fees`` is off.
        occasion: bool ``(t,)``, whether it had an occasion: a visit, a suit, a new dispute or another payee.
        pays: bool ``(t,)``, its choice as it stands after the month's decision.
        billed: bool ``(t,)``, whether a bill was issued to it.
    """

    standing: Any
    revised: Any
    logit: Any
    revise_draw: Any
    pay_draw: Any
    occasion: Any
    pays: Any
    billed: Any


def run_estate(plan: EstatePlan, seed: int) -> EstateRun:
    """Run one estate under one seed.

    Args:
        plan: of the estate.
        seed: 0 to 2**64 - 1.

    Raises:
        LedgerError: a fault of the model: money was to be moved that is not there.
    """
    recorded = plan.scenario.data.record.households
    return _lived(plan, seed, plan.scenario.data.months if recorded else 0)[0]


def watch_estate(plan: EstatePlan, seed: int, household: int) -> Watched:
    """Run one estate under one seed and tell what one household weighed and chose each month.

    The run is that of :func:`run_estate`; nobody is watched there, which costs nothing.

    Args:
        plan: of the estate.
        seed: 0 to 2**64 - 1.
        household: number in the estate, from 0.

    Raises:
        InputError: there is no such household.
        SeedError: no such seed.
        LedgerError: a fault of the model, as for :func:`run_estate`.
    """
    _, estate = _lived(plan, check_seed(seed), 0, _check_household(plan, household))
    found = estate.watched.T
    flags = found[[REVISED, HAD_OCCASION, PAID, WAS_BILLED]] != 0.0
    return Watched(
        standing=found[:LOGIT].T.copy(),
        revised=flags[0],
        logit=found[LOGIT].copy(),
        revise_draw=found[REVISE_DRAW].copy(),
        pay_draw=found[PAY_DRAW].copy(),
        occasion=flags[1],
        pays=flags[2],
        billed=flags[3],
    )


def _check_household(plan: EstatePlan, household: object) -> int:
    """Return the number of a household if the estate has it, else raise ``InputError``."""
    name = plan.scenario.estate_names[plan.estate]
    settings = plan.scenario.data.estates[name]
    size = settings.homes + settings.shops
    if isinstance(household, int | np.integer) and not isinstance(household, bool) and 0 <= household < size:
        return int(household)
    raise InputError(f"household: {household!r} is not in {name}; give a whole number from 0 to {size - 1}")


def _lived(plan: EstatePlan, seed: int, kept: int, watched: int = -1) -> tuple[EstateRun, c.Estate]:
    """Return a run of an estate, and its columns as they stand after it.

    Args:
        plan, seed: what to run.
        kept: months of the households' histories, all or none.
        watched: the home whose choices are kept, or -1.
    """
    world = build(plan.world, seed)
    rank = np.array([scores(world, name) for name in plan.strategies]).reshape(-1, world.households)  # type: ignore[arg-type]
    homes, estate = begin(plan, world, seed, rank, watched)
    n = world.households
    outcome = np.zeros(OUTCOMES, np.int64)
    final_whole, final_real = np.empty((FINAL_WHOLES, n), np.int32), np.empty((FINAL_REALS, n))
    history_whole = np.empty((kept, FINAL_WHOLES, n), np.int32)
    history_real = np.empty((kept, FINAL_REALS, n))
    live_kernel(
        homes,
        estate,
        world.hours_u,
        world.motivation_u,
        outcome,
        final_whole,
        final_real,
        history_whole,
        history_real,
        plan.behaviour,
    )
    fault = int(estate.count[c.BROKEN])
    if fault:
        month = int(estate.count[c.MONTH])
        raise LedgerError(f"{plan.scenario.estate_names[plan.estate]}, month {month}, seed {seed}: {c.FAULTS[fault]}")
    line, whole, real = estate.line[: outcome[0]], estate.whole_out, estate.real_out
    states = final_whole, final_real, history_whole, history_real
    return EstateRun(plan, world, whole, real, line, outcome, *states), estate


def simulate_compiled(scenario: Scenario, seed: int, progress: Progress | None = None, threads: int = 1) -> RawRun:
    """Run a scenario under one seed; the tables are those of ``simulate_agents``, bit for bit.

    Args:
        scenario: what to simulate.
        seed: 0 to 2**64 - 1.
        progress: told months lived and months in all, estate by estate.
        threads: estates run at the same time, at least 1.

    Raises:
        SeedError: no such seed.
        LedgerError: a fault of the model.
    """
    months = scenario.data.months
    plans = plan_scenario(scenario)

    def report(done: int, total: int) -> None:
        if progress is not None:
            progress(months * done // total, months)

    runs = _all(plans, [check_seed(seed)], threads, report)
    return raw_run(scenario, seed, runs)


def simulate_many(
    scenario: Scenario, seeds: Iterable[int], threads: int = 1, progress: Progress | None = None
) -> list[RawRun]:
    """Run a scenario under several seeds, in the order of the seeds.

    Args:
        scenario: what to simulate.
        seeds: each 0 to 2**64 - 1.
        threads: runs at the same time, at least 1.
        progress: told runs done and runs in all.

    Raises:
        SeedError: no such seed.
        LedgerError: a fault of the model.
    """
    plans, numbers = plan_scenario(scenario), [check_seed(seed) for seed in seeds]

    def report(done: int, _: int) -> None:
        if progress is not None and done % len(plans) == 0:
            progress(done // len(plans), len(numbers))

    runs = _all(plans, numbers, threads, report)
    width = len(plans)
    return [raw_run(scenario, seed, runs[n * width : (n + 1) * width]) for n, seed in enumerate(numbers)]


def plan_scenario(scenario: Scenario) -> list[EstatePlan]:
    """Return the plans of all estates of a scenario; they serve any number of seeds."""
    return [plan_estate(scenario, index) for index in range(len(scenario.estate_names))]


def _all(plans: Sequence[EstatePlan], seeds: Sequence[int], threads: int, report: Progress) -> list[EstateRun]:
    tasks = [(plan, seed) for seed in seeds for plan in plans]
    if threads <= 1 or len(tasks) == 1:
        runs = []
        for task in tasks:
            runs.append(run_estate(*task))
            report(len(runs), len(tasks))
        return runs
    runs = []
    if not ready.issuperset(COMPILE_SECONDS):  # in this thread, which can be interrupted while it compiles
        runs.append(run_estate(*tasks[0]))
        report(1, len(tasks))
    with ThreadPoolExecutor(min(threads, len(tasks))) as pool:
        try:
            for run in pool.map(lambda task: run_estate(*task), tasks[len(runs) :]):
                runs.append(run)
                report(len(runs), len(tasks))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return runs


# --- from arrays to plain tables
# ----------------------------------------------------------------------------------------------

_PLACE = {name: (True, n) for n, name in enumerate(c.WHOLE_NAMES)} | {
    name: (False, n) for n, name in enumerate(c.REAL_NAMES)
}
_FLAGS = ("shop", "member", "legacy", "active", "pays", "ever_visited")
_WHOLE_STATE: tuple[str, ...] = ("active", "pays", "visitor", "months_since_paid", "months_since_took_part")
_WHOLE_STATE += ("dispute_payee", "dispute_neighbour", "ever_visited", "voice")
_REAL_STATE = ("arrears_months", "norm", "trust_payee", "trust_self", "belonging", "visitor_tie", "motivation")
_OF_WORLD = {name: "kind" if name == "type" else name for name in HOUSEHOLD_FINAL if name not in _WHOLE_STATE}
_OF_WORLD = {name: field for name, field in _OF_WORLD.items() if name not in _REAL_STATE}


def raw_run(scenario: Scenario, seed: int, runs: Sequence[EstateRun]) -> RawRun:
    """Return the tables of one run, from the runs of its estates in the scenario's order."""
    names = scenario.estate_names
    monthly: dict[str, list[Any]] = {name: [] for name in ("estate", "month", *MONTHLY_NAMES)}
    households: dict[str, list[Any]] = {name: [] for name in ("estate", "household", *HOUSEHOLD_FINAL)}
    keep = scenario.data.record.households
    history: dict[str, list[Any]] = {name: [] for name in ("estate", "month", "household", *HOUSEHOLD_FINAL)}
    for name, run in zip(names, runs, strict=True):
        months, n = run.whole.shape[0], run.world.households
        monthly["estate"] += [name] * months
        monthly["month"] += range(1, months + 1)
        for column in MONTHLY:
            whole, place = _PLACE[column.name]
            monthly[column.name] += (run.whole if whole else run.real)[:, place].tolist()
        households["estate"] += [name] * n
        households["household"] += range(n)
        _add_state(households, run.world, run.final_whole, run.final_real)
        for month in range(run.history_whole.shape[0]):
            history["estate"] += [name] * n
            history["month"] += [month + 1] * n
            history["household"] += range(n)
            _add_state(history, run.world, run.history_whole[month], run.history_real[month])
    return RawRun(
        scenario=scenario,
        seed=seed,
        estates=tuple(names),
        monthly=monthly,
        households=households,
        history=history if keep else None,
        events=_events(scenario, runs),
        outcomes={name: _outcome(run.outcome.tolist()) for name, run in zip(names, runs, strict=True)},
    )


def _add_state(table: dict[str, list[Any]], world: World, whole: Any, real: Any) -> None:
    for name, field in _OF_WORLD.items():
        table[name] += getattr(world, field).tolist()
    for row, name in enumerate(_WHOLE_STATE):
        table[name] += (whole[row] != 0 if name in _FLAGS else whole[row]).tolist()
    for row, name in enumerate(_REAL_STATE):
        table[name] += real[row].tolist()


def _events(scenario: Scenario, runs: Sequence[EstateRun]) -> list[dict[str, Any]]:
    """Return the log of all estates, month by month, in a month estate by estate."""
    found = []
    for index, run in enumerate(runs):
        for order, (month, row, happening, *numbers) in enumerate(run.line.tolist()):
            event = scenario.data.timeline[run.plan.event[row, EVENT_NUMBER]] if row >= 0 else None
            told = tell(Happening(happening), event, *numbers)
            key = event.key if event is not None else "company"
            entry = {"month": month, "estate": scenario.estate_names[index], "event": key}
            found.append(((month, index, order), entry | {"text": told.text, "ok": told.ok}))
    return [entry for _, entry in sorted(found, key=lambda one: one[0])]


def _outcome(facts: list[int]) -> dict[str, object]:
    _, started, ended, by, serving, company, committee = facts
    return {
        "effort_started_month": started,
        "effort_ended_month": ended,
        "effort_ended_by": c.EFFORT_ENDS[by],
        "members_active_at_end": serving,
        "company_at_end": bool(company),
        "committee_at_end": bool(committee),
    }
