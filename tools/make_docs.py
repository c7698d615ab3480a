"""Bring README and docs up to date with the code: ``python tools/make_docs.py [--check] [--pictures] [--notebook]``.

What stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` is made here from the declarations in the package
and from runs of the model; everything else is written by hand and left alone. A test compares every region.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import doc_cli
import doc_dashboard
import doc_rules
import doc_runs
import doc_scenarios
import doc_studies
import make_notebook

REPOSITORY = doc_runs.REPOSITORY
REGIONS: dict[str, Callable[[], str]] = {
    "bad-file": doc_scenarios.bad_file,
    "bad-file-messages": doc_scenarios.bad_file_messages,
    "bad-study": doc_studies.bad_study,
    "bad-study-messages": doc_studies.bad_study_messages,
    "calibrated": doc_rules.calibrated,
    "casebook": doc_runs.casebook_targets,
    "commands": doc_cli.commands,
    "dashboard-limits": doc_dashboard.dashboard_limits,
    "derived-measures": doc_scenarios.derived_measures,
    "events": doc_scenarios.events,
    "experiments": doc_studies.experiments,
    "example-code": doc_runs.example_code,
    "example-output": doc_runs.example_output,
    "facts": doc_scenarios.facts,
    "fields": doc_scenarios.fields,
    "household-columns": doc_rules.household_columns,
    "mechanisms": doc_rules.mechanisms,
    "month": doc_rules.month_list,
    "monthly-columns": doc_rules.monthly_columns,
    "parameter-count": doc_rules.parameter_count,
    "outcome-measures": doc_scenarios.outcome_measures,
    "paths": doc_scenarios.paths,
    "patterns": doc_rules.patterns,
    "picture-targets": doc_runs.picture_targets,
    "rule-index": doc_rules.rule_index,
    "rules": doc_rules.rules,
    "run-output": doc_runs.run_output,
    "shares": doc_runs.shares_table,
    "shipped": doc_scenarios.shipped,
    "since-design": doc_rules.since_design,
    "streams": doc_rules.streams,
    "study-designs": doc_studies.study_designs,
    "study-distributions": doc_studies.study_distributions,
    "study-fields": doc_studies.study_fields,
    "study-reserved": doc_studies.study_reserved,
    "target-fields": doc_scenarios.target_fields,
    "targets": doc_scenarios.targets,
    "world-columns": doc_rules.world_columns,
}
"""The text of each region, by name."""

_REGION = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n)(?P<text>.*?)(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Return the pages that may hold regions."""
    return [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]


def regions_of(page: str) -> Iterator[tuple[str, str]]:
    """Yield name and present text of every region of a page."""
    for found in _REGION.finditer(page):
        yield found["name"], found["text"].strip("\n")


def renewed(page: str) -> str:
    """Return a page with every region made anew.

    Raises:
        KeyError: a region nobody makes.
        ValueError: a region that is opened and not closed, or closed and not opened.
    """
    found = len(list(regions_of(page)))
    if not found == page.count("<!-- generated:") == page.count("<!-- end -->"):
        raise ValueError("every '<!-- generated: NAME -->' needs an '<!-- end -->', and only those")
    return _REGION.sub(lambda region: f"{region[1]}\n{REGIONS[region['name']]()}\n\n{region[4]}", page)


def main() -> int:
    """Write the pages, or with ``--check`` say which are out of date; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if a page is out of date")
    parser.add_argument("--pictures", action="store_true", help="draw the pictures anew first (a minute)")
    parser.add_argument("--notebook", action="store_true", help="run the notebook anew")
    asked = parser.parse_args()
    if asked.pictures:
        doc_runs.draw_pictures()
    if asked.notebook:
        make_notebook.write()
    stale = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        new = renewed(text)
        if new != text:
            stale.append(page.relative_to(REPOSITORY).as_posix())
            if not asked.check:
                page.write_text(new, encoding="utf-8")
    said = "out of date" if asked.check else "written"
    print(f"{said}: {', '.join(stale)}" if stale else "all pages are up to date")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
