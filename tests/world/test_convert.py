import networkx as nx

from commsim.world import World, to_networkx
from tests.world.small_estates import degrees, ties, world


def test_the_graph_has_the_households_and_ties_of_the_world():
    built = world()
    graph = to_networkx(built)
    assert list(graph.nodes) == list(range(200))
    assert {(min(edge), max(edge)) for edge in graph.edges} == ties(built)
    assert [graph.degree(household) for household in range(200)] == degrees(built)
    for a, b, weight in zip(built.edge_a.tolist(), built.edge_b.tolist(), built.weight.tolist(), strict=True):
        assert graph.edges[a, b] == {"weight": weight}


def test_nodes_carry_every_household_column_as_plain_values():
    built = world()
    graph = to_networkx(built)
    for household in (0, 77, 199):
        node = graph.nodes[household]
        assert list(node) == list(World._fields[:-6])
        assert {type(value) for value in node.values()} == {int, float, bool, str}
        assert node["fee_fen"] == built.fee_fen[household]
        assert node["tenure"] == ["owner", "tenant", "absent"][built.tenure[household]]
        assert node["age"] == ["young", "middle", "old"][built.age[household]]
        assert node["kind"] == ["conditional", "free_rider", "hump", "unconditional"][built.kind[household]]


def test_households_without_ties_are_nodes_too():
    assert to_networkx(world(network={"kind": "empty"})).number_of_nodes() == 200
    assert isinstance(to_networkx(world()), nx.Graph)
