"""Key minority: what the study sets up, and how its verdict is drawn."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from commsim import simulate
from commsim.study.definition import Study
from commsim.study.loading import load_study
from experiments.common import DEPENDS, NOT, PARTLY, SUPPORTED, Experiment, load_verdict

EXPERIMENT = Experiment("key-minority")
verdict = load_verdict(EXPERIMENT)
SHARES = (0.0, 0.02, 0.07, 0.2, 0.6, 1.0)
N = 12


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(EXPERIMENT.folder / "study.yaml")


@pytest.fixture(scope="module")
def switched() -> Study:
    return load_study(EXPERIMENT.folder / "study-threshold.yaml")


def point_of(study: Study, **wanted: object) -> int:
    """Return the number of one point."""
    rows = (study.points.row(number) for number in range(len(study.points)))
    found = [number for number, row in enumerate(rows) if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1
    return found[0]


# --- what the study sets up ------------------------------------------------------------------------------------------


def test_nobody_asked_is_the_twin(study: Study) -> None:
    for support in verdict.SUPPORTS:
        point = point_of(study, support=support, committee="as_is", share=0)
        run, twin = (simulate(scenario, seed=3).monthly for scenario in (study.scenario(point), study.twin(point)))
        pd.testing.assert_frame_equal(run, twin)


def test_all_members_are_asked_with_the_greatest_share(study: Study) -> None:
    run = simulate(study.scenario(point_of(study, support="staffed", committee="as_is", share=1)), seed=3).monthly
    asked = run[run["month"] == 61].iloc[0]
    assert asked["members_active"] == asked["members"]


@pytest.mark.parametrize(("committee", "exists"), [("as_is", 0), ("given", 1), ("barred", 0)])
def test_a_committee_that_nobody_works_for_exists_only_where_it_is_given(study, committee: str, exists: int) -> None:
    run = simulate(study.scenario(point_of(study, support="none", committee=committee, share=0)), seed=3).monthly
    assert run["committee"].iloc[-1] == exists


def test_only_staff_has_hours_of_its_own(study: Study) -> None:
    for support, branches in (("none", []), ("rules", [0.0]), ("staffed", [16.0])):
        events = study.scenario(point_of(study, support=support, committee="as_is", share=1)).data.timeline
        assert [event.staff_hours for event in events if event.event == "found_branch"] == branches


def test_switches_leave_the_past_alone(switched: Study) -> None:
    of = {"support": "none", "committee": "as_is", "share": 0.2}
    on = simulate(switched.scenario(point_of(switched, switch="all_on", **of)).with_months(90), seed=3).monthly
    for switch in verdict.SWITCHES:
        run = simulate(switched.scenario(point_of(switched, switch=switch, **of)).with_months(90), seed=3).monthly
        assert run["service"][:60].tolist() == on["service"][:60].tolist()
        assert run["participation"][:60].tolist() == on["participation"][:60].tolist()
        later = ["fee_rate", "participation", "members_active", "committee"]
        assert run[later][60:].to_numpy().tolist() != on[later][60:].to_numpy().tolist(), switch


def test_service_held_stays_as_the_conflict_left_it(switched: Study) -> None:
    of = {"support": "staffed", "committee": "as_is", "share": 1}
    run = simulate(switched.scenario(point_of(switched, switch="service_held", **of)), seed=3).monthly
    assert set(run["service"][60:]) == {run["service"][59]}
    assert set(run["condition"][60:]) == {run["condition"][59]}


# --- how the verdict is drawn ----------------------------------------------------------------------------------------


def cell_of(
    participation=lambda share: min(1.0, 5 * share),
    riders=lambda share: max(0.0, 0.5 - 3 * share),
    silence=lambda share: -20.0 * (share > 0),
    fee=lambda share: 0.2 + 0.75 * (share >= 0.2),
) -> pd.DataFrame:
    """Return runs of one cell; every figure is the function of the share, with a little luck of the replicate."""
    rows = []
    for point, share in enumerate(SHARES):
        for replicate in range(N):
            luck = 1 + 0.01 * math.sin(replicate)
            figures = {
                "participation_effect": participation(share) * luck,
                "governance_free_riders": riders(share) * luck,
                "silence_never_visited": silence(share) * luck,
                "fee_rate": fee(share),
            }
            rows.append({"point": point, "replicate": replicate, "share": share, "support": "staffed"} | figures)
    return pd.DataFrame(rows).assign(committee="as_is")


@pytest.mark.parametrize(
    ("changed", "parts", "word"),
    [
        ({}, (True, True, True), SUPPORTED),
        ({"participation": lambda share: share}, (False, True, True), PARTLY),
        ({"participation": lambda share: -share}, (False, True, True), PARTLY),
        ({"riders": lambda _share: 0.4}, (True, False, True), PARTLY),
        ({"riders": lambda _share: math.nan}, (True, False, True), PARTLY),
        ({"silence": lambda share: share}, (True, True, False), PARTLY),
        ({"silence": lambda _share: -3.0}, (True, True, False), PARTLY),
        ({"silence": lambda _share: math.nan}, (True, True, False), PARTLY),
        (
            {"participation": lambda share: share, "riders": lambda _: 0.4, "silence": lambda _: 1.0},
            (False, False, False),
            NOT,
        ),
    ],
)
def test_each_part_of_the_claim_has_its_rule(changed: dict, parts: tuple, word: str) -> None:
    found = verdict.parts(cell_of(**changed))
    assert tuple(found) == parts
    assert found.word == word


def test_many_waking_everybody_is_not_few(study: Study) -> None:
    late = verdict.parts(cell_of(participation=lambda share: float(share >= 0.6)))
    assert not late.wakes


@pytest.mark.parametrize(
    ("words", "said"),
    [([SUPPORTED, SUPPORTED], SUPPORTED), ([NOT, NOT], NOT), ([SUPPORTED, NOT], DEPENDS), ([PARTLY, NOT], DEPENDS)],
)
def test_cells_that_disagree_make_it_depend(words: list[str], said: str) -> None:
    assert verdict.overall(words) == said


def test_the_critical_share_is_where_all_greater_ones_are_enough() -> None:
    assert set(verdict.critical_shares(cell_of())) == {0.2}
    dips = cell_of(fee=lambda share: 0.9 if share in (0.02, 0.6, 1.0) else 0.3)
    assert set(verdict.critical_shares(dips)) == {0.6}
    assert set(verdict.critical_shares(cell_of(fee=lambda _share: 0.9))) == {0.0}
    assert set(verdict.critical_shares(cell_of(fee=lambda _share: 0.3))) == {math.inf}


def test_trying_to_elect_is_held_against_a_barred_committee() -> None:
    barred = cell_of(fee=lambda _share: 0.6).assign(committee="barred")
    runs = pd.concat([cell_of(), barred], ignore_index=True)
    assert verdict.trying(runs, "staffed", 0.07).value == pytest.approx(-0.4)
    assert verdict.trying(runs, "staffed", 0.6).value == pytest.approx(0.35)


def test_a_jump_is_narrow_and_a_slope_is_wide() -> None:
    jump = verdict.width(cell_of(fee=lambda share: 0.2 + 0.7 * (share >= 0.6)))
    slope = verdict.width(cell_of(fee=lambda share: 0.2 + 0.7 * share))
    assert 1 < jump < slope == pytest.approx(4.0)
    assert math.isnan(verdict.width(cell_of(fee=lambda _share: 0.5)))


def switched_cell(critical: dict[str, float]) -> pd.DataFrame:
    """Return runs of all switches of a cell, each with the critical share given, by default 0.6."""
    names = ("all_on", *verdict.SWITCHES)
    parts = [
        cell_of(fee=lambda share, name=name: 0.3 + 0.6 * (share >= critical.get(name, 0.6))).assign(switch=name)
        for name in names
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize(
    ("critical", "made"),
    [
        ({}, []),
        ({"quorum_off": 0.0}, ["the quorum"]),
        ({"quorum_off": 0.2, "burnout_off": 0.02}, ["the quorum", "overload"]),
        ({"service_given": 0.0, "norms_held": 0.0}, ["the service trap"]),
        ({"all_on": math.inf, "burnout_off": 0.2}, ["overload"]),
        ({"all_on": 0.0}, []),
        ({"all_on": 0.2, "quorum_off": 0.2}, []),
    ],
)
def test_what_makes_the_threshold_is_what_halves_it_when_taken_away(critical: dict, made: list[str]) -> None:
    assert verdict.makers(switched_cell(critical)) == made


def test_the_page_gives_its_verdict_first(monkeypatch) -> None:
    columns = load_study(EXPERIMENT.folder / "study.yaml").data.measures
    luck = np.random.default_rng(1)
    runs = cell_of()
    for name in columns:
        if name not in runs:
            runs[name] = luck.random(len(runs))
    runs["members"] = 44
    switched = switched_cell({"quorum_off": 0.0})
    monkeypatch.setattr(Experiment, "runs", lambda _experiment, part="": switched if part else runs)
    page = EXPERIMENT.page()
    assert page.startswith(f"**Verdict on `keyminority.c1`: {SUPPORTED}.** Of 1 cells: {SUPPORTED} in 1.")
    assert "| the quorum |" in page
    assert "0.2 (9)" in page
