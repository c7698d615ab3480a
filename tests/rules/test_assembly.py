import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.assembly import (
    AssemblyParameters,
    Ballot,
    answer_chance,
    carried,
    consent_2007,
    consent_2021,
    quorum_2021,
    yes_logit,
)
from tests.rules.any_parameters import SHARE, any_parameters, rises

# Test vectors T9: owners' area (m²) and number, those taking part, those in favour; then whether the matter is
# special, and quorum, consent and result under Civil Code art. 278.
VECTORS = [
    ((30000, 300, 20000, 200, 10001, 101), False, True, True, True),
    ((30000, 300, 20000, 200, 10000, 101), False, True, False, False),
    ((30000, 300, 20000, 200, 10001, 100), False, True, False, False),
    ((30000, 300, 19999, 200, 19999, 200), False, False, True, False),
    ((30000, 300, 20000, 200, 15000, 150), True, True, True, True),
    ((30000, 300, 20000, 200, 14999, 150), True, True, False, False),
    ((30000, 300, 20000, 200, 15000, 149), True, True, False, False),
    ((30000, 300, 30000, 300, 15000, 150), False, True, False, False),
    ((30000, 300, 30000, 300, 22500, 225), True, True, True, True),
    ((10000, 7, 6667, 5, 3334, 3), False, True, True, True),
]

counts = st.integers(0, 300)


@st.composite
def ballots(draw):
    """Return any count in which those in favour are among those taking part, and these among all owners."""
    area, owners = draw(st.integers(1, 10**9)), draw(st.integers(1, 10**6))
    area_voting, owners_voting = draw(st.integers(0, area)), draw(st.integers(0, owners))
    return Ballot(
        area,
        owners,
        area_voting,
        owners_voting,
        draw(st.integers(0, area_voting)),
        draw(st.integers(0, owners_voting)),
    )


@pytest.mark.parametrize(("count", "special", "quorum", "consent", "result"), VECTORS)
def test_the_published_votes_under_the_civil_code(count, special, quorum, consent, result):
    ballot = Ballot(*count)
    assert quorum_2021(ballot) is quorum
    assert consent_2021(ballot, special) is consent
    assert carried(ballot, 2021, special, fund=False, quorum=True) is result
    assert carried(ballot, 2035, special, fund=True, quorum=True) is result


@pytest.mark.parametrize(
    ("area_yes", "owners_yes", "passes"), [(15001, 151, True), (15000, 151, False), (15001, 150, False)]
)
def test_before_2021_more_than_half_of_all_owners_must_agree(area_yes, owners_yes, passes):
    ballot = Ballot(30000, 300, 30000, 300, area_yes, owners_yes)
    assert consent_2007(ballot, fund=False) is passes
    assert carried(ballot, 2020, special=False, fund=False, quorum=True) is passes


@pytest.mark.parametrize(
    ("area_yes", "owners_yes", "passes"), [(20000, 200, True), (19999, 200, False), (20000, 199, False)]
)
def test_before_2021_the_fund_needs_two_thirds_of_all_owners(area_yes, owners_yes, passes):
    ballot = Ballot(30000, 300, 25000, 250, area_yes, owners_yes)
    assert carried(ballot, 2020, special=False, fund=True, quorum=True) is passes


def test_the_old_law_asks_nothing_of_turnout_and_the_new_law_nothing_of_those_who_stay_away():
    half_of_all = Ballot(30000, 300, 15001, 151, 15001, 151)
    assert carried(half_of_all, 2020, special=False, fund=False, quorum=True)
    assert not carried(half_of_all, 2021, special=False, fund=False, quorum=True)
    third_of_all = Ballot(30000, 300, 20000, 200, 10001, 101)
    assert not carried(third_of_all, 2020, special=False, fund=False, quorum=True)
    assert carried(third_of_all, 2021, special=False, fund=False, quorum=True)


def test_without_a_quorum_those_who_vote_decide():
    few = Ballot(30000, 300, 300, 3, 200, 2)
    for year in (2015, 2025):
        assert not carried(few, year, special=False, fund=False, quorum=True)
        assert carried(few, year, special=False, fund=False, quorum=False)
        assert not carried(few, year, special=True, fund=False, quorum=False)


def test_nobody_voting_carries_nothing():
    for special in (False, True):
        assert not carried(Ballot(30000, 300, 0, 0, 0, 0), 2025, special, fund=False, quorum=False)


@given(ballots(), st.booleans(), st.booleans(), st.sampled_from([2015, 2025]), st.booleans())
def test_one_more_vote_in_favour_never_sinks_a_matter(ballot, special, fund, year, quorum):
    more = ballot._replace(
        area_yes=min(ballot.area_yes + 1, ballot.area_voting),
        owners_yes=min(ballot.owners_yes + 1, ballot.owners_voting),
    )
    before = carried(ballot, year, special, fund, quorum)
    assert carried(more, year, special, fund, quorum) >= before


@given(ballots())
def test_a_special_matter_is_never_easier_than_an_ordinary_one(ballot):
    if ballot.area_voting and ballot.owners_voting:
        assert consent_2021(ballot, special=False) >= consent_2021(ballot, special=True)
    assert consent_2007(ballot, fund=False) >= consent_2007(ballot, fund=True)


@given(ballots())
def test_the_least_support_is_more_than_a_third_or_at_least_half_of_all_owners(ballot):
    if carried(ballot, 2021, special=False, fund=False, quorum=True):
        assert 3 * ballot.area_yes > ballot.area
        assert 3 * ballot.owners_yes > ballot.owners
    if carried(ballot, 2021, special=True, fund=False, quorum=True):
        assert 2 * ballot.area_yes >= ballot.area
        assert 2 * ballot.owners_yes >= ballot.owners


def test_a_yes_weighs_trust_the_visitor_and_what_disorder_brings():
    p = AssemblyParameters(a=1.0, b_g=2.0, b_v=1.5, b_gain=3.0)
    assert yes_logit(0.0, 0.0, 0.0, p) == 1.0
    assert yes_logit(0.25, 0.5, 0.0, p) == 2.25
    assert yes_logit(0.25, -0.5, 1.0, p) == -2.25


@given(any_parameters("assembly"), SHARE, SHARE, st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))
def test_trust_and_a_trusted_visitor_speak_for_a_yes_and_a_gain_against(p, trust, other_trust, visit, other_visit):
    assert rises(lambda g: yes_logit(g, visit, 0.0, p), trust, other_trust)
    assert rises(lambda v: yes_logit(trust, v, 1.0, p), visit, other_visit)
    assert yes_logit(trust, visit, 1.0, p) <= yes_logit(trust, visit, 0.0, p)


@given(any_parameters("assembly"))
def test_an_owner_elsewhere_is_never_easier_to_meet(p):
    assert 0.0 <= answer_chance(absent=True, p=p) <= answer_chance(absent=False, p=p) <= 1.0


def test_four_tries_in_ten_are_answered_and_half_as_many_from_elsewhere():
    p = AssemblyParameters(answered=0.4, absent=0.5)
    assert answer_chance(absent=False, p=p) == 0.4
    assert answer_chance(absent=True, p=p) == 0.2


@pytest.mark.parametrize(("p", "expected"), [(0.60, 0.010217), (0.65, 0.294487), (0.70, 0.906104), (0.75, 0.999519)])
def test_the_quorum_of_300_equal_owners_is_the_binomial_tail(p, expected):
    def chance(k):
        return math.comb(300, k) * p**k * (1.0 - p) ** (300 - k)

    tail = math.fsum(chance(k) for k in range(301) if quorum_2021(Ballot(30000, 300, 100 * k, k, 0, 0)))
    assert tail == pytest.approx(expected, abs=1e-6)
