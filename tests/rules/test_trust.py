import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.trust import TrustParameters, first_trust, payee_target, self_target, trust_next
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = TrustParameters(up=0.1, down=0.2, social=0.2, half=1.0, anchor=0.05, experience=0.7, newcomer=0.4, chosen=0.3)


def test_trust_moves_towards_experience_neighbours_and_the_first_impression():
    # 0.5 + 0.1 x 0.3 + 0.05 x (-0.2) + 0.2 x 1/2 x 0.2 - 0.04
    assert trust_next(0.5, 0.8, 1.0, 0.7, 0.3, 0.04, P) == pytest.approx(0.5)
    # 0.5 - 0.2 x 0.3 - 0.01 + 0.02 - 0.04
    assert trust_next(0.5, 0.2, 1.0, 0.7, 0.3, 0.04, P) == pytest.approx(0.41)


def test_trust_falls_faster_than_it_rises():
    alone = P._replace(anchor=0.0)
    up = trust_next(0.5, 0.8, 0.0, 0.0, 0.0, 0.0, alone) - 0.5
    down = 0.5 - trust_next(0.5, 0.2, 0.0, 0.0, 0.0, 0.0, alone)
    assert down == pytest.approx(2.0 * up)


def test_neighbours_count_the_more_the_more_they_are_trusted():
    still = P._replace(up=0.0, down=0.0, anchor=0.0)
    moved = [trust_next(0.2, 0.2, ties, 1.0, 0.2, 0.0, still) - 0.2 for ties in (0.0, 0.5, 1.0, 3.0)]
    assert moved == pytest.approx([0.0, 0.2 * 0.8 / 3, 0.08, 0.12])


def test_a_loner_does_not_read_neighbours():
    assert trust_next(0.5, 0.8, 0.0, 0.0, 0.5, 0.0, P) == trust_next(0.5, 0.8, 0.0, 1.0, 0.5, 0.0, P)


def test_a_grievance_costs_trust_at_once_and_a_settlement_gives_some_back():
    calm = trust_next(0.5, 0.5, 0.0, 0.0, 0.5, 0.0, P)
    assert calm == 0.5
    assert trust_next(0.5, 0.5, 0.0, 0.0, 0.5, 0.1, P) == pytest.approx(0.4)
    assert trust_next(0.5, 0.5, 0.0, 0.0, 0.5, -0.05, P) == pytest.approx(0.55)


def test_what_is_experienced_is_service_and_disclosure():
    assert payee_target(0.8, 0.2, P) == pytest.approx(0.62)
    assert payee_target(1.0, 1.0, P) == pytest.approx(1.0)


def test_self_government_is_what_the_committee_or_the_members_really_do_times_the_leader():
    p = P._replace(members=0.6)
    assert self_target(0.0, 0.0, 1.0, p) == 0.0
    assert self_target(0.5, 0.5, 1.0, p) == 0.5
    assert self_target(0.2, 0.5, 1.0, p) == pytest.approx(0.3)
    assert self_target(0.2, 0.5, 1.2, p) == pytest.approx(0.36)
    assert self_target(0.9, 0.0, 1.2, p) == 1.0


@given(any_parameters("trust"), SHARE, SHARE, SHARE, st.floats(0.0, 2.0))
def test_more_real_self_government_never_lowers_what_trust_moves_to(p, one, other, rest, factor):
    assert 0.0 <= self_target(one, rest, factor, p) <= 1.0
    assert rises(lambda x: self_target(x, rest, factor, p), one, other)
    assert rises(lambda x: self_target(rest, x, factor, p), one, other)
    assert rises(lambda x: self_target(rest, rest, 2.0 * x, p), one, other)


def test_a_chosen_payee_begins_with_more_trust():
    assert first_trust(0.5, chosen=False, p=P) == 0.4
    assert first_trust(0.5, chosen=True, p=P) == pytest.approx(0.55)
    assert first_trust(1.0, chosen=True, p=P._replace(newcomer=0.9)) == 1.0


@given(any_parameters("trust"), SHARE, SHARE, st.floats(0.0, 50.0), SHARE, SHARE, st.floats(-1.0, 2.0), st.booleans())
def test_trust_stays_in_range(p, value, target, ties, neighbours, first, shock, chosen):
    assert 0.0 <= trust_next(value, target, ties, neighbours, first, shock, p) <= 1.0
    assert 0.0 <= payee_target(value, target, p) <= 1.0
    assert 0.0 <= first_trust(value, chosen, p) <= 1.0


@given(any_parameters("trust"), SHARE, SHARE, SHARE, SHARE, st.floats(0.0, 20.0))
def test_better_experience_neighbours_and_beginnings_never_lower_trust(p, value, rest, one, other, ties):
    assert rises(lambda x: trust_next(value, x, ties, rest, rest, 0.0, p), one, other)
    assert rises(lambda x: trust_next(value, rest, ties, x, rest, 0.0, p), one, other)
    assert rises(lambda x: trust_next(value, rest, ties, rest, x, 0.0, p), one, other)
    assert rises(lambda x: -trust_next(value, rest, ties, rest, rest, x, p), one, other)
    assert rises(lambda x: payee_target(x, rest, p), one, other)
    assert rises(lambda x: payee_target(rest, x, p), one, other)
    assert first_trust(one, True, p) >= first_trust(one, False, p)
