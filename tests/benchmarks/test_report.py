"""Pages, tables and files of the benchmarks."""

import csv
import getpass
import re
import socket

import pytest

from benchmarks import machine
from benchmarks.pictures import Curve, draw_growth, draw_lives
from benchmarks.report import Report, Single, csv_text, interval, number, page, table, write
from benchmarks.timing import Spread
from tests.benchmarks.test_lives import lives


@pytest.fixture
def report():
    single = Single("core 1000", "numpy", 1000, 120, "whole run", 1, 0.1 + 0.2, "seconds")
    return Report(
        "core", "A title", "Text.\n", [single], draw_lives("Core", {"one": lives(8.0, 1.0), "two": lives(90.0)})
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(12345.6, "12,346"), (123.4, "123"), (12.34, "12.3"), (1.234, "1.23"), (0.01234, "0.0123"), (-15.61, "-15.6")],
)
def test_three_digits_count(value, text):
    assert number(value) == text


def test_an_undefined_figure_is_a_dash():
    assert number(float("nan")) == "–"


def test_an_interval_is_the_median_and_the_spread():
    assert interval(Spread(1.0, 2.5, 30.0)) == "2.50 (1.00 to 30.0)"


def test_a_table_has_figures_to_the_right():
    assert table(("a", "b"), [("x", "1"), ("y", "2")]).splitlines() == [
        "| a | b |",
        "| --- | ---: |",
        "| x | 1 |",
        "| y | 2 |",
    ]


def test_a_page_has_heading_text_picture_and_machine(report):
    text = page(report)
    assert text.startswith("# A title\n\nMade by `python -m benchmarks core`")
    assert "Text.\n\n![A title](core.svg)" in text
    assert "- numpy: " in text
    assert "![" not in page(report._replace(picture=None))


def test_the_machine_is_described_without_its_name():
    found = machine.description()
    assert {"Processor", "Cores", "Caches", "Memory", "Python", "numba", "numpy", "mesa"} <= set(found)
    text = " ".join(found.values())
    words = re.findall(r"[\w.-]+", text)
    assert socket.gethostname() not in words
    assert getpass.getuser() not in words
    assert "/" not in text
    assert not re.search(r"\b20\d\d-\d\d", text)


def test_an_unknown_system_is_described_as_far_as_it_goes(monkeypatch, tmp_path):
    for name in ("CPU_FILE", "CACHE_FOLDER", "MEMORY_FILE"):
        monkeypatch.setattr(machine, name, tmp_path / "nothing")
    found = machine.description()
    assert (found["Caches"], found["Memory"]) == ("unknown", "unknown")
    assert found["Processor"]


def test_every_measurement_is_a_row_with_all_digits(report):
    (row,) = csv.DictReader(csv_text(report).splitlines())
    assert float(row["value"]) == 0.1 + 0.2
    assert (row["benchmark"], row["implementation"], row["households"]) == ("core", "numpy", "1000")


def test_files_are_written_into_a_new_folder(report, tmp_path):
    files = write(report, tmp_path / "new" / "folder")
    assert [file.name for file in files] == ["core.md", "core.csv", "core.svg", "core.png"]
    assert (tmp_path / "new" / "folder" / "core.png").read_bytes().startswith(b"\x89PNG")


def test_growth_is_drawn_with_one_panel_a_figure():
    curve = Curve([1000, 10_000], [1.0, 1.5], [2.0, 2.5], [3.0, 3.5])
    picture = draw_growth({"Time": ("nanoseconds", {"core": curve, "full": curve}), "Memory": ("bytes", {})})
    assert [axes.get_title(loc="left") for axes in picture.axes] == ["Time", "Memory"]
    assert picture.axes[0].get_xscale() == "log"
