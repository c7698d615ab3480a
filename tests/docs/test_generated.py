"""Pages, pictures and notebook are up to date with the code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import doc_rules
import doc_runs
import doc_scenarios
import make_docs
import make_notebook
from commsim.errors import ScenarioError
from commsim.rules import GROUPS, all_declared
from commsim.rules.month import MONTH
from commsim.scenario import load_scenario, parse_scenario
from commsim.scenario.schema import ScenarioData
from tests.docs.blocks import REPOSITORY, name_of, pages

RENEW = "run: python tools/make_docs.py"
ODD = (REPOSITORY / "docs" / "odd.md").read_text(encoding="utf-8")
REGIONS = [
    pytest.param(page, name, text, id=f"{name_of(page)}-{name}")
    for page in pages()
    for name, text in make_docs.regions_of(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("page", "name", "text"), REGIONS)
def test_a_region_is_what_the_code_says_now(page: Path, name: str, text: str) -> None:
    assert text == make_docs.REGIONS[name](), f"{name_of(page)}, region {name} is out of date; {RENEW}"


def test_every_region_stands_on_a_page() -> None:
    used = {name for page in pages() for name, _ in make_docs.regions_of(page.read_text(encoding="utf-8"))}
    assert used == set(make_docs.REGIONS)


@pytest.mark.parametrize("name", doc_runs.PICTURES)
def test_a_picture_was_drawn_from_the_present_model(name: str) -> None:
    kept = json.loads(doc_runs.PICTURES_FILE.read_text(encoding="utf-8"))[name]
    now = doc_runs.picture_entry(name)
    assert {key: kept[key] for key in now} == now, "the pictures are out of date; run: tools/make_docs.py --pictures"


def test_every_picture_is_there_and_shown() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in pages())
    assert sorted(file.stem for file in doc_runs.IMAGES.glob("*.png")) == sorted(doc_runs.PICTURES)
    for name in doc_runs.PICTURES:
        assert f"images/{name}.png" in text
        assert (doc_runs.IMAGES / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_the_casebook_is_shown_as_its_table_says(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doc_runs, "CASEBOOK", tmp_path / "casebook.csv")
    assert "commsim casebook" in doc_runs.casebook_targets()
    heading = (
        "statement,scenario,measure,window,relative_to,relation,value,low,high,seeds,share_holding,met,median,p5,p95"
    )
    rows = ["M1,a,fee_rate,last month,,below,0.3,,,100,0.97,yes,0.2,0.1,0.31"]
    rows += ["M2,b,fee_rate,each year,month 1,between,,0.7,0.88,100,0.5,no,,,"]
    (tmp_path / "casebook.csv").write_text("\n".join([heading, *rows]), encoding="utf-8")
    shown = doc_runs.casebook_targets().splitlines()
    assert shown[0].startswith("Over 100 seeds 1 of 2 targets are met")
    assert shown[-2] == "| M1 | `a` | `fee_rate`, last month | below 0.3 | 0.2 (0.1 to 0.31) | 97% ✓ |"
    assert shown[-1].endswith(
        "over that in month 1 | between 0.7 and 0.88 | undefined (undefined to undefined) | 50% ✗ |"
    )


def test_what_the_pages_tell_of_a_tenth_activated_is_what_happens() -> None:
    """README and tutorial: the votes fail, no committee is elected, the fee rate rises late and not as far."""
    few, shipped, twin = doc_runs.main_run(0.1), doc_runs.main_run(), doc_runs.twin_run()
    assert few.monthly["committee"].max() == 0 < shipped.monthly["committee"].max()
    assert set(few.events.loc[few.events["event"] == "elect", "ok"]) == {True, False}  # called, and failed
    at_end = [run.monthly["fee_rate"].iloc[-1] for run in (twin, few, shipped)]
    assert at_end == sorted(at_end)
    in_year_8 = [run.monthly["fee_rate"].iloc[95] for run in (few, shipped)]
    assert in_year_8[0] < 0.5 < in_year_8[1]


# --- the tool itself -------------------------------------------------------------------------------------------------


def test_a_page_out_of_date_is_renewed_and_the_rest_left_alone(monkeypatch) -> None:
    monkeypatch.setitem(make_docs.REGIONS, "month", lambda: "new")
    page = "before\n<!-- generated: month -->\nold\n\n<!-- end -->\nafter\n"
    renewed = "before\n<!-- generated: month -->\n\nnew\n\n<!-- end -->\nafter\n"
    assert make_docs.renewed(page) == renewed
    assert make_docs.renewed(renewed) == renewed
    assert list(make_docs.regions_of(page)) == [("month", "old")]


@pytest.mark.parametrize("page", ["<!-- generated: month -->\n", "text\n<!-- end -->\n"])
def test_a_region_that_is_not_whole_is_refused(page: str) -> None:
    with pytest.raises(ValueError, match="needs an"):
        make_docs.renewed(page)


# --- the model description -------------------------------------------------------------------------------------------


def section(name: str) -> str:
    """Return the section of a rule in the model description."""
    parts = re.split(r"^### (.+)$", ODD.split("\n## Submodels\n")[1].split("\n## References\n")[0], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


def test_every_rule_has_a_section_in_the_order_of_the_code() -> None:
    headings = re.findall(r"^### (.+)$", ODD.split("\n## Submodels\n")[1], flags=re.MULTILINE)
    assert headings == [*GROUPS, *doc_rules.RULES_WITHOUT_PARAMETERS]


@pytest.mark.parametrize("group", GROUPS)
def test_a_rule_says_its_meaning_equation_and_sources(group: str) -> None:
    text = doc_rules.rule(group)
    for label in ("**Meaning", "**Equation", "**Source"):
        assert label in text, f"rules/{group}.py: the docstring has no '{label.strip('*')}'"
    assert "```text" in text


@pytest.mark.parametrize("one", all_declared(), ids=lambda one: one.path)
def test_every_parameter_stands_in_the_section_of_its_rule(one) -> None:
    row = next(line for line in section(one.group).splitlines() if line.startswith(f"| `{one.name}` |"))
    for said in (one.parameter.unit, one.parameter.meaning, one.parameter.source, f"{one.default:g}"):
        assert said in row


def test_every_file_of_a_rule_is_described() -> None:
    helpers = {"__init__", "arithmetic", "columns", "month", "parameters"}
    files = {file.stem for file in (REPOSITORY / "src" / "commsim" / "rules").glob("*.py")} - helpers
    assert files == {*GROUPS, *doc_rules.RULES_WITHOUT_PARAMETERS}


def test_what_the_stages_do_is_told_in_their_order() -> None:
    told = re.findall(r"^\d+\. `(\w+)`: ", ODD, flags=re.MULTILINE)
    assert told == [stage.name for stage in MONTH]


def test_every_word_of_the_protocol_has_its_place() -> None:
    headings = re.findall(r"^## (.+)$", ODD, flags=re.MULTILINE)
    assert headings == [
        "Purpose and patterns",
        "Entities, state variables, and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
        "Submodels",
        "References",
    ]
    concepts = re.findall(r"^\*\*([A-Z][a-z ]+)\.\*\*", ODD.split("\n## Design concepts\n")[1], flags=re.MULTILINE)
    assert concepts[:11] == [
        "Basic principles",
        "Emergence",
        "Adaptation",
        "Objectives",
        "Learning",
        "Prediction",
        "Sensing",
        "Interaction",
        "Stochasticity",
        "Collectives",
        "Observation",
    ]


@pytest.mark.parametrize("name", [name for _, _, scenarios in doc_rules.PATTERNS for name in scenarios])
def test_a_statement_belongs_to_a_scenario_with_targets(name: str) -> None:
    assert load_scenario(name).data.targets


def test_who_is_cited_in_a_rule_stands_among_the_references() -> None:
    references = ODD.split("\n## References\n")[1]
    cited = re.findall(r"([A-Z][a-zä]+)(?:, [A-Z][a-zä]+)?(?: & [A-Z][a-zä]+)? (1[89]\d\d|20[012]\d)\b", ODD)
    places = {"Guangzhou", "Wuhan", "Beijing", "Pacioli"}
    missing = {f"{name} {year}" for name, year in cited if name not in places and f"({year})" not in references}
    assert not missing


# --- scenario files --------------------------------------------------------------------------------------------------


def test_every_field_of_a_scenario_is_described() -> None:
    page = (REPOSITORY / "docs" / "scenarios.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([a-z_0-9]+)` \|", page, flags=re.MULTILINE))
    groups = {"behaviour", "mechanisms", "timeline", "targets", "estates"}
    leaves = {name for name in ScenarioData.model_fields if f"### `{name}`" not in page}
    assert leaves <= described | groups
    assert {"homes", "parking_let", "member_share", "mean_degree", "fee_rate", "share", "relation"} <= described


def test_a_path_on_the_page_exists() -> None:
    scenario = load_scenario("tianhu-garden")
    values = {"months": 144, "mechanisms.visits": False}
    for path in re.findall(r"^\| `([^`]+)` \|", doc_scenarios.paths(), flags=re.MULTILINE):
        scenario.set(path, values.get(path, 0.5))


def test_the_file_with_mistakes_is_still_refused_for_its_combinations_when_they_are_mended() -> None:
    mended = doc_scenarios.BAD_FILE.replace(" yuan\n", "\n").replace("share: 1.6", "share: 0.6")
    with pytest.raises(ScenarioError) as refused:
        parse_scenario(mended.replace(", attempt: 3", ""), "mine.yaml")
    message = str(refused.value)
    for words in ("60 spaces are let, but there are 46", "has not been founded", "lies after the end"):
        assert words in message


# --- the notebook ----------------------------------------------------------------------------------------------------


def test_the_notebook_holds_the_cells_of_its_page_and_what_they_showed() -> None:
    kept = json.loads(make_notebook.NOTEBOOK.read_text(encoding="utf-8"))
    cells = list(make_notebook.cells_of(make_notebook.SOURCE.read_text(encoding="utf-8")))
    assert [(cell["cell_type"], "".join(cell["source"])) for cell in kept["cells"]] == cells
    code = [cell for cell in kept["cells"] if cell["cell_type"] == make_notebook.CODE]
    assert all(cell["outputs"] for cell in code)
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert any("image/png" in output.get("data", {}) for cell in code for output in cell["outputs"])


def test_the_cells_of_the_notebook_run_in_order(small_estates) -> None:
    made = make_notebook.notebook(make_notebook.SOURCE.read_text(encoding="utf-8"))
    shown = [cell["outputs"] for cell in made["cells"] if cell["cell_type"] == make_notebook.CODE]
    assert all(shown)


def test_a_cell_shows_what_it_prints_and_its_last_value() -> None:
    names = {"x": 1}
    assert make_notebook.run_cell("print(x)\nx + 1", names) == ("1\n", 2)
    assert make_notebook.run_cell("y = x", names) == ("", None)
    assert names["y"] == 1
    assert make_notebook.outputs("", None, 1) == []
    assert make_notebook.outputs("a\n", 2, 3) == [
        {"output_type": "stream", "name": "stdout", "text": ["a\n"]},
        {"output_type": "execute_result", "execution_count": 3, "metadata": {}, "data": {"text/plain": ["2"]}},
    ]
