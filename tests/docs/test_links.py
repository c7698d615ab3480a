"""Links and names on the pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commsim import Resident
from commsim.cli.app import app
from tests.docs.blocks import REPOSITORY, name_of, pages

LINK = re.compile(r"\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)")


def anchors(text: str) -> set[str]:
    """Return the anchors of a page: its headings as links name them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target, anchor in LINK.findall(text):
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{name_of(page)} links to {target}, which does not exist"
        assert file.is_relative_to(REPOSITORY)
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{name_of(page)}: no heading #{anchor}"


def test_every_page_is_named_in_the_readme() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for page in (REPOSITORY / "docs").glob("*.md"):
        assert f"(docs/{page.name})" in readme


def test_the_anchor_of_a_heading_is_found() -> None:
    assert anchors("# A b: c\n\n## `monthly`\n") == {"a-b-c", "monthly"}


def test_the_results_page_names_the_files_of_a_folder(small_run, tmp_path: Path) -> None:
    page = (REPOSITORY / "docs" / "results.md").read_text(encoding="utf-8").split("## Read them")[0]
    folder = small_run.save(tmp_path / "run")
    assert set(re.findall(r"`(\w+\.\w+)`", page)) == {file.name for file in folder.iterdir()}


def test_the_page_on_the_command_line_has_every_command() -> None:
    page = (REPOSITORY / "docs" / "cli.md").read_text(encoding="utf-8")
    named = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert {f"commsim {name}" for name in named} <= set(re.findall(r"^## (commsim [a-z]+)$", page, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "method",
    re.findall(r"^\| `(\w+)\(\)` \|", (REPOSITORY / "docs" / "extending.md").read_text(encoding="utf-8"), re.M),
)
def test_a_method_that_can_be_overridden_is_one_of_a_resident(method: str) -> None:
    assert callable(getattr(Resident, method))
