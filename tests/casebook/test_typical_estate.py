"""A typical estate (M11): nobody touches it, and it keeps an ordinary fee rate for ten years."""

from __future__ import annotations

import pytest

from tests.casebook.batches import assert_met, batch, targets_in


@pytest.mark.parametrize(("name", "target"), targets_in(__file__))
def test_the_target_is_met(name: str, target: str) -> None:
    assert_met(name, target)


def test_nothing_happens_by_itself() -> None:
    for run in batch("typical-estate"):
        assert run.events.empty
        assert run.monthly["members_active"].max() == 0
        assert run.monthly["committee"].max() == 0
