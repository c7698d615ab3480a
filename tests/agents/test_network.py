"""The trust network of an estate: fixed acquaintances, moving trust."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsim.agents.network import TrustNetwork
from commsim.rules.ties import TieParameters, tie_next
from tests.agents.districts import began, district

KINDS = ("blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi", "complete", "empty")


def network_of(kind="blocks", tie=0.4, seed=1, **parts):
    return TrustNetwork(began(district(1, network={"kind": kind}, start={"tie": tie}, **parts), seed)[1].world)


@pytest.mark.parametrize("kind", KINDS)
def test_every_tie_is_known_to_both_its_ends(kind):
    net = network_of(kind)
    seen = [(i, other, tie) for i, around in enumerate(net.neighbours) for other, tie in around]
    assert len(seen) == 2 * len(net.ends) == 2 * len(net.weights)
    for i, other, tie in seen:
        assert set(net.ends[tie]) == {i, other}
        assert net.tie_between(i, other) == net.tie_between(other, i) == tie
    for around in net.neighbours:
        assert [other for other, _ in around] == sorted({other for other, _ in around})


def test_strangers_have_no_tie():
    net = network_of()
    strangers = set(range(39)) - {0} - {other for other, _ in net.neighbours[0]}
    assert strangers
    assert {net.tie_between(0, other) for other in strangers} == {-1}


def test_sums_and_means_of_trust():
    net = network_of()
    for i, around in enumerate(net.neighbours):
        weights = [net.weights[tie] for _, tie in around]
        assert net.tie_sums()[i] == pytest.approx(math.fsum(weights))
        assert net.mean_tie(i) == pytest.approx(math.fsum(weights) / len(weights) if weights else 0.0)
    assert net.mean_weight() == pytest.approx(math.fsum(net.weights) / len(net.weights))


def test_an_empty_network_has_no_mean_trust():
    net = network_of("empty")
    assert math.isnan(net.mean_weight())
    assert net.mean_tie(0) == 0.0
    assert net.tie_sums() == [0.0] * 39
    net.grow_and_fade([True] * 39, set(), TieParameters())
    assert net.weights == []


def test_a_tie_is_torn_to_the_share_that_is_left():
    net = network_of()
    before = list(net.weights)
    net.tear(3, 0.5)
    assert net.weights[3] == before[3] * 0.5
    assert [w for i, w in enumerate(net.weights) if i != 3] == [w for i, w in enumerate(before) if i != 3]


def test_ties_grow_where_both_took_part_or_one_visited_the_other_and_fade_elsewhere():
    net = network_of(tie=0.1)
    before = list(net.weights)
    p = TieParameters(up=0.1, down=0.01, cap=50.0)
    visited = {0}
    net.grow_and_fade([i % 2 == 0 for i in range(39)], visited, p)
    grown = {tie for tie, (a, b) in enumerate(net.ends) if (a % 2 == 0 and b % 2 == 0)} | visited
    for tie, weight in enumerate(net.weights):
        assert weight == pytest.approx(tie_next(before[tie], tie in grown, 9.0, 9.0, p))
    assert grown != set(range(len(before)))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(KINDS), st.floats(0.0, 1.0), st.floats(0.1, 10.0), st.integers(0, 999), st.data())
def test_nobody_holds_more_trust_than_the_cap_whatever_happens(kind, tie, cap, seed, data):
    parts = {"behaviour": {"ties": {"cap": cap}}}
    net = network_of(kind, tie, seed, **parts)
    p = TieParameters(up=1.0, down=0.0, cap=cap)
    for _ in range(4):
        took_part = data.draw(st.lists(st.booleans(), min_size=39, max_size=39))
        net.grow_and_fade(took_part, set(range(0, len(net.weights), 3)), p)
        assert max(net.tie_sums()) <= cap + 1e-9
        assert all(0.0 <= weight <= 1.0 for weight in net.weights)


def test_a_graph_of_the_network_is_a_copy():
    net = network_of()
    graph = net.to_networkx()
    graph.remove_node(0)
    assert len(net.neighbours) == 39
    assert len(net.to_networkx()) == 39
