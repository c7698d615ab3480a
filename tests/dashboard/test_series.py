"""Curves for the browser: every value exact, targets where they belong, what happened in both languages."""

from __future__ import annotations

import json
import math
import re
from types import SimpleNamespace

import pytest

from commsim.dashboard.happenings import NAMES, TEMPLATES, words_of_happening
from commsim.dashboard.panels import HEADLINES, PANELS, panel_of
from commsim.dashboard.running import LiveRun, live
from commsim.dashboard.series import RELATIONS, curves, figures_of_months, window_words
from commsim.dashboard.words import Say
from commsim.errors import InputError
from commsim.results.measures import MEASURES
from commsim.results.tables import frame, monthly_arrow
from commsim.results.targets import evaluate_targets
from commsim.rules.columns import MONTHLY_NAMES
from commsim.rules.company import EFFORTS
from commsim.rules.revenue import OPERATORS
from commsim.scenario import Scenario, load_scenario
from commsim.scenario.telling import Happening, tell

ENGLISH, CHINESE = Say("en"), Say("zh")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
HAN = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def run(small: Scenario) -> LiveRun:
    return live(small, 1)


@pytest.fixture(scope="module")
def tianhu() -> LiveRun:
    return live(load_scenario("tianhu-garden"), 1)


def lines_of(found: dict) -> dict[str, list]:
    return {line["name"]: line["values"] for panel in found["panels"] for line in panel["lines"]}


def test_every_panel_shows_its_columns_exactly(run: LiveRun) -> None:
    found = curves(run, 0, ENGLISH)
    assert [panel["key"] for panel in found["panels"]] == [panel.key for panel in PANELS]
    values = lines_of(found)
    for panel in PANELS:
        for line in panel.lines:
            told = run.raw.monthly[line.column]
            expected = [value / 100 for value in told] if line.column.endswith("_fen") else told
            assert len(values[line.name]) == 26
            for ours, theirs in zip(values[line.name], expected, strict=True):
                assert ours == theirs or (ours is None and math.isnan(theirs)), line.name


def test_the_panels_show_what_the_page_promises() -> None:
    shown = {line.column for panel in PANELS for line in panel.lines}
    assert {
        "fee_rate",
        "free_riders",
        "reported_payee",
        "ended_court",
        "open_disputes",
        "service",
        "condition",
    } <= shown
    assert {"trust_payee", "belonging", "common_account_fen", "members_active", "load", "participation"} <= shown
    assert shown <= set(MONTHLY_NAMES)
    names = [line.name for panel in PANELS for line in panel.lines]
    assert len(names) == len(set(names))


def test_curves_are_json_without_nan(run: LiveRun) -> None:
    text = json.dumps([curves(run, 0, CHINESE, run), figures_of_months(run, 0, CHINESE)], allow_nan=False)
    assert None in lines_of(curves(run, 0, CHINESE))["load"]
    assert "load" in text


def test_the_twin_is_beside_the_run(small: Scenario, run: LiveRun) -> None:
    twin = live(small.without("activate"), 1)
    panels = curves(run, 0, ENGLISH, twin)["panels"]
    beside = {line["name"]: line["values"] for panel in panels for line in panel["twin"]}
    assert beside == lines_of(curves(twin, 0, ENGLISH))
    assert beside != lines_of(curves(run, 0, ENGLISH))
    assert all(panel["twin"] == [] for panel in curves(run, 0, ENGLISH)["panels"])


def test_a_twin_of_other_months_is_cut_or_filled_up(small: Scenario, run: LiveRun) -> None:
    for months in (20, 30):
        twin = live(small.with_months(months), 1)
        values = curves(run, 0, ENGLISH, twin)["panels"][0]["twin"][0]["values"]
        told = twin.column(0, "fee_rate")[:26]
        assert values[: len(told)] == told
        assert values[len(told) :] == [None] * (26 - len(told))


def test_a_twin_without_such_an_estate_is_left_out(run: LiveRun, tianhu: LiveRun) -> None:
    other = SimpleNamespace(estates=("elsewhere",))
    assert all(panel["twin"] == [] for panel in curves(run, 0, ENGLISH, other)["panels"])  # type: ignore[arg-type]


def test_no_such_estate(run: LiveRun) -> None:
    with pytest.raises(InputError, match="no estate number 2; allowed: 0 to 0"):
        curves(run, 2, ENGLISH)
    with pytest.raises(InputError, match="no estate number -1"):
        figures_of_months(run, -1, ENGLISH)


def test_figures_of_months_are_exact(run: LiveRun) -> None:
    found = figures_of_months(run, 0, ENGLISH)
    assert [column["name"] for column in found["columns"]] == [one.line.name for one in HEADLINES]
    assert list(found["values"]) == [one.line.name for one in HEADLINES]
    assert found["values"]["arrears_yuan"] == [fen / 100 for fen in run.raw.monthly["arrears_fen"]]
    assert found["values"]["fee_rate"] == run.raw.monthly["fee_rate"]
    assert {column["format"] for column in found["columns"]} <= {"share", "count", "yuan", "ratio", "months"}


# --- targets
# ----------------------------------------------------------------------------------------------


def test_targets_are_bands_in_their_panel(tianhu: LiveRun) -> None:
    found = curves(tianhu, 0, ENGLISH)
    fees = found["panels"][0]["bands"]
    assert [(band["from"], band["to"], band["low"], band["high"]) for band in fees] == [
        (49, 60, None, 0.3),
        (85, 144, 0.98, 0.999),
    ]
    assert fees[0]["label"].startswith("Fee rate (of the money): below 30 % in months 49 to 60; here ")


def test_every_target_is_listed_with_what_came(tianhu: LiveRun) -> None:
    results = evaluate_targets(tianhu.scenario, frame(monthly_arrow(tianhu.raw)))
    found = curves(tianhu, 0, ENGLISH)["targets"]
    assert [(band["measure"], band["met"], band["value"]) for band in found] == [
        (result.target.measure, result.met, result.values[0]) for result in results
    ]


def test_windows_years_and_yuan(small: Scenario) -> None:
    content = small.to_dict()
    target = {"window": "last 12 months", "relation": "above", "value": 500.0, "assumed": True}
    content["targets"] += [
        {**target, "id": "fen", "measure": "common_account_fen", "window": "last month"},
        {**target, "id": "yuan", "measure": "common_account_yuan", "window": "last month"},
        {**target, "id": "sum", "measure": "reported_payee"},
        {**target, "id": "ratio", "measure": "service", "relative_to": "month 1"},
        {**target, "id": "late", "measure": "service", "window": "years 2..2 from first dividend"},
        {**target, "id": "money", "measure": "dividends_yuan"},
    ]
    run = live(small._validated(content), 1)
    found = {band["measure"] + str(band["low"]): band for band in curves(run, 0, ENGLISH)["targets"]}
    assert (found["service0.0"]["from"], found["service0.0"]["to"]) == (1, 24)  # each whole year
    last = [band for band in curves(run, 0, ENGLISH)["panels"][7]["bands"] if band["from"] is not None]
    assert [(band["from"], band["to"], band["low"]) for band in last] == [(26, 26, 5.0), (26, 26, 500.0)]
    assert last[0]["value"] == last[1]["value"] == run.raw.monthly["common_account_fen"][-1] / 100
    placed = [band["from"] for name, band in found.items() if name in ("reported_payee500.0", "dividends_yuan500.0")]
    assert placed == [None, None]
    of_service = [band for band in curves(run, 0, ENGLISH)["targets"] if band["measure"] == "service"]
    assert [band["from"] for band in of_service] == [1, None, None]


def test_every_measure_of_the_months_has_a_panel_or_none_in_particular() -> None:
    homeless = {name for name in MEASURES if panel_of(name) is None}
    assert homeless <= {"households", "occupied", "company"}


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("whole run", "the whole run"),
        ("last 12 months", "the last 12 months"),
        ("month 7", "month 7"),
        ("month 3..9", "months 3 to 9"),
        ("years 2..6 from first dividend", "years 2 to 6 from the first dividend"),
    ],
)
def test_windows_in_words(window: str, words: str) -> None:
    assert window_words(window, ENGLISH) == words


def test_every_relation_is_said() -> None:
    from commsim.scenario.targets import Target  # noqa: PLC0415

    assert set(RELATIONS) == set(Target.model_fields["relation"].annotation.__args__)


# --- what happened
# ----------------------------------------------------------------------------------------------


def all_told() -> list[str]:
    told = []
    for happening in Happening:
        for operator, effort, on, flag in zip(OPERATORS, EFFORTS, (True, False) * 2, (0, 1) * 2, strict=True):
            event = SimpleNamespace(
                callers=3,
                operator=operator,
                yuan=1250.5,
                effort=effort,
                yuan_per_month=300.0,
                months=7,
                name="norms",
                on=on,
            )
            told.append(tell(happening, event, 12, flag, 99).text)
    return told


def test_every_happening_fits_a_template_and_is_said_in_english_as_told() -> None:
    for text in all_told():
        assert words_of_happening(text, ENGLISH) == text
        assert any(re.fullmatch(re.sub(r"\\\{\w+\\\}", ".+", re.escape(one)), text) for one in TEMPLATES), text


def test_every_happening_is_said_in_chinese_with_its_figures() -> None:
    for text in all_told():
        said = words_of_happening(text, CHINESE)
        assert HAN.search(said), text
        assert sorted(FIGURE.findall(said)) == sorted(FIGURE.findall(text)), text


def test_every_template_is_needed() -> None:
    told = all_told()
    for template in TEMPLATES:
        pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(template))
        assert any(re.fullmatch(pattern, text) for text in told), template


def test_the_more_particular_sentence_is_found_first() -> None:
    long = words_of_happening("the common parts are run by: committee (there is no committee yet)", CHINESE)
    short = words_of_happening("the common parts are run by: committee", CHINESE)
    assert len(long) > len(short)
    assert "committee" not in long + short


def test_names_in_sentences_are_said_too() -> None:
    assert set(OPERATORS) | set(EFFORTS) <= set(NAMES)
    for name in NAMES:
        assert HAN.search(CHINESE(name)), name


def test_a_sentence_that_fits_nothing_is_left_as_it_is() -> None:
    assert words_of_happening("{a} odd <b>thing</b>", CHINESE) == "{a} odd <b>thing</b>"


def test_events_are_those_of_the_estate(run: LiveRun) -> None:
    found = curves(run, 0, ENGLISH)["events"]
    assert [(one["month"], one["text"], one["ok"], one["key"]) for one in found] == [
        (one["month"], one["text"], one["ok"], one["event"]) for one in run.raw.events
    ]
    assert {one["key"] for one in found} >= {"conflict", "found_branch", "activate"}
