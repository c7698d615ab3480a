"""Every command and every piece of code on a page runs, in the order in which a reader meets them."""

from __future__ import annotations

import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest

import commsim
from commsim.cli.entry import run_words
from tests.docs.blocks import REPOSITORY, RUNNABLE, Step, edited, name_of, pages, steps

SETUP = (
    "python3 -m venv .venv",
    ".venv/bin/python -m pip install -q -e . -c constraints.txt",
    '.venv/bin/python -m pip install -q -e ".[test]" -c constraints.txt',
)
"""Commands that make the environment the tests already run in."""

MOST_SEEDS = 2
PAGES = [page for page in pages() if any(step.kind in RUNNABLE for step in steps(page.read_text(encoding="utf-8")))]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_of_commands_or_code_says_that_it_is_run(page: Path) -> None:
    found = steps(page.read_text(encoding="utf-8"))
    unmarked = [step.line for step in found if step.kind in RUNNABLE and not step.marker and not step.generated]
    assert not unmarked, f"{name_of(page)}: blocks that nothing runs, in lines {unmarked}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_reader_gets_through_the_page(page: Path, workplace: Path, small_estates, monkeypatch) -> None:
    monkeypatch.setattr("commsim.cli.run.cores", lambda: 1)
    names: dict[str, Any] = {"__name__": "page"}
    for step in steps(page.read_text(encoding="utf-8")):
        if step.marker == "file":
            (workplace / step.about).write_text(step.text, encoding="utf-8")
        elif step.kind == "edit":
            file = workplace / step.about.split(":")[0]
            file.write_text(edited(file.read_text(encoding="utf-8"), step.about), encoding="utf-8")
        elif step.marker == "run" and step.kind == "bash":
            run_commands(step, monkeypatch)
        elif step.marker == "run":
            exec(compile(step.text, f"{name_of(page)}:{step.line}", "exec"), names)


def run_commands(step: Step, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands of a block in this process."""
    for command in step.text.replace(" && ", "\n").splitlines():
        if command in SETUP:
            continue
        program, *words = shlex.split(command)
        if program == ".venv/bin/python":
            run_script(words, step.months, monkeypatch)
        else:
            assert program == ".venv/bin/commsim", f"{command}: a command that the test does not know"
            assert run_words(shortened(words, step.months, step.replicates)) == 0, command


def run_script(words: list[str], months: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a script of the documentation, its runs cut short."""
    (script,) = words
    simulate = commsim.simulate
    monkeypatch.setattr(commsim, "simulate", lambda *given, **more: simulate(*given, **{**more, "months": months}))
    runpy.run_path(str(REPOSITORY / script), run_name="__main__")
    monkeypatch.setattr(commsim, "simulate", simulate)


def shortened(words: list[str], months: int | None, replicates: int | None = None) -> list[str]:
    """Return the words of a command with few seeds, few months and few replicates."""
    if words[0] == "sweep" and replicates is not None:
        return [*words, "--replicates", str(replicates)]
    if words[0] != "run":
        return words
    before = ["", *words[:-1]]
    few = [
        str(min(int(word), MOST_SEEDS)) if flag == "--seeds" else word for flag, word in zip(before, words, strict=True)
    ]
    return few if months is None else [*few, "--months", str(months)]


def test_a_command_is_shortened_where_the_page_says_so():
    assert shortened(["run", "x", "--seeds", "20"], 3) == ["run", "x", "--seeds", "2", "--months", "3"]
    assert shortened(["run", "x", "--seed", "20"], None) == ["run", "x", "--seed", "20"]
    assert shortened(["sweep", "x"], None, 2) == ["sweep", "x", "--replicates", "2"]
    assert shortened(["validate", "--seeds", "20"], 3) == ["validate", "--seeds", "20"]


def test_the_test_command_of_the_readme_is_the_one_ci_extracts() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    marked = [step for step in steps(readme) if step.marker == "test-command"]
    assert [step.kind for step in marked] == ["bash"]
    setup, install, tests = marked[0].text.strip().split(" && ")
    assert (setup, install) == (SETUP[0], SETUP[2])
    assert tests == '.venv/bin/python -m pytest -q -m "not browser and not slow"'


def test_the_first_command_of_the_readme_needs_nothing_but_python() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    first = next(step for step in steps(readme) if step.kind == "bash")
    assert first.text.strip() == " && ".join((*SETUP[:2], ".venv/bin/commsim run tianhu-garden"))
