"""Three questions: what each level does in each estate, and how the verdict is drawn."""

from __future__ import annotations

import pandas as pd
import pytest

from commsim import simulate
from commsim.study.definition import Study
from commsim.study.loading import load_study
from experiments.common import DEPENDS, NOT, PARTLY, SUPPORTED, Experiment, Interval, load_verdict

EXPERIMENT = Experiment("three-questions")
verdict = load_verdict(EXPERIMENT)
N = 40


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(EXPERIMENT.folder / "study.yaml")


def point_of(study: Study, site: str, combination: str) -> int:
    """Return the number of one combination in one estate."""
    wanted = {"site": site} | {
        factor: "solved" if sign == "1" else "unsolved"
        for factor, sign in zip(verdict.FACTORS, combination, strict=True)
    }
    points = study.points
    return next(number for number in range(len(points)) if wanted.items() <= points.row(number).items())


# --- what the levels do ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", verdict.SITES)
@pytest.mark.parametrize("combination", verdict.combinations())
def test_only_the_steps_of_what_is_solved_are_taken(study: Study, site: str, combination: str) -> None:
    steps = [event.key for event in study.scenario(point_of(study, site, combination)).data.timeline]
    for factor, sign in zip(verdict.FACTORS, combination, strict=True):
        assert any(step.startswith(f"{factor}-") for step in steps) == (sign == "1")


@pytest.mark.parametrize(("site", "start"), [("tianhu", 61), ("hongyun", 61), ("yanxiqiao", 25)])
def test_the_last_year_is_the_fifth_after_the_start(study: Study, site: str, start: int) -> None:
    data = study.scenario(point_of(study, site, "111")).data
    steps = [event.month for event in data.timeline if event.key.split("-")[0] in verdict.FACTORS]
    assert min(steps) == start
    assert data.months == start + 59


def test_tianhu_with_all_three_is_the_shipped_case_but_for_convention_and_mediators(study: Study) -> None:
    with_all = study.scenario(point_of(study, "tianhu", "111"))
    as_shipped = with_all.without("how-convention").set("estates.main.street.mediation_hours", 8)
    ours, shipped = simulate(as_shipped, seed=1).monthly, simulate("tianhu-garden", seed=1, months=120).monthly
    assert ours["paid_in_time_fen"].tolist() == shipped["paid_in_time_fen"].tolist()
    assert ours["common_account_fen"].tolist() == shipped["common_account_fen"].tolist()


def test_without_who_a_company_can_still_come_to_hongyun(study: Study) -> None:
    run = simulate(study.scenario(point_of(study, "hongyun", "010")), seed=1)
    assert run.monthly["company"].iloc[68] == 0
    assert run.monthly["company"].iloc[-1] == 1


def test_without_money_the_common_parts_bring_nothing_after_the_start(study: Study) -> None:
    for site in verdict.SITES:
        run = simulate(study.scenario(point_of(study, site, "101")), seed=1)
        assert run.monthly["revenue_owners_fen"].max() == 0


def test_without_how_a_working_committee_discloses_nothing(study: Study) -> None:
    with_how, without = (
        simulate(study.scenario(point_of(study, "tianhu", name)), seed=1).monthly.iloc[-1] for name in ("111", "110")
    )
    assert without["committee_quality"] > 0.9
    assert without["disclosure"] < 0.2
    assert with_how["disclosure"] > 0.8


def test_only_where_visits_count_as_how_does_nobody_visit_without_how(study: Study) -> None:
    as_method = load_study(EXPERIMENT.folder / "study-visits.yaml")
    runs = [
        simulate(one.scenario(point), seed=1).monthly["visited"].max()
        for one, point in ((study, point_of(study, "tianhu", "110")), (as_method, point_of(as_method, "tianhu", "110")))
    ]
    assert runs[0] > 0 == runs[1]


# --- how the verdict is drawn ----------------------------------------------------------------------------------------


def made(shares: dict[str, float], **columns: str) -> pd.DataFrame:
    """Return coded rows in which the first of N replicates last, as many as each combination's share says."""
    rows = []
    for point, name in enumerate(verdict.combinations()):
        solved = {
            factor: "solved" if sign == "1" else "unsolved" for factor, sign in zip(verdict.FACTORS, name, strict=True)
        }
        for replicate in range(N):
            lasts = float(replicate < round(shares.get(name, 0.0) * N))
            rows.append({"point": point, "replicate": replicate, "lasts": lasts, **solved, **columns})
    runs = pd.DataFrame(rows)
    runs["lasting_months"] = runs["months_at_90"] = 12 * runs["lasts"]
    runs["fee_rate"] = runs["fee_rate_before"] = 0.5 + 0.4 * runs["lasts"]
    runs["company"], runs["committee_quality"] = 1.0, 0.0
    return verdict.coded(runs)


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"111": 1.0}, SUPPORTED),
        ({"111": 1.0, "110": 0.2, "101": 0.1}, SUPPORTED),
        ({"111": 1.0, "100": 1.0}, NOT),
        ({"111": 0.2}, NOT),
        ({"111": 1.0, "110": 0.6, "101": 0.6, "011": 0.6}, PARTLY),
        ({"111": 0.7}, PARTLY),
        ({"111": 1.0, "110": 0.7, "101": 0.7, "011": 1.0}, NOT),
        ({"111": 0.7, "011": 0.7}, NOT),
    ],
)
def test_the_word_of_one_estate_follows_the_rule(shares: dict[str, float], said: str) -> None:
    assert verdict.word_of(made(shares)) == said


def test_a_share_at_the_line_is_not_clear_of_it() -> None:
    assert verdict.word_of(made({"111": 0.85})) != SUPPORTED  # 34 of 40: the interval reaches below 0.8
    assert verdict.word_of(made({"111": 1.0, "110": 0.45})) != SUPPORTED


@pytest.mark.parametrize(
    ("without", "with_all", "said"),
    [(0.0, 1.0, SUPPORTED), (1.0, 1.0, NOT), (0.6, 1.0, PARTLY), (0.6, 0.7, NOT), (0.0, 0.0, NOT)],
)
def test_money_is_judged_by_what_lasts_without_it(without: float, with_all: float, said: str) -> None:
    found = verdict.shares(made({"101": without, "111": with_all}))
    assert verdict.money_word(found["101"], found["111"]) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [([SUPPORTED] * 3, SUPPORTED), ([NOT] * 3, NOT), ([SUPPORTED, NOT, PARTLY], DEPENDS), ([PARTLY] * 3, PARTLY)],
)
def test_estates_that_disagree_make_it_depend(words: list[str], said: str) -> None:
    assert verdict.overall(words) == said


def test_effects_are_those_the_shares_were_made_with() -> None:
    found = verdict.effects(made({"111": 1.0, "110": 1.0, "101": 1.0, "100": 1.0}), "lasts")
    assert found["who",].value == 1.0
    others = [effect.value for names, effect in found.items() if names != ("who",)]
    assert others == pytest.approx([0.0] * 6)
    only_all = verdict.effects(made({"111": 1.0}), "lasts")
    assert [effect.value for effect in only_all.values()] == pytest.approx([0.25] * 7)


def test_a_fall_is_paired_within_seeds() -> None:
    taken = verdict.drops(made({"111": 1.0, "110": 0.5, "101": 1.0}))
    assert taken["how"].value == 0.5
    assert taken["money"] == Interval(0.0, 0.0, 0.0, N)
    assert taken["who"].value == 1.0


def test_a_committee_in_name_only_does_not_count_where_it_has_to_work() -> None:
    runs = made({"111": 1.0})
    runs["company"] = 0.0
    assert verdict.word_of(runs) == SUPPORTED
    assert verdict.word_of(runs, verdict.DEFINITIONS[1]) == NOT


@pytest.mark.parametrize(
    ("by_site", "said"),
    [
        ([{"111": 1.0}] * 3, SUPPORTED),
        ([{"111": 1.0, "100": 1.0}] * 3, NOT),
        ([{"111": 1.0}, {"111": 1.0}, {"111": 1.0, "100": 1.0}], DEPENDS),
    ],
)
def test_the_page_gives_its_verdict_first(monkeypatch, by_site: list[dict[str, float]], said: str) -> None:
    main = pd.concat([made(shares, site=site) for shares, site in zip(by_site, verdict.SITES, strict=True)])
    main["point"] += 100 * main["site"].map({site: place for place, site in enumerate(verdict.SITES)})
    settings = pd.concat([main.assign(members=m, cost=c) for m in verdict.MEMBERS for c in verdict.COSTS])
    visits = pd.concat([main.assign(cost=c) for c in verdict.COSTS])
    parts = {
        "": main,
        "settings": settings,
        "visits": visits,
        "hongyun": made({}, collects="anyway"),
        "ten-years": main,
    }
    monkeypatch.setattr(Experiment, "runs", lambda _experiment, part="": parts[part])
    page = EXPERIMENT.page()
    assert page.startswith(f"**Verdict on `threequestions.c1` (M7): {said}.**")
    assert ("lasts as well: who)" in page) == (said != SUPPORTED)
    rows = 3 * len(verdict.MEMBERS) * len(verdict.COSTS)
    assert f"All three last in {rows} of these {rows} rows" in page


@pytest.mark.parametrize(("name", "words"), [("000", "nothing"), ("101", "who + how"), ("111", "who + money + how")])
def test_a_combination_has_words(name: str, words: str) -> None:
    assert verdict.solved_in_words(name) == words
