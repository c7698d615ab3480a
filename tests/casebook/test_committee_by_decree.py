"""A committee by decree (M12): without participation it stays in name only, and the estate stays low."""

from __future__ import annotations

import pytest

from tests.casebook.batches import assert_met, batch, targets_in


@pytest.mark.parametrize(("name", "target"), targets_in(__file__))
def test_the_target_is_met(name: str, target: str) -> None:
    assert_met(name, target)


def test_the_committee_exists_and_hardly_works() -> None:
    for run in batch("committee-by-decree"):
        assert run.monthly["committee"].iloc[-1] == 1
        assert run.monthly["committee_quality"].iloc[-12:].mean() < 0.3
