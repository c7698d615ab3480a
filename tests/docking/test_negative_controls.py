"""What must change nothing changes nothing, to the last bit, in every engine."""

import pytest

from tests.agents.districts import bits, changed, district, exact, of_estate, until

BRANCH = [{"event": "found_branch", "month": 3}]
ACTIVATE = {"event": "activate", "month": 3, "share": 1.0}
ASSEMBLY = {"event": "elect", "month": 4, "months_open": 2, "attempts": 2}
PLACE = {"legacy_share": 0.1, "fee_rate": 0.5, "tie": 0.2}


def estate_of(*events, months=18, **parts):
    return district(months, timeline=[*BRANCH, *events], start=PLACE, **parts)


# --- nobody, and later ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nobody", [{"share": 0.0}, {"count": 0}])
@pytest.mark.parametrize("by", ["branch", "community"])
def test_activating_nobody_changes_nothing(nobody, by, run):
    without = run(estate_of(ASSEMBLY))
    event = {key: value for key, value in ACTIVATE.items() if key != "share"} | nobody | {"by": by}
    told = run(estate_of(event, ASSEMBLY))
    assert bits(told, "monthly", "households") == bits(without, "monthly", "households")
    assert [entry for entry in told.events if entry["event"] != "activate"] == without.events
    assert told.outcomes == without.outcomes


def test_activating_somebody_changes_much(run):
    assert {"fee_rate", "trust_self", "belonging"} <= changed(run(estate_of(ACTIVATE)), run(estate_of()))


def test_activating_where_nobody_is_a_member_changes_nothing(run):
    nobody = {"residents": {"member_share": 0.0}}
    assert bits(run(estate_of(ACTIVATE, **nobody)), "monthly") == bits(run(estate_of(**nobody)), "monthly")


@pytest.mark.parametrize("month", [5, 11, 18])
@pytest.mark.parametrize(
    "event", [ACTIVATE, ASSEMBLY, {"event": "conflict"}, {"event": "company_leaves"}, {"event": "appoint"}]
)
def test_what_is_announced_for_a_later_month_changes_nothing_before_it(event, month, run):
    with_it, without = run(estate_of(event | {"month": month})), run(estate_of())
    before, undisturbed = until(with_it, month - 1), until(without, month - 1)
    settled_later = ("paid_in_time_fen", "bills_in_time", "fee_rate", "fee_rate_households")
    for name, values in before.items():
        known = len(values) - 2 if name in settled_later else len(values)  # bills of the last two months are still open
        assert values[:known] == undisturbed[name][:known], name
    if event["event"] != "elect":
        assert changed(with_it, without)


def test_a_more_distant_end_changes_nothing_before_the_old_one(run):
    events = (ACTIVATE, ASSEMBLY)
    assert until(run(estate_of(*events, months=12)), 12) == until(run(estate_of(*events, months=18)), 12)


# --- paperwork --------------------------------------------------------------------------------------------------------


PAPER = ACTIVATE | {"work": "paperwork"}


@pytest.mark.parametrize("visits", [True, False])
def test_hours_spent_on_paperwork_change_nothing_but_the_count_of_those_who_serve(visits, run):
    paper, without = run(estate_of(PAPER | {"visits": visits})), run(estate_of())
    assert changed(paper, without) == {"members_active", "motivation", "participation"}
    assert changed(paper, without, "households") == {"active", "motivation"}


def test_paperwork_is_no_participation(run):
    paper, without = run(estate_of(PAPER)), run(estate_of())
    assert exact(paper.households["months_since_took_part"]) == exact(without.households["months_since_took_part"])


def test_where_a_committee_lives_on_participants_paperwork_changes_fees_within_noise_only(run):
    """Who does paperwork gives the committee no hour; beside this only luck's consequences differ."""
    appoint = {"event": "appoint", "month": 3}
    effects, noise = [], []
    for seed in range(6):
        without = run(estate_of(appoint, months=24), seed)
        rates = [
            run(estate_of(appoint, *more, months=24), seed).monthly["fee_rate"] for more in ((PAPER,), (ACTIVATE,))
        ]
        base = without.monthly["fee_rate"]
        effects.append([sum(rate[12:]) / 12 - sum(base[12:]) / 12 for rate in rates])
        noise.append(sum(base[12:]) / 12)
    paper = sum(effect[0] for effect in effects) / 6
    service = sum(effect[1] for effect in effects) / 6
    spread = max(noise) - min(noise)
    assert abs(paper) < spread / 4
    assert service > 4 * abs(paper)


# --- elsewhere --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        ACTIVATE,
        {"event": "conflict", "month": 3},
        {"event": "company_leaves", "month": 3},
        {"event": "subsidy", "month": 3, "yuan_per_month": 500, "months": 6},
        {"event": "mechanism", "month": 3, "name": "fees", "on": False},
        {"event": "meeting", "month": 3},
    ],
)
@pytest.mark.parametrize("treated", ["estate0", "estate1"])
def test_an_estate_that_shares_nothing_with_the_treated_one_is_untouched(event, treated, run):
    other = "estate1" if treated == "estate0" else "estate0"
    with_it = run(estate_of(event | {"estate": treated}, estates=2))
    without = run(estate_of(estates=2))
    for table in ("monthly", "households"):
        assert of_estate(with_it, other, table) == of_estate(without, other, table)
        assert of_estate(with_it, treated, table) != of_estate(without, treated, table)


def test_another_estate_does_not_change_the_first(run):
    alone, beside = run(estate_of(ACTIVATE, ASSEMBLY)), run(estate_of(ACTIVATE, ASSEMBLY, estates=3))
    for table in ("monthly", "households"):
        assert of_estate(alone, "estate0", table) == of_estate(beside, "estate0", table)


def test_equal_estates_have_different_luck(run):
    found = run(estate_of(estates=2))
    assert of_estate(found, "estate0")["fee_rate"] != of_estate(found, "estate1")["fee_rate"]
