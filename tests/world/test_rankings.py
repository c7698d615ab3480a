import pytest

from commsim.world import build_world, scores
from tests.world.small_estates import degrees, plan, world


def of_file(text, homes):
    given = plan(
        files={"a": text}, network={"kind": "file", "file": "a"}, estate={"homes": homes, "shops": 0, "buildings": 1}
    )
    return build_world(given, 0, 1)


STAR_WITH_A_TAIL = "0 1\n0 2\n0 3\n3 4\n4 5\n"
TRIANGLE_WITH_A_TAIL = "0 1\n1 2\n0 2\n2 3\n"


def test_degree_counts_ties():
    assert scores(world(), "degree").tolist() == degrees(world())


def test_betweenness_counts_the_ways_between_others():
    # Between 15 pairs of six: of the 10 pairs without household 0, the ways of 1-2 and of {1, 2} to {3, 4, 5} pass it.
    assert scores(of_file(STAR_WITH_A_TAIL, 6), "betweenness").tolist() == [0.7, 0.0, 0.0, 0.6, 0.4, 0.0]


def test_the_core_of_a_triangle_is_two():
    assert scores(of_file(TRIANGLE_WITH_A_TAIL, 5), "k_core").tolist() == [2.0, 2.0, 2.0, 1.0, 0.0]


def test_page_rank_solves_its_equation():
    built = of_file(STAR_WITH_A_TAIL, 6)
    rank = scores(built, "pagerank").tolist()
    around = {0: [1, 2, 3], 1: [0], 2: [0], 3: [0, 4], 4: [3, 5], 5: [4]}
    for household, others in around.items():
        expected = 0.15 / 6 + 0.85 * sum(rank[other] / len(around[other]) for other in others)
        assert rank[household] == pytest.approx(expected, abs=1e-11)


@pytest.mark.parametrize("ranking", ["degree", "betweenness", "k_core", "pagerank"])
def test_scores_are_rounded_and_do_not_look_at_trust(ranking):
    strangers, friends = world(start={"tie": 0.01}), world(start={"tie": 0.5})
    found = scores(strangers, ranking).tolist()
    assert found == [round(score, 12) for score in found]
    assert found == scores(friends, ranking).tolist()
    assert len(set(found)) > 2


def test_a_ranking_nobody_defined_is_refused():
    with pytest.raises(KeyError, match="fame"):
        scores(world(), "fame")
