import threading

import pytest

from commsim.study import runners
from commsim.study.blocks import Block, BlockRows, blocks_of
from commsim.study.measuring import Measuring
from commsim.study.runners import AHEAD, ThreadRunner
from tests.support.studies import small_study


@pytest.fixture
def study(tmp_path):
    return small_study(tmp_path)


def runner_of(study, threads, engine="agents"):
    return ThreadRunner(study, Measuring(study.data.measures, study.estate_names), engine, threads)


def rows_of(block):
    return BlockRows(block, ["ok"] * block.size, [None] * block.size, {})


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_and_block_sizes_change_no_row(study, threads):
    alone = {}
    for rows in runner_of(study, 1).run(blocks_of(study.runs, study.runs)):
        alone = {name: list(values) for name, values in rows.measures.items()}
    for size in (1, 5):
        found = sorted(runner_of(study, threads).run(blocks_of(study.runs, size)), key=lambda rows: rows.block)
        assert [rows.block for rows in found] == list(blocks_of(study.runs, size))
        together = {name: [value for rows in found for value in rows.measures[name]] for name in alone}
        assert repr(together) == repr(alone)


def test_few_blocks_are_under_way_however_many_there_are(study, monkeypatch):
    monkeypatch.setattr(runners, "block_rows", lambda _study, _measuring, block, *_: rows_of(block))
    taken = []

    def many():
        for block in blocks_of(10_000, 10):
            taken.append(block)
            yield block

    done = 0
    for _ in runner_of(study, 3).run(many()):
        done += 1
        assert len(taken) - done < 3 * (1 + AHEAD)
    assert done == 1_000


def test_what_a_block_raises_is_raised_here_and_ends_the_threads(study, monkeypatch):
    def broken(_study, _measuring, block, *_):
        if block.first >= 20:
            raise MemoryError("no more")
        return rows_of(block)

    monkeypatch.setattr(runners, "block_rows", broken)
    runner = runner_of(study, 2)
    with pytest.raises(MemoryError, match="no more"):
        list(runner.run(blocks_of(1_000, 10)))
    runner.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("commsim runs")]


def test_closing_gives_up_the_blocks_under_way(study, monkeypatch):
    begun, asked = threading.Event(), threading.Event()
    plain = runners.block_rows

    def slow(study_, measuring, block, engine, is_wanted):
        begun.set()
        asked.wait(10)
        return plain(study_, measuring, block, engine, is_wanted)

    monkeypatch.setattr(runners, "block_rows", slow)
    runner = runner_of(study, 1)
    results = runner.run(iter([Block(0, 20)]))
    waiting = threading.Thread(target=lambda: next(results, None), daemon=True)
    waiting.start()
    assert begun.wait(10)
    threading.Timer(0.05, asked.set).start()
    runner.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("commsim runs")]
