"""Institution: what the supports do in each estate, and how the verdict is drawn."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from commsim import load_scenario, simulate
from commsim.study.definition import Study
from commsim.study.loading import load_study
from experiments.common import DEPENDS, NOT, SUPPORTED, Experiment, load_verdict

EXPERIMENT = Experiment("institution")
verdict = load_verdict(EXPERIMENT)
N = 25


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(EXPERIMENT.folder / "study.yaml")


def point_of(study: Study, **wanted: object) -> int:
    """Return the number of one point."""
    found = [
        number
        for number in range(len(study.points))
        if all(study.points.row(number)[name] == value for name, value in wanted.items())
    ]
    assert len(found) == 1
    return found[0]


NOTHING = {"rota": False, "service_file": False, "recognition": False, "successors": "none"}


# --- what the supports do --------------------------------------------------------------------------------------------


def test_without_support_the_vacuum_is_the_shipped_attempt(study: Study) -> None:
    point = point_of(study, site="vacuum", asked="retired", members=8, **NOTHING)
    ours = study.scenario(point).set_many({"residents.member_share": 0.10, "residents.retired_share": 0.30})
    shipped = simulate("hongyun-volunteers", seed=1).monthly
    run = simulate(ours.with_months(72), seed=1).monthly
    for column in ("members_active", "done_minutes", "demanded_minutes", "service"):
        assert run[column].fillna(-1).tolist() == shipped[column].fillna(-1).tolist()


@pytest.mark.parametrize(("site", "company"), [("vacuum", 0), ("company", 1), ("tianhu", 1)])
def test_a_company_serves_where_the_estate_is_said_to_have_one(study: Study, site: str, company: int) -> None:
    point = point_of(study, site=site, asked="retired", members=32, **NOTHING)
    monthly = simulate(study.scenario(point), seed=1).monthly
    assert monthly["company"].iloc[-60:].mean() == company


@pytest.mark.parametrize("site", verdict.SITES)
def test_service_begins_sixty_months_before_the_end(study: Study, site: str) -> None:
    scenario = study.scenario(point_of(study, site=site, asked="in_service", members=2, **NOTHING))
    begins = [event.month for event in scenario.data.timeline if event.key in ("support", "service")]
    assert begins == [scenario.data.months - verdict.CENSORED + 1] * 2


@pytest.mark.parametrize("site", verdict.SITES)
def test_there_are_enough_members_of_each_kind(site: str) -> None:
    scenario = load_scenario(EXPERIMENT.folder / f"{site}.yaml")
    members = scenario.data.residents.member_share * scenario.data.estates["main"].homes
    assert int(members * 0.5) >= 32


def test_only_successors_fill_places(study: Study) -> None:
    of = {"site": "vacuum", "asked": "in_service", "members": 4}
    nobody = simulate(study.scenario(point_of(study, **of, **NOTHING)), seed=1).monthly
    followed = simulate(study.scenario(point_of(study, **of, **NOTHING | {"successors": "recruited"})), seed=1).monthly
    assert nobody["members_active"].iloc[-12:].max() == 0 < followed["members_active"].iloc[-12:].max()


# --- how the verdict is drawn ----------------------------------------------------------------------------------------


def made(share: dict[tuple[int, str], float]) -> pd.DataFrame:
    """Return coded rows in which service lasts in the first replicates, as many as the share of (members, supports)."""
    rows = []
    signs = list(product("01", repeat=4))
    for point, (site, asked, members, bits) in enumerate(
        product(verdict.SITES, verdict.ASKED, sorted({members for members, _ in share}), signs)
    ):
        lasting = share.get((members, "".join(bits)), 0.5)
        for replicate in range(N):
            lasts = replicate < round(lasting * N)
            rows.append(
                {"point": point, "replicate": replicate, "site": site, "asked": asked, "members": members}
                | {name: bit == "1" for name, bit in zip(verdict.SUPPORTS[:3], bits, strict=False)}
                | {"successors": "recruited" if bits[3] == "1" else "none"}
                | {"effort_ended": float(not lasts), "members_active_at_end": members * lasts, "load": 10.0 / members}
                | {"effort_months": 60.0 if lasts else 2.0, "hours_done": 100.0, "service": 0.5, "fee_rate": 0.5}
                | {
                    f"effort_ended_by_{way}": float(not lasts and way == "burnout")
                    for way in ("burnout", "cash", "mandate")
                }
            )
    return verdict.coded(pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("without", "with_all", "said"),
    [
        (0.0, 1.0, SUPPORTED),
        (0.2, 1.0, SUPPORTED),
        (1.0, 1.0, verdict.NOT_NEEDED),
        (0.0, 0.0, verdict.NOT_ENOUGH),
        (0.4, 1.0, "unclear"),
        (0.0, 0.9, "unclear"),
    ],
)
def test_the_word_of_a_cell_follows_the_rule(without: float, with_all: float, said: str) -> None:
    found = verdict.words(made({(2, verdict.NONE): without, (2, verdict.EVERY): with_all}))
    assert set(found.values()) == {said}
    assert len(found) == 6


@pytest.mark.parametrize(
    ("found", "said"),
    [([SUPPORTED] * 2, SUPPORTED), (["unclear", verdict.NOT_NEEDED], NOT), ([SUPPORTED, verdict.NOT_NEEDED], DEPENDS)],
)
def test_cells_that_disagree_make_it_depend(found: list[str], said: str) -> None:
    assert verdict.overall(found) == said


def test_service_by_less_than_half_of_those_asked_does_not_last() -> None:
    runs = made({(8, verdict.NONE): 1.0, (8, verdict.EVERY): 1.0})
    runs["members_active_at_end"] = 3
    assert verdict.coded(runs)["lasts"].max() == 0


def test_how_many_were_asked_is_seen_where_a_rota_keeps_them() -> None:
    rows = [("tianhu", 0.1, 0, False, 2.0), ("tianhu", 0.1, 0, True, 5.0), ("tianhu", 0.1, 1, True, 4.0)]
    runs = pd.DataFrame(rows, columns=["site", "share", "replicate", "rota", "members_active_first"])
    assert verdict.with_number_asked(runs)["members"].tolist() == [5.0, 5.0, 4.0]


def test_an_effect_of_a_support_is_found_where_it_was_made() -> None:
    signs = ["".join(bits) for bits in product("01", repeat=4)]
    runs = made({(2, support): float(support[0] == "1") for support in signs})
    found = verdict.single_effects(runs[runs["site"] == "vacuum"], "effort_months")
    assert found["rota"].value == pytest.approx(58.0)
    assert [found[name].value for name in verdict.SUPPORTS[1:]] == pytest.approx([0.0] * 3)


@pytest.mark.parametrize(("few", "many", "said"), [(0.0, 0.0, SUPPORTED), (1.0, 1.0, NOT), (0.0, 1.0, DEPENDS)])
def test_the_page_gives_its_verdict_first(monkeypatch, few: float, many: float, said: str) -> None:
    runs = made({(2, verdict.NONE): few, (2, verdict.EVERY): 1.0, (32, verdict.NONE): many, (32, verdict.EVERY): 1.0})
    shipped = runs.drop(columns=["support", "lasts"]).assign(share=0.1, members_active_first=runs["members"])
    monkeypatch.setattr(Experiment, "runs", lambda _experiment, part="": shipped if part else runs)
    page = EXPERIMENT.page()
    assert page.startswith(f"**Verdict on `hechuan.c1`: {said}.**")
    assert ("It depends on the load" in page) == (said == DEPENDS)
    assert "Ended with none by" in page


def test_a_fee_rate_says_how_many_runs_have_bills(monkeypatch) -> None:
    runs = made({(2, verdict.NONE): 0.0, (2, verdict.EVERY): 1.0})
    runs.loc[runs["replicate"] > 0, "fee_rate"] = float("nan")
    runs.loc[runs["site"] == "vacuum", "fee_rate"] = float("nan")
    shipped = runs.drop(columns=["support", "lasts"]).assign(share=0.1, members_active_first=runs["members"])
    monkeypatch.setattr(Experiment, "runs", lambda _experiment, part="": shipped if part else runs)
    page = EXPERIMENT.page()
    assert "0.50 (bills in 2 of 50 runs)" in page
    assert "no bills" in page


def test_supports_have_words() -> None:
    assert [verdict.in_words(support) for support in ("0000", "1010", "1111")] == [
        "none",
        "rota + recognition",
        "all four",
    ]
