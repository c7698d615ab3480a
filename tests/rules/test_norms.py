import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.norms import NormParameters, disclosure, perceived_norm, public_signal
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = NormParameters(w0=1.0, disclosure_base=0.15, disclosure_quality=0.7)


def test_the_norm_is_the_trust_weighted_mean_of_neighbours_and_the_public_signal():
    assert perceived_norm(1.5, 3.0, 0.4, P) == pytest.approx(0.475)
    assert perceived_norm(1.5, 3.0, 0.4, P._replace(w0=2.0)) == pytest.approx(0.46)


@given(any_parameters("norms"), SHARE)
def test_a_household_without_acquaintances_hears_only_the_public_signal(p, signal):
    assert perceived_norm(0.0, 0.0, signal, p) == pytest.approx(signal, abs=1e-12)


def test_with_many_trusted_ties_the_public_signal_is_lost():
    assert perceived_norm(50_000.0, 100_000.0, 0.0, P) == pytest.approx(0.5, abs=1e-4)


def test_a_committee_of_full_quality_discloses_nearly_all_and_without_one_little_is_known():
    assert disclosure(0.0, P) == 0.15
    assert disclosure(0.5, P) == pytest.approx(0.5)
    assert disclosure(1.0, P) == pytest.approx(0.85)
    assert disclosure(1.0, P._replace(disclosure_base=0.9)) == 1.0


def test_who_knows_nothing_judges_by_how_the_place_looks():
    assert public_signal(1.0, 0.9, 0.1, 0.2) == 0.9
    assert public_signal(0.0, 0.9, 0.2, 0.6) == pytest.approx(0.4)
    assert public_signal(0.5, 0.9, 0.2, 0.6) == pytest.approx(0.65)


@given(any_parameters("norms"), SHARE, SHARE, SHARE, SHARE, st.floats(0.0, 50.0), SHARE)
def test_norm_signal_and_disclosure_are_shares(p, quality, rate, service, condition, ties, paying):
    disclosed = disclosure(quality, p)
    assert 0.0 <= disclosed <= 1.0
    signal = public_signal(disclosed, rate, service, condition)
    assert 0.0 <= signal <= 1.0
    assert 0.0 <= perceived_norm(ties * paying, ties, signal, p) <= 1.0


@given(any_parameters("norms"), SHARE, SHARE, SHARE, SHARE, st.floats(0.0, 50.0))
def test_the_norm_rises_with_whatever_is_seen(p, rest, more_rest, one, other, ties):
    assert rises(lambda x: disclosure(x, p), one, other)
    assert rises(lambda x: public_signal(rest, x, more_rest, more_rest), one, other)
    assert rises(lambda x: public_signal(rest, more_rest, x, more_rest), one, other)
    assert rises(lambda x: public_signal(rest, more_rest, more_rest, x), one, other)
    assert rises(lambda x: perceived_norm(ties * x, ties, rest, p), one, other)
    assert rises(lambda x: perceived_norm(ties * rest, ties, x, p), one, other)
