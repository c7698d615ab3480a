import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsim.errors import InputError
from commsim.world.network import barabasi_albert, complete, erdos_renyi
from commsim.world.tie_luck import TieLuck
from tests.world.small_estates import degrees, ids, ties, world

GENERATORS = ["blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi", "complete", "empty"]


def pairs_of(made):
    return [tuple(sorted(pair)) for pair in zip(made.first.tolist(), made.second.tolist(), strict=True)]


# --- every generator --------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(GENERATORS),
    homes=st.integers(1, 40),
    shops=st.integers(0, 5),
    degree=st.floats(0, 50),
    tie=st.floats(0, 1),
    shares=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    seed=st.integers(0, 2**64 - 1),
)
def test_every_network_is_a_proper_one(kind, homes, shops, degree, tie, shares, seed):
    network = {"kind": kind, "mean_degree": degree, "stairwell_share": shares[0], "building_share": shares[1]}
    estate = {"homes": homes, "shops": shops, "buildings": 1}
    built = world(seed, estate=estate, network=network, start={"tie": tie})
    n, count = homes + shops, len(built.weight)
    tied = list(zip(built.edge_a.tolist(), built.edge_b.tolist(), strict=True))
    assert tied == sorted(set(tied))
    assert all(0 <= a < b < n for a, b in tied)
    assert built.indptr[0] == 0
    assert built.indptr[-1] == 2 * count == len(built.neighbours) == len(built.edge_of)
    slots = []
    for household in range(n):
        own = range(int(built.indptr[household]), int(built.indptr[household + 1]))
        around = [int(built.neighbours[slot]) for slot in own]
        assert around == sorted(set(around))
        for slot, other in zip(own, around, strict=True):
            assert tied[built.edge_of[slot]] == (min(household, other), max(household, other))
            slots.append(int(built.edge_of[slot]))
        assert sum(built.weight[built.edge_of[slot]] for slot in own) <= 6 + 1e-9
    assert Counter(slots) == dict.fromkeys(range(count), 2)
    assert all(0 <= weight <= min(1, 2 * tie) for weight in built.weight.tolist())


@pytest.mark.parametrize("kind", ["blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi"])
@pytest.mark.parametrize("degree", [3.0, 8.0, 13.5])
@pytest.mark.parametrize("seed", [0, 1])
def test_households_have_the_mean_degree_asked_for(kind, degree, seed):
    built = world(seed, estate={"homes": 1500, "buildings": 25}, network={"kind": kind, "mean_degree": degree})
    living = built.occupied.sum() if kind == "blocks" else built.households
    assert 2 * len(built.weight) / living == pytest.approx(degree, rel=0.03)


@pytest.mark.parametrize("kind", ["blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi"])
def test_another_seed_gives_another_network(kind):
    assert ties(world(0, network={"kind": kind})) != ties(world(1, network={"kind": kind}))


@pytest.mark.parametrize("kind", ["blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi"])
def test_no_ties_wanted_are_no_ties(kind):
    assert ties(world(network={"kind": kind, "mean_degree": 0.0})) == set()


@pytest.mark.parametrize("kind", ["blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi", "complete"])
def test_one_household_alone_knows_nobody(kind):
    assert ties(world(estate={"homes": 1, "shops": 0, "buildings": 1}, network={"kind": kind})) == set()


# --- trust on the ties ------------------------------------------------------------------------------------------------


def test_ties_start_around_the_mean_trust_asked_for():
    weights = world(estate={"homes": 1500}, start={"tie": 0.2}).weight.tolist()
    assert sum(weights) / len(weights) == pytest.approx(0.2, rel=0.03)
    assert max(weights) <= 0.4
    assert min(weights) < 0.01


def test_hubs_spread_their_cap_over_their_ties():
    built = world(network={"kind": "complete"}, start={"tie": 0.5})
    assert max(built.weight.tolist()) == 6 / 199
    assert min(built.weight.tolist()) < 6 / 199


def test_a_tie_that_two_networks_share_has_the_same_trust():
    one, other = world(network={"kind": "complete"}), world(network={"kind": "blocks"})
    trust = dict(zip(zip(one.edge_a.tolist(), one.edge_b.tolist(), strict=True), one.weight.tolist(), strict=True))
    cap = 6 / 199
    pairs = zip(other.edge_a.tolist(), other.edge_b.tolist(), other.weight.tolist(), strict=True)
    assert all(trust[a, b] == min(weight, cap) for a, b, weight in pairs)


# --- blocks -----------------------------------------------------------------------------------------------------------


def test_vacant_homes_have_no_ties_and_others_do():
    built = world(residents={"tenure": {"owner": 0.5, "tenant": 0.1, "absent": 0.4}})
    vacant = ids(~built.occupied)
    assert len(vacant) == 76
    assert vacant.isdisjoint(built.neighbours.tolist())
    assert min(degree for household, degree in enumerate(degrees(built)) if household not in vacant) >= 4


@pytest.mark.parametrize(
    ("shares", "stairwell", "building"),
    [((1.0, 0.0), 1.0, 1.0), ((0.0, 1.0), 0.48, 1.0), ((0.0, 0.0), 0.017, 0.035), ((0.5, 0.25), 0.625, 0.76)],
)
def test_ties_lie_in_the_circles_asked_for(shares, stairwell, building):
    estate = {"homes": 1500, "shops": 0, "buildings": 30}
    network = {"kind": "blocks", "stairwell_share": shares[0], "building_share": shares[1]}
    built = world(estate=estate, network=network)
    same_stairwell = (built.stairwell[built.edge_a] == built.stairwell[built.edge_b]).mean()
    same_building = (built.building[built.edge_a] == built.building[built.edge_b]).mean()
    assert same_stairwell == pytest.approx(stairwell, abs=0.03)
    assert same_building == pytest.approx(building, abs=0.03)


def test_ties_that_find_nobody_in_the_stairwell_are_made_in_the_building_then_anywhere():
    network = {"kind": "blocks", "mean_degree": 6.0, "stairwell_share": 1.0, "building_share": 0.0}
    tenure = {"tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0}}
    estate = {"homes": 240, "shops": 0, "buildings": 20, "stairwells_per_building": 6}  # two homes a stairwell
    built = world(estate=estate, network=network, residents=tenure)
    same_stairwell = int((built.stairwell[built.edge_a] == built.stairwell[built.edge_b]).sum())
    same_building = int((built.building[built.edge_a] == built.building[built.edge_b]).sum())
    assert same_stairwell == 120
    assert same_building == len(built.weight) == 720
    small = world(estate=estate | {"buildings": 60, "stairwells_per_building": 2}, network=network, residents=tenure)
    assert len(small.weight) == 720
    assert int((small.building[small.edge_a] == small.building[small.edge_b]).sum()) == 60 * 6


def test_an_estate_too_small_for_the_degree_ends_up_knowing_itself():
    built = world(
        estate={"homes": 5, "shops": 0, "buildings": 1},
        residents={"tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0}},
        network={"kind": "blocks", "mean_degree": 20.0},
    )
    assert len(ties(built)) == 10


# --- standard graphs --------------------------------------------------------------------------------------------------


def test_without_rewiring_watts_strogatz_is_a_ring_lattice():
    built = world(network={"kind": "watts_strogatz", "mean_degree": 6.0, "rewiring": 0.0})
    ring = {tuple(sorted((i, (i + step) % 200))) for i in range(200) for step in (1, 2, 3)}
    assert ties(built) == ring


@pytest.mark.parametrize("rewiring", [0.1, 0.5, 1.0])
def test_watts_strogatz_rewires_the_share_asked_for_and_keeps_the_ties(rewiring):
    estate = {"homes": 2000, "shops": 0}
    built = world(estate=estate, network={"kind": "watts_strogatz", "mean_degree": 6.0, "rewiring": rewiring})
    ring = {tuple(sorted((i, (i + step) % 2000))) for i in range(2000) for step in (1, 2, 3)}
    assert len(built.weight) == 6000
    assert len(ties(built) - ring) / 6000 == pytest.approx(rewiring, abs=4 * math.sqrt(0.25 / 6000))
    assert min(degrees(built)) >= 3


def test_those_parted_by_rewiring_may_meet_again():
    ring = {tuple(sorted((i, (i + step) % 12))) for i in range(12) for step in (1, 2)}
    network = {"kind": "watts_strogatz", "mean_degree": 4.0, "rewiring": 1.0}
    estate = {"homes": 12, "shops": 0, "buildings": 1}
    assert sum(len(ties(world(seed, estate=estate, network=network)) & ring) for seed in range(10)) > 20


@pytest.mark.parametrize(("households", "degree"), [(5, 4.0), (6, 5.0), (6, 40.0), (2, 8.0)])
def test_a_lattice_as_wide_as_its_ring_is_complete(households, degree):
    estate = {"homes": households, "shops": 0, "buildings": 1}
    built = world(estate=estate, network={"kind": "watts_strogatz", "mean_degree": degree, "rewiring": 0.0}, seed=4)
    most = households * (households - 1) // 2
    assert len(built.weight) == most if degree % 2 == 0 or degree >= households else len(built.weight) <= most


def test_barabasi_albert_newcomers_bring_m_ties():
    built = world(estate={"homes": 1000, "shops": 0}, network={"kind": "barabasi_albert", "mean_degree": 8.0})
    assert len(built.weight) == 10 + 4 * (1000 - 5)
    assert min(degrees(built)) == 4


def test_barabasi_albert_has_hubs_among_the_first_to_arrive():
    order = list(range(2000, 0, -1))
    made = barabasi_albert([identity - 1 for identity in order], 8.0, TieLuck(3, 0, [i - 1 for i in order], 4))
    known = Counter(made.first.tolist() + made.second.tolist())
    assert max(known.values()) > 90  # uniform attachment gives about 40
    early = sum(known[household] for household in range(1800, 2000)) / 200
    late = sum(known[household] for household in range(200)) / 200
    assert early > 4 * late


def test_preferential_attachment_goes_by_ties():
    # The third of four to arrive brings one tie to one of two equals; the fourth finds degrees 2, 1, 1.
    hits = Counter()
    for seed in range(2000):
        made = pairs_of(barabasi_albert([0, 1, 2, 3], 2.0, TieLuck(seed, 0, range(4), 4)))
        centre = next(a for a in (0, 1) if sum(a in pair for pair in made[:2]) == 2)
        hits[centre in made[2]] += 1
    assert hits[True] / 2000 == pytest.approx(0.5, abs=0.045)


def test_hubs_of_barabasi_albert_live_anywhere():
    lived = [int(np.argmax(degrees(world(seed, network={"kind": "barabasi_albert"})))) for seed in range(8)]
    assert max(lived) > 100
    assert min(lived) < 100


def test_erdos_renyi_ties_each_pair_with_the_same_chance():
    count: Counter[tuple[int, int]] = Counter()
    totals = []
    for seed in range(1000):
        pairs = pairs_of(erdos_renyi(10, 3.0, TieLuck(seed, 0, range(10), 6)))
        assert len(set(pairs)) == len(pairs)
        count.update(pairs)
        totals.append(len(pairs))
    p, trials = 3 / 9, 1000
    chi_square = sum(
        (count[a, b] - trials * p) ** 2 / (trials * p * (1 - p)) for a in range(10) for b in range(a + 1, 10)
    )
    assert 18 < chi_square < 84  # 45 degrees of freedom, both tails below 0.001
    mean = sum(totals) / trials
    spread = sum((total - mean) ** 2 for total in totals) / trials
    assert mean == pytest.approx(15, abs=4 * math.sqrt(10 / trials))
    assert spread == pytest.approx(10, rel=4 * math.sqrt(2 / trials))


def test_erdos_renyi_degrees_are_binomial():
    built = world(estate={"homes": 3000, "shops": 0}, network={"kind": "erdos_renyi", "mean_degree": 5.0})
    found = Counter(degrees(built))
    p = 5 / 2999
    for degree in range(12):
        expected = 3000 * math.comb(2999, degree) * p**degree * (1 - p) ** (2999 - degree)
        assert found[degree] == pytest.approx(expected, abs=4 * math.sqrt(expected) + 1)


def test_erdos_renyi_with_more_ties_than_pairs_is_complete():
    assert sorted(pairs_of(erdos_renyi(6, 5.0, TieLuck(1, 0, range(6), 4)))) == sorted(pairs_of(complete(6)))


@pytest.mark.parametrize("households", [1, 2, 3, 50])
def test_in_the_complete_network_everybody_knows_everybody(households):
    everyone = [(a, b) for a in range(households) for b in range(a + 1, households)]
    assert pairs_of(complete(households)) == everyone


def test_in_the_empty_network_nobody_knows_anybody():
    built = world(network={"kind": "empty"})
    assert degrees(built) == [0] * 200
    assert built.weight.shape == (0,)


def test_a_complete_network_too_large_to_hold_is_refused():
    with pytest.raises(
        InputError, match=r"network.kind: a complete network of 4000 households has 7998000 ties; allowed"
    ):
        complete(4000)
