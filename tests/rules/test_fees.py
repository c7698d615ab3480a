import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.rules.fees import (
    CONDITIONAL,
    FREE_RIDER,
    HUMP,
    UNCONDITIONAL,
    FeeParameters,
    PaymentTerms,
    Standing,
    enforcement,
    intercept,
    money_at_stake,
    norm_response,
    payment_logit,
    payment_terms,
    reciprocity,
)
from tests.rules.any_parameters import SHARE, any_parameters, rises

P = FeeParameters(
    a=-3.0,
    a_free_rider=-3.5,
    a_unconditional=2.0,
    a_absent=-0.5,
    taste_sd=0.5,
    J=4.0,
    J_free_rider=1.5,
    J_unconditional=0.25,
    r_free_rider=0.5,
    r_unconditional=0.0,
    b_S=2.0,
    b_c=1.0,
    b_beta=3.0,
    b_E=1.2,
    b_lambda=20.0,
    b_v=0.7,
    b_G=1.0,
    b_L=0.8,
    b_W=1.5,
)
SOMEBODY = Standing(
    kind=CONDITIONAL,
    absent=0.0,
    taste=1.0,
    norm=0.5,
    service=0.6,
    trust=0.4,
    belonging=0.2,
    enforcement=0.1,
    money=-0.02,
    visit=0.5,
    dispute=1.0,
    legacy=0.0,
    pressure=0.0,
)
KINDS = (CONDITIONAL, FREE_RIDER, HUMP, UNCONDITIONAL)
kinds = st.sampled_from(KINDS)
RAISING = ("taste", "service", "trust", "belonging", "enforcement", "money", "visit", "pressure")
standings = st.builds(
    Standing,
    kind=kinds,
    absent=st.sampled_from([0.0, 1.0]),
    taste=st.floats(-6.0, 6.0),
    norm=SHARE,
    service=SHARE,
    trust=SHARE,
    belonging=SHARE,
    enforcement=SHARE,
    money=st.floats(-1.0, 1.0),
    visit=st.floats(-1.0, 1.0),
    dispute=st.sampled_from([0.0, 1.0]),
    legacy=st.sampled_from([0.0, 1.0]),
    pressure=SHARE,
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # -3 + 0.5 + 4 x 0.5 + (1.2 + 0.4 + 0.6) + 0.12 - 0.4 + 0.35 - 1
        ({}, 0.77),
        ({"norm": 0.9}, 2.37),
        ({"kind": HUMP}, 0.77),
        ({"kind": HUMP, "norm": 0.9}, -0.83),
        ({"kind": FREE_RIDER}, -2.08),
        ({"kind": UNCONDITIONAL}, 1.695),
        ({"absent": 1.0}, 0.27),
        ({"legacy": 1.0}, -0.03),
        ({"dispute": 0.0}, 1.77),
        ({"visit": -0.5}, 0.07),
        ({"money": 0.01}, 1.37),
        ({"enforcement": 1.0}, 1.85),
        ({"taste": -2.0}, -0.73),
        ({"pressure": 0.4}, 1.37),
        ({"pressure": 1.0, "kind": UNCONDITIONAL}, 3.195),
    ],
)
def test_the_log_odds_of_paying_at_points_computed_by_hand(change, expected):
    assert payment_logit(SOMEBODY._replace(**change), P) == pytest.approx(expected, abs=1e-12)


@given(any_parameters("fees"), standings)
def test_the_terms_sum_to_the_log_odds(p, standing):
    assert sum(payment_terms(standing, p)) == pytest.approx(payment_logit(standing, p), rel=0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {}),
        ({"absent": 1.0, "legacy": 1.0, "pressure": 0.4}, {"absent": -0.5, "legacy": -0.8, "pressure": 0.6}),
        ({"kind": HUMP, "norm": 0.9}, {"norm": 0.4}),
        ({"kind": FREE_RIDER}, {"intercept": -3.5, "norm": 0.75, "service": 0.6, "trust": 0.2, "belonging": 0.3}),
        (
            {"kind": UNCONDITIONAL, "dispute": 0.0},
            {"intercept": 2.0, "norm": 0.125, "service": 0.0, "trust": 0.0, "belonging": 0.0, "dispute": 0.0},
        ),
        ({"visit": -0.5, "taste": -2.0}, {"visit": -0.35, "taste": -1.0}),
    ],
)
def test_each_term_is_its_reason_times_its_weight(change, expected):
    somebody = PaymentTerms(
        intercept=-3.0,
        absent=0.0,
        taste=0.5,
        norm=2.0,
        service=1.2,
        trust=0.4,
        belonging=0.6,
        enforcement=0.12,
        money=-0.4,
        visit=0.35,
        dispute=-1.0,
        legacy=0.0,
        pressure=0.0,
    )
    found = payment_terms(SOMEBODY._replace(**change), P)
    assert found._asdict() == pytest.approx(somebody._replace(**expected)._asdict(), abs=1e-12)


def test_a_term_that_does_not_speak_is_zero_without_a_sign():
    silent = payment_terms(SOMEBODY._replace(dispute=0.0, legacy=0.0), P)
    assert [math.copysign(1.0, term) for term in (silent.dispute, silent.legacy)] == [1.0, 1.0]


@given(any_parameters("fees"), standings, st.sampled_from(RAISING), st.data())
def test_what_speaks_for_paying_never_speaks_against(p, standing, name, data):
    one, other = data.draw(SHARE), data.draw(SHARE)
    assert rises(lambda x: payment_logit(standing._replace(**{name: x}), p), one, other, slack=1e-9)


@given(any_parameters("fees"), standings)
def test_a_quarrel_and_a_defect_never_speak_for_paying(p, standing):
    for name in ("dispute", "legacy"):
        with_it = payment_logit(standing._replace(**{name: 1.0}), p)
        assert with_it <= payment_logit(standing._replace(**{name: 0.0}), p)


@given(SHARE, SHARE)
def test_conditional_cooperators_and_free_riders_answer_payment_with_payment(one, other):
    for kind in (CONDITIONAL, FREE_RIDER):
        assert rises(lambda m, kind=kind: norm_response(kind, m, P), one, other)


@given(SHARE)
def test_the_hump_rises_to_a_half_and_falls_as_it_rose(norm):
    assert norm_response(HUMP, norm, P) == pytest.approx(norm_response(HUMP, 1.0 - norm, P), abs=1e-12)
    assert norm_response(HUMP, norm, P) <= norm_response(HUMP, 0.5, P) == 2.0
    if norm <= 0.5:
        assert norm_response(HUMP, norm, P) == norm_response(CONDITIONAL, norm, P)


def test_each_type_has_its_intercept_and_its_reciprocity():
    assert [intercept(kind, P) for kind in KINDS] == [-3.0, -3.5, -3.0, 2.0]
    assert [reciprocity(kind, P) for kind in KINDS] == [1.0, 0.5, 1.0, 0.0]


def test_service_trust_and_bond_leave_unconditional_payers_cold():
    payer = SOMEBODY._replace(kind=UNCONDITIONAL)
    assert payment_logit(payer, P) == payment_logit(payer._replace(service=0.0, trust=0.0, belonging=1.0), P)


def test_effort_is_felt_in_proportion_to_a_year_owed():
    assert [enforcement(0.4, months) for months in (0.0, 3.0, 6.0, 12.0, 36.0)] == pytest.approx(
        [0.0, 0.1, 0.2, 0.4, 0.4]
    )


@given(SHARE, SHARE, st.floats(0.0, 40.0), st.floats(0.0, 40.0))
def test_enforcement_is_a_share_that_rises_with_effort_and_arrears(effort, other_effort, owed, other_owed):
    assert 0.0 <= enforcement(effort, owed) <= effort
    assert rises(lambda e: enforcement(e, owed), effort, other_effort)
    assert rises(lambda months: enforcement(effort, months), owed, other_owed)


def test_money_at_stake_is_dividend_less_fee_over_income():
    assert money_at_stake(0.0, 15_000.0, 800_000.0) == pytest.approx(-0.01875)
    assert money_at_stake(20_000.0, 15_000.0, 500_000.0) == pytest.approx(0.01)
