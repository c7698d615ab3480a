"""Where a skip fails, every kind of skip fails, and nothing else does."""

import subprocess
import sys

import pytest

from no_skips import main

SKIPS = {
    "mark": "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test(): pass\n",
    "call": "import pytest\ndef test(): pytest.skip('no browser')\n",
    "module": "import pytest\npytest.skip('no browser', allow_module_level=True)\n",
}
PASSES = {
    "pass": "def test(): pass\n",
    "xfail": "import pytest\n@pytest.mark.xfail(reason='not reached')\ndef test(): assert 0\n",
}


@pytest.fixture
def report_of(tmp_path):
    """Return a function that runs pytest on a snippet and returns its report."""

    def run(snippet):
        (tmp_path / "pytest.ini").write_text("[pytest]\n")
        (tmp_path / "test_snippet.py").write_text(snippet)
        command = [sys.executable, "-m", "pytest", "-q", "--junitxml=report.xml", "-p", "no:cacheprovider"]
        subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
        return tmp_path / "report.xml"

    return run


@pytest.mark.parametrize("snippet", SKIPS.values(), ids=SKIPS)
def test_a_skip_fails_and_is_named(report_of, snippet, capsys):
    assert main(report_of(snippet)) == 1
    assert "no browser" in capsys.readouterr().out


@pytest.mark.parametrize("snippet", PASSES.values(), ids=PASSES)
def test_a_pass_and_an_expected_failure_are_no_skips(report_of, snippet, capsys):
    assert main(report_of(snippet)) == 0
    assert capsys.readouterr().out == ""
