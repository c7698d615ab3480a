from __future__ import annotations

import math
import pickle

import pytest

from commsim.agents import simulate_agents
from commsim.api import simulate
from commsim.errors import InputError, UnknownNameError
from commsim.results import MEASURES, measure
from commsim.results.outcomes import OUTCOME_MEASURES
from commsim.rules.columns import HOUSEHOLD_FINAL
from commsim.study.measuring import AgentsView, Measuring
from tests.small_estate import same
from tests.study.measured import Wish, agents, compiled, figures
from tests.support.small_worlds import small_worlds

WINDOWS = ("whole run", "last 12 months", "month 3..9", "month 20..30", "years 1..1 from first dividend", "last month")
GROUPS = ("all", "members", "visited", "never_visited")
WORLDS = ("conflict", "quarrel", "rings", "vacuum", "short")


def everything(estates) -> dict[str, Wish]:
    """Return a wish for every measure of every kind in every window, estate and group."""
    monthly = {
        f"{name}, {window}, {estate}": Wish(name, window, estate=estate)
        for name, one in MEASURES.items()
        for window in WINDOWS
        for estate in estates
        if one.least_months == 1 or window in ("whole run", "years 1..1 from first dividend")
    }
    monthly = {key: wish for key, wish in monthly.items() if not too_short(wish)}
    outcomes = {f"{name}, {estate}": Wish(name, estate=estate) for name in OUTCOME_MEASURES for estate in estates}
    households = {
        f"{name}, {group}, {estate}": Wish(name, group=group, estate=estate)
        for name in HOUSEHOLD_FINAL
        for group in GROUPS
        for estate in estates
    }
    return monthly | outcomes | households


def too_short(wish: Wish) -> bool:
    return wish.window != "whole run" and MEASURES[wish.measure].least_months > 1


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    """Scenarios of one and two estates, and one that lasts five months."""
    found = small_worlds(tmp_path_factory.mktemp("worlds"))
    found["short"] = found["rings"].with_months(5)
    # Members who visit three homes each leave some unvisited.
    found["conflict"] = found["conflict"].set("behaviour.volunteering.most_households", 3)
    found["untreated"] = found["conflict"].without("activate", "withdraw")
    return found


@pytest.fixture(scope="module")
def treated(worlds):
    """A run with members who visit."""
    return compiled(worlds["conflict"])


@pytest.fixture(scope="module")
def untreated(worlds):
    """Its twin, in which nobody is activated."""
    return compiled(worlds["untreated"])


@pytest.mark.parametrize("name", WORLDS)
def test_figures_do_not_depend_on_the_driver(worlds, name: str) -> None:
    scenario = worlds[name]
    wishes = everything(scenario.estate_names)
    found, expected = figures(wishes, compiled(scenario)), figures(wishes, agents(scenario))
    assert [key for key in wishes if not same(found[key], expected[key])] == []
    assert all(type(figure) is float for figure in [*found.values(), *expected.values()])


@pytest.mark.parametrize("name", WORLDS)
def test_monthly_figures_are_those_of_the_monthly_table(worlds, name: str) -> None:
    scenario = worlds[name]
    run = simulate(scenario, seed=1, engine="compiled")
    tables = {estate: run.monthly[run.monthly["estate"] == estate] for estate in scenario.estate_names}
    wishes = {key: wish for key, wish in everything(scenario.estate_names).items() if wish.window is not None}
    found = figures(wishes, compiled(scenario))
    expected = {key: measure(tables[wish.estate], wish.measure, wish.window) for key, wish in wishes.items()}
    assert [key for key in wishes if not same(found[key], expected[key])] == []


def test_a_window_outside_a_short_run_is_undefined(worlds) -> None:
    found = figures(
        {"fee_rate": Wish(), "late": Wish("fee_rate", "month 6"), "end": Wish("fee_rate", "month 5")},
        compiled(worlds["short"]),
    )
    assert math.isnan(found["fee_rate"])
    assert math.isnan(found["late"])
    assert 0 < found["end"] < 1


def test_a_figure_relative_to_another_window_is_their_ratio(treated) -> None:
    found = figures(
        {
            "both": Wish("service", "month 20..25", relative_to="month 1..6"),
            "late": Wish("service", "month 20..25"),
            "early": Wish("service", "month 1..6"),
            "never": Wish("service", "month 20..25", relative_to="month 26"),
        },
        treated,
    )
    assert found["both"] == found["late"] / found["early"]
    assert math.isnan(found["never"])


def test_what_is_left_out_is_the_name_the_first_estate_the_last_year_and_all_households(treated) -> None:
    found = figures(
        {
            "fee_rate": Wish(),
            "said": Wish("fee_rate", "last 12 months", estate="main"),
            "pays": Wish(),
            "said_too": Wish("pays", estate="main", group="all"),
        },
        treated,
    )
    assert found["fee_rate"] == found["said"]
    assert found["pays"] == found["said_too"]


def test_household_figures_are_means_over_the_occupied_homes_of_a_group(worlds) -> None:
    raw = simulate_agents(worlds["conflict"], 1)
    rows = [
        {name: raw.households[name][row] for name in ("tenure", "member", "ever_visited", "pays", "trust_payee")}
        for row in range(raw.households["estate"].count("main"))
    ]
    lived_in = [row for row in rows if row["tenure"] != 2]
    assert len(lived_in) < len(rows)
    groups = {
        "all": lived_in,
        "members": [row for row in lived_in if row["member"]],
        "visited": [row for row in lived_in if not row["member"] and row["ever_visited"]],
        "never_visited": [row for row in lived_in if not row["member"] and not row["ever_visited"]],
    }
    for column in ("pays", "trust_payee"):
        found = figures({group: Wish(column, group=group) for group in GROUPS}, AgentsView(raw))
        for group, members in groups.items():
            assert members
            assert found[group] == pytest.approx(sum(row[column] for row in members) / len(members), rel=1e-12)


def test_a_group_without_households_is_undefined(untreated, treated) -> None:
    wishes = {"visited": Wish("pays", group="visited"), "paired": Wish("pays", group="visited", difference=True)}
    assert all(math.isnan(figure) for figure in figures(wishes, untreated, treated).values())


def test_a_difference_is_the_run_less_its_twin(treated, untreated) -> None:
    for name, wish in {
        "fee_rate": Wish(),
        "members_active_at_end": Wish(),
        "trust": Wish("trust_ties", "month 20"),
    }.items():
        less = figures({name: wish._replace(difference=True)}, treated, untreated)[name]
        assert less == figures({name: wish}, treated)[name] - figures({name: wish}, untreated)[name] != 0


def test_household_differences_pair_the_households_of_the_treated_run(treated, untreated) -> None:
    chosen = (treated.household(0, "ever_visited") != 0) & (treated.household(0, "member") == 0)
    chosen &= treated.household(0, "tenure") != 2
    assert chosen.any()
    assert not untreated.household(0, "ever_visited").any()
    pairs = zip(
        treated.household(0, "trust_self")[chosen].tolist(),
        untreated.household(0, "trust_self")[chosen].tolist(),
        strict=True,
    )
    total = 0.0
    for first, second in pairs:
        total += first - second
    found = figures({"trust": Wish("trust_self", group="visited", difference=True)}, treated, untreated)["trust"]
    assert found == total / int(chosen.sum()) != 0


@pytest.mark.parametrize("column", ["pays", "trust_self", "arrears_months", "visitor"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_run_does_not_differ_from_itself(treated, column, group) -> None:
    wishes = {"own": Wish(column, group=group, difference=True), "rate": Wish("fee_rate", difference=True)}
    assert figures(wishes, treated, treated) == {"own": 0.0, "rate": 0.0}


def test_differences_do_not_depend_on_the_driver(worlds, treated, untreated) -> None:
    wishes = {key: wish._replace(difference=True) for key, wish in everything(("main", "elsewhere")).items()}
    found = figures(wishes, treated, untreated)
    expected = figures(wishes, agents(worlds["conflict"]), agents(worlds["untreated"]))
    assert [key for key in wishes if not same(found[key], expected[key])] == []


def test_only_a_difference_needs_a_twin(treated) -> None:
    plain = Measuring({"fee_rate": Wish()}, ("main",))
    paired = Measuring({"fee_rate": Wish(), "gain": Wish("fee_rate", difference=True)}, ("main",))
    assert (plain.needs_twin, paired.needs_twin) == (False, True)
    assert paired.names == ("fee_rate", "gain")
    with pytest.raises(InputError, match="differences need the run's twin: gain"):
        paired.figures(treated, None)


def test_a_twin_of_other_households_is_refused(worlds, treated) -> None:
    other = compiled(worlds["conflict"].set("estates.main.homes", 34))
    with pytest.raises(InputError, match="the twin has 37 households, the run 36: they cannot be paired"):
        figures({"pays": Wish(difference=True)}, treated, other)


def test_a_run_without_the_estate_is_refused(worlds) -> None:
    measuring = Measuring({"fee_rate": Wish(estate="elsewhere")}, ("main", "elsewhere"))
    with pytest.raises(InputError, match="the run has no estate 'elsewhere'; its estates are main"):
        measuring.figures(compiled(worlds["short"]))


def test_measuring_travels_to_other_processes(treated, untreated) -> None:
    wishes = {"fee_rate": Wish(), "effort_months": Wish(), "gain": Wish("pays", group="visited", difference=True)}
    first = Measuring(wishes, ("main", "elsewhere"))
    again = pickle.loads(pickle.dumps(first))
    assert (again.names, again.needs_twin) == (first.names, first.needs_twin)
    assert again.figures(treated, untreated) == first.figures(treated, untreated)


@pytest.mark.parametrize(
    ("wish", "error", "message"),
    [
        (Wish("fee_rat"), UnknownNameError, "measure it, measure: no measure 'fee_rat'; did you mean 'fee_rate'"),
        (Wish("fee_rate", estate="x"), UnknownNameError, "measure it, estate: no estate 'x'.*allowed: one of main"),
        (Wish("pays", window="last month"), InputError, "measure it, window: 'pays' is measured at the end"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(wish, error, message) -> None:
    with pytest.raises(error, match=message):
        Measuring({"it": wish}, ("main",))
