"""The core model in plain Mesa 3: agents with lists of neighbours, stages, a data collector.

``Household`` reads like the equations. ``ThriftyHousehold`` is what a user writes who has profiled: whatever cannot
change in the core model is computed once. Both are measured.
"""

from __future__ import annotations

import math

import mesa
import numpy as np

from benchmarks.core_model import CoreInputs, CoreResult
from commsim.draws import Stream, uniforms

CONDITIONAL, FREE_RIDER, HUMP, UNCONDITIONAL = range(4)


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


class Household(mesa.Agent):
    """A household that looks at its acquaintances and at the place, and pays or not."""

    def __init__(self, model: EstateModel, household: int) -> None:
        super().__init__(model)
        world = model.inputs.world
        self.household = household
        self.kind = int(world.kind[household])
        self.vacant = not bool(world.occupied[household])
        self.taste = float(world.taste[household])
        self.trust = float(world.trust_payee[household])
        self.belonging = float(world.belonging[household])
        self.fee = int(world.fee_fen[household])
        self.income = int(world.income_fen[household])
        self.pays = bool(world.pays[household])
        self.paid_last_month = self.pays
        self.acquaintances: list[tuple[Household, float]] = []

    def perceived_norm(self) -> float:
        paying = total = 0.0
        for other, trust in self.acquaintances:
            total += trust
            if other.paid_last_month:
                paying += trust
        w0 = self.model.inputs.norms.w0
        return (paying + w0 * self.model.signal) / (total + w0)

    def utility(self, norm: float) -> float:
        p = self.model.inputs.fees
        intercept, weight, answer = p.a, p.J, 1.0
        if self.kind == FREE_RIDER:
            intercept, weight, answer = p.a_free_rider, p.J_free_rider, p.r_free_rider
        elif self.kind == UNCONDITIONAL:
            intercept, weight, answer = p.a_unconditional, p.J_unconditional, p.r_unconditional
        elif self.kind == HUMP:
            norm = min(norm, 1.0 - norm)
        place = p.b_S * self.model.service + p.b_c * self.trust + p.b_beta * self.belonging
        own = intercept + p.taste_sd * self.taste + (p.a_absent if self.vacant else 0.0)
        return own + weight * norm + answer * place - p.b_lambda * self.fee / self.income

    def decide(self) -> None:
        chance = logistic(self.utility(self.perceived_norm()))
        self.pays = self.model.luck[self.household] < chance

    def pay(self) -> None:
        self.paid_last_month = self.pays


class ThriftyHousehold(Household):
    """The same household, with all that never changes computed once."""

    def prepare(self) -> None:
        p = self.model.inputs.fees
        self.total_trust = 0.0
        for _, trust in self.acquaintances:
            self.total_trust += trust
        self.standing = self.utility(0.0)
        self.weight = {FREE_RIDER: p.J_free_rider, UNCONDITIONAL: p.J_unconditional}.get(self.kind, p.J)

    def decide(self) -> None:
        model = self.model
        paying = model.weighted_signal
        for other, trust in self.acquaintances:
            if other.paid_last_month:
                paying += trust
        norm = paying / (self.total_trust + model.w0)
        if self.kind == HUMP and norm > 0.5:
            norm = 1.0 - norm
        chance = 1.0 / (1.0 + math.exp(-self.standing - self.weight * norm))
        self.pays = model.luck[self.household] < chance


class EstateModel(mesa.Model):
    """An estate of households on a trust network."""

    def __init__(self, inputs: CoreInputs, household: type[Household], keep_who: bool) -> None:
        super().__init__(rng=inputs.seed)
        self.inputs = inputs
        self.month = 0
        self.service, self.condition = inputs.start.service, inputs.start.condition
        self.rate = inputs.start.fee_rate
        self.w0 = inputs.norms.w0
        self.households = [household(self, i) for i in range(inputs.world.households)]
        self.billed = sum(resident.fee for resident in self.households)
        self.acquaint()
        reporters = {"payers": EstateModel.count_payers, "fee_rate": EstateModel.fee_rate}
        if keep_who:
            reporters["who"] = EstateModel.who_pays
        self.datacollector = mesa.DataCollector(model_reporters=reporters)

    def acquaint(self) -> None:
        world = self.inputs.world
        ties = zip(world.edge_a.tolist(), world.edge_b.tolist(), world.weight.tolist(), strict=True)
        for a, b, trust in ties:
            self.households[a].acquaintances.append((self.households[b], trust))
            self.households[b].acquaintances.append((self.households[a], trust))
        for resident in self.households:
            if isinstance(resident, ThriftyHousehold):
                resident.prepare()

    def step(self) -> None:
        self.month += 1
        shown = self.inputs.norms.disclosure_base
        self.signal = shown * self.rate + (1.0 - shown) * (self.service + self.condition) / 2.0
        self.weighted_signal = self.w0 * self.signal
        self.luck = uniforms(self.inputs.seed, len(self.households), self.month, 0, Stream.PAY).tolist()
        self.agents.do("decide")
        self.agents.do("pay")
        self.rate = self.count_payers() / len(self.households)
        self.datacollector.collect(self)

    def count_payers(self) -> int:
        return sum(resident.pays for resident in self.households)

    def fee_rate(self) -> float:
        return sum(resident.fee for resident in self.households if resident.pays) / self.billed

    def who_pays(self) -> list[bool]:
        return [resident.pays for resident in self.households]


def run(inputs: CoreInputs, keep_who: bool = False, household: type[Household] = Household) -> CoreResult:
    """Run the core model in plain Mesa."""
    model = EstateModel(inputs, household, keep_who)
    for _ in range(inputs.months):
        model.step()
    kept = model.datacollector.model_vars
    model.remove_all_agents()
    return CoreResult(kept["payers"], kept["fee_rate"], np.array(kept["who"]) if keep_who else None)


def run_thrifty(inputs: CoreInputs, keep_who: bool = False) -> CoreResult:
    """Run the core model in plain Mesa, constants computed once."""
    return run(inputs, keep_who, ThriftyHousehold)
