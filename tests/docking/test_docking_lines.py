"""No line of a month's code is left out by the stories: what never runs proves nothing about another engine."""

from __future__ import annotations

import sys
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType

import pytest

import commsim
from commsim.agents import simulate_agents
from tests.support.stories import story_scenarios

FOLDERS = tuple(str(Path(commsim.__file__).parent / name) for name in ("agents", "rules"))
NOT_IN_A_RUN = {
    ("model.py", "network"): "asked for by a student",
    ("model.py", "space"): "asked for by a student",
    ("model.py", "estate"): "asked for by a student",
    ("bills.py", "total"): "asked for by a student",
    ("network.py", "to_networkx"): "asked for by a student",
    ("network.py", "<genexpr>"): "of to_networkx",
    ("model.py", "run"): "progress is not asked for",
    ("member.py", "member_class"): "residents are of the usual class",
    ("member.py", "volunteer_class"): "residents are of the usual class",
    ("ledger.py", "post"): "refuses what is a fault of the model",
    ("fees.py", "payment_terms"): "to be looked at, asked for by a student",
    ("measures.py", "annual_per_100"): "of tables, not of runs",
    ("parameters.py", "declared"): "of the schema, not of runs",
    ("parameters.py", "path"): "of the schema, not of runs",
    ("__init__.py", "all_declared"): "of the schema, not of runs",
    ("columns.py", "_int"): "runs when it is loaded",
    ("columns.py", "_float"): "runs when it is loaded",
    ("columns.py", "<genexpr>"): "runs when it is loaded",
    ("__init__.py", "<dictcomp>"): "runs when it is loaded",
    ("arithmetic.py", "share_of"): "holds back a part that rounding made greater than the whole, which takes 2**53 fen",
    ("company.py", "felt_effort"): "a suit is always felt for a month at least, before this is asked",
    ("company.py", "step_cost_yuan"): "is not asked what no step costs",
}
"""Functions some of whose lines no run executes, and why."""


def lines_of(code: CodeType, function: str = "") -> dict[int, str]:
    """Return the lines of the functions in some code, each with the name of its function."""
    found: dict[int, str] = {}
    if code.co_flags & CO_OPTIMIZED:
        lines = {line for _, _, line in code.co_lines() if line is not None and line > code.co_firstlineno}
        found |= dict.fromkeys(lines, function)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= lines_of(inner, inner.co_name)
    return found


def lines_run() -> set[tuple[str, int]]:
    """Return file and number of every line that some story executes."""
    found: set[tuple[str, int]] = set()

    def of_a_function(frame, event, _argument):
        found.add((frame.f_code.co_filename, frame.f_lineno))
        return of_a_function

    def of_a_call(frame, event, _argument):
        return of_a_function if frame.f_code.co_filename.startswith(FOLDERS) else None

    before = sys.gettrace()
    scenarios = story_scenarios()
    sys.settrace(of_a_call)
    try:
        for scenario in scenarios.values():
            for seed in (0, 2**64 - 1):
                simulate_agents(scenario, seed)
    finally:
        sys.settrace(before)
    return found


@pytest.mark.slow
def test_every_line_of_a_month_is_run_by_some_story():
    executed = lines_run()
    missing = {}
    for folder in FOLDERS:
        for file in Path(folder).glob("*.py"):
            code = compile(file.read_text(encoding="utf-8"), str(file), "exec")
            for line, function in lines_of(code).items():
                if (str(file), line) not in executed:
                    missing.setdefault((file.name, function), []).append(line)
    assert {place: lines for place, lines in missing.items() if place not in NOT_IN_A_RUN} == {}
    # Which lines belong to a comprehension differs between versions of Python.
    assert {place for place in NOT_IN_A_RUN if not place[1].startswith("<")} <= set(missing)
