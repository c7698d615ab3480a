"""Fail if a pytest report holds a skipped test: where a step exists for some tests, one left out proves nothing.

Usage: ``python tools/no_skips.py REPORT`` (JUnit XML).
Exit code 1 if a test was skipped; an expected failure is no skip.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree


def skipped_tests(report: Path) -> list[str]:
    """Return each skipped test of the report with the reason it gave."""
    return [
        f"{case.get('classname')}::{case.get('name')}: {skip.text or skip.get('message')}"
        for case in ElementTree.parse(report).iter("testcase")
        for skip in case.iter("skipped")
        if skip.get("type") != "pytest.xfail"
    ]


def main(report: Path) -> int:
    """Print the skipped tests; return the exit code."""
    skipped = skipped_tests(report)
    for test in skipped:
        print(f"skipped, which fails here: {test}")
    return 1 if skipped else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
