import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.ties import TieParameters, room, tie_next, visitor_tie_next
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = TieParameters(up=0.1, down=0.01, cap=6.0, missed=0.05)


def test_there_is_room_for_trust_up_to_the_cap_shared_by_all_ties():
    assert room(4.0, 8, P) == 0.25
    assert room(6.0, 8, P) == 0.0
    assert room(7.0, 8, P) == 0.0


def test_a_tie_grows_when_both_take_part_and_fades_otherwise():
    assert tie_next(0.5, True, 1.0, 1.0, P) == pytest.approx(0.5 + 0.05 - 0.005)
    assert tie_next(0.5, False, 1.0, 1.0, P) == pytest.approx(0.495)
    assert tie_next(0.0, False, 1.0, 1.0, P) == 0.0


def test_the_household_with_less_room_decides_how_far_a_tie_grows():
    assert tie_next(0.5, True, 0.02, 1.0, P) == pytest.approx(0.5 + 0.02 - 0.005)
    assert tie_next(0.5, True, 1.0, 0.03, P) == pytest.approx(0.5 + 0.03 - 0.005)
    assert tie_next(0.5, True, 0.0, 1.0, P) == pytest.approx(0.495)


def test_a_visit_builds_trust_a_missed_one_costs_some_and_without_either_it_fades():
    assert visitor_tie_next(0.0, visited=True, due=True, p=P) == pytest.approx(0.1)
    assert visitor_tie_next(0.4, visited=True, due=True, p=P) == pytest.approx(0.46)
    assert visitor_tie_next(0.4, visited=False, due=True, p=P) == pytest.approx(0.35)
    assert visitor_tie_next(0.4, visited=False, due=False, p=P) == pytest.approx(0.396)
    assert visitor_tie_next(-0.5, visited=False, due=False, p=P) == pytest.approx(-0.495)
    assert visitor_tie_next(-0.98, visited=False, due=True, p=P) == -1.0


@given(any_parameters("ties"), SHARE, st.booleans(), st.floats(0.0, 10.0), st.floats(0.0, 10.0))
def test_a_tie_stays_a_share(p, weight, joint, room_a, room_b):
    assert 0.0 <= tie_next(weight, joint, room_a, room_b, p) <= 1.0
    assert tie_next(weight, True, room_a, room_b, p) >= tie_next(weight, False, room_a, room_b, p)


@given(any_parameters("ties"), st.floats(-1.0, 1.0), st.booleans(), st.booleans())
def test_trust_in_a_visitor_stays_between_distrust_and_trust(p, tie, visited, due):
    assert -1.0 <= visitor_tie_next(tie, visited, due, p) <= 1.0
    assert visitor_tie_next(tie, True, due, p) >= tie
    assert rises(lambda x: visitor_tie_next(x, visited, due, p), tie, 1.0)


@st.composite
def networks(draw):
    """Return the number of households and the pairs that are acquainted."""
    n = draw(st.integers(2, 12))
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    return n, draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1))


@given(networks(), st.floats(0.1, 8.0), SHARE, st.data())
def test_nobody_ever_holds_more_trust_than_the_cap(network, cap, up, data):
    n, pairs = network
    p = TieParameters(up=up, down=0.0, cap=cap)
    degree = [sum(i in pair for pair in pairs) for i in range(n)]
    weights = [min(data.draw(SHARE), cap / max(degree[a], degree[b])) for a, b in pairs]
    for _ in range(6):
        took_part = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
        sums = [sum(w for w, pair in zip(weights, pairs, strict=True) if i in pair) for i in range(n)]
        assert max(sums) <= cap + 1e-9
        rooms = [room(sums[i], degree[i], p) if degree[i] else 0.0 for i in range(n)]
        weights = [
            tie_next(w, took_part[a] and took_part[b], rooms[a], rooms[b], p)
            for w, (a, b) in zip(weights, pairs, strict=True)
        ]


def test_ties_of_people_who_always_meet_fill_the_cap():
    p = TieParameters(up=0.2, down=0.0, cap=2.0)
    weights = [0.1] * 4  # one household and its four neighbours, who know nobody else
    for _ in range(200):
        own, others = room(sum(weights), 4, p), [room(w, 1, p) for w in weights]
        weights = [tie_next(w, True, own, other, p) for w, other in zip(weights, others, strict=True)]
    assert sum(weights) == pytest.approx(2.0, abs=1e-6)
