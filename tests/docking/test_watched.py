"""One household, watched: what the compiled engine says it weighed is what the Mesa model's household weighed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from commsim.agents.model import CommunityModel
from commsim.agents.resident import PAY, REVISE, Resident
from commsim.engine.month import live_kernel
from commsim.engine.run import plan_scenario, run_estate, watch_estate
from commsim.errors import InputError, SeedError
from commsim.rules.arithmetic import sigmoid
from commsim.rules.fees import Standing, payment_logit
from commsim.scenario import Scenario, load_scenario
from commsim.scenario.validation import validate
from commsim.world.households import ABSENT, OWNER
from tests.agents.districts import exact
from tests.support.small_worlds import small_worlds

SEED = 7
NAN = float("nan")
NOTHING = (NAN,) * len(Standing._fields)


class Watching(Resident):
    """A household that notes what it weighs, when it does, and what it decides; members are built from it too."""

    def decides_to_pay(self) -> bool:
        self.weighed = self.standing()
        return super().decides_to_pay()

    def decide_about_fee(self) -> None:
        estate = self.estate
        self.weighed = None
        luck = [estate.draw(stream)[self.household] for stream in (REVISE, PAY)] if estate.on.fees else [NAN, NAN]
        occasion = bool(self.occasion or self.visited)
        super().decide_about_fee()
        weighed = self.weighed
        logit = NAN if weighed is None else payment_logit(weighed, estate.behaviour.fees)
        standing = NOTHING if weighed is None else tuple(float(value) for value in weighed)
        billed = estate.has_payee and self.fee > 0
        self.notes = getattr(self, "notes", [])
        self.notes.append((standing, weighed is not None, logit, *luck, occasion, self.pays, billed))


def noted(scenario: Scenario) -> list[list[list[tuple]]]:
    """Return what each household of each estate noted each month of a run of the Mesa model."""
    model = CommunityModel(scenario, SEED, Watching)
    model.run()
    return [[resident.notes for resident in estate.residents] for estate in model.estates]


def told(scenario: Scenario, estate: int, household: int) -> list[tuple]:
    """Return the same, as the compiled engine tells it."""
    found = watch_estate(plan_scenario(scenario)[estate], SEED, household)
    months = scenario.data.months
    assert [(one.dtype, one.shape) for one in found] == [
        (np.float64, (months, len(Standing._fields))),
        (np.bool_, (months,)),
        *[(np.float64, (months,))] * 3,
        *[(np.bool_, (months,))] * 3,
    ]
    return [(tuple(standing), *rest) for standing, *rest in zip(*(column.tolist() for column in found), strict=True)]


def by_bits(notes: Sequence[tuple]) -> list[list]:
    return [[exact(standing), *exact(rest)] for standing, *rest in notes]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory) -> dict[str, Scenario]:
    """Small worlds, one of them with choices switched off for some months, and the beginning of a shipped scenario."""
    found = small_worlds(tmp_path_factory.mktemp("worlds"))
    content = found["conflict"].to_dict()
    switches = [
        {"event": "mechanism", "id": f"fees-{month}", "month": month, "name": "fees", "on": on}
        for month, on in ((7, False), (11, True))
    ]
    data, _ = validate(content | {"timeline": [*content["timeline"], *switches]})
    found["no choice"] = Scenario(data)
    found["tianhu-garden"] = load_scenario("tianhu-garden").with_months(12)
    return found


@pytest.fixture(scope="module")
def notes(worlds) -> dict[str, list[list[list[tuple]]]]:
    return {name: noted(worlds[name]) for name in SMALL}


SMALL = ("conflict", "vacuum", "outsiders", "loss", "quarrel", "self-rule", "no choice")


# --- the same bits ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SMALL)
def test_every_household_of_a_small_world_weighed_the_same(name, worlds, notes):
    """Members, shops and vacant homes among them."""
    for estate, households in enumerate(notes[name]):
        for household, expected in enumerate(households):
            found = told(worlds[name], estate, household)
            assert by_bits(found) == by_bits(expected), (estate, household)


def test_households_of_a_large_estate_weighed_the_same(worlds):
    scenario = worlds["tianhu-garden"]
    world = run_estate(plan_scenario(scenario)[0], SEED).world
    kinds = (world.member, world.shop, world.tenure == ABSENT, world.tenure == OWNER, world.legacy)
    (expected,) = noted(scenario)
    for household in [0, len(expected) - 1, *(np.flatnonzero(kind)[0] for kind in kinds if kind.any())]:
        assert by_bits(told(scenario, 0, household)) == by_bits(expected[household]), household
    assert all(kind.any() for kind in kinds[:4])


def test_everything_that_can_be_weighed_is_weighed_in_the_sample(notes):
    everything = [note for world in notes.values() for estate in world for notes_ in estate for note in notes_]
    weighed = np.array([standing for standing, revised, *_ in everything if revised])
    for place, name in enumerate(Standing._fields):
        assert len(set(weighed[:, place])) > 1, name
    kinds = [set(column) for column in zip(*(note[5:] for note in everything), strict=True)]
    assert kinds == [{True, False}] * 3  # occasion, pays, billed
    assert {note[1] for note in everything} == {True, False}


# --- what the record says ---------------------------------------------------------------------------------------------


def test_a_household_pays_where_its_luck_is_below_its_chance_and_else_does_as_before(worlds):
    scenario = worlds["no choice"]
    revise = scenario.behaviour.fees.revise
    for plan in plan_scenario(scenario):
        began = run_estate(plan, SEED).world.pays
        for household, first in enumerate(began.tolist()):
            before = first
            for note in told(scenario, plan.estate, household):
                _, revised, logit, revise_draw, pay_draw, occasion, pays, _ = note
                if math.isnan(revise_draw):
                    assert (revised, math.isnan(pay_draw), math.isnan(logit)) == (False, True, True)
                else:
                    assert revised == (occasion or revise_draw < revise)
                assert pays == (pay_draw < sigmoid(logit) if revised else before)
                before = pays


def test_draws_are_missing_in_the_months_without_a_choice_and_in_no_other(worlds):
    found = watch_estate(plan_scenario(worlds["no choice"])[0], SEED, 3)
    missing = [month for month, lot in enumerate(found.revise_draw, start=1) if math.isnan(lot)]
    assert missing == [7, 8, 9, 10]
    assert np.isnan(found.pay_draw).tolist() == np.isnan(found.revise_draw).tolist()


def test_the_watched_run_is_the_run(worlds):
    scenario = worlds["vacuum"].set("record.households", True)
    for plan in plan_scenario(scenario):
        history = run_estate(plan, SEED).history_whole
        for household in (0, 5):
            assert watch_estate(plan, SEED, household).pays.tolist() == (history[:, 1, household] != 0).tolist()


def test_nobody_gets_a_bill_while_there_is_no_payee(worlds):
    plan = plan_scenario(worlds["vacuum"])[0]
    billed = run_estate(plan, SEED).whole[:, 2] > 0
    assert 0 < billed.sum() < len(billed)
    assert watch_estate(plan, SEED, 1).billed.tolist() == billed.tolist()


def test_watching_compiles_nothing_more(worlds):
    plan = plan_scenario(worlds["vacuum"])[0]
    run_estate(plan, SEED)
    before = list(getattr(live_kernel, "signatures", ()))
    watch_estate(plan, SEED, 0)
    assert list(getattr(live_kernel, "signatures", ())) == before


# --- who can be watched -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("household", [-1, 36, 10**30, 1.0, True, None, "1"])
def test_anybody_else_is_refused_with_what_is_allowed(household, worlds):
    with pytest.raises(InputError, match=r"household: .* is not in main; give a whole number from 0 to 35"):
        watch_estate(plan_scenario(worlds["conflict"])[0], SEED, household)


@pytest.mark.parametrize("seed", [-1, 2**64, 1.0])
def test_no_seed_is_refused(seed, worlds):
    with pytest.raises(SeedError):
        watch_estate(plan_scenario(worlds["conflict"])[0], seed, 0)
