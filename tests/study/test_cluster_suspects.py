from collections import deque

import pytest

from commsim.study.blocks import Block, BlockRows
from commsim.study.cluster_crew import Back
from commsim.study.cluster_suspects import WORKER_ENDED, joined, one_by_one
from tests.support.studies import SMALL_STUDY, small_study

NAMES = ("fee_rate", "free_riders")


def rows_of(run: Block) -> BlockRows:
    months = {"run": [run.first] * 2, "estate": [0, 0], "month": [1, 2], "fee_rate": [0.5, run.first / 10]}
    return BlockRows(run, ["ok"], [None], {name: [float(run.first)] for name in NAMES}, months)


class ScriptedCrew:
    """Workers that end over runs as often as told: run -> what comes back each time, rows in the end."""

    def __init__(self, workers: int, ends: dict[int, list[int]], vanishing: frozenset[int] = frozenset()) -> None:
        self.threads = {f"tcp://192.0.2.{number}:1": 1 for number in range(workers)}
        self.ends = ends
        self.vanishing = vanishing
        self.given: list[tuple[int, str]] = []
        self.most_on_a_worker = 0
        self._waiting: deque[tuple[Block, str]] = deque()
        self._gone: list[Back] = []

    def give(self, run: Block, worker: str) -> None:
        assert run.size == 1
        assert worker in self.threads
        self.given.append((run.first, worker))
        self._waiting.append((run, worker))
        held = [where for _, where in self._waiting]
        self.most_on_a_worker = max(self.most_on_a_worker, *(held.count(one) for one in held))

    def take(self) -> Back | None:
        if not self._waiting:
            return None
        run, worker = self._waiting.popleft()
        ends = self.ends.get(run.first, [])
        if not ends:
            return Back(run, rows_of(run), 0, worker)
        ended = ends.pop(0)
        if run.first in self.vanishing:
            self._gone.append(Back(run, None, 1, worker))
            return None
        return Back(run, None, ended, worker)

    def take_back(self) -> list[Back]:
        gone, self._gone = self._gone, []
        return gone

    def look_if_due(self) -> None:
        """Everybody is still there."""

    def progressed(self) -> None:
        """Nobody asks."""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return small_study(tmp_path_factory.mktemp("study"), SMALL_STUDY + "monthly: [fee_rate]\n")


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_runs_that_end_no_worker_give_the_rows_of_the_block(study, workers) -> None:
    crew = ScriptedCrew(workers, {})
    rows = one_by_one(crew, study, NAMES, Block(4, 4))
    assert rows == joined(Block(4, 4), [rows_of(Block(number, 1)) for number in range(4, 8)])
    assert rows.measures["fee_rate"] == [4.0, 5.0, 6.0, 7.0]
    assert rows.monthly["run"] == [4, 4, 5, 5, 6, 6, 7, 7]
    assert crew.most_on_a_worker == 1


@pytest.mark.parametrize("vanishing", [frozenset(), frozenset({5, 6})])
def test_a_run_is_given_up_at_the_second_worker_and_not_at_the_first(study, vanishing) -> None:
    crew = ScriptedCrew(2, {5: [1], 6: [1, 1]}, vanishing)
    rows = one_by_one(crew, study, NAMES, Block(4, 4))
    assert rows.status == ["ok", "ok", "failed", "ok"]
    assert rows.cause == [None, None, WORKER_ENDED, None]
    assert rows.measures["fee_rate"] == [4.0, 5.0, None, 7.0]
    assert rows.monthly["run"] == [4, 4, 5, 5, 7, 7]
    assert [run for run, _ in crew.given].count(5) == [run for run, _ in crew.given].count(6) == 2


def test_a_scheduler_that_tried_it_on_several_workers_has_said_enough(study) -> None:
    crew = ScriptedCrew(2, {6: [4]})
    assert one_by_one(crew, study, NAMES, Block(4, 4)).status == ["ok", "ok", "failed", "ok"]
    assert [run for run, _ in crew.given].count(6) == 1


def test_a_run_that_was_only_dropped_is_not_to_blame(study) -> None:
    crew = ScriptedCrew(2, {6: [0, 0, 0]})
    assert one_by_one(crew, study, NAMES, Block(4, 4)).status == ["ok"] * 4


def test_a_block_of_failed_runs_keeps_its_columns(study) -> None:
    rows = one_by_one(ScriptedCrew(1, {4: [2], 5: [2]}), study, NAMES, Block(4, 2))
    assert rows == (
        Block(4, 2),
        ["failed"] * 2,
        [WORKER_ENDED] * 2,
        {name: [None, None] for name in NAMES},
        {"run": [], "estate": [], "month": [], "fee_rate": []},
    )


def test_without_series_there_are_none(tmp_path) -> None:
    plain = [rows_of(Block(number, 1))._replace(monthly=None) for number in (0, 1)]
    assert joined(Block(0, 2), plain).monthly is None
