"""What one household decides reaches nobody it has nothing to do with, to the last bit."""

import networkx as nx

from commsim.agents import Resident
from tests.agents.districts import district, exact, lived, run


class FirstPays(Resident):
    """As everybody, but household 0 always pays."""

    def decides_to_pay(self):
        return self.household == 0 or super().decides_to_pay()


# What all households share is held still: the place as it looks, the true rate nobody discloses, the company.
POOR = {"fee_rate": 0.2, "service": 0.3, "condition": 0.3, "trust_payee": 0.2, "tie": 1.0}
NOTHING_SHARED = {
    "start": POOR,
    "mechanisms": {"service": False, "condition": False, "company_exit": False},
    "behaviour": {"norms": {"disclosure_base": 0.0}, "fees": {"revise": 1.0}},
    "record": {"households": True},
    "residents": {"types": {"conditional": 0.9, "free_rider": 0.1, "hump": 0.0, "unconditional": 0.0}},
}


def touched_by_the_first(scenario):
    """Return the households whose history changes when household 0 always pays, and the network's components."""
    one, other = run(scenario), run(scenario, resident=FirstPays)
    names = [name for name in one.history if name not in ("estate", "month", "household")]
    touched = {
        household
        for i, household in enumerate(one.history["household"])
        if exact([one.history[name][i] for name in names]) != exact([other.history[name][i] for name in names])
    }
    model, _ = lived(scenario, months=0)
    return touched, model.network()


def test_in_an_empty_network_one_households_choice_reaches_nobody():
    touched, _ = touched_by_the_first(district(12, network={"kind": "empty"}, **NOTHING_SHARED))
    assert touched == {0}


def test_one_households_choice_reaches_neighbours_but_nothing_outside_its_component():
    loose = {"kind": "erdos_renyi", "mean_degree": 1.4}
    reached = 0
    for seed in (3, 4, 5):
        touched, graph = touched_by_the_first(district(12, world_seed=seed, network=loose, **NOTHING_SHARED))
        component = nx.node_connected_component(graph, 0)
        assert len(component) < len(graph)
        assert 0 in touched
        assert touched <= component
        reached += len(touched) - 1
    assert reached > 0


def test_what_all_share_carries_one_households_choice_to_everybody():
    shared = NOTHING_SHARED | {"mechanisms": {}, "behaviour": {"fees": {"revise": 1.0}}}
    touched, graph = touched_by_the_first(district(12, network={"kind": "empty"}, **shared))
    assert touched == set(graph)
