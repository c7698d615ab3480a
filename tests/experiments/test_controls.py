"""Controls: what the studies set up, and how each verdict is drawn."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from commsim import simulate
from commsim.study.definition import Study
from commsim.study.loading import load_study
from experiments.common import DEPENDS, NOT, PARTLY, SUPPORTED, Experiment, Interval
from experiments.controls import law, mediation, placebo, regression, rivals, sham

EXPERIMENT = Experiment("controls")
N = 8


def study_of(part: str) -> Study:
    return load_study(EXPERIMENT.folder / f"study-{part}.yaml")


def made(points: list[dict], figures: dict) -> pd.DataFrame:
    """Return N runs of each point; a figure is a number, or a function of the point and the replicate."""
    rows = []
    for point, about in enumerate(points):
        for replicate in range(N):
            values = {name: made(about, replicate) if callable(made) else made for name, made in figures.items()}
            rows.append({"point": point, "replicate": replicate} | about | values)
    return pd.DataFrame(rows)


def sure(value: float) -> Interval:
    return Interval(value, value - 0.001, value + 0.001, N)


# --- sham and labour swap --------------------------------------------------------------------------------------------


def sham_runs(effects: dict[str, float], **changed: object) -> pd.DataFrame:
    """Return runs in which each kind of worker raises everything by its effect."""
    points = [{"work": work, "who": who} for work in sham.WORK for who in (sham.NOBODY, *sham.WHO)]
    figure = lambda about, replicate: 0.2 + effects.get(about["who"], 0.0) + 0.001 * replicate  # noqa: E731
    names = (*sham.EVERYTHING, "participation", "hours_minutes")
    return made(points, dict.fromkeys(names, figure) | changed)


def test_a_sham_is_nothing_only_if_every_run_is_the_same() -> None:
    runs = sham_runs({"members": 0.5})
    assert all(sham.sham_is_nothing(runs, work) for work in sham.WORK)
    one = (runs["work"] == "all") & (runs["who"] == "paperwork") & (runs["replicate"] == 3)
    runs.loc[one, "belonging"] += 1e-12
    assert [work for work in sham.WORK if not sham.sham_is_nothing(runs, work)] == ["all"]


def test_a_figure_undefined_with_the_sham_alone_is_a_difference() -> None:
    runs = sham_runs({})
    runs.loc[runs["work"] == "all", "trust_ties"] = math.nan
    assert sham.sham_is_nothing(runs, "all")
    runs.loc[(runs["work"] == "visits_only") & (runs["who"] == "paperwork"), "trust_ties"] = math.nan
    assert not sham.sham_is_nothing(runs, "visits_only")


@pytest.mark.parametrize(
    ("members", "others", "said"), [(0.6, 0.1, SUPPORTED), (0.6, 0.58, NOT), (0.6, 0.45, DEPENDS), (0.6, 0.7, DEPENDS)]
)
def test_it_takes_members_if_others_bring_at_most_half(members: float, others: float, said: str) -> None:
    assert sham.swap_word(sure(members), sure(others), sure(members - others)) == said


def test_the_section_on_the_sham_tells_where_it_is_nothing() -> None:
    runs = sham_runs({"members": 0.5, "non_members": 0.5, "callers": 0.1})
    runs.loc[(runs["work"] == "committee_given") & (runs["who"] == "paperwork"), "fee_rate"] -= 0.01
    page = sham.section(runs)
    assert "Not with all work, committee given: -0.0100" in page
    assert f"non-members, all work: {NOT}" in page
    assert f"paid callers, visits only: {SUPPORTED}" in page


def test_paid_callers_have_time_for_all_visits_of_members() -> None:
    study = study_of("sham")
    visited = {}
    for number in range(len(study.points)):
        row = study.points.row(number)
        if row["work"] == "visits_only" and row["who"] in ("members", "callers"):
            run = simulate(study.scenario(number).with_months(84), seed=3).monthly
            visited[row["who"]] = run["visited"].iloc[60:].mean()
    # A member's own home is not visited, so that callers have the members' homes beside.
    assert visited["members"] <= visited["callers"] <= 1.1 * visited["members"]


# --- mediation -------------------------------------------------------------------------------------------------------


def mediation_runs(cells: dict[tuple[str, str], float]) -> pd.DataFrame:
    points = [{"activated": a, "committee": c} for a in ("no", "yes") for c in mediation.ARMS]
    figure = lambda about, replicate: cells[about["activated"], about["committee"]] + 1e-4 * replicate  # noqa: E731
    return made(points, dict.fromkeys((*mediation.MEASURES, "committee_quality", "lasts"), figure))


REDUNDANT = dict(
    zip([(a, c) for a in ("no", "yes") for c in mediation.ARMS], (0.2, 0.2, 0.2, 0.9, 1.0, 0.9, 0.9, 1.0), strict=True)
)


def test_effects_add_up_to_the_total() -> None:
    runs = mediation_runs(REDUNDANT)
    found = {name: mediation.effect(runs, name, "fee_rate").value for name in mediation.EFFECTS}
    assert found["Total"] == pytest.approx(0.8)
    assert found["Natural direct"] == pytest.approx(0.7)
    assert found["Total"] == pytest.approx(found["Natural direct"] + found["Natural indirect"])
    assert found["Total"] == pytest.approx(found["Natural direct"] + found["Pure indirect"] + found["Interaction"])
    assert found["Direct beside a held one"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("direct", "pure", "said"),
    [
        (0.7, 0.7, "either is enough"),
        (0.1, 0.1, "both are needed"),
        (0.1, 0.5, "mainly through the committee"),
        (0.5, 0.1, "mainly direct"),
        (0.5, 0.5, "by both paths"),
    ],
)
def test_the_path_follows_from_both_parts_of_the_total(direct: float, pure: float, said: str) -> None:
    assert mediation.path_word(sure(0.8), sure(direct), sure(pure)) == said


@pytest.mark.parametrize(("lost", "said"), [(0.2, SUPPORTED), (0.02, PARTLY), (0.0, NOT), (-0.1, NOT)])
def test_members_alone_fall_short_if_something_is_lost(lost: float, said: str) -> None:
    assert mediation.alone_word(sure(lost)) == said


def test_the_section_on_mediation_gives_path_and_claim() -> None:
    page = mediation.section(mediation_runs(REDUNDANT))
    assert "**either is enough**" in page
    assert f"**`tianhu.c2`: {SUPPORTED}.**" in page


def test_the_held_committee_follows_the_committee_of_the_activated_estate() -> None:
    study = study_of("mediation")
    quality = {}
    for number in range(len(study.points)):
        row = study.points.row(number)
        if row["activated"] == "yes" and row["committee"] in ("as_is", "held"):
            quality[row["committee"]] = simulate(study.scenario(number), seed=3).monthly["committee_quality"]
    assert (quality["held"] - quality["as_is"]).abs().max() < 0.15
    assert abs((quality["held"] - quality["as_is"])[60:].mean()) < 0.02


# --- law and mediation -----------------------------------------------------------------------------------------------


def law_runs(figures: dict) -> pd.DataFrame:
    points = [
        {"activated": a, "disputes_go": d, "arrears": r, "tearing": t}
        for a in law.ACTIVATED
        for d in ("to_mediation", "to_court")
        for r in ("reminded", "sued")
        for t in ("assumed", "none")
    ]
    names = [*law.MEASURES, *(f"ended_{rung}" for rung in law.RUNGS), "ended_faded"]
    return made(points, dict.fromkeys(names, 1.0) | figures)


@pytest.mark.parametrize(
    ("assumed", "nothing", "said"),
    [(-0.1, -0.1, SUPPORTED), (-0.1, 0.0, DEPENDS), (-0.1, -0.002, DEPENDS), (-0.002, 0.0, NOT), (0.1, 0.0, NOT)],
)
def test_courts_tear_if_ties_are_lower_and_it_is_not_put_in(assumed: float, nothing: float, said: str) -> None:
    lost = {"assumed": assumed, "none": nothing}
    ties = lambda about, _: 0.5 + (about["disputes_go"] == "to_court") * lost[about["tearing"]]  # noqa: E731
    assert f"(`law.c1`): {said}.**" in law.section(law_runs({"trust_ties": ties}))


def test_tearing_in_one_kind_of_estate_alone_is_not_enough() -> None:
    assert law.word([sure(-0.1), sure(0.0)], [sure(-0.1), sure(-0.1)]) == NOT


def test_what_was_settled_is_told_apart_from_what_was_given_up() -> None:
    runs = law_runs({"ended_faded": 15.0})
    assert law.settled_share(runs, "to_court") == pytest.approx(5 / 20)


# --- placebos --------------------------------------------------------------------------------------------------------


def placebo_runs(**changed: object) -> pd.DataFrame:
    study = study_of("placebo")

    def touched(name: str):
        outcome, _, window = name.partition("_rate_" if name.startswith("fee") else "_")
        later = placebo.LATER.get(f"{outcome}_rate" if name.startswith("fee") else outcome, 0)
        return lambda about, _: float(int(window.rpartition("_")[2]) + later >= about["begins"])

    figures: dict = {}
    for name in study.data.measures:
        figures[name] = touched(name) if name[-1].isdigit() else 0.0
    return made([{"begins": begins} for begins in (61, 73, 85, 97)], figures | changed)


def test_no_effect_where_there_can_be_none_supports_the_placebos() -> None:
    differences = placebo.untouched(placebo_runs())
    assert placebo.word(differences) == SUPPORTED
    assert set(differences["why"]) == {"before", "given", "beside"}


@pytest.mark.parametrize("name", ["fee_rate_49_58", "given_revenue", "beside_ties"])
@pytest.mark.parametrize("effect", [1e-9, math.nan])
def test_one_run_with_an_effect_refutes_the_placebos(name: str, effect: float) -> None:
    runs = placebo_runs()
    runs.loc[5, name] = effect
    assert placebo.word(placebo.untouched(runs)) == NOT
    assert f"can be none: {NOT}.**" in placebo.section(runs)


def test_an_effect_after_the_beginning_refutes_nothing() -> None:
    differences = placebo.untouched(placebo_runs(fee_rate_133_144=0.8))
    assert "fee_rate_133_144" not in set(differences["measure"])
    assert len(differences[(differences["begins"] == 61) & (differences["why"] == "before")]) == 3 * N


# --- regression to the mean ------------------------------------------------------------------------------------------


def estates(luck: float, trend: float, effect: float = 0.0, n: int = 2000) -> pd.DataFrame:
    """Return estates whose rates are a lasting part, a trend and luck of the year."""
    draws = np.random.default_rng(7)
    lasting = 0.7 + 0.05 * draws.standard_normal(n)
    before, after = lasting + luck * draws.standard_normal(n), lasting + luck * draws.standard_normal(n) + trend
    return pd.DataFrame({"point": range(n), "year_6": before, "year_8": after + effect, "effect_year_8": effect})


def test_luck_alone_makes_the_worst_seem_to_gain() -> None:
    chosen = regression.picked(regression.reported(estates(0.05, 0.0), 0.0), 0.1)
    assert len(chosen) == 200
    assert regression.naive_gain(chosen).low > 0.03
    assert regression.naive_gain(regression.reported(estates(0.05, 0.0), 0.0)).value == pytest.approx(0.0, abs=0.01)


def test_the_bias_is_what_the_naive_gain_has_beside_the_effect() -> None:
    chosen = regression.picked(regression.reported(estates(0.05, 0.0, effect=0.2), 0.0), 0.1)
    assert regression.naive_gain(chosen).value == pytest.approx(0.2 + regression.bias(chosen).value)


@pytest.mark.parametrize(("luck", "trend", "said"), [(0.05, 0.0, SUPPORTED), (0.0, -0.01, DEPENDS), (0.0, -0.5, NOT)])
def test_the_verdict_depends_on_luck_and_error(luck: float, trend: float, said: str) -> None:
    assert regression.word(estates(luck, trend)) == said


def test_estates_of_one_point_count_as_one() -> None:
    figures = pd.Series([1.0, 1.0, 1.0, 3.0, 3.0, 3.0] * 5)
    apart = regression.clustered(figures, pd.Series(range(30)))
    together = regression.clustered(figures, pd.Series(range(30)) // 3)
    assert apart.value == together.value == 2.0
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_the_section_on_regression_tells_whether_the_twin_effect_is_exactly_0() -> None:
    runs = pd.concat([estates(0.05, 0.0).assign(arm="sham"), estates(0.05, 0.0, effect=0.2).assign(arm="real")])
    runs = runs.assign(worst_year=0.5, after_worst_year=0.6)
    assert "exactly 0 in every estate" in regression.section(runs)
    runs.loc[(runs["arm"] == "sham") & (runs["point"] == 3), "effect_year_8"] = 0.01
    assert "exactly 0 in every estate" not in regression.section(runs)


# --- rival cures -----------------------------------------------------------------------------------------------------

CURES = ("none", "activation_60", "company_x1", "renovation_x1", "renovation_x16", "pressure_full")


def rival_runs(gains: dict[str, float], **changed: object) -> pd.DataFrame:
    """Return runs in which each cure raises the fee rate by its gain; a budget is 112,000 yuan."""
    names = study_of("rivals").data.measures
    rate = lambda about, replicate: 0.2 + gains.get(about["cure"], 0.0) + 0.001 * replicate  # noqa: E731
    street = lambda about, _: {"renovation_x1": 112_000.0, "renovation_x16": 1_792_000.0}.get(about["cure"], 0.0)  # noqa: E731
    hours = lambda about, _: 60.0 * (5_600 - rivals.STAFF_HOURS) * (about["cure"] == "activation_60")  # noqa: E731
    figures = dict.fromkeys(names, 0.0) | {name: rate for name in names if name.startswith("fee_")}
    figures |= {"street_yuan_spent": street, "hours_minutes": hours, "billed_3": 150_000.0, "collected_3": 10_000.0}
    return made([{"cure": cure} for cure in CURES], figures | {"recovered_3": 2_000.0} | changed)


def test_costs_add_hours_street_pressing_and_guarantee() -> None:
    spent = {"none": 10_000.0, "pressure_full": 70_000.0}
    runs = rival_runs({}, pressing_60=-5_000.0, pressing_96=lambda about, _: -5_000.0 - spent.get(about["cure"], 0.0))
    assert rivals.cost(runs, "pressure_full") == pytest.approx((0.0, 60_000.0))
    assert rivals.cost(runs, "renovation_x1") == pytest.approx((0.0, 102_000.0))
    assert rivals.cost(runs, "activation_60") == pytest.approx((5_600.0, -10_000.0))
    assert rivals.cost(runs, "activation_60").at(20.0) == pytest.approx(102_000.0)
    assert rivals.cost(runs, "company_x1").yuan == pytest.approx(0.8 * 150_000 - 8_000 + 5_000 - 10_000)


def test_only_rivals_of_about_one_budget_are_equal() -> None:
    assert rivals.equals(rival_runs({})) == ["company_x1", "renovation_x1"]


@pytest.mark.parametrize(
    ("chosen", "rival", "said"),
    [
        ((0.6, 0.0), (0.3, 0.0), SUPPORTED),
        ((0.6, 0.0), (0.9, 0.0), NOT),
        ((0.6, 0.0), (0.55, 0.3), DEPENDS),
        ((0.6, 0.3), (0.6, 0.0), DEPENDS),
        ((0.6, 0.3), (0.55, 0.3), DEPENDS),
    ],
)
def test_activation_gains_most_if_no_equal_rival_gains_as_much(chosen: tuple, rival: tuple, said: str) -> None:
    gains = {"activation_60": chosen, "renovation_x1": rival, "renovation_x16": (0.95, 0.0)}

    def rate(about: dict, replicate: int) -> float:
        gain, swing = gains.get(about["cure"], (0.0, 0.0))
        return 0.2 + gain + swing * (replicate % 2 - 0.5)

    assert rivals.best_word(rival_runs({}, fee_cured=rate)) == said


def test_a_kind_is_possible_if_some_size_of_it_is_enough() -> None:
    found = rivals.possible(rival_runs({"renovation_x1": 0.5, "company_x1": 0.1}))
    assert found == {"company": False, "renovation": True, "pressure": False}


def test_what_remains_is_the_part_of_the_gain_at_the_end() -> None:
    ends = {"activation_60": 0.3}
    runs = rival_runs({"activation_60": 0.6}, fee_end=lambda about, _: 0.2 + ends.get(about["cure"], 0.0))
    assert rivals.remains(runs, "activation_60") == pytest.approx(0.5)
    assert math.isnan(rivals.remains(runs, "company_x1"))


def test_the_section_on_rivals_names_who_reaches_the_last_ten_points() -> None:
    page = rivals.section(rival_runs({"activation_60": 0.75, "renovation_x16": 0.6}))
    assert "in half of the runs by: activation 60." in page
    assert "Kinds that raise the fee rate by 0.2 at some size: renovation; not: company, pressure." in page
    assert "not known" in page


def test_what_pressing_costs_changes_nothing_but_cash() -> None:
    study = study_of("rivals")
    point = next(p for p in range(len(study.points)) if study.points.row(p)["cure"] == "enforcement_x4_suits")
    run, free = (
        simulate(scenario.with_months(72), seed=3).monthly for scenario in (study.scenario(point), study.twin(point))
    )
    assert run["company_cash_fen"].iloc[-1] < free["company_cash_fen"].iloc[-1]
    pd.testing.assert_frame_equal(run.drop(columns="company_cash_fen"), free.drop(columns="company_cash_fen"))


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_page_has_a_section_of_every_study(monkeypatch) -> None:
    asked = []

    def runs(_experiment: Experiment, part: str = "") -> str:
        asked.append(part)
        return part

    monkeypatch.setattr(Experiment, "runs", runs)
    for module in (sham, mediation, rivals, law, placebo, regression):
        monkeypatch.setattr(module, "section", lambda part: f"On {part}.")
    assert EXPERIMENT.page().split("\n\n") == [f"On {part}." for part in asked]
    assert sorted(asked) == sorted(folder.name for _, folder in EXPERIMENT.studies())
