"""Yanxiqiao (M6): parking and adverts bring what the source reports, and what is collected of the small fee rises."""

from __future__ import annotations

import pytest

from commsim.results.measures import measure
from commsim.scenario import casebook, load_scenario
from tests.casebook.batches import assert_met, batch, targets_in


@pytest.mark.parametrize(("name", "target"), targets_in(__file__))
def test_the_target_is_met(name: str, target: str) -> None:
    assert_met(name, target)


def test_the_reported_parking_income_needs_an_occupancy_of_953_per_mille() -> None:
    common = load_scenario("yanxiqiao").data.estates["main"].common
    full = common.parking_spaces * common.parking_yuan_per_space_day * 365
    assert full == 83_950
    assert casebook()["yanxi.parking_income"].value / full == pytest.approx(0.953, abs=5e-4)
    assert common.parking_let / common.parking_spaces > 0.953


def test_a_year_brings_parking_and_adverts_to_the_last_fen() -> None:
    for run in batch("yanxiqiao"):
        assert run.monthly["revenue_gross_fen"].iloc[-12:].sum() == (83_950 + 40_000) * 100


def test_with_self_rule_more_is_collected_than_without() -> None:
    for ruled, nothing in zip(batch("yanxiqiao"), batch("yanxiqiao-without"), strict=True):
        rates = [measure(run.monthly, "fee_rate", "last 12 months") for run in (ruled, nothing)]
        assert rates[0] > rates[1]
