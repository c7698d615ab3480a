"""Hongyun (M4, M5): a few pensioners give up within two months; an institution and an advance bring a company back."""

from __future__ import annotations

import pytest

from tests.casebook.batches import assert_met, batch, targets_in


@pytest.mark.parametrize(("name", "target"), targets_in(__file__))
def test_the_target_is_met(name: str, target: str) -> None:
    assert_met(name, target)


def test_what_ended_the_pensioners_effort_is_reported() -> None:
    endings = [run.outcomes["main"]["effort_ended_by"] for run in batch("hongyun-volunteers")]
    assert set(endings) <= {"burnout", "cash", "mandate"}


def test_the_advance_is_repaid_to_the_last_fen() -> None:
    for run in batch("hongyun"):
        assert run.monthly["instalment_paid_fen"].sum() == 200_000 * 100
        assert run.monthly["advance_open_fen"].iloc[-1] == 0
