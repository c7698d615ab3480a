"""The model: a district of estates, and the month in order."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

import mesa
import networkx as nx
from mesa.discrete_space import Network

from commsim.agents.month import LivingEstate
from commsim.agents.resident import Resident
from commsim.agents.street import StreetOffice
from commsim.agents.timeline import Timeline
from commsim.draws import check_seed
from commsim.rules.columns import MONTHLY_NAMES
from commsim.rules.fees import IN_TIME_MONTHS
from commsim.scenario import Scenario, load_scenario

KNOWN_LATER = ("paid_in_time_fen", "bills_in_time", "fee_rate", "fee_rate_households")
"""Columns that are final only when the bills of a month have had their three months."""

Order = Callable[[list[Resident]], list[Resident]]


def by_id(residents: list[Resident]) -> list[Resident]:
    """Return the residents in the order of their ids."""
    return residents


class CommunityModel(mesa.Model):
    """A simulated district.

    Attributes:
        case: the scenario that is simulated; months: how long; month: months lived so far.
        estates: the estates, in the scenario's order; street: the street office.
        datacollector: Mesa's collector, one row a month, every monthly column of the first estate.
    """

    def __init__(
        self,
        scenario: Scenario | str = "tianhu-garden",
        luck: int = 1,
        resident: type[Resident] = Resident,
        visiting_order: Order = by_id,
    ) -> None:
        """Build the district.

        Args:
            scenario: a scenario, the name of a shipped one, or a file.
            luck: the seed of the run, 0 to 2**64 - 1; all luck is keyed by it.
            resident: class of the residents, to try another way of deciding.
            visiting_order: order in which residents act within a stage; no result depends on it.

        Raises:
            InputError: the scenario or the seed is not valid.
        """
        self.luck_seed = check_seed(luck)
        super().__init__(rng=self.luck_seed)
        self.case = load_scenario(scenario) if isinstance(scenario, str) else scenario
        self.months = self.case.data.months
        self.month = 0
        self.visiting_order = visiting_order
        self.timeline = Timeline(self.case)
        self.street = StreetOffice(self)
        self.estates = [LivingEstate(self, name, i, resident) for i, name in enumerate(self.case.estate_names)]
        self.datacollector = mesa.DataCollector(model_reporters={name: _reporter(name) for name in MONTHLY_NAMES})

    def step(self) -> None:
        """Live one month, in the order of ``rules.month.MONTH``."""
        self.month += 1
        for estate in self.estates:
            self.live_month(estate)
        self.datacollector.collect(self)
        self._know_later()

    def _know_later(self) -> None:
        """Bring the collected rows of the last months up to date: their bills may still be paid in time."""
        rows = self.estates[0].recorder.rows[-IN_TIME_MONTHS:]
        for name in KNOWN_LATER:
            self.datacollector.model_vars[name][-len(rows) :] = [row[name] for row in rows]

    def live_month(self, estate: LivingEstate) -> None:
        """Live one month in one estate."""
        estate.events_happen()
        estate.bills_go_out()
        estate.members_serve()
        estate.payee_presses()
        estate.households_decide()
        estate.households_pay()
        estate.common_parts_earn()
        estate.service_is_given()
        estate.residents_take_part()
        estate.owners_vote()
        estate.residents_meet()
        estate.grievances_arise()
        estate.disputes_are_mediated()
        estate.committee_works()
        estate.trust_moves()
        estate.ties_move()
        estate.members_tire_or_go_on()
        estate.company_takes_stock()
        estate.month_is_recorded()

    def run(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Live all months of the scenario; ``progress`` is told the months lived and the months in all."""
        while self.month < self.months:
            self.step()
            if progress is not None:
                progress(self.month, self.months)

    def settle(self) -> None:
        """Give the last bills their three months: households go on paying, nothing else is recorded.

        Called once after the final state has been read; the months lived for it are in no table.
        """
        for _ in range(IN_TIME_MONTHS - 1):
            self.month += 1
            for estate in self.estates:
                self.live_month(estate)

    def remove_all_agents(self) -> None:
        """Remove the agents and what Mesa keeps of the model, so that its memory is freed."""
        super().remove_all_agents()
        # Mesa 3.3 counts agents' ids in a table of the class that holds every model for ever (mesa/mesa#3179).
        counters = getattr(mesa.Agent, "_ids", None)
        if counters is not None:
            counters.pop(self, None)

    # --- the network, on request
    # --------------------------------------------------------------------------------------------

    def network(self, estate: str | None = None) -> nx.Graph:
        """Return the trust network of an estate (by default the first) as a networkx graph, trust as ``weight``."""
        return self.estate(estate).network.to_networkx()

    def space(self, estate: str | None = None) -> Network:
        """Return the network of an estate as a Mesa ``Network``: one cell a household, with its resident in it."""
        graph = self.network(estate)
        # Mesa 3.5 and later lay the graph out themselves, slowly and without a seed, unless they are given a layout.
        layout = {"layout": dict.fromkeys(graph, (0.0, 0.0))} if "layout" in signature(Network).parameters else {}
        luck = self.random  # lint: allow mesa-random because Mesa asks for it and no result draws from it
        space = Network(graph, random=luck, **layout)
        for resident in self.estate(estate).residents:
            space[resident.household].add_agent(resident)
        return space

    def estate(self, name: str | None = None) -> LivingEstate:
        """Return an estate by name, by default the first.

        Raises:
            KeyError: no estate has this name.
        """
        if name is None:
            return self.estates[0]
        for estate in self.estates:
            if estate.name == name:
                return estate
        raise KeyError(f"no estate {name!r}; there are: {', '.join(e.name for e in self.estates)}")


def _reporter(name: str) -> Callable[[CommunityModel], Any]:
    def report(model: CommunityModel) -> Any:
        return model.estates[0].recorder.rows[-1].get(name)

    return report
