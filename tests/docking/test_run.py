"""One run from a scenario and a seed to plain tables: what every engine gives."""

import math

import pytest

from commsim.errors import SeedError
from commsim.rules.columns import HOUSEHOLD_FINAL, MONTHLY, MONTHLY_NAMES
from tests.agents.districts import bits, changed, district, exact, of_estate, until

QUIET = district(15, start={"legacy_share": 0.2})
TWO = district(4, estates=2, record={"households": True})


def test_tables_have_the_declared_columns_and_one_row_for_each_estate_and_month(run):
    found = run(TWO)
    assert list(found.monthly) == ["estate", "month", *MONTHLY_NAMES]
    assert found.monthly["estate"] == ["estate0"] * 4 + ["estate1"] * 4
    assert found.monthly["month"] == [1, 2, 3, 4] * 2
    assert {len(values) for values in found.monthly.values()} == {8}
    assert found.estates == ("estate0", "estate1")
    assert found.scenario is TWO
    assert found.seed == 1


def test_the_final_households_are_those_of_the_last_month_of_the_history(run):
    found = run(TWO)
    assert list(found.households) == ["estate", "household", *HOUSEHOLD_FINAL]
    assert list(found.history) == ["estate", "month", "household", *HOUSEHOLD_FINAL]
    assert found.households["household"] == [*range(39), *range(39)]
    assert found.history["month"] == [month for month in (1, 2, 3, 4) for _ in range(39)] * 2
    last = [i for i, month in enumerate(found.history["month"]) if month == 4]
    for name in ("estate", "household", *HOUSEHOLD_FINAL):
        assert exact([found.history[name][i] for i in last]) == exact(found.households[name]), name


def test_histories_are_kept_only_where_asked_for_and_change_nothing(run):
    silent = run(TWO.set("record.households", False))
    assert silent.history is None
    assert bits(silent) == bits(run(TWO))


@pytest.mark.parametrize("months", [1, 2, 3, 11, 12])
def test_a_longer_run_begins_like_a_shorter_one_last_bills_included(months, run):
    short, long = run(QUIET.with_months(months)), run(QUIET)
    assert until(short, months) == until(long, months)


def test_what_is_paid_late_counts_for_the_month_of_the_bill(run):
    found = run(QUIET)
    for paid, billed, rate in zip(
        found.monthly["paid_in_time_fen"], found.monthly["billed_fen"], found.monthly["fee_rate"], strict=True
    ):
        assert rate == paid / billed
    on_the_spot = run(QUIET.set("mechanisms.recovery", False))
    assert sum(found.monthly["paid_in_time_fen"]) > sum(on_the_spot.monthly["paid_in_time_fen"])
    assert exact(on_the_spot.monthly["paid_in_time_fen"]) == exact(on_the_spot.monthly["collected_fen"])


def test_after_the_end_nothing_is_told(run):
    leaving = district(
        2,
        start={"fee_rate": 0.0},
        behaviour={"fees": {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0}, "company": {"patience": 3.0}},
    )
    found = run(leaving)
    assert found.outcomes["estate0"]["company_at_end"] is True
    assert found.events == []
    assert run(leaving.with_months(3)).outcomes["estate0"]["company_at_end"] is False


def test_progress_never_goes_back_and_ends_with_the_last_month(run):
    told = []
    run(TWO, progress=lambda *done: told.append(done))
    assert told == sorted(told)
    assert told[-1] == (4, 4)
    assert {total for _, total in told} == {4}


def test_outcomes_say_when_an_effort_began_and_what_ended_it(run):
    timeline = [
        {"event": "found_branch", "month": 2},
        {"event": "activate", "month": 3, "share": 1.0},
        {"event": "withdraw", "month": 6},
    ]
    outcome = run(district(8, timeline=timeline)).outcomes["estate0"]
    assert outcome == {
        "effort_started_month": 3,
        "effort_ended_month": 6,
        "effort_ended_by": "mandate",
        "members_active_at_end": 0,
        "company_at_end": True,
        "committee_at_end": False,
    }
    ongoing = run(district(8, timeline=timeline[:2])).outcomes["estate0"]
    assert ongoing["effort_ended_month"] == 0
    assert ongoing["effort_ended_by"] == ""
    assert ongoing["members_active_at_end"] > 0
    untouched = run(district(8)).outcomes["estate0"]
    assert untouched["effort_started_month"] == 0


def test_a_value_that_is_undefined_is_no_number(run):
    found = run(district(2))
    for name in ("load", "motivation", "upkeep_done", "turnout", "meeting_private", "complaint_share"):
        assert all(math.isnan(value) for value in found.monthly[name]), name
    assert of_estate(found, "estate0")["members_active"] == [0, 0]


def test_two_runs_that_differ_in_seed_differ_in_luck_only(run):
    one, other = run(QUIET, 1), run(QUIET, 2)
    assert changed(one, other) >= {"service", "fee_rate"}
    assert changed(one, other).isdisjoint({"estate", "month", "households", "occupied", "members", "revenue_gross_fen"})


def test_the_same_seed_gives_the_same_run_twice(run):
    assert bits(run(TWO, 5)) == bits(run(TWO, 5))


def test_the_first_and_the_last_seed_are_seeds_of_their_own(run):
    found = [bits(run(TWO, seed), "monthly") for seed in (0, 1, 2**63, 2**64 - 1)]
    assert all(one != other for place, one in enumerate(found) for other in found[:place])


@pytest.mark.parametrize("seed", [-1, 2**64, 1.0, True, None, "1"])
def test_anything_else_is_no_seed(seed, run):
    with pytest.raises(SeedError):
        run(TWO, seed)


def test_a_world_seed_keeps_the_world_and_lets_the_luck_vary(run):
    shared = TWO.set("world_seed", 7)
    one, other = run(shared, 1), run(shared, 2)
    traits = ("building", "tenure", "age", "type", "member", "legacy")
    assert changed(one, other, "households").isdisjoint(traits)
    assert "trust_payee" in changed(one, other, "households")
    assert changed(run(TWO, 1), run(TWO, 2), "households") & set(traits)


def test_several_seeds_give_the_runs_of_each(engine):
    seeds = [3, 0, 2**64 - 1]
    for threads in (1, 2):
        many = engine.many(TWO, seeds, threads)
        assert [found.seed for found in many] == seeds
        assert [bits(found) for found in many] == [bits(engine.run(TWO, seed)) for seed in seeds]


def test_every_value_has_the_type_of_its_column(run):
    found = run(TWO)
    kinds = {column.name: int if column.kind == "int" else float for column in MONTHLY} | {"estate": str, "month": int}
    for name, values in found.monthly.items():
        assert {type(value) for value in values} == {kinds[name]}, name
    flags = ("shop", "member", "active", "pays", "legacy", "ever_visited")
    reals = ("arrears_months", "norm", "trust_payee", "trust_self", "belonging", "visitor_tie", "motivation")
    for table in (found.households, found.history):
        for name, values in table.items():
            wanted = bool if name in flags else float if name in reals else str if name == "estate" else int
            assert {type(value) for value in values} == {wanted}, name
