import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.columns import DISPUTE_KINDS, RUNGS
from commsim.rules.disputes import (
    COMMITTEE,
    COMMUNITY,
    COURT,
    ESTATE,
    NEIGHBOUR,
    OTHER,
    PAYEE,
    STAIRWELL,
    STREET,
    DisputeParameters,
    committee_rate,
    greatest_rate,
    neighbour_rate,
    payee_rate,
    report_chance,
    success_chance,
)
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = DisputeParameters(
    a_payee=0.05,
    a_legacy=0.03,
    a_neighbour=0.004,
    a_committee=0.002,
    report=0.06,
    reach=0.3,
    succeed=0.15,
    by_trust=0.5,
    by_locality=0.2,
)


def test_kinds_and_rungs_are_numbered_as_their_columns():
    assert [DISPUTE_KINDS[kind] for kind in (PAYEE, NEIGHBOUR, COMMITTEE, OTHER)] == list(DISPUTE_KINDS)
    assert [RUNGS[rung] for rung in (STAIRWELL, ESTATE, COMMUNITY, STREET, COURT)] == list(RUNGS)


def test_grievances_with_the_payee_come_from_bad_service_and_defects():
    assert payee_rate(0.0, 0.0, 0.0, P) == 0.05
    assert payee_rate(0.6, 0.5, 0.0, P) == pytest.approx(0.01)
    assert payee_rate(0.6, 0.5, 1.0, P) == pytest.approx(0.025)
    assert payee_rate(1.0, 0.0, 0.0, P) == 0.0
    assert payee_rate(0.0, 1.0, 1.0, P) == 0.0


def test_grievances_between_neighbours_come_from_a_ruined_place_and_strangers():
    assert neighbour_rate(0.0, 0.0, 0.0, P) == 0.004
    assert neighbour_rate(1.0, 0.5, 1.0, P) == pytest.approx(0.004 * 0.5 * 0.5 * 0.5)
    assert neighbour_rate(0.0, 1.0, 0.0, P) == 0.0


def test_a_committee_without_quality_makes_grievances_and_a_perfect_one_none():
    assert committee_rate(0.0, P) == 0.002
    assert committee_rate(1.0, P) == 0.0


def test_a_mediator_is_asked_who_is_both_near_and_trusted():
    assert report_chance(0.0, 1.0, P) == report_chance(1.0, 0.0, P) == 0.06
    assert report_chance(1.0, 0.5, P) == pytest.approx(0.21)


def test_mediation_succeeds_by_trust_convention_and_leader():
    assert success_chance(0.0, 0.0, 1.0, P) == 0.15
    assert success_chance(0.8, 0.5, 1.0, P) == pytest.approx(0.65)
    assert success_chance(0.8, 0.5, 1.2, P) == pytest.approx(0.78)
    assert success_chance(1.0, 1.0, 2.0, P) == 1.0


@given(any_parameters("disputes"), SHARE, SHARE, SHARE, st.sampled_from([0.0, 1.0]), st.floats(0.0, 2.0))
def test_every_chance_lies_between_0_and_1(p, one, two, three, legacy, factor):
    for chance in (
        payee_rate(one, two, legacy, p),
        neighbour_rate(one, two, three, p),
        committee_rate(one, p),
        report_chance(one, two, p),
        success_chance(one, two, factor, p),
    ):
        assert 0.0 <= chance <= 1.0


@given(any_parameters("disputes"), SHARE, SHARE, SHARE, st.sampled_from([0.0, 1.0]))
def test_no_rate_exceeds_the_greatest_of_its_kind(p, one, two, three, legacy):
    assert payee_rate(one, two, legacy, p) <= greatest_rate(PAYEE, p)
    assert neighbour_rate(one, two, three, p) <= greatest_rate(NEIGHBOUR, p)
    assert committee_rate(one, p) <= greatest_rate(COMMITTEE, p)
    assert greatest_rate(OTHER, p) == p.a_other


@given(any_parameters("disputes"), SHARE, SHARE, SHARE, SHARE)
def test_service_trust_ties_and_convention_never_make_grievances(p, rest, other_rest, one, other):
    assert rises(lambda x: -payee_rate(x, rest, 1.0, p), one, other)
    assert rises(lambda x: -payee_rate(rest, x, 1.0, p), one, other)
    assert payee_rate(rest, one, 1.0, p) >= payee_rate(rest, one, 0.0, p)
    assert rises(lambda x: -neighbour_rate(x, rest, other_rest, p), one, other)
    assert rises(lambda x: -neighbour_rate(rest, x, other_rest, p), one, other)
    assert rises(lambda x: -neighbour_rate(rest, other_rest, x, p), one, other)
    assert rises(lambda x: -committee_rate(x, p), one, other)


@given(any_parameters("disputes"), SHARE, SHARE, SHARE)
def test_trust_and_access_never_hinder_report_or_mediation(p, rest, one, other):
    assert rises(lambda x: report_chance(x, rest, p), one, other)
    assert rises(lambda x: report_chance(rest, x, p), one, other)
    assert rises(lambda x: success_chance(x, rest, 1.0, p), one, other)
    assert rises(lambda x: success_chance(rest, x, 1.0, p), one, other)
    assert rises(lambda x: success_chance(rest, rest, x, p), one, other)
