"""The model: the month in order, the same luck for the same seed, and what Mesa users expect to find."""

import ast
import gc
import inspect
import textwrap
import weakref

import mesa
import networkx as nx
import pytest
from mesa.discrete_space import Network

from commsim.agents import (
    CommunityModel,
    OwnersCommittee,
    PartyBranch,
    PartyMember,
    PropertyCompany,
    Resident,
    StreetOffice,
)
from commsim.agents.month import LivingEstate
from commsim.errors import SeedError, UnknownNameError
from commsim.rules.columns import MONTHLY_NAMES
from commsim.rules.month import MONTH
from tests.agents.districts import began, bits, changed, district, exact, lived, run

KNOWN_LATER = {"paid_in_time_fen", "bills_in_time", "fee_rate", "fee_rate_households"}
STAGES = [stage.name for stage in MONTH]
BUSY = district(
    14,
    timeline=[
        {"event": "conflict", "month": 2, "share": 0.5, "months": 3},
        {"event": "found_branch", "month": 3},
        {"event": "activate", "month": 3, "share": 1.0},
        {"event": "elect", "month": 4, "months_open": 2},
        {"event": "meeting", "month": 6},
    ],
    start={"legacy_share": 0.2, "tie": 0.3},
)


# --- the month in order -----------------------------------------------------------------------------------------------


def test_the_month_is_lived_in_the_order_of_the_rules(monkeypatch):
    calls = []

    def spy(name, stage):
        def recorded(estate):
            calls.append((estate.name, name))
            stage(estate)

        return recorded

    for name, method in list(vars(LivingEstate).items()):
        if inspect.isfunction(method) and not name.startswith("_"):
            monkeypatch.setattr(LivingEstate, name, spy(name, method))
    lived(district(2, estates=2))
    month = [(estate, stage) for estate in ("estate0", "estate1") for stage in STAGES]
    assert calls == month * 2


def test_the_month_is_written_down_in_the_order_of_the_rules():
    tree = ast.parse(textwrap.dedent(inspect.getsource(CommunityModel.live_month)))
    body = tree.body[0].body[1:]  # after the docstring
    assert [ast.unparse(line) for line in body] == [f"estate.{stage}()" for stage in STAGES]


def test_every_stage_says_its_place():
    stages = [name for name, method in vars(LivingEstate).items() if inspect.isfunction(method) and name[0] != "_"]
    assert stages == STAGES
    for number, name in enumerate(STAGES, start=1):
        assert getattr(LivingEstate, name).__doc__.startswith(f"Stage {number}: ")


# --- luck -------------------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_run_twice():
    assert bits(run(BUSY, 7)) == bits(run(BUSY, 7))


def test_seed_zero_is_a_seed_of_its_own():
    zero = run(BUSY, 0)
    assert bits(zero) == bits(run(BUSY, 0))
    for other in (1, 2**64 - 1):
        assert {"fee_rate", "trust_payee"} <= changed(zero, run(BUSY, other))


@pytest.mark.parametrize("seed", [-1, 2**64, 1.0, True])
def test_anything_else_is_no_seed(seed):
    with pytest.raises(SeedError):
        CommunityModel(BUSY, seed)


def test_a_world_seed_keeps_the_world_and_lets_the_luck_vary():
    worlds = [began(BUSY.set("world_seed", 5), seed)[1].world for seed in (1, 2)]
    assert all((a == b).all() for a, b in zip(*worlds, strict=True))
    one, other = (run(BUSY.set("world_seed", 5), seed) for seed in (1, 2))
    assert "fee_rate" in changed(one, other)
    assert exact(one.households["age"]) == exact(other.households["age"])


@pytest.mark.parametrize("order", ["reversed", "scattered"])
def test_no_result_depends_on_the_order_of_visits(order):
    def visit(residents):
        if order == "reversed":
            return residents[::-1]
        return sorted(residents, key=lambda resident: (resident.household * 17 % 39, resident.household))

    assert bits(run(BUSY)) == bits(run(BUSY, visiting_order=visit))


# --- what Mesa users expect -------------------------------------------------------------------------------------------


@pytest.mark.smoke
def test_everybody_who_acts_is_a_mesa_agent():
    model, estate = began(BUSY)
    kinds = {Resident, PartyMember, PropertyCompany, OwnersCommittee, PartyBranch, StreetOffice}
    assert set(model.agents_by_type) == kinds
    assert all(issubclass(kind, mesa.Agent) for kind in kinds)
    assert issubclass(PartyMember, Resident)
    assert len(model.agents) == estate.size + 4
    assert len(model.agents_by_type[PartyMember]) == len(estate.members) > 0


@pytest.mark.smoke
def test_the_data_collector_has_one_row_a_month_with_every_column():
    model, estate = lived(BUSY)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(MONTHLY_NAMES)
    assert len(frame) == BUSY.data.months
    for name in set(MONTHLY_NAMES) - KNOWN_LATER:
        assert exact(frame[name].tolist()) == exact([row[name] for row in estate.recorder.rows]), name


def test_the_data_collector_counts_bills_paid_late_as_the_rows_do():
    model, estate = lived(BUSY)
    frame = model.datacollector.get_model_vars_dataframe()
    for name in KNOWN_LATER:
        assert exact(frame[name].tolist()) == exact([row[name] for row in estate.recorder.rows]), name


def test_a_model_steps_month_by_month_or_runs_to_its_end():
    told = []
    model = CommunityModel(BUSY, 1)
    model.step()
    model.run(lambda *done: told.append(done))
    assert model.month == 14
    assert told == [(month, 14) for month in range(2, 15)]
    _, stepped = lived(BUSY)
    assert exact([r["service"] for r in model.estates[0].recorder.rows]) == exact(
        [r["service"] for r in stepped.recorder.rows]
    )


def test_a_shipped_scenario_runs_by_name_and_another_name_is_refused():
    assert CommunityModel("parking-meeting").estates[0].size == 300
    with pytest.raises(UnknownNameError):
        CommunityModel("parking-meting")


def test_an_estate_is_found_by_name():
    model, first = began(district(1, estates=2))
    assert model.estate() is first
    assert model.estate("estate1") is model.estates[1]
    with pytest.raises(KeyError, match="estate0, estate1"):
        model.estate("estate2")


# --- the network ------------------------------------------------------------------------------------------------------


def test_the_network_is_a_graph_of_today_with_trust_as_weight():
    model, estate = lived(BUSY, months=9)
    graph = model.network()
    assert sorted(graph) == list(range(estate.size))
    assert graph.number_of_edges() == len(estate.network.weights) > 0
    for (a, b), weight in zip(estate.network.ends, estate.network.weights, strict=True):
        assert graph[a][b]["weight"] == weight
    assert estate.network.weights != estate.world.weight.tolist()
    graph[estate.network.ends[0][0]][estate.network.ends[0][1]]["weight"] = 9.0
    assert estate.network.weights[0] <= 1.0


@pytest.mark.smoke
def test_the_space_has_a_cell_for_each_of_1000_households_with_its_resident_in_it():
    model, estate = began(district(1, estate={"homes": 1000, "buildings": 10}))
    space = model.space()
    assert isinstance(space, Network)
    assert len(space.all_cells.cells) == estate.size == 1003
    for household in (0, 500, 1002):
        assert list(space[household].agents) == [estate.residents[household]]
        neighbours = {cell.coordinate for cell in space[household].connections.values()}
        assert neighbours == {other for other, _ in estate.network.neighbours[household]}


def test_asking_for_the_space_changes_no_result():
    model, estate = began(BUSY)
    for _ in range(14):
        model.space()
        assert nx.number_of_nodes(model.network()) == estate.size
        model.step()
    _, undisturbed = lived(BUSY)
    assert [exact(row.values()) for row in estate.recorder.rows] == [
        exact(row.values()) for row in undisturbed.recorder.rows
    ]


# --- memory -----------------------------------------------------------------------------------------------------------


@pytest.mark.smoke
def test_a_model_is_freed_when_its_agents_are_removed():
    model, estate = lived(BUSY, months=3)
    watched = [weakref.ref(thing) for thing in (model, estate.residents[0], estate.network, estate.recorder)]
    model.remove_all_agents()
    del model, estate
    gc.collect()
    assert [reference() for reference in watched] == [None] * 4


def models_alive():
    gc.collect()
    # By type, since asking a weak proxy, of which the compiler has some, whether it is an instance asks a dead object.
    return sum(issubclass(type(thing), CommunityModel) for thing in gc.get_objects())


def test_a_run_leaves_no_model_behind():
    before = models_alive()
    kept = run(BUSY)
    assert models_alive() == before
    assert len(kept.monthly["month"]) == 14
