import csv
import io
import json
import math
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from commsim.figures.study_page import EFFECTS, PAGE, RESPONSES, report_files
from commsim.study.effect_rows import EffectRow
from commsim.study.effects import effects
from tests.study.synthetic import fail, synthetic_runs, synthetic_study

VOID = {"meta", "br", "img", "hr", "link", "input"}
PROVENANCE = {
    "study_digest": "abc123",
    "commsim": {"version": "0.1.0", "code": "c0de"},
    "versions": {"numpy": "2.4"},
    "scenarios": {"typical-estate": {"digest": "d1", "behaviour_digest": "b1"}},
}


class Page(HTMLParser):
    """Reads a page and keeps what tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


def made(study, runs, **changed) -> dict[str, bytes]:
    return report_files(study, runs, PROVENANCE, "runs/synthetic", **changed)


@pytest.fixture(scope="module")
def study():
    return synthetic_study({"place": ["a", "b", "c"], "x": [0, 1], "z": [0, 1]}, {"kind": "factorial"}, replicates=3)


@pytest.fixture(scope="module")
def runs(study):
    whole = synthetic_runs(study, lambda row: 4.0 * row["x"] + 2.0 * row["x"] * (row["place"] == "c"), noise=0.1)
    return fail(whole, point=2, replicate=1, cause="ValueError: <b>no & such</b> thing")


@pytest.fixture(scope="module")
def files(study, runs):
    return made(study, runs)


@pytest.fixture(scope="module")
def page(files) -> Page:
    return Page(files[PAGE].decode())


def test_the_page_is_well_formed_and_stands_alone(files, page: Page) -> None:
    text = files[PAGE].decode()
    assert page.open == []
    assert not {tag for tag, _ in page.tags} & {"script", "link", "iframe", "object", "embed", "form"}
    links = page.values("href") + page.values("xlink:href") + page.values("src")
    assert links
    assert all(link.startswith(("#", "data:image/png;base64,")) for link in links)
    assert "@import" not in text
    assert not re.search(r"url\((?!#|['\"]?#)", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "default-src 'none'" in text


def test_names_in_the_page_are_unique_and_links_lead_somewhere(page: Page) -> None:
    names = page.values("id")
    assert len(names) == len(set(names))
    targets = [link[1:] for link in page.values("href") + page.values("xlink:href") if link.startswith("#")]
    assert set(targets) <= set(names)


def test_the_page_says_what_was_asked_run_found_and_where_it_comes_from(page: Page) -> None:
    text = page.text
    for words in (
        "Synthetic", "合成", "12 points × 3 replicates; all 36 runs done, 1 failed", "seeds 1 to 3, the same in every",
        "x 0 → 1", "in place=b", "Interactions: y", "typical-estate", "between 0.7 and 0.88", "abc123", "c0de", "d1",
        "commsim sweep STUDY.yaml --out runs/synthetic --resume", "commsim report runs/synthetic", "1 failed",
    ):  # fmt: skip
        assert words in text, words
    assert "The effect of x differs between strata" in text


def test_what_users_wrote_is_text_and_never_markup(files) -> None:
    study = synthetic_study({"x": ["<i>", "a&b"]}, {"kind": "grid"}, replicates=2)
    runs = fail(synthetic_runs(study, lambda _: 0.0), 0, 0, "<script>alert(1)</script>")
    page = Page(made(study, runs)[PAGE].decode())
    assert not {tag for tag, _ in page.tags} & {"script", "i"}
    assert "<script>alert(1)</script>" in page.text
    assert "<i> → a&b" in page.text
    assert "<b>no & such</b> thing" in Page(files[PAGE].decode()).text


def test_the_same_rows_give_the_same_bytes(study, runs, files) -> None:
    assert made(study, runs.sample(frac=1, random_state=3)) == files


def test_pictures_are_there_as_files_and_the_manifest_lists_everything(files) -> None:
    kinds = ("effects", "interactions", "response", "pairs", "maps", "replicates")
    pictures = {f"y-{kind}.{form}" for kind in kinds for form in ("svg", "png")}
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["files"]) == pictures | {PAGE, EFFECTS, RESPONSES} == set(files) - {"manifest.json"}
    assert manifest["study_digest"] == "abc123"
    assert manifest["runs"] == 36


def test_tables_for_programs_hold_every_row_with_exact_figures(study, runs, files) -> None:
    rows = list(csv.DictReader(io.StringIO(files[EFFECTS].decode())))
    table = effects(study, runs)
    assert list(rows[0]) == list(EffectRow._fields)
    assert len(rows) == len(table)
    assert [float(row["effect"]) for row in rows] == table["effect"].tolist()
    assert rows[0]["failed"] == "1"
    assert b"\r" not in files[EFFECTS]
    assert files[RESPONSES].decode().startswith("measure,factor,level,")


def test_a_study_under_way_is_reported_and_said_to_be(study, runs) -> None:
    page = Page(made(study, runs[runs["point"] < 7])[PAGE].decode())
    assert "This study is not done: 21 of 36 runs are in this report" in page.text
    assert "not run" in page.text
    empty = Page(made(study, runs[:0])[PAGE].decode())
    assert "0 of 36 runs" in empty.text
    assert "No run gave a figure." in empty.text


def test_effects_that_are_refused_are_explained_and_the_rest_is_shown() -> None:
    pytest.importorskip("SALib")
    unit = {"path": "months", "range": {"from": 0, "to": 1}}
    design = {"kind": "morris", "trajectories": 4, "levels": 4}
    study = synthetic_study({"a": unit, "b": unit}, design, replicates=2, measures=("y", "y_end"))
    runs = synthetic_runs(study, lambda row: 9 * row["a"], noise=0.1)
    runs.loc[runs["point"] == 3, "y"] = math.nan
    files = made(study, runs)
    text = Page(files[PAGE].decode()).text
    assert "No effects are given. y: 2 of 24 runs have no figure (point 3, replicate 0 undefined;" in text
    assert "Largest mean elementary effects (μ*): a" in text
    assert "y-effects.svg" not in files
    assert {"y-response.svg", "y_end-effects.svg"} <= set(files)


@pytest.mark.parametrize(
    ("design", "words"),
    [
        ({"kind": "latin_hypercube", "points": 40}, "slopes of ranks, in standard deviations told from none"),
        ({"kind": "saltelli", "points": 16}, "Largest shares of the variance with all interactions: a"),
    ],
)
def test_designs_that_sample_have_their_own_findings(design, words: str) -> None:
    unit = {"path": "months", "range": {"from": 0, "to": 1}}
    study = synthetic_study({"a": unit, "b": unit}, design, replicates=1)
    text = Page(made(study, synthetic_runs(study, lambda row: 5 * row["a"], noise=0.1))[PAGE].decode()).text
    assert words.lower() in text.lower()
    assert ("All points were run under one seed" in text) == (design["kind"] == "latin_hypercube")


def test_notes_and_progress_are_passed_on(study, runs) -> None:
    seen = []
    files = made(study, runs, notes=["a worker was <lost>"], progress=lambda done, of: seen.append((done, of)))
    assert "a worker was <lost>" in Page(files[PAGE].decode()).text
    assert seen == [(1, 1)]


def test_targets_the_study_measures_are_held_against_its_runs() -> None:
    study = synthetic_study({"x": [0, 1]}, {"kind": "grid"}, replicates=4, scenario="tianhu-garden")
    wanted = study.data.measures["y"].model_copy(update={"window": "month 49..60"})
    study = replace(study, data=study.data.model_copy(update={"measures": {"y": wanted}}))
    runs = synthetic_runs(study, lambda row: 0.1 if row["x"] else 0.9, noise=0, luck=0)
    text = Page(made(study, runs)[PAGE].decode()).text
    assert re.search(r"fee-before fee_rate, months 49..60 below 0.3 tianhu.fee_rate.before 0 % to 100 %", text)
    assert "not measured" in text
    assert "tianhu.fee_rate.before (observed)" in text
