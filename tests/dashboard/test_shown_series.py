"""What the charts of twins and many seeds are given: the very figures, money in yuan once, plain values for JSON."""

from __future__ import annotations

import json
import math
from functools import cache

import numpy as np
import pytest

pytest.importorskip("solara", reason="the dashboard is not installed")

from commsim.dashboard.levers import LEVERS, OWN, lever, read, with_levers
from commsim.dashboard.limits import MAX_SEEDS
from commsim.dashboard.many import Fan, Pool, fan, response
from commsim.dashboard.pages.seeds import COLUMNS, SEEDS_A_POINT
from commsim.dashboard.panels import HEADLINES, PANELS
from commsim.dashboard.responses import MOST_RUNS, MOST_VALUES, Answer, Response
from commsim.dashboard.running import live
from commsim.dashboard.settings import Settings, Source, scenario_of, twin_scenario
from commsim.dashboard.shown_series import (
    curve_of,
    difference_series,
    fan_series,
    measure_of,
    points_of,
    response_series,
)
from commsim.dashboard.twin import differences
from commsim.dashboard.words import Say
from commsim.results.measures import MEASURES
from tests.dashboard.rendered import PATIENCE, TWO

ENGLISH, CHINESE = Say("en"), Say("zh")
NAMES = [name for name, _ in COLUMNS]
SEEDS = (3, 1, 2)
WEST = 1


@pytest.fixture(scope="module")
def two():
    return scenario_of(Settings(TWO))


@pytest.fixture(scope="module")
def pool():
    one = Pool(threads=2)
    yield one
    one.shutdown()


@pytest.fixture(scope="module")
def spread(two, pool):
    job = fan(two, SEEDS, WEST, NAMES, pool=pool)
    assert job.wait(PATIENCE)
    return job.result()


def plain(told):
    """Return what JSON makes of something: it must be able to."""
    return json.loads(json.dumps(told, allow_nan=False))


def in_unit_of_curve(run, estate, name):
    """Return a curve as floats, money in yuan, from the run's own table."""
    column = name.removesuffix("_yuan") + "_fen" if name.endswith("_yuan") else name
    return np.array(run.column(estate, column), float) / (100 if column.endswith("_fen") else 1)


def same(told, wanted):
    return np.array_equal(np.array([math.nan if one is None else one for one in told]), wanted, equal_nan=True)


@cache
def answered(what, measure):
    """Return a response with figures that tell its values apart; the second has none, the third one run only."""
    ends = [(None, None, None), (200.0, None, None)]
    answers = []
    for place, value in enumerate(points_of(lever(what))):
        mean, low, high = ends[place - 1] if place in (1, 2) else (place + 100.0, place + 50.0, place + 150.0)
        answers.append(Answer(value, mean, low, high, (), 10 + place, place % 3, ""))
    return Response(what, measure, "last 12 months", "west", tuple(answers))


# --- curves -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [line.name for panel in PANELS for line in panel.lines])
def test_every_curve_is_found_with_its_panel(name):
    panel, line = curve_of(name)
    assert line.name == name
    assert line in panel.lines


def test_a_curve_that_is_none_is_an_error():
    with pytest.raises(KeyError):
        curve_of("common_account_fen")


@pytest.mark.parametrize("name", NAMES)
def test_every_column_offered_has_a_measure_in_its_own_unit(name):
    panel, line = curve_of(name)
    measure = MEASURES[measure_of(name)]
    assert measure.name in (name, line.column)
    assert (measure.unit == "yuan") == (panel.format == "yuan")


def test_every_curve_of_the_page_has_a_measure():
    missing = [line.name for panel in PANELS for line in panel.lines if measure_of(line.name) not in MEASURES]
    assert missing == []


# --- the fan ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_fan_has_the_spread_over_the_seeds_and_the_run_that_is_shown(two, spread, name):
    run = live(two, 7)
    told = plain(fan_series(spread, run, WEST, name, ENGLISH, 200))
    of_seeds = np.array([in_unit_of_curve(live(two, seed), WEST, name) for seed in SEEDS])
    for quantile, share in (("p5", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95)):
        with np.errstate(invalid="ignore"):
            wanted = [
                math.nan if np.isnan(month).all() else np.quantile(month[~np.isnan(month)], share)
                for month in of_seeds.T
            ]
        values = [math.nan if one is None else one for one in told["quantiles"][quantile]]
        np.testing.assert_allclose(values, wanted, rtol=1e-12)
    assert same(told["present"], in_unit_of_curve(run, WEST, name))
    assert len(told["present"]) == told["months"] == 30
    assert (told["done"], told["total"], told["first_year"]) == (3, 200, two.data.first_year)


def test_the_figures_can_tell_estates_and_columns_apart(two):
    run = live(two, 7)
    seen = {tuple(np.nan_to_num(in_unit_of_curve(run, estate, name))) for estate in (0, 1) for name in NAMES}
    assert len(seen) == 2 * len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_fan_is_told_in_the_language_of_the_page(two, spread, name):
    run = live(two, 7)
    told, said = (fan_series(spread, run, WEST, name, say, 3) for say in (ENGLISH, CHINESE))
    panel, line = curve_of(name)
    assert panel.title in told["title"]
    assert line.label in told["title"]
    assert told["unit"] == panel.unit
    assert told["format"] == panel.format
    assert "7" in told["present_label"]
    for part in ("title", "unit", "present_label"):
        assert said[part] != told[part]


def test_a_figure_without_a_value_is_none_in_a_fan(two, spread):
    run = live(two, 7)
    told = fan_series(spread, run, WEST, "motivation", ENGLISH, 3)
    assert told["present"][0] is None  # nobody serves yet
    assert told["quantiles"]["p50"][0] is None
    assert told["present"][10] is not None


def test_targets_on_the_curve_are_bands_of_the_fan(two, spread):
    run = live(two, 7)
    (band,) = fan_series(spread, run, 0, "fee_rate", ENGLISH, 3)["bands"]
    assert (band["from"], band["to"], band["low"]) == (1, 30, 0.0)
    assert fan_series(spread, run, 0, "service", ENGLISH, 3)["bands"] == []
    assert fan_series(spread, run, WEST, "fee_rate", ENGLISH, 3)["bands"] == []  # a target is of the first estate


def test_a_fan_in_which_no_run_is_done_has_no_values(two):
    quantiles = {name: [None] * 30 for name in ("p5", "p25", "p50", "p75", "p95")}
    none = Fan(30, 2015, {"fee_rate": quantiles}, (), 3, 0)
    told = plain(fan_series(none, live(two, 7), WEST, "fee_rate", ENGLISH, 3))
    assert told["done"] == 0
    assert told["quantiles"]["p50"] == [None] * 30


# --- the response to a lever ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", LEVERS, ids=lambda one: one.name)
def test_the_points_of_a_lever_are_values_that_it_can_have(two, one):
    points = points_of(one)
    assert len(set(points)) == len(points) > 1
    assert len(points) * SEEDS_A_POINT <= MOST_RUNS
    assert len(points) <= MOST_VALUES
    assert SEEDS_A_POINT <= MAX_SEEDS
    for value in points:
        changed = with_levers(two, [(one.name, value)])
        if not (one.kind == "choice" or one.name == "revenue"):
            assert read(one.name, changed) == value
    if one.choices:
        assert points == tuple(value for value, _ in one.choices)
    else:
        assert float(points[0]) == one.low
        assert float(points[-1]) == (1500 if one.name == "revenue" else one.high)
        assert np.allclose(np.diff([float(value) for value in points]), float(points[1]) - float(points[0]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("one", LEVERS, ids=lambda one: one.name)
def test_a_response_has_the_answers_and_marks_the_present_value(one, name):
    answer = answered(one.name, measure_of(name))
    present = points_of(one)[1]
    told = plain(response_series(answer, one, present, name, ENGLISH, 110))
    assert len(told["points"]) == len(answer.answers)
    for point, known in zip(told["points"], answer.answers, strict=True):
        assert (point["mean"], point["low"], point["high"]) == (known.mean, known.low, known.high)
        assert point["runs"] == known.runs - known.failed
        if one.choices:
            assert point["x"] == point["label"] == dict(one.choices)[known.value]
        else:
            assert point["x"] == float(known.value)
    assert told["present"] == {key: told["points"][1][key] for key in ("x", "label")}
    assert told["done"] == sum(known.runs for known in answer.answers)
    assert told["total"] == 110
    panel, line = curve_of(name)
    assert line.label in told["measure_label"]
    assert (told["format"], told["measure_unit"], told["unit"]) == (panel.format, panel.unit, one.unit)
    assert told["lever_label"] == one.label


@pytest.mark.parametrize("one", LEVERS, ids=lambda one: one.name)
def test_a_response_is_told_in_the_language_of_the_page(one):
    answer = answered(one.name, "fee_rate")
    told, said = (response_series(answer, one, points_of(one)[0], "fee_rate", say, 110) for say in (ENGLISH, CHINESE))
    for part in ("lever_label", "measure_label", "measure_unit"):
        assert said[part] != told[part]
    if one.choices:
        assert {point["x"] for point in said["points"]}.isdisjoint(point["x"] for point in told["points"])


@pytest.mark.parametrize("one", [one for one in LEVERS if one.choices], ids=lambda one: one.name)
def test_a_value_of_the_scenarios_own_is_marked_beside_the_choices(one):
    told = response_series(answered(one.name, "fee_rate"), one, OWN, "fee_rate", ENGLISH, 110)
    assert told["present"]["label"] == "as the scenario says"
    assert told["present"]["x"] not in {point["x"] for point in told["points"]}


def test_a_scenario_can_have_a_value_of_its_own(two):
    assert read("committee", two) == OWN


def test_shares_are_labelled_in_per_cent_and_numbers_as_they_are():
    labels = {
        name: [point["label"] for point in response_series(answered(name, "fee_rate"), lever(name), "0", "fee_rate",
                                                           ENGLISH, 1)["points"]]
        for name in ("activated", "mediation")
    }  # fmt: skip
    assert labels["activated"][:4] == ["0 %", "10 %", "20 %", "30 %"]
    assert labels["mediation"][:3] == ["0", "20", "40"]


def test_a_measure_in_fen_is_shown_in_yuan_and_one_in_yuan_as_it_is():
    for measure, scale in (("common_account_fen", 100), ("common_account_yuan", 1)):
        told = response_series(
            answered("mediation", measure), lever("mediation"), "0", "common_account_yuan", ENGLISH, 110
        )
        assert told["points"][0]["mean"] == 100.0 / scale
        assert told["points"][0]["low"] == 50.0 / scale
        assert told["points"][0]["high"] == 150.0 / scale
        assert told["points"][1]["mean"] is None


@pytest.mark.parametrize("name", ["common_account_yuan", "fee_rate"])
def test_runs_of_a_response_come_out_in_the_unit_of_the_curve(two, pool, name):
    # the account is that of the last month; of the fee rate a ratio over the window is taken, so one month is asked
    job = response(two, "mediation", ("0", "40"), SEEDS, "month 30", measure=measure_of(name), estate=WEST, pool=pool)
    assert job.wait(PATIENCE)
    told = plain(response_series(job.result(), lever("mediation"), read("mediation", two), name, ENGLISH, job.total))
    for point, value in zip(told["points"], ("0", "40"), strict=True):
        changed = with_levers(two, [("mediation", value)])
        wanted = [in_unit_of_curve(live(changed, seed), WEST, name)[-1] for seed in SEEDS]
        assert point["mean"] == pytest.approx(np.mean(wanted), rel=1e-12)
        assert point["runs"] == 3
    assert (told["done"], told["total"]) == (6, 6)


# --- twins ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def twins():
    settings = Settings(Source("tianhu-garden"), months=66)
    return live(scenario_of(settings), 1), live(twin_scenario(settings, "shipped"), 1)


def test_the_differences_are_the_run_less_its_twin_in_the_unit_of_the_figure(twins):
    found = differences(*twins, 0)
    told = plain(difference_series(found, twins[0], ENGLISH))
    shown = {panel["key"]: panel for panel in told["panels"]}
    for headline in HEADLINES:
        name = headline.line.name
        # both in whole fen are subtracted first
        values = [np.array(run.column(0, headline.line.column), float) for run in twins]
        wanted = (values[0] - values[1]) / headline.line.divisor
        if np.nan_to_num(wanted).any():
            (line,) = shown.pop(name)["lines"]
            assert same(line["values"], wanted)
            assert (line["name"], line["label"]) == (name, headline.line.label)
    assert shown == {}
    assert told["windows"] == found.by_month
    assert sum(told["windows"]) > 0
    assert (told["months"], told["first_year"]) == (66, twins[0].scenario.data.first_year)
    assert {"arrears_yuan", "fee_rate"} <= {panel["key"] for panel in told["panels"]}


def test_what_differs_nowhere_has_no_panel(twins):
    told = difference_series(differences(twins[0], twins[0], 0), twins[0], ENGLISH)
    assert told["panels"] == []
    assert told["windows"] == [0] * 66


def test_the_events_are_those_of_the_run_and_its_estate(two):
    runs = live(two, 1), live(with_levers(two, [("mediation", "9")]), 1)
    for estate, name in enumerate(runs[0].estates):
        told = difference_series(differences(*runs, estate), runs[0], ENGLISH)
        happened = [(event["month"], event["event"]) for event in runs[0].raw.events if event["estate"] == name]
        assert [(event["month"], event["key"]) for event in told["events"]] == happened
        assert happened


def test_differences_are_told_in_the_language_of_the_page(twins):
    found = differences(*twins, 0)
    told, said = (difference_series(found, twins[0], say) for say in (ENGLISH, CHINESE))
    for one, other in zip(told["panels"], said["panels"], strict=True):
        assert one["key"] == other["key"]
        assert one["title"] != other["title"]
        assert one["title"] == one["lines"][0]["label"]
